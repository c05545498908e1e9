//! Signing in: name and passphrase to keys.
//!
//! Purpose: one derivation for every try, also for a name that does not exist (a dummy with the
//! office's costs), so neither words nor time tell the two apart; delays; the second person's slot
//! for one signature. A try is counted as failed before it is made and taken back when it was good.
//! Must never: open a slot the roster does not name.

use std::fmt;

use uuid::Uuid;

use super::keyfiles::RecordKeys;
use super::{Vault, slot_name};
use crate::cosign::{CoSigner, CosignRequest, FRESH_RIGHT_MS};
use crate::error::VaultError;
use crate::fails::{FailedSignIns, Tried};
use crate::random;
use crate::roster::{Role, State};
use crate::secret::{Passphrase, RecordIdentity};
use crate::sign::SigningKey;
use crate::slot::{self, SLOT_LIMIT, SlotKeys, SlotKind};

/// A user's own keys, for the length of her session.
pub struct UserKeys {
    user: Uuid,
    identity: RecordIdentity,
    signing: SigningKey,
}

impl UserKeys {
    /// Whose.
    pub fn user(&self) -> Uuid {
        self.user
    }

    /// Her signing key.
    pub fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// Her age identity.
    pub fn identity(&self) -> &RecordIdentity {
        &self.identity
    }
}

impl fmt::Debug for UserKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserKeys(..)")
    }
}

/// A good sign-in.
#[derive(Debug)]
pub struct SignedIn {
    /// Her keys.
    pub keys: UserKeys,
    /// Her role now.
    pub role: Role,
    /// She still uses a generated passphrase and must change it first.
    pub must_change: bool,
    /// Database and station key; `None` for administrators and auditors.
    pub records: Option<RecordKeys>,
    /// Failed sign-ins to enter in her journal ([`Vault::note_failures`], or the desk journal and
    /// then [`Vault::failures_entered`]).
    pub failures: Vec<FailedSignIns>,
}

impl Vault {
    /// Signs a user in. A wrong passphrase and an unknown name answer alike.
    pub fn sign_in(
        &mut self,
        name: &str,
        passphrase: &Passphrase,
        now: i64,
    ) -> Result<SignedIn, VaultError> {
        let keys = self.authenticate(name, passphrase, now)?;
        let user = self
            .roster
            .user(keys.user)
            .ok_or(VaultError::SignInRefused)?;
        let (role, must_change) = (user.role(), user.must_change());
        let records = if role.holds_records() {
            Some(RecordKeys::open(
                self.files.as_ref(),
                &self.roster,
                &keys.identity,
            )?)
        } else {
            None
        };
        Ok(SignedIn {
            keys,
            role,
            must_change,
            records,
            failures: self.fails.tally(),
        })
    }

    /// Whether the passphrase is this session's user's own: step-up, and before changing it.
    pub fn confirm(
        &mut self,
        keys: &UserKeys,
        passphrase: &Passphrase,
        now: i64,
    ) -> Result<(), VaultError> {
        let user = self
            .roster
            .user(keys.user)
            .ok_or(VaultError::SignInRefused)?;
        let name = user.name().to_owned();
        self.authenticate(&name, passphrase, now).map(drop)
    }

    /// Opens a second person's slot for one signature.
    pub fn cosign(
        &mut self,
        name: &str,
        passphrase: &Passphrase,
        asked: &CosignRequest,
    ) -> Result<CoSigner, VaultError> {
        let keys = self.authenticate(name, passphrase, asked.now)?;
        if keys.user == asked.first {
            return Err(VaultError::CosignSamePerson);
        }
        let user = self
            .roster
            .user(keys.user)
            .ok_or(VaultError::CosignNotAllowed)?;
        if user.must_change() {
            return Err(VaultError::CosignNotAllowed);
        }
        let (second, first) = (keys.user, asked.first);
        if self
            .roster
            .right_given_within(second, first, asked.now, FRESH_RIGHT_MS)
        {
            return Err(VaultError::CosignFreshRight);
        }
        Ok(CoSigner::new(keys.user, asked, keys.signing))
    }

    /// Keys of an active user.
    fn authenticate(
        &mut self,
        name: &str,
        passphrase: &Passphrase,
        now: i64,
    ) -> Result<UserKeys, VaultError> {
        let (user, opened) = self.try_slot(name, passphrase, now)?;
        let known = self.roster.user(user).ok_or(VaultError::SignInRefused)?;
        // Only who knows the passphrase learns where she stands.
        match known.state() {
            State::Active => {}
            State::Suspended => return Err(VaultError::SignInSuspended),
            State::Enrolled => return Err(VaultError::SignInNotActive),
            State::Invited => return Err(VaultError::SignInInvited),
            State::Removed => return Err(VaultError::SignInRefused),
        }
        let identity = opened.identity.ok_or(VaultError::DamagedSlot)?;
        let same_key = known.key() == Some(&opened.signing.verifying_key());
        if !same_key || known.recipient() != identity.recipient().as_ref() {
            return Err(VaultError::DamagedSlot);
        }
        Ok(UserKeys {
            user,
            identity,
            signing: opened.signing,
        })
    }

    /// One counted try: waits, derives once, and takes the count back when the try was good.
    pub(super) fn try_slot(
        &mut self,
        name: &str,
        passphrase: &Passphrase,
        now: i64,
    ) -> Result<(Uuid, SlotKeys), VaultError> {
        let named = self.roster.by_name(name).and_then(|user| {
            let kind = if user.invite().is_some() {
                SlotKind::Invite
            } else {
                SlotKind::User
            };
            Some((kind, user.id(), user.slot()?))
        });
        let bucket = match named {
            Some((_, user, _)) => Tried::User(user),
            None => self.fails.nobody(name),
        };
        let seconds = self.fails.wait(bucket, now);
        if seconds > 0 {
            return Err(VaultError::SignInWait { seconds });
        }
        self.fails.count(bucket, now, self.files.as_ref());
        let Some((kind, user, slot)) = named else {
            let answer = self.refuse_unknown(passphrase);
            if answer != VaultError::SignInRefused {
                self.fails.uncount(bucket, false, self.files.as_ref());
            }
            return Err(answer);
        };
        let opened = self
            .read_slot(&slot_name(slot.id))
            .and_then(|text| slot::open(&text, (kind, user, slot), passphrase, &self.port));
        match opened {
            Ok(keys) => {
                self.fails.uncount(bucket, true, self.files.as_ref());
                Ok((user, keys))
            }
            Err(VaultError::SignInRefused) => Err(VaultError::SignInRefused),
            Err(other) => {
                // Damage or want of memory is nobody's failed try.
                self.fails.uncount(bucket, false, self.files.as_ref());
                Err(other)
            }
        }
    }

    /// The same work as for a name that exists, then the same words.
    fn refuse_unknown(&self, passphrase: &Passphrase) -> VaultError {
        let dummy =
            random::array().and_then(|salt| self.port.derive(passphrase, &salt, self.roster.kdf()));
        match dummy {
            Ok(_key) => VaultError::SignInRefused,
            Err(other) => other,
        }
    }

    fn read_slot(&self, name: &str) -> Result<String, VaultError> {
        let bytes = self.files.read(name, SLOT_LIMIT);
        let damaged = VaultError::DamagedSlot;
        let bytes = bytes.map_err(|cause| VaultError::short_file(&cause, damaged))?;
        String::from_utf8(bytes).map_err(|_cause| VaultError::DamagedSlot)
    }
}
