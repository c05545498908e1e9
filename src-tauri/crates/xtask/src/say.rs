//! The one place that writes to the terminal.
//!
//! Purpose: plain lines on stdout, at once, so that a log shows how far a run came.
//! Must never: fail a task because nobody reads the output any more.

use std::io::{self, Write as _};

/// Writes one line.
pub(crate) fn say(line: &str) {
    let mut out = io::stdout().lock();
    // A closed pipe is no reason to stop a build half-way.
    drop(writeln!(out, "{line}").and_then(|()| out.flush()));
}
