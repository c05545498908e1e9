use super::*;
use crate::catalogue::Catalogue;

fn shipped() -> &'static Calendar {
    Catalogue::shipped().unwrap().calendar()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn check(date: &str, expected: Option<&str>) {
    let off = shipped().why_off(day(date)).unwrap();
    assert_eq!(
        off.map(|off| off.reason.say(Lang::Vi)).as_deref(),
        expected,
        "{date}"
    );
}

fn code<T: core::fmt::Debug>(result: Result<T, Refusal>) -> Code {
    result.unwrap_err().code()
}

#[test]
fn a_day_off_says_why_in_vietnamese() {
    check("2026-11-23", None);
    check("2026-11-21", Some("thứ Bảy"));
    check("2026-11-22", Some("Chủ nhật"));
    check("2026-11-24", Some("Ngày Văn hóa Việt Nam"));
    check("2026-02-17", Some("Tết Nguyên đán"));
    check("2026-09-02", Some("Quốc khánh"));
    check("2026-04-26", Some("Giỗ Tổ Hùng Vương"));
    check("2026-04-27", Some("Nghỉ bù Giỗ Tổ Hùng Vương"));
    check("2026-01-02", Some("Nghỉ hoán đổi (làm bù 10/01/2026)"));
    check("2026-01-10", None);
    check("2026-08-22", None);
    check("2025-04-26", None);
    check("2024-05-04", None);
    check("2024-02-13", Some("Nghỉ bù Tết Nguyên đán"));
    check("2024-02-15", None);
    check("2025-11-24", None);
}

#[test]
fn the_reasons_are_said_in_english_too() {
    let say = |date: &str| {
        shipped()
            .why_off(day(date))
            .unwrap()
            .map(|off| off.reason.say(Lang::En))
            .unwrap()
    };
    assert_eq!(say("2026-11-22"), "Sunday");
    assert_eq!(
        say("2026-04-27"),
        "Day in lieu of Hùng Kings Commemoration Day"
    );
    assert_eq!(say("2026-08-31"), "Swapped day off (worked on 22/08/2026)");
    assert_eq!(Reason::Waiting.say(Lang::En), "Waiting for the citizen");
}

/// Working days of a year, counted another way: weekdays of the year less the weekdays off of the
/// published schedules, plus make-up Saturdays.
#[test]
fn each_year_has_the_working_days_its_published_schedule_leaves() {
    // (year, weekdays in the year, weekdays off, make-up Saturdays)
    for (year, weekdays, off, made_up) in [
        (2024, 262, 12, 1),
        (2025, 261, 12, 1),
        (2026, 261, 14, 2),
        (2027, 261, 12, 0),
    ] {
        let mut date = day(&format!("{year}-01-01"));
        let mut working = 0;
        while date.year() == year {
            working += i32::from(shipped().is_working(date).unwrap());
            date = date.next();
        }
        assert_eq!(working, weekdays - off + made_up, "{year}");
    }
}

#[test]
fn a_year_without_data_is_refused_by_name_and_not_guessed() {
    for (date, year) in [
        ("2023-12-31", "2023"),
        ("2029-01-01", "2029"),
        ("9999-12-31", "9999"),
    ] {
        let refusal = shipped().is_working(day(date)).unwrap_err();
        assert_eq!(refusal.code(), Code::CalendarYearMissing);
        assert_eq!(refusal.first.params["year"], year);
    }
    assert_eq!(
        code(shipped().next_working(day("2028-12-31"))),
        Code::CalendarYearMissing
    );
    assert_eq!(shipped().span(), Some((2024, 2028)));
}

#[test]
fn years_that_are_not_gazetted_are_unsure_and_gazetted_ones_are_not() {
    let certainty = |date: &str| shipped().certainty(day(date)).unwrap();
    assert_eq!(certainty("2026-11-23"), Certainty::Sure);
    assert_eq!(certainty("2026-11-24"), Certainty::Unsure);
    assert_eq!(certainty("2024-05-04"), Certainty::Likely);
    assert_eq!(certainty("2027-03-10"), Certainty::Unsure);
    assert_eq!(certainty("2028-01-26"), Certainty::Unsure);
}

