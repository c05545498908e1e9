//! Refusals: a code with data, never a sentence.
//!
//! Purpose: how a refusal is carried; the reasons stand in `codes`, in one list. The words stand in
//! `src-tauri/catalogue/messages/{vi,en}.json` under `error.<code>`, exhaustive by test.
//! Must never: carry a name, case text, a key or a path in `params`.

mod codes;
mod gathered;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::codes::Code;
pub use self::gathered::Faults;

/// One thing wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Fault {
    /// Why.
    pub code: Code,
    /// Where: the JSON path in the request (`person.born.day`, `matters[0].fields.demand`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub field: Option<String>,
    /// Values the sentence shows (limits, counts, choices); never personal data.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub params: BTreeMap<String, String>,
}

impl Fault {
    /// A fault of the whole request.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            field: None,
            params: BTreeMap::new(),
        }
    }

    /// A fault of one field.
    pub fn at(code: Code, field: impl Into<String>) -> Self {
        Self {
            code,
            field: Some(field.into()),
            params: BTreeMap::new(),
        }
    }

    /// The same fault, told of this field.
    #[must_use]
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Adds a value for the sentence.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "numbers and words are given as they come"
    )]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

/// A refusal: at least one fault, in the order of the request's fields.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.first.code)]
pub struct Refusal {
    /// The first thing wrong.
    pub first: Fault,
    /// What else is wrong, so that one look is enough to mend all.
    pub more: Vec<Fault>,
}

impl Refusal {
    /// A refusal of the whole request.
    pub fn new(code: Code) -> Self {
        Fault::new(code).into()
    }

    /// The same faults, their fields told from further out (`matters[0]`).
    #[must_use]
    pub fn under(mut self, path: &str) -> Self {
        for fault in core::iter::once(&mut self.first).chain(&mut self.more) {
            if let Some(field) = &mut fault.field {
                *field = format!("{path}.{field}");
            }
        }
        self
    }

    /// The code of the first fault.
    pub const fn code(&self) -> Code {
        self.first.code
    }

    /// All faults, first to last.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        core::iter::once(&self.first).chain(&self.more)
    }
}

impl From<Fault> for Refusal {
    fn from(first: Fault) -> Self {
        Self {
            first,
            more: Vec::new(),
        }
    }
}
