//! People: load, find, look alike.
//!
//! Purpose: the queries behind search and behind the quiet link "may be the same person".
//! Must never: merge, or rank people by anything but how well the typed words fit.

use domain::action::Noun;
use domain::fold;
use domain::id::{PersonId, SubjectId};
use domain::person::{Facts, Person};
use domain::subject::Subject;
use serde::{Deserialize, Serialize};

use crate::search::{self, Column};
use crate::{StoreError, Tx, subjects};

/// Which tier found somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchedBy {
    /// Number or phone.
    Number,
    /// The name as spelled.
    Exact,
    /// The name with marks left out.
    Folded,
    /// i and y taken as one.
    Loose,
}

/// A person found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Who.
    pub person: Person,
    /// How.
    pub by: MatchedBy,
}

/// Most rows one search gives.
pub(crate) const FIND_LIMIT: usize = 200;

impl Tx {
    /// A person, or nothing where there is none or she was erased. A record that was merged leads to
    /// the one that stayed.
    pub async fn person(&mut self, id: PersonId) -> Result<Option<Person>, StoreError> {
        let person = self.person_record(id).await?;
        match person.as_ref().and_then(|person| person.merged) {
            Some(into) => self.person_record(into).await,
            None => Ok(person),
        }
    }

    /// A person's record as it lies there, merged or not.
    pub async fn person_record(&mut self, id: PersonId) -> Result<Option<Person>, StoreError> {
        let subject = subjects::load(&mut self.inner.conn, Noun::Person, id.into()).await?;
        match subject {
            Some(Subject::Person(person)) => Ok(Some(person)),
            Some(
                Subject::Desk(_)
                | Subject::Visit(_)
                | Subject::File(_)
                | Subject::Household(_)
                | Subject::Receipt(_)
                | Subject::Protected(_)
                | Subject::Tombstone(_),
            )
            | None => Ok(None),
        }
    }

    /// People by name words, number or phone, best tier first, newest first within a tier. The
    /// second value says that there are more than `limit`.
    pub async fn find_people(
        &mut self,
        query: &str,
        limit: usize,
    ) -> Result<(Vec<Found>, bool), StoreError> {
        let limit = limit.clamp(1, FIND_LIMIT);
        let want = limit.saturating_add(1);
        let unfinished = query.chars().next_back().is_some_and(char::is_alphanumeric);
        let mut hits: Vec<(PersonId, MatchedBy)> = Vec::new();
        for (column, by, key) in tiers(query) {
            if hits.len() >= want {
                break;
            }
            let words: Vec<&str> = key.split_whitespace().collect();
            let Some(expression) = search::expression(column, &words, unfinished) else {
                continue;
            };
            let rows = i64::try_from(want).unwrap_or(i64::MAX);
            for id in search::matching(&mut self.inner.conn, &expression, rows).await? {
                if !hits.iter().any(|(known, _)| *known == id) {
                    hits.push((id, by));
                }
            }
        }
        let more = hits.len() > limit;
        hits.truncate(limit);
        Ok((self.load_all(hits).await?, more))
    }

    /// The person with this personal number, if the desk knows one (the newest, if two).
    pub async fn person_by_number(&mut self, number: &str) -> Result<Option<Person>, StoreError> {
        let body = sqlx::query_scalar!(
            "select body from person where number = ? order by id desc limit 1",
            number,
        )
        .fetch_optional(&mut self.inner.conn)
        .await?;
        body.map(|body| subjects::read(&body)).transpose()
    }

