//! A thousand changes by somebody who holds the database key, each found by `verify`.
//!
//! All lie at or before the entry that the head file names. A page flipped or put back may turn out
//! to be one that nothing is read from; then that is proved: `verify` is clean and every table and
//! every reading of the program says what it said before. Nothing else may be harmless.

use std::collections::BTreeMap;
use std::path::Path;

use vault::Vault;
use vault::files::DiskFiles;
use vault::folder::UserKeys;

use crate::dice::Dice;
use crate::edits::{Edit, Loot};
use crate::grown::{Grown, PAGE, database_of};
use crate::{record, thief};

const CHANGES: u32 = 1_000;
const SEED: u64 = 20_261_124;

/// One kind of change in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Edit(Edit),
    /// Pages of an earlier, valid copy of the same file put back.
    PagesBack,
    /// Bytes of a page changed without the key.
    PageDamaged,
}

#[derive(Default)]
struct Row {
    detected: u32,
    harmless: u32,
    /// How it was told, and how often.
    told: BTreeMap<String, u32>,
}

/// Throws a kind.
fn throw(dice: &mut Dice) -> Change {
    let whole: usize = 100;
    let edits: usize = 85;
    let mut at = dice.below(whole);
    if at >= edits {
        return if at < 95 {
            Change::PagesBack
        } else {
            Change::PageDamaged
        };
    }
    let sum: usize = Edit::WEIGHTS.iter().map(|(_, weight)| weight).sum();
    at = dice.below(sum);
    for (edit, weight) in Edit::WEIGHTS {
        if at < weight {
            return Change::Edit(edit);
        }
        at -= weight;
    }
    unreachable!("the weights are summed")
}

/// Changes one to eight bytes of one page.
fn page_damaged(database: &Path, dice: &mut Dice) {
    let mut bytes = std::fs::read(database).unwrap();
    let page = dice.below(bytes.len() / PAGE);
    for _ in 0..=dice.below(8) {
        let at = page * PAGE + dice.below(PAGE);
        bytes[at] ^= u8::try_from(1 + dice.below(255)).unwrap();
    }
    assert_ne!(
        bytes,
        std::fs::read(database).unwrap(),
        "a change changes something"
    );
    std::fs::write(database, bytes).unwrap();
}

/// Makes a row edit that really changes something.
async fn edit(grown: &Grown, database: &Path, edit: Edit, dice: &mut Dice, loot: &Loot<'_>) {
    let mut conn = thief::open(database, &grown.key).await;
    let triggers = thief::disarm(&mut conn).await;
    let before = thief::dump(&mut conn).await;
    let mut tries = 0;
    while thief::dump(&mut conn).await == before {
        edit.make(&mut conn, dice, loot).await;
        tries += 1;
        assert!(tries < 50, "{edit:?} changes nothing");
    }
    thief::leave(conn, triggers).await;
}

/// What `verify` says of a changed file: how it is told, or nothing.
async fn told(grown: &Grown, database: &Path) -> Option<String> {
    let desk = match record::open(database, &grown.key, &grown.roster).await {
        Ok(desk) => desk,
        Err(error) => return Some(format!("{error}")),
    };
    let told = match record::verify(&desk, &grown.roster, Some(grown.head)).await {
        Ok(report) if report.found == 0 => None,
        Ok(report) => Some(report.faults[0].what.to_owned()),
        Err(error) => Some(format!("{error}")),
    };
    // What does not open does not close either.
    let _closed = desk.close().await;
    told
}

/// Nothing that is read has changed.
async fn proved_harmless(grown: &Grown, database: &Path, baseline: &[String]) {
    let desk = record::open(database, &grown.key, &grown.roster)
        .await
        .unwrap();
    let read = record::everything(&desk, &grown.days).await.unwrap();
    assert_eq!(
        read, grown.baseline,
        "verify is clean, and yet something else is read"
    );
    desk.close().await.unwrap();
    let mut conn = thief::open(database, &grown.key).await;
    assert_eq!(thief::dump(&mut conn).await, baseline);
    thief::leave(conn, Vec::new()).await;
}

