//! The end of a day at the desk.
//!
//! Purpose: what the day amounted to; close it (visits still open are ended together, the head of
//! the record goes into the office journal and onto the sheet that is signed); open it again with a
//! reason. May use: the queue, receipts, files. Must never: close with a count it did not make in
//! the same moment.

use std::sync::Arc;

use domain::action::Action;
use domain::backup::holds;
use domain::desk::{Closing, Counts, Duty, Figures};
use domain::fault::Code;
use domain::moment::{Day, Moment};
use domain::permission::{Circumstance, Role};
use domain::subject::Subject;
use domain::visit::{QueueAct, Visit};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{DraftKind, Head, Pending, Tx};
use vault::cosign::CoSigner;

use crate::Office;
use crate::policy::{EndOfDay, Permit};
use crate::queue::line;
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};
use crate::views::QueueLine;

/// Most visits of one day.
const LISTED: u32 = 20_000;
/// Days back in which a number may still wait that nobody ended.
const FORGOTTEN: time::Duration = time::Duration::days(31);
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
    /// Numbers of the day's files whose originals still lie at the desk.
    pub held: Vec<String>,
    /// The day whose sheet can be printed: the last one that was closed.
    pub sheet: Option<String>,
    /// Words of the newest entry of the record, to stand on the sheet.
    pub head_words: String,
    /// A closed day lies in the backup that this desk noted; whether that one is still whole, its
    /// place tells (`BackupsView::closed_without`).
    pub backed_up: bool,
    /// Something runs on until the desk opens again: a supervisor answers for it.
    pub runs_on: bool,
    /// Who does, of a closed day.
    pub duty: Option<String>,
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
        let closing = Self::closing(&mut tx).await?;
        let sheet = closing.as_ref().map(|closing| closing.told.day.to_string());
        let closed = closing.filter(|closing| closing.told.day == now.day());
        let open = self.open_visits(&mut tx, records).await?;
        // Of a closed day, what was written down and signed: later entries (a sign-in, a paper that
        // was seen) must not change it.
        let (figures, head_words) = match &closed {
            Some(closing) => (
                closing.told.figures.clone(),
                Self::words_of(&mut tx, closing).await?,
            ),
            None => (self.figures(&mut tx, records).await?, words(tx.head())),
        };
        let backed_up = closed
            .as_ref()
            .is_some_and(|closing| self.backed_up_since(closing.seq));
        Ok(DayView {
            backed_up,
            day: now.day().to_string(),
            closed: closed.is_some(),
            open: open.iter().map(|visit| line(visit, 0, now)).collect(),
            counts: figures.counts,
            drafts: figures.drafts,
            runs_on: figures.running_hours > 0 || self.waits_tonight(&mut tx).await?,
            duty: closed.and_then(|closing| Some(closing.told.duty?.officer)),
            running_hours: figures.running_hours,
            held: figures.held,
            sheet,
            head_words,
        })
    }

    /// Closes today: open visits are ended as left, those of earlier days that nobody closed with
    /// them, and the counts of today and the head are written down. Where something runs on until the desk
    /// opens again, a supervisor answers for it: she who closes, or `duty`, who agreed to [`duty_request`] of
    /// today.
    pub async fn end_day(&self, session: &Session, duty: Option<CoSigner>) -> Answer<DayView> {
        let permit: Permit<'_, EndOfDay> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let today = self.clock.now().day();
        let second = match duty {
            Some(duty) => Some(self.agreed(session, duty, duty_request(today))?),
            None => None,
        };
        let duty = match &second {
            Some(second) => Some(Duty {
                officer: self.display_of(second.user),
                request: Some(second.request.clone()),
            }),
            None if session.role() == Role::Supervisor => Some(Duty {
                officer: self.shown_name(&records.staff),
                request: None,
            }),
            None => None,
        };
        let mut tx = records.desk.begin().await?;
        let open = self.open_visits(&mut tx, records).await?;
        let mut figures = self.figures(&mut tx, records).await?;
        let left = u32::try_from(open.len()).unwrap_or(u32::MAX);
        figures.counts.left = figures.counts.left.saturating_add(left);
        let desk = tx.desk();
        let Some(Subject::Desk(state)) = tx.desk_state().await? else {
            return Err(Refused::new(Code::RecordDamaged));
        };
        let runs_on = figures.running_hours > 0 || self.waits_tonight(&mut tx).await?;
        let duty = (runs_on, duty.filter(|_| runs_on));
        let close = state.close(today, figures, self.shown_name(&records.staff), duty)?;
        // Whoever agreed to what nobody has to answer for signs nothing.
        let second = second.filter(|_| runs_on);
        let from = Day::new(today.date().saturating_sub(FORGOTTEN));
        let forgotten = tx.forgotten(from, today, &records.letter).await?;
        let mut entries = Vec::new();
        for visit in forgotten.into_iter().chain(open) {
            let left = visit.queue_act(&QueueAct::Leave, "")?;
            entries.push(Pending::new(visit.id, left));
        }
        entries.push(Pending::new(desk, close));
        let ack = self.commit_with(tx, records, entries, second).await?;
        self.witness(desk, ack.head).await?;
        self.anchor(records, ack.head).await?;
        // Housekeeping: what cannot be swept today is swept another day.
        let _swept = self.sweep_blobs(records).await;
        let _later = self.finish_shredding(records).await;
        self.day_state(session).await
    }

    /// When somebody is at the desk again; beyond the years that the calendar knows, after the next day.
    pub(crate) fn opens_again(&self) -> Moment {
        let today = self.today();
        let opens = self.calendar.opens_after(today);
        opens.unwrap_or_else(|_unknown| today.next().next().start())
    }

    /// Whether a protected file has to be looked at before the desk opens again, or a private form was not
    /// handed over; nobody learns which.
    async fn waits_tonight(&self, tx: &mut Tx) -> Answer<bool> {
        let opens = self.opens_again();
        let next = tx.next_attention().await?;
        let forms = tx.draft_count(DraftKind::Private).await?;
        Ok(forms > 0 || next.is_some_and(|at| at <= opens.millis()))
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

    /// The day that was closed last and not opened again.
    pub(crate) async fn closing(tx: &mut Tx) -> Answer<Option<Closing>> {
        match tx.desk_state().await? {
            Some(Subject::Desk(state)) => Ok(state.closed),
            _ => Err(Refused::new(Code::RecordDamaged)),
        }
    }

    /// The entry that closed the day which was closed last.
    pub(crate) async fn closed_at(&self, session: &Session) -> Answer<Option<u64>> {
        let Ok(records) = session.records() else {
            return Ok(None);
        };
        let mut tx = records.desk.begin().await?;
        let closing = Self::closing(&mut tx).await?;
        Ok(closing.and_then(|closing| u64::try_from(closing.seq).ok()))
    }

    /// Whether the backup that is noted holds this entry of the desk.
    fn backed_up_since(&self, seq: i64) -> bool {
        let noted = self.look(vault::Vault::last_backup);
        u64::try_from(seq).is_ok_and(|closing| holds(noted.map(|note| note.seq), closing))
    }

    /// The words of the entry that closed a day.
    pub(crate) async fn words_of(tx: &mut Tx, closing: &Closing) -> Answer<String> {
        let seq = closing.seq;
        let hash = tx.hash_at(seq).await?;
        let hash = hash.ok_or_else(|| Refused::new(Code::RecordDamaged))?;
        Ok(words(Head { seq, hash }))
    }

    async fn open_visits(&self, tx: &mut Tx, records: &Records) -> Answer<Vec<Visit>> {
        let day = self.clock.now().day();
        let rows = tx.queue(day, &records.letter, 0, LISTED).await?;
        let visits = rows.into_iter().map(|row| row.visit);
        Ok(visits.filter(Visit::is_open).collect())
    }

    async fn figures(&self, tx: &mut Tx, records: &Records) -> Answer<Figures> {
        let now = self.clock.now();
        let day = now.day();
        let queue = tx.queue_counts(day, &records.letter).await?;
        let receipts = tx.receipt_counts(day).await?;
        let drafts = tx.draft_count(DraftKind::Ordinary).await?;
        Ok(Figures {
            counts: Counts {
                given: queue.given,
                served: queue.served,
                left: queue.left,
                printed: receipts.printed,
                voided: receipts.voided,
                unknown: receipts.unseen,
                never_sent: receipts.due,
            },
            drafts: u32::try_from(drafts).unwrap_or(u32::MAX),
            running_hours: tx.running_hour_clocks(now).await?,
            held: tx.files_held(day).await?,
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

/// What a supervisor agrees to who answers until the desk opens again: SHA-256 of its fixed text.
pub fn duty_request(today: Day) -> [u8; 32] {
    Sha256::digest(format!("day.duty\0{today}")).into()
}

/// The first words of an entry's hash, as the sheet shows them.
fn words(head: Head) -> String {
    let first = vault::words::fingerprint(head.hash.get(..HEAD_WORDS).unwrap_or_default());
    format!("{} · {first}", head.seq)
}
