//! The window's words in the language a picture is taken in.
//!
//! Purpose: controls are found by what people read, in either language. May use: the message
//! catalogue. Must never: be a second place for words.

use serde_json::Value;

/// The words of one language.
#[derive(Clone, Debug)]
pub(crate) struct Speech {
    words: Value,
}

impl Speech {
    /// `vi` or `en`.
    pub(crate) fn of(lang: &str) -> Self {
        let folder = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../src-tauri/catalogue/messages"
        );
        let text = std::fs::read_to_string(format!("{folder}/{lang}.json"));
        let words = serde_json::from_str(&text.expect("the messages are there"));
        Self {
            words: words.expect("the messages are JSON"),
        }
    }

    /// A sentence, up to its first parameter.
    pub(crate) fn say(&self, key: &str) -> String {
        let text = self.words.get(key).and_then(Value::as_str);
        let text = text.unwrap_or_else(|| panic!("no message {key}"));
        let plain = text.split('{').next().unwrap_or_default();
        plain.trim_end().to_owned()
    }
}
