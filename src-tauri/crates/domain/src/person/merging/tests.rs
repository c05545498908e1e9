use super::*;
use crate::id::UserId;
use uuid::Uuid;

const LAN: u128 = 1;
const LAN_AGAIN: u128 = 2;

fn person(id: u128, facts: Facts, proof: Proof) -> Person {
    let (id, by) = (
        PersonId::new(Uuid::from_u128(id)),
        UserId::new(Uuid::from_u128(9)),
    );
    Person::new(id, facts, proof, Moment::from_millis(0), by)
}

fn by_card() -> Person {
    let facts = Facts {
        name: "Nguyễn Thị Lan".to_owned(),
        number: Some("031190012345".to_owned()),
        phones: vec!["0912345670".to_owned()],
        address: "Số 1".to_owned(),
        ..Facts::default()
    };
    person(LAN, facts, Proof::CardScanned)
}

fn by_words() -> Person {
    let facts = Facts {
        name: "Nguyễn Thị Lành".to_owned(),
        passport: Some("C1234567".to_owned()),
        phones: vec!["0912345671".to_owned()],
        address: "Số 2".to_owned(),
        ..Facts::default()
    };
    person(LAN_AGAIN, facts, Proof::OwnWords)
}

fn refused_with(refusal: &Refusal, code: Code) -> bool {
    refusal.faults().any(|fault| fault.code == code)
}

fn none() -> BTreeSet<Fact> {
    BTreeSet::new()
}

fn joined(stays: &mut Person, goes: &Person, merging: &Merging) {
    let body = Joined {
        from: goes.id,
        before: Amended {
            facts: stays.facts.clone(),
            proof: stays.proof,
        },
        after: merging.after.clone(),
        restricts: merging.restricts,
        request: String::new(),
    };
    assert_eq!(stays.join(&body, Moment::from_millis(5)), Fate::Applied);
}

#[test]
fn what_only_one_record_knows_stands_and_lists_grow() {
    let merging = by_card().merge(&by_words(), &none()).unwrap();
    let facts = merging.after.facts;
    assert_eq!(facts.name, "Nguyễn Thị Lan");
    assert_eq!(facts.other_names, ["Nguyễn Thị Lành"]);
    assert_eq!(facts.passport.as_deref(), Some("C1234567"));
    assert_eq!(
        facts.phones,
        ["0912345671", "0912345670"],
        "her own stays the last"
    );
    assert_eq!(facts.address, "Số 1");
    assert_eq!(merging.after.proof, Proof::CardScanned);
}

#[test]
fn each_fact_that_differs_is_taken_from_either_record() {
    for fact in Fact::ALL {
        let mut other = by_words();
        other.proof = Proof::KnownToOfficer;
        other.facts.number = Some("031190012346".to_owned());
        let stays = by_card();
        let facts = stays
            .merge(&other, &BTreeSet::from([fact]))
            .unwrap()
            .after
            .facts;
        let from = |one: Fact| {
            let takes = one == fact || !one.known(&stays.facts);
            if takes && one.known(&other.facts) {
                &other.facts
            } else {
                &stays.facts
            }
        };
        for one in Fact::ALL {
            assert!(one.same(&facts, from(one)), "{fact:?}, {one:?}");
        }
    }
}

#[test]
fn a_name_that_was_only_said_does_not_stand_by_a_card() {
    let taken = BTreeSet::from([Fact::Name]);
    let merging = by_card().merge(&by_words(), &taken).unwrap();
    assert_eq!(merging.after.proof, Proof::OwnWords);
    assert_eq!(merging.after.facts.other_names, ["Nguyễn Thị Lan"]);
}

#[test]
fn two_proven_numbers_are_two_people() {
    let mut other = by_words();
    other.facts.number = Some("031190012346".to_owned());
    other.proof = Proof::CardSeen;
    let refused = by_card().merge(&other, &none()).unwrap_err();
    assert!(refused_with(&refused, Code::PersonTwoNumbers));
    other.proof = Proof::OtherPaper;
    assert!(
        by_card().merge(&other, &none()).is_ok(),
        "one of them was typed"
    );
}

#[test]
fn readers_are_led_on_once() {
    let (mut stays, goes) = (by_card(), by_words());
    assert!(stays.merge(&stays.clone(), &none()).is_err(), "herself");
    let merging = stays.merge(&goes, &none()).unwrap();
    joined(&mut stays, &goes, &merging);
    let third = person(3, by_words().facts, Proof::OwnWords);
    let refused = third.merge(&stays, &none()).unwrap_err();
    assert!(
        refused_with(&refused, Code::PersonMerged),
        "others were merged into it"
    );
    assert!(stays.merge(&third, &none()).is_ok());
    let mut gone = goes;
    assert_eq!(gone.go(Some(stays.id)), Fate::Applied);
    assert!(third.merge(&gone, &none()).is_err());
    assert!(gone.merge(&third, &none()).is_err());
}

#[test]
fn undone_it_is_as_before_but_for_what_was_told_since() {
    let (mut stays, goes) = (by_card(), by_words());
    let merging = stays.merge(&goes, &none()).unwrap();
    joined(&mut stays, &goes, &merging);
    assert!(stays.is(goes.id) && stays.is(stays.id));
    let (from, back) = stays.part().unwrap();
    assert_eq!(from, goes.id);
    assert!(back.facts == by_card().facts && back.proof == Proof::CardScanned);
    stays.facts.address = "Số 3".to_owned();
    stays.facts.phones.push("0912345672".to_owned());
    let (_, back) = stays.part().unwrap();
    assert_eq!(back.facts.address, "Số 3");
    assert_eq!(back.facts.phones, ["0912345670", "0912345672"]);
    assert_eq!(back.facts.passport, None);
    let body = Parted {
        from,
        facts: back.facts,
        proof: back.proof,
        request: String::new(),
    };
    assert_eq!(stays.part_from(&body), Fate::Applied);
    assert!(!stays.is(goes.id) && stays.part().is_none());
}

#[test]
fn a_restriction_of_either_record_is_hers_and_outlives_the_parting() {
    let (mut stays, mut goes) = (by_card(), by_words());
    goes.restricted = Some(Moment::from_millis(1));
    let merging = stays.merge(&goes, &none()).unwrap();
    assert!(merging.restricts);
    joined(&mut stays, &goes, &merging);
    assert_eq!(stays.restricted, Some(Moment::from_millis(5)));
    let (from, back) = stays.part().unwrap();
    let body = Parted {
        from,
        facts: back.facts,
        proof: back.proof,
        request: String::new(),
    };
    assert_eq!(stays.part_from(&body), Fate::Applied);
    assert!(stays.is_restricted(), "nobody lifted it");
}

#[test]
fn a_list_that_would_outgrow_its_limit_is_refused_and_nothing_dropped() {
    let (mut stays, mut goes) = (by_card(), by_words());
    let phones = |first: u32| {
        (0..6)
            .map(|last| format!("09{:08}", first + last))
            .collect()
    };
    stays.facts.phones = phones(10);
    goes.facts.phones = phones(20);
    let refused = stays.merge(&goes, &none()).unwrap_err();
    assert!(refused_with(&refused, Code::FieldTooMany));
}
