//! What is decided about a household: recorded, moved into, moved out of, split, corrected.
//!
//! Purpose: pure functions from a household and what was told to an action or a refusal at its field.
//! Nobody is told twice, whoever stays has a head, and nobody vanishes by a correction. Must never:
//! look anybody up.

use super::{
    Basis, Corrected, Household, Joined, Left, Member, PEOPLE_LIMIT, People, Recorded, Split, Stay,
    Why,
};
use crate::action::Action;
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::id::{HouseholdId, PersonId};
use crate::moment::Day;
use crate::person::ADDRESS_LIMIT;
use crate::text;

/// Longest relation, characters.
const RELATION_LIMIT: usize = 100;

/// Who leaves, why and where to.
#[derive(Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Who.
    pub people: Vec<PersonId>,
    /// Why.
    pub why: Why,
    /// Where to; may be blank.
    pub to: String,
}

/// Who becomes a household of their own.
#[derive(Clone, PartialEq, Eq)]
pub struct Splitting {
    /// Their household's id.
    pub into: HouseholdId,
    /// Who, with the head of theirs.
    pub people: People,
    /// Their dwelling; blank where it is the same.
    pub address: String,
}

/// What is so of those who stay, as far as it was told.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Changing {
    /// The head of now, where another one is it.
    pub head: Option<PersonId>,
    /// Relations of now; whoever is left out keeps hers, unless the head changed.
    pub relations: Vec<Member>,
}

/// What is so of the same people.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Corrects {
    /// Its dwelling.
    pub address: String,
    /// Head and relations.
    pub changing: Changing,
}

/// Reads what somebody is to the head, in words.
pub fn relation(typed: &str, field: &str) -> Result<String, Fault> {
    let line = text::line(typed, RELATION_LIMIT).map_err(|fault| fault.in_field(field))?;
    if line.is_empty() {
        return Err(Fault::at(Code::FieldMissing, field));
    }
    Ok(line)
}

/// Decides that a household is known.
///
/// # Errors
/// A fault at `address`, `people` or `on`.
pub fn record(
    stay: Stay,
    address: &str,
    people: People,
    basis: Basis,
    today: Day,
) -> Result<Action, Refusal> {
    let mut faults = Faults::default();
    let address = faults.keep(dwelling(address)).unwrap_or_default();
    faults.keep(day(basis, today));
    faults.keep(whole(&people));
    faults.finish()?;
    Ok(Action::HouseholdRecorded(Recorded {
        stay,
        address,
        people,
        from: None,
        basis,
    }))
}

impl Household {
    /// Decides that people move in.
    ///
    /// # Errors
    /// [`Code::HouseholdOver`]; a fault at `members` where nobody was told or somebody lives there
    /// already ([`Code::HouseholdMember`]), at `on` where the day is not yet.
    pub fn join(&self, members: Vec<Member>, basis: Basis, today: Day) -> Result<Action, Refusal> {
        let lives = self.lives()?;
        let mut faults = Faults::default();
        faults.keep(day(basis, today));
        faults.keep(some(&members, "members"));
        for (index, member) in members.iter().enumerate() {
            if lives.ids().any(|id| id == member.person) {
                let field = format!("members[{index}].name");
                faults.push(Fault::at(Code::HouseholdMember, field));
            }
        }
        let joined = members.iter().map(|member| member.person).collect();
        let mut people = lives.clone();
        people.members.extend(members);
        faults.keep(whole(&people));
        faults.finish()?;
        Ok(Action::HouseholdJoined(Joined {
            who: joined,
            people,
            basis,
        }))
    }

    /// Decides that people are in it no longer. Where the head goes and somebody stays, those who stay
    /// have another head.
    ///
    /// # Errors
    /// [`Code::HouseholdOver`]; a fault at `people`, `head`, `to` or `on`.
    pub fn leave(
        &self,
        leaving: Leaving,
        changing: &Changing,
        basis: Basis,
        today: Day,
    ) -> Result<Action, Refusal> {
        let mut faults = Faults::default();
        faults.keep(day(basis, today));
        let to = text::line(&leaving.to, ADDRESS_LIMIT).map_err(|fault| fault.in_field("to"));
        let to = faults.keep(to).unwrap_or_default();
        faults.keep(some(&leaving.people, "people"));
        let people = faults.keep(self.without(&leaving.people, changing));
        faults.finish()?;
        Ok(Action::HouseholdLeft(Left {
            who: leaving.people,
            why: leaving.why,
            to,
            people: people.flatten(),
            basis,
        }))
    }

