//! One answer on a form.
//!
//! Purpose: a value of the request as what the field holds, or why it is not that. May use: the
//! readers of this crate (dates, times, plates). Must never: guess, or show an answer in a debug
//! print.

use core::fmt;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::field::{Field, FieldKind, When};
use super::named::{self, Named};
use crate::born::PartialDate;
use crate::fault::{Code, Fault, Refusal};
use crate::moment::Day;
use crate::{plate, text, typed_time, vehicle_number};

/// Answers by field key.
pub type Fields = BTreeMap<String, FieldValue>;

/// One answer. Days stand as `YYYY-MM-DD`, choices as their keys in the order of the catalogue.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// Yes or no.
    YesNo(bool),
    /// A whole number.
    Number(i64),
    /// Text, a day, a choice, whatever is one piece.
    Text(String),
    /// Several choices.
    Several(Vec<String>),
    /// A person.
    Person(Box<Named>),
    /// Several people.
    People(Vec<Named>),
}

impl FieldValue {
    /// Names of whoever it names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let people = match self {
            Self::Person(one) => std::slice::from_ref(one.as_ref()),
            Self::People(several) => several.as_slice(),
            Self::YesNo(_) | Self::Number(_) | Self::Text(_) | Self::Several(_) => &[],
        };
        people.iter().map(|one| one.name.as_str())
    }

    /// The text of what is one piece.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::YesNo(_)
            | Self::Number(_)
            | Self::Several(_)
            | Self::Person(_)
            | Self::People(_) => None,
        }
    }

    /// Everybody it names.
    pub fn people(&self) -> &[Named] {
        match self {
            Self::Person(named) => core::slice::from_ref(&**named),
            Self::People(people) => people,
            Self::YesNo(_) | Self::Number(_) | Self::Text(_) | Self::Several(_) => &[],
        }
    }

    /// Everybody it names, to be changed.
    pub fn people_mut(&mut self) -> &mut [Named] {
        match self {
            Self::Person(named) => core::slice::from_mut(&mut **named),
            Self::People(people) => people,
            Self::YesNo(_) | Self::Number(_) | Self::Text(_) | Self::Several(_) => &mut [],
        }
    }
}

impl fmt::Debug for FieldValue {
    /// Case text never reaches a log, not even by accident.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::YesNo(_) => f.write_str("YesNo(..)"),
            Self::Number(_) => f.write_str("Number(..)"),
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Several(keys) => write!(f, "Several({})", keys.len()),
            Self::Person(_) => f.write_str("Person(..)"),
            Self::People(people) => write!(f, "People({})", people.len()),
        }
    }
}

/// Reads one answer, told on a day; `None` for a blank one. Faults inside an answer of several parts
/// are told at the part (`[1].number`).
pub(super) fn read(
    field: &Field,
    value: &Value,
    today: Day,
) -> Result<Option<FieldValue>, Refusal> {
    match field.kind {
        FieldKind::Person => {
            let named = named::one(field, value, today)?;
            Ok(named.map(|named| FieldValue::Person(Box::new(named))))
        }
        FieldKind::Persons => {
            let people = named::several(field, value, today)?;
            Ok((!people.is_empty()).then_some(FieldValue::People(people)))
        }
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Number
        | FieldKind::Money
        | FieldKind::Date
        | FieldKind::PartialDate
        | FieldKind::Time
        | FieldKind::Choice
        | FieldKind::Choices
        | FieldKind::YesNo
        | FieldKind::Plate
        | FieldKind::VehicleNumber
        | FieldKind::Address
        | FieldKind::Computed
        | FieldKind::Note => Ok(piece(field, value, today)?),
    }
}

