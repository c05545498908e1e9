//! Key files: who holds the database key and the station key.
//!
//! Purpose: `dbkey.age`, `keyring/station.key.age` sealed to active record holders and recovery,
//! `dbkey.meta` with the digest of that set (X25519 stanzas hide recipients, so only this can tell),
//! `station.pub`. They are effects of the office journal: [`Vault::reconcile`] brings them after it.
//! Must never: name an administrator or auditor, or write a key in clear.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{SLOTS, Vault};
use crate::agefile;
use crate::error::VaultError;
use crate::files::Files;
use crate::recovery::{self, DATABASE, STATION};
use crate::roster::{Roster, User};
use crate::secret::{DatabaseKey, Recipient, RecordIdentity, hex_of};
use crate::sign::SigningKey;

pub(super) const META: &str = "dbkey.meta";
pub(super) const STATION_PUB: &str = "station.pub";
const LIMIT: u64 = 256 * 1024;

/// What a record holder's session holds beside her own keys.
pub struct RecordKeys {
    database: DatabaseKey,
    station: SigningKey,
}

impl RecordKeys {
    pub(super) fn new(database: DatabaseKey, station: SigningKey) -> Self {
        Self { database, station }
    }

    /// Opens both key files; `SignInKeysPending` when they do not hold this identity.
    pub(super) fn open(
        files: &dyn Files,
        roster: &Roster,
        identity: &RecordIdentity,
    ) -> Result<Self, VaultError> {
        let own = identity.recipient().ok_or(VaultError::DamagedSlot)?;
        let (database, station) = (
            recovery::database_key(files, identity)?,
            recovery::station_key(files, identity)?,
        );
        let (Some(database), Some(station)) = (database, station) else {
            // Told apart by the written set: either the files were never made for her, or they were
            // and no longer open.
            let all = roster.record_recipients();
            let current = meta(files).is_some_and(|meta| meta.recipients == set_digest(&all));
            let pending = all.contains(&own) && !current;
            return Err(if pending {
                VaultError::SignInKeysPending
            } else {
                VaultError::DamagedKeys
            });
        };
        if roster.station_key() != Some(&station.verifying_key()) {
            return Err(VaultError::DamagedKeys);
        }
        Ok(Self { database, station })
    }

    /// The keys as a copy of the folder holds them, opened by one who holds records.
    pub fn of_copy(
        files: &dyn Files,
        roster: &Roster,
        keys: &super::UserKeys,
    ) -> Result<Self, VaultError> {
        Self::open(files, roster, keys.identity())
    }

    /// The database key.
    pub fn database(&self) -> &DatabaseKey {
        &self.database
    }

    /// The station's signing key, for receipts.
    pub fn station(&self) -> &SigningKey {
        &self.station
    }
}

impl fmt::Debug for RecordKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecordKeys(..)")
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Meta {
    v: u32,
    office_seq: u64,
    recipients: String,
}

fn meta(files: &dyn Files) -> Option<Meta> {
    let meta: Meta = serde_json::from_slice(&files.read(META, LIMIT).ok()?).ok()?;
    (meta.v == 1).then_some(meta)
}

/// SHA-256("desk/recipients/v1\0" ‖ recipient strings sorted, one a line), hex.
fn set_digest(recipients: &[Recipient]) -> String {
    let mut digest = Sha256::new();
    digest.update(b"desk/recipients/v1\0");
    for recipient in recipients {
        digest.update(recipient.text());
        digest.update(b"\n");
    }
    hex::encode(digest.finalize())
}

/// Writes all key files for the roster as it stands. `dbkey.meta` comes last: until it is there the
/// next reconciliation writes again.
pub(super) fn write(
    files: &dyn Files,
    roster: &Roster,
    keys: &RecordKeys,
) -> Result<(), VaultError> {
    let to = roster.record_recipients();
    files.write_atomic(
        DATABASE,
        &agefile::seal(&to, hex_line(keys.database.bytes()).as_bytes())?,
    )?;
    files.write_atomic(
        STATION,
        &agefile::seal(&to, hex_line(keys.station.seed()).as_bytes())?,
    )?;
    files.write_atomic(STATION_PUB, roster.station_lines().as_bytes())?;
    let meta = Meta {
        v: 1,
        office_seq: roster.head().seq,
        recipients: set_digest(&to),
    };
    let text = serde_json::to_string(&meta).map_err(|_cause| VaultError::DamagedKeys)?;
    files.write_atomic(META, format!("{text}\n").as_bytes())?;
    Ok(())
}

fn hex_line(secret: &[u8; 32]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(65));
    text.push_str(&hex_of(secret));
    text.push('\n');
    text
}

/// What a reconciliation did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reconciled {
    /// The key files were written anew.
    pub key_files: bool,
    /// Slot files nobody named any more, removed.
    pub slots_dropped: usize,
}

impl Vault {
    /// Brings the key files and slot files after the office journal; at each record holder's
    /// sign-in, and after each act that changes who holds records. Safe to repeat. At sign-in the
    /// caller first compares the office head with the desk journal's last `office.anchored`: under a
    /// rolled-back office journal the slots in force would look like leftovers.
    pub fn reconcile(&self, keys: &RecordKeys) -> Result<Reconciled, VaultError> {
        let key_files = !self.key_files_fit();
        if key_files {
            write(self.files.as_ref(), &self.roster, keys)?;
        }
        Ok(Reconciled {
            key_files,
            slots_dropped: self.drop_slots()?,
        })
    }

    /// Makes a database key the one that counts, for the same people.
    pub fn rekey(
        &self,
        keys: &RecordKeys,
        database: DatabaseKey,
    ) -> Result<RecordKeys, VaultError> {
        let seed = Zeroizing::new(*keys.station.seed());
        let keys = RecordKeys::new(database, SigningKey::from_seed(&seed));
        write(self.files.as_ref(), &self.roster, &keys)?;
        Ok(keys)
    }

    fn key_files_fit(&self) -> bool {
        let files = self.files.as_ref();
        let to = self.roster.record_recipients();
        let named = meta(files).is_some_and(|meta| meta.recipients == set_digest(&to));
        // A quietly added reader shows in the number of stanzas.
        let counted = [DATABASE, STATION].iter().all(|name| {
            files
                .read(name, LIMIT)
                .is_ok_and(|sealed| agefile::recipients_in(&sealed) == to.len())
        });
        let published = files.read(STATION_PUB, LIMIT);
        let public = published.is_ok_and(|text| text == self.roster.station_lines().as_bytes());
        named && counted && public
    }

    fn drop_slots(&self) -> Result<usize, VaultError> {
        let named: Vec<String> = self
            .roster
            .users()
            .filter_map(User::slot)
            .map(|slot| format!("{}.json", slot.id.hyphenated()))
            .collect();
        let mut dropped = 0;
        for name in self.files.list(SLOTS)? {
            if !named.contains(&name) {
                self.files.remove(&format!("{SLOTS}/{name}"))?;
                dropped += 1;
            }
        }
        Ok(dropped)
    }
}
