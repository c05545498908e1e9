//! A clock that tests set.
//!
//! Purpose: wall and stopwatch together or apart, so that a test can put the wall clock wrong.
//! Must never: move by itself.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::moment::Moment;
use office::clock::Clock;
use time::Duration;

use crate::moment;

/// A clock standing still until told otherwise.
#[derive(Debug)]
pub struct FakeClock {
    wall: AtomicI64,
    mono: AtomicU64,
}

impl FakeClock {
    /// A clock at a moment of RFC 3339; the stopwatch at zero.
    pub fn at(text: &str) -> Self {
        Self {
            wall: AtomicI64::new(moment(text).millis()),
            mono: AtomicU64::new(0),
        }
    }

    /// Time passes: both clocks go on.
    pub fn advance(&self, span: Duration) {
        let millis = i64::try_from(span.whole_milliseconds()).unwrap_or(0);
        self.wall.fetch_add(millis, Ordering::Relaxed);
        self.mono
            .fetch_add(u64::try_from(millis).unwrap_or(0), Ordering::Relaxed);
    }

    /// Somebody sets the wall clock; the stopwatch does not notice.
    pub fn set(&self, text: &str) {
        self.wall.store(moment(text).millis(), Ordering::Relaxed);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.wall.load(Ordering::Relaxed))
    }

    fn mono(&self) -> u64 {
        self.mono.load(Ordering::Relaxed)
    }
}
