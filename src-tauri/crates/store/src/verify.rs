//! Is the record what its signers wrote?
//!
//! Purpose: chain, signatures (each signer's right as of its office entry), content digests, then
//! replay and comparison with every projection row, value by value: an edited, deleted, reordered
//! or forged entry is found, and so is a database page rolled back to an older valid one.
//! Runs on a connection nobody else writes to. Must never: change anything.

mod rows;

use domain::action::Action;
use domain::id::{ActId, SessionId, UserId};

use self::rows::Live;
use crate::journal::{self, Entry, Hash, Head, StoredPayload, payload_digest};
use crate::replay::{self, Step, Walk};
use crate::{StoreError, Tx, search, sound};

const PAGE: i64 = 5_000;

/// The one kind whose act may need two people; the others are not parsed for it.
const ERASED: &str = "subject.erased";

/// Most faults listed; the rest is counted.
const LISTED: usize = 200;

/// Whose signature counts, and when.
pub trait Signers: Sync {
    /// Whether `sig` is `user`'s over an act's last hash, with a key and a right in force at that
    /// office entry.
    fn signed(&self, user: UserId, office_seq: i64, hash: &Hash, sig: &[u8]) -> bool;
    /// The same for a second person's signature.
    fn cosigned(&self, user: UserId, office_seq: i64, hash: &Hash, sig: &[u8]) -> bool;
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
pub(crate) struct Faults {
    listed: Vec<Fault>,
    found: u64,
}

impl Faults {
    pub(crate) fn push(&mut self, seq: i64, what: &'static str) {
        self.found = self.found.saturating_add(1);
        if self.listed.len() < LISTED {
            self.listed.push(Fault { seq, what });
        }
    }
}

impl Tx {
    /// Walks everything. `witness` is the newest head known from outside the database (the head
    /// file): the chain must contain exactly it. `go_on` hears of progress and may stop.
    pub async fn verify(
        &mut self,
        signers: &dyn Signers,
        witness: Option<Head>,
        go_on: &mut (dyn FnMut(Step) -> bool + Send),
    ) -> Result<Report, StoreError> {
        let desk = self.inner.id;
        let conn = &mut self.inner.conn;
        let entries = replay::count(conn).await?;
        let mut faults = Faults::default();
        let of = entries.saturating_mul(2);
        let mut chain = Chain::new(witness);
        loop {
            let page = journal::page(conn, desk, chain.head.seq, PAGE).await?;
            if page.is_empty() {
                break;
            }
            chain.walk(&page, signers, &mut faults);
            if !go_on(Step {
                done: chain.head.seq,
                of,
            }) {
                return Err(StoreError::Cancelled);
            }
        }
        chain.finish(entries, &mut faults);
        let mut walk = Walk::new();
        let mut live = Live::default();
        while let Some(page) = walk.next(conn).await? {
            for folded in page {
                live.compare(conn, folded, &mut faults).await?;
            }
            if !go_on(Step {
                done: entries.saturating_add(walk.done),
                of,
            }) {
                return Err(StoreError::Cancelled);
            }
        }
        live.finish(conn, &mut faults).await?;
        for what in sound::check(conn).await? {
            faults.push(0, what);
        }
        for what in search::check(conn).await? {
            faults.push(0, what);
        }
        let head = chain.head;
        faults.listed.sort();
        Ok(Report {
            entries,
            head,
            faults: faults.listed,
            found: faults.found,
        })
    }
}

/// What all entries of one act share. Only the last one is signed, so an entry that named somebody
/// else inside a signed act would be in her name without her hand.
#[derive(PartialEq, Eq)]
struct Hands {
    act: ActId,
    session: SessionId,
    actor: UserId,
    office_seq: i64,
}

impl Hands {
    fn of(entry: &Entry) -> Self {
        let Entry {
            act,
            session,
            actor,
            office_seq,
            ..
        } = *entry;
        Self {
            act,
            session,
            actor,
            office_seq,
        }
    }
}

/// The walk along the chain.
struct Chain {
    head: Head,
    /// The act whose last entry is still to come.
    open: Option<Hands>,
    /// The office entry that the entry before named: rights move forward only, or one who lost hers
    /// could sign as of the day she still had it.
    office_seq: i64,
    /// The open act holds something that two must agree to.
    needs_two: bool,
    witness: Option<Head>,
}

impl Chain {
    fn new(witness: Option<Head>) -> Self {
        let head = Head {
            seq: 0,
            hash: [0; 32],
        };
        Self {
            head,
            open: None,
            office_seq: 0,
            needs_two: false,
            witness,
        }
    }

