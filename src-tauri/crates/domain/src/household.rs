//! A household (*hộ gia đình*): who is registered at one dwelling, under one head, as the desk knows it.
//!
//! Purpose: the household aggregate: its state, what can happen to it, the fold. Members are people on
//! record, named by id, so that a merging, a restriction or an erasure of one of them holds here, too.
//! Source: Luật Cư trú 68/2020/QH14 Art 10 (head and members), Art 25 (split), Art 26 (correction).
//! Must never: hold a name, or say where somebody went to whoever may not know it.

use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::fault::{Code, Fault};
use crate::id::{FileId, HouseholdId, PersonId, UserId};
use crate::moment::{Day, Moment};
use crate::subject::{Fate, Stamp};

mod changes;

pub use changes::{Changing, Corrects, Leaving, Splitting, record, relation};

/// Most people of one household.
pub const PEOPLE_LIMIT: usize = 30;

/// By which registration its people live there.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Stay {
    /// *Thường trú.*
    Permanent,
    /// *Tạm trú.*
    Temporary,
}

/// Why somebody is in it no longer.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Moved out (*chuyển đi*).
    Moved,
    /// Died (*đã chết*).
    Died,
    /// The registration was ended (*xóa đăng ký*).
    Ended,
}

/// One of its people who is not the head.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// What she is to the head, in words (`vợ`, `con đẻ`); blank where the head changed and nobody
    /// said it yet.
    pub relation: String,
}

/// Who lives there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// The head (*chủ hộ*).
    pub head: PersonId,
    /// The others, in the order in which they were told.
    pub members: Vec<Member>,
}

impl People {
    /// Everybody, the head first.
    pub fn ids(&self) -> impl Iterator<Item = PersonId> {
        let others = self.members.iter().map(|member| member.person);
        core::iter::once(self.head).chain(others)
    }

    /// The same people under the ids that their records stay under, each once: two records that were
    /// merged are one person.
    #[must_use]
    pub fn settled(&self, stays: impl Fn(PersonId) -> PersonId) -> Self {
        let head = stays(self.head);
        let mut members: Vec<Member> = Vec::with_capacity(self.members.len());
        for member in &self.members {
            let person = stays(member.person);
            if person != head && members.iter().all(|one| one.person != person) {
                let relation = member.relation.clone();
                members.push(Member { person, relation });
            }
        }
        Self { head, members }
    }
}

// Relations and who lives where never reach a log.
crate::quiet!(
    Member, People, Recorded, Left, Corrected, Happened, Household, Leaving, Splitting, Changing,
    Corrects
);

/// On what an entry of it rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// From what day it holds.
    pub on: Day,
    /// The matter that decided it, where the desk has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileId>,
}

/// A household became known.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// By which registration.
    pub stay: Stay,
    /// Its dwelling as written.
    pub address: String,
    /// Who lives there.
    pub people: People,
    /// The household it was split off from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<HouseholdId>,
    /// Since when, and by what matter.
    pub basis: Basis,
}

/// People moved in (*chuyển đến*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joined {
    /// Who.
    pub who: Vec<PersonId>,
    /// Who lives there now.
    pub people: People,
    /// Since when, and by what matter.
    pub basis: Basis,
}

/// People are in it no longer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Left {
    /// Who.
    pub who: Vec<PersonId>,
    /// Why.
    pub why: Why,
    /// Where to, as written; blank where nobody said it.
    pub to: String,
    /// Who lives there now; nobody, and the household is over.
    pub people: Option<People>,
    /// Since when, and by what matter.
    pub basis: Basis,
}

/// People became a household of their own (*tách hộ*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// Who.
    pub who: Vec<PersonId>,
    /// Their household.
    pub into: HouseholdId,
    /// Who lives there now.
    pub people: People,
    /// Since when, and by what matter.
    pub basis: Basis,
}

/// What was noted of it was wrong or is so no longer (*điều chỉnh thông tin*).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrected {
    /// Its dwelling now.
    pub address: String,
    /// The same people, with the head and the relations of now.
    pub people: People,
    /// Since when, and by what matter.
    pub basis: Basis,
}

/// What happened to it, kept for its history.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Happened {
    /// It became known.
    Recorded {
        /// The household it was split off from.
        from: Option<HouseholdId>,
    },
    /// People moved in.
    Joined {
        /// Who.
        joined: Vec<PersonId>,
    },
    /// People are in it no longer.
    Left {
        /// Who.
        left: Vec<PersonId>,
        /// Why.
        why: Why,
        /// Where to.
        to: String,
    },
    /// People became a household of their own.
    Split {
        /// Who.
        left: Vec<PersonId>,
        /// Their household.
        into: HouseholdId,
    },
    /// What was noted gave way.
    Corrected {
        /// The dwelling of before, where it changed.
        address: Option<String>,
        /// The head of before, where another one is it now.
        head: Option<PersonId>,
        /// The relations of before that changed.
        relations: Vec<Member>,
    },
}

