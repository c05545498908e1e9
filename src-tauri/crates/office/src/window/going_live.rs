//! Going live on the screen: start numbers of registers, open files carried over.
//!
//! Purpose: one run at a time, counted and stoppable; a lock stops it after the act it is at, and it is
//! simply run again. The file is read by the core, from the path that was typed; what is carried over
//! is what was looked at. Must never: keep a sheet, or hand its path back.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use domain::desk::{Register, Started};
use domain::fault::{Code, Fault};
use serde::{Deserialize, Serialize};
use vault::secret::Passphrase;

use super::Window;
use crate::Office;
use crate::carry::{CarriedFile, CarryReport, Run, Sheet};
use crate::refused::{Answer, Refused};
use crate::registers::RegisterRow;

/// Name of the empty sheet.
const TEMPLATE: &str = "ho-so-chuyen-tiep.xlsx";

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CarryProgress {
    /// Rows done.
    pub done: u32,
    /// Of how many.
    pub total: u32,
}

/// The run that is under way, if one is.
#[derive(Debug, Default)]
pub(super) struct Carrying {
    under_way: AtomicBool,
    stop: AtomicBool,
    done: AtomicUsize,
    total: AtomicUsize,
}

/// Says that the run is over, however it ended.
struct Over<'c>(&'c Carrying);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.stop.store(false, Ordering::Relaxed);
        self.0.under_way.store(false, Ordering::Release);
    }
}

impl Carrying {
    fn begin(&self) -> Answer<Over<'_>> {
        if self.under_way.swap(true, Ordering::AcqRel) {
            return Err(Refused::new(Code::CarryRunning));
        }
        self.done.store(0, Ordering::Relaxed);
        self.total.store(0, Ordering::Relaxed);
        Ok(Over(self))
    }

    /// Stops what is under way after the act that is being written.
    pub(super) fn stop(&self) {
        if self.under_way.load(Ordering::Acquire) {
            self.stop.store(true, Ordering::Relaxed);
        }
    }

    fn step(&self, done: usize, total: usize) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }

    fn progress(&self) -> Option<CarryProgress> {
        let count =
            |count: &AtomicUsize| u32::try_from(count.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
        self.under_way
            .load(Ordering::Acquire)
            .then(|| CarryProgress {
                done: count(&self.done),
                total: count(&self.total),
            })
    }
}

impl Window {
    /// The passphrase once more: what asks for it may be done for five minutes.
    pub async fn confirm_passphrase(&self, passphrase: Passphrase) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.confirm(&session, passphrase).await
    }

    /// Both registers of this year.
    pub async fn registers(&self) -> Answer<Vec<RegisterRow>> {
        let session = self.signed_in().await?;
        self.office.registers(&session).await
    }

    /// A register goes on after the last number of its paper register.
    pub async fn start_register(
        &self,
        register: Register,
        year: i32,
        last: u32,
    ) -> Answer<Vec<RegisterRow>> {
        let session = self.signed_in().await?;
        let told = Started {
            register,
            year,
            last,
        };
        self.office.start_register(&session, told).await
    }

    /// What carrying a sheet over would make; nothing is written.
    pub async fn look_at_sheet(&self, path: &str) -> Answer<CarryReport> {
        self.run(path, Run::Dry, None).await
    }

    /// Carries over the sheet that was looked at.
    pub async fn carry_over(&self, path: &str, digest: &str) -> Answer<CarryReport> {
        self.run(path, Run::Carry, Some(digest)).await
    }

    /// How far the run is; nothing where none is.
    pub async fn carry_progress(&self) -> Answer<Option<CarryProgress>> {
        let _session = self.signed_in().await?;
        Ok(self.carrying.progress())
    }

    /// Stops it; what was carried over stays.
    pub async fn cancel_carry(&self) -> Answer<()> {
        let _session = self.signed_in().await?;
        self.carrying.stop();
        Ok(())
    }

    /// Writes the empty sheet into a folder; the answer is its name there. Nothing is overwritten.
    pub async fn write_carry_template(&self, folder: &str) -> Answer<String> {
        use std::io::Write as _;

        let session = self.signed_in().await?;
        let _rows = self.office.registers(&session).await?;
        drop(session);
        let bytes = Office::carry_template()?;
        let file = place(folder, "folder")?.join(TEMPLATE);
        let written = std::fs::File::create_new(file).and_then(|mut file| {
            file.write_all(&bytes)?;
            file.sync_all()
        });
        written.map_err(|cause| {
            let there = cause.kind() == std::io::ErrorKind::AlreadyExists;
            let code = if there {
                Code::CarryTemplateThere
            } else {
                Code::PlaceNotWritable
            };
            Refused::from(Fault::at(code, "folder").with("name", TEMPLATE))
        })?;
        Ok(TEMPLATE.to_owned())
    }

    /// A file that was carried over, by its old number.
    pub async fn find_carried(&self, number: &str) -> Answer<Option<CarriedFile>> {
        let session = self.signed_in().await?;
        self.office.find_carried(&session, number).await
    }

    async fn run(&self, path: &str, run: Run, looked_at: Option<&str>) -> Answer<CarryReport> {
        // Asked of who may, and not held while a medium is read: a lock does not wait for it.
        {
            let session = self.signed_in().await?;
            let _rows = self.office.registers(&session).await?;
        }
        let _over = self.carrying.begin()?;
        let path = place(path, "file")?;
        let reading = tokio::task::spawn_blocking(move || Sheet::read(&path));
        let sheet = reading
            .await
            .map_err(|_cause| Refused::new(Code::CarryUnreadable))??;
        if looked_at.is_some_and(|digest| digest != sheet.digest()) {
            return Err(Fault::at(Code::CarryChanged, "file").into());
        }
        let session = self.signed_in().await?;
        let mut go_on = |done, total| self.carrying.step(done, total);
        let work = self.office.carry_over(&session, sheet, run, &mut go_on);
        Box::pin(work).await
    }
}

/// A full path of this machine, as typed or pasted.
fn place(typed: &str, field: &str) -> Answer<std::path::PathBuf> {
    let typed =
        domain::text::line(typed, 1_000).map_err(|fault| Refused::from(fault.in_field(field)))?;
    if typed.is_empty() {
        return Err(Fault::at(Code::FieldMissing, field).into());
    }
    let path = Path::new(&typed);
    if !path.is_absolute() {
        let code = if field == "folder" {
            Code::PlaceMissing
        } else {
            Code::CarryNotThere
        };
        return Err(Fault::at(code, field).into());
    }
    Ok(path.to_path_buf())
}
