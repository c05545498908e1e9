//! Migrations in two sets: what cannot be derived moves forward, what is derived is replaced.
//!
//! Purpose: run `migrations/desk`, and drop and replay the projections whenever their definition,
//! the fold of search keys or the collation changed since they were made.
//! Must never: change a journal.

use sha2::{Digest, Sha256};
use sqlx::migrate::MigrateError;
use sqlx::{Connection, SqliteConnection};

use crate::{Desk, StoreError};

static DESK: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations/desk");

const PROJECTIONS: &str = include_str!("../../../../migrations/projections/0001_projections.sql");

/// Tables of the replaceable set, dependants first.
const TABLES: [&str; 11] = [
    "person_search",
    "person_key",
    "tombstone",
    "protected",
    "receipt",
    "file",
    "visit",
    "household_person",
    "household",
    "person",
    "desk",
];

/// Brings the journal's own tables up to date.
pub(crate) async fn migrate(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    // `run` cannot cross threads in a caller ("Acquire is not general enough"), this can.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "all else is a broken build or database"
    )]
    DESK.run_direct(None, conn, false)
        .await
        .map_err(|error| match error {
            MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) => StoreError::Newer,
            MigrateError::Execute(error) => error.into(),
            other => StoreError::Database(Box::new(other)),
        })
}

/// What the projections of this program are made by.
fn wanted() -> String {
    let mut hasher = Sha256::new();
    hasher.update(PROJECTIONS.as_bytes());
    hasher.update(domain::fold::FOLD_VERSION.to_le_bytes());
    hex::encode(hasher.finalize())
}

/// Replays the projections if they were made by another program, or never.
pub(crate) async fn ensure(desk: &Desk) -> Result<(), StoreError> {
    let mut tx = desk.begin().await?;
    let made: Option<String> =
        sqlx::query_scalar!("select version from derived where name = 'projections'")
            .fetch_optional(&mut tx.inner.conn)
            .await?;
    if made.as_deref() == Some(wanted().as_str()) {
        return Ok(());
    }
    tx.rebuild(&mut |_| true).await?;
    Ok(())
}

/// Drops and makes the projection tables, empty. Until [`finished`], the next start replays again.
pub(crate) async fn start_over(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    let mut tx = conn.begin().await?;
    sqlx::query!("delete from derived where name = 'projections'")
        .execute(&mut *tx)
        .await?;
    for table in TABLES {
        let drop = sqlx::AssertSqlSafe(format!("drop table if exists {table}"));
        sqlx::query(drop).execute(&mut *tx).await?;
    }
    sqlx::raw_sql(PROJECTIONS).execute(&mut *tx).await?;
    sqlx::query!("insert into person_search (person_search, rank) values ('secure-delete', 1)")
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Marks the projections as made by this program.
pub(crate) async fn finished(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    let version = wanted();
    sqlx::query!(
        "insert into derived (name, version) values ('projections', ?)
         on conflict (name) do update set version = excluded.version",
        version,
    )
    .execute(conn)
    .await?;
    Ok(())
}
