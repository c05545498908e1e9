//! `verify`, `rebuild`, `office verify`: is the record what its signers wrote? `clock`: is the day
//! right that it will bear?
//!
//! Must never: say "sound" of anything that was not walked to its end.

use std::time::Instant;

use office::{Office, Session, VerifyFault};
use serde::Serialize;

use crate::Context;
use crate::cli::{Clock, OfficeDo, Who};
use crate::desk;
use crate::progress::Progress;
use crate::said::{Page, Said};
use crate::secrets::Stdin;
use crate::stop::Stop;

/// What scripts read; `found` counts the faults that the list no longer holds.
#[derive(Serialize)]
struct Verdict {
    ok: bool,
    entries: i64,
    head: String,
    faults: Vec<VerifyFault>,
    found: u64,
    seconds: f64,
}

#[derive(Serialize)]
struct Rebuilt {
    entries: i64,
    subjects: u64,
    seconds: f64,
}

#[derive(Serialize)]
struct Confirmed {
    confirmed: bool,
}

#[derive(Serialize)]
struct OfficeVerdict {
    ok: bool,
    entries: u64,
    fingerprint: String,
}

/// Says which day and time it is, so that visits may be saved.
pub(crate) async fn clock(said: &Clock, context: Context) -> Result<Said, Stop> {
    let work = async |office: &Office, session: &Session| {
        office
            .confirm_clock(session, &said.today, &said.time)
            .await?;
        let mut page = Page::new(context.lang);
        page.line("deskctl.clock.confirmed", &[]);
        Ok(Said::new(&Confirmed { confirmed: true }, page))
    };
    desk::signed_in(&said.who, Stdin::Free, context, work).await
}

/// Verifies everything.
pub(crate) async fn verify(who: &Who, context: Context) -> Result<Said, Stop> {
    let (office, passphrase) = desk::asked(who, Stdin::Free, context)?;
    let began = Instant::now();
    let mut progress = Progress::begin(context.lang);
    let report = office
        .verify_as(&who.user, passphrase, &mut |step| {
            progress.step(step.done, step.of)
        })
        .await?;
    drop(progress);
    let verdict = Verdict {
        ok: report.ok,
        entries: report.entries,
        head: report.head,
        faults: report.faults,
        found: report.found,
        seconds: seconds(began),
    };
    Ok(Said::new(&verdict, told(&verdict, context)).if_good(report.ok))
}

fn told(verdict: &Verdict, context: Context) -> Page {
    let mut page = Page::new(context.lang);
    let (entries, found) = (verdict.entries.to_string(), verdict.found.to_string());
    let values = [
        ("entries", entries.as_str()),
        ("head", &verdict.head),
        ("found", &found),
    ];
    if verdict.ok {
        page.line("deskctl.verify.sound", &values);
        return page;
    }
    page.line("deskctl.verify.not_sound", &values);
    let rows = verdict.faults.iter();
    page.rows(
        &rows
            .map(|row| vec![row.seq.to_string(), row.what.clone()])
            .collect::<Vec<_>>(),
    );
    page
}

/// Replays the journal into fresh projections.
pub(crate) async fn rebuild(who: &Who, context: Context) -> Result<Said, Stop> {
    let work = async |office: &Office, session: &Session| {
        let began = Instant::now();
        let mut progress = Progress::begin(context.lang);
        let done = office
            .rebuild(session, &mut |step| progress.step(step.done, step.of))
            .await?;
        drop(progress);
        let rebuilt = Rebuilt {
            entries: done.entries,
            subjects: done.subjects,
            seconds: seconds(began),
        };
        let mut page = Page::new(context.lang);
        let (entries, subjects) = (rebuilt.entries.to_string(), rebuilt.subjects.to_string());
        page.line(
            "deskctl.rebuild.done",
            &[("entries", &entries), ("subjects", &subjects)],
        );
        Ok(Said::new(&rebuilt, page))
    };
    desk::signed_in(who, Stdin::Free, context, work).await
}

/// The office journal, by anyone.
pub(crate) fn office(asked: &OfficeDo, context: Context) -> Result<Said, Stop> {
    let OfficeDo::Verify(at) = asked;
    let office = desk::open(at)?;
    let entries = office.verify_office()?;
    let verdict = OfficeVerdict {
        ok: true,
        entries,
        fingerprint: office.fingerprint(),
    };
    let mut page = Page::new(context.lang);
    let entries = entries.to_string();
    let values = [
        ("entries", entries.as_str()),
        ("fingerprint", &verdict.fingerprint),
    ];
    page.line("deskctl.office.sound", &values);
    Ok(Said::new(&verdict, page))
}

/// Seconds since then, to the millisecond.
fn seconds(began: Instant) -> f64 {
    (began.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
}
