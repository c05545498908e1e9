//! Samples, their percentiles, and the table of rows.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use crate::desk::Size;

/// Rounds whose median counts.
pub(crate) const ROUNDS: usize = 5;

/// Work and floor, round by round, milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Rounds {
    work: Vec<Vec<f64>>,
    floor: Vec<Vec<f64>>,
}

impl Rounds {
    /// A new round.
    pub(crate) fn begin(&mut self) {
        self.work.push(Vec::new());
        self.floor.push(Vec::new());
    }

    /// With its first round begun.
    pub(crate) fn begun() -> Self {
        let mut rounds = Self::default();
        rounds.begin();
        rounds
    }

    /// What the work took.
    pub(crate) fn work(&mut self, took: Duration) {
        self.work.last_mut().unwrap().push(millis(took));
    }

    /// What the floor took.
    pub(crate) fn floor(&mut self, took: Duration) {
        self.floor.last_mut().unwrap().push(millis(took));
    }

    /// Median over the rounds of a percentile of the work.
    pub(crate) fn work_at(&self, at: At) -> f64 {
        median(
            self.work
                .iter()
                .map(|round| percentile(round, at))
                .collect(),
        )
    }

    /// Median over the rounds of a percentile of the floor.
    pub(crate) fn floor_at(&self, at: At) -> f64 {
        median(
            self.floor
                .iter()
                .map(|round| percentile(round, at))
                .collect(),
        )
    }

    /// Median over the rounds of work by floor at a percentile.
    pub(crate) fn ratio_at(&self, at: At) -> f64 {
        let rounds = self.work.iter().zip(&self.floor);
        median(
            rounds
                .map(|(work, floor)| percentile(work, at) / percentile(floor, at))
                .collect(),
        )
    }

    fn count(&self) -> usize {
        self.work.iter().map(Vec::len).sum()
    }
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

/// Where in the order of samples a figure is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum At {
    /// The median.
    P50,
    /// Nineteen of twenty are at most this.
    P95,
}

fn percentile(samples: &[f64], at: At) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = match at {
        At::P50 => sorted.len().div_ceil(2),
        At::P95 => (sorted.len() * 19).div_ceil(20),
    };
    sorted[rank.max(1) - 1]
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// What a row must keep, all of it.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Bar {
    /// Work by floor at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ratio: Option<f64>,
    /// p95 of the work at most, ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p95: Option<f64>,
    /// p50 of the work less p50 of the floor at most, ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) over: Option<f64>,
    /// `ratio` or `p95` is enough.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) either: bool,
}

/// One row. `floor` and `ratio` are taken at the percentile that the bar names.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) name: String,
    /// How large the office was.
    pub(crate) office: String,
    pub(crate) unit: &'static str,
    pub(crate) p50: f64,
    pub(crate) p95: f64,
    pub(crate) floor: Option<f64>,
    pub(crate) ratio: Option<f64>,
    pub(crate) at: At,
    pub(crate) n: usize,
    pub(crate) bar: Bar,
    pub(crate) met: Option<bool>,
}

/// All rows.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
}

impl Table {
    /// Work against its floor.
    pub(crate) fn add(&mut self, name: &str, size: Size, rounds: &Rounds, at: At, bar: Bar) {
        let (p50, p95) = (rounds.work_at(At::P50), rounds.work_at(At::P95));
        let ratio = rounds.ratio_at(at);
        let over = p50 - rounds.floor_at(At::P50);
        let kept = [
            bar.ratio.map(|most| ratio <= most),
            bar.p95.map(|most| p95 <= most),
            bar.over.map(|most| over <= most),
        ];
        let mut kept = kept.into_iter().flatten();
        let met = if bar.either {
            kept.any(|kept| kept)
        } else {
            kept.all(|kept| kept)
        };
        self.rows.push(Row {
            name: name.to_owned(),
            office: size.to_string(),
            unit: "ms",
            p50,
            p95,
            floor: Some(rounds.floor_at(at)),
            ratio: Some(ratio),
            at,
            n: rounds.count(),
            bar,
            met: Some(met),
        });
    }

    /// A row of another kind.
    pub(crate) fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Rows that do not keep their bar, and in which office.
    pub(crate) fn missed(&self) -> Vec<String> {
        let missed = self.rows.iter().filter(|row| row.met == Some(false));
        missed
            .map(|row| format!("{} ({})", row.name, row.office))
            .collect()
    }

    /// The report: one object a row.
    pub(crate) fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(&self.rows).unwrap();
        text.push('\n');
        text
    }
}

impl Row {
    fn bar(&self) -> String {
        let Bar {
            ratio,
            p95,
            over,
            either,
        } = self.bar;
        let parts = [
            ratio.map(|most| format!("ratio ≤ {most}")),
            p95.map(|most| format!("p95 ≤ {most} ms")),
            over.map(|most| format!("work − floor ≤ {most} ms")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(if either { " or " } else { ", " })
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number =
            |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
        writeln!(
            f,
            "{:<44} {:>10} {:>10} {:>10} {:>7} {:>7} {:<4} bar",
            "work", "p50", "p95", "floor", "ratio", "n", "at"
        )?;
        let mut office = "";
        for row in &self.rows {
            if row.office != office {
                office = &row.office;
                writeln!(f, "— {office}")?;
            }
            let at = match row.at {
                At::P50 => "p50",
                At::P95 => "p95",
            };
            let met = match row.met {
                Some(true) => "met: ",
                Some(false) => "MISSED: ",
                None => "",
            };
            writeln!(
                f,
                "{:<44} {:>10.3} {:>10.3} {:>10} {:>7} {:>7} {at:<4} {met}{}",
                row.name,
                row.p50,
                row.p95,
                number(row.floor),
                row.ratio
                    .map_or("–".to_owned(), |ratio| format!("{ratio:.2}")),
                row.n,
                row.bar()
            )?;
        }
        Ok(())
    }
}
