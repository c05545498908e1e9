//! Questions that several services ask alike (*phần chung của biểu mẫu*).
//!
//! Purpose: a part is a file of its own; a service names the parts it asks, and they follow its own
//! questions. A part that was released is never changed: the next one gets the next number. Must never:
//! ask a question twice, or know a service.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::check;
use super::field::Field;
use super::sections::Section;
use super::service::Service;
use super::sheets::ContactQuestions;
use super::source::Source;
use crate::fault::{Code, Fault};

/// All parts by id.
pub(super) type Parts = BTreeMap<String, FormPart>;

/// One part.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormPart {
    /// `standing-1`: name and number.
    #[serde(rename = "part")]
    pub(super) id: String,
    /// Whose result it is, where a matter answers this question: [`Service::result_named`].
    #[serde(default)]
    result_of: Option<String>,
    /// The question until when whoever came may act for another: [`Service::authority_ends`].
    #[serde(default)]
    authority_until: Option<String>,
    /// Questions that name people of whom each gets a receipt: [`Service::receipt_each`].
    #[serde(default)]
    receipt_each: Vec<String>,
    /// The question that says how dangerous it is: [`Service::level`].
    #[serde(default)]
    level: Option<String>,
    /// The question that tells a wish: [`Service::wish`].
    #[serde(default)]
    wish: Option<String>,
    /// Questions that tell how somebody may be reached: [`Service::contact`].
    #[serde(default)]
    contact: Option<ContactQuestions>,
    /// Sections that its questions stand in, before those that a service has of its own.
    #[serde(default)]
    sections: Vec<Section>,
    /// Its questions.
    pub(super) fields: Vec<Field>,
}

/// Whether a file is a part, by its first key; one that does not read is none.
pub(super) fn is_one(source: &Source<'_>) -> bool {
    let table: Result<toml::Table, _> = source.parse();
    table.is_ok_and(|table| table.contains_key("part"))
}

/// Reads and checks one.
pub(super) fn read(source: &Source<'_>, known: &Parts) -> Result<FormPart, Fault> {
    let part: FormPart = source.parse()?;
    let line = source.line_of_table("part", 0);
    if known.contains_key(&part.id) {
        return Err(source.fault(Code::CatalogueDuplicate, line, &part.id));
    }
    check::part(&part.id, &part.fields, source)?;
    let named = part.result_of.iter().chain(&part.receipt_each);
    for key in named {
        let mut people = part.fields.iter().filter(|field| field.kind.is_people());
        if !people.any(|field| field.key == *key) {
            return Err(source.fault(Code::CatalogueUnknownName, line, key));
        }
    }
    if let Some(key) = &part.authority_until {
        let mut days = part.fields.iter().filter(|field| field.kind.is_date());
        if !days.any(|field| field.key == *key) {
            let line = source.line_of_table("authority_until", 0);
            return Err(source.fault(Code::CatalogueUnknownName, line, key));
        }
    }
    Ok(part)
}

/// Puts the parts a service names after its own questions. Whose result it is, a question of its own
/// says before one of a part.
pub(super) fn join(service: &mut Service, source: &Source<'_>, parts: &Parts) -> Result<(), Fault> {
    let mut sections = Vec::new();
    for id in &service.with {
        let part = parts.get(id).ok_or_else(|| {
            source.fault(
                Code::CatalogueUnknownName,
                source.line_of_table("with", 0),
                id,
            )
        })?;
        service.fields.extend(part.fields.iter().cloned());
        if service.result_of_part.is_none() {
            service.result_of_part.clone_from(&part.result_of);
        }
        sections.extend(part.sections.iter().cloned());
        if service.level.is_none() {
            service.level.clone_from(&part.level);
        }
        if service.wish.is_none() {
            service.wish.clone_from(&part.wish);
        }
        if service.contact.is_none() {
            service.contact.clone_from(&part.contact);
        }
        if service.authority_until.is_none() {
            service.authority_until.clone_from(&part.authority_until);
        }
        service
            .receipt_each
            .extend(part.receipt_each.iter().cloned());
    }
    service.sections.splice(0..0, sections);
    Ok(())
}
