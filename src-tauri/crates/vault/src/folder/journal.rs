//! The office journal as a file.
//!
//! Purpose: `keyring/office.jsonl`, one line an act, appended and fsynced. A last line without its
//! newline is an act that was never acknowledged (a torn write) and is cut off at open. The one
//! exception is a whole line whose newline turned into another byte: no torn write leaves that.
//! Must never: rewrite a line.

use crate::error::VaultError;
use crate::files::Files;
use crate::line::Line;
use crate::roster::Refusal;

pub(super) const NAME: &str = "keyring/office.jsonl";

/// Largest journal read: some 100,000 lines.
const LIMIT: u64 = 128 * 1024 * 1024;

/// Reads the journal, cuts a torn last line off the file, and gives the whole lines.
pub(super) fn read(files: &dyn Files) -> Result<String, VaultError> {
    let mut bytes = bytes(files)?;
    let whole = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let torn = bytes.split_off(whole);
    if !torn.is_empty() {
        let but_last = torn.split_last().map(|(_, rest)| rest).unwrap_or_default();
        let complete = std::str::from_utf8(but_last)
            .ok()
            .and_then(Line::parse)
            .is_some();
        if complete {
            return Err(damaged(&bytes));
        }
        files.truncate(NAME, u64::try_from(whole).unwrap_or(u64::MAX))?;
    }
    text(bytes)
}

/// Everything the file holds.
pub(super) fn bytes(files: &dyn Files) -> Result<Vec<u8>, VaultError> {
    let missing = VaultError::DamagedRoster {
        line: 0,
        reason: Refusal::Malformed.code(),
    };
    files
        .read(NAME, LIMIT)
        .map_err(|cause| VaultError::short_file(&cause, missing))
}

/// The same as text.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, VaultError> {
    String::from_utf8(bytes).map_err(|cause| damaged(cause.as_bytes()))
}

/// Its length in bytes.
pub(super) fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

fn damaged(bytes: &[u8]) -> VaultError {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text.len(),
        Err(cause) => cause.valid_up_to(),
    };
    let lines = bytes
        .iter()
        .take(valid)
        .filter(|byte| **byte == b'\n')
        .count();
    let line = u64::try_from(lines).unwrap_or(u64::MAX);
    VaultError::DamagedRoster {
        line,
        reason: Refusal::Malformed.code(),
    }
}
