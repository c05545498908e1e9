//! The answers on a form, checked against the service that asked.
//!
//! Purpose: JSON in, checked values out, with every fault at once. May use: text. Must never:
//! store an answer nobody asked for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::answer::{self, FieldValue, Fields};
use super::computed::{self, Computed};
use super::field::{Choice, Condition, Field, FieldKind, yes_or_no};
use super::service::Service;
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::moment::Day;
use crate::text;

/// A form that is being read, from its head.
struct Reading<'a> {
    /// What stands.
    answers: Fields,
    /// Keys of answers that were refused: what depends on one cannot be judged yet.
    unsure: BTreeSet<&'a str>,
    today: Day,
}

impl<'a> Reading<'a> {
    /// Whether all of these hold; nothing where one looks at an answer that was refused.
    fn hold(&self, conditions: &[Condition]) -> Option<bool> {
        let known = conditions
            .iter()
            .all(|condition| !self.unsure.contains(condition.field.as_str()));
        known.then(|| conditions.iter().all(|one| one.holds(&self.answers)))
    }

    /// The answer to one question, if there is one.
    fn answer(&self, field: &Field, typed: Option<&Value>) -> Result<Option<FieldValue>, Refusal> {
        let shown = self.hold(&field.shown_when);
        if shown == Some(false) {
            return match typed {
                Some(typed) if !blank(typed) => Err(Fault::new(Code::FieldUnknown).into()),
                Some(_) | None => Ok(None),
            };
        }
        let told = typed.filter(|typed| !typed.is_null());
        let told = told.map(|typed| answer::read(field, typed, self.today));
        let told = told.transpose()?.flatten();
        let answer = if field.kind == FieldKind::Computed {
            computed::answer(field, &self.answers, self.today)?
        } else {
            told
        };
        match answer {
            Some(answer) => {
                self.in_order(field, &answer)?;
                self.offered(field, &answer)?;
                Ok(Some(answer))
            }
            None if shown == Some(true) && self.required(field) => {
                Err(Fault::new(Code::FieldMissing).into())
            }
            None => Ok(None),
        }
    }

    /// It is worked out from an answer that was refused.
    fn rests_open(&self, field: &Field) -> bool {
        let rests = field.computes.iter().flat_map(Computed::rests_on);
        rests.into_iter().any(|(key, _)| self.unsure.contains(key))
    }

    fn required(&self, field: &Field) -> bool {
        let when = &field.required_when;
        field.required || (!when.is_empty() && self.hold(when) == Some(true))
    }

    /// A day is not before the one it is said to follow.
    fn in_order(&self, field: &Field, answer: &FieldValue) -> Result<(), Fault> {
        let day = |answer: &FieldValue| answer.text()?.parse::<Day>().ok();
        let first = field.not_before.as_ref();
        let first = first.and_then(|key| day(self.answers.get(key)?));
        match (first, day(answer)) {
            (Some(first), Some(day)) if day < first => {
                Err(Fault::new(Code::DateBeforeOther).with("day", first.figures()))
            }
            _ => Ok(()),
        }
    }

    /// What was chosen is there to choose, by what was answered above it.
    fn offered(&self, field: &Field, answer: &FieldValue) -> Result<(), Fault> {
        let open = |choice: &&Choice| self.hold(&choice.offered_when) != Some(false);
        let chosen = |key: &str| {
            let mut of = field.choices.iter().filter(open);
            of.any(|choice| choice.key == key)
        };
        let all = match answer {
            FieldValue::Text(key) if field.kind == FieldKind::Choice => chosen(key),
            FieldValue::Several(keys) => keys.iter().all(|key| chosen(key)),
            FieldValue::Text(_)
            | FieldValue::YesNo(_)
            | FieldValue::Number(_)
            | FieldValue::Person(_)
            | FieldValue::People(_) => true,
        };
        let left = || {
            let keys = field.choices.iter().filter(open);
            keys.map(|choice| choice.key.as_str()).collect::<Vec<_>>()
        };
        let refused = || Fault::new(Code::FieldNotChoice).with("choices", left().join(", "));
        all.then_some(()).ok_or_else(refused)
    }

    /// Keeps an answer, or tells what is wrong with it at its question.
    fn keep(
        &mut self,
        field: &'a Field,
        answer: Result<Option<FieldValue>, Refusal>,
    ) -> Result<(), Refusal> {
        let answer = answer.map_err(|refusal| {
            self.unsure.insert(&field.key);
            at_question(refusal, &field.key)
        })?;
        if let Some(answer) = answer {
            self.answers.insert(field.key.clone(), answer);
        }
        Ok(())
    }
}

