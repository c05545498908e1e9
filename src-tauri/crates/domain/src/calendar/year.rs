//! One year of the calendar: its data file and the days that follow from it.
//!
//! Purpose: holidays on weekly rest get their day in lieu here, swaps are applied last. Must
//! never: take a file that contradicts itself.

use std::collections::BTreeMap;

use serde::Deserialize;
use time::Time;
use time::macros::format_description;

use super::{DayOff, Reason};
use crate::certainty::Certainty;
use crate::fault::Code;
use crate::moment::Day;
use crate::titles::Titles;

/// Weekly rest and office hours: `calendar/office.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// ISO weekdays of rest: 6 Saturday, 7 Sunday.
    pub weekly_rest: Vec<u8>,
    /// Where this comes from.
    pub source: String,
    /// Hours after which somebody cleared must have looked at a protected file that was handed over, the
    /// same whatever it is about: a time of its own would tell what.
    pub attention_after: u8,
    /// Office hours of a working day, in order.
    pub sessions: Vec<Session>,
}

/// One stretch of office hours, local time `HH:MM`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Opens.
    pub from: String,
    /// Closes.
    pub to: String,
}

/// One year: `calendar/<year>.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearFile {
    /// The calendar year.
    pub year: i32,
    /// `unsure` until the year's days off are gazetted; binds every day of the year.
    pub certainty: Certainty,
    /// Where the year's days come from.
    pub source: String,
    /// Holidays.
    pub holidays: Vec<Holiday>,
    /// Swapped days.
    #[serde(default)]
    pub swaps: Vec<Swap>,
}

/// A holiday and its days in one year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Stable name for settings: `culture-day`.
    pub id: String,
    /// Its name.
    pub name: Titles,
    /// Its days, in order, weekly rest included; days in lieu are not listed, they follow.
    pub days: Vec<Day>,
    /// How sure.
    pub certainty: Certainty,
    /// Law or decision.
    pub basis: String,
    /// The office may switch it, because its legal form is not settled.
    #[serde(default)]
    pub switchable: bool,
    /// Whether it is observed; only a switchable one may say `false`.
    #[serde(default = "yes")]
    pub observed: bool,
}

/// A working day given free against a day of rest worked (*hoán đổi, làm bù*).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Swap {
    /// The working day that is free.
    pub off: Day,
    /// The day of rest that is worked.
    pub work: Day,
    /// How sure.
    pub certainty: Certainty,
    /// The decision.
    pub basis: String,
}

const fn yes() -> bool {
    true
}

/// What is wrong with a data file, and in which table of it.
#[derive(Clone, Debug)]
pub(crate) struct Wrong {
    pub(crate) code: Code,
    pub(crate) table: &'static str,
    pub(crate) index: usize,
    pub(crate) value: String,
}

impl Wrong {
    pub(crate) fn new(code: Code, table: &'static str, index: usize, value: &dyn ToString) -> Self {
        Self {
            code,
            table,
            index,
            value: value.to_string(),
        }
    }
}

/// ISO 8601 weekday of a day: 1 Monday … 7 Sunday.
pub(super) fn iso(day: Day) -> u8 {
    day.date().weekday().number_from_monday()
}

impl YearFile {
    /// Whether the year can be worked out with this weekly rest (ISO weekdays).
    pub(crate) fn check(&self, rest: &[u8]) -> Result<(), Wrong> {
        Year::build(self.clone(), rest).map(|_year| ())
    }
}

impl Hours {
    /// Whether the office hours make sense.
    pub(crate) fn check(&self) -> Result<(), Wrong> {
        self.close().map(|_close| ())
    }

    /// The end of the last session; refuses sessions out of order and weekdays that do not exist.
    pub(super) fn close(&self) -> Result<Time, Wrong> {
        for weekday in &self.weekly_rest {
            if !(1..=7).contains(weekday) {
                return Err(Wrong::new(
                    Code::CatalogueBadValue,
                    "weekly_rest",
                    0,
                    weekday,
                ));
            }
        }
        if (1..=7).all(|weekday| self.weekly_rest.contains(&weekday)) {
            return Err(Wrong::new(
                Code::CatalogueBadValue,
                "weekly_rest",
                0,
                &"1-7",
            ));
        }
        let mut last = None;
        for (index, session) in self.sessions.iter().enumerate() {
            let wrong =
                |value: &str| Wrong::new(Code::CatalogueBadValue, "sessions", index, &value);
            let clock = |text: &str| {
                Time::parse(text, format_description!("[hour]:[minute]"))
                    .map_err(|_not_a_time| wrong(text))
            };
            let (from, to) = (clock(&session.from)?, clock(&session.to)?);
            if from >= to || last.is_some_and(|last| from < last) {
                return Err(wrong(&session.from));
            }
            last = Some(to);
        }
        last.ok_or_else(|| Wrong::new(Code::CatalogueMissing, "sessions", 0, &"sessions"))
    }
}

