//! Generated and committed: files that must agree with what they are made from.
//!
//! Purpose: a test compares each (`…_is_fresh`); with `DESK_WRITE=1` the same test writes it. The
//! offline data of checked statements is made here, from a database of both migration folders.
//! Must never: write anything while it only compares.

use std::fs;
use std::path::Path;

use crate::graph;
use crate::house::{Fail, House, While as _};
use crate::runner;
use crate::say::say;
use crate::setup;
use crate::stamp::{Stamp, files};
use crate::steps::Steps;

/// A generated file and the test that holds it.
#[derive(Debug)]
pub(crate) struct Generated {
    test: &'static str,
    file: &'static str,
}

/// The typed client of the window's commands.
pub(crate) const BINDINGS: Generated = Generated {
    test: "the_typescript_client_is_fresh",
    file: "ui/src/ipc/bindings.gen.ts",
};

/// The permission matrix as a page.
pub(crate) const PERMISSIONS: Generated = Generated {
    test: "the_permission_page_is_fresh",
    file: "docs/permissions.md",
};

/// A development database from the migrations: plain SQL through stock SQLite, no key.
const MAKE_DATABASE: &str = "\
import pathlib, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
for file in sys.argv[2:]:
    database.executescript(pathlib.Path(file).read_text(encoding='utf-8'))
";

/// Runs the freshness test of one file with leave to write.
pub(crate) fn write(house: &House, what: &Generated) -> Result<(), Fail> {
    let mut steps = Steps::new(house)?;
    setup::for_build(house, &mut steps)?;
    let mut command = runner::named(house, what.test);
    steps.run("write", command.env("DESK_WRITE", "1"))?;
    if !house.at(what.file).is_file() {
        return Err(Fail::new(format!(
            "{} was not written: is its test gone?",
            what.file
        )));
    }
    say(&format!("{} is as its source says.", what.file));
    Ok(())
}

/// Renews migrations/desk/HASHES; the test refuses once a version has been released.
pub(crate) fn write_migration_hashes(house: &House) -> Result<(), Fail> {
    let mut command = house.cargo();
    command.args([
        "test",
        "--quiet",
        "--package",
        "xtask",
        "--test",
        "architecture",
    ]);
    command
        .args(["--", "a_released_migration_never_changes"])
        .env("DESK_WRITE", "1");
    Steps::new(house)?.run("write", &mut command)
}

/// Renews `.sqlx/` from the statements in the store and the migrations.
pub(crate) fn write_statements(house: &House) -> Result<(), Fail> {
    let mut steps = Steps::new(house)?;
    setup::for_test(house, &mut steps)?;
    let made = make_statements(house, &mut steps)?;
    let kept = house.at(".sqlx");
    if kept.exists() {
        fs::remove_dir_all(&kept).doing("clear .sqlx")?;
    }
    fs::create_dir_all(&kept).doing("make .sqlx")?;
    for file in &made {
        let name = file.file_name().unwrap_or_default();
        fs::copy(file, kept.join(name)).doing("write .sqlx")?;
    }
    say(&format!(".sqlx holds {} statements.", made.len()));
    Ok(())
}

/// Compares `.sqlx/` with what the statements say now; skipped when nothing it is made from
/// changed since it last agreed. The other generated files are compared by their tests.
pub(crate) fn compare(house: &House, steps: &mut Steps) -> Result<(), Fail> {
    let sources = [
        house.at("migrations"),
        house.at("src-tauri/crates/store"),
        house.at(".sqlx"),
        house.at("Cargo.lock"),
    ];
    let stamp = Stamp::of(house, "statements", &sources, &[])?;
    if !stamp.is_current() {
        let made = make_statements(house, steps)?;
        steps.perform("statements compared", || same(&made, &house.at(".sqlx")))?;
        stamp.set()?;
    }
    let mut diff = house.command("git");
    diff.args([
        "diff",
        "--exit-code",
        "--stat",
        "--",
        BINDINGS.file,
        PERMISSIONS.file,
        ".sqlx",
    ]);
    if crate::house::under_ci() {
        steps.run("drift", &mut diff)
    } else {
        Ok(())
    }
}

