//! Points in time and days.
//!
//! Purpose: one way to write time in the journal (milliseconds UTC) and one to write a day
//! (`YYYY-MM-DD`); the desk's own offset, +07:00, is applied only at the edges and in calendar
//! rules (Viet Nam keeps no summer time). Must never: read a clock.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::format_description::well_known::Rfc3339;
use time::macros::{format_description, offset};
use time::{Date, Duration, OffsetDateTime, Time, UtcOffset};

/// The desk's offset from UTC: +07:00 all year.
pub const DESK_OFFSET: UtcOffset = offset!(+7);

/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// Milliseconds since the Unix epoch, UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch, UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// A point in time from a date and a clock time, both in the desk's offset.
    pub fn at(day: Day, time: Time) -> Self {
        Self::from(day.date().with_time(time).assume_offset(DESK_OFFSET))
    }

    /// The same point in time as a date and clock time in the desk's offset, or `None` outside
    /// the years 0001–9999.
    pub fn local(self) -> Option<OffsetDateTime> {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .ok()
            .and_then(|utc| utc.checked_to_offset(DESK_OFFSET))
    }

    /// The day it falls on in the desk's offset; the first day of all for a time out of range.
    pub fn day(self) -> Day {
        Day(self.local().map_or(Date::MIN, OffsetDateTime::date))
    }

    /// The first moment of its day in the desk's offset.
    #[must_use]
    pub fn start_of_day(self) -> Self {
        Self::at(self.day(), Time::MIDNIGHT)
    }

    /// The full hour it stands in.
    #[must_use]
    pub const fn full_hour(self) -> Self {
        const HOUR: i64 = 60 * 60 * 1000;
        Self(self.0.div_euclid(HOUR).saturating_mul(HOUR))
    }

    /// Later by a span; stays at the end of the range instead of overflowing.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        let millis = i64::try_from(span.whole_milliseconds()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(millis))
    }

    /// The span from `earlier` to this moment (negative when `earlier` is later).
    pub fn since(self, earlier: Self) -> Duration {
        Duration::milliseconds(self.0.saturating_sub(earlier.0))
    }

    /// RFC 3339 text in +07:00, whole seconds: `2026-12-03T17:00:00+07:00`.
    pub fn rfc3339(self) -> String {
        self.local()
            .and_then(|local| local.replace_millisecond(0).ok())
            .and_then(|local| local.format(&Rfc3339).ok())
            .unwrap_or_default()
    }

    /// Reads RFC 3339 text of any offset.
    pub fn parse(text: &str) -> Option<Self> {
        OffsetDateTime::parse(text, &Rfc3339).ok().map(Self::from)
    }
}

impl From<OffsetDateTime> for Moment {
    fn from(value: OffsetDateTime) -> Self {
        let millis = value.unix_timestamp_nanos().div_euclid(1_000_000);
        Self(i64::try_from(millis).unwrap_or(i64::MAX))
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Moment({})", self.rfc3339())
    }
}

/// A calendar day in the desk's offset, written `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// Its first moment at the desk.
    pub fn start(self) -> Moment {
        Moment::at(self, Time::MIDNIGHT)
    }

    /// Wraps a date.
    pub const fn new(date: Date) -> Self {
        Self(date)
    }

    /// The date.
    pub const fn date(self) -> Date {
        self.0
    }

    /// The next day, or the same at the end of the range.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.next_day().unwrap_or(self.0))
    }

    /// The same day so many months on, or the last of that month where it has no such day; `None` beyond
    /// the range of dates.
    pub fn months_on(self, count: u32) -> Option<Self> {
        let (year, month, day) = self.0.to_calendar_date();
        let months = count.checked_add(u32::from(u8::from(month)) - 1)?;
        let year = year.checked_add_unsigned(months / 12)?;
        let month = time::Month::January.nth_next(u8::try_from(months % 12).ok()?);
        let day = day.min(month.length(year));
        Date::from_calendar_date(year, month, day).ok().map(Self)
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// As people here write it: `26/04/2025`.
    pub fn figures(self) -> String {
        let (day, month) = (self.0.day(), u8::from(self.0.month()));
        format!("{day:02}/{month:02}/{}", self.0.year())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self
            .0
            .format(format_description!("[year]-[month]-[day]"))
            .map_err(|_cause| fmt::Error)?;
        f.write_str(&text)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({self})")
    }
}

impl specta::Type for Day {
    fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
        <String as specta::Type>::definition(types)
    }
}

/// The text was not a day `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day YYYY-MM-DD")]
pub struct NotADay;

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        Date::parse(text, format_description!("[year]-[month]-[day]"))
            .map(Self)
            .map_err(|_cause| NotADay)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_after_five_in_the_afternoon_utc_falls_on_the_next_day_at_the_desk() {
        let moment = Moment::parse("2026-11-23T17:00:00Z").unwrap();
        assert_eq!(moment.day().to_string(), "2026-11-24");
        assert_eq!(moment.rfc3339(), "2026-11-24T00:00:00+07:00");
        assert_eq!(moment.start_of_day(), moment);
    }

    #[test]
    fn times_out_of_range_neither_panic_nor_wrap() {
        for millis in [i64::MIN, i64::MAX, 253_402_300_800_000] {
            let moment = Moment::from_millis(millis);
            assert_eq!(moment.day().date(), Date::MIN);
            assert_eq!(moment.rfc3339(), "");
        }
    }

    #[test]
    fn a_day_reads_back_as_it_was_written() {
        let day: Day = "2026-02-03".parse().unwrap();
        assert_eq!(serde_json::to_string(&day).unwrap(), "\"2026-02-03\"");
        assert_eq!("2026-2-3".parse::<Day>(), Err(NotADay));
    }
}
