//! What the record needs from keys: signatures over an act's last entry, and salts.
//!
//! Purpose: `hash` is the entry's journal hash; the actor signs it for [`Purpose::Act`], a second
//! person for [`Purpose::CoSign`]. Must never: know what the entry says.

use crate::error::VaultError;
use crate::random;
use crate::sign::{Purpose, Signature, SigningKey, VerifyingKey};

impl SigningKey {
    /// The actor's signature under an act's last entry.
    #[must_use]
    pub fn sign_act(&self, hash: &[u8; 32]) -> Signature {
        self.sign(Purpose::Act, hash)
    }

    pub(crate) fn sign_cosign(&self, hash: &[u8; 32]) -> Signature {
        self.sign(Purpose::CoSign, hash)
    }
}

/// Whether the actor's key signed this entry.
#[must_use]
pub fn verify_act(key: &VerifyingKey, hash: &[u8; 32], signature: &Signature) -> bool {
    key.verifies(Purpose::Act, hash, signature)
}

/// Whether the second person's key signed this entry.
#[must_use]
pub fn verify_cosign(key: &VerifyingKey, hash: &[u8; 32], signature: &Signature) -> bool {
    key.verifies(Purpose::CoSign, hash, signature)
}

/// A fresh salt for one payload's digest or one receipt's commitment.
pub fn random_salt() -> Result<[u8; 16], VaultError> {
    random::array()
}
