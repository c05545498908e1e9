//! Counting hours, working days, days and months.
//!
//! Purpose: the four ways a clock runs. Must never: know a rule; count and start are arguments.

use time::Duration;

use super::{Pause, Skipped};
use crate::calendar::{Calendar, DayOff, Reason};
use crate::certainty::Certainty;
use crate::fault::{Code, Fault, Refusal};
use crate::moment::{Day, Moment};

/// Where a count ended and how it got there.
pub(super) struct Counted {
    pub(super) end: Moment,
    pub(super) first_day: Day,
    pub(super) skipped: Vec<Skipped>,
    pub(super) certainty: Certainty,
}

/// Running hours: exact to the millisecond, longer by each wait that began before the end.
/// `pauses` are sorted by their beginning and may overlap.
pub(super) fn hours(count: u32, start: Moment, pauses: &[Pause]) -> Result<Counted, Refusal> {
    let mut end = start.plus(Duration::hours(i64::from(count)));
    let mut waited_until = start;
    for pause in pauses {
        let from = pause.from.max(waited_until);
        if from < end && pause.until > from {
            end = end.plus(pause.until.since(from));
            waited_until = pause.until;
        }
    }
    if start.local().is_none() || end.local().is_none() {
        let year = start.day().year();
        return Err(Fault::new(Code::CalendarYearMissing)
            .with("year", year)
            .into());
    }
    let (first_day, skipped) = (start.day(), Vec::new());
    Ok(Counted {
        end,
        first_day,
        skipped,
        certainty: Certainty::Sure,
    })
}

/// Whether the clock stood still on a day: after the day of the question, up to and including the
/// day of the answer, which like a day of receipt does not count.
fn waiting(day: Day, pauses: &[Pause]) -> bool {
    pauses
        .iter()
        .any(|pause| pause.from.day() < day && day <= pause.until.day())
}

/// A walk from day to day, with what it met.
struct Walk<'a> {
    day: Day,
    first: Option<Day>,
    skipped: Vec<Skipped>,
    certainty: Certainty,
    calendar: &'a Calendar,
    pauses: &'a [Pause],
}

impl<'a> Walk<'a> {
    const fn new(start: Day, calendar: &'a Calendar, pauses: &'a [Pause]) -> Self {
        let certainty = Certainty::Sure;
        Self {
            day: start,
            first: None,
            skipped: Vec::new(),
            certainty,
            calendar,
            pauses,
        }
    }

    /// Goes on to the next day; tells why it is off, if it is. A day no calendar covers is
    /// refused, which is also what ends every walk.
    fn step(&mut self) -> Result<Option<DayOff>, Refusal> {
        self.day = self.day.next();
        self.calendar.why_off(self.day)
    }

    fn skip(&mut self, why: Reason) {
        self.skipped.push(Skipped {
            date: self.day,
            why,
        });
    }

    /// The result leans on what the calendar says of this day.
    fn lean(&mut self) -> Result<(), Refusal> {
        self.certainty = self.certainty.and(self.calendar.certainty(self.day)?);
        Ok(())
    }

    fn end(self) -> Counted {
        Counted {
            end: self.calendar.close_of(self.day),
            first_day: self.first.unwrap_or(self.day),
            skipped: self.skipped,
            certainty: self.certainty,
        }
    }
}

/// Working days: the first is the next working day after the start.
pub(super) fn working_days(
    count: u32,
    start: Day,
    calendar: &Calendar,
    pauses: &[Pause],
) -> Result<Counted, Refusal> {
    let mut walk = Walk::new(start, calendar, pauses);
    let mut left = count;
    while left > 0 {
        let off = walk.step()?;
        walk.lean()?;
        if let Some(off) = off {
            walk.skip(off.reason);
        } else if waiting(walk.day, walk.pauses) {
            walk.skip(Reason::Waiting);
        } else {
            walk.first.get_or_insert(walk.day);
            left -= 1;
        }
    }
    Ok(walk.end())
}

/// Calendar days: every day counts, only the last one must be a working day.
pub(super) fn days(
    count: u32,
    start: Day,
    calendar: &Calendar,
    pauses: &[Pause],
) -> Result<Counted, Refusal> {
    let mut walk = Walk::new(start, calendar, pauses);
    let mut left = count;
    let mut off = None;
    while left > 0 {
        off = walk.step()?;
        if waiting(walk.day, walk.pauses) {
            walk.skip(Reason::Waiting);
        } else {
            walk.first.get_or_insert(walk.day);
            left -= 1;
        }
    }
    walk.lean()?;
    loop {
        match off {
            Some(found) => walk.skip(found.reason),
            None if waiting(walk.day, walk.pauses) && walk.first != Some(walk.day) => {
                walk.skip(Reason::Waiting);
            }
            None => return Ok(walk.end()),
        }
        off = walk.step()?;
        walk.lean()?;
    }
}

/// Calendar months: over on the same day of the last month, or on its last day where it has no such day
/// (Civil Code 91/2015/QH13, Art 148(3)); a wait makes it longer by its days.
pub(super) fn months(
    count: u32,
    start: Day,
    calendar: &Calendar,
    pauses: &[Pause],
) -> Result<Counted, Refusal> {
    let until = start.months_on(count).map(|end| end.date() - start.date());
    let until = until.and_then(|span| u32::try_from(span.whole_days()).ok());
    let Some(until) = until else {
        let missing = Fault::new(Code::CalendarYearMissing).with("year", start.year());
        return Err(missing.into());
    };
    days(until, start, calendar, pauses)
}
