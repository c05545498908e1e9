//! The whole record written anew under another key.
//!
//! Purpose: after something was shredded the live rows go into a new file under a new key, which takes the old
//! one's place; what a disk keeps of the old file is ciphertext, and the key file that named its key is gone
//! (a backup made before still names it). Until the caller's key file is written the old pair counts, from then
//! on the new one; a cut at any point is settled at the next opening. May use: the one connection. Must never:
//! leave two files that both count, or name a key.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::id::DeskId;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use vault::secret::DatabaseKey;

use crate::backup::{Source, counts, read_only};
use crate::connection::quiet;
use crate::journal::{self, Head};
use crate::open::{Inner, check_library, connect, ready};
use crate::{Desk, StoreError};

/// Ending of the file that is being written.
const NEXT: &str = "next";

/// Where the new file of a record is written.
fn next_to(path: &Path) -> PathBuf {
    path.with_extension(NEXT)
}

/// What a cut left: a new file that the key opens takes the old one's place; one that it does not open is
/// taken away.
pub(crate) async fn settle(path: &Path, key: &DatabaseKey) -> Result<(), StoreError> {
    let next = next_to(path);
    if !next.exists() {
        return Ok(());
    }
    // Whatever else cannot be read of it, the old file is not given away for it.
    let ours = match read_only(&next, key).await {
        Ok(conn) => {
            conn.close().await?;
            true
        }
        Err(StoreError::DoesNotOpen) => false,
        Err(error) => return Err(error),
    };
    if ours {
        std::fs::rename(&next, path)?;
    } else {
        std::fs::remove_file(&next)?;
    }
    synced(path)
}

impl Desk {
    /// Whether it could be written anew now: refused while a copy is being made.
    pub async fn may_rekey(&self) -> Result<(), StoreError> {
        if self.inner.lock().await.fenced {
            return Err(StoreError::Fenced);
        }
        Ok(())
    }

    /// Writes the record anew under `key`. `counts` makes the key file that names it: once it has answered
    /// the new file is the record. Nobody writes meanwhile; refused while a copy is being made.
    pub async fn rekey(
        &self,
        path: &Path,
        key: &DatabaseKey,
        counts: impl FnOnce() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut inner = Arc::clone(&self.inner).lock_owned().await;
        if inner.broken {
            return Err(StoreError::Broken);
        }
        if inner.fenced {
            return Err(StoreError::Fenced);
        }
        let next = next_to(path);
        let written = written(&mut inner, &next, key).await;
        if let Err(error) = written {
            let _swept = std::fs::remove_file(&next);
            return Err(error);
        }
        // From here on this connection is over: whatever fails, the next opening settles it.
        inner.broken = true;
        let handle = inner.source.close();
        let empty = quiet().in_memory(true).connect().await?;
        std::mem::replace(&mut inner.conn, empty).close().await?;
        drop(handle);
        counts()?;
        std::fs::rename(&next, path)?;
        synced(path)?;
        let mut conn = connect(path, key).await?;
        check_library(&mut conn).await?;
        inner.conn = conn;
        inner.source = Source::of(path);
        inner.broken = false;
        Ok(())
    }
}

/// Everything in a new file, whole and on the disk.
async fn written(inner: &mut Inner, next: &Path, key: &DatabaseKey) -> Result<(), StoreError> {
    if next.exists() {
        std::fs::remove_file(next)?;
    }
    ready(next)?;
    let place = next.to_str().ok_or(StoreError::Io)?;
    let conn = &mut inner.conn;
    // The key as an expression is the pragma's text without its quotes.
    let attached = key.with_pragma_text(|text| {
        sqlx::query("attach database ? as next key ?")
            .bind(place.to_owned())
            .bind(text.trim_matches('"').to_owned())
    });
    attached.execute(&mut *conn).await?;
    let exported = sqlx::query("select sqlcipher_export('next')")
        .execute(&mut *conn)
        .await;
    let detached = sqlx::query("detach database next")
        .execute(&mut *conn)
        .await;
    exported?;
    detached?;
    let before = told(conn, inner.id).await?;
    let mut copy = read_only(next, key).await?;
    let after = told(&mut copy, inner.id).await?;
    copy.close().await?;
    if before != after {
        return Err(StoreError::Damaged);
    }
    std::fs::File::open(next)?.sync_all()?;
    synced(next)
}

/// The newest entry, and how many rows there are.
async fn told(
    conn: &mut SqliteConnection,
    desk: DeskId,
) -> Result<(Head, Vec<(&'static str, i64)>), StoreError> {
    let (head, _) = journal::head(conn, desk).await?;
    Ok((head, counts(conn).await?))
}

/// A name in a folder is durable once the folder is.
fn synced(path: &Path) -> Result<(), StoreError> {
    let folder = path.parent().ok_or(StoreError::Io)?;
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}
