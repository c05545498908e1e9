//! Founding: everything of a new vault, in an order that leaves no half office.
//!
//! Purpose: a marker file stands first and goes last; the vault exists from the moment the marker is
//! gone. Remains of a founding that was cut short are swept by the next one: nobody was ever given
//! its passphrases. Line 0 is judged by the fold before anything is written.
//! Must never: write into a folder that holds anything else; keep a share or a passphrase.

use std::sync::Arc;

use uuid::Uuid;

use super::acts::{Draft, line};
use super::keyfiles::{self, RecordKeys};
use super::{MANIFEST, SLOTS, Stamp, Vault, VaultInfo, journal, slot_name, write_info};
use crate::error::VaultError;
use crate::fails::Fails;
use crate::files::{Files, TEMP};
use crate::kdf::{KdfParams, KdfPort};
use crate::line::Line;
use crate::recovery::{self, Made, Share};
use crate::roster::{
    Founded, FoundedDesk, FoundedUser, Kind, Refusal, Role, Setting, SlotRef, fold,
};
use crate::secret::{DatabaseKey, Passphrase, RecordIdentity};
use crate::sign::{Purpose, SigningKey};
use crate::slot::{self, SlotPlan};

const MARKER: &str = "founding";
const FOLDERS: [&str; 3] = ["keyring", SLOTS, "recovery"];
const LEAVES: [&str; 4] = [
    MANIFEST,
    recovery::DATABASE,
    keyfiles::META,
    keyfiles::STATION_PUB,
];

/// One founder; active from line 0.
#[derive(Debug)]
pub struct Founder {
    /// Her id.
    pub user: Uuid,
    /// Id of her slot.
    pub slot: Uuid,
    /// Sign-in name.
    pub name: String,
    /// Name as shown.
    pub display: String,
    /// Role.
    pub role: Role,
    /// Generated; she must change it at first sign-in (except in a demonstration).
    pub passphrase: Passphrase,
}

/// What a new office is founded with.
#[derive(Debug)]
pub struct Founding {
    /// Id of the vault.
    pub vault: Uuid,
    /// Id of its first desk journal.
    pub desk: Uuid,
    /// That desk's letter, `A` to `Z`.
    pub desk_letter: char,
    /// Demonstration office.
    pub demo: bool,
    /// Whether recovery opens protected files too (default: yes, else a lone supervisor's death
    /// loses evidence).
    pub recovery_in_files: bool,
    /// Letterhead and other settings.
    pub settings: Vec<Setting>,
    /// At least one administrator and one supervisor.
    pub founders: Vec<Founder>,
    /// Costs of key derivation ([`KdfPort::calibrate`], or the floor for a demonstration).
    pub kdf: KdfParams,
}

/// What founding leaves in the caller's hands: the shares, to print once, and the record keys.
#[derive(Debug)]
pub struct Foundation {
    /// Three custodians' shares; any two recover.
    pub shares: [Share; 3],
    /// Database key and station key, for making the database.
    pub records: RecordKeys,
}

pub(super) struct FounderKeys {
    pub(super) identity: RecordIdentity,
    pub(super) signing: SigningKey,
}

impl Vault {
    /// Founds an office in an empty folder, which is made if it is not there.
    pub fn found(
        files: Arc<dyn Files>,
        port: KdfPort,
        founding: &Founding,
        stamp: &Stamp,
    ) -> Result<(Self, Foundation), VaultError> {
        port.bounds().check(founding.kdf)?;
        check_empty(files.as_ref())?;
        files.make_folder("")?;
        let held = files.hold()?;
        sweep(files.as_ref())?;

        let made = recovery::make()?;
        let station = SigningKey::generate()?;
        let keys = founder_keys(&founding.founders)?;
        let line = first_line(founding, (&made, &station), &keys, stamp)?;
        let roster = fold([line.text()]).map_err(founding_refusal)?;

        files.write_atomic(MARKER, b"")?;
        for folder in FOLDERS {
            files.make_folder(folder)?;
        }
        for (founder, keys) in founding.founders.iter().zip(&keys) {
            let text = first_slot(founder, keys, (founding.kdf, &port), stamp)?;
            files.write_atomic(&slot_name(founder.slot), text.as_bytes())?;
        }
        let first = format!("{}\n", line.text());
        files.write_atomic(journal::NAME, first.as_bytes())?;
        let records = RecordKeys::new(DatabaseKey::generate()?, station);
        keyfiles::write(files.as_ref(), &roster, &records)?;
        for (name, bytes) in &made.files {
            files.write_atomic(name, bytes)?;
        }
        let info = info(founding, stamp);
        write_info(files.as_ref(), &info)?;
        if let Err(cause) = files.remove(MARKER) {
            // Unsure whether it went: without passphrases shown, the vault must not count.
            let _again = files.write_atomic(MARKER, b"");
            return Err(cause.into());
        }

        let vault = Self {
            files,
            _held: held,
            port,
            info,
            roster,
            journal_length: journal::length(&first),
            tail_unsure: false,
            fails: Fails::default(),
        };
        Ok((
            vault,
            Foundation {
                shares: made.shares,
                records,
            },
        ))
    }
}