    fn walk(
        &mut self,
        page: &[(Entry, Option<StoredPayload>)],
        signers: &dyn Signers,
        faults: &mut Faults,
    ) {
        for (seq, what) in check_entries(page, signers) {
            faults.push(seq, what);
        }
        for (entry, payload) in page {
            if entry.seq != self.head.seq.saturating_add(1) {
                faults.push(entry.seq, "number missing before this entry");
            }
            if entry.prev != self.head.hash {
                faults.push(entry.seq, "does not follow the entry before");
            }
            let hands = Hands::of(entry);
            match &self.open {
                Some(open) if open.act != hands.act => {
                    faults.push(entry.seq, "act before this entry was not signed");
                }
                Some(open) if *open != hands => {
                    faults.push(entry.seq, "does not name who signed its act");
                }
                Some(_) | None => {}
            }
            if entry.office_seq < self.office_seq {
                faults.push(entry.seq, "names an older office entry than the one before");
            }
            self.office_seq = entry.office_seq;
            self.open = if entry.sig.is_some() {
                None
            } else {
                Some(hands)
            };
            self.needs_two |= payload
                .as_ref()
                .is_some_and(|payload| needs_two(entry, payload));
            if entry.sig.is_some() && std::mem::take(&mut self.needs_two) && entry.co_sig.is_none()
            {
                faults.push(entry.seq, "second signature is missing");
            }
            if self
                .witness
                .is_some_and(|w| w.seq == entry.seq && w.hash != entry.hash)
            {
                faults.push(entry.seq, "differs from the head file");
            }
            self.head = Head {
                seq: entry.seq,
                hash: entry.hash,
            };
        }
    }

    fn finish(&self, entries: i64, faults: &mut Faults) {
        if self.open.is_some() {
            faults.push(self.head.seq, "last act was not signed");
        }
        if self
            .witness
            .is_some_and(|witness| witness.seq > self.head.seq)
        {
            faults.push(
                self.head.seq,
                "entries after this one are missing (head file)",
            );
        }
        if entries != self.head.seq {
            faults.push(self.head.seq, "entries of another chain");
        }
    }
}

/// Whether two must have agreed to this entry. What does not read is a fault of its own.
fn needs_two(entry: &Entry, payload: &StoredPayload) -> bool {
    entry.kind == ERASED
        && Action::read(&entry.kind, entry.version, &payload.body)
            .is_ok_and(|action| action.needs_two())
}

/// Hash, digest and signature of each entry of a page, on all cores.
fn check_entries(
    page: &[(Entry, Option<StoredPayload>)],
    signers: &dyn Signers,
) -> Vec<(i64, &'static str)> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = page.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = page
            .chunks(share)
            .map(|chunk| {
                scope.spawn(move || {
                    chunk
                        .iter()
                        .flat_map(|(e, p)| check_entry(e, p.as_ref(), signers))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_default())
            .collect()
    })
}

/// What is wrong with one entry by itself.
fn check_entry(
    entry: &Entry,
    payload: Option<&StoredPayload>,
    signers: &dyn Signers,
) -> Vec<(i64, &'static str)> {
    let mut wrong = Vec::new();
    let mut fault = |what| wrong.push((entry.seq, what));
    if entry.hash != entry.expected_hash() {
        fault("hash does not fit the entry");
    }
    if payload.is_some_and(|p| payload_digest(&p.salt, &p.body) != entry.payload_digest) {
        fault("content does not fit its digest");
    }
    if let Some(sig) = &entry.sig
        && !signers.signed(entry.actor, entry.office_seq, &entry.hash, sig)
    {
        fault("signature does not hold");
    }
    match (entry.co_actor, &entry.co_sig) {
        (None, None) => {}
        (Some(second), Some(sig)) => {
            let apart = second != entry.actor && entry.sig.is_some();
            if !apart || !signers.cosigned(second, entry.office_seq, &entry.hash, sig) {
                fault("second signature does not hold");
            }
        }
        (Some(_), None) | (None, Some(_)) => fault("second signature is not whole"),
    }
    wrong
}
