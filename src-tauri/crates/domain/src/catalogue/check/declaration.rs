//! Whether the form that is signed makes sense.
//!
//! Purpose: it has a title and somebody to sign it, and what it asks and where its headings stand are
//! questions of the service. Must never: judge the law's wording.

use std::collections::BTreeSet;

use super::super::declaration::Declaration;
use super::super::field::{Field, FieldKind};
use super::super::service::Service;
use super::super::source::Source;
use super::{At, Checked};
use crate::fault::Code;

/// What is signed has a title and somebody to sign it.
pub(super) fn check(service: &Service, source: &Source<'_>) -> Checked {
    let Some(declaration) = &service.declaration else {
        return Ok(());
    };
    let at = At {
        source,
        table: "declaration",
        index: 0,
    };
    at.titles(&declaration.titles, &"titles")?;
    at.ensure(
        declaration.layout > 0,
        Code::CatalogueBadValue,
        &declaration.layout,
    )?;
    at.ensure(
        (1..=4).contains(&declaration.signers.len()),
        Code::CatalogueMissing,
        &"signers",
    )?;
    let there = declaration.declared_by;
    at.ensure(
        there.is_none_or(|place| (1..=declaration.signers.len()).contains(&place)),
        Code::CatalogueBadValue,
        &"declared_by",
    )?;
    let mut asked = BTreeSet::new();
    for key in &declaration.asks {
        let mut fields = service.fields.iter();
        let stands = |field: &Field| field.key == *key && field.kind.asks() && !field.desk_only;
        at.ensure(fields.any(stands), Code::CatalogueUnknownName, key)?;
        at.once(&mut asked, key)?;
    }
    for named in declaration.signers.iter().chain(&declaration.to) {
        at.titles(named, &"declaration")?;
    }
    // Minutes are the office's own paper, nobody is told apart by them.
    let photo = !(declaration.photo && declaration.minutes);
    at.ensure(photo, Code::CatalogueBadValue, &"photo")?;
    headings(service, declaration, source)
}

/// A heading stands above a line of the form, and no two above one.
fn headings(service: &Service, declaration: &Declaration, source: &Source<'_>) -> Checked {
    let person = declaration.person.iter().map(|known| known.text());
    let person: Vec<&str> = person.filter(|_| !service.no_person).collect();
    let mut above = BTreeSet::new();
    for (index, heading) in declaration.sections.iter().enumerate() {
        let at = At {
            source,
            table: "declaration.sections",
            index,
        };
        let before = heading.before.as_str();
        // Tables of people stand below all lines.
        let line = |field: &Field| {
            let listed = declaration.asks.is_empty() || declaration.asks.contains(&field.key);
            let asked = field.kind.asks() && !field.desk_only;
            field.key == before && listed && asked && field.kind != FieldKind::Persons
        };
        let known = person.contains(&before) || service.fields.iter().any(line);
        at.ensure(known, Code::CatalogueUnknownName, &before)?;
        at.once(&mut above, before)?;
        at.titles(&heading.titles, &before)?;
    }
    Ok(())
}
