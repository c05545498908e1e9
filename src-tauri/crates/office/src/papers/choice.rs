//! Which printer, how many, on what; remembered per machine.
//!
//! Purpose: the printers there are, the one to begin with, and a choice read for printing. A printer
//! is taken because somebody chose it, or because there is no other: what was chosen and is gone is
//! told and never replaced by one that stands where nobody waits. The note
//! `print.toml` lies beside `desk.toml` and holds the name of a queue, a number, a paper, and what the
//! office had set then: a newer setting of the office goes before an older habit of the machine.
//! Must never: choose between printers; note anything of a record or a person; fail a print because a note cannot be kept.

use std::io;
use std::path::Path;
use std::sync::Arc;

use domain::fault::{Code, Fault};
use domain::printing::{MOST_COPIES, PaperSize, Printer, PrinterName, PrinterState};
use domain::receipt::Receipt;
use serde::{Deserialize, Serialize};
use vault::files::{DiskFiles, Files as _};

use crate::Office;
use crate::refused::{Answer, Refused};

/// The note.
const NOTE: &str = "print.toml";
/// Largest note read, bytes.
const NOTE_LIMIT: u64 = 4 * 1024;

/// Settings of the office: which printer for what.
const FOR_RECEIPTS: &str = "printer.receipt";
const FOR_SLIPS: &str = "printer.slip";
const FOR_SHEETS: &str = "printer.sheet";
/// The one that stands in the private room.
const FOR_PRIVATE: &str = "printer.private";

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
    /// What it prints receipts on to begin with.
    pub paper: PaperSize,
}

/// What there is to print on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct PrintersView {
    /// The printers, by name.
    pub printers: Vec<PrinterRow>,
    /// For receipts: what this machine chose last, else as the office set it, else the only one
    /// there is where it is ready.
    pub chosen: Option<PrintChoice>,
    /// The printer for receipts that was chosen, or set, and is not there: then none is chosen.
    pub missing: Option<String>,
    /// For queue numbers: as the office set it, else the printer for receipts.
    pub slip: Option<PrintChoice>,
    /// For A4 sheets: as the office set it, else the printer for receipts, else the only one that
    /// takes pages.
    pub sheet: Option<PrintChoice>,
    /// Keys of the sentences on what the spool keeps.
    pub advice: Vec<String>,
}

/// The note's lines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteFile {
    printer: String,
    copies: u32,
    paper: PaperSize,
    /// The office's printer for receipts when this was noted.
    #[serde(default)]
    office: String,
}

