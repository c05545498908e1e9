//! Papers at the counter: preview, print, seen in hand, print once more, not wanted, check.
//!
//! Purpose: from a receipt of the record, a queue number or a closed day to pages and to a printer.
//! The record never depends on a printer: what was saved stands, and a paper that did not come out
//! is printed again. A receipt is sent once a copy; who says *never seen* voids that printing, whose
//! job is taken back first, who says *lost* gets the next copy, marked; one that was never sent is listed until it is printed or
//! not wanted. May use: the ports for pages and printers. Must never: lay out or print on an async
//! thread, or tell a printing system whose paper it is.

use std::sync::Arc;

use domain::action::Action;
use domain::fault::Code;
use domain::id::ReceiptId;
use domain::permission::Circumstance;
use domain::printing::JobState;
use domain::receipt::{PrintingState, Receipt};
use domain::subject::Subject;
use serde::{Deserialize, Serialize};
use store::Pending;

use crate::Office;
use crate::policy::{Permit, PrintReceipt, ReprintReceipt};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

mod check;
mod choice;
mod declaration;
mod handed;
mod jobs;
mod refusal;
mod sending;
mod sheets;
mod slip;
mod test_page;

pub use check::CheckView;
pub(crate) use choice::Chosen;
pub use choice::{PrintChoice, PrinterRow, PrintersView};
pub use domain::printing::PaperSize;
use handed::Key;
pub(crate) use handed::{Handed, waits_to_be_seen};
pub(crate) use jobs::Jobs;
use sending::Way;
pub(crate) use sending::{Pages, laid_out};

/// How a printing stands, for whoever looks now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PrintState {
    /// Handed over in this session, or on its way; nobody has said that paper came out.
    Sent,
    /// Somebody holds it.
    Seen,
    /// It may have been handed over and was never seen: somebody has to look.
    Unknown,
    /// Its current copy was never handed to a printer.
    NeverSent,
    /// It counts no more, or its receipt does not.
    Voided,
}

