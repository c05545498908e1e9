//! Items of a protected file, opened and held to their places.
//!
//! Purpose: each item by the key of its epoch, its author by the office journal as of its entry. What
//! does not hold is counted and never shown. Must never: give out a body that was not checked.

use domain::action::Action;
use domain::attachment::Attached;
use domain::id::{BlobId, ItemId, UserId};
use domain::moment::Moment;
use domain::protected::content::{Form, Head, ItemKind};
use domain::protected::header::NOTHING;
use domain::protected::referral::{Consent, Referral};
use domain::protected::work::{Deed, Work};
use domain::protected::{ItemPlace, Protected, Sealed};
use store::{Content, Tx};
use vault::sealed::{Ladder, Opened, Place, Unverified};

use super::keys::Proofs;
use super::unknown;
use crate::Office;
use crate::record::RosterSigners;
use crate::refused::Answer;

/// An item that was read.
pub(super) struct ItemRead {
    pub(super) id: ItemId,
    pub(super) kind: ItemKind,
    pub(super) author: UserId,
    pub(super) at: Moment,
    /// The item whose place it takes.
    pub(super) replaces: Option<ItemId>,
    pub(super) body: Body,
}

/// What stands in it.
pub(super) enum Body {
    Words(String),
    Form(Form),
    Work(Work),
    Consent(Consent),
    Referral(Referral),
    File(Attached),
}

impl Body {
    /// Sealed bytes beside the record that it tells the keys of.
    fn blobs(&self) -> impl Iterator<Item = BlobId> {
        let file = match self {
            Self::File(attached) => Some(attached),
            Self::Words(_)
            | Self::Form(_)
            | Self::Work(_)
            | Self::Consent(_)
            | Self::Referral(_) => None,
        };
        file.into_iter()
            .flat_map(Attached::blobs)
            .map(|blob| blob.id)
    }
}

/// What was read of a file.
#[derive(Default)]
pub(super) struct Read {
    pub(super) head: Option<Head>,
    pub(super) items: Vec<ItemRead>,
    pub(super) quarantined: Vec<(ItemId, Unverified)>,
}

impl Read {
    /// Takes an item where it holds, else notes that it does not.
    fn try_take(
        &mut self,
        file: &Protected,
        at: usize,
        item: &ItemTold,
        ladder: &Ladder,
        proofs: &Proofs,
    ) {
        let Some(place) = file.items.get(at) else {
            return;
        };
        let told = told(&proofs.station, file, at, place, &item.prev);
        let taken = opened(&told, place, &item.content, ladder, &proofs.signers)
            .and_then(|(kind, opened)| self.take(place, kind, &opened));
        if let Err(why) = taken {
            self.quarantined.push((place.item, why));
        }
    }

    fn take(
        &mut self,
        place: &ItemPlace,
        kind: ItemKind,
        opened: &Opened,
    ) -> Result<(), Unverified> {
        let malformed = Unverified::Malformed;
        let body = match kind {
            ItemKind::Head => {
                let head = serde_json::from_slice(&opened.body);
                self.head = Some(head.map_err(|_cause| malformed)?);
                return Ok(());
            }
            ItemKind::Form | ItemKind::Apart => {
                let form = serde_json::from_slice(&opened.body);
                Body::Form(form.map_err(|_cause| malformed)?)
            }
            ItemKind::Work => {
                let work = serde_json::from_slice(&opened.body);
                Body::Work(work.map_err(|_cause| malformed)?)
            }
            ItemKind::Consent => {
                let consent = serde_json::from_slice(&opened.body);
                Body::Consent(consent.map_err(|_cause| malformed)?)
            }
            ItemKind::Referral => {
                let referral = serde_json::from_slice(&opened.body);
                Body::Referral(referral.map_err(|_cause| malformed)?)
            }
            ItemKind::Blob => {
                let attached: Attached =
                    serde_json::from_slice(&opened.body).map_err(|_cause| malformed)?;
                Body::File(attached)
            }
            ItemKind::Note => {
                let text = std::str::from_utf8(&opened.body).map_err(|_cause| malformed)?;
                Body::Words(text.to_owned())
            }
        };
        // What it names in the clear is what is kept from being swept away.
        if !body.blobs().eq(place.blobs.iter().copied()) {
            return Err(malformed);
        }
        self.items.push(ItemRead {
            id: place.item,
            kind,
            author: UserId::new(opened.author),
            at: Moment::from_millis(opened.at),
            replaces: opened.replaces.map(ItemId::new),
            body,
        });
        Ok(())
    }