    /// Decides that people become a household of their own: what is noted of this one, and of theirs.
    ///
    /// # Errors
    /// As [`Self::leave`]; [`Code::HouseholdAllLeave`] at `people` where nobody would stay.
    pub fn split(
        &self,
        splitting: Splitting,
        changing: &Changing,
        basis: Basis,
        today: Day,
    ) -> Result<(Action, Action), Refusal> {
        let left: Vec<PersonId> = splitting.people.ids().collect();
        let mut faults = Faults::default();
        faults.keep(day(basis, today));
        let stays = self.without(&left, changing);
        let nobody = || Fault::at(Code::HouseholdAllLeave, "people");
        let stays = faults.keep(stays.and_then(|stays| stays.ok_or_else(nobody)));
        let address = if splitting.address.trim().is_empty() {
            self.address.clone()
        } else {
            faults
                .keep(dwelling(&splitting.address))
                .unwrap_or_default()
        };
        faults.keep(whole(&splitting.people));
        faults.finish()?;
        let people = stays.ok_or_else(nobody)?;
        let theirs = Action::HouseholdRecorded(Recorded {
            stay: self.stay,
            address,
            people: splitting.people,
            from: Some(self.id),
            basis,
        });
        let ours = Action::HouseholdSplit(Split {
            who: left,
            into: splitting.into,
            people,
            basis,
        });
        Ok((ours, theirs))
    }

    /// Decides that something noted of it was wrong: dwelling, head, relations; never who lives there.
    ///
    /// # Errors
    /// [`Code::HouseholdUnchanged`] where nothing is new; a fault at its field.
    pub fn correcting(
        &self,
        corrects: &Corrects,
        basis: Basis,
        today: Day,
    ) -> Result<Action, Refusal> {
        let lives = self.lives()?;
        let mut faults = Faults::default();
        faults.keep(day(basis, today));
        let address = faults.keep(dwelling(&corrects.address)).unwrap_or_default();
        let people = faults.keep(self.without(&[], &corrects.changing)).flatten();
        faults.finish()?;
        let people = people.unwrap_or_else(|| lives.clone());
        if address == self.address && people == *lives {
            return Err(Refusal::new(Code::HouseholdUnchanged));
        }
        Ok(Action::HouseholdCorrected(Corrected {
            address,
            people,
            basis,
        }))
    }

    /// Who lives there once these went; nobody where all did.
    fn without(&self, left: &[PersonId], changing: &Changing) -> Result<Option<People>, Fault> {
        let lives = self.lives()?;
        if left.iter().any(|id| !lives.ids().any(|one| one == *id)) {
            return Err(Fault::at(Code::HouseholdNotMember, "people"));
        }
        let stays: Vec<PersonId> = lives.ids().filter(|id| !left.contains(id)).collect();
        if stays.is_empty() {
            return Ok(None);
        }
        let kept = Some(lives.head).filter(|head| stays.contains(head));
        let head = changing.head.or(kept);
        let head = head.ok_or_else(|| Fault::at(Code::HouseholdHeadMissing, "head"))?;
        if !stays.contains(&head) {
            return Err(Fault::at(Code::HouseholdNotMember, "head"));
        }
        let told = |id: PersonId| {
            let mut told = changing.relations.iter();
            told.find(|member| member.person == id)
                .map(|member| member.relation.clone())
        };
        let before = |id: PersonId| {
            let mut members = lives.members.iter();
            let member = members.find(|member| member.person == id);
            // What she was to another head says nothing of this one.
            member
                .filter(|_| head == lives.head)
                .map(|member| member.relation.clone())
        };
        let others = stays.into_iter().filter(|id| *id != head);
        let members = others.map(|person| Member {
            person,
            relation: told(person).or_else(|| before(person)).unwrap_or_default(),
        });
        let members = members.collect();
        Ok(Some(People { head, members }))
    }
}

fn dwelling(typed: &str) -> Result<String, Fault> {
    let line = text::line(typed, ADDRESS_LIMIT).map_err(|fault| fault.in_field("address"))?;
    if line.is_empty() {
        return Err(Fault::at(Code::FieldMissing, "address"));
    }
    Ok(line)
}

/// A move that is to come is no move yet.
fn day(basis: Basis, today: Day) -> Result<(), Fault> {
    if basis.on > today {
        return Err(Fault::at(Code::DateInFuture, "on"));
    }
    Ok(())
}

fn some<T>(told: &[T], field: &str) -> Result<(), Fault> {
    if told.is_empty() {
        return Err(Fault::at(Code::FieldMissing, field));
    }
    Ok(())
}

/// Nobody stands twice, and not more than fit.
fn whole(people: &People) -> Result<(), Fault> {
    let mut ids: Vec<PersonId> = people.ids().collect();
    if ids.len() > PEOPLE_LIMIT {
        return Err(Fault::at(Code::FieldTooMany, "members").with("max", PEOPLE_LIMIT));
    }
    let told = ids.len();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() < told {
        return Err(Fault::at(Code::HouseholdMember, "members"));
    }
    Ok(())
}
