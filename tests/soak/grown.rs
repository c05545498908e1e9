//! A small office with a past: some fifty entries by three people, older copies of its database, a
//! reprint, looks, an erasure by two, and a head file that names the newest entry.

use std::path::{Path, PathBuf};

use domain::id::FileId;
use domain::moment::Day;
use domain::permission::Role;
use domain::subject::Basis;
use office::erase_request;
use testkit::{BEGIN, TestOffice, intake, moment, passphrase};
use time::Duration;
use vault::roster::Roster;
use vault::secret::DatabaseKey;

use crate::dice::Dice;
use crate::record;

/// Bytes of a page of the database.
pub(crate) const PAGE: usize = 4_096;

/// The office, closed, with its key.
pub(crate) struct Grown {
    pub(crate) office: TestOffice,
    pub(crate) key: DatabaseKey,
    pub(crate) roster: Roster,
    pub(crate) head: store::Head,
    /// Copies of `desk.db` as it was earlier, each whole and closed.
    pub(crate) older: Vec<PathBuf>,
    pub(crate) days: Vec<Day>,
    /// What [`record::everything`] reads in it.
    pub(crate) baseline: Vec<String>,
}

impl Grown {
    pub(crate) fn vault(&self) -> PathBuf {
        self.office.path()
    }

    /// Puts one to four pages of an older, valid copy into a database file, so that it changes.
    pub(crate) fn pages_back(&self, database: &Path, dice: &mut Dice) -> String {
        let mut now = std::fs::read(database).unwrap();
        let which = dice.below(self.older.len());
        let older = std::fs::read(&self.older[which]).unwrap();
        let pages = older.len().min(now.len()) / PAGE;
        let span = |page: usize| page * PAGE..(page + 1) * PAGE;
        let stale: Vec<usize> = (0..pages)
            .filter(|page| now[span(*page)] != older[span(*page)])
            .collect();
        let mut back: Vec<usize> = (0..=dice.below(4)).map(|_| *dice.pick(&stale)).collect();
        back.sort_unstable();
        back.dedup();
        for page in &back {
            now[span(*page)].copy_from_slice(&older[span(*page)]);
        }
        assert_ne!(
            now,
            std::fs::read(database).unwrap(),
            "a page put back is another page"
        );
        std::fs::write(database, now).unwrap();
        format!("pages {back:?} of copy {which}")
    }

    /// Three days' work.
    pub(crate) async fn new() -> Self {
        let mut office = TestOffice::founded().await;
        let mut older = Vec::new();
        let first = visits(&office, "desk", 3).await;
        older.push(put_aside(&office, "first.db"));
        office.clock().advance(Duration::days(1));
        let second = visits(&office, "window", 3).await;
        older.push(put_aside(&office, "second.db"));
        office.clock().advance(Duration::hours(1));
        supervise(&office, &first, &second).await;
        older.push(put_aside(&office, "third.db"));
        office.clock().advance(Duration::days(1));
        visits(&office, "desk", 1).await;
        // Lets go of the folder's lock; what follows works on the files alone.
        office.reopen();

        let vault = office.path();
        let key = record::database_key(&vault, office.founding());
        let roster = record::roster(&vault);
        let head = record::witness(&vault);
        let begin = moment(BEGIN).day();
        let days = vec![begin, begin.next(), begin.next().next()];
        let copy = office.outside().join("read.db");
        std::fs::copy(database_of(&office), &copy).unwrap();
        let desk = record::open(&copy, &key, &roster).await.unwrap();
        let report = record::verify(&desk, &roster, Some(head)).await.unwrap();
        assert_eq!(
            (report.found, report.head),
            (0, head),
            "{:?}",
            report.faults
        );
        assert!(
            (40..=80).contains(&report.entries),
            "{} entries",
            report.entries
        );
        let baseline = record::everything(&desk, &days).await.unwrap();
        desk.close().await.unwrap();
        Self {
            office,
            key,
            roster,
            head,
            older,
            days,
            baseline,
        }
    }
}

/// Visits with a complaint and a petition, by one receptionist; her session ends.
async fn visits(office: &TestOffice, by: &str, count: usize) -> Vec<(FileId, String)> {
    let session = office.sign_in_as(by).await;
    let mut files = Vec::new();
    for number in 0..count {
        let person = office.person();
        let matters = vec![intake::complaint("Không đồng ý với biên bản số một.")];
        let added = office
            .add_visit(&session, &intake::with_matters(&person, matters))
            .await;
        let added = added.unwrap();
        let file = &added.files[0];
        files.push((
            file.id.parse().unwrap(),
            file.receipt.as_ref().unwrap().number.clone(),
        ));
        if number == 0 {
            let household = intake::household(added.person.as_deref().unwrap());
            office.record_household(&session, &household).await.unwrap();
            office
                .add_visit(&session, &intake::anonymous())
                .await
                .unwrap();
        }
        office.clock().advance(Duration::minutes(7));
    }
    office.end(session).await.unwrap();
    files
}

/// A look, an assignment, a reprint, an erasure by two.
async fn supervise(office: &TestOffice, first: &[(FileId, String)], second: &[(FileId, String)]) {
    let session = office.sign_in_as("chief").await;
    office.open_file(&session, first[0].0).await.unwrap();
    let to = office.user_named("case").unwrap();
    office
        .assign_file(&session, first[1].0, to, "Giao xử lý.")
        .await
        .unwrap();
    office
        .reprint_receipt(&session, &second[0].1)
        .await
        .unwrap();
    let (gone, basis) = (first[2].0, Basis::LawfulOrder);
    let request = erase_request(gone.into(), basis);
    let second = office
        .cosign(&session, "deputy", passphrase("deputy"), request)
        .await
        .unwrap();
    office
        .erase_file(&session, gone, basis, second)
        .await
        .unwrap();
    let private = office::protected::HandOverTold {
        note: "Kể riêng.".to_owned(),
        ..office::protected::HandOverTold::default()
    };
    for _ in 0..2 {
        let handed = office.hand_over_protected(&session, &private).await;
        let id = handed.unwrap().id;
        office.open_protected(&session, id).await.unwrap();
    }
    assert_eq!(session.role(), Role::Supervisor);
    office.end(session).await.unwrap();
}

/// Its database file.
pub(crate) fn database_of(office: &TestOffice) -> PathBuf {
    office.path().join("desk.db")
}

/// A copy of the database as it lies now, all of it in the one file.
fn put_aside(office: &TestOffice, name: &str) -> PathBuf {
    let (from, to) = (database_of(office), office.outside().join(name));
    assert!(
        !office.path().join("desk.db-wal").exists(),
        "closing leaves one file"
    );
    std::fs::copy(from, &to).unwrap();
    to
}
