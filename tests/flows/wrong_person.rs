//! The wrong person: visit, files and papers move as one act, today, and the first one is out of it.

use domain::fault::Code;
use domain::permission::Role;
use domain::person::Proof;
use domain::printing::PaperSize;
use office::demo::people::told;
use office::intake::PersonTold;
use office::papers::PrintChoice;
use office::{Session, check_receipt};
use testkit::{PRINTER, TestOffice, intake};
use time::Duration;

use crate::journal::{self, assert_sound};

/// A saved visit with two matters, in the name of somebody else.
async fn saved(office: &TestOffice, session: &Session) -> (office::views::VisitAdded, PersonTold) {
    let wrong = intake::with_matters(
        &office.person(),
        vec![
            intake::complaint("Nội dung."),
            intake::petition("Thêm đèn."),
        ],
    );
    let added = office.add_visit(session, &wrong).await.unwrap();
    (added, told(&office.person(), Proof::CardSeen))
}

#[tokio::test]
async fn visit_files_and_papers_move_as_one_signed_act() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let (added, right) = saved(&office, &session).await;
    let stranger = office.person_card(&session, added.person.as_deref().unwrap());
    let stranger = stranger.await.unwrap().facts.name;
    let done = office
        .wrong_person(&session, &added.visit, &right)
        .await
        .unwrap();
    let old: Vec<_> = added
        .files
        .iter()
        .map(|file| file.receipt.clone().unwrap())
        .collect();
    let numbers: Vec<_> = old.iter().map(|receipt| receipt.number.clone()).collect();
    assert_eq!(done.voided, numbers);
    assert_eq!(done.issued, ["A-2026-000003", "A-2026-000004"]);
    assert!(done.paper_out_of.is_empty(), "nothing was printed");

    // The first person has no such visit any more; the right one has it with both matters.
    let first = office
        .person_card(&session, added.person.as_deref().unwrap())
        .await
        .unwrap();
    assert!(first.visits.is_empty());
    let name = right.name.clone().unwrap();
    let found = office.find_people(&session, &name, 5).await.unwrap();
    let second = office
        .person_card(&session, &found.people[0].id)
        .await
        .unwrap();
    let services = second.visits[0].what.iter();
    let services: Vec<_> = services.map(|what| what.service.as_str()).collect();
    assert_eq!(services, ["A1", "A3"]);

    // Genuine by its code anywhere, void at this desk; the new one prints the right name.
    assert!(check_receipt(&old[0].token, &office.station_lines()).genuine);
    let refused = office
        .receipt_pdf(&session, &done.voided[0])
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::ReceiptVoided);
    let paper = office.receipt_pdf(&session, &done.issued[0]).await.unwrap();
    let paper = String::from_utf8(paper.pdf).unwrap();
    for said in [name.as_str(), "Đơn khiếu nại"] {
        assert!(paper.contains(said), "{said}");
    }
    assert!(!paper.contains(&stranger));
    let day = office.day_state(&session).await.unwrap();
    assert_eq!(day.counts.voided, 2, "the end of the day says so");
    office.end(session).await.unwrap();

    let entries = journal::read(&office).await;
    let moved = entries
        .iter()
        .position(|entry| entry.kind() == "visit.reassigned")
        .unwrap();
    let kinds: Vec<_> = entries[moved - 1..moved + 7]
        .iter()
        .map(journal::Written::kind)
        .collect();
    let act = [
        "person.recorded",
        "visit.reassigned",
        "file.reassigned",
        "receipt.voided",
        "file.reassigned",
        "receipt.voided",
        "receipt.issued",
        "receipt.issued",
    ];
    assert_eq!(kinds, act);
    let ids = entries[moved - 1..moved + 7].iter();
    let ids: std::collections::BTreeSet<_> = ids.map(|entry| entry.entry.act).collect();
    assert_eq!(ids.len(), 1, "one transaction: all of it or nothing");
    assert_sound(&office).await;
}

/// A visit in the name of somebody the desk knows already, with what the other one told.
async fn mistaken(
    office: &TestOffice,
    session: &Session,
    known: &PersonTold,
    number: Option<&str>,
) -> office::views::VisitAdded {
    let mut visit = intake::with_matters(&office.person(), vec![intake::complaint("Nội dung.")]);
    let told = PersonTold {
        id: known.id.clone(),
        phone: Some("0912345699".to_owned()),
        address: Some("Số 99 đường Mẫu".to_owned()),
        number: number.map(str::to_owned),
        proof: Some(Proof::CardSeen),
        ..PersonTold::default()
    };
    visit.person = Some(told);
    office.add_visit(session, &visit).await.unwrap()
}

