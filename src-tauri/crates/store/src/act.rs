//! The only write: an act, one transaction of signed, chained entries with their projections.
//!
//! Purpose: `append` of what was decided. Entries are taken by value; a receipt's token needs the
//! hash before its own entry, so a pending action may be finished from it. The commit runs in a
//! task of its own: a dropped caller cannot stop it half way.
//! Must never: write a projection without its entry, or an entry without its signature.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use domain::action::{Action, Noun};
use domain::id::{ActId, SessionId, SubjectId, UserId};
use domain::moment::Moment;
use domain::subject::{Fate, Stamp, Subject, apply};
use sqlx::{Connection, SqliteConnection};

mod pending;
mod signing;

pub use self::pending::Pending;
use self::pending::Planned;
use self::signing::Signing;
use crate::drafts::DraftChange;
use crate::journal::{self, Entry, Hash, Head};
use crate::open::{Inner, Tx};
use crate::{StoreError, subjects};

/// A clock that jumped ahead by more than this without that much time passing is suspect.
const JUMP: i64 = 24 * 60 * 60 * 1000;

/// Something that signs in a person's name; the key stays where it is.
pub trait Hand: Send + Sync {
    /// Ed25519 over the act domain and this hash: 64 bytes.
    fn sign_act(&self, hash: &Hash) -> Vec<u8>;
}

/// A signature that can be given once.
pub type SignOnce = Box<dyn FnOnce(&Hash) -> Vec<u8> + Send>;

/// The second person of a two-person act; used once, then gone.
pub struct Second {
    /// Who.
    pub user: UserId,
    /// Her hand: Ed25519 over the co-signing domain and the hash, 64 bytes; used up by one act.
    pub sign: SignOnce,
    /// Lower-case hex SHA-256 of the request she saw.
    pub request: String,
}

impl std::fmt::Debug for Second {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Second({})", self.user)
    }
}

/// One act: who, when, what.
pub struct Act {
    /// Its id.
    pub id: ActId,
    /// The sign-in it happens in.
    pub session: SessionId,
    /// Who acts.
    pub actor: UserId,
    /// Her hand.
    pub hand: std::sync::Arc<dyn Hand>,
    /// Office entry in force.
    pub office_seq: i64,
    /// The wall clock.
    pub at: Moment,
    /// Milliseconds of a clock that never goes back, of this process.
    pub mono: u64,
    /// What happens, in order.
    pub entries: Vec<Pending>,
    /// The second person, where two must agree.
    pub second: Option<Second>,
}

impl std::fmt::Debug for Act {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Act({}, {} entries)", self.id, self.entries.len())
    }
}

/// Proof that an act is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ack {
    /// The newest entry now.
    pub head: Head,
    /// The first entry of the act.
    pub first_seq: i64,
    /// Subjects as they stand now.
    pub subjects: BTreeMap<SubjectId, Subject>,
}

impl Tx {
    /// Writes the act: all of it, synced to the disk, or nothing.
    ///
    /// ```
    /// # use store::{Act, Tx};
    /// async fn once(tx: Tx, act: Act) {
    ///     drop(tx.commit(act).await);
    /// }
    /// ```
    /// There is no commit without an act, and no second one.
    /// ```compile_fail,E0061
    /// # use store::Tx;
    /// async fn unaudited(tx: Tx) {
    ///     drop(tx.commit().await);
    /// }
    /// ```
    /// ```compile_fail,E0382
    /// # use store::{Act, Tx};
    /// async fn twice(tx: Tx, act: Act, more: Act) {
    ///     drop(tx.commit(act).await);
    ///     drop(tx.commit(more).await);
    /// }
    /// ```
    pub async fn commit(self, act: Act) -> Result<Ack, StoreError> {
        let Self { mut inner, draft } = self;
        let task = tokio::spawn(async move { write(&mut inner, act, draft).await });
        task.await.unwrap_or(Err(StoreError::Broken))
    }
}

/// One transaction; on any failure it is rolled back and the head stays as it was.
async fn write(inner: &mut Inner, act: Act, draft: Option<DraftChange>) -> Result<Ack, StoreError> {
    let (at, mono) = (act.at, act.mono);
    let frame = Frame::of(inner, &act);
    let mut tx = inner.conn.begin_with("begin immediate").await?;
    let written = match append_with(&mut tx, frame, act, draft).await {
        Ok(written) => match tx.commit().await {
            Ok(()) => Ok(written),
            Err(error) => Err(error.into()),
        },
        Err(error) => {
            let undone = tx.rollback().await;
            if undone.is_err() {
                inner.broken = true;
            }
            Err(error)
        }
    };
    match written {
        Ok(ack) => {
            let written = ack.head.seq.saturating_sub(inner.head.seq);
            inner.lamport = inner.lamport.saturating_add(written);
            inner.head = ack.head;
            inner.last_at = Some(at);
            inner.last_mono = Some(mono);
            Ok(ack)
        }
        Err(error) => {
            inner.recover().await;
            Err(error)
        }
    }
}

impl Inner {
    /// After a failure the connection must be outside a transaction and agree on the head; if it
    /// cannot say so it is not used again.
    async fn recover(&mut self) {
        let known = self.head;
        match journal::head(&mut self.conn, self.id).await {
            Ok((head, _)) if head == known => {}
            Ok(_) | Err(_) => self.broken = true,
        }
    }
}

