//! Everybody is leaving: heard on the buses, told to the desk a moment later.
//!
//! Purpose: between the two lies the time in which the page keeps what is being typed (it does so
//! 0.2 s after a change), so that a lock in mid-word loses nothing of the word.
//! Must never: be lost, or told twice.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Between the news and the lock.
pub(super) const KEPT: Duration = Duration::from_millis(500);

/// When it was heard, until it was told.
#[derive(Debug, Default)]
pub(super) struct Leaving(Mutex<Option<Instant>>);

impl Leaving {
    /// Somebody says that everybody leaves. What is heard again meanwhile puts nothing off.
    pub(super) fn raise(&self) {
        self.with(|heard| {
            heard.get_or_insert_with(Instant::now);
        });
    }

    /// Whether everybody left, once for each time it was heard.
    pub(super) fn left(&self) -> bool {
        self.with(|heard| heard.take_if(|at| at.elapsed() >= KEPT).is_some())
    }

    fn with<T>(&self, work: impl FnOnce(&mut Option<Instant>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    #[cfg(test)]
    pub(super) fn raised(&self) -> bool {
        self.with(|heard| heard.is_some())
    }

    #[cfg(test)]
    pub(super) fn forget(&self) {
        self.with(|heard| *heard = None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_once_and_not_before_what_was_typed_is_kept() {
        let leaving = Leaving::default();
        assert!(!leaving.left(), "nobody said so");
        let heard = Instant::now();
        leaving.raise();
        while !leaving.left() {
            leaving.raise();
            std::thread::sleep(Duration::from_millis(5));
        }
        let after = heard.elapsed();
        assert!(after >= KEPT && after < KEPT * 2, "{after:?}");
        assert!(!leaving.left(), "told twice");
    }
}
