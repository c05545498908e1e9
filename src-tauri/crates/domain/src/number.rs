//! Numbers of identity papers.
//!
//! Purpose: reading what was typed (spaces, dots and hyphens do not matter) and noticing what does
//! not fit. The personal number (*số định danh cá nhân*, NĐ 137/2015 Art 13, TT 59/2021/TT-BCA
//! Art 4) is `PPP G YY RRRRRR`: province or country of birth registration, century and sex, birth
//! year, random; it has no check digit. Must never: refuse a number of twelve digits, because
//! registrations abroad, corrected data and changes of sex break every other rule.

mod province;

use crate::born::{PartialDate, Sex};
use crate::fault::{Code, Fault};
use crate::warning::Warning;

pub use province::{PROVINCES, province};

/// Longer texts are no number, however many separators they hold.
const TYPED_BYTES: usize = 64;

/// The twelve digits of a personal number, or `number.not_twelve_digits`.
pub fn personal(typed: &str) -> Result<String, Fault> {
    digits(typed, 12).ok_or_else(|| Fault::new(Code::NumberNotTwelve))
}

/// The nine digits of an old identity card (*CMND*), or `number.not_nine_digits`.
pub fn old(typed: &str) -> Result<String, Fault> {
    digits(typed, 9).ok_or_else(|| Fault::new(Code::NumberNotNine))
}

/// A passport number in capitals: six to twelve letters and digits with at least one digit, or
/// `passport.not_read`. Other states' numbers have other forms than ours ([`is_own_passport`]).
pub fn passport(typed: &str) -> Result<String, Fault> {
    let number = packed(typed)
        .map(|text| text.to_ascii_uppercase())
        .filter(|text| {
            (6..=12).contains(&text.len())
                && text.bytes().all(|b| b.is_ascii_alphanumeric())
                && text.bytes().any(|b| b.is_ascii_digit())
        });
    number.ok_or_else(|| Fault::new(Code::PassportNotRead))
}

/// Whether a passport number has the form of a Vietnamese one: a letter and seven digits, since
/// 2022 also eight.
pub fn is_own_passport(number: &str) -> bool {
    let mut bytes = number.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_uppercase())
        && matches!(bytes.len(), 7 | 8)
        && bytes.all(|b| b.is_ascii_digit())
}

/// A nationality as on machine-readable lines: one to three capital letters (ICAO 9303 part 3
/// §5: ISO 3166-1 alpha-3, and `D` for Germany), or `nationality.not_read`.
pub fn nationality(typed: &str) -> Result<String, Fault> {
    let code = packed(typed)
        .map(|text| text.to_ascii_uppercase())
        .filter(|text| {
            (text.len() == 3 || text == "D") && text.bytes().all(|b| b.is_ascii_uppercase())
        });
    code.ok_or_else(|| Fault::new(Code::NationalityNotRead))
}

/// What a personal number says of its holder; `None` unless it is twelve digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Name in the table of 63 as it stood before 1 July 2025; `None` for a country or unknown.
    pub province: Option<&'static str>,
    /// Sex at registration.
    pub sex: Sex,
    /// Birth year, 1900–2399.
    pub birth_year: i32,
}

/// The parts of an identity number are personal.
impl core::fmt::Debug for Parts {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Parts(..)")
    }
}

/// Takes a personal number apart.
pub fn parts(number: &str) -> Option<Parts> {
    if number.len() != 12 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let century: i32 = number.get(3..4)?.parse().ok()?;
    let year: i32 = number.get(4..6)?.parse().ok()?;
    Some(Parts {
        province: province(number.get(..3)?),
        sex: if century % 2 == 0 {
            Sex::Male
        } else {
            Sex::Female
        },
        birth_year: 1900 + century / 2 * 100 + year,
    })
}

/// What of a personal number does not fit what else is known; empty when all fits or nothing is
/// known to compare with.
pub fn check(number: &str, sex: Option<Sex>, born: Option<PartialDate>) -> Vec<Warning> {
    let Some(parts) = parts(number) else {
        return Vec::new();
    };
    let mut warnings = Vec::new();
    if parts.province.is_none() {
        warnings.push(Warning::NumberProvinceUnknown);
    }
    if sex.is_some_and(|sex| sex != parts.sex) {
        warnings.push(Warning::NumberSexDiffers);
    }
    if born.is_some_and(|born| born.year() != parts.birth_year) {
        warnings.push(Warning::NumberBirthYearDiffers);
    }
    warnings
}

/// The digits of a number typed with any separators, when there are exactly `count`.
fn digits(typed: &str, count: usize) -> Option<String> {
    packed(typed).filter(|text| text.len() == count && text.bytes().all(|b| b.is_ascii_digit()))
}

/// The text without spaces, dots and hyphens (also the dashes word processors make of them).
pub(crate) fn packed(typed: &str) -> Option<String> {
    (typed.len() <= TYPED_BYTES).then(|| typed.chars().filter(|c| !is_separator(*c)).collect())
}

