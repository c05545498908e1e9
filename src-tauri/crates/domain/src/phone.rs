//! Telephone numbers as people write them.
//!
//! Purpose: one stored form (national digits `0912345678`; other countries `+49301234567`), the
//! old eleven-digit mobile numbers carried over to their ten-digit ones (prefix plan of
//! 15 September 2018), forms for screen and paper. Must never: refuse a number for a prefix it
//! does not know; plans change more often than programs.

use serde::{Deserialize, Serialize};

use crate::fault::{Code, Fault};
use crate::number::is_separator;

/// Longer texts are no telephone number.
const TYPED_BYTES: usize = 48;

/// What sort of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// *Di động.*
    Mobile,
    /// *Cố định.*
    Land,
    /// 1800 (free) and 1900 (paid).
    Service,
    /// 111, 113, 114, 115 and the like.
    Short,
    /// Another country's.
    Foreign,
}

/// What was done to a number, told beside the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// An old eleven-digit mobile number was carried over.
    Converted,
    /// The leading zero was missing (a spreadsheet drops it) and was put back.
    ZeroAdded,
    /// No prefix of the plan; kept as typed.
    PrefixUnknown,
}

/// A number that was read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Entered {
    /// The stored form.
    pub number: String,
    /// Its sort.
    pub kind: Kind,
    /// What to tell the officer.
    pub note: Option<Note>,
}

/// A telephone number is personal.
impl core::fmt::Debug for Entered {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Entered(.., {:?}, {:?})", self.kind, self.note)
    }
}

/// Mobile prefixes in use, three digits each.
const MOBILE: [&str; 36] = [
    "032", "033", "034", "035", "036", "037", "038", "039", "052", "055", "056", "058", "059",
    "070", "076", "077", "078", "079", "081", "082", "083", "084", "085", "086", "087", "088",
    "089", "090", "091", "092", "093", "094", "096", "097", "098", "099",
];

/// Old four-digit mobile prefixes and the three digits that took their place.
const OLD_MOBILE: [(&str, &str); 21] = [
    ("0120", "070"),
    ("0121", "079"),
    ("0122", "077"),
    ("0123", "083"),
    ("0124", "084"),
    ("0125", "085"),
    ("0126", "076"),
    ("0127", "081"),
    ("0128", "078"),
    ("0129", "082"),
    ("0162", "032"),
    ("0163", "033"),
    ("0164", "034"),
    ("0165", "035"),
    ("0166", "036"),
    ("0167", "037"),
    ("0168", "038"),
    ("0169", "039"),
    ("0186", "056"),
    ("0188", "058"),
    ("0199", "059"),
];

/// Emergency and help lines.
const SHORT: [&str; 4] = ["111", "113", "114", "115"];

/// The stored form of a typed number, or `phone.not_read`.
pub fn entered(typed: &str) -> Result<String, Fault> {
    read(typed).map(|entered| entered.number)
}

/// Reads a typed number, or refuses with `phone.not_read`.
pub fn read(typed: &str) -> Result<Entered, Fault> {
    written(typed).ok_or_else(|| Fault::new(Code::PhoneNotRead))
}

fn written(typed: &str) -> Option<Entered> {
    if typed.len() > TYPED_BYTES {
        return None;
    }
    let mut digits = String::new();
    let mut plus = false;
    for c in typed.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() && !plus => plus = true,
            '(' | ')' | '/' => {}
            _ if is_separator(c) => {}
            _ => return None,
        }
    }
    let abroad = if plus {
        Some(digits.as_str())
    } else {
        digits.strip_prefix("00")
    };
    match abroad {
        Some(number) => match number.strip_prefix("84") {
            // Written both ways at once: +84 (0)912…
            Some(own) => national(&format!("0{}", own.strip_prefix('0').unwrap_or(own))),
            None => foreign(number),
        },
        None if digits.starts_with("84") && (11..=12).contains(&digits.len()) => {
            national(&format!("0{}", digits.get(2..)?))
        }
        None => national(&digits),
    }
}