/// A record holder's own keys, taken from a copy of the vault.
pub(crate) fn keys_of(grown: &Grown, name: &str) -> UserKeys {
    let place = tempfile::tempdir().unwrap();
    record::copy(&grown.vault(), place.path());
    let files = std::sync::Arc::new(DiskFiles::new(place.path()));
    let ports = grown.office.ports();
    let mut vault = Vault::open(files, ports.kdf.clone()).unwrap();
    let now = ports.clock.now().millis();
    vault
        .sign_in(name, &testkit::passphrase(name), now)
        .unwrap()
        .keys
}

fn text(table: &BTreeMap<Change, Row>) -> String {
    let mut lines = Vec::new();
    for (change, row) in table {
        let name = format!("{change:?}");
        let told: Vec<String> = row
            .told
            .iter()
            .map(|(what, count)| format!("{what} ({count})"))
            .collect();
        lines.push(format!(
            "{name:<20} detected {:>4} harmless {:>3}: {}",
            row.detected,
            row.harmless,
            told.join(", ")
        ));
    }
    lines.join("\n")
}

#[tokio::test]
async fn every_one_of_a_thousand_changes_is_found_or_proved_to_change_nothing() {
    let grown = Grown::new().await;
    let thief = keys_of(&grown, "desk");
    let loot = Loot {
        entries: grown.head.seq,
        thief: &thief,
    };
    let place = tempfile::tempdir().unwrap();
    let database = place.path().join("desk.db");
    std::fs::copy(database_of(&grown.office), &database).unwrap();
    let mut conn = thief::open(&database, &grown.key).await;
    let baseline = thief::dump(&mut conn).await;
    thief::leave(conn, Vec::new()).await;

    let mut dice = Dice::new(SEED);
    let mut table: BTreeMap<Change, Row> = BTreeMap::new();
    let mut unnoticed = Vec::new();
    for number in 0..CHANGES {
        let place = tempfile::tempdir().unwrap();
        let database = place.path().join("desk.db");
        std::fs::copy(database_of(&grown.office), &database).unwrap();
        let change = throw(&mut dice);
        match change {
            Change::Edit(kind) => edit(&grown, &database, kind, &mut dice, &loot).await,
            Change::PagesBack => drop(grown.pages_back(&database, &mut dice)),
            Change::PageDamaged => page_damaged(&database, &mut dice),
        }
        let changed = place.path().join("changed.db");
        std::fs::copy(&database, &changed).unwrap();
        let row = table.entry(change).or_default();
        if let Some(what) = told(&grown, &database).await {
            row.detected += 1;
            *row.told.entry(what).or_default() += 1;
        } else if let Change::Edit(kind) = change {
            unnoticed.push(format!("number {number}, {kind:?}"));
        } else {
            proved_harmless(&grown, &changed, &baseline).await;
            row.harmless += 1;
        }
    }
    println!("{}", text(&table));
    assert!(unnoticed.is_empty(), "not noticed: {unnoticed:#?}");
    let sum = |count: fn(&Row) -> u32| table.values().map(count).sum::<u32>();
    assert_eq!(sum(|row| row.detected) + sum(|row| row.harmless), CHANGES);
    assert_eq!(
        table.len(),
        Edit::WEIGHTS.len() + 2,
        "every kind was thrown"
    );
}

/// Every page of an earlier copy that says something else now, put back alone: which it was, and the file
/// then.
fn each_page_back(grown: &Grown, database: &Path) -> Vec<(String, Vec<u8>)> {
    let now = std::fs::read(database).unwrap();
    let span = |page: usize| page * PAGE..(page + 1) * PAGE;
    let mut each = Vec::new();
    for (which, older) in grown.older.iter().enumerate() {
        let older = std::fs::read(older).unwrap();
        let pages = 0..older.len().min(now.len()) / PAGE;
        for page in pages.filter(|page| now[span(*page)] != older[span(*page)]) {
            let mut then = now.clone();
            then[span(page)].copy_from_slice(&older[span(page)]);
            each.push((format!("page {page} of copy {which}"), then));
        }
    }
    each
}

