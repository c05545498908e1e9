//! The same office from a terminal.
//!
//! Purpose: the terminal twin of the window, for IT staff, scripts and tests: each command is one use
//! case of `office`, told in a readable text or as one JSON object. Exit 0 done, 1 refused or ended
//! by a defect, 2 wrong usage. May use: office and what it re-exports, and `paper` to hand the
//! office its press. Must never: hold a rule, an SQL statement or a key; take a passphrase from the
//! command line, or show one that was typed.

#![forbid(unsafe_code)]

mod cli;
mod commands;
mod desk;
mod files;
mod guard;
mod help;
mod out;
mod progress;
mod said;
mod secrets;
mod speech;
mod stop;
mod usage;

use std::ffi::OsString;
use std::panic::{UnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Duration;

use clap::FromArgMatches as _;
use office::domain::fault::{Code, Fault};
use office::domain::words::Lang;

use crate::cli::Cli;
use crate::said::Said;
use crate::stop::Stop;

/// How long the closing of a record is waited for; it takes milliseconds.
const LEAVE: Duration = Duration::from_secs(5);

/// What every command knows.
#[derive(Clone, Copy, Debug)]
struct Context {
    lang: Lang,
    json: bool,
}

fn main() -> ExitCode {
    let hardened = guard::harden();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let lang = speech::language(&arguments, |name| std::env::var_os(name));
    guard::panics(lang);
    // A defect may end the parser itself, so this is looked up before it as well.
    let json = arguments.iter().any(|argument| argument == "--json");
    let code = caught(Context { lang, json }, || begin(arguments, hardened, lang));
    // Everything is told; a refusal may have left a record half open.
    let _in_time = office::all_ended(LEAVE);
    code
}

/// Runs to the end or to a defect, whose place the hook has told by then.
fn caught(context: Context, work: impl FnOnce() -> ExitCode + UnwindSafe) -> ExitCode {
    catch_unwind(work).unwrap_or_else(|_content| out::defect(context))
}

fn begin(arguments: Vec<OsString>, hardened: bool, lang: Lang) -> ExitCode {
    let matches = match help::localised(lang).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(told) => return out::usage(&told, lang),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(told) => return out::usage(&told, lang),
    };
    let context = Context {
        lang,
        json: cli.json,
    };
    if !hardened {
        return tell(Err(Fault::new(Code::TerminalNotHardened).into()), context);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let Ok(runtime) = runtime else {
        return tell(Err(Fault::new(Code::TerminalNoThreads).into()), context);
    };
    let answer = runtime.block_on(commands::run(cli.command, context));
    let code = tell(answer, context);
    // A medium that never answers holds nobody.
    runtime.shutdown_timeout(LEAVE);
    code
}

fn tell(answer: Result<Said, Stop>, context: Context) -> ExitCode {
    match answer {
        Ok(said) => out::answer(&said, context),
        Err(stop) => out::stop(&stop, context),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_defect_ends_like_a_refusal() {
        let context = Context {
            lang: Lang::Vi,
            json: false,
        };
        let ended = |code: ExitCode| format!("{code:?}");
        let defect = caught(context, || panic!("a defect of this test"));
        assert_eq!(ended(defect), ended(ExitCode::from(1)));
        let good = caught(context, || ExitCode::SUCCESS);
        assert_eq!(ended(good), ended(ExitCode::SUCCESS));
    }
}
