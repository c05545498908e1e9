//! Whether a service file makes sense beyond its shape.
//!
//! Purpose: names refer to something, ids are well formed, dates do not overlap, every state can
//! be reached, nothing a form needs is missing. The first fault is told with its line. Must never:
//! judge the law's numbers; that is what `certainty` and the supervisor are for.

use std::collections::BTreeSet;

use super::field::Field;
use super::sections;
use super::service::Service;
use super::sheets;
use super::source::Source;
use crate::deadline::{Rule, StartsAt};
use crate::fault::{Code, Fault};
use crate::life_cycle::State;
use crate::moment::Day;
use crate::paper_form::PaperForm;
use crate::titles::Titles;

/// Roles that may move a file.
const ROLES: [&str; 3] = ["reception", "case", "supervisor"];
/// The longest clock and the most extensions; beyond it is a slip of the pen.
const COUNT_LIMIT: u32 = 5_000;

mod declaration;
mod form;

type Checked = Result<(), Fault>;

/// Faults of one table of the file.
struct At<'a> {
    source: &'a Source<'a>,
    table: &'static str,
    index: usize,
}

impl At<'_> {
    fn wrong(&self, code: Code, value: &dyn ToString) -> Fault {
        self.source.fault(
            code,
            self.source.line_of_table(self.table, self.index),
            value,
        )
    }

    fn ensure(&self, holds: bool, code: Code, value: &dyn ToString) -> Checked {
        if holds {
            Ok(())
        } else {
            Err(self.wrong(code, value))
        }
    }

    fn titles(&self, titles: &Titles, value: &dyn ToString) -> Checked {
        self.ensure(titles.complete(), Code::CatalogueMissing, value)
    }

    fn once<'k>(&self, seen: &mut BTreeSet<&'k str>, key: &'k str) -> Checked {
        self.ensure(seen.insert(key), Code::CatalogueDuplicate, &key)
    }
}

