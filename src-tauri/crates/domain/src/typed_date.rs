//! Dates as people type them.
//!
//! Purpose: `010390`, `1/3/90`, `01031990`, `3/1990`, `1956`, `khoảng 1956`, `1990-03-01` and
//! `ngày 5 tháng 3 năm 1990` as a date, echoed in words so that a slip is seen. Day comes before
//! month, always; two-digit years of births lie in the past. Must never: read a clock (today is an
//! argument) or guess a missing year of birth.

use std::collections::BTreeMap;

use crate::born::PartialDate;
use crate::fault::{Code, Fault};
use crate::fold::tokens;
use crate::moment::Day;
use crate::words::Lang;

/// Longer texts are no date.
const TYPED_BYTES: usize = 64;

/// Words that stand between the numbers of a date, or say *about*; folded.
const WORDS: [&str; 10] = [
    "ngay", "mung", "mong", "thang", "nam", "khoang", "sinh", "about", "year", "born",
];

/// Where a day without a full year lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lean {
    /// Not after today: receipts, letters, days of issue.
    Past,
    /// Not before today: appointments.
    Future,
}

/// A birth date; day and month may be missing, the year may not, and it is not in the future.
/// Refuses with `date.not_read`, `date.not_real`, `date.year_missing`, `date.in_future` or
/// `field.out_of_range`.
pub fn birth(typed: &str, today: Day) -> Result<PartialDate, Fault> {
    let shape = shape(typed).ok_or_else(|| Fault::new(Code::DateNotRead))?;
    let date = match shape {
        Shape { year: None, .. } => return Err(Fault::new(Code::DateYearMissing)),
        Shape {
            day,
            month,
            year: Some(Year::Full(year)),
        } => PartialDate::new(year, month, day),
        Shape {
            day,
            month,
            year: Some(Year::Short(year)),
        } => PartialDate::new(past_year(year, month, day, today), month, day),
    };
    let date = date.map_err(whole)?;
    if date.is_after(today) {
        return Err(Fault::new(Code::DateInFuture));
    }
    Ok(date)
}

/// A full day. Without a year it is the nearest one that `lean` allows; two digits of a year are
/// this century's.
/// Refuses with `date.not_read`, `date.not_real` or `field.out_of_range`.
pub fn day(typed: &str, today: Day, lean: Lean) -> Result<Day, Fault> {
    let not_read = || Fault::new(Code::DateNotRead);
    let Shape { day, month, year } = match lone_digits(typed) {
        // Four digits alone are a year to a birth date, a day and month to any other.
        Some(digits) if digits.len() == 4 => short_day(&digits).ok_or_else(not_read)?,
        Some(_) | None => shape(typed).ok_or_else(not_read)?,
    };
    let (Some(month), Some(day)) = (month, day) else {
        return Err(not_read());
    };
    let base = today.year();
    let full = |year| PartialDate::new(year, Some(month), Some(day)).map_err(whole);
    let years: Vec<i32> = match (year, lean) {
        (Some(Year::Full(year)), _) => vec![year],
        (Some(Year::Short(year)), _) => vec![base.div_euclid(100) * 100 + year],
        // Up to eight years away for 29 February (1896–1904, 2096–2104).
        (None, Lean::Past) => (0..=8).map(|back| base - back).collect(),
        (None, Lean::Future) => (0..=8).map(|ahead| base + ahead).collect(),
    };
    let mut answer = Err(Fault::new(Code::DateNotReal));
    for candidate in years {
        answer = full(candidate).and_then(|date| date.full().ok_or_else(not_read));
        match &answer {
            Ok(found) if year.is_some() || fits(*found, today, lean) => break,
            Ok(_) => answer = Err(Fault::new(Code::DateNotReal)),
            Err(_) => {}
        }
    }
    answer
}

fn fits(found: Day, today: Day, lean: Lean) -> bool {
    match lean {
        Lean::Past => found <= today,
        Lean::Future => found >= today,
    }
}

/// The year of two digits that is not after `today`, at most 99 years back.
pub(crate) fn past_year(short: i32, month: Option<u8>, day: Option<u8>, today: Day) -> i32 {
    let year = today.year().div_euclid(100) * 100 + short;
    let date = today.date();
    let earliest = (year, month.unwrap_or(1), day.unwrap_or(1));
    let later = earliest > (date.year(), u8::from(date.month()), date.day());
    if later { year - 100 } else { year }
}

/// The date in words, for the echo beside the field: `Thứ Năm, 01/03/1990`, `tháng 03/1990`,
/// `năm 1956`.
pub fn in_words(date: PartialDate, lang: Lang) -> String {
    let mut params = BTreeMap::from([("date".to_owned(), date.to_string())]);
    let key = match (date.full(), date.month()) {
        (Some(day), _) => {
            let number = day.date().weekday().number_from_monday();
            params.insert(
                "weekday".to_owned(),
                lang.word(&format!("weekday.{number}")),
            );
            "date.words.day"
        }
        (None, Some(_)) => "date.words.month",
        (None, None) => "date.words.year",
    };
    lang.say(key, &params)
}

