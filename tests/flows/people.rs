//! People: known again or not, found, looked at.

use domain::fault::Code;
use domain::id::PersonId;
use domain::permission::Role;
use domain::person::Proof;
use office::intake::PersonTold;
use office::views::{PeopleFound, VisitAdded};
use office::{Office, Session};
use store::MatchedBy;
use testkit::TestOffice;
use time::Duration;

use crate::journal::{self, assert_sound};
use crate::people_told::{named, numbered, visit_of};

const NUMBER: &str = "031190012345";

async fn come(office: &Office, session: &Session, person: PersonTold) -> VisitAdded {
    office.add_visit(session, &visit_of(person)).await.unwrap()
}

fn id(added: &VisitAdded) -> PersonId {
    added.person.as_deref().unwrap().parse().unwrap()
}

#[tokio::test]
async fn what_finds_no_room_in_a_full_list_is_refused_and_nothing_told_is_dropped() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let told = |phone: u32| PersonTold {
        phone: Some(format!("09123456{phone:02}")),
        ..numbered("Nguyễn Thị Ảnh", NUMBER, Proof::CardSeen)
    };
    for phone in 0..10 {
        come(&office, &session, told(phone)).await;
    }
    let refused = office.add_visit(&session, &visit_of(told(10))).await;
    let refused = refused.unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::FieldTooMany, Some("person.phone"))
    );
    come(&office, &session, told(9)).await;
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "visit.logged").await, 11);
    assert_sound(&office).await;
}

