//! Items as they are made.
//!
//! Purpose: the entries of sealed items, each naming the one before, and of a header beside its box; signed
//! by whoever makes them. May use: the vault's seals. Must never: keep what was sealed.

use domain::action::Action;
use domain::id::ItemId;
use domain::moment::Moment;
use domain::protected::content::ItemKind;
use domain::protected::header::Header;
use domain::protected::{Keyed, Sealed};
use store::Pending;
use vault::secret::Recipient;

use crate::refused::Answer;
use crate::session::Records;

/// Items that are sealed one after the other.
pub(super) struct Sealing<'a> {
    pub(super) records: &'a Records,
    pub(super) header: &'a Header,
    pub(super) recipient: &'a Recipient,
    pub(super) station: String,
    /// Of the item before.
    pub(super) seq: u32,
    /// Its digest.
    pub(super) prev: String,
    pub(super) now: Moment,
}

impl Sealing<'_> {
    /// The entry of the next item.
    pub(super) fn seal(&mut self, item: ItemId, kind: ItemKind, body: &[u8]) -> Answer<Pending> {
        self.seq = self.seq.saturating_add(1);
        let place = vault::sealed::Place {
            station: &self.station,
            file: self.header.file.uuid(),
            item: item.uuid(),
            seq: self.seq,
            epoch: self.header.epoch,
            prev: &self.prev,
        };
        let told = vault::sealed::Told {
            kind: kind.text(),
            mime: match kind {
                ItemKind::Head | ItemKind::Form | ItemKind::Work | ItemKind::Apart => {
                    "application/json"
                }
                ItemKind::Note => "text/plain",
            },
            replaces: None,
            at: self.now.millis(),
            body,
        };
        let keys = &self.records.staff.keys;
        let ct = vault::sealed::seal(&place, &told, keys.user(), keys.signing(), self.recipient)?;
        let sealed = Sealed {
            item,
            seq: self.seq,
            epoch: self.header.epoch,
            blobs: Vec::new(),
            ct,
        };
        let action = match kind {
            ItemKind::Head => Action::HeadSealed(sealed),
            ItemKind::Form | ItemKind::Work | ItemKind::Apart | ItemKind::Note => {
                Action::ItemSealed(sealed)
            }
        };
        let (entry, digest) = Pending::digested(self.header.file, action)?;
        self.prev = hex::encode(digest);
        Ok(entry)
    }
}

/// A header signed by whoever makes it, beside its box.
pub(super) fn signed(records: &Records, header: &Header, boxed: String) -> Keyed {
    let keys = &records.staff.keys;
    let signer = vault::line::Signer {
        by: vault::line::Signatory::User(keys.user()),
        key: keys.signing(),
        purpose: vault::sign::Purpose::Header,
    };
    let line = vault::line::Line::signed(header.text(), &[signer]);
    Keyed {
        header: line.text().to_owned(),
        boxed,
    }
}
