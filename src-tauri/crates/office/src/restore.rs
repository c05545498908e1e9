//! Going on from a copy: restored by two persons, recovered by two custodians.
//!
//! Purpose: from a backup (or, for a recovery, from a vault nobody can sign in to) to a vault of its
//! own that opens. It is built beside its place under a name that never counts, signed in to, walked
//! from end to end, and only then put there. It goes on as a new desk under a later letter: the
//! chain it came from is never written again, and no number already on paper is given twice.
//! Must never: change what it was made from, or leave half a vault in the place asked for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::action::Action;
use domain::backup::Held;
use domain::desk::{Anchored, LeftAt, Restored};
use domain::fault::{Code, Fault};
use domain::id::DeskId;
use domain::moment::Moment;
use domain::permission::{Circumstance, Right};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use vault::cosign::CosignRequest;
use vault::files::DiskFiles;
use vault::folder::{GoOn, SecondPerson, Stamp};
use vault::head::DeskHead;
use vault::manifest::Manifest;
use vault::secret::Passphrase;
use vault::{Vault, VaultError};

use crate::backup::{DiskMedium, Found, blocking, list, opened, sound_record};
use crate::founding::FoundedUser;
use crate::ids::Ids;
use crate::record::head_of;
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};
use crate::signin::role_of;
use crate::{Office, Ports};

mod copying;
mod recover;

use self::copying::Building;
pub use self::recover::{PeopleTold, Shares, recover};
pub use vault::recovery::Share;

/// A vault that was made from a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    /// The letter its numbers bear from now on.
    pub letter: String,
    /// Entries of the journal, the new ones included.
    pub entries: i64,
    /// People known.
    pub people: i64,
    /// Households.
    pub households: i64,
    /// Visits.
    pub visits: i64,
    /// Files.
    pub files: i64,
    /// Receipts.
    pub receipts: i64,
    /// Attachments that are lost or altered; `verify` names them.
    pub attachments_lost: u64,
}

/// What a recovery leaves, to be shown once.
#[derive(Serialize)]
pub struct Recovered {
    /// What was made.
    #[serde(flatten)]
    pub again: Again,
    /// The new people with their generated passphrases.
    pub users: Vec<FoundedUser>,
    /// New recovery shares; the old ones open nothing any more.
    pub shares: Vec<String>,
    /// The station's fingerprint, as it stands on paper since the founding.
    pub fingerprint: String,
}

impl std::fmt::Debug for Recovered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recovered({:?})", self.again)
    }
}

/// A restoring as two people look at it before they agree.
#[derive(Debug)]
pub struct Plan {
    place: DiskMedium,
    name: String,
    manifest: Manifest,
    desk: DeskId,
    letter: char,
}

/// Who restores, with her passphrase.
#[derive(Debug)]
pub struct Person {
    /// Sign-in name.
    pub name: String,
    /// Her passphrase, as of the day of the backup.
    pub passphrase: Passphrase,
}

impl Plan {
    /// Compares every byte of a backup with what was signed, and chooses the letter to go on with:
    /// the one after every letter known in the place, or a later one that is told. A folder of
    /// backups stands for the whole one that holds most of the desk with the latest letter.
    pub async fn of(source: &Path, letter: Option<char>, ports: &Ports) -> Answer<Self> {
        let (place, only) = opened(source)?;
        let desk = Ids::new(ports.clock.as_ref(), ports.entropy.as_ref()).desk();
        blocking(move || {
            let found = list(&place, None).map_err(|cause| crate::backup::at_place(&cause))?;
            let asked = found.iter().filter(|found| match &only {
                Some(only) => found.name == *only,
                None => found.whole,
            });
            let asked: Vec<&Found> = asked.collect();
            let office = asked.first().and_then(|found| found.office);
            if asked.iter().any(|found| found.office != office) {
                return Err(Refused::new(Code::RestoreTwoOffices));
            }
            let held = |found: &&&Found| {
                let manifest = found.manifest.as_ref();
                manifest.map(|manifest| Held {
                    letter: manifest.desk.letter,
                    entries: manifest.rows("journal"),
                    made: Moment::from_millis(manifest.made),
                })
            };
            let newest = asked.iter().max_by_key(held);
            let newest = newest.ok_or_else(|| Refused::new(Code::BackupNone))?;
            let manifest = sound_record(&place, &newest.name)?;
            let manifest = manifest.ok_or_else(|| Refused::new(Code::BackupNotSound))?;
            let ours = found.iter().filter(|found| found.office == office);
            let letters = ours.filter_map(|found| Some(found.manifest.as_ref()?.desk.letter));
            let last = letters.chain([manifest.desk.letter]).max();
            let letter = later(last.unwrap_or(manifest.desk.letter), letter)?;
            Ok(Self {
                name: newest.name.clone(),
                place,
                manifest,
                desk,
                letter,
            })
        })
        .await?
    }

