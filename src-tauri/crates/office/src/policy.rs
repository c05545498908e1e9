//! Permits: who may do this, proved by type.
//!
//! Purpose: `allow` is the only maker of a [`Permit`]; a use case that writes or shows takes one.
//! A permit borrows the session, so a lock cannot pass under it. Denials look alike outward; the
//! reason stands in the journal, once a session and right.
//! Must never: know a role by name; the matrix in `domain::permission` decides.

use std::marker::PhantomData;

use domain::fault::Code;
use domain::permission::{Circumstance, Denial, Right};

use crate::refused::Refused;
use crate::session::Session;

mod sealed {
    pub trait Sealed {}
}

/// A right of the matrix, as a type.
pub trait Action: sealed::Sealed {
    /// Its row.
    const RIGHT: Right;
}

/// Declares one type a right that this program has use cases for.
macro_rules! actions {
    ($($name:ident),+ $(,)?) => {
        $(
            #[doc = concat!("Row `", stringify!($name), "` of the matrix.")]
            #[derive(Debug)]
            pub struct $name;

            impl sealed::Sealed for $name {}

            impl Action for $name {
                const RIGHT: Right = Right::$name;
            }
        )+

        /// Every right with a use case of its own; a test calls each as each role.
        pub const IN_USE: &[Right] = &[$(Right::$name),+];
    };
}

actions! {
    EndSession, RegisterVisit, RunQueue, OpenFile, ReadFile, MoveFile, AssignFile,
    SearchPeople, RecordPerson, RecordResidence, ReadResidence, AmendResidence, PrintReceipt, ReprintReceipt, EraseSubject, ExportFile, EnrolUser,
    ActivateUser, SuspendUser, RemoveUser, ChangeSettings, VerifyRecord, Import, Rebuild, ApproveExtension,
    KeepDraft, EndOfDay, WrongPerson, MakeBackup, CheckBackups, AmendFile, HandOverResult, EditCatalogue, EditCalendar,
    SetRestrictedAddress, SeeRestrictedAddress, Attach, MergePeople,
    OpenPrivate, TurnProtected, HandOver, WorkProtected, AppendProtected, ReadProtected, KnowsHer, GrantClearance, RevokeClearance,
    BreakGlass, CloseProtected, DeclareConflict, LiftBar,
}

/// Leave to do one thing: this, by this session, while it lasts.
///
/// ```
/// # use office::{Session, policy::{Permit, ReadFile}};
/// fn read(_: Permit<'_, ReadFile>) {}
/// fn look(session: Session, ask: for<'s> fn(&'s Session) -> Permit<'s, ReadFile>) {
///     read(ask(&session));
///     drop(session);
/// }
/// ```
///
/// It cannot be made up,
/// ```compile_fail,E0451
/// # use office::{Session, policy::{Permit, ReadFile}};
/// fn forged(session: &Session) -> Permit<'_, ReadFile> {
///     Permit { session, action: std::marker::PhantomData }
/// }
/// ```
/// used for another right,
/// ```compile_fail,E0308
/// # use office::policy::{MoveFile, Permit, ReadFile};
/// fn read(_: Permit<'_, ReadFile>) {}
/// fn with_another(permit: Permit<'_, MoveFile>) {
///     read(permit);
/// }
/// ```
/// or kept while its session ends.
/// ```compile_fail,E0505
/// # use office::{Session, policy::{Permit, ReadFile}};
/// fn read(_: Permit<'_, ReadFile>) {}
/// fn look(session: Session, ask: for<'s> fn(&'s Session) -> Permit<'s, ReadFile>) {
///     let permit = ask(&session);
///     drop(session);
///     read(permit);
/// }
/// ```
#[must_use]
#[derive(Debug)]
pub struct Permit<'s, A: Action> {
    session: &'s Session,
    action: PhantomData<A>,
}

impl<'s, A: Action> Permit<'s, A> {
    /// The session it was given to.
    pub fn session(&self) -> &'s Session {
        self.session
    }
}

/// A denial on its way to the journal.
#[derive(Debug)]
pub(crate) struct Denied {
    pub(crate) right: Right,
    pub(crate) denial: Denial,
}

impl From<&Denied> for Refused {
    /// One face outward, but for what the user can mend herself.
    fn from(denied: &Denied) -> Self {
        Self::new(match denied.denial {
            Denial::Role | Denial::NotOwn => Code::NotAllowed,
            Denial::Own => Code::NeedsAnother,
            Denial::TwoPersons => Code::NeedsTwoPersons,
            Denial::StepUp => Code::NeedsPassphrase,
        })
    }
}

/// Asks the matrix.
pub(crate) fn allow<A: Action>(
    session: &Session,
    around: Circumstance,
) -> Result<Permit<'_, A>, Denied> {
    match A::RIGHT.allow(Some(session.role()), around) {
        Ok(()) => Ok(Permit {
            session,
            action: PhantomData,
        }),
        Err(denial) => Err(Denied {
            right: A::RIGHT,
            denial,
        }),
    }
}
