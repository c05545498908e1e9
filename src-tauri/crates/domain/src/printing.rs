//! Printing: the port between the desk and whatever prints.
//!
//! Purpose: plain values for a printer, a job and its state, and the port a program fills in.
//! A job is handed over in memory and has a neutral title; nothing says whether paper came out,
//! so the record asks a person (`domain::receipt`). May use: std, serde, specta.
//! Must never: know a system's spooler, a file, a person's name or a record.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::fault::{Code, Fault};

/// Longest name of a printer, as CUPS allows it.
const NAME_LIMIT: usize = 127;

/// Longer than any adapter's own limit.
const PATIENCE: Duration = Duration::from_secs(30);

/// Most copies of one job.
pub const MOST_COPIES: u32 = 9;

/// What a receipt is printed on.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum PaperSize {
    /// A5 portrait, a page a copy.
    #[default]
    A5,
    /// A4 on its side, both copies beside each other, cut in the middle.
    A4Half,
    /// A4, a page a copy, in letters of 18 points and more.
    A4Large,
    /// Thermal roll, 80 mm wide.
    Roll80,
}

impl PaperSize {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::A5, Self::A4Half, Self::A4Large, Self::Roll80];

    /// Text form of settings and scripts.
    pub const fn text(self) -> &'static str {
        match self {
            Self::A5 => "a5",
            Self::A4Half => "a4_half",
            Self::A4Large => "a4_large",
            Self::Roll80 => "roll80",
        }
    }
}

/// The name of a printer queue: letters, digits and a few marks, so that it can never be taken for
/// an option or a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PrinterName(String);

impl PrinterName {
    /// Reads a name as it was chosen.
    pub fn read(typed: &str) -> Result<Self, Fault> {
        let refused = || Fault::at(Code::PrintPrinterName, "printer");
        let first = typed.chars().next().ok_or_else(refused)?;
        let marks = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '+');
        if typed.len() > NAME_LIMIT || matches!(first, '-' | '.') || !typed.chars().all(marks) {
            return Err(refused());
        }
        Ok(Self(typed.to_owned()))
    }

    /// The name as text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// What the printing system says of a printer. It cannot see whether paper came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrinterState {
    /// Waits for work, or works.
    Ready,
    /// Was stopped, by a person or after a fault.
    Stopped,
    /// Takes no new jobs.
    Refusing,
    /// Says that its paper is used up.
    OutOfPaper,
    /// Cannot be reached: off, unplugged, elsewhere.
    Away,
    /// Reports some other fault: jam, open cover, toner.
    NeedsCare,
}

impl PrinterState {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Ready,
        Self::Stopped,
        Self::Refusing,
        Self::OutOfPaper,
        Self::Away,
        Self::NeedsCare,
    ];

    /// The key of its sentence; a ready printer needs none.
    pub const fn key(self) -> Option<&'static str> {
        match self {
            Self::Ready => None,
            Self::Stopped => Some("print.printer.stopped"),
            Self::Refusing => Some("print.printer.refusing"),
            Self::OutOfPaper => Some("print.printer.out_of_paper"),
            Self::Away => Some("print.printer.away"),
            Self::NeedsCare => Some("print.printer.needs_care"),
        }
    }
}

/// A printer the system knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printer {
    /// Its queue.
    pub name: PrinterName,
    /// What the system says of it.
    pub state: PrinterState,
    /// The queue passes bytes on as they are: on a roll it needs the printer's own language.
    pub raw: bool,
}

/// What is handed over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Content<'a> {
    /// Pages as PDF; the system may shape them for the printer.
    Pdf(&'a [u8], PaperSize),
    /// A sheet of the office as PDF, A4.
    Sheet(&'a [u8]),
    /// Bytes in the printer's own language.
    Raw(&'a [u8]),
}

/// Pages never reach a log.
impl core::fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Content(..)")
    }
}

/// One job. Its title is the same for all: a printer's display and its log name nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintJob<'a> {
    /// Where to.
    pub printer: PrinterName,
    /// How often.
    pub copies: u32,
    /// What.
    pub content: Content<'a>,
}

/// What the printing system calls a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobId(String);

impl JobId {
    /// As the system told it.
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// Reads what was kept of a job: the queue it stands in and its number, `quay_1-12`.
    pub fn read(kept: &str) -> Option<Self> {
        let (queue, number) = kept.rsplit_once('-')?;
        let plain = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
        let good = plain && number.parse::<u32>().is_ok() && PrinterName::read(queue).is_ok();
        good.then(|| Self(kept.to_owned()))
    }

    /// As the system told it.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// How far a job is. `Done` says that all was sent to the printer, not that paper came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// In the queue.
    Waiting,
    /// On its way.
    Printing,
    /// Held up: printer stopped, out of paper, not to be reached.
    Stopped,
    /// Passed on to the printer.
    Done,
    /// Cancelled, given up, or no longer known.
    Gone,
}

/// Why a job could not be handed over, or nothing can be said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintFault {
    /// This system has no printing that the desk can use.
    #[error("no printing system")]
    NoSystem,
    /// The printing service does not answer.
    #[error("the printing service does not answer")]
    NoService,
    /// There is no such printer.
    #[error("no such printer")]
    NoPrinter,
    /// The printer takes no jobs.
    #[error("the printer takes no jobs")]
    Refusing,
    /// The printing system took too long and was stopped.
    #[error("the printing system took too long")]
    TooLong,
    /// It failed in another way: nothing was taken.
    #[error("the job was not taken")]
    Failed,
    /// It broke off while pages went over: it may have taken them.
    #[error("whether the job was taken is not known")]
    Unclear,
}

