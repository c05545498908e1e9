//! Attacks on a real vault: killed, flipped, edited with the key, rolled back, searched for what
//! must not be there. SECURITY.md says what is promised; each promise about the disk is tried here.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on says where and stops; figures of a run are shown when it fails"
)]

#[path = "../soak/canary.rs"]
mod canary;
#[path = "../soak/dice.rs"]
mod dice;
#[path = "../soak/flips.rs"]
mod flips;
#[path = "../soak/grown.rs"]
mod grown;
#[path = "../soak/kills.rs"]
mod kills;
#[path = "../soak/record.rs"]
mod record;

mod backup;
mod black_box;
mod canaries;
mod changes;
mod deskctl;
mod edits;
mod flipped;
mod kdf;
mod killed;
mod recovery;
mod rolled_back;
mod scan;
mod thief;
