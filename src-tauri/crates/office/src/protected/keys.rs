//! Boxes and headers of a protected file.
//!
//! Purpose: the header that counts, proved by its signature and the one before it; the box opened by
//! this session's own key; the next box. Must never: box a key for anybody who is not at work, or take a
//! header by its word.

use std::collections::BTreeSet;

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::id::{ProtectedId, UserId};
use domain::permission::Circumstance;
use domain::protected::header::{Change, Header, NOTHING};
use domain::protected::{Broken, Keyed, Protected};
use store::{Content, Signers as _, Tx};
use vault::line::{Line, Signatory};
use vault::sealed::{Boxed, Expected, Ladder};
use vault::secret::{Recipient, RecordIdentity};
use vault::sign::Purpose;

use super::sealing::signed;
use super::unknown;
use crate::Office;
use crate::record::RosterSigners;
use crate::refused::{Answer, Refused};
use crate::session::Records;

/// Letters of a file's code: none is taken for another, aloud or on paper.
const LETTERS: &[u8; 24] = b"ABCDEFGHKLMNPQRTUVXY3479";

impl Office {
    /// The office, as headers and items name it: the first bytes of its founding's digest.
    pub(super) fn station(&self) -> String {
        let hash = self.look(|vault| vault.roster().founding_hash());
        hex::encode(hash.get(..8).unwrap_or_default())
    }

    /// What a file is called aloud.
    pub(super) fn code_of_file(&self) -> String {
        let mut random = [0; 6];
        self.entropy.fill(&mut random);
        let letters = random.iter().filter_map(|byte| {
            let at = usize::from(*byte).checked_rem(LETTERS.len())?;
            LETTERS.get(at).copied().map(char::from)
        });
        letters.collect()
    }

    /// The first key of a file, boxed for the cleared and recovery, and forgotten.
    pub(super) fn begin_ladder(
        &self,
        file: ProtectedId,
        cleared: &BTreeSet<UserId>,
    ) -> Answer<Boxed> {
        let (readers, k) = self.readers(cleared.iter().copied())?;
        Ok(Ladder::begin(file.uuid(), &readers, &k)?)
    }

    /// Keys of people at work, and recovery's.
    fn readers(
        &self,
        cleared: impl Iterator<Item = UserId>,
    ) -> Answer<(Vec<Recipient>, Recipient)> {
        self.look(|vault| {
            let roster = vault.roster();
            let keys = cleared.map(|user| {
                let known = roster.user(user.uuid()).filter(|user| user.holds_records());
                known.and_then(|user| user.recipient().cloned())
            });
            let keys: Option<Vec<Recipient>> = keys.collect();
            let keys =
                keys.ok_or_else(|| Refused::from(Fault::at(Code::ProtectedReaderGone, "user")))?;
            Ok((keys, roster.recovery().clone()))
        })
    }

    /// The newest header as its entry tells it: signed by whoever it names with a right of that time, and
    /// following the one before.
    pub(super) async fn proved_header(&self, tx: &mut Tx, file: &Protected) -> Answer<Proved> {
        let told = header_told(tx, file).await?;
        proved(&told, file, &self.proofs())
    }

    /// The keys of a file, by this session's own.
    pub(super) async fn ladder(
        &self,
        tx: &mut Tx,
        records: &Records,
        file: &Protected,
    ) -> Answer<Ladder> {
        let proved = self.proved_header(tx, file).await?;
        opened_ladder(&proved, file, records.staff.keys.identity())
    }

    /// What headers and items are proved by, as of now.
    pub(super) fn proofs(&self) -> Proofs {
        Proofs {
            station: self.station(),
            signers: RosterSigners(self.look(|vault| vault.roster().clone())),
        }
    }

    /// The next header and box, for whoever is cleared then.
    pub(super) fn next_box(
        &self,
        records: &Records,
        before: &Proved,
        ladder: &Ladder,
        change: Change,
    ) -> Answer<Keyed> {
        let by = records.staff.user;
        let draft = before.header.next(&before.digest, change, None, by);
        let (readers, k) = self.readers(draft.cleared.iter().copied())?;
        let boxed = ladder.boxed(&readers, &k)?;
        let recipient = Some(boxed.recipient.text());
        let header = before.header.next(&before.digest, change, recipient, by);
        Ok(signed(records, &header, boxed.text))
    }
}