/// Lower-case ASCII words and digits joined by `joint`, beginning with a letter.
fn name(text: &str, joint: char) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= 60
        && text.split(joint).all(|word| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

/// `A1`, `G`, `B5-split`.
fn service_id(text: &str) -> bool {
    let (code, variant) = text
        .split_once('-')
        .map_or((text, None), |(a, b)| (a, Some(b)));
    let mut letters = code.chars();
    letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && letters.clone().count() <= 2
        && letters.all(|c| c.is_ascii_digit())
        && variant.is_none_or(|variant| name(variant, '-'))
}

/// Whether two stretches of days (both ends included, open ends for ever) share a day.
pub(super) fn overlap(a: (Day, Option<Day>), b: (Day, Option<Day>)) -> bool {
    a.1.is_none_or(|last| b.0 <= last) && b.1.is_none_or(|last| a.0 <= last)
}

/// All checks of a part of a form.
pub(super) fn part(id: &str, fields: &[Field], source: &Source<'_>) -> Checked {
    let at = At {
        source,
        table: "part",
        index: 0,
    };
    at.ensure(name(id, '-'), Code::CatalogueBadValue, &id)?;
    form::fields(fields, false, source)
}

/// All checks of a service file.
pub(super) fn service(service: &Service, source: &Source<'_>) -> Checked {
    let at = |table| At {
        source,
        table,
        index: 0,
    };
    at("id").ensure(
        service_id(&service.id),
        Code::CatalogueBadValue,
        &service.id,
    )?;
    at("version").ensure(
        service.version > 0,
        Code::CatalogueBadValue,
        &service.version,
    )?;
    at("titles").titles(&service.titles, &"titles")?;
    let cited = !service.basis.is_empty() && service.basis.iter().all(|law| !law.trim().is_empty());
    at("basis").ensure(cited, Code::CatalogueMissing, &"basis")?;
    let ends_late = service
        .valid_to
        .is_none_or(|last| service.valid_from <= last);
    at("valid_to").ensure(ends_late, Code::CatalogueDates, &service.valid_from)?;
    if service.open {
        at("fields").ensure(
            service.fields.iter().any(|field| field.kind.asks()),
            Code::CatalogueMissing,
            &"fields",
        )?;
    }
    let needs_states = service.open && service.files;
    at("files").ensure(
        needs_states != service.states.is_empty(),
        Code::CatalogueMissing,
        &"states",
    )?;
    let needed = service.needs_person || service.proof.is_some();
    at("no_person").ensure(
        !(needed && service.no_person),
        Code::CatalogueBadValue,
        &"no_person",
    )?;
    // Whoever leaves a matter here goes home with a paper; nobody else does.
    let paper = service.receipt.is_some() == needs_states;
    at("receipt").ensure(paper, Code::CatalogueMissing, &"receipt")?;
    let form = service.receipt.is_none_or(PaperForm::is_receipt);
    at("receipt").ensure(form, Code::CatalogueBadValue, &"receipt")?;
    form::fields(&service.fields, service.protected, source)?;
    sections::check(service, source)?;
    sheets::check(service, source)?;
    form::receipt_each(service, source)?;
    form::fees(service, source)?;
    declaration::check(service, source)?;
    form::route(service, source)?;
    for (index, paper) in service.documents.iter().enumerate() {
        At {
            source,
            table: "documents",
            index,
        }
        .titles(&paper.name, &"name")?;
    }
    states(service, source)?;
    deadlines(service, source)?;
    register(service, source)
}

fn states(service: &Service, source: &Source<'_>) -> Checked {
    let mut ids = BTreeSet::new();
    for (index, state) in service.states.iter().enumerate() {
        let at = At {
            source,
            table: "states",
            index,
        };
        at.ensure(name(&state.id, '-'), Code::CatalogueBadValue, &state.id)?;
        at.once(&mut ids, &state.id)?;
        at.titles(&state.titles, &state.id)?;
        life(service, state, index == 0, &at)?;
        for step in state.starts.iter().chain(&state.ends) {
            let known = service.deadlines.iter().any(|rule| rule.step == *step);
            at.ensure(known, Code::CatalogueUnknownName, step)?;
        }
    }
    let mut ways = BTreeSet::new();
    for (index, way) in service.moves.iter().enumerate() {
        let at = At {
            source,
            table: "moves",
            index,
        };
        for end in [&way.from, &way.to] {
            at.ensure(ids.contains(end.as_str()), Code::CatalogueUnknownName, end)?;
        }
        let once = way.from != way.to && ways.insert((&way.from, &way.to));
        at.ensure(once, Code::CatalogueDuplicate, &way.to)?;
        at.ensure(!way.roles.is_empty(), Code::CatalogueMissing, &"roles")?;
        for role in &way.roles {
            at.ensure(
                ROLES.contains(&role.as_str()),
                Code::CatalogueUnknownName,
                role,
            )?;
        }
    }
    reachable(service, source)
}

/// A state's marks fit together, and lead where they say.
fn life(service: &Service, state: &State, first: bool, at: &At<'_>) -> Checked {
    let ways_out: Vec<&str> = service
        .moves
        .iter()
        .filter(|way| way.from == state.id)
        .map(|way| way.to.as_str())
        .collect();
    let mut out = service
        .states
        .iter()
        .filter(|one| ways_out.contains(&one.id.as_str()));
    // What lies ready is handed over somewhere; what was handed over lay ready before.
    let handed = out.any(|one| one.handed);
    at.ensure(handed == state.ready, Code::CatalogueNotHanded, &state.id)?;
    let own = state.slip.is_none_or(PaperForm::of_state);
    at.ensure(own, Code::CatalogueBadValue, &"slip")?;
    let goes = !state.excerpt || state.goes_on();
    at.ensure(goes, Code::CatalogueMissing, &"slip")?;
    let begins = first && (state.once || state.ready || state.handed || state.slip.is_some());
    at.ensure(!begins, Code::CatalogueBadValue, &state.id)
}

/// Every state can be reached from the first, and one that is not final can be left.
fn reachable(service: &Service, source: &Source<'_>) -> Checked {
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = service
        .states
        .first()
        .map(|s| s.id.as_str())
        .into_iter()
        .collect();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            let ways = service.moves.iter().filter(|way| way.from == id);
            open.extend(ways.map(|way| way.to.as_str()));
        }
    }
    for (index, state) in service.states.iter().enumerate() {
        let at = At {
            source,
            table: "states",
            index,
        };
        at.ensure(
            reached.contains(state.id.as_str()),
            Code::CatalogueUnreached,
            &state.id,
        )?;
        let left = service.moves.iter().any(|way| way.from == state.id);
        at.ensure(left || state.r#final, Code::CatalogueDeadEnd, &state.id)?;
    }
    Ok(())
}

