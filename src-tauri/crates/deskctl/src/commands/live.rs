//! `carry-over`, `carry-template`, `carried`, `registers`: going live.
//!
//! Must never: carry over without the passphrase given for it.

use std::path::Path;

use office::carry::{CarryReport, CarryRow, RowFate, Run, Sheet};
use office::domain::desk::{Register, Started};
use office::{Office, Passphrase, RegisterRow, Session};
use serde::Serialize;

use crate::Context;
use crate::cli::{Live, Registers, Who};
use crate::desk;
use crate::files::NewFile;
use crate::progress::Progress;
use crate::said::{Page, Said};
use crate::secrets::Stdin;
use crate::speech::say;
use crate::stop::Stop;

#[derive(Serialize)]
struct Listed {
    registers: Vec<RegisterRow>,
}

#[derive(Serialize)]
struct Written {
    written: bool,
}

/// Runs one of them.
pub(crate) async fn run(asked: Live, context: Context) -> Result<Said, Stop> {
    match asked {
        Live::CarryOver {
            sheet,
            dry_run,
            who,
        } => {
            let run = if dry_run { Run::Dry } else { Run::Carry };
            carry_over(&sheet, run, &who, context).await
        }
        Live::CarryTemplate { sheet_out, force } => {
            let new = NewFile::begin(&sheet_out, force)?;
            new.keep(&Office::carry_template()?)?;
            let mut page = Page::new(context.lang);
            page.line("deskctl.carry.template", &[]);
            Ok(Said::new(&Written { written: true }, page))
        }
        Live::Carried { old_number, who } => {
            let work = async |office: &Office, session: &Session| {
                let found = office.find_carried(session, &old_number).await?;
                let mut page = Page::new(context.lang);
                match &found {
                    None => page.line("deskctl.carry.none", &[]),
                    Some(file) => {
                        let title = file.service.as_ref();
                        let title = title.map(|title| title.get(context.lang).to_owned());
                        page.rows(&[vec![
                            file.number.clone(),
                            file.old_number.clone(),
                            title.unwrap_or_default(),
                            file.received.clone(),
                            file.due.clone().unwrap_or_default(),
                        ]]);
                        if file.receipts == 0 {
                            page.line("error.receipt.carried", &[]);
                        }
                    }
                }
                Ok(Said::new(&found, page))
            };
            desk::signed_in(&who, Stdin::Free, context, work).await
        }
        Live::Registers(Registers::List(who)) => registers(&who, None, context).await,
        Live::Registers(Registers::Start(start)) => {
            let told = Started {
                register: start.register,
                year: start.year,
                last: start.last,
            };
            registers(&start.who, Some(told), context).await
        }
    }
}

/// The passphrase that signs in is the one given for it: nothing lies between.
async fn carry_over(sheet: &Path, run: Run, who: &Who, context: Context) -> Result<Said, Stop> {
    let sheet = Sheet::read(sheet)?;
    let work = async |office: &Office, session: &Session, present: Passphrase| {
        office.confirm(session, present).await?;
        let mut progress = Progress::begin(context.lang);
        let mut go_on = |done: usize, of: usize| progress.step(done, of);
        let report = office.carry_over(session, sheet, run, &mut go_on).await?;
        drop(progress);
        let page = told(&report, run, context);
        Ok(Said::new(&report, page).if_good(!report.cancelled))
    };
    desk::signed_in_knowing(who, Stdin::Free, context, work).await
}

async fn registers(who: &Who, told: Option<Started>, context: Context) -> Result<Said, Stop> {
    let work = async |office: &Office, session: &Session, present: Passphrase| {
        office.confirm(session, present).await?;
        let registers = match told {
            Some(told) => office.start_register(session, told).await?,
            None => office.registers(session).await?,
        };
        let mut page = Page::new(context.lang);
        for row in &registers {
            let name = page.word(match row.register {
                Register::File => "deskctl.register.file",
                Register::Receipt => "deskctl.register.receipt",
            });
            page.line(
                "deskctl.register.next",
                &[("register", &name), ("next", &row.next)],
            );
        }
        Ok(Said::new(&Listed { registers }, page))
    };
    desk::signed_in_knowing(who, Stdin::Free, context, work).await
}

fn told(report: &CarryReport, run: Run, context: Context) -> Page {
    let mut page = Page::new(context.lang);
    let counts = [report.made, report.known, report.refused, report.differing]
        .map(|count| count.to_string());
    let [made, known, refused, differing] = &counts;
    let values = [
        ("made", made.as_str()),
        ("known", known),
        ("refused", refused),
        ("differing", differing),
    ];
    page.line(
        match run {
            Run::Dry => "deskctl.carry.would",
            Run::Carry => "deskctl.carry.done",
        },
        &values,
    );
    let lines = report
        .rows
        .iter()
        .flat_map(|row| lines(row, &page, context));
    let lines: Vec<Vec<String>> = lines.collect();
    page.rows(&lines);
    if report.cancelled {
        page.line("error.work.cancelled", &[]);
    }
    page
}

/// A row that was left out with each of its faults, or one whose due dates differ.
fn lines(row: &CarryRow, page: &Page, context: Context) -> Vec<Vec<String>> {
    let at = say(
        context.lang,
        "deskctl.import.row",
        &[("row", &row.row.to_string())],
    );
    if row.fate == RowFate::Refused {
        let said = |fault: &office::domain::fault::Fault| {
            let column = fault.field.clone().unwrap_or_default();
            vec![at.clone(), column, page.lang().fault(fault)]
        };
        return row.faults.iter().map(said).collect();
    }
    if !row.differs {
        return Vec::new();
    }
    let told = row.told_due.clone().unwrap_or_default();
    let counted = row.counted_due.clone().unwrap_or_default();
    let differs = say(
        context.lang,
        "deskctl.carry.differs",
        &[("told", &told), ("counted", &counted)],
    );
    vec![vec![at, "due".to_owned(), differs]]
}
