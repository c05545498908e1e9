//! One backup as it lies there.
//!
//! Purpose: reading its manifest, seeing whether it is all there, comparing every byte with what was
//! signed. Needs no key: an administrator, or anybody with the stick, can tell a whole backup from a
//! damaged one. Must never: believe a file before its hash, or a manifest before its signatures.

use std::collections::BTreeMap;
use std::io::{self, Read};

use domain::moment::Moment;
use sha2::{Digest as _, Sha256};
use vault::manifest::{self, Manifest};
use vault::roster::{Roster, fold};

use super::medium::Medium;
use super::watch::{BackupStep, Watch};
use super::{BLOB_LIST, BLOBS};
use crate::refused::Answer;

/// Largest office journal read from a backup.
const OFFICE_LIMIT: u64 = 128 * 1024 * 1024;
/// Largest list of attachments read.
const LIST_LIMIT: u64 = 256 * 1024 * 1024;
/// Read at a time.
pub(super) const PIECE: usize = 1024 * 1024;

/// A backup that was found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Its folder.
    pub(crate) name: String,
    /// Whose it is: line 0 of the office's journal, hashed. Whoever founds an office of his own can give
    /// it any id; only that line tells them apart.
    pub(crate) office: Option<[u8; 32]>,
    /// What it says it holds; `None` where that cannot be believed.
    pub(crate) manifest: Option<Manifest>,
    /// Signed, and every file there with its length.
    pub(crate) whole: bool,
}

impl Found {
    pub(crate) fn made(&self) -> Option<Moment> {
        let manifest = self.manifest.as_ref()?;
        Some(Moment::from_millis(manifest.made))
    }
}

/// Whether a name can be a backup's: neither hidden nor the attachments.
fn may_be(name: &str) -> bool {
    !name.starts_with('.') && name != BLOBS
}

/// Every backup in a place, the newest last. With a roster only those of its office, and damaged
/// ones whose office cannot be told.
pub(crate) fn list(medium: &dyn Medium, roster: Option<&Roster>) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    for name in medium.list("")?.into_iter().filter(|name| may_be(name)) {
        if length(medium, &format!("{name}/{}", manifest::NAME))?.is_none() {
            continue;
        }
        let mut office = roster.map(Roster::founding_hash);
        let mut manifest = roster.and_then(|roster| read(medium, &name, roster));
        if manifest.is_none() {
            let own = own_roster(medium, &name);
            let theirs = own.as_ref().map(Roster::founding_hash);
            if office.is_some() && theirs.is_some() && office != theirs {
                continue;
            }
            office = theirs;
            manifest = own.and_then(|own| read(medium, &name, &own));
        }
        let whole = match &manifest {
            Some(manifest) => all_there(medium, &name, manifest)?,
            None => false,
        };
        found.push(Found {
            name,
            office,
            manifest,
            whole,
        });
    }
    found.sort_by_key(|found| (found.made(), found.name.clone()));
    Ok(found)
}

/// Length of a file, `None` also where nobody may look: a plain file of that name, or a folder that
/// belongs to somebody else (`lost+found` stands on every ext4 stick).
fn length(medium: &dyn Medium, name: &str) -> io::Result<Option<u64>> {
    let closed = [
        io::ErrorKind::NotADirectory,
        io::ErrorKind::PermissionDenied,
    ];
    match medium.length(name) {
        Err(cause) if closed.contains(&cause.kind()) => Ok(None),
        told => told,
    }
}

/// A backup's manifest, if its signatures hold by this office journal.
pub(crate) fn read(medium: &dyn Medium, name: &str, roster: &Roster) -> Option<Manifest> {
    let bytes = bytes(
        medium,
        &format!("{name}/{}", manifest::NAME),
        manifest::LIMIT,
    )?;
    Manifest::read(std::str::from_utf8(&bytes).ok()?, roster)
}

/// The office journal in a backup, folded.
pub(crate) fn own_roster(medium: &dyn Medium, name: &str) -> Option<Roster> {
    let bytes = bytes(
        medium,
        &format!("{name}/keyring/office.jsonl"),
        OFFICE_LIMIT,
    )?;
    let text = std::str::from_utf8(&bytes).ok()?.strip_suffix('\n')?;
    fold(text.split('\n')).ok()
}

