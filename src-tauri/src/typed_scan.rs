//! A scanner that types passes the input method by.
//!
//! Purpose: under GTK an input method has every key before the page, and says neither its place nor
//! its letter; of `DD` it makes `Đ`. Here the keys are seen before it, with the display server's own
//! times: when some came faster than any hand, the rest passes the input method by, and what the
//! first ones were is kept for the page, which takes it once. May use: GTK's event handler. Must
//! never: hold a key back, or keep what a hand typed: small letters at a hand's pace are forgotten at
//! the next key, what could begin a code at its fifth slow one, everything after two seconds.

#![cfg_attr(
    not(target_os = "linux"),
    expect(
        dead_code,
        reason = "other systems tell the page the place of every key"
    )
)]

#[cfg(target_os = "linux")]
mod ahead;
mod chain;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[cfg(target_os = "linux")]
pub(crate) use self::ahead::attend;
use self::chain::Chain;

/// What the keys of a scanner said, until the page takes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypedScan {
    chain: Arc<Mutex<Chain>>,
}

impl TypedScan {
    /// The last burst from its first key on; nothing where there was none. It is forgotten here.
    pub(crate) fn take(&self) -> Option<String> {
        self.chain().take()
    }

    /// What was heard and not taken is gone: the page that could have asked for it is.
    pub(crate) fn forget(&self) {
        self.chain().forget();
    }

    fn chain(&self) -> MutexGuard<'_, Chain> {
        self.chain.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
