//! An office that goes on from a copy of its folder.
//!
//! Purpose: the line with which administrator and supervisor, or two custodians, leave the desk
//! journal that the copy holds and begin a new one; for custodians also new people, new shares and
//! the key files that go with them. Works in a copy that nobody uses yet: whoever calls it lets the
//! copy count only when all of it stands.
//! Must never: touch the folder that was copied, or keep a share.

use uuid::Uuid;

use super::acts::{Draft, body, signer};
use super::found::{FounderKeys, entered, first_slot, founder_keys};
use super::keyfiles::{self, RecordKeys};
use super::{Founder, SecondPerson, Stamp, UserKeys, Vault, slot_name};
use crate::error::VaultError;
use crate::head::DeskHead;
use crate::line::{Line, Signatory, Signer};
use crate::recovery::{self, Made, RecoveryKey, Share};
use crate::roster::{Kind, LeftAt, NextDesk, OfficeHead, Refusal, Role, payload};
use crate::sign::Purpose;

/// The desk journal that goes on, and where the one before it is left.
#[derive(Clone, Copy, Debug)]
pub struct GoOn {
    /// Id of the new chain.
    pub desk: Uuid,
    /// Its letter, later than the one before.
    pub letter: char,
    /// The newest entry of the chain that is left.
    pub from: DeskHead,
}

impl GoOn {
    fn next(&self) -> NextDesk {
        NextDesk {
            id: self.desk,
            letter: self.letter,
            from: LeftAt {
                desk_id: self.from.desk,
                seq: self.from.seq,
                hash: hex::encode(self.from.hash),
            },
        }
    }
}

/// What a recovery leaves in the caller's hands: new shares, to print once, and the record keys.
#[derive(Debug)]
pub struct Recovery {
    /// New shares: the old ones have been seen by two people.
    pub shares: [Share; 3],
    /// Database key and station key.
    pub records: RecordKeys,
}

impl Vault {
    /// Goes on as a new desk: administrator and supervisor.
    pub fn restored(
        &mut self,
        keys: &UserKeys,
        second: SecondPerson,
        go_on: &GoOn,
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let payload = payload::DeskRestored {
            desk: go_on.next(),
            request: hex::encode(second.request),
        };
        self.append_two(
            keys,
            second,
            (Kind::DeskRestored, go_on.desk),
            payload,
            stamp,
        )
    }

    /// Goes on as a new desk with new people, by two custodians.
    pub fn recovered(
        &mut self,
        key: &RecoveryKey,
        people: &[Founder],
        go_on: &GoOn,
        stamp: &Stamp,
    ) -> Result<Recovery, VaultError> {
        if key.recipient().as_ref() != Some(self.roster.recovery()) {
            return Err(VaultError::RecoverySharesDoNotFit);
        }
        let files = self.files.as_ref();
        let station = key.station_key(files)?;
        if self.roster.station_key() != Some(&station.verifying_key()) {
            return Err(VaultError::DamagedKeys);
        }
        let records = RecordKeys::new(key.database_key(files)?, station);
        let made = recovery::make()?;
        let keys = founder_keys(people)?;
        let line = self.recovered_line(key, (people, &keys), (&made, go_on), stamp)?;
        self.roster.after(line.text())?;
        for (founder, keys) in people.iter().zip(&keys) {
            let text = first_slot(founder, keys, (self.kdf_params(), &self.port), stamp)?;
            self.files
                .write_atomic(&slot_name(founder.slot), text.as_bytes())?;
        }
        self.append_line(&line)?;
        let files = self.files.as_ref();
        for (name, bytes) in &made.files {
            files.write_atomic(name, bytes)?;
        }
        keyfiles::write(files, &self.roster, &records)?;
        Ok(Recovery {
            shares: made.shares,
            records,
        })
    }

    fn recovered_line(
        &self,
        key: &RecoveryKey,
        (people, keys): (&[Founder], &[FounderKeys]),
        (made, go_on): (&Made, &GoOn),
        stamp: &Stamp,
    ) -> Result<Line, VaultError> {
        let pairs = || people.iter().zip(keys);
        let first = people.iter().find(|founder| founder.role == Role::Admin);
        let first = first.ok_or(Refusal::Founders)?.user;
        let mut pairs: Vec<_> = pairs().collect();
        pairs.sort_by_key(|(founder, _)| founder.user != first);
        let users = pairs.iter().map(|(founder, keys)| entered(founder, keys));
        let payload = payload::OfficeRecovered {
            desk: go_on.next(),
            recovery: made.recipient.clone(),
            recovery_key: made.key,
            users: users.collect::<Result<_, _>>()?,
        };
        let draft = Draft {
            kind: Kind::OfficeRecovered,
            actor: first,
            subject: self.info.vault,
            payload,
        };
        let head = self.roster.head();
        let text = body((head.seq + 1, head.hash), draft, stamp)?;
        let recovery = key.signing_key()?;
        let by: Vec<_> = pairs
            .iter()
            .map(|(founder, keys)| (founder.user, &keys.signing, Purpose::Possession))
            .collect();
        let mut signers: Vec<Signer<'_>> = by.iter().map(signer).collect();
        signers.push(Signer {
            by: Signatory::Recovery,
            key: &recovery,
            purpose: Purpose::Office,
        });
        Ok(Line::signed(text, &signers))
    }
}
