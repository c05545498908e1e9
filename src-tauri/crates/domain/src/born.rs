//! Birth dates with unknown parts, and sex.
//!
//! Purpose: one shape for a date of which only the year may be known (older cards print a year
//! alone), and for sex as cards and forms name it. Must never: guess a missing day or month.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use time::{Date, Month};

use crate::fault::{Code, Fault};
use crate::moment::Day;

/// Years a date on a person's papers may have. Years of the Buddhist (2533) and the Hijri (1410)
/// count fall outside and are refused instead of being taken for ours.
pub const YEARS: core::ops::RangeInclusive<i32> = 1850..=2399;

/// Sex as on the card (*giới tính*).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// *Nữ.*
    Female,
    /// *Nam.*
    Male,
}

/// A date of the calendar whose day, or day and month, may be unknown:
/// `{"year":1990,"month":3,"day":null}`. It always exists: no 30 February, no day without a month.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, specta::Type)]
pub struct PartialDate {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// A checked date. Refuses with `field.out_of_range` (field `year`) or `date.not_real`
    /// (field `month` or `day`).
    pub fn new(year: i32, month: Option<u8>, day: Option<u8>) -> Result<Self, Fault> {
        if !YEARS.contains(&year) {
            let fault = Fault::at(Code::FieldOutOfRange, "year");
            return Err(fault.with("min", YEARS.start()).with("max", YEARS.end()));
        }
        let not_real = |field: &str| Fault::at(Code::DateNotReal, field);
        match (month, day) {
            (None, None) => {}
            (None, Some(_)) => return Err(not_real("month")),
            (Some(month), day) => {
                let Ok(month) = Month::try_from(month) else {
                    return Err(not_real("month"));
                };
                if Date::from_calendar_date(year, month, day.unwrap_or(1)).is_err() {
                    return Err(not_real("day"));
                }
            }
        }
        Ok(Self { year, month, day })
    }

    /// A date of which only the year is known.
    pub fn year_only(year: i32) -> Result<Self, Fault> {
        Self::new(year, None, None)
    }

    /// The year.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month 1–12, when known.
    pub const fn month(self) -> Option<u8> {
        self.month
    }

    /// The day 1–31, when known.
    pub const fn day(self) -> Option<u8> {
        self.day
    }

    /// The day of the calendar, when all of it is known.
    pub fn full(self) -> Option<Day> {
        let month = Month::try_from(self.month?).ok()?;
        Date::from_calendar_date(self.year, month, self.day?)
            .ok()
            .map(Day::new)
    }

    /// Whether even the earliest day it may mean comes after `today`.
    pub fn is_after(self, today: Day) -> bool {
        let date = today.date();
        let earliest = (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1));
        earliest > (date.year(), u8::from(date.month()), date.day())
    }

    /// Whole years on a day; nothing before the birth, or as long as what is unknown of the date leaves
    /// it open. Whoever was born on 29 February is a year older on 1 March of other years.
    pub fn age_on(self, today: Day) -> Option<u16> {
        let date = today.date();
        let now = (u8::from(date.month()), date.day());
        let had = |born: (u8, u8)| i32::from(now >= born);
        let earliest = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        let latest = (self.month.unwrap_or(12), self.day.unwrap_or(31));
        let begun = date.year() - self.year - 1;
        let (most, least) = (begun + had(earliest), begun + had(latest));
        (most == least).then(|| u16::try_from(least).ok()).flatten()
    }

    /// Text that sorts and reads back: `1990-03-05`, `1990-03`, `1956`.
    pub fn iso(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            (None, _) => format!("{:04}", self.year),
        }
    }

    /// Reads exactly what [`Self::iso`] writes.
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let mut two = || match parts.next() {
            None => Some(None),
            Some(part) => u8::try_from(digits(part, 2)?).ok().map(Some),
        };
        let (month, day) = (two()?, two()?);
        if parts.next().is_some() {
            return None;
        }
        Self::new(year, month, day).ok()
    }
}

/// A number of exactly `length` ASCII digits.
fn digits(text: &str, length: usize) -> Option<i32> {
    (text.len() == length && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

impl From<Day> for PartialDate {
    fn from(day: Day) -> Self {
        let date = day.date();
        Self {
            year: date.year(),
            month: Some(u8::from(date.month())),
            day: Some(date.day()),
        }
    }
}

/// As printed on Vietnamese papers: `05/03/1990`, `03/1990`, `1956`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.month, self.day) {
            (Some(month), Some(day)) => write!(f, "{day:02}/{month:02}/{:04}", self.year),
            (Some(month), None) => write!(f, "{month:02}/{:04}", self.year),
            (None, _) => write!(f, "{:04}", self.year),
        }
    }
}

/// A birth date is personal: a log shows that there is one.
impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartialDate(..)")
    }
}

/// A date as a request brings it, each part as typed, before it is checked.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct DateParts {
    /// Year, four digits.
    #[serde(default)]
    pub year: Option<i32>,
    /// Month 1–12; 0 and absent mean unknown, as on cards.
    #[serde(default)]
    pub month: Option<i32>,
    /// Day 1–31; 0 and absent mean unknown, as on cards.
    #[serde(default)]
    pub day: Option<i32>,
}

impl fmt::Debug for DateParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DateParts(..)")
    }
}

