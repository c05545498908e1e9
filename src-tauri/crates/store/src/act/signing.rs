//! Whose hands an act needs.
//!
//! Purpose: the signature on an act's last entry, a second person's beside it where two must agree.
//! Must never: sign an entry that is not the act's last.

use domain::action::Action;

use super::{Hand, Second};
use crate::StoreError;
use crate::journal::Entry;

/// Who signs the last entry.
pub(super) struct Signing<'a> {
    pub(super) hand: &'a dyn Hand,
    pub(super) second: Option<Second>,
    /// The act holds something that two must agree to.
    pub(super) needs_two: bool,
}

impl Signing<'_> {
    /// Signs; a second person signs only what carries the digest of the request she saw.
    pub(super) fn seal(&mut self, entry: &mut Entry, action: &Action) -> Result<(), StoreError> {
        entry.sig = Some(self.hand.sign_act(&entry.hash));
        let Some(second) = self.second.take() else {
            return if self.needs_two {
                Err(StoreError::Ignored("two must agree to this"))
            } else {
                Ok(())
            };
        };
        if action.request() != Some(second.request.as_str()) {
            return Err(StoreError::Ignored("not the request that was agreed to"));
        }
        entry.co_actor = Some(second.user);
        entry.co_sig = Some((second.sign)(&entry.hash));
        Ok(())
    }
}