/// The latest printing of a receipt, or the one that it waits for.
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
    /// The printer it was sent to; empty where it was sent to none.
    pub printer: String,
    /// When it was sent, or made out: `10:31`; of an earlier day `24/11 10:31`.
    pub at: String,
    /// Printers out of which a paper of it that counts no more may still come: its job could not
    /// surely be taken back. It has to be destroyed.
    pub may_come_out: Vec<String>,
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
        let press = Arc::clone(&self.press);
        let sheet = self
            .sheet(&mut records.desk.begin().await?, &receipt)
            .await?;
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
        let chosen = self.chosen_for(&receipt, choice).await?;
        self.send(records, &receipt, &chosen, Way::Due).await
    }

    /// Prints a receipt once more. Whether a printer is there is asked before anything is written. A
    /// copy that was never sent cannot be lost: it is the one that is printed.
    pub async fn print_again(
        &self,
        session: &Session,
        number: &str,
        choice: &PrintChoice,
        ground: ReprintGround,
    ) -> Answer<PrintView> {
        let (records, receipt) = self.for_paper::<ReprintReceipt>(session, number).await?;
        receipt.counts()?;
        let way = match ground {
            ReprintGround::NeverSeen => {
                receipt.void_unseen(false)?;
                Way::Unseen
            }
            ReprintGround::Lost if receipt.may_be_sent().is_ok() => Way::Due,
            ReprintGround::Lost => Way::Next,
        };
        let chosen = self.chosen_for(&receipt, choice).await?;
        self.send(records, &receipt, &chosen, way).await
    }

    /// Somebody holds the paper.
    pub async fn seen_in_hand(&self, session: &Session, number: &str) -> Answer<PrintView> {
        let (records, receipt) = self.for_paper::<PrintReceipt>(session, number).await?;
        let entries = vec![about(&receipt, receipt.seen()?)];
        let tx = records.desk.begin().await?;
        let ack = self.commit(tx, records, entries).await?;
        self.handed.forget(Key::latest(&receipt));
        self.view(records, told(&ack, receipt.id)?, None)
    }

    /// These receipts are not wanted on paper: they wait for no printer, and can still be printed.
    pub async fn not_on_paper(&self, session: &Session, numbers: &[String]) -> Answer<()> {
        let mut entries = Vec::new();
        for number in numbers {
            let (_, receipt) = self.for_paper::<PrintReceipt>(session, number).await?;
            entries.push(about(&receipt, receipt.decline()?));
        }
        if entries.is_empty() {
            return Ok(());
        }
        let records = session.records()?;
        let tx = records.desk.begin().await?;
        self.commit(tx, records, entries).await?;
        Ok(())
    }

    /// Today's printings and, before them, all that nobody has seen and all that were never sent,
    /// whatever the day. Numbers only: no name.
    pub async fn print_states(&self, session: &Session) -> Answer<Vec<PrintView>> {
        let _permit: Permit<'_, PrintReceipt> =
            self.permit(session, Circumstance::default()).await?;
        let records = session.records()?;
        let mut tx = records.desk.begin().await?;
        let mut receipts = tx.receipts_unseen().await?;
        receipts.extend(tx.receipts_due().await?);
        let printed = tx.receipts_printed(self.clock.now().day()).await?;
        drop(tx);
        let waits = |receipt: &Receipt| {
            let latest = receipt.latest().map(|latest| latest.state);
            latest == Some(PrintingState::Sent) || receipt.is_due_on_paper()
        };
        receipts.extend(printed.into_iter().filter(|receipt| !waits(receipt)));
        let states = self.job_states(records, &receipts).await;
        receipts
            .iter()
            .zip(states)
            .map(|(receipt, job)| self.view(records, receipt, job))
            .collect()
    }

    fn view(
        &self,
        records: &Records,
        receipt: &Receipt,
        job: Option<JobState>,
    ) -> Answer<PrintView> {
        let today = self.clock.now().day();
        let number = receipt.issued.number.clone();
        let mut may_come_out: Vec<String> = receipt
            .may_come_out()
            .map(|printing| printing.sent.printer.clone())
            .collect();
        may_come_out.sort_unstable();
        may_come_out.dedup();
        if receipt.is_due_on_paper() {
            return Ok(PrintView {
                number,
                copy: receipt.reprints,
                reprint: receipt.reprints > 0,
                state: PrintState::NeverSent,
                job: None,
                printer: String::new(),
                at: crate::views::short_time(receipt.issued_at, today),
                may_come_out,
            });
        }
        let latest = receipt
            .latest()
            .ok_or_else(|| Refused::new(Code::PrintNotSent))?;
        let state = match latest.state {
            _ if receipt.voided.is_some() => PrintState::Voided,
            PrintingState::Voided => PrintState::Voided,
            PrintingState::Seen => PrintState::Seen,
            PrintingState::Sent if records.jobs.vouch(receipt.id) => PrintState::Sent,
            PrintingState::Sent => PrintState::Unknown,
        };
        Ok(PrintView {
            number,
            copy: latest.sent.copy,
            reprint: latest.sent.copy > 0,
            state,
            job,
            printer: latest.sent.printer.clone(),
            at: crate::views::short_time(latest.at, today),
            may_come_out,
        })
    }
}

/// What becomes of a receipt, as an entry: of the day alone where it is of a private reception.
pub(crate) fn about(receipt: &Receipt, action: Action) -> Pending {
    let entry = Pending::new(receipt.id, action);
    if receipt.is_discreet() {
        entry.of_the_day()
    } else {
        entry
    }
}

/// The receipt as an act left it.
fn told(ack: &store::Ack, id: ReceiptId) -> Answer<&Receipt> {
    match ack.subjects.get(&id.into()) {
        Some(Subject::Receipt(receipt)) => Ok(receipt),
        _ => Err(Refused::new(Code::RecordConflict)),
    }
}
