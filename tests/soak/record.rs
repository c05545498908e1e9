//! The record without an office: opened with its raw key, verified, read from end to end.
//!
//! Asks what a real sign-in asks (roster, head file), but derives no key and writes nothing, so it
//! is quick enough for thousands of damaged copies.

use std::path::Path;
use std::sync::Arc;

use domain::id::{DeskId, PersonId};
use domain::moment::Day;
use office::RosterSigners;
use office::founding::Founded;
use store::{Desk, Head, Report, StoreError};
use uuid::Uuid;
use vault::files::DiskFiles;
use vault::recovery::{RecoveryKey, Share};
use vault::roster::Roster;
use vault::secret::DatabaseKey;

/// The database key, from two of the three shares.
pub(crate) fn database_key(vault: &Path, founded: &Founded) -> DatabaseKey {
    let share = |number: usize| Share::parse(&founded.shares[number]).unwrap();
    let files = DiskFiles::new(vault);
    let recovered = RecoveryKey::open(&files, &share(0), &share(2)).unwrap();
    recovered.database_key(&files).unwrap()
}

/// The office journal, folded.
pub(crate) fn roster(vault: &Path) -> Roster {
    let lines = std::fs::read_to_string(vault.join("keyring/office.jsonl")).unwrap();
    vault::roster::fold(lines.lines()).unwrap()
}

/// What the head file says.
pub(crate) fn witness(vault: &Path) -> Head {
    let text = std::fs::read(vault.join("keyring/head")).unwrap();
    let fields: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let hash = fields["hash"].as_str().unwrap();
    Head {
        seq: fields["seq"].as_i64().unwrap(),
        hash: bytes_of(hash),
    }
}

/// 32 bytes from 64 hexadecimal digits.
pub(crate) fn bytes_of(hex: &str) -> [u8; 32] {
    std::array::from_fn(|at| u8::from_str_radix(hex.get(at * 2..at * 2 + 2).unwrap(), 16).unwrap())
}

/// Opens a database file as this office's.
pub(crate) async fn open(
    database: &Path,
    key: &DatabaseKey,
    roster: &Roster,
) -> Result<Desk, StoreError> {
    Desk::open(database, key, DeskId::new(roster.desk().0)).await
}

/// The same verification as `deskctl verify`.
pub(crate) async fn verify(
    desk: &Desk,
    roster: &Roster,
    witness: Option<Head>,
) -> Result<Report, StoreError> {
    let mut tx = desk.begin().await?;
    let signers = Arc::new(RosterSigners(roster.clone()));
    // Short pages: whatever spans two of them is met in a small record too.
    tx.verify_by(7, signers, witness, &mut |_| true).await
}

/// Every person, visit, file and receipt of these days, reached as the screens reach them: by the
/// queue, by number, by name, by their parents.
pub(crate) async fn everything(desk: &Desk, days: &[Day]) -> Result<Vec<String>, StoreError> {
    let mut tx = desk.begin().await?;
    let mut all = Vec::new();
    let mut after = PersonId::new(Uuid::nil());
    loop {
        let people = tx.people_after(after, 500).await?;
        let Some(last) = people.last() else { break };
        after = last.id;
        for person in &people {
            all.push(serde_json::to_string(person).unwrap());
            let (found, _) = tx.find_people(&person.facts.name, 50).await?;
            let ids = found.iter().map(|found| found.person.id.to_string());
            all.push(format!("found {}", ids.collect::<Vec<_>>().join(" ")));
            if let Some(number) = &person.facts.number {
                let known = tx.person_by_number(number).await?;
                all.push(format!("{number} is {:?}", known.map(|known| known.id)));
            }
            for visit in tx.visits_of(person, 500).await? {
                all.push(serde_json::to_string(&visit).unwrap());
            }
        }
    }
    for day in days {
        all.push(format!("{:?}", tx.queue_counts(*day, "A").await?));
        for row in tx.queue(*day, "A", 0, 2_000).await? {
            all.push(format!(
                "{} files {}",
                row.files,
                serde_json::to_string(&row.visit).unwrap()
            ));
            for file in tx.files_of(row.visit.id).await? {
                let same = tx.file_by_number(&file.opened.number).await?;
                all.push(format!(
                    "{} {}",
                    same == Some(file.clone()),
                    serde_json::to_string(&file).unwrap()
                ));
                for receipt in tx.receipts_of(file.id).await? {
                    let same = tx.receipt_by_number(&receipt.issued.number).await?;
                    let token = tx.receipt_by_token(&receipt.issued.token).await?;
                    let both = (
                        same.as_ref() == Some(&receipt),
                        token.as_ref() == Some(&receipt),
                    );
                    all.push(format!(
                        "{both:?} {}",
                        serde_json::to_string(&receipt).unwrap()
                    ));
                }
            }
        }
    }
    Ok(all)
}

/// Copies a vault folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
