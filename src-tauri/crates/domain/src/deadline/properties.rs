//! What holds for every clock, whatever its numbers.

use proptest::prelude::*;
use time::Duration;

use super::*;
use crate::catalogue::Catalogue;

/// First millisecond of 2024 and of 2028 at the desk; the tests leave a year to count into.
const FIRST: i64 = 1_704_042_000_000;
const LAST: i64 = 1_830_272_400_000;

fn calendar() -> &'static Calendar {
    Catalogue::shipped().unwrap().calendar()
}

fn rule(unit: Unit, count: u32) -> Rule {
    let titles = Titles {
        vi: "Bước".to_owned(),
        en: "Step".to_owned(),
    };
    Rule {
        id: "x".to_owned(),
        step: "x".to_owned(),
        main: true,
        titles,
        unit,
        count,
        applies_when: Vec::new(),
        starts_at: StartsAt::Received,
        extension: Some(Extension {
            count: 30,
            unit,
            times: 3,
            basis: "x".to_owned(),
        }),
        stops_while_waiting: true,
        basis: "x".to_owned(),
        certainty: Certainty::Sure,
        valid_from: Moment::from_millis(FIRST).day(),
        valid_to: None,
        note: None,
    }
}

fn count(unit: Unit, count: u32, start: Moment, pauses: &[Pause]) -> Due {
    let history = History {
        pauses: pauses.to_vec(),
        extensions: Vec::new(),
    };
    due(&rule(unit, count), start, calendar(), &history, "v").unwrap()
}

fn moments() -> impl Strategy<Value = Moment> {
    (FIRST..LAST).prop_map(Moment::from_millis)
}

fn day_units() -> impl Strategy<Value = Unit> {
    prop_oneof![Just(Unit::WorkingDays), Just(Unit::Days)]
}

fn units() -> impl Strategy<Value = Unit> {
    prop_oneof![Just(Unit::Hours), day_units()]
}

/// A wait that begins up to 40 days after a start and lasts up to 40 days.
fn wait(start: Moment, (after, length): (i64, i64)) -> Pause {
    let from = start.plus(Duration::minutes(after));
    Pause {
        from,
        until: from.plus(Duration::minutes(length)),
    }
}

const WAIT: core::ops::Range<i64> = 0..40 * 24 * 60;

/// Working days after `from` up to and including `until`.
fn working_between(from: Day, until: Day) -> u32 {
    let (mut day, mut working) = (from, 0);
    while day < until {
        day = day.next();
        working += u32::from(calendar().is_working(day).unwrap());
    }
    working
}

proptest! {
    #[test]
    fn a_later_start_or_a_larger_count_never_ends_earlier(
        unit in units(), n in 1_u32..60, more in 0_u32..20, start in moments(),
        later in 0_i64..30 * 86_400_000, gap in (WAIT, WAIT),
    ) {
        let pauses = [wait(start, gap)];
        let after = start.plus(Duration::milliseconds(later));
        let base = count(unit, n, start, &pauses).due;
        prop_assert!(base <= count(unit, n, after, &pauses).due);
        prop_assert!(base <= count(unit, n + more, start, &pauses).due);
    }

    #[test]
    fn day_units_end_on_a_working_day_at_closing_time_and_after_the_start_day(
        unit in day_units(), n in 1_u32..70, start in moments(), gap in (WAIT, WAIT),
    ) {
        let found = count(unit, n, start, &[wait(start, gap)]);
        let last = found.due.day();
        prop_assert!(calendar().is_working(last).unwrap());
        prop_assert_eq!(found.due, calendar().close_of(last));
        prop_assert!(found.first_day > start.day() && found.first_day <= last);
    }

    #[test]
    fn hours_are_exact_to_the_millisecond(n in 1_u32..2_000, start in moments()) {
        let found = count(Unit::Hours, n, start, &[]);
        prop_assert_eq!(found.due.millis() - start.millis(), i64::from(n) * 3_600_000);
        prop_assert!(found.skipped.is_empty());
    }

    #[test]
    fn the_working_days_up_to_the_end_are_the_count(n in 1_u32..90, start in moments()) {
        let found = count(Unit::WorkingDays, n, start, &[]);
        prop_assert_eq!(working_between(start.day(), found.due.day()), n);
    }

    #[test]
    fn skipped_and_counted_days_together_are_all_days_up_to_the_end(
        n in 1_u32..60, start in moments(), gap in (WAIT, WAIT),
    ) {
        let found = count(Unit::WorkingDays, n, start, &[wait(start, gap)]);
        let days = (found.due.day().date() - start.day().date()).whole_days();
        let skipped = i64::try_from(found.skipped.len()).unwrap();
        prop_assert_eq!(days, skipped + i64::from(n));
        prop_assert!(found.skipped.is_sorted_by(|a, b| a.date < b.date));
    }

    #[test]
    fn a_wait_over_n_working_days_before_the_end_moves_it_by_exactly_those(
        n in 1_u32..60, start in moments(), gap in (WAIT, WAIT),
    ) {
        let pause = wait(start, gap);
        let base = count(Unit::WorkingDays, n, start, &[]).due.day();
        let moved = count(Unit::WorkingDays, n, start, &[pause]).due.day();
        let lost = if pause.from.day() < base {
            working_between(pause.from.day(), pause.until.day())
        } else {
            0
        };
        prop_assert_eq!(working_between(base, moved), lost);
    }

    #[test]
    fn a_wait_never_ends_a_clock_earlier(
        unit in units(), n in 1_u32..60, start in moments(), a in (WAIT, WAIT), b in (WAIT, WAIT),
    ) {
        let (one, two) = (wait(start, a), wait(start, b));
        let with_one = count(unit, n, start, &[one]).due;
        prop_assert!(count(unit, n, start, &[]).due <= with_one);
        prop_assert!(with_one <= count(unit, n, start, &[two, one]).due);
    }

    #[test]
    fn an_extension_is_the_same_as_a_larger_count(
        unit in units(), n in 1_u32..60, more in 1_u32..=30, start in moments(),
    ) {
        let history = History { pauses: Vec::new(), extensions: vec![more] };
        let extended = due(&rule(unit, n), start, calendar(), &history, "v").unwrap();
        prop_assert_eq!(extended.due, count(unit, n + more, start, &[]).due);
        prop_assert_eq!(extended.count, n + more);
    }

    #[test]
    fn the_result_is_never_surer_than_the_days_it_leans_on(n in 1_u32..40, start in moments()) {
        let found = count(Unit::WorkingDays, n, start, &[]);
        let unsure = found.skipped.iter().any(|skipped| {
            calendar().certainty(skipped.date).unwrap() == Certainty::Unsure
        });
        let last = calendar().certainty(found.due.day()).unwrap();
        prop_assert!(found.certainty <= last);
        prop_assert!(!unsure || found.certainty == Certainty::Unsure);
    }
}
