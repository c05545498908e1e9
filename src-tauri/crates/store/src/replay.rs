//! Replay: from journal to states, subject by subject, in constant memory.
//!
//! Purpose: the one walk behind `rebuild` (which writes) and `verify` (which compares). Entries
//! come in (subject, lamport, desk, seq) order, by keyset pages; the state of the subject at hand
//! is carried across pages. Must never: hold more than one page and one state.

use domain::action::Action;
use domain::id::SubjectId;
use domain::id::{DeskId, UserId};
use domain::moment::{Day, Moment};
use domain::subject::{Fate, Stamp, Subject, apply};
use sqlx::{Connection, SqliteConnection};

use crate::gather::gather;
use crate::journal::fixed;
use crate::{StoreError, Tx, derived, subjects};

const PAGE: i64 = 2_000;

/// How far a long walk has come; the caller answers whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Entries walked.
    pub done: i64,
    /// Entries in all.
    pub of: i64,
}

/// What a rebuild did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Entries replayed.
    pub entries: i64,
    /// Subjects written.
    pub subjects: u64,
}

/// A subject at the end of its entries.
pub(crate) struct Folded {
    pub(crate) id: SubjectId,
    pub(crate) state: Option<Subject>,
    /// Entries whose content is gone although no erasure follows, or that do not apply.
    pub(crate) faults: Vec<(i64, &'static str)>,
}

/// Position in (subject, lamport, desk, seq) order.
pub(crate) struct Walk {
    at: (Vec<u8>, i64, Vec<u8>, i64),
    /// The subject that the newest page ended with.
    open: Option<SubjectId>,
    pub(crate) done: i64,
    finished: bool,
}

/// Entries in that order.
pub(crate) struct Page {
    rows: Vec<RawStep>,
    /// The last subject that is whole with this page; the one after it may go on in the next.
    pub(crate) closed: Option<SubjectId>,
    /// Nothing comes after it.
    pub(crate) last: bool,
}

/// The fold of the subject at hand, carried from page to page.
#[derive(Default)]
pub(crate) struct Fold {
    current: Option<Open>,
}

struct Open {
    id: SubjectId,
    state: Option<Subject>,
    faults: Vec<(i64, &'static str)>,
    /// Entries without content, to be forgiven if an erasure follows.
    missing: Vec<i64>,
    /// Content was met; an erasure after it has not been carried out.
    content: bool,
    /// Who took it in, on which day: what one person may turn.
    taken_in: Option<(UserId, Day)>,
    /// Somebody else wrote about it.
    others: bool,
}

/// Kinds by which somebody took a subject in.
const TAKES_IN: [&str; 4] = [
    "visit.logged",
    "file.opened",
    "receipt.issued",
    "person.recorded",
];

struct RawStep {
    subject: Vec<u8>,
    lamport: i64,
    desk_id: Vec<u8>,
    seq: i64,
    at: i64,
    actor: Vec<u8>,
    kind: String,
    version: i64,
    body: Option<Vec<u8>>,
}

impl Walk {
    pub(crate) fn new() -> Self {
        Self {
            at: (Vec::new(), 0, Vec::new(), 0),
            open: None,
            done: 0,
            finished: false,
        }
    }

    /// The next page; `None` at the end.
    pub(crate) async fn next(
        &mut self,
        conn: &mut SqliteConnection,
        limit: i64,
    ) -> Result<Option<Page>, StoreError> {
        if self.finished {
            return Ok(None);
        }
        let (subject, lamport, desk, seq) = &self.at;
        let rows = sqlx::query_as!(
            RawStep,
            "select j.subject, j.lamport, j.desk_id, j.seq, j.at, j.actor, j.kind, j.version,
                p.body as \"body?\"
             from journal j left join payload p on p.desk_id = j.desk_id and p.seq = j.seq
             where (j.subject, j.lamport, j.desk_id, j.seq) > (?, ?, ?, ?)
             order by j.subject, j.lamport, j.desk_id, j.seq limit ?",
            subject,
            lamport,
            desk,
            seq,
            limit,
        )
        .fetch(conn);
        let rows = gather(rows).await?;
        self.finished = rows.len() < usize::try_from(limit).unwrap_or(usize::MAX);
        self.done = self
            .done
            .saturating_add(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        let mut closed = None;
        if let Some(row) = rows.last() {
            let open = SubjectId::from_bytes(fixed(&row.subject)?);
            let before = rows.iter().rev().find(|other| other.subject != row.subject);
            closed = match before {
                Some(before) => Some(SubjectId::from_bytes(fixed(&before.subject)?)),
                None => self.open.filter(|before| *before != open),
            };
            self.open = Some(open);
            let at = (
                row.subject.clone(),
                row.lamport,
                row.desk_id.clone(),
                row.seq,
            );
            // A damaged index finds the same entries again and again.
            if at <= self.at {
                return Err(StoreError::Damaged);
            }
            self.at = at;
        }
        Ok(Some(Page {
            rows,
            closed,
            last: self.finished,
        }))
    }
}

impl Fold {
    /// Folds a page; the subjects that are whole with it.
    pub(crate) fn page(&mut self, page: Page) -> Result<Vec<Folded>, StoreError> {
        let mut folded = Vec::new();
        for row in page.rows {
            let id = SubjectId::from_bytes(fixed(&row.subject)?);
            if self.current.as_ref().is_some_and(|open| open.id != id) {
                folded.extend(self.current.take().map(Open::close));
            }
            let open = self.current.get_or_insert_with(|| Open::new(id));
            open.step(&row)?;
            open.heads(&row)?;
        }
        if page.last {
            folded.extend(self.current.take().map(Open::close));
        }
        Ok(folded)
    }
}

impl Open {
    fn new(id: SubjectId) -> Self {
        Self {
            id,
            state: None,
            faults: Vec::new(),
            missing: Vec::new(),
            content: false,
            taken_in: None,
            others: false,
        }
    }

