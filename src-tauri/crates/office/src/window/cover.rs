//! The cover, its PIN, and the desk that nobody touches.
//!
//! Purpose: F8 hides the page at once and the core answers nothing meanwhile; the idle lock falls
//! by itself, also when the page is dead. May use: the office. Must never: count the wall clock.

use std::sync::atomic::Ordering;

use domain::fault::Code;
use domain::idle::{self, Rest};
use serde::{Deserialize, Serialize};
use vault::secret::Passphrase;

use super::Window;
use super::session::Locked;
use crate::privacy::{BY_KEY, BY_PIN, Desktop, Lifted};
use crate::refused::{Answer, Refused};

/// A covered screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CoverView {
    /// A PIN lifts it for a quarter of an hour.
    pub pin: bool,
    /// How long the key alone lifts it, seconds.
    pub by_key: u32,
}

/// How near the idle lock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct IdleView {
    /// Seconds left; absent while it is not near.
    pub countdown: Option<u32>,
}

/// What became of the desk: at a tick of the shell, or when a cover was to be lifted.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub enum Ticked {
    /// Nothing.
    Still,
    /// It was locked just now; the page goes next, also where the record could not be closed well.
    Locked(Answer<Locked>),
}

impl Window {
    /// Keeps the six digits that lift the cover of this session.
    pub async fn set_pin(&self, typed: &Passphrase) -> Answer<()> {
        let session = self.signed_in().await?;
        let kept = typed.with_text(|digits| self.privacy.set_pin(digits.as_bytes()));
        drop(session);
        kept
    }

    /// Refused while the screen is covered: nothing opens beside it.
    pub fn uncovered(&self) -> Answer<()> {
        if self.privacy.covered() {
            return Err(Refused::new(Code::SessionCovered));
        }
        Ok(())
    }

    /// Covers the screen.
    pub async fn cover(&self) -> Answer<CoverView> {
        if self.session.read().await.is_none() {
            return Err(Refused::new(Code::SessionEnded));
        }
        // Shares that are being copied would be lost with the session; no PIN can have been set yet.
        let by_key = if self.shares_are_copied() {
            BY_PIN
        } else {
            BY_KEY
        };
        let pin = self.privacy.cover(self.office.clock.mono(), by_key);
        Ok(CoverView {
            pin,
            by_key: u32::try_from(by_key / 1000).unwrap_or(u32::MAX),
        })
    }

    /// Lifts the cover, or ends the session when it is too late for that; what the shell then has
    /// to do is in the answer.
    pub async fn uncover(&self, typed: Option<&Passphrase>) -> Answer<Ticked> {
        if self.session.read().await.is_none() {
            return Err(Refused::new(Code::SessionEnded));
        }
        let now = self.office.clock.mono();
        let lifted = match typed {
            Some(typed) => typed.with_text(|digits| self.privacy.uncover(digits.as_bytes(), now)),
            None => self.privacy.uncover(b"", now),
        };
        match lifted? {
            Lifted::Shown => Ok(Ticked::Still),
            Lifted::Over => Ok(Ticked::Locked(self.lock().await)),
        }
    }

    /// How near the idle lock is.
    pub async fn activity(&self) -> IdleView {
        if self.session.read().await.is_none() {
            return IdleView { countdown: None };
        }
        IdleView {
            countdown: match self.rest(false) {
                Rest::Attended => None,
                Rest::Countdown(seconds) => Some(seconds),
                Rest::Lock => Some(0),
            },
        }
    }

    /// Somebody touched something: the idle clock starts anew.
    pub fn stay(&self) {
        if !self.privacy.covered() {
            self.privacy.touch(self.office.clock.mono());
        }
    }

    /// Looks after the desk, once a second, whatever the page does: locks it when nobody is there
    /// any more. Where nobody is signed in, or somebody is just being, there is nothing to lock.
    pub async fn tick(&self, desktop: &dyn Desktop) -> Ticked {
        let left = self.privacy.hear(desktop, self.office.clock.as_ref());
        let somebody = match self.session.try_read() {
            Ok(session) => session.is_some(),
            Err(_busy) => {
                // Whoever is just signing in is locked out at the next tick.
                self.left_meanwhile.fetch_or(left, Ordering::Relaxed);
                return Ticked::Still;
            }
        };
        let left = self.left_meanwhile.swap(false, Ordering::Relaxed) || left;
        if somebody && self.rest(left) == Rest::Lock {
            return Ticked::Locked(self.lock().await);
        }
        Ticked::Still
    }

    fn rest(&self, left: bool) -> Rest {
        // Where a lock would lose what is on its way, it comes as late as a setting may put it.
        let limit = if self.shares_are_copied() || self.backup.runs() {
            idle::SECONDS.end().saturating_mul(1000)
        } else {
            self.office.idle_limit()
        };
        self.privacy.rest(self.office.clock.mono(), limit, left)
    }
}
