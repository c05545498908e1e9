//! What help says, in the language of the call.
//!
//! Purpose: words of commands (`deskctl.help.<command>`) and arguments (`deskctl.arg.<argument>`)
//! from the message catalogue onto the parser's shape. Must never: hold a sentence itself.

use clap::CommandFactory as _;
use office::domain::words::Lang;

use crate::cli::Cli;

/// The command line with help in one language.
pub(crate) fn localised(lang: Lang) -> clap::Command {
    let mut command = Cli::command();
    // What the parser adds by itself (help, version) is there to be worded only once it is built.
    command.build();
    worded(command, lang, "")
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
        .mut_args(|argument| {
            let key = format!("deskctl.arg.{}", argument.get_id());
            argument.help(lang.word(&key)).long_help(None::<&str>)
        });
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    names.into_iter().fold(command, |command, name| {
        let path = format!("{path}.{name}");
        command.mut_subcommand(&name, |sub| worded(sub, lang, &path))
    })
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
}
