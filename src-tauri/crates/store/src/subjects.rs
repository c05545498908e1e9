//! Rows of subjects: one table a noun, one row a subject, the folded state as JSON.
//!
//! Purpose: `load` and `save` for live writing, replay and verification alike; erasure of content.
//! Must never: know an action; what a row means is decided by the fold in `domain`.

use domain::action::Noun;
use domain::id::{DeskId, SubjectId};
use domain::subject::Subject;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

use crate::{StoreError, households, search};

/// The state as its row keeps it.
pub(crate) fn body(subject: &Subject) -> Result<String, StoreError> {
    fn text(state: &impl Serialize) -> Result<String, StoreError> {
        serde_json::to_string(state).map_err(|error| StoreError::Database(Box::new(error)))
    }
    match subject {
        Subject::Desk(state) => text(state),
        Subject::Person(state) => text(state),
        Subject::Household(state) => text(state),
        Subject::Visit(state) => text(state),
        Subject::File(state) => text(state),
        Subject::Receipt(state) => text(state),
        Subject::Protected(state) => text(state),
        Subject::Tombstone(state) => text(state),
    }
}

/// Reads a row's state; a row that does not read is damage.
pub(crate) fn read<T: DeserializeOwned>(body: &str) -> Result<T, StoreError> {
    serde_json::from_str(body).map_err(|_cause| StoreError::Damaged)
}

/// Loads a subject of that noun, its tombstone, or nothing.
pub(crate) async fn load(
    conn: &mut SqliteConnection,
    noun: Noun,
    id: SubjectId,
) -> Result<Option<Subject>, StoreError> {
    let id = id.bytes();
    let id = id.as_slice();
    let found = match noun {
        Noun::Desk => sqlx::query_scalar!("select body from desk where id = ?", id)
            .fetch_optional(&mut *conn)
            .await?
            .map(|body| read(&body).map(Subject::Desk)),
        Noun::Person => sqlx::query_scalar!("select body from person where id = ?", id)
            .fetch_optional(&mut *conn)
            .await?
            .map(|body| read(&body).map(Subject::Person)),
        Noun::Household => sqlx::query_scalar!("select body from household where id = ?", id)
            .fetch_optional(&mut *conn)
            .await?
            .map(|body| read(&body).map(|state| Subject::Household(Box::new(state)))),
        Noun::Visit => sqlx::query_scalar!("select body from visit where id = ?", id)
            .fetch_optional(&mut *conn)
            .await?
            .map(|body| read(&body).map(Subject::Visit)),
        Noun::File => sqlx::query_scalar!("select body from file where id = ?", id)
            .fetch_optional(&mut *conn)
            .await?
            .map(|body| read(&body).map(|file| Subject::File(Box::new(file)))),
        Noun::Receipt => sqlx::query_scalar!("select body from receipt where id = ?", id)
            .fetch_optional(&mut *conn)
            .await?
            .map(|body| read(&body).map(|receipt| Subject::Receipt(Box::new(receipt)))),
        Noun::Protected => sqlx::query_scalar!("select body from protected where id = ?", id)
            .fetch_optional(&mut *conn)
            .await?
            .map(|body| read(&body).map(|state| Subject::Protected(Box::new(state)))),
        Noun::Any => None,
    };
    match found {
        Some(subject) => subject.map(Some),
        None => sqlx::query_scalar!("select body from tombstone where id = ?", id)
            .fetch_optional(conn)
            .await?
            .map(|body| read(&body).map(Subject::Tombstone))
            .transpose(),
    }
}

/// Writes a subject's whole row. `stored` is the noun of the row that lies there, if any.
pub(crate) async fn save(
    conn: &mut SqliteConnection,
    id: SubjectId,
    subject: &Subject,
    stored: Option<Noun>,
) -> Result<(), StoreError> {
    if let (Subject::Tombstone(_), Some(noun)) = (subject, stored) {
        remove(conn, noun, id).await?;
    }
    let body = body(subject)?;
    let bytes = id.bytes();
    let key = bytes.as_slice();
    macro_rules! keep {
        ($sql:literal) => {
            sqlx::query!($sql, key, body).execute(&mut *conn).await?
        };
    }
    match subject {
        Subject::Desk(_) => {
            keep!(
                "insert into desk (id, body) values (?, ?)
                 on conflict (id) do update set body = excluded.body"
            );
        }
        Subject::Person(person) => {
            keep!(
                "insert into person (id, body) values (?, ?)
                 on conflict (id) do update set body = excluded.body"
            );
            search::index(conn, person, stored.is_some()).await?;
        }
        Subject::Household(household) => {
            keep!(
                "insert into household (id, body) values (?, ?)
                 on conflict (id) do update set body = excluded.body"
            );
            households::index(conn, household).await?;
        }
        Subject::Visit(_) => {
            keep!(
                "insert into visit (id, body) values (?, ?)
                 on conflict (id) do update set body = excluded.body"
            );
        }
        Subject::File(_) => {
            keep!(
                "insert into file (id, body) values (?, ?)
                 on conflict (id) do update set body = excluded.body"
            );
        }
        Subject::Receipt(_) => {
            keep!(
                "insert into receipt (id, body) values (?, ?)
                 on conflict (id) do update set body = excluded.body"
            );
        }
        Subject::Protected(_) => {
            keep!(
                "insert into protected (id, body) values (?, ?)
                 on conflict (id) do update set body = excluded.body"
            );
        }
        Subject::Tombstone(_) => {
            keep!("insert into tombstone (id, body) values (?, ?)");
        }
    }
    Ok(())
}

/// Takes a row out, with its search keys.
async fn remove(conn: &mut SqliteConnection, noun: Noun, id: SubjectId) -> Result<(), StoreError> {
    let bytes = id.bytes();
    let key = bytes.as_slice();
    match noun {
        Noun::Desk => {
            sqlx::query!("delete from desk where id = ?", key)
                .execute(conn)
                .await?
        }
        Noun::Person => {
            search::forget(conn, id).await?;
            sqlx::query!("delete from person where id = ?", key)
                .execute(conn)
                .await?
        }
        Noun::Household => {
            households::forget(conn, id).await?;
            sqlx::query!("delete from household where id = ?", key)
                .execute(conn)
                .await?
        }
        Noun::Visit => {
            sqlx::query!("delete from visit where id = ?", key)
                .execute(conn)
                .await?
        }
        Noun::File => {
            sqlx::query!("delete from file where id = ?", key)
                .execute(conn)
                .await?
        }
        Noun::Receipt => {
            sqlx::query!("delete from receipt where id = ?", key)
                .execute(conn)
                .await?
        }
        Noun::Protected => {
            sqlx::query!("delete from protected where id = ?", key)
                .execute(conn)
                .await?
        }
        Noun::Any => return Ok(()),
    };
    Ok(())
}

/// Deletes all content of a subject written before its erasure.
pub(crate) async fn erase_payloads(
    conn: &mut SqliteConnection,
    id: SubjectId,
    desk: DeskId,
    before: i64,
) -> Result<(), StoreError> {
    let (id, desk) = (id.bytes(), desk.bytes());
    let (id, desk) = (id.as_slice(), desk.as_slice());
    sqlx::query!(
        "delete from payload where (desk_id, seq) in
            (select desk_id, seq from journal
             where subject = ? and not (desk_id = ? and seq >= ?))",
        id,
        desk,
        before,
    )
    .execute(conn)
    .await?;
    Ok(())
}