fn info(founding: &Founding, stamp: &Stamp) -> VaultInfo {
    VaultInfo {
        format: super::FORMAT,
        vault: founding.vault,
        demo: founding.demo,
        created: stamp.at,
    }
}

/// New keys for each of them.
pub(super) fn founder_keys(founders: &[Founder]) -> Result<Vec<FounderKeys>, VaultError> {
    let make = |_| {
        Ok(FounderKeys {
            identity: RecordIdentity::generate()?,
            signing: SigningKey::generate()?,
        })
    };
    founders.iter().map(make).collect()
}

/// The slot of one who is active from her first line on.
pub(super) fn first_slot(
    founder: &Founder,
    keys: &FounderKeys,
    (params, port): (KdfParams, &KdfPort),
    stamp: &Stamp,
) -> Result<String, VaultError> {
    let plan = SlotPlan {
        user: founder.user,
        slot: SlotRef {
            id: founder.slot,
            r#gen: 1,
        },
        created: &stamp.day,
        identity: Some(&keys.identity),
        signing: &keys.signing,
        params,
    };
    slot::seal(&plan, &founder.passphrase, port)
}

/// What the office journal says of one of them.
pub(super) fn entered(founder: &Founder, keys: &FounderKeys) -> Result<FoundedUser, VaultError> {
    Ok(FoundedUser {
        user: founder.user,
        name: founder.name.clone(),
        display: founder.display.clone(),
        role: founder.role,
        sign_pub: keys.signing.verifying_key(),
        recipient: keys.identity.recipient().ok_or(VaultError::DamagedSlot)?,
        slot_id: founder.slot,
    })
}

/// Line 0, signed by every founder; the first administrator is its actor.
fn first_line(
    founding: &Founding,
    (made, station): (&Made, &SigningKey),
    keys: &[FounderKeys],
    stamp: &Stamp,
) -> Result<Line, VaultError> {
    let mut users = Vec::new();
    let mut by = Vec::new();
    for (founder, keys) in founding.founders.iter().zip(keys) {
        users.push(entered(founder, keys)?);
        by.push((founder.user, &keys.signing, Purpose::Office));
    }
    let first = founding
        .founders
        .iter()
        .position(|founder| founder.role == Role::Admin);
    by.swap(0, first.ok_or(Refusal::Founders)?);
    let actor = by
        .first()
        .map(|(user, _, _)| *user)
        .ok_or(Refusal::Founders)?;
    let payload = Founded {
        vault: founding.vault,
        demo: founding.demo,
        station: station.verifying_key(),
        recovery: made.recipient.clone(),
        recovery_key: made.key,
        recovery_in_files: founding.recovery_in_files,
        desk: FoundedDesk {
            id: founding.desk,
            letter: founding.desk_letter,
        },
        kdf: founding.kdf,
        settings: founding.settings.clone(),
        users,
    };
    let draft = Draft {
        kind: Kind::OfficeFounded,
        actor,
        subject: founding.vault,
        payload,
    };
    line((0, [0; 32]), draft, stamp, &by)
}

/// Before it is written, a refused founding is a wrong request, not damage.
fn founding_refusal(error: VaultError) -> VaultError {
    let VaultError::DamagedRoster { reason, .. } = error else {
        return error;
    };
    let refusal = Refusal::ALL
        .into_iter()
        .find(|refusal| refusal.code() == reason);
    refusal.map_or(error, VaultError::Roster)
}

/// Whether a finished vault lies here.
pub(super) fn finished(files: &dyn Files) -> Result<bool, VaultError> {
    Ok(files.exists(MANIFEST)? && !files.exists(MARKER)?)
}

/// The folder must be empty, or hold only what a founding cut short has left.
fn check_empty(files: &dyn Files) -> Result<(), VaultError> {
    if finished(files)? {
        return Err(VaultError::Exists);
    }
    let mut ours: Vec<String> = [crate::lock::NAME, MARKER].map(str::to_owned).into();
    ours.push(format!("{MARKER}{TEMP}"));
    if files.exists(MARKER)? {
        ours.extend(["keyring", "recovery"].map(str::to_owned));
        for name in LEAVES {
            ours.extend([name.to_owned(), format!("{name}{TEMP}")]);
        }
    }
    let foreign = files
        .list("")?
        .into_iter()
        .any(|name| !ours.contains(&name));
    if foreign {
        Err(VaultError::NotEmpty)
    } else {
        Ok(())
    }
}

/// Removes the remains of a founding cut short.
fn sweep(files: &dyn Files) -> Result<(), VaultError> {
    // Asked again now that the folder is held: another process may have finished meanwhile.
    check_empty(files)?;
    for folder in [SLOTS, "recovery", "keyring"] {
        for name in files.list(folder)? {
            if folder != "keyring" || name != "slots" {
                files.remove(&format!("{folder}/{name}"))?;
            }
        }
    }
    for name in LEAVES {
        files.remove(name)?;
        files.remove(&format!("{name}{TEMP}"))?;
    }
    Ok(())
}
