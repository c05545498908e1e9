//! The projections beside the replay: every row is the fold of its entries, and no other row is
//! there; every search key is folded from its person.
//!
//! Purpose: the rows of a stretch of ids, read for a page of the replay, and the comparison, which
//! needs no database. Must never: write a row.

use std::collections::VecDeque;

use domain::action::Noun;
use domain::id::SubjectId;
use domain::subject::Subject;
use sqlx::SqliteConnection;

use crate::gather::gather;
use crate::journal::fixed;
use crate::replay::Folded;
use crate::search::Keys;
use crate::{StoreError, subjects};

/// After any id.
const LAST: [u8; 17] = [0xFF; 17];

/// A row as it lies there.
struct Row {
    id: SubjectId,
    body: String,
    /// What is derived beside it.
    beside: Beside,
}

/// What stands beside a row so that it is found.
#[derive(PartialEq, Eq)]
enum Beside {
    Nothing,
    /// Search keys of a person.
    Keys(Keys),
    /// Everybody who ever lived in a household, in the order of ids, hex.
    Lived(String),
}

impl Beside {
    fn of(subject: &Subject) -> Self {
        match subject {
            Subject::Person(person) => Self::Keys(Keys::of(person)),
            Subject::Household(household) => Self::Lived(crate::households::lived(household)),
            Subject::Desk(_)
            | Subject::Visit(_)
            | Subject::File(_)
            | Subject::Receipt(_)
            | Subject::Protected(_)
            | Subject::Tombstone(_) => Self::Nothing,
        }
    }
}

#[derive(Clone, Copy)]
enum Table {
    Desk,
    Person,
    Household,
    Visit,
    File,
    Receipt,
    Protected,
    Tombstone,
}

const TABLES: [Table; 8] = [
    Table::Desk,
    Table::Person,
    Table::Household,
    Table::Visit,
    Table::File,
    Table::Receipt,
    Table::Protected,
    Table::Tombstone,
];

impl Table {
    fn of(subject: &Subject) -> Self {
        match subject.noun() {
            Some(Noun::Desk | Noun::Any) => Self::Desk,
            Some(Noun::Person) => Self::Person,
            Some(Noun::Household) => Self::Household,
            Some(Noun::Visit) => Self::Visit,
            Some(Noun::File) => Self::File,
            Some(Noun::Receipt) => Self::Receipt,
            Some(Noun::Protected) => Self::Protected,
            None => Self::Tombstone,
        }
    }
}

/// All rows of a stretch of ids, table by table, in the order of ids.
#[derive(Default)]
pub(super) struct Rows([VecDeque<Row>; TABLES.len()]);

impl Rows {
    /// Reads the rows after an id up to and with another; `None` is to the end.
    pub(super) async fn read(
        conn: &mut SqliteConnection,
        after: Option<SubjectId>,
        upto: Option<SubjectId>,
    ) -> Result<Self, StoreError> {
        let mut rows = Self::default();
        for (table, found) in TABLES.into_iter().zip(&mut rows.0) {
            *found = rows_between(conn, table, after, upto).await?;
        }
        Ok(rows)
    }

    /// Holds folded subjects against the rows of their stretch; what does not fit.
    pub(super) fn compare(mut self, folded: Vec<Folded>) -> Vec<(i64, &'static str)> {
        let mut wrong = Vec::new();
        for subject in folded {
            wrong.extend(subject.faults);
            if let Some(state) = subject.state {
                wrong.extend(self.compare_one(subject.id, &state));
            }
        }
        let left = self.0.iter().flatten();
        wrong.extend(left.map(|_row| (0, "row without entries")));
        wrong
    }

