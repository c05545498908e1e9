//! Papers at the counter: preview, print, seen in hand, print once more, check.
//!
//! Purpose: from a receipt of the record, or a queue number, to pages and to a printer. The record
//! never depends on a printer: what was saved stands, and a paper that did not come out is printed
//! again. A receipt is sent once a copy; who says *never seen* voids that printing, who says *lost*
//! gets the next copy, marked. May use: the ports for pages and printers. Must never: lay out or
//! print on an async thread, or tell a printing system whose paper it is.

use std::sync::Arc;

use domain::fault::{Code, Fault};
use domain::id::{ReceiptId, VisitId};
use domain::permission::Circumstance;
use domain::printing::{Content, JobId, JobState, PrintJob};
use domain::receipt::{PrintingState, Receipt};
use domain::sheet::{PressFault, QueueSlip};
use domain::subject::Subject;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use store::Pending;

use crate::Office;
use crate::policy::{Permit, PrintReceipt, ReprintReceipt, RunQueue};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

mod check;
mod choice;
mod jobs;
mod test_page;

pub use check::CheckView;
pub(crate) use choice::Chosen;
pub use choice::{PrintChoice, PrinterRow, PrintersView};
pub use domain::printing::PaperSize;
pub(crate) use jobs::Jobs;

/// How a printing stands, for whoever looks now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PrintState {
    /// Handed over in this session; nobody has said that paper came out.
    Sent,
    /// Somebody holds it.
    Seen,
    /// Handed over in an earlier session and never seen: somebody has to look.
    Unknown,
    /// It counts no more, or its receipt does not.
    Voided,
}

/// The latest printing of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct PrintView {
    /// Number of the receipt.
    pub number: String,
    /// Which copy: 0 for the first paper, 1 for the first reprint.
    pub copy: u32,
    /// It bears the mark of a reprint.
    pub reprint: bool,
    /// How it stands.
    pub state: PrintState,
    /// What the printing system says of the job; nothing where it cannot say.
    pub job: Option<JobState>,
    /// The printer it was sent to.
    pub printer: String,
    /// `10:31`.
    pub at: String,
}

/// Why a receipt is printed once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ReprintGround {
    /// The paper never came out: the same copy again, the earlier printing is void.
    NeverSeen,
    /// It came out and is gone: the next copy, marked.
    Lost,
}

impl Office {
    /// A receipt's pages on that paper, as SVG: what the printer gets, to look at.
    pub async fn receipt_pages(
        &self,
        session: &Session,
        number: &str,
        paper: PaperSize,
    ) -> Answer<Vec<String>> {
        let (records, receipt) = self.for_paper::<PrintReceipt>(session, number).await?;
        self.may_read(session, records, &receipt).await?;
        let (press, sheet) = (Arc::clone(&self.press), receipt.sheet());
        laid_out(move || press.receipt_svg(&sheet, paper)).await
    }

    /// Prints a receipt's current copy, which was not sent yet.
    pub async fn print_receipt(
        &self,
        session: &Session,
        number: &str,
        choice: &PrintChoice,
    ) -> Answer<PrintView> {
        let (records, receipt) = self.for_paper::<PrintReceipt>(session, number).await?;
        self.may_read(session, records, &receipt).await?;
        receipt.may_be_sent()?;
        let chosen = self.chosen(choice).await?;
        self.send(records, &receipt, &chosen, None).await
    }

    /// Prints a receipt once more. Whether a printer is there is asked before anything is written.
    pub async fn print_again(
        &self,
        session: &Session,
        number: &str,
        choice: &PrintChoice,
        ground: ReprintGround,
    ) -> Answer<PrintView> {
        let (records, receipt) = self.for_paper::<ReprintReceipt>(session, number).await?;
        receipt.counts()?;
        match ground {
            ReprintGround::NeverSeen => {
                let void = receipt.void_unseen()?;
                let chosen = self.chosen(choice).await?;
                self.send(records, &receipt, &chosen, Some(void)).await
            }
            ReprintGround::Lost => {
                let chosen = self.chosen(choice).await?;
                // The mark stands on the paper, so its number is in the record before the paper is.
                let receipt = self.marked(records, &receipt).await?;
                self.send(records, &receipt, &chosen, None).await
            }
        }
    }

