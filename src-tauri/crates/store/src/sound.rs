//! Is the file itself what this program made?
//!
//! Purpose: what the walk over entries and rows does not read. The indexes, through which the queue
//! and every lookup go, must agree with their tables (an older page of an index can be spliced back
//! with a valid MAC), and the schema must be the one of this program: a trigger or view put in by
//! somebody who holds the key would change what is written from then on. Content without an entry
//! would never be read, and would stand in the way of the entry that gets its number.
//! Must never: change anything.

use domain::id::DeskId;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::sync::OnceCell;

use crate::connection::quiet;
use crate::{StoreError, derived};

/// What is wrong with the file, in fixed words.
pub(crate) async fn check(
    conn: &mut SqliteConnection,
    chains: &[(DeskId, i64)],
) -> Result<Vec<&'static str>, StoreError> {
    let mut wrong = Vec::new();
    if stray_content(conn, chains).await? {
        wrong.push("content without an entry");
    }
    // One fault is enough to know: the list would name tables and rows.
    let answer: String = sqlx::query_scalar("pragma integrity_check(1)")
        .fetch_one(&mut *conn)
        .await?;
    if answer != "ok" {
        wrong.push("an index or page does not fit its table");
    }
    if schema(conn).await? != *OWN.get_or_try_init(own_schema).await? {
        wrong.push("schema is not this program's");
    }
    Ok(wrong)
}

/// Whether content lies outside the entries of these chains, which the walk found to be 1 to the
/// head without a gap. Asked at the edges of the key, so the cost does not grow.
async fn stray_content(
    conn: &mut SqliteConnection,
    chains: &[(DeskId, i64)],
) -> Result<bool, StoreError> {
    let mut chains: Vec<_> = chains
        .iter()
        .map(|(desk, head)| (desk.bytes(), head))
        .collect();
    chains.sort_unstable();
    let mut before: Vec<u8> = Vec::new();
    for (desk, head) in chains {
        let outside = "select exists (select 1 from payload where desk_id > ?1 and desk_id < ?2)
             or exists (select 1 from payload where desk_id = ?2 and seq < 1)
             or exists (select 1 from payload where desk_id = ?2 and seq > ?3)";
        let stray: i64 = sqlx::query_scalar(outside)
            .bind(&before)
            .bind(desk.as_slice())
            .bind(head)
            .fetch_one(&mut *conn)
            .await?;
        if stray != 0 {
            return Ok(true);
        }
        before = desk.to_vec();
    }
    let after = "select exists (select 1 from payload where desk_id > ?)";
    let stray: i64 = sqlx::query_scalar(after)
        .bind(&before)
        .fetch_one(conn)
        .await?;
    Ok(stray != 0)
}

/// The schema of this program, which is the same all day.
static OWN: OnceCell<Vec<Object>> = OnceCell::const_new();

type Object = (String, String, String, Option<String>);

/// Every table, index, trigger and view.
async fn schema(conn: &mut SqliteConnection) -> Result<Vec<Object>, StoreError> {
    let all = "select type, name, tbl_name, sql from sqlite_master order by type, name";
    Ok(sqlx::query_as(all).fetch_all(conn).await?)
}

/// The same of a record made by this program just now, in memory.
async fn own_schema() -> Result<Vec<Object>, StoreError> {
    let memory = quiet().in_memory(true);
    let mut conn = memory.connect().await?;
    derived::migrate(&mut conn).await?;
    derived::start_over(&mut conn).await?;
    let objects = schema(&mut conn).await?;
    conn.close().await?;
    Ok(objects)
}