/// What headers and items are proved by.
pub(super) struct Proofs {
    /// The office, as [`Office::station`] has it.
    pub(super) station: String,
    /// Who could sign as of which office entry.
    pub(super) signers: RosterSigners,
}

/// The newest header's entry, and the one before.
pub(super) struct HeaderTold {
    newest: Content,
    before: Option<Content>,
}

/// Both as the record has them; nothing of them is proved.
pub(super) async fn header_told(tx: &mut Tx, file: &Protected) -> Answer<HeaderTold> {
    let newest = tx.content(file.keyed).await?.ok_or_else(unknown)?;
    let before = match file.keyed_before {
        Some(before) => Some(tx.content(before).await?.ok_or_else(damaged)?),
        None => None,
    };
    Ok(HeaderTold { newest, before })
}

/// [`Office::proved_header`] of what was read before.
pub(super) fn proved(told: &HeaderTold, file: &Protected, proofs: &Proofs) -> Answer<Proved> {
    let (newest, signers) = (&told.newest, &proofs.signers);
    let keyed = keyed(&newest.action).ok_or_else(unknown)?;
    let line = Line::parse(&keyed.header).ok_or_else(damaged)?;
    let header = Header::read(&keyed.header).ok_or_else(damaged)?;
    let before = match &told.before {
        Some(before) => hex::encode(keyed_text(&before.action).ok_or_else(damaged)?.hash()),
        None => NOTHING.to_owned(),
    };
    let (by, then) = (newest.actor, newest.office_seq);
    let key = signers.key(by, then).ok_or_else(damaged)?;
    let one = line.signatories().eq([Signatory::User(by.uuid())]);
    let holds = one && line.verifies(0, Purpose::Header, &key);
    // Nobody is cleared who never worked here: a key of nobody's may be whoever's.
    let known = |user: &UserId| signers.0.user(user.uuid()).is_some();
    let fits = header == file.header
        && header.by == by
        && header.station == proofs.station
        && header.cleared.iter().all(known);
    let right = Action::right_to(newest.action.kind());
    let may = right.is_some_and(|right| {
        let around = Circumstance {
            own: true,
            second: true,
            stepped_up: true,
        };
        right.allow(signers.role(by, then), around).is_ok()
    });
    if !holds || !fits || !may || header.prev != before {
        return Err(damaged());
    }
    Ok(Proved {
        header,
        digest: hex::encode(line.hash()),
        boxed: keyed.boxed.clone(),
    })
}

/// The keys that a proved box holds, by somebody's own.
pub(super) fn opened_ladder(
    proved: &Proved,
    file: &Protected,
    identity: &RecordIdentity,
) -> Answer<Ladder> {
    let recipient = Recipient::parse(&proved.header.recipient).ok_or_else(damaged)?;
    let expected = Expected {
        file: file.id.uuid(),
        epoch: proved.header.epoch,
        recipient: &recipient,
        cleared: proved.header.cleared.len(),
    };
    let opened = Ladder::open(identity, &proved.boxed, &expected);
    opened.map_err(|_unverified| damaged())
}

/// A header that holds.
pub(super) struct Proved {
    pub(super) header: Header,
    /// Of its text.
    pub(super) digest: String,
    pub(super) boxed: String,
}

/// The box of an entry that brings one.
const fn keyed(action: &Action) -> Option<&Keyed> {
    let (Action::ProtectedOpened(keyed)
    | Action::ProtectedKeyed(keyed)
    | Action::ProtectedGranted(keyed)
    | Action::ProtectedRevoked(keyed)
    | Action::ProtectedStoodDown(keyed)
    | Action::ProtectedBroken(Broken { keyed, .. })) = action
    else {
        return None;
    };
    Some(keyed)
}

/// The header's line of such an entry.
fn keyed_text(action: &Action) -> Option<Line> {
    Line::parse(&keyed(action)?.header)
}

/// Something stands there that nobody of this house wrote.
fn damaged() -> Refused {
    Refused::new(Code::ProtectedUnverified)
}
