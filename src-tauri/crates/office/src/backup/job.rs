//! Making one generation.
//!
//! Purpose: sweep what earlier runs left, fence and copy, copy the files around the record, take out
//! what may not leave the machine, open and check the copy, sign, compare, give it its name, take
//! away what the rule no longer keeps. Whatever fails or is cancelled before the name is given
//! leaves nothing that counts. Must never: write into a generation that has its name.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use domain::fault::Code;
use domain::moment::Moment;
use store::{Copied, Fence, Head};
use vault::Vault;
use vault::files::DiskFiles;
use vault::folder::{LastBackup, RecordKeys, UserKeys};
use vault::manifest::{self, Count, DeskMark, FileMark, Manifest, OfficeMark};

use super::generation;
use super::medium::Medium;
use super::watch::{BackupStep, Watch};
use super::{BackupView, at_place, blocking};
use crate::clock::Clock;
use crate::record::RosterSigners;
use crate::refused::{Answer, Refused};

mod files;
mod prune;

/// Begins the names that never count; the vault's id follows, so that two offices may share a
/// medium and neither sweeps the other's work.
const MAKING: &str = ".making-";

const DATABASE: &str = "desk.db";

/// How often the record is fenced anew when something was witnessed in between.
const FENCED: u32 = 5;

/// Folders of the vault, beside the attachments, whose files go into each generation.
const WITH_IT: [&str; 2] = ["mirror", "archive"];

/// Everything one backup needs, for a task of its own.
pub(super) struct Job {
    pub(super) vault: Arc<Mutex<Vault>>,
    pub(super) folder: PathBuf,
    pub(super) desk: store::Desk,
    pub(super) maker: Arc<UserKeys>,
    pub(super) records: Arc<RecordKeys>,
    pub(super) medium: Arc<dyn Medium>,
    pub(super) watch: Watch,
    pub(super) clock: Arc<dyn Clock>,
}

/// The fence as its copy must have it.
#[derive(Clone, Copy)]
struct Stood {
    desk: domain::id::DeskId,
    head: Head,
}

impl Job {
    pub(super) async fn run(self) -> Answer<BackupView> {
        let job = Arc::new(self);
        let temp = format!("{MAKING}{}", job.look(|vault| vault.roster().vault()));
        let made = Arc::clone(&job).made(&temp).await;
        if made.is_err() {
            // It never counts; what cannot be taken away now is swept by the next run.
            let left = blocking(move || job.medium.remove(&temp)).await;
            drop(left);
        }
        made
    }

    async fn made(self: Arc<Self>, temp: &str) -> Answer<BackupView> {
        Arc::clone(&self).off(temp, Self::sweep).await?;
        self.watch.asked()?;
        let (fence, stood, around) = self.fenced().await?;
        let reader = (fence.reader(), fence.length());
        let copied = Arc::clone(&self);
        let copied = copied
            .off(temp, move |job, temp| job.copy_record(temp, &reader))
            .await;
        let lifted = fence.lift().await;
        let mut marks = vec![copied?];
        lifted?;
        let files = Arc::clone(&self);
        let files = files
            .off(temp, move |job, temp| job.copy_files(temp, around, stood))
            .await?;
        marks.extend(files);
        let checked = self.check(temp, stood, &mut marks).await?;
        let sign = Arc::clone(&self);
        let manifest = sign
            .off(temp, move |job, temp| {
                job.seal(temp, (stood, checked), marks)
            })
            .await?;
        let name = Arc::clone(&self);
        name.off(temp, move |job, temp| job.name(temp, &manifest))
            .await
    }

    /// The record standing still, and the files around it as of then: its entries name no later
    /// office line than these hold, and these witness no later entry than it holds (a day may be
    /// closed at this very moment).
    async fn fenced(&self) -> Answer<(Fence, Stood, Vec<(String, Vec<u8>)>)> {
        for _ in 0..FENCED {
            let fence = self.desk.fence().await?;
            let stood = Stood {
                desk: fence.desk(),
                head: fence.head(),
            };
            let around = self.look(|vault| {
                let anchor = vault.roster().anchor(stood.desk.uuid());
                let seq = u64::try_from(stood.head.seq).unwrap_or(0);
                let fits = anchor.is_none_or(|anchor| anchor.seq <= seq);
                fits.then(|| vault.small_files())
            });
            match around {
                Some(Ok(around)) => return Ok((fence, stood, around)),
                Some(Err(error)) => {
                    fence.lift().await?;
                    return Err(error.into());
                }
                None => fence.lift().await?,
            }
        }
        Err(Refused::new(Code::BackupInterrupted))
    }

