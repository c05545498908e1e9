//! What the citizen signs (*tờ khai, biên bản ghi lời*), filled from what was told.
//!
//! Purpose: title, addressee and signers of a service's own form as dated data; what stands on it is
//! the form's questions in their order, answered or left to be filled in by hand. Must never: know a
//! page.

use serde::{Deserialize, Serialize};

use super::answer::{FieldValue, Fields};
use super::field::{Field, FieldKind, Part};
use super::named::Named;
use super::service::Service;
use crate::sheet::{AskedLine, PeopleTable};
use crate::titles::Titles;
use crate::words::Lang;

/// The form of a service that is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// Which layout: it counts from 1 and grows with each change of the law's form.
    pub layout: u32,
    /// Its title, as the law words it.
    pub titles: Titles,
    /// Its name in the law (`CT01`); empty where it has none.
    #[serde(default)]
    pub form: String,
    /// To whom it is addressed.
    #[serde(default)]
    pub to: Option<Titles>,
    /// What it asks of whoever declares, in its order: `name` `born` `sex` `number` `phone` `address`; all of
    /// them where it says nothing.
    #[serde(default = "everything")]
    pub person: Vec<Known>,
    /// Keys of the questions it asks, in its order; all of the service, in theirs, where it says nothing. Of
    /// somebody named each part is a line of its own.
    #[serde(default)]
    pub asks: Vec<String>,
    /// Who signs, from left to right.
    pub signers: Vec<Titles>,
    /// Which of them is whoever stands at the desk, from 1; absent where she signs nothing.
    #[serde(default)]
    pub declared_by: Option<usize>,
    /// A photo is stuck on it: a frame of 4 × 6 cm stands at its head.
    #[serde(default)]
    pub photo: bool,
    /// It is the office's record of what was told (*biên bản*): it bears the letterhead, says when and by
    /// whom it was written, and that it was read back.
    #[serde(default)]
    pub minutes: bool,
    /// Headings between its lines, in their order.
    #[serde(default)]
    pub sections: Vec<Heading>,
}

/// A heading of the form that is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// The line it stands above: a word of `person`, or a key of `asks`.
    pub before: String,
    /// Its words.
    pub titles: Titles,
}

/// What is known of whoever declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// Her name.
    Name,
    /// Her birth date.
    Born,
    /// Her sex.
    Sex,
    /// Her personal number, else that of her passport.
    Number,
    /// Her latest phone.
    Phone,
    /// Where she lives.
    Address,
}

impl Known {
    /// As the catalogue names it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Born => "born",
            Self::Sex => "sex",
            Self::Number => "number",
            Self::Phone => "phone",
            Self::Address => "address",
        }
    }
}

impl Declaration {
    /// The heading above a line, if there is one.
    pub fn heading(&self, before: &str, lang: Lang) -> Option<String> {
        let mut sections = self.sections.iter();
        let section = sections.find(|section| section.before == before)?;
        Some(section.titles.get(lang).to_owned())
    }
}

fn everything() -> Vec<Known> {
    use Known::{Address, Born, Name, Number, Phone, Sex};
    vec![Name, Born, Sex, Number, Phone, Address]
}

/// What the name of somebody is called among her parts.
pub(super) const NAME: &str = "name";

/// Empty rows of a table that nobody stands in.
const BLANK_ROWS: usize = 3;

impl Service {
    /// The questions as they stand on the form, with their answers; what rests is left out.
    pub fn declared(&self, answers: &Fields, lang: Lang) -> (Vec<AskedLine>, Vec<PeopleTable>) {
        let (mut lines, mut tables) = (Vec::new(), Vec::new());
        let asked = |field: &Field| {
            let shown = field.shown_when.iter().all(|one| one.holds(answers));
            // What few matters need is no blank line on everybody's form.
            let wanted = !field.folded || answers.contains_key(&field.key);
            field.kind.asks() && !field.desk_only && shown && wanted
        };
        let form = self.declaration.as_ref();
        let asks = form.map_or(&[][..], |form| form.asks.as_slice());
        let named = asks
            .iter()
            .filter_map(|key| self.fields.iter().find(|one| one.key == *key));
        let all = self.fields.iter().filter(|_| asks.is_empty());
        // A heading above a question that rests stands above the next one.
        let mut heading = None;
        for field in named.chain(all) {
            heading = form
                .and_then(|form| form.heading(&field.key, lang))
                .or(heading);
            if !asked(field) {
                continue;
            }
            let first = lines.len();
            let answer = answers.get(&field.key);
            if field.kind == FieldKind::Persons {
                tables.push(table(field, answer, lang));
            } else if field.kind == FieldKind::Person && !asks.is_empty() {
                lines.extend(field.in_lines(answer, lang));
            } else {
                lines.push(AskedLine {
                    heading: None,
                    label: field.labels.get(lang).to_owned(),
                    value: answer.map(|answer| field.told(answer, lang)),
                });
            }
            if let Some(line) = lines.get_mut(first) {
                line.heading = heading.take();
            }
        }
        (lines, tables)
    }
}

impl Field {
    /// Somebody on a form of the law: her name, and each part on a line of its own.
    fn in_lines(&self, answer: Option<&FieldValue>, lang: Lang) -> Vec<AskedLine> {
        let named = answer.and_then(|answer| answer.people().first());
        let label = self.labels.get(lang);
        let worded = |part: &str| Some(self.part_labels.get(part)?.get(lang).to_owned());
        let name = AskedLine {
            heading: None,
            label: worded(NAME).unwrap_or_else(|| label.to_owned()),
            value: named.map(|named| named.name.clone()),
        };
        let parts = self.parts.iter().map(|part| AskedLine {
            heading: None,
            label: worded(part.text()).unwrap_or_else(|| {
                format!("{label}, {}", lang.word(part.message()).to_lowercase())
            }),
            value: named.and_then(|named| named.part(*part, lang)),
        });
        core::iter::once(name).chain(parts).collect()
    }

    /// An answer in words, with all that was told of somebody.
    pub(super) fn told(&self, answer: &FieldValue, lang: Lang) -> String {
        match answer {
            FieldValue::Person(named) => named.told(&self.parts, lang),
            FieldValue::People(_)
            | FieldValue::YesNo(_)
            | FieldValue::Number(_)
            | FieldValue::Text(_)
            | FieldValue::Several(_) => self.said(answer, lang),
        }
    }
}

impl Named {
    /// `Lê Thị Con · 2015 · Nữ · con đẻ`: the name, and of these parts what was told.
    pub fn told(&self, parts: &[Part], lang: Lang) -> String {
        let said = parts.iter().filter_map(|part| self.part(*part, lang));
        let all: Vec<String> = core::iter::once(self.name.clone()).chain(said).collect();
        all.join(" · ")
    }
}

fn table(field: &Field, answer: Option<&FieldValue>, lang: Lang) -> PeopleTable {
    let head = field.parts.iter().map(|part| lang.word(part.message()));
    let mut rows: Vec<Vec<String>> = Vec::new();
    if let Some(FieldValue::People(people)) = answer {
        rows.extend(people.iter().map(|one| {
            let parts = field.parts.iter();
            let parts = parts.map(|part| one.part(*part, lang).unwrap_or_default());
            core::iter::once(one.name.clone()).chain(parts).collect()
        }));
    }
    while rows.len() < BLANK_ROWS && answer.is_none() {
        rows.push(vec![String::new(); field.parts.len().saturating_add(1)]);
    }
    PeopleTable {
        label: field.labels.get(lang).to_owned(),
        head: core::iter::once(lang.word("ui.named.name"))
            .chain(head)
            .collect(),
        rows,
    }
}
