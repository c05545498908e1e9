//! Legal times of a protected file as the cleared see them, and the days on which somebody looks again.
//!
//! Purpose: what each is called, how long is left, by which law. Must never: count a time; that is decided
//! when it begins.

use domain::catalogue::Service;
use domain::deadline::Unit;
use domain::moment::Day;
use domain::protected::content::{Clock, Head};
use domain::titles::Titles;
use serde::{Deserialize, Serialize};

use crate::Office;
use crate::dossier::LeftView;

/// A legal time of a protected file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ProtectedClock {
    /// `emergency-measures`.
    pub step: String,
    /// What will have happened by then.
    pub titles: Titles,
    /// When it ends, RFC 3339.
    pub due: String,
    /// How long until then.
    pub left: Option<LeftView>,
    /// The law, as cited.
    pub basis: String,
}

impl Office {
    /// The legal times of a head, the next first.
    pub(super) fn clocks_shown(&self, head: &Head, day: Day) -> Vec<ProtectedClock> {
        let service = self.catalogue.service(&head.service, day).ok();
        let mut clocks: Vec<&Clock> = head.clocks.iter().collect();
        clocks.sort_by_key(|clock| clock.due);
        let shown = clocks.into_iter().filter_map(|clock| {
            let (titles, unit, basis) = self.clock_called(service, clock, day)?;
            Some(ProtectedClock {
                step: clock.step.clone(),
                titles,
                due: clock.due.rfc3339(),
                left: self.left_until(clock.due, unit),
                basis,
            })
        });
        shown.collect()
    }

    /// What a time is called, how it is counted, and the law: of a legal time its rule, of a day on which
    /// somebody looks again the sheet that named it.
    fn clock_called(
        &self,
        service: Option<&Service>,
        clock: &Clock,
        day: Day,
    ) -> Option<(Titles, Unit, String)> {
        let mut rules = service.into_iter().flat_map(|service| &service.deadlines);
        if let Some(rule) = rules.find(|rule| rule.step == clock.step) {
            return Some((rule.titles.clone(), rule.unit, rule.basis.clone()));
        }
        let sheet = self
            .catalogue
            .service(&clock.step, day.max(clock.from.day()))
            .ok()?;
        Some((sheet.titles.clone(), Unit::Days, String::new()))
    }

    /// What a legal time is called, or the sheet that named a day.
    pub(super) fn step_called(&self, service: Option<&Service>, step: &str) -> Option<Titles> {
        let mut rules = service.into_iter().flat_map(|service| &service.deadlines);
        if let Some(rule) = rules.find(|rule| rule.step == step) {
            return Some(rule.titles.clone());
        }
        let sheet = self.catalogue.service(step, self.clock.now().day()).ok()?;
        Some(sheet.titles.clone())
    }
}