    /// One piece of blocking work, off the async threads.
    async fn off<T: Send + 'static>(
        self: Arc<Self>,
        temp: &str,
        work: impl FnOnce(&Self, &str) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let temp = temp.to_owned();
        blocking(move || work(&self, &temp)).await?
    }

    fn look<T>(&self, read: impl FnOnce(&Vault) -> T) -> T {
        read(&self.vault.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes away what this vault's earlier runs left, and begins anew.
    fn sweep(&self, temp: &str) -> Answer<()> {
        let work = || {
            for name in self.medium.list("")? {
                if name.starts_with(temp) {
                    self.medium.remove(&name)?;
                }
            }
            self.medium.make_folder(temp)
        };
        work().map_err(|cause| at_place(&cause))
    }

    /// Opens the copy with the key out of its own key file, takes out what may not leave the
    /// machine, and checks the rest.
    async fn check(&self, temp: &str, stood: Stood, marks: &mut [FileMark]) -> Answer<Copied> {
        self.watch.step(BackupStep::Check, 0, 2)?;
        let path = self.medium.path(temp).map_err(|cause| at_place(&cause))?;
        let roster = self.look(|vault| vault.roster().clone());
        let keys = RecordKeys::of_copy(&DiskFiles::new(&path), &roster, &self.maker)?;
        let database = path.join(DATABASE);
        if store::drop_private_drafts(&database, keys.database()).await? {
            let name = format!("{temp}/{DATABASE}");
            let hashed = generation::hashed(self.medium.as_ref(), &name, &self.watch)?;
            let (bytes, sha256) = hashed.ok_or_else(|| Refused::new(Code::BackupPlaceGone))?;
            if let Some(mark) = marks.iter_mut().find(|mark| mark.name == DATABASE) {
                (mark.bytes, mark.sha256) = (bytes, sha256);
            }
        }
        self.watch.step(BackupStep::Check, 1, 2)?;
        let signers = Arc::new(RosterSigners(roster));
        let (key, wish) = (keys.database(), self.watch.wish());
        let checked = store::check_copy(&database, key, stood.desk, signers, wish).await;
        let copied = match checked {
            Err(store::StoreError::Damaged | store::StoreError::DoesNotOpen) => {
                return Err(Refused::new(Code::BackupNotSound));
            }
            other => other?,
        };
        if copied.head != stood.head {
            return Err(Refused::new(Code::BackupNotSound));
        }
        Ok(copied)
    }

    /// Signs the manifest, writes it, and compares all of it with what now lies there.
    fn seal(
        &self,
        temp: &str,
        (stood, copied): (Stood, Copied),
        files: Vec<FileMark>,
    ) -> Answer<Manifest> {
        let roster = self.roster_in(temp)?;
        let count = |(table, rows): (&str, i64)| Count {
            table: table.to_owned(),
            rows: u64::try_from(rows).unwrap_or(0),
        };
        let manifest = Manifest {
            v: Manifest::VERSION,
            vault: roster.vault(),
            made: self.clock.now().millis(),
            maker: self.maker.user(),
            desk: DeskMark {
                id: stood.desk.uuid(),
                letter: roster.desk().1,
                seq: u64::try_from(stood.head.seq).unwrap_or(0),
                hash: hex::encode(stood.head.hash),
            },
            office: OfficeMark {
                seq: roster.head().seq,
                hash: hex::encode(roster.head().hash),
            },
            schema: u64::try_from(copied.schema).unwrap_or(0),
            counts: copied.counts.into_iter().map(count).collect(),
            files,
        };
        let text = manifest.signed(&self.maker, &self.records);
        let text = text.ok_or_else(|| Refused::new(Code::BackupNotSound))?;
        let quiet = |_| self.watch.asked();
        self.write(temp, manifest::NAME, &mut text.as_bytes(), &quiet)?;
        let sound = generation::sound(self.medium.as_ref(), temp, &self.watch)?;
        if sound.as_ref() == Some(&manifest) {
            Ok(manifest)
        } else {
            Err(Refused::new(Code::BackupNotSound))
        }
    }

    /// The office journal that was copied: what a reader of the generation will have.
    fn roster_in(&self, temp: &str) -> Answer<vault::roster::Roster> {
        let roster = generation::own_roster(self.medium.as_ref(), temp);
        roster.ok_or_else(|| Refused::new(Code::BackupNotSound))
    }

    /// From here on it counts. What follows is not part of it and is made good by the next run.
    fn name(&self, temp: &str, manifest: &Manifest) -> Answer<BackupView> {
        let made = Moment::from_millis(manifest.made);
        let name = self.free_name(made, manifest.desk.letter)?;
        self.watch.asked()?;
        let named = self.medium.rename(temp, &name);
        named.map_err(|cause| at_place(&cause))?;
        let entries = manifest.rows("journal");
        let note = LastBackup {
            v: 1,
            made: manifest.made,
            name: name.clone(),
            entries,
            seq: manifest.desk.seq,
        };
        let _forgotten = self.look(|vault| vault.note_backup(&note));
        let _later = self.prune(temp);
        let bytes: u64 = manifest.files.iter().map(|mark| mark.bytes).sum();
        Ok(BackupView {
            name,
            made: made.rfc3339(),
            entries: u32::try_from(entries).unwrap_or(u32::MAX),
            bytes: f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) * 1024.0,
        })
    }

    /// `2026-11-24-163000-A`, a number behind it where that second has one already.
    fn free_name(&self, made: Moment, letter: char) -> Answer<String> {
        let taken = self.medium.list("").map_err(|cause| at_place(&cause))?;
        let time = made.local().map_or_else(String::new, |local| {
            let (hour, minute, second) = local.to_hms();
            format!("{hour:02}{minute:02}{second:02}")
        });
        let plain = format!("{}-{time}-{letter}", made.day());
        let mut name = plain.clone();
        let mut number = 1_u32;
        while taken.contains(&name) {
            number = number.saturating_add(1);
            name = format!("{plain}-{number}");
        }
        Ok(name)
    }
}