/// E.164: up to fifteen digits, no country code begins with zero.
fn foreign(digits: &str) -> Option<Entered> {
    ((7..=15).contains(&digits.len()) && !digits.starts_with('0')).then(|| Entered {
        number: format!("+{digits}"),
        kind: Kind::Foreign,
        note: None,
    })
}

fn national(digits: &str) -> Option<Entered> {
    let found = |kind, note| {
        Some(Entered {
            number: digits.to_owned(),
            kind,
            note,
        })
    };
    let first_two = digits.get(..2)?;
    match (first_two, digits.len()) {
        ("03" | "05" | "07" | "08" | "09", 10) => {
            let known = MOBILE.iter().any(|prefix| digits.starts_with(prefix));
            found(Kind::Mobile, (!known).then_some(Note::PrefixUnknown))
        }
        ("01", 11) => converted(digits),
        ("02", 11) => found(Kind::Land, None),
        ("18" | "19", 8 | 10) if digits.get(2..4) == Some("00") => found(Kind::Service, None),
        (_, 3..=5) if digits.starts_with('1') => {
            let known = SHORT.contains(&digits);
            found(Kind::Short, (!known).then_some(Note::PrefixUnknown))
        }
        (_, 9 | 10) if !digits.starts_with(['0', '1']) => zero_added(digits),
        _ => None,
    }
}

/// The ten-digit number of an old eleven-digit one.
fn converted(digits: &str) -> Option<Entered> {
    let (old, rest) = digits.split_at_checked(4)?;
    let (_, new) = OLD_MOBILE.iter().find(|(prefix, _)| *prefix == old)?;
    Some(Entered {
        number: format!("{new}{rest}"),
        kind: Kind::Mobile,
        note: Some(Note::Converted),
    })
}

/// Nine digits of a mobile or ten of a land line, as spreadsheets keep them.
fn zero_added(digits: &str) -> Option<Entered> {
    let entered = national(&format!("0{digits}"))?;
    let note = entered.note.or(Some(Note::ZeroAdded));
    Some(Entered { note, ..entered })
}

/// As on screen and paper: `0912 345 678`, `024 1234 5678`, `0225 123 4567`, `1900 1234`.
/// Takes the stored form; any other text comes back as it is.
pub fn display(number: &str) -> String {
    let groups: &[usize] = match (number.get(..3), number.len()) {
        _ if !number.bytes().all(|b| b.is_ascii_digit()) => &[],
        (Some("024" | "028"), 11) => &[3, 4, 4],
        (Some(_), 11) => &[4, 3, 4],
        (Some("180" | "190"), 8) => &[4, 4],
        (Some("180" | "190"), 10) => &[4, 6],
        (Some(_), 10) => &[4, 3, 3],
        _ => &[],
    };
    let mut out = String::new();
    let mut rest = number;
    for size in groups {
        let Some((group, tail)) = rest.split_at_checked(*size) else {
            break;
        };
        out.push_str(group);
        out.push(' ');
        rest = tail;
    }
    out.push_str(rest);
    out.trim_end_matches(' ').to_owned()
}

