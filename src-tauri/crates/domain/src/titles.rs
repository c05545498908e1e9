//! A name in both languages of the desk.
//!
//! Purpose: names that are data (services, states, holidays) carry their own words; sentences of
//! the program stand in the message catalogue instead. Must never: fall back from one language to
//! the other; both are required where data is read.

use serde::{Deserialize, Serialize};

use crate::words::Lang;

/// One name, said in each language.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(deny_unknown_fields)]
pub struct Titles {
    /// Tiếng Việt.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Titles {
    /// The name in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }

    /// Whether both languages say something.
    pub fn complete(&self) -> bool {
        !self.vi.trim().is_empty() && !self.en.trim().is_empty()
    }
}
