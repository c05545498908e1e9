//! The fold: how actions become what the desk knows.
//!
//! Purpose: one total function for live writing, rebuilding and verifying. A subject's state comes
//! from that subject's actions alone, in (lamport, desk, seq) order. Must never: fail, look
//! anything up, or read another subject; an action whose precondition no longer holds is *ignored*
//! and says why.

use serde::{Deserialize, Serialize};

use crate::action::{Action, Noun};
use crate::desk::directory::Listed;
use crate::desk::{Closing, Desk};
use crate::file::File;
use crate::household::Household;
use crate::id::{DeskId, SubjectId, UserId};
use crate::moment::{Day, Moment};
use crate::person::Person;
use crate::protected::Protected;
use crate::receipt::Receipt;
use crate::visit::Visit;

/// Somebody opened a page; the state does not change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Viewed {
    /// The day, once a session, subject and day.
    pub day: Day,
}

/// Why content was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Its retention time is over.
    Retention,
    /// The person asked and the law allows.
    PersonAsked,
    /// An order of a court or authority.
    LawfulOrder,
    /// It went into a private form on the day it was taken in.
    PrivateIntake,
}

/// Erasure of a subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erased {
    /// Why.
    pub basis: Basis,
    /// Digest (lower-case hex SHA-256) of the request both people saw.
    pub request: String,
    /// The number it bore, in the form of [`Tombstone::number`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// A visit of today and what came with it went into a private form: one person suffices, who took it in
/// herself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turned {
    /// The number it bore, in the form of [`Tombstone::number`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// What the entry around an action says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Whose journal.
    pub desk: DeskId,
    /// Number in it, from 1.
    pub seq: i64,
    /// When it was written.
    pub at: Moment,
    /// Who wrote it.
    pub actor: UserId,
    /// What it is about.
    pub subject: SubjectId,
}

/// What remains of an erased subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tombstone {
    /// What it was about.
    pub id: SubjectId,
    /// When it was erased.
    pub at: Moment,
    /// Why.
    pub basis: Basis,
    /// The number it bore, so that it is never given again: a receipt's or file's number, or
    /// `2026-11-24/A/00023` for a queue number. It names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// What the desk knows of one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The desk itself.
    Desk(Desk),
    /// A citizen.
    Person(Person),
    /// A household.
    Household(Box<Household>),
    /// A call.
    Visit(Visit),
    /// A matter.
    File(Box<File>),
    /// A receipt.
    Receipt(Box<Receipt>),
    /// A protected file.
    Protected(Box<Protected>),
    /// Nothing but the fact that it was erased.
    Tombstone(Tombstone),
}

impl Subject {
    /// The aggregate, or `None` for a tombstone.
    pub const fn noun(&self) -> Option<Noun> {
        match self {
            Self::Desk(_) => Some(Noun::Desk),
            Self::Person(_) => Some(Noun::Person),
            Self::Household(_) => Some(Noun::Household),
            Self::Visit(_) => Some(Noun::Visit),
            Self::File(_) => Some(Noun::File),
            Self::Receipt(_) => Some(Noun::Receipt),
            Self::Protected(_) => Some(Noun::Protected),
            Self::Tombstone(_) => None,
        }
    }
}

/// What became of an action in the fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Fate {
    /// It counts.
    Applied,
    /// It does not, and why.
    Ignored(&'static str),
}

