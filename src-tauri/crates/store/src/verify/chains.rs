//! All chains of a record, one after the other.
//!
//! Purpose: a record that was never restored holds one. A restored one holds those it left, each of
//! which must end exactly where the office journal says it was left, and the one it writes now,
//! whose first entry must name that end. Must never: read the database.

use std::collections::VecDeque;

use domain::action::Action;
use domain::id::DeskId;

use super::chain::Chain;
use super::signatures::Signatures;
use super::{Faults, Signers};
use crate::journal::{Entry, Head, StoredPayload};

/// The walk along all of them.
pub(super) struct Chains {
    /// The chain at hand.
    desk: DeskId,
    chain: Chain,
    /// Where the chain at hand was left; `None` of the one that is written now.
    left: Option<Head>,
    /// The end that the chain at hand must name in its first entry.
    goes_on: Option<(DeskId, Head)>,
    to_come: VecDeque<(DeskId, Option<Head>)>,
    own: (DeskId, Option<Head>),
    ends: Vec<(DeskId, i64)>,
}

impl Chains {
    /// Those that were left, then the one that is written now with its witness.
    pub(super) fn of(left: Vec<(DeskId, Head)>, own: (DeskId, Option<Head>)) -> Self {
        let mut to_come: VecDeque<_> = left
            .into_iter()
            .map(|(desk, head)| (desk, Some(head)))
            .collect();
        let first = to_come.pop_front();
        let (desk, left) = first.unwrap_or((own.0, None));
        let witness = left.or(own.1);
        if first.is_some() {
            to_come.push_back((own.0, None));
        }
        Self {
            desk,
            chain: Chain::after(Head::NONE, witness),
            left,
            goes_on: None,
            to_come,
            own,
            ends: Vec::new(),
        }
    }

    /// The chain at hand and how far it was walked.
    pub(super) fn at(&self) -> (DeskId, i64) {
        (self.desk, self.chain.head.seq)
    }

    /// Entries walked so far.
    pub(super) fn done(&self) -> i64 {
        let ended = self.ends.iter().map(|(_, seq)| *seq).sum::<i64>();
        ended.saturating_add(self.chain.head.seq)
    }

    /// The newest entry of the chain at hand.
    pub(super) fn head(&self) -> Head {
        self.chain.head
    }

    /// Goes on by a page of the chain at hand; an empty one ends it. False after the last.
    pub(super) fn walk(
        &mut self,
        page: Vec<(Entry, Option<StoredPayload>)>,
        signers: &dyn Signers,
        signatures: &mut Signatures,
        faults: &mut Faults,
    ) -> bool {
        if let Some((entry, payload)) = page.first() {
            if entry.seq == 1 && !self.begins_well(entry, payload.as_ref()) {
                faults.push(entry.seq, "does not begin where the chain before was left");
            }
            let before = self.chain.head.seq;
            self.chain.walk(page, signers, signatures, faults);
            if self.chain.head.seq > before {
                return true;
            }
            // A damaged index finds the same entries again and again: the walk ends here.
            faults.push(before, "entries do not go forward");
        }
        let Some((desk, left)) = self.to_come.pop_front() else {
            return false;
        };
        self.end(faults);
        self.goes_on = Some((self.desk, self.chain.head));
        let witness = left.or(self.own.1);
        self.chain = self.chain.next(witness);
        (self.desk, self.left) = (desk, left);
        true
    }

    /// The end of the last chain; `entries` is how many the journal holds in all. The answer is
    /// where each chain ends.
    pub(super) fn finish(&mut self, entries: i64, faults: &mut Faults) -> Vec<(DeskId, i64)> {
        let done = self.done();
        self.end(faults);
        if entries != done {
            faults.push(self.chain.head.seq, "entries of another chain");
        }
        std::mem::take(&mut self.ends)
    }

    fn end(&mut self, faults: &mut Faults) {
        self.chain.finish(faults);
        if self.left.is_some_and(|left| left.seq < self.chain.head.seq) {
            faults.push(self.chain.head.seq, "entries after the chain was left");
        }
        self.ends.push((self.desk, self.chain.head.seq));
    }

    /// Whether a chain's first entry is the one it must begin with: a restored chain names the end of
    /// the one before, and no other chain claims to have been restored.
    fn begins_well(&self, entry: &Entry, payload: Option<&StoredPayload>) -> bool {
        let body = payload.map(|payload| payload.body.as_slice());
        let action = body.and_then(|body| Action::read(&entry.kind, entry.version, body).ok());
        let from = match action {
            Some(Action::DeskRestored(restored)) => Some(restored.from),
            _ => None,
        };
        match (&self.goes_on, from) {
            (None, None) => true,
            (Some((desk, head)), Some(from)) => {
                let same = from.desk == *desk && from.seq == head.seq;
                same && from.hash == hex::encode(head.hash)
            }
            (None, Some(_)) | (Some(_), None) => false,
        }
    }
}