/// What all entries of an act share.
struct Frame {
    desk: domain::id::DeskId,
    head: Head,
    /// The highest lamport time so far, of any chain in the file.
    lamport: i64,
    clock_suspect: bool,
}

impl Frame {
    fn of(inner: &Inner, act: &Act) -> Self {
        let clock_suspect = match (inner.last_at, inner.last_mono) {
            (Some(last), _) if act.at < last => true,
            (Some(last), Some(mono)) => {
                let wall = act.at.millis().saturating_sub(last.millis());
                let passed = i64::try_from(act.mono.saturating_sub(mono)).unwrap_or(i64::MAX);
                wall > JUMP && passed < wall.saturating_sub(JUMP)
            }
            _ => false,
        };
        Self {
            desk: inner.id,
            head: inner.head,
            lamport: inner.lamport,
            clock_suspect,
        }
    }
}

/// The entries, and what they make of a draft: both or neither.
async fn append_with(
    conn: &mut SqliteConnection,
    frame: Frame,
    act: Act,
    draft: Option<DraftChange>,
) -> Result<Ack, StoreError> {
    let ack = append(conn, frame, act).await?;
    if let Some(change) = draft {
        change.carry_out(conn).await?;
    }
    Ok(ack)
}

/// Appends all entries and saves every subject they touched.
async fn append(conn: &mut SqliteConnection, frame: Frame, act: Act) -> Result<Ack, StoreError> {
    let (mut head, mut lamport) = (frame.head, frame.lamport);
    let first_seq = head.seq.saturating_add(1);
    let mut touched: BTreeMap<SubjectId, Touched> = BTreeMap::new();
    let count = act.entries.len();
    // An act about a protected file or a private reception tells the day and no time.
    let coarse = act.entries.iter().any(Pending::tells_no_time);
    let told_at = if coarse {
        act.at.start_of_day()
    } else {
        act.at
    };
    let mut signing = Signing {
        hand: act.hand.as_ref(),
        second: act.second,
        needs_two: false,
    };
    for (index, pending) in act.entries.into_iter().enumerate() {
        let action = match pending.action {
            Planned::Decided(action) => action,
            Planned::AfterHash(finish) => finish(&head.hash),
        };
        let body = action.body()?;
        let salt = match pending.salt {
            Some(salt) => salt,
            None => vault::act::random_salt().map_err(|_cause| StoreError::Io)?,
        };
        let mut entry = Entry {
            desk: frame.desk,
            seq: head.seq.saturating_add(1),
            prev: head.hash,
            lamport: lamport.saturating_add(1),
            at: told_at,
            clock_suspect: frame.clock_suspect,
            office_seq: act.office_seq,
            act: act.id,
            session: act.session,
            actor: act.actor,
            kind: action.kind().to_owned(),
            version: action.version(),
            subject: pending.subject,
            payload_digest: journal::payload_digest(&salt, &body),
            hash: [0; 32],
            sig: None,
            co_actor: None,
            co_sig: None,
        };
        entry.hash = entry.expected_hash();
        signing.needs_two |= Action::needs_two(action.kind());
        if index.saturating_add(1) == count {
            signing.seal(&mut entry, &action)?;
        }
        journal::insert(conn, &entry).await?;
        journal::insert_payload(conn, &entry, &salt, &body).await?;
        touch(conn, &mut touched, pending.noun, &entry, &action).await?;
        lamport = entry.lamport;
        head = Head {
            seq: entry.seq,
            hash: entry.hash,
        };
    }
    if first_seq > head.seq {
        return Err(StoreError::Ignored("empty act"));
    }
    let mut subjects = BTreeMap::new();
    for (id, touched) in touched {
        if let Some(state) = touched.state {
            subjects::save(conn, id, &state, touched.stored).await?;
            subjects.insert(id, state);
        }
    }
    Ok(Ack {
        head,
        first_seq,
        subjects,
    })
}

/// A subject while the act is written.
struct Touched {
    state: Option<Subject>,
    /// The noun of the row that lies in the database, if any.
    stored: Option<Noun>,
}

/// Applies an action to its subject, loading it once.
async fn touch(
    conn: &mut SqliteConnection,
    touched: &mut BTreeMap<SubjectId, Touched>,
    noun: Noun,
    entry: &Entry,
    action: &Action,
) -> Result<(), StoreError> {
    let id = entry.subject;
    let touched = match touched.entry(id) {
        Slot::Occupied(known) => known.into_mut(),
        Slot::Vacant(slot) => {
            let state = if action.begins() {
                None
            } else {
                subjects::load(conn, noun, id).await?
            };
            let stored = state.as_ref().and_then(Subject::noun);
            slot.insert(Touched { state, stored })
        }
    };
    let stamp = Stamp {
        desk: entry.desk,
        seq: entry.seq,
        at: entry.at,
        actor: entry.actor,
        subject: id,
    };
    if action.erases() {
        if touched.state.is_none() {
            return Err(StoreError::Ignored("no such subject"));
        }
        subjects::erase_payloads(conn, id, entry.desk, entry.seq).await?;
    }
    match apply(&mut touched.state, &stamp, action) {
        Fate::Applied => Ok(()),
        Fate::Ignored(why) => Err(StoreError::Ignored(why)),
    }
}
