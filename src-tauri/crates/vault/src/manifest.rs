//! The manifest of a backup: what it holds, signed.
//!
//! Purpose: one line file beside the copied files, with size and SHA-256 of each, the heads of both
//! journals and counts; signed by who made it and by the station. Anyone who has the office journal
//! can check it without a key.
//! Must never: name a citizen, or be believed before both signatures hold.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::folder::{RecordKeys, UserKeys};
use crate::line::{LINE_LIMIT, Line, Signatory, Signer};
use crate::roster::Roster;
use crate::sign::Purpose;

/// Its name in the folder of a backup.
pub const NAME: &str = "manifest.json";

/// Longest manifest read, bytes.
pub const LIMIT: u64 = LINE_LIMIT as u64;

/// Form of the manifest.
const VERSION: u32 = 1;

/// One file of the backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileMark {
    /// Name in the folder of the backup, `keyring/office.jsonl`.
    pub name: String,
    /// Length.
    pub bytes: u64,
    /// SHA-256, lower-case hex.
    pub sha256: String,
}

/// Rows of one table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Which table.
    pub table: String,
    /// How many.
    pub rows: u64,
}

/// Where the desk journal stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskMark {
    /// Which chain.
    pub id: Uuid,
    /// Its letter.
    pub letter: char,
    /// Its newest entry.
    pub seq: u64,
    /// That entry's hash, lower-case hex.
    pub hash: String,
}

/// Where the office journal stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeMark {
    /// Its newest line.
    pub seq: u64,
    /// That line's hash, lower-case hex.
    pub hash: String,
}

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Form: 1.
    pub v: u32,
    /// Of which vault.
    pub vault: Uuid,
    /// When it was made, ms UTC.
    pub made: i64,
    /// Who made it.
    pub maker: Uuid,
    /// The desk journal.
    pub desk: DeskMark,
    /// The office journal.
    pub office: OfficeMark,
    /// Newest migration of the database.
    pub schema: u64,
    /// Entries of the desk journal and rows of its tables.
    pub counts: Vec<Count>,
    /// Every file in the folder but the manifest itself.
    pub files: Vec<FileMark>,
}

impl Manifest {
    /// The form of a manifest made now.
    pub const VERSION: u32 = VERSION;

    /// Its text, signed by maker and station; `None` where it would be too long to be read.
    pub fn signed(&self, maker: &UserKeys, records: &RecordKeys) -> Option<String> {
        let body = serde_json::to_string(self).ok()?;
        let signers = [
            Signer {
                by: Signatory::User(maker.user()),
                key: maker.signing(),
                purpose: Purpose::Manifest,
            },
            Signer {
                by: Signatory::Station,
                key: records.station(),
                purpose: Purpose::Manifest,
            },
        ];
        let text = format!("{}\n", Line::signed(body, &signers).text());
        (text.len() <= LINE_LIMIT).then_some(text)
    }

    /// Reads a manifest and its signatures by an office journal that knows the line it names:
    /// `None` unless both hold and its maker could hold records then.
    pub fn read(text: &str, roster: &Roster) -> Option<Self> {
        let line = Line::parse(text.strip_suffix('\n')?)?;
        let manifest: Self = serde_json::from_str(line.body()).ok()?;
        let signers = [Signatory::User(manifest.maker), Signatory::Station];
        if manifest.v != VERSION || !line.signatories().eq(signers) {
            return None;
        }
        if manifest.vault != roster.vault() || manifest.office.seq > roster.head().seq {
            return None;
        }
        let maker = roster.signer_at(manifest.maker, manifest.office.seq)?;
        let may = maker.active && maker.role.holds_records();
        let station = roster
            .station_keys()
            .iter()
            .any(|key| line.verifies(1, Purpose::Manifest, key));
        (may && station && line.verifies(0, Purpose::Manifest, &maker.key)).then_some(manifest)
    }

    /// Rows of a table; 0 where it is not counted.
    pub fn rows(&self, table: &str) -> u64 {
        let known = self.counts.iter().find(|count| count.table == table);
        known.map_or(0, |count| count.rows)
    }
}
