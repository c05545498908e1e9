//! A copy of the record while work goes on, and whether such a copy is sound.
//!
//! Purpose: the *fence*: everything is brought into the main file, then that file does not change
//! while writers go on in the log beside it; whoever copies reads it through the handle here. The
//! check opens a finished copy on a connection of its own, with the key, and never writes to it.
//! The handle stays open as long as the connection: closing any handle of this process on the file
//! would drop SQLite's own locks, which are the process's (POSIX), so it is closed after the
//! connection. A child process would do as well; this way there is no program to find, and copying,
//! hashing and progress are one pass.
//! Must never: hold the connection while the file is copied, or change a copy but for taking out
//! what may not leave the machine.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::DeskId;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use vault::secret::DatabaseKey;

use crate::StoreError;
use crate::connection::quiet;
use crate::journal::{self, Head};
use crate::open::{Desk, Inner, Tx};
use crate::verify::Signers;

/// Newest entries of a copy whose chain and signatures are checked.
const CHECKED_ENTRIES: i64 = 500;

/// How often a long check asks whether to go on: every so many steps of the database's machine.
const ASKED_EVERY: i32 = 20_000;

/// Writers move the log into the main file after so many pages: SQLite's own number.
const AUTOCHECKPOINT: &str = "pragma wal_autocheckpoint = 1000";
const NO_AUTOCHECKPOINT: &str = "pragma wal_autocheckpoint = 0";

/// The handle through which the file is copied.
pub(crate) struct Source {
    path: PathBuf,
    file: Mutex<Handle>,
}

enum Handle {
    NotYet,
    Open(File),
    /// The connection is closed, or about to be: what is read now need not be what was fenced.
    Closed,
}

impl Source {
    pub(crate) fn of(path: &Path) -> Arc<Self> {
        Arc::new(Self {
            path: path.to_path_buf(),
            file: Mutex::new(Handle::NotYet),
        })
    }

    /// Opens it if need be; its length.
    fn open(&self) -> Result<u64, StoreError> {
        let mut handle = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*handle, Handle::NotYet) {
            *handle = Handle::Open(File::open(&self.path)?);
        }
        match &*handle {
            Handle::Open(file) => Ok(file.metadata()?.len()),
            Handle::NotYet | Handle::Closed => Err(StoreError::Interrupted),
        }
    }

    fn read_at(&self, at: u64, buffer: &mut [u8]) -> Result<usize, StoreError> {
        let handle = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        match &*handle {
            Handle::Open(file) => Ok(file.read_at(buffer, at)?),
            Handle::NotYet | Handle::Closed => Err(StoreError::Interrupted),
        }
    }

    fn is_open(&self) -> bool {
        let handle = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(*handle, Handle::Open(_))
    }

    /// Ends every copy; what it gives must be dropped after the connection is closed.
    pub(crate) fn close(&self) -> Option<File> {
        let mut handle = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *handle, Handle::Closed) {
            Handle::Open(file) => Some(file),
            Handle::NotYet | Handle::Closed => None,
        }
    }
}

/// The main file stands still until this is lifted.
pub struct Fence {
    inner: Arc<tokio::sync::Mutex<Inner>>,
    source: Arc<Source>,
    desk: DeskId,
    head: Head,
    length: u64,
}

impl std::fmt::Debug for Fence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fence({} bytes)", self.length)
    }
}

impl Desk {
    /// Brings everything into the main file and keeps it from changing. Writers wait only for that;
    /// while the fence stands they go on.
    pub async fn fence(&self) -> Result<Fence, StoreError> {
        let mut inner = self.inner.lock().await;
        if inner.broken {
            return Err(StoreError::Broken);
        }
        if inner.fenced {
            return Err(StoreError::Fenced);
        }
        // Pragmas cannot be checked against a schema, so neither is any statement of this module.
        sqlx::query(NO_AUTOCHECKPOINT)
            .execute(&mut inner.conn)
            .await?;
        match still(&mut inner).await {
            Ok(length) => {
                inner.fenced = true;
                Ok(Fence {
                    inner: Arc::clone(&self.inner),
                    source: Arc::clone(&inner.source),
                    desk: inner.id,
                    head: inner.head,
                    length,
                })
            }
            Err(error) => {
                sqlx::query(AUTOCHECKPOINT).execute(&mut inner.conn).await?;
                Err(error)
            }
        }
    }
}

