//! Open files of a paper register, carried over when the office goes live (*hồ sơ chuyển tiếp*).
//!
//! Purpose: a spreadsheet of open files becomes people, receptions and files of this desk, some rows
//! an act, each file marked with its old number and its clocks running from its true reception. A dry
//! run says row by row what would be made. A row carried over before is recognised by its old number,
//! so that work that was cut off is simply run again. Must never: make out a receipt, let one bad row
//! stop the others, or guess what a cell means.

mod act;
mod columns;
mod find;
mod row;

use std::collections::BTreeMap;
use std::path::Path;

use domain::fault::{Code, Fault, Refusal};
use domain::titles::Titles;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Office;
use crate::policy::{Import, Permit};
use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::spreadsheet::{self, TableKind};

use self::act::Work;
use self::columns::Row;
pub use self::columns::{Column, ROW_LIMIT, SHEET_LIMIT};
pub use self::find::CarriedFile;

/// Rows of one act: a stop is heard after each.
const ROWS_AN_ACT: usize = 50;

/// A sheet read into memory.
pub struct Sheet {
    bytes: Vec<u8>,
    kind: TableKind,
}

/// What a sheet says never reaches a log.
impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sheet({} bytes)", self.bytes.len())
    }
}

impl Sheet {
    /// Reads a file of this machine; it is never written, and no copy is kept.
    pub fn read(path: &Path) -> Answer<Self> {
        use std::io::Read as _;

        let at = |code| Refused::from(Fault::at(code, "file"));
        let kind = TableKind::of(path).ok_or_else(|| at(Code::CarryUnreadable))?;
        let file = std::fs::File::open(path).map_err(|_cause| at(Code::CarryNotThere))?;
        let about = file.metadata().map_err(|_cause| at(Code::CarryNotThere))?;
        if !about.is_file() {
            return Err(at(Code::CarryNotThere));
        }
        let mut bytes = Vec::new();
        let most = u64::try_from(SHEET_LIMIT).unwrap_or(u64::MAX);
        file.take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|_cause| at(Code::CarryNotThere))?;
        Self::of(bytes, kind)
    }

    /// A sheet that lies in memory already.
    pub fn of(bytes: Vec<u8>, kind: TableKind) -> Answer<Self> {
        if bytes.len() > SHEET_LIMIT {
            let fault = Fault::at(Code::CarryTooLarge, "file");
            return Err(fault.with("max", SHEET_LIMIT / (1024 * 1024)).into());
        }
        Ok(Self { bytes, kind })
    }

    /// What it is, so that what is carried over is what was looked at.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(&self.bytes))
    }
}

/// What became of a row, or would.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum RowFate {
    /// A file would be made.
    New,
    /// A file was made.
    Made,
    /// It was carried over before.
    Known,
    /// Something in it is wrong; it is left out.
    Refused,
}

/// One row and what it amounts to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CarryRow {
    /// Its number as the spreadsheet shows it.
    pub row: u32,
    /// The old number, as typed.
    pub old_number: String,
    /// The person's name, as typed.
    pub name: String,
    /// What became of it.
    pub fate: RowFate,
    /// The person is known here by her personal number.
    pub person_known: bool,
    /// The service's title.
    pub service: Option<Titles>,
    /// The true day of reception, `2026-08-03`.
    pub received: Option<String>,
    /// The due date that the sheet names.
    pub told_due: Option<String>,
    /// The nearest due date as the catalogue counts it.
    pub counted_due: Option<String>,
    /// Both are there and are not the same day.
    pub differs: bool,
    /// The file's number here.
    pub number: Option<String>,
    /// What is wrong, each with its column.
    pub faults: Vec<Fault>,
}

/// What a run did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CarryReport {
    /// Digest of the sheet, given back when it is carried over.
    pub digest: String,
    /// Files made, or that would be.
    pub made: u32,
    /// Rows carried over before.
    pub known: u32,
    /// Rows left out.
    pub refused: u32,
    /// Rows whose due date differs from the catalogue's.
    pub differing: u32,
    /// Stopped before the end; what was carried over stays.
    pub cancelled: bool,
    /// Row by row.
    pub rows: Vec<CarryRow>,
}

/// Whether it is only looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// Nothing is written.
    Dry,
    /// Rows without a fault are carried over.
    Carry,
}

impl Office {
    /// Reads a sheet of open files and carries them over, or says what would be. The passphrase must
    /// have been given once more ([`Office::confirm`]). `go_on` hears after each act how many of how
    /// many rows are done, and may stop.
    ///
    /// Refuses with `carry.unreadable`, `carry.columns` or `carry.too_many_rows` before anything is
    /// written; what is wrong with a row stands in the report.
    pub async fn carry_over(
        &self,
        session: &Session,
        sheet: Sheet,
        run: Run,
        go_on: &mut (dyn FnMut(usize, usize) -> bool + Send),
    ) -> Answer<CarryReport> {
        let permit: Permit<'_, Import> = self.permit(session, self.stepped_up(session)).await?;
        let records = permit.session().records()?;
        let digest = sheet.digest();
        let reading = tokio::task::spawn_blocking(move || columns::read(&sheet.bytes, sheet.kind));
        let rows = reading
            .await
            .map_err(|_cause| Refused::new(Code::CarryUnreadable))??;
        let mut work = Work {
            run,
            people: BTreeMap::new(),
            seen: BTreeMap::new(),
            report: CarryReport {
                digest,
                ..CarryReport::default()
            },
        };
        let mut done = 0_usize;
        for slice in rows.chunks(ROWS_AN_ACT) {
            Box::pin(self.carry_act(records, slice, &mut work)).await?;
            done = done.saturating_add(slice.len());
            if !go_on(done, rows.len()) && done < rows.len() {
                work.report.cancelled = true;
                break;
            }
        }
        Ok(work.report)
    }

    /// An empty sheet to be filled in, as `.xlsx` with the columns in Vietnamese.
    pub fn carry_template() -> Answer<Vec<u8>> {
        let rows = [columns::headers()];
        spreadsheet::write::workbook("Hồ sơ chuyển tiếp", &rows)
            .map_err(|_cause| Refused::new(Code::VaultIo))
    }
}

impl CarryRow {
    /// A row of which nothing is known but what it says.
    fn of(row: &Row) -> Self {
        Self {
            row: row.at,
            old_number: shown(row.cell(Column::OldNumber)),
            name: shown(row.cell(Column::Name)),
            fate: RowFate::Refused,
            person_known: false,
            service: None,
            received: None,
            told_due: None,
            counted_due: None,
            differs: false,
            number: None,
            faults: Vec::new(),
        }
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.fate = RowFate::Refused;
        self.faults = std::iter::once(refusal.first).chain(refusal.more).collect();
    }
}

/// As typed, cut to what a line of a report can show.
fn shown(text: &str) -> String {
    text.chars().take(120).collect()
}
