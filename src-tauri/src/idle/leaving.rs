//! Everybody is leaving: heard on the buses, told to the desk at its next tick.
//!
//! Must never: be lost, or told twice.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether it was heard and not yet told.
#[derive(Debug, Default)]
pub(super) struct Leaving(AtomicBool);

impl Leaving {
    /// Somebody says that everybody leaves.
    pub(super) fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether everybody left, once for each time it was heard.
    pub(super) fn left(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_once_for_each_time_it_was_heard() {
        let leaving = Leaving::default();
        assert!(!leaving.left(), "nobody said so");
        for _ in 0..2 {
            leaving.raise();
            assert!(leaving.left());
            assert!(!leaving.left(), "told twice");
        }
    }
}
