//! *Check a receipt*: genuine by its signature, void and known by the journal, neutral facts only.

use domain::fault::Code;
use domain::permission::Role;
use office::papers::CheckView;
use testkit::{TestOffice, intake};

/// A receipt's number and token, the visit it came with, and the person's name. Nobody is signed in
/// afterwards.
async fn issued(office: &TestOffice) -> (String, String, String, String) {
    let session = office.sign_in_as("desk").await;
    let person = office.person();
    let matters = vec![intake::complaint("Nội dung.")];
    let visit = intake::with_matters(&person, matters);
    let added = office.add_visit(&session, &visit).await.unwrap();
    office.end(session).await.unwrap();
    let receipt = added.files[0].receipt.as_ref().unwrap();
    (
        receipt.number.clone(),
        receipt.token.clone(),
        added.visit,
        person.name,
    )
}

#[tokio::test]
async fn a_receipt_alone_opens_number_service_and_due_date_and_nothing_more() {
    let office = TestOffice::founded().await;
    let (number, token, _, name) = issued(&office).await;
    for role in [Role::Reception, Role::Case, Role::Supervisor] {
        let session = office.sign_in(role).await;
        let view = office
            .check_paper(Some(&session), &format!("{token}\r\n"))
            .await
            .unwrap();
        office.end(session).await.unwrap();
        assert!(
            view.genuine && !view.voided && view.code.is_none(),
            "{view:?}"
        );
        assert_eq!(view.number.as_deref(), Some(number.as_str()));
        assert_eq!(view.service.as_deref(), Some("Khiếu nại"));
        assert_eq!(view.day.as_deref(), Some("2026-11-24"));
        assert!(
            view.due.as_deref().unwrap().starts_with("2026-12-"),
            "{view:?}"
        );
        let text = serde_json::to_string(&view).unwrap();
        assert!(
            !text.contains(&name) && !text.contains("Nội dung"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn who_holds_no_records_or_is_not_signed_in_learns_of_the_signature_alone() {
    let office = TestOffice::founded().await;
    let (_, token, _, _) = issued(&office).await;
    let bare = |view: &CheckView| {
        assert!(view.genuine && view.code.is_none());
        assert_eq!(
            (&view.number, &view.service, &view.due),
            (&None, &None, &None)
        );
    };
    bare(&office.check_paper(None, &token).await.unwrap());
    for role in [Role::Admin, Role::Auditor] {
        let session = office.sign_in(role).await;
        bare(&office.check_paper(Some(&session), &token).await.unwrap());
        office.end(session).await.unwrap();
    }
    let session = office.sign_in(Role::Reception).await;
    let forged = token.replacen(token.chars().nth(30).unwrap(), "%", 1);
    for (token, code) in [
        (forged.as_str(), None),
        ("", Some(Code::TokenMalformed)),
        ("079090000001|x", Some(Code::TokenMalformed)),
    ] {
        let view = office.check_paper(Some(&session), token).await.unwrap();
        assert!(!view.genuine && view.number.is_none(), "{view:?}");
        let told = view.code.as_deref();
        assert!(
            code.is_none_or(|code| told == Some(code.text())),
            "{told:?}"
        );
    }
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_receipt_made_out_to_the_wrong_person_checks_as_void_and_is_not_printed_again() {
    let office = TestOffice::founded().await;
    let (number, token, visit, _) = issued(&office).await;
    let session = office.sign_in_as("desk").await;
    let choice = super::choice();
    office
        .print_receipt(&session, &number, &choice)
        .await
        .unwrap();
    let right = intake::advice(&office.person()).person.unwrap();
    let done = office.wrong_person(&session, &visit, &right).await.unwrap();
    assert_eq!(done.voided, [number.as_str()]);
    let view = office.check_paper(Some(&session), &token).await.unwrap();
    assert!(view.genuine && view.voided, "{view:?}");
    let lost = super::ReprintGround::Lost;
    for refused in [
        office.receipt_pdf(&session, &number).await.map(drop),
        office
            .print_receipt(&session, &number, &choice)
            .await
            .map(drop),
        office
            .print_again(&session, &number, &choice, lost)
            .await
            .map(drop),
        office.reprint_receipt(&session, &number).await.map(drop),
    ] {
        assert_eq!(refused.unwrap_err().code, Code::ReceiptVoided);
    }
    let listed = office.print_states(&session).await.unwrap();
    assert_eq!(listed[0].state, super::PrintState::Voided);
    office.end(session).await.unwrap();
    crate::journal::assert_sound(&office).await;
}

#[tokio::test]
async fn a_genuine_receipt_this_record_does_not_hold_is_told_so() {
    let office = TestOffice::founded().await;
    // Set back to before the receipt: the paper knows more than the record.
    let place = tempfile::tempdir().unwrap();
    let session = office.sign_in_as("desk").await;
    office.end(session).await.unwrap();
    crate::record::copy(&office.path(), place.path());
    let (_, token, _, _) = issued(&office).await;
    let older = office::Office::open(place.path(), office.ports()).unwrap();
    let session = older
        .sign_in("desk", testkit::passphrase("desk"))
        .await
        .unwrap();
    let view = older.check_paper(Some(&session), &token).await.unwrap();
    older.end(session).await.unwrap();
    assert!(view.genuine && !view.voided && view.number.is_none());
    assert_eq!(view.code.as_deref(), Some(Code::ReceiptNotHere.text()));
}
