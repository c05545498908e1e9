//! The form of an entry: which bytes are hashed, which are signed.
//!
//! Purpose: the chain. `hash = SHA-256("desk/journal/v1\0" ‖ fields in column order)`, each field
//! `u32le length ‖ bytes`, integers as i64le, ids as 16 bytes, text as UTF-8;
//! `payload_digest = SHA-256("desk/payload/v1\0" ‖ salt ‖ body)`. Bytes are hashed as stored.
//! Must never: serialise a stored body again.

use domain::id::{ActId, DeskId, SessionId, SubjectId, UserId};
use domain::moment::Moment;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use crate::StoreError;
use crate::gather::gather;

/// SHA-256.
pub type Hash = [u8; 32];

const ENTRY_DOMAIN: &[u8] = b"desk/journal/v1\0";
const PAYLOAD_DOMAIN: &[u8] = b"desk/payload/v1\0";

/// One line of the journal, header only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whose journal.
    pub desk: DeskId,
    /// Number in it, from 1 without gaps.
    pub seq: i64,
    /// Hash of the entry before; zeros for the first.
    pub prev: Hash,
    /// Order across chains: one more than any seen before; equal to `seq` in a record that was
    /// never restored.
    pub lamport: i64,
    /// When, milliseconds UTC.
    pub at: Moment,
    /// The clock was behind the entry before, or far ahead.
    pub clock_suspect: bool,
    /// Office entry in force.
    pub office_seq: i64,
    /// The transaction.
    pub act: ActId,
    /// The sign-in.
    pub session: SessionId,
    /// Who.
    pub actor: UserId,
    /// `noun.past_participle`.
    pub kind: String,
    /// Version of the body's form.
    pub version: i64,
    /// What it is about.
    pub subject: SubjectId,
    /// Salted digest of the body.
    pub payload_digest: Hash,
    /// Hash of all of the above.
    pub hash: Hash,
    /// The actor's signature over the hash, on an act's last entry.
    pub sig: Option<Vec<u8>>,
    /// The second person, where two must agree.
    pub co_actor: Option<UserId>,
    /// Her signature over the hash.
    pub co_sig: Option<Vec<u8>>,
}

/// The newest entry of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number; 0 before the first.
    pub seq: i64,
    /// Its hash; zeros before the first.
    pub hash: Hash,
}

/// Salted digest of a body.
pub fn payload_digest(salt: &[u8; 16], body: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(PAYLOAD_DOMAIN);
    hasher.update(salt);
    hasher.update(body);
    hasher.finalize().into()
}

impl Head {
    /// Before the first entry.
    pub const NONE: Self = Self {
        seq: 0,
        hash: [0; 32],
    };
}

impl Entry {
    /// The hash its fields ought to have.
    pub fn expected_hash(&self) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(ENTRY_DOMAIN);
        let mut field = |bytes: &[u8]| {
            let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
            hasher.update(length.to_le_bytes());
            hasher.update(bytes);
        };
        field(&self.desk.bytes());
        field(&self.seq.to_le_bytes());
        field(&self.prev);
        field(&self.lamport.to_le_bytes());
        field(&self.at.millis().to_le_bytes());
        field(&i64::from(self.clock_suspect).to_le_bytes());
        field(&self.office_seq.to_le_bytes());
        field(&self.act.bytes());
        field(&self.session.bytes());
        field(&self.actor.bytes());
        field(self.kind.as_bytes());
        field(&self.version.to_le_bytes());
        field(&self.subject.bytes());
        field(&self.payload_digest);
        hasher.finalize().into()
    }
}

/// Columns as the database gives them.
pub(crate) struct RawEntry {
    pub(crate) desk_id: Vec<u8>,
    pub(crate) seq: i64,
    pub(crate) prev: Vec<u8>,
    pub(crate) lamport: i64,
    pub(crate) at: i64,
    pub(crate) clock_suspect: i64,
    pub(crate) office_seq: i64,
    pub(crate) act: Vec<u8>,
    pub(crate) session: Vec<u8>,
    pub(crate) actor: Vec<u8>,
    pub(crate) kind: String,
    pub(crate) version: i64,
    pub(crate) subject: Vec<u8>,
    pub(crate) payload_digest: Vec<u8>,
    pub(crate) hash: Vec<u8>,
    pub(crate) sig: Option<Vec<u8>>,
    pub(crate) co_actor: Option<Vec<u8>>,
    pub(crate) co_sig: Option<Vec<u8>>,
}