    fn compare_one(&mut self, id: SubjectId, state: &Subject) -> Vec<(i64, &'static str)> {
        let mut wrong = Vec::new();
        // A table that stands in no list must not pass for one that was compared.
        let Some(rows) = self.0.get_mut(Table::of(state) as usize) else {
            wrong.push((0, "table is not compared"));
            return wrong;
        };
        while rows.front().is_some_and(|row| row.id < id) {
            wrong.push((0, "row without entries"));
            rows.pop_front();
        }
        let Some(row) = rows.pop_front_if(|row| row.id == id) else {
            wrong.push((0, "row is missing"));
            return wrong;
        };
        if subjects::body(state).ok().as_ref() != Some(&row.body) {
            wrong.push((0, "row differs from its entries"));
        }
        if row.beside != Beside::of(state) {
            wrong.push((0, "what a row is found by does not fit it"));
        }
        wrong
    }
}

async fn rows_between(
    conn: &mut SqliteConnection,
    table: Table,
    after: Option<SubjectId>,
    upto: Option<SubjectId>,
) -> Result<VecDeque<Row>, StoreError> {
    let after = after.map_or(Vec::new(), |id| id.bytes().to_vec());
    let upto = upto.map_or(LAST.to_vec(), |id| id.bytes().to_vec());
    macro_rules! between {
        ($sql:literal) => {
            gather(sqlx::query!($sql, after, upto).fetch(conn))
                .await?
                .into_iter()
                .map(|row| {
                    Ok(Row {
                        id: SubjectId::from_bytes(fixed(&row.id)?),
                        body: row.body,
                        beside: Beside::Nothing,
                    })
                })
                .collect()
        };
    }
    match table {
        Table::Desk => {
            between!("select id, body from desk where id > ? and id <= ? order by id")
        }
        Table::Person => people_between(conn, after, upto).await,
        Table::Household => households_between(conn, after, upto).await,
        Table::Visit => {
            between!("select id, body from visit where id > ? and id <= ? order by id")
        }
        Table::File => {
            between!("select id, body from file where id > ? and id <= ? order by id")
        }
        Table::Receipt => {
            between!("select id, body from receipt where id > ? and id <= ? order by id")
        }
        Table::Protected => {
            between!("select id, body from protected where id > ? and id <= ? order by id")
        }
        Table::Tombstone => {
            between!("select id, body from tombstone where id > ? and id <= ? order by id")
        }
    }
}

/// People with their search keys.
async fn people_between(
    conn: &mut SqliteConnection,
    after: Vec<u8>,
    upto: Vec<u8>,
) -> Result<VecDeque<Row>, StoreError> {
    let rows = sqlx::query!(
        "select p.id, p.body, k.exact as \"exact?\", k.folded as \"folded?\",
            k.loose as \"loose?\", k.digits as \"digits?\"
         from person p left join person_key k on k.person = p.id
         where p.id > ? and p.id <= ? order by p.id",
        after,
        upto,
    )
    .fetch(conn);
    let rows = gather(rows).await?;
    let read = rows.into_iter().map(|row| {
        let beside = match (row.exact, row.folded, row.loose, row.digits) {
            (Some(exact), Some(folded), Some(loose), Some(digits)) => Beside::Keys(Keys {
                exact,
                folded,
                loose,
                digits,
            }),
            _ => Beside::Nothing,
        };
        Ok(Row {
            id: SubjectId::from_bytes(fixed(&row.id)?),
            body: row.body,
            beside,
        })
    });
    read.collect()
}

/// Households with everybody who ever lived there.
async fn households_between(
    conn: &mut SqliteConnection,
    after: Vec<u8>,
    upto: Vec<u8>,
) -> Result<VecDeque<Row>, StoreError> {
    let rows = sqlx::query!(
        "select h.id, h.body,
            (select group_concat(hex(person), '' order by person) from household_person
             where household = h.id) as \"lived?: String\"
         from household h where h.id > ? and h.id <= ? order by h.id",
        after,
        upto,
    )
    .fetch(conn);
    let rows = gather(rows).await?;
    let read = rows.into_iter().map(|row| {
        Ok(Row {
            id: SubjectId::from_bytes(fixed(&row.id)?),
            body: row.body,
            beside: Beside::Lived(row.lived.unwrap_or_default()),
        })
    });
    read.collect()
}
