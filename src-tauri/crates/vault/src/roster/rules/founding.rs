//! Line 0: the office comes into being.
//!
//! Purpose: signed by at least one administrator and one supervisor among its founders; carries the
//! demo flag, station key, recovery recipient, desk, letterhead and founders.
//! Must never: be read anywhere but first.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::checks::{digest, display_text, setting_name, setting_value};
use super::{Done, OfficeHead, Refusal, Role, Roster, SlotRef, State, User};
use crate::line::Line;
use crate::roster::entry::{Body, Founded, FoundedUser, Kind, Setting};

impl Roster {
    /// Reads line 0.
    pub(in crate::roster) fn first(text: &str) -> Result<Self, Refusal> {
        let line = Line::parse(text).ok_or(Refusal::Malformed)?;
        let body: Body<Founded> = Body::read(line.body())?;
        if body.kind != Kind::OfficeFounded || body.seq != 0 || digest(&body.prev)? != [0; 32] {
            return Err(Refusal::Chain);
        }
        let founded = body.payload;
        if body.subject != founded.vault || !founded.desk.letter.is_ascii_uppercase() {
            return Err(Refusal::Malformed);
        }
        let hash = line.hash();
        let mut roster = Self {
            head: OfficeHead { seq: 0, hash },
            first_hash: hash,
            vault: founded.vault,
            demo: founded.demo,
            recovery_in_files: founded.recovery_in_files,
            desk: (founded.desk.id, founded.desk.letter),
            left: Vec::new(),
            kdf: founded.kdf,
            station: vec![founded.station],
            recovery: founded.recovery,
            recovery_key: founded.recovery_key,
            users: BTreeMap::new(),
            settings: BTreeMap::new(),
            anchors: BTreeMap::new(),
            used_keys: [founded.station.to_bytes()].into(),
        };
        for Setting { name, value } in founded.settings {
            setting_name(&name)?;
            setting_value(&value)?;
            roster.settings.insert(name, value);
        }
        for user in founded.users {
            roster.admit_founder(user, (0, body.at))?;
        }
        roster.take_key(&founded.recovery_key)?;
        roster.check_founders(&line, body.actor)?;
        roster.check_custodian()?;
        Ok(roster)
    }

    /// A person who is active from her first line on, in this line with its number and time.
    pub(super) fn admit_founder(&mut self, founder: FoundedUser, (seq, at): (u64, i64)) -> Done {
        self.check_name(&founder.name, founder.user)?;
        display_text(&founder.display)?;
        self.take_key(&founder.sign_pub)?;
        if self.users.contains_key(&founder.user) {
            return Err(Refusal::Founders);
        }
        let mut user = User {
            id: founder.user,
            name: founder.name,
            display: founder.display,
            role: founder.role,
            state: State::Active,
            // A demonstration prints its passphrases anyway.
            must_change: !self.demo,
            key: Some(founder.sign_pub),
            recipient: Some(founder.recipient),
            slot: Some(SlotRef {
                id: founder.slot_id,
                r#gen: 1,
            }),
            invite: None,
            spans: Vec::new(),
        };
        user.mark(seq, at, Vec::new());
        self.users.insert(user.id, user);
        Ok(())
    }

    /// Every signature on line 0 is a different founder's, the first is the actor's, and an
    /// administrator and a supervisor are among them.
    fn check_founders(&self, line: &Line, actor: Uuid) -> Done {
        let mut seen = Vec::new();
        let mut roles = Vec::new();
        for (index, by) in line.signatories().enumerate() {
            let user = self.signed_by(line, index, by)?;
            if seen.contains(&user.id) || (index == 0 && user.id != actor) {
                return Err(Refusal::Signature);
            }
            seen.push(user.id);
            roles.push(user.role);
        }
        let enough = roles.contains(&Role::Admin) && roles.contains(&Role::Supervisor);
        if enough {
            Ok(())
        } else {
            Err(Refusal::Founders)
        }
    }
}
