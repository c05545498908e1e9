//! Who runs the tests: nextest, the machine's own or the pinned one, else cargo's own runner.
//!
//! Purpose: whoever it is, the same targets run: all but the journeys, which need a display and
//! have a step of their own. Must never: leave a target out in silence; what cargo's own runner is
//! told to run is read from the workspace.

use std::collections::BTreeSet;
use std::process::Command;

use cargo_metadata::{MetadataCommand, Target};

use crate::graph;
use crate::house::{Fail, House, While as _, answer};
use crate::say::say;
use crate::setup;

/// The target of the journeys.
const JOURNEYS: &str = "e2e";

/// Everything without a window.
pub(crate) fn tests(house: &House) -> Result<Command, Fail> {
    if let Some(nextest) = nextest(house) {
        let mut command = graph::over_all_targets(nextest, &["run"]);
        command.args(["-E", &format!("not binary({JOURNEYS})")]);
        return Ok(command);
    }
    say("cargo-nextest does not run here: cargo's own runner runs the same tests, more slowly.");
    let mut command = graph::workspace(house, &["test", "--quiet", "--no-fail-fast"]);
    command.args(selection(&targets(house)?));
    Ok(command)
}

/// Which journeys are walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Walk {
    /// All but the longest, which `.config/nextest.toml` names.
    Everyday,
    /// All.
    All,
}

/// The journeys, two at a time where none of them keeps a pace (.config/nextest.toml); by cargo's own
/// runner, which knows neither that rule nor the longest ones, all, one after the other.
pub(crate) fn journeys(house: &House, walk: Walk) -> Command {
    if let Some(nextest) = nextest(house) {
        let mut command = graph::over_all_targets(nextest, &["run"]);
        if walk == Walk::Everyday {
            command.args(["--profile", "everyday"]);
        }
        command.args(["-E", &format!("binary({JOURNEYS})")]);
        command.args(["--test-threads", "2"]);
        return command;
    }
    let mut command = graph::workspace(house, &["test", "--quiet", "--test", JOURNEYS]);
    command.args(["--", "--test-threads", "1"]);
    command
}

/// The tests of one name.
pub(crate) fn named(house: &House, test: &str) -> Command {
    if let Some(nextest) = nextest(house) {
        let mut command = graph::over_all_targets(nextest, &["run"]);
        command.args(["-E", &format!("test({test})")]);
        return command;
    }
    let mut command = graph::all_targets(house, &["test", "--quiet"]);
    command.args(["--", test]);
    command
}

/// `cargo nextest`, or the pinned program called as cargo would call it; `None` where neither runs.
fn nextest(house: &House) -> Option<Command> {
    let own = house.cargo();
    let pinned = house.calling_cargo(setup::tool(house, "cargo-nextest"));
    [own, pinned].into_iter().find_map(|mut command| {
        let program = command.get_program().to_owned();
        command.args(["nextest", "--version"]);
        answer(&mut command)?;
        let mut command = house.calling_cargo(program);
        command.arg("nextest");
        Some(command)
    })
}

/// Every target of the workspace.
fn targets(house: &House) -> Result<Vec<Target>, Fail> {
    let metadata = MetadataCommand::new()
        .current_dir(house.root())
        .no_deps()
        .exec()
        .doing("read the workspace")?;
    let packages = metadata.packages.into_iter();
    Ok(packages.flat_map(|package| package.targets).collect())
}

/// The words that make cargo's own runner run all of them but the journeys.
fn selection(targets: &[Target]) -> Vec<String> {
    let words: BTreeSet<Vec<String>> = targets.iter().map(words).collect();
    words.into_iter().flatten().collect()
}

/// How one target is asked for; a kind nobody knows yet is taken for a library.
fn words(target: &Target) -> Vec<String> {
    let all = |flag: &str| vec![flag.to_owned()];
    let one = |flag: &str| vec![flag.to_owned(), target.name.clone()];
    if target.is_custom_build() || (target.is_test() && target.name == JOURNEYS) {
        Vec::new()
    } else if target.is_test() {
        one("--test")
    } else if target.is_bench() {
        one("--bench")
    } else if target.is_example() {
        all("--examples")
    } else if target.is_bin() {
        all("--bins")
    } else {
        all("--lib")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::stamp::files;

    /// Names of the test targets as manifests and folders say them, without asking cargo.
    fn on_disk(root: &Path) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let manifests = ["src-tauri", "tests"].map(|folder| files(&root.join(folder)).unwrap());
        let manifests = manifests.iter().flatten();
        for manifest in manifests.filter(|file| file.ends_with("Cargo.toml")) {
            let text = fs::read_to_string(manifest).unwrap();
            for part in text.split("[[test]]").skip(1) {
                let name = part.lines().find_map(|line| line.strip_prefix("name = "));
                names.insert(name.unwrap().trim_matches('"').to_owned());
            }
            let tests = manifest.with_file_name("tests");
            for file in files(&tests).unwrap() {
                let inside = file.strip_prefix(&tests).unwrap().to_str().unwrap();
                let name = inside
                    .strip_suffix("/main.rs")
                    .or_else(|| inside.strip_suffix(".rs"));
                let name = name.filter(|name| !name.contains('/'));
                names.extend(name.map(str::to_owned));
            }
        }
        names
    }

    #[test]
    fn cargos_own_runner_is_told_of_every_test_target_but_the_journeys() {
        let house = House::find().unwrap();
        let words = selection(&targets(&house).unwrap());
        let named = words.windows(2).filter(|pair| pair[0] == "--test");
        let named: BTreeSet<String> = named.map(|pair| pair[1].clone()).collect();
        let mut there = on_disk(house.root());
        assert!(there.remove(JOURNEYS), "{there:?}");
        assert_eq!(named, there);
    }

    #[test]
    fn cargos_own_runner_is_told_of_libraries_programs_and_examples() {
        let targets = targets(&House::find().unwrap()).unwrap();
        let words = selection(&targets);
        for flag in ["--lib", "--bins", "--examples"] {
            assert!(words.contains(&flag.to_owned()), "{flag}");
        }
        assert!(!words.contains(&JOURNEYS.to_owned()));
    }
}