/// Empties the log into the main file; its length then.
async fn still(inner: &mut Inner) -> Result<u64, StoreError> {
    emptied(inner).await?;
    inner.source.open()
}

/// Empties the log into the main file and cuts it to nothing.
async fn emptied(inner: &mut Inner) -> Result<(), StoreError> {
    let (busy, _, _): (i64, i64, i64) = sqlx::query_as("pragma wal_checkpoint(truncate)")
        .fetch_one(&mut inner.conn)
        .await?;
    if busy != 0 {
        return Err(StoreError::InUse);
    }
    inner.log_waits = false;
    Ok(())
}

impl Tx {
    /// Empties the log, so that no page of what was erased or moved stays in it; while a copy is being
    /// made, as soon as that is done.
    pub async fn empty_log(mut self) -> Result<(), StoreError> {
        if self.inner.fenced {
            self.inner.log_waits = true;
            return Ok(());
        }
        emptied(&mut self.inner).await
    }
}

impl Fence {
    /// Whose journal.
    pub fn desk(&self) -> DeskId {
        self.desk
    }

    /// The newest entry in the file.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Length of the file.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// A piece of the file, for whatever thread copies it.
    pub fn reader(&self) -> FenceReader {
        FenceReader {
            source: Arc::clone(&self.source),
            length: self.length,
        }
    }

    /// Lets the file change again. Says whether it stood still until now: after the record was
    /// closed, what was copied is worth nothing.
    pub async fn lift(self) -> Result<(), StoreError> {
        let mut inner = self.inner.lock().await;
        inner.fenced = false;
        if !self.source.is_open() {
            return Err(StoreError::Interrupted);
        }
        sqlx::query(AUTOCHECKPOINT).execute(&mut inner.conn).await?;
        if inner.log_waits {
            emptied(&mut inner).await?;
        }
        Ok(())
    }
}

/// Reads what is fenced.
pub struct FenceReader {
    source: Arc<Source>,
    length: u64,
}

impl std::fmt::Debug for FenceReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FenceReader({} bytes)", self.length)
    }
}

impl FenceReader {
    /// Fills the buffer from a place in the file, up to the file's end as it was fenced; 0 there.
    pub fn read_at(&self, at: u64, buffer: &mut [u8]) -> Result<usize, StoreError> {
        let left = usize::try_from(self.length.saturating_sub(at)).unwrap_or(usize::MAX);
        let wanted = left.min(buffer.len());
        let Some(buffer) = buffer.get_mut(..wanted).filter(|part| !part.is_empty()) else {
            return Ok(0);
        };
        match self.source.read_at(at, buffer)? {
            // The file must not become shorter while the fence stands.
            0 => Err(StoreError::Io),
            read => Ok(read),
        }
    }
}

/// What a sound copy holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The newest entry of the desk's chain.
    pub head: Head,
    /// Newest migration.
    pub schema: i64,
    /// Rows by table.
    pub counts: Vec<(&'static str, i64)>,
}

/// Tables that are counted.
const COUNTED: [(&str, &str); 7] = [
    ("journal", "select count(*) from journal"),
    ("person", "select count(*) from person"),
    ("household", "select count(*) from household"),
    ("visit", "select count(*) from visit"),
    ("file", "select count(*) from file"),
    ("receipt", "select count(*) from receipt"),
    ("protected", "select count(*) from protected"),
];

pub(crate) async fn counts(
    conn: &mut SqliteConnection,
) -> Result<Vec<(&'static str, i64)>, StoreError> {
    let mut counts = Vec::new();
    for (table, sql) in COUNTED {
        counts.push((table, sqlx::query_scalar(sql).fetch_one(&mut *conn).await?));
    }
    Ok(counts)
}

impl Tx {
    /// Rows by table, those of the journal among them; walks each table once.
    pub async fn counts(&mut self) -> Result<Vec<(&'static str, i64)>, StoreError> {
        counts(&mut self.inner.conn).await
    }
}

