//! A scanner that speaks as a serial port.
//!
//! Purpose: listen at the port that settings name, cut what comes into payloads, and hand each to
//! whoever waits; the page gets what the core read, never the payload. May use: `serial2`, threads.
//! Must never: keep, log or show a payload, or hand one to somebody who did not wait for it: what
//! was scanned while nobody asked (a covered, a locked desk) is gone, and a question whose page or
//! session is gone hears nothing.

mod framing;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serial2::SerialPort;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{Receiver, channel, error::TrySendError};
use tokio::sync::watch;

use self::framing::Framing;

/// Usual speed of scanners; a virtual port over USB does not care.
const BAUD: u32 = 115_200;
/// How long one read waits, so that the thread hears when it is to stop.
const READ: Duration = Duration::from_millis(40);
/// How long one question waits for a scan.
pub(crate) const WAIT: Duration = Duration::from_secs(20);
/// Between two questions of the page; a scan that is older was meant for nobody.
const FRESH: Duration = Duration::from_secs(1);
/// Scans that may wait to be asked for; a counter never has two.
const WAITING: usize = 2;

/// What came of waiting for a scan.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Waited {
    /// A payload.
    Scan(Vec<u8>),
    /// Nothing within [`WAIT`].
    Nothing,
    /// The port is not there or went away.
    Unplugged,
}

/// The one scanner of this program.
#[derive(Debug)]
pub(crate) struct Scanner {
    ear: Mutex<Option<Ear>>,
    /// When the question that counts was asked; whoever asked earlier asks no more.
    asked: watch::Sender<Instant>,
}

impl Default for Scanner {
    fn default() -> Self {
        Self::with(None)
    }
}

/// A thread at an open port.
#[derive(Debug)]
struct Ear {
    port: String,
    heard: Receiver<(Instant, Vec<u8>)>,
    stop: Arc<AtomicBool>,
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Scanner {
    fn with(ear: Option<Ear>) -> Self {
        Self {
            ear: Mutex::new(ear),
            asked: watch::Sender::new(Instant::now()),
        }
    }

    /// Ends every question at once: its page, or its session, is gone. What was scanned for it is
    /// nobody's.
    pub(crate) fn hush(&self) {
        self.asked.send_replace(Instant::now());
    }

    /// The next payload of the scanner at this port. One question at a time: a later one ends the
    /// earlier, whose page may be gone without a word.
    pub(crate) async fn next(&self, port: &str) -> Waited {
        // Counted from the end of the question before: a scan heard for that one is too old.
        let before = self.asked.send_replace(Instant::now());
        let mut asked = self.asked.subscribe();
        tokio::select! {
            biased;
            _ended = asked.changed() => Waited::Nothing,
            heard = self.wait(port, before) => heard,
        }
    }

    async fn wait(&self, port: &str, before: Instant) -> Waited {
        let mut ear = self.ear.lock().await;
        if ear.as_ref().is_none_or(|ear| ear.port != port) {
            *ear = None;
            *ear = Ear::at(port);
        }
        let Some(open) = ear.as_mut() else {
            return Waited::Unplugged;
        };
        match tokio::time::timeout(WAIT, open.fresh(before, Instant::now())).await {
            Ok(Some(payload)) => Waited::Scan(payload),
            Ok(None) => {
                *ear = None;
                Waited::Unplugged
            }
            Err(_nothing) => Waited::Nothing,
        }
    }

    /// Closes the port; what was heard and not asked for is gone.
    pub(crate) async fn close(&self) {
        *self.ear.lock().await = None;
    }
}

impl Ear {
    /// The next payload that was scanned for this question: not for the one before it, and not
    /// while nobody asked.
    async fn fresh(&mut self, before: Instant, asked: Instant) -> Option<Vec<u8>> {
        loop {
            let (at, payload) = self.heard.recv().await?;
            if at >= before && asked.saturating_duration_since(at) < FRESH {
                return Some(payload);
            }
        }
    }

    fn at(port: &str) -> Option<Self> {
        let opened = SerialPort::open(Path::new(port), BAUD).ok()?;
        Self::on(port, opened)
    }