    /// Somebody holds the paper.
    pub async fn seen_in_hand(&self, session: &Session, number: &str) -> Answer<PrintView> {
        let (records, receipt) = self.for_paper::<PrintReceipt>(session, number).await?;
        let entries = vec![Pending::new(receipt.id, receipt.seen()?)];
        let tx = records.desk.begin().await?;
        let ack = self.commit(tx, records, entries).await?;
        view(records, told(&ack, receipt.id)?, None)
    }

    /// Today's printings and all that nobody has seen, those first. Numbers only: no name.
    pub async fn print_states(&self, session: &Session) -> Answer<Vec<PrintView>> {
        let _permit: Permit<'_, PrintReceipt> =
            self.permit(session, Circumstance::default()).await?;
        let records = session.records()?;
        let mut tx = records.desk.begin().await?;
        let mut receipts = tx.receipts_unseen().await?;
        let printed = tx.receipts_printed(self.clock.now().day()).await?;
        drop(tx);
        let waits = |receipt: &Receipt| {
            let latest = receipt.latest().map(|latest| latest.state);
            latest == Some(PrintingState::Sent)
        };
        receipts.extend(printed.into_iter().filter(|receipt| !waits(receipt)));
        let states = self.job_states(records, &receipts).await;
        receipts
            .iter()
            .zip(states)
            .map(|(receipt, job)| view(records, receipt, job))
            .collect()
    }

    /// The slip with a queue number, as SVG.
    pub async fn slip_pages(&self, session: &Session, visit: VisitId) -> Answer<Vec<String>> {
        let _permit: Permit<'_, RunQueue> = self.permit(session, Circumstance::default()).await?;
        let slip = self.slip(session.records()?, visit).await?;
        let press = Arc::clone(&self.press);
        laid_out(move || press.slip_svg(&slip)).await
    }

    /// Prints the slip with a queue number; nothing of it is kept, for a lost slip is printed again.
    pub async fn print_slip(
        &self,
        session: &Session,
        visit: VisitId,
        choice: &PrintChoice,
    ) -> Answer<()> {
        let _permit: Permit<'_, RunQueue> = self.permit(session, Circumstance::default()).await?;
        let slip = self.slip(session.records()?, visit).await?;
        let chosen = self.chosen(choice).await?;
        let press = Arc::clone(&self.press);
        let raw = chosen.raw;
        let bytes = laid_out(move || {
            if raw {
                press.slip_raster(&slip)
            } else {
                press.slip_pdf(&slip)
            }
        })
        .await?;
        let paper = PaperSize::Roll80;
        self.hand_over(Chosen { paper, ..chosen }, bytes).await?;
        Ok(())
    }

    async fn slip(&self, records: &Records, visit: VisitId) -> Answer<QueueSlip> {
        let mut tx = records.desk.begin().await?;
        let visit = tx.visit(visit).await?;
        let visit = visit.ok_or_else(|| Fault::at(Code::VisitUnknown, "visit"))?;
        let place = &visit.queue;
        let rows = tx.queue(place.day, &place.letter, 0, 2_000).await?;
        let before = rows
            .iter()
            .filter(|row| row.visit.queue.number < place.number && row.visit.is_open());
        let head = self.letterhead(records.demo);
        Ok(QueueSlip {
            lang: Lang::Vi,
            letterhead: head.into(),
            number: place.text(),
            given: visit.arrived_at,
            ahead: u32::try_from(before.count()).unwrap_or(u32::MAX),
        })
    }

    /// Journals the next copy.
    async fn marked(&self, records: &Records, receipt: &Receipt) -> Answer<Receipt> {
        let entries = vec![Pending::new(receipt.id, receipt.reprint())];
        let tx = records.desk.begin().await?;
        let ack = self.commit(tx, records, entries).await?;
        told(&ack, receipt.id).cloned()
    }

