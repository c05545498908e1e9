//! `run`: the programs built, a demo office made, its window opened (or the main job played).
//!
//! Must never: touch a vault outside `target/demo`; a real office's data has no place here.

use std::fs;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::graph;
use crate::house::{Fail, House, While as _};
use crate::play;
use crate::say::say;
use crate::setup;
use crate::steps::Steps;

/// Size and seed of the invented office.
const SHAPE: [&str; 8] = [
    "--people", "300", "--visits", "120", "--files", "60", "--seed", "1",
];

/// The README's first command.
pub(crate) fn run(house: &House, fresh: bool) -> Result<(), Fail> {
    let mut steps = Steps::new(house)?;
    setup::for_build(house, &mut steps)?;
    say("The programs are built; the first time this takes about ten minutes on two cores.");
    steps.run("build", &mut graph::programs(house))?;
    let office = Office::ready(house, &mut steps, fresh)?;
    say(&format!("\n{}\n", steps.table()));
    if has_display() {
        window(house, &office)
    } else {
        play::main_job(house, &office)
    }
}

/// The demo office on disk.
#[derive(Debug)]
pub(crate) struct Office {
    folder: PathBuf,
    users: Vec<User>,
}

/// One invented member of staff.
#[derive(Debug)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) passphrase: String,
}

impl Office {
    /// A path in the demo's folder.
    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The first user of a role.
    pub(crate) fn user(&self, role: &str) -> Result<&User, Fail> {
        self.users
            .iter()
            .find(|user| user.role == role)
            .ok_or_else(|| Fail::new(format!("The demo office has no user of role {role}.")))
    }

    /// Makes the office unless it is there whole.
    fn ready(house: &House, steps: &mut Steps, fresh: bool) -> Result<Self, Fail> {
        let folder = house.target("demo");
        let (vault, list) = (folder.join("vault"), folder.join("users.json"));
        let whole = vault.join("vault.json").is_file() && list.is_file();
        if fresh || !whole {
            if folder.exists() {
                fs::remove_dir_all(&folder).doing("clear the old demo office")?;
            }
            fs::create_dir_all(&folder).doing("make a folder for the demo office")?;
            steps.perform("demo office", || {
                let mut make = house.command(deskctl(house));
                make.args(["demo", "--json", "--vault"])
                    .arg(&vault)
                    .args(SHAPE);
                let made = play::object(&mut make, None)?;
                keep_private(&list, &format!("{made:#}\n"))
            })?;
        }
        let text = fs::read_to_string(&list).doing("read the demo's users")?;
        Ok(Self {
            folder,
            users: users(&text)?,
        })
    }
}

/// The terminal program of this build.
pub(crate) fn deskctl(house: &House) -> PathBuf {
    house.target("debug/deskctl")
}

/// Writes a file only its owner may read.
pub(crate) fn keep_private(path: &Path, text: &str) -> Result<(), Fail> {
    use std::io::Write as _;
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .doing(&format!("write {}", path.display()))
}

/// The users in what `deskctl demo` answered.
fn users(text: &str) -> Result<Vec<User>, Fail> {
    let value: Value = serde_json::from_str(text).doing("read the demo's users")?;
    let list = value.get("users").and_then(Value::as_array);
    let list = list.ok_or_else(|| Fail::new("The demo named no users."))?;
    let text = |user: &Value, key: &str| {
        let value = user.get(key).and_then(Value::as_str).map(str::to_owned);
        value.ok_or_else(|| Fail::new(format!("A demo user lacks `{key}`.")))
    };
    list.iter()
        .map(|user| {
            Ok(User {
                name: text(user, "name")?,
                role: text(user, "role")?,
                passphrase: text(user, "passphrase")?,
            })
        })
        .collect()
}

fn has_display() -> bool {
    ["WAYLAND_DISPLAY", "DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Opens the window on the demo office and waits until it is closed.
fn window(house: &House, office: &Office) -> Result<(), Fail> {
    say("The window opens on the demo office. Sign in as one of these invented people:");
    for user in &office.users {
        say(&format!(
            "  {:<12} {:<16} {}",
            user.role, user.name, user.passphrase
        ));
    }
    say(&format!(
        "They stand in {} too.",
        shown(house, &office.at("users.json"))
    ));
    let mut program = house.command(house.target("debug/reception-desk"));
    let status = program
        .env("RECEPTION_DESK_VAULT", office.at("vault"))
        .status();
    let status = status.doing("start the window")?;
    if status.success() {
        return Ok(());
    }
    Err(Fail::new(format!(
        "The window ended with {status}. If it cannot open the demo office, \
         `cargo xtask run --fresh` makes a new one."
    )))
}

/// A path as seen from the checkout's root.
pub(crate) fn shown(house: &House, path: &Path) -> String {
    let short = path.strip_prefix(house.root()).unwrap_or(path);
    short.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_of_a_demo_are_read_and_a_user_without_a_passphrase_is_refused() {
        let good =
            r#"{"vault":"v","users":[{"name":"an","role":"reception","passphrase":"test"}]}"#;
        let list = users(good).unwrap();
        let office = Office {
            folder: PathBuf::from("demo"),
            users: list,
        };
        assert_eq!(office.user("reception").unwrap().name, "an");
        assert!(office.user("auditor").is_err());
        assert!(users(r#"{"users":[{"name":"an","role":"reception"}]}"#).is_err());
        assert!(users("{}").is_err());
    }
}
