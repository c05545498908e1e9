//! `receipt`: onto paper, once more, and is it ours?
//!
//! Must never: journal a reprint before it is sure that the paper can be written.

use std::path::Path;

use office::{Office, Session};
use serde::Serialize;

use crate::Context;
use crate::cli::{Print, Receipt};
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

/// Runs one of the commands.
pub(crate) async fn run(asked: Receipt, context: Context) -> Result<Said, Stop> {
    match asked {
        Receipt::Pdf(print) => paper(&print, false, context).await,
        Receipt::Reprint(print) => paper(&print, true, context).await,
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
