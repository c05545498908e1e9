//! How far long work has come, and the wish to stop it.
//!
//! Purpose: a line on stderr when somebody watches; Ctrl-C ends the work between two steps, so
//! that nothing is left half. Must never: write to a file or a pipe.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use office::domain::words::Lang;

use crate::speech::say;

/// Shortest time between two lines.
const PAUSE: Duration = Duration::from_millis(100);

/// One piece of long work.
#[derive(Debug)]
pub(crate) struct Progress {
    lang: Lang,
    shown: bool,
    stopped: Arc<AtomicBool>,
    last: Option<Instant>,
}

impl Progress {
    /// Begins; from now on Ctrl-C is a wish and no longer a kill.
    pub(crate) fn begin(lang: Lang) -> Self {
        let stopped = Arc::new(AtomicBool::new(false));
        let wish = Arc::clone(&stopped);
        tokio::spawn(async move {
            // Where no signal can be heard, Ctrl-C keeps its usual meaning.
            if tokio::signal::ctrl_c().await.is_ok() {
                wish.store(true, Ordering::Relaxed);
            }
        });
        Self {
            lang,
            shown: io::stderr().is_terminal(),
            stopped,
            last: None,
        }
    }

    /// Tells how far it has come; false when the work shall stop here.
    pub(crate) fn step(&mut self, done: impl Display, of: impl Display) -> bool {
        if self.shown && self.last.is_none_or(|last| last.elapsed() >= PAUSE) {
            self.last = Some(Instant::now());
            let values = [("done", &*done.to_string()), ("of", &*of.to_string())];
            let mut stderr = io::stderr().lock();
            write!(
                stderr,
                "\r\u{1b}[K{}",
                say(self.lang, "deskctl.progress", &values)
            )
            .ok();
            stderr.flush().ok();
        }
        !self.stopped.load(Ordering::Relaxed)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.last.is_some() {
            write!(io::stderr().lock(), "\r\u{1b}[K").ok();
        }
    }
}
