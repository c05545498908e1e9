//! Which backups are kept, when the newest is too old, whether a closed day lies in one, and which
//! one is restored.
//!
//! Purpose: rules with the time as an argument. Kept are the newest of each of seven days, four
//! weeks and twelve months that have any, and never fewer than three; the age is counted in hours of
//! days on which the office works, so that a weekend raises no alarm.
//! Must never: look at a medium, or forget a backup that it was not shown.

use time::{Duration, Time};

use crate::calendar::Calendar;
use crate::moment::{Day, Moment};

/// Days of which the newest backup is kept.
pub const DAILY: usize = 7;
/// Weeks (ISO 8601) of which the newest backup is kept.
pub const WEEKLY: usize = 4;
/// Months of which the newest backup is kept.
pub const MONTHLY: usize = 12;
/// However close together: so many are kept.
pub const LEAST: usize = 3;

/// Age at which the newest backup raises an alarm, unless the office chose another.
pub const ALARM_HOURS: u32 = 26;

/// How far a backup's time may lie ahead of the clock: a clock put right by a little.
const AHEAD: Duration = Duration::hours(1);

/// Counting stops here: nobody needs to know how many years.
const LONGEST: Duration = Duration::seconds(400 * 24 * 60 * 60);

/// Which of these backups are kept, in the order given.
pub fn kept(made: &[Moment]) -> Vec<bool> {
    let mut newest_first: Vec<(usize, Moment)> = made.iter().copied().enumerate().collect();
    newest_first.sort_by_key(|(index, made)| (core::cmp::Reverse(*made), *index));
    let mut kept = vec![false; made.len()];
    let mut keep = |index: usize| {
        if let Some(slot) = kept.get_mut(index) {
            *slot = true;
        }
    };
    for (index, _) in newest_first.iter().take(LEAST) {
        keep(*index);
    }
    let day = |at: Moment| at.day().date();
    newest_of(&newest_first, DAILY, &mut keep, day);
    newest_of(&newest_first, WEEKLY, &mut keep, |at| {
        let (year, week, _) = day(at).to_iso_week_date();
        (year, week)
    });
    newest_of(&newest_first, MONTHLY, &mut keep, |at| {
        (day(at).year(), u8::from(day(at).month()))
    });
    kept
}

/// Keeps the newest backup of each of the newest `count` spans that have one.
fn newest_of<S: PartialEq>(
    newest_first: &[(usize, Moment)],
    count: usize,
    keep: &mut impl FnMut(usize),
    span: impl Fn(Moment) -> S,
) {
    let mut last = None;
    let mut found = 0;
    for (index, made) in newest_first {
        let here = Some(span(*made));
        if here == last {
            continue;
        }
        if found == count {
            return;
        }
        found += 1;
        last = here;
        keep(*index);
    }
}

/// Whole hours between two moments that fall on working days. A day that no data covers counts as
/// worked: rather an alarm too many.
pub fn office_hours(calendar: &Calendar, made: Moment, now: Moment) -> u32 {
    if now.since(made) > LONGEST {
        return whole_hours(now.since(made));
    }
    let mut sum = Duration::ZERO;
    let (mut day, last) = (made.day(), now.day());
    while day <= last {
        if calendar.is_working(day).unwrap_or(true) {
            let (begin, end) = (midnight(day).max(made), midnight(day.next()).min(now));
            if end > begin {
                sum = sum.saturating_add(end.since(begin));
            }
        }
        if day.next() == day {
            break;
        }
        day = day.next();
    }
    whole_hours(sum)
}

/// The newest of those that were made by now. One from ahead was made by a clock that was wrong:
/// how old it is, nobody knows.
pub fn newest(made: impl IntoIterator<Item = Moment>, now: Moment) -> Option<Moment> {
    let known = made.into_iter().filter(|made| made.since(now) <= AHEAD);
    known.max()
}

/// Whether the newest backup is too old; none at all is too old.
pub fn alarm(age_hours: Option<u32>, limit: u32) -> bool {
    age_hours.is_none_or(|hours| hours >= limit)
}

/// Whether the backup that holds the journal as far as entry `noted` (`None`: there is no backup)
/// holds the entry that closed a day.
pub fn holds(noted: Option<u64>, closing: u64) -> bool {
    noted.is_some_and(|last| last >= closing)
}

/// What one backup of an office holds, in the order in which they go before each other when one is
/// restored: the desk that goes on has the later letter; of one desk, what holds more is newer, for a
/// clock that was wrong tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// The desk's letter.
    pub letter: char,
    /// Entries of its journal.
    pub entries: u64,
    /// When it was made, by the clock of that desk.
    pub made: Moment,
}

/// Whether a folder is the empty place of a stick that is not there: it was chosen on another disk
/// than the vault's (`None`: nobody noted where), and lies on the vault's own now.
pub fn stick_is_missing(chosen_on_same_disk: Option<bool>, same_disk: bool) -> bool {
    same_disk && chosen_on_same_disk == Some(false)
}

fn midnight(day: Day) -> Moment {
    Moment::at(day, Time::MIDNIGHT)
}