/// What people put between the groups of a number.
pub(crate) fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '.' | '-' | '\u{2010}'..='\u{2014}' | '\u{AD}' | '\u{2212}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn born(year: i32) -> PartialDate {
        PartialDate::year_only(year).unwrap()
    }

    #[test]
    fn separators_do_not_matter_and_twelve_digits_do() {
        for typed in [
            "031190012345",
            " 031 190 012 345 ",
            "031.190.012.345",
            "031-190–012345",
        ] {
            assert_eq!(personal(typed).unwrap(), "031190012345");
        }
        for typed in [
            "",
            "03119001234",
            "0311900123456",
            "03119001234O",
            "０３１１９００１２３４５",
            "031/190012345",
        ] {
            assert_eq!(
                personal(typed).unwrap_err().code,
                Code::NumberNotTwelve,
                "{typed}"
            );
        }
        assert_eq!(old("031 234 567").unwrap(), "031234567");
        assert_eq!(old("031190012345").unwrap_err().code, Code::NumberNotNine);
    }

    #[test]
    fn passports_of_all_states_are_read_and_ours_are_known_by_their_form() {
        for (typed, number, own) in [
            ("B1234567", "B1234567", true),
            ("c 1234567", "C1234567", true),
            ("P00123456", "P00123456", true),
            ("P001234567", "P001234567", false),
            ("123456789", "123456789", false),
            ("C01X00T47", "C01X00T47", false),
        ] {
            assert_eq!(passport(typed).unwrap(), number);
            assert_eq!(is_own_passport(number), own, "{number}");
        }
        for typed in [
            "",
            "B1234",
            "ABCDEFGH",
            "B12345678901X",
            "B1234567É",
            "B1234567;",
        ] {
            assert_eq!(
                passport(typed).unwrap_err().code,
                Code::PassportNotRead,
                "{typed}"
            );
        }
    }

    #[test]
    fn a_nationality_is_three_letters_or_the_german_one() {
        assert_eq!(nationality(" vnm ").unwrap(), "VNM");
        assert_eq!(nationality("D").unwrap(), "D");
        for typed in ["", "VN", "V1M", "Việt", "VNMX"] {
            assert_eq!(
                nationality(typed).unwrap_err().code,
                Code::NationalityNotRead,
                "{typed}"
            );
        }
    }

    #[test]
    fn the_fourth_digit_tells_century_and_sex() {
        for (digit, sex, year) in [
            ('0', Sex::Male, 1990),
            ('1', Sex::Female, 1990),
            ('2', Sex::Male, 2090),
            ('3', Sex::Female, 2090),
            ('4', Sex::Male, 2190),
            ('5', Sex::Female, 2190),
            ('6', Sex::Male, 2290),
            ('7', Sex::Female, 2290),
            ('8', Sex::Male, 2390),
            ('9', Sex::Female, 2390),
        ] {
            let parts = parts(&format!("031{digit}90012345")).unwrap();
            assert_eq!((parts.sex, parts.birth_year), (sex, year));
            assert_eq!(parts.province, Some("Hải Phòng"));
        }
        assert!(parts("").is_none() && parts("03119001234x").is_none());
    }

    #[test]
    fn what_does_not_fit_is_a_warning_and_what_is_unknown_is_none() {
        let number = "031190012345";
        assert!(check(number, Some(Sex::Female), Some(born(1990))).is_empty());
        assert!(check(number, None, None).is_empty());
        assert_eq!(
            check(number, Some(Sex::Male), Some(born(1991))),
            [Warning::NumberSexDiffers, Warning::NumberBirthYearDiffers]
        );
        assert_eq!(
            check("123190012345", None, None),
            [Warning::NumberProvinceUnknown]
        );
        assert!(
            personal("123190012345").is_ok(),
            "a country's code is not in the table"
        );
    }

    #[test]
    fn five_megabytes_of_separators_are_refused_at_once() {
        let start = std::time::Instant::now();
        for text in [" ".repeat(5_000_000), "1".repeat(5_000_000)] {
            assert!(personal(&text).is_err() && old(&text).is_err());
            assert!(passport(&text).is_err() && nationality(&text).is_err());
            assert!(parts(&text).is_none());
        }
        assert!(start.elapsed().as_millis() < 500);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_the_answer_has_its_form(typed in prop_oneof![any::<String>(), "[0-9 .-]{8,16}"]) {
            if let Ok(number) = personal(&typed) {
                prop_assert!(parts(&number).is_some());
                prop_assert_eq!(personal(&number).unwrap(), number);
            }
            if let Ok(number) = old(&typed) {
                prop_assert_eq!(number.len(), 9);
            }
            if let Ok(number) = passport(&typed) {
                prop_assert_eq!(passport(&number).unwrap(), number);
            }
        }
    }
}
