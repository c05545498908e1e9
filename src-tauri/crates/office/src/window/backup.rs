//! Backups on the screen.
//!
//! Purpose: one backup at a time, in a task of its own: no call waits for it but the one that asked,
//! and the session is not held meanwhile. A lock stops it, because it works with the session's keys.
//! Must never: keep a key longer than the work takes.

use std::sync::Arc;

use domain::fault::Code;

use super::Window;
use crate::backup::{BackupProgress, BackupView, BackupsView, DiskMedium, GenerationRow};
use crate::refused::{Answer, Refused};

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
        let (watch, over) = self.check.begin(Code::BackupRunning)?;
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
            let (watch, over) = self.backup.begin(Code::BackupRunning)?;
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
