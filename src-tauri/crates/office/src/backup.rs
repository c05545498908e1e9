//! Backups: made while work goes on, checked before they count, kept by a rule.
//!
//! Purpose: the use cases over a place for backups. A generation is a folder there: a fenced copy of
//! the record with the key files and the office journal, a manifest over all of it signed by its
//! maker and the station; attachments lie beside the generations and are copied once. It is written
//! under a name that never counts, opened with the key out of its own key file, compared byte for
//! byte with its manifest, and only then given its name.
//! Must never: hold the record while it is copied, count what was not checked, or take away the last
//! three that are whole.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use domain::backup::{ALARM_HOURS, alarm, holds, newest, office_hours};
use domain::fault::{Code, Fault};
use domain::moment::Moment;
use domain::permission::{Circumstance, Right};
use serde::{Deserialize, Serialize};

mod generation;
mod job;
mod listing;
mod medium;
mod watch;

pub(crate) use self::generation::{Found, blobs, list, sound, sound_record};
use self::job::Job;
pub(crate) use self::listing::Listing;
pub(crate) use self::medium::sync_folder_of;
pub use self::medium::{DiskMedium, Medium, Sink};
pub use self::watch::{BackupProgress, BackupStep, Watch};
use crate::Office;
use crate::policy::{CheckBackups, MakeBackup, Permit};
use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::settings::BACKUP_PLACE;

/// The folder of attachments, in the vault and in a place for backups.
pub(crate) const BLOBS: &str = "blobs";
/// The list of a generation's attachments.
pub(crate) const BLOB_LIST: &str = "blobs.sha256";
/// Setting: at which age the newest backup raises an alarm, hours of working days.
pub(crate) const ALARM: &str = "backup.alarm_hours";

/// How often whoever asked for a backup is told how far it has come.
const TOLD_EVERY: Duration = Duration::from_millis(20);

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BackupView {
    /// Its name, `2026-11-24-163000-A`.
    pub name: String,
    /// When it was made, RFC 3339.
    pub made: String,
    /// Entries of the journal in it.
    pub entries: u32,
    /// How long it is, to the KiB.
    pub bytes: f64,
}

/// A backup in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct GenerationRow {
    /// Its name.
    pub name: String,
    /// When it was made, RFC 3339; empty where that cannot be believed.
    pub made: String,
    /// Entries of the journal in it.
    pub entries: u32,
    /// Signed and whole; in a list every file is there, after a check every byte is.
    pub ok: bool,
}

/// What there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct BackupsView {
    /// The place, as the settings say it.
    pub place: Option<String>,
    /// When the newest was made, RFC 3339, also where its medium is not here now.
    pub newest: Option<String>,
    /// Its age in hours of working days.
    pub age_hours: Option<u32>,
    /// It is too old, or there is none.
    pub alarm: bool,
    /// A day was closed and no backup was made since.
    pub closed_without: bool,
    /// The place does not answer: what lies in it is not known now.
    pub silent: bool,
    /// Those in the place now, the newest first; for who may list them.
    pub generations: Vec<GenerationRow>,
}

impl GenerationRow {
    fn of(found: &Found) -> Self {
        let rows = found
            .manifest
            .as_ref()
            .map_or(0, |known| known.rows("journal"));
        Self {
            name: found.name.clone(),
            made: found.made().map(Moment::rfc3339).unwrap_or_default(),
            entries: u32::try_from(rows).unwrap_or(u32::MAX),
            ok: found.whole,
        }
    }
}

/// A failure of the place, not of the vault's own disk.
pub(crate) fn at_place(cause: &io::Error) -> Refused {
    let kind = cause.kind();
    let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded];
    let closed = [
        io::ErrorKind::PermissionDenied,
        io::ErrorKind::ReadOnlyFilesystem,
    ];
    Refused::new(if full.contains(&kind) {
        Code::BackupPlaceFull
    } else if closed.contains(&kind) {
        Code::PlaceNotWritable
    } else {
        Code::BackupPlaceGone
    })
}

/// Work that waits for a medium, off the async threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Answer<T> {
    let task = tokio::task::spawn_blocking(work);
    task.await
        .map_err(|_cause| Refused::new(Code::RecordReopen))
}

