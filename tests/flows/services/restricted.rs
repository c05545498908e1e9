//! A restricted address: nobody learns through the desk where somebody is, or that she came.

use domain::fault::Code;
use domain::file::{Capacity, Signed};
use domain::id::{FileId, PersonId};
use domain::person::Proof;
use office::intake::PersonTold;
use office::{CollectorTold, PersonTyped, Session};
use serde_json::json;
use testkit::{TestOffice, intake};

use super::life::{CARD, go, least, paper, scanned, taken_in};
use super::matter;
use crate::journal::{assert_sound, kinds};

mod forms;

const MAN: &str = "031090054321||Lê Văn Chồng|01021985|Nam|Số 7 Đường Thử, Phường Mẫu|01012022";
const HIDDEN: [&str; 2] = ["Số 1 Đường Mẫu", "0912345678"];

/// She came, restricted; her result lies ready where `service` has one.
async fn she_came(office: &TestOffice, service: &str) -> (FileId, PersonId, String, String) {
    let session = office.sign_in_as("desk").await;
    let her = PersonTold {
        phone: Some(HIDDEN[1].to_owned()),
        restrict: true,
        ..scanned(office, &session, CARD).await
    };
    let visit = office::intake::Intake {
        person: Some(her),
        matters: vec![matter(service, &least(service))],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    office.end(session).await.unwrap();
    let file = &added.files[0];
    let receipt = file.receipt.as_ref().unwrap();
    (
        file.id.parse().unwrap(),
        added.person.as_deref().unwrap().parse().unwrap(),
        receipt.number.clone(),
        receipt.token.clone(),
    )
}

fn says_nothing(what: &str, said: &str) {
    for hidden in HIDDEN {
        // A phone on paper is written in groups.
        let spaced = domain::phone::display(hidden);
        assert!(!said.contains(hidden) && !said.contains(&spaced), "{what}");
    }
}

fn json_of<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

#[tokio::test]
async fn who_lives_nowhere_for_others_is_in_no_paper_list_or_search_of_another() {
    let office = TestOffice::founded().await;
    let (file, her, number, token) = she_came(&office, "D").await;
    let session = office.sign_in_as("window").await;

    let card = office.person_card(&session, &her.to_string()).await;
    let card = card.unwrap();
    assert!(card.restricted && card.visits.is_empty() && !card.may_see);
    says_nothing("her page", &json_of(&card));
    let page = office.open_person(&session, her).await.unwrap();
    says_nothing("her record", &json_of(&page));

    let by_phone = office.find_people(&session, HIDDEN[1], 9).await.unwrap();
    assert!(by_phone.people.is_empty(), "whose phone it is");
    let by_name = office.find_people(&session, "Nguyễn Thị Thử", 9).await;
    assert_eq!(by_name.unwrap().people.len(), 1);
    let another = PersonTyped {
        name: "Lê Văn Chồng".to_owned(),
        phone: Some(HIDDEN[1].to_owned()),
        ..PersonTyped::default()
    };
    let alike = office.alike(&session, &another).await.unwrap();
    assert!(alike.is_empty(), "like somebody with her phone");
    let places = office.find_places(&session, "Số 1 Đường").await.unwrap();
    says_nothing("addresses offered while typing", &json_of(&places));

    let neutral = office.check_paper(Some(&session), &token).await.unwrap();
    assert_eq!((neutral.genuine, neutral.ready), (true, Some(false)));
    assert_eq!((neutral.service, neutral.due), (None, None));
    office.end(session).await.unwrap();

    let session = office.sign_in_as("desk").await;
    let listed = json_of(&office.open_files(&session).await.unwrap());
    let found = json_of(&office.find_file(&session, &number).await.unwrap());
    for list in [listed, found] {
        assert!(list.contains("HS-A-") && !list.contains("Thử"), "{list}");
    }
    says_nothing("her receipt", &paper(&office, &session, &number).await);
    let sheet = office.control_sheet(&session, file).await.unwrap();
    says_nothing("a control sheet", &paper(&office, &session, &sheet).await);
    let form = office
        .declaration_pages(&session, file, &Signed::default())
        .await;
    says_nothing("what she signs", &form.unwrap().concat());
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_receipt_from_before_is_printed_again_without_the_address() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let page = office.file_page(&session, file).await.unwrap();
    let number = &page.papers[0].number;
    assert!(paper(&office, &session, number).await.contains(HIDDEN[0]));
    let found = office.find_people(&session, "031190012345", 2).await;
    let her: PersonId = found.unwrap().people[0].id.parse().unwrap();
    office.restrict_address(&session, her).await.unwrap();
    says_nothing(
        "a receipt of before",
        &paper(&office, &session, number).await,
    );
    let again = office.reprint_receipt(&session, number).await.unwrap();
    let again = String::from_utf8(again.pdf).unwrap();
    says_nothing("its reprint", &again);
    office.end(session).await.unwrap();

    // A supervisor releases the matter: it is treated like any other.
    let session = office.sign_in_as("chief").await;
    office.release_address(&session, file, true).await.unwrap();
    assert!(paper(&office, &session, number).await.contains(HIDDEN[0]));
    office.release_address(&session, file, false).await.unwrap();
    says_nothing("taken back", &paper(&office, &session, number).await);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

/// What somebody with this card would get.
async fn ready_for(office: &TestOffice, session: &Session, card: &str) -> usize {
    let told = scanned(office, session, card).await;
    office.results_of(session, &told).await.unwrap().len()
}

#[tokio::test]
async fn her_result_goes_to_her_alone_unless_a_supervisor_releases_the_matter() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let holder = json!({ "name": "Lê Văn Chồng", "number": "031090054321", "relation": "chồng" });
    let mut told = least("E-mobile");
    let more = json!({ "for_other": true, "holder": holder });
    let more = more.as_object().unwrap().clone();
    told.as_object_mut().unwrap().extend(more);
    let her = PersonTold {
        restrict: true,
        ..scanned(&office, &session, CARD).await
    };
    let visit = office::intake::Intake {
        person: Some(her),
        matters: vec![matter("E-mobile", &told)],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let file: FileId = added.files[0].id.parse().unwrap();
    office.end(session).await.unwrap();
    go(&office, "desk", file, &["listed", "captured"]).await;
    go(&office, "chief", file, &["decided"]).await;

    let session = office.sign_in_as("window").await;
    // He is named in it as whose card it is; that she came is still not his to learn.
    assert_eq!(ready_for(&office, &session, MAN).await, 0);
    for capacity in [Capacity::InPerson, Capacity::Authorised] {
        let takes = CollectorTold {
            capacity,
            person: Some(scanned(&office, &session, MAN).await),
            paper: "Giấy ủy quyền 01".to_owned(),
            until: None,
            signed: Signed::default(),
        };
        let refused = office.hand_over_result(&session, file, &takes).await;
        assert_eq!(refused.unwrap_err().code, Code::FileRestricted);
    }
    office.end(session).await.unwrap();

    let session = office.sign_in_as("chief").await;
    office.release_address(&session, file, true).await.unwrap();
    office.end(session).await.unwrap();
    let session = office.sign_in_as("window").await;
    assert_eq!(ready_for(&office, &session, MAN).await, 1);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn she_takes_her_own_result_with_her_own_card() {
    let office = TestOffice::founded().await;
    let (file, ..) = she_came(&office, "E").await;
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let session = office.sign_in_as("window").await;
    assert_eq!(ready_for(&office, &session, CARD).await, 1);
    let takes = CollectorTold {
        capacity: Capacity::InPerson,
        person: Some(scanned(&office, &session, CARD).await),
        paper: String::new(),
        until: None,
        signed: Signed::default(),
    };
    let signed = office.hand_over_result(&session, file, &takes).await;
    says_nothing(
        "what she signs",
        &paper(&office, &session, &signed.unwrap()).await,
    );
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn each_look_of_a_supervisor_is_its_own_entry_and_only_she_lifts_it() {
    let office = TestOffice::founded().await;
    let (_, her, ..) = she_came(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let refused = office.see_address(&session, her).await;
    assert_eq!(refused.unwrap_err().code, Code::NotAllowed);
    let refused = office.lift_restriction(&session, her).await;
    assert_eq!(refused.unwrap_err().code, Code::NotAllowed);
    office.end(session).await.unwrap();

    let session = office.sign_in_as("chief").await;
    for _ in 0..2 {
        let seen = office.see_address(&session, her).await.unwrap();
        assert_eq!(seen.facts.address, "Số 1 Đường Mẫu, Phường Mẫu");
        assert_eq!((seen.visits.len(), seen.may_see), (1, true));
    }
    office.lift_restriction(&session, her).await.unwrap();
    let card = office.person_card(&session, &her.to_string()).await;
    assert!(!card.unwrap().facts.phones.is_empty());
    office.end(session).await.unwrap();
    let written = kinds(&office).await;
    let looks = written.iter().filter(|kind| *kind == "person.address_seen");
    assert_eq!(looks.count(), 2);
    assert!(written.iter().any(|kind| kind == "person.unrestricted"));
    assert_sound(&office).await;
}

#[tokio::test]
async fn what_she_says_at_a_later_visit_is_kept_as_well() {
    let office = TestOffice::founded().await;
    let (_, her, ..) = she_came(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let moved = PersonTold {
        id: Some(her.to_string()),
        phone: Some("0987654321".to_owned()),
        address: Some("Số 9 Ngõ Mới".to_owned()),
        proof: Some(Proof::CardSeen),
        ..PersonTold::default()
    };
    let visit = office::intake::Intake {
        person: Some(moved),
        matters: vec![matter("E", &least("E"))],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let number = &added.files[0].receipt.as_ref().unwrap().number;
    let receipt = paper(&office, &session, number).await;
    assert!(!receipt.contains("Ngõ Mới"), "{receipt}");
    let found = office.find_people(&session, "0987654321", 3).await.unwrap();
    assert!(found.people.is_empty());
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn where_she_moves_to_stands_on_no_paper_of_hers_but_is_left_to_be_written() {
    let office = TestOffice::founded().await;
    let (file, _, number, _) = she_came(&office, "B1").await;
    let session = office.sign_in_as("desk").await;
    let form = office
        .declaration_pages(&session, file, &Signed::default())
        .await
        .unwrap();
    says_nothing("what she signs", &form.concat());
    let sheet = office.copy_sheet(&session, file).await.unwrap();
    says_nothing("the copy sheet", &json_of(&sheet));
    says_nothing("the receipt", &paper(&office, &session, &number).await);
    office.end(session).await.unwrap();
    let session = office.sign_in_as("chief").await;
    office.release_address(&session, file, true).await.unwrap();
    let form = office
        .declaration_pages(&session, file, &Signed::default())
        .await
        .unwrap();
    assert!(form.concat().contains(HIDDEN[0]), "released");
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn whoever_is_named_in_anothers_form_keeps_her_phone_and_address_off_its_paper() {
    let office = TestOffice::founded().await;
    let (_, her, ..) = she_came(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let owner = json!({
        "name": "Nguyễn Thị Thử", "number": "031190012345",
        "phone": HIDDEN[1], "address": HIDDEN[0],
    });
    let mut told = least("D");
    let more = json!({ "for_owner": true, "owner": owner });
    let more = more.as_object().unwrap().clone();
    told.as_object_mut().unwrap().extend(more);
    let visit = office::intake::Intake {
        person: Some(scanned(&office, &session, MAN).await),
        matters: vec![matter("D", &told)],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let file: FileId = added.files[0].id.parse().unwrap();
    let form = office
        .declaration_pages(&session, file, &Signed::default())
        .await
        .unwrap();
    says_nothing("a form of his", &form.concat());
    let sheet = office.copy_sheet(&session, file).await.unwrap();
    says_nothing("his copy sheet", &json_of(&sheet));
    let token = &added.files[0].receipt.as_ref().unwrap().token;
    let neutral = office.check_paper(Some(&session), token).await.unwrap();
    assert_eq!(neutral.service, None, "the result is hers");
    assert!(
        office
            .person_card(&session, &her.to_string())
            .await
            .unwrap()
            .restricted
    );
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_second_record_of_her_is_restricted_as_well() {
    let office = TestOffice::founded().await;
    she_came(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    // By her own words nobody is taken for somebody known: a record of its own.
    let again = PersonTold {
        name: Some("Nguyễn Thị Thử".to_owned()),
        number: Some("031190012345".to_owned()),
        phone: Some("0987654321".to_owned()),
        address: Some("Số 9 Ngõ Mới".to_owned()),
        proof: Some(Proof::OwnWords),
        ..PersonTold::default()
    };
    let visit = office::intake::Intake {
        person: Some(again),
        matters: vec![intake::petition("Đèn đường hỏng.")],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let number = &added.files[0].receipt.as_ref().unwrap().number;
    assert!(!paper(&office, &session, number).await.contains("Ngõ Mới"));
    let card = office.person_card(&session, added.person.as_deref().unwrap());
    assert!(card.await.unwrap().restricted);
    let found = office.find_people(&session, "0987654321", 3).await.unwrap();
    assert!(found.people.is_empty());
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_typed_number_and_a_claimed_proof_open_nothing_of_hers() {
    let office = TestOffice::founded().await;
    let (file, ..) = she_came(&office, "E").await;
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let session = office.sign_in_as("window").await;
    let claimed = || PersonTold {
        name: Some("Nguyễn Thị Thử".to_owned()),
        number: Some("031190012345".to_owned()),
        proof: Some(Proof::CardSeen),
        ..PersonTold::default()
    };
    assert_eq!(office.results_of(&session, &claimed()).await.unwrap(), []);
    let takes = CollectorTold {
        capacity: Capacity::InPerson,
        person: Some(claimed()),
        paper: String::new(),
        until: None,
        signed: Signed::default(),
    };
    let refused = office.hand_over_result(&session, file, &takes).await;
    assert_eq!(refused.unwrap_err().code, Code::FileRestricted);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_release_counts_for_the_restriction_it_was_given_for_and_no_later_one() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    let session = office.sign_in_as("chief").await;
    let refused = office.release_address(&session, file, true).await;
    assert_eq!(refused.unwrap_err().code, Code::FileNotRestricted);
    let found = office.find_people(&session, "031190012345", 1).await;
    let her: PersonId = found.unwrap().people[0].id.parse().unwrap();
    let page = office.file_page(&session, file).await.unwrap();
    let number = &page.papers[0].number;
    office.restrict_address(&session, her).await.unwrap();
    office.clock().advance(time::Duration::minutes(1));
    office.release_address(&session, file, true).await.unwrap();
    assert!(paper(&office, &session, number).await.contains(HIDDEN[0]));
    office.lift_restriction(&session, her).await.unwrap();
    office.clock().advance(time::Duration::minutes(1));
    office.restrict_address(&session, her).await.unwrap();
    says_nothing("restricted anew", &paper(&office, &session, number).await);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_visit_that_was_hers_after_all_takes_the_restriction_with_it() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let wrong = PersonTold {
        restrict: true,
        ..scanned(&office, &session, MAN).await
    };
    let visit = office::intake::Intake {
        person: Some(wrong),
        matters: vec![intake::petition("Đèn đường hỏng.")],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let her = scanned(&office, &session, CARD).await;
    let moved = office.wrong_person(&session, &added.visit, &her).await;
    let moved = moved.unwrap();
    says_nothing(
        "her new receipt",
        &paper(&office, &session, &moved.issued[0]).await,
    );
    let found = office.find_people(&session, "031190012345", 1).await;
    let card = office
        .person_card(&session, &found.unwrap().people[0].id)
        .await;
    assert!(card.unwrap().restricted);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn whoever_else_her_form_names_keeps_nothing_from_her_whose_matter_it_is() {
    let office = TestOffice::founded().await;
    she_came(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let mut told = least("B1");
    let householder = json!({ "name": "Nguyễn Thị Thử", "number": "031190012345" });
    told["householder"] = householder;
    let visit = office::intake::Intake {
        person: Some(scanned(&office, &session, MAN).await),
        matters: vec![matter("B1", &told)],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let file: FileId = added.files[0].id.parse().unwrap();
    office.end(session).await.unwrap();
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let session = office.sign_in_as("window").await;
    assert_eq!(ready_for(&office, &session, MAN).await, 1);
    let takes = CollectorTold {
        capacity: Capacity::InPerson,
        person: Some(scanned(&office, &session, MAN).await),
        paper: String::new(),
        until: None,
        signed: Signed::default(),
    };
    office
        .hand_over_result(&session, file, &takes)
        .await
        .unwrap();
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn lifted_is_every_record_of_her_and_a_card_that_cannot_be_read_is_a_supervisors_matter() {
    let office = TestOffice::founded().await;
    let (file, her, ..) = she_came(&office, "E").await;
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let seen = || PersonTold {
        name: Some("Nguyễn Thị Thử".to_owned()),
        number: Some("031190012345".to_owned()),
        proof: Some(Proof::CardSeen),
        ..PersonTold::default()
    };
    let session = office.sign_in_as("chief").await;
    // No release, which would put her address on its papers: the supervisor hands it over herself.
    let found = office.results_of(&session, &seen()).await.unwrap();
    assert_eq!(found.len(), 1);
    let own_words = PersonTold {
        proof: Some(Proof::OwnWords),
        ..seen()
    };
    let visit = office::intake::Intake {
        person: Some(own_words),
        matters: vec![intake::petition("Đèn đường hỏng.")],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let second: PersonId = added.person.unwrap().parse().unwrap();
    assert_ne!(second, her);
    office.lift_restriction(&session, her).await.unwrap();
    for record in [her, second] {
        let card = office.person_card(&session, &record.to_string()).await;
        assert!(!card.unwrap().restricted);
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_visit_moved_from_somebody_restricted_before_restricts_nobody_else() {
    let office = TestOffice::founded().await;
    let (_, her, ..) = she_came(&office, "E").await;
    office.clock().advance(time::Duration::minutes(1));
    let session = office.sign_in_as("desk").await;
    let wrong = PersonTold {
        id: Some(her.to_string()),
        ..scanned(&office, &session, CARD).await
    };
    let visit = office::intake::Intake {
        person: Some(wrong),
        matters: vec![intake::petition("Đèn đường hỏng.")],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let him = scanned(&office, &session, MAN).await;
    let moved = office.wrong_person(&session, &added.visit, &him).await;
    moved.unwrap();
    let found = office.find_people(&session, "031090054321", 1).await;
    let card = office
        .person_card(&session, &found.unwrap().people[0].id)
        .await;
    assert!(!card.unwrap().restricted);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn what_a_form_tells_of_where_she_is_shows_to_a_supervisor_alone_and_each_look_is_an_entry() {
    let office = TestOffice::founded().await;
    let (file, ..) = she_came(&office, "E-mobile").await;
    let session = office.sign_in_as("desk").await;
    let before = crate::journal::count(&office, "file.viewed").await;
    let page = office.file_page(&session, file).await.unwrap();
    says_nothing("the page of her own matter", &json_of(&page));
    office.file_page(&session, file).await.unwrap();
    office.end(session).await.unwrap();
    let chief = office.sign_in_as("chief").await;
    let page = office.file_page(&chief, file).await.unwrap();
    assert!(json_of(&page).contains(HIDDEN[0]), "to a supervisor");
    office.file_page(&chief, file).await.unwrap();
    office.end(chief).await.unwrap();
    let looks = crate::journal::count(&office, "file.viewed").await - before;
    assert_eq!(looks, 4);
    assert_sound(&office).await;
}

#[tokio::test]
async fn what_was_scanned_of_her_shows_to_a_supervisor_alone_and_each_look_is_noted() {
    use crate::attachments::{PHOTO, attached, brought, id};

    let office = TestOffice::founded().await;
    let (file, ..) = she_came(&office, "B1").await;
    let session = office.sign_in_as("desk").await;
    let photo = brought(&office, "the-ct01-of-her.jpg", PHOTO);
    let row = attached(&office, &session, file, &photo).await;
    assert!(row.name.is_empty() && !row.picture, "{row:?}");
    let looked = office.attachment_picture(&session, file, id(&row), true);
    assert_eq!(looked.await.unwrap_err().code, Code::FileRestricted);
    office.end(session).await.unwrap();
    let before = crate::journal::count(&office, "file.viewed").await;
    let chief = office.sign_in_as("chief").await;
    let page = office.file_page(&chief, file).await.unwrap();
    assert_eq!(page.attachments[0].name, "the-ct01-of-her.jpg");
    for large in [false, true] {
        let looked = office.attachment_picture(&chief, file, id(&row), large);
        looked.await.unwrap();
    }
    office.end(chief).await.unwrap();
    let after = crate::journal::count(&office, "file.viewed").await;
    assert_eq!(after - before, 3, "her page, and each picture");
    assert_sound(&office).await;
}
