//! The vault folder: one office on one machine.
//!
//! Purpose: opening, founding, signing in and every act of the office journal, in an order that
//! leaves the old state or the new one at every moment: (1) slot files, (2) office line, (3) key
//! files; the office journal is the truth, key files are its effects ([`Vault::reconcile`]).
//! Must never: write a line that the fold would refuse, or read anything before the folder is held.

mod acts;
mod again;
mod copy;
mod found;
mod journal;
mod keyfiles;
mod people;
mod signin;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::acts::Stamp;
pub use self::again::{GoOn, Recovery};
pub use self::copy::LastBackup;
pub use self::found::{Foundation, Founder, Founding};
pub use self::keyfiles::{Reconciled, RecordKeys};
pub use self::people::{Enrolment, Keying, SecondPerson};
pub use self::signin::{SignedIn, UserKeys};
use crate::error::VaultError;
pub use crate::fails::FailedSignIns;
use crate::fails::Fails;
use crate::files::{Files, Held};
use crate::head::{self, DeskHead};
use crate::kdf::{KdfParams, KdfPort};
use crate::roster::{Roster, fold};

/// The format this program reads and writes.
pub const FORMAT: u64 = 1;

const MANIFEST: &str = "vault.json";
const MANIFEST_LIMIT: u64 = 4096;
const SLOTS: &str = "keyring/slots";

/// `vault.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaultInfo {
    /// Format number: 1.
    pub format: u64,
    /// Id of the vault.
    pub vault: Uuid,
    /// Demonstration office; the signed flag is [`Roster::demo`].
    pub demo: bool,
    /// When it was founded, ms UTC.
    pub created: i64,
}

/// An open vault: the folder is held, the office journal folded.
pub struct Vault {
    files: Arc<dyn Files>,
    _held: Box<dyn Held>,
    port: KdfPort,
    info: VaultInfo,
    roster: Roster,
    /// Bytes of the office journal that are folded.
    journal_length: u64,
    /// An append failed half-way: what lies behind `journal_length` must go first.
    tail_unsure: bool,
    fails: Fails,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("office", &self.roster.head())
            .finish_non_exhaustive()
    }
}

/// Whether a vault lies in the folder; nothing is touched.
pub fn exists(files: &dyn Files) -> Result<bool, VaultError> {
    found::finished(files)
}

impl Vault {
    /// Opens the vault in a folder: holds it, checks the format, folds the office journal.
    pub fn open(files: Arc<dyn Files>, port: KdfPort) -> Result<Self, VaultError> {
        // Only presence is asked before the folder is held: a folder that is no vault gets no lock
        // file from us.
        if !exists(files.as_ref())? {
            return Err(VaultError::Missing);
        }
        let held = files.hold()?;
        let info = read_info(files.as_ref())?;
        let text = journal::read(files.as_ref())?;
        let roster = fold(text.lines())?;
        if roster.vault() != info.vault || roster.demo() != info.demo {
            return Err(VaultError::DamagedManifest);
        }
        let fails = Fails::load(files.as_ref());
        let journal_length = journal::length(&text);
        Ok(Self {
            files,
            _held: held,
            port,
            info,
            roster,
            journal_length,
            tail_unsure: false,
            fails,
        })
    }

    /// `vault.json`.
    pub fn info(&self) -> VaultInfo {
        self.info
    }

    /// The office as of its newest line.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// Costs that new slots are sealed with.
    pub fn kdf_params(&self) -> KdfParams {
        self.roster.kdf()
    }

    /// Exact lines of the office journal, read anew from the disk (for listing and mirrors).
    pub fn office_lines(&self) -> Result<Vec<String>, VaultError> {
        let text = self.stored_journal()?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// Reads the office journal anew from the disk, folds it, and compares it with what this
    /// process holds (`office verify`). The answer is the number of lines.
    pub fn verify_office(&self) -> Result<u64, VaultError> {
        let text = self.stored_journal()?;
        let stored = fold(text.lines())?;
        if stored.head() == self.roster.head() {
            Ok(stored.head().seq + 1)
        } else {
            let reason = crate::roster::Refusal::Chain.code();
            Err(VaultError::DamagedRoster {
                line: stored.head().seq,
                reason,
            })
        }
    }

    /// The head file of the desk journal; `None` before the first was written.
    pub fn head(&self) -> Result<Option<DeskHead>, VaultError> {
        head::read(self.files.as_ref())
    }

    /// Writes the head file; the caller never lets it lead the journal.
    pub fn write_head(&self, head: &DeskHead) -> Result<(), VaultError> {
        head::write(self.files.as_ref(), head)
    }

    /// Whether a desk journal was ever witnessed: then its database must be there.
    pub fn had_desk(&self) -> Result<bool, VaultError> {
        Ok(self.roster.has_anchors() || self.head()?.is_some())
    }

    fn stored_journal(&self) -> Result<String, VaultError> {
        let bytes = journal::bytes(self.files.as_ref())?;
        let length = usize::try_from(self.journal_length).unwrap_or(usize::MAX);
        let known = bytes.get(..length).ok_or(VaultError::DamagedRoster {
            line: self.roster.head().seq,
            reason: crate::roster::Refusal::Chain.code(),
        })?;
        journal::text(known.to_vec())
    }
}

fn slot_name(id: Uuid) -> String {
    format!("{SLOTS}/{}.json", id.hyphenated())
}

fn read_info(files: &dyn Files) -> Result<VaultInfo, VaultError> {
    #[derive(Deserialize)]
    struct AnyFormat {
        format: u64,
    }
    let bytes = files.read(MANIFEST, MANIFEST_LIMIT);
    let overlong = VaultError::DamagedManifest;
    let bytes = bytes.map_err(|cause| VaultError::short_file(&cause, overlong))?;
    let damaged = |_cause| VaultError::DamagedManifest;
    let AnyFormat { format } = serde_json::from_slice(&bytes).map_err(damaged)?;
    if format > FORMAT {
        return Err(VaultError::Newer { format });
    }
    let info: VaultInfo = serde_json::from_slice(&bytes).map_err(damaged)?;
    if info.format == FORMAT {
        Ok(info)
    } else {
        Err(VaultError::DamagedManifest)
    }
}

fn write_info(files: &dyn Files, info: &VaultInfo) -> Result<(), VaultError> {
    let text = serde_json::to_string(info).map_err(|_cause| VaultError::DamagedManifest)?;
    files.write_atomic(MANIFEST, format!("{text}\n").as_bytes())?;
    Ok(())
}
