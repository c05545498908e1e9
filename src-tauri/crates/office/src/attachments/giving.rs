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
use crate::backup::{Medium, sync_folder_of};
use crate::refused::{Answer, Refused};

/// All bytes of a small blob.
pub(super) fn whole(medium: &dyn Medium, blob: &Blob, limit: u64) -> Answer<Vec<u8>> {
    let read = || -> io::Result<Vec<u8>> {
        let sealed = medium.open(&place(blob.id))?;
        let mut bytes = Vec::new();
        let opened = vault::blob::open(&blob.key, sealed, blob.bytes)?;
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
    placed((vault, target), &blob.id.to_string(), |mut file| {
        watch.begins(blob.bytes);
        copied_into(medium, blob, &mut file, &mut |done| watch.goes_on(done))?;
        Ok(file)
    })
}

/// All bytes of a blob, a step at a time; `go_on` hears how many are out and may stop it.
pub(crate) fn copied_into(
    medium: &dyn Medium,
    blob: &Blob,
    sink: &mut dyn io::Write,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> io::Result<()> {
    // One that is not there is as good as one that was altered.
    let sealed = medium
        .open(&place(blob.id))
        .map_err(|_cause| io::ErrorKind::InvalidData)?;
    let mut opened = vault::blob::open(&blob.key, sealed, blob.bytes)?;
    vault::blob::moved(&mut opened, sink, ATTACHMENT_LIMIT, go_on)?;
    Ok(())
}

/// Makes a file at `target`, whole or not at all; until then it lies beside it under a name of its own.
pub(crate) fn placed(
    (vault, target): (&Path, &Path),
    name: &str,
    fill: impl FnOnce(fs::File) -> io::Result<fs::File>,
) -> Answer<()> {
    let folder = target.parent().filter(|folder| folder.is_dir());
    let (Some(folder), Some(_name)) = (folder, target.file_name()) else {
        return Err(Refused::new(Code::AttachmentNotSaved));
    };
    if in_vault(vault, folder) {
        return Err(Refused::new(Code::PlaceInVault));
    }
    // Under a name nobody else has: what lies there is not ours to take away.
    let half = folder.join(format!(".{name}.part"));
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&half);
    let file = made.map_err(|_cause| Refused::new(Code::AttachmentNotSaved))?;
    let written = fill(file).and_then(|mut file| {
        file.flush()?;
        file.sync_all()?;
        fs::rename(&half, target)?;
        sync_folder_of(target)
    });
    if written.is_err() {
        let _swept = fs::remove_file(&half);
    }
    match written {
        Ok(()) => Ok(()),
        Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {
            Err(Refused::new(Code::Cancelled))
        }
        Err(cause) if is_damage(&cause) => Err(damaged(cause)),
        Err(_cause) => Err(Refused::new(Code::AttachmentNotSaved)),
    }
}

fn is_damage(cause: &io::Error) -> bool {
    let damage = [io::ErrorKind::InvalidData, io::ErrorKind::UnexpectedEof];
    damage.contains(&cause.kind())
}

fn damaged(_cause: io::Error) -> Refused {
    Refused::new(Code::AttachmentDamaged)
}
