//! Whether the questions of a service file make sense.
//!
//! Purpose: each kind says its own limits and no other kind's; a condition looks at a question
//! above it and at an answer that can be given there. Must never: judge what is asked.

use std::collections::BTreeSet;

use super::super::computed::Computed;
use super::super::declaration::NAME;
use super::super::field::{Condition, Field, FieldKind, yes_or_no};
use super::super::named::PEOPLE_LIMIT;
use super::super::route::tells_phone;
use super::super::service::Service;
use super::super::source::Source;
use super::{At, Checked, name};
use crate::fault::Code;

/// The longest text a field may allow, characters (its bytes are limited at the door too).
const LENGTH_LIMIT: usize = 10_000;

pub(super) fn fields(fields: &[Field], protected: bool, source: &Source<'_>) -> Checked {
    let mut keys = BTreeSet::new();
    for (index, field) in fields.iter().enumerate() {
        let at = At {
            source,
            table: "fields",
            index,
        };
        at.ensure(name(&field.key, '_'), Code::CatalogueBadValue, &field.key)?;
        at.once(&mut keys, &field.key)?;
        at.titles(&field.labels, &"labels")?;
        if let Some(help) = &field.help {
            at.titles(help, &"help")?;
        }
        limits(field, &at)?;
        // What is secret is on no paper; a table of people has no room on one, and where somebody lives
        // is kept off it where it has to be.
        let unfit = matches!(field.kind, FieldKind::Persons | FieldKind::Address);
        let printed = !protected && field.kind.asks() && !unfit;
        at.ensure(
            printed || !field.on_receipt,
            Code::CatalogueBadValue,
            &"on_receipt",
        )?;
        let above = fields.get(..index).unwrap_or_default();
        dates(field, above, &at)?;
        computed(field, above, &at)?;
        conditions(field, above, &at)?;
    }
    Ok(())
}

/// Whoever gets a receipt of her own is named in the form.
pub(super) fn receipt_each(service: &Service, source: &Source<'_>) -> Checked {
    let at = At {
        source,
        table: "receipt_each",
        index: 0,
    };
    for key in &service.receipt_each {
        let mut fields = service.fields.iter();
        let known = fields.any(|field| &field.key == key && field.kind.is_people());
        at.ensure(known, Code::CatalogueUnknownName, key)?;
    }
    Ok(())
}

/// A route looks at a state and at questions that tell what it needs.
pub(super) fn route(service: &Service, source: &Source<'_>) -> Checked {
    let Some(route) = &service.route else {
        return Ok(());
    };
    let at = At {
        source,
        table: "route",
        index: 0,
    };
    let state = service.states.iter().any(|state| state.id == route.state);
    at.ensure(state, Code::CatalogueUnknownName, &route.state)?;
    for (key, fits) in route.asks() {
        let mut fields = service.fields.iter();
        let known = fields.any(|field| field.key == key && fits(field.kind));
        at.ensure(known, Code::CatalogueUnknownName, &key)?;
    }
    let mut fields = service.fields.iter();
    let contact = fields.any(|field| field.key == route.contact && tells_phone(field));
    at.ensure(contact, Code::CatalogueMissing, &"phone")
}

/// A fee looks at what is asked, and its law is cited.
pub(super) fn fees(service: &Service, source: &Source<'_>) -> Checked {
    let mut ids = BTreeSet::new();
    for (index, fee) in service.fees.iter().enumerate() {
        let at = At {
            source,
            table: "fees",
            index,
        };
        at.ensure(name(&fee.id, '-'), Code::CatalogueBadValue, &fee.id)?;
        at.once(&mut ids, &fee.id)?;
        at.titles(&fee.titles, &fee.id)?;
        let cited = !fee.basis.trim().is_empty();
        at.ensure(cited, Code::CatalogueMissing, &"basis")?;
        let ends_late = fee.valid_to.is_none_or(|last| fee.valid_from <= last);
        at.ensure(ends_late, Code::CatalogueDates, &fee.valid_from)?;
        for condition in &fee.applies_when {
            look(condition, &service.fields, &at)?;
        }
    }
    let Some(key) = &service.result_of else {
        return waived(service, source);
    };
    let at = At {
        source,
        table: "result_of",
        index: 0,
    };
    let mut fields = service.fields.iter();
    let known = fields.any(|field| &field.key == key && field.kind == FieldKind::Person);
    at.ensure(known, Code::CatalogueUnknownName, key)?;
    waived(service, source)
}

