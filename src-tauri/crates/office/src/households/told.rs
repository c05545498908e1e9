//! What is told of a household, read: days, people on record, and people who are not yet.
//!
//! Purpose: requests of the window to what `domain` decides on. Somebody told with a number that is on
//! record is that person where the name agrees. Must never: take one person for another.

use std::collections::BTreeSet;

use domain::born::{PartialDate, Sex};
use domain::fault::{Code, Fault, Faults, Refusal};
use domain::file::File;
use domain::fold;
use domain::household::{Member, Stay, Why, relation};
use domain::id::{FileId, HouseholdId, PersonId};
use domain::moment::Day;
use domain::person::{self, Facts, Naming, Person, Proof};
use serde::Deserialize;
use store::{Pending, Tx};

use super::{day_of, member};
use crate::Office;
use crate::refused::{Answer, Refused};

/// Somebody of a household, as told: on record, or named.
#[derive(Clone, Default, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct MemberTold {
    /// Her record; the other facts are not read then.
    #[serde(default)]
    pub id: Option<String>,
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Birth date: `1990-03-05`, `1956`.
    #[serde(default)]
    pub born: Option<String>,
    /// Sex.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// Personal number.
    #[serde(default)]
    pub number: Option<String>,
    /// What she is to the head; not read of the head.
    #[serde(default)]
    pub relation: String,
}

/// What somebody of a household is to its head.
#[derive(Clone, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct RelationTold {
    /// Whom, as the household names her.
    pub id: String,
    /// What she is to the head.
    pub relation: String,
}

/// A household, as told.
#[derive(Clone, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct HouseholdTold {
    /// By which registration.
    pub stay: Stay,
    /// Its dwelling.
    pub address: String,
    /// Since when, `2026-11-30`; blank for today.
    pub on: String,
    /// The matter that decided it.
    #[serde(default)]
    pub file: Option<String>,
    /// The head.
    pub head: MemberTold,
    /// The others.
    pub members: Vec<MemberTold>,
}

/// What happens to a household. `next` and `relations` are of those who stay.
#[derive(Clone, Deserialize, specta::Type)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum HouseholdChange {
    /// People move in.
    Joined {
        /// Who.
        members: Vec<MemberTold>,
    },
    /// People are in it no longer.
    Left {
        /// Who.
        people: Vec<String>,
        /// Why.
        why: Why,
        /// Where to; may be blank.
        to: String,
        /// The next head, where the head leaves.
        next: Option<String>,
        /// What the others are to the next head.
        relations: Vec<RelationTold>,
    },
    /// People become a household of their own.
    Split {
        /// Their head.
        head: String,
        /// The others of theirs.
        members: Vec<RelationTold>,
        /// Their dwelling; blank where it is the same.
        address: String,
        /// The next head here, where the head leaves.
        next: Option<String>,
        /// What the others here are to the next head.
        relations: Vec<RelationTold>,
    },
    /// What was noted was wrong.
    Corrected {
        /// The dwelling.
        address: String,
        /// The head, where another one is it.
        head: Option<String>,
        /// Relations.
        relations: Vec<RelationTold>,
    },
}

/// A change, as told.
#[derive(Clone, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct ChangeTold {
    /// Since when, `2026-11-30`; blank for today.
    pub on: String,
    /// The matter that decided it.
    #[serde(default)]
    pub file: Option<String>,
    /// What.
    pub change: HouseholdChange,
}

domain::quiet!(
    MemberTold,
    RelationTold,
    HouseholdTold,
    HouseholdChange,
    ChangeTold
);

/// People on record who move, each with the field at which a fault about her stands.
pub(super) type Moving = Vec<(Person, String)>;

