//! The projections beside the replay: every row is the fold of its entries, and no other row is there.
//!
//! Purpose: one keyset walk a table, in the order of ids, so that memory stays constant.
//! Must never: write a row.

use std::collections::BTreeMap;

use domain::action::Noun;
use domain::id::SubjectId;
use domain::subject::Subject;
use sqlx::SqliteConnection;

use super::Faults;
use crate::journal::fixed;
use crate::replay::Folded;
use crate::{StoreError, subjects};

const ROWS: i64 = 2_000;

/// A table read in the order of ids beside the replay.
#[derive(Default)]
struct Cursor {
    rows: std::collections::VecDeque<(SubjectId, String)>,
    after: Vec<u8>,
    ended: bool,
}

/// All tables.
#[derive(Default)]
pub(super) struct Live {
    tables: BTreeMap<Table, Cursor>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Table {
    Desk,
    Person,
    Visit,
    File,
    Receipt,
    Tombstone,
}

impl Table {
    const ALL: [Self; 6] = [
        Self::Desk,
        Self::Person,
        Self::Visit,
        Self::File,
        Self::Receipt,
        Self::Tombstone,
    ];

    fn of(subject: &Subject) -> Self {
        match subject.noun() {
            Some(Noun::Desk | Noun::Any) => Self::Desk,
            Some(Noun::Person) => Self::Person,
            Some(Noun::Visit) => Self::Visit,
            Some(Noun::File) => Self::File,
            Some(Noun::Receipt) => Self::Receipt,
            None => Self::Tombstone,
        }
    }
}

impl Live {
    /// Holds a folded subject against the row that ought to be there.
    pub(super) async fn compare(
        &mut self,
        conn: &mut SqliteConnection,
        folded: Folded,
        faults: &mut Faults,
    ) -> Result<(), StoreError> {
        for (seq, what) in folded.faults {
            faults.push(seq, what);
        }
        let Some(state) = folded.state else {
            return Ok(());
        };
        let table = Table::of(&state);
        let cursor = self.tables.entry(table).or_default();
        loop {
            cursor.fill(conn, table).await?;
            match cursor.rows.front() {
                Some((id, _)) if *id < folded.id => {
                    faults.push(0, "row without entries");
                    cursor.rows.pop_front();
                }
                Some((id, body)) if *id == folded.id => {
                    if *body != subjects::body(&state)? {
                        faults.push(0, "row differs from its entries");
                    }
                    cursor.rows.pop_front();
                    return Ok(());
                }
                Some(_) | None => {
                    faults.push(0, "row is missing");
                    return Ok(());
                }
            }
        }
    }

    /// Rows that no entry speaks of.
    pub(super) async fn finish(
        &mut self,
        conn: &mut SqliteConnection,
        faults: &mut Faults,
    ) -> Result<(), StoreError> {
        for table in Table::ALL {
            let cursor = self.tables.entry(table).or_default();
            loop {
                cursor.fill(conn, table).await?;
                if cursor.rows.pop_front().is_none() {
                    break;
                }
                faults.push(0, "row without entries");
            }
        }
        Ok(())
    }
}

impl Cursor {
    async fn fill(&mut self, conn: &mut SqliteConnection, table: Table) -> Result<(), StoreError> {
        if !self.rows.is_empty() || self.ended {
            return Ok(());
        }
        let page = rows_after(conn, table, &self.after).await?;
        match page.last() {
            None => self.ended = true,
            Some((id, _)) => self.after.clone_from(id),
        }
        for (id, body) in page {
            self.rows
                .push_back((SubjectId::from_bytes(fixed(&id)?), body));
        }
        Ok(())
    }
}

/// One keyset page of a table.
async fn rows_after(
    conn: &mut SqliteConnection,
    table: Table,
    after: &[u8],
) -> Result<Vec<(Vec<u8>, String)>, StoreError> {
    macro_rules! page {
        ($sql:literal) => {
            sqlx::query!($sql, after, ROWS)
                .fetch_all(conn)
                .await?
                .into_iter()
                .map(|row| (row.id, row.body))
                .collect()
        };
    }
    Ok(match table {
        Table::Desk => page!("select id, body from desk where id > ? order by id limit ?"),
        Table::Person => page!("select id, body from person where id > ? order by id limit ?"),
        Table::Visit => page!("select id, body from visit where id > ? order by id limit ?"),
        Table::File => page!("select id, body from file where id > ? order by id limit ?"),
        Table::Receipt => page!("select id, body from receipt where id > ? order by id limit ?"),
        Table::Tombstone => {
            page!("select id, body from tombstone where id > ? order by id limit ?")
        }
    })
}
