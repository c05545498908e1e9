//! The letter of a referral (*giấy chuyển gửi*): what its consent covers, and nothing else.
//!
//! Purpose: from a referral of a file to a page of the office: to whom, what is asked for, who she is where
//! that may be told, and the parts of her form that may. It is looked at first and comes out in the private
//! room alone; that it was printed stands in the file before the printer has it. May use: the ports for
//! pages and printers. Must never: tell what is kept apart, or go on the word of a consent that was taken
//! back.

use std::sync::Arc;

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::id::{ItemId, ProtectedId};
use domain::protected::content::ItemKind;
use domain::protected::referral::{NAMED, Referral, TellGround};
use domain::protected::work::{Deed, Work};
use domain::sheet::{AskedLine, DeclarationSheet, Reference};
use domain::subject::Viewed;
use domain::words::Lang;
use store::{Pending, Tx};

use super::ProtectedShown;
use super::reading::Read;
use super::referring::body;
use crate::Office;
use crate::papers::{Pages, PrintChoice, laid_out};
use crate::policy::ReadProtected;
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

impl Office {
    /// The letter of a referral as SVG: what the printer gets. A look of its own.
    pub async fn letter_pages(
        &self,
        session: &Session,
        id: ProtectedId,
        item: ItemId,
    ) -> Answer<Vec<String>> {
        let (records, mut tx, file) = self.for_cleared::<ReadProtected>(session, id).await?;
        let ladder = self.ladder(&mut tx, records, &file).await?;
        let read = self.read_items(&mut tx, &file, &ladder).await?;
        let (sheet, _referral) = self.letter(records, &read, item)?;
        let day = self.clock.now().day();
        let viewed = Action::ProtectedViewed(Viewed { day });
        self.commit(tx, records, vec![Pending::new(id, viewed)])
            .await?;
        let press = Arc::clone(&self.press);
        laid_out(move || press.declaration_svg(&sheet)).await
    }

    /// Prints the letter of a referral in the private room.
    pub async fn print_letter(
        &self,
        session: &Session,
        id: ProtectedId,
        item: ItemId,
        choice: &PrintChoice,
    ) -> Answer<ProtectedShown> {
        // Whoever is not cleared hears of no printer either.
        let (_records, tx, _file) = self.for_work(session, id).await?;
        drop(tx);
        let chosen = self.chosen_in_private(choice).await?;
        let (records, mut tx, file) = self.for_work(session, id).await?;
        let ladder = self.ladder(&mut tx, records, &file).await?;
        let read = self.read_items(&mut tx, &file, &ladder).await?;
        let (sheet, referral) = self.letter(records, &read, item)?;
        let press = Arc::clone(&self.press);
        let pages = laid_out(move || press.declaration_pdf(&sheet).map(Pages::Sheet)).await?;
        self.lettered(tx, records, &file, (item, &referral)).await?;
        self.hand_over_unwritten(chosen, pages).await?;
        self.open_protected(session, id).await
    }

    async fn lettered(
        &self,
        tx: Tx,
        records: &Records,
        file: &domain::protected::Protected,
        (item, referral): (ItemId, &Referral),
    ) -> Answer<()> {
        let now = self.clock.now();
        let work = Work {
            deed: Deed::Lettered,
            step: None,
            of: Some(item),
            paper: None,
            way: None,
            whom: referral.to.name.clone(),
            words: String::new(),
            at: now,
        };
        let work = work.check(now)?;
        let items = vec![(ItemKind::Work, body(&work)?).into()];
        self.adds(tx, records, file, items, Vec::new()).await
    }

    /// What stands on it. Refused where the referral is none of this file or came to an end, and where its
    /// consent was taken back.
    fn letter(
        &self,
        records: &Records,
        read: &Read,
        item: ItemId,
    ) -> Answer<(DeclarationSheet, Referral)> {
        let unknown = || Refused::from(Fault::at(Code::ConsentUnknown, "of"));
        let referral = read.referral(item).ok_or_else(unknown)?.clone();
        if let TellGround::Consent(given) = referral.ground
            && read.consent(given).is_none()
        {
            return Err(Fault::at(Code::ReferralNoConsent, "ground").into());
        }
        let over = matches!(
            read.last_of(item),
            Some(Deed::Done | Deed::Declined | Deed::CameBack)
        );
        let head = read.head.as_ref().filter(|_| !over).ok_or_else(unknown)?;
        let lang = Lang::Vi;
        let line = |key: &str, value: &str| AskedLine {
            heading: None,
            label: lang.word(&format!("paper.letter.{key}")),
            value: Some(value.to_owned()).filter(|value| !value.is_empty()),
        };
        let named = referral.parts.iter().any(|part| part == NAMED);
        let person = if named {
            vec![line("name", &head.names.join(", "))]
        } else {
            Vec::new()
        };
        let mut lines = vec![line("asked", &referral.words)];
        if let Some(form) = read.own_form(&head.service) {
            let service = self.catalogue.service_version(&form.service, form.version);
            let service = service.ok_or_else(unknown)?;
            lines.extend(service.told_in(&referral.parts, &form.fields, lang));
        }
        lines.push(line("secret", &lang.word("paper.letter.keep")));
        let sheet = DeclarationSheet {
            lang,
            letterhead: self.letterhead(records.demo).into(),
            of_office: true,
            layout: 1,
            form: String::new(),
            title: lang.word("paper.letter.title"),
            to: referral.to.name.clone(),
            photo: false,
            minutes: None,
            person,
            lines,
            tables: Vec::new(),
            signers: vec![
                lang.word("paper.letter.receiver"),
                lang.word("paper.letter.officer"),
            ],
            signing: None,
            about: Reference::Code(head.code.clone()),
            made: self.clock.now(),
        };
        Ok((sheet, referral))
    }
}