/// A year with its days worked out.
#[derive(Clone, Debug)]
pub(super) struct Year {
    pub(super) file: YearFile,
    /// Days off other than weekly rest.
    pub(super) off: BTreeMap<Day, DayOff>,
    /// Days of rest that are worked.
    pub(super) made_up: BTreeMap<Day, Certainty>,
}

impl Year {
    pub(super) fn build(file: YearFile, rest: &[u8]) -> Result<Self, Wrong> {
        let mut off = holidays(&file)?;
        in_lieu(&file, rest, &mut off)?;
        let made_up = swaps(&file, rest, &mut off)?;
        Ok(Self { file, off, made_up })
    }
}

/// The days of all observed holidays.
fn holidays(file: &YearFile) -> Result<BTreeMap<Day, DayOff>, Wrong> {
    let mut off = BTreeMap::new();
    for (index, holiday) in file.holidays.iter().enumerate() {
        let wrong = |code, value: &dyn ToString| Wrong::new(code, "holidays", index, value);
        if !holiday.name.complete() || holiday.days.is_empty() {
            return Err(wrong(Code::CatalogueMissing, &holiday.id));
        }
        if !holiday.observed && !holiday.switchable {
            return Err(wrong(Code::CatalogueBadValue, &holiday.id));
        }
        for day in &holiday.days {
            if day.year() != file.year {
                return Err(wrong(Code::CatalogueBadValue, day));
            }
            let reason = Reason::Holiday {
                name: holiday.name.clone(),
            };
            let entry = DayOff {
                reason,
                certainty: holiday.certainty,
            };
            if holiday.observed && off.insert(*day, entry).is_some() {
                return Err(wrong(Code::CatalogueDuplicate, day));
            }
        }
    }
    Ok(off)
}

/// Labour Code 45/2019/QH14 Art 111(3): weekly rest that meets a holiday is made good on the next
/// working day.
fn in_lieu(file: &YearFile, rest: &[u8], off: &mut BTreeMap<Day, DayOff>) -> Result<(), Wrong> {
    let mut lost: Vec<(Day, usize)> = Vec::new();
    for (index, holiday) in file
        .holidays
        .iter()
        .enumerate()
        .filter(|(_, known)| known.observed)
    {
        lost.extend(
            holiday
                .days
                .iter()
                .filter(|day| rest.contains(&iso(**day)))
                .map(|day| (*day, index)),
        );
    }
    lost.sort_unstable();
    for (day, index) in lost {
        let mut free = day.next();
        while free.year() == file.year && (rest.contains(&iso(free)) || off.contains_key(&free)) {
            free = free.next();
        }
        let Some(holiday) = file
            .holidays
            .get(index)
            .filter(|_| free.year() == file.year)
        else {
            return Err(Wrong::new(Code::CatalogueBadValue, "holidays", index, &day));
        };
        let reason = Reason::InLieu {
            name: holiday.name.clone(),
        };
        off.insert(
            free,
            DayOff {
                reason,
                certainty: holiday.certainty,
            },
        );
    }
    Ok(())
}

/// Swapped days last: a swap only makes sense between a working day and a day of weekly rest.
fn swaps(
    file: &YearFile,
    rest: &[u8],
    off: &mut BTreeMap<Day, DayOff>,
) -> Result<BTreeMap<Day, Certainty>, Wrong> {
    let mut made_up = BTreeMap::new();
    for (index, swap) in file.swaps.iter().enumerate() {
        let wrong = |code, day: Day| Wrong::new(code, "swaps", index, &day);
        for day in [swap.off, swap.work] {
            if day.year() != file.year || off.contains_key(&day) {
                return Err(wrong(Code::CatalogueBadValue, day));
            }
        }
        if rest.contains(&iso(swap.off)) {
            return Err(wrong(Code::CatalogueBadValue, swap.off));
        }
        if !rest.contains(&iso(swap.work)) {
            return Err(wrong(Code::CatalogueBadValue, swap.work));
        }
        let reason = Reason::Swapped { made_up: swap.work };
        off.insert(
            swap.off,
            DayOff {
                reason,
                certainty: swap.certainty,
            },
        );
        if made_up.insert(swap.work, swap.certainty).is_some() {
            return Err(wrong(Code::CatalogueDuplicate, swap.work));
        }
    }
    Ok(made_up)
}