    /// Lays out, hands over, and only then writes that it was sent: what never reached the printing
    /// system was not sent. Voiding what nobody saw is the same act.
    async fn send(
        &self,
        records: &Records,
        receipt: &Receipt,
        chosen: &Chosen,
        void: Option<domain::action::Action>,
    ) -> Answer<PrintView> {
        let (press, sheet) = (Arc::clone(&self.press), receipt.sheet());
        let (paper, raster) = (chosen.paper, chosen.raster());
        let bytes = laid_out(move || {
            if raster {
                press.receipt_raster(&sheet)
            } else {
                press.receipt_pdf(&sheet, paper)
            }
        })
        .await?;
        let job = self.hand_over(chosen.clone(), bytes).await?;
        let sent = receipt.sent(chosen.printer.text(), chosen.paper, chosen.copies);
        let entries = void.into_iter().chain([sent]);
        let entries = entries
            .map(|action| Pending::new(receipt.id, action))
            .collect();
        let tx = records.desk.begin().await?;
        let ack = self.commit(tx, records, entries).await?;
        records.jobs.note(receipt.id, job);
        view(records, told(&ack, receipt.id)?, Some(JobState::Waiting))
    }

    /// Off the async threads: a printing system may take its time.
    async fn hand_over(&self, chosen: Chosen, bytes: Vec<u8>) -> Answer<JobId> {
        let printers = Arc::clone(&self.printers);
        let task = tokio::task::spawn_blocking(move || {
            let content = if chosen.raster() {
                Content::Raw(&bytes)
            } else {
                Content::Pdf(&bytes, chosen.paper)
            };
            printers.send(&PrintJob {
                printer: chosen.printer.clone(),
                copies: chosen.copies,
                content,
            })
        });
        let sent = task
            .await
            .map_err(|_cause| Refused::new(Code::PrintFailed))?;
        sent.map_err(|fault| Refused::new(fault.code()))
    }

    /// What the printing system says of this session's jobs, in the order of the receipts. It is
    /// asked once; if it cannot answer, nothing is said.
    async fn job_states(&self, records: &Records, receipts: &[Receipt]) -> Vec<Option<JobState>> {
        let known: Vec<Option<JobId>> = receipts.iter().map(|of| records.jobs.of(of.id)).collect();
        let asked: Vec<JobId> = known.iter().flatten().cloned().collect();
        let mut states = Vec::new();
        if !asked.is_empty() {
            let printers = Arc::clone(&self.printers);
            let task = tokio::task::spawn_blocking(move || printers.states(&asked));
            states = task
                .await
                .map(Result::unwrap_or_default)
                .unwrap_or_default();
        }
        let mut states = states.into_iter();
        known
            .iter()
            .map(|job| job.as_ref().and_then(|_| states.next()))
            .collect()
    }
}

/// Work of the press, off the async threads.
async fn laid_out<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PressFault> + Send + 'static,
) -> Answer<T> {
    let task = tokio::task::spawn_blocking(work);
    let done = task
        .await
        .map_err(|_cause| Refused::new(Code::PaperFailed))?;
    done.map_err(|_cause| Refused::new(Code::PaperFailed))
}

/// The receipt as an act left it.
fn told(ack: &store::Ack, id: ReceiptId) -> Answer<&Receipt> {
    match ack.subjects.get(&id.into()) {
        Some(Subject::Receipt(receipt)) => Ok(receipt),
        _ => Err(Refused::new(Code::RecordConflict)),
    }
}

fn view(records: &Records, receipt: &Receipt, job: Option<JobState>) -> Answer<PrintView> {
    let latest = receipt
        .latest()
        .ok_or_else(|| Refused::new(Code::PrintNotSent))?;
    let state = match latest.state {
        _ if receipt.voided.is_some() => PrintState::Voided,
        PrintingState::Voided => PrintState::Voided,
        PrintingState::Seen => PrintState::Seen,
        PrintingState::Sent if records.jobs.of(receipt.id).is_some() => PrintState::Sent,
        PrintingState::Sent => PrintState::Unknown,
    };
    Ok(PrintView {
        number: receipt.issued.number.clone(),
        copy: latest.sent.copy,
        reprint: latest.sent.copy > 0,
        state,
        job,
        printer: latest.sent.printer.clone(),
        at: crate::views::clock_time(latest.at),
    })
}