/// Why nothing is paid is a choice of the form.
fn waived(service: &Service, source: &Source<'_>) -> Checked {
    let Some(key) = &service.fee_waived_by else {
        return Ok(());
    };
    let at = At {
        source,
        table: "fee_waived_by",
        index: 0,
    };
    let mut fields = service.fields.iter();
    let known = fields.any(|field| &field.key == key && field.kind == FieldKind::Choice);
    at.ensure(known, Code::CatalogueUnknownName, key)
}

/// Each kind of field says its own limits and no other kind's.
fn limits(field: &Field, at: &At<'_>) -> Checked {
    let said = |said: bool, of_kind: bool, what: &str| {
        at.ensure(said == of_kind, Code::CatalogueMissing, &what)
    };
    said(
        field.max_length.is_some(),
        field.kind.is_text(),
        "max_length",
    )?;
    let length = field
        .max_length
        .is_none_or(|length| (1..=LENGTH_LIMIT).contains(&length));
    at.ensure(length, Code::CatalogueBadValue, &"max_length")?;
    let computed = field.kind == FieldKind::Computed;
    said(field.computes.is_some(), computed, "computes")?;
    // What is worked out may have limits, and has both or none.
    let of_number = field.kind.is_number() && (!computed || field.min.is_some());
    said(field.min.is_some(), of_number, "min, max")?;
    // Of several people it says how many; without it the program's own limit counts.
    let counted = field.kind == FieldKind::Persons && field.max.is_some();
    said(field.max.is_some(), of_number || counted, "min, max")?;
    let most = field.max.and_then(|most| usize::try_from(most).ok());
    let people = !counted || most.is_some_and(|most| (1..=PEOPLE_LIMIT).contains(&most));
    at.ensure(
        people && field.min <= field.max,
        Code::CatalogueBadValue,
        &"min, max",
    )?;
    said(!field.choices.is_empty(), field.kind.is_chosen(), "choices")?;
    let mut keys = BTreeSet::new();
    for choice in &field.choices {
        at.ensure(name(&choice.key, '_'), Code::CatalogueBadValue, &choice.key)?;
        at.once(&mut keys, &choice.key)?;
        at.titles(&choice.labels, &choice.key)?;
    }
    said(!field.parts.is_empty(), field.kind.is_people(), "parts")?;
    let once: BTreeSet<_> = field.parts.iter().collect();
    let once = once.len() == field.parts.len();
    at.ensure(once, Code::CatalogueDuplicate, &"parts")?;
    part_labels(field, at)?;
    let offered = field.offers.is_none_or(|offer| offer.kind() == field.kind);
    at.ensure(offered, Code::CatalogueBadValue, &"offers")?;
    // Nobody can answer a note, and it is help itself.
    let demanded = field.required || !field.required_when.is_empty() || field.help.is_some();
    at.ensure(
        field.kind.asks() || !demanded,
        Code::CatalogueBadValue,
        &"note",
    )
}

/// Words for the lines of one person: for her name, and for what is asked of her.
fn part_labels(field: &Field, at: &At<'_>) -> Checked {
    let one = field.kind == FieldKind::Person || field.part_labels.is_empty();
    at.ensure(one, Code::CatalogueBadValue, &"part_labels")?;
    for (part, titles) in &field.part_labels {
        let mut parts = field.parts.iter().map(|part| part.text());
        let known = part == NAME || parts.any(|one| one == part);
        at.ensure(known, Code::CatalogueUnknownName, part)?;
        at.titles(titles, part)?;
    }
    Ok(())
}

/// Only a day lies before or after something; another day it follows is asked above it.
fn dates(field: &Field, above: &[Field], at: &At<'_>) -> Checked {
    at.ensure(
        field.when.is_none() || field.kind == FieldKind::Date,
        Code::CatalogueBadValue,
        &"when",
    )?;
    let Some(first) = &field.not_before else {
        return Ok(());
    };
    at.ensure(
        field.kind == FieldKind::Date,
        Code::CatalogueBadValue,
        &"not_before",
    )?;
    let known = above
        .iter()
        .any(|one| &one.key == first && one.kind == FieldKind::Date);
    at.ensure(known, Code::CatalogueUnknownName, first)
}

