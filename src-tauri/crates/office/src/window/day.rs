//! Drafts, shift notes and the end of the day on the screen.
//!
//! May use: the office. Must never: hold what was typed between two calls.

use vault::secret::Passphrase;

use super::Window;
use crate::day::{DayView, duty_request};
use crate::drafts::{DraftKept, DraftOpened, DraftRow, DraftTold, ShiftNote};
use crate::papers::PrintChoice;
use crate::refused::Answer;

impl Window {
    /// Keeps a form; on the disk when this answers.
    pub async fn keep_draft(&self, draft: &DraftTold) -> Answer<DraftKept> {
        let session = self.keeping().await?;
        self.office.keep_draft(&session, draft).await
    }

    /// Forms begun at this desk and not saved.
    pub async fn drafts(&self) -> Answer<Vec<DraftRow>> {
        let session = self.signed_in().await?;
        self.office.drafts(&session).await
    }

    /// Opens one's own draft.
    pub async fn open_draft(&self, id: &str) -> Answer<DraftOpened> {
        let session = self.signed_in().await?;
        self.office.open_draft(&session, id).await
    }

    /// Goes on with another officer's draft.
    pub async fn take_draft(&self, id: &str) -> Answer<DraftOpened> {
        let session = self.signed_in().await?;
        self.office.take_draft(&session, id).await
    }

    /// Throws one's own draft away.
    pub async fn discard_draft(&self, id: &str) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.discard_draft(&session, id).await
    }

    /// Notes of earlier shifts that nobody has acknowledged.
    pub async fn shift_notes(&self) -> Answer<Vec<ShiftNote>> {
        let session = self.signed_in().await?;
        self.office.shift_notes(&session).await
    }

    /// Leaves a note for the next shift.
    pub async fn write_shift_note(&self, text: &str) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.write_shift_note(&session, text).await
    }

    /// Takes note of a note.
    pub async fn acknowledge_note(&self, id: &str) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.acknowledge_note(&session, id).await
    }

    /// Today, as it stands.
    pub async fn day_state(&self) -> Answer<DayView> {
        let session = self.signed_in().await?;
        self.office.day_state(&session).await
    }

    /// Closes today.
    pub async fn end_day(&self) -> Answer<DayView> {
        let session = self.signed_in().await?;
        self.office.end_day(&session, None).await
    }

    /// Closes today; a supervisor at the same screen answers for what runs on.
    pub async fn end_day_on_duty(&self, (name, passphrase): (&str, Passphrase)) -> Answer<DayView> {
        let session = self.signed_in().await?;
        let request = duty_request(self.office.today());
        let duty = self.office.cosign(&session, name, passphrase, request);
        let duty = duty.await?;
        self.office.end_day(&session, Some(duty)).await
    }

    /// The sheet of the day that was closed last, as SVG.
    pub async fn day_sheet_pages(&self) -> Answer<Vec<String>> {
        let session = self.signed_in().await?;
        self.office.day_sheet_pages(&session).await
    }

    /// Prints the sheet of the day that was closed last.
    pub async fn print_day_sheet(&self, choice: &PrintChoice) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.print_day_sheet(&session, choice).await
    }

    /// Opens today again, with a reason.
    pub async fn reopen_day(&self, reason: &str) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.reopen_day(&session, reason).await
    }
}
