//! What was asked for: words of the command line to a task, pure.
//!
//! Must never: touch the machine.

use crate::house::Fail;

/// Shown by `cargo xtask help`.
pub(crate) const HELP: &str = "\
cargo xtask run [--fresh]   set up, build, make a demo office and open its window
                            (without a display: play the main job and leave the receipt's PDF)
cargo xtask test            set up, then every check of the project but the longest journeys,
                            cheapest first
cargo xtask journeys        every journey through the real window, the longest too
cargo xtask check           the quick part of it: rules, format, dependencies, clippy
cargo xtask bindings        renew ui/src/ipc/bindings.gen.ts from the commands
cargo xtask permissions     renew docs/permissions.md from the matrix
cargo xtask sqlx            renew .sqlx/ from the statements and the migrations
cargo xtask migrations      renew migrations/desk/HASHES (only before the first release)
cargo xtask bench [...]     the speed table (release build)
                            [--people N] [--visits N] [--files N] [--protected N]
cargo xtask soak [...]      the long crash and damage runs
                            [--kills N] [--flips N] [--timings N] [--seed N]
cargo xtask help            this page

On Debian and Ubuntu missing system packages are installed (as root, else through sudo);
elsewhere they are named. A second run skips what is done.";

/// One thing the runner can do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Show the help page.
    Help,
    /// Demo office and window; `fresh` makes the office anew.
    Run { fresh: bool },
    /// Everything but the longest journeys.
    Test,
    /// Every journey.
    Journeys,
    /// The quick part of it.
    Check,
    /// Renew the window's typed client.
    Bindings,
    /// Renew the page of permissions.
    Permissions,
    /// Renew the list of migration hashes.
    Migrations,
    /// Renew the offline data of checked statements.
    Sqlx,
    /// Speed table.
    Bench(Vec<String>),
    /// Long runs.
    Soak(Vec<String>),
}

/// Reads the words after `cargo xtask`.
pub(crate) fn read(words: &[String]) -> Result<Task, Fail> {
    let Some((name, rest)) = words.split_first() else {
        return Ok(Task::Help);
    };
    let task = match name.as_str() {
        "help" | "--help" | "-h" => return Ok(Task::Help),
        "bench" | "soak" => return long(name, rest),
        "run" => match rest {
            [] => return Ok(Task::Run { fresh: false }),
            [flag] if flag == "--fresh" => return Ok(Task::Run { fresh: true }),
            [word, ..] => return Err(Fail::new(format!("`run` does not know `{word}`."))),
        },
        "test" => Task::Test,
        "journeys" => Task::Journeys,
        "check" => Task::Check,
        "bindings" => Task::Bindings,
        "permissions" => Task::Permissions,
        "migrations" => Task::Migrations,
        "sqlx" => Task::Sqlx,
        other => return Err(Fail::new(format!("There is no task `{other}`."))),
    };
    match rest.first() {
        None => Ok(task),
        Some(word) => Err(Fail::new(format!(
            "`{name}` takes no arguments, not even `{word}`."
        ))),
    }
}

/// The two that run long, and build long before: what they are asked for is read here first.
fn long(name: &str, rest: &[String]) -> Result<Task, Fail> {
    if rest.iter().any(|word| word == "--help" || word == "-h") {
        return Ok(Task::Help);
    }
    let bench = name == "bench";
    let known: &[&str] = if bench {
        &["--people", "--visits", "--files", "--protected"]
    } else {
        &["--kills", "--flips", "--timings", "--seed"]
    };
    for pair in rest.chunks(2) {
        match pair {
            [flag, number] if known.contains(&flag.as_str()) => {
                if number.parse::<u32>().is_err() {
                    return Err(Fail::new(format!(
                        "`{flag}` takes a whole number, not `{number}`."
                    )));
                }
            }
            [flag] if known.contains(&flag.as_str()) => {
                return Err(Fail::new(format!("`{flag}` needs a number.")));
            }
            [word, ..] => return Err(Fail::new(format!("`{name}` does not know `{word}`."))),
            [] => {}
        }
    }
    Ok(if bench {
        Task::Bench(rest.to_vec())
    } else {
        Task::Soak(rest.to_vec())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn every_task_of_the_help_page_is_understood() {
        let lines = HELP
            .lines()
            .filter_map(|line| line.strip_prefix("cargo xtask "));
        let mut seen = 0;
        for line in lines {
            let name = line.split_whitespace().next().unwrap_or_default();
            assert!(read(&words(name)).is_ok(), "{name}");
            seen += 1;
        }
        assert_eq!(seen, 11);
    }

    #[test]
    fn a_misspelt_task_or_flag_is_refused_and_not_guessed() {
        assert!(read(&words("tset")).is_err());
        assert!(read(&words("run --frseh")).is_err());
        assert!(read(&words("test --quick")).is_err());
    }

    #[test]
    fn arguments_of_bench_and_soak_pass_through() {
        let task = read(&words("bench --people 1000")).unwrap();
        assert_eq!(task, Task::Bench(words("--people 1000")));
        assert_eq!(
            read(&words("run --fresh")).unwrap(),
            Task::Run { fresh: true }
        );
        assert_eq!(read(&[]).unwrap(), Task::Help);
    }

    #[test]
    fn what_a_long_run_does_not_understand_is_refused_before_anything_is_built() {
        for wrong in [
            "bench --peopel 10",
            "bench --people",
            "bench --people many",
            "bench 10",
            "soak --people 10",
        ] {
            assert!(read(&words(wrong)).is_err(), "{wrong}");
        }
        assert_eq!(read(&words("bench --help")).unwrap(), Task::Help);
        let soak = read(&words("soak --kills 0 --seed 2")).unwrap();
        assert_eq!(soak, Task::Soak(words("--kills 0 --seed 2")));
    }
}
