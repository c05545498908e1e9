//! Receipt tokens, and the public line with which anyone checks them.
//!
//! Purpose: `base45(0x01 | station_fp[4] | rid[12] | day u16le | commit[16] | sig[64])`, 99 bytes,
//! 149 characters. *Genuine* means: signed by this office's key. `station.pub` holds one line
//! `desk-station-key-v1 <base64> <fingerprint words>` for each key the station ever had, the newest
//! last, so receipts of a rotated key stay checkable.
//! Must never: know what the receipt is about.

use sha2::{Digest as _, Sha256};

use crate::base45;
use crate::error::VaultError;
use crate::sign::{Purpose, Signature, SigningKey, VerifyingKey};
use crate::words;

/// Characters of a token.
pub const TOKEN_LENGTH: usize = 149;

const KIND: u8 = 1;
const SIGNED: usize = 35;
const LINE_WORD: &str = "desk-station-key-v1";
const MOST_KEYS: usize = 64;

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Random name of the receipt.
    pub rid: [u8; 12],
    /// Days since 2020-01-01.
    pub day: u16,
    /// Commitment to the chain before: [`commit`].
    pub commit: [u8; 16],
}

/// A token that is genuine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What it says.
    pub receipt: Receipt,
    /// Which of the given station keys made it.
    pub station: VerifyingKey,
    /// That key's first four fingerprint words, as printed beside the code.
    pub station_words: String,
}

/// Commitment to `prev` (the hash before the `receipt.issued` entry): the first 16 bytes of
/// SHA-256("desk/receipt/v1\0" ‖ salt ‖ prev).
pub fn commit(salt: &[u8; 16], prev: &[u8; 32]) -> [u8; 16] {
    let mut digest = Sha256::new();
    digest.update(Purpose::Receipt.domain());
    digest.update(salt);
    digest.update(prev);
    first(&digest.finalize().into())
}

/// Signs a receipt with the station key.
pub fn make(station: &SigningKey, receipt: &Receipt) -> String {
    let mut bytes = Vec::with_capacity(99);
    bytes.push(KIND);
    bytes.extend_from_slice(&first::<4>(&digest(&station.verifying_key())));
    bytes.extend_from_slice(&receipt.rid);
    bytes.extend_from_slice(&receipt.day.to_le_bytes());
    bytes.extend_from_slice(&receipt.commit);
    let signature = station.sign(Purpose::Receipt, &bytes);
    bytes.extend_from_slice(&signature.0);
    base45::encode(&bytes)
}

/// Checks a token against the text of `station.pub`.
pub fn check(token: &str, station_lines: &str) -> Result<Checked, VaultError> {
    let keys = read_station_lines(station_lines).ok_or(VaultError::StationMalformed)?;
    let (fingerprint, signed, receipt, signature) =
        read(token).ok_or(VaultError::TokenMalformed)?;
    // Four bytes may fit two keys; the signature decides.
    let mut fits = keys
        .into_iter()
        .filter(|key| first::<4>(&digest(key)) == fingerprint)
        .peekable();
    if fits.peek().is_none() {
        return Err(VaultError::TokenUnknownStation);
    }
    let station = fits
        .find(|key| key.verifies(Purpose::Receipt, &signed, &signature))
        .ok_or(VaultError::TokenNotGenuine)?;
    Ok(Checked {
        receipt,
        station,
        station_words: words::fingerprint(&fingerprint),
    })
}

type Parts = ([u8; 4], [u8; SIGNED], Receipt, Signature);

fn read(token: &str) -> Option<Parts> {
    if token.len() != TOKEN_LENGTH {
        return None;
    }
    let bytes = base45::decode(token)?;
    let (signed, rest) = bytes.split_first_chunk::<SIGNED>()?;
    let signature = Signature(rest.try_into().ok()?);
    let (kind, rest) = signed.split_first()?;
    let (fingerprint, rest) = rest.split_first_chunk::<4>()?;
    let (rid, rest) = rest.split_first_chunk::<12>()?;
    let (day, rest) = rest.split_first_chunk::<2>()?;
    let commit = rest.try_into().ok()?;
    let receipt = Receipt {
        rid: *rid,
        day: u16::from_le_bytes(*day),
        commit,
    };
    (*kind == KIND).then_some((*fingerprint, *signed, receipt, signature))
}

/// The public line of a station key, without newline.
pub fn station_line(key: &VerifyingKey) -> String {
    let words = words::fingerprint(&first::<8>(&digest(key)));
    format!("{LINE_WORD} {} {words}", key.text())
}

/// Reads the lines of `station.pub`; `None` when any line is not exactly one this module writes.
pub fn read_station_lines(text: &str) -> Option<Vec<VerifyingKey>> {
    let mut keys = Vec::new();
    for line in text.lines() {
        let key = VerifyingKey::from_text(line.split(' ').nth(1)?)?;
        if keys.len() == MOST_KEYS || station_line(&key) != line {
            return None;
        }
        keys.push(key);
    }
    (!keys.is_empty()).then_some(keys)
}

