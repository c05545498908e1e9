//! The form of a matter that the citizen signs, filled from the record.
//!
//! Purpose: from a matter she may read to pages and to the printer for sheets; it may be printed as
//! often as it is needed, and is no receipt. The look is journalled as one at the matter's page. May
//! use: the ports for pages and printers. Must never: write a page anywhere but down the printer's
//! pipe.

use std::sync::Arc;

use domain::catalogue::{Declaration, Known};
use domain::fault::Code;
use domain::file::Signed;
use domain::id::FileId;
use domain::person::Person;
use domain::sheet::{AskedLine, DeclarationSheet, Minutes, Reference};
use domain::words::Lang;

use super::PrintChoice;
use super::sending::{Pages, laid_out};
use crate::Office;
use crate::refused::{Answer, Refused};
use crate::restricted::{around, owner};
use crate::session::Session;
use crate::views::born_text;

impl Office {
    /// The form of a matter as SVG: what the printer gets. `signed`: how whoever stands there signs it.
    pub async fn declaration_pages(
        &self,
        session: &Session,
        id: FileId,
        signed: &Signed,
    ) -> Answer<Vec<String>> {
        let sheet = self.declaration(session, id, signed).await?;
        let press = Arc::clone(&self.press);
        laid_out(move || press.declaration_svg(&sheet)).await
    }

    /// Prints the form of a matter.
    pub async fn print_declaration(
        &self,
        session: &Session,
        id: FileId,
        signed: &Signed,
        choice: &PrintChoice,
    ) -> Answer<()> {
        let sheet = self.declaration(session, id, signed).await?;
        let chosen = self.chosen(choice).await?;
        let press = Arc::clone(&self.press);
        let pages = laid_out(move || press.declaration_pdf(&sheet).map(Pages::Sheet)).await?;
        self.hand_over_unwritten(chosen, pages).await
    }

    async fn declaration(
        &self,
        session: &Session,
        id: FileId,
        signed: &Signed,
    ) -> Answer<DeclarationSheet> {
        let signed = signed.check()?;
        let file = self.open_file(session, id).await?;
        let service = self.service_of(&file)?;
        let form = service.declaration.as_ref();
        let form = form.ok_or_else(|| Refused::new(Code::FileNoDeclaration))?;
        let records = session.records()?;
        let mut tx = records.desk.begin().await?;
        let owner = owner(&mut tx, &file).await?;
        let told = file.told_on_paper(service, &around(&mut tx, &file).await?);
        let lang = Lang::Vi;
        let (lines, tables) = service.declared(&told, lang);
        let titled = |titles: &domain::titles::Titles| titles.get(lang).to_owned();
        Ok(DeclarationSheet {
            lang,
            letterhead: self.letterhead(records.demo).into(),
            of_office: form.minutes,
            layout: form.layout,
            form: form.form.clone(),
            title: titled(&form.titles),
            to: form.to.as_ref().map(titled).unwrap_or_default(),
            photo: form.photo,
            minutes: form.minutes.then(|| Minutes {
                at: file.opened.received_at,
                desk: records.letter.clone(),
                officer: self.shown_as(file.opened_by),
                teller_signs: form.declared_by.is_some(),
            }),
            person: if service.no_person {
                Vec::new()
            } else {
                declared_by(form, owner.as_ref(), lang)
            },
            lines,
            tables,
            signers: form.signers.iter().map(titled).collect(),
            signing: form.declared_by.and_then(|place| {
                let note = signed.note(lang)?;
                Some((place.checked_sub(1)?, note))
            }),
            about: Reference::File(file.opened.number),
            made: self.clock.now(),
        })
    }
}

/// What is known of who declares; what is not is left to be written by hand.
fn declared_by(form: &Declaration, person: Option<&Person>, lang: Lang) -> Vec<AskedLine> {
    let facts = person.map(|person| &person.facts);
    let sex = facts.and_then(|facts| facts.sex).map(|sex| {
        lang.word(match sex {
            domain::born::Sex::Female => "ui.person.female",
            domain::born::Sex::Male => "ui.person.male",
        })
    });
    let number = facts.and_then(|facts| facts.number.clone().or_else(|| facts.passport.clone()));
    let phone = facts.and_then(|facts| facts.phones.last());
    let line = |known: &Known| match known {
        Known::Name => ("name", facts.map(|facts| facts.name.clone())),
        Known::Born => ("born", person.map(|person| born_text(person, lang))),
        Known::Sex => ("sex", sex.clone()),
        Known::Number => ("number", number.clone()),
        Known::Phone => ("phone", phone.map(|phone| domain::phone::display(phone))),
        Known::Address => ("address", facts.map(|facts| facts.address.clone())),
    };
    form.person
        .iter()
        .map(line)
        .map(|(key, value)| AskedLine {
            heading: form.heading(key, lang),
            label: lang.word(&format!("paper.declaration.{key}")),
            value: value.filter(|value| !value.is_empty()),
        })
        .collect()
}
