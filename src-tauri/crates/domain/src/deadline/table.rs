//! The table of deadlines counted by hand (`rows.txt`), against the shipped catalogue.

use super::{History, Pause};
use crate::catalogue::Catalogue;
use crate::moment::{Day, Moment};

const ROWS: &str = include_str!("rows.txt");

struct Row {
    line: usize,
    cells: Vec<&'static str>,
}

fn rows() -> Vec<Row> {
    let lines = ROWS.lines().zip(1..);
    let full = lines.filter(|(text, _)| !text.trim().is_empty() && !text.starts_with('#'));
    full.map(|(text, line)| Row {
        line,
        cells: text.split('|').map(str::trim).collect(),
    })
    .collect()
}

fn local(text: &str) -> Moment {
    Moment::parse(&format!("{text}+07:00")).unwrap()
}

/// What happened to a clock: `waits FROM UNTIL; extends 3`.
fn history(cell: &str) -> History {
    let mut history = History::default();
    for event in cell
        .split(';')
        .map(str::trim)
        .filter(|event| !event.is_empty())
    {
        match event.split(' ').collect::<Vec<_>>()[..] {
            ["waits", from, until] => history.pauses.push(Pause {
                from: local(from),
                until: local(until),
            }),
            ["extends", count] => history.extensions.push(count.parse().unwrap()),
            _ => panic!("{event} is no event"),
        }
    }
    history
}

#[test]
fn every_deadline_counted_by_hand_comes_out_the_same() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut wrong = Vec::new();
    for Row { line, cells } in rows() {
        let (cells, happened) = cells.split_at(8);
        let [service, step, start, first, end, certainty, _source, reason] = *cells else {
            panic!("line {line} has {} cells", cells.len());
        };
        let history = history(happened.first().copied().unwrap_or_default());
        let due = catalogue
            .due(service, Some(step), local(start), &history)
            .unwrap();
        let certain = serde_json::to_value(due.certainty).unwrap();
        let found = (
            due.first_day.to_string(),
            due.due,
            certain.as_str().unwrap().to_owned(),
        );
        if found != (first.to_owned(), local(end), certainty.to_owned()) {
            wrong.push(format!("line {line}: {found:?}, by hand: {reason}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whoever may be in danger is in it at night, on a Sunday and at Tết, too.
#[test]
fn every_clock_of_a_protected_matter_is_tried_over_a_night_a_weekend_and_tet() {
    let rows = rows();
    let catalogue = Catalogue::shipped().unwrap();
    let today = local("2026-03-02T08:00:00").day();
    let tet: Vec<Day> = ["2025-01-29", "2026-02-17"]
        .map(|day| day.parse().unwrap())
        .into();
    for listed in catalogue.list(today).iter().filter(|one| one.protected) {
        for step in &listed.steps {
            let of: Vec<_> = rows
                .iter()
                .filter(|row| row.cells[0] == listed.id && row.cells[1] == step.step)
                .map(|row| (local(row.cells[2]), local(row.cells[4])))
                .collect();
            let what = format!("{} {}", listed.id, step.step);
            let hour = |at: Moment| at.local().unwrap().hour();
            let night = |at: Moment| hour(at) >= 20 || hour(at) < 6;
            assert!(of.iter().any(|(from, _)| night(*from)), "{what}: no night");
            let days = |(from, due): &(Moment, Moment)| {
                let mut days = vec![from.day()];
                while days.last() < Some(&due.day()) {
                    days.push(days.last().unwrap().next());
                }
                days
            };
            let weekend = |day: &Day| day.date().weekday().number_from_monday() > 5;
            let over =
                |holds: &dyn Fn(&Day) -> bool| of.iter().any(|row| days(row).iter().any(holds));
            assert!(over(&weekend), "{what}: no weekend");
            assert!(over(&|day| tet.contains(day)), "{what}: no Tết");
        }
    }
}

#[test]
fn the_table_is_large_cites_its_sources_and_touches_every_clock_of_some_importance() {
    let rows = rows();
    assert!(rows.len() >= 120, "{}", rows.len());
    for Row { line, cells } in &rows {
        let (source, reason) = (cells[6], cells[7]);
        let cites = source.contains('/') || source.starts_with("BLTTHS");
        assert!(cites && reason.len() > 10, "line {line}");
    }
    let catalogue = Catalogue::shipped().unwrap();
    // These have no clocks: advice and the notice of a short stay end with the visit, another private
    // matter and somebody who asks have none of their own, programmes are not kept here yet.
    let none = ["B3", "F", "F-asked", "G", "H"];
    // Nor has a sheet: it is written whenever it is.
    let today = local("2026-03-02T08:00:00").day();
    let is_sheet = |id: &str| catalogue.service(id, today).unwrap().is_sheet();
    let counted = catalogue.ids().filter(|id| !none.contains(id));
    for id in counted.filter(|id| !is_sheet(id)) {
        assert!(rows.iter().any(|row| row.cells[0] == id), "{id} has no row");
    }
}