impl Office {
    /// Makes a backup in a folder. `go_on` hears how far it has come and may stop it.
    pub async fn make_backup(
        &self,
        session: &Session,
        place: &Path,
        go_on: &mut (dyn FnMut(BackupProgress) -> bool + Send),
    ) -> Answer<BackupView> {
        let _permit: Permit<'_, MakeBackup> = self.permit(session, Circumstance::default()).await?;
        if self.backup_place().is_ok_and(|own| own == place) {
            self.probe_backup_place(place.to_owned()).await?;
        } else {
            self.probe_place(place.to_owned()).await?;
        }
        let medium: Arc<dyn Medium> = Arc::new(DiskMedium::at(place));
        let watch = Watch::default();
        let mut work = self.begin_backup(session, medium, &watch).await?;
        loop {
            let waited = tokio::time::timeout(TOLD_EVERY, &mut work.0).await;
            if let Ok(done) = waited {
                return done.unwrap_or_else(|_cause| Err(Refused::new(Code::RecordReopen)));
            }
            if watch.progress().is_some_and(|at| !go_on(at)) {
                watch.cancel();
            }
        }
    }

    /// Whether this session may make one.
    pub(crate) async fn may_back_up(&self, session: &Session) -> Answer<()> {
        let _permit: Permit<'_, MakeBackup> = self.permit(session, Circumstance::default()).await?;
        Ok(())
    }

    /// Begins a backup on a medium in a task of its own: it goes on without whoever asked, and the
    /// session may be locked meanwhile, which ends it and leaves nothing that counts.
    pub async fn begin_backup(
        &self,
        session: &Session,
        medium: Arc<dyn Medium>,
        watch: &Watch,
    ) -> Answer<Work> {
        let permit: Permit<'_, MakeBackup> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let job = Job {
            vault: Arc::clone(&self.vault),
            folder: self.folder.clone(),
            desk: records.desk.clone(),
            maker: Arc::clone(&records.staff.keys),
            records: records.keys(),
            medium,
            watch: watch.clone(),
            clock: Arc::clone(&self.clock),
        };
        Ok(Work(tokio::spawn(Box::pin(job.run()))))
    }

    /// The folder of the settings.
    pub(crate) fn backup_place(&self) -> Answer<PathBuf> {
        let place = self.setting(BACKUP_PLACE);
        if place.is_empty() {
            Err(Refused::new(Code::BackupNoPlace))
        } else {
            Ok(place.into())
        }
    }

    /// What there is in the place of the settings, and how old the newest is. Who makes backups but
    /// may not list them learns only the age.
    pub async fn backups(&self, session: &Session) -> Answer<BackupsView> {
        let seer = self.sees_backups(session).await?;
        self.backups_for(seer).await
    }

    /// The half of it that needs the session: what she may see.
    pub(crate) async fn sees_backups(&self, session: &Session) -> Answer<Seer> {
        let lists = Right::CheckBackups.allow(Some(session.role()), Circumstance::default());
        if lists.is_ok() {
            let _permit: Permit<'_, CheckBackups> =
                self.permit(session, Circumstance::default()).await?;
        } else {
            let _permit: Permit<'_, MakeBackup> =
                self.permit(session, Circumstance::default()).await?;
        }
        Ok(Seer {
            lists: lists.is_ok(),
            closed: self.closed_at(session).await?,
        })
    }

    /// The half that waits for a medium, and holds no session meanwhile.
    pub(crate) async fn backups_for(&self, seer: Seer) -> Answer<BackupsView> {
        let place = self.backup_place().ok();
        let found = match place.clone() {
            Some(place) => self.found_in(place).await?,
            None => Some(Vec::new()),
        };
        let silent = found.is_none();
        let found = found.unwrap_or_default();
        let sound = found.iter().filter(|found| found.whole);
        // The one that is noted may lie on another medium; here, it counts while it is whole.
        let spoilt = |name: &str| found.iter().any(|found| found.name == name && !found.whole);
        let noted = self.look(vault::Vault::last_backup);
        let noted = noted.filter(|note| !spoilt(&note.name));
        let last = noted.as_ref().map(|note| note.seq);
        let noted = noted.map(|note| Moment::from_millis(note.made));
        let newest = newest(sound.filter_map(Found::made).chain(noted), self.clock.now());
        let age = newest.map(|made| office_hours(&self.calendar, made, self.clock.now()));
        let limit = self.setting(ALARM).parse().unwrap_or(ALARM_HOURS);
        let rows = found.iter().rev().map(GenerationRow::of);
        Ok(BackupsView {
            place: place.map(|place| place.display().to_string()),
            newest: newest.map(Moment::rfc3339),
            age_hours: age,
            alarm: alarm(age, limit),
            closed_without: seer.closed.is_some_and(|closed| !holds(last, closed)),
            silent,
            generations: rows.filter(|_| seer.lists).collect(),
        })
    }

    /// Compares every byte of a generation with what was signed.
    pub async fn check_backup(&self, session: &Session, name: &str) -> Answer<GenerationRow> {
        let _permit: Permit<'_, CheckBackups> =
            self.permit(session, Circumstance::default()).await?;
        let check = self.begin_check(session, name).await?;
        check.done(Watch::default()).await
    }

    /// What a check needs of the session; the check itself goes on without it.
    pub(crate) async fn begin_check(&self, session: &Session, name: &str) -> Answer<Check> {
        let _permit: Permit<'_, CheckBackups> =
            self.permit(session, Circumstance::default()).await?;
        Ok(Check {
            place: self.backup_place()?,
            roster: self.look(|vault| vault.roster().clone()),
            name: name.to_owned(),
        })
    }
}

