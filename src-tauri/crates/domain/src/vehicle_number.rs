//! Numbers of frames and engines (*số khung*, *số máy*).
//!
//! Purpose: one stored form of what is stamped into the metal: capitals, digits and the hyphen that
//! engine makers put between type and number. A frame's seventeen characters (ISO 3779) are not
//! demanded: older and repaired frames carry others. Must never: guess a character.

use crate::fault::{Code, Fault};
use crate::number::is_separator;
use crate::text::nfc;

/// Longer texts are no such number.
const TYPED_BYTES: usize = 80;
/// How many characters one has.
const LENGTH: core::ops::RangeInclusive<usize> = 5..=25;

/// Reads a typed number, or refuses with `vehicle_number.not_read`. Stars that frame a stamped
/// number and separators but the hyphen go.
pub fn read(typed: &str) -> Result<String, Fault> {
    written(typed).ok_or_else(|| Fault::new(Code::VehicleNumberNotRead))
}

fn written(typed: &str) -> Option<String> {
    if typed.len() > TYPED_BYTES {
        return None;
    }
    let mut number = String::new();
    for c in nfc(typed.trim()).to_uppercase().chars() {
        match c {
            'A'..='Z' | '0'..='9' => number.push(c),
            // What a word processor makes of a hyphen: hyphens, dashes, the minus.
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => number.push('-'),
            '*' => {}
            _ if is_separator(c) => {}
            _ => return None,
        }
    }
    let number = number.trim_matches('-');
    let digits = number.bytes().any(|b| b.is_ascii_digit());
    (digits && LENGTH.contains(&number.len())).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_it_is_stamped_without_what_frames_it() {
        for (typed, kept) in [
            ("RLHJC5225DY012345", "RLHJC5225DY012345"),
            ("*rlhjc5225dy012345*", "RLHJC5225DY012345"),
            (" jc52e-5012345 ", "JC52E-5012345"),
            ("5c63 123 456", "5C63123456"),
            ("VN.123 45", "VN12345"),
            ("JC52E\u{2013}5012345", "JC52E-5012345"),
        ] {
            assert_eq!(read(typed).as_deref(), Ok(kept), "{typed}");
        }
    }

    #[test]
    fn what_is_none_is_refused_and_never_repeated() {
        let long = "1".repeat(26);
        for typed in [
            "",
            "-",
            "AB1",
            "khung",
            "ĐM1234567",
            "12345\u{202E}",
            "12;45678",
            &long,
        ] {
            let fault = read(typed).unwrap_err();
            assert_eq!(fault.code, Code::VehicleNumberNotRead, "{typed}");
            assert!(fault.params.is_empty());
        }
    }
}
