//! Search keys: what is compared when somebody looks for a name.
//!
//! Purpose: three keys of a text, from strict to loose, so that an exact spelling ranks first and a
//! name typed without marks is still found (Vietnamese text facts: TCVN 6909:2001, UAX #15).
//!
//! | key | case, composed form, punctuation | marks | tone placement | i and y |
//! |---|---|---|---|---|
//! | [`marked_key`] | one | kept | one (`hòa` = `hoà`) | apart |
//! | [`folded_key`] | one | off, đ = d | one | apart |
//! | [`loose_key`] | one | off, đ = d | one | one (`Lý` = `Lí`) |
//!
//! A key is words joined by single spaces. May use: ICU normalisation data. Must never: be shown
//! or stored in place of the text; a person's spelling is hers.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

use crate::text::nfc;

/// Raised whenever a key of some text changes; stored keys of another version are made anew.
pub const FOLD_VERSION: u32 = 1;

/// The exact-spelling tier: lower case, NFC, punctuation as one space, tones in one place.
pub fn marked_key(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut gap = false;
    for c in lowered(text).chars() {
        match part(c) {
            Part::Hidden => {}
            Part::Gap => gap = true,
            // A mark with no letter before it belongs to nothing that is kept.
            Part::Mark if gap || kept.is_empty() => {}
            Part::Mark => kept.push(c),
            Part::Letter => {
                open_gap(&mut kept, &mut gap);
                kept.push(if is_d_with_stroke(c) { 'đ' } else { c });
            }
        }
    }
    place_tones(&kept)
}

/// The tier of a name typed without marks.
pub fn folded_key(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut gap = false;
    for c in lowered(text).chars() {
        match part(c) {
            Part::Hidden | Part::Mark => {}
            Part::Gap => gap = true,
            Part::Letter => {
                open_gap(&mut kept, &mut gap);
                kept.push(if is_d_with_stroke(c) { 'd' } else { c });
            }
        }
    }
    // Letters of other scripts (Hangul) were decomposed too and are put together again.
    nfc(&kept).into_owned()
}

/// The loosest tier: as [`folded_key`], and i and y are one letter.
pub fn loose_key(text: &str) -> String {
    folded_key(text).replace('y', "i")
}

/// Whether a name may be a colleague's, who may be shown with a rank before hers. One word alone is nobody's
/// name.
pub fn names_colleague(shown: &str, name: &str) -> bool {
    let (shown, name) = (tokens(shown), tokens(name));
    name.len() >= 2 && shown.ends_with(&name)
}

