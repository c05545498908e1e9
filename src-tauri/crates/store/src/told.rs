//! What one visit told of a person, and what was known of her before.
//!
//! Purpose: the journal asked about a person's record, for taking back what was told of somebody else.
//! Must never: decide what is taken back.

use domain::action::Action;
use domain::id::{PersonId, SubjectId, UserId, VisitId};
use domain::person::{Amended, Wrote};

use crate::{StoreError, Tx};

impl Tx {
    /// Whether somebody else wrote about a subject; a look is no writing, nor is what was done with a queue
    /// number.
    pub async fn others_wrote(
        &mut self,
        subject: impl Into<SubjectId>,
        by: UserId,
    ) -> Result<bool, StoreError> {
        let (subject, by) = (subject.into().bytes(), by.bytes());
        let (subject, by) = (subject.as_slice(), by.as_slice());
        let others = sqlx::query_scalar!(
            r#"select exists (select 1 from journal where subject = ? and actor <> ?
                and kind not like '%.viewed' and kind not in ('visit.numbered', 'visit.called',
                    'visit.skipped', 'visit.returned', 'visit.left', 'visit.prioritised',
                    'visit.sent', 'visit.restored')) as "others!: bool""#,
            subject,
            by,
        )
        .fetch_one(&mut self.inner.conn)
        .await?;
        Ok(others)
    }

    /// What the act that put this visit in the name it bears now wrote of this person; `None` when it
    /// wrote nothing, or when its content was erased. An act before it was taken back with it.
    pub async fn told_by(
        &mut self,
        visit: VisitId,
        person: PersonId,
    ) -> Result<Option<Wrote>, StoreError> {
        let (visit, person) = (
            SubjectId::from(visit).bytes(),
            SubjectId::from(person).bytes(),
        );
        let (visit, person) = (visit.as_slice(), person.as_slice());
        let newest = sqlx::query!(
            "select lamport, desk_id, seq from journal
             where subject = ? and kind in ('person.recorded', 'person.amended') and act = (
                 select act from journal
                 where subject = ? and kind in ('visit.logged', 'visit.reassigned')
                 order by lamport desc, desk_id desc, seq desc limit 1)
             order by lamport desc, desk_id desc, seq desc limit 1",
            person,
            visit,
        )
        .fetch_optional(&mut self.inner.conn)
        .await?;
        let Some(newest) = newest else {
            return Ok(None);
        };
        let rows = sqlx::query!(
            r#"select journal.kind, journal.version, payload.body as "body?"
               from journal left join payload using (desk_id, seq)
               where journal.subject = ? and journal.kind in
                       ('person.recorded', 'person.amended', 'person.joined', 'person.parted')
                   and (journal.lamport, journal.desk_id, journal.seq) <= (?, ?, ?)
               order by journal.lamport desc, journal.desk_id desc, journal.seq desc limit 2"#,
            person,
            newest.lamport,
            newest.desk_id,
            newest.seq,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        let mut rows = rows
            .into_iter()
            .map(|row| facts(&row.kind, row.version, row.body.as_deref()));
        let Some(Some(after)) = rows.next().transpose()? else {
            return Ok(None);
        };
        let before = match rows.next().transpose()? {
            Some(None) => return Ok(None),
            Some(before) => before,
            None => None,
        };
        Ok(Some(Wrote { before, after }))
    }
}

fn facts(kind: &str, version: i64, body: Option<&[u8]>) -> Result<Option<Amended>, StoreError> {
    let Some(body) = body else { return Ok(None) };
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "few actions tell what is known of a person"
    )]
    match Action::read(kind, version, body).map_err(|_cause| StoreError::Damaged)? {
        Action::PersonRecorded(told) => Ok(Some(Amended {
            facts: told.facts,
            proof: told.proof,
        })),
        Action::PersonAmended(told) => Ok(Some(told)),
        Action::PersonJoined(told) => Ok(Some(told.after)),
        Action::PersonParted(told) => Ok(Some(Amended {
            facts: told.facts,
            proof: told.proof,
        })),
        _ => Err(StoreError::Damaged),
    }
}
