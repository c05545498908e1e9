//! The vault as `office` uses it: founding, people, sign-in, key files, recovery, bad luck.
//!
//! One binary, so that the crate links once.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail the test by panicking"
)]

mod faults;
mod folder;
mod people;
mod recovery;
mod sign_in;
mod support;
