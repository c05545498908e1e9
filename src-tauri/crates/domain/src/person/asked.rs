//! Whether what a caller says of somebody is right.
//!
//! Purpose: a pure comparison. Must never: say which fact was wrong.

use super::Person;
use crate::born::PartialDate;

/// How many facts a caller tells at least before she is told anything.
pub const CALLER_FACTS: usize = 2;

impl Person {
    /// Whether nothing that was told is wrong. Half a birth date is no fact.
    pub fn agrees(&self, number: Option<&str>, born: Option<PartialDate>) -> bool {
        let known = &self.facts;
        let number = number.is_none() || number == known.number.as_deref();
        let born = born.is_none_or(|told| {
            let known = known.born.and_then(PartialDate::full);
            told.full().is_some() && told.full() == known
        });
        number && born
    }
}
