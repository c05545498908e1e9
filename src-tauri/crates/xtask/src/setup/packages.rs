//! System packages: which are missing, and how they are got.
//!
//! On Debian and its children `dpkg-query` says what is missing and only that is installed, as
//! root or through sudo. Elsewhere programs and libraries are looked for, and named when missing.

use std::path::Path;
use std::process::Command;

use crate::house::{Fail, House, answer, typed};
use crate::say::say;
use crate::steps::Steps;

/// How a need is looked for where there is no `dpkg-query`.
#[derive(Clone, Copy, Debug)]
enum Probe {
    /// A program in `PATH`.
    Program(&'static str),
    /// A library `pkg-config` knows.
    Library(&'static str),
    /// Nothing to look for; the font a system lacks is replaced by another.
    None,
}

/// One thing the project needs of the system.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Need {
    debian: &'static str,
    probe: Probe,
}

const fn need(debian: &'static str, probe: Probe) -> Need {
    Need { debian, probe }
}

/// For a build: a C compiler, OpenSSL's libcrypto for SQLCipher, the web view.
pub(crate) const BUILD: [Need; 4] = [
    need("build-essential", Probe::Program("cc")),
    need("pkg-config", Probe::Program("pkg-config")),
    need("libssl-dev", Probe::Library("libcrypto")),
    need("libwebkit2gtk-4.1-dev", Probe::Library("webkit2gtk-4.1")),
];

/// For the tests: a virtual display and its driver, and stock tools that read what the desk wrote,
/// a printing system, and the way Vietnamese is typed.
pub(crate) const TEST: [Need; 19] = [
    need("xvfb", Probe::Program("Xvfb")),
    need("dbus", Probe::Program("dbus-daemon")),
    need("procps", Probe::Program("pgrep")),
    need("webkit2gtk-driver", Probe::Program("WebKitWebDriver")),
    need("poppler-utils", Probe::Program("pdftotext")),
    need("zbar-tools", Probe::Program("zbarimg")),
    need("fonts-dejavu-core", Probe::None),
    need("age", Probe::Program("age")),
    need("qpdf", Probe::Program("qpdf")),
    need("imagemagick", Probe::Program("import")),
    need("python3-venv", Probe::Program("python3")),
    need("git", Probe::Program("git")),
    need("cups-daemon", Probe::Program("cupsd")),
    need("cups-client", Probe::Program("lp")),
    need("strace", Probe::Program("strace")),
    need("xdotool", Probe::Program("xdotool")),
    need("ibus", Probe::Program("ibus-daemon")),
    need("ibus-gtk3", Probe::None),
    need("ibus-unikey", Probe::None),
];

/// Installs what is missing, or says exactly what to do.
pub(crate) fn ensure(house: &House, steps: &mut Steps, needs: &[Need]) -> Result<(), Fail> {
    if answer(house.command("dpkg-query").arg("--version")).is_none() {
        return elsewhere(house, needs);
    }
    let missing = missing_on_debian(house, needs);
    if missing.is_empty() {
        return Ok(());
    }
    say(&format!("System packages missing: {}", missing.join(" ")));
    let Some(commands) = apt(house, &missing) else {
        return Err(Fail::new(format!(
            "They have to be installed by an administrator. As root:\n  {}",
            by_hand(&missing)
        )));
    };
    for mut command in commands {
        steps
            .run("system packages", &mut command)
            .map_err(|Fail(reason)| {
                Fail::new(format!(
                    "{reason}\nBy hand, as root:\n  {}",
                    by_hand(&missing)
                ))
            })?;
    }
    let still = missing_on_debian(house, needs);
    if still.is_empty() {
        return Ok(());
    }
    Err(Fail::new(format!(
        "Still missing after the installation: {}",
        still.join(" ")
    )))
}

fn missing_on_debian(house: &House, needs: &[Need]) -> Vec<&'static str> {
    let mut query = house.command("dpkg-query");
    query.args([
        "--show",
        "--showformat",
        "${Package} ${db:Status-Status}\\n",
    ]);
    query.args(needs.iter().map(|need| need.debian));
    // It ends with 1 when it knows one of them not at all, and still lists the others.
    let output = query
        .output()
        .map(|output| output.stdout)
        .unwrap_or_default();
    missing(needs, &String::from_utf8_lossy(&output))
}

/// Names that the list of `dpkg-query` does not call installed.
fn missing(needs: &[Need], listed: &str) -> Vec<&'static str> {
    let installed: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .collect();
    needs
        .iter()
        .map(|need| need.debian)
        .filter(|name| !installed.contains(name))
        .collect()
}

/// `apt-get update` and `install`, as root or through sudo; `None` when neither is possible.
fn apt(house: &House, missing: &[&str]) -> Option<[Command; 2]> {
    let root = answer(house.command("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if !root && !in_path("sudo") {
        return None;
    }
    let start = || {
        let mut command = house.command(if root { "env" } else { "sudo" });
        if !root {
            command.arg("env");
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    };
    let (mut update, mut install) = (start(), start());
    update.arg("update");
    install
        .args(["install", "-y", "--no-install-recommends"])
        .args(missing);
    say(&format!("They are installed by: {}", typed(&install)));
    Some([update, install])
}

fn by_hand(missing: &[&str]) -> String {
    format!(
        "apt-get update && apt-get install -y --no-install-recommends {}",
        missing.join(" ")
    )
}

/// Another system: name what is missing by program or library, with Debian's name for it.
fn elsewhere(house: &House, needs: &[Need]) -> Result<(), Fail> {
    let lines: Vec<String> = needs
        .iter()
        .filter_map(|need| {
            let (there, what) = match need.probe {
                Probe::None => return None,
                Probe::Program(name) => (in_path(name), format!("the program `{name}`")),
                Probe::Library(name) => {
                    let known = answer(house.command("pkg-config").args(["--exists", name]));
                    (
                        known.is_some(),
                        format!("the library `{name}` with its headers"),
                    )
                }
            };
            (!there).then(|| format!("  {what} (Debian: {})", need.debian))
        })
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    Err(Fail::new(format!(
        "This is not a Debian system, so nothing is installed by itself. Missing:\n{}\n\
         Install them with your system's package tool under its own names, then run this again.",
        lines.join("\n")
    )))
}

/// True when a program of that name stands in `PATH`.
pub(super) fn in_path(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| is_file(&folder.join(name)))
}

fn is_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| found.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_packages_that_are_not_installed_are_named() {
        let listed = "build-essential installed\npkg-config not-installed\nlibssl-dev installed\n";
        assert_eq!(
            missing(&BUILD, listed),
            ["pkg-config", "libwebkit2gtk-4.1-dev"]
        );
    }

    #[test]
    fn nothing_is_named_when_all_are_there() {
        let listed: Vec<String> = TEST
            .iter()
            .map(|need| format!("{} installed", need.debian))
            .collect();
        assert!(missing(&TEST, &listed.join("\n")).is_empty());
    }

    #[test]
    fn a_removed_package_whose_settings_remain_counts_as_missing() {
        assert_eq!(
            missing(&BUILD[..1], "build-essential config-files\n"),
            ["build-essential"]
        );
    }

    #[test]
    fn a_program_is_found_in_the_path_and_a_made_up_one_is_not() {
        assert!(in_path("sh"));
        assert!(!in_path("no-such-tool-of-this-house"));
    }
}
