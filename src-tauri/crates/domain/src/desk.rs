//! The desk as a subject of its own journal.
//!
//! Purpose: founding of the chain, anchors of the office journal, failed sign-ins, denials, and
//! whether the machine's clock may be believed.
//! Must never: name a citizen.

use serde::{Deserialize, Serialize};

use time::Duration;

use crate::id::{DeskId, DraftId, UserId};
use crate::moment::{Day, Moment};

mod confirmed;
mod day;
pub mod directory;
mod edited;
mod register;
mod route;

pub use confirmed::{Confirmation, ValueConfirmed};
pub use day::{Closed, Closing, Counts, Duty, Figures, Reopened};
pub use edited::{EditWish, FIRST_EDIT, FeeEdit, RuleEdit, ServiceEdited, TextEdit};
pub use register::{Register, Started};
pub use route::{COPIES, RouteDestroyed, RouteOut, RoutePrinted, route_destroyed};

/// The record was written anew under another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rekeyed {}

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

/// Where a chain was left: its last entry that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftAt {
    /// Whose chain.
    pub desk: DeskId,
    /// Number of the entry.
    pub seq: i64,
    /// Its hash, lower-case hex.
    pub hash: String,
}

/// First entry of the chain of a restored or recovered desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restored {
    /// The letter that numbers of this desk begin with, later than the one before.
    pub letter: String,
    /// The demo mark of the founding entry.
    pub demo: bool,
    /// Hash of the office journal's first line, lower-case hex.
    pub founding: String,
    /// The end of the chain before; it is never written again.
    pub from: LeftAt,
    /// The office line with which two persons agreed to this.
    pub roster: Anchored,
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

/// The machine's clock may be wrong: nothing that binds the office to a day is written before it is
/// said to be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockDoubted {
    /// When the newest entry before was written.
    pub newest: Moment,
    /// The clock is far ahead of it; else it is behind.
    pub ahead: bool,
}

/// An officer typed the day, and the machine's is the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockConfirmed {
    /// That day.
    pub day: Day,
}

/// A longer silence than a weekend with the feast beside it: then the day is asked for once. No
/// legal time: a measure of this machine's clock.
const SILENCE: Duration = Duration::seconds(4 * 24 * 60 * 60);
/// As long as the program itself has counted, and this much more, the clock may go on.
const JUMP: Duration = Duration::days(1);

impl ClockDoubted {
    /// Whether the clock is to be doubted at a sign-in: behind the newest entry, or far ahead of it.
    /// `counted` is how long the stopwatch of this program has run since that entry, if it knows. A
    /// demonstration rests for weeks between two looks and is doubted only when it is behind.
    pub fn at_sign_in(
        standing: Option<&Self>,
        newest: Option<Moment>,
        (now, counted): (Moment, Option<Duration>),
        demo: bool,
    ) -> Option<Self> {
        let newest = newest?;
        if now < newest {
            let newest = standing.map_or(newest, |doubt| doubt.newest.max(newest));
            return Some(Self {
                newest,
                ahead: false,
            });
        }
        let gap = now.since(newest);
        let far = counted.map_or(gap > SILENCE, |counted| gap > counted.saturating_add(JUMP));
        if far && !demo {
            return Some(Self {
                newest,
                ahead: true,
            });
        }
        // What was doubted before stays so, unless the clock was put right meanwhile.
        standing
            .filter(|doubt| doubt.ahead || now < doubt.newest)
            .cloned()
    }
}

/// Another officer goes on with a form that was begun at this desk (*tiếp tục bản nháp*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftTaken {
    /// Which draft.
    pub draft: DraftId,
    /// Whose it was; who goes on is the entry's actor.
    pub from: UserId,
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
    /// The end of the chain before, where this desk was restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<LeftAt>,
    /// The newest anchor of the office journal.
    pub anchor: Option<Anchored>,
    /// Who signed in last.
    pub last_sign_in: Option<UserId>,
    /// Failed sign-ins of all time.
    pub failed_sign_ins: u32,
    /// Denials of all time.
    pub denials: u32,
    /// The day that was closed last and not opened again.
    pub closed: Option<Closing>,
    /// The clock is doubted and nobody said yet that it is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockDoubted>,
    /// Registers that go on after their paper registers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registers: Vec<Started>,
    /// Values of the catalogue that were confirmed here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<Confirmation>,
    /// New versions of services, in the order they were made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<ServiceEdited>,
    /// Lists that were printed in all: the next one's number.
    #[serde(default)]
    pub routes_made: u32,
    /// Lists of which copies may lie somewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<RouteOut>,
    /// Lists another desk printed and this one destroyed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes_ended: Vec<String>,
    /// What it made of the list of bodies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub directory: Vec<directory::Listed>,
}

