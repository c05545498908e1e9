//! Attachments on the screen: in, looked at, out.
//!
//! Purpose: one file on its way at a time; the session is not held while its bytes move, and a lock
//! stops it. May use: the office. Must never: hand a path to the page.

use std::path::PathBuf;

use domain::fault::{Code, Fault};
use domain::id::{BlobId, SessionId};
use tokio::sync::RwLockReadGuard;

use super::Window;
use super::files::id as file_id;
use super::running::Over;
use crate::attachments::{AttachProgress, AttachWatch, ScanWaiting, SealedFile};
use crate::dossier::FilePage;
use crate::refused::{Answer, Refused};
use crate::session::Session;

impl Window {
    /// What waits in the scanner's folder, newest first. A lock does not wait for a folder that is slow.
    pub async fn scans_waiting(&self) -> Answer<Vec<ScanWaiting>> {
        let folder = {
            let session = self.signed_in().await?;
            self.office.sees_scans(&session).await?
        };
        match folder {
            Some(folder) => self.looking(self.office.scans_in(folder)).await,
            None => Ok(Vec::new()),
        }
    }

    /// Whether she may attach to this matter; asked before a file is chosen. The answer is her session:
    /// what she chooses is entered in no other's name.
    pub async fn may_attach(&self, file: &str) -> Answer<SessionId> {
        let session = self.signed_in().await?;
        self.office.may_attach(&session, file_id(file)?).await?;
        Ok(session.staff().id)
    }

    /// Keeps a file somebody chose with a matter.
    pub async fn attach_file(
        &self,
        asked: SessionId,
        file: &str,
        source: PathBuf,
    ) -> Answer<FilePage> {
        // Covered, locked or another's by now: it was not she who chose.
        if self.may_attach(file).await? != asked {
            return Err(Refused::new(Code::SessionEnded));
        }
        let (watch, over) = self.moving.begin(Code::AttachmentRunning)?;
        let sealed = self.office.seal_file(source, watch.clone()).await?;
        self.entered(asked, file, sealed, (watch, over)).await
    }

    /// Keeps a scan with a matter; it leaves the scanner's folder.
    pub async fn attach_scan(&self, file: &str, name: &str) -> Answer<FilePage> {
        let asked = self.may_attach(file).await?;
        let (watch, over) = self.moving.begin(Code::AttachmentRunning)?;
        let sealed = self.office.seal_scan(name, watch.clone()).await?;
        self.entered(asked, file, sealed, (watch, over)).await
    }

    /// Entered by whoever asked, also where the screen was covered meanwhile.
    async fn entered(
        &self,
        asked: SessionId,
        file: &str,
        sealed: SealedFile,
        (watch, over): (AttachWatch, Over<AttachWatch>),
    ) -> Answer<FilePage> {
        let (page, entered) = {
            let session = self.of_whoever_asked(asked, &watch).await?;
            let file = self.opens_file(file)?;
            let entered = self.office.attach(&session, file, sealed).await?;
            (self.office.file_page(&session, file).await, entered)
        };
        drop(over);
        entered.scan_leaves().await;
        page
    }

    /// The session of whoever asked, once what she asked for is sealed, also where the screen was covered
    /// meanwhile.
    pub(super) async fn of_whoever_asked(
        &self,
        asked: SessionId,
        watch: &AttachWatch,
    ) -> Answer<RwLockReadGuard<'_, Session>> {
        // Whoever waited for it sees what became of it before the desk locks.
        self.privacy.touch(self.office.clock.mono());
        // A lock that waits for this work must not be waited for.
        let session = tokio::select! {
            biased;
            () = watch.cancelled() => return Err(Refused::new(Code::Cancelled)),
            session = self.keeping() => session?,
        };
        if session.staff().id != asked {
            return Err(Refused::new(Code::SessionEnded));
        }
        Ok(session)
    }

    /// How far the file on its way has come; nothing where none is.
    pub async fn attach_progress(&self) -> Answer<Option<AttachProgress>> {
        let _session = self.signed_in().await?;
        Ok(self.moving.now().map(|watch| watch.progress()))
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
        let picture = {
            let session = self.signed_in().await?;
            let (file, attachment) = (self.opens_file(file)?, id(attachment)?);
            let picture = self
                .office
                .attachment_picture(&session, file, attachment, large);
            picture.await?
        };
        self.looking(self.office.draw_picture(picture)).await
    }

    /// It was attached by mistake: nobody is shown it any more.
    pub async fn withdraw_attachment(&self, file: &str, attachment: &str) -> Answer<FilePage> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        self.office
            .withdraw_attachment(&session, file, id(attachment)?)
            .await?;
        self.office.file_page(&session, file).await
    }

    /// What an attachment is called, for whoever chooses a place for its copy; and her session.
    pub async fn attachment_name(
        &self,
        file: &str,
        attachment: &str,
    ) -> Answer<(SessionId, String)> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        let page = self.office.file_page(&session, file).await?;
        let mut rows = page.attachments.into_iter();
        let row = rows.find(|row| row.id == attachment).ok_or_else(unknown)?;
        Ok((session.staff().id, row.name))
    }

    /// Writes a copy of an attachment where she chose; that it leaves is in the journal before.
    pub async fn save_attachment(
        &self,
        asked: SessionId,
        file: &str,
        attachment: &str,
        target: PathBuf,
    ) -> Answer<()> {
        let (watch, _over) = self.moving.begin(Code::AttachmentRunning)?;
        let copy = {
            let session = self.still(asked).await?;
            let (file, attachment) = (self.opens_file(file)?, id(attachment)?);
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
