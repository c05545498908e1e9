//! `test`, `check`, `journeys`, `bench`, `soak`: which steps, in which order, cheapest failure first.
//!
//! Must never: skip a step in silence, or skip one at all under continuous integration.

use std::process::Command;

use crate::drift;
use crate::graph;
use crate::house::{Fail, House, answer, under_ci};
use crate::runner;
use crate::say::say;
use crate::setup;
use crate::steps::Steps;

/// The README's second command.
pub(crate) fn test(house: &House) -> Result<(), Fail> {
    with_table(house, |steps| {
        setup::for_test(house, steps)?;
        quick(house, steps)?;
        let page = |script: &str| {
            let mut command = house.npm();
            command.args(["run", "--silent", script]);
            (format!("ui {script}"), command)
        };
        let aside = vec![page("check"), page("lint")];
        let mut build = graph::all_targets(house, &["build"]);
        steps.run_beside(aside, "build", &mut build)?;
        let (name, mut command) = page("test");
        steps.run(&name, &mut command)?;
        clippy(house, steps)?;
        tests(house, steps)?;
        steps.run(
            "doctests",
            &mut graph::workspace(house, &["test", "--doc", "--quiet"]),
        )?;
        drift::compare(house, steps)?;
        walked(house, steps, runner::Walk::Everyday)
    })
}

/// Every journey, those too that `test` leaves out because they take long.
pub(crate) fn journeys(house: &House) -> Result<(), Fail> {
    with_table(house, |steps| {
        setup::for_test(house, steps)?;
        steps.run("build", &mut graph::all_targets(house, &["build"]))?;
        walked(house, steps, runner::Walk::All)
    })
}

/// The quick part of it.
pub(crate) fn check(house: &House) -> Result<(), Fail> {
    with_table(house, |steps| {
        setup::for_test(house, steps)?;
        quick(house, steps)?;
        clippy(house, steps)
    })
}

/// The speed table, in a release build.
pub(crate) fn bench(house: &House, rest: &[String]) -> Result<(), Fail> {
    with_table(house, |steps| {
        setup::for_test(house, steps)?;
        // Of protected files alone nothing is measured through the window.
        if rest.windows(2).any(|pair| pair == ["--people", "0"]) {
            return Ok(());
        }
        // A release lets nothing drive its page; for the page's handlers one with that check open is
        // built first, put aside, and replaced by the program as it is.
        let mut driven = window(house, "rustc");
        driven.args(["--", "-C", "debug-assertions=on"]);
        steps.run("window that may be driven, in release", &mut driven)?;
        put_aside(house)?;
        // The real window is measured too: the program, and an empty window beside it.
        steps.run("window, in release", &mut window(house, "build"))?;
        let mut empty = house.cargo();
        empty.args(["build", "--release", "--locked", "--package"]);
        empty.args(["reception-desk", "--features", "custom-protocol"]);
        steps.run(
            "empty window, in release",
            empty.args(["--example", "empty_window"]),
        )
    })?;
    release(house, "bench", rest)
}

/// The window's program, in release.
fn window(house: &House, word: &str) -> Command {
    let mut command = house.cargo();
    command.args([word, "--release", "--locked", "--package", "reception-desk"]);
    command.args(["--features", "custom-protocol", "--bin", "reception-desk"]);
    command
}

/// The window that may be driven, where the bench looks for it.
fn put_aside(house: &House) -> Result<(), Fail> {
    let built = house.target("release/reception-desk");
    let folder = house.target("driven");
    let copied = std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::copy(built, folder.join("reception-desk")));
    match copied {
        Ok(_bytes) => Ok(()),
        Err(error) => Err(Fail::new(format!(
            "Could not put the window aside: {error}"
        ))),
    }
}

/// The long crash and damage runs.
pub(crate) fn soak(house: &House, rest: &[String]) -> Result<(), Fail> {
    with_table(house, |steps| setup::for_test(house, steps))?;
    release(house, "soak", rest)
}

/// A program of `tests/`, in release, its output passed through as it comes.
fn release(house: &House, name: &str, rest: &[String]) -> Result<(), Fail> {
    let mut command = house.cargo();
    command.args([
        "run",
        "--release",
        "--locked",
        "--package",
        "desk-tests",
        "--bin",
        name,
        "--",
    ]);
    command
        .args(rest)
        .env("DESK_TEST_PYTHON", setup::interpreter(house));
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Fail::new(format!("The {name} ended with {status}."))),
        Err(error) => Err(Fail::new(format!("Could not start cargo: {error}"))),
    }
}

fn with_table(
    house: &House,
    work: impl FnOnce(&mut Steps) -> Result<(), Fail>,
) -> Result<(), Fail> {
    let mut steps = Steps::new(house)?;
    let outcome = work(&mut steps);
    say(&format!("\n{}", steps.table()));
    outcome
}

/// What needs no build of the desk: rules of the house, format, dependency rules.
fn quick(house: &House, steps: &mut Steps) -> Result<(), Fail> {
    let mut rules = house.cargo();
    rules.args(["test", "--quiet", "--locked", "--package", "xtask"]);
    steps.run("rules of the house", &mut rules)?;
    if tool(house, "fmt", steps)? {
        steps.run("format", house.cargo().args(["fmt", "--all", "--check"]))?;
    }
    let mut deny = house.command(setup::tool(house, "cargo-deny"));
    deny.args(["--workspace", "--locked", "check", "--hide-inclusion-graph"]);
    steps.run("dependencies", deny.args(["bans", "licenses", "sources"]))
}

fn clippy(house: &House, steps: &mut Steps) -> Result<(), Fail> {
    if !tool(house, "clippy", steps)? {
        return Ok(());
    }
    let mut command = graph::all_targets(house, &["clippy", "--quiet"]);
    steps.run("clippy", command.args(["--", "-D", "warnings"]))
}

/// True when `cargo NAME` is there; else the step is skipped with a line, or refused under CI.
fn tool(house: &House, name: &str, steps: &mut Steps) -> Result<bool, Fail> {
    if answer(house.cargo().args([name, "--version"])).is_some() {
        return Ok(true);
    }
    let why = format!(
        "`cargo {name}` is not here (rustup component add {})",
        component(name)
    );
    if under_ci() {
        return Err(Fail::new(why));
    }
    steps.skip(name, &why);
    Ok(false)
}

fn component(name: &str) -> &str {
    if name == "fmt" { "rustfmt" } else { name }
}

/// Everything without a window.
fn tests(house: &House, steps: &mut Steps) -> Result<(), Fail> {
    let mut command = runner::tests(house)?;
    steps.run("tests", in_test_surroundings(house, &mut command))
}

/// Journeys through the real window, on virtual displays of their own.
fn walked(house: &House, steps: &mut Steps, walk: runner::Walk) -> Result<(), Fail> {
    let mut command = runner::journeys(house, walk);
    steps.run("journeys", in_test_surroundings(house, &mut command))
}

fn in_test_surroundings<'c>(house: &House, command: &'c mut Command) -> &'c mut Command {
    command.env("DESK_TEST_PYTHON", setup::interpreter(house));
    // With either of these set the web view's screenshot command never returns.
    command.env_remove("WEBKIT_DISABLE_DMABUF_RENDERER");
    command.env_remove("WEBKIT_DISABLE_COMPOSITING_MODE")
}