    /// The backup's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When it was made, RFC 3339.
    pub fn made(&self) -> String {
        Moment::from_millis(self.manifest.made).rfc3339()
    }

    /// Entries of the journal in it.
    pub fn entries(&self) -> u64 {
        self.manifest.rows("journal")
    }

    /// The letter its numbers will bear.
    pub fn letter(&self) -> char {
        self.letter
    }

    /// What both people see and agree to: SHA-256 of its fixed text.
    fn request(&self) -> [u8; 32] {
        let head = &self.manifest.desk.hash;
        let (desk, letter) = (self.desk, self.letter);
        Sha256::digest(format!("vault.restore\0{head}\0{desk}\0{letter}")).into()
    }

    fn go_on(&self) -> Answer<GoOn> {
        let mut hash = [0; 32];
        hex::decode_to_slice(&self.manifest.desk.hash, &mut hash)
            .map_err(|_cause| Refused::new(Code::BackupNotSound))?;
        let from = DeskHead {
            desk: self.manifest.desk.id,
            seq: self.manifest.desk.seq,
            hash,
        };
        Ok(GoOn {
            desk: self.desk.uuid(),
            letter: self.letter,
            from,
        })
    }
}

/// The letter after the last one used, or the one told where it comes later still.
fn later(last: char, told: Option<char>) -> Answer<char> {
    let next = ('A'..='Z').find(|letter| *letter > last);
    let letter = match told {
        Some(told) => Some(told).filter(|told| told.is_ascii_uppercase() && *told > last),
        None => next,
    };
    letter.ok_or_else(|| Fault::at(Code::RestoreLetter, "letter").into())
}

/// Makes a vault of a backup, in a folder that is empty or not yet there. One of the two is an
/// administrator, the other a supervisor, both as of the backup's day.
pub async fn restore(
    plan: Plan,
    target: &Path,
    ports: Ports,
    (first, second): (Person, Person),
) -> Answer<Again> {
    let building = Building::begin(target)?;
    let built = restored(&building, plan, ports, first, second).await;
    building.end(built)
}

async fn restored(
    building: &Building,
    plan: Plan,
    ports: Ports,
    first: Person,
    second: Person,
) -> Answer<Again> {
    let folder = building.folder().to_path_buf();
    let clock = Arc::clone(&ports.clock);
    let stamp = stamp(&ports);
    let kdf = ports.kdf.clone();
    let (vault, supervisor) = blocking(move || {
        copying::generation(&plan.place, (&plan.name, &plan.manifest), &folder)?;
        let mut vault = Vault::open(Arc::new(DiskFiles::new(&folder)), kdf)?;
        let now = clock.now().millis();
        // One moment for asking and for carrying out, however long the two slots take to open.
        let stamp = Stamp { at: now, ..stamp };
        let keys = [&first, &second].map(|person| {
            let signed = vault.sign_in(person.name.trim(), &person.passphrase, now);
            signed.map_err(Refused::from)
        });
        let [one, other] = keys;
        let (one, other) = (one?, other.map_err(|refused| in_field(refused, "cosign"))?);
        for signed in [&one, &other] {
            let around = Circumstance {
                second: true,
                ..Circumstance::default()
            };
            let role = Some(role_of(signed.role));
            if Right::Restore.allow(role, around).is_err() {
                return Err(Refused::new(Code::NotAllowed));
            }
            if signed.must_change {
                return Err(Refused::new(Code::SessionMustChange));
            }
        }
        if one.role == other.role {
            return Err(Refused::new(Code::NeedsTwoPersons));
        }
        let request = plan.request();
        let asked = CosignRequest {
            first: one.keys.user(),
            request,
            now,
        };
        let signer = vault
            .cosign(second.name.trim(), &second.passphrase, &asked)
            .map_err(|error| in_field(error.into(), "cosign"))?;
        let agreed = SecondPerson { signer, request };
        vault.restored(&one.keys, agreed, &plan.go_on()?, &stamp)?;
        let supervisor = if one.role.holds_records() {
            first
        } else {
            second
        };
        Ok((vault, supervisor))
    })
    .await??;
    finished(vault, building.folder(), ports, supervisor).await
}

