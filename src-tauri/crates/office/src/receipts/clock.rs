//! The one time limit on a citizen's paper.
//!
//! Purpose: which clock it shows, and how long the law gives where that one begins later. Must never: state
//! a count that nobody is sure of.

use domain::catalogue::Service;
use domain::certainty::Certainty;
use domain::deadline::StartsAt;
use domain::file::{Clock, Opened};
use domain::receipt::Term;
use domain::titles::Titles;

/// A clock, and what will have happened by its end.
pub(super) type Shown<'a> = (&'a Clock, &'a Titles);

/// The service's main clock among these, else the first of them, and what will have
/// happened by its end: the one date on the paper.
pub(super) fn main<'a>(service: &'a Service, clocks: &'a [Clock]) -> Option<Shown<'a>> {
    let ruled = || {
        clocks.iter().filter_map(|clock| {
            let mut rules = service.deadlines.iter();
            Some((clock, rules.find(|rule| rule.id == clock.due.rule)?))
        })
    };
    let main = ruled().find(|(_, rule)| rule.main);
    let shown = main.or_else(|| ruled().next());
    shown.map(|(clock, rule)| (clock, &rule.titles))
}

/// How long the law gives: by the clock that runs, else by the one that is to begin.
pub(super) fn term(service: &Service, opened: &Opened, shown: Option<Shown<'_>>) -> Option<Term> {
    let Some((clock, _)) = shown else {
        return to_come(service, opened);
    };
    let sure = clock.due.certainty != Certainty::Unsure;
    sure.then_some(Term {
        count: clock.due.count,
        unit: clock.due.unit,
        from: None,
    })
}

/// How long the law gives from an event that is still to come, where its main clock begins with one;
/// nothing where nobody is sure of it.
fn to_come(service: &Service, opened: &Opened) -> Option<Term> {
    let on = opened.received_at.day();
    let mut rules = service.deadlines.iter();
    let rule = rules.find(|rule| rule.main && rule.in_force(on) && rule.applies(&opened.fields))?;
    let later = rule.starts_at != StartsAt::Received;
    let sure = rule.certainty != Certainty::Unsure;
    (later && sure).then_some(Term {
        count: rule.count,
        unit: rule.unit,
        from: Some(rule.starts_at),
    })
}
