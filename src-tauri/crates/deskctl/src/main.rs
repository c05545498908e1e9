//! The same office from a terminal.
//!
//! Purpose: product.md's terminal twin for IT staff, scripts and tests: each command is one use
//! case of `office`, told in a readable text or as one JSON object. Exit 0 done, 1 refused, 2 wrong
//! usage. May use: office and what it re-exports, and `paper` to hand the office its press.
//! Must never: hold a rule, an SQL statement or a key; take a passphrase from the command line, or
//! show one that was typed.

#![forbid(unsafe_code)]

mod cli;
mod commands;
mod desk;
mod files;
mod guard;
mod help;
mod out;
mod place;
mod progress;
mod said;
mod secrets;
mod speech;
mod stop;

use std::process::ExitCode;

use clap::FromArgMatches as _;
use office::domain::words::Lang;

use crate::cli::Cli;
use crate::said::Said;
use crate::stop::Stop;

/// What every command knows.
#[derive(Clone, Copy, Debug)]
struct Context {
    lang: Lang,
    json: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let lang = speech::language(&arguments, |name| std::env::var_os(name));
    guard::panics(lang);
    if !guard::harden() {
        out::message(&lang.word("deskctl.not_hardened"));
        return ExitCode::FAILURE;
    }
    let matches = match help::localised(lang).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(told) => return out::usage(&told),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(told) => return out::usage(&told),
    };
    let context = Context {
        lang,
        json: cli.json,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let Ok(runtime) = runtime else {
        out::message(&lang.word("deskctl.no_threads"));
        return ExitCode::FAILURE;
    };
    let answer = runtime.block_on(commands::run(cli.command, context));
    tell(answer, context)
}

fn tell(answer: Result<Said, Stop>, context: Context) -> ExitCode {
    match answer {
        Ok(said) => out::answer(&said, context),
        Err(stop) => out::stop(&stop, context),
    }
}
