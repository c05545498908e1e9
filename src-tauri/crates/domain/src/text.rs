//! The door for typed text.
//!
//! Purpose: every text a person typed, pasted or scanned passes here once: Unicode NFC (UAX #15),
//! no control characters, a length limit. All else stays exactly as typed and is inert: emoji,
//! U+202E, markup, SQL and formula-looking text are text. May use: ICU normalisation data.
//! Must never: correct, strip or escape; who prints or exports escapes there.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::fault::{Code, Fault};

/// The most a text of several lines may hold, in bytes of UTF-8, whatever limit its field has.
pub const PROSE_BYTES: usize = 20_000;

/// Composition shortens a text at most by this factor in bytes (Hangul: nine bytes to three; four
/// code points of Greek extended: eight to three), so what is longer than this a character before
/// normalising cannot fit after it.
const BYTES_A_CHAR: usize = 20;

/// The composed form (NFC); keyboards, files and scanners of different makers send either.
pub fn nfc(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// A text of one line: outer white space trimmed, NFC, at most `limit` characters; may be empty.
/// Refuses with `field.control_character` (line breaks and tabs too) or `field.too_long`.
pub fn line(raw: &str, limit: usize) -> Result<String, Fault> {
    let text = door(raw.trim(), limit)?;
    if text.chars().any(char::is_control) {
        return Err(Fault::new(Code::FieldControl));
    }
    Ok(text)
}

/// A text of several lines: NFC, Windows line ends become one `\n`, at most `limit` characters
/// and [`PROSE_BYTES`]; may be empty, outer white space stays.
/// Refuses with `field.control_character`, `field.too_long` or `field.too_large`.
pub fn prose(raw: &str, limit: usize) -> Result<String, Fault> {
    let text = door(raw, limit)?.replace("\r\n", "\n");
    if text.len() > PROSE_BYTES {
        return Err(Fault::new(Code::FieldTooLarge).with("max", PROSE_BYTES / 1000));
    }
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return Err(Fault::new(Code::FieldControl));
    }
    Ok(text)
}

/// Length and form; a paste of megabytes is refused before it is normalised.
fn door(raw: &str, limit: usize) -> Result<String, Fault> {
    let too_long = || Fault::new(Code::FieldTooLong).with("max", limit);
    if raw.len() > limit.saturating_mul(BYTES_A_CHAR) {
        return Err(too_long());
    }
    let text = nfc(raw);
    if text.chars().nth(limit).is_some() {
        return Err(too_long());
    }
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    fn code<T: core::fmt::Debug>(result: Result<T, Fault>) -> Code {
        result.unwrap_err().code
    }

    #[test]
    fn awkward_but_honest_text_stays_exactly_as_typed() {
        for text in [
            "Nguyễn Thị An",
            "👩‍👧 mẹ và con",
            "abc\u{202E}cba",
            "<script>alert(1)</script>",
            "'; DROP TABLE person; --",
            "=HYPERLINK(\"http://x\")",
            "+84 912",
            "@SUM(A1)",
            "مريم",
            "王小明",
            "\u{FEFF}bom",
            "a\u{2028}b",
        ] {
            assert_eq!(line(text, 100).unwrap(), text);
            assert_eq!(prose(text, 100).unwrap(), text);
        }
    }

    #[test]
    fn decomposed_text_is_composed_and_outer_space_of_a_line_goes() {
        assert_eq!(
            line("  Nguye\u{0302}\u{0303}n \u{00A0}\n", 6).unwrap(),
            "Nguyễn"
        );
        assert_eq!(prose(" Le\u{0302}\r\n\tAn ", 9).unwrap(), " Lê\n\tAn ");
    }

    #[test]
    fn control_characters_are_refused_not_dropped() {
        for control in [
            '\0', '\u{1}', '\u{7}', '\u{1B}', '\u{7F}', '\u{85}', '\u{9F}',
        ] {
            let text = format!("a{control}b");
            assert_eq!(code(line(&text, 100)), Code::FieldControl);
            assert_eq!(code(prose(&text, 100)), Code::FieldControl);
        }
        for control in ['\n', '\t', '\r'] {
            assert_eq!(code(line(&format!("a{control}b"), 100)), Code::FieldControl);
        }
        assert_eq!(
            code(prose("a\rb", 100)),
            Code::FieldControl,
            "an old Mac line end alone"
        );
    }

    #[test]
    fn the_limit_counts_characters_and_is_told() {
        assert_eq!(line("ễễễ", 3).unwrap(), "ễễễ");
        let fault = line("ễễễễ", 3).unwrap_err();
        assert_eq!(
            (fault.code, fault.params["max"].as_str()),
            (Code::FieldTooLong, "3")
        );
        let fault = prose(&"ễ".repeat(6_667), 10_000).unwrap_err();
        assert_eq!(
            (fault.code, fault.params["max"].as_str()),
            (Code::FieldTooLarge, "20")
        );
        assert_eq!(prose(&"ễ".repeat(6_666), 10_000).unwrap().len(), 19_998);
    }

    #[test]
    fn five_megabytes_are_refused_at_once() {
        let start = Instant::now();
        for text in ["a".repeat(5_000_000), "\u{0301}".repeat(2_500_000)] {
            assert_eq!(code(line(&text, 200)), Code::FieldTooLong);
            assert_eq!(code(prose(&text, 4_000)), Code::FieldTooLong);
        }
        assert!(start.elapsed() < Duration::from_millis(500));
    }

    proptest! {
        #[test]
        fn what_passed_once_passes_again_unchanged(text in ".{0,40}", limit in 0usize..40) {
            if let Ok(once) = line(&text, limit) {
                prop_assert!(once.chars().count() <= limit);
                prop_assert_eq!(line(&once, limit).unwrap(), once);
            }
            if let Ok(once) = prose(&text, limit) {
                prop_assert_eq!(prose(&once, limit).unwrap(), once);
            }
        }

        #[test]
        fn no_short_text_is_refused_for_its_bytes(text in "\\PC{0,30}") {
            let composed = nfc(text.trim()).chars().count();
            prop_assert_eq!(line(&text, composed).is_ok(), true);
        }
    }
}
