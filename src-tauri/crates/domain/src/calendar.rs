//! The working-day calendar (*lịch ngày làm việc*).
//!
//! Purpose: says of a day whether the office works and why not, from dated data: weekly rest,
//! holidays (Labour Code 45/2019/QH14 Art 112), days in lieu (Art 111(3)), swapped days and their
//! make-up Saturdays. May use: titles, certainty, moment, fault. Must never: know a holiday by
//! heart, or guess a year that no data covers; such a day is refused with `calendar.year_missing`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Time;
use time::macros::format_description;

use crate::certainty::Certainty;
use crate::fault::{Code, Fault, Refusal};
use crate::moment::{Day, Moment};
use crate::titles::Titles;
use crate::words::Lang;

mod year;

pub(crate) use year::Wrong;
pub use year::{Holiday, Hours, Swap, YearFile};
use year::{Year, iso};

/// Why a day does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Reason {
    /// Weekly rest (*ngày nghỉ hằng tuần*, Labour Code Art 111(1)).
    WeeklyRest {
        /// ISO 8601 weekday: 1 Monday … 7 Sunday.
        weekday: u8,
    },
    /// A holiday (*ngày lễ, tết*, Art 112).
    Holiday {
        /// Its name.
        name: Titles,
    },
    /// A day in lieu of a holiday that fell on weekly rest (*nghỉ bù*, Art 111(3)).
    InLieu {
        /// The holiday's name.
        name: Titles,
    },
    /// A working day given free against another day (*hoán đổi ngày nghỉ*).
    Swapped {
        /// The day worked instead.
        made_up: Day,
    },
    /// The desk waited for the citizen: not a day off, but the clock stood still.
    Waiting,
}

impl Reason {
    /// The reason in words: `Chủ nhật`, `Quốc khánh`, `Nghỉ bù Giỗ Tổ Hùng Vương`.
    pub fn say(&self, lang: Lang) -> String {
        let with = |name: &str, value: String| BTreeMap::from([(name.to_owned(), value)]);
        match self {
            Self::WeeklyRest { weekday } => lang.word(&format!("weekday.{weekday}")),
            Self::Holiday { name } => name.get(lang).to_owned(),
            Self::InLieu { name } => {
                lang.say("day_off.in_lieu", &with("name", name.get(lang).to_owned()))
            }
            Self::Swapped { made_up } => {
                lang.say("day_off.swapped", &with("date", made_up.figures()))
            }
            Self::Waiting => lang.word("day_off.waiting"),
        }
    }
}

/// A day on which the office rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayOff {
    /// Why.
    pub reason: Reason,
    /// How sure that is.
    pub certainty: Certainty,
}

/// Weekly rest, office hours and the years known.
#[derive(Clone, Debug)]
pub struct Calendar {
    hours: Hours,
    close: Time,
    years: BTreeMap<i32, Year>,
}

impl Calendar {
    /// Builds the calendar from checked data.
    pub(crate) fn new(hours: Hours, files: Vec<YearFile>) -> Result<Self, Wrong> {
        let close = hours.close()?;
        let mut years = BTreeMap::new();
        for file in files {
            let year = file.year;
            let built = Year::build(file, &hours.weekly_rest)?;
            if years.insert(year, built).is_some() {
                return Err(Wrong::new(Code::CatalogueDuplicate, "year", 0, &year));
            }
        }
        Ok(Self {
            hours,
            close,
            years,
        })
    }

    /// First and last year with data, or `None` when there is none.
    pub fn span(&self) -> Option<(i32, i32)> {
        Some((*self.years.keys().next()?, *self.years.keys().next_back()?))
    }

    /// Weekly rest and office hours.
    pub const fn hours(&self) -> &Hours {
        &self.hours
    }

    /// When somebody cleared must have looked at a protected file that is handed over now, day and night
    /// alike; on the full hour, for the minute would tell when it was taken in.
    pub fn attention(&self, now: Moment) -> Moment {
        const HOUR: i64 = 60 * 60 * 1000;
        let hours = i64::from(self.hours.attention_after);
        let then = now.millis().saturating_add(hours.saturating_mul(HOUR));
        let full = then.saturating_add(HOUR - 1).div_euclid(HOUR);
        Moment::from_millis(full.saturating_mul(HOUR))
    }

    /// The data of a year.
    pub fn year(&self, year: i32) -> Result<&YearFile, Refusal> {
        self.get(year).map(|year| &year.file)
    }

    fn get(&self, year: i32) -> Result<&Year, Refusal> {
        self.years.get(&year).ok_or_else(|| {
            Fault::new(Code::CalendarYearMissing)
                .with("year", year)
                .into()
        })
    }

    /// Why the office rests on a day; `None` on a working day.
    pub fn why_off(&self, day: Day) -> Result<Option<DayOff>, Refusal> {
        let year = self.get(day.year())?;
        if year.made_up.contains_key(&day) {
            return Ok(None);
        }
        if let Some(off) = year.off.get(&day) {
            let certainty = off.certainty.and(year.file.certainty);
            return Ok(Some(DayOff {
                reason: off.reason.clone(),
                certainty,
            }));
        }
        let weekday = iso(day);
        let rests = self.hours.weekly_rest.contains(&weekday);
        Ok(rests.then_some(DayOff {
            reason: Reason::WeeklyRest { weekday },
            certainty: year.file.certainty,
        }))
    }

    /// Whether the office works on a day.
    pub fn is_working(&self, day: Day) -> Result<bool, Refusal> {
        Ok(self.why_off(day)?.is_none())
    }

    /// How sure the calendar is of a day, working or not.
    pub fn certainty(&self, day: Day) -> Result<Certainty, Refusal> {
        let year = self.get(day.year())?;
        let of_day = match (year.off.get(&day), year.made_up.get(&day)) {
            (Some(off), _) => off.certainty,
            (None, Some(made_up)) => *made_up,
            (None, None) => Certainty::Sure,
        };
        Ok(of_day.and(year.file.certainty))
    }

    /// The first working day after a day.
    pub fn next_working(&self, day: Day) -> Result<Day, Refusal> {
        let mut next = day.next();
        while !self.is_working(next)? {
            next = next.next();
        }
        Ok(next)
    }

    /// When somebody is at the desk again after a day.
    pub fn opens_after(&self, day: Day) -> Result<Moment, Refusal> {
        let first = self.hours.sessions.first().map(|session| &session.from);
        let opens =
            first.and_then(|from| Time::parse(from, format_description!("[hour]:[minute]")).ok());
        Ok(Moment::at(
            self.next_working(day)?,
            opens.unwrap_or(Time::MIDNIGHT),
        ))
    }

    /// The end of office hours (*hết giờ hành chính*) on a day.
    pub fn close_of(&self, day: Day) -> Moment {
        Moment::at(day, self.close)
    }

    /// Switches a holiday that is marked `switchable` on or off, in every year that has it.
    pub fn switch(&mut self, holiday: &str, observed: bool) -> Result<(), Refusal> {
        let refused =
            || Refusal::from(Fault::new(Code::CalendarNotSwitchable).with("holiday", holiday));
        let mut changed = false;
        let mut years = self.years.clone();
        for year in years.values_mut() {
            let mut file = year.file.clone();
            for known in file.holidays.iter_mut().filter(|known| known.id == holiday) {
                if !known.switchable {
                    return Err(refused());
                }
                known.observed = observed;
                changed = true;
            }
            *year = Year::build(file, &self.hours.weekly_rest).map_err(|_wrong| refused())?;
        }
        if !changed {
            return Err(refused());
        }
        self.years = years;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
