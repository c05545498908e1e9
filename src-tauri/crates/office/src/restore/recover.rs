//! Recovery: two custodians, for the day on which nobody can sign in.
//!
//! Purpose: the database key out of two shares, new people with keys of their own, new shares, a
//! vault that opens. Must never: keep a share, or take a passphrase from a file.

use std::path::Path;
use std::sync::Arc;

use domain::fault::Code;
use domain::id::DeskId;
use serde::{Deserialize, Serialize};
use vault::files::{DiskFiles, Files as _};
use vault::folder::{Founder, GoOn};
use vault::head::DeskHead;
use vault::recovery::{RecoveryKey, Share};
use vault::{Vault, VaultError};

use super::copying::{self, Building};
use super::{Again, Person, Recovered, finished, later, stamp};
use crate::Ports;
use crate::backup::{blocking, opened, sound_record};
use crate::founding::{FoundedUser, FounderTold, check_name, display_name, generate, read_toml};
use crate::ids::Ids;
use crate::refused::{Answer, Refused};
use crate::signin::vault_role;

/// Who works in the recovered office, as a TOML file says it: at least one administrator and one
/// supervisor. Who has the sign-in name of somebody there takes her place.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleTold {
    /// The people.
    pub people: Vec<FounderTold>,
}

impl PeopleTold {
    /// Reads the TOML.
    pub fn parse(text: &str) -> Answer<Self> {
        read_toml(text, Code::RecoveryPeopleMalformed)
    }
}

/// Two of the three shares.
#[derive(Debug)]
pub struct Shares(pub Share, pub Share);

/// Makes a vault that opens out of a backup or of a vault's folder, in a folder that is empty or not
/// yet there. `letter` is told where the newest paper bears a later one than the copy knows of.
pub async fn recover(
    source: &Path,
    shares: Shares,
    (people, letter): (&PeopleTold, Option<char>),
    target: &Path,
    ports: Ports,
) -> Answer<Recovered> {
    let founders = founders(people, &ports)?;
    let building = Building::begin(target)?;
    let built = recovered(&building, source, shares, (founders, letter), ports).await;
    building.end(built)
}

async fn recovered(
    building: &Building,
    source: &Path,
    shares: Shares,
    (founders, letter): (Vec<Founder>, Option<char>),
    ports: Ports,
) -> Answer<Recovered> {
    let (source, folder) = (source.to_path_buf(), building.folder().to_path_buf());
    let copied = folder.clone();
    blocking(move || copy(&source, &copied)).await??;
    let kdf = ports.kdf.clone();
    let (vault, key) = blocking(move || {
        let files = DiskFiles::new(&folder);
        let key = RecoveryKey::open(&files, &shares.0, &shares.1)?;
        let vault = Vault::open(Arc::new(files), kdf)?;
        if key.recipient().as_ref() != Some(vault.roster().recovery()) {
            return Err(Refused::from(VaultError::RecoverySharesDoNotFit));
        }
        Ok((vault, key))
    })
    .await??;
    let from = head(building.folder(), &vault, &key).await?;
    let last = vault.roster().desk().1;
    let go_on = GoOn {
        desk: Ids::new(ports.clock.as_ref(), ports.entropy.as_ref())
            .desk()
            .uuid(),
        letter: later(last, letter)?,
        from,
    };
    let stamp = stamp(&ports);
    let (vault, left, founders) = blocking(move || {
        let mut vault = vault;
        let left = vault.recovered(&key, &founders, &go_on, &stamp)?;
        Ok::<_, VaultError>((vault, left, founders))
    })
    .await??;
    let shares = left.shares.iter();
    let shares = shares.filter_map(|share| share.with_text(str::to_owned));
    let shares = shares.collect();
    drop(left.records);
    let fingerprint = vault.roster().fingerprint();
    let users = founders.iter().map(shown).collect();
    let supervisor = founders
        .into_iter()
        .find(|founder| founder.role.holds_records())
        .ok_or(VaultError::Roster(vault::roster::Refusal::Founders))?;
    let person = Person {
        name: supervisor.name,
        passphrase: supervisor.passphrase,
    };
    let again: Again = finished(vault, building.folder(), ports, person).await?;
    Ok(Recovered {
        again,
        users,
        shares,
        fingerprint,
    })
}

/// A generation is compared with what was signed; a vault must not be in use, where that can be told.
fn copy(source: &Path, folder: &Path) -> Answer<()> {
    if source.join(vault::manifest::NAME).is_file() {
        let (place, name) = opened(source)?;
        let name = name.ok_or_else(|| Refused::new(Code::BackupNone))?;
        let manifest = sound_record(&place, &name)?;
        let manifest = manifest.ok_or_else(|| Refused::new(Code::BackupNotSound))?;
        return copying::generation(&place, (&name, &manifest), folder);
    }
    let files = DiskFiles::new(source);
    if !vault::folder::exists(&files)? {
        return Err(VaultError::Missing.into());
    }
    let held = match files.hold() {
        Ok(held) => Some(held),
        // On a medium that cannot be written nobody works.
        Err(VaultError::ReadOnly | VaultError::Permission) => None,
        Err(other) => return Err(other.into()),
    };
    let copied = copying::vault_folder(source, folder);
    drop(held);
    copied
}

/// The end of the chain that is left: the record is opened once as the desk it was, which also
/// brings in what still lay in the log beside it.
async fn head(folder: &Path, vault: &Vault, key: &RecoveryKey) -> Answer<DeskHead> {
    let record = folder.join("desk.db");
    if !record.is_file() {
        return Err(Refused::new(Code::RecordMissing));
    }
    let database = key.database_key(&DiskFiles::new(folder))?;
    let (id, _) = vault.roster().desk();
    let desk = store::Desk::open(&record, &database, DeskId::new(id)).await?;
    let head = desk.head().await;
    desk.close().await?;
    Ok(DeskHead {
        desk: id,
        seq: u64::try_from(head.seq).unwrap_or(0),
        hash: head.hash,
    })
}

fn founders(told: &PeopleTold, ports: &Ports) -> Answer<Vec<Founder>> {
    let ids = Ids::new(ports.clock.as_ref(), ports.entropy.as_ref());
    let pairs = told.people.iter().enumerate();
    pairs
        .zip(generate(told.people.len())?)
        .map(|((index, person), passphrase)| {
            check_name(&person.name, &format!("people[{index}].name"))?;
            let display = display_name(&person.display, &format!("people[{index}].display"))?;
            Ok(Founder {
                user: ids.user().uuid(),
                slot: ids.act().uuid(),
                name: person.name.clone(),
                display,
                role: vault_role(person.role),
                passphrase,
            })
        })
        .collect()
}

fn shown(founder: &Founder) -> FoundedUser {
    FoundedUser {
        name: founder.name.clone(),
        role: crate::signin::role_of(founder.role),
        passphrase: founder.passphrase.with_text(str::to_owned),
    }
}
