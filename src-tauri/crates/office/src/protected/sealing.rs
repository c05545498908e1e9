//! Items as they are made.
//!
//! Purpose: the entries of sealed items, each naming the one before, and of a header beside its box; signed
//! by whoever makes them. May use: the vault's seals. Must never: keep what was sealed.

use domain::action::Action;
use domain::id::ItemId;
use domain::moment::Moment;
use domain::protected::content::ItemKind;
use domain::protected::header::{Header, NOTHING};
use domain::protected::{Beside, Keyed, Protected, Sealed};
use store::{Pending, Tx};
use vault::secret::Recipient;

use crate::Office;
use crate::refused::Answer;
use crate::session::Records;

/// What is sealed next.
pub(super) struct ToSeal {
    pub(super) kind: ItemKind,
    pub(super) body: Vec<u8>,
    /// The item whose place it takes.
    pub(super) replaces: Option<ItemId>,
    /// Sealed bytes beside the record that its body tells the keys of.
    pub(super) blobs: Vec<Beside>,
}

impl From<(ItemKind, Vec<u8>)> for ToSeal {
    fn from((kind, body): (ItemKind, Vec<u8>)) -> Self {
        Self {
            kind,
            body,
            replaces: None,
            blobs: Vec::new(),
        }
    }
}

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

impl Office {
    /// What comes next in a file is sealed after what it holds.
    pub(super) async fn seals_after<'a>(
        &self,
        tx: &mut Tx,
        records: &'a Records,
        file: &Protected,
        (header, recipient): (&'a Header, &'a Recipient),
    ) -> Answer<Sealing<'a>> {
        let last = match file.items.last() {
            Some(last) => tx.content(last.at).await?.map(|content| content.digest),
            None => None,
        };
        Ok(Sealing {
            records,
            header,
            recipient,
            station: self.station(),
            seq: u32::try_from(file.items.len()).unwrap_or(u32::MAX),
            prev: last.map_or_else(|| NOTHING.to_owned(), hex::encode),
            now: self.clock.now(),
        })
    }
}

impl Sealing<'_> {
    /// The entry of the next item.
    pub(super) fn seal(&mut self, item: ItemId, next: &ToSeal) -> Answer<Pending> {
        let kind = next.kind;
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
                ItemKind::Note => "text/plain",
                ItemKind::Head
                | ItemKind::Form
                | ItemKind::Work
                | ItemKind::Consent
                | ItemKind::Referral
                | ItemKind::Blob
                | ItemKind::Apart => "application/json",
            },
            replaces: next.replaces.map(ItemId::uuid),
            at: self.now.millis(),
            body: &next.body,
        };
        let keys = &self.records.staff.keys;
        let ct = vault::sealed::seal(&place, &told, keys.user(), keys.signing(), self.recipient)?;
        let sealed = Sealed {
            item,
            seq: self.seq,
            epoch: self.header.epoch,
            blobs: next.blobs.clone(),
            ct,
        };
        let action = match kind {
            ItemKind::Head => Action::HeadSealed(sealed),
            ItemKind::Form
            | ItemKind::Work
            | ItemKind::Consent
            | ItemKind::Referral
            | ItemKind::Apart
            | ItemKind::Note => Action::ItemSealed(sealed),
            ItemKind::Blob => Action::BlobSealed(sealed),
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
