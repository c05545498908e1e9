//! What `lp` and `lpstat` say, read.
//!
//! Purpose: printers, jobs and faults from the programs' English text (CUPS 2.x, `LC_ALL=C`). What
//! is not understood is the least that can be said. Must never: pass a program's words on.

use domain::printing::{JobId, JobState, PrintFault, Printer, PrinterName, PrinterState};

/// A job in a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Job {
    /// `quay_1-12`.
    pub(super) id: String,
    /// Its printer.
    queue: String,
    /// The printer's last word on it.
    status: String,
    /// Reasons of its state (RFC 8011, 5.3.8).
    reasons: String,
    /// Its printing began at some time: only then has a printer a word on it, be it an empty one.
    pub(super) begun: bool,
}

/// The id in `request id is quay_1-12 (0 file(s))`.
pub(super) fn job_id(out: &str) -> Option<JobId> {
    let rest = out.split_once("request id is ")?.1;
    let id = rest.split_whitespace().next()?;
    let (queue, number) = id.rsplit_once('-')?;
    let good = !queue.is_empty() && number.parse::<u32>().is_ok();
    good.then(|| JobId::new(id.to_owned()))
}

/// Blocks of `lpstat -l -o`: an unindented line with the id first, indented ones about it.
pub(super) fn jobs(out: &str) -> Vec<Job> {
    let mut jobs: Vec<Job> = Vec::new();
    for line in out.lines() {
        if let Some(about) = line.strip_prefix('\t') {
            let Some(job) = jobs.last_mut() else { continue };
            if let Some(status) = about.strip_prefix("Status: ") {
                job.status = status.to_lowercase();
                job.begun = true;
            } else if let Some(reasons) = about.strip_prefix("Alerts: ") {
                job.reasons = reasons.to_lowercase();
                job.begun |= job.reasons.contains("job-printing");
            }
        } else if let Some(id) = line.split_whitespace().next() {
            let queue = id.rsplit_once('-').map_or("", |(queue, _)| queue);
            jobs.push(Job {
                id: id.to_owned(),
                queue: queue.to_owned(),
                status: String::new(),
                reasons: String::new(),
                begun: false,
            });
        }
    }
    jobs
}

/// Lines of `lpstat -a` and blocks of `lpstat -l -p`.
pub(super) fn printers(out: &str) -> Vec<Printer> {
    let mut refusing: Vec<&str> = Vec::new();
    let mut blocks: Vec<(&str, String)> = Vec::new();
    for line in out.lines() {
        if let Some(rest) = line.strip_prefix("printer ") {
            let name = rest.split_whitespace().next().unwrap_or_default();
            blocks.push((name, line.to_lowercase()));
        } else if line.starts_with(char::is_whitespace) {
            // Reasons a printer gives for taking no jobs stand before the first block.
            if let Some((_, block)) = blocks.last_mut() {
                block.push('\n');
                block.push_str(&line.to_lowercase());
            }
        } else if let Some((name, _)) = line.split_once(" not accepting requests") {
            refusing.push(name);
        }
    }
    blocks
        .into_iter()
        .filter_map(|(name, block)| {
            let refuses = refusing.contains(&name);
            // A name the desk would not pass on is not offered.
            let name = PrinterName::read(name).ok()?;
            Some(Printer {
                state: printer_state(&block, refuses),
                raw: block.contains("\n\tconnection:") && !block.contains("\n\tinterface:"),
                name,
            })
        })
        .collect()
}

/// The first thing somebody has to mend.
fn printer_state(block: &str, refuses: bool) -> PrinterState {
    let reasons = block
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("alerts: "))
        .unwrap_or_default();
    let warns = |word: &str| {
        reasons
            .split([' ', ','])
            .any(|reason| reason.starts_with(word) && !reason.ends_with("-report"))
    };
    let first = block.lines().next().unwrap_or_default();
    if refuses {
        PrinterState::Refusing
    } else if warns("media-empty") || warns("media-needed") {
        PrinterState::OutOfPaper
    } else if away(block) || warns("offline") || reasons.contains("offline-report") {
        PrinterState::Away
    } else if first.contains(" disabled ") {
        PrinterState::Stopped
    } else if [
        "media-jam",
        "cover-open",
        "door-open",
        "toner-empty",
        "marker-supply-empty",
        "input-tray-missing",
        "other",
        "shutdown",
    ]
    .into_iter()
    .any(warns)
    {
        PrinterState::NeedsCare
    } else {
        PrinterState::Ready
    }
}

/// What CUPS' own backends say of a printer that does not answer.
fn away(text: &str) -> bool {
    [
        "may not exist or is unavailable",
        "not responding",
        "unable to locate printer",
        "unplugged or turned off",
    ]
    .into_iter()
    .any(|words| text.contains(words))
}

/// How far a job is.
pub(super) fn state(id: &str, under_way: &[Job], ended: &[Job], printers: &[Printer]) -> JobState {
    if let Some(job) = under_way.iter().find(|job| job.id == id) {
        let printer = printers
            .iter()
            .find(|printer| printer.name.text() == job.queue);
        let held = printer.is_none_or(|printer| match printer.state {
            PrinterState::Ready | PrinterState::Refusing => false,
            PrinterState::Stopped
            | PrinterState::OutOfPaper
            | PrinterState::Away
            | PrinterState::NeedsCare => true,
        });
        return if held || away(&job.status) || job.reasons.contains("stopped") {
            JobState::Stopped
        } else if job.reasons.contains("job-printing") {
            JobState::Printing
        } else {
            JobState::Waiting
        };
    }
    match ended.iter().find(|job| job.id == id) {
        Some(job) if job.reasons.contains("canceled") || job.reasons.contains("aborted") => {
            JobState::Gone
        }
        Some(_) => JobState::Done,
        None => JobState::Gone,
    }
}

/// No printer is set up.
pub(super) fn none_there(said: &str) -> bool {
    said.to_lowercase().contains("no destinations added")
}

/// Which fault a complaint stands for.
pub(super) fn fault(said: &str) -> PrintFault {
    let said = said.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|words| said.contains(words));
    // `lp` began to hand over and broke off; it cancels what it began, if it still can.
    if any(&["unable to queue from stdin"]) {
        PrintFault::Unclear
    } else if any(&[
        "scheduler is not running",
        "unable to connect",
        "connection refused",
    ]) {
        PrintFault::NoService
    } else if any(&["not accepting jobs"]) {
        PrintFault::Refusing
    } else if any(&[
        "does not exist",
        "unknown destination",
        "invalid destination",
    ]) {
        PrintFault::NoPrinter
    } else {
        PrintFault::Failed
    }
}
