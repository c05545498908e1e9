//! A demo office of its own for each journey, made by the terminal twin.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// An invented office on disk.
#[derive(Debug)]
pub(crate) struct Demo {
    /// The vault's folder.
    pub(crate) vault: PathBuf,
    users: Vec<Value>,
}

impl Demo {
    /// Makes a small office with people, visits and files of today.
    pub(crate) fn make(folder: &Path) -> Self {
        Self::of(folder, 12, 9, 4)
    }

    /// The same of another size.
    pub(crate) fn of(folder: &Path, people: u32, visits: u32, files: u32) -> Self {
        let vault = folder.join("vault");
        let size = [people, visits, files].map(|count| count.to_string());
        let [people, visits, files] = &size;
        let made = Command::new(program("DESK_CTL", "deskctl"))
            .args(["demo", "--people", people, "--visits", visits])
            .args(["--files", files, "--seed", "7"])
            .arg("--json")
            .arg("--vault")
            .arg(&vault)
            .output()
            .expect("deskctl starts");
        let text = String::from_utf8_lossy(&made.stdout);
        assert!(
            made.status.success(),
            "demo: {text}{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let answer: Value = serde_json::from_str(&text).expect("demo answers JSON");
        let users = answer.pointer("/users").and_then(Value::as_array);
        let users = users.expect("demo lists its users").clone();
        Self { vault, users }
    }

    /// Name and passphrase of the first user of a role.
    pub(crate) fn user(&self, role: &str) -> (String, String) {
        let first = self.users(role).into_iter().next();
        first.unwrap_or_else(|| panic!("the demo has no {role}"))
    }

    /// Names and passphrases of all users of a role.
    pub(crate) fn users(&self, role: &str) -> Vec<(String, String)> {
        let text = |user: &Value, key: &str| user[key].as_str().unwrap_or_default().to_owned();
        let of_role = self.users.iter().filter(|user| user["role"] == role);
        of_role
            .map(|user| (text(user, "name"), text(user, "passphrase")))
            .collect()
    }
}

/// A program of this build: by its variable, else beside this test in the target folder.
pub(crate) fn program(variable: &str, name: &str) -> PathBuf {
    let given = std::env::var_os(variable).map(PathBuf::from);
    let path = given.unwrap_or_else(|| target().join("debug").join(name));
    assert!(
        path.is_file(),
        "{} is not built; cargo xtask test builds it",
        path.display()
    );
    path
}

/// The target folder.
pub(crate) fn target() -> PathBuf {
    // This program is target/debug/deps/e2e-….
    let own = std::env::current_exe().expect("a test knows where it is");
    own.ancestors()
        .nth(3)
        .expect("three folders up is target")
        .to_owned()
}
