//! Matters for which the desk goes to the citizen (*đi lưu động*).
//!
//! Purpose: which state puts a matter on the list of a day's route, and which questions tell what the
//! team has to know. Must never: put more of anybody on a list that leaves the building than the way to
//! her door.

use serde::{Deserialize, Serialize};

use super::answer::Fields;
use super::field::{Field, FieldKind, Part};
use super::service::Service;
use crate::words::Lang;

/// The route of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Matters in this state are on the list.
    pub state: String,
    /// The choice that says why: on the list stands the letter of its answer alone.
    pub reason: String,
    /// Where to go.
    pub home: String,
    /// What to bring.
    pub needs: String,
    /// Whom to ask for.
    pub contact: String,
    /// When it suits.
    pub slot: String,
}

/// What a list says of one matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stop {
    /// `A` for the first answer of the list, `B` for the second.
    pub reason: String,
    /// Where to go.
    pub home: String,
    /// The last four digits of the phone of whom to ask for.
    pub phone: Option<String>,
    /// What to bring.
    pub needs: String,
    /// When it suits.
    pub slot: String,
}

impl Service {
    /// What a list says of a matter with these answers.
    pub fn stop(&self, route: &Route, answers: &Fields, lang: Lang) -> Stop {
        let field = |key: &str| self.fields.iter().find(|field| field.key == key);
        let said = |key: &str| -> String {
            let found = field(key).zip(answers.get(key));
            found
                .map(|(field, answer)| field.said(answer, lang))
                .unwrap_or_default()
        };
        let contact = answers.get(&route.contact);
        let contact = contact.and_then(|answer| answer.people().first());
        Stop {
            reason: field(&route.reason)
                .zip(answers.get(&route.reason))
                .and_then(|(field, answer)| letter(field, answer.text()?))
                .unwrap_or_default(),
            home: said(&route.home),
            phone: contact
                .and_then(|named| named.phone.as_deref())
                .map(last_four),
            needs: said(&route.needs),
            slot: said(&route.slot),
        }
    }
}

/// A question's key, and whether its kind is one that tells what is wanted.
type Asks<'a> = (&'a str, fn(FieldKind) -> bool);

impl Route {
    /// The questions it looks at, with the kind each has to be.
    pub(super) fn asks(&self) -> [Asks<'_>; 5] {
        [
            (&self.reason, |kind| kind == FieldKind::Choice),
            (&self.home, |kind| kind == FieldKind::Address),
            (&self.needs, |kind| kind == FieldKind::Choices),
            (&self.contact, |kind| kind == FieldKind::Person),
            (&self.slot, |kind| kind == FieldKind::Text),
        ]
    }
}

/// The last four digits of a phone.
pub fn last_four(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    digits.iter().skip(digits.len().saturating_sub(4)).collect()
}

/// The letter of a choice's answer.
fn letter(field: &Field, key: &str) -> Option<String> {
    let place = field.choices.iter().position(|choice| choice.key == key)?;
    let place = u8::try_from(place).ok().filter(|place| *place < 26)?;
    Some(char::from(b'A'.saturating_add(place)).to_string())
}

/// Whether a question tells whom to ask for.
pub(super) fn tells_phone(field: &Field) -> bool {
    field.parts.contains(&Part::Phone)
}
