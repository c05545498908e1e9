//! A file on its way: moves and extensions, and what they do to its clocks.
//!
//! Purpose: pure decisions. A state of the catalogue may *wait* for the citizen (clocks that stop
//! while waiting stand still), *end* steps (their clocks are done) and *start* others; going back to
//! the state before takes both back, and with the last state every clock ends. Must never: change the
//! version of a rule; a clock keeps the one it began under.

use super::{Clock, Extended, File, Moved, Recounted, ThreatTold};
use crate::action::Action;
use crate::calendar::Calendar;
use crate::catalogue::Service;
use crate::deadline::{History, Pause, Rule, StartsAt, due};
use crate::fault::{Code, Fault, Refusal};
use crate::id::FileId;
use crate::life_cycle::{Move, State};
use crate::moment::Moment;
use crate::paper_form::PaperForm;
use crate::permission::Role;

/// A step somebody wants to take.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The state to enter.
    pub to: &'a str,
    /// Why; may be blank where the catalogue asks for no reason.
    pub reason: &'a str,
    /// Whether who takes the matter back does so under threat; absent where nobody takes it back.
    pub threatened: Option<bool>,
    /// The earlier matter it is joined to; absent where it is joined to none.
    pub joins: Option<&'a File>,
    /// The body it goes to; blank where it goes to none.
    pub receiver: &'a str,
    /// What another body is told of it; blank where the catalogue asks for no excerpt.
    pub excerpt: &'a str,
    /// As what she acts.
    pub role: Role,
    /// When.
    pub now: Moment,
}

/// More time, asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// Which clock.
    pub step: &'a str,
    /// How much, in the clock's unit.
    pub count: u32,
    /// Why.
    pub reason: &'a str,
    /// When.
    pub now: Moment,
}

