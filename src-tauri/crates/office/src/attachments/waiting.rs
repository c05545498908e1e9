//! Scans that wait in the scanner's folder.
//!
//! Purpose: what a scanner put into the folder of the settings, newest first; one is attached and leaves
//! the folder once it is entered. Must never: follow a link, look into a folder below, or take a file
//! that is still being written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use domain::attachment;
use domain::fault::Code;
use domain::moment::Moment;
use domain::permission::Circumstance;
use serde::{Deserialize, Serialize};

use crate::Office;
use crate::backup::blocking;
use crate::policy::{OpenFile, Permit};
use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::views::short_time;

/// The setting that names the folder.
pub const SCAN_FOLDER: &str = "scan.folder";

/// How long the folder may take to answer: it may lie on another machine.
const ANSWERS: Duration = Duration::from_secs(20);
/// Most files shown.
const SHOWN: usize = 50;
/// A file that did not change for so long by our own stopwatch is whole: a scanner pauses between pages,
/// and the clock of a shared folder is another's.
const SETTLED: u64 = 10_000;

/// What was seen in the folder, and since when it has not changed (milliseconds of the stopwatch).
#[derive(Default)]
pub(crate) struct Settling {
    seen: Mutex<BTreeMap<PathBuf, (u64, SystemTime, u64)>>,
    /// A look is under way: a folder that never answers holds one thread and no more.
    looking: Arc<AtomicBool>,
}

/// Says that a look is over, however it ended.
struct Over(Arc<AtomicBool>);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

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
    /// Whether she may look into the scanner's folder; which it is, where one is set.
    pub async fn sees_scans(&self, session: &Session) -> Answer<Option<PathBuf>> {
        let _permit: Permit<'_, OpenFile> = self.permit(session, Circumstance::default()).await?;
        let folder = self.setting(SCAN_FOLDER);
        Ok((!folder.is_empty()).then(|| folder.into()))
    }

    /// What waits in that folder, newest first. A file counts when two looks saw it unchanged; a folder
    /// that does not answer is refused.
    pub async fn scans_in(&self, folder: PathBuf) -> Answer<Vec<ScanWaiting>> {
        if self.settling.looking.swap(true, Ordering::AcqRel) {
            return Err(Refused::new(Code::PlaceSilent));
        }
        let over = Over(Arc::clone(&self.settling.looking));
        let place = folder.clone();
        let look = move || {
            let found = found(&place);
            drop(over);
            found
        };
        let looking = tokio::time::timeout(ANSWERS, blocking(look));
        let found = looking
            .await
            .map_err(|_late| Refused::new(Code::PlaceSilent))??;
        let found = found.map_err(|_cause| Refused::new(Code::PlaceMissing))?;
        let mut whole = self.unchanged(&folder, found);
        whole.sort_by_key(|(_, _, at)| std::cmp::Reverse(*at));
        whole.truncate(SHOWN);
        let today = self.clock.now().day();
        let row = |(name, bytes, at): (String, u64, SystemTime)| ScanWaiting {
            name,
            kib: u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX),
            at: short_time(moment(at), today),
        };
        Ok(whole.into_iter().map(row).collect())
    }

    fn unchanged(&self, folder: &Path, found: Vec<Found>) -> Vec<Found> {
        let now = self.clock.mono();
        let seen = self.settling.seen.lock();
        let mut seen = seen.unwrap_or_else(PoisonError::into_inner);
        seen.retain(|path, _| found.iter().any(|one| folder.join(&one.0) == *path));
        let mut whole = Vec::new();
        for (name, bytes, at) in found {
            let since = seen.entry(folder.join(&name)).or_insert((bytes, at, now));
            if (since.0, since.1) != (bytes, at) {
                *since = (bytes, at, now);
            }
            if now.saturating_sub(since.2) >= SETTLED {
                whole.push((name, bytes, at));
            }
        }
        whole
    }

    /// How the last looks saw this file, where they saw it whole.
    pub(super) fn settled(&self, path: &Path) -> Option<(u64, SystemTime)> {
        let now = self.clock.mono();
        let seen = self.settling.seen.lock();
        let seen = seen.unwrap_or_else(PoisonError::into_inner);
        let (bytes, at, since) = *seen.get(path)?;
        (now.saturating_sub(since) >= SETTLED).then_some((bytes, at))
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

type Found = (String, u64, SystemTime);

fn found(folder: &Path) -> std::io::Result<Vec<Found>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // A name that is no text could not be asked for again.
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let about = fs::symlink_metadata(entry.path())?;
        if about.is_file() && about.len() > 0 && plain(&name) {
            found.push((name, about.len(), about.modified()?));
        }
    }
    Ok(found)
}

/// A name as it was listed, and no way out of the folder.
pub(super) fn plain(name: &str) -> bool {
    !name.starts_with('.') && !name.contains('/') && attachment::name(name).is_ok()
}
