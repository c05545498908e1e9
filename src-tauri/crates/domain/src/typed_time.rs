//! The time of day as people type it.
//!
//! Purpose: `0935`, `935`, `9:35`, `9h35` and `9 giờ 35 phút` as a time. Must never: read a clock, or
//! guess a missing part.

use time::Time;

use crate::fault::{Code, Fault};
use crate::fold::folded_key;

/// Longer texts are no time of day.
const TYPED_BYTES: usize = 32;
/// What stands between or behind the numbers; folded.
const WORDS: [&str; 6] = ["", "h", "g", "gio", "phut", "p"];

/// Refuses with `time.not_read`.
pub fn clock(typed: &str) -> Result<Time, Fault> {
    read(typed).ok_or_else(|| Fault::new(Code::TimeNotRead))
}

fn read(typed: &str) -> Option<Time> {
    if typed.len() > TYPED_BYTES {
        return None;
    }
    let folded = folded_key(typed);
    let between = folded.split(|c: char| c.is_ascii_digit() || " :.".contains(c));
    if !between.into_iter().all(|word| WORDS.contains(&word)) {
        return None;
    }
    let numbers: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| !number.is_empty())
        .collect();
    let (hour, minute) = match numbers.as_slice() {
        [run] if (3..=4).contains(&run.len()) => run.split_at_checked(run.len() - 2)?,
        [hour, minute] if hour.len() <= 2 && minute.len() <= 2 => (*hour, *minute),
        _ => return None,
    };
    Time::from_hms(hour.parse().ok()?, minute.parse().ok()?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_type_it() {
        for typed in [
            "0935",
            "935",
            "9:35",
            "09:35",
            "9h35",
            "9g35",
            " 9.35 ",
            "9 giờ 35",
            "9 giờ 35 phút",
        ] {
            let read = clock(typed).unwrap();
            assert_eq!((read.hour(), read.minute()), (9, 35), "{typed}");
        }
        assert_eq!(clock("0000").unwrap(), Time::MIDNIGHT);
        assert_eq!(clock("2359").unwrap().hour(), 23);
    }

    #[test]
    fn what_is_no_time_or_half_a_time_is_refused() {
        for typed in [
            "",
            "9",
            "09",
            "2400",
            "0960",
            "12345",
            "9:35:10",
            "9h",
            "chín giờ",
            "9a35",
            "9:35 sáng",
            "9:35 sáng mai và nhiều chữ nữa ở đây",
        ] {
            assert_eq!(clock(typed).unwrap_err().code, Code::TimeNotRead, "{typed}");
        }
    }
}
