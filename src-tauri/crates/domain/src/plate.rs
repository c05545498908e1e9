//! Vehicle plates as people write them.
//!
//! Purpose: one stored form (capitals and digits without separators: `15A12345`), the kind where
//! its form tells it, the form as on the metal. Forms: TT 24/2023/TT-BCA and TT 79/2024/TT-BCA as
//! collected in the fact base. Must never: decide who may drive what; a form is all it knows.

use serde::{Deserialize, Serialize};

use crate::fault::{Code, Fault};
use crate::number::is_separator;
use crate::text::nfc;

/// Longer texts are no plate.
const TYPED_BYTES: usize = 48;

/// What the form of a plate says of the vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `15A-123.45`, `15A-1234`.
    Car,
    /// `15-B1 123.45`, `15-AA 123.45`, electric `15-MĐ1 234.56`.
    Motorbike,
    /// Series with a meaning of their own (`LD`, `NG`, `RM`, …).
    Special,
    /// Two letters and digits (`AA-12-34`).
    Army,
    /// One letter and five digits, written without separators: `15B12345` is the car
    /// `15B-123.45` or the motorbike `15-B1 2345`; the officer chooses.
    CarOrMotorbike,
}

/// A plate that was read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Plate {
    /// The stored form.
    pub number: String,
    /// What its form says.
    pub kind: Kind,
}

/// A plate leads to its owner.
impl core::fmt::Debug for Plate {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Plate(.., {:?})", self.kind)
    }
}

/// Two-letter series that are no motorbike's.
const SPECIAL: [&str; 13] = [
    "LD", "DA", "NG", "NN", "QT", "CV", "CD", "KT", "RM", "TĐ", "HC", "CT", "MK",
];

/// Reads a typed plate, or refuses with `plate.not_read`.
pub fn read(typed: &str) -> Result<Plate, Fault> {
    written(typed).ok_or_else(|| Fault::new(Code::PlateNotRead))
}

fn written(typed: &str) -> Option<Plate> {
    if typed.len() > TYPED_BYTES {
        return None;
    }
    // Separators become one space, so that `15-B1 2345` stays apart from `15B-123.45`.
    let mut groups = String::new();
    for c in nfc(typed.trim()).to_uppercase().chars() {
        match c {
            // Icelandic and African capitals look the same as Đ.
            'Ð' | 'Ɖ' => groups.push('Đ'),
            'A'..='Z' | '0'..='9' | 'Đ' => groups.push(c),
            '/' | '_' => groups.push(' '),
            _ if is_separator(c) => groups.push(' '),
            _ => return None,
        }
    }
    let number: String = groups.chars().filter(|c| *c != ' ').collect();
    let kind = kind(&number, &groups)?;
    Some(Plate { number, kind })
}

fn kind(number: &str, groups: &str) -> Option<Kind> {
    let (code, rest) = take_while(number, |c| c.is_ascii_digit());
    let (series, tail) = take_while(rest, |c| !c.is_ascii_digit());
    if !tail.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match (code.len(), series.chars().count(), tail.len()) {
        (0, 2, 4) if series.is_ascii() => Some(Kind::Army),
        // Diplomatic: locality, country, series, number (80-011-NG-01).
        (5, 2, 2) if matches!(series, "NG" | "QT" | "NN" | "CV") => Some(Kind::Special),
        (2, 1, 4) if series != "Đ" => Some(Kind::Car),
        (2, 1, 5) if series != "Đ" => Some(one_letter(series, groups)),
        (2, 1, 6) if series != "Đ" => Some(Kind::Motorbike),
        (2, 2, 4 | 5) if SPECIAL.contains(&series) => Some(Kind::Special),
        (2, 2, 4 | 5) => Some(Kind::Motorbike),
        // Electric motorbikes with a numbered series: 15-MĐ1 234.56.
        (2, 2, 6) if series == "MĐ" => Some(Kind::Motorbike),
        _ => None,
    }
}

/// Tells `15B-123.45` from `15-B1 2345` by where the separators stand.
fn one_letter(series: &str, groups: &str) -> Kind {
    let after = groups
        .split_once(series)
        .map(|(_, after)| after)
        .unwrap_or_default();
    let mut parts = after.split(' ').map(str::len);
    match (parts.next(), parts.next()) {
        // A separator right after the letter, or the dot of 123.45.
        (Some(0), _) | (Some(3), Some(2)) => Kind::Car,
        (Some(1), _) => Kind::Motorbike,
        (Some(_) | None, _) => Kind::CarOrMotorbike,
    }
}

