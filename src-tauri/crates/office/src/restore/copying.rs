//! The files of a vault that goes on from a copy.
//!
//! Purpose: a folder beside the place asked for, filled from a generation or from another vault's
//! folder, given its name when all of it stands and taken away when it does not.
//! Must never: write where the copy comes from, or into a folder that holds anything.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use domain::fault::Code;
use sha2::{Digest as _, Sha256};
use store::StoreError;
use vault::VaultError;
use vault::manifest::Manifest;

use super::beside;
use crate::backup::{DiskMedium, Medium, at_place, blobs, sync_folder_of};
use crate::refused::{Answer, Refused};

/// Read at a time.
const PIECE: usize = 1024 * 1024;

/// Files of a vault that are of the moment and go into no copy.
const OF_THE_MOMENT: [&str; 4] = ["lock", "keyring/fails", "keyring/backup", "desk.db-shm"];

/// A vault being built beside its place.
#[derive(Debug)]
pub(super) struct Building {
    target: PathBuf,
    temp: PathBuf,
}

impl Building {
    /// Begins; the place must be empty or not yet there. What an earlier try left goes.
    pub(super) fn begin(target: &Path) -> Answer<Self> {
        let target = std::path::absolute(target).map_err(StoreError::from)?;
        match fs::read_dir(&target) {
            Ok(mut names) => {
                if names.next().is_some() {
                    return Err(VaultError::NotEmpty.into());
                }
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(StoreError::from(cause).into()),
        }
        let temp = beside(&target)?;
        let place = DiskMedium::at(&temp);
        place.remove("").map_err(StoreError::from)?;
        place.make_folder("").map_err(StoreError::from)?;
        Ok(Self { target, temp })
    }

    /// Where it is built.
    pub(super) fn folder(&self) -> &Path {
        &self.temp
    }

    /// Puts it in its place, or takes it away.
    pub(super) fn end<T>(self, built: Answer<T>) -> Answer<T> {
        let placed = built.and_then(|built| {
            fs::rename(&self.temp, &self.target)
                .and_then(|()| sync_folder_of(&self.target))
                .map_err(StoreError::from)?;
            Ok(built)
        });
        if placed.is_err() {
            // The next try takes away what cannot be taken away now.
            let _left = fs::remove_dir_all(&self.temp);
        }
        placed
    }
}

/// Copies a generation's files and attachments, each only with the hash that was signed.
pub(super) fn generation(
    place: &DiskMedium,
    (name, manifest): (&str, &Manifest),
    folder: &Path,
) -> Answer<()> {
    let own = DiskMedium::at(folder);
    for mark in &manifest.files {
        // The list of attachments belongs to the backup, not to the vault.
        if mark.name != crate::backup::BLOB_LIST {
            let from = format!("{name}/{}", mark.name);
            copied(place, &from, (&own, &mark.name), &mark.sha256)?;
        }
    }
    let blobs = blobs(place, name).ok_or_else(|| Refused::new(Code::BackupNotSound))?;
    for (blob, hash) in &blobs {
        // One that is lost or altered costs itself alone, and is counted afterwards. A full disk, or a
        // stick that was pulled out, ends it all.
        match place.length(blob) {
            Ok(None) => {}
            Ok(Some(_)) if copy(place, blob, (&own, blob))? == *hash => {}
            Ok(Some(_)) => own.remove(blob).map_err(StoreError::from)?,
            Err(cause) => return Err(at_place(&cause)),
        }
    }
    Ok(())
}

fn copied(from: &DiskMedium, name: &str, (to, own): (&DiskMedium, &str), hash: &str) -> Answer<()> {
    if copy(from, name, (to, own))? == hash {
        Ok(())
    } else {
        Err(Refused::new(Code::BackupNotSound))
    }
}

/// Copies one file; its hash.
fn copy(from: &DiskMedium, name: &str, (to, own): (&DiskMedium, &str)) -> Answer<String> {
    let mut source = from.open(name).map_err(|cause| at_place(&cause))?;
    let mut write = || {
        if let Some((folder, _)) = own.rsplit_once('/') {
            to.make_folder(folder)?;
        }
        let mut sink = to.create(own)?;
        let (mut buffer, mut hash) = (vec![0; PIECE], Sha256::new());
        loop {
            let read = source.read(&mut buffer)?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
                sink.finish()?;
                return Ok(hex::encode(hash.finalize()));
            };
            hash.update(piece);
            sink.write_all(piece)?;
        }
    };
    write().map_err(|cause: io::Error| StoreError::from(cause).into())
}

/// Copies another vault's folder, the log beside its record included.
pub(super) fn vault_folder(source: &Path, folder: &Path) -> Answer<()> {
    let (from, to) = (DiskMedium::at(source), DiskMedium::at(folder));
    let mut folders = vec![String::new()];
    while let Some(inside) = folders.pop() {
        for name in from.list(&inside).map_err(|cause| at_place(&cause))? {
            let name = if inside.is_empty() {
                name
            } else {
                format!("{inside}/{name}")
            };
            let about = from.path(&name).and_then(fs::symlink_metadata);
            let about = about.map_err(|cause| at_place(&cause))?;
            let passing = OF_THE_MOMENT.contains(&name.as_str())
                || Path::new(&name).extension().is_some_and(|end| end == "tmp");
            if about.is_dir() {
                folders.push(name);
            } else if about.is_file() && !passing {
                copy(&from, &name, (&to, &name))?;
            }
        }
    }
    Ok(())
}
