//! `scan`, `deadline`, `catalogue`: answers that need no vault.
//!
//! Must never: repeat a card's payload; only what was read of it is answered.

use office::clock::{Clock as _, SystemClock};
use office::deadlines;
use office::domain::card;
use office::domain::catalogue::Listed;
use serde::Serialize;

use crate::Context;
use crate::cli::{CatalogueDo, Deadline};
use crate::files;
use crate::said::{Page, Said};
use crate::stop::Stop;

/// Most bytes taken from stdin for a scan; a card has a few hundred.
const SCAN_LIMIT: usize = 64 * 1024;
/// Largest catalogue file, bytes.
const DATA_LIMIT: usize = 1024 * 1024;

#[derive(Serialize)]
struct Catalogue {
    catalogue_version: String,
    services: Vec<Listed>,
}

#[derive(Serialize)]
struct Checked {
    ok: bool,
    holds: String,
}

/// What a card's code says.
pub(crate) fn scan(context: Context) -> Result<Said, Stop> {
    let scan = card::parse(&files::stdin(SCAN_LIMIT)?)?;
    let mut page = Page::new(context.lang);
    page.fact("deskctl.person.name", scan.name.as_deref());
    page.fact("deskctl.person.number", Some(&scan.number));
    page.fact("deskctl.person.old_number", scan.old_number.as_deref());
    page.fact(
        "deskctl.person.born",
        scan.born.map(|born| born.to_string()).as_deref(),
    );
    let sex = scan
        .sex
        .map(|sex| page.word(&format!("deskctl.sex.{}", sex_text(sex))));
    page.fact("deskctl.person.sex", sex.as_deref());
    page.fact("deskctl.person.address", scan.address.as_deref());
    page.fact(
        "deskctl.person.issued",
        scan.issued.map(|day| day.to_string()).as_deref(),
    );
    if scan.extra_fields > 0 {
        page.fact(
            "deskctl.person.extra_fields",
            Some(&scan.extra_fields.to_string()),
        );
    }
    for warning in &scan.warnings {
        page.line(&format!("warning.{warning}"), &[]);
    }
    Ok(Said::new(&scan, page))
}

fn sex_text(sex: office::domain::born::Sex) -> &'static str {
    match sex {
        office::domain::born::Sex::Female => "female",
        office::domain::born::Sex::Male => "male",
    }
}

/// When a step of a service is due.
pub(crate) fn deadline(asked: &Deadline, context: Context) -> Result<Said, Stop> {
    let due = deadlines::deadline(
        &asked.service,
        asked.step.as_deref(),
        &asked.from,
        context.lang,
    )?;
    let mut page = Page::new(context.lang);
    page.fact("deskctl.due.due", Some(&due.due));
    let unit = page.word(&format!("deskctl.unit.{}", unit_text(due.unit)));
    page.fact("deskctl.due.count", Some(&format!("{} {unit}", due.count)));
    page.fact("deskctl.due.first_day", Some(&due.first_day.to_string()));
    page.fact("deskctl.due.basis", Some(&due.basis));
    let certainty = page.word(&format!("deskctl.certainty.{}", due.certainty.text()));
    page.fact("deskctl.due.certainty", Some(&certainty));
    if !due.skipped.is_empty() {
        page.line("deskctl.due.skipped", &[]);
        let skipped = due.skipped.iter();
        page.rows(
            &skipped
                .map(|skipped| vec![String::new(), skipped.date.to_string(), skipped.why.clone()])
                .collect::<Vec<_>>(),
        );
    }
    Ok(Said::new(&due, page))
}

fn unit_text(unit: office::domain::deadline::Unit) -> &'static str {
    use office::domain::deadline::Unit;

    match unit {
        Unit::Hours => "hours",
        Unit::WorkingDays => "working_days",
        Unit::Days => "days",
        Unit::Months => "months",
    }
}

/// The services in force, or the check of one data file.
pub(crate) fn catalogue(asked: &CatalogueDo, context: Context) -> Result<Said, Stop> {
    match asked {
        CatalogueDo::List { on } => {
            let on = on.unwrap_or_else(|| SystemClock::default().now().day());
            let (catalogue_version, services) = deadlines::catalogue_list(on)?;
            let mut page = Page::new(context.lang);
            for service in &services {
                list(&mut page, service);
            }
            Ok(Said::new(
                &Catalogue {
                    catalogue_version,
                    services,
                },
                page,
            ))
        }
        CatalogueDo::Check { data } => {
            let text = files::text(data, "file", DATA_LIMIT)?;
            let name = data.file_name().unwrap_or_default().to_string_lossy();
            let holds = deadlines::catalogue_check(&name, &text)?;
            let mut page = Page::new(context.lang);
            page.line("deskctl.catalogue.sound", &[("holds", &holds)]);
            Ok(Said::new(&Checked { ok: true, holds }, page))
        }
    }
}

fn list(page: &mut Page, service: &Listed) {
    let mark = match (service.protected, service.open) {
        (true, _) => page.word("deskctl.catalogue.protected"),
        (false, false) => page.word("deskctl.catalogue.closed"),
        (false, true) => String::new(),
    };
    let title = service.titles.get(page.lang()).to_owned();
    page.rows(&[vec![service.id.clone(), title, mark]]);
    let rows: Vec<Vec<String>> = service
        .steps
        .iter()
        .map(|step| {
            let unit = page.word(&format!("deskctl.unit.{}", unit_text(step.unit)));
            let title = step.titles.get(page.lang()).to_owned();
            let main = if step.main { "*" } else { "" };
            vec![
                String::new(),
                step.step.clone(),
                format!("{} {unit}", step.count),
                title,
                main.to_owned(),
            ]
        })
        .collect();
    page.rows(&rows);
}
