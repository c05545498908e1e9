//! `receipt`: onto paper, once more, to a printer, and is it ours?
//!
//! Must never: journal a reprint before it is sure that the paper can be written.

use std::path::Path;

use office::papers::{PrintChoice, PrintState, PrintView};
use office::{Office, Session};
use serde::Serialize;

use crate::Context;
use crate::cli::{Print, Receipt, Send};
use crate::desk::{self, shown};
use crate::files::{self, NewFile};
use crate::said::{Page, Said};
use crate::secrets::Stdin;
use crate::stop::Stop;

/// Largest file of station keys, bytes.
const KEY_LIMIT: usize = 64 * 1024;

#[derive(Serialize)]
struct Printed {
    number: String,
    out: String,
    bytes: usize,
}

#[derive(Serialize)]
struct States<'s> {
    states: &'s [PrintView],
}

/// Runs one of the commands.
pub(crate) async fn run(asked: Receipt, context: Context) -> Result<Said, Stop> {
    match asked {
        Receipt::Pdf(print) => paper(&print, false, context).await,
        Receipt::Reprint(print) => paper(&print, true, context).await,
        Receipt::Print(send) => print(&send, context).await,
        Receipt::States(who) => {
            let work = async |office: &Office, session: &Session| {
                let states = office.print_states(session).await?;
                let mut page = Page::new(context.lang);
                if states.is_empty() {
                    page.line("deskctl.receipt.no_states", &[]);
                }
                let rows: Vec<_> = states.iter().map(|state| row(&page, state)).collect();
                page.rows(&rows);
                for view in states.iter().filter(|view| !view.may_come_out.is_empty()) {
                    let printers = view.may_come_out.join(", ");
                    let values = [("number", view.number.as_str()), ("printers", &printers)];
                    page.line("deskctl.receipt.may_come_out", &values);
                }
                Ok(Said::new(&States { states: &states }, page))
            };
            desk::signed_in(&who, Stdin::Free, context, work).await
        }
        Receipt::Check { token, key } => check(&token, &key, context),
    }
}

async fn paper(asked: &Print, again: bool, context: Context) -> Result<Said, Stop> {
    let new = NewFile::begin(&asked.out, asked.force)?;
    let work = async |office: &Office, session: &Session| {
        let pages = if again {
            office.reprint_receipt(session, &asked.number).await?
        } else {
            office.receipt_pdf(session, &asked.number).await?
        };
        new.keep(&pages.pdf)?;
        let out = shown(&asked.out);
        let mut page = Page::new(context.lang);
        page.line(
            "deskctl.receipt.written",
            &[("number", &pages.number), ("out", &out)],
        );
        Ok(Said::new(
            &Printed {
                number: pages.number,
                out,
                bytes: pages.pdf.len(),
            },
            page,
        ))
    };
    desk::signed_in(&asked.who, Stdin::Free, context, work).await
}

async fn print(asked: &Send, context: Context) -> Result<Said, Stop> {
    let choice = PrintChoice {
        printer: asked.printer.clone(),
        copies: asked.copies,
        paper: asked.paper,
    };
    let work = async |office: &Office, session: &Session| {
        let sent = office
            .print_receipt(session, &asked.number, &choice)
            .await?;
        let mut page = Page::new(context.lang);
        let values = [("number", sent.number.as_str()), ("printer", &sent.printer)];
        let said = if sent.state == PrintState::Unknown {
            "deskctl.receipt.unclear"
        } else {
            "deskctl.receipt.sent"
        };
        page.line(said, &values);
        Ok(Said::new(&sent, page))
    };
    desk::signed_in(&asked.who, Stdin::Free, context, work).await
}

/// A printing in a list.
fn row(page: &Page, view: &PrintView) -> Vec<String> {
    let state = match view.state {
        PrintState::Sent => "deskctl.print_state.sent",
        PrintState::Seen => "deskctl.print_state.seen",
        PrintState::Unknown => "deskctl.print_state.unknown",
        PrintState::NeverSent => "deskctl.print_state.never_sent",
        PrintState::Voided => "deskctl.print_state.voided",
    };
    vec![
        view.number.clone(),
        view.copy.to_string(),
        page.word(state),
        view.printer.clone(),
        view.at.clone(),
    ]
}

fn check(token: &str, key: &Path, context: Context) -> Result<Said, Stop> {
    let lines = files::text(key, "key", KEY_LIMIT)?;
    let checked = office::check_receipt(token, &lines);
    let mut page = Page::new(context.lang);
    let (station, day) = (checked.station.as_deref(), checked.day.as_deref());
    match &checked.code {
        None => {
            let day = as_on_paper(day.unwrap_or("–"));
            let values = [("station", station.unwrap_or("–")), ("day", &day)];
            page.line("deskctl.receipt.genuine", &values);
        }
        Some(code) => {
            page.line("deskctl.receipt.not_genuine", &[]);
            page.line(&format!("error.{code}"), &[]);
        }
    }
    let genuine = checked.genuine;
    Ok(Said::new(&checked, page).if_good(genuine))
}

/// `2026-11-24` as `24/11/2026`.
fn as_on_paper(day: &str) -> String {
    day.rsplit('-').collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_as_the_paper_shows_it() {
        assert_eq!(as_on_paper("2026-11-24"), "24/11/2026");
        assert_eq!(as_on_paper("–"), "–");
    }
}