/// People being read; everything wrong with them is told at once.
pub(super) struct Reading<'a> {
    office: &'a Office,
    today: Day,
    faults: Faults,
    /// On record already: whoever of them lives elsewhere leaves there.
    known: Moving,
    entries: Vec<Pending>,
    numbers: BTreeSet<String>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(office: &'a Office, today: Day) -> Self {
        Self {
            office,
            today,
            faults: Faults::default(),
            known: Vec::new(),
            entries: Vec::new(),
            numbers: BTreeSet::new(),
        }
    }

    pub(super) async fn head(
        &mut self,
        tx: &mut Tx,
        told: &MemberTold,
    ) -> Answer<Option<PersonId>> {
        self.one(tx, told, "head", &[]).await
    }

    /// Everybody told, with what she is to the head. Who `lives` there already is refused.
    pub(super) async fn members(
        &mut self,
        tx: &mut Tx,
        told: &[MemberTold],
        lives: &[PersonId],
    ) -> Answer<Vec<Member>> {
        let mut members = Vec::with_capacity(told.len());
        for (index, one) in told.iter().enumerate() {
            let path = format!("members[{index}]");
            let id = self.one(tx, one, &path, lives).await?;
            let relation = relation(&one.relation, &format!("{path}.relation"));
            let relation = self.faults.keep(relation);
            members.extend(id.zip(relation).map(|(id, relation)| member(id, relation)));
        }
        Ok(members)
    }

    /// Since when; today stands for a day that cannot be read.
    pub(super) fn day(&mut self, typed: &str) -> Day {
        let day = day_of(typed, self.today);
        self.faults.keep(day).unwrap_or(self.today)
    }

    /// The matter it rests on; one that was told has to be there.
    pub(super) fn file(&mut self, told: bool, found: Option<&File>) -> Option<FileId> {
        if told && found.is_none() {
            self.faults.push(Fault::at(Code::FileUnknown, "file"));
        }
        found.map(|file| file.id)
    }

    pub(super) fn address(&mut self, typed: &str) {
        if typed.trim().is_empty() {
            self.faults.push(Fault::at(Code::FieldMissing, "address"));
        }
    }

    /// Nothing was wrong so far.
    pub(super) fn is_good(&self) -> bool {
        self.faults.is_empty()
    }

    /// Keeps what was decided, or its faults.
    pub(super) fn keep<T>(&mut self, decided: Result<T, Refusal>) -> Option<T> {
        self.faults.keep_all(decided)
    }

    /// What was decided, where nothing else was wrong; all faults together otherwise.
    pub(super) fn with<T>(mut self, decided: Result<T, Refusal>) -> Answer<T> {
        let decided = self.faults.keep_all(decided);
        self.faults.finish()?;
        decided.ok_or_else(|| Refused::new(Code::HouseholdUnchanged))
    }

    /// Everybody who is on record already, each with her place in the request, and the entries that
    /// record the others.
    pub(super) fn finish(self) -> Answer<(Moving, Vec<Pending>)> {
        self.faults.finish()?;
        Ok((self.known, self.entries))
    }

    /// Somebody of the household as the page names her, under the id that her record stays under.
    pub(super) async fn living(
        &mut self,
        tx: &mut Tx,
        id: &str,
        field: &str,
    ) -> Answer<Option<PersonId>> {
        let person = match id.parse::<PersonId>() {
            Ok(id) => tx.person(id).await?,
            Err(_not_an_id) => None,
        };
        if person.is_none() {
            let code = if id.is_empty() {
                Code::FieldMissing
            } else {
                Code::PersonUnknown
            };
            self.faults.push(Fault::at(code, field));
        }
        Ok(person.map(|person| person.id))
    }

    /// What some are to the head; every fault at its row.
    pub(super) async fn relations(
        &mut self,
        tx: &mut Tx,
        told: &[RelationTold],
        field: &str,
    ) -> Answer<Vec<Member>> {
        let mut members = Vec::with_capacity(told.len());
        for (index, one) in told.iter().enumerate() {
            let path = format!("{field}[{index}].relation");
            let person = self.living(tx, &one.id, &path).await?;
            let said = self.faults.keep(relation(&one.relation, &path));
            members.extend(person.zip(said).map(|(id, said)| member(id, said)));
        }
        Ok(members)
    }

    async fn one(
        &mut self,
        tx: &mut Tx,
        told: &MemberTold,
        path: &str,
        lives: &[PersonId],
    ) -> Answer<Option<PersonId>> {
        if let Some(id) = &told.id {
            let id = person_id(id, path)?;
            let person = tx.person(id).await?;
            let unknown = || Fault::at(Code::PersonUnknown, format!("{path}.name"));
            let person = self.faults.keep(person.ok_or_else(unknown));
            return Ok(person.and_then(|person| self.on_record(person, path, lives)));
        }
        let born = told.born.as_deref().map(|text| self.born(text, path));
        let born = born.and_then(|born| self.faults.keep(born));
        let facts = Facts {
            name: told.name.clone(),
            born,
            sex: told.sex,
            number: told.number.clone().filter(|text| !text.trim().is_empty()),
            ..Facts::default()
        };
        let facts = person::check(&facts, Naming::Needed, path);
        let Some(facts) = self.faults.keep_all(facts) else {
            return Ok(None);
        };
        self.named(tx, facts, path, lives).await
    }

    fn born(&self, text: &str, path: &str) -> Result<PartialDate, Fault> {
        let at = |code| Fault::at(code, format!("{path}.born"));
        let born = PartialDate::from_iso(text).ok_or_else(|| at(Code::FieldNotDate))?;
        if born.is_after(self.today) {
            return Err(at(Code::DateInFuture));
        }
        Ok(born)
    }

    /// Somebody told by name: on record under her number, or recorded now by what was said.
    async fn named(
        &mut self,
        tx: &mut Tx,
        facts: Facts,
        path: &str,
        lives: &[PersonId],
    ) -> Answer<Option<PersonId>> {
        if let Some(number) = &facts.number {
            if !self.numbers.insert(number.clone()) {
                let fault = Fault::at(Code::HouseholdMember, format!("{path}.number"));
                self.faults.push(fault);
                return Ok(None);
            }
            if let Some(person) = tx.person_by_number(number).await? {
                if fold::folded_key(&person.facts.name) != fold::folded_key(&facts.name) {
                    let fault = Fault::at(Code::HouseholdNumber, format!("{path}.number"));
                    self.faults.push(fault);
                    return Ok(None);
                }
                return Ok(self.on_record(person, path, lives));
            }
        }
        let id = self.office.ids().person();
        let action = person::record(facts, Proof::OwnWords);
        self.entries.push(Pending::new(id, action));
        Ok(Some(id))
    }

    fn on_record(&mut self, person: Person, path: &str, lives: &[PersonId]) -> Option<PersonId> {
        let twice = self.known.iter().any(|(known, _)| known.id == person.id);
        if twice || lives.iter().any(|id| person.is(*id)) {
            let fault = Fault::at(Code::HouseholdMember, format!("{path}.name"));
            self.faults.push(fault);
            return None;
        }
        let id = person.id;
        self.known.push((person, format!("{path}.name")));
        Some(id)
    }
}

fn person_id(text: &str, field: &str) -> Answer<PersonId> {
    text.parse()
        .map_err(|_not_an_id| Refused::from(Fault::at(Code::PersonUnknown, field)))
}

pub(super) fn household_id(text: &str) -> Answer<HouseholdId> {
    text.parse()
        .map_err(|_not_an_id| Refused::from(Fault::at(Code::HouseholdUnknown, "id")))
}