/// The words of a text as [`folded_key`] spells them.
pub fn tokens(text: &str) -> Vec<String> {
    folded_key(text)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// Whether a character stands between words.
pub(crate) fn separates(c: char) -> bool {
    matches!(part(c), Part::Gap)
}

/// Moves the tone of `oa`, `oe`, `uy` from the first to the second vowel (`hòa` → `hoà`): both
/// spellings are in use and differ in code points. All else stays; the answer is NFC.
pub(crate) fn place_tones(text: &str) -> String {
    let mut chars: Vec<char> = decomposed(text).chars().collect();
    for start in 0..chars.len() {
        let rest = chars.get_mut(start..).unwrap_or_default();
        let [first, tone, second, after @ ..] = &*rest else {
            break;
        };
        if is_tone(*tone) && is_moving_pair(*first, *second) {
            // Past the second vowel's own marks (ă), so that composing finds them together.
            let marks = after.iter().take_while(|c| is_mark(**c)).count();
            if let Some(span) = rest.get_mut(1..marks.saturating_add(3)) {
                span.rotate_left(1);
            }
        }
    }
    nfc(&chars.into_iter().collect::<String>()).into_owned()
}

/// What a character is to a key.
enum Part {
    /// Part of a word.
    Letter,
    /// A combining mark.
    Mark,
    /// Between words.
    Gap,
    /// Neither seen nor between words: joiners, selectors, direction marks, apostrophes
    /// (`H'Mông` is found as `hmong`).
    Hidden,
}

fn part(c: char) -> Part {
    if is_hidden(c) {
        Part::Hidden
    } else if is_mark(c) {
        Part::Mark
    } else if c.is_alphanumeric() {
        Part::Letter
    } else {
        Part::Gap
    }
}

fn lowered(text: &str) -> String {
    decomposed(&nfc(text).to_lowercase())
}

fn decomposed(text: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfd()
        .normalize(text)
        .into_owned()
}

fn open_gap(kept: &mut String, gap: &mut bool) {
    if core::mem::take(gap) && !kept.is_empty() {
        kept.push(' ');
    }
}

/// A combining mark that normalisation reorders: every Latin, Greek and Cyrillic one. Vowel signs
/// of Indic scripts and Thai have class 0 and count as letters, as their readers expect.
fn is_mark(c: char) -> bool {
    CanonicalCombiningClassMapBorrowed::new().get_u8(c) != 0
}

/// đ has no decomposition; ð (Icelandic) and ɖ share its capital's looks.
const fn is_d_with_stroke(c: char) -> bool {
    matches!(c, 'đ' | 'ð' | 'ɖ')
}

const fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

const fn is_moving_pair(first: char, second: char) -> bool {
    matches!(
        (first, second),
        ('o' | 'O', 'a' | 'e' | 'A' | 'E') | ('u' | 'U', 'y' | 'Y')
    )
}

const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{2BB}' | '`' | '\u{B4}'
        | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_colleague_is_named_with_or_without_her_rank_and_by_no_single_word() {
        for (shown, name, is) in [
            ("Lê Thị Phó", "LE THI PHO", true),
            ("Thượng úy Lê Thị Phó", "lê thị phó", true),
            ("Thượng úy Lê Thị Phó", "Phó", false),
            ("Thượng úy Lê Thị Phó", "Trần Lê Thị Phó", false),
            ("Thượng úy Lê Thị Phó", "úy Lê", false),
            ("Lê Thị Phó", "", false),
        ] {
            assert_eq!(names_colleague(shown, name), is, "{shown}, {name}");
        }
    }

    #[test]
    fn each_tier_forgets_exactly_what_it_should() {
        for (text, marked, folded, loose) in [
            (
                "Nguyễn Thị  An",
                "nguyễn thị an",
                "nguyen thi an",
                "nguien thi an",
            ),
            (
                "ĐẶNG THỊ ĐÀO",
                "đặng thị đào",
                "dang thi dao",
                "dang thi dao",
            ),
            ("Ðinh ðức", "đinh đức", "dinh duc", "dinh duc"),
            ("Lý", "lý", "ly", "li"),
            ("Lí", "lí", "li", "li"),
            ("H'Mông", "hmông", "hmong", "hmong"),
            ("Ê-đê", "ê đê", "e de", "e de"),
            ("Số 1/2, tổ 3", "số 1 2 tổ 3", "so 1 2 to 3", "so 1 2 to 3"),
            ("  --  ", "", "", ""),
            ("Trần\u{200B}\u{202E} An", "trần an", "tran an", "tran an"),
            ("김민준", "김민준", "김민준", "김민준"),
            ("👩‍👧 An 👩", "an", "an", "an"),
            ("José", "josé", "jose", "jose"),
        ] {
            assert_eq!(marked_key(text), marked, "marked {text}");
            assert_eq!(folded_key(text), folded, "folded {text}");
            assert_eq!(loose_key(text), loose, "loose {text}");
        }
    }

    #[test]
    fn old_and_new_tone_placement_are_one_spelling() {
        for (old, new) in [
            ("hòa", "hoà"),
            ("Hóa", "Hoá"),
            ("HỎA", "HOẢ"),
            ("khỏe", "khoẻ"),
            ("thủy", "thuỷ"),
            ("Thúy", "Thuý"),
            ("Tọa", "Toạ"),
            ("qúy", "quý"),
            ("Hòang", "Hoàng"),
            ("họăc", "hoặc"),
        ] {
            assert_ne!(old, new);
            assert_eq!(marked_key(old), marked_key(new), "{old}");
            assert_eq!(folded_key(old), folded_key(new), "{old}");
        }
        assert_eq!(marked_key("Hòa"), "hoà");
        assert_eq!(place_tones("Ông Hòa, bà THỦY"), "Ông Hoà, bà THUỶ");
    }

    #[test]
    fn different_marks_are_different_spellings() {
        for (left, right) in [("Hà", "Hạ"), ("Đào", "Dào"), ("Lý", "Lí"), ("ngô", "ngơ")]
        {
            assert_ne!(marked_key(left), marked_key(right));
        }
        assert_eq!(marked_key("của"), "của", "the tone of other pairs stays");
        assert_eq!(marked_key("mùa"), "mùa");
    }

    #[test]
    fn words_come_apart_at_spaces_and_punctuation() {
        assert_eq!(
            tokens("Phường Tân-Định, TP.HCM"),
            ["phuong", "tan", "dinh", "tp", "hcm"]
        );
        assert!(tokens(" . ").is_empty());
    }

    /// Letters, marks, Vietnamese syllables and anything else, mixed.
    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[aoeuyiOUYđĐ\u{300}\u{301}\u{302}\u{303}\u{306}\u{309}\u{31B}\u{323}\u{200D} ]{0,12}",
            "(Nguyễn|Hòa|Thủy|khỏe|quý|Ðức|ΣΑΣ|İı|각|e\u{0323}\u{0302}|-| ){0,8}",
        ]
    }

    proptest! {
        #[test]
        fn a_key_of_a_key_is_the_key(text in any_text()) {
            for key in [marked_key, folded_key, loose_key] {
                let once = key(&text);
                prop_assert_eq!(key(&once), once);
            }
        }

        #[test]
        fn composed_and_decomposed_text_have_the_same_keys(text in any_text()) {
            let (composed, decomposed) = (nfc(&text), decomposed(&text));
            for key in [marked_key, folded_key, loose_key] {
                prop_assert_eq!(key(&composed), key(&decomposed));
            }
        }

        #[test]
        fn a_looser_key_of_a_stricter_key_loses_nothing_more(text in any_text()) {
            prop_assert_eq!(folded_key(&marked_key(&text)), folded_key(&text));
            prop_assert_eq!(loose_key(&folded_key(&text)), loose_key(&text));
        }

        #[test]
        fn keys_have_no_outer_or_double_space_and_tokens_are_their_words(text in any_text()) {
            for key in [marked_key(&text), folded_key(&text), loose_key(&text)] {
                prop_assert!(!key.starts_with(' ') && !key.ends_with(' ') && !key.contains("  "));
            }
            prop_assert_eq!(tokens(&text).join(" "), folded_key(&text));
        }
    }
}
