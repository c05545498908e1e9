//! A paper that tells what became of a matter.
//!
//! Purpose: what stands on a notice, an apology, a control sheet, a signed hand-over; it is numbered,
//! signed and printed as a receipt is, because it is one. Must never: show more of a person than a
//! receipt does.

use domain::catalogue::Service;
use domain::desk::Register;
use domain::file::{Document, File};
use domain::paper_form::PaperForm;
use domain::person::Person;
use domain::receipt::{self, Due, Hop, Line, Printed};
use domain::words::Lang;
use store::{Pending, Tx};

use super::course::kept_times;
use crate::Office;
use crate::receipts::{Of, external, masked};
use crate::refused::Answer;
use crate::registers::last_number;
use crate::session::Records;
use crate::views::born_text;

/// What a notice has to say.
pub(crate) struct Notice<'a> {
    pub(crate) form: PaperForm,
    pub(crate) file: &'a File,
    /// What is missing, why it was refused.
    pub(crate) text: Option<String>,
    pub(crate) lines: Vec<Line>,
    /// Papers that came later.
    pub(crate) documents: Vec<Document>,
    /// A new date.
    pub(crate) due: Option<Due>,
    /// Who signs for it, where that is not the person of the matter.
    pub(crate) signer: Option<String>,
    /// What stands where she would sign, where she signs in another way.
    pub(crate) signing: Option<String>,
    /// The states the matter went through stand on it.
    pub(crate) trail: bool,
}

impl<'a> Notice<'a> {
    /// A form about a matter that says nothing yet.
    pub(crate) const fn of(form: PaperForm, file: &'a File) -> Self {
        Self {
            form,
            file,
            text: None,
            lines: Vec::new(),
            documents: Vec::new(),
            due: None,
            signer: None,
            signing: None,
            trail: false,
        }
    }
}

impl Office {
    /// The entry that makes a notice out, with the next number of the desk's papers after those that the
    /// same act made out before it.
    pub(crate) async fn notice(
        &self,
        tx: &mut Tx,
        records: &Records,
        notice: Notice<'_>,
        before: u32,
    ) -> Answer<Pending> {
        let file = notice.file;
        let owner = crate::restricted::owner(tx, file).await?;
        let now = self.clock.now();
        let (letter, day) = (&records.letter, now.day());
        let highest = last_number(tx, Register::Receipt, letter, day.year()).await?;
        let highest = Some(highest.unwrap_or(0).saturating_add(before));
        let number = receipt::running(letter, day, highest)?;
        self.noticed_to(records, notice, owner.as_ref(), number)
    }

    /// The same, made out to this person under this number.
    pub(crate) fn noticed_to(
        &self,
        records: &Records,
        notice: Notice<'_>,
        owner: Option<&Person>,
        number: String,
    ) -> Answer<Pending> {
        let file = notice.file;
        let of = Of {
            file: Some(file.id),
            visit: Some(file.opened.visit),
            person: owner.map(|person| person.id),
        };
        let service = self.service_of(file)?;
        let shown = owner.map(|person| crate::restricted::on_paper(file, person.clone()));
        let printed = self.noticed(records, service, shown.as_ref(), notice);
        let told = (printed, service.no_person);
        self.issue_told(records, of, number, self.clock.now(), told)
    }

    fn noticed(
        &self,
        records: &Records,
        service: &Service,
        owner: Option<&Person>,
        notice: Notice<'_>,
    ) -> Printed {
        let lang = Lang::Vi;
        let facts = owner.map(|person| &person.facts);
        let number = facts.and_then(|facts| facts.number.as_deref().or(facts.passport.as_deref()));
        let mut lines = notice.lines;
        lines.splice(..0, external(notice.file.code.as_deref()));
        let trail = if notice.trail {
            lines.extend(kept_times(service, notice.file, lang));
            self.course(service, notice.file)
        } else {
            Vec::new()
        };
        Printed {
            form: notice.form,
            head: self.letterhead(records.demo),
            lang,
            received: None,
            citizen: facts.map(|facts| facts.name.clone()),
            born: owner
                .map(|person| born_text(person, lang))
                .unwrap_or_default(),
            identity: number.map(masked).unwrap_or_default(),
            address: facts.map(|facts| facts.address.clone()).unwrap_or_default(),
            service: service.titles.get(lang).to_owned(),
            file_number: notice.file.opened.number.clone(),
            lines,
            text: notice.text.filter(|text| !text.trim().is_empty()),
            trail: trail
                .into_iter()
                .map(|turn| Hop {
                    state: turn.titles.get(lang).to_owned(),
                    at: turn.at,
                    by: self.shown_as(turn.by),
                    to: turn.to.map(|to| self.shown_as(to)).unwrap_or_default(),
                })
                .collect(),
            documents: notice.documents,
            fee: None,
            term: None,
            due: notice.due,
            signer: notice.signer,
            signing: notice.signing,
            officer: self.shown_name(&records.staff),
            desk: records.letter.clone(),
        }
    }
}
