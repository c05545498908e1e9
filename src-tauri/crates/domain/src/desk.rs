//! The desk as a subject of its own journal.
//!
//! Purpose: founding of the chain, anchors of the office journal, failed sign-ins and denials.
//! Must never: name a citizen.

use serde::{Deserialize, Serialize};

use crate::id::{DeskId, UserId};
use crate::moment::Moment;

/// First entry of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The letter that numbers of this desk begin with: one capital `A`–`Z`.
    pub letter: String,
    /// The demo mark of the founding entry.
    pub demo: bool,
    /// Hash of the office journal's first line, lower-case hex.
    pub founding: String,
}

/// Which office entry was in force when a record holder signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchored {
    /// Number of the office entry.
    pub seq: i64,
    /// Hash of that line, lower-case hex.
    pub hash: String,
}

/// Failed sign-ins entered by the next good one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInFailed {
    /// How many since the last good sign-in on this machine.
    pub count: u32,
}

/// A refused action; outward it was only "not allowed" or "not found".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Denied {
    /// The matrix row's name.
    pub action: String,
    /// Why: `role`, `not_own`, `two_persons`.
    pub reason: String,
}

/// What the journal says of the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// The chain.
    pub id: DeskId,
    /// The letter numbers begin with.
    pub letter: String,
    /// A demo office.
    pub demo: bool,
    /// When the chain began.
    pub opened_at: Moment,
    /// The newest anchor of the office journal.
    pub anchor: Option<Anchored>,
    /// Who signed in last.
    pub last_sign_in: Option<UserId>,
    /// Failed sign-ins of all time.
    pub failed_sign_ins: u32,
    /// Denials of all time.
    pub denials: u32,
}

impl Desk {
    /// The desk after its first entry.
    pub(crate) fn opened(id: DeskId, at: Moment, body: &Opened) -> Self {
        Self {
            id,
            letter: body.letter.clone(),
            demo: body.demo,
            opened_at: at,
            anchor: None,
            last_sign_in: None,
            failed_sign_ins: 0,
            denials: 0,
        }
    }
}
