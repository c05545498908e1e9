//! People: enrol, key, activate, suspend, change role, remove; change one's passphrase.
//!
//! Purpose: each act in the order slot file → office line → old slot file away; the line is judged
//! by the fold before the slot is written, so a refusal leaves no trace.
//! Must never: give a right with one signature.

use uuid::Uuid;

use super::acts::Draft;
use super::{Stamp, UserKeys, Vault, slot_name};
use crate::cosign::{CoSigner, CosignRequest};
use crate::error::VaultError;
use crate::roster::{INVITE_MS, Kind, OfficeHead, Refusal, Role, SlotRef, State, payload};
use crate::secret::{Passphrase, RecordIdentity};
use crate::sign::{Purpose, SigningKey};
use crate::slot::{self, SlotPlan};

/// A person to enrol.
#[derive(Debug)]
pub struct Enrolment<'a> {
    /// Her id.
    pub user: Uuid,
    /// Id of the invitation's slot.
    pub slot: Uuid,
    /// Sign-in name.
    pub name: String,
    /// Name as shown.
    pub display: String,
    /// Role.
    pub role: Role,
    /// One-time code, generated and shown once.
    pub code: &'a Passphrase,
}

/// A first sign-in with a one-time code.
#[derive(Debug)]
pub struct Keying<'a> {
    /// Sign-in name.
    pub name: &'a str,
    /// The code she was given.
    pub code: &'a Passphrase,
    /// Her own passphrase from now on.
    pub passphrase: &'a Passphrase,
    /// Id of her slot.
    pub slot: Uuid,
}

/// The second person's signature and the request both were shown.
#[derive(Debug)]
pub struct SecondPerson {
    /// From [`Vault::cosign`].
    pub signer: CoSigner,
    /// SHA-256 of the exact request now carried out.
    pub request: [u8; 32],
}

impl Vault {
    /// Enrols a person, or renews an invitation that was not used; administrator alone. The code is
    /// good for 24 h and for one use.
    pub fn enrol(
        &mut self,
        keys: &UserKeys,
        new: &Enrolment<'_>,
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let invitation = SigningKey::generate()?;
        let slot = SlotRef {
            id: new.slot,
            r#gen: 0,
        };
        let payload = payload::Enrolled {
            name: new.name.clone(),
            display: new.display.clone(),
            role: new.role,
            invite_pub: invitation.verifying_key(),
            slot_id: slot.id,
            expires: stamp.at.saturating_add(INVITE_MS),
        };
        let draft = Draft {
            kind: Kind::UserEnrolled,
            actor: keys.user(),
            subject: new.user,
            payload,
        };
        let line = self.draft_line(
            draft,
            stamp,
            &[(keys.user(), keys.signing(), Purpose::Office)],
        )?;
        let old = self
            .roster
            .user(new.user)
            .and_then(crate::roster::User::slot);
        let plan = SlotPlan {
            user: new.user,
            slot,
            created: &stamp.day,
            identity: None,
            signing: &invitation,
            params: self.kdf_params(),
        };
        self.put_slot(&plan, new.code)?;
        let head = self.append_line(&line)?;
        self.drop_slot(old);
        Ok(head)
    }

    /// First sign-in with a one-time code: makes her own keys and proves she has them. The answer
    /// is her key fingerprint, four words, to be compared face to face before activation.
    pub fn key(&mut self, first: &Keying<'_>, stamp: &Stamp) -> Result<String, VaultError> {
        let (user, opened) = self.try_slot(first.name, first.code, stamp.at)?;
        let known = self.roster.user(user).ok_or(Refusal::UserUnknown)?;
        let invite = known
            .invite()
            .copied()
            .filter(|_| known.state() == State::Invited);
        let invite = invite.ok_or(Refusal::WrongState)?;
        if opened.signing.verifying_key() != invite.key {
            return Err(VaultError::DamagedSlot);
        }
        let (identity, signing) = (RecordIdentity::generate()?, SigningKey::generate()?);
        let slot = SlotRef {
            id: first.slot,
            r#gen: 1,
        };
        let payload = payload::Keyed {
            sign_pub: signing.verifying_key(),
            recipient: identity.recipient().ok_or(VaultError::DamagedSlot)?,
            slot_id: slot.id,
        };
        let draft = Draft {
            kind: Kind::UserKeyed,
            actor: user,
            subject: user,
            payload,
        };
        let by = [
            (user, &opened.signing, Purpose::Office),
            (user, &signing, Purpose::Possession),
        ];
        let line = self.draft_line(draft, stamp, &by)?;
        let plan = SlotPlan {
            user,
            slot,
            created: &stamp.day,
            identity: Some(&identity),
            signing: &signing,
            params: self.kdf_params(),
        };
        self.put_slot(&plan, first.passphrase)?;
        self.append_line(&line)?;
        self.drop_slot(Some(invite.slot));
        self.roster
            .key_words(user)
            .ok_or(VaultError::Roster(Refusal::UserUnknown))
    }

