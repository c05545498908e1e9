//! The wrong person (*ghi nhầm người*): a saved visit turns out to be somebody else's.
//!
//! Purpose: whose the visit is, put right on the same day in one act together with its files and
//! receipts. May use: the visit. Must never: leave the first person in the visit's state, or reach
//! back beyond the day.

use serde::{Deserialize, Serialize};

use super::Visit;
use crate::action::Action;
use crate::fault::{Code, Refusal};
use crate::id::PersonId;
use crate::moment::Day;
use crate::person::{Person, Proof};
use crate::subject::Fate;

/// The saved visit was another person's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reassigned {
    /// Whose it was.
    pub person: PersonId,
    /// How the desk knows who it was, this time.
    pub proof: Proof,
}

impl Visit {
    /// Decides that this visit was another person's, who is on record. Only on the day it was saved.
    pub fn reassign(&self, person: &Person, proof: Proof, today: Day) -> Result<Action, Refusal> {
        let Some(logged) = &self.logged else {
            return Err(Refusal::new(Code::VisitNotSaved));
        };
        if self.recorded_at.is_none_or(|at| at.day() != today) {
            return Err(Refusal::new(Code::VisitAnotherDay));
        }
        if logged.person.is_some_and(|first| person.is(first)) {
            return Err(Refusal::new(Code::VisitSamePerson));
        }
        Ok(Action::VisitReassigned(Reassigned {
            person: person.id,
            proof,
        }))
    }

    pub(super) fn apply_reassigned(&mut self, body: &Reassigned) -> Fate {
        let Some(logged) = &mut self.logged else {
            return Fate::Ignored("not saved yet");
        };
        logged.person = Some(body.person);
        logged.proof = body.proof;
        Fate::Applied
    }
}
