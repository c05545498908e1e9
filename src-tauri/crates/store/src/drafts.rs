//! Drafts: what is being typed and is not saved yet.
//!
//! Purpose: the one mutable table: last write wins, no history. What becomes of a draft when an act
//! is written (it was saved, another officer goes on with it) is carried out in that act's own
//! transaction, so that nothing is saved twice and nothing is lost between. May use: the one
//! connection. Must never: be journalled, projected or replayed.

use domain::id::{DraftId, UserId};
use domain::moment::Moment;
use sqlx::SqliteConnection;

use crate::{StoreError, Tx};

/// What a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftKind {
    /// A form anyone at this desk may go on with.
    Ordinary,
    /// A private form, sealed; its author's alone.
    Private,
    /// A note from one shift to the next.
    Note,
}

impl DraftKind {
    const fn text(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Private => "private",
            Self::Note => "note",
        }
    }
}

/// A draft as it lies in the table.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which.
    pub id: DraftId,
    /// Whose.
    pub owner: UserId,
    /// What it is.
    pub kind: DraftKind,
    /// When it was kept last.
    pub updated: Moment,
    /// UTF-8 JSON; sealed bytes of a private one.
    pub body: Vec<u8>,
}

/// What was typed never reaches a log.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({:?}, {} bytes)", self.id, self.body.len())
    }
}

/// What an act makes of a draft.
#[derive(Debug)]
pub(crate) enum DraftChange {
    /// It was saved.
    Gone(DraftId),
    /// Another officer goes on with it.
    Given(DraftId, UserId),
    /// What was typed goes on under another name: the first is gone before the second is written, so that
    /// its pages are taken again.
    Moved(Option<DraftId>, Box<Draft>),
}

impl DraftChange {
    /// Within the act's transaction.
    pub(crate) async fn carry_out(self, conn: &mut SqliteConnection) -> Result<(), StoreError> {
        match self {
            Self::Gone(id) => gone(conn, id).await?,
            Self::Moved(before, draft) => {
                if let Some(before) = before {
                    gone(&mut *conn, before).await?;
                }
                keep(conn, &draft).await?;
            }
            Self::Given(id, owner) => {
                let (id, owner) = (id.bytes(), owner.bytes());
                let (id, owner) = (id.as_slice(), owner.as_slice());
                sqlx::query!("update draft set owner = ? where id = ?", owner, id)
                    .execute(conn)
                    .await?;
            }
        }
        Ok(())
    }
}

impl Tx {
    /// The act that is written with this transaction saves that draft: it goes in the same breath.
    pub fn saves_draft(&mut self, id: DraftId) {
        self.draft = Some(DraftChange::Gone(id));
    }

    /// The act that is written with this transaction keeps that draft in the place of another.
    pub fn moves_draft(&mut self, before: Option<DraftId>, draft: Draft) {
        self.draft = Some(DraftChange::Moved(before, Box::new(draft)));
    }

    /// The act that is written with this transaction gives that draft to another officer.
    pub fn gives_draft(&mut self, id: DraftId, owner: UserId) {
        self.draft = Some(DraftChange::Given(id, owner));
    }

    /// Keeps a draft, new or known, synced to the disk. `false`: it has another owner or is of
    /// another kind, and nothing was kept.
    pub async fn keep_draft(&mut self, draft: &Draft) -> Result<bool, StoreError> {
        keep(&mut self.inner.conn, draft).await
    }

    /// The drafts of a kind, the one kept last first, at most `limit`.
    pub async fn drafts(&mut self, kind: DraftKind, limit: u32) -> Result<Vec<Draft>, StoreError> {
        let text = kind.text();
        let rows = sqlx::query!(
            "select id, owner, updated, body from draft where kind = ?
             order by updated desc, id limit ?",
            text,
            limit,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Draft {
                    id: DraftId::from_bytes(sixteen(&row.id)?),
                    owner: UserId::from_bytes(sixteen(&row.owner)?),
                    kind,
                    updated: Moment::from_millis(row.updated),
                    body: row.body,
                })
            })
            .collect()
    }

    /// How many drafts of a kind there are.
    pub async fn draft_count(&mut self, kind: DraftKind) -> Result<usize, StoreError> {
        let text = kind.text();
        let count = sqlx::query_scalar!(
            r#"select count(*) as "count!: i64" from draft where kind = ?"#,
            text,
        )
        .fetch_one(&mut self.inner.conn)
        .await?;
        usize::try_from(count).map_err(|_cause| StoreError::Damaged)
    }

    /// A draft of a kind, or nothing.
    pub async fn draft(
        &mut self,
        kind: DraftKind,
        id: DraftId,
    ) -> Result<Option<Draft>, StoreError> {
        let (bytes, text) = (id.bytes(), kind.text());
        let bytes = bytes.as_slice();
        let row = sqlx::query!(
            "select owner, updated, body from draft where id = ? and kind = ?",
            bytes,
            text,
        )
        .fetch_optional(&mut self.inner.conn)
        .await?;
        row.map(|row| {
            Ok(Draft {
                id,
                owner: UserId::from_bytes(sixteen(&row.owner)?),
                kind,
                updated: Moment::from_millis(row.updated),
                body: row.body,
            })
        })
        .transpose()
    }

    /// Throws a draft away; its pages are overwritten.
    pub async fn discard_draft(&mut self, id: DraftId) -> Result<(), StoreError> {
        DraftChange::Gone(id).carry_out(&mut self.inner.conn).await
    }
}

async fn gone(conn: &mut SqliteConnection, id: DraftId) -> Result<(), StoreError> {
    let id = id.bytes();
    let id = id.as_slice();
    sqlx::query!("delete from draft where id = ?", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// `false`: another's, or of another kind, and nothing was kept.
async fn keep(conn: &mut SqliteConnection, draft: &Draft) -> Result<bool, StoreError> {
    let (id, owner) = (draft.id.bytes(), draft.owner.bytes());
    let (id, owner) = (id.as_slice(), owner.as_slice());
    let (kind, updated) = (draft.kind.text(), draft.updated.millis());
    let body = draft.body.as_slice();
    let kept = sqlx::query!(
        "insert into draft (id, owner, kind, updated, body) values (?, ?, ?, ?, ?)
             on conflict (id) do update set updated = excluded.updated, body = excluded.body
             where owner = excluded.owner and kind = excluded.kind",
        id,
        owner,
        kind,
        updated,
        body,
    )
    .execute(conn)
    .await?;
    Ok(kept.rows_affected() > 0)
}

fn sixteen(bytes: &[u8]) -> Result<[u8; 16], StoreError> {
    bytes.try_into().map_err(|_cause| StoreError::Damaged)
}
