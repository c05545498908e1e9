use super::*;
use crate::fault::Refusal;
use crate::id::DeskId;
use crate::subject::{Subject, apply};
use time::macros::date;
use uuid::Uuid;

const ONG: u128 = 1;
const BA: u128 = 2;
const CON: u128 = 3;
const DAU: u128 = 4;

const TODAY: Day = Day::new(date!(2026 - 11 - 30));

fn id(person: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(person))
}

fn member(person: u128, relation: &str) -> Member {
    let (person, relation) = (id(person), relation.to_owned());
    Member { person, relation }
}

fn basis() -> Basis {
    Basis {
        on: TODAY,
        file: None,
    }
}

fn people() -> People {
    People {
        head: id(ONG),
        members: vec![member(BA, "vợ"), member(CON, "con đẻ")],
    }
}

fn stamp(seq: i64) -> Stamp {
    Stamp {
        desk: DeskId::new(Uuid::from_u128(90)),
        seq,
        at: Moment::from_millis(seq),
        actor: UserId::new(Uuid::from_u128(91)),
        subject: HouseholdId::new(Uuid::from_u128(92)).into(),
    }
}

fn known() -> Household {
    let action = record(
        Stay::Permanent,
        " Số 1 Đường Mẫu ",
        people(),
        basis(),
        TODAY,
    )
    .unwrap();
    let mut state = None;
    assert_eq!(apply(&mut state, &stamp(1), &action), Fate::Applied);
    match state {
        Some(Subject::Household(household)) => *household,
        other => panic!("{other:?}"),
    }
}

fn then(household: &mut Household, action: &Action) {
    let seq = i64::try_from(household.course.len()).unwrap() + 1;
    assert_eq!(household.apply(&stamp(seq), action), Fate::Applied);
}

fn faults(refusal: &Refusal) -> Vec<(Code, Option<&str>)> {
    let faults = refusal.faults();
    faults
        .map(|fault| (fault.code, fault.field.as_deref()))
        .collect()
}

fn lives(household: &Household) -> Vec<(PersonId, String)> {
    let people = household.people.as_ref().unwrap();
    let head = core::iter::once((people.head, "chủ hộ".to_owned()));
    let members = people.members.iter();
    head.chain(members.map(|one| (one.person, one.relation.clone())))
        .collect()
}

#[test]
fn a_household_has_a_dwelling_a_head_and_nobody_twice() {
    assert_eq!(known().address, "Số 1 Đường Mẫu");
    let mut twice = people();
    twice.members.push(member(ONG, "bố"));
    let refused = record(Stay::Temporary, "  ", twice, basis(), TODAY).unwrap_err();
    assert_eq!(
        faults(&refused),
        [
            (Code::FieldMissing, Some("address")),
            (Code::HouseholdMember, Some("members"))
        ]
    );
    let tomorrow = Basis {
        on: TODAY.next(),
        file: None,
    };
    let refused = record(Stay::Permanent, "Số 1", people(), tomorrow, TODAY).unwrap_err();
    assert_eq!(faults(&refused), [(Code::DateInFuture, Some("on"))]);
}

#[test]
fn who_moves_in_lives_there_and_nobody_moves_in_twice() {
    let mut household = known();
    let joins = household.join(vec![member(DAU, "con dâu")], basis(), TODAY);
    then(&mut household, &joins.unwrap());
    assert_eq!(household.ids().last(), Some(id(DAU)));
    let refused = household.join(vec![member(DAU, "con dâu")], basis(), TODAY);
    let refused = refused.unwrap_err();
    assert!(faults(&refused).contains(&(Code::HouseholdMember, Some("members[0].name"))));
    let nobody = household.join(Vec::new(), basis(), TODAY).unwrap_err();
    assert_eq!(faults(&nobody), [(Code::FieldMissing, Some("members"))]);
}

fn leaves(person: &[u128]) -> Leaving {
    Leaving {
        people: person.iter().map(|person| id(*person)).collect(),
        why: Why::Moved,
        to: "Số 9 Đường Xa".to_owned(),
    }
}

