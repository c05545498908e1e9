//! From a row to a person.
//!
//! Purpose: reads the cells of one row at the door, all faults at once, each told of its column.
//! Must never: accept a date whose century would have to be guessed.

use domain::born::{PartialDate, Sex};
use domain::fault::{Code, Fault, Faults, Refusal};
use domain::fold;
use domain::moment::Day;
use domain::person::{self, Facts};
use domain::typed_date;

use super::table::{Column, Row};

/// Path under which the door tells its faults; taken off again.
const PATH: &str = "row";

/// The person a row tells of.
pub(super) fn of(row: &Row, today: Day) -> Result<Facts, Refusal> {
    if row.unread {
        return Err(Refusal::new(Code::PeopleRowUnread));
    }
    let cell = |column| row.cell(column);
    let some = |column| {
        Some(cell(column))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let typed = Facts {
        name: cell(Column::Name).to_owned(),
        number: some(Column::Number),
        old_number: some(Column::OldNumber),
        phones: some(Column::Phone).into_iter().collect(),
        address: cell(Column::Address).to_owned(),
        ..Facts::default()
    };
    let mut faults = Faults::default();
    let facts = faults.keep_all(person::check(&typed, person::Naming::Needed, PATH));
    let in_column =
        |fault: Fault, column: Column| fault.in_field(format!("{PATH}.{}", column.name()));
    let birth = born(cell(Column::Born), today);
    let birth = faults.keep(birth.map_err(|fault| in_column(fault, Column::Born)));
    let sex = sex(cell(Column::Sex)).map_err(|fault| in_column(fault, Column::Sex));
    let sex = faults.keep(sex);
    faults.finish().map_err(columns)?;
    let facts = facts.unwrap_or_default();
    Ok(Facts {
        born: birth.flatten(),
        sex: sex.flatten(),
        ..facts
    })
}

/// Whether a typed date says its century.
pub(crate) fn year_in_full(text: &str) -> bool {
    let groups = text.split(|letter: char| !letter.is_ascii_digit());
    groups
        .map(str::len)
        .any(|length| length == 4 || length == 8)
}

/// A birth date with its year in full; nothing for an empty cell.
pub(crate) fn born(text: &str, today: Day) -> Result<Option<PartialDate>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    if !year_in_full(text) {
        return Err(Fault::new(Code::DateNotRead));
    }
    typed_date::birth(text, today).map(Some)
}

/// Sex as cards and former registers word it.
fn sex(text: &str) -> Result<Option<Sex>, Fault> {
    match fold::folded_key(text).as_str() {
        "" => Ok(None),
        "female" | "nu" | "f" => Ok(Some(Sex::Female)),
        "male" | "nam" | "m" => Ok(Some(Sex::Male)),
        _ => Err(Fault::new(Code::FieldNotChoice).with("choices", "female, male, nữ, nam")),
    }
}

/// The same faults, told of columns instead of a person's parts.
pub(super) fn columns(mut refusal: Refusal) -> Refusal {
    for fault in std::iter::once(&mut refusal.first).chain(&mut refusal.more) {
        let Some(field) = &mut fault.field else {
            continue;
        };
        let part = field.strip_prefix("row.").unwrap_or(field);
        *field = if part.starts_with("phones") {
            "phone".to_owned()
        } else {
            part.to_owned()
        };
    }
    refusal
}
