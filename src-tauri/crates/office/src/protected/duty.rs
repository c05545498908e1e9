//! The slip of whoever is on duty (*phiếu trực*): which files have to be looked at before the desk opens again.
//!
//! Purpose: codes and hours of what this session found, and nothing else, on a page of the private room. May
//! use: the head items that are open for the session. Must never: say what a file is about, or whose it is.

use std::sync::Arc;

use domain::protected::Protected;
use domain::sheet::{AskedLine, DeclarationSheet, Reference};
use domain::words::Lang;

use crate::Office;
use crate::papers::{Pages, PrintChoice, laid_out};
use crate::refused::Answer;
use crate::session::{Records, Session};

impl Office {
    /// The slip as SVG: what the printer gets.
    pub async fn duty_pages(&self, session: &Session) -> Answer<Vec<String>> {
        let records = self.knows(session).await?;
        let sheet = self.duty_sheet(records, session).await?;
        let press = Arc::clone(&self.press);
        laid_out(move || press.declaration_svg(&sheet)).await
    }

    /// Prints it in the private room.
    pub async fn print_duty(&self, session: &Session, choice: &PrintChoice) -> Answer<()> {
        let records = self.knows(session).await?;
        let chosen = self.chosen_in_private(choice).await?;
        let sheet = self.duty_sheet(records, session).await?;
        let press = Arc::clone(&self.press);
        let pages = laid_out(move || press.declaration_pdf(&sheet).map(Pages::Sheet)).await?;
        self.hand_over_unwritten(chosen, pages).await
    }

    async fn duty_sheet(&self, records: &Records, session: &Session) -> Answer<DeclarationSheet> {
        let (lang, now) = (Lang::Vi, self.clock.now());
        let opens = self.opens_again();
        let mut lines: Vec<(String, String)> = Vec::new();
        for (id, head) in records.index.all() {
            let next = head.clocks.iter().map(|clock| clock.due).min();
            let due = next.filter(|due| *due <= opens);
            if head.taken.is_some() && due.is_none() {
                continue;
            }
            // Closed, or hers no more: somebody else may have decided so since the list was opened.
            let file = records.desk.begin().await?.protected(id).await?;
            let open =
                |file: &Protected| file.closed_on.is_none() && file.admits(session.user(), now);
            if file.as_ref().is_some_and(open) {
                let when = due.map(|due| crate::views::short_time(due, now.day()));
                let nobody = head.taken.is_none().then(|| lang.word("paper.duty.open"));
                let told: Vec<String> = when.into_iter().chain(nobody).collect();
                lines.push((head.code, told.join(" · ")));
            }
        }
        lines.sort();
        let line = |(label, value): (String, String)| AskedLine {
            heading: None,
            label,
            value: Some(value),
        };
        Ok(DeclarationSheet {
            lang,
            letterhead: self.letterhead(records.demo).into(),
            of_office: true,
            layout: 1,
            form: String::new(),
            title: lang.word("paper.duty.title"),
            to: String::new(),
            photo: false,
            minutes: None,
            person: Vec::new(),
            lines: lines.into_iter().map(line).collect(),
            tables: Vec::new(),
            signers: vec![
                lang.word("paper.duty.handing"),
                lang.word("paper.duty.taking"),
            ],
            signing: None,
            about: Reference::Code(now.day().figures()),
            made: now,
        })
    }
}
