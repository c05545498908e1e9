//! Which printer, how many, on what; remembered per machine.
//!
//! Purpose: the printers there are, the choice last made, and a choice read for printing. The note
//! `print.toml` lies beside `desk.toml` and holds the name of a queue, a number and a paper.
//! Must never: note anything of a record or a person; fail a print because a note cannot be kept.

use std::io;
use std::path::Path;
use std::sync::Arc;

use domain::fault::{Code, Fault};
use domain::printing::{MOST_COPIES, PaperSize, Printer, PrinterName, PrinterState};
use serde::{Deserialize, Serialize};
use vault::files::{DiskFiles, Files as _};

use crate::Office;
use crate::refused::{Answer, Refused};

/// The note.
const NOTE: &str = "print.toml";
/// Largest note read, bytes.
const NOTE_LIMIT: u64 = 4 * 1024;

/// Printer, copies, paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct PrintChoice {
    /// Name of the printer's queue.
    pub printer: String,
    /// How many of it: 1 to 9.
    pub copies: u32,
    /// What on.
    pub paper: PaperSize,
}

/// A printer in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct PrinterRow {
    /// Its queue.
    pub name: String,
    /// The system says that it would print now.
    pub ready: bool,
    /// Key of the sentence that says why not.
    pub told: Option<String>,
}

/// What there is to print on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct PrintersView {
    /// The printers, by name.
    pub printers: Vec<PrinterRow>,
    /// What this machine chose last.
    pub chosen: Option<PrintChoice>,
    /// Keys of the sentences on what the spool keeps.
    pub advice: Vec<String>,
}

/// A choice that was read, and the printer was there a moment ago.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) printer: PrinterName,
    pub(crate) raw: bool,
    pub(crate) copies: u32,
    pub(crate) paper: PaperSize,
}

impl Chosen {
    /// A roll on a queue that passes bytes on needs the printer's own language; all else is PDF.
    pub(crate) fn raster(&self) -> bool {
        self.raw && self.paper == PaperSize::Roll80
    }
}

impl Office {
    /// The printers there are. Needs no session: it shows nothing of a record.
    pub async fn printers(&self) -> Answer<PrintersView> {
        let mut printers = self.listed().await?;
        printers.sort_by(|one, other| one.name.cmp(&other.name));
        let ask = Arc::clone(&self.printers);
        let advice = tokio::task::spawn_blocking(move || ask.advice());
        let advice = advice.await.unwrap_or_default();
        Ok(PrintersView {
            printers: printers.iter().map(row).collect(),
            chosen: self.print_choice(),
            advice: advice
                .iter()
                .map(|advice| advice.key().to_owned())
                .collect(),
        })
    }

    /// What this machine chose last.
    pub fn print_choice(&self) -> Option<PrintChoice> {
        noted(self.machine.as_deref()?)
    }

    /// Remembers a choice that worked. Without the note it is asked for once more next time.
    pub fn remember_print(&self, choice: &PrintChoice) {
        if let Some(folder) = &self.machine {
            note(folder, choice).ok();
        }
    }

    /// Reads a choice and looks for its printer.
    pub(crate) async fn chosen(&self, choice: &PrintChoice) -> Answer<Chosen> {
        let printer = PrinterName::read(&choice.printer)?;
        if !(1..=MOST_COPIES).contains(&choice.copies) {
            return Err(Fault::at(Code::PrintCopies, "copies")
                .with("max", MOST_COPIES)
                .into());
        }
        let listed = self.listed().await?;
        let found = listed.into_iter().find(|found| found.name == printer);
        let found = found.ok_or_else(|| Fault::at(Code::PrintPrinterUnknown, "printer"))?;
        if found.state == PrinterState::Refusing {
            return Err(Fault::at(Code::PrintPrinterRefusing, "printer").into());
        }
        Ok(Chosen {
            printer,
            raw: found.raw,
            copies: choice.copies,
            paper: choice.paper,
        })
    }

    async fn listed(&self) -> Answer<Vec<Printer>> {
        let printers = Arc::clone(&self.printers);
        let task = tokio::task::spawn_blocking(move || printers.list());
        let listed = task
            .await
            .map_err(|_cause| Refused::new(Code::PrintFailed))?;
        listed.map_err(|fault| Refused::new(fault.code()))
    }
}

fn row(printer: &Printer) -> PrinterRow {
    PrinterRow {
        name: printer.name.text().to_owned(),
        ready: printer.state == PrinterState::Ready,
        told: printer.state.key().map(str::to_owned),
    }
}

/// A note that does not read is passed over.
fn noted(folder: &Path) -> Option<PrintChoice> {
    let bytes = DiskFiles::new(folder).read(NOTE, NOTE_LIMIT).ok()?;
    let choice: PrintChoice = toml::from_str(&String::from_utf8(bytes).ok()?).ok()?;
    let good = PrinterName::read(&choice.printer).is_ok();
    (good && (1..=MOST_COPIES).contains(&choice.copies)).then_some(choice)
}

/// Whole or not at all, for its owner alone.
fn note(folder: &Path, choice: &PrintChoice) -> io::Result<()> {
    if PrinterName::read(&choice.printer).is_err() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let files = DiskFiles::new(folder);
    files.make_folder("")?;
    // A printer's name has no character that TOML would read otherwise.
    let text = format!(
        "printer = \"{}\"\ncopies = {}\npaper = \"{}\"\n",
        choice.printer,
        choice.copies,
        choice.paper.text(),
    );
    files.write_atomic(NOTE, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_choice_is_found_again_as_it_was_made_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("reception-desk");
        assert_eq!(noted(&place), None);
        for (printer, paper) in [
            ("quay_1", PaperSize::A4Half),
            ("Máy-in.2", PaperSize::Roll80),
        ] {
            let choice = PrintChoice {
                printer: printer.to_owned(),
                copies: 2,
                paper,
            };
            note(&place, &choice).unwrap();
            assert_eq!(noted(&place), Some(choice));
        }
        let mode = fs::metadata(place.join(NOTE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_note_that_does_not_read_or_names_no_printer_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        for text in [
            "",
            "printer",
            "printer = \"-o\"\ncopies = 1\npaper = \"a5\"\n",
            "printer = \"q\"\ncopies = 0\npaper = \"a5\"\n",
            "printer = \"q\"\ncopies = 10\npaper = \"a5\"\n",
            "printer = \"q\"\ncopies = 1\npaper = \"letter\"\n",
            "printer = \"q\"\ncopies = 1\npaper = \"a5\"\nmore = 1\n",
        ] {
            fs::write(folder.path().join(NOTE), text).unwrap();
            assert_eq!(noted(folder.path()), None, "{text}");
        }
        let bad = PrintChoice {
            printer: "a\"\nb".to_owned(),
            copies: 1,
            paper: PaperSize::A5,
        };
        assert!(note(folder.path(), &bad).is_err());
    }
}