    /// What the headers say of who wrote about it, whatever of it was erased.
    fn heads(&mut self, row: &RawStep) -> Result<(), StoreError> {
        let by = UserId::from_bytes(fixed(&row.actor)?);
        let day = Moment::from_millis(row.at).day();
        let kind = row.kind.as_str();
        if TAKES_IN.contains(&kind) {
            self.taken_in = Some((by, day));
        }
        if kind == "subject.turned_private" {
            if self.taken_in != Some((by, day)) || self.others {
                self.faults
                    .push((row.seq, "turned by whoever did not take it in"));
            }
        } else {
            let counts = !kind.ends_with(".viewed") && kind != "visit.numbered";
            let first = self.taken_in.is_none_or(|(first, _)| first == by);
            self.others |= counts && !first;
        }
        Ok(())
    }

    fn step(&mut self, row: &RawStep) -> Result<(), StoreError> {
        let Some(body) = &row.body else {
            self.missing.push(row.seq);
            return Ok(());
        };
        let Ok(action) = Action::read(&row.kind, row.version, body) else {
            self.content = true;
            self.faults.push((row.seq, "content does not read"));
            return Ok(());
        };
        if action.erases() {
            self.missing.clear();
            // What was erased may have been anything; the tombstone does not depend on it.
            self.faults.clear();
            if self.content {
                self.faults.push((row.seq, "erased content is still there"));
            }
        }
        self.content = true;
        let stamp = Stamp {
            desk: DeskId::from_bytes(fixed(&row.desk_id)?),
            seq: row.seq,
            at: Moment::from_millis(row.at),
            actor: UserId::from_bytes(fixed(&row.actor)?),
            subject: self.id,
        };
        match apply(&mut self.state, &stamp, &action) {
            Fate::Ignored(why) if self.missing.is_empty() => self.faults.push((row.seq, why)),
            // With its beginning missing, that is the fault to tell, not what follows from it.
            Fate::Applied | Fate::Ignored(_) => {}
        }
        Ok(())
    }

    fn close(mut self) -> Folded {
        let missing = self.missing.iter().map(|seq| (*seq, "content is missing"));
        self.faults.extend(missing);
        Folded {
            id: self.id,
            state: self.state,
            faults: self.faults,
        }
    }
}

impl Tx {
    /// Drops the projections and replays the journal into them. `go_on` hears of progress and may
    /// stop the walk. Half a record answers nothing: until a rebuild came to its end the connection
    /// is not used again, and the next start begins it anew. Nothing of the journal is touched.
    pub async fn rebuild(
        &mut self,
        go_on: &mut (dyn FnMut(Step) -> bool + Send),
    ) -> Result<Rebuilt, StoreError> {
        self.inner.broken = true;
        let conn = &mut self.inner.conn;
        derived::start_over(conn).await?;
        let of = count(conn).await?;
        let (mut walk, mut fold) = (Walk::new(), Fold::default());
        let mut written = 0_u64;
        while let Some(page) = walk.next(conn, PAGE).await? {
            let mut tx = conn.begin().await?;
            for folded in fold.page(page)? {
                if let Some(state) = &folded.state {
                    subjects::save(&mut tx, folded.id, state, None).await?;
                    written = written.saturating_add(1);
                }
            }
            tx.commit().await?;
            if !go_on(Step {
                done: walk.done,
                of,
            }) {
                return Err(StoreError::Cancelled);
            }
        }
        derived::finished(conn).await?;
        self.inner.broken = false;
        Ok(Rebuilt {
            entries: walk.done,
            subjects: written,
        })
    }
}

/// Entries in the journal.
pub(crate) async fn count(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!("select count(*) from journal")
        .fetch_one(conn)
        .await?)
}
