//! Attacks on a record that was restored: the chain it left is written on, cut short, or given
//! another end.

use domain::fault::Code;
use domain::permission::Role;
use office::restore::{Person, Plan, restore};
use office::{Office, Verified};
use sqlx::Connection as _;
use testkit::{TestOffice, intake, passphrase};

use crate::{record, thief};

/// An office restored from its backup, with one visit before and one after; the folder.
async fn restored() -> (TestOffice, std::path::PathBuf) {
    let office = TestOffice::founded().await;
    let place = office.outside().join("stick");
    std::fs::create_dir(&place).unwrap();
    let session = office.sign_in(Role::Reception).await;
    let visit = intake::advice(&office.person());
    office.add_visit(&session, &visit).await.unwrap();
    office
        .make_backup(&session, &place, &mut |_| true)
        .await
        .unwrap();
    office.end(session).await.unwrap();
    let plan = Plan::of(&place, None, &office.ports()).await.unwrap();
    let person = |name: &str| Person {
        name: name.to_owned(),
        passphrase: passphrase(name),
    };
    let target = office.outside().join("restored");
    let two = (person("admin"), person("chief"));
    restore(plan, &target, office.ports(), two).await.unwrap();
    let again = Office::open(&target, office.ports()).unwrap();
    let session = again.sign_in("desk", passphrase("desk")).await.unwrap();
    let visit = intake::advice(&office.person());
    again.add_visit(&session, &visit).await.unwrap();
    again.end(session).await.unwrap();
    (office, target)
}

/// What a sign-in says, and what a verification finds.
async fn looked_at(office: &TestOffice, folder: &std::path::Path) -> (Option<Code>, Verified) {
    let again = Office::open(folder, office.ports()).unwrap();
    let refused = match again.sign_in("desk", passphrase("desk")).await {
        Ok(session) => {
            again.end(session).await.unwrap();
            None
        }
        Err(refused) => Some(refused.code),
    };
    let verified = again
        .verify_as("chief", passphrase("chief"), &mut |_| true)
        .await;
    (refused, verified.unwrap())
}

fn found(verified: &Verified, what: &str) -> bool {
    verified.faults.iter().any(|fault| fault.what == what)
}

/// Runs one statement as a thief with the key, the triggers out of his way.
async fn edit(office: &TestOffice, folder: &std::path::Path, sql: &str) {
    let key = record::database_key(&office.path(), office.founding());
    let mut conn = thief::open(&folder.join("desk.db"), &key).await;
    let triggers = thief::disarm(&mut conn).await;
    assert!(thief::run(&mut conn, sql).await > 0, "{sql}");
    thief::leave(conn, triggers).await;
}

/// The chain that was left is the one whose first entry is `desk.opened`.
const LEFT: &str = "(select desk_id from journal where kind = 'desk.opened')";

#[tokio::test]
async fn a_restored_record_is_sound_and_its_chains_are_told_apart() {
    let (office, folder) = restored().await;
    let (refused, verified) = looked_at(&office, &folder).await;
    assert_eq!(refused, None);
    assert!(verified.ok, "{:?}", verified.faults);
    let key = record::database_key(&office.path(), office.founding());
    let mut conn = thief::open(&folder.join("desk.db"), &key).await;
    let chains = "select count(distinct desk_id), count(*), count(distinct lamport) from journal";
    let (chains, entries, lamports): (i64, i64, i64) =
        sqlx::query_as(chains).fetch_one(&mut conn).await.unwrap();
    assert_eq!(chains, 2);
    assert_eq!(lamports, entries, "no two entries bear the same time");
    conn.close().await.unwrap();
}

#[tokio::test]
async fn who_writes_on_in_the_chain_that_was_left_is_found() {
    let (office, folder) = restored().await;
    let last = format!("(select max(seq) from journal where desk_id = {LEFT})");
    let on = format!(
        "insert into journal select desk_id, seq + 1, hash, lamport, at, clock_suspect, office_seq,
            act, session, actor, kind, version, subject, payload_digest, hash, sig, co_actor, co_sig
         from journal where desk_id = {LEFT} and seq = {last}"
    );
    edit(&office, &folder, &on).await;
    let (refused, verified) = looked_at(&office, &folder).await;
    assert_eq!(refused, Some(Code::RecordAltered));
    assert!(
        found(&verified, "entries after the chain was left"),
        "{:?}",
        verified.faults
    );
}

#[tokio::test]
async fn the_chain_that_was_left_cut_short_is_found() {
    let (office, folder) = restored().await;
    let cut = format!(
        "delete from journal where desk_id = {LEFT}
            and seq = (select max(seq) from journal where desk_id = {LEFT})"
    );
    edit(&office, &folder, &cut).await;
    let (refused, verified) = looked_at(&office, &folder).await;
    assert_eq!(refused, Some(Code::RecordAltered));
    assert!(!verified.ok);
    assert!(
        found(&verified, "does not begin where the chain before was left"),
        "{:?}",
        verified.faults
    );
}

#[tokio::test]
async fn a_chain_that_nobody_left_is_found() {
    let (office, folder) = restored().await;
    let foreign = format!(
        "insert into journal select zeroblob(16), seq, prev, lamport, at, clock_suspect, office_seq,
            act, session, actor, kind, version, subject, payload_digest, hash, sig, co_actor, co_sig
         from journal where desk_id = {LEFT} and seq = 1"
    );
    edit(&office, &folder, &foreign).await;
    let (_, verified) = looked_at(&office, &folder).await;
    assert!(
        found(&verified, "entries of another chain"),
        "{:?}",
        verified.faults
    );
}

#[tokio::test]
async fn a_left_chain_changed_in_its_middle_is_found() {
    let (office, folder) = restored().await;
    let change = format!("update journal set at = at + 1 where desk_id = {LEFT} and seq = 2");
    edit(&office, &folder, &change).await;
    let (_, verified) = looked_at(&office, &folder).await;
    assert!(
        found(&verified, "hash does not fit the entry"),
        "{:?}",
        verified.faults
    );
}
