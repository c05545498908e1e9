//! Two records of one person: compared, merged by two people, taken apart; nothing is lost on the way.

use std::collections::BTreeSet;

use domain::fault::Code;
use domain::file::Capacity;
use domain::id::{FileId, PersonId};
use domain::person::{Fact, Facts, Proof};
use office::intake::{Intake, PersonTold};
use office::merging::MergeWish;
use office::{Answer, CollectorTold, Session};
use testkit::{TestOffice, intake, passphrase};

use super::life::{CARD, go, least, paper, scanned};
use super::matter;
use crate::journal::{assert_sound, kinds, read};

/// Her two records: by her card, with a complaint; by her own words, with a matter whose result will
/// lie ready.
struct Twice {
    by_card: PersonId,
    by_words: PersonId,
    file: FileId,
    receipt: String,
}

/// As she said it herself; the number came later, typed.
fn by_words() -> Facts {
    Facts {
        name: "Nguyễn Thị Thu Hà".to_owned(),
        number: Some("031190012345".to_owned()),
        phones: vec!["0912345671".to_owned()],
        address: "Số 5 Đường Mẫu".to_owned(),
        ..Facts::default()
    }
}

async fn came(office: &TestOffice, session: &Session, person: PersonTold, service: &str) -> Came {
    let visit = Intake {
        person: Some(person),
        matters: vec![matter(service, &least(service))],
        ..intake::anonymous()
    };
    let added = office.add_visit(session, &visit).await.unwrap();
    let receipt = added.files[0].receipt.as_ref().unwrap();
    Came {
        person: added.person.as_deref().unwrap().parse().unwrap(),
        file: added.files[0].id.parse().unwrap(),
        receipt: receipt.number.clone(),
    }
}

struct Came {
    person: PersonId,
    file: FileId,
    receipt: String,
}

async fn twice(office: &TestOffice, restrict: bool) -> Twice {
    let session = office.sign_in_as("desk").await;
    // Seen on another paper first: the card does not take such a record for hers by its number alone.
    let told = PersonTold {
        restrict,
        proof: Some(Proof::OwnWords),
        ..office::demo::people::told(&by_words(), Proof::OwnWords)
    };
    let first = came(office, &session, told, "B5-confirm").await;
    let card = scanned(office, &session, CARD).await;
    let second = came(office, &session, card, "E").await;
    office.end(session).await.unwrap();
    assert_ne!(first.person, second.person, "on record twice");
    Twice {
        by_card: second.person,
        by_words: first.person,
        file: first.file,
        receipt: first.receipt,
    }
}

fn wish(twice: &Twice, taken: &[Fact]) -> MergeWish {
    MergeWish {
        stays: twice.by_card,
        goes: twice.by_words,
        taken: taken.iter().copied().collect(),
    }
}

async fn merge(office: &TestOffice, session: &Session, wish: &MergeWish, by: &str) -> Answer<()> {
    let request = office.merge_request(session, wish).await?;
    let second = office.cosign(session, by, passphrase(by), request).await?;
    office.merge_people(session, wish, second).await
}

async fn part(office: &TestOffice, session: &Session, id: PersonId) -> Answer<PersonId> {
    let request = office.unmerge_request(session, id).await?;
    let second = office
        .cosign(session, "deputy", passphrase("deputy"), request)
        .await?;
    office.unmerge_people(session, id, second).await
}

#[tokio::test]
async fn two_records_become_one_with_both_visits_and_no_fact_lost() {
    let office = TestOffice::founded().await;
    let her = twice(&office, false).await;
    let session = office.sign_in_as("chief").await;
    let alike = office.alike_record(&session, her.by_card).await.unwrap();
    assert_eq!(alike.len(), 1);
    assert_eq!(alike[0].id, her.by_words.to_string());
    // Whichever was opened: the one that a card proved stays.
    let compared = office.compare_people(&session, her.by_words, her.by_card);
    let compared = compared.await.unwrap();
    assert_eq!(compared.stays.id, her.by_card.to_string());
    assert_eq!(compared.differs, [Fact::Name, Fact::Address]);
    merge(&office, &session, &wish(&her, &[Fact::Address]), "deputy")
        .await
        .unwrap();

    for id in [her.by_card, her.by_words] {
        let card = office.person_card(&session, &id.to_string()).await.unwrap();
        assert_eq!(card.id, her.by_card.to_string(), "either id leads to her");
        assert_eq!(card.visits.len(), 2);
        assert!(card.merged.is_some() && card.may_merge);
        assert_eq!(card.facts.name, "Nguyễn Thị Thử");
        assert_eq!(card.facts.other_names, ["Nguyễn Thị Thu Hà"]);
        assert_eq!(card.facts.address, "Số 5 Đường Mẫu");
        assert_eq!(card.facts.phones, ["0912345671"]);
        // An address that was only told does not weaken what the card proved of her name.
        assert_eq!(card.proof, Proof::CardScanned);
    }
    for query in [
        "Nguyễn Thị Thu Hà",
        "nguyen thi thu ha",
        "0912345671",
        "031190012345",
    ] {
        let found = office.find_people(&session, query, 9).await.unwrap();
        let ids: Vec<_> = found.people.iter().map(|row| row.id.clone()).collect();
        assert_eq!(ids, [her.by_card.to_string()], "{query}");
    }
    assert!(office.look_alikes(&session).await.unwrap().is_empty());
    assert!(
        office
            .alike_record(&session, her.by_card)
            .await
            .unwrap()
            .is_empty()
    );
    // Papers of before come out with the name they were made out to.
    assert!(
        paper(&office, &session, &her.receipt)
            .await
            .contains("Nguyễn Thị Thu Hà")
    );
    office.end(session).await.unwrap();
    let written = kinds(&office).await;
    for kind in ["person.merged", "person.joined"] {
        assert!(written.iter().any(|known| known == kind));
    }
    assert_sound(&office).await;
}

