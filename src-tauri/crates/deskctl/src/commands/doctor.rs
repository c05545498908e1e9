//! `doctor`: what this machine can print on, and what its spool keeps.
//!
//! Needs no vault and no name. Run as root it can read settings that a user cannot. Must never:
//! change a setting.

use office::domain::printing::{Printer, PrinterState, Printers as _};
use paper::Lp;
use serde::Serialize;

use crate::Context;
use crate::said::{Page, Said};

#[derive(Serialize)]
struct Found {
    printers: Vec<Row>,
    /// Why there is no list.
    code: Option<&'static str>,
    advice: Vec<&'static str>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    ready: bool,
    told: Option<&'static str>,
    raw: bool,
}

impl Row {
    fn of(printer: &Printer) -> Self {
        Self {
            name: printer.name.text().to_owned(),
            ready: printer.state == PrinterState::Ready,
            told: printer.state.key(),
            raw: printer.raw,
        }
    }
}

/// Runs the command; a machine without printers is no failure of the command.
pub(crate) fn run(context: Context) -> Said {
    let system = Lp::of_this_machine();
    let mut page = Page::new(context.lang);
    let (printers, code) = match system.list() {
        Ok(printers) => (printers, None),
        Err(fault) => (Vec::new(), Some(fault.code().text())),
    };
    match code {
        Some(code) => page.line(&format!("error.{code}"), &[]),
        None if printers.is_empty() => page.line("deskctl.doctor.no_printers", &[]),
        None => page.line("deskctl.doctor.printers", &[]),
    }
    let rows: Vec<Row> = printers.iter().map(Row::of).collect();
    let lines: Vec<_> = rows
        .iter()
        .map(|row| {
            let key = row.told.unwrap_or("deskctl.doctor.ready");
            vec![row.name.clone(), page.word(key)]
        })
        .collect();
    page.rows(&lines);
    let advice: Vec<_> = system.advice().iter().map(|advice| advice.key()).collect();
    for key in &advice {
        page.line(key, &[]);
    }
    if code.is_none() && advice.is_empty() {
        page.line("deskctl.doctor.keeps_nothing", &[]);
    }
    let found = Found {
        printers: rows,
        code,
        advice,
    };
    Said::new(&found, page)
}
