//! Two records of one person become one (*gộp hồ sơ*), and two again (*tách hồ sơ*).
//!
//! Purpose: decides what stands of both, field by field, and what stands again when it is undone. Both
//! records stay: the one that goes keeps its facts and leads to the one that stays. Must never: merge
//! by itself, or take two people with two proven numbers for one.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Amended, Facts, Person, Proof, Wrote, grow, within};
use crate::action::Action;
use crate::fault::{Code, Refusal};
use crate::id::PersonId;
use crate::moment::Moment;
use crate::subject::Fate;

/// A fact of which a record holds one.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Full name; the other becomes another name of hers.
    Name,
    /// Birth date.
    Born,
    /// Sex.
    Sex,
    /// Personal number.
    Number,
    /// Old card's number.
    OldNumber,
    /// Passport.
    Passport,
    /// Nationality.
    Nationality,
    /// Address.
    Address,
}

impl Fact {
    /// All, in the order of a page.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Number,
        Self::OldNumber,
        Self::Passport,
        Self::Born,
        Self::Sex,
        Self::Nationality,
        Self::Address,
    ];

    /// Whether both know it, and each something else.
    pub fn differs(self, one: &Facts, other: &Facts) -> bool {
        self.known(one) && self.known(other) && !self.same(one, other)
    }

    fn known(self, facts: &Facts) -> bool {
        match self {
            Self::Name => !facts.name.is_empty(),
            Self::Born => facts.born.is_some(),
            Self::Sex => facts.sex.is_some(),
            Self::Number => facts.number.is_some(),
            Self::OldNumber => facts.old_number.is_some(),
            Self::Passport => facts.passport.is_some(),
            Self::Nationality => facts.nationality.is_some(),
            Self::Address => !facts.address.is_empty(),
        }
    }

    fn same(self, one: &Facts, other: &Facts) -> bool {
        match self {
            Self::Name => one.name == other.name,
            Self::Born => one.born == other.born,
            Self::Sex => one.sex == other.sex,
            Self::Number => one.number == other.number,
            Self::OldNumber => one.old_number == other.old_number,
            Self::Passport => one.passport == other.passport,
            Self::Nationality => one.nationality == other.nationality,
            Self::Address => one.address == other.address,
        }
    }

    fn take(self, facts: &mut Facts, from: &Facts) {
        match self {
            Self::Name => facts.name.clone_from(&from.name),
            Self::Born => facts.born = from.born,
            Self::Sex => facts.sex = from.sex,
            Self::Number => facts.number.clone_from(&from.number),
            Self::OldNumber => facts.old_number.clone_from(&from.old_number),
            Self::Passport => facts.passport.clone_from(&from.passport),
            Self::Nationality => facts.nationality.clone_from(&from.nationality),
            Self::Address => facts.address.clone_from(&from.address),
        }
    }
}

/// Of the record that goes: where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merged {
    /// The record that stays.
    pub into: PersonId,
    /// Digest of what both persons agreed to, hex.
    pub request: String,
}

/// Of the record that stays: what was merged into it, and what that made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joined {
    /// The record that goes.
    pub from: PersonId,
    /// What was known before.
    pub before: Amended,
    /// What is known now.
    pub after: Amended,
    /// Her address is restricted from now on, for it was in the record that goes.
    pub restricts: bool,
    /// Digest of what both persons agreed to, hex.
    pub request: String,
}

/// Of the record that went: it is one of its own again, with all it knew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unmerged {
    /// Digest of what both persons agreed to, hex.
    pub request: String,
}

/// Of the record that stayed: the other one left it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parted {
    /// The record that left.
    pub from: PersonId,
    /// What is known now: as before the merging, with what was told since.
    pub facts: Facts,
    /// By what proof.
    pub proof: Proof,
    /// Digest of what both persons agreed to, hex.
    pub request: String,
}

/// A record merged into this one, and what is needed to undo it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The record that went.
    pub from: PersonId,
    /// When.
    pub at: Moment,
    /// What was known before.
    pub before: Amended,
    /// What was known after.
    pub after: Amended,
}

/// A merging as it is shown to two people before they agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merging {
    /// What is known afterwards.
    pub after: Amended,
    /// Her address is restricted from then on.
    pub restricts: bool,
}

impl Person {
    /// Whether this id is hers: her record's, or one that was merged into it.
    pub fn is(&self, id: PersonId) -> bool {
        self.ids().any(|one| one == id)
    }