#[test]
fn when_the_head_leaves_another_one_is_named_and_old_relations_are_not_taken_over() {
    let household = known();
    let alone = household.leave(leaves(&[ONG]), &Changing::default(), basis(), TODAY);
    assert_eq!(
        faults(&alone.unwrap_err()),
        [(Code::HouseholdHeadMissing, Some("head"))]
    );
    let who_left = Changing {
        head: Some(id(ONG)),
        relations: Vec::new(),
    };
    let gone = household.leave(leaves(&[ONG]), &who_left, basis(), TODAY);
    assert_eq!(
        faults(&gone.unwrap_err()),
        [(Code::HouseholdNotMember, Some("head"))]
    );
    let next = Changing {
        head: Some(id(BA)),
        relations: Vec::new(),
    };
    let mut after = household.clone();
    let action = household.leave(leaves(&[ONG]), &next, basis(), TODAY);
    then(&mut after, &action.unwrap());
    assert_eq!(
        lives(&after),
        [
            (id(BA), "chủ hộ".to_owned()),
            // He was the old head's child; what he is to her nobody said.
            (id(CON), String::new()),
        ]
    );
}

#[test]
fn a_household_that_all_left_is_over_and_nothing_happens_to_it_any_more() {
    let mut household = known();
    let all = leaves(&[ONG, BA, CON]);
    let action = household.leave(all, &Changing::default(), basis(), TODAY);
    then(&mut household, &action.unwrap());
    assert_eq!(household.people, None);
    assert_eq!(household.ever(), [id(ONG), id(BA), id(CON)]);
    let over = household.join(vec![member(DAU, "con dâu")], basis(), TODAY);
    assert_eq!(faults(&over.unwrap_err()), [(Code::HouseholdOver, None)]);
}

fn splits(head: u128, members: Vec<Member>) -> Splitting {
    Splitting {
        into: HouseholdId::new(Uuid::from_u128(93)),
        people: People {
            head: id(head),
            members,
        },
        address: String::new(),
    }
}

#[test]
fn who_splits_off_is_a_household_at_the_same_dwelling_and_somebody_stays() {
    let mut household = known();
    let (ours, theirs) = household
        .split(
            splits(CON, Vec::new()),
            &Changing::default(),
            basis(),
            TODAY,
        )
        .unwrap();
    let Action::HouseholdRecorded(new) = &theirs else {
        panic!("{theirs:?}");
    };
    assert_eq!(
        (new.address.as_str(), new.from),
        ("Số 1 Đường Mẫu", Some(household.id))
    );
    assert_eq!(new.people.head, id(CON));
    then(&mut household, &ours);
    assert_eq!(household.ids().collect::<Vec<_>>(), [id(ONG), id(BA)]);
    let everybody = splits(ONG, vec![member(BA, "vợ")]);
    let refused = household.split(everybody, &Changing::default(), basis(), TODAY);
    assert_eq!(
        faults(&refused.unwrap_err()),
        [(Code::HouseholdAllLeave, Some("people"))]
    );
}

#[test]
fn a_correction_keeps_what_was_before_and_makes_nobody_vanish() {
    let mut household = known();
    let same = Corrects {
        address: "Số 1 Đường Mẫu".to_owned(),
        changing: Changing::default(),
    };
    let refused = household.correcting(&same, basis(), TODAY).unwrap_err();
    assert_eq!(faults(&refused), [(Code::HouseholdUnchanged, None)]);
    let right = Corrects {
        address: "Số 1A Đường Mẫu".to_owned(),
        changing: Changing {
            head: None,
            relations: vec![member(CON, "con nuôi")],
        },
    };
    let action = household.correcting(&right, basis(), TODAY).unwrap();
    then(&mut household, &action);
    assert_eq!(household.ids().count(), 3);
    assert_eq!(
        household.course.last().unwrap().what,
        Happened::Corrected {
            address: Some("Số 1 Đường Mẫu".to_owned()),
            head: None,
            relations: vec![member(CON, "con đẻ")],
        }
    );
    let stranger = Corrects {
        address: "Số 1".to_owned(),
        changing: Changing {
            head: Some(id(DAU)),
            relations: Vec::new(),
        },
    };
    let refused = household.correcting(&stranger, basis(), TODAY).unwrap_err();
    assert_eq!(faults(&refused), [(Code::HouseholdNotMember, Some("head"))]);
}

#[test]
fn what_is_known_of_a_household_reaches_no_log() {
    let household = known();
    let told = format!(
        "{household:?} {:?} {:?}",
        household.people, household.course
    );
    for word in ["Đường", "vợ", "con"] {
        assert!(!told.contains(word), "{told}");
    }
}
