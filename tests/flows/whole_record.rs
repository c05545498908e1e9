//! The record as a whole: verified, rebuilt, erased in part.

use domain::fault::Code;
use domain::id::FileId;
use domain::permission::Role;
use domain::subject::Basis;
use office::{Session, erase_request};
use testkit::{BEGIN, TestOffice, intake, moment, passphrase};

use crate::journal::{self, assert_sound};
use crate::{record, thief};

/// A visit with two matters by whoever is signed in; its files.
async fn work(office: &TestOffice, session: &Session) -> Vec<FileId> {
    let matters = vec![
        intake::complaint("Việc riêng."),
        intake::petition("Thêm đèn."),
    ];
    let visit = intake::with_matters(&office.person(), matters);
    let added = office.add_visit(session, &visit).await.unwrap();
    let household = intake::household(added.person.as_deref().unwrap());
    office.record_household(session, &household).await.unwrap();
    let private = office::protected::HandOverTold {
        note: "Kể riêng.".to_owned(),
        ..office::protected::HandOverTold::default()
    };
    office.hand_over_protected(session, &private).await.unwrap();
    added
        .files
        .iter()
        .map(|file| file.id.parse().unwrap())
        .collect()
}

/// All rows of the projections, read from a copy. Nobody may be signed in.
async fn rows(office: &TestOffice) -> Vec<String> {
    let place = tempfile::tempdir().unwrap();
    let copy = place.path().join("desk.db");
    std::fs::copy(office.path().join("desk.db"), &copy).unwrap();
    let key = record::database_key(&office.path(), office.founding());
    let mut conn = thief::open(&copy, &key).await;
    let kept = |line: &String| {
        let derived = [
            "desk:",
            "person:",
            "household:",
            "household_person:",
            "visit:",
            "file:",
            "receipt:",
            "protected:",
            "tombstone:",
        ];
        derived.iter().any(|table| line.starts_with(table))
    };
    thief::dump(&mut conn)
        .await
        .into_iter()
        .filter(kept)
        .collect()
}

/// What the second person saw and signed.
pub(crate) async fn agreed(
    office: &TestOffice,
    session: &Session,
    file: FileId,
    basis: Basis,
) -> vault::cosign::CoSigner {
    let request = erase_request(file.into(), basis);
    office
        .cosign(session, "deputy", passphrase("deputy"), request)
        .await
        .unwrap()
}

