//! The speed table: work of the desk against named floors, measured side by side in one run.
//! Started by `cargo xtask bench`, in release.
//!
//! `bench [--people N] [--visits N] [--files N] [--protected N]`, with `--people 0` of protected files alone
//!
//! An invented office is filled to a tenth and measured, then filled to the whole and measured
//! again, so that the last rows can say what growing costs. Floor and work take turns; every figure
//! is the median of five rounds. Never a test: a slow machine is not a fault.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement that goes wrong says where and stops; its figures are its purpose"
)]

mod counter;
mod desk;
mod disk;
mod figures;
mod growth;
mod handlers;
mod log;
mod protected;
mod raw;
mod receipt;
mod search;
mod signin;
mod verify;
mod window;

use std::process::ExitCode;
use std::time::Instant;

use crate::desk::{Desk, Size};
use crate::figures::{ROUNDS, Table};
use crate::growth::Stage;

/// Work measured in one round, where it is quick; a build without optimisation only shows that it
/// runs.
const EACH: usize = if cfg!(debug_assertions) { 10 } else { 200 };

/// What a run is asked for.
fn asked(words: &[String]) -> Size {
    let mut size = Size {
        people: 100_000,
        visits: 100_000,
        files: 0,
        protected: 0,
    };
    let (mut files, mut protected) = (None, None);
    for pair in words.chunks(2) {
        let number = pair.get(1).and_then(|text| text.parse::<u32>().ok());
        let number = number.unwrap_or_else(|| panic!("{} needs a number", pair[0]));
        match pair[0].as_str() {
            "--people" => size.people = number,
            "--visits" => size.visits = number,
            "--files" => files = Some(number),
            "--protected" => protected = Some(number),
            other => panic!("unknown option {other}"),
        }
    }
    size.files = files.unwrap_or(size.visits / 5).min(size.visits);
    size.protected = protected.unwrap_or(size.visits / 10);
    if size.people == 0 {
        return Size {
            protected: size.protected,
            ..Size::default()
        };
    }
    assert!(size.people >= 100, "at least 100 people");
    size
}

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let whole = asked(&words);
    let mut table = Table::default();
    let place = disk::place();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    println!("bench: {cores} cores, {whole}");
    if cfg!(debug_assertions) {
        println!("bench: built without optimisation; the figures mean nothing");
    }
    let mut desk = Desk::found(place.path(), whole);
    if whole.people == 0 {
        protected::measure(&desk, whole.protected, place.path(), &mut table).await;
        return told(&table);
    }
    let tenth = whole.part(10);
    let small = stage(&mut desk, tenth, place.path(), &mut table).await;
    let large = stage(&mut desk, whole, place.path(), &mut table).await;
    receipt::measure(&desk, &large.receipts, &mut table).await;
    signin::measure(&desk, &mut table).await;
    verify::measure(&desk, place.path(), &mut table).await;
    protected::measure(&desk, whole.protected, place.path(), &mut table).await;
    let vault = desk.close();
    window::measure(&vault, whole, &mut table);
    handlers::measure(&vault, whole, &mut table).await;
    growth::compare(&small, &large, &mut table);
    told(&table)
}

/// The table, as text and as a file; a fault where a bar is missed.
fn told(table: &Table) -> ExitCode {
    println!("\n{table}");
    let report = disk::target().join("bench/report.json");
    std::fs::write(&report, table.json()).unwrap();
    println!("bench: written to {}", report.display());
    let missed = table.missed();
    if missed.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("bench: a bar is missed: {}", missed.join("; "));
    ExitCode::FAILURE
}

/// Fills the office and measures what growing is compared by.
async fn stage(desk: &mut Desk, size: Size, place: &std::path::Path, table: &mut Table) -> Stage {
    let begun = Instant::now();
    let fill = desk.fill(size).await;
    println!(
        "[{:>5} s] filled to {size}: {fill}",
        begun.elapsed().as_secs()
    );
    disk::sync_time(place, size, table);
    let logged = log::measure(desk, place, table).await;
    println!(
        "[{:>5} s] visits logged, {ROUNDS} rounds",
        begun.elapsed().as_secs()
    );
    let search = search::measure(desk, &logged.floor, table).await;
    println!("[{:>5} s] people searched", begun.elapsed().as_secs());
    counter::measure(desk, &logged.floor, table).await;
    println!("[{:>5} s] counter worked at", begun.elapsed().as_secs());
    Stage {
        size,
        visit: logged.visit,
        intake: logged.intake,
        search,
        receipts: logged.receipts,
    }
}
