//! What is asked of the child that takes marked words in everywhere (`sing.rs`).

use serde::{Deserialize, Serialize};

/// The child's first argument.
pub(crate) const BIRD: &str = "canary";
/// A statement that is logged on purpose, to prove that logs are heard.
pub(crate) const HEARD: &str = "this statement was logged on purpose";

/// One thing to do.
#[derive(Serialize, Deserialize)]
pub(crate) enum Wish {
    /// Save a visit, open what was saved, and make its receipts' pages in memory if asked to.
    Visit {
        told: serde_json::Value,
        paper: bool,
    },
    /// Look people up.
    Find(String),
    /// Sign in with a name that nobody has.
    SignIn(String),
    /// Import a table.
    Import(String),
}
