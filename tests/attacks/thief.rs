//! A thief with the database key and tools of his own.
//!
//! He opens the file with a stock connection, takes the triggers out of his way, edits what he
//! likes, and puts the triggers back as they were, so that only his edit can give him away.

use std::path::Path;

use domain::id::{ActId, DeskId, SessionId, SubjectId, UserId};
use domain::moment::Moment;
use sqlx::sqlite::{SqliteConnectOptions, SqliteLockingMode, SqliteRow, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _, SqliteConnection};
use store::{Entry, payload_digest};
use vault::secret::DatabaseKey;

/// Every table that holds part of the record, with its order.
const TABLES: [(&str, &str); 13] = [
    ("journal", "desk_id, seq"),
    ("payload", "desk_id, seq"),
    ("desk", "id"),
    ("person", "id"),
    ("household", "id"),
    ("household_person", "household, person"),
    ("visit", "id"),
    ("file", "id"),
    ("receipt", "id"),
    ("protected", "id"),
    ("tombstone", "id"),
    ("person_key", "rowid"),
    ("sqlite_master", "type, name"),
];

/// Opens a database as the stock program would.
pub(crate) async fn open(database: &Path, key: &DatabaseKey) -> SqliteConnection {
    let options = key.with_pragma_text(|text| {
        SqliteConnectOptions::new()
            .disable_statement_logging()
            .filename(database)
            .pragma("key", text.to_owned())
            .locking_mode(SqliteLockingMode::Exclusive)
            // His work need not outlive a power cut.
            .synchronous(SqliteSynchronous::Off)
            .foreign_keys(false)
    });
    options.connect().await.unwrap()
}

/// Runs one statement and says how many rows it changed.
pub(crate) async fn run(conn: &mut SqliteConnection, sql: &str) -> u64 {
    let done = sqlx::query(AssertSqlSafe(sql)).execute(conn).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"))
        .rows_affected()
}

/// The triggers as they stand, taken out.
pub(crate) async fn disarm(conn: &mut SqliteConnection) -> Vec<String> {
    run(conn, "pragma ignore_check_constraints = on").await;
    let all = "select name, sql from sqlite_master where type = 'trigger'";
    let triggers: Vec<(String, String)> = sqlx::query_as(all).fetch_all(&mut *conn).await.unwrap();
    assert!(!triggers.is_empty(), "an append-only journal has triggers");
    for (name, _) in &triggers {
        run(conn, &format!("drop trigger {name}")).await;
    }
    triggers.into_iter().map(|(_, sql)| sql).collect()
}

/// Puts the triggers back and closes the file, with all of it in one piece.
pub(crate) async fn leave(mut conn: SqliteConnection, triggers: Vec<String>) {
    for sql in triggers {
        run(&mut conn, &sql).await;
    }
    run(&mut conn, "pragma wal_checkpoint(truncate)").await;
    conn.close().await.unwrap();
}

/// Everything in the file, as text.
pub(crate) async fn dump(conn: &mut SqliteConnection) -> Vec<String> {
    let mut lines = Vec::new();
    for (table, order) in TABLES {
        let columns =
            format!("select name from pragma_table_xinfo('{table}') where name <> 'rootpage'");
        let columns: Vec<String> = sqlx::query_scalar(AssertSqlSafe(columns))
            .fetch_all(&mut *conn)
            .await
            .unwrap();
        let quoted: Vec<String> = columns
            .iter()
            .map(|name| format!("quote(\"{name}\")"))
            .collect();
        let all = format!(
            "select {} from {table} order by {order}",
            quoted.join(" || '|' || ")
        );
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(all))
            .fetch_all(&mut *conn)
            .await
            .unwrap();
        lines.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
    }
    lines
}

/// One header as it lies in the file.
pub(crate) async fn entry(conn: &mut SqliteConnection, seq: i64) -> Entry {
    let row = sqlx::query("select * from journal where seq = ?")
        .bind(seq)
        .fetch_one(conn)
        .await;
    let row: SqliteRow = row.unwrap();
    let id = |name: &str| -> [u8; 16] { row.get::<Vec<u8>, _>(name).try_into().unwrap() };
    let hash = |name: &str| -> [u8; 32] { row.get::<Vec<u8>, _>(name).try_into().unwrap() };
    Entry {
        desk: DeskId::from_bytes(id("desk_id")),
        seq,
        prev: hash("prev"),
        lamport: row.get("lamport"),
        at: Moment::from_millis(row.get("at")),
        clock_suspect: row.get::<i64, _>("clock_suspect") != 0,
        office_seq: row.get("office_seq"),
        act: ActId::from_bytes(id("act")),
        session: SessionId::from_bytes(id("session")),
        actor: UserId::from_bytes(id("actor")),
        kind: row.get("kind"),
        version: row.get("version"),
        subject: SubjectId::from_bytes(id("subject")),
        payload_digest: hash("payload_digest"),
        hash: hash("hash"),
        sig: row.get("sig"),
        co_actor: None,
        co_sig: row.get("co_sig"),
    }
}

/// Signs a hash with a key of the thief's own.
pub(crate) type Forger<'a> = dyn Fn(&[u8; 32]) -> Vec<u8> + Sync + 'a;

/// Computes every digest and hash from `from` on anew and links the chain, as one who knows the
/// format can. `sign` makes new signatures where there were any; without it the old ones stay.
pub(crate) async fn relink(conn: &mut SqliteConnection, from: i64, sign: Option<&Forger<'_>>) {
    let seqs = "select seq from journal where seq >= ? order by seq";
    let seqs: Vec<i64> = sqlx::query_scalar(seqs)
        .bind(from)
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    let before = "select hash from journal where seq < ? order by seq desc limit 1";
    let before: Option<Vec<u8>> = sqlx::query_scalar(before)
        .bind(from)
        .fetch_optional(&mut *conn)
        .await
        .unwrap();
    let mut prev = before.map_or([0; 32], |hash| hash.try_into().unwrap());
    for seq in seqs {
        let mut entry = entry(conn, seq).await;
        let content: Option<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as("select salt, body from payload where seq = ?")
                .bind(seq)
                .fetch_optional(&mut *conn)
                .await
                .unwrap();
        if let Some((salt, body)) = content {
            entry.payload_digest = payload_digest(&salt.try_into().unwrap(), &body);
        }
        entry.prev = prev;
        entry.hash = entry.expected_hash();
        prev = entry.hash;
        let sig = match (sign, &entry.sig) {
            (Some(sign), Some(_)) => Some(sign(&entry.hash)),
            (_, sig) => sig.clone(),
        };
        let set =
            "update journal set prev = ?, payload_digest = ?, hash = ?, sig = ? where seq = ?";
        sqlx::query(set)
            .bind(entry.prev.to_vec())
            .bind(entry.payload_digest.to_vec())
            .bind(entry.hash.to_vec())
            .bind(sig)
            .bind(seq)
            .execute(&mut *conn)
            .await
            .unwrap();
    }
}

/// Makes the program fold its rows anew at the next opening, so that they fit whatever the entries
/// now say.
pub(crate) async fn forget_projections(conn: &mut SqliteConnection) {
    run(conn, "delete from derived").await;
}
