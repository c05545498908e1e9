//! Registers that go on from paper (*số bắt đầu của sổ*).
//!
//! Purpose: an office goes live in the middle of a year; the numbers of a register continue after the
//! last one that its paper register gave. Must never: give a number twice, or lower what was said.

use serde::{Deserialize, Serialize};

use super::Desk;
use crate::action::Action;
use crate::fault::{Code, Fault, Refusal};

/// The last number of a year that leaves one to be given.
const LAST_OF_ALL: u32 = 999_998;

/// A series of running numbers, one a desk and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// *Sổ hồ sơ*: `HS-A-2026-000045`.
    File,
    /// *Sổ biên nhận*: `A-2026-000123`.
    Receipt,
}

impl Register {
    /// Both, in the order they are shown.
    pub const ALL: [Self; 2] = [Self::File, Self::Receipt];

    /// What its numbers begin with: `HS-A-2026-`.
    pub fn series(self, letter: &str, year: i32) -> String {
        let prefix = match self {
            Self::File => "HS-",
            Self::Receipt => "",
        };
        format!("{prefix}{letter}-{year:04}-")
    }
}

/// A register goes on after this number of its paper register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Started {
    /// Which.
    pub register: Register,
    /// Of which year.
    pub year: i32,
    /// The last number in the paper register.
    pub last: u32,
}

impl Desk {
    /// The last number of the paper register, where one was told.
    pub fn started(&self, register: Register, year: i32) -> Option<u32> {
        let mut told = self.registers.iter();
        told.find(|told| told.register == register && told.year == year)
            .map(|told| told.last)
    }

    /// The number that the next one follows: the highest given, or the last one of the paper register.
    pub fn continues(&self, register: Register, year: i32, given: Option<u32>) -> Option<u32> {
        given.max(self.started(register, year))
    }

    /// Decides that a register goes on after a number. `given` is the highest number given here in
    /// that year. What was typed too low may be raised while no number above it was given; never
    /// lowered.
    pub fn start_register(
        &self,
        told: Started,
        this_year: i32,
        given: Option<u32>,
    ) -> Result<Action, Refusal> {
        let next_year = this_year.saturating_add(1);
        if !(this_year..=next_year).contains(&told.year) {
            let fault = Fault::at(Code::FieldOutOfRange, "year");
            return Err(fault.with("min", this_year).with("max", next_year).into());
        }
        if !(1..=LAST_OF_ALL).contains(&told.last) {
            let fault = Fault::at(Code::FieldOutOfRange, "last");
            return Err(fault.with("min", 1).with("max", LAST_OF_ALL).into());
        }
        if let Some(given) = given.filter(|given| *given >= told.last) {
            let fault = Fault::at(Code::RegisterNumberGiven, "last");
            return Err(fault.with("given", given).into());
        }
        match self.started(told.register, told.year) {
            Some(before) if before >= told.last => {
                let fault = Fault::at(Code::RegisterStartedAlready, "last");
                Err(fault.with("last", before).into())
            }
            // Numbers that followed the first telling are numbers of this register too.
            Some(before) if given.is_some_and(|given| given > before) => {
                let fault = Fault::at(Code::RegisterNumberGiven, "last");
                Err(fault.with("given", given.unwrap_or_default()).into())
            }
            _ => Ok(Action::RegisterStarted(told)),
        }
    }

    /// A register was started; a later telling that is not higher changes nothing.
    pub(crate) fn apply_started(&mut self, body: Started) -> bool {
        let mut told = self.registers.iter_mut();
        match told.find(|told| told.register == body.register && told.year == body.year) {
            Some(told) if told.last >= body.last => false,
            Some(told) => {
                told.last = body.last;
                true
            }
            None => {
                self.registers.push(body);
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Opened;
    use crate::id::DeskId;
    use crate::moment::Moment;

    fn desk() -> Desk {
        let opened = Opened {
            letter: "A".to_owned(),
            demo: false,
            founding: String::new(),
        };
        let at = Moment::parse("2026-08-03T08:00:00+07:00").unwrap();
        Desk::opened(DeskId::new(uuid::Uuid::nil()), at, &opened)
    }

    fn told(last: u32) -> Started {
        Started {
            register: Register::File,
            year: 2026,
            last,
        }
    }

    fn code(desk: &Desk, told: Started, given: Option<u32>) -> Option<(Code, String)> {
        let refusal = desk.start_register(told, 2026, given).err()?;
        Some((refusal.first.code, refusal.first.field.unwrap_or_default()))
    }

    #[test]
    fn numbers_go_on_after_the_paper_register_and_each_register_by_itself() {
        let mut desk = desk();
        assert_eq!(desk.continues(Register::File, 2026, None), None);
        assert!(desk.apply_started(told(120)));
        assert_eq!(desk.continues(Register::File, 2026, None), Some(120));
        assert_eq!(desk.continues(Register::File, 2026, Some(123)), Some(123));
        assert_eq!(desk.continues(Register::File, 2027, None), None);
        assert_eq!(desk.continues(Register::Receipt, 2026, Some(2)), Some(2));
        assert!(!desk.apply_started(told(119)) && !desk.apply_started(told(120)));
        assert_eq!(desk.started(Register::File, 2026), Some(120));
    }

    #[test]
    fn a_start_is_refused_where_a_number_would_come_twice() {
        let mut desk = desk();
        let given = Some((Code::RegisterNumberGiven, "last".to_owned()));
        assert_eq!(code(&desk, told(120), None), None);
        assert_eq!(code(&desk, told(120), Some(119)), None);
        assert_eq!(code(&desk, told(120), Some(120)), given);
        assert_eq!(code(&desk, told(120), Some(400)), given);
        assert!(desk.apply_started(told(120)));
        let again = Some((Code::RegisterStartedAlready, "last".to_owned()));
        assert_eq!(code(&desk, told(120), None), again);
        assert_eq!(code(&desk, told(12), None), again);
        assert_eq!(
            code(&desk, told(1200), None),
            None,
            "mistyped, and mended in time"
        );
        assert_eq!(code(&desk, told(1200), Some(121)), given, "too late");
    }

    #[test]
    fn only_this_year_or_the_next_and_only_numbers_that_leave_one() {
        let desk = desk();
        let range = |field: &str| Some((Code::FieldOutOfRange, field.to_owned()));
        for year in [2025, 2028] {
            assert_eq!(
                code(&desk, Started { year, ..told(1) }, None),
                range("year")
            );
        }
        assert_eq!(
            code(
                &desk,
                Started {
                    year: 2027,
                    ..told(1)
                },
                None
            ),
            None
        );
        for last in [0, 999_999] {
            assert_eq!(code(&desk, told(last), None), range("last"));
        }
    }
}
