//! The head file: how far the record had come when it was last written down outside itself.
//!
//! Purpose: `keyring/head`, a witness against a database put back alone; written after each 100
//! entries and at lock; it may lag, never lead. Must never: be trusted for more than that: whoever
//! owns the folder can write it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::VaultError;
use crate::files::Files;

const NAME: &str = "keyring/head";
const LIMIT: u64 = 1024;

/// One desk's last known entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskHead {
    /// Which chain.
    pub desk: Uuid,
    /// Its entry number.
    pub seq: u64,
    /// That entry's hash.
    pub hash: [u8; 32],
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    v: u32,
    desk_id: Uuid,
    seq: u64,
    hash: String,
}

/// Reads the head file; `None` when it was never written.
pub(crate) fn read(files: &dyn Files) -> Result<Option<DeskHead>, VaultError> {
    if !files.exists(NAME)? {
        return Ok(None);
    }
    let bytes = files.read(NAME, LIMIT);
    let bytes = bytes.map_err(|cause| VaultError::short_file(&cause, VaultError::DamagedHead))?;
    parse(&bytes).map(Some).ok_or(VaultError::DamagedHead)
}

fn parse(bytes: &[u8]) -> Option<DeskHead> {
    let fields: Fields = serde_json::from_slice(bytes).ok()?;
    let mut hash = [0; 32];
    hex::decode_to_slice(&fields.hash, &mut hash).ok()?;
    (fields.v == 1).then_some(DeskHead {
        desk: fields.desk_id,
        seq: fields.seq,
        hash,
    })
}

/// Writes the head file.
pub(crate) fn write(files: &dyn Files, head: &DeskHead) -> Result<(), VaultError> {
    files.write_atomic(NAME, &bytes(head)?)?;
    Ok(())
}

/// The bytes of a head file, for a copy of the folder.
pub fn bytes(head: &DeskHead) -> Result<Vec<u8>, VaultError> {
    let fields = Fields {
        v: 1,
        desk_id: head.desk,
        seq: head.seq,
        hash: hex::encode(head.hash),
    };
    let mut text = serde_json::to_string(&fields).map_err(|_cause| VaultError::DamagedHead)?;
    text.push('\n');
    Ok(text.into_bytes())
}
