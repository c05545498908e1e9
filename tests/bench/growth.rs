//! What logging and searching cost when the office is ten times larger.

use crate::EACH;
use crate::desk::Size;
use crate::figures::{At, Bar, ROUNDS, Rounds, Row, Table};

/// What was measured at one size.
pub(crate) struct Stage {
    pub(crate) size: Size,
    pub(crate) visit: Rounds,
    pub(crate) intake: Rounds,
    pub(crate) search: Rounds,
    pub(crate) receipts: Vec<String>,
}

/// Rows of large by small: of the work at both percentiles, and of the floor, which says how much
/// of it the database and the disk alone became slower.
pub(crate) fn compare(small: &Stage, large: &Stage, table: &mut Table) {
    let from = small.size.people.max(small.size.visits);
    let most = Bar {
        ratio: Some(1.3),
        ..Bar::default()
    };
    let search = Bar {
        ratio: Some(2.0),
        p95: Some(5.0),
        either: true,
        ..Bar::default()
    };
    let rows = [
        (
            "ten times larger: log a visit",
            &small.visit,
            &large.visit,
            At::P50,
            most,
        ),
        (
            "ten times larger: log an intake",
            &small.intake,
            &large.intake,
            At::P50,
            most,
        ),
        (
            "ten times larger: search people",
            &small.search,
            &large.search,
            At::P95,
            search,
        ),
    ];
    for (name, before, after, at, bar) in rows {
        let grown = |at| after.work_at(at) / before.work_at(at);
        let ratio = grown(at);
        let kept = bar.ratio.is_some_and(|most| ratio <= most)
            || bar.p95.is_some_and(|most| after.work_at(At::P95) <= most);
        table.push(Row {
            name: format!("{name}, beside {from}"),
            office: large.size.to_string(),
            unit: "times",
            p50: grown(At::P50),
            p95: grown(At::P95),
            floor: Some(after.floor_at(at) / before.floor_at(at)),
            ratio: Some(ratio),
            at,
            n: ROUNDS * EACH,
            bar,
            met: Some(kept),
        });
    }
}
