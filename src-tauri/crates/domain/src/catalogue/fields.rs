//! The answers on a form, checked against the service that asked.
//!
//! Purpose: JSON in, checked values out, with every fault at once. May use: text. Must never:
//! store an answer nobody asked for, or show one in a debug print.

use core::fmt;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::service::{Field, FieldKind, Service};
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::moment::Day;
use crate::text;

/// Answers by field key.
pub type Fields = BTreeMap<String, FieldValue>;

/// One answer. Days stand as `YYYY-MM-DD`, choices as their key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// Yes or no.
    YesNo(bool),
    /// A whole number.
    Number(i64),
    /// Text, a day or a choice.
    Text(String),
}

impl FieldValue {
    /// The text of a text, day or choice.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::YesNo(_) | Self::Number(_) => None,
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
        }
    }
}

impl Service {
    /// Checks answers against the form. All faults at once, in the form's order, unknown keys
    /// last; each at `fields.<key>`. Blank answers are left out.
    pub fn check(&self, typed: &BTreeMap<String, Value>) -> Result<Fields, Refusal> {
        let mut faults = Faults::default();
        let mut fields = Fields::new();
        for field in &self.fields {
            let answer = match typed.get(&field.key) {
                None | Some(Value::Null) => None,
                Some(value) => match read(field, value) {
                    Ok(answer) => answer,
                    Err(fault) => {
                        faults.push(Fault {
                            field: Some(path(&field.key)),
                            ..fault
                        });
                        continue;
                    }
                },
            };
            match answer {
                Some(answer) => {
                    fields.insert(field.key.clone(), answer);
                }
                None if field.required => {
                    faults.push(Fault::at(Code::FieldMissing, path(&field.key)));
                }
                None => {}
            }
        }
        if typed
            .keys()
            .any(|key| self.fields.iter().all(|field| &field.key != key))
        {
            unknown(self, typed, &mut faults);
        }
        faults.finish()?;
        Ok(fields)
    }

    /// What a paper register says of a matter, as the answer that tells what it is about: the first
    /// long text that has to be answered. What else the form asks was never asked on paper. Nothing
    /// where the form asks for no such text.
    pub fn carried(&self, content: &str) -> Result<Fields, Fault> {
        let long = |field: &&Field| field.kind == FieldKind::LongText;
        let mut texts = self.fields.iter().filter(long);
        let told = texts.clone().find(|field| field.required);
        let Some(field) = told.or_else(|| texts.next()) else {
            return Ok(Fields::new());
        };
        let content = text::prose(content, field.max_length.unwrap_or(0))?;
        let answer = filled(content).ok_or_else(|| Fault::new(Code::FieldMissing))?;
        Ok(Fields::from([(field.key.clone(), answer)]))
    }
}

fn path(key: &str) -> String {
    format!("fields.{key}")
}

/// A key nobody knows may be anything, so only a well-behaved one is repeated in the fault.
fn unknown(service: &Service, typed: &BTreeMap<String, Value>, faults: &mut Faults) {
    let strangers = typed
        .keys()
        .filter(|key| service.fields.iter().all(|field| &field.key != *key));
    for key in strangers.take(20) {
        let plain = key.len() <= 60 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let field = if plain {
            path(key)
        } else {
            "fields".to_owned()
        };
        faults.push(Fault::at(Code::FieldUnknown, field));
    }
}

/// Reads one answer; `None` for a blank one.
fn read(field: &Field, value: &Value) -> Result<Option<FieldValue>, Fault> {
    match field.kind {
        FieldKind::Text => {
            let read = text::line(string(value)?, field.max_length.unwrap_or(0))?;
            Ok(filled(read))
        }
        FieldKind::LongText => {
            let read = text::prose(string(value)?, field.max_length.unwrap_or(0))?;
            Ok(filled(read))
        }
        FieldKind::Number => number(field, value).map(Some),
        FieldKind::Date => {
            let typed = string(value)?.trim();
            let day = |typed: &str| {
                typed
                    .parse::<Day>()
                    .map_err(|_not_a_day| Fault::new(Code::FieldNotDate))
            };
            if typed.is_empty() {
                Ok(None)
            } else {
                Ok(filled(day(typed)?.to_string()))
            }
        }
        FieldKind::Choice => choice(field, string(value)?),
        FieldKind::YesNo => match value {
            Value::Bool(answer) => Ok(Some(FieldValue::YesNo(*answer))),
            Value::Null
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => Err(Fault::new(Code::FieldNotYesNo)),
        },
    }
}

fn string(value: &Value) -> Result<&str, Fault> {
    value.as_str().ok_or_else(|| Fault::new(Code::FieldNotText))
}

fn filled(text: String) -> Option<FieldValue> {
    let blank = text.trim().is_empty();
    (!blank).then_some(FieldValue::Text(text))
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

fn choice(field: &Field, typed: &str) -> Result<Option<FieldValue>, Fault> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    if field.choices.iter().any(|choice| choice.key == typed) {
        return Ok(filled(typed.to_owned()));
    }
    let keys: Vec<&str> = field
        .choices
        .iter()
        .map(|choice| choice.key.as_str())
        .collect();
    Err(Fault::new(Code::FieldNotChoice).with("choices", keys.join(", ")))
}
