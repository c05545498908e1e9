//! People: find, open a page, look alike, import.
//!
//! Purpose: the ways from a name, a number or a table to persons. Opening a page is journalled
//! once a session, subject and day; lists and search are not. Must never: merge on its own.

use std::collections::BTreeMap;

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::id::{PersonId, SubjectId};
use domain::permission::Circumstance;
use domain::person::Person;
use domain::subject::Viewed;
use serde::{Deserialize, Serialize};
use store::{MatchedBy, Pending, Tx};

use crate::Office;
use crate::policy::{Permit, RecordPerson, SearchPeople};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};
use crate::views::{PeopleFound, PersonRow};

/// Longest query, characters; what is longer cannot be a name, number or phone.
const QUERY_LIMIT: usize = 200;
/// People walked in one slice.
const SLICE: u32 = 500;

/// Two or more records that may be one person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LookAlike {
    /// The records, newest first.
    pub people: Vec<PersonRow>,
}

impl Office {
    /// People by part of a name (marks or none), number or phone, best first.
    pub async fn find_people(
        &self,
        session: &Session,
        query: &str,
        limit: usize,
    ) -> Answer<PeopleFound> {
        let permit: Permit<'_, SearchPeople> =
            self.permit(session, Circumstance::default()).await?;
        // A space at the end says that the word is finished: it is no longer a beginning.
        let finished = query.ends_with(char::is_whitespace);
        let mut query = domain::text::line(query, QUERY_LIMIT)
            .map_err(|fault| Refused::from(fault.in_field("query")))?;
        if finished {
            query.push(' ');
        }
        let mut tx = permit.session().records()?.desk.begin().await?;
        let (found, more) = tx.find_people(&query, limit).await?;
        let mut people: Vec<PersonRow> = found
            .iter()
            .map(|found| PersonRow::of(&found.person, found.by))
            .collect();
        if let Some(person) = carried_to(&mut tx, &query).await? {
            people.retain(|row| row.id != person.id);
            people.insert(0, person);
        }
        Ok(PeopleFound { people, more })
    }

    /// A person's page, without what is restricted. The look is journalled before the content is
    /// answered.
    pub async fn open_person(&self, session: &Session, id: PersonId) -> Answer<Person> {
        let permit: Permit<'_, RecordPerson> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let person = on_record(&mut tx, id).await?;
        self.note_look(tx, records, person.id, Action::PersonViewed)
            .await?;
        Ok(person.shown())
    }

    /// The same for the form of a visit that stands open. The look is held back until that visit is saved
    /// or thrown away, or the session ends; where it becomes a private reception there was none.
    pub async fn show_person(&self, session: &Session, id: PersonId) -> Answer<Person> {
        let permit: Permit<'_, RecordPerson> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let person = on_record(&mut records.desk.begin().await?, id).await?;
        records.hold_look(person.id.into(), self.clock.now().day());
        Ok(person.shown())
    }

    /// The entries of looks that were held back.
    pub(crate) fn held_entries(records: &Records) -> Vec<Pending> {
        let due = records.held_looks().into_iter();
        due.map(|(subject, day)| Pending::new(subject, Action::PersonViewed(Viewed { day })))
            .collect()
    }

    /// Looks that were held back stand in the journal now.
    pub(crate) fn entered_held(records: &Records) {
        for (subject, day) in records.held_looks() {
            records.note_look(subject, day);
        }
        records.drop_held_looks();
    }

    /// Enters looks that were held back: what they were held for was thrown away, or the session ends.
    pub(crate) async fn enter_held(&self, records: &Records) -> Answer<()> {
        let entries = Self::held_entries(records);
        if !entries.is_empty() {
            let tx = records.desk.begin().await?;
            self.commit(tx, records, entries).await?;
        }
        Self::entered_held(records);
        Ok(())
    }

    /// Enters a look in the journal, once a session, subject and day, before anything is shown.
    pub(crate) async fn note_look(
        &self,
        tx: Tx,
        records: &Records,
        subject: impl Into<SubjectId>,
        viewed: fn(Viewed) -> Action,
    ) -> Answer<()> {
        let (subject, day) = (subject.into(), self.clock.now().day());
        if records.look_noted(subject, day) {
            return Ok(());
        }
        let entries = vec![Pending::new(subject, viewed(Viewed { day }))];
        self.commit(tx, records, entries).await?;
        records.note_look(subject, day);
        Ok(())
    }

    /// Groups of records that may be one person: the same number, or the same name and birth year.
    pub async fn look_alikes(&self, session: &Session) -> Answer<Vec<LookAlike>> {
        let permit: Permit<'_, SearchPeople> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut groups: BTreeMap<String, Vec<PersonRow>> = BTreeMap::new();
        let mut after = PersonId::new(uuid::Uuid::nil());
        loop {
            let slice = records
                .desk
                .begin()
                .await?
                .people_after(after, SLICE)
                .await?;
            let Some(last) = slice.last() else { break };
            after = last.id;
            for person in &slice {
                for (key, by) in keys(person) {
                    groups
                        .entry(key)
                        .or_default()
                        .push(PersonRow::of(person, by));
                }
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        let alike = groups
            .into_values()
            .filter(|people| people.len() > 1)
            .filter(|people| {
                let ids: Vec<_> = people.iter().map(|person| person.id.clone()).collect();
                seen.insert(ids)
            });
        Ok(alike
            .map(|mut people| {
                people.reverse();
                LookAlike { people }
            })
            .collect())
    }

    /// People like the one described, for the quiet link beside a form.
    pub async fn look_alikes_of(
        &self,
        session: &Session,
        facts: &domain::person::Facts,
        limit: usize,
    ) -> Answer<Vec<PersonRow>> {
        let permit: Permit<'_, SearchPeople> =
            self.permit(session, Circumstance::default()).await?;
        let mut tx = permit.session().records()?.desk.begin().await?;
        let found = tx.look_alikes(facts, None, limit).await?;
        Ok(found
            .iter()
            .map(|found| PersonRow::of(&found.person, found.by))
            .collect())
    }
}

/// A person on record, or the one that her record was merged into.
pub(crate) async fn on_record(tx: &mut Tx, id: PersonId) -> Answer<Person> {
    let person = tx.person(id).await?;
    person.ok_or_else(|| Fault::at(Code::PersonUnknown, "id").into())
}

/// What two records of one person would share.
fn keys(person: &Person) -> Vec<(String, MatchedBy)> {
    let facts = &person.facts;
    let mut keys = Vec::new();
    if let Some(number) = &facts.number {
        keys.push((format!("number {number}"), MatchedBy::Number));
    }
    if let Some(born) = facts.born {
        let name = domain::fold::loose_key(&facts.name);
        keys.push((format!("name {name} {}", born.year()), MatchedBy::Loose));
    }
    keys
}

/// Whose file was carried over under this number of a paper register.
async fn carried_to(tx: &mut Tx, query: &str) -> Answer<Option<PersonRow>> {
    // A number has a digit; words alone are not asked for.
    if !query.bytes().any(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let number = query.split_whitespace().collect::<Vec<_>>().join(" ");
    let file = tx.files_by_carried(&[number]).await?.pop();
    let party = file.and_then(|file| file.opened.parties.into_iter().next());
    let Some(party) = party else { return Ok(None) };
    let person = tx.person(party.person).await?;
    // The number of a paper register tells whose matter it is.
    let person = person.filter(|person| !person.is_restricted());
    Ok(person.map(|person| PersonRow::of(&person, MatchedBy::Number)))
}
