//! Values of the catalogue that nobody was sure of, and who confirmed them (*xác nhận giá trị*).
//!
//! Purpose: a service with a time limit or a fee that is unsure opens in an office in earnest once a
//! supervisor has read the law and said where; from then on its papers cite the law. Must never:
//! change a value.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Desk;
use crate::action::Action;
use crate::catalogue::{Service, UnsureValue};
use crate::certainty::Certainty;
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::id::UserId;
use crate::moment::{Day, Moment};
use crate::subject::Stamp;
use crate::text;

/// Longest name of a source, characters.
const SOURCE_LIMIT: usize = 300;

/// A value was confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueConfirmed {
    /// The time limit or the fee of the catalogue: `a4-transfer-2024`.
    pub rule: String,
    /// The text it was read in.
    pub source: String,
    /// The day of that text.
    pub day: Day,
}

/// A confirmation as the desk remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// What was said.
    pub told: ValueConfirmed,
    /// By whom.
    pub by: UserId,
    /// When.
    pub at: Moment,
}

impl Desk {
    /// The confirmation of a rule.
    pub fn confirmation(&self, rule: &str) -> Option<&Confirmation> {
        self.confirmed.iter().find(|one| one.told.rule == rule)
    }

    /// Decides that a value is confirmed; `today` is when.
    pub fn confirm(
        &self,
        value: &UnsureValue<'_>,
        source: &str,
        day: Day,
        today: Day,
    ) -> Result<Action, Refusal> {
        let mut faults = Faults::default();
        if self.confirmation(value.id).is_some() {
            return Err(Fault::at(Code::CatalogueNothingToConfirm, "rule").into());
        }
        let source = text::line(source, SOURCE_LIMIT).map_err(|fault| fault.in_field("source"));
        let source = faults.keep(source);
        if source.as_deref() == Some("") {
            faults.push(Fault::at(Code::FieldMissing, "source"));
        }
        if day > today {
            faults.push(Fault::at(Code::DateInFuture, "day"));
        }
        faults.finish()?;
        Ok(Action::ValueConfirmed(ValueConfirmed {
            rule: value.id.to_owned(),
            source: source.unwrap_or_default(),
            day,
        }))
    }

    pub(crate) fn apply_confirmed(&mut self, stamp: &Stamp, body: &ValueConfirmed) -> bool {
        if self.confirmation(&body.rule).is_some() {
            return false;
        }
        self.confirmed.push(Confirmation {
            told: body.clone(),
            by: stamp.actor,
            at: stamp.at,
        });
        true
    }

    /// Whether a service may be taken in here on a day: in an office in earnest each of its values is
    /// sure, or was confirmed.
    pub fn opens(&self, service: &Service, on: Day) -> bool {
        let open = |value: UnsureValue<'_>| self.confirmation(value.id).is_none();
        self.demo || !service.unsure(on).any(open)
    }

    /// The service with what was confirmed here taken for sure.
    pub fn sure<'s>(&self, service: &'s Service) -> Cow<'s, Service> {
        let confirmed = |id: &str| self.confirmation(id).is_some();
        let mut values = service.certainties();
        if !values.any(|(id, _)| confirmed(id)) {
            return Cow::Borrowed(service);
        }
        let mut service = service.clone();
        let rules = service.deadlines.iter_mut();
        let fees = service.fees.iter_mut();
        let rules = rules.map(|rule| (&rule.id, &mut rule.certainty));
        let fees = fees.map(|fee| (&fee.id, &mut fee.certainty));
        for (id, certainty) in rules.chain(fees) {
            if confirmed(id) {
                *certainty = Certainty::Sure;
            }
        }
        Cow::Owned(service)
    }
}
