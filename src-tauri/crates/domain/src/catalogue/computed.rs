//! An answer that is worked out from others.
//!
//! Purpose: how old somebody is, how many days lie from one day to another. Whoever fills the form in
//! sees it at once, a condition may look at it, and a limit on it is a rule across questions. Must
//! never: guess where the answers it rests on leave it open.

use serde::{Deserialize, Serialize};

use super::answer::{FieldValue, Fields};
use super::field::{Field, FieldKind, Part};
use crate::born::PartialDate;
use crate::fault::{Code, Fault};
use crate::moment::Day;

/// What is worked out, and from which questions above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Computed {
    /// Whole years of a person, on the day on which it is told.
    Age(String),
    /// Days from the first to the last, both of them counted.
    Days([String; 2]),
}

/// Whether a question tells what is wanted.
type Fits = fn(&Field) -> bool;

impl Computed {
    /// The questions it rests on, and whether each is of a kind that tells what is wanted.
    pub(super) fn rests_on(&self) -> Vec<(&str, Fits)> {
        let day: Fits = |field| field.kind == FieldKind::Date;
        match self {
            Self::Age(key) => vec![(key, tells_birth)],
            Self::Days([first, last]) => vec![(first, day), (last, day)],
        }
    }

    /// Keys of the questions it rests on.
    pub fn keys(&self) -> Vec<String> {
        let rests = self.rests_on().into_iter();
        rests.map(|(key, _)| key.to_owned()).collect()
    }

    /// The number; nothing as long as the answers do not decide it.
    pub(super) fn of(&self, answers: &Fields, today: Day) -> Option<i64> {
        match self {
            Self::Age(key) => {
                let born = match answers.get(key)? {
                    FieldValue::Person(named) => named.born?,
                    FieldValue::Text(date) => PartialDate::from_iso(date)?,
                    FieldValue::YesNo(_)
                    | FieldValue::Number(_)
                    | FieldValue::Several(_)
                    | FieldValue::People(_) => return None,
                };
                born.age_on(today).map(i64::from)
            }
            Self::Days([first, last]) => {
                let day = |key: &String| answers.get(key)?.text()?.parse::<Day>().ok();
                let (first, last) = (day(first)?.date(), day(last)?.date());
                (first <= last).then(|| (last - first).whole_days().saturating_add(1))
            }
        }
    }
}

fn tells_birth(field: &Field) -> bool {
    let person = field.kind == FieldKind::Person && field.parts.contains(&Part::Born);
    person || field.kind == FieldKind::PartialDate
}

/// What a question's answer is worked out to be; a fault where it lies outside the question's limits.
pub(super) fn answer(
    field: &Field,
    answers: &Fields,
    today: Day,
) -> Result<Option<FieldValue>, Fault> {
    let computes = field.computes.as_ref();
    let Some(number) = computes.and_then(|computes| computes.of(answers, today)) else {
        return Ok(None);
    };
    let (min, max) = (field.min.unwrap_or(0), field.max.unwrap_or(i64::MAX));
    if (min..=max).contains(&number) {
        return Ok(Some(FieldValue::Number(number)));
    }
    Err(Fault::new(Code::FieldComputedOutside)
        .with("number", number)
        .with("min", min)
        .with("max", max))
}