/// A page of another day points at rows that say something else by now: a walk along it may meet the same
/// entries again and again.
#[tokio::test]
async fn with_any_one_page_of_another_day_put_back_verify_comes_to_its_end() {
    let grown = Grown::new().await;
    let original = database_of(&grown.office);
    let place = tempfile::tempdir().unwrap();
    let database = place.path().join("desk.db");
    let mut endless = Vec::new();
    for (which, bytes) in each_page_back(&grown, &original) {
        std::fs::write(&database, bytes).unwrap();
        let ends = std::time::Duration::from_secs(20);
        if tokio::time::timeout(ends, told(&grown, &database))
            .await
            .is_err()
        {
            endless.push(which);
        }
    }
    assert!(endless.is_empty(), "{endless:?}");
}

/// The same without a head file: what the chain and the signatures tell by themselves.
async fn told_by_itself(change: &str, relinked: bool) -> Vec<&'static str> {
    let grown = Grown::new().await;
    let chief = keys_of(&grown, "chief");
    let database = database_of(&grown.office);
    let mut conn = thief::open(&database, &grown.key).await;
    let triggers = thief::disarm(&mut conn).await;
    assert!(thief::run(&mut conn, change).await > 0, "{change}");
    if relinked {
        // Everything from the first entry of the last act on is signed anew by its own author.
        let sign = |hash: &[u8; 32]| chief.signing().sign_act(hash).0.to_vec();
        let from = "select min(seq) from journal where act = (select act from journal where kind = 'subject.erased')";
        let from: i64 = sqlx::query_scalar(from).fetch_one(&mut conn).await.unwrap();
        thief::run(&mut conn, "delete from payload where seq > (select max(seq) from journal where kind = 'subject.erased')").await;
        thief::run(&mut conn, "delete from journal where seq > (select max(seq) from journal where kind = 'subject.erased')").await;
        thief::relink(&mut conn, from, Some(&sign)).await;
        thief::forget_projections(&mut conn).await;
    }
    thief::leave(conn, triggers).await;
    let desk = record::open(&database, &grown.key, &grown.roster)
        .await
        .unwrap();
    let report = record::verify(&desk, &grown.roster, None).await.unwrap();
    desk.close().await.unwrap();
    let mut faults: Vec<&str> = report.faults.iter().map(|fault| fault.what).collect();
    faults.dedup();
    faults
}

const LAST_ACT: &str = "act = (select act from journal where kind = 'subject.erased')";

#[tokio::test]
async fn an_erasure_without_the_second_person_is_found_without_any_witness() {
    let alone = "update journal set co_sig = null, co_actor = null where co_sig is not null";
    assert_eq!(
        told_by_itself(alone, true).await,
        ["second signature is missing"]
    );
}

#[tokio::test]
async fn an_entry_in_a_colleagues_name_inside_ones_own_act_is_found_without_any_witness() {
    let named = format!(
        "update journal set actor = (select actor from journal where seq = 1), co_sig = null,
            co_actor = null where sig is null and {LAST_ACT}"
    );
    let faults = told_by_itself(&named, true).await;
    assert!(
        faults.contains(&"does not name who signed its act"),
        "{faults:?}"
    );
}

