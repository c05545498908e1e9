//! One call of a program of the printing system.
//!
//! Purpose: run it with a clean environment, bytes down its standard input, what it says read, and
//! killed when it takes too long. May use: std. Must never: use a shell, a file or a folder that a
//! page could be found in, or keep what was said beyond a limit.

use std::ffi::OsStr;
use std::io::{Read, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use domain::printing::PrintFault;

/// Most of what a program says that is read.
const MOST: u64 = 1024 * 1024;

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// A program about to be run.
pub(super) struct Call<'a> {
    pub(super) program: &'static str,
    pub(super) path: &'a OsStr,
    pub(super) server: Option<&'a OsStr>,
    pub(super) limit: Duration,
}

/// What came of it.
pub(super) struct Ran {
    /// It ended well.
    pub(super) good: bool,
    /// It was ended by somebody else, or ended well without having read every byte: what it did with
    /// the rest is not known.
    pub(super) unclear: bool,
    /// What it printed.
    pub(super) out: String,
    /// What it complained of.
    pub(super) said: String,
}

impl Call<'_> {
    /// Runs it to its end or to the limit.
    pub(super) fn run<'w>(
        &self,
        words: impl Iterator<Item = &'w OsStr>,
        bytes: Option<&[u8]>,
    ) -> Result<Ran, PrintFault> {
        if !cfg!(target_os = "linux") {
            return Err(PrintFault::NoSystem);
        }
        let program = std::env::split_paths(self.path)
            .map(|folder| folder.join(self.program))
            .find(|program| program.is_absolute() && program.is_file())
            .ok_or(PrintFault::NoSystem)?;
        let mut command = Command::new(program);
        command
            .args(words)
            .env_clear()
            .env("PATH", self.path)
            // One language to read, whatever the desk speaks.
            .env("LC_ALL", "C")
            .current_dir("/")
            .stdin(bytes.map_or_else(Stdio::null, |_| Stdio::piped()))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(server) = self.server {
            command.env("CUPS_SERVER", server);
        }
        let child = command.spawn().map_err(|_cause| PrintFault::NoSystem)?;
        self.follow(child, bytes.map(<[u8]>::to_vec))
    }

    fn follow(&self, mut child: Child, bytes: Option<Vec<u8>>) -> Result<Ran, PrintFault> {
        let until = Instant::now()
            .checked_add(self.limit)
            .ok_or(PrintFault::Failed)?;
        // Threads of their own: a program that reads nothing, or says more than a pipe holds, must
        // not hold the desk. They end with the pipes, which the kill below closes.
        let written = child.stdin.take().map(|mut stdin| {
            aside(move || {
                let bytes = bytes.unwrap_or_default();
                stdin.write_all(&bytes).is_ok()
            })
        });
        let out = child.stdout.take().map(|pipe| aside(move || text(pipe)));
        let said = child.stderr.take().map(|pipe| aside(move || text(pipe)));
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status,
                Ok(None) if Instant::now() < until => thread::sleep(LOOK),
                Ok(None) | Err(_) => {
                    // Killed and waited for, so that nothing of it stays behind.
                    child.kill().ok();
                    child.wait().ok();
                    return Err(PrintFault::TooLong);
                }
            }
        };
        let whole = written.is_none_or(|written| told(&written, until).unwrap_or(false));
        let said = said.and_then(|said| told(&said, until)).unwrap_or_default();
        let out = out.and_then(|out| told(&out, until)).unwrap_or_default();
        let good = status.success();
        Ok(Ran {
            good: good && whole,
            unclear: status.code().is_none() || (good && !whole),
            out,
            said,
        })
    }
}

/// Work beside the wait for the program.
fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Receiver<T> {
    let (tell, told) = mpsc::sync_channel(1);
    thread::spawn(move || tell.send(work()).ok());
    told
}

/// Its result; a child of the program may hold a pipe open longer than the program lived.
fn told<T>(from: &Receiver<T>, until: Instant) -> Option<T> {
    let left = until.saturating_duration_since(Instant::now());
    from.recv_timeout(left.max(LOOK)).ok()
}

fn text(pipe: impl Read) -> String {
    let mut bytes = Vec::new();
    // What cannot be read any more was not said.
    pipe.take(MOST).read_to_end(&mut bytes).ok();
    String::from_utf8_lossy(&bytes).into_owned()
}