#[tokio::test]
async fn what_a_card_proved_does_not_vouch_for_what_was_only_said() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let scanned = numbered("Nguyễn Thị Ảnh", NUMBER, Proof::CardScanned);
    let first = id(&come(&office, &session, scanned).await);
    let said = |told: PersonTold| PersonTold {
        id: Some(first.to_string()),
        proof: Some(Proof::OwnWords),
        ..told
    };
    // Something new beside what is known: the card still proved all that it proved.
    let phone = Some("0912345678".to_owned());
    come(
        &office,
        &session,
        said(PersonTold {
            phone,
            ..PersonTold::default()
        }),
    )
    .await;
    let person = office.open_person(&session, first).await.unwrap();
    assert_eq!(
        (person.proof, person.facts.name.as_str()),
        (Proof::CardScanned, "Nguyễn Thị Ảnh")
    );
    assert_eq!(person.facts.phones, ["0912345678"]);
    // Something else in its place.
    come(&office, &session, said(named("Nguyễn Thị Anh Thư"))).await;
    let person = office.open_person(&session, first).await.unwrap();
    assert_eq!(person.proof, Proof::OwnWords);
    assert_eq!(person.facts.other_names, ["Nguyễn Thị Ảnh"]);
    // The card once more.
    let again = PersonTold {
        id: Some(first.to_string()),
        ..numbered("Nguyễn Thị Ảnh", NUMBER, Proof::CardScanned)
    };
    come(&office, &session, again).await;
    let person = office.open_person(&session, first).await.unwrap();
    assert_eq!(person.proof, Proof::CardScanned);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_person_found_again_by_her_number_is_amended_and_never_doubled() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let told = |phone: Option<&str>| PersonTold {
        phone: phone.map(str::to_owned),
        ..numbered("Nguyễn Thị Ảnh", NUMBER, Proof::CardSeen)
    };
    let first = id(&come(&office, &session, told(None)).await);
    assert_eq!(
        id(&come(&office, &session, told(Some("0912 345 678"))).await),
        first
    );
    assert_eq!(
        id(&come(&office, &session, told(Some("0912345678"))).await),
        first
    );
    let person = office.open_person(&session, first).await.unwrap();
    assert_eq!(person.facts.phones, ["0912345678"]);
    // What was known stays when something else is told.
    let renamed = numbered("Nguyễn Ngọc Ảnh", NUMBER, Proof::CardScanned);
    assert_eq!(id(&come(&office, &session, renamed).await), first);
    let person = office.open_person(&session, first).await.unwrap();
    assert_eq!(person.facts.name, "Nguyễn Ngọc Ảnh");
    assert_eq!(person.facts.other_names, ["Nguyễn Thị Ảnh"]);
    assert_eq!(person.facts.phones, ["0912345678"]);
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "person.recorded").await, 1);
    assert_eq!(
        journal::count(&office, "person.amended").await,
        2,
        "nothing new, no entry"
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn the_phone_told_last_stands_last_also_when_it_was_told_before() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let told = |phone: &str| PersonTold {
        phone: Some(phone.to_owned()),
        ..numbered("Nguyễn Thị Ảnh", NUMBER, Proof::CardSeen)
    };
    let first = id(&come(&office, &session, told("0912345678")).await);
    for (phone, wanted) in [
        ("0987654321", ["0912345678", "0987654321"]),
        ("0912 345 678", ["0987654321", "0912345678"]),
        ("0912345678", ["0987654321", "0912345678"]),
    ] {
        come(&office, &session, told(phone)).await;
        let person = office.open_person(&session, first).await.unwrap();
        assert_eq!(person.facts.phones, wanted, "{phone}");
    }
    office.end(session).await.unwrap();
    assert_eq!(
        journal::count(&office, "person.amended").await,
        2,
        "the newest told once more is nothing new"
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn by_her_own_words_nobody_is_taken_for_somebody_known() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let known = id(&come(
        &office,
        &session,
        numbered("Lê Thị Bèo", NUMBER, Proof::CardScanned),
    )
    .await);
    for proof in [Proof::OwnWords, Proof::Unknown] {
        let claims = numbered("Lê Thị Bèo", NUMBER, proof);
        assert_ne!(id(&come(&office, &session, claims).await), known);
    }
    let card = numbered("Lê Thị Bèo", NUMBER, Proof::CardSeen);
    let people = office
        .find_people(&session, NUMBER, 10)
        .await
        .unwrap()
        .people;
    assert_eq!(
        people.len(),
        3,
        "two numbers alike are a look-alike, not a merge"
    );
    assert_eq!(office.look_alikes(&session).await.unwrap().len(), 1);
    let again = id(&come(&office, &session, card).await);
    assert!(people.iter().any(|row| row.id == again.to_string()));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_record_of_mere_words_is_taken_up_only_by_one_who_bears_its_name() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let words = id(&come(
        &office,
        &session,
        numbered("Phạm Thị Sen", NUMBER, Proof::OwnWords),
    )
    .await);
    let other = numbered("Trần Thị Súng", NUMBER, Proof::CardScanned);
    assert_ne!(id(&come(&office, &session, other).await), words);
    office.end(session).await.unwrap();

    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let words = id(&come(
        &office,
        &session,
        numbered("Phạm Thị Sen", NUMBER, Proof::OwnWords),
    )
    .await);
    let same = numbered("PHẠM THỊ SEN", NUMBER, Proof::CardScanned);
    assert_eq!(id(&come(&office, &session, same).await), words);
    let person = office.open_person(&session, words).await.unwrap();
    assert_eq!(person.proof, Proof::CardScanned);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn proof_gets_stronger_and_never_weaker() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let mut strongest = Proof::KnownToOfficer;
    let mut her = None;
    for proof in [
        Proof::KnownToOfficer,
        Proof::OtherPaper,
        Proof::CardScanned,
        Proof::CardSeen,
    ] {
        strongest = strongest.min(proof);
        let person = id(&come(&office, &session, numbered("Vũ Thị Lụa", NUMBER, proof)).await);
        assert_eq!(*her.get_or_insert(person), person);
        let person = office.open_person(&session, person).await.unwrap();
        assert_eq!(person.proof, strongest, "after {proof:?}");
    }
    // Told with her id and by mere words: the visit says so, the record does not forget the card.
    let told = PersonTold {
        id: her.map(|id| id.to_string()),
        ..named("Vũ Thị Lụa")
    };
    come(&office, &session, told).await;
    let person = office.open_person(&session, her.unwrap()).await.unwrap();
    assert_eq!(person.proof, Proof::CardScanned);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn opening_a_page_is_journalled_once_a_session_subject_and_day_and_a_list_is_not() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let first = id(&come(&office, &session, named("Đặng Thị Mây")).await);
    let second = id(&come(&office, &session, named("Đặng Thị Gió")).await);
    for _ in 0..3 {
        office.open_person(&session, first).await.unwrap();
        office.find_people(&session, "dang thi", 10).await.unwrap();
        office.look_alikes(&session).await.unwrap();
    }
    office.open_person(&session, second).await.unwrap();
    office.clock().advance(Duration::days(1));
    office.open_person(&session, first).await.unwrap();
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "person.viewed").await, 3);

    let session = office.sign_in(Role::Case).await;
    office.open_person(&session, first).await.unwrap();
    let unknown = PersonId::new(uuid::Uuid::from_u128(7));
    let refused = office.open_person(&session, unknown).await.unwrap_err();
    assert_eq!(refused.code, Code::PersonUnknown);
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "person.viewed").await, 4);
    assert_sound(&office).await;
}

