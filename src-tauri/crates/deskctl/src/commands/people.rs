//! `people`: find, import, look-alikes.
//!
//! Must never: import without the passphrase given for it.

use std::path::Path;

use office::domain::fault::Code;
use office::import::{ImportReport, TABLE_LIMIT, TableKind};
use office::views::PersonRow;
use office::{LookAlike, Office, Passphrase, Session};
use serde::Serialize;

use crate::Context;
use crate::cli::{People, Who};
use crate::desk;
use crate::files;
use crate::progress::Progress;
use crate::said::{Page, Said};
use crate::secrets::Stdin;
use crate::speech::say;
use crate::stop::Stop;

#[derive(Serialize)]
struct Alike {
    groups: Vec<LookAlike>,
}

/// Runs one of the commands.
pub(crate) async fn run(asked: People, context: Context) -> Result<Said, Stop> {
    match asked {
        People::Find { query, limit, who } => {
            let work = async |office: &Office, session: &Session| {
                let found = office.find_people(session, &query, limit).await?;
                let mut page = Page::new(context.lang);
                page.rows(&found.people.iter().map(cells).collect::<Vec<_>>());
                let end = match (found.people.is_empty(), found.more) {
                    (true, _) => Some("deskctl.people.none"),
                    (false, true) => Some("deskctl.people.more"),
                    (false, false) => None,
                };
                if let Some(end) = end {
                    page.line(end, &[]);
                }
                Ok(Said::new(&found, page))
            };
            desk::signed_in(&who, Stdin::Free, context, work).await
        }
        People::Import {
            table,
            dry_run,
            who,
        } => import(&table, dry_run, &who, context).await,
        People::LookAlikes(who) => {
            let work = async |office: &Office, session: &Session| {
                let groups = office.look_alikes(session).await?;
                let mut page = Page::new(context.lang);
                for (index, group) in groups.iter().enumerate() {
                    if index > 0 {
                        page.rows(&[Vec::new()]);
                    }
                    page.rows(&group.people.iter().map(cells).collect::<Vec<_>>());
                }
                if groups.is_empty() {
                    page.line("deskctl.people.none_alike", &[]);
                }
                Ok(Said::new(&Alike { groups }, page))
            };
            desk::signed_in(&who, Stdin::Free, context, work).await
        }
    }
}

fn cells(row: &PersonRow) -> Vec<String> {
    vec![
        row.name.clone(),
        row.born.clone().unwrap_or_default(),
        row.number.clone().unwrap_or_default(),
        row.id.clone(),
    ]
}

/// The passphrase that signs in is the one given for the import: nothing lies between.
async fn import(table: &Path, dry_run: bool, who: &Who, context: Context) -> Result<Said, Stop> {
    let kind = TableKind::of(table).ok_or_else(|| Stop::at(Code::PeopleTableUnreadable, "file"))?;
    let bytes = files::bytes(table, "file", TABLE_LIMIT)?;
    let work = async |office: &Office, session: &Session, present: Passphrase| {
        office.confirm(session, present).await?;
        let mut progress = Progress::begin(context.lang);
        let mut go_on = |done: usize, of: usize| progress.step(done, of);
        let report = office
            .import_people(session, bytes, kind, dry_run, &mut go_on)
            .await?;
        drop(progress);
        let page = told(&report, dry_run, context);
        Ok(Said::new(&report, page).if_good(!report.cancelled))
    };
    desk::signed_in_knowing(who, Stdin::Free, context, work).await
}

fn told(report: &ImportReport, dry_run: bool, context: Context) -> Page {
    let mut page = Page::new(context.lang);
    let counts = [report.read, report.added, report.matched].map(|count| count.to_string());
    let [read, added, matched] = &counts;
    let refused = report.refused.len().to_string();
    let values = [
        ("read", read.as_str()),
        ("added", added),
        ("matched", matched),
        ("refused", &refused),
    ];
    page.line(
        if dry_run {
            "deskctl.import.would"
        } else {
            "deskctl.import.done"
        },
        &values,
    );
    let rows: Vec<Vec<String>> = report
        .refused
        .iter()
        .map(|row| {
            let at = say(
                context.lang,
                "deskctl.import.row",
                &[("row", &row.row.to_string())],
            );
            let why = page.word(&format!("error.{}", row.code));
            vec![at, row.field.clone().unwrap_or_default(), why]
        })
        .collect();
    page.rows(&rows);
    if report.cancelled {
        page.line("error.work.cancelled", &[]);
    }
    page
}