/// A whole file; `None` where it is missing or longer than it may be.
pub(super) fn bytes(medium: &dyn Medium, name: &str, limit: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let reader = medium.open(name).ok()?;
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .ok()?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    (length <= limit).then_some(bytes)
}

fn all_there(medium: &dyn Medium, name: &str, manifest: &Manifest) -> io::Result<bool> {
    for mark in &manifest.files {
        if length(medium, &format!("{name}/{}", mark.name))? != Some(mark.bytes) {
            return Ok(false);
        }
    }
    let Some(blobs) = blobs(medium, name) else {
        return Ok(false);
    };
    for blob in blobs.keys() {
        if length(medium, blob)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The attachments of a backup with their hashes, in the form that stock `sha256sum -c` reads from
/// within the place.
pub(crate) fn blobs(medium: &dyn Medium, name: &str) -> Option<BTreeMap<String, String>> {
    let bytes = bytes(medium, &format!("{name}/{BLOB_LIST}"), LIST_LIMIT)?;
    let text = String::from_utf8(bytes).ok()?;
    let line = |line: &str| {
        let (hash, blob) = line.split_once("  ")?;
        let inside = blob.starts_with(&format!("{BLOBS}/"));
        inside.then(|| (blob.to_owned(), hash.to_owned()))
    };
    text.lines().map(line).collect()
}

/// Whether every byte is what its maker signed: the manifest by the backup's own office journal,
/// which must end where the manifest says; each file, each attachment.
pub(crate) fn sound(medium: &dyn Medium, name: &str, watch: &Watch) -> Answer<Option<Manifest>> {
    sound_with(medium, name, watch, true)
}

/// As [`sound`], without the attachments: one that is lost or altered keeps nobody from her record.
pub(crate) fn sound_record(medium: &dyn Medium, name: &str) -> Answer<Option<Manifest>> {
    sound_with(medium, name, &Watch::default(), false)
}

fn sound_with(
    medium: &dyn Medium,
    name: &str,
    watch: &Watch,
    attachments: bool,
) -> Answer<Option<Manifest>> {
    let Some(roster) = own_roster(medium, name) else {
        return Ok(None);
    };
    let Some(manifest) = read(medium, name, &roster) else {
        return Ok(None);
    };
    let head = roster.head();
    let (desk, letter) = roster.desk();
    let same = manifest.office.seq == head.seq
        && manifest.office.hash == hex::encode(head.hash)
        && (manifest.desk.id, manifest.desk.letter) == (desk, letter);
    let Some(blobs) = blobs(medium, name).filter(|_| same) else {
        return Ok(None);
    };
    let files = manifest.files.iter();
    let files = files.map(|mark| (format!("{name}/{}", mark.name), mark.sha256.as_str()));
    let blobs = blobs
        .iter()
        .filter(|_| attachments)
        .map(|(name, hash)| (name.clone(), hash.as_str()));
    let all: Vec<_> = files.chain(blobs).collect();
    let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
    for ((file, expected), done) in all.iter().zip(0..) {
        watch.step(BackupStep::Compare, done, total)?;
        // A file that cannot be read is not whole, whatever keeps it from being read.
        let read = hashed(medium, file, watch)?;
        if read.is_none_or(|(_, hash)| hash != *expected) {
            return Ok(None);
        }
    }
    let listed = |name: &str| manifest.files.iter().any(|mark| mark.name == name);
    let all_signed = REQUIRED.iter().all(|name| listed(name));
    Ok(all_signed.then_some(manifest))
}

/// Without these a folder is no backup, whoever signed it.
const REQUIRED: [&str; 6] = [
    "desk.db",
    "dbkey.age",
    "vault.json",
    "keyring/office.jsonl",
    "keyring/station.key.age",
    BLOB_LIST,
];

/// Length and SHA-256 of a file, read in pieces; `None` where it cannot be read.
pub(super) fn hashed(
    medium: &dyn Medium,
    name: &str,
    watch: &Watch,
) -> Answer<Option<(u64, String)>> {
    let Ok(mut reader) = medium.open(name) else {
        return Ok(None);
    };
    let (mut buffer, mut length, mut hash) = (vec![0; PIECE], 0_u64, Sha256::new());
    loop {
        watch.asked()?;
        let Ok(read) = reader.read(&mut buffer) else {
            return Ok(None);
        };
        let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
            return Ok(Some((length, hex::encode(hash.finalize()))));
        };
        length = length.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        hash.update(piece);
    }
}
