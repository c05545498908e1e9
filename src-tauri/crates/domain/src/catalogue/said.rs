//! An answer in words, as papers and pages show it.
//!
//! Purpose: `1.250.000 đồng`, `05/03/1990`, the label of a choice. Must never: shorten or judge an
//! answer.

use super::answer::{FieldValue, Fields};
use super::field::{Field, FieldKind};
use super::service::Service;
use crate::born::PartialDate;
use crate::words::Lang;

impl Service {
    /// The answers that stand on the citizen's paper, with their labels, in the form's order.
    pub fn on_receipt(&self, answers: &Fields, lang: Lang) -> Vec<(String, String)> {
        let printed = self.fields.iter().filter(|field| field.on_receipt);
        let said = printed.filter_map(|field| {
            let answer = answers.get(&field.key)?;
            Some((field.labels.get(lang).to_owned(), field.said(answer, lang)))
        });
        said.collect()
    }
}

impl Field {
    /// An answer in words of one language.
    pub fn said(&self, answer: &FieldValue, lang: Lang) -> String {
        let label = |key: &String| {
            let mut choices = self.choices.iter();
            let choice = choices.find(|choice| &choice.key == key);
            choice.map_or_else(|| key.clone(), |choice| choice.labels.get(lang).to_owned())
        };
        match answer {
            FieldValue::YesNo(true) => lang.word("ui.yes"),
            FieldValue::YesNo(false) => lang.word("ui.no"),
            FieldValue::Number(number) if self.kind == FieldKind::Money => lang.say(
                "paper.money",
                &[("amount".to_owned(), grouped(*number))].into(),
            ),
            // Four figures may be a year.
            FieldValue::Number(number) if number.unsigned_abs() < 10_000 => number.to_string(),
            FieldValue::Number(number) => grouped(*number),
            FieldValue::Several(keys) => keys.iter().map(label).collect::<Vec<_>>().join("; "),
            FieldValue::Text(text) if self.kind == FieldKind::Choice => label(text),
            FieldValue::Text(text) if self.kind.is_date() => {
                PartialDate::from_iso(text).map_or_else(|| text.clone(), |date| date.to_string())
            }
            FieldValue::Text(text) => text.clone(),
            FieldValue::Person(named) => named.name.clone(),
            FieldValue::People(people) => {
                let names: Vec<&str> = people.iter().map(|one| one.name.as_str()).collect();
                names.join("; ")
            }
        }
    }
}

/// `1.250.000`: Vietnamese figures, on every paper.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let first = match digits.len() % 3 {
        0 => 3,
        rest => rest,
    };
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at >= first && (at - first).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}