/// Compiles the store against a fresh development database; returns the files sqlx wrote.
fn make_statements(house: &House, steps: &mut Steps) -> Result<Vec<std::path::PathBuf>, Fail> {
    let (database, out) = (house.target("dev.db"), house.target("xtask/sqlx"));
    for old in [&database, &out] {
        if old.is_dir() {
            fs::remove_dir_all(old).doing("clear old statement data")?;
        } else if old.exists() {
            fs::remove_file(old).doing("clear the old development database")?;
        }
    }
    fs::create_dir_all(&out).doing("make a folder for statement data")?;
    let mut make = house.command(setup::interpreter(house));
    make.args(["-c", MAKE_DATABASE]).arg(&database);
    for folder in ["migrations/desk", "migrations/projections"] {
        make.args(files(&house.at(folder))?.iter().filter(|file| is_sql(file)));
    }
    steps.run("development database", &mut make)?;
    // The macros run only when the crate is compiled; its time stamp is put back afterwards so
    // that the ordinary build does not start over.
    let root = house.at("src-tauri/crates/store/src/lib.rs");
    let file = fs::File::options()
        .append(true)
        .open(&root)
        .doing("open the store")?;
    let before = file
        .metadata()
        .and_then(|data| data.modified())
        .doing("read a time stamp")?;
    let mut check = graph::workspace(house, &["check", "--quiet", "--tests"]);
    check.env("DATABASE_URL", format!("sqlite://{}", database.display()));
    check
        .env("SQLX_OFFLINE", "false")
        .env("SQLX_OFFLINE_DIR", &out);
    let outcome = match house.command("touch").arg(&root).status() {
        Ok(_) => steps.run("statements", &mut check),
        Err(error) => Err(Fail::new(format!("Could not touch the store: {error}"))),
    };
    file.set_modified(before).doing("put a time stamp back")?;
    outcome?;
    files(&out)
}

fn is_sql(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "sql")
}

/// Same names, same bytes; says how to mend it.
fn same(made: &[std::path::PathBuf], kept: &Path) -> Result<(), Fail> {
    let stale = |reason: String| {
        Err(Fail::new(format!(
            "{reason}. Run `cargo xtask sqlx` and commit .sqlx."
        )))
    };
    for file in made {
        let name = file.file_name().unwrap_or_default();
        let fresh = fs::read(file).doing("read statement data")?;
        if fs::read(kept.join(name)).ok().as_deref() != Some(fresh.as_slice()) {
            return stale(format!("{} is missing or stale", name.to_string_lossy()));
        }
    }
    let held = files(kept)?.len();
    if held == made.len() {
        return Ok(());
    }
    stale(format!(
        ".sqlx holds {held} statements, the store has {}",
        made.len()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_a_missing_and_a_left_over_statement_are_each_found() {
        let base = std::env::temp_dir().join(format!("xtask-drift-{}", std::process::id()));
        let (made, kept) = (base.join("made"), base.join("kept"));
        fs::create_dir_all(&made).unwrap();
        fs::create_dir_all(&kept).unwrap();
        fs::write(made.join("query-1.json"), "{}").unwrap();
        let list = files(&made).unwrap();
        assert!(same(&list, &kept).is_err(), "missing");
        fs::write(kept.join("query-1.json"), "{ }").unwrap();
        assert!(same(&list, &kept).is_err(), "changed");
        fs::write(kept.join("query-1.json"), "{}").unwrap();
        assert!(same(&list, &kept).is_ok());
        fs::write(kept.join("query-2.json"), "{}").unwrap();
        assert!(same(&list, &kept).is_err(), "left over");
        fs::remove_dir_all(&base).unwrap();
    }
}
