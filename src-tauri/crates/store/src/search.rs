//! The search index of people, inside the encrypted file.
//!
//! Purpose: keep the folded keys of each person, and find rows by words. Tiers: exact spelling
//! (marks as typed, tone placement as one), then marks off, then i/y as one; within a tier the
//! newest first with an early stop, never a rank over the whole match. Must never: be read as the
//! record; it is derived, and `verify` holds it against the people.

use domain::fold;
use domain::id::{PersonId, SubjectId};
use domain::person::{Facts, Person};
use sqlx::SqliteConnection;

use crate::StoreError;
use crate::journal::fixed;

/// Folded keys of one person.
#[derive(PartialEq, Eq)]
pub(crate) struct Keys {
    pub(crate) exact: String,
    pub(crate) folded: String,
    pub(crate) loose: String,
    pub(crate) digits: String,
}

impl Keys {
    pub(crate) fn of(person: &Person) -> Self {
        // The record it was merged into is found in its place.
        let nothing = Facts::default();
        let facts = match person.merged {
            Some(_) => &nothing,
            None => &person.facts,
        };
        let mut names = facts.name.clone();
        for other in &facts.other_names {
            names.push(' ');
            names.push_str(other);
        }
        let numbers = [&facts.number, &facts.old_number, &facts.passport];
        // A restricted person is found by her name and numbers, never by whose phone it is.
        let phones = if person.is_restricted() {
            &[][..]
        } else {
            &facts.phones
        };
        let numbers = numbers.into_iter().flatten().chain(phones);
        Self {
            exact: fold::marked_key(&names),
            folded: fold::folded_key(&names),
            loose: fold::loose_key(&names),
            digits: numbers
                .map(|number| fold::folded_key(number))
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
}

/// Brings the index in line with a person's state.
pub(crate) async fn index(
    conn: &mut SqliteConnection,
    person: &Person,
    known: bool,
) -> Result<(), StoreError> {
    let keys = Keys::of(person);
    let subject = SubjectId::from(person.id);
    if known {
        if unchanged(conn, subject, &keys).await? {
            return Ok(());
        }
        forget(conn, subject).await?;
    }
    let bytes = subject.bytes();
    let id = bytes.as_slice();
    let rowid = sqlx::query!(
        "insert into person_key (person, exact, folded, loose, digits) values (?, ?, ?, ?, ?)",
        id,
        keys.exact,
        keys.folded,
        keys.loose,
        keys.digits,
    )
    .execute(&mut *conn)
    .await?
    .last_insert_rowid();
    sqlx::query!(
        "insert into person_search (rowid, exact, folded, loose, digits) values (?, ?, ?, ?, ?)",
        rowid,
        keys.exact,
        keys.folded,
        keys.loose,
        keys.digits,
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn unchanged(
    conn: &mut SqliteConnection,
    id: SubjectId,
    keys: &Keys,
) -> Result<bool, StoreError> {
    let bytes = id.bytes();
    let id = bytes.as_slice();
    let same = sqlx::query_scalar!(
        "select count(*) from person_key
         where person = ? and exact = ? and folded = ? and loose = ? and digits = ?",
        id,
        keys.exact,
        keys.folded,
        keys.loose,
        keys.digits,
    )
    .fetch_one(conn)
    .await?;
    Ok(same > 0)
}

/// Takes a person out of the index.
pub(crate) async fn forget(conn: &mut SqliteConnection, id: SubjectId) -> Result<(), StoreError> {
    let bytes = id.bytes();
    let id = bytes.as_slice();
    sqlx::query!(
        "insert into person_search (person_search, rowid, exact, folded, loose, digits)
         select 'delete', rowid, exact, folded, loose, digits from person_key where person = ?",
        id,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from person_key where person = ?", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// A column of the index, best tier first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Exact,
    Folded,
    Loose,
    Digits,
}

impl Column {
    fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Folded => "folded",
            Self::Loose => "loose",
            Self::Digits => "digits",
        }
    }
}

/// Builds a MATCH expression: every word must be there; the last one may be unfinished. Words come
/// from the fold and hold letters and digits only, and each is quoted, so nothing typed can be
/// read as query syntax.
pub(crate) fn expression(column: Column, words: &[&str], unfinished: bool) -> Option<String> {
    let last = words.len().checked_sub(1)?;
    let terms: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            let word = word.replace('"', "");
            let star = if unfinished && index == last { "*" } else { "" };
            format!("\"{word}\"{star}")
        })
        .collect();
    Some(format!("{} : ({})", column.name(), terms.join(" AND ")))
}

/// People that match, newest first, at most `limit`.
pub(crate) async fn matching(
    conn: &mut SqliteConnection,
    expression: &str,
    limit: i64,
) -> Result<Vec<PersonId>, StoreError> {
    let rows = sqlx::query_scalar!(
        "select k.person from
            (select rowid as hit from person_search where person_search match ?
             order by rowid desc limit ?) s
         join person_key k on k.rowid = s.hit order by s.hit desc",
        expression,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|bytes| fixed(bytes).map(PersonId::from_bytes))
        .collect()
}

/// What is wrong with the search: the index against the keys (FTS5's own check), and keys of nobody;
/// or somebody could be made impossible to find. Each person's keys are held against her while her
/// row is.
pub(crate) async fn check(conn: &mut SqliteConnection) -> Result<Vec<&'static str>, StoreError> {
    let mut wrong = Vec::new();
    let checked = sqlx::query!(
        "insert into person_search (person_search, rank) values ('integrity-check', 1)"
    )
    .execute(&mut *conn)
    .await;
    match checked.map_err(StoreError::from) {
        Ok(_) => {}
        Err(StoreError::Damaged) => wrong.push("search index does not fit its keys"),
        Err(other) => return Err(other),
    }
    let of_nobody = sqlx::query_scalar!(
        "select exists (select 1 from person_key k left join person p on p.id = k.person
         where p.id is null)"
    )
    .fetch_one(conn)
    .await?;
    if of_nobody != 0 {
        wrong.push("search keys do not fit the people");
    }
    Ok(wrong)
}
