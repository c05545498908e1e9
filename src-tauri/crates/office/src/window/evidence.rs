//! Files of protected files on the screen, and acts that end one or send it elsewhere.
//!
//! Purpose: as attachments of a matter: one on its way at a time, the session not held while its bytes move;
//! the second person's passphrase goes straight to the vault. May use: the office. Must never: decide, hand a
//! path to the page, or tell whoever adds a file what is in the one it goes to.

use std::path::PathBuf;

use domain::fault::Code;
use domain::id::{ItemId, SessionId};
use domain::subject::Basis;
use tokio::sync::RwLockReadGuard;
use vault::secret::Passphrase;

use super::Window;
use super::files::id as file_id;
use super::private::{file, unknown};
use super::running::Over;
use crate::attachments::{AttachWatch, SealedFile};
use crate::protected::{CopyTold, ExportTold, ShreddedRow, TurnTold};
use crate::record::erase_request;
use crate::refused::{Answer, Refused, request};
use crate::session::Session;

impl Window {
    /// Whether she may add a file; asked before one is chosen. The answer is her session.
    pub async fn may_add_evidence(&self, id: &str) -> Answer<SessionId> {
        let session = self.signed_in().await?;
        self.office.may_add_evidence(&session, file(id)?).await?;
        Ok(session.staff().id)
    }

    /// Adds a file that somebody chose.
    pub async fn add_evidence(&self, asked: SessionId, id: &str, source: PathBuf) -> Answer<()> {
        // Covered, locked or another's by now: it was not she who chose.
        if self.may_add_evidence(id).await? != asked {
            return Err(Refused::new(Code::SessionEnded));
        }
        let (watch, over) = self.moving.begin(Code::AttachmentRunning)?;
        let sealed = self.office.seal_evidence(source, watch.clone()).await?;
        self.evidence_entered(asked, id, sealed, (watch, over))
            .await
    }

    /// Adds a scan; it leaves the scanner's folder.
    pub async fn add_evidence_scan(&self, id: &str, name: &str) -> Answer<()> {
        let asked = self.may_add_evidence(id).await?;
        let (watch, over) = self.moving.begin(Code::AttachmentRunning)?;
        let sealed = self.office.seal_evidence_scan(name, watch.clone()).await?;
        self.evidence_entered(asked, id, sealed, (watch, over))
            .await
    }

    async fn evidence_entered(
        &self,
        asked: SessionId,
        id: &str,
        sealed: SealedFile,
        (watch, over): (AttachWatch, Over<AttachWatch>),
    ) -> Answer<()> {
        let entered = {
            let session = self.of_whoever_asked(asked, &watch).await?;
            self.office
                .add_evidence(&session, file(id)?, sealed)
                .await?
        };
        drop(over);
        entered.scan_leaves().await;
        Ok(())
    }

    /// A picture of a file, PNG; nothing where none can be drawn.
    pub async fn evidence_picture(
        &self,
        id: &str,
        item: &str,
        large: bool,
    ) -> Answer<Option<Vec<u8>>> {
        let picture = {
            let session = self.signed_in().await?;
            let picture = self
                .office
                .evidence_picture(&session, file(id)?, sealed(item)?, large);
            picture.await?
        };
        self.looking(self.office.draw_picture(picture)).await
    }

    /// The session of whoever chose a place, if it is still hers.
    pub(super) async fn still(&self, asked: SessionId) -> Answer<RwLockReadGuard<'_, Session>> {
        let session = self.signed_in().await?;
        if session.staff().id != asked {
            return Err(Refused::new(Code::SessionEnded));
        }
        Ok(session)
    }

    /// Her session, for whoever chooses a place for a copy.
    pub async fn asked_for_copy(&self) -> Answer<SessionId> {
        Ok(self.signed_in().await?.staff().id)
    }

    /// Writes a copy of a file where she chose; the protected file tells it before.
    pub async fn save_evidence(
        &self,
        asked: SessionId,
        id: &str,
        copy: &CopyTold,
        target: PathBuf,
    ) -> Answer<()> {
        let (watch, _over) = self.moving.begin(Code::AttachmentRunning)?;
        let copy = {
            let session = self.still(asked).await?;
            let id = file(id)?;
            let taken = self
                .office
                .take_evidence_out(&session, id, copy.item, &copy.words);
            taken.await?
        };
        let written = self.office.write_attachment(copy, target, watch).await;
        self.privacy.touch(self.office.clock.mono());
        written
    }

    /// Writes a sealed copy of a whole file for another body where she chose. `told` is JSON.
    pub async fn export_protected(
        &self,
        asked: SessionId,
        (id, told): (&str, &str),
        (name, passphrase): (&str, Passphrase),
        target: PathBuf,
    ) -> Answer<()> {
        let (watch, _over) = self.moving.begin(Code::AttachmentRunning)?;
        let export = {
            let session = self.still(asked).await?;
            let (id, told) = (file(id)?, request::<ExportTold>(told)?);
            let second = self
                .office
                .cosign(&session, name, passphrase, told.request(id));
            let second = second.await?;
            let export = self.office.export_protected(&session, id, &told, second);
            export.await?
        };
        let written = self.office.write_export(export, target, watch).await;
        self.privacy.touch(self.office.clock.mono());
        written
    }

    /// Shreds a closed file, with a second person.
    pub async fn shred_protected(
        &self,
        id: &str,
        basis: &str,
        (name, passphrase): (&str, Passphrase),
    ) -> Answer<ShreddedRow> {
        let session = self.signed_in().await?;
        let (id, basis) = (file(id)?, request::<Basis>(&format!("\"{basis}\""))?);
        let second =
            self.office
                .cosign(&session, name, passphrase, erase_request(id.into(), basis));
        let second = second.await?;
        self.office
            .shred_protected(&session, id, basis, second)
            .await
    }

    /// What was shredded, and what still holds a key of it.
    pub async fn shredded(&self) -> Answer<Vec<ShreddedRow>> {
        let session = self.signed_in().await?;
        self.office.shredded(&session).await
    }

    /// A matter becomes a protected file, with a second person. `told` is JSON.
    pub async fn turn_into_protected(
        &self,
        matter: &str,
        told: &str,
        (name, passphrase): (&str, Passphrase),
    ) -> Answer<()> {
        let session = self.signed_in().await?;
        let (id, told) = (file_id(matter)?, request::<TurnTold>(told)?);
        let second = self
            .office
            .cosign(&session, name, passphrase, told.request(id));
        let second = second.await?;
        self.office
            .turn_into_protected(&session, id, &told, second)
            .await?;
        Ok(())
    }
}

fn sealed(item: &str) -> Answer<ItemId> {
    item.parse().map_err(|_not_an_id| unknown())
}
