//! The window's page: npm packages by the lock file, and the built page the program embeds.

use crate::house::{Fail, House, answer};
use crate::say::say;
use crate::stamp::Stamp;
use crate::steps::Steps;

/// What runs the packages of the page, as `engines` of `ui/package.json` says it too.
const NODE: &str = "Node 20.19 or newer of 20, 22.13 or newer of 22, or 24 and newer";

/// Installs when the lock file changed; builds when a source of the page changed.
pub(super) fn ensure(house: &House, steps: &mut Steps) -> Result<(), Fail> {
    node(house)?;
    let lock = Stamp::of(house, "npm", &[house.at("ui/package-lock.json")], &[])?;
    if !lock.is_current() || !house.at("ui/node_modules").is_dir() {
        say("npm packages of ui/ by its lock file.");
        steps.run(
            "npm ci",
            house.npm().args(["ci", "--no-audit", "--no-fund"]),
        )?;
        lock.set()?;
    }
    let sources = [house.at("ui"), house.at("src-tauri/catalogue/messages")];
    let page = || Stamp::of(house, "page", &sources, &[]);
    if !page()?.is_current() || !house.at("ui/dist/index.html").is_file() {
        say("The page changed: it is built again.");
        steps.run("ui build", house.npm().args(["run", "--silent", "build"]))?;
        // The build writes generated sources, so what it was built from is hashed after it.
        page()?.set()?;
    }
    Ok(())
}

fn node(house: &House) -> Result<(), Fail> {
    let how = format!("{NODE}, with npm, is needed: nodejs.org.");
    let Some(text) = answer(house.command("node").arg("--version")) else {
        return Err(Fail::new(format!("Node is missing. {how}")));
    };
    if !version(&text).is_some_and(runs) {
        return Err(Fail::new(format!("Node here is {}. {how}", text.trim())));
    }
    match answer(house.npm().arg("--version")) {
        Some(_) => Ok(()),
        None => Err(Fail::new(format!("npm is missing. {how}"))),
    }
}

const fn runs((major, minor): (u32, u32)) -> bool {
    match major {
        20 => minor >= 19,
        22 => minor >= 13,
        _ => major >= 24,
    }
}

/// `v20.19.4` to (20, 19).
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_compared_as_numbers_not_as_text() {
        let runs = |text| version(text).is_some_and(runs);
        for good in ["v20.19.0\n", "v20.20.2", "v22.13.1", "v24.0.0", "v100.1.0"] {
            assert!(runs(good), "{good}");
        }
        for bad in [
            "v20.9.0\n",
            "v9.0.0",
            "v21.7.3",
            "v22.9.0",
            "v23.11.0",
            "20.19.0",
        ] {
            assert!(!runs(bad), "{bad}");
        }
    }
}
