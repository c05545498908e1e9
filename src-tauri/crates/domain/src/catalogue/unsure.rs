//! Values of a service that nobody is sure of (*chưa chắc*).
//!
//! Purpose: time limits and fees alike, so that both are read and confirmed in one way. Must never:
//! change a value.

use super::service::Service;
use crate::certainty::Certainty;
use crate::deadline::Unit;
use crate::moment::Day;
use crate::titles::Titles;

/// A value that somebody has to read in the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnsureValue<'a> {
    /// The time limit or the fee.
    pub id: &'a str,
    /// What will have happened by then, or what is paid for.
    pub titles: &'a Titles,
    /// How many …
    pub count: u32,
    /// … of what; đồng where absent.
    pub unit: Option<Unit>,
    /// Law and article, as the catalogue has it.
    pub basis: &'a str,
    /// What is not known.
    pub note: Option<&'a str>,
}

impl Service {
    /// How sure each time limit and each fee is, by its id.
    pub fn certainties(&self) -> impl Iterator<Item = (&str, Certainty)> {
        let rules = self.deadlines.iter();
        let rules = rules.map(|rule| (rule.id.as_str(), rule.certainty));
        let fees = self.fees.iter();
        rules.chain(fees.map(|fee| (fee.id.as_str(), fee.certainty)))
    }

    /// What of it is unsure on a day.
    pub fn unsure(&self, on: Day) -> impl Iterator<Item = UnsureValue<'_>> {
        let rules = self.deadlines.iter();
        let rules = rules.filter(move |one| one.certainty == Certainty::Unsure && one.in_force(on));
        let rules = rules.map(|rule| UnsureValue {
            id: &rule.id,
            titles: &rule.titles,
            count: rule.count,
            unit: Some(rule.unit),
            basis: &rule.basis,
            note: rule.note.as_deref(),
        });
        let fees = self.fees.iter();
        let fees = fees.filter(move |one| one.certainty == Certainty::Unsure && one.in_force(on));
        rules.chain(fees.map(|fee| UnsureValue {
            id: &fee.id,
            titles: &fee.titles,
            count: fee.amount,
            unit: None,
            basis: &fee.basis,
            note: None,
        }))
    }
}
