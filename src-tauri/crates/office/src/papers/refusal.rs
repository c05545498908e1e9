//! The paper of a refusal to receive somebody (*từ chối tiếp công dân*, Luật Tiếp công dân Art 9).
//!
//! Purpose: whoever is not received is told the ground in writing, from the saved visit; it may be
//! printed as often as it is needed and is no receipt. Must never: be made out for a visit that was
//! received.

use std::sync::Arc;

use domain::fault::{Code, Fault};
use domain::id::VisitId;
use domain::permission::Circumstance;
use domain::sheet::{AskedLine, DeclarationSheet, Reference};
use domain::visit::{Ground, Outcome};
use domain::words::Lang;

use super::PrintChoice;
use super::sending::{Pages, laid_out};
use crate::Office;
use crate::policy::{Permit, PrintReceipt};
use crate::refused::{Answer, Refused};
use crate::session::Session;

impl Office {
    /// Prints the refusal of a visit.
    pub async fn print_refusal(
        &self,
        session: &Session,
        visit: &str,
        choice: &PrintChoice,
    ) -> Answer<()> {
        let permit: Permit<'_, PrintReceipt> =
            self.permit(session, Circumstance::default()).await?;
        let sheet = self.refusal(permit.session(), visit).await?;
        let chosen = self.chosen(choice).await?;
        let press = Arc::clone(&self.press);
        let pages = laid_out(move || press.declaration_pdf(&sheet).map(Pages::Sheet)).await?;
        self.hand_over_unwritten(chosen, pages).await
    }

    async fn refusal(&self, session: &Session, visit: &str) -> Answer<DeclarationSheet> {
        let unknown = || Refused::from(Fault::at(Code::VisitUnknown, "visit"));
        let id: VisitId = visit.parse().map_err(|_not_an_id| unknown())?;
        let records = session.records()?;
        let mut tx = records.desk.begin().await?;
        let visit = tx.visit(id).await?.ok_or_else(unknown)?;
        let logged = visit.logged.as_ref().ok_or_else(unknown)?;
        let Outcome::Refused { ground } = &logged.outcome else {
            return Err(Refused::new(Code::VisitNotRefused));
        };
        let person = match logged.person {
            Some(person) => tx.person(person).await?,
            None => None,
        };
        let lang = Lang::Vi;
        let line = |key: &str, value: String| AskedLine {
            heading: None,
            label: lang.word(&format!("paper.refusal.{key}")),
            value: Some(value).filter(|value| !value.is_empty()),
        };
        let name = person.map(|person| person.facts.name).unwrap_or_default();
        let at = logged.received_at;
        Ok(DeclarationSheet {
            lang,
            letterhead: self.letterhead(records.demo).into(),
            of_office: true,
            layout: 1,
            form: String::new(),
            title: lang.word("paper.refusal.title"),
            to: String::new(),
            photo: false,
            minutes: None,
            person: vec![line("name", name)],
            lines: vec![
                line("at", crate::views::long_time(at)),
                line("ground", lang.word(ground_key(*ground))),
                line("basis", lang.word("paper.refusal.law")),
                line("further", lang.word("paper.refusal.way")),
            ],
            tables: Vec::new(),
            signers: vec![
                lang.word("paper.refusal.citizen"),
                lang.word("paper.refusal.officer"),
            ],
            signing: None,
            about: Reference::Queue(visit.queue.text()),
            made: self.clock.now(),
        })
    }
}

const fn ground_key(ground: Ground) -> &'static str {
    match ground {
        Ground::NotInControl => "paper.refusal.not_in_control",
        Ground::Disturbs => "paper.refusal.disturbs",
        Ground::SettledFinally => "paper.refusal.settled_finally",
        Ground::OtherByLaw => "paper.refusal.other_by_law",
    }
}
