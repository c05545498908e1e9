//! Backups on the screen.
//!
//! Purpose: one backup at a time, in a task of its own: no call waits for it but the one that asked,
//! and the session is not held meanwhile. A lock stops it, because it works with the session's keys.
//! Must never: keep a key longer than the work takes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::fault::Code;

use super::Window;
use crate::backup::{BackupProgress, BackupView, BackupsView, DiskMedium, GenerationRow, Watch};
use crate::refused::{Answer, Refused};

/// How long a lock waits for a backup to stop.
const STOPPING: Duration = Duration::from_secs(2);
const ASKED_EVERY: Duration = Duration::from_millis(10);

/// The backup that is being made, or checked, if one is.
#[derive(Clone, Debug, Default)]
pub(super) struct Running(Arc<Mutex<Option<Watch>>>);

/// Says that the work is over, however it ended.
struct Over(Running);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.set(None);
    }
}

impl Running {
    fn now(&self) -> Option<Watch> {
        let now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        now.clone()
    }

    /// Whether one is on its way.
    pub(super) fn runs(&self) -> bool {
        self.now().is_some()
    }

    fn set(&self, watch: Option<Watch>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = watch;
    }

    /// Begins one, unless another is being made.
    fn begin(&self) -> Answer<(Watch, Over)> {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now.is_some() {
            return Err(Refused::new(Code::BackupRunning));
        }
        let watch = Watch::default();
        *now = Some(watch.clone());
        Ok((watch, Over(self.clone())))
    }

    /// Stops it at its next step.
    pub(super) fn cancel(&self) {
        if let Some(watch) = self.now() {
            watch.cancel();
        }
    }

    /// Stops it and waits until its keys are gone, within reason. *False*: it works on, a medium
    /// holds it.
    pub(super) async fn stop(&self) -> bool {
        self.cancel();
        let over = async {
            while self.now().is_some() {
                tokio::time::sleep(ASKED_EVERY).await;
            }
        };
        tokio::time::timeout(STOPPING, over).await.is_ok()
    }
}

impl Window {
    /// What there is, and how old the newest is.
    pub async fn backups(&self) -> Answer<BackupsView> {
        let seer = {
            let session = self.signed_in().await?;
            self.office.sees_backups(&session).await?
        };
        self.office.backups_for(seer).await
    }

    /// Compares every byte of one with what was signed; a lock ends it and does not wait for it.
    pub async fn check_backup(&self, name: &str) -> Answer<GenerationRow> {
        let check = {
            let session = self.signed_in().await?;
            self.office.begin_check(&session, name).await?
        };
        let (watch, over) = self.check.begin()?;
        let done = check.done(watch).await;
        drop(over);
        done
    }

    /// Makes one in the place of the settings; answers when it counts.
    pub async fn make_backup(&self) -> Answer<BackupView> {
        let place = {
            let session = self.signed_in().await?;
            self.office.may_back_up(&session).await?;
            self.office.backup_place()?
        };
        // A medium that does not answer keeps nobody waiting but whoever asked.
        self.office.probe_backup_place(place.clone()).await?;
        let work = {
            let session = self.signed_in().await?;
            let (watch, over) = self.backup.begin()?;
            let medium = Arc::new(DiskMedium::at(place));
            let work = self.office.begin_backup(&session, medium, &watch).await?;
            // The work goes on where the page that asked is gone, and says by itself when it is over.
            tokio::spawn(async move {
                let done = work.done().await;
                drop(over);
                done
            })
        };
        let done = work.await;
        // Whoever waited for it sees what became of it before the desk locks.
        self.privacy.touch(self.office.clock.mono());
        done.unwrap_or_else(|_cause| Err(Refused::new(Code::RecordReopen)))
    }

    /// How far it has come; nothing where none is being made.
    pub async fn backup_progress(&self) -> Answer<Option<BackupProgress>> {
        let _session = self.signed_in().await?;
        Ok(self.backup.now().and_then(|watch| watch.progress()))
    }

    /// Ends it at its next step; nothing that counts is left.
    pub async fn cancel_backup(&self) -> Answer<()> {
        let _session = self.signed_in().await?;
        self.backup.cancel();
        self.check.cancel();
        Ok(())
    }
}
