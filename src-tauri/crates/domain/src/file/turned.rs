//! A matter that goes into a private form.
//!
//! Purpose: whoever took it in may do that on the same day, while nothing became of it. Must never: let one
//! person take away what another worked on.

use super::File;
use crate::fault::{Code, Refusal};
use crate::id::UserId;
use crate::moment::Day;
use crate::subject::Turned;

impl File {
    /// Decides that a matter taken in today goes into a private form.
    pub fn turn_private(&self, by: UserId, today: Day) -> Result<Turned, Refusal> {
        let own = self.opened_by == by && self.opened_at.day() == today;
        // A form holds no attachment: with one, it is no form's to take.
        let untouched = self.attachments.is_empty()
            && self.trail.len() == 1
            && self.assignee.is_none()
            && self.handed.is_none();
        if !own || !untouched {
            return Err(Refusal::new(Code::NeedsTwoPersons));
        }
        Ok(Turned {
            number: Some(self.opened.number.clone()),
        })
    }
}
