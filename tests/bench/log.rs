//! Logging a visit, and an intake with its receipt, against the same rows put into the bare
//! database in one synced transaction.
//!
//! Visits are rehearsed first; the rows they leave are then put, act by act, into a copy of the
//! record as it was before the rehearsal, in turn with the same work done once more by the desk.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use office::Session;
use office::intake::Intake;
use testkit::intake;

use crate::EACH;
use crate::desk::Desk;
use crate::figures::{At, Bar, ROUNDS, Rounds, Table};
use crate::raw::{Raw, RawAct, RawEntry};

/// What was measured and what it leaves for the others.
pub(crate) struct Logged {
    pub(crate) visit: Rounds,
    pub(crate) intake: Rounds,
    /// A bare copy of the record, about as large as the record is now.
    pub(crate) floor: PathBuf,
    /// Bodies of receipts that were made out.
    pub(crate) receipts: Vec<String>,
}

/// Rehearses, then measures.
pub(crate) async fn measure(desk: &mut Desk, place: &Path, table: &mut Table) -> Logged {
    let floor = place.join("floor.db");
    desk.copy(&floor);
    let acts = rehearse(desk, place, &floor).await;
    let receipts = acts
        .iter()
        .flat_map(|act| &act.rows)
        .filter(|row| row.noun == "receipt");
    let receipts = receipts.map(|row| row.body.clone()).collect();
    let mut raw = Raw::open(&floor, &desk.key()).await;
    let session = desk.sign_in("desk").await;
    let mut acts = acts.into_iter();
    let (mut visit, mut intake) = (Rounds::default(), Rounds::default());
    for _ in 0..ROUNDS {
        visit.begin();
        intake.begin();
        for turn in 0..EACH {
            // Who goes first changes, so that neither always finds the disk busy with the other.
            for (rounds, told) in [
                (&mut visit, intake::anonymous()),
                (&mut intake, desk.intake()),
            ] {
                desk.pass();
                let act = acts.next().unwrap();
                if turn % 2 == 0 {
                    rounds.work(log(desk, &session, &told).await);
                    rounds.floor(put(&mut raw, &act).await);
                } else {
                    rounds.floor(put(&mut raw, &act).await);
                    rounds.work(log(desk, &session, &told).await);
                }
            }
        }
    }
    raw.close().await;
    desk.office.end(session).await.unwrap();
    let bar = Bar {
        ratio: Some(1.5),
        ..Bar::default()
    };
    table.add("log a visit", desk.size, &visit, At::P95, bar);
    let bar = Bar {
        p95: Some(5.0),
        ..Bar::default()
    };
    table.add(
        "log an intake with its receipt",
        desk.size,
        &intake,
        At::P95,
        bar,
    );
    Logged {
        visit,
        intake,
        floor,
        receipts,
    }
}

async fn log(desk: &Desk, session: &Session, told: &Intake) -> Duration {
    let begun = Instant::now();
    desk.office.add_visit(session, told).await.unwrap();
    begun.elapsed()
}

async fn put(raw: &mut Raw, act: &RawAct) -> Duration {
    let begun = Instant::now();
    raw.put(act).await;
    begun.elapsed()
}

/// Logs as many visits as will be measured and reads what each act left.
async fn rehearse(desk: &mut Desk, place: &Path, before: &Path) -> Vec<RawAct> {
    let session = desk.sign_in("desk").await;
    for _ in 0..ROUNDS * EACH {
        for told in [intake::anonymous(), desk.intake()] {
            desk.pass();
            desk.office.add_visit(&session, &told).await.unwrap();
        }
    }
    desk.office.end(session).await.unwrap();
    let mut raw = Raw::open(before, &desk.key()).await;
    let newest = raw.newest().await;
    raw.close().await;
    let copy = place.join("rehearsed.db");
    desk.copy(&copy);
    let mut raw = Raw::open(&copy, &desk.key()).await;
    let entries = raw.entries(newest, i64::MAX).await;
    let mut acts: Vec<Vec<RawEntry>> = Vec::new();
    // The sign-in names the desk alone; it is no visit.
    for entry in entries
        .into_iter()
        .filter(|entry| !entry.kind.starts_with("office."))
    {
        match acts.last_mut() {
            Some(act) if act[0].act == entry.act => act.push(entry),
            Some(_) | None => acts.push(vec![entry]),
        }
    }
    assert_eq!(acts.len(), ROUNDS * EACH * 2, "one act a visit");
    let mut whole = Vec::with_capacity(acts.len());
    for act in acts {
        whole.push(raw.act(act).await);
    }
    raw.close().await;
    std::fs::remove_file(copy).unwrap();
    whole
}
