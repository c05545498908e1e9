//! Whom a matter was given to, and times that were made longer: what its course tells besides its states.
//!
//! Purpose: both lists as the journal tells them. Must never: decide who may.

use serde::{Deserialize, Serialize};

use super::{Assigned, Clock, Extended, File};
use crate::id::UserId;
use crate::moment::Moment;
use crate::subject::Stamp;

/// Somebody it was given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Who works on it since.
    pub to: UserId,
    /// Since when.
    pub at: Moment,
    /// By whom.
    pub by: UserId,
    /// What was said with it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A legal time that was made longer (*gia hạn*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Longer {
    /// The rule of the clock, which says by what law.
    pub rule: String,
    /// When it ends.
    pub until: Moment,
    /// When that was decided.
    pub at: Moment,
    /// By whom.
    pub by: UserId,
    /// Why.
    pub reason: String,
}

/// How what a clock limits was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Before its last day.
    Early,
    /// On its last day.
    OnTime,
    /// After its end.
    Late,
}

impl Clock {
    /// Whether what it limits was done in time, by the law's date: a new one promised with an apology makes
    /// nothing less late. `None` while it is not done.
    pub fn kept(&self) -> Option<Kept> {
        let (done, ends) = (self.done?, self.due.due);
        Some(if done > ends {
            Kept::Late
        } else if done.day() < ends.day() {
            Kept::Early
        } else {
            Kept::OnTime
        })
    }
}

impl File {
    pub(super) fn apply_assigned(&mut self, stamp: &Stamp, body: &Assigned) {
        self.assignee = Some(body.to);
        self.given.push(Given {
            to: body.to,
            at: stamp.at,
            by: stamp.actor,
            note: body.note.clone(),
        });
    }

    pub(super) fn apply_extended(&mut self, stamp: &Stamp, body: &Extended) {
        self.clocks.clone_from(&body.clocks);
        let after = self.clocks.iter().find(|clock| clock.runs(&body.step));
        if let Some(after) = after {
            self.longer.push(Longer {
                rule: after.due.rule.clone(),
                until: after.due.due,
                at: stamp.at,
                by: stamp.actor,
                reason: body.reason.clone(),
            });
        }
    }
}
