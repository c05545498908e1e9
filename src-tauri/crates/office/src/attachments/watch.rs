//! How far a file has come on its way in or out, and the wish to stop it.
//!
//! Must never: hold a name.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How often the wish is asked for.
const ASKED_EVERY: Duration = Duration::from_millis(10);

/// How far it has come, KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct AttachProgress {
    /// Moved so far.
    pub done: u32,
    /// In all.
    pub total: u32,
}

/// Shared between the work and whoever watches it.
#[derive(Clone, Debug, Default)]
pub struct AttachWatch {
    done: Arc<AtomicU64>,
    total: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
}

impl AttachWatch {
    /// How far it has come.
    pub fn progress(&self) -> AttachProgress {
        let kib = |bytes: &AtomicU64| {
            let bytes = bytes.load(Ordering::Relaxed);
            u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
        };
        AttachProgress {
            done: kib(&self.done),
            total: kib(&self.total),
        }
    }

    /// The work ends at its next step and leaves nothing.
    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it is to end.
    fn is_cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Answers once it is to end.
    pub(crate) async fn cancelled(&self) {
        while !self.is_cancelled() {
            tokio::time::sleep(ASKED_EVERY).await;
        }
    }

    pub(crate) fn begins(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// Tells how much is done; *false* once it was cancelled.
    pub(crate) fn goes_on(&self, done: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        !self.is_cancelled()
    }
}
