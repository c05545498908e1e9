//! What the cleared find a file by, for as long as they are signed in.
//!
//! Purpose: the head items of the files that a session is cleared for, opened in slices beside her other
//! work, one entry for all of them; the answer to *has she been here before*. It stands in this session's
//! memory and goes with it. Must never: be written down, or open anything but head items.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use domain::action::Action;
use domain::id::ProtectedId;
use domain::moment::{Day, Moment};
use domain::permission::Circumstance;
use domain::protected::content::Head;
use domain::protected::{IndexOpened, Protected};
use domain::titles::Titles;
use serde::{Deserialize, Serialize};
use store::Pending;
use vault::secret::RecordIdentity;

use super::keys::{HeaderTold, Proofs, header_told, opened_ladder, proved};
use super::reading::{ItemTold, item_told, read_one};
use super::times::ProtectedClock;
use crate::Office;
use crate::policy::{KnowsHer, OpenPrivate, Permit};
use crate::refused::Answer;
use crate::session::{Records, Session};

/// Files looked at in one slice: the record is free for others between two of them.
const SLICE: u32 = 64;
/// Most files found at once.
const FOUND: usize = 50;

/// Head items by file, and the files into which somebody was let for a while since this reader looked.
#[derive(Default)]
pub(crate) struct HeadIndex {
    heads: Mutex<BTreeMap<ProtectedId, Head>>,
    /// The day each began.
    days: Mutex<BTreeMap<ProtectedId, Day>>,
    unseen: Mutex<BTreeSet<ProtectedId>>,
}

/// A file that may be hers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ProtectedFound {
    /// Which.
    pub id: ProtectedId,
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
    /// The same as its service keys it: `urgent`.
    pub level_key: Option<String>,
    /// Somebody answers for it.
    pub taken: bool,
    /// Its next legal time.
    pub clock: Option<ProtectedClock>,
    /// Somebody was let in for a while since the reader looked at it.
    pub broken: bool,
    /// Nobody answered for it in time: it is to be shredded.
    pub over: bool,
    /// How often somebody had to tell again what was told before.
    pub retold: u32,
}

impl std::fmt::Debug for ProtectedFound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProtectedFound(..)")
    }
}

impl HeadIndex {
    /// A file's head as it stands now; nothing where it is not hers any more.
    pub(super) fn take(&self, id: ProtectedId, head: Option<Head>) {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        match head {
            Some(head) => heads.insert(id, head),
            None => heads.remove(&id),
        };
    }

    fn began(&self, id: ProtectedId, day: Day) {
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        days.insert(id, day);
    }

    fn day_of(&self, id: ProtectedId) -> Option<Day> {
        let days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        days.get(&id).copied()
    }

    /// This reader looked at it.
    pub(super) fn seen(&self, id: ProtectedId) {
        self.unseen().remove(&id);
    }

    fn unseen(&self) -> std::sync::MutexGuard<'_, BTreeSet<ProtectedId>> {
        self.unseen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<(ProtectedId, Head)> {
        let heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        heads.iter().map(|(id, head)| (*id, head.clone())).collect()
    }

    /// Those meant by what is asked for; all of them where nothing is. Whichever has the next legal time
    /// comes first.
    fn found(&self, asked: &str) -> Vec<(ProtectedId, Head)> {
        let heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        let any = asked.trim().is_empty();
        let meant = heads
            .iter()
            .filter(|(_, head)| any || head.is_meant_by(asked));
        let mut found: Vec<(ProtectedId, Head)> =
            meant.map(|(id, head)| (*id, head.clone())).collect();
        found.sort_by_key(|(id, head)| {
            let next = head.clocks.iter().map(|clock| clock.due).min();
            (next.is_none(), next, *id)
        });
        found.truncate(FOUND);
        found
    }
}

impl Office {
    /// Opens the head items of every file that this session is cleared for; how many they are. `go_on`
    /// hears of each slice and may stop it. What does not hold is left out; whoever opens that file is
    /// told.
    pub async fn open_index(
        &self,
        session: &Session,
        go_on: &mut (dyn FnMut(u32) -> bool + Send),
    ) -> Answer<u32> {
        let records = self.knows(session).await?;
        records.tells();
        let (now, proofs) = (self.clock.now(), self.proofs());
        let (mut count, mut after) = (0_u32, None);
        loop {
            let (slice, last) = self.slice(records, after, now).await?;
            after = last;
            let heads = opened(&slice, records.staff.keys.identity(), &proofs);
            for (told, head) in slice.iter().zip(heads) {
                if told.unseen && head.is_some() {
                    records.index.unseen().insert(told.file.id);
                }
                records.index.began(told.file.id, told.file.day);
                count = count.saturating_add(u32::from(head.is_some()));
                records.index.take(told.file.id, head);
            }
            if after.is_none() || !go_on(count) {
                break;
            }
        }
        let tx = records.desk.begin().await?;
        let opened = Action::IndexOpened(IndexOpened { count });
        let entry = Pending::new(tx.desk(), opened);
        self.commit(tx, records, vec![entry]).await?;
        Ok(count)
    }