    /// The answers that are kept apart, where this item holds some.
    pub(super) fn apart(&self, item: ItemId) -> Option<&Form> {
        let mut items = self.items.iter();
        let found = items.find(|one| one.id == item && one.kind == ItemKind::Apart)?;
        match &found.body {
            Body::Form(form) => Some(form),
            Body::Words(_)
            | Body::Work(_)
            | Body::Consent(_)
            | Body::Referral(_)
            | Body::File(_) => None,
        }
    }

    /// Answers of a form, kept apart or not.
    pub(super) fn form(&self, item: ItemId) -> Option<&Form> {
        let mut items = self.items.iter();
        match &items.find(|one| one.id == item)?.body {
            Body::Form(form) => Some(form),
            Body::Words(_)
            | Body::Work(_)
            | Body::Consent(_)
            | Body::Referral(_)
            | Body::File(_) => None,
        }
    }

    /// The file's own form as it stands now.
    pub(super) fn own_form(&self, service: &str) -> Option<&Form> {
        let forms = self
            .items
            .iter()
            .rev()
            .filter(|one| one.kind == ItemKind::Form && !self.is_replaced(one.id));
        let mut forms = forms.filter_map(|one| self.form(one.id));
        forms.find(|form| form.service == service)
    }

    /// Whether a later item of the same form took its place. Whoever names an item of another form, or one
    /// that comes later, takes nobody's.
    pub(super) fn is_replaced(&self, item: ItemId) -> bool {
        let service = self.form(item).map(|form| form.service.as_str());
        let after = self.items.iter().skip_while(|one| one.id != item).skip(1);
        let mut later = after.filter(|one| one.replaces == Some(item));
        service.is_some()
            && later.any(|one| self.form(one.id).map(|form| form.service.as_str()) == service)
    }

    /// What was done, the first first.
    pub(super) fn works(&self) -> impl Iterator<Item = &Work> {
        self.items.iter().filter_map(|one| match &one.body {
            Body::Work(work) => Some(work),
            Body::Words(_)
            | Body::Form(_)
            | Body::Consent(_)
            | Body::Referral(_)
            | Body::File(_) => None,
        })
    }

    /// The last that was done about an item.
    pub(super) fn last_of(&self, item: ItemId) -> Option<Deed> {
        // That its letter was printed, or a copy taken, says nothing of what became of it.
        let told = [Deed::Lettered, Deed::CopyTaken];
        let about = self
            .works()
            .filter(|work| work.of == Some(item) && !told.contains(&work.deed));
        about.last().map(|work| work.deed)
    }

    /// A consent that was given and not taken back.
    pub(super) fn consent(&self, item: ItemId) -> Option<&Consent> {
        let mut items = self.items.iter();
        let found = items.find(|one| one.id == item)?;
        match &found.body {
            Body::Consent(consent) => Some(consent).filter(|_| self.last_of(item).is_none()),
            Body::Words(_) | Body::Form(_) | Body::Work(_) | Body::Referral(_) | Body::File(_) => {
                None
            }
        }
    }

    /// All files that were brought, the first first.
    pub(super) fn files(&self) -> impl Iterator<Item = &Attached> {
        self.items.iter().filter_map(|one| match &one.body {
            Body::File(attached) => Some(attached),
            Body::Words(_)
            | Body::Form(_)
            | Body::Work(_)
            | Body::Consent(_)
            | Body::Referral(_) => None,
        })
    }

    /// A file that was brought.
    pub(super) fn file(&self, item: ItemId) -> Option<&Attached> {
        let mut items = self.items.iter();
        match &items.find(|one| one.id == item)?.body {
            Body::File(attached) => Some(attached),
            Body::Words(_)
            | Body::Form(_)
            | Body::Work(_)
            | Body::Consent(_)
            | Body::Referral(_) => None,
        }
    }

    /// A referral.
    pub(super) fn referral(&self, item: ItemId) -> Option<&Referral> {
        let mut items = self.items.iter();
        match &items.find(|one| one.id == item)?.body {
            Body::Referral(referral) => Some(referral),
            Body::Words(_) | Body::Form(_) | Body::Work(_) | Body::Consent(_) | Body::File(_) => {
                None
            }
        }
    }
}