/// It is worked out from questions above it that tell what is wanted.
fn computed(field: &Field, above: &[Field], at: &At<'_>) -> Checked {
    for (key, fits) in field.computes.iter().flat_map(Computed::rests_on) {
        let known = above.iter().any(|one| one.key == key && fits(one));
        at.ensure(known, Code::CatalogueUnknownName, &key)?;
    }
    Ok(())
}

fn conditions(field: &Field, above: &[Field], at: &At<'_>) -> Checked {
    for condition in field.shown_when.iter().chain(&field.required_when) {
        look(condition, above, at)?;
    }
    // Something can always be chosen.
    let mut choices = field.choices.iter();
    let always = choices.any(|choice| choice.offered_when.is_empty());
    at.ensure(
        field.choices.is_empty() || always,
        Code::CatalogueBadValue,
        &"offered_when",
    )?;
    for choice in &field.choices {
        for condition in &choice.offered_when {
            look(condition, above, at)?;
        }
        together(&choice.offered_when, above, at)?;
    }
    for list in [&field.shown_when, &field.required_when] {
        together(list, above, at)?;
    }
    // What must always be answered is answered without a condition, too.
    at.ensure(
        !field.required || field.required_when.is_empty(),
        Code::CatalogueBadValue,
        &"required_when",
    )
}

/// A condition looks at one of these questions.
pub(super) fn look(condition: &Condition, among: &[Field], at: &At<'_>) -> Checked {
    let asked = among
        .iter()
        .find(|one| one.key == condition.field && one.kind.asks());
    let Some(asked) = asked else {
        return Err(at.wrong(Code::CatalogueUnknownName, &condition.field));
    };
    answers(condition, asked, at)
}

/// Two conditions on one question can hold of one answer.
fn together(list: &[Condition], above: &[Field], at: &At<'_>) -> Checked {
    let one_answer = |key: &str| {
        let of = above.iter().find(|one| one.key == key);
        of.is_some_and(|one| one.kind != FieldKind::Choices)
    };
    for (index, one) in list.iter().enumerate() {
        for other in list.iter().skip(index + 1) {
            let both = match (&one.is, &other.is) {
                (Some(one), Some(other)) => one.iter().any(|key| other.contains(key)),
                (Some(keys), None) => leaves_one(keys, other),
                (None, Some(keys)) => leaves_one(keys, one),
                (None, None) => true,
            };
            let same = one.field == other.field && one_answer(&one.field);
            at.ensure(!same || both, Code::CatalogueBadValue, &other.field)?;
        }
    }
    Ok(())
}

/// Whether a condition lets one of these answers pass.
fn leaves_one(keys: &[String], other: &Condition) -> bool {
    let but = other.is_not.as_deref().unwrap_or_default();
    keys.iter().any(|key| !but.contains(key))
}

/// What a condition waits for can be answered there.
fn answers(condition: &Condition, asked: &Field, at: &At<'_>) -> Checked {
    // Left out, it waits for any answer; an emptied list would wait for none.
    for (list, name) in [(&condition.is, "is"), (&condition.is_not, "is_not")] {
        let waits = list.as_ref().is_none_or(|wanted| !wanted.is_empty());
        at.ensure(waits, Code::CatalogueMissing, &name)?;
    }
    // One of them says it all: the other would say the same or nothing.
    let listed = condition.is.is_some() || condition.is_not.is_some();
    let one = condition.is.is_none() || condition.is_not.is_none();
    at.ensure(one, Code::CatalogueBadValue, &"is, is_not")?;
    let of_number = asked.kind.is_number() && !listed;
    let ordered = match (condition.at_least, condition.at_most) {
        (Some(least), Some(most)) => least <= most,
        _ => true,
    };
    at.ensure(
        !condition.is_bounded() || of_number && ordered,
        Code::CatalogueBadValue,
        &"at_least, at_most",
    )?;
    for wanted in condition.is.iter().chain(&condition.is_not).flatten() {
        let said = [true, false].map(yes_or_no).contains(&wanted.as_str());
        let chosen = asked.choices.iter().any(|choice| &choice.key == wanted);
        let known = chosen || (said && asked.kind == FieldKind::YesNo);
        at.ensure(known, Code::CatalogueUnknownName, wanted)?;
    }
    Ok(())
}
