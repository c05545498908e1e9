//! Base45 (RFC 9285): bytes in the alphabet of alphanumeric QR codes.
//!
//! Purpose: two bytes are three letters, a last single byte two. Must never: read a text that is
//! not the one text of its bytes (values above the range of two or one bytes are refused).

const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Writes bytes as base45.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(2) * 3);
    for chunk in bytes.chunks(2) {
        let (mut value, letters) = match chunk {
            [high, low] => (u32::from(*high) * 256 + u32::from(*low), 3),
            [last] => (u32::from(*last), 2),
            _ => continue,
        };
        for _ in 0..letters {
            let letter = usize::try_from(value % 45)
                .ok()
                .and_then(|at| ALPHABET.get(at));
            text.push(char::from(letter.copied().unwrap_or(b'0')));
            value /= 45;
        }
    }
    text
}

/// Reads base45.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 3 * 2 + 1);
    for chunk in text.as_bytes().chunks(3) {
        let mut value = 0;
        for letter in chunk.iter().rev() {
            let digit = ALPHABET.iter().position(|known| known == letter)?;
            value = value * 45 + u32::try_from(digit).ok()?;
        }
        match chunk.len() {
            3 => bytes.extend_from_slice(&u16::try_from(value).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(value).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_examples_of_rfc_9285_hold() {
        for (plain, text) in [
            ("AB", "BB8"),
            ("Hello!!", "%69 VD92EX0"),
            ("base-45", "UJCLQE7W581"),
        ] {
            assert_eq!(encode(plain.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), plain.as_bytes());
        }
        assert_eq!(decode("QED8WEX0").unwrap(), b"ietf!");
        assert_eq!(decode("GGW"), None, "65536 is not two bytes");
    }

    proptest! {
        #[test]
        fn bytes_survive_and_a_text_that_reads_is_the_only_one(bytes: Vec<u8>, text in "[0-9A-Z $%*+./:-]{0,40}") {
            prop_assert_eq!(decode(&encode(&bytes)).unwrap(), bytes);
            if let Some(read) = decode(&text) {
                prop_assert_eq!(encode(&read), text);
            }
        }
    }
}
