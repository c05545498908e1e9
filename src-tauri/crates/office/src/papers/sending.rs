//! From a decided printing to the printing system, in the one order in which no paper can lie in the
//! room that the record knows nothing of.
//!
//! Purpose: lay out, take the earlier job back, write *sent*, hand over. What was surely not taken is
//! voided at once; what may have been taken stays sent, and a person is asked. Whether a receipt may be sent is decided inside
//! the transaction, so that two at once come to one paper. May use: the ports for pages and printers.
//! Must never: hand over before the record is on the disk, or lay out on an async thread.

use std::sync::Arc;

use domain::action::Action;
use domain::fault::Code;
use domain::printing::{Content, JobId, JobState, PaperSize, PrintFault, PrintJob};
use domain::receipt::Receipt;
use domain::sheet::PressFault;

use super::handed::{Key, waits_to_be_seen};
use super::{Chosen, PrintView, about, told};
use crate::Office;
use crate::refused::{Answer, Refused};
use crate::session::Records;

/// Why a receipt goes to a printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Its current copy was not sent yet.
    Due,
    /// Nobody saw the copy that was sent: it is void, and the same copy is sent.
    Unseen,
    /// The copy before is gone: the next one is sent, marked.
    Next,
}

/// Pages in the form their printer takes.
pub(crate) enum Pages {
    Receipt(Vec<u8>, PaperSize),
    Sheet(Vec<u8>),
    Raw(Vec<u8>),
}

impl Pages {
    fn content(&self) -> Content<'_> {
        match self {
            Self::Receipt(bytes, paper) => Content::Pdf(bytes, *paper),
            Self::Sheet(bytes) => Content::Sheet(bytes),
            Self::Raw(bytes) => Content::Raw(bytes),
        }
    }
}

impl Way {
    /// What becomes of the receipt, and the entries that say so. `recalled`: the job of the printing
    /// before was surely taken back.
    fn entries(self, receipt: &Receipt, chosen: &Chosen, recalled: bool) -> Answer<Vec<Action>> {
        let sent = |receipt: &Receipt| {
            let printer = chosen.printer.text();
            receipt.sent(printer, chosen.paper, chosen.copies)
        };
        receipt.counts()?;
        Ok(match self {
            Self::Due => {
                receipt.may_be_sent()?;
                vec![sent(receipt)]
            }
            Self::Unseen => vec![receipt.void_unseen(recalled)?, sent(receipt)],
            Self::Next => vec![receipt.reprint(), sent(&receipt.reprinted())],
        })
    }
}

impl Office {
    /// Sends a receipt as whoever asked saw it.
    pub(super) async fn send(
        &self,
        records: &Records,
        seen: &Receipt,
        chosen: &Chosen,
        way: Way,
    ) -> Answer<PrintView> {
        let mut tx = records.desk.begin().await?;
        let sheet = match way {
            Way::Next => self.sheet(&mut tx, &seen.reprinted()).await?,
            Way::Due | Way::Unseen => self.sheet(&mut tx, seen).await?,
        };
        let address = sheet.address.clone();
        // Not held while pages are laid out.
        drop(tx);
        let (press, paper, raster) = (Arc::clone(&self.press), chosen.paper, chosen.raster());
        let pages = laid_out(move || {
            Ok(if raster {
                Pages::Raw(press.receipt_raster(&sheet)?)
            } else {
                Pages::Receipt(press.receipt_pdf(&sheet, paper)?, paper)
            })
        })
        .await?;
        if records.jobs.is_under_way(seen.id) {
            return Err(Refused::new(Code::PrintUnderWay));
        }
        // Before the same copy is sent anew: else the first paper comes out when somebody fills the
        // tray. It is the job of the printing that was seen, whatever was printed meanwhile.
        let recalled = way != Way::Due && waits_to_be_seen(seen) && self.recall(seen).await?;
        let mut tx = records.desk.begin().await?;
        let now = tx.receipt(seen.id).await?;
        let now = now.ok_or_else(|| Refused::new(Code::RecordConflict))?;
        if self.sheet(&mut tx, seen).await?.address != address {
            // Her address was restricted while the pages were laid out.
            return Err(Refused::new(Code::PrintAlready));
        }
        if records.jobs.is_under_way(seen.id) {
            return Err(Refused::new(Code::PrintUnderWay));
        }
        let entries = way.entries(&now, chosen, recalled)?;
        if now != *seen {
            // Somebody printed it meanwhile: what was asked for was asked of another paper.
            return Err(Refused::new(Code::PrintAlready));
        }
        // Begun while the record is still held: nobody can come between.
        let under_way = records.jobs.begin(seen.id);
        let entries = entries.into_iter();
        let entries = entries.map(|action| about(seen, action)).collect();
        let ack = self.commit(tx, records, entries).await?;
        let sent = told(&ack, seen.id)?;
        let key = Some(Key::latest(sent));
        match self.hand_over(chosen.clone(), pages, key).await {
            Ok(job) => {
                under_way.taken(job);
                self.view(records, sent, Some(JobState::Waiting))
            }
            Err(fault) if fault.may_have_taken_it() => {
                drop(under_way);
                self.view(records, sent, None)
            }
            Err(fault) => {
                drop(under_way);
                self.not_handed_over(records, sent).await?;
                Err(Refused::new(fault.code()))
            }
        }
    }

