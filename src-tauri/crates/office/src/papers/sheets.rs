//! Sheets of the office: the end of a day, a custodian's recovery share.
//!
//! Purpose: from what was closed, or what the founding just showed, to pages and to the printer for
//! sheets. A sheet may be printed as often as it is needed: what it says stands in the record, or in
//! the hands of whoever asks. May use: the ports for pages and printers. Must never: keep a share, or
//! write a page anywhere but down the printer's pipe.

use std::sync::Arc;

use domain::fault::{Code, Fault};
use domain::permission::Circumstance;
use domain::sheet::{DaySheet, ShareSheet};
use domain::words::Lang;
use vault::recovery::Share;
use vault::secret::Passphrase;

use super::PrintChoice;
use super::sending::{Pages, laid_out};
use crate::Office;
use crate::policy::{ChangeSettings, EndOfDay, Permit};
use crate::refused::{Answer, Refused};
use crate::session::Session;

/// Shares of an office.
const SHARES: std::ops::RangeInclusive<u32> = 1..=3;

impl Office {
    /// The sheet of the day that was closed last, as SVG: what the printer gets.
    pub async fn day_sheet_pages(&self, session: &Session) -> Answer<Vec<String>> {
        let permit: Permit<'_, EndOfDay> = self.permit(session, Circumstance::default()).await?;
        let sheet = self.day_sheet(&permit).await?;
        let press = Arc::clone(&self.press);
        laid_out(move || press.day_svg(&sheet)).await
    }

    /// Prints the sheet of the day that was closed last.
    pub async fn print_day_sheet(&self, session: &Session, choice: &PrintChoice) -> Answer<()> {
        let permit: Permit<'_, EndOfDay> = self.permit(session, Circumstance::default()).await?;
        let sheet = self.day_sheet(&permit).await?;
        let chosen = self.chosen(choice).await?;
        let press = Arc::clone(&self.press);
        let pages = laid_out(move || press.day_pdf(&sheet).map(Pages::Sheet)).await?;
        self.hand_over_unwritten(chosen, pages).await
    }

    async fn day_sheet(&self, permit: &Permit<'_, EndOfDay>) -> Answer<DaySheet> {
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let closing = Self::closing(&mut tx).await?;
        let closing = closing.ok_or_else(|| Refused::new(Code::DayNoSheet))?;
        let head_words = Self::words_of(&mut tx, &closing).await?;
        Ok(DaySheet {
            lang: Lang::Vi,
            letterhead: self.letterhead(records.demo).into(),
            desk: records.letter.clone(),
            day: closing.told.day,
            figures: closing.told.figures,
            closed: closing.at,
            officer: closing.told.officer,
            duty: closing.told.duty.map(|duty| duty.officer),
            head_words,
        })
    }

    /// Prints one custodian's share. The office does not have it: it comes from the screen that shows
    /// it once, and is gone with this call.
    pub async fn print_share(
        &self,
        session: &Session,
        number: u32,
        typed: &Passphrase,
        choice: &PrintChoice,
    ) -> Answer<()> {
        let _permit: Permit<'_, ChangeSettings> =
            self.permit(session, Circumstance::default()).await?;
        if !SHARES.contains(&number) {
            return Err(Fault::at(Code::FieldNotChoice, "number").into());
        }
        let share = typed.with_text(Share::parse)?;
        let chosen = self.chosen(choice).await?;
        let text = share.with_text(str::to_owned);
        let sheet = ShareSheet {
            lang: Lang::Vi,
            number,
            share: text.ok_or_else(|| Refused::new(Code::RecoveryShareMalformed))?,
            fingerprint: self.fingerprint(),
            made: self.clock.now(),
            demo: self.look(|vault| vault.roster().demo()),
        };
        let press = Arc::clone(&self.press);
        let pages = laid_out(move || press.share_pdf(&sheet).map(Pages::Sheet)).await?;
        self.hand_over_unwritten(chosen, pages).await
    }
}
