//! One person of the roster, with the history of her keys and rights.
//!
//! Purpose: role, state, keys, slot; spans of validity by office entry.
//! Must never: hold a private key.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::secret::Recipient;
use crate::sign::VerifyingKey;
use crate::words;

/// What a person may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// At the counter.
    Reception,
    /// Case officer.
    Case,
    /// Supervisor.
    Supervisor,
    /// Administrator; no records.
    Admin,
    /// Auditor; no records.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Reception,
        Self::Case,
        Self::Supervisor,
        Self::Admin,
        Self::Auditor,
    ];

    /// Whether the role holds the database key (tier T1).
    pub const fn holds_records(self) -> bool {
        match self {
            Self::Reception | Self::Case | Self::Supervisor => true,
            Self::Admin | Self::Auditor => false,
        }
    }
}

/// Where a person stands: Invited → Enrolled → Active ⇄ Suspended → Removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Has a one-time code.
    Invited,
    /// Has keys of her own, no right yet.
    Enrolled,
    /// May act.
    Active,
    /// May not act now.
    Suspended,
    /// Never again.
    Removed,
}

/// The slot file in force for a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotRef {
    /// Its id, which is its file name.
    pub id: Uuid,
    /// Its generation; an older slot planted back does not fit.
    pub r#gen: u64,
}

/// An open invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invite {
    /// Key that the code unlocks.
    pub key: VerifyingKey,
    /// Its slot.
    pub slot: SlotRef,
    /// Last moment it is good, ms UTC.
    pub expires: i64,
}

/// A person's standing from one office entry on.
#[derive(Clone, Debug)]
pub(in crate::roster) struct Span {
    pub(in crate::roster) from: u64,
    pub(in crate::roster) at: i64,
    pub(in crate::roster) state: State,
    pub(in crate::roster) role: Role,
    pub(in crate::roster) key: Option<VerifyingKey>,
    /// Who signed a right into being with this entry; empty for all else and for founders.
    pub(in crate::roster) given_by: Vec<Uuid>,
}

/// A signer as of an office entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Her key then.
    pub key: VerifyingKey,
    /// Her role then.
    pub role: Role,
    /// Whether she was active then.
    pub active: bool,
}

/// One person.
#[derive(Clone, Debug)]
pub struct User {
    pub(in crate::roster) id: Uuid,
    pub(in crate::roster) name: String,
    pub(in crate::roster) display: String,
    pub(in crate::roster) role: Role,
    pub(in crate::roster) state: State,
    pub(in crate::roster) must_change: bool,
    pub(in crate::roster) key: Option<VerifyingKey>,
    pub(in crate::roster) recipient: Option<Recipient>,
    pub(in crate::roster) slot: Option<SlotRef>,
    pub(in crate::roster) invite: Option<Invite>,
    pub(in crate::roster) spans: Vec<Span>,
}

impl User {
    /// Id.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Sign-in name, `[a-z0-9.-]{2,32}`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Name as shown and printed.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Role.
    pub fn role(&self) -> Role {
        self.role
    }

    /// State.
    pub fn state(&self) -> State {
        self.state
    }

    /// Whether she still uses a generated passphrase that she must change.
    pub fn must_change(&self) -> bool {
        self.must_change
    }

    /// Signing key in force.
    pub fn key(&self) -> Option<&VerifyingKey> {
        self.key.as_ref()
    }

    /// age recipient in force.
    pub fn recipient(&self) -> Option<&Recipient> {
        self.recipient.as_ref()
    }

    /// Slot in force, an invitation's included.
    pub fn slot(&self) -> Option<SlotRef> {
        self.slot.or(self.invite.map(|invite| invite.slot))
    }

    /// The open invitation.
    pub fn invite(&self) -> Option<&Invite> {
        self.invite.as_ref()
    }

    /// Active in this role.
    pub fn acts_as(&self, role: Role) -> bool {
        self.state == State::Active && self.role == role
    }

    /// Active record holder.
    pub fn holds_records(&self) -> bool {
        self.state == State::Active && self.role.holds_records()
    }

    pub(in crate::roster) fn key_words(&self) -> Option<String> {
        let mut digest = Sha256::new();
        digest.update(b"desk/keys/v1\0");
        digest.update(self.key?.to_bytes());
        digest.update(self.recipient.as_ref()?.text());
        Some(words::fingerprint(digest.finalize().get(..4)?))
    }

    pub(in crate::roster) fn signer_at(&self, office_seq: u64) -> Option<Signer> {
        let span = self
            .spans
            .iter()
            .rev()
            .find(|span| span.from <= office_seq)?;
        Some(Signer {
            key: span.key?,
            role: span.role,
            active: span.state == State::Active,
        })
    }

    pub(in crate::roster) fn right_given_within(&self, by: Uuid, now: i64, window_ms: i64) -> bool {
        self.spans
            .iter()
            .any(|span| span.given_by.contains(&by) && now.saturating_sub(span.at) < window_ms)
    }

    /// Notes her standing after entry `from`.
    pub(in crate::roster) fn mark(&mut self, from: u64, at: i64, given_by: Vec<Uuid>) {
        let (state, role, key) = (self.state, self.role, self.key);
        self.spans.push(Span {
            from,
            at,
            state,
            role,
            key,
            given_by,
        });
    }
}
