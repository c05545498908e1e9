//! Items of a protected file, opened and held to their places.
//!
//! Purpose: each item by the key of its epoch, its author by the office journal as of its entry. What
//! does not hold is counted and never shown. Must never: give out a body that was not checked.

use domain::action::Action;
use domain::id::{ItemId, UserId};
use domain::protected::content::{Head, ItemKind};
use domain::protected::header::NOTHING;
use domain::protected::{ItemPlace, Protected, Sealed};
use serde::{Deserialize, Serialize};
use store::{Content, Tx};
use vault::sealed::{Ladder, Opened, Place, Unverified};

use super::unknown;
use crate::Office;
use crate::record::RosterSigners;
use crate::refused::Answer;

/// One item as it is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ItemShown {
    /// Which.
    pub id: ItemId,
    /// Who wrote it.
    pub author: UserId,
    /// When, RFC 3339.
    pub at: String,
    /// Its words.
    pub text: String,
}

/// A file as the cleared see it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ProtectedShown {
    /// What it is called aloud.
    pub code: String,
    /// Names it is found by.
    pub names: Vec<String>,
    /// What comes next.
    pub next: String,
    /// Who is cleared.
    pub cleared: Vec<UserId>,
    /// Its items, the first first.
    pub items: Vec<ItemShown>,
    /// How many do not hold and are not shown.
    pub quarantined: u32,
}

impl std::fmt::Debug for ItemShown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ItemShown(..)")
    }
}

impl std::fmt::Debug for ProtectedShown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProtectedShown(..)")
    }
}

/// What was read of a file.
#[derive(Default)]
pub(super) struct Read {
    head: Option<Head>,
    items: Vec<ItemShown>,
    pub(super) quarantined: Vec<(ItemId, Unverified)>,
}

impl Read {
    pub(super) fn shown(self, file: &Protected) -> ProtectedShown {
        let head = self.head.unwrap_or_default();
        ProtectedShown {
            code: head.code,
            names: head.names,
            next: head.next,
            cleared: file.header.cleared.clone(),
            items: self.items,
            quarantined: u32::try_from(self.quarantined.len()).unwrap_or(u32::MAX),
        }
    }

    fn take(&mut self, item: ItemId, kind: ItemKind, opened: &Opened) -> Result<(), Unverified> {
        let malformed = Unverified::Malformed;
        match kind {
            ItemKind::Head => {
                let head = serde_json::from_slice(&opened.body);
                self.head = Some(head.map_err(|_cause| malformed)?);
            }
            ItemKind::Note => {
                let text = std::str::from_utf8(&opened.body).map_err(|_cause| malformed)?;
                self.items.push(ItemShown {
                    id: item,
                    author: UserId::new(opened.author),
                    at: domain::moment::Moment::from_millis(opened.at).rfc3339(),
                    text: text.to_owned(),
                });
            }
        }
        Ok(())
    }
}

impl Office {
    /// Every item of a file.
    pub(super) async fn read_items(
        &self,
        tx: &mut Tx,
        file: &Protected,
        ladder: &Ladder,
    ) -> Answer<Read> {
        let signers = RosterSigners(self.look(|vault| vault.roster().clone()));
        let mut read = Read::default();
        let (station, mut prev) = (self.station(), NOTHING.to_owned());
        for (at, place) in file.items.iter().enumerate() {
            let content = tx.content(place.at).await?.ok_or_else(unknown)?;
            let told = told(&station, file, at, place, &prev);
            let taken = opened(&told, place, &content, ladder, &signers)
                .and_then(|(kind, opened)| read.take(place.item, kind, &opened));
            if let Err(why) = taken {
                read.quarantined.push((place.item, why));
            }
            prev = hex::encode(content.digest);
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
        let heads = file.items.iter().enumerate().rev();
        let Some((at, place)) = heads.into_iter().find(|(_, item)| item.head) else {
            return Ok(None);
        };
        let prev = match at.checked_sub(1).and_then(|before| file.items.get(before)) {
            Some(before) => tx.content(before.at).await?.ok_or_else(unknown)?.digest,
            None => [0; 32],
        };
        let signers = RosterSigners(self.look(|vault| vault.roster().clone()));
        let content = tx.content(place.at).await?.ok_or_else(unknown)?;
        let (station, prev) = (self.station(), hex::encode(prev));
        let told = told(&station, file, at, place, &prev);
        let mut read = Read::default();
        let taken = opened(&told, place, &content, ladder, &signers)
            .and_then(|(kind, opened)| read.take(place.item, kind, &opened));
        Ok(taken.ok().and(read.head))
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
    let (Action::ItemSealed(sealed) | Action::HeadSealed(sealed)) = &content.action else {
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
    if (kind == ItemKind::Head) != head {
        return Err(Unverified::Malformed);
    }
    Ok((kind, opened))
}
