//! Attachments on the screen: in, looked at, out.
//!
//! Purpose: one file on its way at a time; the session is not held while its bytes move, and a lock
//! stops it. May use: the office. Must never: hand a path to the page.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use domain::fault::{Code, Fault};
use domain::id::BlobId;

use super::Window;
use super::files::id as file_id;
use crate::attachments::{AttachProgress, AttachWatch, ScanWaiting, SealedFile};
use crate::dossier::FilePage;
use crate::refused::{Answer, Refused};

/// The file that is on its way, if one is.
#[derive(Clone, Debug, Default)]
pub(super) struct Moving(Arc<Mutex<Option<AttachWatch>>>);

/// Says that it is over, however it ended.
struct Over(Moving);

impl Drop for Over {
    fn drop(&mut self) {
        *self.0.now() = None;
    }
}

impl Moving {
    fn now(&self) -> std::sync::MutexGuard<'_, Option<AttachWatch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self) -> Answer<(AttachWatch, Over)> {
        let mut now = self.now();
        if now.is_some() {
            return Err(Refused::new(Code::AttachmentRunning));
        }
        let watch = AttachWatch::default();
        *now = Some(watch.clone());
        Ok((watch, Over(self.clone())))
    }

    /// Stops it at its next step.
    pub(super) fn cancel(&self) {
        if let Some(watch) = self.now().as_ref() {
            watch.cancel();
        }
    }
}

impl Window {
    /// What waits in the scanner's folder, newest first.
    pub async fn scans_waiting(&self) -> Answer<Vec<ScanWaiting>> {
        let session = self.signed_in().await?;
        self.office.scans_waiting(&session).await
    }

    /// Whether she may attach to this matter; asked before a file is chosen.
    pub async fn may_attach(&self, file: &str) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.may_attach(&session, file_id(file)?).await
    }

    /// Keeps a file somebody chose with a matter.
    pub async fn attach_file(&self, file: &str, source: PathBuf) -> Answer<FilePage> {
        self.may_attach(file).await?;
        let (watch, over) = self.moving.begin()?;
        let sealed = self.office.seal_file(source, watch).await;
        self.entered(file, sealed?, over).await
    }

    /// Keeps a scan with a matter; it leaves the scanner's folder.
    pub async fn attach_scan(&self, file: &str, name: &str) -> Answer<FilePage> {
        self.may_attach(file).await?;
        let (watch, over) = self.moving.begin()?;
        let sealed = self.office.seal_scan(name, watch).await;
        self.entered(file, sealed?, over).await
    }

    async fn entered(&self, file: &str, sealed: SealedFile, over: Over) -> Answer<FilePage> {
        // Whoever waited for it sees what became of it before the desk locks.
        self.privacy.touch(self.office.clock.mono());
        let session = self.signed_in().await?;
        let file = file_id(file)?;
        self.office.attach(&session, file, sealed).await?;
        drop(over);
        self.office.file_page(&session, file).await
    }

    /// How far the file on its way has come; nothing where none is.
    pub async fn attach_progress(&self) -> Answer<Option<AttachProgress>> {
        let _session = self.signed_in().await?;
        Ok(self.moving.now().as_ref().map(AttachWatch::progress))
    }

    /// Ends it at its next step; nothing of it is left.
    pub async fn cancel_attaching(&self) -> Answer<()> {
        let _session = self.signed_in().await?;
        self.moving.cancel();
        Ok(())
    }

    /// A picture of an attachment, PNG; nothing where none can be drawn.
    pub async fn attachment_picture(
        &self,
        file: &str,
        attachment: &str,
        large: bool,
    ) -> Answer<Option<Vec<u8>>> {
        let session = self.signed_in().await?;
        let (file, attachment) = (file_id(file)?, id(attachment)?);
        self.office
            .attachment_picture(&session, file, attachment, large)
            .await
    }

    /// It was attached by mistake: nobody is shown it any more.
    pub async fn withdraw_attachment(&self, file: &str, attachment: &str) -> Answer<FilePage> {
        let session = self.signed_in().await?;
        let file = file_id(file)?;
        self.office
            .withdraw_attachment(&session, file, id(attachment)?)
            .await?;
        self.office.file_page(&session, file).await
    }

    /// What an attachment is called, for whoever chooses a place for its copy.
    pub async fn attachment_name(&self, file: &str, attachment: &str) -> Answer<String> {
        let page = self.file_page(file).await?;
        let mut rows = page.attachments.into_iter();
        let row = rows.find(|row| row.id == attachment);
        row.map(|row| row.name).ok_or_else(unknown)
    }

    /// Writes a copy of an attachment where she chose; that it leaves is in the journal before.
    pub async fn save_attachment(
        &self,
        file: &str,
        attachment: &str,
        target: PathBuf,
    ) -> Answer<()> {
        let (watch, _over) = self.moving.begin()?;
        let copy = {
            let session = self.signed_in().await?;
            let (file, attachment) = (file_id(file)?, id(attachment)?);
            let taken = self.office.take_out_attachment(&session, file, attachment);
            taken.await?
        };
        let written = self.office.write_attachment(copy, target, watch).await;
        self.privacy.touch(self.office.clock.mono());
        written
    }
}

fn id(attachment: &str) -> Answer<BlobId> {
    attachment.parse().map_err(|_not_an_id| unknown())
}

fn unknown() -> Refused {
    Fault::at(Code::AttachmentUnknown, "id").into()
}