/// Signs in, which enters where the chain before was left, and walks all of it.
async fn finished(vault: Vault, folder: &Path, ports: Ports, person: Person) -> Answer<Again> {
    let office = Office::around(vault, folder, ports)?;
    let session = office.sign_in(&person.name, person.passphrase).await?;
    let counted = counted(&office, &session).await;
    office.end(session).await?;
    counted
}

async fn counted(office: &Office, session: &Session) -> Answer<Again> {
    let records = session.records()?;
    let verified = office.walk(records, &mut |_| true).await?;
    if !verified.ok {
        return Err(Refused::new(Code::RecordAltered));
    }
    let mut tx = records.desk.begin().await?;
    let lost = office.check_blobs(&mut tx).await?.len();
    let counts = tx.counts().await?;
    let rows = |table: &str| {
        let known = counts.iter().find(|(name, _)| *name == table);
        known.map_or(0, |(_, rows)| *rows)
    };
    Ok(Again {
        letter: records.letter.clone(),
        entries: rows("journal"),
        people: rows("person"),
        households: rows("household"),
        visits: rows("visit"),
        files: rows("file"),
        receipts: rows("receipt"),
        attachments_lost: u64::try_from(lost).unwrap_or(u64::MAX),
    })
}

/// What stands around an office entry written before anybody is signed in.
fn stamp(ports: &Ports) -> Stamp {
    let ids = Ids::new(ports.clock.as_ref(), ports.entropy.as_ref());
    let now = ports.clock.now();
    Stamp {
        act: ids.act().uuid(),
        session: ids.session().uuid(),
        at: now.millis(),
        clock_suspect: false,
        day: now.day().to_string(),
    }
}

fn in_field(refused: Refused, field: &str) -> Refused {
    Refused {
        field: refused.field.or_else(|| Some(field.to_owned())),
        ..refused
    }
}

impl Office {
    /// The entry with which this desk's chain begins: of a restored desk it names the end of the
    /// chain before, and the office line with which two agreed.
    pub(crate) fn first_entry(&self, records: &Records) -> Answer<Action> {
        let founding = self.office_hash(0)?;
        let (letter, demo) = (records.letter.clone(), records.demo);
        let left = self.look(|vault| vault.roster().left().last().copied());
        let Some(left) = left else {
            return Ok(Action::DeskOpened(domain::desk::Opened {
                letter,
                demo,
                founding,
            }));
        };
        Ok(Action::DeskRestored(Restored {
            letter,
            demo,
            founding,
            from: LeftAt {
                desk: DeskId::new(left.desk),
                seq: i64::try_from(left.seq).unwrap_or(i64::MAX),
                hash: hex::encode(left.hash),
            },
            roster: Anchored {
                seq: i64::try_from(left.office_seq).unwrap_or(i64::MAX),
                hash: self.office_hash(left.office_seq)?,
            },
        }))
    }

    /// Every chain that was left must end where the office journal says it was left.
    pub(crate) async fn left_as_known(&self, tx: &mut store::Tx) -> Answer<()> {
        let left = self.look(|vault| vault.roster().left().to_vec());
        for left in left {
            let head = tx.head_of(DeskId::new(left.desk)).await?;
            if head != head_of(&left) {
                return Err(Refused::new(Code::RecordAltered));
            }
        }
        Ok(())
    }
}

/// A folder beside a vault's, as another process would name it.
pub(crate) fn beside(target: &Path) -> Answer<PathBuf> {
    let name = target.file_name().map(|name| name.to_string_lossy());
    let (Some(name), Some(parent)) = (name, target.parent()) else {
        return Err(VaultError::Missing.into());
    };
    Ok(parent.join(format!(".{name}.building")))
}
