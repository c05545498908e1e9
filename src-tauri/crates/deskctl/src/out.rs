//! The only writer to stdout and stderr.
//!
//! Purpose: answers to stdout, everything else to stderr, and the exit that belongs to it. A
//! closed pipe is not a defect. Must never: write anything else, or a refusal's insides.

use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use office::Refused;
use office::domain::fault::{Code, Fault};
use office::domain::words::Lang;
use serde::Serialize;

use crate::Context;
use crate::said::Said;
use crate::speech::say;
use crate::stop::Stop;
use crate::usage;

/// The command ended undone: refused.
const REFUSED: u8 = 1;
/// The command was put wrongly.
const USAGE: u8 = 2;

/// A refusal as scripts read it.
#[derive(Serialize)]
struct Told<'a> {
    error: ToldFault<'a>,
}

#[derive(Serialize)]
struct ToldFault<'a> {
    code: &'a str,
    field: Option<&'a str>,
    params: &'a std::collections::BTreeMap<String, String>,
    #[serde(skip_serializing_if = "<[Fault]>::is_empty")]
    more: &'a [Fault],
}

/// One line for people on stderr. When the terminal itself is gone nobody is left to tell.
pub(crate) fn message(sentence: &str) {
    let mut stderr = io::stderr().lock();
    writeln!(stderr, "{sentence}").ok();
}

/// An answer on stdout, and how it ends.
pub(crate) fn answer(said: &Said, context: Context) -> ExitCode {
    let text = if context.json { &said.json } else { &said.text };
    match print(text) {
        Ok(()) => ExitCode::from(if said.good { 0 } else { REFUSED }),
        Err(gone) if gone.kind() == ErrorKind::BrokenPipe && !said.once => {
            ExitCode::from(if said.good { 0 } else { REFUSED })
        }
        Err(_) => {
            let key = if said.once {
                "deskctl.answer_lost_once"
            } else {
                "deskctl.answer_lost"
            };
            message(&context.lang.word(key));
            ExitCode::from(REFUSED)
        }
    }
}

/// Why not, on stderr in words and, for scripts, on stdout as an object.
pub(crate) fn stop(stop: &Stop, context: Context) -> ExitCode {
    match stop {
        Stop::Usage(key) => {
            message(&context.lang.word(key));
            ExitCode::from(USAGE)
        }
        Stop::Refused(refused) => {
            for fault in refused.faults() {
                message(&sentence(&fault, context));
            }
            if context.json {
                // A script that is gone does not read it; the exit still tells.
                print(&object(refused)).ok();
            }
            ExitCode::from(REFUSED)
        }
    }
}

/// A defect's exit, and the object a script waits for; its place was told when it happened.
pub(crate) fn defect(context: Context) -> ExitCode {
    if context.json {
        print(&object(&Refused::new(Code::TerminalDefect))).ok();
    }
    ExitCode::from(REFUSED)
}

/// What the parser has to say: help and version on stdout, wrong usage on stderr.
pub(crate) fn usage(told: &clap::Error, lang: Lang) -> ExitCode {
    if usage::is_answer(told) {
        told.print().ok();
    } else {
        message(&usage::told(told, lang));
    }
    ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(USAGE))
}

fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        stdout.write_all(b"\n")?;
    }
    stdout.flush()
}

fn sentence(fault: &Fault, context: Context) -> String {
    let sentence = context.lang.fault(fault);
    match &fault.field {
        None => sentence,
        Some(field) => say(
            context.lang,
            "deskctl.at_field",
            &[("field", field), ("sentence", &sentence)],
        ),
    }
}

fn object(refused: &Refused) -> String {
    let told = Told {
        error: ToldFault {
            code: refused.code.text(),
            field: refused.field.as_deref(),
            params: &refused.params,
            more: &refused.more,
        },
    };
    serde_json::to_string(&told).unwrap_or_else(|_cause| "{}".to_owned())
}

#[cfg(test)]
mod tests {
    use office::domain::fault::Refusal;

    use super::*;

    #[test]
    fn a_refusal_names_code_field_and_params_and_what_else_is_wrong() {
        let alone = Refused::from(Fault::new(Code::VaultMissing));
        assert_eq!(
            object(&alone),
            r#"{"error":{"code":"vault.missing","field":null,"params":{}}}"#
        );
        let defect = Refused::new(Code::TerminalDefect);
        assert_eq!(
            object(&defect),
            r#"{"error":{"code":"terminal.defect","field":null,"params":{}}}"#
        );
        let first = Fault::at(Code::FieldTooLong, "person.name").with("max", 100);
        let more = vec![Fault::at(Code::FieldMissing, "matters[0].service")];
        let both = Refused::from(Refusal { first, more });
        assert_eq!(
            object(&both),
            r#"{"error":{"code":"field.too_long","field":"person.name","params":{"max":"100"},"more":[{"code":"field.missing","field":"matters[0].service"}]}}"#
        );
    }
}
