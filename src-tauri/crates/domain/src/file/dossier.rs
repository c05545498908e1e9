//! What else happens to a dossier: its result is handed over, a late one is apologised for, the other
//! system's code is noted.
//!
//! Purpose: pure decisions. A result goes to the person of the matter, to her legal representative, to
//! somebody with her authority, or by post; being a spouse or a parent is no title. Must never: let
//! anybody take a result whose identity was not seen.

use serde::{Deserialize, Serialize};

use super::{Clock, File, Signed};
use crate::action::Action;
use crate::calendar::Calendar;
use crate::catalogue::Service;
use crate::fault::{Code, Fault, Refusal};
use crate::id::{PersonId, UserId};
use crate::moment::{Day, Moment};
use crate::paper_form::PaperForm;
use crate::person::{Facts, Person, Proof};
use crate::text;

/// Longest paper of authority, number of an item of post, code of another system, characters.
pub const PAPER_LIMIT: usize = 200;
/// Longest code of another system, characters.
const CODE_LIMIT: usize = 60;

/// As what somebody takes a result (*tư cách người nhận*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// The person of the matter.
    InPerson,
    /// Her legal representative or guardian, by a paper (*người đại diện theo pháp luật*).
    Representative,
    /// Somebody with her written authority (*người được ủy quyền*).
    Authorised,
    /// Nobody at the desk: sent by post.
    Post,
}

/// Who took a result, by what proof and title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collector {
    /// As what.
    pub capacity: Capacity,
    /// Who; nobody where it went by post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// By what proof.
    pub proof: Proof,
    /// The paper of authority, or the number of the item of post.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub paper: String,
    /// The last day of her authority, where the paper names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// How she signs for it.
    #[serde(default, skip_serializing_if = "Signed::is_usual")]
    pub signed: Signed,
}

/// A result was handed over (*trả kết quả*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handed {
    /// State it left.
    pub from: String,
    /// State it entered.
    pub to: String,
    /// To whom.
    pub collector: Collector,
}

/// A late dossier was apologised for, once, with a new date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apologised {
    /// Which clock.
    pub step: String,
    /// Why it is late.
    pub reason: String,
    /// The new date: the end of office hours of that day.
    pub until: Moment,
}

/// What somebody wants to apologise for, as told.
#[derive(Clone, Copy, Debug)]
pub struct Apology<'a> {
    /// Which clock.
    pub step: &'a str,
    /// Why it is late.
    pub reason: &'a str,
    /// The new date.
    pub until: Day,
}

/// The other system's code of the dossier (*mã hồ sơ dịch vụ công*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coded {
    /// The code; empty where a wrong one was taken away.
    pub code: String,
}

/// Whether the result goes to the person herself alone (*chỉ trả trực tiếp*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InPersonOnly {
    /// It does.
    pub only: bool,
}

/// Whether a matter of a restricted person is treated like any other (*mở cho hồ sơ này*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Released {
    /// It is.
    pub released: bool,
}

