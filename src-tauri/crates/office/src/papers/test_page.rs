//! The printer's test page: a receipt of nobody, marked as a specimen.
//!
//! Purpose: show, on the paper that receipts come on, that letters, marks and the code are legible.
//! May use: the ports for pages and printers. Must never: look like a receipt of this office, or be
//! entered in a record.

use std::sync::Arc;

use domain::paper_form::PaperForm;
use domain::permission::Circumstance;
use domain::sheet::{DocumentLine, ReceiptSheet};
use domain::words::Lang;

use super::PrintChoice;
use super::sending::{Pages, laid_out};
use crate::Office;
use crate::policy::{ChangeSettings, Permit};
use crate::refused::Answer;
use crate::session::Session;

/// No receipt bears this number.
const NUMBER: &str = "X-0000-000000";

impl Office {
    /// Prints the test page; the choice is remembered by whoever asked.
    pub async fn print_test_page(&self, session: &Session, choice: &PrintChoice) -> Answer<()> {
        let _permit: Permit<'_, ChangeSettings> =
            self.permit(session, Circumstance::default()).await?;
        let chosen = self.chosen(choice).await?;
        let (press, sheet) = (Arc::clone(&self.press), self.specimen());
        let (paper, raster) = (chosen.paper, chosen.raster());
        let pages = laid_out(move || {
            Ok(if raster {
                Pages::Raw(press.receipt_raster(&sheet)?)
            } else {
                Pages::Receipt(press.receipt_pdf(&sheet, paper)?, paper)
            })
        })
        .await?;
        self.hand_over_unwritten(chosen, pages).await
    }

    /// Every page of it is marked as of a demonstration, whatever office prints it.
    fn specimen(&self) -> ReceiptSheet {
        let word = |key: &str| Lang::Vi.word(key);
        ReceiptSheet {
            form: PaperForm::default(),
            lang: Lang::Vi,
            letterhead: self.letterhead(true).into(),
            number: NUMBER.to_owned(),
            issued: self.clock.now(),
            received: None,
            citizen: Some(word("paper.test.name")),
            secret: false,
            born: "05/03/1990".to_owned(),
            identity: "••••••••2345".to_owned(),
            address: word("paper.test.address"),
            service: word("paper.test.title"),
            file_number: format!("HS-{NUMBER}"),
            lines: Vec::new(),
            text: None,
            trail: Vec::new(),
            fee: None,
            term: None,
            documents: vec![DocumentLine {
                name: word("paper.test.letters"),
                original: true,
                copies: 1,
                pages: None,
            }],
            due: None,
            signer: None,
            signing: None,
            officer: String::new(),
            desk: self.look(|vault| vault.roster().desk().1.to_string()),
            reprint: 0,
            token: NUMBER.to_owned(),
        }
    }
}