#[tokio::test]
async fn it_is_undone_as_one_act_and_what_was_told_since_stays() {
    let office = TestOffice::founded().await;
    let her = twice(&office, false).await;
    let session = office.sign_in_as("chief").await;
    let before = office.open_person(&session, her.by_card).await.unwrap();
    let other = office.open_person(&session, her.by_words).await.unwrap();
    let taken = wish(&her, &[Fact::Name, Fact::Address]);
    merge(&office, &session, &taken, "deputy").await.unwrap();
    office.end(session).await.unwrap();

    // She comes again, picked by the record that went, and tells a new phone.
    let session = office.sign_in_as("desk").await;
    let told = PersonTold {
        id: Some(her.by_words.to_string()),
        phone: Some("0912345679".to_owned()),
        ..scanned(&office, &session, CARD).await
    };
    let visit = Intake {
        person: Some(told),
        note: "Hỏi thêm.".to_owned(),
        ..intake::advice(&office.person())
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    assert_eq!(added.person, Some(her.by_card.to_string()));
    office.end(session).await.unwrap();

    let session = office.sign_in_as("chief").await;
    let left = part(&office, &session, her.by_card).await.unwrap();
    assert_eq!(left, her.by_words);
    let again = part(&office, &session, her.by_card).await;
    assert_eq!(again.unwrap_err().code, Code::PersonNotMerged);
    let now = office.person_card(&session, &her.by_card.to_string()).await;
    let now = now.unwrap();
    assert_eq!(now.facts.phones, ["0912345679"]);
    assert_eq!(now.facts.number, before.facts.number);
    assert_eq!(now.facts.name, "Nguyễn Thị Thử");
    assert_eq!(now.visits.len(), 2, "her own, and the one since");
    let gone = office.open_person(&session, her.by_words).await.unwrap();
    assert!(gone == other, "as it was");
    assert_eq!(office.look_alikes(&session).await.unwrap().len(), 1);
    office.end(session).await.unwrap();
    let written = read(&office).await;
    let acts: BTreeSet<_> = written
        .iter()
        .filter(|one| ["person.unmerged", "person.parted"].contains(&one.kind()))
        .map(|one| one.entry.act)
        .collect();
    assert_eq!(acts.len(), 1, "one act");
    assert_sound(&office).await;
}

#[tokio::test]
async fn it_takes_two_supervisors_who_agree_to_exactly_what_will_stand() {
    let office = TestOffice::founded().await;
    let her = twice(&office, false).await;
    let session = office.sign_in_as("chief").await;
    let plain = wish(&her, &[]);
    for (by, code) in [
        ("chief", Code::CosignSamePerson),
        ("desk", Code::CosignNotAllowed),
        ("admin", Code::CosignNotAllowed),
    ] {
        let refused = merge(&office, &session, &plain, by).await;
        assert_eq!(refused.unwrap_err().code, code, "{by}");
    }
    let request = office.merge_request(&session, &plain).await.unwrap();
    let second = office
        .cosign(&session, "deputy", passphrase("deputy"), request)
        .await
        .unwrap();
    let other = wish(&her, &[Fact::Name]);
    let refused = office.merge_people(&session, &other, second).await;
    assert_eq!(refused.unwrap_err().code, Code::CosignOtherRequest);
    office.end(session).await.unwrap();
    let session = office.sign_in_as("desk").await;
    let refused = office.merge_request(&session, &plain).await;
    assert_eq!(refused.unwrap_err().code, Code::NotAllowed);
    let refused = office.compare_people(&session, her.by_card, her.by_words);
    assert_eq!(refused.await.unwrap_err().code, Code::NotAllowed);
    office.end(session).await.unwrap();
    assert!(
        !kinds(&office)
            .await
            .iter()
            .any(|kind| kind == "person.merged")
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn her_result_is_hers_under_whichever_record_it_was_asked_for() {
    let office = TestOffice::founded().await;
    let her = twice(&office, false).await;
    let session = office.sign_in_as("chief").await;
    merge(&office, &session, &wish(&her, &[]), "deputy")
        .await
        .unwrap();
    office.end(session).await.unwrap();
    go(&office, "desk", her.file, &["processing"]).await;
    go(&office, "chief", her.file, &["decided"]).await;
    let session = office.sign_in_as("window").await;
    let card = scanned(&office, &session, CARD).await;
    let found = office.results_of(&session, &card).await.unwrap();
    assert_eq!(found.iter().filter(|row| row.ready).count(), 1);
    let takes = CollectorTold {
        capacity: Capacity::InPerson,
        person: Some(card),
        paper: String::new(),
        until: None,
        signed: domain::file::Signed::default(),
    };
    office
        .hand_over_result(&session, her.file, &takes)
        .await
        .unwrap();
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn one_restricted_record_keeps_all_of_hers_and_each_look_of_the_comparison_is_an_entry() {
    let office = TestOffice::founded().await;
    // By her words, restricted: her card finds the number kept and restricts the second record too.
    let her = twice(&office, true).await;
    let session = office.sign_in_as("chief").await;
    office
        .lift_restriction(&session, her.by_card)
        .await
        .unwrap();
    office
        .restrict_address(&session, her.by_words)
        .await
        .unwrap();
    for _look in 0..2 {
        let compared = office.compare_people(&session, her.by_card, her.by_words);
        assert!(compared.await.is_ok());
    }
    merge(&office, &session, &wish(&her, &[]), "deputy")
        .await
        .unwrap();
    assert!(
        office
            .open_person(&session, her.by_card)
            .await
            .unwrap()
            .is_restricted()
    );
    part(&office, &session, her.by_card).await.unwrap();
    for id in [her.by_card, her.by_words] {
        let person = office.open_person(&session, id).await.unwrap();
        assert!(person.is_restricted(), "nobody lifted it");
        assert!(person.facts.phones.is_empty() && person.facts.address.is_empty());
    }
    office.end(session).await.unwrap();
    let written = kinds(&office).await;
    let looks = written.iter().filter(|kind| *kind == "person.address_seen");
    assert_eq!(looks.count(), 4);
    assert_sound(&office).await;
}

#[tokio::test]
async fn what_was_restricted_while_both_were_one_stays_so_in_both() {
    let office = TestOffice::founded().await;
    let her = twice(&office, false).await;
    let session = office.sign_in_as("chief").await;
    let merged = wish(&her, &[]);
    merge(&office, &session, &merged, "deputy").await.unwrap();
    office
        .restrict_address(&session, her.by_card)
        .await
        .unwrap();
    part(&office, &session, her.by_card).await.unwrap();
    for id in [her.by_card, her.by_words] {
        let person = office.open_person(&session, id).await.unwrap();
        assert!(person.is_restricted(), "the one that left keeps it, too");
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_record_that_went_is_led_on_once_and_joins_no_third() {
    let office = TestOffice::founded().await;
    let her = twice(&office, false).await;
    let session = office.sign_in_as("chief").await;
    let merged = wish(&her, &[]);
    merge(&office, &session, &merged, "deputy").await.unwrap();
    let again = merge(&office, &session, &merged, "deputy").await;
    assert_eq!(again.unwrap_err().code, Code::PersonMerged);
    let back = MergeWish {
        stays: her.by_words,
        goes: her.by_card,
        taken: BTreeSet::new(),
    };
    let back = merge(&office, &session, &back, "deputy").await;
    assert_eq!(back.unwrap_err().code, Code::PersonMerged);
    let herself = office.compare_people(&session, her.by_card, her.by_words);
    assert_eq!(herself.await.unwrap_err().code, Code::PersonMerged);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_merging_neither_touches_nor_tells_of_a_protected_file_about_the_same_number() {
    let mut worlds = Vec::new();
    for told_in_private in [false, true] {
        let office = TestOffice::founded().await;
        let her = twice(&office, false).await;
        // Its head names the number that both records bear.
        let file = if told_in_private {
            Some(crate::protected::handed_over(&office, &[]).await)
        } else {
            None
        };
        let session = office.sign_in_as("chief").await;
        let alike = office.alike_record(&session, her.by_card).await.unwrap();
        let compared = office.compare_people(&session, her.by_words, her.by_card);
        let compared = compared.await.unwrap();
        merge(&office, &session, &wish(&her, &[]), "deputy")
            .await
            .unwrap();
        let gone = her.by_words.to_string();
        let card = office.person_card(&session, &gone).await.unwrap();
        office.end(session).await.unwrap();
        if let Some(id) = file {
            let of_file = |one: &crate::journal::Written| one.entry.subject == id.into();
            let before = read(&office)
                .await
                .iter()
                .filter(|one| of_file(one))
                .count();
            let read_by = crate::protected::read_as(&office, "deputy", id).await;
            let (words, quarantined) = read_by.unwrap();
            assert_eq!(
                (words.as_slice(), quarantined),
                (&[crate::protected::TOLD.to_owned()][..], 0)
            );
            // Key box, head, words, handed over: nothing of the merging.
            assert_eq!(before, 4);
        }
        worlds.push((alike.len(), compared.differs, card.facts, card.visits.len()));
        assert_sound(&office).await;
    }
    assert!(worlds[0] == worlds[1], "both tell the same");
}
