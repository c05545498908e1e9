//! Visits: load, the queue of a day, the highest number given.
//!
//! Purpose: queries over visits. Must never: count in a stored counter; a queue's length is a query.

use domain::action::Noun;
use domain::id::VisitId;
use domain::moment::Day;
use domain::person::Person;
use domain::subject::Subject;
use domain::visit::Visit;

use crate::people::ids;
use crate::{StoreError, Tx, subjects};

/// One line of a day's queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// The visit.
    pub visit: Visit,
    /// How many files came with it.
    pub files: u32,
}

/// What became of the numbers of a day; the rest still waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueCounts {
    /// Numbers given.
    pub given: u32,
    /// Saved visits.
    pub served: u32,
    /// Left before being served.
    pub left: u32,
}

impl Tx {
    /// A visit, or nothing where there is none or it was erased.
    pub async fn visit(&mut self, id: VisitId) -> Result<Option<Visit>, StoreError> {
        let subject = subjects::load(&mut self.inner.conn, Noun::Visit, id.into()).await?;
        match subject {
            Some(Subject::Visit(visit)) => Ok(Some(visit)),
            Some(
                Subject::Desk(_)
                | Subject::Person(_)
                | Subject::File(_)
                | Subject::Household(_)
                | Subject::Receipt(_)
                | Subject::Protected(_)
                | Subject::Tombstone(_),
            )
            | None => Ok(None),
        }
    }

    /// The highest queue number given on a day at a desk, erased visits included.
    pub async fn highest_queue_number(
        &mut self,
        letter: &str,
        day: Day,
    ) -> Result<Option<u32>, StoreError> {
        let day_text = day.to_string();
        let live = sqlx::query_scalar!(
            "select max(number) as \"number: i64\" from visit where day = ? and letter = ?",
            day_text,
            letter,
        )
        .fetch_one(&mut self.inner.conn)
        .await?;
        let erased = self.highest_erased(&format!("{day}/{letter}/")).await?;
        Ok(live
            .and_then(|number| u32::try_from(number).ok())
            .max(erased))
    }

    /// The highest running number among erased subjects whose number begins so.
    pub(crate) async fn highest_erased(&mut self, prefix: &str) -> Result<Option<u32>, StoreError> {
        let end = format!("{prefix}~");
        let highest = sqlx::query_scalar!(
            "select number as \"number: String\" from tombstone
             where number >= ? and number < ? order by number desc limit 1",
            prefix,
            end,
        )
        .fetch_optional(&mut self.inner.conn)
        .await?
        .flatten();
        let digits = highest
            .as_deref()
            .and_then(|number| number.strip_prefix(prefix));
        Ok(digits.and_then(|digits| digits.parse().ok()))
    }

    /// The visits of a day after a queue number, in the order of numbers, at most `limit`.
    pub async fn queue(
        &mut self,
        day: Day,
        letter: &str,
        after: u32,
        limit: u32,
    ) -> Result<Vec<QueueRow>, StoreError> {
        let day = day.to_string();
        let rows = sqlx::query!(
            "select v.body as \"body!\",
                (select count(*) from file f where f.visit = json_extract(v.body, '$.id'))
                    as \"files!: i64\"
             from visit v where v.day = ? and v.letter = ? and v.number > ?
             order by v.number limit ?",
            day,
            letter,
            after,
            limit,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter()
            .map(|row| {
                let files = u32::try_from(row.files).unwrap_or(u32::MAX);
                Ok(QueueRow {
                    visit: subjects::read(&row.body)?,
                    files,
                })
            })
            .collect()
    }

    /// Numbers of the days from one on and before another that were neither saved nor ended.
    pub async fn forgotten(
        &mut self,
        from: Day,
        before: Day,
        letter: &str,
    ) -> Result<Vec<Visit>, StoreError> {
        let (from, before) = (from.to_string(), before.to_string());
        let rows = sqlx::query_scalar!(
            "select body from visit where day >= ? and day < ? and letter = ?
                and json_extract(body, '$.logged') is null
                and json_extract(body, '$.standing.stand') not in ('left', 'private')
             order by day, number",
            from,
            before,
            letter,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }

    /// What became of the numbers of a day.
    pub async fn queue_counts(
        &mut self,
        day: Day,
        letter: &str,
    ) -> Result<QueueCounts, StoreError> {
        let day = day.to_string();
        let row = sqlx::query!(
            "select count(*) as \"given!: i64\",
                count(*) filter (where json_extract(body, '$.logged') is not null
                    or json_extract(body, '$.standing.stand') = 'private') as \"served!: i64\",
                count(*) filter (where json_extract(body, '$.standing.stand') = 'left'
                    and json_extract(body, '$.logged') is null) as \"left!: i64\"
             from visit where day = ? and letter = ?",
            day,
            letter,
        )
        .fetch_one(&mut self.inner.conn)
        .await?;
        let count = |value: i64| u32::try_from(value).unwrap_or(u32::MAX);
        Ok(QueueCounts {
            given: count(row.given),
            served: count(row.served),
            left: count(row.left),
        })
    }

    /// A person's visits, newest first, at most `limit`.
    pub async fn visits_of(
        &mut self,
        person: &Person,
        limit: u32,
    ) -> Result<Vec<Visit>, StoreError> {
        let ids = ids(person);
        let rows = sqlx::query_scalar!(
            "select body from visit where person in (select value from json_each(?))
             order by id desc limit ?",
            ids,
            limit,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }
}
