//! An attachment on its way out.
//!
//! Purpose: opened a step at a time, every step proved whole; a copy stands at its place whole or not at
//! all. Must never: write into the vault, or leave a half of a copy.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use domain::attachment::{ATTACHMENT_LIMIT, Blob};
use domain::fault::Code;

use super::watch::AttachWatch;
use super::{in_vault, place};
use crate::backup::Medium;
use crate::refused::{Answer, Refused};

/// All bytes of a small blob.
pub(super) fn whole(medium: &dyn Medium, blob: &Blob, limit: u64) -> Answer<Vec<u8>> {
    let read = || -> io::Result<Vec<u8>> {
        let sealed = medium.open(&place(blob.id))?;
        let mut bytes = Vec::new();
        let opened = vault::blob::open(&blob.key, sealed)?;
        opened
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(damaged)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) == blob.bytes {
        Ok(bytes)
    } else {
        Err(Refused::new(Code::AttachmentDamaged))
    }
}

/// Writes a copy to `target`, which is no place in `vault`.
pub(super) fn write(
    medium: &dyn Medium,
    blob: &Blob,
    (vault, target): (&Path, &Path),
    watch: &AttachWatch,
) -> Answer<()> {
    let folder = target.parent().filter(|folder| folder.is_dir());
    let (Some(folder), Some(name)) = (folder, target.file_name()) else {
        return Err(Refused::new(Code::AttachmentNotSaved));
    };
    if in_vault(vault, folder) {
        return Err(Refused::new(Code::PlaceInVault));
    }
    let sealed = medium.open(&place(blob.id)).map_err(damaged)?;
    let mut opened = vault::blob::open(&blob.key, sealed).map_err(damaged)?;
    watch.begins(blob.bytes);
    let mut half = name.to_os_string();
    half.push(".part");
    let half = folder.join(half);
    let written = put(&mut opened, &half, target, watch);
    if written.is_err() {
        let _swept = fs::remove_file(&half);
    }
    match written {
        Ok(()) => Ok(()),
        Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {
            Err(Refused::new(Code::Cancelled))
        }
        Err(cause) if cause.kind() == io::ErrorKind::InvalidData => Err(damaged(cause)),
        Err(_cause) => Err(Refused::new(Code::AttachmentNotSaved)),
    }
}

fn put(
    opened: &mut dyn io::Read,
    half: &Path,
    target: &Path,
    watch: &AttachWatch,
) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(half)?;
    let mut go_on = |done| watch.goes_on(done);
    vault::blob::moved(opened, &mut file, ATTACHMENT_LIMIT, &mut go_on)?;
    file.flush()?;
    file.sync_all()?;
    fs::rename(half, target)
}

fn damaged(_cause: io::Error) -> Refused {
    Refused::new(Code::AttachmentDamaged)
}