fn digest(key: &VerifyingKey) -> [u8; 32] {
    Sha256::digest(key.to_bytes()).into()
}

fn first<const N: usize>(digest: &[u8; 32]) -> [u8; N] {
    let mut start = [0; N];
    for (to, from) in start.iter_mut().zip(digest) {
        *to = *from;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECEIPT: Receipt = Receipt {
        rid: *b"twelve bytes",
        day: 2519,
        commit: [9; 16],
    };

    fn station() -> (SigningKey, String) {
        let key = SigningKey::generate().unwrap();
        let line = station_line(&key.verifying_key());
        (key, line)
    }

    #[test]
    fn a_token_is_149_characters_and_says_what_was_put_in() {
        let (key, line) = station();
        let token = make(&key, &RECEIPT);
        assert_eq!(token.len(), TOKEN_LENGTH);
        let checked = check(&token, &line).unwrap();
        assert_eq!(checked.receipt, RECEIPT);
        assert_eq!(checked.station, key.verifying_key());
        let printed: Vec<_> = line.split(' ').skip(2).take(4).collect();
        assert_eq!(checked.station_words, printed.join(" "));
    }

    #[test]
    fn the_bytes_stand_in_the_order_of_the_specification() {
        let (key, _) = station();
        let bytes = base45::decode(&make(&key, &RECEIPT)).unwrap();
        assert_eq!(bytes.len(), 99);
        assert_eq!(bytes[0], 1);
        assert_eq!(
            bytes[1..5],
            Sha256::digest(key.verifying_key().to_bytes())[..4]
        );
        assert_eq!(&bytes[5..17], b"twelve bytes");
        assert_eq!(bytes[17..19], 2519u16.to_le_bytes());
        assert_eq!(bytes[19..35], [9; 16]);
    }

    #[test]
    fn every_changed_byte_and_every_other_length_is_refused() {
        let (key, line) = station();
        let bytes = base45::decode(&make(&key, &RECEIPT)).unwrap();
        for at in 0..bytes.len() {
            for change in [1, 0x80, 0xff] {
                let mut other = bytes.clone();
                other[at] ^= change;
                assert!(check(&base45::encode(&other), &line).is_err(), "byte {at}");
            }
        }
        let mut longer = bytes.clone();
        longer.push(0);
        for other in [&bytes[..98], &longer] {
            let got = check(&base45::encode(other), &line);
            assert_eq!(got, Err(VaultError::TokenMalformed));
        }
    }

    #[test]
    fn every_changed_character_is_refused() {
        let (key, line) = station();
        let token = make(&key, &RECEIPT);
        for at in 0..token.len() {
            for letter in ["0", "A", ":", "a"] {
                let mut other = token.clone();
                other.replace_range(at..=at, letter);
                assert!(
                    other == token || check(&other, &line).is_err(),
                    "{at} {letter}"
                );
            }
        }
    }

    #[test]
    fn another_station_is_named_as_such_and_a_rotated_key_still_counts() {
        let ((key, line), (_, other)) = (station(), station());
        let token = make(&key, &RECEIPT);
        assert_eq!(check(&token, &other), Err(VaultError::TokenUnknownStation));
        assert!(check(&token, &format!("{line}\n{other}\n")).is_ok());
        assert_eq!(
            check(&token, "not a line"),
            Err(VaultError::StationMalformed)
        );
        assert_eq!(check(&token, ""), Err(VaultError::StationMalformed));
    }

    #[test]
    fn a_line_whose_words_belong_to_another_key_is_refused() {
        let ((_, line), (_, other)) = (station(), station());
        let words: Vec<_> = other.split(' ').skip(2).collect();
        let key = line.split(' ').nth(1).unwrap();
        let mixed = format!("{LINE_WORD} {key} {}", words.join(" "));
        assert!(read_station_lines(&line).is_some());
        assert!(read_station_lines(&mixed).is_none());
    }

    #[test]
    fn a_commitment_depends_on_salt_and_chain() {
        let one = commit(&[1; 16], &[2; 32]);
        assert_ne!(one, commit(&[2; 16], &[2; 32]));
        assert_ne!(one, commit(&[1; 16], &[3; 32]));
        let whole = Sha256::digest([&b"desk/receipt/v1\0"[..], &[1; 16], &[2; 32]].concat());
        assert_eq!(one, whole[..16]);
    }

    proptest::proptest! {
        #[test]
        fn random_text_is_never_genuine_and_never_panics(text in "\\PC{0,200}") {
            let (_, line) = station();
            proptest::prop_assert!(check(&text, &line).is_err());
            let _keys = read_station_lines(&text);
        }
    }
}
