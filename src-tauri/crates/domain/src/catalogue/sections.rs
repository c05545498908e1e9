//! A form in sections, and what of it is kept how in a protected file.
//!
//! Purpose: which questions stand together; by whose names the cleared find a file; what is sealed apart
//! from the rest; how dangerous it is, as the officer or the form says. Must never: know a question by
//! its key, or judge a person.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::answer::{FieldValue, Fields};
use super::field::{Choice, Field, FieldKind};
use super::named::Named;
use super::service::Service;
use super::source::Source;
use crate::fault::{Code, Fault};
use crate::sheet::AskedLine;
use crate::titles::Titles;
use crate::words::Lang;

/// One section of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// `telling`.
    pub id: String,
    /// Its heading.
    pub titles: Titles,
}

impl Service {
    /// People by whose names and numbers the cleared find a protected file.
    pub fn found_by<'f>(&'f self, answers: &'f Fields) -> impl Iterator<Item = &'f Named> {
        let fields = self.fields.iter().filter(|field| field.found_by);
        let told = fields.filter_map(|field| answers.get(&field.key));
        told.flat_map(FieldValue::people)
    }

    /// What was answered in these sections, question by question under their headings; without whom the file
    /// is found by and without what is sealed apart.
    pub fn told_in(&self, sections: &[String], answers: &Fields, lang: Lang) -> Vec<AskedLine> {
        let mut lines = Vec::new();
        for section in self
            .sections
            .iter()
            .filter(|one| sections.contains(&one.id))
        {
            let of_it = |field: &&Field| {
                field.section.as_deref() == Some(&section.id) && !field.found_by && !field.apart
            };
            let mut heading = Some(section.titles.get(lang).to_owned());
            for field in self.fields.iter().filter(of_it) {
                let Some(answer) = answers.get(&field.key) else {
                    continue;
                };
                lines.push(AskedLine {
                    heading: heading.take(),
                    label: field.labels.get(lang).to_owned(),
                    value: Some(field.told(answer, lang)),
                });
            }
        }
        lines
    }

    /// What is sealed with the file, and what is sealed apart from it.
    pub fn parted(&self, answers: Fields) -> (Fields, Fields) {
        let apart: BTreeSet<&str> = self
            .fields
            .iter()
            .filter(|field| field.apart)
            .map(|field| field.key.as_str())
            .collect();
        answers
            .into_iter()
            .partition(|(key, _)| !apart.contains(key.as_str()))
    }

    /// What a choice of that question is called.
    pub fn level_called(&self, choice: &str) -> Option<&Titles> {
        let key = self.level.as_ref()?;
        let field = self.fields.iter().find(|field| &field.key == key)?;
        let mut choices = field.choices.iter();
        choices.find(|one| one.key == choice).map(|one| &one.labels)
    }

    /// How dangerous it is: as answered, or the least that the other answers leave to choose where they
    /// leave less than the form has.
    pub fn level<'s>(&'s self, answers: &Fields) -> Option<&'s Choice> {
        let key = self.level.as_ref()?;
        let field = self.fields.iter().find(|field| &field.key == key)?;
        if let Some(told) = answers.get(key).and_then(FieldValue::text) {
            return field.choices.iter().find(|choice| choice.key == told);
        }
        let mut left = field.choices.iter().filter(|one| one.is_offered(answers));
        let least = left.next()?;
        (field.choices.first() != Some(least)).then_some(least)
    }
}

/// Sections are told apart, every question of a form that has them stands in one, and what is said of
/// protected content is said of protected content.
pub(super) fn check(service: &Service, source: &Source<'_>) -> Result<(), Fault> {
    let line = |table: &str, index| source.line_of_table(table, index);
    let mut ids = BTreeSet::new();
    for (index, section) in service.sections.iter().enumerate() {
        let at = line("sections", index);
        if !ids.insert(section.id.as_str()) {
            return Err(source.fault(Code::CatalogueDuplicate, at, &section.id));
        }
        if !section.titles.complete() {
            return Err(source.fault(Code::CatalogueMissing, at, &section.id));
        }
    }
    for (index, field) in service.fields.iter().enumerate() {
        let wrong = |code, what: &str| source.fault(code, line("fields", index), &what);
        let known = field.section.as_deref().is_some_and(|id| ids.contains(id));
        if known == service.sections.is_empty() || (!known && field.section.is_some()) {
            return Err(wrong(Code::CatalogueUnknownName, "section"));
        }
        let named = field.kind.is_people() && service.protected;
        if field.found_by && !named {
            return Err(wrong(Code::CatalogueBadValue, "found_by"));
        }
        if field.apart && !service.protected {
            return Err(wrong(Code::CatalogueBadValue, "apart"));
        }
    }
    let Some(key) = &service.level else {
        return Ok(());
    };
    let mut fields = service.fields.iter();
    let known = fields.any(|field| &field.key == key && field.kind == FieldKind::Choice);
    known
        .then_some(())
        .ok_or_else(|| source.fault(Code::CatalogueUnknownName, line("level", 0), key))
}
