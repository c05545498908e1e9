//! Folders of the settings, tried before they count.
//!
//! Purpose: a folder for backups takes a file, one that is read from is there, none is the vault's own.
//! Must never: leave a file behind, or answer with a path.

use std::path::Path;

use domain::fault::{Code, Fault};

use super::PlaceTried;
use crate::refused::{Answer, Refused};

/// Tries a folder for backups: it is there, outside the vault, and takes a file.
pub(super) fn try_place(vault: &Path, folder: &Path) -> Answer<PlaceTried> {
    use std::os::unix::fs::MetadataExt as _;

    let refused = |code| Refused::from(Fault::at(code, "place"));
    let real = folder
        .canonicalize()
        .map_err(|_cause| refused(Code::PlaceMissing))?;
    let about = real
        .metadata()
        .ok()
        .filter(std::fs::Metadata::is_dir)
        .ok_or_else(|| refused(Code::PlaceMissing))?;
    let vault = vault.canonicalize();
    let vault = vault.map_err(store::StoreError::from)?;
    if real.starts_with(&vault) {
        return Err(refused(Code::PlaceInVault));
    }
    probe(&real).map_err(|_cause| refused(Code::PlaceNotWritable))?;
    let own = vault.metadata().map_err(store::StoreError::from)?;
    Ok(PlaceTried {
        same_disk: about.dev() == own.dev(),
    })
}

/// Tries a folder that is read from: it is there, and not the vault's.
pub(super) fn try_source(vault: &Path, folder: &Path) -> Result<(), Code> {
    std::fs::read_dir(folder).map_err(|_cause| Code::PlaceMissing)?;
    let real = folder.canonicalize().map_err(|_cause| Code::PlaceMissing)?;
    let vault = vault.canonicalize();
    if vault.is_ok_and(|vault| real.starts_with(vault)) {
        return Err(Code::PlaceInVault);
    }
    Ok(())
}

/// Writes an empty file beside whatever lies there and takes it away again.
fn probe(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(".reception-desk-probe");
    let file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&probe)?;
    let written = file.sync_all();
    match std::fs::remove_file(&probe) {
        // Another try of the same moment took it away.
        Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => written,
        Err(error) => Err(error),
        Ok(()) => written,
    }
}
