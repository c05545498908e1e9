//! Opening the database, and holding it.
//!
//! Purpose: one exclusive SQLCipher connection with the settings of SECURITY.md, in the order that
//! matters; assertions that the file is encrypted and the library is the expected one. Statement
//! logging is off before the connection opens, because the raw key is a statement.
//! Must never: hand out a second connection, or write outside [`Tx::commit`].

use std::path::Path;
use std::sync::Arc;

use domain::id::DeskId;
use domain::moment::Moment;
use sqlx::sqlite::{SqliteJournalMode, SqliteLockingMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::sync::{Mutex, OwnedMutexGuard};
use vault::secret::DatabaseKey;

use crate::backup::Source;
use crate::connection::quiet;
use crate::drafts::DraftChange;
use crate::gather::BUFFERED;
use crate::journal::{self, Head};
use crate::{StoreError, derived, rekey};

/// The only versions this program was tested with; a lock refresh cannot slip another one in.
pub(crate) const SQLITE_VERSION: &str = "3.50.4";
pub(crate) const CIPHER_VERSION: &str = "4.10.0";

/// What is known of the chain that this process writes.
pub(crate) struct Inner {
    pub(crate) conn: SqliteConnection,
    pub(crate) id: DeskId,
    pub(crate) head: Head,
    pub(crate) last_at: Option<Moment>,
    pub(crate) last_mono: Option<u64>,
    pub(crate) broken: bool,
    /// The highest lamport time of any chain in the file.
    pub(crate) lamport: i64,
    /// A copy is being made: the main file must not change.
    pub(crate) fenced: bool,
    /// The log must be emptied once that is done.
    pub(crate) log_waits: bool,
    /// The handle copies are read through; closed after the connection.
    pub(crate) source: Arc<Source>,
}

impl Inner {
    /// A connection, the chain it writes with its newest entry, and the highest lamport time.
    pub(crate) fn on(
        conn: SqliteConnection,
        (id, head, last_at, lamport): (DeskId, Head, Option<Moment>, i64),
        source: Arc<Source>,
    ) -> Self {
        Self {
            conn,
            id,
            head,
            last_at,
            last_mono: None,
            broken: false,
            lamport,
            fenced: false,
            log_waits: false,
            source,
        }
    }
}

/// An open record.
#[derive(Clone)]
pub struct Desk {
    pub(crate) inner: Arc<Mutex<Inner>>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Desk")
    }
}

/// The right to read and, once, to write. Holding it keeps everybody else out; dropping it
/// without [`Tx::commit`] leaves no trace, because nothing was written yet.
pub struct Tx {
    pub(crate) inner: OwnedMutexGuard<Inner>,
    /// What the act makes of a draft, carried out together with it.
    pub(crate) draft: Option<DraftChange>,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tx")
    }
}

impl Desk {
    /// Opens (or, where there is no file yet, makes) the database of a desk.
    pub async fn open(path: &Path, key: &DatabaseKey, desk: DeskId) -> Result<Self, StoreError> {
        rekey::settle(path, key).await?;
        ready(path)?;
        let mut conn = connect(path, key).await?;
        check_library(&mut conn).await?;
        derived::migrate(&mut conn).await?;
        let (head, last_at) = journal::head(&mut conn, desk).await?;
        let lamport = journal::lamport(&mut conn).await?;
        let desk = Self::around(Inner::on(
            conn,
            (desk, head, last_at, lamport),
            Source::of(path),
        ));
        derived::ensure(&desk).await?;
        Ok(desk)
    }

    pub(crate) fn around(inner: Inner) -> Self {
        Self {
            inner: Arc::new(Mutex::new(inner)),
        }
    }