    /// Activates an enrolled or suspended person: administrator and supervisor. The key files
    /// follow by [`Vault::reconcile`], at once when a record holder's session is open.
    pub fn activate(
        &mut self,
        keys: &UserKeys,
        second: SecondPerson,
        user: Uuid,
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let known = self.roster.user(user).ok_or(Refusal::UserUnknown)?;
        let (Some(key), Some(recipient)) = (known.key(), known.recipient()) else {
            return Err(Refusal::WrongState.into());
        };
        let payload = payload::Activated {
            sign_pub: *key,
            recipient: recipient.clone(),
            request: hex::encode(second.request),
        };
        self.append_two(keys, second, (Kind::UserActivated, user), payload, stamp)
    }

    /// Gives a person another role: administrator and supervisor.
    pub fn change_role(
        &mut self,
        keys: &UserKeys,
        second: SecondPerson,
        (user, role): (Uuid, Role),
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let payload = payload::RoleChanged {
            role,
            request: hex::encode(second.request),
        };
        self.append_two(keys, second, (Kind::UserRoleChanged, user), payload, stamp)
    }

    /// Removes a suspended person for ever: administrator and supervisor. The database key is to be
    /// changed afterwards.
    pub fn remove(
        &mut self,
        keys: &UserKeys,
        second: SecondPerson,
        user: Uuid,
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let slot = self.roster.user(user).and_then(crate::roster::User::slot);
        let payload = payload::Removed {
            request: hex::encode(second.request),
        };
        let head = self.append_two(keys, second, (Kind::UserRemoved, user), payload, stamp)?;
        self.drop_slot(slot);
        Ok(head)
    }

    /// Suspends a person at once: administrator or supervisor alone.
    pub fn suspend(
        &mut self,
        keys: &UserKeys,
        user: Uuid,
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let draft = Draft {
            kind: Kind::UserSuspended,
            actor: keys.user(),
            subject: user,
            payload: payload::Suspended {},
        };
        self.append(
            draft,
            stamp,
            &[(keys.user(), keys.signing(), Purpose::Office)],
        )
    }

    /// Changes the session's own passphrase: same keys, new slot. Old backups still open with the
    /// old one; the caller says so.
    pub fn change_passphrase(
        &mut self,
        keys: &UserKeys,
        passphrase: &Passphrase,
        slot: Uuid,
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let known = self.roster.user(keys.user()).ok_or(Refusal::UserUnknown)?;
        let old = known.slot().ok_or(Refusal::WrongState)?;
        let slot = SlotRef {
            id: slot,
            r#gen: old.r#gen + 1,
        };
        let payload = payload::SlotChanged {
            slot_id: slot.id,
            r#gen: slot.r#gen,
        };
        let draft = Draft {
            kind: Kind::UserSlotChanged,
            actor: keys.user(),
            subject: keys.user(),
            payload,
        };
        let line = self.draft_line(
            draft,
            stamp,
            &[(keys.user(), keys.signing(), Purpose::Office)],
        )?;
        let plan = SlotPlan {
            user: keys.user(),
            slot,
            created: &stamp.day,
            identity: Some(keys.identity()),
            signing: keys.signing(),
            params: self.kdf_params(),
        };
        self.put_slot(&plan, passphrase)?;
        let head = self.append_line(&line)?;
        self.drop_slot(Some(old));
        Ok(head)
    }

    pub(super) fn append_two<P: serde::Serialize>(
        &mut self,
        keys: &UserKeys,
        second: SecondPerson,
        (kind, subject): (Kind, Uuid),
        payload: P,
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let SecondPerson { signer, request } = second;
        let carried_out = CosignRequest {
            first: keys.user(),
            request,
            now: stamp.at,
        };
        let (other, key) = signer.redeem(&carried_out)?;
        let draft = Draft {
            kind,
            actor: keys.user(),
            subject,
            payload,
        };
        let by = [
            (keys.user(), keys.signing(), Purpose::Office),
            (other, &key, Purpose::Office),
        ];
        self.append(draft, stamp, &by)
    }

    fn put_slot(&self, plan: &SlotPlan<'_>, passphrase: &Passphrase) -> Result<(), VaultError> {
        let text = slot::seal(plan, passphrase, &self.port)?;
        self.files
            .write_atomic(&slot_name(plan.slot.id), text.as_bytes())?;
        Ok(())
    }

    /// Takes away a slot file the roster no longer names; the act stands already, so a failure is
    /// left to [`Vault::reconcile`].
    fn drop_slot(&self, slot: Option<SlotRef>) {
        if let Some(slot) = slot {
            let _left = self.files.remove(&slot_name(slot.id));
        }
    }
}
