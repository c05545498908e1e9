//! A receipt: a witness of the journal, the same paper for ever, and nobody else's to make.

use domain::fault::Code;
use domain::permission::Role;
use office::check_receipt;
use office::founding::OfficerShown;
use office::views::ReceiptAdded;
use testkit::{TestOffice, intake};

use crate::journal::{self, assert_sound};

/// Two receipts of one visit; nobody is signed in afterwards.
async fn two(office: &TestOffice) -> Vec<ReceiptAdded> {
    let session = office.sign_in_as("desk").await;
    let matters = vec![
        intake::complaint("Nội dung."),
        intake::petition("Thêm đèn."),
    ];
    let visit = intake::with_matters(&office.person(), matters);
    let added = office.add_visit(&session, &visit).await.unwrap();
    office.end(session).await.unwrap();
    added
        .files
        .into_iter()
        .map(|file| file.receipt.unwrap())
        .collect()
}

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    std::array::from_fn(|at| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).unwrap())
}

#[tokio::test]
async fn each_receipt_commits_to_all_that_was_written_before_it() {
    let office = TestOffice::founded().await;
    let receipts = two(&office).await;
    let entries = journal::read(&office).await;
    let issued: Vec<_> = entries
        .iter()
        .filter(|written| written.kind() == "receipt.issued")
        .collect();
    assert_eq!(issued.len(), 2);
    for (written, receipt) in issued.iter().zip(&receipts) {
        let body = written.body.as_ref().unwrap();
        assert_eq!(body["token"], receipt.token.as_str());
        let checked = vault::token::check(&receipt.token, &office.station_lines()).unwrap();
        let salt = bytes::<16>(body["salt"].as_str().unwrap());
        let commit = vault::token::commit(&salt, &written.entry.prev);
        assert_eq!(checked.receipt.commit, commit);
        let before = &entries[usize::try_from(written.entry.seq).unwrap() - 2];
        assert_eq!(before.entry.hash, written.entry.prev);
    }
    assert_eq!(
        entries.last().unwrap().kind(),
        "receipt.issued",
        "receipts come last in the act"
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_token_is_genuine_as_it_is_and_with_any_letter_changed_it_is_not() {
    let office = TestOffice::founded().await;
    let token = &two(&office).await[0].token;
    let lines = office.station_lines();
    assert_eq!(
        std::fs::read_to_string(office.path().join("station.pub")).unwrap(),
        lines
    );
    let checked = check_receipt(token, &lines);
    assert_eq!(
        (checked.genuine, checked.day.as_deref()),
        (true, Some("2026-11-24"))
    );
    assert!(checked.code.is_none());
    for at in 0..token.len() {
        for letter in ["0", "A", "+"] {
            let mut changed = token.clone();
            changed.replace_range(at..=at, letter);
            let checked = check_receipt(&changed, &lines);
            assert_eq!(checked.genuine, changed == *token, "letter {at}");
            assert_eq!(checked.code.is_some(), changed != *token);
        }
        let mut shorter = token.clone();
        shorter.remove(at);
        assert!(!check_receipt(&shorter, &lines).genuine);
    }
    let other = TestOffice::founded().await;
    let checked = check_receipt(token, &other.station_lines());
    assert_eq!(checked.code.as_deref(), Some("token.unknown_station"));
    for lines in ["", "no key", "\0"] {
        assert_eq!(
            check_receipt(token, lines).code.as_deref(),
            Some("station.malformed")
        );
    }
}

#[tokio::test]
async fn a_reprint_is_marked_and_journalled_and_says_the_same() {
    let office = TestOffice::founded().await;
    let receipt = two(&office).await.remove(0);
    let session = office.sign_in_as("desk").await;
    let first = office.receipt_pdf(&session, &receipt.number).await.unwrap();
    let again = office
        .receipt_pdf(&session, &format!(" {} ", receipt.number))
        .await
        .unwrap();
    assert_eq!(first.pdf, again.pdf, "the same bytes each time");
    let text = |pdf: &[u8]| String::from_utf8(pdf.to_vec()).unwrap();
    assert!(text(&first.pdf).contains(&receipt.token));
    for copy in 1..=2 {
        let reprint = office
            .reprint_receipt(&session, &receipt.number)
            .await
            .unwrap();
        let marked = text(&first.pdf).replace("reprint: 0", &format!("reprint: {copy}"));
        assert_ne!(reprint.pdf, first.pdf);
        assert_eq!(
            text(&reprint.pdf),
            marked,
            "but for its mark it is the same paper"
        );
        let shown = office.receipt_pdf(&session, &receipt.number).await.unwrap();
        assert_eq!(shown.pdf, reprint.pdf);
    }
    office.end(session).await.unwrap();
    let entries = journal::read(&office).await;
    let copies: Vec<_> = entries
        .iter()
        .filter(|written| written.kind() == "receipt.reprinted")
        .map(|written| written.body.as_ref().unwrap()["copy"].as_u64().unwrap())
        .collect();
    assert_eq!(copies, [1, 2]);
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_number_nobody_gave_has_no_receipt() {
    let office = TestOffice::founded().await;
    let receipts = two(&office).await;
    let session = office.sign_in(Role::Supervisor).await;
    for number in ["A-2026-000003", "", "HS-A-2026-000001", &receipts[0].token] {
        for refused in [
            office.receipt_pdf(&session, number).await.unwrap_err(),
            office.reprint_receipt(&session, number).await.unwrap_err(),
        ] {
            let told = (refused.code, refused.field.as_deref());
            assert_eq!(told, (Code::ReceiptUnknown, Some("number")));
        }
    }
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "receipt.reprinted").await, 0);
}

#[tokio::test]
async fn the_paper_of_somebody_elses_matter_is_a_look_at_it_and_not_for_every_hand() {
    let office = TestOffice::founded().await;
    let receipt = two(&office).await.remove(0);
    let session = office.sign_in_as("window").await;
    let number = receipt.number.as_str();
    let refused = office.receipt_pdf(&session, number).await.unwrap_err();
    let nowhere = office.receipt_pdf(&session, "A-2026-999999").await;
    assert_eq!(
        refused,
        nowhere.unwrap_err(),
        "hers looks like one that is not there"
    );
    assert_eq!(refused.code, Code::ReceiptUnknown);
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "file.viewed").await, 0);

    let session = office.sign_in_as("chief").await;
    for _ in 0..2 {
        office.receipt_pdf(&session, number).await.unwrap();
    }
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "file.viewed").await, 1);
    assert_sound(&office).await;
}

#[tokio::test]
async fn papers_name_the_officer_by_given_name_or_by_sign_in_name_as_the_office_was_founded() {
    for (officer, shown) in [
        (OfficerShown::GivenName, "officer: \"Tiếp\""),
        (OfficerShown::SignInName, "officer: \"desk\""),
    ] {
        let mut told = testkit::told();
        told.office.officer = officer;
        let office = TestOffice::founded_as(told).await;
        let number = two(&office).await.remove(0).number;
        let session = office.sign_in_as("desk").await;
        let paper = office.receipt_pdf(&session, &number).await.unwrap().pdf;
        office.end(session).await.unwrap();
        let paper = String::from_utf8(paper).unwrap();
        assert!(paper.contains(shown), "{paper}");
    }
}
