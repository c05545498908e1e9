//! In which language, and how a sentence of the catalogue is said.
//!
//! Purpose: `--lang`, else `LC_ALL`, else `LANG`; Vietnamese unless English is asked for. Must
//! never: build a sentence from parts of sentences.

use std::ffi::{OsStr, OsString};

use office::domain::words::Lang;

/// The names `--lang` takes.
pub(crate) const NAMES: [&str; 2] = ["vi", "en"];

/// The language of this call. Looked up before the arguments are parsed, because help and wrong
/// usage are told in it too; a wrong `--lang` is refused by the parser afterwards.
pub(crate) fn language(
    arguments: &[OsString],
    variable: impl Fn(&str) -> Option<OsString>,
) -> Lang {
    flag(arguments).unwrap_or_else(|| {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        set("LC_ALL")
            .or_else(|| set("LANG"))
            .map_or(Lang::Vi, |value| of_locale(&value))
    })
}

fn flag(arguments: &[OsString]) -> Option<Lang> {
    let mut given = arguments.iter().filter_map(|argument| argument.to_str());
    let mut found = None;
    while let Some(argument) = given.next() {
        let name = match argument.strip_prefix("--lang") {
            Some("") => given.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        found = name.and_then(named).or(found);
    }
    found
}

/// `vi` or `en`.
fn named(name: &str) -> Option<Lang> {
    match name {
        "vi" => Some(Lang::Vi),
        "en" => Some(Lang::En),
        _ => None,
    }
}

fn of_locale(value: &OsStr) -> Lang {
    if value.to_string_lossy().starts_with("en") {
        Lang::En
    } else {
        Lang::Vi
    }
}

/// A sentence with its values.
pub(crate) fn say(lang: Lang, key: &str, values: &[(&str, &str)]) -> String {
    let values = values
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    lang.say(key, &values.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(arguments: &[&str], variables: &[(&str, &str)]) -> Lang {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        language(&arguments, |name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn vietnamese_is_spoken_unless_english_is_asked_for() {
        assert_eq!(chosen(&[], &[]), Lang::Vi);
        for locale in ["C", "C.UTF-8", "vi_VN.UTF-8", "fr_FR.UTF-8", ""] {
            assert_eq!(chosen(&[], &[("LANG", locale)]), Lang::Vi, "{locale}");
        }
        assert_eq!(chosen(&[], &[("LANG", "en_US.UTF-8")]), Lang::En);
    }

    #[test]
    fn the_flag_wins_over_lc_all_and_lc_all_over_lang() {
        let both = [("LC_ALL", "en_GB.UTF-8"), ("LANG", "vi_VN.UTF-8")];
        assert_eq!(chosen(&["deskctl"], &both), Lang::En);
        assert_eq!(chosen(&["deskctl", "--lang", "vi"], &both), Lang::Vi);
        assert_eq!(
            chosen(&["deskctl", "scan", "--lang=en"], &[("LC_ALL", "vi")]),
            Lang::En
        );
        assert_eq!(chosen(&[], &[("LC_ALL", ""), ("LANG", "en")]), Lang::En);
    }

    #[test]
    fn a_language_nobody_speaks_here_is_left_to_the_parser() {
        assert_eq!(chosen(&["deskctl", "--lang", "fr"], &[]), Lang::Vi);
        assert_eq!(chosen(&["deskctl", "--language", "en"], &[]), Lang::Vi);
        assert_eq!(chosen(&["deskctl", "--lang"], &[]), Lang::Vi);
    }
}
