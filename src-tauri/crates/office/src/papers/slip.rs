//! The slip with a queue number: on the screen, on the roll.
//!
//! May use: the ports for pages and printers. Must never: say anything of a matter or a person, or be
//! entered in a record.

use std::sync::Arc;

use domain::fault::{Code, Fault};
use domain::id::VisitId;
use domain::permission::Circumstance;
use domain::printing::PaperSize;
use domain::sheet::QueueSlip;
use domain::visit;
use domain::words::Lang;

use super::sending::{Pages, laid_out};
use super::{Chosen, PrintChoice};
use crate::Office;
use crate::policy::{Permit, RunQueue};
use crate::refused::Answer;
use crate::session::{Records, Session};

impl Office {
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
        // A slip names day and hour.
        Self::clock_is_believed(session.records()?)?;
        let slip = self.slip(session.records()?, visit).await?;
        let chosen = self.chosen(choice).await?;
        let paper = PaperSize::Roll80;
        let (press, raw) = (Arc::clone(&self.press), chosen.raw);
        let pages = laid_out(move || {
            Ok(if raw {
                Pages::Raw(press.slip_raster(&slip)?)
            } else {
                Pages::Receipt(press.slip_pdf(&slip)?, paper)
            })
        })
        .await?;
        let chosen = Chosen { paper, ..chosen };
        self.hand_over_unwritten(chosen, pages).await
    }

    async fn slip(&self, records: &Records, id: VisitId) -> Answer<QueueSlip> {
        let mut tx = records.desk.begin().await?;
        let known = tx.visit(id).await?;
        let known = known.ok_or_else(|| Fault::at(Code::VisitUnknown, "visit"))?;
        let place = &known.queue;
        let rows = tx.queue(place.day, &place.letter, 0, 2_000).await?;
        // Those called before her, as the queue calls: whoever is being served waits no more.
        let own = self.counter(records);
        let ahead = visit::ahead(rows.iter().map(|row| &row.visit), &known, &own);
        let head = self.letterhead(records.demo);
        Ok(QueueSlip {
            lang: Lang::Vi,
            letterhead: head.into(),
            number: place.text(),
            given: known.arrived_at,
            ahead: u32::try_from(ahead).unwrap_or(u32::MAX),
        })
    }
}