    /// Files among those opened for this session that somebody may mean who asks for a name, a number or
    /// a code.
    pub async fn find_protected(
        &self,
        session: &Session,
        asked: &str,
    ) -> Answer<Vec<ProtectedFound>> {
        let records = self.knows(session).await?;
        let found = records.index.found(asked).into_iter();
        let today = self.clock.now().day();
        let shown = found.map(|(id, head)| {
            let service = self.catalogue.service(&head.service, today).ok();
            let level = head.level.as_deref().zip(service);
            ProtectedFound {
                id,
                titles: service.map(|service| service.titles.clone()),
                level: level.and_then(|(key, service)| service.level_called(key).cloned()),
                level_key: head.level.clone(),
                taken: head.taken.is_some(),
                clock: self.clocks_shown(&head, today).into_iter().next(),
                broken: records.index.unseen().contains(&id),
                over: records
                    .index
                    .day_of(id)
                    .is_some_and(|day| self.is_over(&head, day)),
                retold: head.retold,
                code: head.code,
                names: head.names,
                next: head.next,
            }
        });
        Ok(shown.collect())
    }

    /// Whether nobody answered for what was told on a day for as long as its service keeps it.
    pub(super) fn is_over(&self, head: &Head, day: Day) -> bool {
        let service = self.catalogue.service(&head.service, day).ok();
        let gone = service.and_then(|service| service.gone_from(day));
        head.taken.is_none() && gone.is_some_and(|gone| gone <= self.clock.now().day())
    }

    /// Whether a protected file waits for somebody cleared by now; nobody learns which or why.
    pub async fn protected_waits(&self, session: &Session) -> Answer<bool> {
        let permit: Permit<'_, OpenPrivate> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let now = self.clock.now();
        let mut tx = records.desk.begin().await?;
        let next = tx.next_attention().await?;
        let forms = tx.drafts(store::DraftKind::Private, u32::MAX).await?;
        // A form that nobody handed over the day before is a file that nobody sees.
        let left = forms.iter().any(|form| form.updated.day() < now.day());
        Ok(left || next.is_some_and(|at| at <= now.millis()))
    }

    pub(super) async fn knows<'s>(&self, session: &'s Session) -> Answer<&'s Records> {
        let around = Circumstance {
            own: true,
            ..Circumstance::default()
        };
        let permit: Permit<'s, KnowsHer> = self.permit(session, around).await?;
        permit.session().records()
    }

    /// The next files that this session is admitted to, as the record has them, and the last one looked at;
    /// nothing after the last.
    async fn slice(
        &self,
        records: &Records,
        after: Option<ProtectedId>,
        now: Moment,
    ) -> Answer<(Vec<HeadTold>, Option<ProtectedId>)> {
        let (mut tx, user) = (records.desk.begin().await?, records.staff.user);
        let files = tx.protected_after(after, SLICE).await?;
        let last = files.last().map(|file| file.id);
        let mut slice = Vec::new();
        for file in files.into_iter().filter(|file| file.admits(user, now)) {
            // What does not hold has no head here; whoever opens that file is told.
            let header = header_told(&mut tx, &file).await.ok();
            let head = match file.items.iter().rposition(|item| item.head) {
                Some(at) => Some((at, item_told(&mut tx, &file, at).await?)),
                None => None,
            };
            let unseen = self.unseen(&mut tx, &file, user).await?;
            slice.push(HeadTold {
                file,
                header,
                head,
                unseen,
            });
        }
        Ok((slice, last))
    }
}

/// A file's newest header and head as the record has them.
struct HeadTold {
    file: Protected,
    header: Option<HeaderTold>,
    /// Its place among the items, and the item.
    head: Option<(usize, ItemTold)>,
    /// Somebody was let in since this reader looked.
    unseen: bool,
}

/// The heads of a slice in its order, nothing for one that does not hold; on all cores, for a day of ten
/// thousand files begins with them.
fn opened(slice: &[HeadTold], identity: &RecordIdentity, proofs: &Proofs) -> Vec<Option<Head>> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let a_part = slice.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let parts = slice.chunks(a_part).map(|part| {
            scope.spawn(move || {
                let heads = part.iter().map(|told| head_of(told, identity, proofs));
                heads.collect::<Vec<_>>()
            })
        });
        let parts: Vec<_> = parts.collect();
        let heads = parts.into_iter().zip(slice.chunks(a_part));
        heads
            .flat_map(|(opening, part)| opening.join().unwrap_or_else(|_| vec![None; part.len()]))
            .collect()
    })
}

/// The head of one file, by somebody's own key.
fn head_of(told: &HeadTold, identity: &RecordIdentity, proofs: &Proofs) -> Option<Head> {
    let (at, item) = told.head.as_ref()?;
    let proved = proved(told.header.as_ref()?, &told.file, proofs).ok()?;
    let ladder = opened_ladder(&proved, &told.file, identity).ok()?;
    read_one(&told.file, *at, item, &ladder, proofs).head
}
