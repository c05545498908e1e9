//! Scans that wait in the scanner's folder.
//!
//! Purpose: what a scanner put into the folder of the settings, newest first; one is attached and leaves
//! the folder once it is entered. Must never: follow a link, look into a folder below, or take a file
//! that is still being written.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use domain::attachment;
use domain::fault::{Code, Fault};
use domain::moment::Moment;
use serde::{Deserialize, Serialize};

use super::sealing::{SealedFile, Sealing};
use super::watch::AttachWatch;
use crate::Office;
use crate::backup::blocking;
use crate::policy::{OpenFile, Permit};
use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::views::short_time;

/// The setting that names the folder.
pub const SCAN_FOLDER: &str = "scan.folder";

/// Most files shown.
const SHOWN: usize = 50;
/// A file younger than this may still be written.
const SETTLED: Duration = Duration::from_secs(2);

/// A scan that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ScanWaiting {
    /// Its name in the folder.
    pub name: String,
    /// How large it is, KiB, rounded up.
    pub kib: u32,
    /// When it was written: `24/11 09:42`.
    pub at: String,
}

impl Office {
    /// What waits in the scanner's folder, newest first; nothing where none is set.
    pub async fn scans_waiting(&self, session: &Session) -> Answer<Vec<ScanWaiting>> {
        let _permit: Permit<'_, OpenFile> = self
            .permit(session, domain::permission::Circumstance::default())
            .await?;
        if self.setting(SCAN_FOLDER).is_empty() {
            return Ok(Vec::new());
        }
        let folder = self.scan_folder()?;
        let today = self.clock.now().day();
        let found = blocking(move || found(&folder)).await?;
        let mut found = found.map_err(|_cause| Refused::new(Code::PlaceMissing))?;
        found.sort_by_key(|(_, _, at)| std::cmp::Reverse(*at));
        found.truncate(SHOWN);
        let row = |(name, bytes, at): (String, u64, SystemTime)| ScanWaiting {
            name,
            kib: u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX),
            at: short_time(moment(at), today),
        };
        Ok(found.into_iter().map(row).collect())
    }

    pub(super) fn scan_folder(&self) -> Answer<PathBuf> {
        let folder = self.setting(SCAN_FOLDER);
        if folder.is_empty() {
            return Err(Refused::new(Code::PlaceMissing));
        }
        Ok(folder.into())
    }
}

pub(super) fn moment(at: SystemTime) -> Moment {
    let since = at
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Moment::from_millis(i64::try_from(since.as_millis()).unwrap_or(0))
}

fn found(folder: &Path) -> std::io::Result<Vec<(String, u64, SystemTime)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some((bytes, at)) = settled(&entry.path())
            && !name.starts_with('.')
        {
            found.push((name, bytes, at));
        }
    }
    Ok(found)
}

/// Size and time of a whole file that nobody writes any more.
fn settled(path: &Path) -> Option<(u64, SystemTime)> {
    let about = fs::symlink_metadata(path).ok()?;
    let at = about.modified().ok()?;
    let old = at.elapsed().is_ok_and(|age| age >= SETTLED);
    (about.is_file() && about.len() > 0 && old).then_some((about.len(), at))
}

/// Seals one of them.
pub(super) fn seal(
    sealing: &Sealing,
    folder: &Path,
    name: &str,
    watch: &AttachWatch,
) -> Answer<SealedFile> {
    // A name as it was listed, and no way out of the folder.
    let plain = attachment::name(name).is_ok() && !name.contains('/') && !name.starts_with('.');
    let path = folder.join(name);
    if !plain || settled(&path).is_none() {
        return Err(Fault::at(Code::AttachmentNoFile, "name").into());
    }
    let mut sealed = sealing.file(&path, watch)?;
    sealed.scan = Some(path);
    Ok(sealed)
}
