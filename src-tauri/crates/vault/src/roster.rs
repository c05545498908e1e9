//! The roster: who works here, with which keys and rights, folded from the office journal.
//!
//! Purpose: `fold(lines) -> Roster | fault`, pure; the same rules refuse a line before it is
//! written and after it was tampered with. A signer's right is answered as of an office entry
//! ([`Roster::signer_at`]), so past work stays verifiable after a removal.
//! Must never: read a file, a clock or a database; hold anything about a citizen.

mod entry;
mod person;
mod refusal;
mod rules;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use uuid::Uuid;

pub(crate) use self::entry::{
    Body, Founded, FoundedDesk, FoundedUser, Kind, LeftAt, NextDesk, payload,
};
pub use self::entry::{Setting, SettingChange};
pub use self::person::{Invite, Role, Signer, SlotRef, State, User};
pub use self::refusal::Refusal;
pub(crate) use self::rules::INVITE_MS;
pub use self::rules::{CUSTODIAN, CUSTODIAN_OFFICE, Custodian, display_text, user_name};
use crate::error::VaultError;
use crate::kdf::KdfParams;
use crate::secret::Recipient;
use crate::sign::VerifyingKey;
use crate::{token, words};

/// The newest line: its number (from 0) and the hash of its exact text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficeHead {
    /// Line number, from 0.
    pub seq: u64,
    /// SHA-256 of the line without newline.
    pub hash: [u8; 32],
}

/// A desk journal's head as witnessed in the office journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Entry number in the desk journal.
    pub seq: u64,
    /// That entry's hash.
    pub hash: [u8; 32],
    /// The office line that says so.
    pub office_seq: u64,
}

/// A desk journal that was left behind by a restoring or a recovery; it is never written again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftDesk {
    /// Which chain.
    pub desk: Uuid,
    /// The letter its numbers bear.
    pub letter: char,
    /// Its last entry that counts.
    pub seq: u64,
    /// That entry's hash.
    pub hash: [u8; 32],
    /// The office line that left it.
    pub office_seq: u64,
}

/// How many people can still act for the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    /// Active administrators; with none nobody can be enrolled or activated.
    pub administrators: usize,
    /// Active supervisors; fewer than two is a red notice.
    pub supervisors: usize,
}

/// The office as of its newest line.
#[derive(Clone)]
pub struct Roster {
    pub(in crate::roster) head: OfficeHead,
    pub(in crate::roster) first_hash: [u8; 32],
    pub(in crate::roster) vault: Uuid,
    pub(in crate::roster) demo: bool,
    pub(in crate::roster) recovery_in_files: bool,
    pub(in crate::roster) desk: (Uuid, char),
    pub(in crate::roster) left: Vec<LeftDesk>,
    pub(in crate::roster) kdf: KdfParams,
    pub(in crate::roster) station: Vec<VerifyingKey>,
    pub(in crate::roster) recovery: Recipient,
    pub(in crate::roster) recovery_key: VerifyingKey,
    pub(in crate::roster) users: BTreeMap<Uuid, User>,
    pub(in crate::roster) settings: BTreeMap<String, String>,
    pub(in crate::roster) anchors: BTreeMap<Uuid, Anchor>,
    /// Every signing key ever named: none is taken twice.
    pub(in crate::roster) used_keys: BTreeSet<[u8; 32]>,
}

impl fmt::Debug for Roster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Roster")
            .field("head", &self.head)
            .finish_non_exhaustive()
    }
}

/// Folds an office journal's lines (without newlines) into the roster.
pub fn fold<'a>(lines: impl IntoIterator<Item = &'a str>) -> Result<Roster, VaultError> {
    let fault = |line: u64| {
        move |refusal: Refusal| VaultError::DamagedRoster {
            line,
            reason: refusal.code(),
        }
    };
    let mut lines = lines.into_iter();
    let first = lines.next().ok_or(Refusal::Malformed).map_err(fault(0))?;
    let mut roster = Roster::first(first).map_err(fault(0))?;
    for line in lines {
        let number = roster.head.seq + 1;
        roster.take(line).map_err(fault(number))?;
    }
    Ok(roster)
}

impl Roster {
    /// The newest line.
    pub fn head(&self) -> OfficeHead {
        self.head
    }

