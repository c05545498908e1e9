//! The encrypted database without the desk: what the floors are measured on. Its settings are
//! those of `store/open.rs`, which must be repeated here, because a floor may not pass through the
//! code it is a floor for.

use std::path::Path;

use domain::id::{ActId, DeskId, SessionId, SubjectId, UserId};
use domain::moment::Moment;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, SqliteConnection};
use store::Entry;
use vault::secret::DatabaseKey;

/// An open database.
pub(crate) struct Raw {
    pub(crate) conn: SqliteConnection,
}

impl Raw {
    /// Opens a copy of the record.
    pub(crate) async fn open(path: &Path, key: &DatabaseKey) -> Self {
        let options = key.with_pragma_text(|text| {
            SqliteConnectOptions::new()
                .disable_statement_logging()
                .filename(path)
                .pragma("key", text.to_owned())
                .pragma("cipher_page_size", "4096")
                .pragma("cipher_log_level", "NONE")
                .pragma("cipher_memory_security", "OFF")
                .locking_mode(SqliteLockingMode::Exclusive)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .pragma("fullfsync", "ON")
                .pragma("checkpoint_fullfsync", "ON")
                .foreign_keys(true)
                .pragma("secure_delete", "ON")
                .pragma("temp_store", "MEMORY")
                .pragma("mmap_size", "0")
                .pragma("cache_size", "-32768")
                .pragma("trusted_schema", "OFF")
                .pragma("cell_size_check", "ON")
                .pragma("recursive_triggers", "ON")
        });
        Self {
            conn: options.connect().await.unwrap(),
        }
    }

    /// Entries after a number, at most `limit`, with their content.
    pub(crate) async fn entries(&mut self, after: i64, limit: i64) -> Vec<RawEntry> {
        sqlx::query_as(
            "select j.desk_id, j.seq, j.prev, j.lamport, j.at, j.clock_suspect, j.office_seq,
                j.act, j.session, j.actor, j.kind, j.version, j.subject, j.payload_digest, j.hash,
                j.sig, j.co_actor, j.co_sig, p.salt, p.body
             from journal j join payload p on p.desk_id = j.desk_id and p.seq = j.seq
             where j.desk_id = (select desk_id from journal limit 1) and j.seq > ?
             order by j.seq limit ?",
        )
        .bind(after)
        .bind(limit)
        .fetch_all(&mut self.conn)
        .await
        .unwrap()
    }

    /// Number of the newest entry.
    pub(crate) async fn newest(&mut self) -> i64 {
        let newest = sqlx::query_scalar("select max(seq) from journal");
        newest.fetch_one(&mut self.conn).await.unwrap()
    }

    /// What one act left behind.
    pub(crate) async fn act(&mut self, entries: Vec<RawEntry>) -> RawAct {
        let mut rows: Vec<RawRow> = Vec::new();
        for entry in &entries {
            let noun = entry.kind.split('.').next().unwrap().to_owned();
            if rows.iter().any(|row| row.id == entry.subject) {
                continue;
            }
            let body = AssertSqlSafe(format!("select body from {noun} where id = ?"));
            let body = sqlx::query_scalar(body)
                .bind(&entry.subject)
                .fetch_one(&mut self.conn);
            let body = body.await.unwrap();
            let statement = format!(
                "insert into {noun} (id, body) values (?, ?)
                 on conflict (id) do update set body = excluded.body"
            );
            rows.push(RawRow {
                noun,
                statement,
                id: entry.subject.clone(),
                body,
            });
        }
        RawAct { entries, rows }
    }

    /// Puts the rows of one act into this database, synced.
    pub(crate) async fn put(&mut self, act: &RawAct) {
        let mut tx = self.conn.begin_with("begin immediate").await.unwrap();
        for entry in &act.entries {
            entry.insert(&mut tx).await;
        }
        for row in &act.rows {
            sqlx::query(AssertSqlSafe(row.statement.as_str().to_owned()))
                .bind(&row.id)
                .bind(&row.body)
                .execute(&mut *tx)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Closes it; all of it is in the one file then.
    pub(crate) async fn close(self) {
        self.conn.close().await.unwrap();
    }
}

/// One entry as it lies there.
#[derive(sqlx::FromRow)]
pub(crate) struct RawEntry {
    desk_id: Vec<u8>,
    pub(crate) seq: i64,
    prev: Vec<u8>,
    lamport: i64,
    at: i64,
    clock_suspect: i64,
    pub(crate) office_seq: i64,
    pub(crate) act: Vec<u8>,
    session: Vec<u8>,
    pub(crate) actor: Vec<u8>,
    pub(crate) kind: String,
    version: i64,
    pub(crate) subject: Vec<u8>,
    payload_digest: Vec<u8>,
    hash: Vec<u8>,
    sig: Option<Vec<u8>>,
    co_actor: Option<Vec<u8>>,
    co_sig: Option<Vec<u8>>,
    pub(crate) salt: Vec<u8>,
    pub(crate) body: Vec<u8>,
}

/// One row of a projection, with the statement that writes it.
pub(crate) struct RawRow {
    pub(crate) noun: String,
    statement: String,
    id: Vec<u8>,
    pub(crate) body: String,
}

/// All rows of one act.
pub(crate) struct RawAct {
    pub(crate) entries: Vec<RawEntry>,
    pub(crate) rows: Vec<RawRow>,
}

fn fixed<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.try_into().unwrap()
}

impl RawEntry {
    async fn insert(&self, conn: &mut SqliteConnection) {
        sqlx::query(
            "insert into journal (desk_id, seq, prev, lamport, at, clock_suspect, office_seq, act,
                session, actor, kind, version, subject, payload_digest, hash, sig, co_actor, co_sig)
             values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&self.desk_id)
        .bind(self.seq)
        .bind(&self.prev)
        .bind(self.lamport)
        .bind(self.at)
        .bind(self.clock_suspect)
        .bind(self.office_seq)
        .bind(&self.act)
        .bind(&self.session)
        .bind(&self.actor)
        .bind(&self.kind)
        .bind(self.version)
        .bind(&self.subject)
        .bind(&self.payload_digest)
        .bind(&self.hash)
        .bind(&self.sig)
        .bind(&self.co_actor)
        .bind(&self.co_sig)
        .execute(&mut *conn)
        .await
        .unwrap();
        sqlx::query("insert into payload (desk_id, seq, salt, body) values (?, ?, ?, ?)")
            .bind(&self.desk_id)
            .bind(self.seq)
            .bind(&self.salt)
            .bind(&self.body)
            .execute(conn)
            .await
            .unwrap();
    }

    /// The entry in the form that is hashed.
    pub(crate) fn entry(&self) -> Entry {
        Entry {
            desk: DeskId::from_bytes(fixed(&self.desk_id)),
            seq: self.seq,
            prev: fixed(&self.prev),
            lamport: self.lamport,
            at: Moment::from_millis(self.at),
            clock_suspect: self.clock_suspect != 0,
            office_seq: self.office_seq,
            act: ActId::from_bytes(fixed(&self.act)),
            session: SessionId::from_bytes(fixed(&self.session)),
            actor: UserId::from_bytes(fixed(&self.actor)),
            kind: self.kind.clone(),
            version: self.version,
            subject: SubjectId::from_bytes(fixed(&self.subject)),
            payload_digest: fixed(&self.payload_digest),
            hash: fixed(&self.hash),
            sig: self.sig.clone(),
            co_actor: None,
            co_sig: None,
        }
    }
}