#[tokio::test]
async fn an_erased_file_leaves_its_number_and_nothing_else() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("chief").await;
    let kept = work(&office, &session).await;
    let gone = work(&office, &session).await[1];
    let second = agreed(&office, &session, gone, Basis::LawfulOrder).await;
    office
        .erase_file(&session, gone, Basis::LawfulOrder, second)
        .await
        .unwrap();
    let refused = office.open_file(&session, gone).await.unwrap_err();
    assert_eq!(refused.code, Code::FileUnknown);
    let refused = office
        .receipt_pdf(&session, "A-2026-000004")
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::ReceiptUnknown);
    let second = agreed(&office, &session, gone, Basis::LawfulOrder).await;
    let again = office
        .erase_file(&session, gone, Basis::LawfulOrder, second)
        .await
        .unwrap_err();
    assert_eq!(again.code, Code::FileUnknown);
    office.open_file(&session, kept[0]).await.unwrap();
    // The newest numbers were erased, and are not given again.
    let visit = intake::with_matters(&office.person(), vec![intake::petition("Tiếp.")]);
    let next = office.add_visit(&session, &visit).await.unwrap();
    assert_eq!(next.files[0].number, "HS-A-2026-000005");
    assert_eq!(
        next.files[0].receipt.as_ref().unwrap().number,
        "A-2026-000005"
    );
    office.end(session).await.unwrap();

    let entries = journal::read(&office).await;
    let of_gone = entries
        .iter()
        .filter(|written| written.entry.subject == gone.into());
    let bodies: Vec<_> = of_gone
        .map(|written| (written.kind().to_owned(), written.body.is_some()))
        .collect();
    let expected = [
        ("file.opened".to_owned(), false),
        ("subject.erased".to_owned(), true),
    ];
    assert_eq!(bodies, expected);
    let last = entries
        .iter()
        .rfind(|written| written.kind() == "subject.erased")
        .unwrap();
    assert!(last.entry.co_sig.is_some(), "two persons signed");
    assert_sound(&office).await;

    let live = rows(&office).await;
    assert_eq!(
        live.iter()
            .filter(|row| row.starts_with("tombstone:"))
            .count(),
        2
    );
    let session = office.sign_in_as("chief").await;
    office.rebuild(&session, &mut |_| true).await.unwrap();
    office.end(session).await.unwrap();
    let desk = |row: &String| !row.starts_with("desk:");
    let rebuilt = rows(&office).await;
    let rebuilt: Vec<_> = rebuilt.iter().filter(|row| desk(row)).collect();
    assert_eq!(
        rebuilt,
        live.iter().filter(|row| desk(row)).collect::<Vec<_>>()
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn an_erasure_takes_two_supervisors_who_saw_exactly_this() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("chief").await;
    let files = work(&office, &session).await;
    let (file, basis) = (files[0], Basis::Retention);
    let other = [
        agreed(&office, &session, files[1], basis).await,
        agreed(&office, &session, file, Basis::PersonAsked).await,
    ];
    for second in other {
        let refused = office
            .erase_file(&session, file, basis, second)
            .await
            .unwrap_err();
        assert_eq!(refused.code, Code::CosignOtherRequest);
    }
    for name in ["case", "desk", "admin"] {
        let request = erase_request(file.into(), basis);
        let second = office
            .cosign(&session, name, passphrase(name), request)
            .await
            .unwrap();
        let refused = office
            .erase_file(&session, file, basis, second)
            .await
            .unwrap_err();
        assert_eq!(refused.code, Code::CosignNotAllowed, "{name}");
    }
    let late = agreed(&office, &session, file, basis).await;
    office.clock().advance(time::Duration::minutes(3));
    let refused = office
        .erase_file(&session, file, basis, late)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::CosignExpired);
    office.open_file(&session, file).await.unwrap();
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "subject.erased").await, 0);
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_row_that_was_taken_away_is_missed_and_rebuilding_brings_it_back() {
    for table in [
        "person",
        "household",
        "household_person",
        "visit",
        "file",
        "receipt",
        "protected",
        "person_key",
    ] {
        let office = TestOffice::founded().await;
        let session = office.sign_in_as("chief").await;
        work(&office, &session).await;
        office.end(session).await.unwrap();
        let live = rows(&office).await;
        let key = record::database_key(&office.path(), office.founding());
        let mut conn = thief::open(&office.path().join("desk.db"), &key).await;
        assert_ne!(
            thief::run(&mut conn, &format!("delete from {table}")).await,
            0
        );
        thief::leave(conn, Vec::new()).await;

        let session = office.sign_in_as("chief").await;
        let verified = office.verify(&session, &mut |_| true).await.unwrap();
        assert!(!verified.ok && verified.found > 0, "{table}");
        let rebuilt = office.rebuild(&session, &mut |_| true).await.unwrap();
        assert_eq!(rebuilt.entries, verified.entries);
        let verified = office.verify(&session, &mut |_| true).await.unwrap();
        assert!(verified.ok, "{table}: {:?}", verified.faults);
        let queue = office
            .day_queue(&session, moment(BEGIN).day())
            .await
            .unwrap();
        assert_eq!(queue.visits.len(), 1);
        office.end(session).await.unwrap();
        let same = |rows: Vec<String>| -> Vec<String> {
            rows.into_iter()
                .filter(|row| !row.starts_with("desk:"))
                .collect()
        };
        assert_eq!(same(rows(&office).await), same(live), "{table}");
        assert_sound(&office).await;
    }
}

#[tokio::test]
async fn a_verification_or_rebuilding_that_is_stopped_changes_nothing() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Supervisor).await;
    work(&office, &session).await;
    let stopped = office.verify(&session, &mut |_| false).await.unwrap_err();
    assert_eq!(stopped.code, Code::Cancelled);
    let stopped = office.rebuild(&session, &mut |_| false).await.unwrap_err();
    assert_eq!(stopped.code, Code::Cancelled);
    // Half a record answers nothing, or numbers already on paper would be given again.
    let refused = office.add_visit(&session, &intake::anonymous()).await;
    assert_eq!(refused.unwrap_err().code, Code::RecordReopen);
    office.end(session).await.unwrap();
    // A stopped rebuilding is taken up at the next opening.
    assert_sound(&office).await;
    let session = office.sign_in(Role::Supervisor).await;
    let queue = office
        .day_queue(&session, moment(BEGIN).day())
        .await
        .unwrap();
    assert_eq!((queue.served, queue.visits[0].files), (1, 2));
    office.end(session).await.unwrap();
}