    /// Waits for the connection.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let inner = Arc::clone(&self.inner).lock_owned().await;
        if inner.broken {
            Err(StoreError::Broken)
        } else {
            Ok(Tx { inner, draft: None })
        }
    }

    /// The newest entry of this desk's chain.
    pub async fn head(&self) -> Head {
        self.inner.lock().await.head
    }

    /// Waits for the running act, then closes the connection; the key is gone with it.
    pub async fn close(self) -> Result<(), StoreError> {
        let mut inner = Arc::clone(&self.inner).lock_owned().await;
        inner.broken = true;
        // Whoever copies learns it before the main file changes.
        let handle = inner.source.close();
        let memory = quiet().in_memory(true);
        let empty = memory.connect().await?;
        let conn = std::mem::replace(&mut inner.conn, empty);
        conn.close().await?;
        drop(handle);
        Ok(())
    }
}

impl Tx {
    /// Whose journal this process writes.
    pub fn desk(&self) -> DeskId {
        self.inner.id
    }

    /// The newest entry.
    pub fn head(&self) -> Head {
        self.inner.head
    }

    /// How often statements were run on this connection so far, those asked here left out and those
    /// with which the full-text index reads its own pages: a test holds each use case to a number.
    pub async fn statements(&mut self) -> Result<i64, StoreError> {
        let counted = sqlx::query_scalar(
            "select coalesce(sum(run), 0) from sqlite_stmt
             where sql not like '%sqlite_stmt%' and sql not like '%person_search#_%' escape '#'",
        );
        Ok(counted.fetch_one(&mut self.inner.conn).await?)
    }

    /// When the newest entry was written.
    pub fn last_at(&self) -> Option<Moment> {
        self.inner.last_at
    }
}

/// The settings of SECURITY.md "The encrypted database". sqlx puts `key` before all others.
pub(crate) async fn connect(
    path: &Path,
    key: &DatabaseKey,
) -> Result<SqliteConnection, StoreError> {
    let options = key.with_pragma_text(|text| {
        quiet()
            .row_buffer_size(BUFFERED)
            .filename(path)
            .create_if_missing(false)
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
    let conn = options.connect().await.map_err(at_opening)?;
    Ok(conn)
}

/// A file that answers "not a database" while it is opened may have the wrong key or a damaged
/// first page; nobody can tell which.
fn at_opening(error: sqlx::Error) -> StoreError {
    let error = StoreError::from(error);
    if matches!(error, StoreError::Damaged) {
        StoreError::DoesNotOpen
    } else {
        error
    }
}

/// A wrong key shows only at the first read; a wrong library would show never.
pub(crate) async fn check_library(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query_scalar::<_, i64>("select count(*) from sqlite_master")
        .fetch_one(&mut *conn)
        .await
        .map_err(at_opening)?;
    let sqlite: String = sqlx::query_scalar("select sqlite_version()")
        .fetch_one(&mut *conn)
        .await?;
    let cipher: Option<String> = sqlx::query_scalar("pragma cipher_version")
        .fetch_optional(&mut *conn)
        .await?;
    let temp_store: i64 = sqlx::query_scalar("pragma temp_store")
        .fetch_one(&mut *conn)
        .await?;
    let mode: String = sqlx::query_scalar("pragma journal_mode")
        .fetch_one(&mut *conn)
        .await?;
    let cipher_fits = cipher.is_some_and(|version| version.starts_with(CIPHER_VERSION));
    if sqlite != SQLITE_VERSION || !cipher_fits || temp_store != 2 || mode != "wal" {
        return Err(StoreError::Unexpected);
    }
    Ok(())
}

/// Makes the file where there is none (its owner's alone), and refuses one that cannot be written
/// or lies there in the clear. Done before SQLite opens it: closing a handle of our own later
/// would drop SQLite's locks.
pub(crate) fn ready(path: &Path) -> Result<(), StoreError> {
    use std::io::Read;
    use std::os::unix::fs::OpenOptionsExt;

    let mut options = std::fs::OpenOptions::new();
    options
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600);
    let mut file = options.open(path)?;
    let mut start = [0_u8; 16];
    match file.read_exact(&mut start) {
        Ok(()) if start == *b"SQLite format 3\0" => Err(StoreError::Unexpected),
        Ok(()) => Ok(()),
        // Brand new, or made and not yet written to.
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(()),
        Err(error) => Err(error.into()),
    }
}
