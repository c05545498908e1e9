//! What of the folder goes into a backup, and the note of the newest one.
//!
//! Purpose: the small files of the folder as they stand at one moment, for whoever makes a backup;
//! `keyring/backup` remembers when the newest was made, because the medium it lies on may be away.
//! Must never: hand out the count of failed sign-ins, a file nobody names, or a half-written line.

use serde::{Deserialize, Serialize};

use super::keyfiles::{META, STATION_PUB};
use super::{MANIFEST, MANIFEST_LIMIT, Vault, journal, slot_name};
use crate::error::VaultError;
use crate::recovery::{DATABASE, STATION};

/// Remembers the newest backup.
const NOTE: &str = "keyring/backup";
const NOTE_LIMIT: u64 = 1024;

/// Largest of the small files but for the office journal.
const SMALL: u64 = 1024 * 1024;

/// The newest backup, as far as this machine knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastBackup {
    /// Form of this note: 1.
    pub v: u32,
    /// When it was made, ms UTC.
    pub made: i64,
    /// Its name.
    pub name: String,
    /// Entries of the journal in it.
    pub entries: u64,
    /// Number of the desk's newest entry in it.
    pub seq: u64,
}

impl Vault {
    /// Names and bytes of every small file that a backup holds, as of one moment.
    pub fn small_files(&self) -> Result<Vec<(String, Vec<u8>)>, VaultError> {
        let mut names: Vec<(String, u64)> = [DATABASE, META, STATION, STATION_PUB]
            .map(|name| (name.to_owned(), SMALL))
            .into();
        names.push((MANIFEST.to_owned(), MANIFEST_LIMIT));
        for name in self.files.list("recovery")? {
            if std::path::Path::new(&name)
                .extension()
                .is_some_and(|end| end == "age")
            {
                names.push((format!("recovery/{name}"), SMALL));
            }
        }
        let slots = self.roster.users().filter_map(crate::roster::User::slot);
        for slot in slots {
            let name = slot_name(slot.id);
            if self.files.exists(&name)? {
                names.push((name, SMALL));
            }
        }
        let mut files = vec![(
            journal::NAME.to_owned(),
            self.stored_journal()?.into_bytes(),
        )];
        for (name, limit) in names {
            let bytes = self.files.read(&name, limit)?;
            files.push((name, bytes));
        }
        Ok(files)
    }

    /// The newest backup this machine knows of; an unreadable note counts as none.
    pub fn last_backup(&self) -> Option<LastBackup> {
        let bytes = self.files.read(NOTE, NOTE_LIMIT).ok()?;
        let note: LastBackup = serde_json::from_slice(&bytes).ok()?;
        (note.v == 1).then_some(note)
    }

    /// Notes the newest backup.
    pub fn note_backup(&self, note: &LastBackup) -> Result<(), VaultError> {
        let mut text = serde_json::to_string(note).map_err(|_cause| VaultError::Io)?;
        text.push('\n');
        self.files.write_atomic(NOTE, text.as_bytes())?;
        Ok(())
    }
}
