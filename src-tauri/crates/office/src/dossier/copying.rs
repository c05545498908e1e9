//! The copy sheet (*bảng sao chép*): a matter's fields, one by one, for another system's screen.
//!
//! Purpose: what an officer types again elsewhere, in order, ready to be copied. The look is journalled
//! as one at the matter's page. Must never: hold what is restricted, or a denouncer.

use domain::born::Sex;
use domain::id::FileId;
use domain::titles::Titles;
use domain::words::Lang;
use serde::{Deserialize, Serialize};

use super::page::lines;
use crate::Office;
use crate::refused::Answer;
use crate::restricted::{around, owner};
use crate::session::Session;
use crate::views::born_text;

/// One field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CopyLine {
    /// Which: its key in the form, or of the person.
    pub key: String,
    /// What it is.
    pub labels: Titles,
    /// As it is typed elsewhere: in Vietnamese, a line each person.
    pub value: String,
}

impl Office {
    /// The fields of a matter in the order of its form: the person first. What nobody told is left out.
    pub async fn copy_sheet(&self, session: &Session, id: FileId) -> Answer<Vec<CopyLine>> {
        let file = self.open_file(session, id).await?;
        let service = self.service_of(&file)?;
        let records = session.records()?;
        let mut tx = records.desk.begin().await?;
        let person = owner(&mut tx, &file).await?;
        let person = person.filter(|_| !service.no_person);
        let told = file.told_on_paper(service, &around(&mut tx, &file).await?);
        let lang = Lang::Vi;
        let mut sheet = Vec::new();
        if let Some(person) = &person {
            let facts = &person.facts;
            let sex = facts.sex.map(|sex| match sex {
                Sex::Female => "ui.person.female",
                Sex::Male => "ui.person.male",
            });
            let phone = facts.phones.last().cloned();
            let known = [
                ("ui.person.number", facts.number.clone()),
                ("ui.person.passport", facts.passport.clone()),
                ("ui.person.name", Some(facts.name.clone())),
                ("ui.person.born", Some(born_text(person, lang))),
                ("ui.person.sex", sex.map(|key| lang.word(key))),
                ("ui.person.phone", phone),
                ("ui.person.address", Some(facts.address.clone())),
            ];
            let known = known.into_iter();
            sheet.extend(known.filter_map(|(key, value)| line(key, worded(key), value?)));
        }
        sheet.extend(service.fields.iter().filter_map(|field| {
            let answer = told.get(&field.key)?;
            line(
                &field.key,
                field.labels.clone(),
                lines(field, answer, lang).join("\n"),
            )
        }));
        sheet.extend(
            file.code
                .clone()
                .and_then(|code| line("ui.file.code", worded("ui.file.code"), code)),
        );
        Ok(sheet)
    }
}

fn line(key: &str, labels: Titles, value: String) -> Option<CopyLine> {
    let key = key.to_owned();
    (!value.trim().is_empty()).then_some(CopyLine { key, labels, value })
}

fn worded(key: &str) -> Titles {
    Titles {
        vi: Lang::Vi.word(key),
        en: Lang::En.word(key),
    }
}
