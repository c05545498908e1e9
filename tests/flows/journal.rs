//! The journal as it lies on the disk, read from a copy with the recovered key; and the one
//! question every flow ends with.

use domain::permission::Role;
use serde_json::Value;
use testkit::TestOffice;

use crate::{record, thief};

/// One entry with its content.
pub(crate) struct Written {
    pub(crate) entry: store::Entry,
    /// `None` once erased.
    pub(crate) body: Option<Value>,
}

impl Written {
    pub(crate) fn kind(&self) -> &str {
        &self.entry.kind
    }
}

/// All entries, oldest first. Nobody may be signed in.
pub(crate) async fn read(office: &TestOffice) -> Vec<Written> {
    let place = tempfile::tempdir().unwrap();
    let copy = place.path().join("desk.db");
    std::fs::copy(office.path().join("desk.db"), &copy).unwrap();
    let key = record::database_key(&office.path(), office.founding());
    let mut conn = thief::open(&copy, &key).await;
    let all =
        "select j.seq, p.body from journal j left join payload p using (desk_id, seq) order by seq";
    let rows: Vec<(i64, Option<Vec<u8>>)> = sqlx::query_as(all).fetch_all(&mut conn).await.unwrap();
    let mut entries = Vec::new();
    for (seq, body) in rows {
        let entry = thief::entry(&mut conn, seq).await;
        let body = body.map(|body| serde_json::from_slice(&body).unwrap());
        entries.push(Written { entry, body });
    }
    entries
}

/// Kinds of all entries.
pub(crate) async fn kinds(office: &TestOffice) -> Vec<String> {
    read(office)
        .await
        .iter()
        .map(|written| written.kind().to_owned())
        .collect()
}

/// How many entries of a kind there are.
pub(crate) async fn count(office: &TestOffice, kind: &str) -> usize {
    kinds(office)
        .await
        .iter()
        .filter(|known| *known == kind)
        .count()
}

/// Bodies of the office journal's lines, oldest first.
pub(crate) fn office_lines(office: &TestOffice) -> Vec<Value> {
    let text = std::fs::read_to_string(office.path().join("keyring/office.jsonl")).unwrap();
    let body = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        serde_json::from_str(line["body"].as_str().unwrap()).unwrap()
    };
    text.lines().map(body).collect()
}

/// Signs a supervisor in, verifies everything and signs out. Nobody may be signed in.
pub(crate) async fn assert_sound(office: &TestOffice) {
    let session = office.sign_in(Role::Supervisor).await;
    let verified = office.verify(&session, &mut |_| true).await.unwrap();
    assert!(verified.ok, "{:?}", verified.faults);
    office.verify_office().unwrap();
    office.end(session).await.unwrap();
}
