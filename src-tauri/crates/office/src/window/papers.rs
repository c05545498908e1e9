//! Papers behind the window: preview, print, seen in hand, once more, check.
//!
//! May use: the office. Must never: keep a page, or remember anything but which printer.

use super::Window;
use crate::papers::{
    CheckView, PaperSize, PrintChoice, PrintState, PrintView, PrintersView, ReprintGround,
};
use crate::refused::{Answer, Refused};
use domain::fault::{Code, Fault};
use domain::id::VisitId;

impl Window {
    /// A receipt's pages as SVG, on the paper chosen for it; where none is yet, on the one this
    /// machine prints on.
    pub async fn receipt_pages(
        &self,
        number: &str,
        chosen: Option<PaperSize>,
    ) -> Answer<Vec<String>> {
        let pages = async {
            // Not held while the printing system answers.
            drop(self.signed_in().await?);
            let paper = match chosen {
                Some(paper) => paper,
                None => self.office.usual_paper().await,
            };
            let session = self.signed_in().await?;
            self.opens_one()?;
            self.office.receipt_pages(&session, number, paper).await
        };
        self.looking(pages).await
    }

    /// A queue number's slip as SVG.
    pub async fn slip_pages(&self, visit: &str) -> Answer<Vec<String>> {
        let pages = async {
            let session = self.signed_in().await?;
            self.office.slip_pages(&session, id(visit)?).await
        };
        self.looking(pages).await
    }

    /// What there is to print on, and what was chosen last.
    pub async fn printers(&self) -> Answer<PrintersView> {
        // Asked of who is signed in, and not held while the printing system answers.
        drop(self.signed_in().await?);
        self.office.printers().await
    }

    /// Prints a receipt that was not printed yet.
    pub async fn print_receipt(&self, number: &str, choice: &PrintChoice) -> Answer<PrintView> {
        let session = self.signed_in().await?;
        let printed = self.office.print_receipt(&session, number, choice).await?;
        self.remember(&printed, choice);
        Ok(printed)
    }

    /// Prints a queue number's slip.
    pub async fn print_slip(&self, visit: &str, choice: &PrintChoice) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.print_slip(&session, id(visit)?, choice).await
    }

    /// Prints why somebody was not received.
    pub async fn print_refusal(&self, visit: &str, choice: &PrintChoice) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.print_refusal(&session, visit, choice).await
    }

    /// Prints the printer's test page. The first printer that is tried is the one to begin with; a
    /// printer tried later changes nobody's choice.
    pub async fn print_test_page(&self, choice: &PrintChoice) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.print_test_page(&session, choice).await?;
        if self.office.print_choice().is_none() {
            self.office.remember_print(choice);
        }
        Ok(())
    }

    /// A choice that worked is remembered; of what may not have printed nobody knows. Large letters are
    /// one citizen's wish, not the next one's.
    fn remember(&self, printed: &PrintView, choice: &PrintChoice) {
        if printed.state == PrintState::Sent && choice.paper != PaperSize::A4Large {
            self.office.remember_print(choice);
        }
    }

    /// These receipts are not wanted on paper.
    pub async fn not_on_paper(&self, numbers: &[String]) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.not_on_paper(&session, numbers).await
    }

    /// Today's printings, all that nobody has seen and all that were never sent.
    pub async fn print_states(&self) -> Answer<Vec<PrintView>> {
        let states = async {
            let session = self.signed_in().await?;
            self.office.print_states(&session).await
        };
        self.looking(states).await
    }

    /// Somebody holds the paper.
    pub async fn seen_in_hand(&self, number: &str) -> Answer<PrintView> {
        let session = self.signed_in().await?;
        self.office.seen_in_hand(&session, number).await
    }

    /// Prints a receipt once more.
    pub async fn reprint_receipt(
        &self,
        number: &str,
        choice: &PrintChoice,
        ground: ReprintGround,
    ) -> Answer<PrintView> {
        let session = self.signed_in().await?;
        let printed = self
            .office
            .print_again(&session, number, choice, ground)
            .await?;
        self.remember(&printed, choice);
        Ok(printed)
    }

    /// Checks a scanned receipt; without a session only its signature.
    pub async fn check_receipt(&self, token: &str) -> Answer<CheckView> {
        // Under the cover it is anybody's question: the code alone answers, never the record.
        let session = self.signed_in().await.ok();
        self.office.check_paper(session.as_deref(), token).await
    }
}

fn id(text: &str) -> Answer<VisitId> {
    text.parse()
        .map_err(|_cause| Refused::from(Fault::at(Code::VisitUnknown, "visit")))
}
