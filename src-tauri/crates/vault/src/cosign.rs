//! A second person's signature, given once for one request.
//!
//! Purpose: her slot is opened for one signature and her key dropped with it: 120 s, one use, bound
//! to the digest of the exact request shown to her (ruling: no second session exists).
//! Must never: sign two things, or be kept. On one machine this binds persons, not a hostile
//! program.

use std::fmt;

use uuid::Uuid;

use crate::error::VaultError;
use crate::sign::{Signature, SigningKey};

/// How long a second signature waits for its request.
pub const COSIGN_MS: i64 = 120_000;

/// How long after a person gave another her right that other may not co-sign for her.
pub const FRESH_RIGHT_MS: i64 = 24 * 60 * 60 * 1000;

/// What the second person is asked.
#[derive(Clone, Copy, Debug)]
pub struct CosignRequest {
    /// The person whose session it is.
    pub first: Uuid,
    /// SHA-256 of the exact request shown.
    pub request: [u8; 32],
    /// Now, ms UTC.
    pub now: i64,
}

/// A second person's key, good for one signature.
pub struct CoSigner {
    user: Uuid,
    first: Uuid,
    request: [u8; 32],
    until: i64,
    key: SigningKey,
}

/// A second person's signature under an entry of the desk journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoSignature {
    /// Who.
    pub user: Uuid,
    /// Over the entry's hash.
    pub signature: Signature,
}

impl CoSigner {
    pub(crate) fn new(user: Uuid, asked: &CosignRequest, key: SigningKey) -> Self {
        let until = asked.now.saturating_add(COSIGN_MS);
        Self {
            user,
            first: asked.first,
            request: asked.request,
            until,
            key,
        }
    }

    /// Who signs.
    pub fn user(&self) -> Uuid {
        self.user
    }

    /// Whether it was given to exactly this request, and not too long ago: asked before a change is
    /// planned, so that the refusal can be told.
    pub fn check(&self, carried_out: &CosignRequest) -> Result<(), VaultError> {
        if self.request != carried_out.request || self.first != carried_out.first {
            return Err(VaultError::CosignOtherRequest);
        }
        let given = self.until.saturating_sub(COSIGN_MS);
        if carried_out.now > self.until || carried_out.now < given {
            return Err(VaultError::CosignExpired);
        }
        Ok(())
    }

    /// Signs one entry of the desk journal; the key is gone afterwards, also after a refusal.
    pub fn sign_entry(
        self,
        carried_out: &CosignRequest,
        hash: &[u8; 32],
    ) -> Result<CoSignature, VaultError> {
        let (user, key) = self.redeem(carried_out)?;
        Ok(CoSignature {
            user,
            signature: key.sign_cosign(hash),
        })
    }

    /// Gives the key up for the request that is now carried out, if it is the one shown.
    pub(crate) fn redeem(
        self,
        carried_out: &CosignRequest,
    ) -> Result<(Uuid, SigningKey), VaultError> {
        self.check(carried_out)?;
        Ok((self.user, self.key))
    }
}

impl fmt::Debug for CoSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CoSigner(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::verify_cosign;

    const ASKED: CosignRequest = CosignRequest {
        first: Uuid::from_u128(1),
        request: [7; 32],
        now: 1_000_000,
    };

    fn signer() -> (crate::sign::VerifyingKey, CoSigner) {
        let key = SigningKey::generate().unwrap();
        (
            key.verifying_key(),
            CoSigner::new(Uuid::from_u128(2), &ASKED, key),
        )
    }

    #[test]
    fn the_signature_holds_for_the_request_that_was_shown() {
        let (key, signer) = signer();
        let later = CosignRequest {
            now: ASKED.now + COSIGN_MS,
            ..ASKED
        };
        let made = signer.sign_entry(&later, &[3; 32]).unwrap();
        assert!(verify_cosign(&key, &[3; 32], &made.signature));
        assert_eq!(made.user, Uuid::from_u128(2));
    }

    #[test]
    fn another_request_another_first_person_or_another_time_is_refused() {
        for (carried_out, refusal) in [
            (
                CosignRequest {
                    request: [8; 32],
                    ..ASKED
                },
                VaultError::CosignOtherRequest,
            ),
            (
                CosignRequest {
                    first: Uuid::from_u128(9),
                    ..ASKED
                },
                VaultError::CosignOtherRequest,
            ),
            (
                CosignRequest {
                    now: ASKED.now + COSIGN_MS + 1,
                    ..ASKED
                },
                VaultError::CosignExpired,
            ),
            (
                CosignRequest {
                    now: ASKED.now - 1,
                    ..ASKED
                },
                VaultError::CosignExpired,
            ),
        ] {
            assert_eq!(signer().1.sign_entry(&carried_out, &[3; 32]), Err(refusal));
        }
    }
}