/// A column of a fixed length, or damage.
pub(crate) fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N], StoreError> {
    bytes.try_into().map_err(|_cause| StoreError::Damaged)
}

impl TryFrom<RawEntry> for Entry {
    type Error = StoreError;

    fn try_from(raw: RawEntry) -> Result<Self, StoreError> {
        Ok(Self {
            desk: DeskId::from_bytes(fixed(&raw.desk_id)?),
            seq: raw.seq,
            prev: fixed(&raw.prev)?,
            lamport: raw.lamport,
            at: Moment::from_millis(raw.at),
            clock_suspect: raw.clock_suspect != 0,
            office_seq: raw.office_seq,
            act: ActId::from_bytes(fixed(&raw.act)?),
            session: SessionId::from_bytes(fixed(&raw.session)?),
            actor: UserId::from_bytes(fixed(&raw.actor)?),
            kind: raw.kind,
            version: raw.version,
            subject: SubjectId::from_bytes(fixed(&raw.subject)?),
            payload_digest: fixed(&raw.payload_digest)?,
            hash: fixed(&raw.hash)?,
            sig: raw.sig,
            co_actor: raw
                .co_actor
                .as_deref()
                .map(|bytes| fixed(bytes).map(UserId::from_bytes))
                .transpose()?,
            co_sig: raw.co_sig,
        })
    }
}

