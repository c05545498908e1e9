//! What a service costs (*lệ phí*), as dated data.
//!
//! Purpose: which fee a matter falls under, and whether it is waived. The desk takes no money and
//! makes no receipt for it; a paper says what is to be paid. Must never: hold an amount.

use serde::{Deserialize, Serialize};

use super::answer::{FieldValue, Fields};
use super::field::Condition;
use super::service::Service;
use crate::certainty::Certainty;
use crate::moment::Day;
use crate::titles::Titles;

/// One fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Stable name of this version: `b1-2023`.
    pub id: String,
    /// What is paid for.
    pub titles: Titles,
    /// Whole đồng; 0 where the law says that nothing is paid.
    pub amount: u32,
    /// Law and article.
    pub basis: String,
    /// How sure.
    pub certainty: Certainty,
    /// First day of receipt it applies to.
    pub valid_from: Day,
    /// Last day of receipt it applies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
    /// It applies where all of these hold; always where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_when: Vec<Condition>,
}

impl Fee {
    /// Whether a matter received on this day falls under this version.
    pub fn in_force(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// What one matter costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeFound<'a> {
    /// The fee it falls under.
    pub fee: &'a Fee,
    /// Why nothing is paid; absent where it is paid.
    pub waived: Option<&'a Titles>,
}

impl Service {
    /// What a matter received on a day costs; nothing where the catalogue knows no fee.
    pub fn fee(&self, answers: &Fields, on: Day) -> Option<FeeFound<'_>> {
        let applies =
            |fee: &&Fee| fee.in_force(on) && fee.applies_when.iter().all(|one| one.holds(answers));
        let fee = self.fees.iter().find(applies)?;
        let asked = self.fee_waived_by.as_ref();
        let asked = asked.and_then(|key| self.fields.iter().find(|field| &field.key == key));
        let waived = asked.and_then(|field| {
            let chosen = answers.get(&field.key).and_then(FieldValue::text)?;
            let mut choices = field.choices.iter();
            choices
                .find(|choice| choice.key == chosen)
                .map(|choice| &choice.labels)
        });
        Some(FeeFound { fee, waived })
    }
}
