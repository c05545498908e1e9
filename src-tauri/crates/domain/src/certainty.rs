//! How well a value of the catalogue is known.
//!
//! Purpose: law and gazettes are data with a mark of trust; a result is as certain as the least
//! certain value that led to it. Must never: be raised by calculation.

use serde::{Deserialize, Serialize};

/// Trust in a value, least first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Not confirmed (*chưa chắc chắn*): paper may give an appointment, never a legal basis.
    Unsure,
    /// Probably so (*nhiều khả năng*): the text is known, a later change was not read.
    Likely,
    /// Confirmed (*chắc chắn*).
    Sure,
}

impl Certainty {
    /// The word in files and scripts.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Unsure => "unsure",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }

    /// The lesser of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }
}
