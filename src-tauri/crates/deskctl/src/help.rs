//! What help says, in the language of the call.
//!
//! Purpose: words of commands (`deskctl.help.<command>`), of arguments (`deskctl.arg.<argument>`)
//! and of the frame around them (`deskctl.frame.*`) from the message catalogue onto the parser's
//! shape. Must never: hold a sentence itself.

use clap::builder::PossibleValue;
use clap::{Arg, CommandFactory as _};
use office::domain::words::Lang;

use crate::cli::Cli;
use crate::speech::say;

/// The parser's own heading of a line of usage, and its tag for what may be left out; neither can
/// be set.
const USAGE: &str = "Usage: ";
const OPTIONS_TAG: &str = "[OPTIONS]";

/// The command line with help in one language.
pub(crate) fn localised(lang: Lang) -> clap::Command {
    let mut command = Cli::command();
    // What the parser adds by itself (help, version) is there to be worded only once it is built.
    command.build();
    worded(command, lang, "")
}

/// A line of usage under the heading of the language.
pub(crate) fn usage(line: &str, lang: Lang) -> String {
    let line = line.strip_prefix(USAGE).unwrap_or(line);
    format!("{}: {line}", frame(lang, "usage"))
}

fn worded(command: clap::Command, lang: Lang, path: &str) -> clap::Command {
    // Each `help` command repeats its neighbours under itself.
    let topic = match path.rsplit('.').next() {
        Some("help") => ".help".to_owned(),
        Some(_) | None => path.replace(".help", ""),
    };
    let command = command
        .about(lang.word(&format!("deskctl.help{topic}")))
        .long_about(None::<&str>)
        .subcommand_help_heading(frame(lang, "commands"))
        .subcommand_value_name(frame(lang, "command"))
        .mut_args(|argument| explained(argument, lang));
    let command = framed(command, lang);
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    names.into_iter().fold(command, |command, name| {
        let path = format!("{path}.{name}");
        command.mut_subcommand(&name, |sub| worded(sub, lang, &path))
    })
}

/// The frame of a page of help, and the line of usage, which wrong usage shows too.
fn framed(mut command: clap::Command, lang: Lang) -> clap::Command {
    let line = command.render_usage().to_string();
    let line = line.replace(OPTIONS_TAG, frame(lang, "options_tag"));
    let line = line.strip_prefix(USAGE).unwrap_or(&line).to_owned();
    let heading = usage("{usage}", lang);
    command
        .override_usage(line)
        .help_template(format!("{{about-with-newline}}\n{heading}\n\n{{all-args}}"))
}

/// An argument with its words, what it can be, and what it is when left out.
fn explained(argument: Arg, lang: Lang) -> Arg {
    let mut help = lang.word(&format!("deskctl.arg.{}", argument.get_id()));
    if argument.get_action().takes_values() {
        let choices = argument.get_possible_values();
        let choices: Vec<&str> = choices.iter().map(PossibleValue::get_name).collect();
        let usual = argument.get_default_values();
        let usual: Vec<_> = usual.iter().map(|value| value.to_string_lossy()).collect();
        let parts = [
            ("choices", choices.join(", ")),
            ("default", usual.join(" ")),
        ];
        for (part, value) in parts.iter().filter(|(_, value)| !value.is_empty()) {
            let key = format!("deskctl.frame.{part}");
            help.push(' ');
            help.push_str(&say(lang, &key, &[("value", value)]));
        }
    }
    let heading = if argument.is_positional() {
        "arguments"
    } else {
        "options"
    };
    argument
        .help(help)
        .long_help(None::<&str>)
        .help_heading(frame(lang, heading))
        .hide_possible_values(true)
        .hide_default_value(true)
}

/// A word of the frame. The parser keeps it as long as the program runs.
fn frame(lang: Lang, name: &str) -> &'static str {
    let word = lang.messages().get(&format!("deskctl.frame.{name}"));
    word.map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_help_shows_has_its_words_in_both_languages() {
        fn walk(command: &clap::Command, lacking: &mut Vec<String>) {
            let about = command
                .get_about()
                .map(ToString::to_string)
                .unwrap_or_default();
            if about.is_empty() || about.starts_with("deskctl.") {
                lacking.push(about);
            }
            for argument in command.get_arguments() {
                let help = argument
                    .get_help()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                if help.is_empty() || help.starts_with("deskctl.") {
                    lacking.push(help);
                }
            }
            command.get_subcommands().for_each(|sub| walk(sub, lacking));
        }
        for lang in [Lang::Vi, Lang::En] {
            let mut lacking = Vec::new();
            walk(&localised(lang), &mut lacking);
            assert_eq!(lacking, Vec::<String>::new());
        }
    }

    /// A page of help as it is printed.
    fn page(line: &[&str], lang: Lang) -> String {
        let words = std::iter::once("deskctl").chain(line.iter().copied());
        let page = localised(lang).try_get_matches_from(words).unwrap_err();
        assert!(crate::usage::is_answer(&page), "{line:?}");
        page.render().to_string()
    }

    #[test]
    fn a_page_of_help_speaks_one_language_down_to_its_frame() {
        let lines: [&[&str]; 6] = [
            &["--help"],
            &["help"],
            &[],
            &["users", "--help"],
            &["help", "users", "enrol"],
            &["demo", "--help"],
        ];
        for line in lines {
            let page = page(line, Lang::Vi);
            assert!(page.contains("\nCách dùng: deskctl"), "{page}");
            for english in [
                "Usage",
                "Options",
                "OPTIONS",
                "Commands",
                "COMMAND",
                "Arguments",
                "default",
                "possible",
                "Print",
            ] {
                assert!(!page.contains(english), "says {english}: {page}");
            }
        }
        let users = page(&["users", "--help"], Lang::Vi);
        assert!(
            users.contains("\nLệnh:\n") && users.contains("\nTùy chọn:\n"),
            "{users}"
        );
        let enrol = page(&["users", "enrol", "--help"], Lang::Vi);
        assert!(enrol.contains("\nTham số:\n"), "{enrol}");
        assert!(enrol.contains("[chọn: reception, case,"), "{enrol}");
        let demo = page(&["demo", "--help"], Lang::Vi);
        assert!(demo.contains("[mặc định: 300]"), "{demo}");
        let english = page(&["demo", "--help"], Lang::En);
        for part in [
            "\nUsage: deskctl demo [OPTIONS]",
            "\nOptions:\n",
            "[default: 300]",
        ] {
            assert!(english.contains(part), "lacks {part}: {english}");
        }
    }
}
