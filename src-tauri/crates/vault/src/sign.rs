//! Ed25519 (RFC 8032) with a purpose in every signature.
//!
//! Purpose: signing and verifying keys; each signature covers a domain string ending in a zero
//! byte, so one made for a receipt can never pass for an act. Verification is strict: canonical
//! scalars, no point of small order, keys in canonical encoding only.
//! Must never: sign without a purpose, or lend the seed to another crate.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as B64;
use ed25519_dalek::Signer as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::random;

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A line of the office journal.
    Office,
    /// The header of a protected file.
    Header,
    /// The manifest of a backup.
    Manifest,
    /// A sealed item.
    Item,
    /// The last entry of an act.
    Act,
    /// The same entry, by the second person.
    CoSign,
    /// A citizen's receipt.
    Receipt,
    /// A new key, by itself: proof of possession.
    Possession,
}

impl Purpose {
    /// The domain string that stands before what is signed.
    pub const fn domain(self) -> &'static [u8] {
        match self {
            Self::Office => b"desk/office/v1\0",
            Self::Header => b"desk/header/v1\0",
            Self::Manifest => b"desk/manifest/v1\0",
            Self::Item => b"desk/item/v1\0",
            Self::Act => b"desk/act/v1\0",
            Self::CoSign => b"desk/cosign/v1\0",
            Self::Receipt => b"desk/receipt/v1\0",
            Self::Possession => b"desk/possession/v1\0",
        }
    }

    fn message(self, text: &[u8]) -> Vec<u8> {
        let mut message = self.domain().to_vec();
        message.extend_from_slice(text);
        message
    }
}

/// A private signing key; wiped on drop.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    pub(crate) fn generate() -> Result<Self, VaultError> {
        Ok(Self::from_seed(&random::secret()?))
    }

    pub(crate) fn from_seed(seed: &Zeroizing<[u8; 32]>) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    pub(crate) fn seed(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The public half.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    pub(crate) fn sign(&self, purpose: Purpose, text: &[u8]) -> Signature {
        Signature(self.0.sign(&purpose.message(text)).to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

/// A public key. Text form: base64 of its 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl VerifyingKey {
    /// Reads 32 bytes; refuses weak keys and encodings that are not the canonical one.
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).ok()?;
        let canonical = key.to_edwards().compress().as_bytes() == bytes;
        (canonical && !key.is_weak()).then_some(Self(key))
    }

    /// Its 32 bytes.
    pub fn to_bytes(self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Reads the base64 text form.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::from_bytes(&array_from_b64(text)?)
    }

    /// The base64 text form.
    pub fn text(&self) -> String {
        B64.encode(self.to_bytes())
    }

    /// Whether `signature` was made by this key, for this purpose, over exactly these bytes.
    #[must_use]
    pub fn verifies(&self, purpose: Purpose, text: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0
            .verify_strict(&purpose.message(text), &signature)
            .is_ok()
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({})", self.text())
    }
}

impl Serialize for VerifyingKey {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        writer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for VerifyingKey {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let text = String::deserialize(reader)?;
        Self::from_text(&text).ok_or_else(|| serde::de::Error::custom("not a public key"))
    }
}

/// A signature, 64 bytes. Text form: base64.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

impl Signature {
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        Some(Self(array_from_b64(text)?))
    }

    pub(crate) fn text(&self) -> String {
        B64.encode(self.0)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// Reads the one base64 text of `N` bytes (standard alphabet, padded, no stray bits: RFC 4648).
pub(crate) fn array_from_b64<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes = Zeroizing::new(B64.decode(text).ok()?);
    bytes.as_slice().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_purpose_only() {
        let key = SigningKey::generate().unwrap();
        let signature = key.sign(Purpose::Act, b"entry");
        assert!(
            key.verifying_key()
                .verifies(Purpose::Act, b"entry", &signature)
        );
        assert!(
            !key.verifying_key()
                .verifies(Purpose::CoSign, b"entry", &signature)
        );
        assert!(
            !key.verifying_key()
                .verifies(Purpose::Act, b"entrx", &signature)
        );
    }

    #[test]
    fn a_signature_with_the_group_order_added_is_refused() {
        // S + L verifies under lax rules; strict verification takes the one canonical S.
        const ORDER: [u8; 32] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9,
            0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let key = SigningKey::generate().unwrap();
        let mut signature = key.sign(Purpose::Receipt, b"token");
        let mut carry = 0u16;
        for (byte, add) in signature.0[32..].iter_mut().zip(ORDER) {
            let sum = u16::from(*byte) + u16::from(add) + carry;
            *byte = (sum & 0xff) as u8;
            carry = sum >> 8;
        }
        assert!(
            !key.verifying_key()
                .verifies(Purpose::Receipt, b"token", &signature)
        );
    }

    #[test]
    fn weak_and_non_canonical_public_keys_are_refused() {
        assert!(VerifyingKey::from_bytes(&[0; 32]).is_none(), "small order");
        let mut one = [0; 32];
        one[0] = 1;
        assert!(
            VerifyingKey::from_bytes(&one).is_none(),
            "the neutral element"
        );
        // y = p + 3 is y = 3 written a second way (and 3 is on the curve or not; both refuse).
        let mut above = [0xff; 32];
        above[0] = 0xf0;
        above[31] = 0x7f;
        assert!(VerifyingKey::from_bytes(&above).is_none(), "non-canonical");
    }

    #[test]
    fn every_domain_ends_in_a_zero_byte_and_none_begins_another() {
        use Purpose::*;
        let all = [
            Office, Header, Manifest, Item, Act, CoSign, Receipt, Possession,
        ];
        for (at, one) in all.iter().enumerate() {
            assert_eq!(one.domain().last(), Some(&0));
            for other in &all[at + 1..] {
                assert!(!one.domain().starts_with(other.domain()));
                assert!(!other.domain().starts_with(one.domain()));
            }
        }
    }
}
