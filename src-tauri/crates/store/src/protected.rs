//! Protected files as they are known without their keys, and what stands sealed in their entries.
//!
//! Purpose: the queries over protected files, and the content of one entry with who wrote it and when by
//! the office journal. Must never: open anything; keys are the vault's, and who may is the office's.

use domain::action::{Action, Noun};
use domain::id::{ProtectedId, SubjectId, UserId};
use domain::moment::{Day, Moment};
use domain::protected::{Protected, Written};
use domain::subject::{Basis, Subject, Tombstone};

use crate::journal::{Hash, fixed};
use crate::{StoreError, Tx, subjects};

/// An entry's content, and what is checked beside it.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// Who wrote it.
    pub actor: UserId,
    /// The office entry in force then.
    pub office_seq: i64,
    /// Digest of its payload.
    pub digest: Hash,
    /// What it says.
    pub action: Action,
}

/// A protected file that was shredded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shredded {
    /// On which day.
    pub day: Day,
    /// Why.
    pub basis: Basis,
    /// Who did.
    pub by: UserId,
    /// Who agreed.
    pub second: UserId,
    /// The record was written anew under another key since.
    pub rekeyed: bool,
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Content({})", self.action.kind())
    }
}

impl Tx {
    /// A protected file, or nothing where there is none or it was erased.
    pub async fn protected(&mut self, id: ProtectedId) -> Result<Option<Protected>, StoreError> {
        let subject = subjects::load(&mut self.inner.conn, Noun::Protected, id.into()).await?;
        match subject {
            Some(Subject::Protected(protected)) => Ok(Some(*protected)),
            Some(
                Subject::Desk(_)
                | Subject::Person(_)
                | Subject::Household(_)
                | Subject::Visit(_)
                | Subject::File(_)
                | Subject::Receipt(_)
                | Subject::Tombstone(_),
            )
            | None => Ok(None),
        }
    }

    /// Protected files in the order of ids, after one of them, at most `limit`.
    pub async fn protected_after(
        &mut self,
        after: Option<ProtectedId>,
        limit: u32,
    ) -> Result<Vec<Protected>, StoreError> {
        let after = after.map(|id| SubjectId::from(id).bytes());
        let after = after.as_ref().map_or(&[][..], |bytes| bytes.as_slice());
        let rows = sqlx::query_scalar!(
            "select body from protected where id > ? order by id limit ?",
            after,
            limit,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }

    /// When the first protected file waits for somebody cleared, ms UTC; nothing where none does.
    pub async fn next_attention(&mut self) -> Result<Option<i64>, StoreError> {
        let next = sqlx::query_scalar!(
            r#"select min(attention) as "next?: i64" from protected where attention is not null"#
        )
        .fetch_one(&mut self.inner.conn)
        .await?;
        Ok(next)
    }

    /// Who looked at a file on which day, the latest first, at most `limit` looks.
    pub async fn looks(
        &mut self,
        id: ProtectedId,
        limit: u32,
    ) -> Result<Vec<(UserId, Day)>, StoreError> {
        let id = SubjectId::from(id).bytes();
        let id = id.as_slice();
        let rows = sqlx::query!(
            "select actor, at from journal where subject = ? and kind = 'protected.viewed'
             order by lamport desc limit ?",
            id,
            limit,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.into_iter()
            .map(|row| {
                let actor = UserId::from_bytes(fixed(&row.actor)?);
                Ok((actor, Moment::from_millis(row.at).day()))
            })
            .collect()
    }

    /// Whether somebody opened a file after an entry of it was written.
    pub async fn looked_since(
        &mut self,
        id: ProtectedId,
        reader: UserId,
        entry: Written,
    ) -> Result<bool, StoreError> {
        let id = SubjectId::from(id).bytes();
        let (id, desk) = (id.as_slice(), entry.desk.bytes());
        let (desk, reader) = (desk.as_slice(), reader.bytes());
        let reader = reader.as_slice();
        let looked = sqlx::query_scalar!(
            r#"select exists (select 1 from journal
               where subject = ? and kind = 'protected.viewed' and actor = ? and lamport >
                   (select lamport from journal where desk_id = ? and seq = ?)) as "looked!: bool""#,
            id,
            reader,
            desk,
            entry.seq,
        )
        .fetch_one(&mut self.inner.conn)
        .await?;
        Ok(looked)
    }

    /// Protected files that were shredded, the latest first.
    pub async fn shredded(&mut self) -> Result<Vec<Shredded>, StoreError> {
        let rows = sqlx::query!(
            r#"select e.at, e.actor, e.co_actor, t.body, exists
                   (select 1 from journal r
                    where r.kind = 'record.rekeyed' and r.lamport > e.lamport) as "rekeyed!: bool"
               from journal e
               join tombstone t on t.id = e.subject
               where e.kind = 'subject.erased' and exists
                   (select 1 from journal o where o.subject = e.subject and o.kind = 'protected.opened')
               order by e.lamport desc"#
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.into_iter()
            .map(|row| {
                let stone: Tombstone = subjects::read(&row.body)?;
                let second = row.co_actor.ok_or(StoreError::Damaged)?;
                Ok(Shredded {
                    day: Moment::from_millis(row.at).day(),
                    basis: stone.basis,
                    by: UserId::from_bytes(fixed(&row.actor)?),
                    second: UserId::from_bytes(fixed(&second)?),
                    rekeyed: row.rekeyed,
                })
            })
            .collect()
    }

    /// The content of an entry; nothing where it was erased.
    pub async fn content(&mut self, at: Written) -> Result<Option<Content>, StoreError> {
        let desk = at.desk.bytes();
        let desk = desk.as_slice();
        let row = sqlx::query!(
            "select j.actor, j.office_seq, j.payload_digest, j.kind, j.version, p.body
             from journal j join payload p on p.desk_id = j.desk_id and p.seq = j.seq
             where j.desk_id = ? and j.seq = ?",
            desk,
            at.seq,
        )
        .fetch_optional(&mut self.inner.conn)
        .await?;
        row.map(|row| {
            let action = Action::read(&row.kind, row.version, &row.body);
            Ok(Content {
                actor: UserId::from_bytes(fixed(&row.actor)?),
                office_seq: row.office_seq,
                digest: fixed(&row.payload_digest)?,
                action: action.map_err(|_cause| StoreError::Damaged)?,
            })
        })
        .transpose()
    }
}