fn deadlines(service: &Service, source: &Source<'_>) -> Checked {
    let mut ids = BTreeSet::new();
    for (index, rule) in service.deadlines.iter().enumerate() {
        let at = At {
            source,
            table: "deadlines",
            index,
        };
        at.ensure(name(&rule.id, '-'), Code::CatalogueBadValue, &rule.id)?;
        at.once(&mut ids, &rule.id)?;
        at.ensure(name(&rule.step, '-'), Code::CatalogueBadValue, &rule.step)?;
        at.titles(&rule.titles, &rule.id)?;
        at.ensure(
            !rule.basis.trim().is_empty(),
            Code::CatalogueMissing,
            &"basis",
        )?;
        numbers(rule, &at)?;
        // Only the receipt is an event that the desk knows of by itself.
        let begins = rule.starts_at == StartsAt::Received || service.is_begun_by_state(&rule.step);
        let begins = begins || service.states.is_empty();
        at.ensure(begins, Code::CatalogueNeverBegins, &rule.step)?;
        for condition in &rule.applies_when {
            form::look(condition, &service.fields, &at)?;
        }
        let ends_late = rule.valid_to.is_none_or(|last| rule.valid_from <= last);
        at.ensure(ends_late, Code::CatalogueDates, &rule.valid_from)?;
        for earlier in service.deadlines.iter().take(index) {
            let days = |rule: &Rule| (rule.valid_from, rule.valid_to);
            let both = overlap(days(earlier), days(rule));
            at.ensure(
                !both || earlier.step != rule.step,
                Code::CatalogueDates,
                &rule.step,
            )?;
            let two_main = both && earlier.main && rule.main;
            at.ensure(!two_main, Code::CatalogueDuplicate, &"main")?;
        }
    }
    let main = service.deadlines.is_empty() || service.deadlines.iter().any(|rule| rule.main);
    At {
        source,
        table: "deadlines",
        index: 0,
    }
    .ensure(main, Code::CatalogueMissing, &"main")
}

/// A clock counts something, and an extension counts in the same unit.
fn numbers(rule: &Rule, at: &At<'_>) -> Checked {
    let sensible = |count: u32| (1..=COUNT_LIMIT).contains(&count);
    at.ensure(sensible(rule.count), Code::CatalogueBadValue, &rule.count)?;
    let Some(extension) = &rule.extension else {
        return Ok(());
    };
    at.ensure(
        sensible(extension.count),
        Code::CatalogueBadValue,
        &extension.count,
    )?;
    at.ensure(
        sensible(extension.times),
        Code::CatalogueBadValue,
        &extension.times,
    )?;
    at.ensure(
        extension.unit == rule.unit,
        Code::CatalogueBadValue,
        &"extension.unit",
    )?;
    at.ensure(
        !extension.basis.trim().is_empty(),
        Code::CatalogueMissing,
        &"extension.basis",
    )
}

fn register(service: &Service, source: &Source<'_>) -> Checked {
    for (index, cell) in service.register.iter().enumerate() {
        let at = At {
            source,
            table: "register",
            index,
        };
        let one = cell.field.is_some() != cell.words.is_some();
        at.ensure(one, Code::CatalogueMissing, &"field, words")?;
        if let Some(words) = &cell.words {
            at.titles(words, &"words")?;
        }
        if let Some(key) = &cell.field {
            let mut asked = service.fields.iter().filter(|field| field.kind.asks());
            let known = asked.any(|field| &field.key == key);
            at.ensure(known, Code::CatalogueUnknownName, key)?;
        }
    }
    Ok(())
}
