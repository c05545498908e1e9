//! A number in the queue (*hàng đợi*): called, called again, skipped, back, sent on, gone.
//!
//! Purpose: where a visit that is not saved yet stands, and which act is possible from there. A
//! priority is neutral: that somebody goes first is kept, never why. May use: the visit. Must
//! never: name a person or a purpose.

use serde::{Deserialize, Serialize};

use super::Visit;
use crate::action::Action;
use crate::fault::{Code, Fault, Refusal};
use crate::id::UserId;
use crate::moment::{Day, Moment};
use crate::subject::{Fate, Turned};
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
    /// Did not come when called (*đã bỏ qua*); may come back.
    Skipped,
    /// Left before being served (*bỏ về*); may come back.
    Left,
    /// Received in private (*tiếp riêng*), whatever for; nothing more is known of it.
    Private,
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
    /// Where it stood before the last act, as long as that can be undone; a call cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Restored>,
}

/// A number stands again as it did: what was done with it was a slip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restored {
    /// Where it stood.
    pub stand: Stand,
    /// The counter it was called to, or was to go to.
    pub counter: Option<String>,
    /// Whether it went first.
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
    /// The last act was a slip: as it stood before, a called one at its counter.
    Undo,
}

impl Standing {
    /// Applies an action of the queue; total.
    pub(super) fn apply(&mut self, at: Moment, action: &Action) -> Fate {
        let before = Restored {
            stand: self.stand,
            counter: self.counter.clone(),
            priority: self.priority,
        };
        let mut undone_by = Some(before);
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "eight actions concern a number in the queue"
        )]
        match action {
            Action::VisitCalled(body) => {
                // Everybody heard it.
                undone_by = None;
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
            // Neither called again nor called at another time: who was called stays called.
            Action::VisitRestored(body) => {
                self.stand = body.stand;
                self.counter.clone_from(&body.counter);
                self.priority = body.priority;
                undone_by = None;
            }
            Action::VisitKeptPrivate(_) => {
                undone_by = None;
                *self = Self {
                    stand: Stand::Private,
                    ..Self::default()
                };
            }
            _ => return Fate::Ignored("not an action of a visit"),
        }
        self.before = undone_by;
        Fate::Applied
    }
}

impl Visit {
    /// Decides an act with a number that is not served yet. `own` is the counter that acts.
    pub fn queue_act(&self, act: &QueueAct, own: &str) -> Result<Action, Refusal> {
        if self.is_served() {
            return Err(Refusal::new(Code::VisitAlreadySaved));
        }
        let stand = self.standing.stand;
        let possible = match act {
            QueueAct::Call | QueueAct::Leave | QueueAct::Counter { .. } => stand != Stand::Left,
            QueueAct::Skip => matches!(stand, Stand::Waiting | Stand::Called),
            QueueAct::Return => stand != Stand::Waiting,
            QueueAct::Priority { on } => stand != Stand::Left && *on != self.standing.priority,
            // Below: what there is to undo says where to.
            QueueAct::Undo => true,
        };
        let not_there = || Refusal::new(Code::VisitNotThere);
        if !possible {
            return Err(not_there());
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
            QueueAct::Undo => {
                let before = self.standing.before.clone();
                Action::VisitRestored(before.ok_or_else(not_there)?)
            }
        })
    }

    /// Decides that it is received in private: of whoever came, nothing is known from here on.
    pub fn keep_private(&self, today: Day) -> Result<Action, Refusal> {
        if self.is_served() {
            return Err(Refusal::new(Code::VisitAlreadySaved));
        }
        if self.queue.day != today {
            return Err(Refusal::new(Code::VisitNotThere));
        }
        Ok(Action::VisitKeptPrivate(QueuePlace {}))
    }

    /// Decides that a saved visit goes into a private form: whoever saved it may, on the same day. What is
    /// older, or another's, takes two.
    pub fn turn_private(&self, by: UserId, today: Day) -> Result<Turned, Refusal> {
        let own = self.recorded_by == Some(by);
        let of_today = self.recorded_at.is_some_and(|at| at.day() == today);
        if self.logged.is_none() || !own || !of_today {
            return Err(Refusal::new(Code::VisitAlreadySaved));
        }
        Ok(Turned {
            number: Some(self.erased_number()),
        })
    }

    /// Its number as a tombstone keeps it: `2026-11-24/A/00023`.
    pub fn erased_number(&self) -> String {
        let queue = &self.queue;
        format!("{}/{}/{:05}", queue.day, queue.letter, queue.number)
    }

    /// Saved, or received in private.
    pub fn is_served(&self) -> bool {
        self.logged.is_some() || self.standing.stand == Stand::Private
    }

    /// Whether it still has to be served today: who was called or skipped, too.
    pub fn is_open(&self) -> bool {
        !self.is_served() && self.standing.stand != Stand::Left
    }

    /// Whether it waits to be called: nobody serves it, nobody missed it.
    pub fn waits(&self) -> bool {
        self.logged.is_none() && self.standing.stand == Stand::Waiting
    }

    /// Waits to be called to this counter, or to none in particular.
    fn waits_for(&self, own: &str) -> bool {
        let counter = self.standing.counter.as_deref();
        self.waits() && counter.is_none_or(|counter| counter == own)
    }

    /// Its turn: whoever goes first, then by number.
    fn turn(&self) -> (bool, u32) {
        (!self.standing.priority, self.queue.number)
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
/// none in particular.
pub fn next<'v>(visits: impl IntoIterator<Item = &'v Visit>, own: &str) -> Option<&'v Visit> {
    let waiting = visits.into_iter().filter(|visit| visit.waits_for(own));
    waiting.min_by_key(|visit| visit.turn())
}

/// How many are called before this one: those that wait for the same counter and whose turn is
/// earlier. `own` is the counter of whoever is to go to none in particular.
pub fn ahead<'v>(visits: impl IntoIterator<Item = &'v Visit>, of: &Visit, own: &str) -> usize {
    let counter = of.standing.counter.as_deref().unwrap_or(own);
    let waiting = visits.into_iter().filter(|visit| visit.waits_for(counter));
    waiting.filter(|visit| visit.turn() < of.turn()).count()
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
mod tests;