fn names(found: &PeopleFound) -> Vec<(&str, MatchedBy)> {
    found
        .people
        .iter()
        .map(|row| (row.name.as_str(), row.matched_by))
        .collect()
}

#[tokio::test]
async fn a_name_is_found_however_it_is_typed_and_the_exact_spelling_comes_first() {
    use MatchedBy::{Exact, Folded, Loose};

    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    for name in [
        "Đỗ Thị Hòa",
        "Đỗ Thị Hoà",
        "Đỗ Thị Hoa",
        "Đỗ Thị Hóa",
        "Ngô Thị Lý",
        "Ngô Thị Lí",
    ] {
        come(&office, &session, named(name)).await;
    }
    let find = async |query: &str| office.find_people(&session, query, 10).await.unwrap();
    // Both placements of the tone are one spelling; what was typed without marks comes after.
    let exact = [
        ("Đỗ Thị Hoà", Exact),
        ("Đỗ Thị Hòa", Exact),
        ("Đỗ Thị Hóa", Folded),
        ("Đỗ Thị Hoa", Folded),
    ];
    for query in [
        "Đỗ Thị Hòa",
        "đỗ thị hoà",
        "ĐỖ THỊ HOÀ",
        "Đô\u{303} Thi\u{323} Ho\u{300}a",
    ] {
        assert_eq!(names(&find(query).await), exact, "{query}");
    }
    let folded = find("do thi hoa").await;
    assert_eq!(folded.people.len(), 4);
    assert!(folded.people.iter().all(|row| row.matched_by == Folded));
    assert_eq!(
        names(&find("ngo ly").await),
        [("Ngô Thị Lý", Folded), ("Ngô Thị Lí", Loose)]
    );
    assert_eq!(names(&find("Lí").await)[0], ("Ngô Thị Lí", Exact));
    // The last word may be unfinished; the order of words does not matter.
    assert_eq!(find("hoa d").await.people.len(), 4);
    assert_eq!(find("ng").await.people.len(), 2);
    assert_eq!(find("hoa x").await.people.len(), 0);
    assert_eq!(find("").await.people.len(), 0);
    let few = office.find_people(&session, "thi", 2).await.unwrap();
    assert_eq!((few.people.len(), few.more), (2, true));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn numbers_and_phones_find_a_person_whole_or_begun_and_with_separators() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let person = PersonTold {
        old_number: Some("031234567".to_owned()),
        phone: Some("0912 345 678".to_owned()),
        ..numbered("Bùi Thị Nắng", NUMBER, Proof::CardSeen)
    };
    come(&office, &session, person).await;
    come(&office, &session, named("Bùi Thị Mưa")).await;
    for query in [
        NUMBER,
        "0311 9001 2345",
        "031190",
        "031234567",
        "0912345678",
        "0912.345.678",
    ] {
        let found = office.find_people(&session, query, 10).await.unwrap();
        assert_eq!(
            names(&found),
            [("Bùi Thị Nắng", MatchedBy::Number)],
            "{query}"
        );
    }
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn people_who_may_be_one_are_shown_together_and_others_are_not() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let born = |name: &str, year| PersonTold {
        born: Some(domain::born::DateParts {
            year: Some(year),
            ..Default::default()
        }),
        ..named(name)
    };
    for person in [
        born("Lý Thị Khế", 1970),
        born("LÍ THỊ KHẾ", 1970),
        born("Lý Thị Khế", 1971),
        born("Lý Thị Chanh", 1970),
    ] {
        come(&office, &session, person).await;
    }
    let groups = office.look_alikes(&session).await.unwrap();
    let names: Vec<Vec<_>> = groups
        .iter()
        .map(|group| group.people.iter().map(|row| row.name.as_str()).collect())
        .collect();
    assert_eq!(names, [["LÍ THỊ KHẾ", "Lý Thị Khế"]]);
    office.end(session).await.unwrap();
}
