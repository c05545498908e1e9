//! Jobs that the printing system took, so that they can be taken back.
//!
//! Purpose: which job holds which printing, for longer than a session or a run of the program: a
//! paper that was never seen lies in the queue all the same after a lock or a power cut, and comes
//! out when somebody fills the tray. The note `jobs.toml` lies beside `print.toml`: ids of receipts,
//! which mean nothing without the record, and names of jobs; it belongs to this machine, as its
//! queues do. Must never: note a number, a name or a word of a record; fail a print because a note
//! cannot be kept.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use domain::fault::Code;
use domain::id::ReceiptId;
use domain::printing::JobId;
use domain::receipt::{Printing, PrintingState, Receipt};
use vault::files::{DiskFiles, Files as _};

use crate::Office;
use crate::refused::{Answer, Refused};

/// The note.
const NOTE: &str = "jobs.toml";
/// Largest note read, bytes.
const NOTE_LIMIT: u64 = 128 * 1024;
/// Most jobs kept: the newest. What was printed that long ago is out, or was asked about.
const MOST: usize = 500;

/// A printing: its receipt, and which of its printings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(ReceiptId, usize);

impl Key {
    /// The latest printing of a receipt.
    pub(super) const fn latest(receipt: &Receipt) -> Self {
        Self(receipt.id, receipt.printings.len())
    }

    fn text(self) -> String {
        format!("{}.{}", self.0, self.1)
    }

    fn read(text: &str) -> Option<Self> {
        let (receipt, printing) = text.split_once('.')?;
        Some(Self(receipt.parse().ok()?, printing.parse().ok()?))
    }
}

/// What is known of a printing's job.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Job {
    /// The printing system took it.
    Taken(JobId),
    /// It was surely taken back.
    Recalled,
}

/// The jobs this machine handed over. Ids of receipts begin with their time, so the last are the newest.
#[derive(Debug)]
pub(crate) struct Handed {
    folder: Option<PathBuf>,
    jobs: Mutex<BTreeMap<Key, Job>>,
}

impl Handed {
    /// With the note of this folder, if there is one.
    pub(crate) fn noted_in(folder: Option<PathBuf>) -> Self {
        let jobs = Mutex::new(BTreeMap::new());
        Self { folder, jobs }
    }

