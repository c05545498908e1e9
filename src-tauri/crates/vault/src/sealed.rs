//! Protected files: what only the cleared can open, and everybody can check.
//!
//! Purpose: the ladder of a file's keys with the box that holds it, and its sealed items; formats in
//! docs/formats.md, promises in SECURITY.md. Who is in a box, and which header may follow which, is
//! decided elsewhere. May use: age files, signatures. Must never: keep a key that was boxed, take an
//! item for one of another place, or say more than that it does not fit.

use std::fmt;

mod draft;
mod item;
mod ladder;
mod size;

pub use draft::{DRAFT_LIMIT, open_draft, seal_draft};
pub use item::{HEAD_KIND, HEAD_LIMIT, ITEM_LIMIT, Opened, Place, Told, open, seal};
pub use ladder::{Boxed, Expected, Ladder, READERS_LIMIT};

/// Why something of a protected file is quarantined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unverified {
    /// It opens with none of these keys, or was damaged.
    Closed,
    /// It opens and is not what a program of this house writes.
    Malformed,
    /// It was made for another office, file, item, place or epoch.
    Elsewhere,
    /// Who is said to have written it was nobody who could.
    Author,
    /// She did not sign it, or not this.
    Signature,
    /// The content is not the one that was signed for.
    Content,
    /// The box names more readers than its header, or fewer.
    Readers,
    /// The box holds another key than its header names.
    Recipient,
}

impl Unverified {
    /// Its name in a journal entry: `closed`.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Malformed => "malformed",
            Self::Elsewhere => "elsewhere",
            Self::Author => "author",
            Self::Signature => "signature",
            Self::Content => "content",
            Self::Readers => "readers",
            Self::Recipient => "recipient",
        }
    }
}

impl fmt::Display for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl std::error::Error for Unverified {}

#[cfg(test)]
mod tests;
