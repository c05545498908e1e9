//! Time and chance, as ports.
//!
//! Purpose: the only place where the program reads a clock or draws a random number that is not a
//! key. Tests hand in their own. Must never: be read by a rule; rules take time as an argument.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use domain::moment::Moment;

/// A wall clock and one that never goes back.
pub trait Clock: Send + Sync {
    /// Now, by the wall.
    fn now(&self) -> Moment;
    /// Milliseconds since this process began; never goes back.
    fn mono(&self) -> u64;
}

/// Random bytes for ids and tokens.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The machine's clocks.
#[derive(Debug)]
pub struct SystemClock {
    began: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self {
            began: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place that reads the clock"
        )]
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Moment::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn mono(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// The operating system's random numbers.
#[derive(Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        // A machine without randomness cannot have signed anybody in; zeros would repeat an id,
        // which the journal refuses.
        if getrandom::fill(buffer).is_err() {
            buffer.fill(0);
        }
    }
}