/// An answer in one piece.
fn piece(field: &Field, value: &Value, today: Day) -> Result<Option<FieldValue>, Fault> {
    let longest = field.max_length.unwrap_or(0);
    match field.kind {
        FieldKind::Text | FieldKind::Address => Ok(filled(text::line(string(value)?, longest)?)),
        FieldKind::LongText => Ok(filled(text::prose(string(value)?, longest)?)),
        FieldKind::Number | FieldKind::Money => number(field, value).map(Some),
        FieldKind::Date => written(value, |typed| {
            let day: Day = typed
                .parse()
                .map_err(|_not_a_day| Fault::new(Code::FieldNotDate))?;
            in_time(field, day, today)?;
            Ok(day.to_string())
        }),
        FieldKind::PartialDate => written(value, |typed| {
            let date = PartialDate::from_iso(typed);
            let date = date.ok_or_else(|| Fault::new(Code::FieldNotDate))?;
            if date.is_after(today) {
                return Err(Fault::new(Code::DateInFuture));
            }
            Ok(date.iso())
        }),
        FieldKind::Time => written(value, |typed| {
            let time = typed_time::clock(typed)?;
            Ok(format!("{:02}:{:02}", time.hour(), time.minute()))
        }),
        FieldKind::Plate => written(value, |typed| Ok(plate::read(typed)?.number)),
        FieldKind::VehicleNumber => written(value, vehicle_number::read),
        FieldKind::Choice => written(value, |typed| choice(field, typed).map(str::to_owned)),
        FieldKind::Choices => several(field, value),
        FieldKind::YesNo => match value {
            Value::Bool(answer) => Ok(Some(FieldValue::YesNo(*answer))),
            Value::Null
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => Err(Fault::new(Code::FieldNotYesNo)),
        },
        FieldKind::Note | FieldKind::Computed | FieldKind::Person | FieldKind::Persons => {
            Err(Fault::new(Code::FieldUnknown))
        }
    }
}

/// What is written in one piece and read by somebody else; blank is no answer.
fn written(
    value: &Value,
    read: impl FnOnce(&str) -> Result<String, Fault>,
) -> Result<Option<FieldValue>, Fault> {
    let typed = string(value)?.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    read(typed).map(filled)
}

fn string(value: &Value) -> Result<&str, Fault> {
    value.as_str().ok_or_else(|| Fault::new(Code::FieldNotText))
}

pub(super) fn filled(text: String) -> Option<FieldValue> {
    let blank = text.trim().is_empty();
    (!blank).then_some(FieldValue::Text(text))
}

/// A day is one of those it may be.
fn in_time(field: &Field, day: Day, today: Day) -> Result<(), Fault> {
    match field.when {
        Some(When::Past) if day > today => Err(Fault::new(Code::DateInFuture)),
        Some(When::Future) if day < today => Err(Fault::new(Code::DateInPast)),
        Some(When::Past | When::Future) | None => Ok(()),
    }
}

fn number(field: &Field, value: &Value) -> Result<FieldValue, Fault> {
    let number = value
        .as_i64()
        .ok_or_else(|| Fault::new(Code::FieldNotNumber))?;
    let (min, max) = (field.min.unwrap_or(0), field.max.unwrap_or(0));
    if (min..=max).contains(&number) {
        return Ok(FieldValue::Number(number));
    }
    Err(Fault::new(Code::FieldOutOfRange)
        .with("min", min)
        .with("max", max))
}

/// The key as the catalogue has it.
fn choice<'a>(field: &'a Field, typed: &str) -> Result<&'a str, Fault> {
    let mut keys = field.choices.iter().map(|choice| choice.key.as_str());
    keys.find(|key| *key == typed).ok_or_else(|| {
        let keys: Vec<&str> = field
            .choices
            .iter()
            .map(|choice| choice.key.as_str())
            .collect();
        Fault::new(Code::FieldNotChoice).with("choices", keys.join(", "))
    })
}

/// Each key once, in the order of the catalogue.
fn several(field: &Field, value: &Value) -> Result<Option<FieldValue>, Fault> {
    let told = value.as_array();
    let told = told.ok_or_else(|| Fault::new(Code::FieldNotChoices))?;
    let told: Vec<&str> = told
        .iter()
        .map(|one| choice(field, string(one)?))
        .collect::<Result<_, Fault>>()?;
    let keys = field.choices.iter().map(|choice| choice.key.as_str());
    let keys: Vec<String> = keys
        .filter(|key| told.contains(key))
        .map(str::to_owned)
        .collect();
    Ok((!keys.is_empty()).then_some(FieldValue::Several(keys)))
}
