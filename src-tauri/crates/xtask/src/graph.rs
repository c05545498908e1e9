//! The one feature graph every cargo command of this project uses.
//!
//! Cargo builds a dependency again when another selection of packages or targets asks for other
//! features of it. Two minutes are lost each time the window or the typesetter is built twice, so
//! build, clippy, tests and the demo all name the same workspace, features and dev-dependencies.

use std::process::Command;

use crate::house::House;

/// Features that are always on: the page embedded in the window, the journeys compiled.
const FEATURES: &str = "reception-desk/custom-protocol,desk-tests/e2e";

/// `cargo WORDS --workspace --features …`, lock file unchanged, without targets.
pub(crate) fn workspace(house: &House, words: &[&str]) -> Command {
    over_workspace(house.cargo(), words)
}

fn over_workspace(mut command: Command, words: &[&str]) -> Command {
    command
        .args(words)
        .args(["--workspace", "--locked", "--features", FEATURES]);
    command
}

/// The same over all targets.
pub(crate) fn all_targets(house: &House, words: &[&str]) -> Command {
    over_all_targets(house.cargo(), words)
}

/// The same by a program that takes cargo's words.
pub(crate) fn over_all_targets(command: Command, words: &[&str]) -> Command {
    let mut command = over_workspace(command, words);
    command.arg("--all-targets");
    command
}

/// Only the two programs. One small test target is named beside them because cargo counts the
/// features of dev-dependencies only when some test is built: so the graph stays the same.
pub(crate) fn programs(house: &House) -> Command {
    let mut command = workspace(house, &["build"]);
    command.args([
        "--bin",
        "deskctl",
        "--bin",
        "reception-desk",
        "--test",
        "architecture",
    ]);
    command
}
