//! The table of deadlines counted by hand (`rows.txt`), against the shipped catalogue.

use super::{History, Pause};
use crate::catalogue::Catalogue;
use crate::moment::Moment;

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
    // Four have no clocks: advice and the notice of a short stay end with the visit, another private
    // matter has none of its own, programmes are not kept here yet.
    for id in catalogue
        .ids()
        .filter(|id| !["B3", "F", "G", "H"].contains(id))
    {
        assert!(rows.iter().any(|row| row.cells[0] == id), "{id} has no row");
    }
}
