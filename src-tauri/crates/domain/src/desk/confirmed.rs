//! Values of the catalogue that nobody was sure of, and who confirmed them (*xác nhận giá trị*).
//!
//! Purpose: a service whose time limit is unsure opens in an office in earnest once a supervisor has
//! read the law and said where; from then on its papers cite the law. Must never: change a value.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Desk;
use crate::action::Action;
use crate::catalogue::Service;
use crate::certainty::Certainty;
use crate::deadline::{Rule, StartsAt};
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
    /// The rule of the catalogue: `a4-transfer-2024`.
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
        rule: &Rule,
        source: &str,
        day: Day,
        today: Day,
    ) -> Result<Action, Refusal> {
        let mut faults = Faults::default();
        if rule.certainty != Certainty::Unsure || self.confirmation(&rule.id).is_some() {
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
            rule: rule.id.clone(),
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

    /// Whether a service may be taken in here on a day: in an office in earnest each time limit that
    /// would begin then is sure, or was confirmed.
    pub fn opens(&self, service: &Service, on: Day) -> bool {
        let unsure = |rule: &&Rule| {
            rule.certainty == Certainty::Unsure
                && rule.starts_at == StartsAt::Received
                && rule.in_force(on)
                && self.confirmation(&rule.id).is_none()
        };
        self.demo || !service.deadlines.iter().any(|rule| unsure(&rule))
    }

    /// The service with what was confirmed here taken for sure.
    pub fn sure<'s>(&self, service: &'s Service) -> Cow<'s, Service> {
        let confirmed = |rule: &Rule| self.confirmation(&rule.id).is_some();
        if !service.deadlines.iter().any(confirmed) {
            return Cow::Borrowed(service);
        }
        let mut service = service.clone();
        for rule in &mut service.deadlines {
            if confirmed(rule) {
                rule.certainty = Certainty::Sure;
            }
        }
        Cow::Owned(service)
    }
}