#[tokio::test]
async fn what_the_other_one_told_does_not_stay_with_whoever_was_taken_for_her() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let (first, _) = saved(&office, &session).await;
    let known = PersonTold {
        id: first.person.clone(),
        ..PersonTold::default()
    };
    let id = first.person.as_deref().unwrap();
    let before = office.person_card(&session, id).await.unwrap().facts;
    // The number of the one who really came, taken over into the wrong record.
    let right = told(&office.person(), Proof::CardSeen);
    let number = right.number.as_deref();
    let added = mistaken(&office, &session, &known, number).await;
    let mixed = office.person_card(&session, id).await.unwrap().facts;
    assert!(mixed.phones.contains(&"0912345699".to_owned()));
    assert_eq!(mixed.number.as_deref(), number);

    let done = office.wrong_person(&session, &added.visit, &right).await;
    assert_eq!(done.unwrap().issued.len(), 1);
    let after = office.person_card(&session, id).await.unwrap();
    assert!(after.facts == before, "as she was known before");
    assert_eq!(after.visits.len(), 1, "her own visit stays");
    let found = office.find_people(&session, "0912345699", 5).await.unwrap();
    assert!(found.people.is_empty(), "nor is she found by it");
    let found = office.find_people(&session, number.unwrap(), 5).await;
    let found = found.unwrap().people;
    assert_eq!(found.len(), 1);
    assert_ne!(found[0].id, id, "the number is the right one's");

    // Moved back, and away again: what was taken back once does not come again.
    let back = office.wrong_person(&session, &added.visit, &known).await;
    back.unwrap();
    let here = PersonTold {
        id: Some(found[0].id.clone()),
        ..PersonTold::default()
    };
    let away = office.wrong_person(&session, &added.visit, &here).await;
    away.unwrap();
    let after = office.person_card(&session, id).await.unwrap();
    assert_eq!(after.facts.phones, before.phones);
    assert_eq!(after.facts.address, before.address);
    assert_eq!(after.facts.number, before.number);

    // Taken for a third one now: what was told of the second goes with it.
    let third = told(&office.person(), Proof::CardSeen);
    let second = found[0].id.clone();
    let again = office.wrong_person(&session, &added.visit, &third).await;
    again.unwrap();
    let left = office.person_card(&session, &second).await.unwrap();
    assert!(left.facts.phones.is_empty() && left.facts.address.is_empty());
    assert!(left.visits.is_empty());
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn paper_that_is_out_is_named_so_that_it_is_taken_back() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (added, right) = saved(&office, &session).await;
    let receipt = added.files[0].receipt.as_ref().unwrap();
    let choice = PrintChoice {
        printer: PRINTER.to_owned(),
        copies: 1,
        paper: PaperSize::A5,
    };
    office
        .print_receipt(&session, &receipt.number, &choice)
        .await
        .unwrap();
    let seen = office.seen_in_hand(&session, &receipt.number).await;
    seen.unwrap();
    let done = office
        .wrong_person(&session, &added.visit, &right)
        .await
        .unwrap();
    assert_eq!(done.paper_out_of, [PRINTER], "one of the two was printed");
    assert_eq!(done.voided.len(), 2);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn it_is_done_on_the_day_and_by_whoever_took_it_in_or_a_supervisor() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (added, right) = saved(&office, &session).await;
    office.end(session).await.unwrap();
    let other = office.sign_in_as("window").await;
    let refused = office
        .wrong_person(&other, &added.visit, &right)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::NotAllowed);
    office.end(other).await.unwrap();
    office.clock().advance(Duration::days(1));
    let chief = office.sign_in(Role::Supervisor).await;
    let refused = office
        .wrong_person(&chief, &added.visit, &right)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::VisitAnotherDay);
    office.end(chief).await.unwrap();
    assert_eq!(journal::count(&office, "visit.reassigned").await, 0);
    assert_sound(&office).await;
}

#[tokio::test]
async fn the_same_person_nobody_and_a_waiting_number_are_refused_and_nothing_moves() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let (added, right) = saved(&office, &session).await;
    let same = PersonTold {
        id: added.person.clone(),
        ..PersonTold::default()
    };
    let waiting = office.give_number(&session).await.unwrap().visit;
    for (visit, person, code, field) in [
        (&added.visit, &same, Code::VisitSamePerson, None),
        (
            &added.visit,
            &PersonTold::default(),
            Code::FieldMissing,
            Some("person.name"),
        ),
    ] {
        let refused = office
            .wrong_person(&session, visit, person)
            .await
            .unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (code, field));
    }
    let chief_only = office
        .wrong_person(&session, &waiting, &right)
        .await
        .unwrap_err();
    assert_eq!(chief_only.code, Code::NotAllowed, "nobody took it in yet");
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "receipt.voided").await, 0);
    assert_sound(&office).await;
}

#[tokio::test]
async fn after_the_day_was_closed_nothing_moves_any_more() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let (added, right) = saved(&office, &session).await;
    office.end_day(&session, None).await.unwrap();
    let refused = office
        .wrong_person(&session, &added.visit, &right)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::DayClosed);
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "receipt.voided").await, 0);
    assert_sound(&office).await;
}