    /// The vault these lines belong to.
    pub fn vault(&self) -> Uuid {
        self.vault
    }

    /// Whether this is a demonstration office; signed in line 0.
    pub fn demo(&self) -> bool {
        self.demo
    }

    /// Whether recovery opens protected files too; chosen at founding.
    pub fn recovery_in_files(&self) -> bool {
        self.recovery_in_files
    }

    /// Id and letter of the desk journal that is written now; a restored vault takes a new id and
    /// a later letter.
    pub fn desk(&self) -> (Uuid, char) {
        self.desk
    }

    /// The desk journals left behind, oldest first.
    pub fn left(&self) -> &[LeftDesk] {
        &self.left
    }

    /// Costs of key derivation in this office.
    pub fn kdf(&self) -> KdfParams {
        self.kdf
    }

    /// The hash of line 0: two journals with the same are of one office.
    pub fn founding_hash(&self) -> [u8; 32] {
        self.first_hash
    }

    /// The station fingerprint: the hash of line 0 as eight words.
    pub fn fingerprint(&self) -> String {
        words::fingerprint(self.first_hash.get(..8).unwrap_or_default())
    }

    /// The newest line as eight words, for the day-close sheet.
    pub fn head_words(&self) -> String {
        words::fingerprint(self.head.hash.get(..8).unwrap_or_default())
    }

    /// The station key in force.
    pub fn station_key(&self) -> Option<&VerifyingKey> {
        self.station.last()
    }

    /// Every station key so far, the newest last.
    pub fn station_keys(&self) -> &[VerifyingKey] {
        &self.station
    }

    /// The text of `station.pub`: a line for each key the station ever had, the newest last.
    pub fn station_lines(&self) -> String {
        self.station
            .iter()
            .map(|key| token::station_line(key) + "\n")
            .collect()
    }

    /// The recovery recipient in force.
    pub fn recovery(&self) -> &Recipient {
        &self.recovery
    }

    /// Everybody ever enrolled, by id.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.users.values()
    }

    /// One of them.
    pub fn user(&self, id: Uuid) -> Option<&User> {
        self.users.get(&id)
    }

    /// The user who signs in with this name; a removed user's name is free again.
    pub fn by_name(&self, name: &str) -> Option<&User> {
        self.users
            .values()
            .find(|user| user.state != State::Removed && user.name == name)
    }

    /// A user's key fingerprint, four words, compared face to face before activation.
    pub fn key_words(&self, id: Uuid) -> Option<String> {
        self.users.get(&id)?.key_words()
    }

    /// Key, role and right to act of a user as of office entry `office_seq`; `None` before she was
    /// known or while she had no key. Callers also check that `office_seq` is not beyond
    /// [`Roster::head`].
    pub fn signer_at(&self, user: Uuid, office_seq: u64) -> Option<Signer> {
        self.users.get(&user)?.signer_at(office_seq)
    }

    /// Machine settings by name.
    pub fn settings(&self) -> &BTreeMap<String, String> {
        &self.settings
    }

    /// The newest anchor of a desk journal.
    pub fn anchor(&self, desk: Uuid) -> Option<Anchor> {
        self.anchors.get(&desk).copied()
    }

    /// Whether any desk journal was ever anchored.
    pub fn has_anchors(&self) -> bool {
        !self.anchors.is_empty()
    }

    /// Who can still act.
    pub fn quorum(&self) -> Quorum {
        let count = |role| {
            self.users
                .values()
                .filter(|user| user.acts_as(role))
                .count()
        };
        Quorum {
            administrators: count(Role::Admin),
            supervisors: count(Role::Supervisor),
        }
    }

    /// Who holds the database key: active record holders and recovery, sorted, each once.
    pub fn record_recipients(&self) -> Vec<Recipient> {
        let holders = self.users.values().filter(|user| user.holds_records());
        let mut all: Vec<Recipient> = holders.filter_map(|user| user.recipient.clone()).collect();
        all.push(self.recovery.clone());
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether `to` was activated or given her role with `by`'s signature less than `window_ms`
    /// before `now`. Founding counts for nobody.
    pub fn right_given_within(&self, to: Uuid, by: Uuid, now: i64, window_ms: i64) -> bool {
        self.users
            .get(&to)
            .is_some_and(|user| user.right_given_within(by, now, window_ms))
    }
}