    fn on(port: &str, mut opened: SerialPort) -> Option<Self> {
        opened.set_read_timeout(READ).ok()?;
        let (send, heard) = channel(WAITING);
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        std::thread::Builder::new()
            .name("scanner".to_owned())
            .spawn(move || {
                let mut framing = Framing::default();
                let mut bytes = [0; 256];
                while !stopped.load(Ordering::Relaxed) {
                    let read = match opened.read(&mut bytes) {
                        Ok(0) => return,
                        Ok(read) => bytes.get(..read).unwrap_or_default(),
                        Err(error) if error.kind() == std::io::ErrorKind::TimedOut => &[],
                        Err(_gone) => return,
                    };
                    for payload in framing.take(read, Instant::now()) {
                        match send.try_send((Instant::now(), payload)) {
                            Ok(()) | Err(TrySendError::Full(_)) => {}
                            Err(TrySendError::Closed(_)) => return,
                        }
                    }
                }
            })
            .ok()?;
        Some(Self {
            port: port.to_owned(),
            heard,
            stop,
        })
    }
}

/// Ports there are, for the settings.
pub(crate) fn ports() -> Vec<String> {
    let ports = SerialPort::available_ports().unwrap_or_default();
    ports
        .into_iter()
        .map(|port| port.to_string_lossy().into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn heard(said: &[&[u8]]) -> Vec<Waited> {
        let (scanner, desk) = SerialPort::pair().unwrap();
        let ear = Ear::on("pair", desk).unwrap();
        let scanner_desk = Scanner::with(Some(ear));
        let mut all = Vec::new();
        for words in said {
            scanner.write_all(words).unwrap();
            all.push(scanner_desk.next("pair").await);
        }
        all
    }

    #[tokio::test]
    async fn a_payload_ends_with_its_line_or_with_silence() {
        let card = "031190012345||Nguyễn Thị Thử|05031990|Nữ|Số 1 Đường Mẫu|01012022";
        let line = format!("{card}\r\n");
        let scans = heard(&[line.as_bytes(), card.as_bytes()]).await;
        let payload = || Waited::Scan(card.as_bytes().to_vec());
        assert_eq!(scans, [payload(), payload()]);
    }

    #[tokio::test]
    async fn a_port_that_is_not_there_is_unplugged() {
        let scanner = Scanner::default();
        assert_eq!(scanner.next("/nowhere/tty").await, Waited::Unplugged);
    }

    #[tokio::test]
    async fn a_port_that_goes_away_is_unplugged_and_may_come_back() {
        let (there, desk) = SerialPort::pair().unwrap();
        let scanner = Scanner::with(Ear::on("pair", desk));
        drop(there);
        assert_eq!(scanner.next("pair").await, Waited::Unplugged);
        let (there, desk) = SerialPort::pair().unwrap();
        *scanner.ear.lock().await = Ear::on("pair", desk);
        there.write_all(b"x\n").unwrap();
        assert_eq!(scanner.next("pair").await, Waited::Scan(b"x".to_vec()));
    }

    #[tokio::test]
    async fn what_was_scanned_while_nobody_asked_is_handed_to_nobody() {
        let (there, desk) = SerialPort::pair().unwrap();
        let scanner = Scanner::with(Ear::on("pair", desk));
        there.write_all(b"031190012345\n").unwrap();
        tokio::time::sleep(FRESH + READ * 3).await;
        there.write_all(b"031190054321\n").unwrap();
        let next = scanner.next("pair").await;
        assert_eq!(next, Waited::Scan(b"031190054321".to_vec()));
        scanner.close().await;
        assert!(scanner.ear.lock().await.is_none());
    }

    /// A question that waits, as one of a page does.
    async fn waiting(scanner: &Arc<Scanner>) -> tokio::task::JoinHandle<Waited> {
        let asks = Arc::clone(scanner);
        let question = tokio::spawn(async move { asks.next("pair").await });
        tokio::time::sleep(READ).await;
        question
    }

    #[tokio::test]
    async fn a_lock_ends_a_question_and_the_next_officer_hears_the_next_scan() {
        let (there, desk) = SerialPort::pair().unwrap();
        let scanner = Arc::new(Scanner::with(Ear::on("pair", desk)));
        let dead = waiting(&scanner).await;
        scanner.hush();
        let ended = tokio::time::timeout(Duration::from_millis(200), dead).await;
        assert_eq!(ended.expect("at once").unwrap(), Waited::Nothing);
        // Scanned for whoever sat there before.
        there.write_all(b"031190012345\n").unwrap();
        tokio::time::sleep(READ * 3).await;
        scanner.hush();
        let first = waiting(&scanner).await;
        there.write_all(b"031190054321\n").unwrap();
        assert_eq!(first.await.unwrap(), Waited::Scan(b"031190054321".to_vec()));
    }

    #[tokio::test]
    async fn a_later_question_ends_the_one_of_a_page_that_is_gone() {
        let (there, desk) = SerialPort::pair().unwrap();
        let scanner = Arc::new(Scanner::with(Ear::on("pair", desk)));
        let dead = waiting(&scanner).await;
        let live = waiting(&scanner).await;
        assert_eq!(dead.await.unwrap(), Waited::Nothing);
        there.write_all(b"x\n").unwrap();
        assert_eq!(live.await.unwrap(), Waited::Scan(b"x".to_vec()));
    }
}