    fn with<T>(&self, look: impl FnOnce(&mut BTreeMap<Key, Job>) -> T) -> T {
        look(&mut self.jobs.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The printing system took this printing.
    pub(super) fn taken(&self, key: Key, job: &JobId) {
        self.with(|jobs| jobs.insert(key, Job::Taken(job.clone())));
        self.note(|noted| {
            noted.insert(key, job.clone());
        });
    }

    fn recalled(&self, key: Key) {
        self.with(|jobs| jobs.insert(key, Job::Recalled));
        self.forget(key);
    }

    /// Its paper is in somebody's hand: nothing is to be taken back.
    pub(super) fn forget(&self, key: Key) {
        self.note(|noted| {
            noted.remove(&key);
        });
    }

    fn of(&self, key: Key) -> Option<Job> {
        let known = self.with(|jobs| jobs.get(&key).cloned());
        known.or_else(|| self.noted().remove(&key).map(Job::Taken))
    }

    /// A line that does not read is passed over.
    fn noted(&self) -> BTreeMap<Key, JobId> {
        let read = || {
            let files = DiskFiles::new(self.folder.as_deref()?);
            let bytes = files.read(NOTE, NOTE_LIMIT).ok()?;
            toml::from_str::<BTreeMap<String, String>>(&String::from_utf8(bytes).ok()?).ok()
        };
        let lines = read().unwrap_or_default().into_iter();
        lines
            .filter_map(|(key, job)| Some((Key::read(&key)?, JobId::read(&job)?)))
            .collect()
    }

    /// Whole or not at all, for its owner alone. Without it the job is not found after a restart, and
    /// the screen says that the paper may come out.
    fn note(&self, change: impl FnOnce(&mut BTreeMap<Key, JobId>)) {
        let Some(folder) = &self.folder else { return };
        // Two at once must not lose each other's line.
        self.with(|_held| {
            let before = self.noted();
            let mut noted = before.clone();
            change(&mut noted);
            while noted.len() > MOST {
                noted.pop_first();
            }
            if noted == before {
                return;
            }
            let lines = noted.iter();
            let lines: Vec<_> = lines
                .map(|(key, job)| format!("\"{}\" = \"{}\"\n", key.text(), job.text()))
                .collect();
            let text = lines.concat();
            let files = DiskFiles::new(folder);
            if files.make_folder("").is_ok() {
                files.write_atomic(NOTE, text.as_bytes()).ok();
            }
        });
    }
}

impl Office {
    /// Takes back the job of a receipt's latest printing. *True* only when surely no paper of it
    /// comes out. Refused when the session ends meanwhile: what was to follow does not.
    pub(crate) async fn recall(&self, receipt: &Receipt) -> Answer<bool> {
        let key = Key::latest(receipt);
        let job = match self.handed.of(key) {
            Some(Job::Recalled) => return Ok(true),
            Some(Job::Taken(job)) => job,
            None => return Ok(false),
        };
        let (printers, noted) = (Arc::clone(&self.printers), Arc::clone(&self.handed));
        let patience = printers.patience();
        let task = tokio::task::spawn_blocking(move || {
            let surely = printers.recall(&job) == Ok(true);
            if surely {
                // Also when nobody waits for it any more.
                noted.recalled(key);
            }
            surely
        });
        tokio::select! {
            told = tokio::time::timeout(patience, task) => Ok(matches!(told, Ok(Ok(true)))),
            () = self.leaving.notified() => Err(Refused::new(Code::SessionEnded)),
        }
    }
}

/// Its latest printing waits to be seen: a job of it may still stand in a queue.
pub(crate) fn waits_to_be_seen(receipt: &Receipt) -> bool {
    let state = |latest: &Printing| latest.state == PrintingState::Sent;
    receipt.latest().is_some_and(state)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use uuid::Uuid;

    use super::*;

    fn key(receipt: u128, printing: usize) -> Key {
        Key(ReceiptId::new(Uuid::from_u128(receipt)), printing)
    }

    fn job(text: &str) -> JobId {
        JobId::read(text).unwrap()
    }

    #[test]
    fn a_job_is_found_after_a_restart_until_its_paper_is_seen_or_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("reception-desk");
        let start = || Handed::noted_in(Some(place.clone()));
        let first = start();
        assert_eq!(first.of(key(1, 1)), None);
        first.taken(key(1, 1), &job("quay_1-7"));
        first.taken(key(1, 2), &job("Máy-in.2-8"));
        first.taken(key(2, 1), &job("quay_1-9"));
        let second = start();
        assert_eq!(second.of(key(1, 2)), Some(Job::Taken(job("Máy-in.2-8"))));
        second.recalled(key(1, 1));
        assert_eq!(second.of(key(1, 1)), Some(Job::Recalled));
        second.forget(key(2, 1));
        let third = start();
        assert_eq!(third.of(key(1, 1)), None);
        assert_eq!(third.of(key(1, 2)), Some(Job::Taken(job("Máy-in.2-8"))));
        assert_eq!(third.of(key(2, 1)), None);
        let mode = fs::metadata(place.join(NOTE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_note_that_does_not_read_names_no_job_and_one_that_grows_keeps_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        let handed = Handed::noted_in(Some(folder.path().to_owned()));
        let one = key(1, 1).text();
        for text in [
            "x".to_owned(),
            format!("\"{one}\" = 1\n"),
            format!("\"{one}\" = \"-a-1\"\n"),
            format!("\"{one}\" = \"-a\"\n"),
            "\"nobody.1\" = \"quay_1-7\"\n".to_owned(),
        ] {
            fs::write(folder.path().join(NOTE), &text).unwrap();
            assert!(handed.noted().is_empty(), "{text}");
        }
        let longest = format!("{}-4294967295", "x".repeat(127));
        let line = |receipt| format!("\"{}\" = \"{longest}\"\n", key(receipt, 1).text());
        let full = (0..500).map(line).collect::<Vec<_>>().concat();
        fs::write(folder.path().join(NOTE), full).unwrap();
        handed.taken(key(500, 1), &job(&longest));
        let noted = handed.noted();
        assert_eq!(noted.len(), MOST);
        assert!(!noted.contains_key(&key(0, 1)) && noted.contains_key(&key(500, 1)));
        let size = fs::metadata(folder.path().join(NOTE)).unwrap().len();
        assert!(size < NOTE_LIMIT, "{size}");
        // Without a folder it is known for as long as the program runs.
        let alone = Handed::noted_in(None);
        alone.taken(key(1, 1), &job("quay_1-7"));
        assert_eq!(alone.of(key(1, 1)), Some(Job::Taken(job("quay_1-7"))));
        assert_eq!(Handed::noted_in(None).of(key(1, 1)), None);
    }
}