/// Who looks at the backups.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seer {
    /// She may list them; else she learns only the age.
    lists: bool,
    /// The entry that closed the last day; whoever holds no record cannot know.
    closed: Option<u64>,
}

/// A check that is about to begin: it needs no key and no session.
#[derive(Debug)]
pub(crate) struct Check {
    place: PathBuf,
    roster: vault::roster::Roster,
    name: String,
}

impl Check {
    /// Compares every byte, off the async threads.
    pub(crate) async fn done(self, watch: Watch) -> Answer<GenerationRow> {
        let check = move || {
            let medium = DiskMedium::at(self.place);
            let found = list(&medium, Some(&self.roster)).unwrap_or_default();
            let known = found.into_iter().find(|found| found.name == self.name);
            let unknown = || Refused::from(Fault::at(Code::BackupUnknown, "name"));
            checked(&medium, &known.ok_or_else(unknown)?, &watch)
        };
        blocking(check).await?
    }
}

/// A backup being made.
#[derive(Debug)]
pub struct Work(tokio::task::JoinHandle<Answer<BackupView>>);

impl Work {
    /// Waits for its end.
    pub async fn done(self) -> Answer<BackupView> {
        let done = self.0.await;
        done.unwrap_or_else(|_cause| Err(Refused::new(Code::RecordReopen)))
    }
}

fn checked(medium: &dyn Medium, found: &Found, watch: &Watch) -> Answer<GenerationRow> {
    let sound = sound(medium, &found.name, watch)?;
    Ok(GenerationRow {
        ok: sound.is_some(),
        ..GenerationRow::of(found)
    })
}

/// The backups of any vault in a folder, the newest first. Needs no vault and no key.
pub async fn list_place(place: &Path) -> Answer<Vec<GenerationRow>> {
    let (medium, _) = opened(place)?;
    let list = move || list(&medium, None).map_err(|cause| at_place(&cause));
    let found = blocking(list).await??;
    Ok(found.iter().rev().map(GenerationRow::of).collect())
}

/// Compares every byte of the backups in a folder, or of the one that the folder is, with what was
/// signed. Needs no vault and no key; says whether the bytes are those of their signers, and not
/// whether the signers are this office's: that is told by the station's fingerprint.
pub async fn check_place(
    place: &Path,
    go_on: &mut (dyn FnMut(BackupProgress) -> bool + Send),
) -> Answer<Vec<GenerationRow>> {
    let (medium, only) = opened(place)?;
    let watch = Watch::default();
    let shared = watch.clone();
    let check = move || {
        let found = list(&medium, None).map_err(|cause| at_place(&cause))?;
        let asked = |found: &Found| only.as_ref().is_none_or(|only| *only == found.name);
        let asked = found.into_iter().rev().filter(asked);
        let rows = asked.map(|found| checked(&medium, &found, &shared));
        rows.collect::<Answer<Vec<_>>>()
    };
    let mut work = tokio::task::spawn_blocking(check);
    let rows = loop {
        let waited = tokio::time::timeout(TOLD_EVERY, &mut work).await;
        if let Ok(done) = waited {
            break done.map_err(|_cause| Refused::new(Code::RecordReopen))??;
        }
        if watch.progress().is_some_and(|at| !go_on(at)) {
            watch.cancel();
        }
    };
    if rows.is_empty() {
        return Err(Refused::new(Code::BackupNone));
    }
    Ok(rows)
}

/// A place for backups, and the one generation that was meant, where a generation was named.
pub(crate) fn opened(folder: &Path) -> Answer<(DiskMedium, Option<String>)> {
    let missing = || Refused::from(Fault::at(Code::PlaceMissing, "place"));
    let real = folder.canonicalize().map_err(|_cause| missing())?;
    if !real.is_dir() {
        return Err(missing());
    }
    if !real.join(vault::manifest::NAME).is_file() {
        return Ok((DiskMedium::at(real), None));
    }
    let name = real
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    match (real.parent(), name) {
        (Some(place), Some(name)) => Ok((DiskMedium::at(place), Some(name))),
        _ => Err(missing()),
    }
}
