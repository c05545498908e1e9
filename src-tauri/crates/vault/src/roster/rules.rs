//! The rules of the office journal: what each kind needs and does.
//!
//! Purpose: one function a kind; signatures are checked against the roster before the line, and
//! nothing changes unless everything holds. Two-person kinds take an administrator and a
//! supervisor, two persons; a user's own `user.rekeyed` takes herself and a supervisor.
//! Must never: trust a field that is not covered by a signature.

use serde::de::IgnoredAny;
use uuid::Uuid;

use super::entry::{Body, Kind, payload};
use super::person::{Invite, Role, SlotRef, State, User};
use super::{Anchor, OfficeHead, Refusal, Roster};
use crate::line::{Line, Signatory};
use crate::sign::{Purpose, VerifyingKey};

mod again;
mod checks;
mod custodian;
mod founding;

use self::checks::{code_text, digest, setting_name, setting_value};
pub use self::checks::{display_text, user_name};
pub use self::custodian::{CUSTODIAN, CUSTODIAN_OFFICE, Custodian};

/// How long an invitation is good: 24 h.
pub(crate) const INVITE_MS: i64 = 24 * 60 * 60 * 1000;

type Done = Result<(), Refusal>;

/// A line on its way in: signatures, number, time.
struct Entry<'a> {
    line: &'a Line,
    seq: u64,
    at: i64,
    actor: Uuid,
    subject: Uuid,
}

impl Roster {
    /// The roster after one more line, or why not; `self` stays as it was.
    pub(crate) fn after(&self, text: &str) -> Result<Self, Refusal> {
        let mut next = self.clone();
        next.take(text)?;
        Ok(next)
    }

    /// Takes the next line. After a refusal the roster is half-way and must be dropped.
    pub(in crate::roster) fn take(&mut self, text: &str) -> Done {
        let line = &Line::parse(text).ok_or(Refusal::Malformed)?;
        let body: Body<IgnoredAny> = Body::read(line.body())?;
        let seq = self.head.seq.checked_add(1).ok_or(Refusal::Chain)?;
        if body.seq != seq || digest(&body.prev)? != self.head.hash {
            return Err(Refusal::Chain);
        }
        let Body {
            at,
            actor,
            subject,
            kind,
            ..
        } = body;
        let entry = Entry {
            line,
            seq,
            at,
            actor,
            subject,
        };
        if line.signatories().next() != Some(Signatory::User(actor)) {
            return Err(Refusal::Signature);
        }
        self.dispatch(kind, &entry)?;
        self.head = OfficeHead {
            seq,
            hash: line.hash(),
        };
        Ok(())
    }

    fn dispatch(&mut self, kind: Kind, entry: &Entry<'_>) -> Done {
        let text = entry.line.body();
        match kind {
            Kind::OfficeFounded => Err(Refusal::Chain),
            Kind::UserEnrolled => self.enrolled(entry, Body::read(text)?.payload),
            Kind::UserKeyed => self.keyed(entry, Body::read(text)?.payload),
            Kind::UserActivated => self.activated(entry, &Body::read(text)?.payload),
            Kind::UserRoleChanged => self.role_changed(entry, &Body::read(text)?.payload),
            Kind::UserSuspended => self.suspended(entry, &Body::read(text)?.payload),
            Kind::UserRemoved => self.removed(entry, &Body::read(text)?.payload),
            Kind::UserRekeyed => self.rekeyed(entry, Body::read(text)?.payload),
            Kind::UserSlotChanged => self.slot_changed(entry, &Body::read(text)?.payload),
            Kind::RecoveryChanged => self.recovery_changed(entry, Body::read(text)?.payload),
            Kind::StationRekeyed => self.station_rekeyed(entry, &Body::read(text)?.payload),
            Kind::SettingsChanged => self.settings_changed(entry, Body::read(text)?.payload),
            Kind::DeskAnchored => self.desk_anchored(entry, &Body::read(text)?.payload),
            Kind::DeskRestored => self.desk_restored(entry, &Body::read(text)?.payload),
            Kind::OfficeRecovered => self.office_recovered(entry, Body::read(text)?.payload),
            Kind::ActionDenied => self.action_denied(entry, &Body::read(text)?.payload),
            Kind::SigninFailed => self.signin_failed(entry, &Body::read(text)?.payload),
        }
    }

