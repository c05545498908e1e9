//! A printing system that prints nothing.
//!
//! Purpose: keeps every job it is handed and can be told to be away, stopped, out of paper, to die
//! with the job in its hands or never to answer, for tests of what the desk says and keeps then. May use: domain. Must never: write a
//! job anywhere but into memory.

use std::sync::{Arc, Barrier, Mutex, PoisonError};
use std::time::Duration;

use domain::printing::{
    Content, JobId, JobState, PaperSize, PrintFault, PrintJob, Printer, PrinterName, PrinterState,
    Printers, SpoolAdvice,
};

/// Name of its only printer.
pub const PRINTER: &str = "quay_1";

/// A job as it was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedJob {
    /// Where to.
    pub printer: String,
    /// How often.
    pub copies: u32,
    /// What on; nothing for bytes in the printer's own language.
    pub paper: Option<PaperSize>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What becomes of a job that is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Takes it and says so.
    Takes,
    /// Takes it, and says something else.
    TakesAndSays(PrintFault),
    /// Takes it and dies.
    TakesAndPanics,
    /// Takes it and says nothing until it is let go.
    TakesAndHangs,
}

/// What it is told to be like.
#[derive(Debug)]
struct Mood {
    fault: Option<PrintFault>,
    state: PrinterState,
    job: JobState,
    hand: Hand,
    raw: bool,
    advice: Vec<SpoolAdvice>,
    recall: Result<bool, PrintFault>,
    holds: bool,
    together: Option<Arc<Barrier>>,
    beside: Option<&'static str>,
}

/// The fake printing system, ready until told otherwise.
#[derive(Debug)]
pub struct FakePrinters {
    mood: Mutex<Mood>,
    jobs: Mutex<Vec<PrintedJob>>,
    recalled: Mutex<Vec<String>>,
}

impl Default for FakePrinters {
    fn default() -> Self {
        Self {
            mood: Mutex::new(Mood {
                fault: None,
                state: PrinterState::Ready,
                job: JobState::Printing,
                hand: Hand::Takes,
                raw: false,
                advice: Vec::new(),
                recall: Ok(true),
                holds: false,
                together: None,
                beside: None,
            }),
            jobs: Mutex::default(),
            recalled: Mutex::default(),
        }
    }
}

impl FakePrinters {
    fn mood<T>(&self, look: impl FnOnce(&mut Mood) -> T) -> T {
        look(&mut self.mood.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on it fails so, or works again.
    pub fn fail(&self, fault: Option<PrintFault>) {
        self.mood(|mood| mood.fault = fault);
    }

    /// From now on its printer says so, and its jobs are so far.
    pub fn be(&self, state: PrinterState, job: JobState) {
        self.mood(|mood| (mood.state, mood.job) = (state, job));
    }

    /// From now on this becomes of a job that is handed over; whoever hangs is let go.
    pub fn take(&self, hand: Hand) {
        self.mood(|mood| mood.hand = hand);
    }

    /// From now on its queue passes bytes on as they are.
    pub fn be_raw(&self) {
        self.mood(|mood| mood.raw = true);
    }

    /// From now on its spool is known to do this.
    pub fn advise(&self, advice: &[SpoolAdvice]) {
        self.mood(|mood| mood.advice = advice.to_vec());
    }

    /// From now on a job that is taken back is answered so: `true` = surely no paper of it comes out.
    pub fn let_go(&self, told: Result<bool, PrintFault>) {
        self.mood(|mood| mood.recall = told);
    }

    /// Whether it says nothing to whoever takes a job back, until it is let go.
    pub fn hold_recalls(&self, holds: bool) {
        self.mood(|mood| mood.holds = holds);
    }

    /// From now on it lists its printers to two at a time: the first to ask waits for the other.
    pub fn list_to_two(&self) {
        self.mood(|mood| mood.together = Some(Arc::new(Barrier::new(2))));
    }

    /// Another one stands in the building, in the same mood.
    pub fn stands_beside(&self, name: &'static str) {
        self.mood(|mood| mood.beside = Some(name));
    }

    /// Jobs that were taken back, or were to be, by their names.
    pub fn recalled(&self) -> Vec<String> {
        let recalled = self.recalled.lock();
        recalled.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was handed over so far.
    pub fn jobs(&self) -> Vec<PrintedJob> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.clone()
    }
}

impl Printers for FakePrinters {
    fn list(&self) -> Result<Vec<Printer>, PrintFault> {
        let name = PrinterName::read(PRINTER).map_err(|_fault| PrintFault::Failed)?;
        if let Some(together) = self.mood(|mood| mood.together.clone()) {
            together.wait();
        }
        self.mood(|mood| match mood.fault {
            Some(PrintFault::NoPrinter) => Ok(Vec::new()),
            // It is seen when the job is handed over.
            Some(PrintFault::Failed | PrintFault::TooLong | PrintFault::Unclear) | None => {
                let beside = mood.beside.and_then(|name| PrinterName::read(name).ok());
                let printer = |name| Printer {
                    name,
                    state: mood.state,
                    raw: mood.raw,
                };
                Ok(std::iter::once(name).chain(beside).map(printer).collect())
            }
            Some(fault) => Err(fault),
        })
    }

    fn send(&self, job: &PrintJob<'_>) -> Result<JobId, PrintFault> {
        if let Some(fault) = self.mood(|mood| mood.fault) {
            return Err(fault);
        }
        let (bytes, paper) = match job.content {
            Content::Pdf(bytes, paper) => (bytes, Some(paper)),
            Content::Sheet(bytes) | Content::Raw(bytes) => (bytes, None),
        };
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.push(PrintedJob {
            printer: job.printer.text().to_owned(),
            copies: job.copies,
            paper,
            bytes: bytes.to_vec(),
        });
        let id = JobId::new(format!("{PRINTER}-{}", jobs.len()));
        drop(jobs);
        match self.mood(|mood| mood.hand) {
            Hand::Takes => Ok(id),
            Hand::TakesAndSays(fault) => Err(fault),
            Hand::TakesAndPanics => std::panic::resume_unwind(Box::new("it died")),
            Hand::TakesAndHangs => {
                while self.mood(|mood| mood.hand == Hand::TakesAndHangs) {
                    std::thread::sleep(Duration::from_millis(2));
                }
                Ok(id)
            }
        }
    }

    fn states(&self, jobs: &[JobId]) -> Result<Vec<JobState>, PrintFault> {
        self.mood(|mood| match mood.fault {
            Some(fault) => Err(fault),
            None => Ok(jobs.iter().map(|_| mood.job).collect()),
        })
    }

    fn recall(&self, job: &JobId) -> Result<bool, PrintFault> {
        let recalled = self.recalled.lock();
        let mut recalled = recalled.unwrap_or_else(PoisonError::into_inner);
        recalled.push(job.text().to_owned());
        drop(recalled);
        while self.mood(|mood| mood.holds) {
            std::thread::sleep(Duration::from_millis(2));
        }
        self.mood(|mood| mood.recall)
    }

    fn advice(&self) -> Vec<SpoolAdvice> {
        self.mood(|mood| mood.advice.clone())
    }

    fn patience(&self) -> Duration {
        Duration::from_millis(400)
    }
}