    /// The ids under which her visits and matters stand.
    pub fn ids(&self) -> impl Iterator<Item = PersonId> {
        let joined = self.joined.iter().map(|join| join.from);
        core::iter::once(self.id).chain(joined)
    }

    /// Decides what stands when `goes` is merged into this record. `taken`: the facts that come from
    /// the one that goes where both know something; what only one knows stands, and lists grow.
    ///
    /// # Errors
    /// [`Code::PersonMerged`] where one of them was merged already, or others into the one that goes
    /// (readers are led on once); [`Code::PersonTwoNumbers`] where a card or app proved each number;
    /// [`Code::FieldTooMany`] where a list would outgrow its limit.
    pub fn merge(&self, goes: &Self, taken: &BTreeSet<Fact>) -> Result<Merging, Refusal> {
        let apart = self.id != goes.id && self.merged.is_none() && goes.merged.is_none();
        if !apart || !goes.joined.is_empty() {
            return Err(Refusal::new(Code::PersonMerged));
        }
        let proven = |person: &Self| person.proof <= Proof::VneidSeen;
        if Fact::Number.differs(&self.facts, &goes.facts) && proven(self) && proven(goes) {
            return Err(Refusal::new(Code::PersonTwoNumbers));
        }
        let (one, other) = (&self.facts, &goes.facts);
        let mut facts = one.clone();
        for fact in Fact::ALL {
            if fact.known(other) && (!fact.known(one) || taken.contains(&fact)) {
                fact.take(&mut facts, other);
            }
        }
        grow(&mut facts.other_names, &other.other_names);
        grow(
            &mut facts.other_names,
            &[one.name.clone(), other.name.clone()],
        );
        facts.other_names.retain(|name| *name != facts.name);
        // Her own latest phone stays the last, which is the one that is offered.
        let mut phones = other.phones.clone();
        phones.retain(|phone| !one.phones.contains(phone));
        phones.append(&mut facts.phones);
        facts.phones = phones;
        within(&facts, "")?;
        let proof = proof(&facts, self, goes);
        Ok(Merging {
            after: Amended { facts, proof },
            restricts: goes.is_restricted() && !self.is_restricted(),
        })
    }

    /// Decides what stands when the record merged last leaves again: what the merging brought goes
    /// with it, what was told since stays. `None` where nothing was merged.
    pub fn part(&self) -> Option<(PersonId, Amended)> {
        let last = self.joined.last()?;
        let wrote = Wrote {
            before: Some(last.before.clone()),
            after: last.after.clone(),
        };
        let now = Amended {
            facts: self.facts.clone(),
            proof: self.proof,
        };
        Some((last.from, self.take_back(&wrote).unwrap_or(now)))
    }

    /// Decides that the record that leaves is restricted, as this one is now: whose it was while both
    /// were one nobody can tell.
    pub fn part_restricted(&self, left: &Self) -> Option<Action> {
        let kept = self.is_restricted();
        kept.then(|| left.restricting(true)).flatten()
    }

    pub(super) fn go(&mut self, into: Option<PersonId>) -> Fate {
        self.merged = into;
        Fate::Applied
    }

    pub(super) fn join(&mut self, body: &Joined, at: Moment) -> Fate {
        self.facts = body.after.facts.clone();
        self.proof = body.after.proof;
        if body.restricts {
            self.restricted = Some(at);
        }
        self.joined.push(Join {
            from: body.from,
            at,
            before: body.before.clone(),
            after: body.after.clone(),
        });
        Fate::Applied
    }

    pub(super) fn part_from(&mut self, body: &Parted) -> Fate {
        self.facts = body.facts.clone();
        self.proof = body.proof;
        self.joined.retain(|join| join.from != body.from);
        Fate::Applied
    }
}

/// By what proof a merged record stands: by that of a record of which nothing that names her gave way,
/// else by the weaker, or the record would claim that a card proved what was only said.
fn proof(facts: &Facts, one: &Person, other: &Person) -> Proof {
    let holds = |person: &Person| {
        let mut naming = Fact::ALL.into_iter().filter(|fact| *fact != Fact::Address);
        naming.all(|fact| !fact.known(&person.facts) || fact.same(facts, &person.facts))
    };
    match (holds(one), holds(other)) {
        (true, true) => one.proof.min(other.proof),
        (true, false) => one.proof,
        (false, true) => other.proof,
        (false, false) => one.proof.max(other.proof),
    }
}

#[cfg(test)]
mod tests;