fn whole_hours(span: Duration) -> u32 {
    u32::try_from(span.whole_hours().max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    fn at(text: &str) -> Moment {
        Moment::parse(&format!("{text}+07:00")).unwrap()
    }

    /// One a day at 16:30, the newest last.
    fn daily(first: &str, count: usize) -> Vec<Moment> {
        let first = at(&format!("{first}T16:30:00"));
        let days = i64::try_from(count).unwrap();
        (0..days)
            .map(|day| first.plus(Duration::days(day)))
            .collect()
    }

    fn kept_days(made: &[Moment]) -> Vec<String> {
        let kept = kept(made);
        assert_eq!(kept.len(), made.len());
        let pairs = made.iter().zip(kept);
        pairs
            .filter(|(_, kept)| *kept)
            .map(|(made, _)| made.day().to_string())
            .collect()
    }

    #[test]
    fn seven_days_four_weeks_and_twelve_months_of_two_years_are_kept() {
        let made = daily("2025-01-01", 700);
        let kept = kept_days(&made);
        assert_eq!(made.last().unwrap().day().to_string(), "2026-12-01");
        let days = [
            "11-25", "11-26", "11-27", "11-28", "11-29", "11-30", "12-01",
        ];
        let weeks = ["11-15", "11-22"];
        let months = [
            "2026-01-31",
            "2026-02-28",
            "2026-03-31",
            "2026-04-30",
            "2026-05-31",
            "2026-06-30",
            "2026-07-31",
            "2026-08-31",
            "2026-09-30",
            "2026-10-31",
        ];
        let mut expected: Vec<String> = months.map(str::to_owned).into();
        expected.extend(weeks.iter().chain(&days).map(|day| format!("2026-{day}")));
        assert_eq!(kept, expected);
    }

    #[test]
    fn many_of_one_day_count_as_one_but_three_are_always_kept() {
        let made: Vec<_> = (10..16)
            .map(|hour| at(&format!("2026-11-24T{hour}:00:00")))
            .collect();
        assert_eq!(kept(&made), [false, false, false, true, true, true]);
        assert_eq!(kept(&made[..2]), [true, true]);
        assert!(kept(&[]).is_empty());
    }

    #[test]
    fn the_order_they_are_shown_in_changes_nothing_and_pruning_twice_is_pruning_once() {
        let made = daily("2026-01-01", 300);
        let mut turned = made.clone();
        turned.reverse();
        let mut of_turned = kept_days(&turned);
        of_turned.reverse();
        assert_eq!(of_turned, kept_days(&made));
        let left: Vec<_> = made
            .iter()
            .zip(kept(&made))
            .filter(|(_, kept)| *kept)
            .map(|(made, _)| *made)
            .collect();
        assert!(kept(&left).iter().all(|kept| *kept));
    }

    #[test]
    fn hours_are_counted_on_working_days_only() {
        let calendar = Catalogue::shipped().unwrap().calendar();
        let hours = |from: &str, to: &str| office_hours(calendar, at(from), at(to));
        // 2026-11-25 is a Wednesday.
        assert_eq!(hours("2026-11-25T16:30:00", "2026-11-26T16:29:59"), 23);
        assert_eq!(hours("2026-11-25T16:30:00", "2026-11-26T18:30:00"), 26);
        // Friday's closing to Monday's is a day.
        assert_eq!(hours("2026-11-27T16:30:00", "2026-11-30T16:30:00"), 24);
        // Made on a Saturday, looked at on the Sunday.
        assert_eq!(hours("2026-11-28T10:00:00", "2026-11-29T10:00:00"), 0);
        // National Day and the day beside it.
        assert_eq!(hours("2026-09-02T00:00:00", "2026-09-03T00:00:00"), 0);
        assert_eq!(
            hours("2026-11-25T10:00:00", "2026-11-24T10:00:00"),
            0,
            "a clock set back"
        );
        assert_eq!(
            hours("2020-01-01T00:00:00", "2026-01-01T00:00:00"),
            2192 * 24
        );
        assert_eq!(
            hours("0001-01-01T00:00:00", "0001-01-03T00:00:00"),
            48,
            "no data: worked"
        );
    }

    #[test]
    fn one_made_by_a_clock_far_ahead_is_not_the_newest() {
        let now = at("2026-11-25T16:30:00");
        let (old, ahead) = (at("2026-11-20T16:30:00"), at("2027-11-20T16:30:00"));
        assert_eq!(newest([old, ahead], now), Some(old));
        assert_eq!(newest([ahead], now), None);
        let minutes = at("2026-11-25T17:30:00");
        assert_eq!(
            newest([old, minutes], now),
            Some(minutes),
            "a clock put right"
        );
    }

    #[test]
    fn a_closed_day_lies_in_a_backup_that_holds_its_entry() {
        assert!(!holds(None, 1), "there is none");
        assert!(!holds(Some(41), 42), "made before the closing");
        assert!(holds(Some(42), 42) && holds(Some(43), 42));
    }

    #[test]
    fn the_later_desk_is_restored_and_of_one_desk_what_holds_more() {
        let held = |letter, entries, made| Held {
            letter,
            entries,
            made: at(made),
        };
        let first = held('A', 90, "2026-11-23T16:30:00");
        let more = held('A', 120, "2026-11-20T16:30:00");
        let later = held('B', 12, "2026-11-19T16:30:00");
        let same = held('B', 12, "2026-11-19T16:31:00");
        assert_eq!([first, more].into_iter().max(), Some(more));
        assert_eq!([first, later, more].into_iter().max(), Some(later));
        assert_eq!([same, later].into_iter().max(), Some(same));
    }

    #[test]
    fn a_place_on_the_vaults_own_disk_is_empty_only_where_it_was_chosen_on_another() {
        assert!(stick_is_missing(Some(false), true));
        assert!(!stick_is_missing(Some(false), false), "the stick is there");
        assert!(!stick_is_missing(Some(true), true), "it was chosen there");
        assert!(!stick_is_missing(None, true), "chosen before it was noted");
    }

    #[test]
    fn the_alarm_sounds_at_its_hour_and_where_there_is_none() {
        assert!(!alarm(Some(25), ALARM_HOURS));
        assert!(alarm(Some(26), ALARM_HOURS));
        assert!(alarm(None, ALARM_HOURS));
    }
}
