//! When the visits of a demo office happened.
//!
//! Purpose: spreads visits over the last working days and their office hours up to now. Today
//! always has some, also when the demo is made at night or on a Sunday: a queue is what one wants
//! to see. Must never: place anything after now.

use domain::calendar::Calendar;
use domain::moment::{Day, Moment};
use time::macros::format_description;
use time::{Duration, Time};

use super::dice::Dice;

/// Visits a day, roughly, in a small demo.
const A_DAY: u32 = 12;
/// Visits a day at most, while the calendar has days enough.
const CROWDED: u32 = 400;
/// Fewest and most days of a demo that is not crowded.
const DAYS: (u32, u32) = (5, 22);
/// Before or after office hours, today's visits fall into this stretch before now.
const OUT_OF_HOURS: Duration = Duration::hours(2);

/// One day with the moments at which somebody comes, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Played {
    /// When the desk opens, at the latest the first visit.
    pub(super) opens: Moment,
    /// The visits.
    pub(super) visits: Vec<Moment>,
}

/// The days of so many visits, oldest first; the last one is today.
pub(super) fn spread(
    calendar: &Calendar,
    now: Moment,
    visits: u32,
    dice: &mut Dice,
) -> Vec<Played> {
    let wanted = visits
        .div_ceil(A_DAY)
        .clamp(DAYS.0, DAYS.1)
        .max(visits.div_ceil(CROWDED));
    let days = before(calendar, now.day(), wanted.min(visits).saturating_sub(1));
    let count = u32::try_from(days.len()).unwrap_or(0).saturating_add(1);
    let each = visits / count;
    let today = visits.saturating_sub(each.saturating_mul(count.saturating_sub(1)));
    let past = days
        .iter()
        .map(|day| play(&hours(calendar, *day), each, dice));
    let mut played: Vec<Played> = past.collect();
    played.push(play(&hours_today(calendar, now), today, dice));
    played
}

/// So many working days before a day, oldest first; fewer where the calendar ends.
fn before(calendar: &Calendar, today: Day, count: u32) -> Vec<Day> {
    let mut days = Vec::new();
    let mut day = today;
    while days.len() < count as usize {
        let Some(earlier) = day.date().previous_day() else {
            break;
        };
        day = Day::new(earlier);
        match calendar.is_working(day) {
            Ok(true) => days.push(day),
            Ok(false) => {}
            Err(_) => break,
        }
    }
    days.reverse();
    days
}

/// A stretch of time, from and to.
type Stretch = (Moment, Moment);

/// Office hours of a day.
fn hours(calendar: &Calendar, day: Day) -> Vec<Stretch> {
    let read = |text: &str| Time::parse(text, format_description!("[hour]:[minute]")).ok();
    let sessions = calendar.hours().sessions.iter();
    sessions
        .filter_map(|session| {
            Some((
                Moment::at(day, read(&session.from)?),
                Moment::at(day, read(&session.to)?),
            ))
        })
        .collect()
}

/// Office hours of today up to now; the last hours before now where the office is closed or has
/// hardly opened.
fn hours_today(calendar: &Calendar, now: Moment) -> Vec<Stretch> {
    let open: Vec<Stretch> = hours(calendar, now.day())
        .into_iter()
        .filter(|(from, _)| *from < now)
        .map(|(from, to)| (from, to.min(now)))
        .collect();
    let worked = open
        .iter()
        .map(|(from, to)| to.since(*from))
        .sum::<Duration>();
    let working = matches!(calendar.is_working(now.day()), Ok(true));
    if working && worked >= Duration::minutes(30) {
        return open;
    }
    let back = Moment::from_millis(
        now.millis()
            .saturating_sub(i64::try_from(OUT_OF_HOURS.whole_milliseconds()).unwrap_or(0)),
    );
    vec![(back.max(now.start_of_day()), now)]
}

/// So many moments in the stretches, in order.
fn play(stretches: &[Stretch], visits: u32, dice: &mut Dice) -> Played {
    let length = |stretch: &Stretch| {
        u32::try_from(stretch.1.since(stretch.0).whole_milliseconds()).unwrap_or(0)
    };
    let whole = stretches.iter().map(length).sum::<u32>();
    let mut offsets: Vec<u32> = (0..visits).map(|_| dice.below(whole)).collect();
    offsets.sort_unstable();
    let opens = stretches
        .first()
        .map_or(Moment::from_millis(0), |stretch| stretch.0);
    let place = |offset: u32| {
        let mut left = offset;
        for stretch in stretches {
            if left < length(stretch) {
                return stretch.0.plus(Duration::milliseconds(i64::from(left)));
            }
            left = left.saturating_sub(length(stretch));
        }
        opens
    };
    Played {
        opens,
        visits: offsets.into_iter().map(place).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::catalogue::Catalogue;

    fn spread_at(now: &str, visits: u32) -> (Moment, Vec<Played>) {
        let now = Moment::parse(now).unwrap();
        let calendar = Catalogue::shipped().unwrap().calendar();
        (now, spread(calendar, now, visits, &mut Dice::new(3)))
    }

    #[test]
    fn all_visits_are_placed_in_order_and_none_after_now() {
        for now in [
            "2026-11-24T10:20:00+07:00",
            "2026-11-24T00:00:00+07:00",
            "2026-11-22T15:00:00+07:00",
            "2026-11-24T23:59:00+07:00",
            "2026-11-24T07:31:00+07:00",
        ] {
            for visits in [0, 1, 4, 60, 1_000] {
                let (now, days) = spread_at(now, visits);
                let all: Vec<Moment> = days.iter().flat_map(|day| day.visits.clone()).collect();
                assert_eq!(all.len(), visits as usize);
                assert!(all.is_sorted() && all.iter().all(|at| *at <= now));
                let today = days.last().unwrap();
                assert!(today.visits.iter().all(|at| at.day() == now.day()));
                assert!(visits == 0 || !today.visits.is_empty());
            }
        }
    }

    #[test]
    fn past_days_are_working_days_in_office_hours() {
        let (_, days) = spread_at("2026-11-24T10:20:00+07:00", 200);
        let calendar = Catalogue::shipped().unwrap().calendar();
        assert_eq!(days.len(), 17);
        for day in &days[..16] {
            for at in &day.visits {
                assert!(calendar.is_working(at.day()).unwrap());
                let local = at.local().unwrap().time();
                let morning = time::macros::time!(07:30)..time::macros::time!(11:30);
                let afternoon = time::macros::time!(13:30)..time::macros::time!(17:00);
                assert!(
                    morning.contains(&local) || afternoon.contains(&local),
                    "{local}"
                );
            }
        }
    }
}