#[derive(Clone, Copy)]
enum Year {
    /// Four digits.
    Full(i32),
    /// Two digits.
    Short(i32),
}

#[derive(Clone, Copy)]
struct Shape {
    day: Option<u8>,
    month: Option<u8>,
    year: Option<Year>,
}

/// Takes the numbers of the text for day, month and year; zeros are unknown parts.
fn shape(typed: &str) -> Option<Shape> {
    let numbers = numbers(typed)?;
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    match numbers.as_slice() {
        [year] if year.len() == 4 => parts("", "", year),
        [run] if run.len() == 6 => short_run(run),
        [run] if run.len() == 8 => parts(run.get(..2)?, run.get(2..4)?, run.get(4..)?),
        [month, year] if year.len() == 4 => parts("", month, year),
        [year, month] if year.len() == 4 => parts("", month, year),
        [day, month] => parts(day, month, ""),
        [year, month, day] if year.len() == 4 => parts(day, month, year),
        [day, month, year] => parts(day, month, year),
        _ => None,
    }
}

/// Six digits are day, month and two of the year; `031990`, which is no such day, is a month.
fn short_run(run: &str) -> Option<Shape> {
    let month: u8 = run.get(2..4)?.parse().ok()?;
    if month > 12 {
        return parts("", run.get(..2)?, run.get(2..)?);
    }
    parts(run.get(..2)?, run.get(2..4)?, run.get(4..)?)
}

/// Four digits as day and month.
fn short_day(digits: &str) -> Option<Shape> {
    parts(digits.get(..2)?, digits.get(2..)?, "")
}

fn parts(day: &str, month: &str, year: &str) -> Option<Shape> {
    let part = |text: &str| match text.len() {
        0 => Some(None),
        1 | 2 => text
            .parse()
            .ok()
            .map(|value: u8| (value > 0).then_some(value)),
        _ => None,
    };
    let year = match year.len() {
        0 => None,
        2 => Some(Year::Short(year.parse().ok()?)),
        4 => Some(Year::Full(year.parse().ok()?)),
        _ => return None,
    };
    Some(Shape {
        day: part(day)?,
        month: part(month)?,
        year,
    })
}

/// The numbers of the text, or `None` when anything else but date words stands there.
fn numbers(typed: &str) -> Option<Vec<String>> {
    if typed.len() > TYPED_BYTES {
        return None;
    }
    let words: Vec<String> = tokens(typed)
        .into_iter()
        .filter(|word| !WORDS.contains(&word.as_str()))
        .collect();
    words
        .iter()
        .all(|word| word.bytes().all(|b| b.is_ascii_digit()))
        .then_some(words)
}

/// The text's digits when it is one number.
fn lone_digits(typed: &str) -> Option<String> {
    let mut numbers = numbers(typed)?;
    let only = numbers.pop()?;
    numbers.is_empty().then_some(only)
}

