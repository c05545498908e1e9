//! The questions of a form.
//!
//! Purpose: what a `[[fields]]` of a service file holds, and when it is asked. A condition looks at
//! answers given above it and nowhere else, so a form is read once, from its head. Must never: know
//! what an answer means for the matter.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::answer::{FieldValue, Fields};
use super::computed::Computed;
use crate::titles::Titles;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A whole number.
    Number,
    /// Whole đồng.
    Money,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A date that has been, of which day and month may be unknown: `1941`, `1941-03`, `1941-03-05`.
    PartialDate,
    /// A time of day, kept as `09:35`.
    Time,
    /// One of the choices.
    Choice,
    /// Any of the choices.
    Choices,
    /// Yes or no.
    YesNo,
    /// A vehicle's plate, kept as [`crate::plate`] does.
    Plate,
    /// The number of a frame or an engine, kept as [`crate::vehicle_number`] does.
    VehicleNumber,
    /// An address in one line, as it is written; communes are suggested.
    Address,
    /// A person named, of whom `parts` are asked.
    Person,
    /// Several of them: a table.
    Persons,
    /// Worked out from answers above, see [`Computed`]; nobody types it.
    Computed,
    /// Words to whoever fills the form in; nothing is answered.
    Note,
}

impl FieldKind {
    /// It has an answer.
    pub const fn asks(self) -> bool {
        !matches!(self, Self::Note)
    }

    /// Its answer is free text, which has a limit.
    pub(super) const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::LongText | Self::Address)
    }

    /// Its answer is a number.
    pub(super) const fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Money | Self::Computed)
    }

    /// Its answer is a date.
    pub(super) const fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::PartialDate)
    }

    /// Its answer names people.
    pub(super) const fn is_people(self) -> bool {
        matches!(self, Self::Person | Self::Persons)
    }

    /// Its answer is chosen from a list.
    pub(super) const fn is_chosen(self) -> bool {
        matches!(self, Self::Choice | Self::Choices)
    }
}

/// What a question may be answered with by one press: from whoever stands in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// Everybody of her household but herself; of a table.
    Household,
    /// Its head, and what she is to the head; of one person.
    Householder,
    /// Where she lives, as it stands in the form; of an address.
    Address,
    /// When the card that was scanned was issued; of a date.
    CardIssued,
}

impl Offer {
    /// The kind of question it may be offered for.
    pub(super) const fn kind(self) -> FieldKind {
        match self {
            Self::Household => FieldKind::Persons,
            Self::Householder => FieldKind::Person,
            Self::Address => FieldKind::Address,
            Self::CardIssued => FieldKind::Date,
        }
    }
}

/// What is asked of a person named in a form, beside her name.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Birth date, day and month may be unknown.
    Born,
    /// Sex.
    Sex,
    /// Personal number.
    Number,
    /// What she is to whom the form is about.
    Relation,
    /// Phone.
    Phone,
    /// Address.
    Address,
}

impl Part {
    /// Its label in the message catalogue.
    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::Born => "ui.named.born",
            Self::Sex => "ui.named.sex",
            Self::Number => "ui.named.number",
            Self::Relation => "ui.named.relation",
            Self::Phone => "ui.named.phone",
            Self::Address => "ui.named.address",
        }
    }

    /// As the catalogue and a request name it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Born => "born",
            Self::Sex => "sex",
            Self::Number => "number",
            Self::Relation => "relation",
            Self::Phone => "phone",
            Self::Address => "address",
        }
    }
}

/// Which days a day may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Not after the day it is told on.
    Past,
    /// Not before it.
    Future,
}

/// One question of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent line of the data file"
)]
pub struct Field {
    /// `content`.
    pub key: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// Its label; the words of a note.
    pub labels: Titles,
    /// It must be answered wherever it is asked.
    #[serde(default)]
    pub required: bool,
    /// A sentence of help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Titles>,
    /// Longest text, characters; text kinds must say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// Of what is worked out: from what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computes: Option<Computed>,
    /// Least number; number kinds must say it, what is worked out may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Greatest number, as the least one. Of several people: most of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// What to choose from; choice kinds must say it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Of people: what is asked beside the name; such kinds must say it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// Of one person: what the form that is signed calls her `name` and these parts, where the law has
    /// words of its own for them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub part_labels: BTreeMap<String, Titles>,
    /// What is offered as its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offers: Option<Offer>,
    /// Of a day: which ones it may be; any where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Of a day: not before the day answered there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
    /// Its answer stands on the paper that the citizen takes home.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub on_receipt: bool,
    /// It is seldom asked: folded away on the screen until somebody wants it.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub folded: bool,
    /// It is the desk's own and stands on no form that the citizen signs.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub desk_only: bool,
    /// The section of the form it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Of people in protected content: the cleared find the file by them.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub found_by: bool,
    /// Of protected content: sealed apart from the rest, and shown by itself alone (an informant).
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub apart: bool,
    /// It is asked where all of these hold; always where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown_when: Vec<Condition>,
    /// It must be answered where all of these hold; by `required` alone where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required_when: Vec<Condition>,
}

/// One answer to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// As stored.
    pub key: String,
    /// As shown.
    pub labels: Titles,
    /// It can be chosen where all of these hold; always where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offered_when: Vec<Condition>,
}

impl Choice {
    /// Whether it can be chosen, by what was answered so far.
    pub fn is_offered(&self, answers: &Fields) -> bool {
        self.offered_when.iter().all(|one| one.holds(answers))
    }
}

/// What another answer has to be. Two conditions of one list are joined by *and*; *or* is said by
/// several values of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Key of a field above.
    pub field: String,
    /// One of these: keys of its choices, or `yes` and `no`. Any answer where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<Vec<String>>,
    /// None of these; it holds where nothing was answered, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_not: Option<Vec<String>>,
    /// A number, and no less than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<i32>,
    /// A number, and no more than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<i32>,
}

/// How a yes or a no is written in a condition.
pub(super) const fn yes_or_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

impl Condition {
    /// Whether it holds for what was answered so far.
    pub fn holds(&self, answers: &Fields) -> bool {
        let Some(answer) = answers.get(&self.field) else {
            return self.is_not.is_some();
        };
        let is = |wanted: &String| match answer {
            FieldValue::YesNo(answer) => wanted == yes_or_no(*answer),
            FieldValue::Text(text) => wanted == text,
            FieldValue::Several(keys) => keys.contains(wanted),
            FieldValue::Number(_) | FieldValue::Person(_) | FieldValue::People(_) => false,
        };
        let none = |but: &Vec<String>| !but.iter().any(is);
        self.is.as_ref().is_none_or(|wanted| wanted.iter().any(is))
            && self.is_not.as_ref().is_none_or(none)
            && self.within(answer)
    }

    /// Whether it waits for a number between two others.
    pub(super) const fn is_bounded(&self) -> bool {
        self.at_least.is_some() || self.at_most.is_some()
    }

    fn within(&self, answer: &FieldValue) -> bool {
        let FieldValue::Number(number) = answer else {
            return !self.is_bounded();
        };
        let least = self
            .at_least
            .is_none_or(|least| i64::from(least) <= *number);
        least && self.at_most.is_none_or(|most| *number <= i64::from(most))
    }
}
