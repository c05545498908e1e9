//! The whole file of an earlier day put back: each file alone is sound, but the witnesses disagree.

use std::path::Path;

use domain::fault::Code;
use domain::permission::Role;
use office::Office;
use testkit::{TestOffice, intake, passphrase};

use crate::grown::{Grown, database_of};
use crate::{record, thief};

#[tokio::test]
async fn an_older_database_put_back_is_refused_at_sign_in_and_found_by_verify() {
    let grown = Grown::new().await;
    for older in &grown.older {
        let place = tempfile::tempdir().unwrap();
        let vault = place.path().join("vault");
        record::copy(&grown.vault(), &vault);
        std::fs::copy(older, vault.join("desk.db")).unwrap();
        let office = Office::open(&vault, grown.office.ports()).unwrap();
        for name in ["desk", "chief"] {
            let refused = office.sign_in(name, passphrase(name)).await.unwrap_err();
            assert_eq!(refused.code, Code::RecordRolledBack);
        }
        let desk = record::open(&vault.join("desk.db"), &grown.key, &grown.roster)
            .await
            .unwrap();
        let report = record::verify(&desk, &grown.roster, Some(grown.head))
            .await
            .unwrap();
        let faults: Vec<&str> = report.faults.iter().map(|fault| fault.what).collect();
        assert_eq!(faults, ["entries after this one are missing (head file)"]);
    }
}

#[tokio::test]
async fn a_newest_entry_changed_by_a_holder_of_the_key_is_refused_at_sign_in() {
    for change in [
        "update journal set at = at + 60000 where seq = (select max(seq) - 3 from journal)",
        "update payload set salt = randomblob(16) where seq = (select max(seq) - 3 from journal)",
        "update journal set sig = randomblob(64) where sig is not null
            and seq > (select max(seq) - 3 from journal)",
    ] {
        let grown = Grown::new().await;
        let mut conn = thief::open(&database_of(&grown.office), &grown.key).await;
        let triggers = thief::disarm(&mut conn).await;
        assert!(thief::run(&mut conn, change).await > 0, "{change}");
        thief::leave(conn, triggers).await;
        let place = tempfile::tempdir().unwrap();
        let vault = place.path().join("vault");
        record::copy(&grown.vault(), &vault);
        let office = Office::open(&vault, grown.office.ports()).unwrap();
        let refused = office
            .sign_in("desk", passphrase("desk"))
            .await
            .unwrap_err();
        assert_eq!(refused.code, Code::RecordAltered, "{change}");
        // Who is refused can still be told what is wrong, and nothing is written for it.
        let before = std::fs::read(vault.join("desk.db")).unwrap();
        let found = office
            .verify_as("desk", passphrase("desk"), &mut |_| true)
            .await
            .unwrap();
        assert!(
            !found.ok
                && found
                    .faults
                    .iter()
                    .any(|fault| fault.seq > grown.head.seq - 4),
            "{found:?}"
        );
        assert_eq!(std::fs::read(vault.join("desk.db")).unwrap(), before);
    }
}

#[tokio::test]
async fn a_database_taken_away_is_missed() {
    let grown = Grown::new().await;
    let place = tempfile::tempdir().unwrap();
    let vault = place.path().join("vault");
    record::copy(&grown.vault(), &vault);
    std::fs::remove_file(vault.join("desk.db")).unwrap();
    let office = Office::open(&vault, grown.office.ports()).unwrap();
    let refused = office
        .sign_in("chief", passphrase("chief"))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::RecordMissing);
    assert!(
        !vault.join("desk.db").exists(),
        "no empty record takes its place"
    );
}

/// Key files and slots, byte by byte.
fn keys_and_slots(vault: &Path) -> Vec<(String, Vec<u8>)> {
    let slots = std::fs::read_dir(vault.join("keyring/slots")).unwrap();
    let slots = slots.map(|slot| slot.unwrap().path());
    let keys = ["dbkey.age", "dbkey.meta", "keyring/station.key.age"].map(|name| vault.join(name));
    let mut all: Vec<_> = slots
        .chain(keys)
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect();
    all.sort();
    all
}

#[tokio::test]
async fn an_older_office_journal_put_back_is_refused_at_sign_in() {
    let mut office = TestOffice::founded().await;
    let journal = office.path().join("keyring/office.jsonl");
    let older = std::fs::read(&journal).unwrap();

    let admin = office.sign_in(Role::Admin).await;
    let desk = office.user_named("desk").unwrap();
    office.suspend(&admin, desk).await.unwrap();
    office.end(admin).await.unwrap();
    let chief = office.sign_in(Role::Supervisor).await;
    office
        .add_visit(&chief, &intake::anonymous())
        .await
        .unwrap();
    office.end(chief).await.unwrap();
    assert_ne!(std::fs::read(&journal).unwrap(), older);

    // The suspended one puts the day back on which she was not.
    let kept = keys_and_slots(&office.path());
    std::fs::write(&journal, older).unwrap();
    office.reopen();
    // Her key is in no file any more; whoever still has one is told what is wrong.
    for (name, code) in [
        ("desk", Code::SigninKeysPending),
        ("chief", Code::OfficeRolledBack),
    ] {
        let refused = Office::sign_in(&office, name, passphrase(name))
            .await
            .unwrap_err();
        assert_eq!(refused.code, code, "{name}");
    }
    // A roster that is refused decides nothing: neither who may read nor which slots go.
    assert_eq!(keys_and_slots(&office.path()), kept);
}
