//! The cover over the screen, its PIN, and the desk that nobody touches.
//!
//! Purpose: what of a session is kept beside its keys: whether the screen is covered and since
//! when, the PIN that lifts the cover, the last touch. All times are the stopwatch's, so that
//! whoever sets the wall clock wins nothing. Must never: outlive the session, or hold a key.

use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::fault::{Code, Fault};
use domain::idle::{Quiet, Rest};
use vault::pin::Pin;

use crate::clock::Clock;
use crate::refused::{Answer, Refused};

/// How long after covering the key that covered also lifts the cover, milliseconds.
pub(crate) const BY_KEY: u64 = 20_000;
/// How long a PIN lifts it; afterwards the passphrase alone opens.
pub(crate) const BY_PIN: u64 = 15 * 60 * 1000;
/// Wrong PINs a cover takes.
const TRIES: u8 = 5;
/// The wall clock went on this much further than the stopwatch: the machine slept meanwhile.
const SLEPT: i64 = 30_000;

/// The desktop around the window.
pub trait Desktop: Send + Sync {
    /// Milliseconds since anybody touched anything of the whole desktop; `None` where nobody knows.
    fn idle(&self) -> Option<u64>;
    /// Whether the desktop's session was locked or the machine was sent to sleep since last asked.
    fn left(&self) -> bool;
}

/// The page before whoever is signed in.
pub trait Page: Send + Sync {
    /// Lets it keep what is being typed, as long as a lock can wait; whether it says that it kept
    /// all of it.
    fn last_words(&self) -> LastWords<'_>;
}

/// Whether all that was typed is kept, once that is known.
pub type LastWords<'page> = std::pin::Pin<Box<dyn Future<Output = bool> + Send + 'page>>;

/// What becomes of a cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lifted {
    /// The page may be shown.
    Shown,
    /// Too late or tried too often: the session ends.
    Over,
}

#[derive(Clone, Copy)]
struct Covered {
    since: u64,
    /// How long the key alone lifts it.
    by_key: u64,
    /// PINs that were tried.
    wrong: u8,
}

impl Covered {
    /// Whether nothing but the passphrase opens any more.
    fn over(self, now: u64, pin: bool) -> bool {
        let lifted = if pin { BY_PIN } else { self.by_key };
        now.saturating_sub(self.since) > lifted
    }
}

#[derive(Default)]
struct Kept {
    pin: Option<Pin>,
    cover: Option<Covered>,
    /// The last touch this program knows of.
    touched: u64,
    /// Wall clock and stopwatch when the desktop was last heard.
    heard: Option<(i64, u64)>,
    /// A lock is under way: no call begins.
    closing: bool,
}

/// What is kept beside one session.
pub(crate) struct Privacy(Mutex<Kept>);

