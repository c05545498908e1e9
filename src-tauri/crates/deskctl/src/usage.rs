//! Wrong usage, in the language of the call.
//!
//! Purpose: what the parser found wrong as a sentence of the catalogue that names the argument,
//! what might have been meant, and how the command is used. Must never: repeat a value that was
//! typed; it may be a passphrase in the wrong place.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use office::domain::words::Lang;

use crate::help;
use crate::speech::say;

/// Sentences that name an argument.
const NAMING: [(ErrorKind, &str); 9] = [
    (ErrorKind::UnknownArgument, "deskctl.usage.unknown"),
    (ErrorKind::MissingRequiredArgument, "deskctl.usage.missing"),
    (ErrorKind::InvalidValue, "deskctl.usage.value"),
    (ErrorKind::ValueValidation, "deskctl.usage.value"),
    (ErrorKind::NoEquals, "deskctl.usage.value"),
    (ErrorKind::TooManyValues, "deskctl.usage.count"),
    (ErrorKind::TooFewValues, "deskctl.usage.count"),
    (ErrorKind::WrongNumberOfValues, "deskctl.usage.count"),
    (ErrorKind::ArgumentConflict, "deskctl.usage.conflict"),
];

/// Sentences that name none.
const PLAIN: [(ErrorKind, &str); 4] = [
    (ErrorKind::UnknownArgument, "deskctl.usage.too_much"),
    (ErrorKind::InvalidSubcommand, "deskctl.usage.no_command"),
    (ErrorKind::MissingSubcommand, "deskctl.usage.command"),
    (ErrorKind::InvalidUtf8, "deskctl.usage.not_text"),
];

/// Whether the parser's own text is what was asked for (help, version), already in the language.
pub(crate) fn is_answer(told: &Error) -> bool {
    [
        ErrorKind::DisplayHelp,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
        ErrorKind::DisplayVersion,
    ]
    .contains(&told.kind())
}

/// Everything to say of wrong usage, a line each.
pub(crate) fn told(told: &Error, lang: Lang) -> String {
    let mut lines = vec![sentence(told, lang)];
    let mut add = |key: &str, name: &str, value: Option<String>| {
        lines.extend(value.map(|value| say(lang, key, &[(name, &value)])));
    };
    // Names of this program's own, never what was typed.
    for kind in [ContextKind::ValidValue, ContextKind::ValidSubcommand] {
        add("deskctl.usage.choices", "choices", words(told, kind));
    }
    for kind in [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ] {
        add("deskctl.usage.near", "near", words(told, kind));
    }
    if let Some(ContextValue::StyledStr(usage)) = told.get(ContextKind::Usage) {
        lines.push(help::usage(&usage.to_string(), lang));
    }
    lines.push(lang.word("deskctl.usage.help"));
    lines.join("\n")
}

fn sentence(told: &Error, lang: Lang) -> String {
    let key = |table: &[(ErrorKind, &'static str)]| {
        let found = table.iter().find(|(kind, _)| *kind == told.kind());
        found.map(|(_, key)| *key)
    };
    match (key(&NAMING), argument(told)) {
        (Some(key), Some(argument)) => say(lang, key, &[("argument", &argument)]),
        _ => lang.word(key(&PLAIN).unwrap_or("deskctl.usage.wrong")),
    }
}

/// The argument it is about. One the parser does not know may be a value that lost its flag.
fn argument(told: &Error) -> Option<String> {
    let named = words(told, ContextKind::InvalidArg)?;
    (told.kind() != ErrorKind::UnknownArgument || is_flag(&named)).then_some(named)
}

/// `--vault`, `-v`: what cannot be anything but the name of an argument.
fn is_flag(word: &str) -> bool {
    let letter = || word.strip_prefix('-').filter(|name| name.len() == 1);
    let name = word.strip_prefix("--").or_else(letter).unwrap_or_default();
    !name.is_empty()
        && name.len() <= 20
        && name
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter == '-')
}

