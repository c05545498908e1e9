//! Steps of a run: name, seconds, output of the one that failed, a table at the end.
//!
//! Purpose: on a terminal a step's output is seen as it comes; elsewhere it is kept in a log and
//! shown only when the step fails. Must never: go on after a failed step.

use std::fs::{self, File};
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::house::{Fail, House, While as _, typed};
use crate::say::say;

/// How often a quiet step says that it is still at work.
const STILL_AT_IT: Duration = Duration::from_mins(1);

/// One line of the table.
#[derive(Debug)]
struct Row {
    name: String,
    seconds: f64,
    note: &'static str,
}

/// Runs steps in order and remembers how long each took.
#[derive(Debug)]
pub(crate) struct Steps {
    logs: PathBuf,
    live: bool,
    rows: Vec<Row>,
    begun: Instant,
}

impl Steps {
    /// No step yet.
    pub(crate) fn new(house: &House) -> Result<Self, Fail> {
        let logs = house.target("xtask/logs");
        fs::create_dir_all(&logs).doing("make a folder for logs")?;
        Ok(Self {
            logs,
            live: io::stdout().is_terminal(),
            rows: Vec::new(),
            begun: Instant::now(),
        })
    }

    /// Runs a command as a step.
    pub(crate) fn run(&mut self, name: &str, command: &mut Command) -> Result<(), Fail> {
        say(&format!("[{name}] {}", typed(command)));
        let begun = Instant::now();
        let outcome = if self.live {
            live(command)
        } else {
            logged(&self.logs, name, command)
        };
        self.close(name, begun, outcome)
    }

    /// Runs a command as a step, and beside it others one after another: a build waits for one long file
    /// after another and leaves a core to them. All end before this does; the first that failed counts.
    pub(crate) fn run_beside(
        &mut self,
        aside: Vec<(String, Command)>,
        name: &str,
        command: &mut Command,
    ) -> Result<(), Fail> {
        let logs = self.logs.clone();
        let (own, ended) = std::thread::scope(|scope| {
            let others = scope.spawn(|| {
                let mut ended = Vec::new();
                for (name, mut command) in aside {
                    say(&format!("[{name}] {}", typed(&command)));
                    let begun = Instant::now();
                    let outcome = logged(&logs, &name, &mut command);
                    let failed = outcome.is_err();
                    ended.push((name, begun.elapsed(), outcome));
                    if failed {
                        break;
                    }
                }
                ended
            });
            let own = self.run(name, command);
            (own, others.join())
        });
        let mut outcome = own;
        for (name, took, other) in ended.map_err(|_panic| Fail::new("A step broke off."))? {
            let other = self.note(&name, took, other);
            outcome = outcome.and(other);
        }
        outcome
    }

    /// Runs a function as a step.
    pub(crate) fn perform(
        &mut self,
        name: &str,
        work: impl FnOnce() -> Result<(), Fail>,
    ) -> Result<(), Fail> {
        say(&format!("[{name}]"));
        let begun = Instant::now();
        self.close(name, begun, work())
    }

    /// Notes a step that was left out, and why.
    pub(crate) fn skip(&mut self, name: &str, why: &str) {
        say(&format!("[{name}] skipped: {why}"));
        self.rows.push(Row {
            name: name.to_owned(),
            seconds: 0.0,
            note: "skipped",
        });
    }

    fn close(&mut self, name: &str, begun: Instant, outcome: Result<(), Fail>) -> Result<(), Fail> {
        self.note(name, begun.elapsed(), outcome)
    }

    fn note(&mut self, name: &str, took: Duration, outcome: Result<(), Fail>) -> Result<(), Fail> {
        let seconds = took.as_secs_f64();
        let note = if outcome.is_ok() { "" } else { "FAILED" };
        say(&format!("[{name}] {seconds:.1} s {note}"));
        self.rows.push(Row {
            name: name.to_owned(),
            seconds,
            note,
        });
        outcome
    }

