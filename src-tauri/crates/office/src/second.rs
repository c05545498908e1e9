//! The second person of an act on the record.
//!
//! Purpose: whoever agreed with a supervisor to exactly one request signs the act's last entry. May use:
//! the roster. Must never: keep her key after that signature.

use domain::id::UserId;
use store::Second;
use vault::VaultError;
use vault::cosign::{CoSigner, CosignRequest};

use crate::Office;
use crate::refused::Answer;
use crate::session::Session;

impl Office {
    /// The second signature of an act that needs two: another supervisor's, or the custodian's of a
    /// small station.
    ///
    /// # Errors
    /// Refused where she may not agree to it, or agreed to something else.
    pub(crate) fn agreed(
        &self,
        session: &Session,
        second: CoSigner,
        request: [u8; 32],
    ) -> Answer<Second> {
        let may = self.look(|vault| {
            let other = vault.roster().user(second.user());
            let supervises =
                other.is_some_and(|user| user.role() == vault::roster::Role::Supervisor);
            let custodian = vault.roster().custodian();
            supervises || custodian.is_some_and(|custodian| custodian.user == second.user())
        });
        if !may {
            return Err(VaultError::CosignNotAllowed.into());
        }
        let carried_out = CosignRequest {
            first: session.user().uuid(),
            request,
            now: self.clock.now().millis(),
        };
        second.check(&carried_out)?;
        let user = UserId::new(second.user());
        let sign = move |hash: &store::Hash| {
            let signed = second.sign_entry(&carried_out, hash);
            signed
                .map(|signed| signed.signature.0.to_vec())
                .unwrap_or_default()
        };
        Ok(Second {
            user,
            sign: Box::new(sign),
            request: hex::encode(request),
        })
    }
}
