//! Scans that are no citizen card.
//!
//! Purpose: to say which paper or screen was held under the scanner and what to do instead.
//! Must never: follow an address or keep a secret that was scanned by mistake.

use crate::fault::Code;
use crate::{mrz, plate};

/// Characters of RFC 9285 (base45) in the order of their values.
const BASE45: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
/// A receipt's token: 99 bytes, the first of which is the version 1.
const TOKEN_LENGTH: usize = 149;
const TOKEN_VERSION: u32 = 1;

/// Whether a text has the form of this program's receipt token (99 bytes in base45 that begin with
/// version 1); whose receipt it is only its signature tells.
pub fn is_receipt_token(text: &str) -> bool {
    let mut values = text
        .bytes()
        .map(|byte| BASE45.iter().position(|known| *known == byte));
    if text.len() != TOKEN_LENGTH || values.clone().any(|value| value.is_none()) {
        return false;
    }
    // The first three characters are two bytes, least significant character first.
    let first = values
        .by_ref()
        .take(3)
        .flatten()
        .rev()
        .fold(0, |sum, value| sum * 45 + value);
    u32::try_from(first / 256) == Ok(TOKEN_VERSION)
}

/// The code for a payload whose first field is no personal number.
pub(super) fn kind(text: &str, fields: &[&str]) -> Code {
    let lower = text.to_lowercase();
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| lower.starts_with(prefix));
    if starts(&["otpauth:", "otpauth-migration:", "fido:"]) {
        Code::ScanLogin
    } else if lower.contains("vneid") {
        Code::ScanVneid
    } else if starts(&["http:", "https:", "www."]) {
        Code::ScanWebAddress
    } else if is_health_card(fields) {
        Code::ScanHealthCard
    } else if mrz::looks_like_lines(text) {
        Code::ScanMachineLines
    } else if is_payment(text) {
        Code::ScanPayment
    } else if is_damaged_card(fields) {
        Code::ScanNumberDamaged
    } else if is_vehicle(text) {
        Code::ScanVehicle
    } else {
        Code::ScanUnknown
    }
}

/// Health insurance cards (*thẻ BHYT*): their number first (two letters and thirteen digits, or
/// the last ten of them), then the name in hexadecimal; a dollar sign ends the payload.
fn is_health_card(fields: &[&str]) -> bool {
    let [number, name, ..] = fields else {
        return false;
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let whole = number.len() == 15
        && number.split_at_checked(2).is_some_and(|(letters, rest)| {
            letters.bytes().all(|b| b.is_ascii_alphabetic()) && digits(rest)
        });
    let short = number.len() == 10 && digits(number);
    let hex = name.len() >= 6 && name.bytes().all(|b| b.is_ascii_hexdigit());
    let ended = fields.last().is_some_and(|last| last.ends_with('$'));
    fields.len() >= FEWEST_HEALTH_FIELDS && (whole || (short && (hex || ended)))
}

const FEWEST_HEALTH_FIELDS: usize = 4;

/// Payment codes (EMVCo merchant-presented, VietQR) begin with tag 00, length 02, version 01.
fn is_payment(text: &str) -> bool {
    text.starts_with("000201") && !text.contains('|')
}

/// Fields like a card's around a number that is none.
fn is_damaged_card(fields: &[&str]) -> bool {
    fields.len() >= super::FEWEST_FIELDS && fields.iter().skip(1).take(4).any(|f| super::is_date(f))
}

/// A field that is a vehicle's plate, among the first few.
fn is_vehicle(text: &str) -> bool {
    text.split(['|', ';', ',', '\n', '\t'])
        .take(16)
        .filter_map(|field| plate::read(field).ok())
        // Two letters and four digits may be any code.
        .any(|plate| plate.kind != plate::Kind::Army)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9285 encoding, to make tokens for the tests.
    fn base45(bytes: &[u8]) -> String {
        let mut out = String::new();
        for pair in bytes.chunks(2) {
            let (mut value, count) = match pair {
                [a, b] => (usize::from(*a) * 256 + usize::from(*b), 3),
                _ => (usize::from(pair[0]), 2),
            };
            for _ in 0..count {
                out.push(char::from(BASE45[value % 45]));
                value /= 45;
            }
        }
        out
    }

    #[test]
    fn the_encoding_of_the_test_is_that_of_the_rfc() {
        assert_eq!(base45(b"Hello!!"), "%69 VD92EX0");
        assert_eq!(base45(b"ietf!"), "QED8WEX0");
    }

    #[test]
    fn a_receipt_token_is_known_by_length_alphabet_and_version() {
        for second in 0..=255u8 {
            let mut bytes = [second; 99];
            bytes[0] = 1;
            assert!(is_receipt_token(&base45(&bytes)), "second byte {second}");
            for other in [0, 2, 255] {
                bytes[0] = other;
                assert!(!is_receipt_token(&base45(&bytes)));
            }
        }
        for length in [98, 100, 0, 1] {
            assert!(!is_receipt_token(&base45(&vec![1; length])));
        }
        let token = base45(&[1; 99]);
        assert!(!is_receipt_token(&token.to_lowercase()));
        assert!(!is_receipt_token(&token.replacen(
            token.get(5..6).unwrap(),
            "é",
            1
        )));
    }

    #[test]
    fn each_kind_of_scan_has_its_own_code() {
        for (text, code) in [
            ("https://example.vn/a?b=1|c", Code::ScanWebAddress),
            ("HTTP://EXAMPLE.VN", Code::ScanWebAddress),
            ("www.example.vn", Code::ScanWebAddress),
            ("https://vneid.example.vn/q/abc", Code::ScanVneid),
            ("VNEID:eyJhbGciOi", Code::ScanVneid),
            ("otpauth://totp/desk?secret=INVENTED", Code::ScanLogin),
            (
                "GD4310000000000|4e677579e1bb856e205468e1bb8b20416e|05/03/1990|2|4de1baabu|31 - 001|$",
                Code::ScanHealthCard,
            ),
            (
                "3100000000|4e677579e1bb856e|05/03/1990|2|-|$",
                Code::ScanHealthCard,
            ),
            ("15A-123.45|TOYOTA|VIOS|INVENTED0001", Code::ScanVehicle),
            ("INVENTED;15-MĐ1 234.56", Code::ScanVehicle),
            (
                "00020101021138570010A00000072701270006970000",
                Code::ScanPayment,
            ),
            (
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                Code::ScanMachineLines,
            ),
            (
                "03119001234|031234567|Nguyễn Thị An|05031990|Nữ|Số 1|15042021",
                Code::ScanNumberDamaged,
            ),
            (
                "03119001234O||Nguyễn Thị An|05031990|Nữ|Số 1|15042021",
                Code::ScanNumberDamaged,
            ),
            ("8934567890123", Code::ScanUnknown),
            ("WIFI:S:invented;T:WPA;P:invented;;", Code::ScanUnknown),
            ("BEGIN:VCARD\nFN:An\nEND:VCARD", Code::ScanUnknown),
            ("a|b|c|d|e|f|g", Code::ScanUnknown),
            ("||||||", Code::ScanUnknown),
        ] {
            let fields: Vec<&str> = text.split('|').collect();
            assert_eq!(kind(text, &fields), code, "{text}");
        }
    }
}
