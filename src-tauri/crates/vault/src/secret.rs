//! Secrets in types of their own: no `Clone`, no serde, a `Debug` that says nothing, wiped on drop.
//!
//! Purpose: passphrase, database key, age identity and the public recipient that belongs to it.
//! Must never: hand a secret out but through a closure that borrows it.

use std::fmt;
use std::str::FromStr;

use bech32::primitives::decode::CheckedHrpstring;
use bech32::{Bech32, Hrp};
use icu_normalizer::ComposingNormalizerBorrowed;
use serde::{Deserialize, Deserializer, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::error::VaultError;
use crate::random;

/// Longest passphrase taken, in bytes as typed.
pub const PASSPHRASE_LIMIT: usize = 1024;

/// One character grows at most eleven-fold under NFKC (U+FDFA), so this never reallocates and
/// leaves no copy behind.
const NFKC_GROWTH: usize = 12;

const SECRET_PREFIX: &str = "AGE-SECRET-KEY-";
const PUBLIC_PREFIX: &str = "age";

/// A passphrase as it enters key derivation: NFKC (UAX #15), not trimmed.
///
/// Composed and decomposed typing of the same letters open the same slot; a space typed is a
/// space meant.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes what was typed; the given text is wiped.
    pub fn new(mut typed: String) -> Result<Self, VaultError> {
        let taken = Self::normalised(&typed);
        typed.zeroize();
        taken
    }

    fn normalised(typed: &str) -> Result<Self, VaultError> {
        if typed.is_empty() {
            return Err(VaultError::PassphraseEmpty);
        }
        if typed.len() > PASSPHRASE_LIMIT {
            return Err(VaultError::PassphraseTooLong);
        }
        let mut text = Zeroizing::new(String::with_capacity(typed.len() * NFKC_GROWTH));
        ComposingNormalizerBorrowed::new_nfkc()
            .normalize_to(typed, &mut *text)
            .map_err(|_cause| VaultError::PassphraseTooLong)?;
        Ok(Self(text))
    }

    /// Lends the text, for printing a generated passphrase once and for key derivation.
    pub fn with_text<R>(&self, read: impl FnOnce(&str) -> R) -> R {
        read(&self.0)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

/// The raw key of the database, 32 bytes.
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// A new one.
    pub fn generate() -> Result<Self, VaultError> {
        Ok(Self(random::secret()?))
    }

    /// The same key, for whoever writes under it and whoever names it.
    #[must_use]
    pub fn again(&self) -> Self {
        Self(self.0.clone())
    }

    /// Lends the value of SQLCipher's `key` pragma: a raw key, quotes included,
    /// `"x'<64 lower-case hex digits>'"`.
    pub fn with_pragma_text<R>(&self, read: impl FnOnce(&str) -> R) -> R {
        let hex = hex_of(&self.0);
        let mut text = Zeroizing::new(String::with_capacity(hex.len() + 5));
        text.push_str("\"x'");
        text.push_str(&hex);
        text.push_str("'\"");
        read(&text)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseKey(..)")
    }
}

/// An age X25519 identity: opens files sealed to its [`Recipient`].
pub struct RecordIdentity(Zeroizing<[u8; 32]>);

impl RecordIdentity {
    pub(crate) fn generate() -> Result<Self, VaultError> {
        Ok(Self(random::secret()?))
    }

    pub(crate) fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads the text form `AGE-SECRET-KEY-1…`.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let checked = CheckedHrpstring::new::<Bech32>(text).ok()?;
        if checked.hrp() != Hrp::parse(SECRET_PREFIX).ok()? {
            return None;
        }
        let mut bytes = Zeroizing::new([0; 32]);
        let mut given = checked.byte_iter();
        for slot in bytes.iter_mut() {
            *slot = given.next()?;
        }
        given.next().is_none().then_some(Self(bytes))
    }

    /// Lends the text form `AGE-SECRET-KEY-1…` that the stock `age` program reads.
    pub(crate) fn with_text<R>(&self, read: impl FnOnce(&str) -> R) -> Option<R> {
        let prefix = Hrp::parse(SECRET_PREFIX).ok()?;
        let mut text = Zeroizing::new(String::with_capacity(96));
        bech32::encode_upper_to_fmt::<Bech32, String>(&mut text, prefix, self.0.as_slice()).ok()?;
        Some(read(&text))
    }

    /// The same key for the age crate.
    pub(crate) fn age(&self) -> Option<age::x25519::Identity> {
        self.with_text(|text| age::x25519::Identity::from_str(text).ok())?
    }

    /// The public half.
    pub fn recipient(&self) -> Option<Recipient> {
        Some(Recipient(self.age()?.to_public().to_string()))
    }
}