/// The fault is the whole field's: one box was typed in, not three.
fn whole(fault: Fault) -> Fault {
    Fault {
        field: None,
        ..fault
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> Day {
        "2026-11-24".parse().unwrap()
    }

    #[test]
    fn births_are_read_however_typed() {
        for (typed, iso) in [
            ("010390", "1990-03-01"),
            ("1/3/90", "1990-03-01"),
            ("01/03/1990", "1990-03-01"),
            ("1-3-1990", "1990-03-01"),
            ("1.3.1990", "1990-03-01"),
            ("1 3 1990", "1990-03-01"),
            (" 01 / 03 / 1990 ", "1990-03-01"),
            ("01031990", "1990-03-01"),
            ("1990-03-01", "1990-03-01"),
            ("ngày 1 tháng 3 năm 1990", "1990-03-01"),
            ("Ngày 01 tháng 03 năm 90", "1990-03-01"),
            ("3/1990", "1990-03"),
            ("03-1990", "1990-03"),
            ("1990-03", "1990-03"),
            ("031990", "1990-03"),
            ("tháng 3 năm 1990", "1990-03"),
            ("00/03/1990", "1990-03"),
            ("1956", "1956"),
            ("khoảng 1956", "1956"),
            ("~1956", "1956"),
            ("năm 1956", "1956"),
            ("00/00/1956", "1956"),
            ("00001956", "1956"),
            ("29/02/2000", "2000-02-29"),
            ("24/11/26", "2026-11-24"),
            ("25/11/26", "1926-11-25"),
            ("251126", "1926-11-25"),
            ("01/01/00", "2000-01-01"),
            ("31/12/27", "1927-12-31"),
        ] {
            let date =
                birth(typed, today()).unwrap_or_else(|fault| panic!("{typed}: {}", fault.code));
            assert_eq!(date.iso(), iso, "{typed}");
        }
    }

    #[test]
    fn births_that_cannot_be_are_refused_with_their_reason() {
        for (typed, code) in [
            ("", Code::DateNotRead),
            ("hôm qua", Code::DateNotRead),
            ("1/3", Code::DateYearMissing),
            ("1", Code::DateNotRead),
            ("56", Code::DateNotRead),
            ("12345", Code::DateNotRead),
            ("1234567", Code::DateNotRead),
            ("1/3/990", Code::DateNotRead),
            ("1/3/1990/5", Code::DateNotRead),
            ("01/03/1990x", Code::DateNotRead),
            ("٠١٠٣١٩٩٠", Code::DateNotRead),
            ("30/02/1990", Code::DateNotReal),
            ("29/02/1900", Code::DateNotReal),
            ("01/13/1990", Code::DateNotReal),
            ("5/0/1990", Code::DateNotReal),
            ("25/11/2026", Code::DateInFuture),
            ("2027", Code::DateInFuture),
            ("01/03/2533", Code::FieldOutOfRange),
            ("01/03/1410", Code::FieldOutOfRange),
            ("01/01/0001", Code::FieldOutOfRange),
            ("01/01/9999", Code::FieldOutOfRange),
        ] {
            let fault = birth(typed, today())
                .err()
                .unwrap_or_else(|| panic!("{typed} was read"));
            assert_eq!((fault.code, fault.field), (code, None), "{typed}");
        }
    }

    #[test]
    fn other_days_lean_to_the_past_or_the_future() {
        for (typed, lean, iso) in [
            ("24/11", Lean::Past, "2026-11-24"),
            ("25-11", Lean::Past, "2025-11-25"),
            ("25-11", Lean::Future, "2026-11-25"),
            ("23/11", Lean::Future, "2027-11-23"),
            ("2311", Lean::Past, "2026-11-23"),
            ("2012", Lean::Past, "2025-12-20"),
            ("29/2", Lean::Past, "2024-02-29"),
            ("29/2", Lean::Future, "2028-02-29"),
            ("031226", Lean::Future, "2026-12-03"),
            ("3/12/26", Lean::Past, "2026-12-03"),
            ("3/12/2030", Lean::Future, "2030-12-03"),
        ] {
            assert_eq!(
                day(typed, today(), lean).unwrap().to_string(),
                iso,
                "{typed}"
            );
        }
        for (typed, code) in [
            ("2026", Code::DateNotReal),
            ("3/2026", Code::DateNotRead),
            ("31/4", Code::DateNotReal),
            ("30/02/2026", Code::DateNotReal),
            ("", Code::DateNotRead),
            ("mai", Code::DateNotRead),
        ] {
            assert_eq!(
                day(typed, today(), Lean::Past).unwrap_err().code,
                code,
                "{typed}"
            );
        }
    }

    #[test]
    fn a_date_is_echoed_in_words_of_both_languages() {
        for (typed, vi, en) in [
            ("010390", "01/03/1990 (thứ Năm)", "Thursday, 01/03/1990"),
            ("24/11/2026", "24/11/2026 (thứ Ba)", "Tuesday, 24/11/2026"),
            ("22/11/2026", "22/11/2026 (Chủ nhật)", "Sunday, 22/11/2026"),
            ("3/1990", "tháng 03/1990", "03/1990, day not known"),
            ("1956", "năm 1956", "year 1956"),
        ] {
            let date = birth(typed, today()).unwrap();
            assert_eq!(in_words(date, Lang::Vi), vi);
            assert_eq!(in_words(date, Lang::En), en);
        }
    }

    #[test]
    fn five_megabytes_are_refused_at_once() {
        let start = std::time::Instant::now();
        assert!(birth(&"1".repeat(5_000_000), today()).is_err());
        assert!(day(&"/".repeat(5_000_000), today(), Lean::Past).is_err());
        assert!(start.elapsed().as_millis() < 200);
    }

    proptest! {
        #[test]
        fn a_birth_is_never_in_the_future_and_reads_back_as_shown(typed in prop_oneof![
            any::<String>(), "[0-9]{4,8}", "[0-9]{1,2}[/ .-][0-9]{1,2}[/ .-]([0-9]{2}|[0-9]{4})",
        ]) {
            if let Ok(date) = birth(&typed, today()) {
                prop_assert!(!date.is_after(today()));
                prop_assert!(birth(&date.to_string(), today()).unwrap() == date);
                prop_assert!(birth(&date.iso(), today()).unwrap() == date);
            }
        }

        #[test]
        fn a_day_without_year_lies_where_it_should(typed in "[0-9]{1,2}/[0-9]{1,2}") {
            if let Ok(past) = day(&typed, today(), Lean::Past) {
                prop_assert!(past <= today());
                prop_assert!(day(&typed, today(), Lean::Future).unwrap() >= today());
            }
        }
    }
}
