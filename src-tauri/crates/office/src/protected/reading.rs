//! Items of a protected file, opened and held to their places.
//!
//! Purpose: each item by the key of its epoch, its author by the office journal as of its entry. What
//! does not hold is counted and never shown. Must never: give out a body that was not checked.

use domain::action::Action;
use domain::id::{ItemId, UserId};
use domain::moment::{Day, Moment};
use domain::protected::content::{Clock, Form, Head, ItemKind};
use domain::protected::header::NOTHING;
use domain::protected::{ItemPlace, Protected, Sealed};
use domain::titles::Titles;
use serde::{Deserialize, Serialize};
use store::{Content, Tx};
use vault::sealed::{Ladder, Opened, Place, Unverified};

use super::unknown;
use crate::Office;
use crate::dossier::{AnswerView, LeftView, answers};
use crate::record::RosterSigners;
use crate::refused::Answer;

/// One item as it is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ItemShown {
    /// Which.
    pub id: ItemId,
    /// What kind of item.
    pub kind: ItemKind,
    /// Who wrote it.
    pub author: UserId,
    /// As shown to colleagues.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// Its words; blank of a form.
    pub text: String,
    /// Which form it is.
    pub titles: Option<Titles>,
    /// Its answers; none of what is kept apart, which is shown by itself alone.
    pub answers: Vec<AnswerView>,
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
    /// What it is called by its service.
    pub titles: Option<Titles>,
    /// How dangerous it is.
    pub level: Option<Titles>,
    /// Legal times that run.
    pub clocks: Vec<ProtectedClock>,
    /// Who is cleared.
    pub cleared: Vec<ClearedRow>,
    /// Its items, the first first.
    pub items: Vec<ItemShown>,
    /// How many do not hold and are not shown.
    pub quarantined: u32,
}

/// A legal time of a protected file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ProtectedClock {
    /// `emergency-measures`.
    pub step: String,
    /// What will have happened by then.
    pub titles: Titles,
    /// When it ends, RFC 3339.
    pub due: String,
    /// How long until then.
    pub left: Option<LeftView>,
    /// The law, as cited.
    pub basis: String,
}

/// Somebody who is cleared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ClearedRow {
    /// Who.
    pub id: UserId,
    /// As shown to colleagues.
    pub display: String,
    /// It is the reader herself.
    pub me: bool,
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

/// An item that was read.
struct ItemRead {
    id: ItemId,
    kind: ItemKind,
    author: UserId,
    at: Moment,
    body: Body,
}

/// What stands in it.
enum Body {
    Words(String),
    Form(Form),
}

/// What was read of a file.
#[derive(Default)]
pub(super) struct Read {
    head: Option<Head>,
    items: Vec<ItemRead>,
    pub(super) quarantined: Vec<(ItemId, Unverified)>,
}

impl Read {
    fn take(&mut self, item: ItemId, kind: ItemKind, opened: &Opened) -> Result<(), Unverified> {
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
            ItemKind::Note => {
                let text = std::str::from_utf8(&opened.body).map_err(|_cause| malformed)?;
                Body::Words(text.to_owned())
            }
        };
        self.items.push(ItemRead {
            id: item,
            kind,
            author: UserId::new(opened.author),
            at: Moment::from_millis(opened.at),
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
            Body::Words(_) => None,
        }
    }
}

impl Office {
    /// A file as the cleared see it.
    pub(super) fn shown(&self, read: Read, file: &Protected, me: UserId) -> ProtectedShown {
        let head = read.head.unwrap_or_default();
        let service = self.catalogue.service(&head.service, file.day).ok();
        let level = head.level.as_deref().zip(service);
        let cleared = file.header.cleared.iter().map(|id| ClearedRow {
            id: *id,
            display: self.display_of(*id),
            me: *id == me,
        });
        ProtectedShown {
            titles: service.map(|service| service.titles.clone()),
            level: level.and_then(|(key, service)| service.level_called(key).cloned()),
            clocks: self.clocks_shown(&head, file.day),
            code: head.code,
            names: head.names,
            next: head.next,
            cleared: cleared.collect(),
            items: read
                .items
                .into_iter()
                .map(|one| self.item_shown(one))
                .collect(),
            quarantined: u32::try_from(read.quarantined.len()).unwrap_or(u32::MAX),
        }
    }

    /// The legal times of a head, the next first.
    pub(super) fn clocks_shown(&self, head: &Head, day: Day) -> Vec<ProtectedClock> {
        let Ok(service) = self.catalogue.service(&head.service, day) else {
            return Vec::new();
        };
        let mut clocks: Vec<&Clock> = head.clocks.iter().collect();
        clocks.sort_by_key(|clock| clock.due);
        let shown = clocks.into_iter().filter_map(|clock| {
            let mut rules = service.deadlines.iter();
            let rule = rules.find(|rule| rule.step == clock.step)?;
            Some(ProtectedClock {
                step: clock.step.clone(),
                titles: rule.titles.clone(),
                due: clock.due.rfc3339(),
                left: self.left_until(clock.due, rule.unit),
                basis: rule.basis.clone(),
            })
        });
        shown.collect()
    }

    fn item_shown(&self, item: ItemRead) -> ItemShown {
        let shown = ItemShown {
            id: item.id,
            kind: item.kind,
            author: item.author,
            by: self.display_of(item.author),
            at: item.at.rfc3339(),
            text: String::new(),
            titles: None,
            answers: Vec::new(),
        };
        match item.body {
            Body::Words(text) => ItemShown { text, ..shown },
            Body::Form(form) => ItemShown {
                titles: self.form_titles(&form),
                answers: if item.kind == ItemKind::Apart {
                    Vec::new()
                } else {
                    self.form_answers(&form)
                },
                ..shown
            },
        }
    }

    fn form_titles(&self, form: &Form) -> Option<Titles> {
        let service = self
            .catalogue
            .service_version(&form.service, form.version)?;
        Some(service.titles.clone())
    }

    /// What was answered, question by question.
    pub(super) fn form_answers(&self, form: &Form) -> Vec<AnswerView> {
        let service = self.catalogue.service_version(&form.service, form.version);
        service.map_or_else(Vec::new, |service| answers(service, &form.fields))
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