impl fmt::Debug for RecordIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecordIdentity(..)")
    }
}

/// A public age recipient, `age1…` (C2SP age, X25519). Not secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Recipient(String);

impl Recipient {
    /// Reads the canonical text form.
    pub fn parse(text: &str) -> Option<Self> {
        let read = age::x25519::Recipient::from_str(text).ok()?;
        let known = text.starts_with(PUBLIC_PREFIX) && read.to_string() == text;
        known.then(|| Self(text.to_owned()))
    }

    /// The text form `age1…`.
    pub fn text(&self) -> &str {
        &self.0
    }

    pub(crate) fn age(&self) -> Option<age::x25519::Recipient> {
        age::x25519::Recipient::from_str(&self.0).ok()
    }
}

impl<'de> Deserialize<'de> for Recipient {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let text = String::deserialize(reader)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a recipient"))
    }
}

/// 64 lower-case hex digits that wipe themselves.
pub(crate) fn hex_of(bytes: &[u8; 32]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(64));
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    text
}

/// Reads 64 lower-case hex digits followed by one newline, the plaintext of the key files.
pub(crate) fn from_hex_line(text: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let digits = text.strip_suffix(b"\n")?;
    if digits.len() != 64 || digits.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let mut bytes = Zeroizing::new([0; 32]);
    hex::decode_to_slice(digits, bytes.as_mut_slice()).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_and_decomposed_typing_are_one_passphrase() {
        let composed = Passphrase::new("Hải Phòng ﬁ".to_owned()).unwrap();
        let decomposed = Passphrase::new("Ha\u{309}i Pho\u{300}ng fi".to_owned()).unwrap();
        composed.with_text(|a| decomposed.with_text(|b| assert_eq!(a, b)));
    }

    #[test]
    fn spaces_around_a_passphrase_are_kept() {
        Passphrase::new(" a ".to_owned())
            .unwrap()
            .with_text(|text| assert_eq!(text, " a "));
    }

    #[test]
    fn the_worst_growing_letter_does_not_reallocate() {
        let worst = "\u{fdfa}".repeat(100);
        let taken = Passphrase::new(worst.clone()).unwrap();
        assert!(taken.0.capacity() == worst.len() * NFKC_GROWTH && taken.0.len() > worst.len());
    }

    #[test]
    fn no_secret_prints_itself() {
        let key = DatabaseKey::generate().unwrap();
        let identity = RecordIdentity::generate().unwrap();
        let phrase = Passphrase::new("canary words".to_owned()).unwrap();
        let told = format!("{key:?} {identity:?} {phrase:?}");
        assert_eq!(told, "DatabaseKey(..) RecordIdentity(..) Passphrase(..)");
    }

    #[test]
    fn the_pragma_text_is_a_raw_key_in_quotes() {
        let key = DatabaseKey::from_bytes(Zeroizing::new([0xa5; 32]));
        key.with_pragma_text(|text| assert_eq!(text, format!("\"x'{}'\"", "a5".repeat(32))));
    }

    #[test]
    fn an_identity_keeps_its_bytes_through_its_text() {
        let identity = RecordIdentity::generate().unwrap();
        let back = identity
            .with_text(RecordIdentity::from_text)
            .flatten()
            .unwrap();
        assert_eq!(identity.bytes(), back.bytes());
        assert_eq!(identity.recipient(), back.recipient());
        assert!(RecordIdentity::from_text("AGE-SECRET-KEY-1QQQQ").is_none());
    }

    #[test]
    fn a_key_file_is_64_small_hex_digits_and_a_newline() {
        let line = format!("{}\n", "0f".repeat(32));
        assert_eq!(*from_hex_line(line.as_bytes()).unwrap(), [0x0f; 32]);
        for wrong in [
            "0f".repeat(32),
            format!("{}\n", "0F".repeat(32)),
            format!("{line}\n"),
        ] {
            assert!(from_hex_line(wrong.as_bytes()).is_none(), "{wrong}");
        }
    }
}
