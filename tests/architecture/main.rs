//! The rules of the house, as tests.
//!
//! Purpose: what ARCHITECTURE.md says in words is held here against the sources. They need only
//! text and `cargo metadata`, so they run before anything is built (`cargo xtask check`).
//! Must never: depend on a crate of the desk; what needs one stands in `tests/flows`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a rule that cannot be read is a rule that fails"
)]

mod borders;
mod crate_arrows;
mod documents;
mod glossary;
mod law;
mod migrations;
mod secrets;
mod shape;
mod sources;
mod versions;