    /// The table: every step with its seconds, and the sum.
    pub(crate) fn table(&self) -> String {
        let width = self
            .rows
            .iter()
            .map(|row| row.name.chars().count())
            .max()
            .unwrap_or(0);
        let mut lines: Vec<String> = self
            .rows
            .iter()
            .map(|row| {
                let line = format!("{:<width$} {:>8.1} s  {}", row.name, row.seconds, row.note);
                line.trim_end().to_owned()
            })
            .collect();
        let sum = self.begun.elapsed().as_secs_f64();
        lines.push(format!("{:<width$} {sum:>8.1} s", "all"));
        lines.join("\n")
    }
}

/// Its output is kept, and shown where it fails.
fn logged(logs: &Path, name: &str, command: &mut Command) -> Result<(), Fail> {
    let path = logs.join(format!("{}.log", name.replace(' ', "-")));
    let log = File::create(&path).doing("write a log")?;
    let both = log.try_clone().doing("write a log")?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(log)
        .stderr(both)
        .spawn()
        .doing(&format!("start `{}`", typed(command)))?;
    let begun = Instant::now();
    let mut told = STILL_AT_IT;
    let status = loop {
        if let Some(status) = child.try_wait().doing("wait for a command")? {
            break status;
        }
        if begun.elapsed() > told {
            say(&format!(
                "[{name}] still at work after {} s",
                told.as_secs()
            ));
            told += STILL_AT_IT;
        }
        sleep(Duration::from_millis(20));
    };
    if status.success() {
        return Ok(());
    }
    let text = fs::read(&path).doing("read a log")?;
    say(&String::from_utf8_lossy(&text));
    Err(failed(command, status))
}

fn live(command: &mut Command) -> Result<(), Fail> {
    let status = command
        .status()
        .doing(&format!("start `{}`", typed(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(failed(command, status))
    }
}

fn failed(command: &Command, status: ExitStatus) -> Fail {
    Fail::new(format!("`{}` ended with {status}.", typed(command)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet(test: &str) -> Steps {
        let logs = std::env::temp_dir().join(format!("xtask-{test}-{}", std::process::id()));
        fs::create_dir_all(&logs).unwrap();
        Steps {
            logs,
            live: false,
            rows: Vec::new(),
            begun: Instant::now(),
        }
    }

    #[test]
    fn a_failed_step_stops_the_run_and_stands_in_the_table() {
        let mut steps = quiet("failed");
        steps.run("good", &mut Command::new("true")).unwrap();
        steps.skip("format", "no rustfmt here");
        let Fail(reason) = steps
            .run("bad one", &mut Command::new("false"))
            .unwrap_err();
        assert!(reason.starts_with("`false` ended with"), "{reason}");
        let table = steps.table();
        let marks: Vec<&str> = table
            .lines()
            .map(|line| line.split("s  ").nth(1).unwrap_or(""))
            .collect();
        assert_eq!(marks, ["", "skipped", "FAILED", ""], "{table}");
        fs::remove_dir_all(&steps.logs).unwrap();
    }

    #[test]
    fn what_runs_beside_a_step_stands_in_the_table_and_its_failure_counts() {
        let mut steps = quiet("beside");
        let aside = |program: &str| vec![(program.to_owned(), Command::new(program))];
        let mut good = Command::new("true");
        steps.run_beside(aside("true"), "good", &mut good).unwrap();
        let Fail(reason) = steps
            .run_beside(aside("false"), "good", &mut good)
            .unwrap_err();
        assert!(reason.starts_with("`false` ended with"), "{reason}");
        let names: Vec<&str> = steps.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["good", "true", "good", "false"]);
        fs::remove_dir_all(&steps.logs).unwrap();
    }

    #[test]
    fn a_command_that_cannot_start_is_named() {
        let mut steps = quiet("absent");
        let Fail(reason) = steps
            .run("none", &mut Command::new("no-such-tool"))
            .unwrap_err();
        assert!(
            reason.starts_with("Could not start `no-such-tool`"),
            "{reason}"
        );
        fs::remove_dir_all(&steps.logs).unwrap();
    }
}