    /// Nothing was taken: the printing that was written before counts no more.
    async fn not_handed_over(&self, records: &Records, sent: &Receipt) -> Answer<()> {
        let mut tx = records.desk.begin().await?;
        let now = tx.receipt(sent.id).await?;
        let Some(void) = now.and_then(|now| now.void_not_handed_over().ok()) else {
            // Somebody decided about it meanwhile.
            return Ok(());
        };
        let entries = vec![about(sent, void)];
        self.commit(tx, records, entries).await?;
        Ok(())
    }

    /// Off the async threads: a printing system may take its time. One that dies or never answers may
    /// have taken the pages. What was taken is noted even when nobody waits for it any more.
    async fn hand_over(
        &self,
        chosen: Chosen,
        pages: Pages,
        key: Option<Key>,
    ) -> Result<JobId, PrintFault> {
        let (printers, noted) = (Arc::clone(&self.printers), Arc::clone(&self.handed));
        let patience = printers.patience();
        let task = tokio::task::spawn_blocking(move || {
            let handed = printers.send(&PrintJob {
                printer: chosen.printer,
                copies: chosen.copies,
                content: pages.content(),
            });
            if let (Some(key), Ok(job)) = (key, &handed) {
                noted.taken(key, job);
            }
            handed
        });
        let handed = async {
            match tokio::time::timeout(patience, task).await {
                Ok(Ok(handed)) => handed,
                Ok(Err(_died)) => Err(PrintFault::Unclear),
                Err(_elapsed) => Err(PrintFault::TooLong),
            }
        };
        tokio::select! {
            handed = handed => handed,
            // The session ends: the pages may come out, and somebody will be asked.
            () = self.leaving.notified() => Err(PrintFault::TooLong),
        }
    }

    /// Nobody waits for a printing system any longer.
    pub(crate) fn leave_printers(&self) {
        self.leaving.notify_waiters();
    }

    /// Hands over what the record says nothing of: a slip, a sheet, a test page.
    pub(crate) async fn hand_over_unwritten(&self, chosen: Chosen, pages: Pages) -> Answer<()> {
        let handed = self.hand_over(chosen, pages, None).await;
        handed.map_err(|fault| Refused::new(fault.code()))?;
        Ok(())
    }

    /// What the printing system says of this session's jobs, in the order of the receipts. It is
    /// asked once; if it cannot answer, nothing is said.
    pub(super) async fn job_states(
        &self,
        records: &Records,
        receipts: &[Receipt],
    ) -> Vec<Option<JobState>> {
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
pub(crate) async fn laid_out<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PressFault> + Send + 'static,
) -> Answer<T> {
    let task = tokio::task::spawn_blocking(work);
    let done = task
        .await
        .map_err(|_cause| Refused::new(Code::PaperFailed))?;
    done.map_err(|_cause| Refused::new(Code::PaperFailed))
}
