//! Where things are: root, target folder, and how commands are started.
//!
//! Must never: know what a task does with them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cargo_metadata::MetadataCommand;

/// Why a task stopped, in a sentence for the person at the terminal.
#[derive(Debug)]
pub(crate) struct Fail(pub(crate) String);

impl Fail {
    /// A reason.
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// Adds what was being done to an error of the machine.
pub(crate) trait While<T> {
    /// `doing` completes "could not …".
    fn doing(self, doing: &str) -> Result<T, Fail>;
}

impl<T, E: core::fmt::Display> While<T> for Result<T, E> {
    fn doing(self, doing: &str) -> Result<T, Fail> {
        self.map_err(|error| Fail::new(format!("Could not {doing}: {error}")))
    }
}

/// The checkout and its target folder.
#[derive(Debug)]
pub(crate) struct House {
    root: PathBuf,
    target: PathBuf,
}

impl House {
    /// Asks cargo where the workspace and its target folder are.
    pub(crate) fn find() -> Result<Self, Fail> {
        let metadata = MetadataCommand::new()
            .no_deps()
            .exec()
            .doing("read the workspace")?;
        Ok(Self {
            root: metadata.workspace_root.into_std_path_buf(),
            target: metadata.target_directory.into_std_path_buf(),
        })
    }

    /// A path inside the checkout.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The checkout itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside the target folder.
    pub(crate) fn target(&self, path: &str) -> PathBuf {
        self.target.join(path)
    }

    /// A command that runs in the checkout's root.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// A cargo command.
    pub(crate) fn cargo(&self) -> Command {
        self.calling_cargo(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// A program that calls cargo. What `cargo run` told *this* program about itself is taken out
    /// of the environment, so that nothing is rebuilt because of it.
    pub(crate) fn calling_cargo(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = self.command(program);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        if under_ci() {
            // What is built once and thrown away needs nothing kept for the next build.
            command.env("CARGO_INCREMENTAL", "0");
            // Where a test fails its panic says; nobody steps through it there.
            command.env("CARGO_PROFILE_DEV_DEBUG", "0");
        }
        command
    }

    /// An npm command in `ui/`.
    pub(crate) fn npm(&self) -> Command {
        let mut command = self.command("npm");
        command.current_dir(self.at("ui"));
        command
    }
}

/// True under continuous integration: there a missing tool is an error, not a skipped step.
pub(crate) fn under_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false" && value != "0")
}

/// What a command wrote on stdout, or `None` when it is not there or did not succeed.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A command as a person would type it.
pub(crate) fn typed(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    let mut line = name.to_string_lossy().into_owned();
    for word in command.get_args() {
        let word = word.to_string_lossy();
        let quote = if word.contains([' ', '(', '&']) {
            "'"
        } else {
            ""
        };
        for part in [" ", quote, &word, quote] {
            line.push_str(part);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut command = Command::new("/usr/bin/cargo");
        command.args(["nextest", "run", "-E", "not binary(e2e)"]);
        assert_eq!(typed(&command), "cargo nextest run -E 'not binary(e2e)'");
    }

    #[test]
    fn a_tool_that_is_not_there_answers_nothing() {
        assert_eq!(
            answer(&mut Command::new("no-such-tool-of-this-house")),
            None
        );
        assert_eq!(answer(&mut Command::new("false")), None);
    }
}