/// What this machine chose, and what the office had set then.
#[derive(Debug, PartialEq, Eq)]
struct Note {
    choice: PrintChoice,
    office: String,
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
        let chosen = self.for_receipts(&printers);
        let missing = self.wanted().map(|wanted| wanted.0);
        let missing = missing.filter(|name| named(&printers, name).is_none());
        Ok(PrintersView {
            missing,
            slip: self.for_slips(&printers, chosen.as_ref()),
            sheet: self.for_sheets(&printers, chosen.as_ref()),
            printers: printers.iter().map(row).collect(),
            chosen,
            advice: advice
                .iter()
                .map(|advice| advice.key().to_owned())
                .collect(),
        })
    }

    /// What this machine chose last, unless the office has set another printer since.
    pub fn print_choice(&self) -> Option<PrintChoice> {
        let note = noted(self.machine.as_deref()?)?;
        (note.office == self.setting(FOR_RECEIPTS)).then_some(note.choice)
    }

    /// The paper receipts are shown on before one is printed.
    pub async fn usual_paper(&self) -> PaperSize {
        if let Some(choice) = self.print_choice() {
            return choice.paper;
        }
        let printers = self.listed().await.unwrap_or_default();
        let usual = self.for_receipts(&printers);
        usual.map_or(PaperSize::default(), |choice| choice.paper)
    }

    /// The printer for receipts that somebody chose, by name: this machine last, else the office.
    fn wanted(&self) -> Option<(String, Option<PrintChoice>)> {
        if let Some(habit) = self.print_choice() {
            return Some((habit.printer.clone(), Some(habit)));
        }
        let set = self.setting(FOR_RECEIPTS);
        (!set.is_empty()).then_some((set, None))
    }

    fn for_receipts(&self, printers: &[Printer]) -> Option<PrintChoice> {
        let (printer, habit) = match self.wanted() {
            Some((name, habit)) => (named(printers, &name)?, habit),
            None => (only(printers, |_| true)?, None),
        };
        Some(habit.unwrap_or_else(|| on(printer, usual_paper(printer))))
    }

    fn for_slips(
        &self,
        printers: &[Printer],
        receipts: Option<&PrintChoice>,
    ) -> Option<PrintChoice> {
        let set = self.setting(FOR_SLIPS);
        let name = if set.is_empty() {
            &receipts?.printer
        } else {
            &set
        };
        Some(on(named(printers, name)?, PaperSize::Roll80))
    }

    /// A queue that passes bytes on as they are makes nothing of a sheet.
    fn for_sheets(
        &self,
        printers: &[Printer],
        receipts: Option<&PrintChoice>,
    ) -> Option<PrintChoice> {
        let set = self.setting(FOR_SHEETS);
        if !set.is_empty() {
            return Some(on(named(printers, &set)?, PaperSize::A4Half));
        }
        let pages = |printer: &Printer| !printer.raw;
        let printer = match receipts {
            Some(receipts) => named(printers, &receipts.printer).filter(|usual| pages(usual)),
            // The usual one is gone: no other takes its place.
            None if self.wanted().is_some() => return None,
            None => None,
        };
        let printer = printer.or_else(|| only(printers, pages))?;
        Some(on(printer, PaperSize::A4Half))
    }

    /// Remembers a choice that worked. Without the note it is asked for once more next time.
    pub fn remember_print(&self, choice: &PrintChoice) {
        if let Some(folder) = &self.machine {
            let office = self.setting(FOR_RECEIPTS);
            note(folder, choice, &office).ok();
        }
    }

    /// The same for a receipt: a paper of a private reception comes out in the private room alone.
    pub(super) async fn chosen_for(
        &self,
        receipt: &Receipt,
        choice: &PrintChoice,
    ) -> Answer<Chosen> {
        if receipt.is_discreet() {
            return self.chosen_in_private(choice).await;
        }
        self.chosen(choice).await
    }

    /// A printer marked as standing in the private room, whatever was chosen.
    pub(crate) async fn chosen_in_private(&self, choice: &PrintChoice) -> Answer<Chosen> {
        let printer = self.setting(FOR_PRIVATE);
        if printer.is_empty() {
            return Err(Fault::at(Code::PrintNoPrivateRoom, "printer").into());
        }
        self.chosen(&PrintChoice {
            printer,
            ..choice.clone()
        })
        .await
    }

    /// Reads a choice and looks for its printer.
    pub(crate) async fn chosen(&self, choice: &PrintChoice) -> Answer<Chosen> {
        if choice.printer.is_empty() {
            return Err(Fault::at(Code::PrintNotChosen, "printer").into());
        }
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
        paper: usual_paper(printer),
    }
}

const fn usual_paper(printer: &Printer) -> PaperSize {
    if printer.raw {
        PaperSize::Roll80
    } else {
        PaperSize::A5
    }
}

fn on(printer: &Printer, paper: PaperSize) -> PrintChoice {
    PrintChoice {
        printer: printer.name.text().to_owned(),
        copies: 1,
        paper,
    }
}

fn named<'a>(printers: &'a [Printer], name: &str) -> Option<&'a Printer> {
    printers.iter().find(|printer| printer.name.text() == name)
}

/// The only one that fits, where it is ready: between two nobody but a person chooses, and who comes
/// upon one that is not ready for the first time looks at it first.
fn only(printers: &[Printer], fits: impl Fn(&Printer) -> bool) -> Option<&Printer> {
    let mut fitting = printers.iter().filter(|printer| fits(printer));
    let one = fitting.next()?;
    (fitting.next().is_none() && one.state == PrinterState::Ready).then_some(one)
}

/// A note that does not read is passed over.
fn noted(folder: &Path) -> Option<Note> {
    let bytes = DiskFiles::new(folder).read(NOTE, NOTE_LIMIT).ok()?;
    let file: NoteFile = toml::from_str(&String::from_utf8(bytes).ok()?).ok()?;
    let good = PrinterName::read(&file.printer).is_ok();
    (good && (1..=MOST_COPIES).contains(&file.copies)).then_some(Note {
        choice: PrintChoice {
            printer: file.printer,
            copies: file.copies,
            paper: file.paper,
        },
        office: file.office,
    })
}

/// Whole or not at all, for its owner alone.
fn note(folder: &Path, choice: &PrintChoice, office: &str) -> io::Result<()> {
    let named = |name: &str| PrinterName::read(name).is_ok();
    if !named(&choice.printer) || !(office.is_empty() || named(office)) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let files = DiskFiles::new(folder);
    files.make_folder("")?;
    // A printer's name has no character that TOML would read otherwise.
    let text = format!(
        "printer = \"{}\"\ncopies = {}\npaper = \"{}\"\noffice = \"{office}\"\n",
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
            note(&place, &choice, printer).unwrap();
            let office = printer.to_owned();
            assert_eq!(noted(&place), Some(Note { choice, office }));
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
        assert!(note(folder.path(), &bad, "").is_err());
        let good = PrintChoice {
            printer: "q".to_owned(),
            ..bad
        };
        assert!(note(folder.path(), &good, "a b").is_err());
    }
}
