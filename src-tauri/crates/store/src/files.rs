//! Files: load, the next number, the files of a visit.
//!
//! Purpose: queries over files. Must never: compute a deadline.

use domain::action::Noun;
use domain::attachment::Attached;
use domain::file::File;
use domain::id::{FileId, UserId, VisitId};
use domain::person::Person;
use domain::protected::{Beside, Sealed};
use domain::subject::Subject;

use crate::people::ids;
use crate::{StoreError, Tx, subjects};

impl Tx {
    /// A file, or nothing where there is none or it was erased.
    pub async fn file(&mut self, id: FileId) -> Result<Option<File>, StoreError> {
        let subject = subjects::load(&mut self.inner.conn, Noun::File, id.into()).await?;
        match subject {
            Some(Subject::File(file)) => Ok(Some(*file)),
            Some(
                Subject::Desk(_)
                | Subject::Person(_)
                | Subject::Visit(_)
                | Subject::Household(_)
                | Subject::Receipt(_)
                | Subject::Protected(_)
                | Subject::Tombstone(_),
            )
            | None => Ok(None),
        }
    }

    /// The file with this number.
    pub async fn file_by_number(&mut self, number: &str) -> Result<Option<File>, StoreError> {
        let body = sqlx::query_scalar!("select body from file where number = ?", number)
            .fetch_optional(&mut self.inner.conn)
            .await?;
        body.map(|body| subjects::read(&body)).transpose()
    }

    /// The file that another system calls this.
    pub async fn file_by_code(&mut self, code: &str) -> Result<Option<File>, StoreError> {
        let body = sqlx::query_scalar!(
            "select body from file where code = ? order by id limit 1",
            code
        )
        .fetch_optional(&mut self.inner.conn)
        .await?;
        body.map(|body| subjects::read(&body)).transpose()
    }

    /// The files of a person, newest first.
    pub async fn files_of_person(
        &mut self,
        person: &Person,
        limit: u32,
    ) -> Result<Vec<File>, StoreError> {
        let ids = ids(person);
        let rows = sqlx::query_scalar!(
            "select body from file where person in (select value from json_each(?))
             order by id desc limit ?",
            ids,
            limit,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }

    /// Files that are not closed and whose form holds this number, newest first: what was asked for by
    /// somebody else.
    pub async fn files_naming(
        &mut self,
        number: &str,
        limit: u32,
    ) -> Result<Vec<File>, StoreError> {
        let rows = sqlx::query_scalar!(
            "select body from file where closed = 0 and instr(body, ?) > 0 order by id desc limit ?",
            number,
            limit,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }

    /// Files that are not closed, the nearest end of a clock first; those of one user where she is
    /// named: taken in by her or given to her.
    pub async fn files_open(
        &mut self,
        of: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<File>, StoreError> {
        let of = of.map(|user| user.to_string());
        let rows = sqlx::query_scalar!(
            "select body from file
             where closed = 0
               and (?1 is null or body ->> '$.opened_by' = ?1 or assignee = ?1)
             order by due is null, due limit ?2",
            of,
            limit,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }

    /// Numbers of the files that were joined to this one, the oldest first.
    pub async fn files_joined(&mut self, to: FileId) -> Result<Vec<String>, StoreError> {
        let to = to.to_string();
        let rows = sqlx::query_scalar!(
            "select number as \"number!: String\" from file where joins = ? order by id",
            to,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        Ok(rows)
    }

    /// All files of a service in this state, the oldest first; those of one user where she is named.
    pub async fn files_in(
        &mut self,
        service: &str,
        state: &str,
        of: Option<UserId>,
    ) -> Result<Vec<File>, StoreError> {
        let of = of.map(|user| user.to_string());
        let rows = sqlx::query_scalar!(
            "select body from file
             where closed = 0 and body ->> '$.opened.service' = ?1 and body ->> '$.state' = ?2
               and (?3 is null or body ->> '$.opened_by' = ?3 or assignee = ?3)
             order by id",
            service,
            state,
            of,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }

    /// The files that bear these numbers of a paper register.
    pub async fn files_by_carried(&mut self, numbers: &[String]) -> Result<Vec<File>, StoreError> {
        let numbers = serde_json::to_string(numbers).unwrap_or_default();
        let rows = sqlx::query_scalar!(
            "select body from file where carried in (select value from json_each(?))
             order by id",
            numbers,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }

    /// What every entry of the journal says was ever attached and not erased since: the truth, whatever
    /// the projections say.
    pub async fn attached(&mut self) -> Result<Vec<Attached>, StoreError> {
        let rows = sqlx::query_scalar!(
            "select payload.body from journal
             join payload on payload.desk_id = journal.desk_id and payload.seq = journal.seq
             where journal.kind = 'file.attached'",
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        let read = |body: &Vec<u8>| serde_json::from_slice(body);
        let attached: Result<_, _> = rows.iter().map(read).collect();
        attached.map_err(|_cause| StoreError::Damaged)
    }

    /// All sealed bytes that an item of a protected file tells the keys of, by the journal.
    pub async fn sealed_blobs(&mut self) -> Result<Vec<Beside>, StoreError> {
        let rows = sqlx::query_scalar!(
            "select payload.body from journal
             join payload on payload.desk_id = journal.desk_id and payload.seq = journal.seq
             where journal.kind = 'blob.sealed'",
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        let read = |body: &Vec<u8>| serde_json::from_slice::<Sealed>(body);
        let sealed: Result<Vec<Sealed>, _> = rows.iter().map(read).collect();
        let sealed = sealed.map_err(|_cause| StoreError::Damaged)?;
        Ok(sealed.into_iter().flat_map(|one| one.blobs).collect())
    }

    /// The highest running number of a series (`HS-A-2026-`), erased files included.
    pub async fn highest_file_number(&mut self, series: &str) -> Result<Option<u32>, StoreError> {
        let end = format!("{series}~");
        let live = sqlx::query_scalar!(
            "select number as \"number: String\" from file
             where number >= ? and number < ? order by number desc limit 1",
            series,
            end,
        )
        .fetch_optional(&mut self.inner.conn)
        .await?
        .flatten();
        let live = live
            .as_deref()
            .and_then(|number| number.strip_prefix(series)?.parse().ok());
        Ok(live.max(self.highest_erased(series).await?))
    }

    /// The files that came with a visit, in the order they were taken in.
    pub async fn files_of(&mut self, visit: VisitId) -> Result<Vec<File>, StoreError> {
        let visit = visit.to_string();
        let rows = sqlx::query_scalar!(
            "select body from file where visit = ? order by id limit 200",
            visit
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }
}
