//! Work on a protected file by whoever is cleared.
//!
//! Purpose: what was done is an item, what it makes of clocks and of who answers is the next head, and
//! when somebody must look again stands in the open, on the hour. All three in one act. May use: the
//! catalogue's rules, the vault's seals. Must never: write a word of it in the open.

use domain::action::Action;
use domain::deadline::{History, StartsAt, Unit, due};
use domain::fault::{Code, Fault};
use domain::id::{ItemId, ProtectedId};
use domain::moment::{Day, Moment};
use domain::protected::Attention;
use domain::protected::contact::Way;
use domain::protected::content::{Head, ItemKind};
use domain::protected::work::{Deed, Work};
use domain::titles::Titles;
use serde::{Deserialize, Serialize};
use store::Pending;

use super::ProtectedShown;
use super::reading::Read;
use super::referring::{about, body};
use crate::Office;
use crate::refused::{Answer, Refused};
use crate::session::Session;

/// What was done, as it is told.
#[derive(Clone, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct WorkTold {
    /// What.
    pub deed: Deed,
    /// The legal time it is about.
    pub step: Option<String>,
    /// The item it is about: a consent, a referral, a card.
    pub of: Option<ItemId>,
    /// Number of the paper it is about.
    pub paper: Option<String>,
    /// In which way somebody was reached.
    pub way: Option<Way>,
    /// Who was told or reached, or who has the paper.
    pub whom: String,
    /// In words.
    pub words: String,
    /// When, RFC 3339; now where it is left out.
    pub at: Option<String>,
}

impl std::fmt::Debug for WorkTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WorkTold(..)")
    }
}

/// A legal time that has not begun: its event is told when it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct MayBegin {
    /// `no-contact-decision`.
    pub step: String,
    /// What will have happened by its end.
    pub titles: Titles,
    /// How long the law gives: this many …
    pub count: u32,
    /// … of these.
    pub unit: Unit,
    /// The event it begins with.
    pub starts_at: StartsAt,
    /// The law, as cited.
    pub basis: String,
}

impl Office {
    /// Enters what was done, and shows the file as it stands then.
    pub async fn work_on_protected(
        &self,
        session: &Session,
        id: ProtectedId,
        told: &WorkTold,
    ) -> Answer<ProtectedShown> {
        let (records, mut tx, file) = self.for_work(session, id).await?;
        if told.deed.is_an_act() {
            return Err(Fault::at(Code::FieldUnknown, "deed").into());
        }
        let now = self.clock.now();
        let at = match told.at.as_deref().map(Moment::parse) {
            None => now,
            Some(Some(at)) => at,
            Some(None) => return Err(Fault::at(Code::FieldNotTime, "at").into()),
        };
        let work = Work {
            deed: told.deed,
            step: told.step.clone(),
            of: told.of,
            paper: told.paper.clone(),
            way: told.way,
            whom: told.whom.clone(),
            words: told.words.clone(),
            at,
        };
        let mut work = work.check(now)?;
        let ladder = self.ladder(&mut tx, records, &file).await?;
        let mut read = Read::default();
        if work.of.is_some() {
            read = self.read_items(&mut tx, &file, &ladder).await?;
        } else {
            read.head = self.newest_head(&mut tx, &file, &ladder).await?;
        }
        about(&work, &read)?;
        // Who is barred stands in it: a head that does not hold is not written over.
        let head = read.head.clone();
        let head = head.ok_or_else(|| Refused::new(Code::ProtectedUnverified))?;
        let mut card = Vec::new();
        if work.deed == Deed::CardGiven {
            (work.words, card) = self.card(records, &read, work.of, &head)?;
        }
        let due = self.ends(&head, &work)?;
        let next = head.after(&work, session.user(), due)?;
        let items = vec![
            (ItemKind::Work, body(&work)?).into(),
            (ItemKind::Head, body(&next)?).into(),
        ];
        let waits = Attention {
            at: next.waits(file.attention_at),
        };
        let mut along = vec![Pending::new(id, Action::ProtectedAttended(waits))];
        along.append(&mut card);
        self.adds(tx, records, &file, items, along).await?;
        records.index.take(id, Some(next));
        self.open_protected(session, id).await
    }

    /// When a time that begins with what was done ends.
    fn ends(&self, head: &Head, work: &Work) -> Answer<Option<Moment>> {
        let (Deed::Began, Some(step)) = (work.deed, work.step.as_deref()) else {
            return Ok(None);
        };
        let service = self.catalogue.service(&head.service, work.at.day())?;
        let mut rules = service.deadlines.iter();
        let Some(rule) = rules.find(|rule| rule.step == step && rule.in_force(work.at.day()))
        else {
            return Ok(None);
        };
        let (history, version) = (History::default(), self.catalogue.version());
        let due = due(rule, work.at, &self.calendar, &history, &version)?;
        Ok(Some(due.due))
    }

    /// Times of its service that begin with an event of their own and do not run.
    pub(super) fn may_begin(&self, head: &Head, day: Day) -> Vec<MayBegin> {
        let Ok(service) = self.catalogue.service(&head.service, day) else {
            return Vec::new();
        };
        let waits = service.deadlines.iter().filter(|rule| {
            let runs = head.clocks.iter().any(|clock| clock.step == rule.step);
            rule.starts_at != StartsAt::Informed && rule.in_force(day) && !runs
        });
        waits
            .map(|rule| MayBegin {
                step: rule.step.clone(),
                titles: rule.titles.clone(),
                count: rule.count,
                unit: rule.unit,
                starts_at: rule.starts_at,
                basis: rule.basis.clone(),
            })
            .collect()
    }
}