    /// Everybody with one of these personal numbers, newest first: a table's rows are matched in
    /// one query instead of one each.
    pub async fn people_by_numbers(
        &mut self,
        numbers: &[String],
    ) -> Result<Vec<Person>, StoreError> {
        let numbers = serde_json::to_string(numbers).unwrap_or_default();
        let rows = sqlx::query_scalar!(
            "select body from person where number in (select value from json_each(?))
             order by id desc",
            numbers,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }

    /// People who might be the same as the one described: same number or phone, or all words of
    /// the name; never the person herself.
    pub async fn look_alikes(
        &mut self,
        facts: &Facts,
        not: Option<PersonId>,
        limit: usize,
    ) -> Result<Vec<Found>, StoreError> {
        let numbers = [&facts.number, &facts.old_number, &facts.passport];
        let numbers = numbers.into_iter().flatten().chain(&facts.phones);
        let mut hits: Vec<(PersonId, MatchedBy)> = Vec::new();
        let rows = i64::try_from(limit.clamp(1, FIND_LIMIT))
            .unwrap_or(1)
            .saturating_add(1);
        let by_number =
            numbers.map(|number| (Column::Digits, MatchedBy::Number, fold::folded_key(number)));
        let by_name = [(
            Column::Folded,
            MatchedBy::Folded,
            fold::folded_key(&facts.name),
        )];
        for (column, by, key) in by_number.chain(by_name) {
            let words: Vec<&str> = key.split_whitespace().collect();
            let Some(expression) = search::expression(column, &words, false) else {
                continue;
            };
            for id in search::matching(&mut self.inner.conn, &expression, rows).await? {
                if Some(id) != not && !hits.iter().any(|(known, _)| *known == id) {
                    hits.push((id, by));
                }
            }
        }
        hits.truncate(limit);
        self.load_all(hits).await
    }

    /// Everybody after an id, in the order of ids, at most `limit`: for walking all people in
    /// slices. Of merged records the one that stayed.
    pub async fn people_after(
        &mut self,
        after: PersonId,
        limit: u32,
    ) -> Result<Vec<Person>, StoreError> {
        let bytes = after.bytes();
        let after = bytes.as_slice();
        let rows = sqlx::query_scalar!(
            "select body from person where id > ? and merged is null order by id limit ?",
            after,
            limit,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }

    /// Addresses of the newest people that have one, newest first; no restricted one.
    pub async fn recent_addresses(&mut self, people: u32) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query_scalar!(
            r#"select body ->> '$.facts.address' as "address: String" from person
               where body ->> '$.restricted' is null and merged is null
               order by id desc limit ?"#,
            people,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        let rows = rows.into_iter().flatten();
        Ok(rows.filter(|address| !address.is_empty()).collect())
    }

    async fn load_all(
        &mut self,
        hits: Vec<(PersonId, MatchedBy)>,
    ) -> Result<Vec<Found>, StoreError> {
        let ids: Vec<String> = hits
            .iter()
            .map(|(id, _)| hex::encode(SubjectId::from(*id).bytes()))
            .collect();
        let ids = serde_json::to_string(&ids).unwrap_or_default();
        let rows = sqlx::query_scalar!(
            "select body from person where id in (select unhex(value) from json_each(?))",
            ids,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        let people: Vec<Person> = rows
            .iter()
            .map(|body| subjects::read(body))
            .collect::<Result<_, _>>()?;
        let found = hits.into_iter().filter_map(|(id, by)| {
            people
                .iter()
                .find(|person| person.id == id)
                .map(|person| Found {
                    person: person.clone(),
                    by,
                })
        });
        Ok(found.collect())
    }
}

/// The ids under which something of a person may stand, as a statement takes them.
pub(crate) fn ids(person: &Person) -> String {
    let ids: Vec<String> = person.ids().map(|id| id.to_string()).collect();
    serde_json::to_string(&ids).unwrap_or_default()
}

/// Which columns to ask, in order. Digits are asked as numbers first; a name typed with marks is
/// asked as spelled first.
fn tiers(query: &str) -> Vec<(Column, MatchedBy, String)> {
    let mut tiers = Vec::new();
    let exact = fold::marked_key(query);
    let folded = fold::folded_key(query);
    if query.chars().any(|character| character.is_ascii_digit()) {
        let joined: String = query.chars().filter(char::is_ascii_alphanumeric).collect();
        tiers.push((
            Column::Digits,
            MatchedBy::Number,
            joined.to_ascii_lowercase(),
        ));
    }
    if exact != folded {
        tiers.push((Column::Exact, MatchedBy::Exact, exact));
    }
    tiers.push((Column::Folded, MatchedBy::Folded, folded));
    tiers.push((Column::Loose, MatchedBy::Loose, fold::loose_key(query)));
    tiers
}
