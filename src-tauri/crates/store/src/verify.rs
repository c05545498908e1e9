//! Is the record what its signers wrote?
//!
//! Purpose: chain, signatures (each signer's right as of its office entry), content digests, then
//! replay and comparison with every projection row, value by value: an edited, deleted, reordered
//! or forged entry is found, and so is a database page rolled back to an older valid one. The two
//! walks take turns, and what needs no database is done beside the reading, on all cores.
//! Runs on a connection nobody else writes to. Must never: change anything.

mod chain;
mod chains;
mod rows;
mod signatures;

use std::sync::Arc;

use domain::id::{DeskId, SubjectId, UserId};
use domain::permission::Role;
use sqlx::SqliteConnection;

use self::chain::Chain;
use self::chains::Chains;
use self::rows::Rows;
use self::signatures::Signatures;
use crate::journal::{self, Hash, Head};
use crate::replay::{self, Fold, Step, Walk};
use crate::{StoreError, Tx, search, sound};

/// Entries of a page.
const PAGE: i64 = 5_000;

/// Most faults listed; the rest is counted.
const LISTED: usize = 200;

/// Whose signature counts, and when.
pub trait Signers: Send + Sync {
    /// Whether `sig` is `user`'s over an act's last hash, with a key and a right in force at that
    /// office entry.
    fn signed(&self, user: UserId, office_seq: i64, hash: &Hash, sig: &[u8]) -> bool;
    /// The same for a second person's signature.
    fn cosigned(&self, user: UserId, office_seq: i64, hash: &Hash, sig: &[u8]) -> bool;
    /// As what she worked at that office entry; `None` when she did not.
    fn role(&self, user: UserId, office_seq: i64) -> Option<Role>;
    /// Whether she is a small station's outside custodian, who agrees to what two must sign without
    /// a right of her own.
    fn agrees(&self, _user: UserId, _office_seq: i64) -> bool {
        false
    }
    /// Chains that were left by a restoring or a recovery, oldest first, each with the entry it was
    /// left at; the chain that is written now is not among them.
    fn left(&self) -> Vec<(DeskId, Head)> {
        Vec::new()
    }
}

/// One thing wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The entry, where one is to blame; 0 otherwise.
    pub seq: i64,
    /// What: a fixed word, never content.
    pub what: &'static str,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Entries walked.
    pub entries: i64,
    /// The newest entry.
    pub head: Head,
    /// What is wrong, first to last; at most 200.
    pub faults: Vec<Fault>,
    /// How many faults in all.
    pub found: u64,
}

#[derive(Default)]
struct Faults {
    listed: Vec<Fault>,
    found: u64,
}

impl Faults {
    fn push(&mut self, seq: i64, what: &'static str) {
        self.found = self.found.saturating_add(1);
        if self.listed.len() < LISTED {
            self.listed.push(Fault { seq, what });
        }
    }

    fn extend(&mut self, wrong: Vec<(i64, &'static str)>) {
        for (seq, what) in wrong {
            self.push(seq, what);
        }
    }
}

impl Tx {
    /// Walks everything. `witness` is the newest head known from outside the database (the head
    /// file): the chain must contain exactly it. `go_on` hears of progress and may stop.
    pub async fn verify(
        &mut self,
        signers: Arc<dyn Signers>,
        witness: Option<Head>,
        go_on: &mut (dyn FnMut(Step) -> bool + Send),
    ) -> Result<Report, StoreError> {
        self.verify_by(PAGE, signers, witness, go_on).await
    }