    fn enrolled(&mut self, entry: &Entry<'_>, new: payload::Enrolled) -> Done {
        self.alone(entry, &[Role::Admin])?;
        self.check_name(&new.name, entry.subject)?;
        display_text(&new.display)?;
        if new.expires > entry.at.saturating_add(INVITE_MS) {
            return Err(Refusal::InviteExpired);
        }
        self.take_key(&new.invite_pub)?;
        // An invitation that ran out is given again under the same id.
        let before = self.users.remove(&entry.subject);
        if before
            .as_ref()
            .is_some_and(|user| user.state != State::Invited)
        {
            return Err(Refusal::WrongState);
        }
        let invite = Invite {
            key: new.invite_pub,
            slot: SlotRef {
                id: new.slot_id,
                r#gen: 0,
            },
            expires: new.expires,
        };
        let mut user = User {
            id: entry.subject,
            name: new.name,
            display: new.display,
            role: new.role,
            state: State::Invited,
            must_change: false,
            key: None,
            recipient: None,
            slot: None,
            invite: Some(invite),
            spans: before.map(|user| user.spans).unwrap_or_default(),
        };
        user.mark(entry.seq, entry.at, Vec::new());
        self.users.insert(user.id, user);
        Ok(())
    }

    /// Signed by the invitation's key, and by the new key for possession: both over the whole body.
    fn keyed(&mut self, entry: &Entry<'_>, new: payload::Keyed) -> Done {
        let user = self.find(entry.subject)?;
        let invite = user.invite.filter(|_| user.state == State::Invited);
        let invite = invite.ok_or(Refusal::WrongState)?;
        if entry.at > invite.expires {
            return Err(Refusal::InviteExpired);
        }
        entry.signed_by_exactly(&[entry.subject, entry.subject])?;
        let invited = entry.line.verifies(0, Purpose::Office, &invite.key);
        if !invited || !entry.line.verifies(1, Purpose::Possession, &new.sign_pub) {
            return Err(Refusal::Signature);
        }
        self.take_key(&new.sign_pub)?;
        self.change(entry, Vec::new(), |user| {
            user.state = State::Enrolled;
            user.key = Some(new.sign_pub);
            user.recipient = Some(new.recipient);
            user.slot = Some(SlotRef {
                id: new.slot_id,
                r#gen: 1,
            });
            user.invite = None;
        })
    }

    fn activated(&mut self, entry: &Entry<'_>, keys: &payload::Activated) -> Done {
        let signers = self.two_persons(entry, &keys.request)?;
        let user = self.find(entry.subject)?;
        match user.state {
            State::Enrolled | State::Suspended => {}
            State::Invited | State::Active | State::Removed => return Err(Refusal::WrongState),
        }
        let (key, recipient) = (user.key, user.recipient.as_ref());
        if key != Some(keys.sign_pub) || recipient != Some(&keys.recipient) {
            return Err(Refusal::KeyMismatch);
        }
        self.change(entry, signers, |user| user.state = State::Active)
    }

    fn role_changed(&mut self, entry: &Entry<'_>, new: &payload::RoleChanged) -> Done {
        let signers = self.two_persons(entry, &new.request)?;
        let user = self.find(entry.subject)?;
        match user.state {
            State::Enrolled | State::Active | State::Suspended => {}
            State::Invited | State::Removed => return Err(Refusal::WrongState),
        }
        if user.role == new.role {
            return Err(Refusal::Unchanged);
        }
        self.change(entry, signers, |user| user.role = new.role)
    }

    fn suspended(&mut self, entry: &Entry<'_>, _: &payload::Suspended) -> Done {
        self.alone(entry, &[Role::Admin, Role::Supervisor])?;
        match self.find(entry.subject)?.state {
            State::Invited | State::Enrolled | State::Active => {}
            State::Suspended | State::Removed => return Err(Refusal::WrongState),
        }
        self.change(entry, Vec::new(), |user| {
            user.state = State::Suspended;
            user.invite = None;
        })
    }

