//! The end of a day at the desk.
//!
//! Purpose: what the day amounted to; close it (visits still open are ended together, the head of
//! the record goes into the office journal and onto the sheet that is signed); open it again with a
//! reason. May use: the queue, receipts, files. Must never: close with a count it did not make in
//! the same moment.

use std::sync::Arc;

use domain::action::Action;
use domain::desk::Counts;
use domain::fault::Code;
use domain::moment::Day;
use domain::permission::Circumstance;
use domain::subject::Subject;
use domain::visit::{QueueAct, Visit};
use serde::{Deserialize, Serialize};
use store::{DraftKind, Head, Pending, Tx};

use crate::Office;
use crate::policy::{EndOfDay, Permit};
use crate::queue::line;
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};
use crate::views::QueueLine;

/// Most visits of one day.
const LISTED: u32 = 20_000;
/// Words of the head on the sheet.
const HEAD_WORDS: usize = 6;

/// A day as it stands.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct DayView {
    /// `2026-11-24`.
    pub day: String,
    /// It was closed and not opened again.
    pub closed: bool,
    /// Visits that still have to be served.
    pub open: Vec<QueueLine>,
    /// What it amounts to so far.
    pub counts: Counts,
    /// Forms begun and not saved.
    pub drafts: u32,
    /// Matters whose running hours pass through the night.
    pub running_hours: u32,
    /// Words of the newest entry of the record, to stand on the sheet.
    pub head_words: String,
}

impl Office {
    /// Today, by the desk's clock.
    pub fn today(&self) -> Day {
        self.clock.now().day()
    }

    /// Today, as it stands.
    pub async fn day_state(&self, session: &Session) -> Answer<DayView> {
        let permit: Permit<'_, EndOfDay> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let now = self.clock.now();
        let closed = match self.receives(&mut tx).await {
            Ok(()) => false,
            Err(refused) if refused.code == Code::DayClosed => true,
            Err(refused) => return Err(refused),
        };
        let open = self.open_visits(&mut tx, records).await?;
        let counts = self.counts(&mut tx, records).await?;
        let drafts = tx.drafts(DraftKind::Ordinary, 1_000).await?.len();
        let running_hours = tx.running_hour_clocks(now).await?;
        Ok(DayView {
            day: now.day().to_string(),
            closed,
            open: open.iter().map(|visit| line(visit, 0, now)).collect(),
            counts,
            drafts: u32::try_from(drafts).unwrap_or(u32::MAX),
            running_hours,
            head_words: head_words(self.head_shown(&tx, closed)),
        })
    }

    /// Closes today: open visits are ended as left, the counts and the head are written down.
    pub async fn end_day(&self, session: &Session) -> Answer<DayView> {
        let permit: Permit<'_, EndOfDay> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let today = self.clock.now().day();
        let mut tx = records.desk.begin().await?;
        let open = self.open_visits(&mut tx, records).await?;
        let mut counts = self.counts(&mut tx, records).await?;
        let left = u32::try_from(open.len()).unwrap_or(u32::MAX);
        counts.left = counts.left.saturating_add(left);
        let desk = tx.desk();
        let Some(Subject::Desk(state)) = tx.desk_state().await? else {
            return Err(Refused::new(Code::RecordDamaged));
        };
        let close = state.close(today, counts)?;
        let mut entries = Vec::new();
        for visit in open {
            let left = visit.queue_act(&QueueAct::Leave, "")?;
            entries.push(Pending::new(visit.id, left));
        }
        entries.push(Pending::new(desk, close));
        let ack = self.commit(tx, records, entries).await?;
        self.witness(desk, ack.head).await?;
        self.anchor(records, ack.head).await?;
        self.day_state(session).await
    }

    /// Opens today again, with a reason.
    pub async fn reopen_day(&self, session: &Session, reason: &str) -> Answer<()> {
        let permit: Permit<'_, EndOfDay> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let desk = tx.desk();
        let Some(Subject::Desk(state)) = tx.desk_state().await? else {
            return Err(Refused::new(Code::RecordDamaged));
        };
        let reopen: Action = state.reopen(self.clock.now().day(), reason)?;
        let entries = vec![Pending::new(desk, reopen)];
        self.commit(tx, records, entries).await?;
        Ok(())
    }

    /// Of a closed day, the head it was closed with, as the office journal names it: later entries
    /// (a sign-in, a look) must not change what was written down and signed.
    fn head_shown(&self, tx: &Tx, closed: bool) -> Head {
        let anchor = self.look(|vault| vault.roster().anchor(tx.desk().uuid()));
        match anchor {
            Some(anchor) if closed => Head {
                seq: i64::try_from(anchor.seq).unwrap_or(i64::MAX),
                hash: anchor.hash,
            },
            _ => tx.head(),
        }
    }

    async fn open_visits(&self, tx: &mut Tx, records: &Records) -> Answer<Vec<Visit>> {
        let day = self.clock.now().day();
        let rows = tx.queue(day, &records.letter, 0, LISTED).await?;
        let visits = rows.into_iter().map(|row| row.visit);
        Ok(visits.filter(Visit::is_open).collect())
    }

    async fn counts(&self, tx: &mut Tx, records: &Records) -> Answer<Counts> {
        let day = self.clock.now().day();
        let queue = tx.queue_counts(day, &records.letter).await?;
        let receipts = tx.receipt_counts(day).await?;
        Ok(Counts {
            given: queue.given,
            served: queue.served,
            left: queue.left,
            printed: receipts.printed,
            voided: receipts.voided,
            unknown: receipts.unseen,
        })
    }

    /// The office journal, outside the record, names the record's newest entry: a record that was
    /// taken away together with its head file is missed from then on.
    async fn anchor(&self, records: &Records, head: Head) -> Answer<()> {
        let (keys, stamp) = (
            Arc::clone(&records.staff.keys),
            self.stamp(records.staff.id),
        );
        let head = vault::head::DeskHead {
            desk: records.desk.begin().await?.desk().uuid(),
            seq: u64::try_from(head.seq).unwrap_or(0),
            hash: head.hash,
        };
        let head = self
            .with_vault(move |vault| {
                vault.anchor_desk(&keys, &head, &stamp)?;
                Ok::<_, vault::VaultError>(vault.roster().head())
            })
            .await??;
        let seq = i64::try_from(head.seq).unwrap_or(i64::MAX);
        records
            .office_seq
            .store(seq, std::sync::atomic::Ordering::Relaxed);
        Ok(())
    }
}

/// The first words of an entry's hash, as the sheet shows them.
fn head_words(head: Head) -> String {
    let words = vault::words::fingerprint(head.hash.get(..HEAD_WORDS).unwrap_or_default());
    format!("{} · {words}", head.seq)
}
