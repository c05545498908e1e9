//! A station too small to watch itself: its administrator comes from outside (*trạm nhỏ*).
//!
//! Purpose: line 0 may name an outside custodian, who is then the only administrator among the
//! founders; while she is active no other administrator signs where two must. What line 0 says of it
//! can never be changed. Must never: take a custodian from any later line.

use uuid::Uuid;

use super::{Refusal, Role, Roster, State};

/// What begins the names of settings that only line 0 may hold.
const FOR_EVER: &str = "station.";
/// The founder who is the custodian: her id.
pub const CUSTODIAN: &str = "station.custodian";
/// The office she works for.
pub const CUSTODIAN_OFFICE: &str = "station.custodian_office";

/// The outside custodian of a small station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Custodian {
    /// Who.
    pub user: Uuid,
    /// The office she works for, as told at the founding.
    pub office: String,
}

impl Roster {
    /// The outside custodian, where this is a small station.
    pub fn custodian(&self) -> Option<Custodian> {
        let user = self.settings.get(CUSTODIAN)?.parse().ok()?;
        let office = self.settings.get(CUSTODIAN_OFFICE)?.clone();
        Some(Custodian { user, office })
    }

    /// The custodian of line 0 is its only administrator, and both settings or neither stand there.
    pub(super) fn check_custodian(&self) -> Result<(), Refusal> {
        let named = self.settings.keys().any(|name| name.starts_with(FOR_EVER));
        if !named {
            return Ok(());
        }
        let custodian = self.custodian().ok_or(Refusal::Custodian)?;
        let mut administrators = self.users.values().filter(|user| user.role == Role::Admin);
        let alone = administrators.all(|user| user.id == custodian.user);
        let known = self.users.get(&custodian.user);
        let fits = known.is_some_and(|user| user.role == Role::Admin);
        if alone && fits && !custodian.office.trim().is_empty() {
            Ok(())
        } else {
            Err(Refusal::Custodian)
        }
    }

    /// Whether this administrator may sign where two must: at a small station the custodian, while
    /// she is active.
    pub(super) fn administers(&self, administrator: Uuid) -> Result<(), Refusal> {
        let Some(custodian) = self.custodian() else {
            return Ok(());
        };
        let known = self.users.get(&custodian.user);
        let acts =
            known.is_some_and(|user| user.state == State::Active && user.role == Role::Admin);
        if acts && custodian.user != administrator {
            Err(Refusal::Custodian)
        } else {
            Ok(())
        }
    }
}

/// A setting that stands for ever is not changed.
pub(super) fn changeable(name: &str) -> Result<(), Refusal> {
    if name.starts_with(FOR_EVER) {
        Err(Refusal::Custodian)
    } else {
        Ok(())
    }
}
