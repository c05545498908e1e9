//! A clock that a demo office is made by.
//!
//! Purpose: days and hours of the past, set step by step while visits are played; the stopwatch
//! goes with it, so that no entry looks like one of a clock that was put forward.
//! Must never: go back, or be read by a real office.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::moment::Moment;
use time::Duration;

use crate::clock::Clock;

/// A settable clock.
#[derive(Debug)]
pub(super) struct PlayedClock {
    began: Moment,
    now: AtomicI64,
}

impl PlayedClock {
    pub(super) fn starting(at: Moment) -> Self {
        Self {
            began: at,
            now: AtomicI64::new(at.millis()),
        }
    }

    /// Goes on to a moment; one that has passed changes nothing.
    pub(super) fn go_to(&self, moment: Moment) {
        self.now.fetch_max(moment.millis(), Ordering::Relaxed);
    }

    /// Goes on by a span.
    pub(super) fn pass(&self, span: Duration) {
        self.go_to(self.now().plus(span));
    }
}

impl Clock for PlayedClock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.now.load(Ordering::Relaxed))
    }

    fn mono(&self) -> u64 {
        u64::try_from(self.now().since(self.began).whole_milliseconds()).unwrap_or(0)
    }
}
