//! `backup`: make one, list those there are, check them.
//!
//! Must never: say "whole" of a backup whose every byte was not compared.

use std::path::Path;

use office::backup::{GenerationRow, check_place, list_place};
use office::domain::fault::Code;
use office::{Office, Session};
use serde::Serialize;

use crate::Context;
use crate::cli::{Backup, BackupDo, Who};
use crate::desk::{self, shown};
use crate::progress::Progress;
use crate::said::{Page, Said};
use crate::secrets::Stdin;
use crate::stop::Stop;

#[derive(Serialize)]
struct Listed {
    backups: Vec<GenerationRow>,
}

#[derive(Serialize)]
struct Checked {
    ok: bool,
    backups: Vec<GenerationRow>,
}

/// Runs one of them.
pub(crate) async fn run(asked: Backup, context: Context) -> Result<Said, Stop> {
    match &asked.what {
        Some(BackupDo::List { dest }) => list(dest, context).await,
        Some(BackupDo::Check { dest }) => check(dest, context).await,
        // The parser asks for both.
        None => match asked.made() {
            Some((dest, who)) => make(&dest, &who, context).await,
            None => Err(Stop::at(Code::FieldMissing, "dest")),
        },
    }
}

async fn make(dest: &Path, who: &Who, context: Context) -> Result<Said, Stop> {
    let work = async |office: &Office, session: &Session| {
        let mut progress = Progress::begin(context.lang);
        let made = office
            .make_backup(session, dest, &mut |at| progress.step(at.done, at.total))
            .await?;
        drop(progress);
        let mut page = Page::new(context.lang);
        let (place, entries) = (shown(dest), made.entries.to_string());
        let values = [
            ("name", made.name.as_str()),
            ("place", &place),
            ("entries", &entries),
        ];
        page.line("deskctl.backup.made", &values);
        Ok(Said::new(&made, page))
    };
    desk::signed_in(who, Stdin::Free, context, work).await
}

async fn list(dest: &Path, context: Context) -> Result<Said, Stop> {
    let backups = list_place(dest).await?;
    let page = rows(&backups, context);
    Ok(Said::new(&Listed { backups }, page))
}

async fn check(dest: &Path, context: Context) -> Result<Said, Stop> {
    let mut progress = Progress::begin(context.lang);
    let told = check_place(dest, &mut |at| progress.step(at.done, at.total)).await;
    drop(progress);
    let backups = told?;
    let ok = backups.iter().all(|row| row.ok);
    let page = rows(&backups, context);
    Ok(Said::new(&Checked { ok, backups }, page).if_good(ok))
}

fn rows(backups: &[GenerationRow], context: Context) -> Page {
    let mut page = Page::new(context.lang);
    let row = |row: &GenerationRow| {
        let state = if row.ok { "whole" } else { "not_whole" };
        vec![
            row.name.clone(),
            row.made.clone(),
            row.entries.to_string(),
            page.word(&format!("deskctl.backup.{state}")),
        ]
    };
    let rows: Vec<_> = backups.iter().map(row).collect();
    page.rows(&rows);
    page
}
