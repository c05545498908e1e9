//! What can go wrong underneath, without a word of anybody's data.
//!
//! Purpose: map SQLite's and SQLCipher's answers to the few things a caller acts on. Database text
//! stays behind `cause` for a redacted log; it never crosses to a screen.

use sqlx::error::DatabaseError;

/// Result codes after which the file, not the request, is wrong: SQLITE_ERROR, NOMEM, CORRUPT and
/// NOTADB are what SQLCipher answers after a page failed its HMAC.
const DAMAGE: [&str; 5] = ["1", "7", "11", "26", "267"];

/// Why the record could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Wrong key or damaged first page: they cannot be told apart.
    #[error("database does not open")]
    DoesNotOpen,
    /// A page failed its check, or content is not what it claims to be.
    #[error("database is damaged")]
    Damaged,
    /// The file is not encrypted, or the library is not the expected one.
    #[error("unexpected database library or format")]
    Unexpected,
    /// Written by a newer program.
    #[error("database is newer than this program")]
    Newer,
    /// No room left.
    #[error("disk full")]
    DiskFull,
    /// The folder or file may not be written.
    #[error("read-only")]
    ReadOnly,
    /// Another process holds it.
    #[error("in use")]
    InUse,
    /// Reading or writing failed for another reason of the machine.
    #[error("input or output failed")]
    Io,
    /// An action did not fit the state it was decided on; nothing was written.
    #[error("action ignored: {0}")]
    Ignored(&'static str),
    /// An earlier failure left the connection unsure; lock and open again.
    #[error("connection must be reopened")]
    Broken,
    /// The caller asked to stop; nothing was lost.
    #[error("cancelled")]
    Cancelled,
    /// Another copy of the record is being made.
    #[error("a copy is being made already")]
    Fenced,
    /// The record was closed while it was copied; the copy is worth nothing.
    #[error("closed while it was copied")]
    Interrupted,
    /// Anything else the database said.
    #[error("database refused")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error
            .as_database_error()
            .and_then(DatabaseError::code)
            .unwrap_or_default();
        if matches!(
            error,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)
        ) {
            // A value is not what its strict column holds: an overflow page of another row, say.
            return Self::Damaged;
        }
        // Extended result codes keep the primary one in their low byte.
        let primary = code.parse::<i32>().map_or(0, |code| code & 0xff);
        match primary {
            13 => Self::DiskFull,
            8 | 14 => Self::ReadOnly,
            5 | 6 => Self::InUse,
            10 => Self::Io,
            _ if DAMAGE.contains(&code.as_ref()) => Self::Damaged,
            _ => Self::Database(Box::new(error)),
        }
    }
}

impl From<domain::action::Unreadable> for StoreError {
    fn from(_: domain::action::Unreadable) -> Self {
        Self::Damaged
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "a caller acts on these kinds only"
        )]
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly
            }
            _ => Self::Io,
        }
    }
}
