//! A number in the queue (*hàng đợi*): called, called again, skipped, back, sent on, gone.
//!
//! Purpose: where a visit that is not saved yet stands, and which act is possible from there. A
//! priority is neutral: that somebody goes first is kept, never why. May use: the visit. Must
//! never: name a person or a purpose.

use serde::{Deserialize, Serialize};

use super::Visit;
use crate::action::Action;
use crate::fault::{Code, Fault, Refusal};
use crate::moment::Moment;
use crate::subject::Fate;
use crate::text;

/// Longest name of a counter, characters; it stands on the wall screen.
pub const COUNTER_LIMIT: u32 = 40;

/// Where a number stands.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// Waits (*đang chờ*).
    #[default]
    Waiting,
    /// Was called to a counter (*đã gọi*).
    Called,
    /// Did not come when called (*qua lượt*); may come back.
    Skipped,
    /// Left before being served (*bỏ về*); may come back.
    Left,
}

/// What the queue knows of a number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// Where it stands.
    pub stand: Stand,
    /// How often it was called.
    pub calls: u32,
    /// When it was called last.
    pub called_at: Option<Moment>,
    /// The counter it was called to, or is to go to.
    pub counter: Option<String>,
    /// Goes before the others.
    pub priority: bool,
}

/// A number was called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Called {
    /// To which counter.
    pub counter: String,
}

/// A number goes first, or no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prioritised {
    /// Whether it goes first.
    pub on: bool,
}

/// A number waits for another counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentTo {
    /// Which.
    pub counter: String,
}

/// A body with nothing to say beyond the entry itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueuePlace {}

/// What an officer does with a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum QueueAct {
    /// Call, or call again.
    Call,
    /// Nobody came.
    Skip,
    /// Back into the queue, in the old place.
    Return,
    /// Left unserved.
    Leave,
    /// Goes first, or no longer.
    Priority {
        /// Whether.
        on: bool,
    },
    /// To another counter.
    Counter {
        /// Its name, short.
        counter: String,
    },
}

impl Standing {
    /// Applies an action of the queue; total.
    pub(super) fn apply(&mut self, at: Moment, action: &Action) -> Fate {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "six actions concern a number in the queue"
        )]
        match action {
            Action::VisitCalled(body) => {
                self.stand = Stand::Called;
                self.calls = self.calls.saturating_add(1);
                self.called_at = Some(at);
                self.counter = Some(body.counter.clone());
            }
            Action::VisitSkipped(_) => self.stand = Stand::Skipped,
            Action::VisitReturned(_) => self.stand = Stand::Waiting,
            Action::VisitLeft(_) => self.stand = Stand::Left,
            Action::VisitPrioritised(body) => self.priority = body.on,
            Action::VisitSent(body) => {
                self.stand = Stand::Waiting;
                self.counter = Some(body.counter.clone());
            }
            _ => return Fate::Ignored("not an action of a visit"),
        }
        Fate::Applied
    }
}

impl Visit {
    /// Decides an act with a number that is not served yet. `own` is the counter that acts.
    pub fn queue_act(&self, act: &QueueAct, own: &str) -> Result<Action, Refusal> {
        if self.logged.is_some() {
            return Err(Refusal::new(Code::VisitAlreadySaved));
        }
        let stand = self.standing.stand;
        let possible = match act {
            QueueAct::Call | QueueAct::Leave | QueueAct::Counter { .. } => stand != Stand::Left,
            QueueAct::Skip => matches!(stand, Stand::Waiting | Stand::Called),
            QueueAct::Return => stand != Stand::Waiting,
            QueueAct::Priority { on } => stand != Stand::Left && *on != self.standing.priority,
        };
        if !possible {
            return Err(Refusal::new(Code::VisitNotThere));
        }
        Ok(match act {
            QueueAct::Call => Action::VisitCalled(Called {
                counter: own.to_owned(),
            }),
            QueueAct::Skip => Action::VisitSkipped(QueuePlace {}),
            QueueAct::Return => Action::VisitReturned(QueuePlace {}),
            QueueAct::Leave => Action::VisitLeft(QueuePlace {}),
            QueueAct::Priority { on } => Action::VisitPrioritised(Prioritised { on: *on }),
            QueueAct::Counter { counter } => Action::VisitSent(SentTo {
                counter: check_counter(counter)?,
            }),
        })
    }

    /// Whether it still has to be served today.
    pub fn is_open(&self) -> bool {
        self.logged.is_none() && self.standing.stand != Stand::Left
    }
}

/// A counter's name: short, one line, not empty.
fn check_counter(typed: &str) -> Result<String, Refusal> {
    let name = text::line(typed, COUNTER_LIMIT as usize)
        .map_err(|fault| Refusal::from(fault.in_field("counter")))?;
    if name.is_empty() {
        return Err(Fault::at(Code::FieldMissing, "counter").into());
    }
    Ok(name)
}

/// Who is next: whoever goes first, then by number, among those that wait for this counter or for
/// none in particular. Visits are given in the order of their numbers.
pub fn next<'v>(visits: impl IntoIterator<Item = &'v Visit>, own: &str) -> Option<&'v Visit> {
    let mut waiting = visits.into_iter().filter(|visit| {
        let counter = visit.standing.counter.as_deref();
        visit.logged.is_none()
            && visit.standing.stand == Stand::Waiting
            && counter.is_none_or(|counter| counter == own)
    });
    let first = waiting.next()?;
    if first.standing.priority {
        return Some(first);
    }
    Some(
        waiting
            .find(|visit| visit.standing.priority)
            .unwrap_or(first),
    )
}