fn take_while(text: &str, keep: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !keep(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

impl Plate {
    /// As on the metal: `15A-123.45`, `15-B1 123.45`, `15-AA 123.45`, `AA-12-34`.
    pub fn display(&self) -> String {
        let (code, rest) = take_while(&self.number, |c| c.is_ascii_digit());
        let (series, tail) = take_while(rest, |c| !c.is_ascii_digit());
        match self.kind {
            Kind::Army => match tail.split_at_checked(2) {
                Some((first, second)) => format!("{series}-{first}-{second}"),
                None => self.number.clone(),
            },
            Kind::CarOrMotorbike => self.number.clone(),
            Kind::Special if code.len() == 5 => match code.split_at_checked(2) {
                Some((place, country)) => format!("{place}-{country}-{series}-{tail}"),
                None => self.number.clone(),
            },
            Kind::Car | Kind::Special => format!("{code}{series}-{}", dotted(tail)),
            Kind::Motorbike => {
                let numbered = series.chars().count() == 1 || tail.len() == 6;
                match tail.split_at_checked(usize::from(numbered)) {
                    Some((one, tail)) => format!("{code}-{series}{one} {}", dotted(tail)),
                    None => self.number.clone(),
                }
            }
        }
    }
}

/// Five digits carry a dot after the third.
fn dotted(digits: &str) -> String {
    match digits.split_at_checked(3) {
        Some((first, second)) if digits.len() == 5 => format!("{first}.{second}"),
        _ => digits.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(typed: &str, number: &str, kind: Kind, shown: &str) {
        let plate = read(typed).unwrap_or_else(|fault| panic!("{typed}: {}", fault.code));
        assert_eq!(
            (plate.number.as_str(), plate.kind),
            (number, kind),
            "{typed}"
        );
        assert_eq!(plate.display(), shown);
    }

    #[test]
    fn plates_of_every_kind_are_read_however_written() {
        for typed in [
            "15A-123.45",
            "15a 12345",
            "15A123.45",
            "15A - 123.45",
            "15A.12345",
            " 15A–123.45 ",
        ] {
            check(typed, "15A12345", Kind::Car, "15A-123.45");
        }
        check("34A-1234", "34A1234", Kind::Car, "34A-1234");
        check("16-LD 123.45", "16LD12345", Kind::Special, "16LD-123.45");
        check("15-B1 123.45", "15B112345", Kind::Motorbike, "15-B1 123.45");
        check("15B112345", "15B112345", Kind::Motorbike, "15-B1 123.45");
        check("15-B1 1234", "15B11234", Kind::Motorbike, "15-B1 1234");
        check("15-AA 123.45", "15AA12345", Kind::Motorbike, "15-AA 123.45");
        check("AA-12-34", "AA1234", Kind::Army, "AA-12-34");
        check("80A-123.45", "80A12345", Kind::Car, "80A-123.45");
        check("80-011-NG-01", "80011NG01", Kind::Special, "80-011-NG-01");
    }

    #[test]
    fn the_letter_d_with_stroke_is_read_in_every_shape() {
        for typed in [
            "15-MĐ1 234.56",
            "15mđ123456",
            "15-MÐ1 234.56",
            "15-Mð1 234.56",
        ] {
            check(typed, "15MĐ123456", Kind::Motorbike, "15-MĐ1 234.56");
        }
        check("15-MĐ 123.45", "15MĐ12345", Kind::Motorbike, "15-MĐ 123.45");
        check("15TĐ-123.45", "15TĐ12345", Kind::Special, "15TĐ-123.45");
    }

    #[test]
    fn one_letter_and_five_digits_without_separators_may_be_either() {
        check("15B12345", "15B12345", Kind::CarOrMotorbike, "15B12345");
        check("15B-12345", "15B12345", Kind::Car, "15B-123.45");
        check("15-B1 2345", "15B12345", Kind::Motorbike, "15-B1 2345");
    }

    #[test]
    fn what_is_no_plate_is_refused() {
        for typed in [
            "",
            "15",
            "15A",
            "15A-123",
            "15A-1234567",
            "1A-12345",
            "A-12345",
            "15ABC-12345",
            "15Đ-12345",
            "15A-123é45",
            "AĐ-12-34",
            "1５A-12345",
            "15A12B45",
            "không có",
        ] {
            assert_eq!(read(typed).unwrap_err().code, Code::PlateNotRead, "{typed}");
        }
        let start = std::time::Instant::now();
        assert!(read(&"15A".repeat(1_700_000)).is_err());
        assert!(start.elapsed().as_millis() < 200);
    }

    proptest! {
        #[test]
        fn a_plate_as_shown_reads_back(typed in prop_oneof![
            any::<String>(), "[0-9]{2}[ -]?[A-ZĐđ]{1,2}[0-9]?[ .-]?[0-9]{3}[.]?[0-9]{1,2}", "[A-Z]{2}[0-9]{4}",
        ]) {
            if let Ok(plate) = read(&typed) {
                let again = read(&plate.display()).unwrap();
                prop_assert_eq!(&again.number, &plate.number);
                prop_assert!(again.kind == plate.kind);
            }
        }
    }
}