/// For screens a citizen can see: the last three digits (`••• 678`).
pub fn masked(number: &str) -> String {
    let start = number
        .char_indices()
        .rev()
        .nth(2)
        .map_or(0, |(index, _)| index);
    format!("••• {}", number.get(start..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(typed: &str, number: &str, kind: Kind, note: Option<Note>) {
        let entered = read(typed).unwrap_or_else(|fault| panic!("{typed}: {}", fault.code));
        assert_eq!(
            (entered.number.as_str(), entered.kind, entered.note),
            (number, kind, note),
            "{typed}"
        );
    }

    #[test]
    fn every_way_of_writing_a_mobile_number_is_one_number() {
        for typed in [
            "0912345678",
            "0912 345 678",
            "0912.345.678",
            "0912-345-678",
            "+84 912 345 678",
            "+84912345678",
            "+84 (0)912 345 678",
            "0084 912345678",
            "84912345678",
            "(0912) 345678",
            " 0912\u{A0}345–678 ",
        ] {
            check(typed, "0912345678", Kind::Mobile, None);
        }
        check(
            "912345678",
            "0912345678",
            Kind::Mobile,
            Some(Note::ZeroAdded),
        );
        check(
            "0541234567",
            "0541234567",
            Kind::Mobile,
            Some(Note::PrefixUnknown),
        );
    }

    #[test]
    fn old_eleven_digit_mobile_numbers_are_carried_over() {
        for (old, new) in OLD_MOBILE {
            check(
                &format!("{old} 123 4567"),
                &format!("{new}1234567"),
                Kind::Mobile,
                Some(Note::Converted),
            );
        }
        check(
            "+84 168 123 4567",
            "0381234567",
            Kind::Mobile,
            Some(Note::Converted),
        );
        check(
            "841681234567",
            "0381234567",
            Kind::Mobile,
            Some(Note::Converted),
        );
        assert!(
            read("01901234567").is_err(),
            "0190 never was a mobile prefix"
        );
    }

    #[test]
    fn land_lines_service_short_and_foreign_numbers_are_known() {
        check("0225 123 4567", "02251234567", Kind::Land, None);
        check("(0220) 3.123.456", "02203123456", Kind::Land, None);
        check("024 1234 5678", "02412345678", Kind::Land, None);
        check("+84 28 1234 5678", "02812345678", Kind::Land, None);
        check(
            "2251234567",
            "02251234567",
            Kind::Land,
            Some(Note::ZeroAdded),
        );
        check("1900 1234", "19001234", Kind::Service, None);
        check("1800 123456", "1800123456", Kind::Service, None);
        for short in SHORT {
            check(short, short, Kind::Short, None);
        }
        check("112", "112", Kind::Short, Some(Note::PrefixUnknown));
        check("+49 30 1234567", "+49301234567", Kind::Foreign, None);
        check("0086 10 12345678", "+861012345678", Kind::Foreign, None);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for typed in [
            "",
            " ",
            "+",
            "0",
            "091234567",
            "09123456789",
            "0225123456",
            "+84",
            "+0912345678",
            "không có",
            "0912345678x",
            "0912345678; 0987654321",
            "=0912345678",
            "９１２３４５６７８",
            "++84912345678",
            "84912345",
        ] {
            assert_eq!(read(typed).unwrap_err().code, Code::PhoneNotRead, "{typed}");
        }
        let start = std::time::Instant::now();
        assert!(read(&"0".repeat(5_000_000)).is_err());
        assert!(start.elapsed().as_millis() < 200);
    }

    #[test]
    fn numbers_are_shown_in_groups_and_masked_to_three_digits() {
        for (number, shown) in [
            ("0912345678", "0912 345 678"),
            ("02251234567", "0225 123 4567"),
            ("02412345678", "024 1234 5678"),
            ("19001234", "1900 1234"),
            ("1800123456", "1800 123456"),
            ("113", "113"),
            ("+49301234567", "+49301234567"),
            ("", ""),
        ] {
            assert_eq!(display(number), shown);
        }
        assert_eq!(masked("0912345678"), "••• 678");
        assert_eq!(masked(""), "••• ");
    }

    proptest! {
        #[test]
        fn the_stored_and_the_shown_form_read_back(typed in prop_oneof![
            any::<String>(), "[+0-9 .()-]{3,20}", "0[1-9][0-9]{8,9}", "1[0-9]{2,9}",
        ]) {
            if let Ok(entered) = read(&typed) {
                prop_assert_eq!(read(&entered.number).unwrap().number, entered.number.clone());
                prop_assert_eq!(read(&display(&entered.number)).unwrap().number, entered.number);
            }
        }

        #[test]
        fn showing_any_text_neither_panics_nor_loses_a_character(text in ".{0,16}") {
            prop_assert_eq!(display(&text).replace(' ', ""), text.replace(' ', ""));
            prop_assert!(masked(&text).chars().count() <= 7);
        }
    }
}