/// Who is being served at a counter: of those it called who are not done, the one it called last.
pub fn current<'v>(visits: impl IntoIterator<Item = &'v Visit>, own: &str) -> Option<&'v Visit> {
    visits
        .into_iter()
        .filter(|visit| {
            visit.logged.is_none()
                && visit.standing.stand == Stand::Called
                && visit.standing.counter.as_deref() == Some(own)
        })
        .max_by_key(|visit| visit.standing.called_at)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::id::{UserId, VisitId};
    use crate::moment::Day;
    use crate::visit::{Logged, Numbered, Told};

    fn visit(number: u32) -> Visit {
        Visit {
            id: VisitId::new(uuid::Uuid::from_u128(u128::from(number))),
            queue: Numbered {
                letter: "A".to_owned(),
                day: Day::new(date!(2026 - 11 - 24)),
                number,
            },
            arrived_at: Moment::from_millis(0),
            logged: None,
            recorded_at: None,
            recorded_by: None,
            standing: Standing::default(),
        }
    }

    fn after(mut visit: Visit, acts: &[QueueAct]) -> Visit {
        for act in acts {
            let action = visit.queue_act(act, "A").unwrap();
            let at = Moment::from_millis(1);
            assert_eq!(visit.standing.apply(at, &action), Fate::Applied);
        }
        visit
    }

    fn saved() -> Logged {
        let told = Told {
            channel: crate::visit::Channel::InPerson,
            reception: crate::visit::Reception::Regular,
            people: None,
            turn: crate::visit::Turn::First,
            received_at: None,
            late: None,
            person: None,
            proof: crate::person::Proof::Unknown,
            outcome: crate::visit::Outcome::Advice,
            note: String::new(),
            guidance: Vec::new(),
            matters: 0,
        };
        let by = UserId::new(uuid::Uuid::nil());
        let Action::VisitLogged(body) =
            crate::visit::log(told, by, Moment::from_millis(2)).unwrap()
        else {
            panic!("a saved visit");
        };
        body
    }

    #[test]
    fn a_number_is_called_called_again_skipped_and_called_back() {
        let called = after(visit(1), &[QueueAct::Call, QueueAct::Call]);
        assert_eq!(
            (called.standing.stand, called.standing.calls),
            (Stand::Called, 2)
        );
        let skipped = after(called, &[QueueAct::Skip]);
        assert_eq!(skipped.standing.stand, Stand::Skipped);
        let back = after(skipped.clone(), &[QueueAct::Return]);
        assert_eq!(
            (back.standing.stand, back.standing.calls),
            (Stand::Waiting, 2)
        );
        assert_eq!(after(skipped, &[QueueAct::Call]).standing.calls, 3);
    }

    #[test]
    fn who_left_unserved_may_come_back_but_is_not_called_from_there() {
        let left = after(visit(1), &[QueueAct::Leave]);
        assert!(!left.is_open());
        for act in [QueueAct::Call, QueueAct::Skip, QueueAct::Leave] {
            assert_eq!(
                left.queue_act(&act, "A").unwrap_err().code(),
                Code::VisitNotThere
            );
        }
        assert!(after(left, &[QueueAct::Return]).is_open());
    }

    #[test]
    fn a_saved_visit_is_out_of_the_queue() {
        let mut done = visit(1);
        done.logged = Some(saved());
        let refused = done.queue_act(&QueueAct::Call, "A").unwrap_err();
        assert_eq!(refused.code(), Code::VisitAlreadySaved);
    }

    #[test]
    fn whoever_goes_first_is_next_then_the_lowest_number_that_waits_for_this_counter() {
        let first = |on| QueueAct::Priority { on };
        let to = |counter: &str| QueueAct::Counter {
            counter: counter.to_owned(),
        };
        let all = [
            after(visit(1), &[QueueAct::Skip]),
            after(visit(2), &[to("B")]),
            visit(3),
            visit(4),
            after(visit(5), &[first(true)]),
        ];
        assert_eq!(next(&all, "A").unwrap().queue.number, 5);
        assert_eq!(next(&all[..4], "A").unwrap().queue.number, 3);
        assert_eq!(next(&all[..4], "B").unwrap().queue.number, 2);
        assert_eq!(next(&all[..1], "A"), None);
    }

    #[test]
    fn whoever_a_counter_called_last_is_being_served_there_whatever_the_number() {
        let call = |number, at, counter: &str| {
            let mut visit = visit(number);
            let action = visit.queue_act(&QueueAct::Call, counter).unwrap();
            let applied = visit.standing.apply(Moment::from_millis(at), &action);
            assert_eq!(applied, Fate::Applied);
            visit
        };
        let mut all = vec![
            call(1, 30, "A"),
            call(2, 20, "A"),
            call(3, 40, "B"),
            visit(4),
            after(call(5, 50, "A"), &[QueueAct::Skip]),
        ];
        assert_eq!(current(&all, "A").unwrap().queue.number, 1);
        assert_eq!(current(&all, "B").unwrap().queue.number, 3);
        assert_eq!(current(&all, "C"), None);
        all[0].logged = Some(saved());
        assert_eq!(current(&all, "A").unwrap().queue.number, 2);
    }

    #[test]
    fn a_counter_has_a_short_name() {
        let long = "q".repeat(COUNTER_LIMIT as usize + 1);
        for (typed, code) in [
            (" ", Code::FieldMissing),
            (long.as_str(), Code::FieldTooLong),
        ] {
            let act = QueueAct::Counter {
                counter: typed.to_owned(),
            };
            assert_eq!(visit(1).queue_act(&act, "A").unwrap_err().code(), code);
        }
    }
}
