//! Sentences of the desk in both its languages.
//!
//! Purpose: the one message catalogue (`src-tauri/catalogue/messages/{vi,en}.json`) as terminal
//! and paper read it; the window compiles the same files. Keys are flat and dotted; a value may
//! name parameters in braces. Must never: build a sentence from parts of sentences.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::fault::Fault;

/// A language the desk speaks; Vietnamese comes first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

type Messages = BTreeMap<String, String>;

static VI: LazyLock<Messages> =
    LazyLock::new(|| read(include_str!("../../../catalogue/messages/vi.json")));
static EN: LazyLock<Messages> =
    LazyLock::new(|| read(include_str!("../../../catalogue/messages/en.json")));

/// A file that does not parse yields no messages; the test below fails then.
fn read(json: &str) -> Messages {
    serde_json::from_str(json).unwrap_or_default()
}

impl Lang {
    /// All messages of this language.
    pub fn messages(self) -> &'static BTreeMap<String, String> {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }

    /// The sentence of a key with its parameters filled in; the key itself when there is none
    /// (a test holds that there always is).
    pub fn say(self, key: &str, params: &BTreeMap<String, String>) -> String {
        let Some(template) = self.messages().get(key) else {
            return key.to_owned();
        };
        fill(template, params)
    }

    /// A sentence without parameters.
    pub fn word(self, key: &str) -> String {
        self.say(key, &BTreeMap::new())
    }

    /// The sentence of a fault.
    pub fn fault(self, fault: &Fault) -> String {
        self.say(&format!("error.{}", fault.code), &fault.params)
    }
}

/// Replaces `{name}` by its value, once, left to right: a value is never searched again.
fn fill(template: &str, params: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        if let Some((name, tail)) = after.split_once('}') {
            if let Some(value) = params.get(name) {
                out.push_str(value);
            }
            rest = tail;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Code;

    /// Names in braces, sorted.
    fn names(template: &str) -> Vec<&str> {
        let mut names: Vec<&str> = template
            .split('{')
            .skip(1)
            .filter_map(|part| Some(part.split_once('}')?.0))
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn both_languages_have_the_same_keys_and_parameters() {
        let (vi, en) = (Lang::Vi.messages(), Lang::En.messages());
        assert!(vi.len() > 5, "the Vietnamese catalogue did not load");
        let keys = |messages: &Messages| messages.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(vi), keys(en));
        for (key, sentence) in vi {
            assert_eq!(names(sentence), names(&en[key]), "parameters of {key}");
            assert!(
                !sentence.trim().is_empty() && !en[key].trim().is_empty(),
                "{key} is empty"
            );
        }
    }

    #[test]
    fn every_code_has_a_sentence_in_both_languages() {
        for code in Code::ALL {
            let key = format!("error.{code}");
            for lang in [Lang::Vi, Lang::En] {
                assert!(lang.messages().contains_key(&key), "{lang:?} lacks {key}");
            }
        }
    }

    #[test]
    fn a_value_with_braces_is_not_searched_again() {
        let params = BTreeMap::from([("a".to_owned(), "{b}".to_owned())]);
        assert_eq!(fill("<{a}>{b}{", &params), "<{b}>{");
    }
}
