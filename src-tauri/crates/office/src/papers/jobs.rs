//! Which jobs this session handed over.
//!
//! Purpose: a job's name in the printing system, kept in memory for as long as its session lasts.
//! What a session does not know it cannot vouch for: such a printing is *unknown*. Must never: be
//! written down.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::id::ReceiptId;
use domain::printing::JobId;

/// The latest job of each receipt this session printed.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Mutex<BTreeMap<ReceiptId, JobId>>);

impl Jobs {
    /// A job was handed over.
    pub(crate) fn note(&self, receipt: ReceiptId, job: JobId) {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.insert(receipt, job);
    }

    /// The latest job of a receipt, if this session printed it.
    pub(crate) fn of(&self, receipt: ReceiptId) -> Option<JobId> {
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.get(&receipt).cloned()
    }
}
