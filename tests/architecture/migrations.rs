//! Migrations of what cannot be derived only move forward.
//!
//! `migrations/desk/HASHES` lists each file with its SHA-256. Until the first release (a tag `v…`)
//! `cargo xtask migrations` may renew a line; from then on a listed file never changes.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use sha2::{Digest as _, Sha256};

use crate::sources::{files, none, root};

const LIST: &str = "migrations/desk/HASHES";

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
}

/// `hash  name` lines of the migrations as they are.
fn present() -> Vec<String> {
    let listed = files("migrations/desk", &["sql"]);
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    listed
        .iter()
        .map(|file| format!("{}  {}", hash(&file.text), name(&file.path)))
        .collect()
}

/// True once a version has been released from this history.
fn released() -> bool {
    let tags = Command::new("git")
        .args(["tag", "--list", "v*"])
        .current_dir(root())
        .output();
    tags.is_ok_and(|output| !output.stdout.is_empty())
}

#[test]
fn a_released_migration_never_changes() {
    let now = present();
    let file = root().join(LIST);
    if std::env::var_os("DESK_WRITE").is_some() {
        let old = fs::read_to_string(&file).unwrap_or_default();
        let gone = old
            .lines()
            .find(|line| !now.iter().any(|present| present == line));
        assert!(
            !released() || gone.is_none(),
            "a version is released: `{}` may not change any more; write a new migration",
            gone.unwrap_or_default()
        );
        fs::write(&file, now.join("\n") + "\n").unwrap();
    }
    let listed = fs::read_to_string(&file).unwrap_or_default();
    let listed: Vec<&str> = listed.lines().collect();
    let mut wrong = Vec::new();
    for line in now.iter().filter(|line| !listed.contains(&line.as_str())) {
        wrong.push(format!("{line} (as it is) is not in {LIST}"));
    }
    for line in listed
        .iter()
        .filter(|line| !now.iter().any(|present| present == *line))
    {
        wrong.push(format!("{line} (as listed) is changed or gone"));
    }
    none(
        &wrong,
        "Write a new migration; before the first release run `cargo xtask migrations`:",
    );
}

#[test]
fn migrations_are_numbered_without_gaps_and_say_why() {
    for folder in ["migrations/desk", "migrations/projections"] {
        let found = files(folder, &["sql"]);
        assert!(!found.is_empty(), "no migration in {folder}");
        for (index, file) in found.iter().enumerate() {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            let number = format!("{:04}_", index + 1);
            assert!(
                name.starts_with(&number),
                "{} should begin with {number}",
                file.path
            );
            assert!(
                file.text.starts_with("--"),
                "{} does not begin by saying why",
                file.path
            );
        }
    }
}