/// Opens a finished copy and checks every page, every index, and the newest entries with their
/// signatures. Nothing of it is changed; `stop` ends the check between two steps.
pub async fn check_copy(
    path: &Path,
    key: &DatabaseKey,
    desk: DeskId,
    signers: Arc<dyn Signers>,
    stop: Arc<AtomicBool>,
) -> Result<Copied, StoreError> {
    let mut conn = read_only(path, key).await?;
    let wish = Arc::clone(&stop);
    conn.lock_handle()
        .await?
        .set_progress_handler(ASKED_EVERY, move || !wish.load(Ordering::Relaxed));
    let checked = checked(conn, path, desk, signers).await;
    if stop.load(Ordering::Relaxed) {
        return Err(StoreError::Cancelled);
    }
    checked
}

async fn checked(
    mut conn: SqliteConnection,
    path: &Path,
    desk: DeskId,
    signers: Arc<dyn Signers>,
) -> Result<Copied, StoreError> {
    let pages: Option<String> = sqlx::query_scalar("pragma cipher_integrity_check")
        .fetch_optional(&mut conn)
        .await?;
    let rows: String = sqlx::query_scalar("pragma integrity_check(1)")
        .fetch_one(&mut conn)
        .await?;
    let strays = sqlx::query("pragma foreign_key_check")
        .fetch_optional(&mut conn)
        .await?;
    if pages.is_some() || rows != "ok" || strays.is_some() {
        return Err(StoreError::Damaged);
    }
    let schema: i64 = sqlx::query_scalar("select max(version) from _sqlx_migrations")
        .fetch_one(&mut conn)
        .await?;
    let counts = counts(&mut conn).await?;
    let (head, last_at) = journal::head(&mut conn, desk).await?;
    let copy = Desk::around(Inner::on(conn, (desk, head, last_at, 0), Source::of(path)));
    let holds = copy
        .begin()
        .await?
        .end_holds(signers, CHECKED_ENTRIES)
        .await;
    copy.close().await?;
    if !holds? {
        return Err(StoreError::Damaged);
    }
    Ok(Copied {
        head,
        schema,
        counts,
    })
}

/// Takes out of a copy what must not lie in a backup: drafts of private intakes, of which their
/// author reads no more than she may (they are overwritten, not only forgotten). The answer is
/// whether there were any: without any the copy stays byte for byte what was fenced.
pub async fn drop_private_drafts(path: &Path, key: &DatabaseKey) -> Result<bool, StoreError> {
    let mut look = read_only(path, key).await?;
    let any: i64 = sqlx::query_scalar("select exists (select 1 from draft where kind = 'private')")
        .fetch_one(&mut look)
        .await?;
    look.close().await?;
    if any == 0 {
        return Ok(false);
    }
    let options = with_key(path, key)
        .locking_mode(SqliteLockingMode::Exclusive)
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("secure_delete", "ON");
    let mut conn = options.connect().await?;
    sqlx::query("delete from draft where kind = 'private'")
        .execute(&mut conn)
        .await?;
    sqlx::query("pragma wal_checkpoint(truncate)")
        .fetch_one(&mut conn)
        .await?;
    conn.close().await?;
    Ok(true)
}

/// A connection that takes the file as it lies there: no log, no lock, nothing written beside it.
pub(crate) async fn read_only(
    path: &Path,
    key: &DatabaseKey,
) -> Result<SqliteConnection, StoreError> {
    let options = with_key(path, key).read_only(true).immutable(true);
    let mut conn = options.connect().await.map_err(StoreError::from)?;
    // A wrong key shows only at the first read.
    sqlx::query_scalar::<_, i64>("select count(*) from sqlite_master")
        .fetch_one(&mut conn)
        .await
        .map_err(|_cause| StoreError::DoesNotOpen)?;
    Ok(conn)
}

fn with_key(path: &Path, key: &DatabaseKey) -> SqliteConnectOptions {
    key.with_pragma_text(|text| {
        quiet()
            .filename(path)
            .create_if_missing(false)
            .pragma("key", text.to_owned())
            .pragma("cipher_page_size", "4096")
            .pragma("cipher_log_level", "NONE")
            .pragma("cipher_memory_security", "OFF")
            .pragma("temp_store", "MEMORY")
            .pragma("mmap_size", "0")
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
    })
}
