//! One entry to be.
//!
//! Purpose: a decided action about a subject, or one that names the hash before its own; with its digest
//! known beforehand where what is written next names it. Must never: be written by itself.

use domain::action::{Action, Noun};
use domain::id::SubjectId;

use crate::StoreError;
use crate::journal::{self, Hash};

type Finish = Box<dyn FnOnce(&Hash) -> Action + Send>;

/// One entry to be.
pub struct Pending {
    pub(super) subject: SubjectId,
    pub(super) noun: Noun,
    pub(super) action: Planned,
    /// Chosen before, where the next entry names this one's digest.
    pub(super) salt: Option<[u8; 16]>,
    /// The act it stands in tells the day alone.
    day_alone: bool,
}

#[expect(clippy::large_enum_variant, reason = "an act holds a handful of them")]
pub(super) enum Planned {
    Decided(Action),
    AfterHash(Finish),
}

impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pending({:?})", self.subject)
    }
}

impl Pending {
    /// A decided action about a subject.
    pub fn new(subject: impl Into<SubjectId>, action: Action) -> Self {
        Self {
            subject: subject.into(),
            noun: action.noun(),
            action: Planned::Decided(action),
            salt: None,
            day_alone: false,
        }
    }

    /// The same, whose digest is known before it is written: what is sealed next names it.
    pub fn digested(
        subject: impl Into<SubjectId>,
        action: Action,
    ) -> Result<(Self, Hash), StoreError> {
        let salt = vault::act::random_salt().map_err(|_cause| StoreError::Io)?;
        let digest = journal::payload_digest(&salt, &action.body()?);
        let pending = Self {
            salt: Some(salt),
            ..Self::new(subject, action)
        };
        Ok((pending, digest))
    }

    /// Erasure of a subject of that noun.
    pub fn erase(noun: Noun, subject: SubjectId, erased: domain::subject::Erased) -> Self {
        Self {
            subject,
            noun,
            action: Planned::Decided(Action::SubjectErased(erased)),
            salt: None,
            day_alone: false,
        }
    }

    /// A subject of that noun went into a private form.
    pub fn turned(
        noun: Noun,
        subject: impl Into<SubjectId>,
        turned: domain::subject::Turned,
    ) -> Self {
        Self {
            subject: subject.into(),
            noun,
            action: Planned::Decided(Action::SubjectTurned(turned)),
            salt: None,
            day_alone: false,
        }
    }

    /// The act it stands in tells the day alone, whatever it is about.
    #[must_use]
    pub const fn of_the_day(mut self) -> Self {
        self.day_alone = true;
        self
    }

    /// Whether the act it stands in tells the day alone.
    pub(super) fn tells_no_time(&self) -> bool {
        let private = |action: &Action| {
            matches!(
                action,
                Action::VisitKeptPrivate(_) | Action::SubjectTurned(_)
            )
        };
        self.day_alone
            || self.noun == Noun::Protected
            || matches!(&self.action, Planned::Decided(action) if private(action))
    }

    /// Whether it binds the office to a day (`Action::binds_a_day`); only a receipt's first entry
    /// waits for a hash.
    pub fn binds_a_day(&self) -> bool {
        match &self.action {
            Planned::Decided(action) => action.binds_a_day(),
            Planned::AfterHash(_) => self.noun == Noun::Receipt,
        }
    }

    /// An action that names the hash of the entry before its own.
    pub fn after_hash(
        noun: Noun,
        subject: impl Into<SubjectId>,
        finish: impl FnOnce(&Hash) -> Action + Send + 'static,
    ) -> Self {
        let action = Planned::AfterHash(Box::new(finish));
        Self {
            subject: subject.into(),
            noun,
            action,
            salt: None,
            day_alone: false,
        }
    }
}
