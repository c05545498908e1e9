//! Long crash and damage runs, and the child that is killed in them. Started by `cargo xtask soak`,
//! in release; `tests/attacks` does the same, shorter, in every test run.
//!
//! `soak [--kills N] [--flips N] [--timings N] [--seed N]`

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a run of a test that goes wrong says where and stops; its figures are its purpose"
)]

mod canary;
mod dice;
mod flips;
mod grown;
mod kills;
mod record;
mod sing;
mod timing;
mod writer;

use std::path::Path;
use std::process::ExitCode;

/// What a run is asked for.
struct Asked {
    kills: u32,
    flips: u32,
    timings: usize,
    seed: u64,
}

impl Asked {
    fn read(words: &[String]) -> Self {
        let mut asked = Self {
            kills: 1_000,
            flips: 10_000,
            timings: 50,
            seed: 1,
        };
        for pair in words.chunks(2) {
            let number = pair.get(1).and_then(|text| text.parse::<u32>().ok());
            let number = number.unwrap_or_else(|| panic!("{} needs a number", pair[0]));
            match pair[0].as_str() {
                "--kills" => asked.kills = number,
                "--flips" => asked.flips = number,
                "--timings" => asked.timings = usize::try_from(number).unwrap(),
                "--seed" => asked.seed = u64::from(number),
                other => panic!("unknown option {other}"),
            }
        }
        asked
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        Some(kills::WRITER) => {
            writer::write_until_killed(Path::new(&words[1]), words[2].parse().unwrap()).await;
            ExitCode::SUCCESS
        }
        Some(canary::BIRD) => {
            sing::sing(Path::new(&words[1]), &words[2], &words[3]).await;
            ExitCode::SUCCESS
        }
        _ => soak(&Asked::read(&words)).await,
    }
}

async fn soak(asked: &Asked) -> ExitCode {
    println!("soak: seed {}", asked.seed);
    let mut good = true;
    if asked.kills > 0 {
        let program = std::env::current_exe().unwrap();
        let tally = kills::run(&program, asked.kills, asked.seed, |tally, passed| {
            println!("[{:>5} s] {tally}", passed.as_secs());
        });
        let tally = tally.await;
        good &= tally.lost == 0 && tally.half == 0 && tally.faults == 0;
        println!("killed: {tally}");
    }
    if asked.flips > 0 {
        flips::count_panics();
        let table = flips::run(asked.flips, asked.seed).await;
        let wrong: Vec<&String> = table.values().flat_map(|row| &row.wrong).collect();
        good &= wrong.is_empty() && flips::panics() == 0;
        println!(
            "flipped bits: {}, panics {}\n{}",
            asked.flips,
            flips::panics(),
            flips::text(&table)
        );
        for which in wrong {
            println!("WRONG: {which}");
        }
    }
    if asked.timings > 0 {
        good &= timing::run(asked.timings).await;
    }
    println!(
        "{}",
        if good {
            "soak: nothing lost, nothing half, nothing unnoticed"
        } else {
            "soak: FAILED"
        }
    );
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
