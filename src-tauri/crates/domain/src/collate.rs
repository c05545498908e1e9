//! Sorting, the Vietnamese way.
//!
//! Purpose: people by given name (*tên*, the last word), then surname (*họ*), then middle name
//! (*chữ đệm*); other lists by the whole text. Letters order first (a < ă < â, d < đ), tones second
//! (ngang, huyền, hỏi, ngã, sắc, nặng): CLDR collation `vi`, UTS #35. May use: ICU collation data.
//! Must never: split a stored name; the parts are derived for sorting alone.

use core::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

use crate::fold::place_tones;
use crate::text::nfc;

/// Changes whenever a sort key of some text may change; stored keys of another version are made
/// anew. Names the collation library's exact version, because its keys hold for that one only.
pub const COLLATION_VERSION: &str = "icu_collator-2.4.0/vi/1";

/// Letters and tones; case and tone placement are no reason to list two people apart.
static LETTERS_AND_TONES: LazyLock<CollatorBorrowed<'static>> =
    LazyLock::new(|| collator(Strength::Secondary));
/// Letters, tones and case.
static WHOLE: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| collator(Strength::Tertiary));

#[expect(
    clippy::expect_used,
    reason = "the data of this locale is compiled in; without it no list has an order"
)]
fn collator(strength: Strength) -> CollatorBorrowed<'static> {
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    Collator::try_new(locale!("vi").into(), options).expect("compiled-in collation data")
}

/// The name by which one speaks to the person: the last word (`Nguyễn Thị An` → `An`); empty for
/// an empty name.
pub fn given_name(name: &str) -> &str {
    name.split_whitespace().next_back().unwrap_or_default()
}

/// Orders two names of people; equal only when the texts are equal in NFC.
pub fn compare_people(left: &str, right: &str) -> Ordering {
    sort_key(left).cmp(&sort_key(right))
}

/// Orders two entries of any other list; equal only when the texts are equal.
pub fn compare(left: &str, right: &str) -> Ordering {
    WHOLE.compare(left, right).then_with(|| left.cmp(right))
}

/// Bytes whose order is the order of people; valid for [`COLLATION_VERSION`].
pub fn sort_key(name: &str) -> Vec<u8> {
    let name = nfc(name);
    let placed = place_tones(&name);
    let mut words: Vec<&str> = placed.split_whitespace().collect();
    let given = words.pop().unwrap_or_default();
    let (surname, middle) = words
        .split_first()
        .map_or(("", String::new()), |(first, rest)| {
            (*first, rest.join(" "))
        });
    let mut key = Vec::with_capacity(placed.len().saturating_mul(3));
    for part in [given, surname, &middle] {
        write_key(&LETTERS_AND_TONES, part, &mut key);
        // Collation keys hold no zero byte, so a shorter part sorts before a longer one.
        key.push(0);
    }
    write_key(&WHOLE, &name, &mut key);
    key.push(0);
    key.extend_from_slice(name.as_bytes());
    key
}

/// Bytes whose order is that of [`compare`]; valid for [`COLLATION_VERSION`].
pub fn list_key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len().saturating_mul(3));
    write_key(&WHOLE, text, &mut key);
    key.push(0);
    key.extend_from_slice(text.as_bytes());
    key
}

fn write_key(collator: &CollatorBorrowed<'_>, text: &str, key: &mut Vec<u8>) {
    let Ok(()) = collator.write_sort_key_to(text, key);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sorts a shuffled copy and expects the given order back.
    fn check(order: fn(&str, &str) -> Ordering, expected: &[&str]) {
        let mut names: Vec<&str> = expected.iter().rev().copied().collect();
        names.rotate_left(expected.len() / 2);
        names.sort_by(|left, right| order(left, right));
        assert_eq!(names, expected);
    }

    #[test]
    fn letters_follow_the_alphabet_of_twenty_nine() {
        check(
            compare,
            &[
                "a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n",
                "o", "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y",
            ],
        );
        check(compare, &["da", "dz", "đa", "ea"]);
    }

    #[test]
    fn tones_come_after_letters_in_their_own_order() {
        check(
            compare,
            &["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mắ", "mâ"],
        );
        check(compare, &["ma", "má", "mạ", "man", "mán"]);
    }

    #[test]
    fn people_are_listed_by_given_name_then_surname_then_middle() {
        check(
            compare_people,
            &[
                "An",
                "Bùi Thị An",
                "Lê An",
                "Lê Thị An",
                "Lê Văn An",
                "Nguyễn Thị An",
                "Nguyễn Văn An",
                "Trần Văn Ăn",
                "Bùi Ân",
                "Phạm Thị Dung",
                "Bùi Thị Đào",
                "Vũ Thị Hà",
                "Bùi Thị Hạ",
                "JOHN SMITH",
                "Maria del Carmen Zeta",
            ],
        );
    }

    #[test]
    fn tone_placement_and_case_do_not_part_people() {
        check(
            compare_people,
            &[
                "Bùi Thị Hoa",
                "Bùi Thị Hòa",
                "Lê Thị Hoà",
                "PHẠM THỊ HÒA",
                "Trần Thị Hoà",
                "Bùi Thị Hỏa",
                "Lê Thị Hoả",
            ],
        );
    }

    #[test]
    fn the_given_name_is_the_last_word() {
        for (name, given) in [
            ("Nguyễn Thị An", "An"),
            ("  An  ", "An"),
            ("", ""),
            ("JOHN SMITH", "SMITH"),
        ] {
            assert_eq!(given_name(name), given);
        }
    }

    #[test]
    fn the_version_names_the_library_that_makes_the_keys() {
        let lock = include_str!("../../../../Cargo.lock");
        let (_, rest) = lock
            .split_once("name = \"icu_collator\"\nversion = \"")
            .unwrap();
        let (version, _) = rest.split_once('"').unwrap();
        assert!(
            COLLATION_VERSION.starts_with(&format!("icu_collator-{version}/")),
            "icu_collator is {version} now: change COLLATION_VERSION, stored keys are void"
        );
    }

    fn name() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "(Nguyễn |Lê |Thị |Hòa |Hoà |hoa |An|ÂN|Đào|e\u{0301}){0,5}"
        ]
    }

    proptest! {
        #[test]
        fn parts_in_a_key_hold_no_zero_byte(text in name()) {
            for collator in [&*LETTERS_AND_TONES, &*WHOLE] {
                let mut key = Vec::new();
                write_key(collator, &text, &mut key);
                prop_assert!(!key.contains(&0));
            }
        }

        #[test]
        fn keys_of_lists_order_as_comparing_does(left in name(), right in name()) {
            prop_assert_eq!(list_key(&left).cmp(&list_key(&right)), compare(&left, &right));
        }

        #[test]
        fn the_given_name_decides_first(left in name(), right in name()) {
            let place = |name: &str| place_tones(given_name(&nfc(name)));
            let by_given = LETTERS_AND_TONES.compare(&place(&left), &place(&right));
            if by_given != Ordering::Equal {
                prop_assert_eq!(compare_people(&left, &right), by_given);
            }
        }
    }
}