impl Privacy {
    pub(crate) fn new() -> Self {
        Self(Mutex::default())
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a call may begin.
    pub(crate) fn passes(&self) -> Answer<()> {
        let kept = self.kept();
        if kept.closing {
            Err(Refused::new(Code::SessionEnded))
        } else if kept.cover.is_some() {
            Err(Refused::new(Code::SessionCovered))
        } else {
            Ok(())
        }
    }

    /// From now on no call begins.
    pub(crate) fn close(&self) {
        self.kept().closing = true;
    }

    /// Nothing of the former session is left; calls may begin again.
    pub(crate) fn begin(&self, now: u64) {
        *self.kept() = Kept {
            touched: now,
            ..Kept::default()
        };
    }

    /// Keeps the PIN of this session.
    pub(crate) fn set_pin(&self, typed: &[u8]) -> Answer<()> {
        let pin = Pin::new(typed).ok_or_else(|| Refused::new(Code::PinMalformed))?;
        if pin.is_guessable() {
            return Err(Refused::new(Code::PinGuessable));
        }
        self.kept().pin = Some(pin);
        Ok(())
    }

    /// Covers the screen; one that is covered stays so from its first moment. The answer is whether
    /// a PIN will lift it.
    pub(crate) fn cover(&self, now: u64, by_key: u64) -> bool {
        let mut kept = self.kept();
        kept.cover.get_or_insert(Covered {
            since: now,
            by_key,
            wrong: 0,
        });
        kept.pin.is_some()
    }

    /// Whether the screen is covered.
    pub(crate) fn covered(&self) -> bool {
        self.kept().cover.is_some()
    }

    /// Tries to lift the cover; nothing typed means the key alone.
    pub(crate) fn uncover(&self, typed: &[u8], now: u64) -> Answer<Lifted> {
        let mut kept = self.kept();
        let Some(cover) = kept.cover else {
            return Ok(Lifted::Shown);
        };
        // While the session is ending, which takes its time, the right one comes too late.
        if cover.over(now, kept.pin.is_some()) || cover.wrong >= TRIES {
            return Ok(Lifted::Over);
        }
        if typed.is_empty() {
            if now.saturating_sub(cover.since) > cover.by_key {
                return Err(Refused::new(Code::PinNeeded));
            }
        } else if !kept.pin.as_ref().is_some_and(|pin| pin.is(typed)) {
            let wrong = cover.wrong.saturating_add(1);
            kept.cover = Some(Covered { wrong, ..cover });
            let left = TRIES.saturating_sub(wrong);
            if left == 0 {
                return Ok(Lifted::Over);
            }
            return Err(Fault::new(Code::PinWrong).with("left", left).into());
        }
        kept.cover = None;
        kept.touched = now;
        Ok(Lifted::Shown)
    }

    /// Somebody touched something.
    pub(crate) fn touch(&self, now: u64) {
        self.kept().touched = now;
    }

    /// Takes in what the desktop tells; the answer is whether everybody left: its session was
    /// locked, or the machine slept since it was last heard.
    pub(crate) fn hear(&self, desktop: &dyn Desktop, clock: &dyn Clock) -> bool {
        let (wall, now) = (clock.now().millis(), clock.mono());
        let (idle, left) = (desktop.idle(), desktop.left());
        let mut kept = self.kept();
        if let Some(idle) = idle {
            kept.touched = kept.touched.max(now.saturating_sub(idle));
        }
        let slept = kept.heard.is_some_and(|(wall_then, then)| {
            let counted = i64::try_from(now.saturating_sub(then)).unwrap_or(i64::MAX);
            wall.saturating_sub(wall_then).saturating_sub(counted) > SLEPT
        });
        kept.heard = Some((wall, now));
        left || slept
    }

    /// What follows from how long nothing was touched. A covered screen keeps the cover's own time.
    pub(crate) fn rest(&self, now: u64, limit: u64, left: bool) -> Rest {
        let kept = self.kept();
        let quiet = Quiet {
            idle: now.saturating_sub(kept.touched),
            limit,
            left,
        };
        match kept.cover {
            Some(cover) if left || cover.over(now, kept.pin.is_some()) => Rest::Lock,
            Some(_) => Rest::Attended,
            None => quiet.rest(),
        }
    }
}

impl std::fmt::Debug for Privacy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Privacy(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PIN: &[u8] = b"402913";

    fn covered(pin: bool) -> Privacy {
        let privacy = Privacy::new();
        privacy.begin(0);
        if pin {
            privacy.set_pin(PIN).unwrap();
        }
        assert_eq!(privacy.cover(1_000, BY_KEY), pin);
        privacy
    }

    #[test]
    fn the_key_lifts_the_cover_for_twenty_seconds() {
        assert_eq!(covered(false).uncover(b"", 21_000), Ok(Lifted::Shown));
        assert_eq!(covered(false).uncover(b"", 21_001), Ok(Lifted::Over));
        let late = covered(true).uncover(b"", 21_001).unwrap_err();
        assert_eq!(late.code, Code::PinNeeded);
    }

    #[test]
    fn covering_again_wins_no_time() {
        let privacy = covered(true);
        privacy.cover(20_000, BY_KEY);
        assert_eq!(
            privacy.uncover(b"", 30_000).unwrap_err().code,
            Code::PinNeeded
        );
    }

    #[test]
    fn the_pin_lifts_it_for_a_quarter_of_an_hour() {
        assert_eq!(covered(true).uncover(PIN, 901_000), Ok(Lifted::Shown));
        assert_eq!(covered(true).uncover(PIN, 901_001), Ok(Lifted::Over));
    }

    proptest! {
        /// Whatever is typed, in whatever order: five wrong ones end it, and only the PIN lifts it.
        #[test]
        fn nothing_but_the_pin_lifts_it_and_the_fifth_wrong_one_ends_it(
            typed in prop::collection::vec(prop_oneof![
                4 => "[0-9]{1,7}", 1 => Just("402913".to_owned()),
            ], 1..12),
        ) {
            let privacy = covered(true);
            let mut wrong = 0_u8;
            for text in typed {
                match privacy.uncover(text.as_bytes(), 60_000) {
                    Ok(Lifted::Shown) => {
                        prop_assert_eq!(text.as_bytes(), PIN);
                        prop_assert!(!privacy.covered());
                        break;
                    }
                    Ok(Lifted::Over) => {
                        prop_assert_eq!(wrong, TRIES - 1);
                        break;
                    }
                    Err(refused) => {
                        wrong += 1;
                        prop_assert_eq!(refused.code, Code::PinWrong);
                        prop_assert_eq!(&refused.params["left"], &(TRIES - wrong).to_string());
                        prop_assert!(privacy.covered());
                    }
                }
            }
        }
    }
}
