//! The built `deskctl`, as somebody at a terminal has it, in a home of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Where `cargo` puts programs, unless told by `DESK_DESKCTL`.
pub(crate) fn program() -> PathBuf {
    if let Some(told) = std::env::var_os("DESK_DESKCTL") {
        return PathBuf::from(told);
    }
    // Tests lie beside the programs of their build, one folder below.
    let test = std::env::current_exe().unwrap();
    let built = test
        .parent()
        .and_then(Path::parent)
        .unwrap()
        .join("deskctl");
    assert!(
        built.is_file(),
        "no deskctl at {}: build it first (cargo build -p deskctl), or run cargo xtask test",
        built.display()
    );
    built
}

/// A home whose every folder is known, with a vault in it.
pub(crate) struct Home {
    place: TempDir,
}

/// What the program answered.
pub(crate) struct Told {
    pub(crate) output: Output,
}

impl Told {
    /// The one JSON object on standard output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {:?}", self.output))
    }

    #[track_caller]
    pub(crate) fn good(&self) -> Value {
        assert!(self.output.status.success(), "{:?}", self.output);
        self.json()
    }

    /// The code of a refusal, exit 1.
    #[track_caller]
    pub(crate) fn refused(&self) -> String {
        assert_eq!(self.output.status.code(), Some(1), "{:?}", self.output);
        self.json()["error"]["code"].as_str().unwrap().to_owned()
    }
}

impl Home {
    pub(crate) fn new() -> Self {
        let home = Self {
            place: tempfile::tempdir().unwrap(),
        };
        for folder in [
            "watched/home",
            "watched/tmp",
            "watched/run",
            "watched/work",
            "outside",
        ] {
            std::fs::create_dir_all(home.place.path().join(folder)).unwrap();
        }
        home
    }

    /// Everything the program could write to by itself: vault, home, temporary, state, log folders.
    pub(crate) fn watched(&self) -> PathBuf {
        self.place.path().join("watched")
    }

    pub(crate) fn vault(&self) -> PathBuf {
        self.watched().join("vault")
    }

    /// A file that the person at the terminal keeps: passphrases, tables, papers.
    pub(crate) fn outside(&self, name: &str) -> PathBuf {
        self.place.path().join("outside").join(name)
    }

    /// Keeps a passphrase in a file and gives its path.
    pub(crate) fn passphrase_file(&self, name: &str, passphrase: &str) -> PathBuf {
        let file = self.outside(&format!("passphrase-{name}"));
        std::fs::write(&file, format!("{passphrase}\n")).unwrap();
        file
    }

    /// A program that finds all its folders in here and logs all it can.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let watched = self.watched();
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("LANG", "C.UTF-8")
            .env("HOME", watched.join("home"))
            .env("XDG_CONFIG_HOME", watched.join("home/.config"))
            .env("XDG_DATA_HOME", watched.join("home/.local/share"))
            .env("XDG_STATE_HOME", watched.join("home/.local/state"))
            .env("XDG_CACHE_HOME", watched.join("home/.cache"))
            .env("XDG_RUNTIME_DIR", watched.join("run"))
            .env("TMPDIR", watched.join("tmp"))
            .env("SQLITE_TMPDIR", watched.join("tmp"))
            .env("RUST_LOG", "trace")
            .env("RUST_BACKTRACE", "full")
            .current_dir(watched.join("work"));
        command
    }

    /// `deskctl` with these words, before it is started.
    pub(crate) fn deskctl(&self, words: &[&str]) -> Command {
        let mut command = self.command(&program());
        command
            .arg("--json")
            .args(words)
            .arg("--vault")
            .arg(self.vault());
        command.stdin(Stdio::null());
        command
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Told {
        Told {
            output: self.deskctl(words).output().unwrap(),
        }
    }

    /// Runs it as a user, her passphrase in a file.
    pub(crate) fn run_as(&self, user: &str, words: &[&str]) -> Told {
        let file = self.outside(&format!("passphrase-{user}"));
        let mut command = self.deskctl(words);
        command
            .args(["--user", user, "--passphrase-file"])
            .arg(file);
        Told {
            output: command.output().unwrap(),
        }
    }

    /// An empty demo office; each user's passphrase is in her file.
    pub(crate) fn demo() -> (Self, Value) {
        let home = Self::new();
        let told = home
            .run(&["demo", "--people", "0", "--visits", "0", "--files", "0"])
            .good();
        for user in told["users"].as_array().unwrap() {
            let text = |key: &str| user[key].as_str().unwrap();
            home.passphrase_file(text("name"), text("passphrase"));
        }
        (home, told)
    }
}

/// The first user of a role.
pub(crate) fn of_role<'a>(demo: &'a Value, role: &str) -> &'a str {
    let users = demo["users"].as_array().unwrap();
    let user = users.iter().find(|user| user["role"] == role);
    user.and_then(|user| user["name"].as_str())
        .expect("a demo has everybody")
}