/// An act re-signed by somebody else: whose role never had that right, whatever she signs.
async fn told_of_signer(kind: &str, name: &str, second: Option<&str>) -> Vec<&'static str> {
    let grown = Grown::new().await;
    let thief = keys_of(&grown, name);
    let database = database_of(&grown.office);
    let mut conn = thief::open(&database, &grown.key).await;
    let triggers = thief::disarm(&mut conn).await;
    let act = format!("act = (select act from journal where kind = '{kind}' limit 1)");
    let span = format!("select min(seq), max(seq) from journal where {act}");
    let (first, last): (i64, i64) = sqlx::query_as(sqlx::AssertSqlSafe(span))
        .fetch_one(&mut conn)
        .await
        .unwrap();
    let hex = |name: &str| {
        grown
            .office
            .user_named(name)
            .unwrap()
            .uuid()
            .simple()
            .to_string()
    };
    let actor = format!("update journal set actor = x'{}' where {act}", hex(name));
    assert!(thief::run(&mut conn, &actor).await > 0);
    if let Some(second) = second {
        let second = hex(second);
        let co =
            format!("update journal set co_actor = x'{second}' where {act} and co_sig is not null");
        assert!(thief::run(&mut conn, &co).await > 0);
    }
    let sign = |hash: &[u8; 32]| thief.signing().sign_act(hash).0.to_vec();
    thief::relink(&mut conn, first, Some(&sign)).await;
    thief::leave(conn, triggers).await;
    let desk = record::open(&database, &grown.key, &grown.roster)
        .await
        .unwrap();
    let report = record::verify(&desk, &grown.roster, None).await.unwrap();
    desk.close().await.unwrap();
    let of_act = report.faults.iter();
    let of_act = of_act.filter(|fault| (first..=last).contains(&fault.seq));
    of_act.map(|fault| fault.what).collect()
}

#[tokio::test]
async fn an_assignment_signed_by_reception_is_found_though_her_signature_holds() {
    let faults = told_of_signer("file.assigned", "desk", None).await;
    assert_eq!(faults, ["signer had no right to this"]);
}

#[tokio::test]
async fn an_erasure_agreed_by_two_who_may_erase_nothing_is_found() {
    let faults = told_of_signer("subject.erased", "desk", Some("window")).await;
    let no_right = faults
        .iter()
        .filter(|what| **what == "signer had no right to this");
    // The file and its receipt in the first hand, the last of them in the second hand too.
    assert!(no_right.count() > 1, "{faults:?}");
}

#[tokio::test]
async fn an_entry_that_names_an_older_office_than_the_one_before_is_found() {
    let grown = Grown::new().await;
    assert!(
        grown.roster.head().seq == 0,
        "one office line: nothing older to name"
    );
    let faults = told_by_itself("update journal set office_seq = -1 where seq = 2", false).await;
    assert!(
        faults.contains(&"names an older office entry than the one before"),
        "{faults:?}"
    );
}

#[tokio::test]
async fn content_erased_by_law_and_brought_back_from_an_older_copy_is_found() {
    let grown = Grown::new().await;
    let mut old = thief::open(&grown.older[1], &grown.key).await;
    let mut conn = thief::open(&database_of(&grown.office), &grown.key).await;
    let triggers = thief::disarm(&mut conn).await;
    let gone =
        "select seq from journal j where not exists (select 1 from payload p where p.seq = j.seq)";
    let gone: Vec<i64> = sqlx::query_scalar(gone).fetch_all(&mut conn).await.unwrap();
    assert!(!gone.is_empty());
    for seq in gone {
        let row: (Vec<u8>, Vec<u8>, Vec<u8>) =
            sqlx::query_as("select desk_id, salt, body from payload where seq = ?")
                .bind(seq)
                .fetch_one(&mut old)
                .await
                .unwrap();
        sqlx::query("insert into payload (desk_id, seq, salt, body) values (?, ?, ?, ?)")
            .bind(row.0)
            .bind(seq)
            .bind(row.1)
            .bind(row.2)
            .execute(&mut conn)
            .await
            .unwrap();
    }
    thief::leave(conn, triggers).await;
    let told = told(&grown, &database_of(&grown.office)).await;
    assert_eq!(told.as_deref(), Some("erased content is still there"));
}
