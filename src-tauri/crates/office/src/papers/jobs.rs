//! Which jobs this session handed over.
//!
//! Purpose: a job's name in the printing system, kept in memory for as long as its session lasts,
//! and which receipt is on its way right now. What a session does not know it cannot vouch for: such
//! a printing is *unknown*. Must never: be written down, or decide what may be printed: the record does.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::id::ReceiptId;
use domain::printing::JobId;

/// What this session knows of a receipt's latest printing.
#[derive(Clone, Debug)]
enum Job {
    /// Its pages are being handed over.
    UnderWay,
    /// The printing system took it.
    Taken(JobId),
}

/// The latest job of each receipt this session printed.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Mutex<BTreeMap<ReceiptId, Job>>);

/// A hand-over that has begun. Dropped without an answer, nobody vouches for it.
#[derive(Debug)]
pub(super) struct UnderWay<'a> {
    jobs: &'a Jobs,
    receipt: ReceiptId,
    taken: Option<JobId>,
}

impl Jobs {
    fn with<T>(&self, look: impl FnOnce(&mut BTreeMap<ReceiptId, Job>) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A hand-over begins.
    pub(super) fn begin(&self, receipt: ReceiptId) -> UnderWay<'_> {
        self.with(|jobs| jobs.insert(receipt, Job::UnderWay));
        UnderWay {
            jobs: self,
            receipt,
            taken: None,
        }
    }

    /// Its pages are being handed over.
    pub(super) fn is_under_way(&self, receipt: ReceiptId) -> bool {
        self.with(|jobs| matches!(jobs.get(&receipt), Some(Job::UnderWay)))
    }

    /// This session handed it over, or does so now.
    pub(super) fn vouch(&self, receipt: ReceiptId) -> bool {
        self.with(|jobs| jobs.contains_key(&receipt))
    }

    /// The latest job of a receipt, if this session printed it.
    pub(super) fn of(&self, receipt: ReceiptId) -> Option<JobId> {
        self.with(|jobs| match jobs.get(&receipt) {
            Some(Job::Taken(job)) => Some(job.clone()),
            Some(Job::UnderWay) | None => None,
        })
    }
}

impl UnderWay<'_> {
    /// The printing system took it.
    pub(super) fn taken(mut self, job: JobId) {
        self.taken = Some(job);
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let (receipt, taken) = (self.receipt, self.taken.take());
        self.jobs.with(|jobs| match taken {
            Some(job) => jobs.insert(receipt, Job::Taken(job)),
            None => jobs.remove(&receipt),
        });
    }
}
