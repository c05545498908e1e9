//! Signatures, checked on all cores beside the walk.
//!
//! Purpose: a bounded queue and a thread a core: the walk goes on reading while signatures wait.
//! Must never: hold more than the queue, or outlive the verification.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use domain::id::UserId;

use super::Signers;
use crate::StoreError;
use crate::journal::{Entry, Hash};

/// Signatures handed over at a time.
const BATCH: usize = 256;
/// Batches that may wait; with [`BATCH`] some ten megabytes.
const WAITING: usize = 256;

type Wrong = Vec<(i64, &'static str)>;

/// One signature to be checked.
struct Job {
    seq: i64,
    user: UserId,
    office_seq: i64,
    hash: Hash,
    sig: Vec<u8>,
    second: bool,
}

/// The queue and its threads.
pub(super) struct Signatures {
    queue: Option<SyncSender<Vec<Job>>>,
    batch: Vec<Job>,
    workers: Vec<JoinHandle<Wrong>>,
    stop: Arc<AtomicBool>,
    wrong: Wrong,
}

impl Signatures {
    /// Starts the threads.
    pub(super) fn start(signers: &Arc<dyn Signers>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let (queue, jobs) = sync_channel(WAITING);
        let jobs = Arc::new(Mutex::new(jobs));
        let stop = Arc::new(AtomicBool::new(false));
        let workers = (0..cores)
            .map(|_| {
                let (jobs, stop) = (Arc::clone(&jobs), Arc::clone(&stop));
                let signers = Arc::clone(signers);
                std::thread::spawn(move || work(&jobs, &stop, signers.as_ref()))
            })
            .collect();
        Self {
            queue: Some(queue),
            batch: Vec::with_capacity(BATCH),
            workers,
            stop,
            wrong: Vec::new(),
        }
    }

    /// Takes an entry's signatures in; waits while the queue is full.
    pub(super) fn check(&mut self, entry: Entry) {
        let apart = entry.co_actor.is_none_or(|second| second != entry.actor);
        let signed = entry.sig.is_some();
        let job = |user, sig, second| Job {
            seq: entry.seq,
            user,
            office_seq: entry.office_seq,
            hash: entry.hash,
            sig,
            second,
        };
        self.batch
            .extend(entry.sig.map(|sig| job(entry.actor, sig, false)));
        match (entry.co_actor, entry.co_sig) {
            (None, None) => {}
            (Some(second), Some(sig)) if apart && signed => {
                self.batch.push(job(second, sig, true));
            }
            (Some(_), Some(_)) => self.wrong.push((entry.seq, NOT_HELD_SECOND)),
            (Some(_), None) | (None, Some(_)) => {
                self.wrong
                    .push((entry.seq, "second signature is not whole"));
            }
        }
        if self.batch.len() >= BATCH {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        if let Some(queue) = &self.queue {
            // It fails only when no thread is left, and then `finish` says so.
            let _sent = queue.send(batch);
        }
    }

    /// Waits for the rest; what did not hold.
    pub(super) fn finish(mut self) -> Result<Wrong, StoreError> {
        self.hand_over();
        self.queue = None;
        for worker in self.workers.drain(..) {
            let found = worker.join().map_err(|_panic| StoreError::Broken)?;
            self.wrong.extend(found);
        }
        Ok(std::mem::take(&mut self.wrong))
    }
}

/// A verification that was stopped leaves no thread at work.
impl Drop for Signatures {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

const NOT_HELD: &str = "signature does not hold";
const NOT_HELD_SECOND: &str = "second signature does not hold";

/// Checks batches until the queue is closed.
fn work(jobs: &Mutex<Receiver<Vec<Job>>>, stop: &AtomicBool, signers: &dyn Signers) -> Wrong {
    let mut wrong = Vec::new();
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(batch) = next else { return wrong };
        for job in batch {
            if stop.load(Ordering::Relaxed) {
                return wrong;
            }
            let Job {
                seq,
                user,
                office_seq,
                hash,
                sig,
                second,
            } = job;
            if second && !signers.cosigned(user, office_seq, &hash, &sig) {
                wrong.push((seq, NOT_HELD_SECOND));
            } else if !second && !signers.signed(user, office_seq, &hash, &sig) {
                wrong.push((seq, NOT_HELD));
            }
        }
    }
}
