//! How many records a page may open.
//!
//! Purpose: the one brake on a page that reads the record out: nobody at a counter opens a record a
//! second for a minute. Once it is drawn it holds until somebody gives her passphrase again. Must never:
//! read a clock.

use std::collections::VecDeque;

use crate::id::SubjectId;

/// Records that may be opened in any minute.
pub const A_MINUTE: usize = 60;
const MINUTE: u64 = 60_000;

/// The openings of one session.
#[derive(Clone, Debug, Default)]
pub struct Brake {
    opened: VecDeque<u64>,
    drawn: bool,
    /// The record that was opened last.
    last: Option<SubjectId>,
}

impl Brake {
    /// Whether one more may be opened now (milliseconds of a stopwatch).
    pub fn passes(&mut self, now: u64) -> bool {
        while let Some(first) = self.opened.front()
            && now.saturating_sub(*first) >= MINUTE
        {
            self.opened.pop_front();
        }
        self.drawn |= self.opened.len() >= A_MINUTE;
        if !self.drawn {
            self.opened.push_back(now);
        }
        self.last = None;
        !self.drawn
    }

    /// Whether more of a record may be shown: what belongs to the one that was opened last is no other
    /// one.
    pub fn shows(&mut self, now: u64, record: SubjectId) -> bool {
        self.last == Some(record) && !self.drawn || self.opens(now, record)
    }

    /// The same as [`Self::passes`], of a record that is named.
    pub fn opens(&mut self, now: u64, record: SubjectId) -> bool {
        let passes = self.passes(now);
        self.last = passes.then_some(record);
        passes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_a_second_is_the_most_and_a_drawn_brake_holds() {
        let mut brake = Brake::default();
        for second in 0..500 {
            assert!(brake.passes(second * 1_000), "{second}");
        }
        let mut brake = Brake::default();
        for _ in 0..A_MINUTE {
            assert!(brake.passes(7));
        }
        assert!(!brake.passes(MINUTE + 6));
        assert!(!brake.passes(10 * MINUTE), "waiting does not help");
    }

    #[test]
    fn more_of_the_record_that_was_opened_last_is_no_other_one() {
        let record = |number| SubjectId::from_bytes([number; 16]);
        let mut brake = Brake::default();
        for number in 0..60 {
            assert!(brake.opens(7, record(number)));
            assert!(brake.shows(7, record(number)), "its household");
        }
        assert!(!brake.opens(7, record(60)));
        assert!(!brake.shows(7, record(59)), "a drawn brake holds");
    }
}
