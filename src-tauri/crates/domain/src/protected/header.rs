//! The header of a protected file's key box: who is cleared, from which epoch on, and by whose act.
//!
//! Purpose: its form, which header may follow which, and the next one of each kind of act (docs/formats.md).
//! It stands in the clear: who handles a file is no secret, who is barred from it is. May use: ids. Must
//! never: hold a key, or believe a header; whoever reads one checks its signature first.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::{ProtectedId, UserId};
use crate::moment::Moment;

/// Form of a header.
const VERSION: u32 = 1;
/// Most people cleared for one file.
pub const CLEARED_LIMIT: usize = 64;
/// What the first header names as the one before it.
pub const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Why a header was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// The file began.
    Create,
    /// The first of the cleared opened it: what comes later is sealed to a key that its author never had.
    #[serde(rename = "first_open")]
    FirstOpen,
    /// Somebody was cleared.
    Grant,
    /// Somebody is cleared no more.
    Revoke,
    /// A new key, the same people.
    Rotate,
    /// Somebody was cleared for a while, by two (*mở khẩn cấp*).
    #[serde(rename = "breakglass")]
    BreakGlass,
    /// That while is over.
    Expiry,
}

/// A header, in the order of the format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Form: 1.
    pub v: u32,
    /// The office.
    pub station: String,
    /// Which file.
    pub file: ProtectedId,
    /// The epoch whose key is the newest in the box, from 0.
    pub epoch: u32,
    /// To whom items of that epoch are sealed, `age1…`.
    pub recipient: String,
    /// SHA-256 of the text of the header before, lower-case hex; 64 zeros for the first.
    #[serde(rename = "prev_header")]
    pub prev: String,
    /// Who is cleared, in the order of ids.
    pub cleared: Vec<UserId>,
    /// Why it was made.
    pub reason: Reason,
    /// Until when whoever this header adds is cleared; for good where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
    /// Who made it.
    pub by: UserId,
}

/// Why a header does not follow the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It is none, or of another office or file.
    Form,
    /// Whoever made it was not cleared.
    By,
    /// The epoch is not the next, or not the same.
    Epoch,
    /// The key changed, or did not.
    Recipient,
    /// Others are cleared than the reason says.
    Cleared,
}

impl Misfit {
    /// Why an entry with it does not count.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Form => "not a header of this file",
            Self::By => "whoever made the header was not cleared",
            Self::Epoch => "not the next epoch",
            Self::Recipient => "not the key of its epoch",
            Self::Cleared => "others are cleared than it says",
        }
    }
}

/// A line file, of which only the body is read here.
#[derive(Deserialize)]
struct Line {
    body: String,
}

/// What an act makes of the people of a file and of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The first of the cleared opens it.
    FirstOpen,
    /// A new key for the same people.
    Rotate,
    /// Somebody more.
    Grant(UserId),
    /// Somebody no more.
    Revoke(UserId),
    /// Somebody more, until then.
    BreakGlass(UserId, Moment),
    /// Somebody's while is over.
    Expire(UserId),
}

impl Header {
    /// The first header of a file.
    pub fn first(
        station: &str,
        file: ProtectedId,
        recipient: &str,
        cleared: &BTreeSet<UserId>,
        by: UserId,
    ) -> Self {
        Self {
            v: VERSION,
            station: station.to_owned(),
            file,
            epoch: 0,
            recipient: recipient.to_owned(),
            prev: NOTHING.to_owned(),
            cleared: cleared.iter().copied().collect(),
            reason: Reason::Create,
            until: None,
            by,
        }
    }

    /// The next one. `prev` is the digest of this one's text, `recipient` the key of the new epoch where
    /// the change begins one.
    #[must_use]
    pub fn next(&self, prev: &str, change: Change, recipient: Option<&str>, by: UserId) -> Self {
        let mut cleared: BTreeSet<UserId> = self.cleared.iter().copied().collect();
        let (reason, steps) = match change {
            Change::FirstOpen => (Reason::FirstOpen, true),
            Change::Rotate => (Reason::Rotate, true),
            Change::Grant(user) => {
                cleared.insert(user);
                (Reason::Grant, false)
            }
            Change::Revoke(user) => {
                cleared.remove(&user);
                (Reason::Revoke, true)
            }
            Change::BreakGlass(user, _) => {
                cleared.insert(user);
                (Reason::BreakGlass, false)
            }
            Change::Expire(user) => {
                cleared.remove(&user);
                (Reason::Expiry, true)
            }
        };
        let until = match change {
            Change::BreakGlass(_, until) => Some(until),
            Change::FirstOpen
            | Change::Rotate
            | Change::Grant(_)
            | Change::Revoke(_)
            | Change::Expire(_) => None,
        };
        Self {
            epoch: self.epoch.saturating_add(u32::from(steps)),
            recipient: recipient.unwrap_or(&self.recipient).to_owned(),
            prev: prev.to_owned(),
            cleared: cleared.into_iter().collect(),
            reason,
            until,
            by,
            ..self.clone()
        }
    }

    /// The text that is signed.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The header in a signed line; nothing where it is not exactly one. No signature is checked here.
    pub fn read(line: &str) -> Option<Self> {
        let Line { body } = serde_json::from_str(line).ok()?;
        let header: Self = serde_json::from_str(&body).ok()?;
        (header.text() == body && header.is_sound()).then_some(header)
    }

    fn is_sound(&self) -> bool {
        let people = (1..=CLEARED_LIMIT).contains(&self.cleared.len());
        let mut two = self.cleared.windows(2);
        let ordered = two.all(|pair| pair.first() < pair.last());
        let bounded = self.until.is_some() == (self.reason == Reason::BreakGlass);
        self.v == VERSION && people && ordered && bounded
    }

    /// Whether it may be a file's first.
    pub fn begins(&self, file: ProtectedId) -> Result<(), Misfit> {
        let first = self.reason == Reason::Create && self.epoch == 0 && self.prev == NOTHING;
        (first && self.file == file)
            .then_some(())
            .ok_or(Misfit::Form)
    }

    /// Whether it may follow another. That `prev` is that one's digest is the reader's to check.
    pub fn follows(&self, before: &Self) -> Result<(), Misfit> {
        if self.file != before.file || self.station != before.station {
            return Err(Misfit::Form);
        }
        if !before.cleared.contains(&self.by) {
            return Err(Misfit::By);
        }
        let (more, less) = self.changed(before);
        let (steps, fits) = match self.reason {
            Reason::Create => return Err(Misfit::Form),
            Reason::FirstOpen => (true, more == 0 && less == 0 && before.epoch == 0),
            Reason::Rotate => (true, more == 0 && less == 0),
            Reason::Grant | Reason::BreakGlass => (false, more == 1 && less == 0),
            Reason::Revoke | Reason::Expiry => (true, more == 0 && less == 1),
        };
        if self.epoch != before.epoch.saturating_add(u32::from(steps)) {
            return Err(Misfit::Epoch);
        }
        if (self.recipient == before.recipient) == steps {
            return Err(Misfit::Recipient);
        }
        fits.then_some(()).ok_or(Misfit::Cleared)
    }

    /// How many are cleared more, and how many less, than by another.
    fn changed(&self, before: &Self) -> (usize, usize) {
        let without = |some: &[UserId], others: &[UserId]| {
            some.iter().filter(|one| !others.contains(one)).count()
        };
        (
            without(&self.cleared, &before.cleared),
            without(&before.cleared, &self.cleared),
        )
    }
}
