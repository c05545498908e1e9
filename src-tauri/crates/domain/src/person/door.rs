//! What was typed of a person, read at the door.
//!
//! Purpose: normalised text, digits without separators, real dates, or a fault of the field. Must
//! never: know the record.

use super::{ADDRESS_LIMIT, Facts, NAME_LIMIT, within};
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::number;
use crate::phone;
use crate::text;

/// Whether a name must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Nothing is known yet.
    Needed,
    /// The known name stays where none is told.
    Kept,
}

/// Reads typed facts at the door: normalised text, digits without separators, real dates.
/// `path` is the field path of the person in the request (`person`).
pub fn check(typed: &Facts, naming: Naming, path: &str) -> Result<Facts, Refusal> {
    let mut faults = Faults::default();
    let at = |field: &str| format!("{path}.{field}");
    let name = one_line(&mut faults, &typed.name, at("name"), NAME_LIMIT);
    let address = one_line(&mut faults, &typed.address, at("address"), ADDRESS_LIMIT);
    let other_names: Vec<String> = typed
        .other_names
        .iter()
        .enumerate()
        .map(|(index, value)| {
            one_line(
                &mut faults,
                value,
                at(&format!("other_names[{index}]")),
                NAME_LIMIT,
            )
        })
        .collect();
    let needed = naming == Naming::Needed;
    if needed && name.is_empty() && !faults.about(&at("name")) {
        faults.push(Fault::at(Code::FieldMissing, at("name")));
    }
    faults.keep_all(within(typed, &format!("{path}.")));
    let number = optional(
        &mut faults,
        typed.number.as_deref(),
        &at("number"),
        number::personal,
    );
    let old_number = optional(
        &mut faults,
        typed.old_number.as_deref(),
        &at("old_number"),
        number::old,
    );
    let passport = optional(
        &mut faults,
        typed.passport.as_deref(),
        &at("passport"),
        number::passport,
    );
    let nationality = optional(
        &mut faults,
        typed.nationality.as_deref(),
        &at("nationality"),
        number::nationality,
    );
    let phones = typed
        .phones
        .iter()
        .enumerate()
        .filter_map(|(index, value)| {
            optional(
                &mut faults,
                Some(value),
                &at(&format!("phones[{index}]")),
                phone::entered,
            )
        })
        .collect();
    faults.finish()?;
    let (born, sex) = (typed.born, typed.sex);
    Ok(Facts {
        name,
        other_names,
        born,
        sex,
        number,
        old_number,
        passport,
        nationality,
        phones,
        address,
    })
}

/// A text of one line, or a fault of its field.
fn one_line(faults: &mut Faults, value: &str, field: String, limit: usize) -> String {
    faults
        .keep(text::line(value, limit).map_err(|fault| fault.in_field(field)))
        .unwrap_or_default()
}

/// Runs a parser over a value that may be absent or blank.
fn optional(
    faults: &mut Faults,
    value: Option<&str>,
    field: &str,
    parse: fn(&str) -> Result<String, Fault>,
) -> Option<String> {
    let value = value.map(str::trim).filter(|value| !value.is_empty())?;
    faults.keep(parse(value).map_err(|fault| Fault {
        field: Some(field.to_owned()),
        ..fault
    }))
}