fn at_question(mut refusal: Refusal, key: &str) -> Refusal {
    for fault in core::iter::once(&mut refusal.first).chain(&mut refusal.more) {
        let part = fault.field.take().unwrap_or_default();
        let dot = if part.is_empty() || part.starts_with('[') {
            ""
        } else {
            "."
        };
        fault.field = Some(format!("{}{dot}{part}", path(key)));
    }
    refusal
}

/// Nothing was answered.
fn blank(typed: &Value) -> bool {
    match typed {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(several) => several.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

impl Service {
    /// Checks answers told on a day against the form. All faults at once, in the form's order,
    /// unknown keys last; each at `fields.<key>`. Blank answers are left out; an answer to what is
    /// not asked is refused.
    pub fn check(&self, typed: &BTreeMap<String, Value>, today: Day) -> Result<Fields, Refusal> {
        let mut faults = Faults::default();
        let reading = self.read(typed, today, &mut faults);
        if typed.keys().any(|key| !self.asks(key)) {
            unknown(self, typed, &mut faults);
        }
        faults.finish()?;
        Ok(reading.answers)
    }

    /// What is worked out so far in a form that is still being filled in, by question. It is told
    /// where it lies outside its limits, too; what cannot be read yet counts as not answered.
    pub fn computed(&self, typed: &BTreeMap<String, Value>, today: Day) -> BTreeMap<String, i64> {
        let reading = self.read(typed, today, &mut Faults::default());
        let shown = |field: &&Field| reading.hold(&field.shown_when) == Some(true);
        let worked_out = self.fields.iter().filter(shown).filter_map(|field| {
            let number = field.computes.as_ref()?.of(&reading.answers, today)?;
            Some((field.key.clone(), number))
        });
        worked_out.collect()
    }

    /// The form from its head.
    fn read<'a>(
        &'a self,
        typed: &BTreeMap<String, Value>,
        today: Day,
        faults: &mut Faults,
    ) -> Reading<'a> {
        let mut reading = Reading {
            answers: Fields::new(),
            unsure: BTreeSet::new(),
            today,
        };
        for field in self.fields.iter().filter(|field| field.kind.asks()) {
            if reading.rests_open(field) {
                reading.unsure.insert(&field.key);
                continue;
            }
            let answer = reading.answer(field, typed.get(&field.key));
            faults.keep_all(reading.keep(field, answer));
        }
        reading
    }

    /// What was chosen so far in a form that is still being filled in: choices by their keys, `yes`
    /// and `no`. What is none of these is left out.
    pub fn chosen(&self, typed: &BTreeMap<String, String>) -> Fields {
        let mut chosen = Fields::new();
        for field in &self.fields {
            let Some(told) = typed.get(&field.key) else {
                continue;
            };
            let of_list = field.choices.iter().any(|choice| &choice.key == told);
            let said = [true, false]
                .into_iter()
                .find(|one| yes_or_no(*one) == told);
            let answer = match (field.kind, said) {
                (FieldKind::YesNo, Some(said)) => FieldValue::YesNo(said),
                (FieldKind::Choice, _) if of_list => FieldValue::Text(told.clone()),
                _ => continue,
            };
            chosen.insert(field.key.clone(), answer);
        }
        chosen
    }

    /// There is such a question.
    fn asks(&self, key: &str) -> bool {
        let mut asked = self.fields.iter().filter(|field| field.kind.asks());
        asked.any(|field| field.key == key)
    }

    /// What a paper register says of a matter, as the answer that tells what it is about: the first
    /// long text that has to be answered. What else the form asks was never asked on paper. Nothing
    /// where the form asks for no such text.
    pub fn carried(&self, content: &str) -> Result<Fields, Fault> {
        let always = |field: &&Field| field.shown_when.is_empty();
        let long = |field: &&Field| field.kind == FieldKind::LongText && always(field);
        let mut texts = self.fields.iter().filter(long);
        let told = texts.clone().find(|field| field.required);
        let Some(field) = told.or_else(|| texts.next()) else {
            return Ok(Fields::new());
        };
        let content = text::prose(content, field.max_length.unwrap_or(0))?;
        let answer = answer::filled(content).ok_or_else(|| Fault::new(Code::FieldMissing))?;
        Ok(Fields::from([(field.key.clone(), answer)]))
    }
}

fn path(key: &str) -> String {
    format!("fields.{key}")
}

/// A key nobody knows may be anything, so only a well-behaved one is repeated in the fault.
fn unknown(service: &Service, typed: &BTreeMap<String, Value>, faults: &mut Faults) {
    let strangers = typed.keys().filter(|key| !service.asks(key));
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