impl Desk {
    /// The desk after its first entry.
    pub(crate) fn opened(id: DeskId, at: Moment, body: &Opened) -> Self {
        Self {
            id,
            letter: body.letter.clone(),
            demo: body.demo,
            opened_at: at,
            from: None,
            anchor: None,
            last_sign_in: None,
            failed_sign_ins: 0,
            denials: 0,
            closed: None,
            clock: None,
            registers: Vec::new(),
            confirmed: Vec::new(),
            edits: Vec::new(),
            routes_made: 0,
            routes: Vec::new(),
            routes_ended: Vec::new(),
            directory: Vec::new(),
        }
    }

    /// The restored desk after its first entry.
    pub(crate) fn restored(id: DeskId, at: Moment, body: &Restored) -> Self {
        let opened = Opened {
            letter: body.letter.clone(),
            demo: body.demo,
            founding: body.founding.clone(),
        };
        Self {
            from: Some(body.from.clone()),
            ..Self::opened(id, at, &opened)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    fn doubt(newest: &str, now: &str) -> Option<bool> {
        let newest = Some(at(newest));
        ClockDoubted::at_sign_in(None, newest, (at(now), None), false).map(|doubt| doubt.ahead)
    }

    #[test]
    fn a_clock_behind_the_newest_entry_or_days_ahead_of_it_is_doubted() {
        let newest = "2026-11-24T17:00:00+07:00";
        assert_eq!(doubt(newest, "2026-11-24T16:59:59+07:00"), Some(false));
        assert_eq!(doubt(newest, "2026-11-24T17:00:00+07:00"), None);
        assert_eq!(doubt(newest, "2026-11-28T17:00:00+07:00"), None);
        assert_eq!(doubt(newest, "2026-11-28T17:00:01+07:00"), Some(true));
        let first = ClockDoubted::at_sign_in(None, None, (at(newest), None), false);
        assert_eq!(first, None, "nothing is written yet");
    }

    #[test]
    fn a_program_that_ran_all_the_while_believes_its_stopwatch() {
        let newest = Some(at("2026-11-24T17:00:00+07:00"));
        let now = at("2026-12-24T17:00:00+07:00");
        let after = |days| {
            let counted = Some(Duration::days(days));
            ClockDoubted::at_sign_in(None, newest, (now, counted), false).is_some()
        };
        assert!(!after(30) && !after(29));
        assert!(after(28));
        let asleep = ClockDoubted::at_sign_in(None, newest, (now, None), true);
        assert_eq!(asleep, None, "a demonstration may rest");
    }

    #[test]
    fn a_doubt_lasts_until_it_is_answered_or_the_clock_is_put_right() {
        let behind = ClockDoubted {
            newest: at("2026-11-24T17:00:00+07:00"),
            ahead: false,
        };
        let wrong = Some(at("2026-11-20T08:00:00+07:00"));
        let again =
            |now: &str| ClockDoubted::at_sign_in(Some(&behind), wrong, (at(now), None), false);
        assert_eq!(again("2026-11-20T09:00:00+07:00"), Some(behind.clone()));
        assert_eq!(again("2026-11-20T07:00:00+07:00"), Some(behind.clone()));
        let right = again("2026-11-24T17:30:00+07:00");
        assert!(
            right.is_some_and(|doubt| doubt.ahead),
            "four days are missing"
        );
        let ahead = ClockDoubted {
            ahead: true,
            ..behind
        };
        let newest = Some(at("2027-11-24T17:00:00+07:00"));
        let now = at("2027-11-24T18:00:00+07:00");
        let kept = ClockDoubted::at_sign_in(Some(&ahead), newest, (now, None), false);
        assert_eq!(kept, Some(ahead));
    }
}
