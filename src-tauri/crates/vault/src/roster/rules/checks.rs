//! Checks that several kinds share: who signed, which texts and numbers are well formed.
//!
//! Purpose: small, each with one refusal. Must never: change the roster beyond noting a key.

use uuid::Uuid;

use super::{Entry, Refusal, Role, Roster, State, User, VerifyingKey};
use crate::line::{Line, Signatory};
use crate::sign::Purpose;

impl Entry<'_> {
    /// The names beside the signatures are these, in this order, and no others.
    pub(super) fn signed_by_exactly(&self, expected: &[Uuid]) -> Result<(), Refusal> {
        let expected = expected.iter().map(|id| Signatory::User(*id));
        if self.line.signatories().eq(expected) {
            Ok(())
        } else {
            Err(Refusal::Signature)
        }
    }
}

impl Roster {
    pub(super) fn find(&self, id: Uuid) -> Result<&User, Refusal> {
        self.users.get(&id).ok_or(Refusal::UserUnknown)
    }

    /// The user whose signature of the office domain stands at `index`.
    pub(super) fn signed_by(
        &self,
        line: &Line,
        index: usize,
        by: Signatory,
    ) -> Result<&User, Refusal> {
        let Signatory::User(id) = by else {
            return Err(Refusal::Signature);
        };
        let user = self.users.get(&id).ok_or(Refusal::Signature)?;
        let key = user.key.as_ref().ok_or(Refusal::Signature)?;
        if line.verifies(index, Purpose::Office, key) {
            Ok(user)
        } else {
            Err(Refusal::Signature)
        }
    }

    /// The same, active and in one of `roles`.
    pub(super) fn active(
        &self,
        entry: &Entry<'_>,
        index: usize,
        roles: &[Role],
    ) -> Result<Uuid, Refusal> {
        let by = entry
            .line
            .signatories()
            .nth(index)
            .ok_or(Refusal::Signature)?;
        let user = self.signed_by(entry.line, index, by)?;
        let allowed = user.state == State::Active && roles.contains(&user.role);
        if allowed {
            Ok(user.id)
        } else {
            Err(Refusal::NotAllowed)
        }
    }

    /// Exactly one signature, of an active person in one of `roles`.
    pub(super) fn alone(&self, entry: &Entry<'_>, roles: &[Role]) -> Result<(), Refusal> {
        self.active(entry, 0, roles)?;
        entry.signed_by_exactly(&[entry.actor])
    }

    /// Exactly two signatures: an administrator's and a supervisor's, in either order, over a body
    /// that names the request both were shown.
    pub(super) fn two_persons(
        &self,
        entry: &Entry<'_>,
        request: &str,
    ) -> Result<Vec<Uuid>, Refusal> {
        digest(request)?;
        if entry.line.signatories().len() != 2 {
            return Err(Refusal::TwoPersons);
        }
        let pair = [Role::Admin, Role::Supervisor];
        let first = self.active(entry, 0, &pair)?;
        let second = self.active(entry, 1, &pair)?;
        let roles = (self.find(first)?.role, self.find(second)?.role);
        if first == second || roles.0 == roles.1 {
            return Err(Refusal::TwoPersons);
        }
        let administrator = if roles.0 == Role::Admin {
            first
        } else {
            second
        };
        self.administers(administrator)?;
        Ok(vec![first, second])
    }

    /// The entry is of the signer about herself.
    pub(super) fn about_herself(&self, entry: &Entry<'_>) -> Result<(), Refusal> {
        self.alone(entry, &Role::ALL)?;
        if entry.actor == entry.subject {
            Ok(())
        } else {
            Err(Refusal::NotAllowed)
        }
    }

    /// The entry's subject is the office itself.
    pub(super) fn about_the_office(&self, entry: &Entry<'_>) -> Result<(), Refusal> {
        if entry.subject == self.vault {
            Ok(())
        } else {
            Err(Refusal::Malformed)
        }
    }

    pub(super) fn check_name(&self, name: &str, whose: Uuid) -> Result<(), Refusal> {
        user_name(name)?;
        match self.by_name(name) {
            Some(other) if other.id != whose => Err(Refusal::NameTaken),
            Some(_) | None => Ok(()),
        }
    }

    /// Notes a signing key; none is ever named twice, for whatever purpose.
    pub(super) fn take_key(&mut self, key: &VerifyingKey) -> Result<(), Refusal> {
        if self.used_keys.insert(key.to_bytes()) {
            Ok(())
        } else {
            Err(Refusal::KeyReused)
        }
    }

    /// The generation must be the one after the slot in force.
    pub(super) fn next_slot(&self, user: Uuid, r#gen: u64) -> Result<(), Refusal> {
        let slot = self.find(user)?.slot.ok_or(Refusal::WrongState)?;
        if slot.r#gen.checked_add(1) == Some(r#gen) {
            Ok(())
        } else {
            Err(Refusal::WrongState)
        }
    }

    /// Changes the subject and notes her new standing.
    pub(super) fn change(
        &mut self,
        entry: &Entry<'_>,
        given_by: Vec<Uuid>,
        edit: impl FnOnce(&mut User),
    ) -> Result<(), Refusal> {
        let user = self
            .users
            .get_mut(&entry.subject)
            .ok_or(Refusal::UserUnknown)?;
        edit(user);
        user.mark(entry.seq, entry.at, given_by);
        Ok(())
    }
}

/// 64 lower-case hex digits.
pub(super) fn digest(text: &str) -> Result<[u8; 32], Refusal> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).map_err(|_cause| Refusal::Malformed)?;
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        Err(Refusal::Malformed)
    } else {
        Ok(bytes)
    }
}

/// Sign-in name: ASCII `[a-z0-9.-]{2,32}`.
pub fn user_name(name: &str) -> Result<(), Refusal> {
    let letters = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-';
    if (2..=32).contains(&name.len()) && name.bytes().all(letters) {
        Ok(())
    } else {
        Err(Refusal::NameMalformed)
    }
}

/// A name as shown: 1 to 120 characters, not blank, no control or direction characters.
pub fn display_text(text: &str) -> Result<(), Refusal> {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let length = text.chars().count();
    let fine = (1..=120).contains(&length) && !text.trim().is_empty() && !text.contains(hidden);
    if fine {
        Ok(())
    } else {
        Err(Refusal::TextMalformed)
    }
}

/// A setting's name: `[a-z0-9_.]{1,64}`.
pub(super) fn setting_name(name: &str) -> Result<(), Refusal> {
    code_text(name)
}

/// A setting's text: at most 20,000 bytes, no NUL.
pub(super) fn setting_value(value: &str) -> Result<(), Refusal> {
    let fine = value.len() <= 20_000 && !value.contains('\0');
    if fine {
        Ok(())
    } else {
        Err(Refusal::TextMalformed)
    }
}

/// A code: `[a-z0-9_.]{1,64}`.
pub(super) fn code_text(text: &str) -> Result<(), Refusal> {
    let letters = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'.';
    let fine = (1..=64).contains(&text.len()) && text.bytes().all(letters);
    if fine {
        Ok(())
    } else {
        Err(Refusal::TextMalformed)
    }
}