    /// The same in pages of another length, so that tests cross their borders in a small record.
    #[doc(hidden)]
    pub async fn verify_by(
        &mut self,
        length: i64,
        signers: Arc<dyn Signers>,
        witness: Option<Head>,
        go_on: &mut (dyn FnMut(Step) -> bool + Send),
    ) -> Result<Report, StoreError> {
        let own = self.inner.id;
        let conn = &mut self.inner.conn;
        let entries = replay::count(conn).await?;
        let of = entries.saturating_mul(2);
        let mut faults = Faults::default();
        let mut chains = Chains::of(signers.left(), (own, witness));
        let mut signatures = Signatures::start(&signers);
        let mut replay = Replay::new();
        let mut more = (true, true);
        while more != (false, false) {
            if more.0 {
                let (desk, after) = chains.at();
                let page = journal::page(conn, desk, after, length).await?;
                more.0 = chains.walk(page, signers.as_ref(), &mut signatures, &mut faults);
            }
            if more.1 {
                more.1 = replay.next(conn, length, &mut faults).await?;
            }
            let done = chains.done().saturating_add(replay.walk.done);
            if !go_on(Step { done, of }) {
                return Err(StoreError::Cancelled);
            }
        }
        replay.finish(&mut faults).await?;
        let ends = chains.finish(entries, &mut faults);
        for what in sound::check(conn, &ends).await? {
            faults.push(0, what);
        }
        for what in search::check(conn).await? {
            faults.push(0, what);
        }
        let rest = tokio::task::spawn_blocking(|| signatures.finish());
        faults.extend(rest.await.unwrap_or(Err(StoreError::Broken))?);
        faults.listed.sort();
        Ok(Report {
            entries,
            head: chains.head(),
            faults: faults.listed,
            found: faults.found,
        })
    }

    /// Whether the newest `count` entries hold together and are signed: what a sign-in asks, at a
    /// cost that does not grow with the record.
    pub async fn end_holds(
        &mut self,
        signers: Arc<dyn Signers>,
        count: i64,
    ) -> Result<bool, StoreError> {
        let (desk, head) = (self.inner.id, self.inner.head);
        let before = head.seq.saturating_sub(count).max(0);
        let begin = match self.hash_at(before).await? {
            Some(hash) => Head { seq: before, hash },
            None if before == 0 => Head::NONE,
            None => return Ok(false),
        };
        let page = journal::page(&mut self.inner.conn, desk, before, count).await?;
        let mut faults = Faults::default();
        let mut chain = Chain::after(begin, Some(head));
        let mut signatures = Signatures::start(&signers);
        chain.walk(page, signers.as_ref(), &mut signatures, &mut faults);
        chain.finish(&mut faults);
        let rest = tokio::task::spawn_blocking(|| signatures.finish());
        faults.extend(rest.await.unwrap_or(Err(StoreError::Broken))?);
        Ok(faults.found == 0)
    }
}

/// The fold after a page, and what did not fit in it.
type Folding = (Fold, Vec<(i64, &'static str)>);

/// The replay with its comparison: reading goes on while the page before is folded.
struct Replay {
    walk: Walk,
    /// Folds and compares the page read before.
    folding: tokio::task::JoinHandle<Result<Folding, StoreError>>,
    /// Rows up to this subject were read.
    upto: Option<SubjectId>,
}

impl Replay {
    fn new() -> Self {
        Self {
            walk: Walk::new(),
            folding: tokio::task::spawn_blocking(|| Ok((Fold::default(), Vec::new()))),
            upto: None,
        }
    }

    /// Reads a page and hands it over; false at the end.
    async fn next(
        &mut self,
        conn: &mut SqliteConnection,
        length: i64,
        faults: &mut Faults,
    ) -> Result<bool, StoreError> {
        let Some(page) = self.walk.next(conn, length).await? else {
            return Ok(false);
        };
        let rows = match (page.last, page.closed) {
            (true, _) => Rows::read(conn, self.upto, None).await?,
            (false, None) => Rows::default(),
            (false, Some(_)) => Rows::read(conn, self.upto, page.closed).await?,
        };
        self.upto = page.closed.or(self.upto);
        let (mut fold, wrong) = folded((&mut self.folding).await)?;
        faults.extend(wrong);
        self.folding = tokio::task::spawn_blocking(move || {
            let wrong = rows.compare(fold.page(page)?);
            Ok((fold, wrong))
        });
        Ok(true)
    }

    async fn finish(self, faults: &mut Faults) -> Result<(), StoreError> {
        let (_, wrong) = folded(self.folding.await)?;
        faults.extend(wrong);
        Ok(())
    }
}

/// What a folding task answered.
fn folded(
    task: Result<Result<Folding, StoreError>, tokio::task::JoinError>,
) -> Result<Folding, StoreError> {
    task.unwrap_or(Err(StoreError::Broken))
}
