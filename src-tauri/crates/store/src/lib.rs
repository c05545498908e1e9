//! The encrypted record: journal, projections, search. All SQL of the project stands here.
//!
//! Purpose: one SQLCipher file, one exclusive connection, one way to write ([`Tx::commit`]).
//! May use: domain, the key and signature types of vault, sqlx.
//! Must never: see a passphrase, name Tauri or Typst, decide a rule, log a key or a statement.

#![forbid(unsafe_code)]

mod act;
mod backup;
mod connection;
mod day;
mod derived;
mod drafts;
mod error;
mod files;
mod gather;
mod households;
mod journal;
mod open;
mod people;
mod protected;
mod receipts;
mod rekey;
mod replay;
mod search;
mod sound;
mod subjects;
mod told;
mod verify;
mod visits;

pub use act::{Ack, Act, Hand, Pending, Second, SignOnce};
pub use backup::{Copied, Fence, FenceReader, check_copy, drop_private_drafts};
pub use connection::all_ended;
pub use day::ReceiptCounts;
pub use drafts::{Draft, DraftKind};
pub use error::StoreError;
pub use journal::{Entry, Hash, Head, payload_digest};
pub use open::{Desk, Tx};
pub use people::{Found, MatchedBy};
pub use protected::{Content, Shredded};
pub use replay::{Rebuilt, Step};
pub use verify::{Fault, Report, Signers};
pub use visits::{QueueCounts, QueueRow};