/// Applies one action to a subject's state.
pub fn apply(state: &mut Option<Subject>, stamp: &Stamp, action: &Action) -> Fate {
    #[expect(clippy::wildcard_enum_match_arm, reason = "two take everything away")]
    let gone = match action {
        Action::SubjectErased(body) => Some((body.basis, &body.number)),
        Action::SubjectTurned(body) => Some((Basis::PrivateIntake, &body.number)),
        _ => None,
    };
    let kept = matches!(
        state,
        Some(Subject::Desk(_) | Subject::Household(_) | Subject::Protected(_))
    );
    if kept && matches!(action, Action::SubjectTurned(_)) {
        return Fate::Ignored("nobody turns that alone");
    }
    if let Some((basis, number)) = gone {
        *state = Some(Subject::Tombstone(Tombstone {
            id: stamp.subject,
            at: stamp.at,
            basis,
            number: number.clone(),
        }));
        return Fate::Applied;
    }
    match state {
        None => begin(state, stamp, action),
        Some(Subject::Tombstone(_)) => Fate::Ignored("erased"),
        Some(Subject::Desk(desk)) => apply_to_desk(desk, stamp, action),
        Some(Subject::Person(person)) => person.apply(stamp, action),
        Some(Subject::Household(household)) => household.apply(stamp, action),
        Some(Subject::Visit(visit)) => visit.apply(stamp, action),
        Some(Subject::File(file)) => file.apply(stamp, action),
        Some(Subject::Receipt(receipt)) => receipt.apply(stamp, action),
        Some(Subject::Protected(protected)) => protected.apply(stamp, action),
    }
}

/// The first action of a subject.
fn begin(state: &mut Option<Subject>, stamp: &Stamp, action: &Action) -> Fate {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "few actions begin a subject; all others need one that exists"
    )]
    let first = match action {
        Action::DeskOpened(body) => Subject::Desk(Desk::opened(stamp.desk, stamp.at, body)),
        Action::DeskRestored(body) => Subject::Desk(Desk::restored(stamp.desk, stamp.at, body)),
        Action::PersonRecorded(body) => Subject::Person(Person::recorded(stamp, body)),
        Action::HouseholdRecorded(body) => {
            Subject::Household(Box::new(Household::recorded(stamp, body)))
        }
        Action::VisitNumbered(body) => Subject::Visit(Visit::numbered(stamp, body)),
        Action::FileOpened(body) => Subject::File(Box::new(File::opened(stamp, body))),
        Action::ReceiptIssued(body) => Subject::Receipt(Box::new(Receipt::issued(stamp, body))),
        Action::ProtectedOpened(body) => match Protected::opened(stamp, body) {
            Ok(protected) => Subject::Protected(Box::new(protected)),
            Err(misfit) => return Fate::Ignored(misfit.text()),
        },
        _ => return Fate::Ignored("no such subject"),
    };
    *state = Some(first);
    Fate::Applied
}

/// Actions about the desk itself.
fn apply_to_desk(desk: &mut Desk, stamp: &Stamp, action: &Action) -> Fate {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "few actions concern an open desk"
    )]
    match action {
        Action::OfficeAnchored(body) => {
            desk.anchor = Some(body.clone());
            desk.last_sign_in = Some(stamp.actor);
        }
        Action::SignInFailed(body) => {
            desk.failed_sign_ins = desk.failed_sign_ins.saturating_add(body.count);
        }
        Action::RightDenied(_) => desk.denials = desk.denials.saturating_add(1),
        Action::DraftTaken(_) | Action::IndexOpened(_) | Action::RecordRekeyed(_) => {}
        Action::DayClosed(body) => desk.closed = Some(Closing::of(stamp, body)),
        Action::DayReopened(_) => desk.closed = None,
        Action::ClockDoubted(body) => desk.clock = Some(body.clone()),
        Action::ClockConfirmed(_) => desk.clock = None,
        Action::RegisterStarted(body) => {
            if !desk.apply_started(*body) {
                return Fate::Ignored("the register goes on later already");
            }
        }
        Action::ValueConfirmed(body) => {
            if !desk.apply_confirmed(stamp, body) {
                return Fate::Ignored("confirmed before");
            }
        }
        Action::ServiceEdited(body) => {
            if !desk.apply_edited(body) {
                return Fate::Ignored("a later version is there");
            }
        }
        Action::DirectoryKept(body) => {
            if !desk.apply_listed(Listed::Kept(body.body.clone())) {
                return Fate::Ignored("the list is full");
            }
        }
        Action::DirectoryDropped(body) => {
            if !desk.apply_listed(Listed::Dropped(body.id.clone())) {
                return Fate::Ignored("the list is full");
            }
        }
        Action::RoutePrinted(body) => desk.apply_route_printed(stamp, body),
        Action::RouteDestroyed(body) => desk.apply_route_destroyed(body),
        _ => return Fate::Ignored("not an action of a desk"),
    }
    Fate::Applied
}