impl DateParts {
    /// The date, or `None` when nothing was given. A fault's field is `year`, `month` or `day`.
    pub fn check(self) -> Result<Option<PartialDate>, Fault> {
        let part = |value: Option<i32>, field: &str| match value {
            None | Some(0) => Ok(None),
            Some(value) => match u8::try_from(value) {
                Ok(value) => Ok(Some(value)),
                Err(_) => Err(Fault::at(Code::DateNotReal, field)),
            },
        };
        let (month, day) = (part(self.month, "month")?, part(self.day, "day")?);
        match self.year {
            None if month.is_none() && day.is_none() => Ok(None),
            None => Err(Fault::at(Code::DateYearMissing, "year")),
            Some(year) => PartialDate::new(year, month, day).map(Some),
        }
    }
}

/// Only a date that exists is read.
impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = DateParts::deserialize(deserializer)?;
        match parts.check() {
            Ok(Some(date)) => Ok(date),
            Ok(None) | Err(_) => Err(serde::de::Error::custom("not a date")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(year: i32, month: Option<u8>, day: Option<u8>) -> PartialDate {
        PartialDate::new(year, month, day).unwrap()
    }

    #[test]
    fn a_date_shows_what_is_known_of_it() {
        for (value, shown, iso) in [
            (date(1990, Some(3), Some(5)), "05/03/1990", "1990-03-05"),
            (date(1990, Some(3), None), "03/1990", "1990-03"),
            (date(1956, None, None), "1956", "1956"),
        ] {
            assert_eq!(value.to_string(), shown);
            assert_eq!(value.iso(), iso);
            assert!(PartialDate::from_iso(iso) == Some(value));
        }
        assert_eq!(format!("{:?}", date(1990, None, None)), "PartialDate(..)");
    }

    #[test]
    fn unknown_parts_are_null_in_json_and_read_back() {
        let json = serde_json::to_string(&date(1990, Some(3), None)).unwrap();
        assert_eq!(json, r#"{"year":1990,"month":3,"day":null}"#);
        let back: PartialDate = serde_json::from_str(&json).unwrap();
        assert!(back == date(1990, Some(3), None));
        assert!(serde_json::from_str::<PartialDate>(r#"{"year":1990}"#).is_ok());
        for bad in [
            r#"{"year":1990,"month":2,"day":29}"#,
            r#"{"year":1990,"day":5}"#,
            r#"{"month":5}"#,
            r#"{"year":null}"#,
            r#"{"year":1990,"hour":1}"#,
        ] {
            assert!(serde_json::from_str::<PartialDate>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn dates_that_never_were_are_refused_at_their_field() {
        for (year, month, day, code, field) in [
            (1990, Some(2), Some(30), Code::DateNotReal, "day"),
            (1900, Some(2), Some(29), Code::DateNotReal, "day"),
            (1990, Some(13), Some(1), Code::DateNotReal, "month"),
            (1990, Some(1), Some(0), Code::DateNotReal, "day"),
            (1990, None, Some(5), Code::DateNotReal, "month"),
            (2533, Some(1), Some(1), Code::FieldOutOfRange, "year"),
            (1410, None, None, Code::FieldOutOfRange, "year"),
            (1, None, None, Code::FieldOutOfRange, "year"),
            (9999, None, None, Code::FieldOutOfRange, "year"),
        ] {
            let fault = PartialDate::new(year, month, day).unwrap_err();
            assert_eq!(
                (fault.code, fault.field.as_deref()),
                (code, Some(field)),
                "{year}"
            );
        }
        assert!(PartialDate::new(2000, Some(2), Some(29)).is_ok());
    }

    #[test]
    fn typed_parts_may_be_zero_for_unknown_but_not_lack_the_year() {
        let parts = |year, month, day| DateParts { year, month, day };
        assert!(parts(None, None, None).check().unwrap().is_none());
        assert!(
            parts(Some(1956), Some(0), Some(0)).check().unwrap() == Some(date(1956, None, None))
        );
        let fault = parts(None, Some(3), None).check().unwrap_err();
        assert_eq!(fault.code, Code::DateYearMissing);
        let fault = parts(Some(1990), Some(-3), None).check().unwrap_err();
        assert_eq!(
            (fault.code, fault.field.as_deref()),
            (Code::DateNotReal, Some("month"))
        );
    }

    #[test]
    fn a_date_is_after_today_only_when_all_it_may_mean_is() {
        let today: Day = "2026-11-24".parse().unwrap();
        for (value, after) in [
            (date(2026, None, None), false),
            (date(2027, None, None), true),
            (date(2026, Some(11), Some(24)), false),
            (date(2026, Some(11), Some(25)), true),
            (date(2026, Some(12), None), true),
        ] {
            assert_eq!(value.is_after(today), after, "{value}");
        }
    }

    proptest! {
        #[test]
        fn iso_text_reads_back(year in 1850i32..=2399, month in 0u8..14, day in 0u8..33) {
            let known = |part: u8| (part > 0).then_some(part);
            if let Ok(value) = PartialDate::new(year, known(month), known(day)) {
                prop_assert!(PartialDate::from_iso(&value.iso()) == Some(value));
                let json = serde_json::to_string(&value).unwrap();
                prop_assert!(serde_json::from_str::<PartialDate>(&json).unwrap() == value);
            }
        }

        #[test]
        fn no_text_makes_reading_iso_panic(text in ".{0,16}") {
            if let Some(value) = PartialDate::from_iso(&text) {
                prop_assert_eq!(value.iso(), text);
            }
        }
    }
}