/// One state a file went through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passed {
    /// The state.
    pub state: String,
    /// Since when.
    pub at: Moment,
    /// By whom.
    pub by: UserId,
    /// Why, where it was written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl File {
    /// Decides that the result goes to somebody.
    pub fn hand_over(
        &self,
        service: &Service,
        collector: &Collector,
        who: Option<&Person>,
        today: Day,
    ) -> Result<Action, Refusal> {
        let life = service.life_cycle();
        let ready = life.state(&self.state).is_some_and(|state| state.ready);
        let handed = |to: &&crate::life_cycle::Move| {
            let to = life.state(&to.to);
            to.is_some_and(|state| state.handed)
        };
        let ways = service.moves.iter().filter(|way| way.from == self.state);
        let way = ways.into_iter().find(handed).filter(|_| ready);
        let Some(way) = way else {
            return Err(Refusal::new(Code::FileNotReady));
        };
        let collector = self.collector(service, collector, who, today)?;
        Ok(Action::FileHanded(Handed {
            from: self.state.clone(),
            to: way.to.clone(),
            collector,
        }))
    }

    /// Whether this is somebody the result may go to.
    fn collector(
        &self,
        service: &Service,
        told: &Collector,
        who: Option<&Person>,
        today: Day,
    ) -> Result<Collector, Refusal> {
        let paper = text::line(&told.paper, PAPER_LIMIT)
            .map_err(|fault| Refusal::from(fault.in_field("paper")))?;
        let needs_paper = told.capacity != Capacity::InPerson;
        if needs_paper && paper.is_empty() {
            return Err(Fault::at(Code::FieldMissing, "paper").into());
        }
        if self.in_person_only && told.capacity != Capacity::InPerson {
            return Err(Fault::at(Code::FileOnlyInPerson, "capacity").into());
        }
        if told.capacity == Capacity::Post {
            return Ok(Collector {
                paper,
                person: None,
                proof: Proof::Unknown,
                capacity: told.capacity,
                until: None,
                signed: Signed::default(),
            });
        }
        let Some(who) = who else {
            return Err(Fault::at(Code::FileNeedsPerson, "person").into());
        };
        if told.proof > Proof::OtherPaper {
            return Err(Fault::at(Code::FileNeedsProof, "person.proof").into());
        }
        let hers = self.is_for(service, Some(who), &who.facts);
        if told.capacity == Capacity::InPerson && !hers {
            return Err(Fault::at(Code::FileNotHers, "capacity").into());
        }
        let brought = self.opened.parties.iter().any(|one| who.is(one.person));
        let named = brought || service.names_receiver(&self.opened.fields, &who.facts);
        if told.capacity == Capacity::Representative && !named {
            return Err(Fault::at(Code::FileNotRepresentative, "capacity").into());
        }
        // Her authority of the day she brought it counts until a newer one is shown.
        let told_then = service
            .authority_ends(&self.opened.fields)
            .filter(|_| brought);
        let ends = told.until.or(told_then);
        if told.capacity != Capacity::InPerson
            && let Some(last) = ends.filter(|last| *last < today)
        {
            let fault = Fault::at(Code::FileAuthorityOver, "until");
            return Err(fault.with("day", last.figures()).into());
        }
        Ok(Collector {
            paper,
            until: told.until.filter(|_| told.capacity != Capacity::InPerson),
            signed: told.signed.check()?,
            ..told.clone()
        })
    }

    /// Whether the result is this person's own: hers who is named in the form as the one it is for,
    /// else hers who brought the matter.
    pub fn is_for(&self, service: &Service, person: Option<&Person>, who: &Facts) -> bool {
        if let Some(named) = service.result_named(&self.opened.fields) {
            return named.is(who);
        }
        person.is_some_and(|person| self.is_brought_by(person))
    }

    /// Whether this person brought the matter, or one of those who did.
    pub fn is_brought_by(&self, person: &Person) -> bool {
        let mut parties = self.opened.parties.iter();
        parties.any(|one| person.is(one.person))
    }

    /// Whether a clock stands still: the desk waits for the citizen, and its rule stops meanwhile.
    pub fn stands_still(&self, service: &Service, clock: &Clock) -> bool {
        let waits = service.life_cycle().state(&self.state);
        let rule = service.deadline(&clock.due.rule);
        clock.done.is_none()
            && waits.is_some_and(|state| state.waits)
            && rule.is_some_and(|rule| rule.stops_while_waiting)
    }

    /// Whether a clock that runs is in its last day or beyond it.
    pub fn is_late(&self, service: &Service, clock: &Clock, now: Moment) -> bool {
        let runs = clock.done.is_none() && !self.stands_still(service, clock);
        runs && clock.due.due.day() <= now.day()
    }

    /// Decides the apology for a late clock, with its new date.
    pub fn apologise(
        &self,
        service: &Service,
        told: &Apology<'_>,
        now: Moment,
        calendar: &Calendar,
    ) -> Result<Action, Refusal> {
        self.is_open()?;
        if self.clocks.iter().any(|clock| clock.promised.is_some()) {
            return Err(Refusal::new(Code::FileApologisedOnce));
        }
        let Apology {
            step,
            reason,
            until,
        } = *told;
        let mut running = self.clocks.iter().filter(|clock| clock.done.is_none());
        let Some(clock) = running.find(|clock| clock.step == step) else {
            return Err(Fault::at(Code::FileNotExtendable, "step").into());
        };
        if !self.is_late(service, clock, now) {
            return Err(Fault::at(Code::FileNotLate, "step").into());
        }
        if reason.trim().is_empty() {
            return Err(Fault::at(Code::FieldMissing, "reason").into());
        }
        if until <= now.day() {
            return Err(Fault::at(Code::DateInPast, "until").into());
        }
        if !calendar.is_working(until)? {
            let next = calendar.next_working(until)?;
            let fault = Fault::at(Code::FileDayOff, "until").with("day", next.figures());
            return Err(fault.into());
        }
        Ok(Action::FileApologised(Apologised {
            step: step.to_owned(),
            reason: reason.to_owned(),
            until: calendar.close_of(until),
        }))
    }

    /// Decides that the other system calls it this.
    pub fn coded(typed: &str) -> Result<Action, Refusal> {
        let code =
            text::line(typed, CODE_LIMIT).map_err(|fault| Refusal::from(fault.in_field("code")))?;
        Ok(Action::FileCoded(Coded { code }))
    }

    /// Nothing is decided any more about a matter that is closed.
    pub(super) fn is_open(&self) -> Result<(), Refusal> {
        if self.closed {
            return Err(Refusal::new(Code::FileClosed));
        }
        Ok(())
    }

    /// With the result in her hands every clock is done.
    pub(super) fn apply_handed(&mut self, at: Moment, body: &Handed) {
        for clock in &mut self.clocks {
            clock.done = clock.done.or(Some(at));
        }
        self.state.clone_from(&body.to);
        self.handed = Some(body.collector.clone());
        self.closed = true;
    }

    pub(super) fn apply_apologised(&mut self, body: &Apologised) {
        let mut clocks = self.clocks.iter_mut();
        if let Some(clock) = clocks.find(|one| one.step == body.step && one.done.is_none()) {
            clock.promised = Some(body.until);
        }
    }
}

impl Coded {
    /// Reads what another system calls a matter of this service; nothing where it is blank.
    ///
    /// # Errors
    /// [`Code::FieldUnknown`] where the service is no administrative procedure, or a fault of the text.
    pub fn read(service: &Service, typed: &str) -> Result<Option<Self>, Fault> {
        let code = text::line(typed, CODE_LIMIT)?;
        if code.is_empty() {
            return Ok(None);
        }
        let coded = service.receipt.is_some_and(PaperForm::is_administrative);
        let coded = coded.then_some(Self { code });
        coded
            .ok_or_else(|| Fault::new(Code::FieldUnknown))
            .map(Some)
    }
}

impl Clock {
    /// When it ends, for whoever waits: the law's date, or a later one promised with an apology.
    pub fn ends(&self) -> Moment {
        let promised = self.promised.unwrap_or(self.due.due);
        promised.max(self.due.due)
    }
}