/// Appends one header.
pub(crate) async fn insert(conn: &mut SqliteConnection, entry: &Entry) -> Result<(), StoreError> {
    let (desk, act, session) = (entry.desk.bytes(), entry.act.bytes(), entry.session.bytes());
    let (actor, subject) = (entry.actor.bytes(), entry.subject.bytes());
    let (desk, act, session) = (desk.as_slice(), act.as_slice(), session.as_slice());
    let (actor, subject) = (actor.as_slice(), subject.as_slice());
    let (prev, hash) = (entry.prev.as_slice(), entry.hash.as_slice());
    let digest = entry.payload_digest.as_slice();
    let (at, suspect) = (entry.at.millis(), i64::from(entry.clock_suspect));
    let co_actor = entry.co_actor.map(UserId::bytes);
    let co_actor = co_actor.as_ref().map(<[u8; 16]>::as_slice);
    sqlx::query!(
        "insert into journal (desk_id, seq, prev, lamport, at, clock_suspect, office_seq, act,
            session, actor, kind, version, subject, payload_digest, hash, sig, co_actor, co_sig)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        desk,
        entry.seq,
        prev,
        entry.lamport,
        at,
        suspect,
        entry.office_seq,
        act,
        session,
        actor,
        entry.kind,
        entry.version,
        subject,
        digest,
        hash,
        entry.sig,
        co_actor,
        entry.co_sig,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Appends the content of one entry.
pub(crate) async fn insert_payload(
    conn: &mut SqliteConnection,
    entry: &Entry,
    salt: &[u8; 16],
    body: &[u8],
) -> Result<(), StoreError> {
    let desk = entry.desk.bytes();
    let (desk, salt) = (desk.as_slice(), salt.as_slice());
    sqlx::query!(
        "insert into payload (desk_id, seq, salt, body) values (?, ?, ?, ?)",
        desk,
        entry.seq,
        salt,
        body,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The newest entry of one desk's chain, with its time.
pub(crate) async fn head(
    conn: &mut SqliteConnection,
    desk: DeskId,
) -> Result<(Head, Option<Moment>), StoreError> {
    let desk = desk.bytes();
    let desk = desk.as_slice();
    let row = sqlx::query!(
        "select seq, hash, at from journal where desk_id = ? order by seq desc limit 1",
        desk,
    )
    .fetch_optional(conn)
    .await?;
    match row {
        None => Ok((Head::NONE, None)),
        Some(row) => {
            let head = Head {
                seq: row.seq,
                hash: fixed(&row.hash)?,
            };
            Ok((head, Some(Moment::from_millis(row.at))))
        }
    }
}

/// The highest lamport time of any chain. Times rise along each chain, so its last entry tells; the
/// cost is two look-ups a chain. Not checked at build time, like all that was added for restored
/// records: the statements are few and each is run by every flow.
pub(crate) async fn lamport(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    let mut highest = 0;
    let mut after: Vec<u8> = Vec::new();
    loop {
        let next = "select desk_id from journal where desk_id > ? order by desk_id limit 1";
        let next: Option<Vec<u8>> = sqlx::query_scalar(next)
            .bind(&after)
            .fetch_optional(&mut *conn)
            .await?;
        let Some(desk) = next else {
            return Ok(highest);
        };
        let last = "select lamport from journal where desk_id = ? order by seq desc limit 1";
        let last: i64 = sqlx::query_scalar(last)
            .bind(&desk)
            .fetch_one(&mut *conn)
            .await?;
        highest = highest.max(last);
        after = desk;
    }
}

/// Headers of one chain after a number, in order, at most `limit`.
pub(crate) async fn page(
    conn: &mut SqliteConnection,
    desk: DeskId,
    after: i64,
    limit: i64,
) -> Result<Vec<(Entry, Option<StoredPayload>)>, StoreError> {
    let desk = desk.bytes();
    let desk = desk.as_slice();
    let rows =
        sqlx::query!(
        "select j.desk_id, j.seq, j.prev, j.lamport, j.at, j.clock_suspect, j.office_seq, j.act,
            j.session, j.actor, j.kind, j.version, j.subject, j.payload_digest, j.hash, j.sig,
            j.co_actor, j.co_sig, p.salt as \"salt?\", p.body as \"body?\"
         from journal j left join payload p on p.desk_id = j.desk_id and p.seq = j.seq
         where j.desk_id = ? and j.seq > ? order by j.seq limit ?",
        desk, after, limit,
    )
        .fetch(conn);
    let rows = gather(rows).await?;
    let mut page = Vec::with_capacity(rows.len());
    for row in rows {
        let payload = match (row.salt, row.body) {
            (Some(salt), Some(body)) => Some(StoredPayload {
                salt: fixed(&salt)?,
                body,
            }),
            _ => None,
        };
        let raw = RawEntry {
            desk_id: row.desk_id,
            seq: row.seq,
            prev: row.prev,
            lamport: row.lamport,
            at: row.at,
            clock_suspect: row.clock_suspect,
            office_seq: row.office_seq,
            act: row.act,
            session: row.session,
            actor: row.actor,
            kind: row.kind,
            version: row.version,
            subject: row.subject,
            payload_digest: row.payload_digest,
            hash: row.hash,
            sig: row.sig,
            co_actor: row.co_actor,
            co_sig: row.co_sig,
        };
        page.push((raw.try_into()?, payload));
    }
    Ok(page)
}

/// Content as it lies in the database.
pub(crate) struct StoredPayload {
    pub(crate) salt: [u8; 16],
    pub(crate) body: Vec<u8>,
}

impl crate::Tx {
    /// Hash of one entry of this desk's chain, if there is such an entry.
    pub async fn hash_at(&mut self, seq: i64) -> Result<Option<Hash>, StoreError> {
        let desk = self.inner.id.bytes();
        let desk = desk.as_slice();
        let row = sqlx::query_scalar!(
            "select hash from journal where desk_id = ? and seq = ?",
            desk,
            seq,
        )
        .fetch_optional(&mut self.inner.conn)
        .await?;
        row.map(|hash| fixed(&hash)).transpose()
    }

    /// The newest entry of another chain in the file: one that was left by a restoring.
    pub async fn head_of(&mut self, desk: DeskId) -> Result<Head, StoreError> {
        Ok(head(&mut self.inner.conn, desk).await?.0)
    }

    /// Every desk of this record: this one, and those it goes on from.
    pub async fn desks(&mut self) -> Result<Vec<domain::desk::Desk>, StoreError> {
        let rows = sqlx::query_scalar!("select body from desk order by id")
            .fetch_all(&mut self.inner.conn)
            .await?;
        rows.iter()
            .map(|body| crate::subjects::read(body))
            .collect()
    }

    /// What the journal says of the desk itself.
    pub async fn desk_state(&mut self) -> Result<Option<domain::subject::Subject>, StoreError> {
        let id = self.inner.id;
        crate::subjects::load(&mut self.inner.conn, domain::action::Noun::Desk, id.into()).await
    }
}
