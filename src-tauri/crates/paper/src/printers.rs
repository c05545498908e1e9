//! Printing through CUPS (Linux): its own programs `lp`, `lpstat` and `cancel`.
//!
//! Purpose: the port of `domain::printing`. Pages go down a pipe to `lp`, which passes them on as
//! they come, so that no file of ours holds them; a job has the same title for everybody, no banner
//! page, one side of the paper and its true size. A queue that only passes bytes on is told apart,
//! for a thermal roll needs the printer's own language there. Other systems have no such pipe: the
//! answer there is *no system*, and `deskctl receipt pdf` writes a file on purpose.
//! May use: domain, the system's `lp`, `lpstat` and `cancel`. Must never: go through a shell, pass on our
//! environment, write a page to a disk, wait for ever, or hand out a word a program said.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::printing::{
    Content, JobId, JobState, PaperSize, PrintFault, PrintJob, Printer, Printers, SpoolAdvice,
};

mod run;
mod spool;
mod told;

use run::{Call, Ran};

/// The title of every job.
const TITLE: &str = "reception-desk";

/// How long a program of the printing system may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Where CUPS keeps its settings.
const SETTINGS: &str = "/etc/cups";

/// The printing system of this machine, or the one `CUPS_SERVER` names.
#[derive(Clone, Debug)]
pub struct Lp {
    path: OsString,
    server: Option<OsString>,
    settings: PathBuf,
    limit: Duration,
}

impl Lp {
    /// As the program's environment has it.
    pub fn of_this_machine() -> Self {
        Self::found_in(std::env::var_os("PATH").unwrap_or_default())
            .served_by(std::env::var_os("CUPS_SERVER").filter(|server| !server.is_empty()))
    }

    /// Programs are looked for in these folders (as `PATH` lists them); the usual server.
    pub fn found_in(path: OsString) -> Self {
        Self {
            path,
            server: None,
            settings: PathBuf::from(SETTINGS),
            limit: LIMIT,
        }
    }

    /// Another server: `host:port`, or a socket's path.
    #[must_use]
    pub fn served_by(self, server: Option<OsString>) -> Self {
        Self { server, ..self }
    }

    /// Settings in another folder.
    #[must_use]
    pub fn set_up_in(self, settings: &Path) -> Self {
        Self {
            settings: settings.to_path_buf(),
            ..self
        }
    }

    /// Another limit of time for each program.
    #[must_use]
    pub fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    fn call(&self, program: &'static str) -> Call<'_> {
        Call {
            program,
            path: &self.path,
            server: self.server.as_deref(),
            limit: self.limit,
        }
    }

    fn lpstat(&self, words: &[&str]) -> Result<Ran, PrintFault> {
        self.call("lpstat").run(words.iter().map(OsStr::new), None)
    }

    /// Jobs of `lpstat -o`, those under way or those that ended.
    fn jobs(&self, which: &str) -> Result<Vec<told::Job>, PrintFault> {
        let ran = self.lpstat(&["-l", "-W", which, "-o"])?;
        if ran.good {
            Ok(told::jobs(&ran.out))
        } else {
            Err(told::fault(&ran.said))
        }
    }
}

impl Printers for Lp {
    fn list(&self) -> Result<Vec<Printer>, PrintFault> {
        let ran = self.lpstat(&["-a", "-l", "-p"])?;
        if ran.good {
            return Ok(told::printers(&ran.out));
        }
        if told::none_there(&ran.said) {
            Ok(Vec::new())
        } else {
            Err(told::fault(&ran.said))
        }
    }

    fn send(&self, job: &PrintJob<'_>) -> Result<JobId, PrintFault> {
        let copies = job.copies.to_string();
        let mut words = vec![
            "-d",
            job.printer.text(),
            "-n",
            &copies,
            "-t",
            TITLE,
            "-o",
            "job-sheets=none",
        ];
        let bytes = match job.content {
            Content::Raw(bytes) => {
                words.extend(["-o", "raw"]);
                bytes
            }
            Content::Sheet(bytes) => {
                words.extend(["-o", "sides=one-sided", "-o", "media=A4"]);
                bytes
            }
            Content::Pdf(bytes, paper) => {
                // Both copies are papers of their own, and as large as they were laid out.
                words.extend(["-o", "sides=one-sided", "-o", "print-scaling=none"]);
                words.extend(media(paper).into_iter().flat_map(|media| ["-o", media]));
                bytes
            }
        };
        // A lone dash is lp's word for its standard input.
        words.push("-");
        let ran = self
            .call("lp")
            .run(words.iter().map(OsStr::new), Some(bytes))?;
        if ran.unclear {
            return Err(PrintFault::Unclear);
        }
        if ran.good {
            // It took the job and did not say how it calls it.
            told::job_id(&ran.out).ok_or(PrintFault::Unclear)
        } else {
            Err(told::fault(&ran.said))
        }
    }

    fn states(&self, jobs: &[JobId]) -> Result<Vec<JobState>, PrintFault> {
        let (under_way, printers) = (self.jobs("not-completed")?, self.list()?);
        let left = |id: &JobId| !under_way.iter().any(|job| job.id == id.text());
        let ended = if jobs.iter().any(left) {
            self.jobs("completed")?
        } else {
            Vec::new()
        };
        Ok(jobs
            .iter()
            .map(|id| told::state(id.text(), &under_way, &ended, &printers))
            .collect())
    }

    /// A job whose printing ever began may lie in the printer's own memory, or half on paper: it is
    /// taken out of the queue, and is not surely without paper.
    fn recall(&self, job: &JobId) -> Result<bool, PrintFault> {
        let id = job.text();
        // `cancel` takes a word for a queue before it takes it for a job.
        if self.list()?.iter().any(|queue| queue.name.text() == id) {
            return Ok(false);
        }
        let of = |jobs: Vec<told::Job>| jobs.into_iter().find(|job| job.id == id);
        if let Some(waits) = of(self.jobs("not-completed")?) {
            let ran = self
                .call("cancel")
                .run([OsStr::new(id)].into_iter(), None)?;
            return Ok(ran.good && !waits.begun);
        }
        // It ended: what never began was taken out by somebody else; all other was printed, or may
        // have been.
        Ok(of(self.jobs("completed")?).is_some_and(|ended| !ended.begun))
    }

    fn advice(&self) -> Vec<SpoolAdvice> {
        spool::advice(self.server.as_deref(), &self.settings)
    }
}

/// The roll is what its queue is set to: no name of a length of paper means the same everywhere.
const fn media(paper: PaperSize) -> Option<&'static str> {
    match paper {
        PaperSize::A5 => Some("media=A5"),
        PaperSize::A4Half | PaperSize::A4Large => Some("media=A4"),
        PaperSize::Roll80 => None,
    }
}

#[cfg(test)]
mod tests;