impl PrintFault {
    /// Paper may come out although the call failed.
    pub const fn may_have_taken_it(self) -> bool {
        matches!(self, Self::TooLong | Self::Unclear)
    }

    /// How the desk tells it.
    pub const fn code(self) -> Code {
        match self {
            Self::NoSystem => Code::PrintNoSystem,
            Self::NoService => Code::PrintNoService,
            Self::NoPrinter => Code::PrintPrinterUnknown,
            Self::Refusing => Code::PrintPrinterRefusing,
            Self::TooLong => Code::PrintTooLong,
            Self::Failed => Code::PrintFailed,
            Self::Unclear => Code::PrintUnclear,
        }
    }
}

/// What a spool does with the pages it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpoolAdvice {
    /// It keeps printed pages on its disk for a while.
    KeepsPages,
    /// It keeps a list of what was printed, without the pages.
    KeepsList,
    /// Its settings cannot be read from here.
    Unseen,
    /// It stands on another machine.
    Elsewhere,
}

impl SpoolAdvice {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::KeepsPages,
        Self::KeepsList,
        Self::Unseen,
        Self::Elsewhere,
    ];

    /// The key of its sentence.
    pub const fn key(self) -> &'static str {
        match self {
            Self::KeepsPages => "print.advice.keeps_pages",
            Self::KeepsList => "print.advice.keeps_list",
            Self::Unseen => "print.advice.unseen",
            Self::Elsewhere => "print.advice.elsewhere",
        }
    }
}

/// Whatever prints. Calls may take seconds and never longer than the adapter's own limit.
pub trait Printers: Send + Sync {
    /// The printers there are.
    fn list(&self) -> Result<Vec<Printer>, PrintFault>;

    /// Hands a job over.
    fn send(&self, job: &PrintJob<'_>) -> Result<JobId, PrintFault>;

    /// How far each of these jobs is, in their order.
    fn states(&self, jobs: &[JobId]) -> Result<Vec<JobState>, PrintFault>;

    /// Takes a job back. *True* only when surely no paper of it comes out any more: it was let go of
    /// before anything of it went to a printer. Whatever else became of it, paper may come out.
    fn recall(&self, job: &JobId) -> Result<bool, PrintFault>;

    /// What the spool is known to keep.
    fn advice(&self) -> Vec<SpoolAdvice>;

    /// After so long nobody waits for a hand-over any more, should its adapter not keep its word.
    fn patience(&self) -> Duration {
        PATIENCE
    }
}

/// No printing at all: for programs that never print, and systems the desk cannot print on.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPrinters;

impl Printers for NoPrinters {
    fn list(&self) -> Result<Vec<Printer>, PrintFault> {
        Err(PrintFault::NoSystem)
    }

    fn send(&self, _job: &PrintJob<'_>) -> Result<JobId, PrintFault> {
        Err(PrintFault::NoSystem)
    }

    fn states(&self, _jobs: &[JobId]) -> Result<Vec<JobState>, PrintFault> {
        Err(PrintFault::NoSystem)
    }

    fn recall(&self, _job: &JobId) -> Result<bool, PrintFault> {
        Err(PrintFault::NoSystem)
    }

    fn advice(&self) -> Vec<SpoolAdvice> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn a_printers_name_is_never_an_option_a_path_or_a_line() {
        for good in ["quay_1", "HP-LaserJet.2", "In+", "Máy_in", "0"] {
            assert_eq!(PrinterName::read(good).unwrap().text(), good);
        }
        let long = "x".repeat(128);
        for bad in [
            "", "-o", "-", ".", "../q", "a b", "a/b", "a\nb", "a;b", "$(x)", "a'b", "q@h", "a\0b",
            &long,
        ] {
            let code = PrinterName::read(bad).unwrap_err().code;
            assert_eq!(code, Code::PrintPrinterName, "{bad:?}");
        }
    }

    #[test]
    fn a_jobs_name_is_a_queue_and_a_number_and_never_an_option() {
        for good in ["quay_1-12", "HP-LaserJet-2-7", "0-1"] {
            assert_eq!(JobId::read(good).unwrap().text(), good);
        }
        for bad in [
            "",
            "-",
            "12",
            "quay_1",
            "quay_1-",
            "quay_1-x",
            "quay_1-+1",
            "-a-1",
            "a b-1",
            "-1",
            "q-99999999999",
            "../q-1",
        ] {
            assert_eq!(JobId::read(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn every_state_and_advice_has_its_sentence_in_both_languages() {
        let states = PrinterState::ALL.iter().filter_map(|state| state.key());
        let advice = SpoolAdvice::ALL.iter().map(|advice| advice.key());
        for key in states.chain(advice) {
            for lang in [Lang::Vi, Lang::En] {
                assert!(lang.messages().contains_key(key), "{lang:?} lacks {key}");
            }
        }
    }

    #[test]
    fn a_papers_text_is_its_written_form() {
        for paper in PaperSize::ALL {
            let written = serde_json::to_string(&paper).unwrap();
            assert_eq!(written, format!("\"{}\"", paper.text()));
        }
    }
}