/// One item's entry, and the digest of the one before it.
pub(super) struct ItemTold {
    content: Content,
    prev: String,
}

/// Both as the record has them; `at` is the item's place among the others, from 0.
pub(super) async fn item_told(tx: &mut Tx, file: &Protected, at: usize) -> Answer<ItemTold> {
    let place = file.items.get(at).ok_or_else(unknown)?;
    let prev = match at.checked_sub(1).and_then(|before| file.items.get(before)) {
        Some(before) => tx.content(before.at).await?.ok_or_else(unknown)?.digest,
        None => [0; 32],
    };
    let content = tx.content(place.at).await?.ok_or_else(unknown)?;
    let prev = hex::encode(prev);
    Ok(ItemTold { content, prev })
}

/// One item and none beside it.
pub(super) fn read_one(
    file: &Protected,
    at: usize,
    told: &ItemTold,
    ladder: &Ladder,
    proofs: &Proofs,
) -> Read {
    let mut read = Read::default();
    read.try_take(file, at, told, ladder, proofs);
    read
}

impl Office {
    /// Every item of a file.
    pub(super) async fn read_items(
        &self,
        tx: &mut Tx,
        file: &Protected,
        ladder: &Ladder,
    ) -> Answer<Read> {
        let proofs = self.proofs();
        let mut read = Read::default();
        let mut prev = NOTHING.to_owned();
        for (at, place) in file.items.iter().enumerate() {
            let content = tx.content(place.at).await?.ok_or_else(unknown)?;
            let told = ItemTold { content, prev };
            read.try_take(file, at, &told, ladder, &proofs);
            prev = hex::encode(told.content.digest);
        }
        Ok(read)
    }

    /// The newest head item, where it holds.
    pub(super) async fn newest_head(
        &self,
        tx: &mut Tx,
        file: &Protected,
        ladder: &Ladder,
    ) -> Answer<Option<Head>> {
        match file.items.iter().rposition(|item| item.head) {
            Some(at) => Ok(self.read_item(tx, file, ladder, at).await?.head),
            None => Ok(None),
        }
    }

    /// One item and none beside it; `at` is its place among the others, from 0.
    pub(super) async fn read_item(
        &self,
        tx: &mut Tx,
        file: &Protected,
        ladder: &Ladder,
        at: usize,
    ) -> Answer<Read> {
        let told = item_told(tx, file, at).await?;
        Ok(read_one(file, at, &told, ladder, &self.proofs()))
    }
}

/// Where an item stands, by the journal.
fn told<'a>(
    station: &'a str,
    file: &Protected,
    at: usize,
    place: &ItemPlace,
    prev: &'a str,
) -> Place<'a> {
    Place {
        station,
        file: file.id.uuid(),
        item: place.item.uuid(),
        seq: u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1),
        epoch: place.epoch,
        prev,
    }
}

/// One item, by the key of its epoch and its author's of that time.
fn opened(
    told: &Place<'_>,
    place: &ItemPlace,
    content: &Content,
    ladder: &Ladder,
    signers: &RosterSigners,
) -> Result<(ItemKind, Opened), Unverified> {
    let (Action::ItemSealed(sealed) | Action::HeadSealed(sealed) | Action::BlobSealed(sealed)) =
        &content.action
    else {
        return Err(Unverified::Malformed);
    };
    let Sealed { item, seq, .. } = sealed;
    if *item != place.item || *seq != told.seq {
        return Err(Unverified::Elsewhere);
    }
    // Nobody writes in another's name: its author is whoever entered it.
    let opened = vault::sealed::open(told, &sealed.ct, ladder, &|author| {
        let hers = author == content.actor.uuid();
        hers.then(|| signers.key(content.actor, content.office_seq))?
    })?;
    let kind = ItemKind::read(&opened.kind).ok_or(Unverified::Malformed)?;
    let head = matches!(content.action, Action::HeadSealed(_));
    let beside = matches!(content.action, Action::BlobSealed(_));
    if (kind == ItemKind::Head) != head || (kind == ItemKind::Blob) != beside {
        return Err(Unverified::Malformed);
    }
    Ok((kind, opened))
}
