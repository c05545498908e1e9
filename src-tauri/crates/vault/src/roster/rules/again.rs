//! An office that goes on from a copy: restored by two persons, or recovered by two custodians.
//!
//! Purpose: both leave the desk journal where the copy has it and go on in a new one, under a later
//! letter, so that no number already on paper is given again. A recovery also brings a new
//! administrator and a new supervisor, because it is for the day on which the old ones cannot sign:
//! it is signed by the recovery key, which any two shares make and no user holds.
//! Must never: let fewer than two persons move the desk or admit anybody.

use super::checks::digest;
use super::{Done, Entry, Refusal, Role, Roster, State, payload};
use crate::line::Signatory;
use crate::roster::{LeftDesk, NextDesk};
use crate::sign::Purpose;

impl Roster {
    /// Administrator and supervisor.
    pub(super) fn desk_restored(&mut self, entry: &Entry<'_>, new: &payload::DeskRestored) -> Done {
        self.two_persons(entry, &new.request)?;
        if entry.subject != new.desk.id {
            return Err(Refusal::Malformed);
        }
        self.go_on_as(entry, &new.desk)
    }

    /// The new people prove that they hold their keys, then the recovery key signs.
    pub(super) fn office_recovered(
        &mut self,
        entry: &Entry<'_>,
        new: payload::OfficeRecovered,
    ) -> Done {
        self.about_the_office(entry)?;
        let people = new.users.iter().map(|user| Signatory::User(user.user));
        let signers: Vec<_> = people.chain([Signatory::Recovery]).collect();
        if !entry.line.signatories().eq(signers) {
            return Err(Refusal::Signature);
        }
        let recovery = self.recovery_key;
        if !entry
            .line
            .verifies(new.users.len(), Purpose::Office, &recovery)
        {
            return Err(Refusal::Signature);
        }
        let role = |role| new.users.iter().any(|user| user.role == role);
        if !(role(Role::Admin) && role(Role::Supervisor)) {
            return Err(Refusal::Founders);
        }
        self.go_on_as(entry, &new.desk)?;
        for (index, user) in new.users.into_iter().enumerate() {
            if !entry
                .line
                .verifies(index, Purpose::Possession, &user.sign_pub)
            {
                return Err(Refusal::Signature);
            }
            self.give_way(entry, &user.name)?;
            self.admit_founder(user, (entry.seq, entry.at))?;
        }
        self.take_key(&new.recovery_key)?;
        self.recovery = new.recovery;
        self.recovery_key = new.recovery_key;
        Ok(())
    }

    /// Whoever had this sign-in name is out: who forgot her passphrase comes back with new keys
    /// under her name, and what she signed before stays hers.
    fn give_way(&mut self, entry: &Entry<'_>, name: &str) -> Done {
        let Some(id) = self.by_name(name).map(super::User::id) else {
            return Ok(());
        };
        let user = self.users.get_mut(&id).ok_or(Refusal::UserUnknown)?;
        user.state = State::Removed;
        user.slot = None;
        user.invite = None;
        user.mark(entry.seq, entry.at, Vec::new());
        Ok(())
    }

    /// The chain at hand is left as the copy has it; never before what the office witnessed.
    fn go_on_as(&mut self, entry: &Entry<'_>, next: &NextDesk) -> Done {
        let (desk, letter) = self.desk;
        let hash = digest(&next.from.hash)?;
        let known = next.id == desk || self.left.iter().any(|left| left.desk == next.id);
        let later = next.letter.is_ascii_uppercase() && next.letter > letter;
        if next.from.desk_id != desk || known || !later {
            return Err(Refusal::Malformed);
        }
        let witnessed = self.anchor(desk).is_none_or(|anchor| {
            anchor.seq < next.from.seq || (anchor.seq == next.from.seq && anchor.hash == hash)
        });
        if !witnessed {
            return Err(Refusal::Chain);
        }
        self.left.push(LeftDesk {
            desk,
            letter,
            seq: next.from.seq,
            hash,
            office_seq: entry.seq,
        });
        self.desk = (next.id, next.letter);
        Ok(())
    }
}