    fn removed(&mut self, entry: &Entry<'_>, done: &payload::Removed) -> Done {
        self.two_persons(entry, &done.request)?;
        if self.find(entry.subject)?.state != State::Suspended {
            return Err(Refusal::WrongState);
        }
        self.change(entry, Vec::new(), |user| {
            user.state = State::Removed;
            user.slot = None;
        })
    }

    /// Signed by her old key, a supervisor, and her new key for possession.
    fn rekeyed(&mut self, entry: &Entry<'_>, new: payload::Rekeyed) -> Done {
        digest(&new.request)?;
        if entry.actor != entry.subject || entry.line.signatories().len() != 3 {
            return Err(Refusal::Signature);
        }
        let own = self.active(entry, 0, &Role::ALL)?;
        let other = self.active(entry, 1, &[Role::Supervisor])?;
        if own == other {
            return Err(Refusal::TwoPersons);
        }
        entry.signed_by_exactly(&[own, other, own])?;
        if !entry.line.verifies(2, Purpose::Possession, &new.sign_pub) {
            return Err(Refusal::Signature);
        }
        self.take_key(&new.sign_pub)?;
        self.next_slot(entry.subject, new.r#gen)?;
        self.change(entry, Vec::new(), |user| {
            user.key = Some(new.sign_pub);
            user.recipient = Some(new.recipient);
            user.slot = Some(SlotRef {
                id: new.slot_id,
                r#gen: new.r#gen,
            });
        })
    }

    fn slot_changed(&mut self, entry: &Entry<'_>, new: &payload::SlotChanged) -> Done {
        self.alone(entry, &Role::ALL)?;
        if entry.actor != entry.subject {
            return Err(Refusal::NotAllowed);
        }
        self.next_slot(entry.subject, new.r#gen)?;
        let user = self
            .users
            .get_mut(&entry.subject)
            .ok_or(Refusal::UserUnknown)?;
        user.slot = Some(SlotRef {
            id: new.slot_id,
            r#gen: new.r#gen,
        });
        user.must_change = false;
        Ok(())
    }

    fn recovery_changed(&mut self, entry: &Entry<'_>, new: payload::RecoveryChanged) -> Done {
        self.two_persons(entry, &new.request)?;
        self.about_the_office(entry)?;
        self.take_key(&new.key)?;
        self.recovery = new.recipient;
        self.recovery_key = new.key;
        Ok(())
    }

    fn station_rekeyed(&mut self, entry: &Entry<'_>, new: &payload::StationRekeyed) -> Done {
        self.two_persons(entry, &new.request)?;
        self.about_the_office(entry)?;
        self.take_key(&new.station)?;
        self.station.push(new.station);
        Ok(())
    }

    fn settings_changed(&mut self, entry: &Entry<'_>, new: payload::SettingsChanged) -> Done {
        self.alone(entry, &[Role::Admin])?;
        self.about_the_office(entry)?;
        if new.settings.is_empty() {
            return Err(Refusal::Unchanged);
        }
        for change in new.settings {
            setting_name(&change.name)?;
            custodian::changeable(&change.name)?;
            match change.value {
                Some(value) => {
                    setting_value(&value)?;
                    self.settings.insert(change.name, value);
                }
                None => {
                    self.settings.remove(&change.name);
                }
            }
        }
        Ok(())
    }

    fn desk_anchored(&mut self, entry: &Entry<'_>, new: &payload::DeskAnchored) -> Done {
        self.alone(entry, &[Role::Reception, Role::Case, Role::Supervisor])?;
        let anchor = Anchor {
            seq: new.seq,
            hash: digest(&new.hash)?,
            office_seq: entry.seq,
        };
        if entry.subject != new.desk_id {
            return Err(Refusal::Malformed);
        }
        self.anchors.insert(new.desk_id, anchor);
        Ok(())
    }

    fn action_denied(&self, entry: &Entry<'_>, what: &payload::ActionDenied) -> Done {
        self.about_herself(entry)?;
        code_text(&what.action)?;
        code_text(&what.reason)
    }

    fn signin_failed(&self, entry: &Entry<'_>, what: &payload::SigninFailed) -> Done {
        self.about_herself(entry)?;
        if what.failures.is_empty() {
            Err(Refusal::Unchanged)
        } else {
            Ok(())
        }
    }
}