impl File {
    /// Steps open to a role now; what belongs to another act or was done once is none.
    pub fn ways<'s>(
        &self,
        service: &'s Service,
        role: Role,
    ) -> impl Iterator<Item = (&'s Move, &'s State)> {
        let life = service.life_cycle();
        let open = life.open_to(&self.state, role.text()).into_iter();
        let open = open.filter_map(move |way| Some((way, life.state(&way.to)?)));
        open.filter(|(_, state)| !state.handed && !self.is_used_up(state))
    }

    /// It may be entered once, and was.
    fn is_used_up(&self, state: &State) -> bool {
        state.once && self.trail.iter().any(|passed| passed.state == state.id)
    }

    /// Decides a move; the clocks after it stand in the action.
    pub fn moved(
        &self,
        service: &Service,
        step: &Step<'_>,
        calendar: &Calendar,
        version: &str,
    ) -> Result<Action, Refusal> {
        let life = service.life_cycle();
        life.may_move(&self.state, step.to, step.role.text(), step.reason)?;
        let (from, to) = (life.state(&self.state), life.state(step.to));
        if to.is_some_and(|state| state.handed) {
            return Err(Fault::at(Code::FileHandedByAct, "to").into());
        }
        if to.is_some_and(|state| self.is_used_up(state)) {
            return Err(Fault::at(Code::FileOnlyOnce, "to").into());
        }
        match (to.is_some_and(|state| state.withdraws), step.threatened) {
            (true, None) => return Err(Fault::at(Code::FieldMissing, "threatened").into()),
            // What was taken back under threat is dealt with all the same.
            (true, Some(true)) => return Ok(self.threat_told(step.reason)),
            (false, Some(_)) => return Err(Fault::at(Code::FieldUnknown, "threatened").into()),
            (true, Some(false)) | (false, None) => {}
        }
        written(
            to.is_some_and(|state| state.excerpt),
            step.excerpt,
            "excerpt",
        )?;
        written(to.is_some_and(State::goes_on), step.receiver, "receiver")?;
        let joins = self.joining(service, to, step.joins)?;
        let waited = from.is_some_and(|state| state.waits);
        let waits = to.is_some_and(|state| state.waits);
        let closes = to.is_some_and(|state| state.r#final);
        let mut clocks = self.clocks.clone();
        self.take_back(service, from, step, &mut clocks);
        for clock in &mut clocks {
            if closes || to.is_some_and(|state| state.ends.contains(&clock.step)) {
                clock.done = clock.done.or(Some(step.now));
            }
            if waited && !waits && clock.done.is_none() {
                clock.history.pauses.push(Pause {
                    from: self.since,
                    until: step.now,
                });
                clock.recount(service, calendar, version)?;
            }
        }
        for name in to.map_or(&[][..], |state| state.starts.as_slice()) {
            let mut rules = service.deadlines.iter();
            let answers = &self.opened.fields;
            let rule = rules.find(|rule| {
                let on = self.counted_from(rule, step.now).day();
                rule.step == *name && rule.in_force(on) && rule.applies(answers)
            });
            let running = clocks.iter().any(|clock| clock.runs(name));
            if let (Some(rule), false) = (rule, running) {
                let starts = self.counted_from(rule, step.now);
                let due = due(rule, starts, calendar, &History::default(), version)?;
                clocks.push(Clock::running(starts, due));
            }
        }
        Ok(Action::FileMoved(Moved {
            from: self.state.clone(),
            to: step.to.to_owned(),
            reason: step.reason.to_owned(),
            clocks,
            closes,
            joins,
        }))
    }

    /// What a clock that begins with a state is counted from: the state, or the day the matter was
    /// received where the law counts from there (a longer verification, BLTTHS Art 147(2)).
    fn counted_from(&self, rule: &Rule, entered: Moment) -> Moment {
        if rule.starts_at == StartsAt::Received {
            self.opened.received_at
        } else {
            entered
        }
    }

    /// The earlier matter of the same kind that a state joins this one to. A joined one is no earlier
    /// one: whoever looks must find the matter that is dealt with.
    fn joining(
        &self,
        service: &Service,
        to: Option<&State>,
        told: Option<&Self>,
    ) -> Result<Option<FileId>, Refusal> {
        let asks = to.is_some_and(|state| state.joins);
        match (asks, told) {
            (false, None) => Ok(None),
            (false, Some(_)) => Err(Fault::at(Code::FieldUnknown, "joins").into()),
            (true, None) => Err(Fault::at(Code::FieldMissing, "joins").into()),
            (true, Some(earlier)) => {
                let same = earlier.opened.service == service.id && earlier.id != self.id;
                let open = !earlier.closed && earlier.joins.is_none();
                if same && open && earlier.opened_at <= self.opened_at {
                    return Ok(Some(earlier.id));
                }
                Err(Fault::at(Code::FileNotEarlier, "joins").into())
            }
        }
    }

    /// Decides that a withdrawal under threat is noted: the matter stays where it is.
    fn threat_told(&self, reason: &str) -> Action {
        Action::FileThreatTold(ThreatTold {
            state: self.state.clone(),
            reason: reason.to_owned(),
        })
    }

    /// Whether a step leads back to the state it came from.
    fn goes_back(&self, to: &str) -> bool {
        let before = self.trail.iter().rev().nth(1);
        before.is_some_and(|before| before.state == to)
    }

    /// The papers that count no more after a step: those of a state that it takes back. Who brought what
    /// was missing takes nothing back: that it was asked for stays true.
    pub fn papers_taken_back(&self, service: &Service, to: &str) -> Vec<PaperForm> {
        let life = service.life_cycle();
        let left = life.state(&self.state).filter(|left| !left.waits);
        let left = left.filter(|_| self.goes_back(to));
        left.into_iter().flat_map(State::papers).collect()
    }

    /// Back in the state it came from: what the state between had ended runs again, under its old
    /// due date; what had begun with it is over.
    fn take_back(
        &self,
        service: &Service,
        left: Option<&State>,
        step: &Step<'_>,
        clocks: &mut [Clock],
    ) {
        let before = self.trail.iter().rev().nth(1);
        let (Some(left), Some(before)) = (left, before.filter(|one| one.state == step.to)) else {
            return;
        };
        for clock in clocks {
            let ended = left.ends.contains(&clock.step);
            if ended && clock.done.is_some_and(|done| before.at <= done) {
                clock.done = None;
            } else if left.starts.contains(&clock.step) {
                let rule = service.deadline(&clock.due.rule);
                let begun = rule.map(|rule| self.counted_from(rule, before.at));
                if begun.is_some_and(|begun| begun <= clock.starts) {
                    clock.done = clock.done.or(Some(step.now));
                }
            }
        }
    }

    /// Decides that running clocks are counted anew by the calendar that is known now; `None` where
    /// every one ends as before. A date that was promised with an apology stays promised.
    pub fn recounted(
        &self,
        service: &Service,
        calendar: &Calendar,
        version: &str,
    ) -> Result<Option<Recounted>, Refusal> {
        let mut clocks = self.clocks.clone();
        let mut changed = false;
        for clock in clocks.iter_mut().filter(|clock| clock.done.is_none()) {
            let mut anew = clock.clone();
            anew.recount(service, calendar, version)?;
            if anew.due.due != clock.due.due {
                anew.before.push(clock.due.due);
                *clock = anew;
                changed = true;
            }
        }
        let catalogue = version.to_owned();
        Ok(changed.then_some(Recounted { clocks, catalogue }))
    }

    /// Decides an extension within what the rule allows, before the time is over: what is late is
    /// apologised for, and stays late.
    pub fn extended(
        &self,
        service: &Service,
        wish: &Wish<'_>,
        calendar: &Calendar,
        version: &str,
    ) -> Result<Action, Refusal> {
        self.is_open()?;
        let mut clocks = self.clocks.clone();
        let clock = clocks.iter_mut().find(|clock| clock.runs(wish.step));
        let Some(clock) = clock else {
            return Err(Fault::at(Code::FileNotExtendable, "step").into());
        };
        if clock.due.due < wish.now {
            return Err(Fault::at(Code::FileOver, "step").into());
        }
        clock.history.extensions.push(wish.count);
        clock.recount(service, calendar, version)?;
        Ok(Action::FileExtended(Extended {
            step: wish.step.to_owned(),
            reason: wish.reason.to_owned(),
            clocks,
        }))
    }
}

/// What a state asks for is written, and nothing else.
fn written(asked: bool, text: &str, field: &str) -> Result<(), Refusal> {
    match (asked, text.trim().is_empty()) {
        (true, true) => Err(Fault::at(Code::FieldMissing, field).into()),
        (false, false) => Err(Fault::at(Code::FieldUnknown, field).into()),
        (true, false) | (false, true) => Ok(()),
    }
}

impl Clock {
    /// Counts once more with what happened since, under the rule it began under.
    fn recount(
        &mut self,
        service: &Service,
        calendar: &Calendar,
        version: &str,
    ) -> Result<(), Refusal> {
        let rule = service.deadline(&self.due.rule);
        let rule = rule.ok_or_else(|| Refusal::new(Code::FileNotExtendable))?;
        self.due = due(rule, self.starts, calendar, &self.history, version)?;
        Ok(())
    }
}
