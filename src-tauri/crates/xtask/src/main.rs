//! The task runner: every command of the README, set-up included.
//!
//! May use: std, `cargo_metadata`, `serde_json` (it is built first on a bare machine).
//! Must never: depend on a crate of the desk, hold a rule of it, or print a real office's data.

#![forbid(unsafe_code)]

mod command;
mod demo;
mod drift;
mod graph;
mod house;
mod play;
mod runner;
mod say;
mod setup;
mod stamp;
mod steps;
mod suite;

use std::process::ExitCode;

use command::Task;
use house::{Fail, House};
use say::say;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match command::read(&words) {
        Ok(Task::Help) => {
            say(command::HELP);
            ExitCode::SUCCESS
        }
        Ok(task) => match House::find().and_then(|house| perform(&house, task)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(Fail(reason)) => {
                say(&format!("\n{reason}"));
                ExitCode::FAILURE
            }
        },
        Err(Fail(reason)) => {
            say(&format!("{reason}\n\n{}", command::HELP));
            ExitCode::from(2)
        }
    }
}

fn perform(house: &House, task: Task) -> Result<(), Fail> {
    match task {
        Task::Help => Ok(()),
        Task::Run { fresh } => demo::run(house, fresh),
        Task::Test => suite::test(house),
        Task::Journeys => suite::journeys(house),
        Task::Check => suite::check(house),
        Task::Bindings => drift::write(house, &drift::BINDINGS),
        Task::Permissions => drift::write(house, &drift::PERMISSIONS),
        Task::Migrations => drift::write_migration_hashes(house),
        Task::Sqlx => drift::write_statements(house),
        Task::Bench(rest) => suite::bench(house, &rest),
        Task::Soak(rest) => suite::soak(house, &rest),
    }
}
