//! Taking back what was written of somebody who was taken for another.
//!
//! Purpose: a visit that is moved to the right person has told of the wrong one too: a phone that is
//! hers, a name typed over the name known. Her record becomes what it was before; what somebody wrote
//! after that stays. Must never: touch what that one act did not write.

use super::{Amended, Facts, Person};

/// What one act wrote of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrote {
    /// As she was known before; absent when the act was the first to tell of her.
    pub before: Option<Amended>,
    /// As it left her.
    pub after: Amended,
}

impl Person {
    /// Decides the body of the amendment that takes back what was told of somebody else; `None` when nothing of it
    /// stands. Of a person the desk did not know before, what names her stays: a card of hers may have
    /// lain there. Her phone and address go: nobody knows whose they are.
    pub fn take_back(&self, wrote: &Wrote) -> Option<Amended> {
        let after = &wrote.after;
        let before = wrote.before.clone().unwrap_or_else(|| Amended {
            facts: Facts {
                phones: Vec::new(),
                address: String::new(),
                ..after.facts.clone()
            },
            proof: after.proof,
        });
        let facts = facts(&self.facts, before.facts, &after.facts);
        let mut proof = self.proof;
        back(&mut proof, before.proof, &after.proof);
        let changed = facts != self.facts || proof != self.proof;
        changed.then_some(Amended { facts, proof })
    }
}

fn facts(now: &Facts, before: Facts, after: &Facts) -> Facts {
    let mut facts = now.clone();
    back(&mut facts.name, before.name, &after.name);
    back(&mut facts.born, before.born, &after.born);
    back(&mut facts.sex, before.sex, &after.sex);
    back(&mut facts.number, before.number, &after.number);
    back(&mut facts.old_number, before.old_number, &after.old_number);
    back(&mut facts.passport, before.passport, &after.passport);
    back(
        &mut facts.nationality,
        before.nationality,
        &after.nationality,
    );
    back(&mut facts.address, before.address, &after.address);
    list_back(&mut facts.phones, before.phones, &after.phones);
    list_back(
        &mut facts.other_names,
        before.other_names,
        &after.other_names,
    );
    facts.other_names.retain(|name| *name != facts.name);
    facts
}

/// What somebody changed since stays.
fn back<T: PartialEq>(now: &mut T, before: T, after: &T) {
    if *now == *after {
        *now = before;
    }
}

fn list_back(now: &mut Vec<String>, before: Vec<String>, after: &[String]) {
    if *now == *after {
        *now = before;
        return;
    }
    now.retain(|value| !after.contains(value) || before.contains(value));
    for value in before {
        if !now.contains(&value) {
            now.push(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::born::Sex;
    use crate::id::{PersonId, UserId};
    use crate::moment::Moment;
    use crate::person::Proof;
    use uuid::Uuid;

    fn known(facts: Facts, proof: Proof) -> Person {
        let (id, by) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let at = Moment::from_millis(0);
        Person::new(PersonId::new(id), facts, proof, at, UserId::new(by))
    }

    fn lan() -> Facts {
        Facts {
            name: "Nguyễn Thị Lan".to_owned(),
            number: Some("031190012345".to_owned()),
            phones: vec!["0912345670".to_owned()],
            address: "Số 1".to_owned(),
            ..Facts::default()
        }
    }

    /// The other one, told into her record.
    fn mixed(person: &Person) -> Amended {
        let told = Facts {
            name: "Nguyễn Thị Lành".to_owned(),
            sex: Some(Sex::Female),
            phones: vec!["0912345671".to_owned()],
            address: "Số 2".to_owned(),
            ..Facts::default()
        };
        match person.told(&told, Proof::OwnWords).unwrap() {
            Some(Action::PersonAmended(after)) => after,
            other => panic!("{other:?}"),
        }
    }

    /// Told over what was known by a card that was seen.
    fn over(facts: Facts, after: &Amended) -> Wrote {
        let proof = Proof::CardSeen;
        Wrote {
            before: Some(Amended { facts, proof }),
            after: after.clone(),
        }
    }

    #[test]
    fn a_record_that_nobody_touched_since_is_what_it_was() {
        let person = known(lan(), Proof::CardSeen);
        let after = mixed(&person);
        let wrote = over(lan(), &after);
        let now = known(after.facts, after.proof);
        let back = now.take_back(&wrote).unwrap();
        assert!(back.facts == lan());
        assert_eq!(back.proof, Proof::CardSeen);
        assert_eq!(person.take_back(&wrote), None, "it stands no more");
    }

    #[test]
    fn what_somebody_told_after_it_stays() {
        let person = known(lan(), Proof::CardSeen);
        let after = mixed(&person);
        let wrote = over(lan(), &after);
        let mut facts = after.facts;
        facts.address = "Số 3".to_owned();
        facts.phones.push("0912345672".to_owned());
        let back = known(facts, Proof::CardScanned).take_back(&wrote).unwrap();
        assert_eq!(back.facts.address, "Số 3");
        assert_eq!(back.facts.phones, ["0912345670", "0912345672"]);
        assert_eq!(back.facts.name, "Nguyễn Thị Lan");
        assert!(back.facts.other_names.is_empty());
        assert_eq!(back.proof, Proof::CardScanned);
    }

    #[test]
    fn of_somebody_not_known_before_only_what_names_her_stays() {
        let after = Amended {
            facts: lan(),
            proof: Proof::CardScanned,
        };
        let wrote = Wrote {
            before: None,
            after: after.clone(),
        };
        let back = known(after.facts, after.proof).take_back(&wrote).unwrap();
        assert_eq!(back.facts.number, lan().number);
        assert_eq!(back.facts.name, lan().name);
        assert!(back.facts.phones.is_empty() && back.facts.address.is_empty());
    }
}