#[test]
fn the_culture_day_can_be_switched_off_and_no_other_holiday_can() {
    let mut calendar = shipped().clone();
    calendar.switch("culture-day", false).unwrap();
    for date in ["2026-11-24", "2027-11-24", "2028-11-24"] {
        assert!(calendar.is_working(day(date)).unwrap(), "{date}");
    }
    calendar.switch("culture-day", true).unwrap();
    assert!(!calendar.is_working(day("2026-11-24")).unwrap());
    assert_eq!(
        code(calendar.switch("tet", false)),
        Code::CalendarNotSwitchable
    );
    assert_eq!(
        code(calendar.switch("birthday", false)),
        Code::CalendarNotSwitchable
    );
    assert!(!calendar.is_working(day("2026-02-17")).unwrap());
}

#[test]
fn the_day_ends_with_the_last_session_of_office_hours() {
    let close = shipped().close_of(day("2026-12-04"));
    assert_eq!(close.rfc3339(), "2026-12-04T17:00:00+07:00");
}

/// A year file with one holiday and one swap.
fn year(days: &str, swap: (&str, &str)) -> Result<String, Refusal> {
    let (off, work) = swap;
    let text = format!(
        "year = 2026\ncertainty = \"sure\"\nsource = \"s\"\n\n[[holidays]]\nid = \"x\"\n\
         name = {{ vi = \"X\", en = \"X\" }}\ndays = [{days}]\ncertainty = \"sure\"\nbasis = \"b\"\n\n\
         [[swaps]]\noff = \"{off}\"\nwork = \"{work}\"\ncertainty = \"sure\"\nbasis = \"b\"\n"
    );
    Catalogue::check_file("2026.toml", &text)
}

#[test]
fn a_year_that_contradicts_itself_is_refused_with_its_line() {
    let good = ("2026-01-02", "2026-01-10");
    assert_eq!(year("\"2026-01-01\"", good).unwrap(), "2026");
    for (days, swap, expected, line) in [
        (
            "\"2026-01-01\", \"2026-01-01\"",
            good,
            Code::CatalogueDuplicate,
            "5",
        ),
        ("\"2027-01-01\"", good, Code::CatalogueBadValue, "5"),
        ("", good, Code::CatalogueMissing, "5"),
        ("\"2026-01-02\"", good, Code::CatalogueBadValue, "12"),
        (
            "\"2026-01-01\"",
            ("2026-01-03", "2026-01-10"),
            Code::CatalogueBadValue,
            "12",
        ),
        (
            "\"2026-01-01\"",
            ("2026-01-02", "2026-01-09"),
            Code::CatalogueBadValue,
            "12",
        ),
        (
            "\"2026-01-01\"",
            ("2026-01-02", "2025-12-27"),
            Code::CatalogueBadValue,
            "12",
        ),
        ("\"2026-02-30\"", good, Code::CatalogueMalformed, "8"),
    ] {
        let refusal = year(days, swap).unwrap_err();
        assert_eq!(refusal.code(), expected, "{days} {swap:?}");
        assert_eq!(refusal.first.params["line"], line, "{days} {swap:?}");
        assert_eq!(refusal.first.params["file"], "2026.toml");
    }
}

#[test]
fn office_hours_out_of_order_or_without_any_working_weekday_are_refused() {
    let hours = |rest: &str, sessions: &[(&str, &str)]| {
        let session =
            |(from, to): &(&str, &str)| format!("[[sessions]]\nfrom = \"{from}\"\nto = \"{to}\"\n");
        let sessions: String = sessions.iter().map(session).collect();
        let text =
            format!("weekly_rest = [{rest}]\nsource = \"s\"\nattention_after = 12\n{sessions}");
        Catalogue::check_file("office.toml", &text)
    };
    hours("7", &[("07:30", "11:30"), ("13:00", "16:30")]).unwrap();
    assert_eq!(
        code(hours("8", &[("07:30", "11:30")])),
        Code::CatalogueBadValue
    );
    assert_eq!(
        code(hours("1,2,3,4,5,6,7", &[("07:30", "11:30")])),
        Code::CatalogueBadValue
    );
    assert_eq!(
        code(hours("7", &[("11:30", "07:30")])),
        Code::CatalogueBadValue
    );
    assert_eq!(
        code(hours("7", &[("13:00", "17:00"), ("07:30", "11:30")])),
        Code::CatalogueBadValue
    );
    assert_eq!(
        code(hours("7", &[("7h30", "11:30")])),
        Code::CatalogueBadValue
    );
}