impl Happened {
    /// Whom it was about, where it was about somebody.
    pub fn who(&self) -> &[PersonId] {
        match self {
            Self::Joined { joined } => joined,
            Self::Left { left, .. } | Self::Split { left, .. } => left,
            Self::Recorded { .. } | Self::Corrected { .. } => &[],
        }
    }
}

/// One line of its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    /// When it was noted.
    pub at: Moment,
    /// By whom.
    pub by: UserId,
    /// What.
    pub what: Happened,
    /// Since when, and by what matter.
    pub basis: Basis,
}

/// A household as the journal tells it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Household {
    /// Identity of the record.
    pub id: HouseholdId,
    /// By which registration.
    pub stay: Stay,
    /// Its dwelling as written.
    pub address: String,
    /// Who lives there; nobody, and it is over.
    pub people: Option<People>,
    /// What happened, the first thing first.
    pub course: Vec<Turn>,
}

impl Household {
    pub(crate) fn recorded(stamp: &Stamp, body: &Recorded) -> Self {
        let mut household = Self {
            id: stamp.subject.into(),
            stay: body.stay,
            address: body.address.clone(),
            people: Some(body.people.clone()),
            course: Vec::new(),
        };
        let what = Happened::Recorded { from: body.from };
        household.turn(stamp, what, body.basis);
        household
    }

    pub(crate) fn apply(&mut self, stamp: &Stamp, action: &Action) -> Fate {
        #[expect(clippy::wildcard_enum_match_arm, reason = "few concern a household")]
        let (what, basis) = match action {
            Action::HouseholdJoined(body) => {
                self.people = Some(body.people.clone());
                let joined = body.who.clone();
                (Happened::Joined { joined }, body.basis)
            }
            Action::HouseholdLeft(body) => {
                self.people.clone_from(&body.people);
                let (left, why, to) = (body.who.clone(), body.why, body.to.clone());
                (Happened::Left { left, why, to }, body.basis)
            }
            Action::HouseholdSplit(body) => {
                self.people = Some(body.people.clone());
                let (left, into) = (body.who.clone(), body.into);
                (Happened::Split { left, into }, body.basis)
            }
            Action::HouseholdCorrected(body) => (self.correct(body), body.basis),
            _ => return Fate::Ignored("not an action of a household"),
        };
        self.turn(stamp, what, basis);
        Fate::Applied
    }

    fn turn(&mut self, stamp: &Stamp, what: Happened, basis: Basis) {
        self.course.push(Turn {
            at: stamp.at,
            by: stamp.actor,
            what,
            basis,
        });
    }

    /// Takes what is so now, and answers what was so before.
    fn correct(&mut self, body: &Corrected) -> Happened {
        let before = self.people.replace(body.people.clone());
        let head = before.as_ref().map(|people| people.head);
        let members = before.map(|people| people.members).unwrap_or_default();
        let changed = |member: &Member| {
            let now = body.people.members.iter();
            let now = now.clone().find(|now| now.person == member.person);
            now.is_none_or(|now| now.relation != member.relation)
        };
        let address = (self.address != body.address)
            .then(|| core::mem::replace(&mut self.address, body.address.clone()));
        Happened::Corrected {
            address,
            head: head.filter(|head| *head != body.people.head),
            relations: members.into_iter().filter(changed).collect(),
        }
    }

    /// Who recorded it.
    pub fn recorded_by(&self) -> Option<UserId> {
        self.course.first().map(|turn| turn.by)
    }

    /// Everybody who lives there, the head first.
    pub fn ids(&self) -> impl Iterator<Item = PersonId> {
        self.people.iter().flat_map(People::ids)
    }

    /// Its dwelling as it was when the turn at this place of the course was noted.
    pub fn address_at(&self, place: usize) -> &str {
        let later = self.course.iter().skip(place.saturating_add(1));
        let mut before = later.filter_map(|turn| match &turn.what {
            Happened::Corrected { address, .. } => address.as_deref(),
            Happened::Recorded { .. }
            | Happened::Joined { .. }
            | Happened::Left { .. }
            | Happened::Split { .. } => None,
        });
        before.next().unwrap_or(&self.address)
    }

    /// Everybody who ever lived there.
    pub fn ever(&self) -> Vec<PersonId> {
        let turns = self.course.iter().flat_map(|turn| turn.what.who());
        let mut ever: Vec<PersonId> = self.ids().chain(turns.copied()).collect();
        ever.sort_unstable();
        ever.dedup();
        ever
    }

    /// Those who live there, where it is not over.
    ///
    /// # Errors
    /// [`Code::HouseholdOver`].
    pub fn lives(&self) -> Result<&People, Fault> {
        let over = || Fault::new(Code::HouseholdOver);
        self.people.as_ref().ok_or_else(over)
    }
}

#[cfg(test)]
mod tests;