fn words(told: &Error, kind: ContextKind) -> Option<String> {
    let words = match told.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(", "),
        _ => return None,
    };
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::help::localised;

    fn said(line: &[&str], lang: Lang) -> String {
        let words = std::iter::once("deskctl").chain(line.iter().copied());
        let wrong = localised(lang).try_get_matches_from(words).unwrap_err();
        assert_eq!(wrong.exit_code(), 2);
        assert!(!is_answer(&wrong), "{line:?}");
        told(&wrong, lang)
    }

    #[test]
    fn each_way_of_wrong_usage_has_its_sentence_in_both_languages() {
        let lines: [(&[&str], &str, &str); 8] = [
            (
                &["verify"],
                "Thiếu --user <NAME>.",
                "--user <NAME> is missing.",
            ),
            (
                &["verify", "--usre", "an"],
                "Ở đây không có tham số --usre.",
                "There is no argument --usre here.",
            ),
            (
                &["verify", "--user"],
                "Giá trị của --user <NAME> bị thiếu hoặc không đúng.",
                "The value of --user <NAME> is missing or wrong.",
            ),
            (
                &["people", "find", "An", "--limit", "0", "--user", "an"],
                "Giá trị của --limit <N> bị thiếu hoặc không đúng.",
                "The value of --limit <N> is missing or wrong.",
            ),
            (
                &["verify", "--user", "an", "--user", "binh"],
                "--user <NAME> bị lặp, hoặc không đi cùng tham số khác.",
                "--user <NAME> stands twice, or does not go with another argument.",
            ),
            (
                &["scan", "--json=yes"],
                "--json có quá nhiều hoặc quá ít giá trị.",
                "--json has too many values or too few.",
            ),
            (
                &["frobnicate"],
                "Không có lệnh này.",
                "There is no such command.",
            ),
            (
                &["scan", "card"],
                "Có một từ thừa ở lệnh này.",
                "There is a word too many.",
            ),
        ];
        for (line, vi, en) in lines {
            for (lang, sentence) in [(Lang::Vi, vi), (Lang::En, en)] {
                let said = said(line, lang);
                assert_eq!(said.lines().next(), Some(sentence), "{line:?}");
                assert!(!said.contains("deskctl.usage"), "{said}");
            }
        }
    }

    #[test]
    fn what_there_is_to_choose_from_and_how_it_is_used_is_told() {
        let words = "users enrol an --display An --role chief --user binh";
        let words: Vec<&str> = words.split(' ').collect();
        let told = said(&words, Lang::Vi);
        for part in [
            "Giá trị của --role <ROLE> bị thiếu hoặc không đúng.",
            "Chọn một trong: reception, case, supervisor",
            "Thêm --help sau lệnh để xem hướng dẫn.",
        ] {
            assert!(told.contains(part), "lacks {part}: {told}");
        }
        let told = said(&["verify"], Lang::Vi);
        let usage = "\nCách dùng: deskctl verify [TÙY CHỌN] --user <NAME>";
        assert!(told.contains(usage), "{told}");
        let told = said(&["verfy"], Lang::Vi);
        assert!(told.contains("Có phải: verify?"), "{told}");
        let told = said(&["--json"], Lang::Vi);
        assert!(
            !told.contains("Usage") && told.contains("Cách dùng: deskctl"),
            "{told}"
        );
    }

    #[test]
    fn what_was_typed_is_never_repeated() {
        let secret = "mưa-test";
        let lines: [&[&str]; 8] = [
            &["verify", "--user", "an", "--passphrase", secret],
            &["verify", "--user", "an", "--passphrase=mưa-test"],
            &["verify", "--user", "an", secret],
            &["verify", "--user", "an", "--mưa-test"],
            &["scan", "--json=mưa-test"],
            &["scan", "--lang", secret],
            &["people", "find", "An", "--limit", secret, "--user", "an"],
            &[secret],
        ];
        for line in lines {
            for lang in [Lang::Vi, Lang::En] {
                let told = said(line, lang);
                assert!(!told.contains("mưa"), "{told}");
            }
        }
    }
}
