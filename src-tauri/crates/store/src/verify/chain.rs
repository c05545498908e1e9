//! The walk along the chain: what each entry must have in common with the one before.
//!
//! Purpose: hash, digest, order, one hand an act, rights as of the office entry in force, two hands
//! where two must agree. Signatures are checked beside the walk (`signatures.rs`).
//! Must never: read the database, or trust a column that the hash does not cover.

use domain::action::Action;
use domain::id::{ActId, SessionId, UserId};
use domain::permission::Reach;

use super::signatures::Signatures;
use super::{Faults, Signers};
use crate::journal::{Entry, Head, StoredPayload, payload_digest};

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

/// A walk and how far it has come.
pub(super) struct Chain {
    pub(super) head: Head,
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
    /// A walk that begins after `head`. `witness` is an entry that must be met as it is.
    pub(super) fn after(head: Head, witness: Option<Head>) -> Self {
        Self {
            head,
            open: None,
            office_seq: 0,
            needs_two: false,
            witness,
        }
    }

    /// Goes on by a page.
    pub(super) fn walk(
        &mut self,
        page: Vec<(Entry, Option<StoredPayload>)>,
        signers: &dyn Signers,
        signatures: &mut Signatures,
        faults: &mut Faults,
    ) {
        for (entry, payload) in page {
            by_itself(&entry, payload.as_ref(), faults);
            may(&entry, signers, faults);
            self.follows(&entry, faults);
            self.head = Head {
                seq: entry.seq,
                hash: entry.hash,
            };
            signatures.check(entry);
        }
    }

    /// What an entry must have in common with those before it.
    fn follows(&mut self, entry: &Entry, faults: &mut Faults) {
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
        self.needs_two |= Action::needs_two(&entry.kind);
        if entry.sig.is_none() {
            self.open = Some(hands);
        } else {
            self.open = None;
            if std::mem::take(&mut self.needs_two) && entry.co_sig.is_none() {
                faults.push(entry.seq, "second signature is missing");
            }
        }
        let differs = |witness: Head| witness.seq == entry.seq && witness.hash != entry.hash;
        if self.witness.is_some_and(differs) {
            faults.push(entry.seq, "differs from the head file");
        }
    }

    /// The chain that a restoring let go on after this one: its rights move forward from here.
    pub(super) fn next(&self, witness: Option<Head>) -> Self {
        Self {
            office_seq: self.office_seq,
            ..Self::after(Head::NONE, witness)
        }
    }

    /// The end of the chain.
    pub(super) fn finish(&self, faults: &mut Faults) {
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
    }
}

/// Whether one entry's hash and content are what they claim to be.
fn by_itself(entry: &Entry, payload: Option<&StoredPayload>, faults: &mut Faults) {
    if entry.hash != entry.expected_hash() {
        faults.push(entry.seq, "hash does not fit the entry");
    }
    if payload.is_some_and(|p| payload_digest(&p.salt, &p.body) != entry.payload_digest) {
        faults.push(entry.seq, "content does not fit its digest");
    }
}

/// Whether those who signed held the right to what the entry says, by the office entry it names.
/// Whose record it is cannot be asked here; whether her role could ever do this can.
fn may(entry: &Entry, signers: &dyn Signers, faults: &mut Faults) {
    // A kind that this program does not know is told by the replay.
    let Some(right) = Action::right_to(&entry.kind) else {
        return;
    };
    // Where two must sign, a small station's custodian stands in for the second of that right.
    let second = entry
        .co_actor
        .filter(|second| !signers.agrees(*second, entry.office_seq));
    for user in [Some(entry.actor), second].into_iter().flatten() {
        let role = signers.role(user, entry.office_seq);
        if role.is_none_or(|role| right.cell(Some(role)).reach == Reach::No) {
            faults.push(entry.seq, "signer had no right to this");
        }
    }
}
