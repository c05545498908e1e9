//! When a desk that nobody touches locks itself.
//!
//! Purpose: one pure decision: how long nothing was touched, how long that may last, whether the
//! machine went to sleep or its own session was locked. Must never: read a clock or a desktop.

/// How long before the lock a countdown is shown, milliseconds.
pub const COUNTDOWN: u64 = 30_000;
/// Shortest and longest time without a touch that a setting may give, seconds.
pub const SECONDS: core::ops::RangeInclusive<u64> = 60..=900;
/// That time where no setting says otherwise, seconds.
pub const USUAL: u64 = 180;

/// What is known of the desk at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// Since the last touch, milliseconds.
    pub idle: u64,
    /// How long that may last, milliseconds.
    pub limit: u64,
    /// The machine slept, is going to sleep, or its own session was locked.
    pub left: bool,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Somebody is there.
    Attended,
    /// It locks in so many seconds unless somebody touches something.
    Countdown(u32),
    /// It locks now.
    Lock,
}

impl Quiet {
    /// What follows from it.
    pub fn rest(self) -> Rest {
        if self.left {
            return Rest::Lock;
        }
        let remaining = self.limit.saturating_sub(self.idle);
        if remaining == 0 {
            Rest::Lock
        } else if remaining <= COUNTDOWN {
            Rest::Countdown(u32::try_from(remaining.div_ceil(1000)).unwrap_or(u32::MAX))
        } else {
            Rest::Attended
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(idle: u64) -> Rest {
        let limit = USUAL * 1000;
        Quiet {
            idle,
            limit,
            left: false,
        }
        .rest()
    }

    #[test]
    fn after_two_and_a_half_minutes_it_counts_down_and_after_three_it_locks() {
        assert_eq!(rest(0), Rest::Attended);
        assert_eq!(rest(149_999), Rest::Attended);
        assert_eq!(rest(150_000), Rest::Countdown(30));
        assert_eq!(rest(150_001), Rest::Countdown(30));
        assert_eq!(rest(179_001), Rest::Countdown(1));
        assert_eq!(rest(179_999), Rest::Countdown(1));
        assert_eq!(rest(180_000), Rest::Lock);
        assert_eq!(rest(u64::MAX), Rest::Lock);
    }

    #[test]
    fn a_machine_that_sleeps_locks_however_lately_it_was_touched() {
        let quiet = Quiet {
            idle: 0,
            limit: 900_000,
            left: true,
        };
        assert_eq!(quiet.rest(), Rest::Lock);
    }

    #[test]
    fn the_longer_nothing_is_touched_the_nearer_the_lock() {
        let mut before = u32::MAX;
        for idle in (0..200_000).step_by(250) {
            let left = match rest(idle) {
                Rest::Attended => continue,
                Rest::Countdown(seconds) => seconds,
                Rest::Lock => 0,
            };
            assert!(left <= before && left <= 30, "{idle}");
            before = left;
        }
        assert_eq!(before, 0);
    }
}
