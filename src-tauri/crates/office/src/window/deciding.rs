//! The window's way to sheets of protected files and to what is decided about such a file.
//!
//! Purpose: texts to ids and requests; the second person's passphrase goes straight to the vault. Must
//! never: decide, or keep anything of what passes.

use domain::fault::Code;
use domain::id::UserId;
use vault::secret::Passphrase;

use super::Window;
use super::private::file;
use crate::counter::ServiceView;
use crate::protected::{Decided, ProtectedShown, SheetTold};
use crate::refused::{Answer, Refused};

impl Window {
    /// Sheets that may be filled in on files of a service.
    pub async fn sheets(&self, service: &str) -> Answer<Vec<ServiceView>> {
        let session = self.signed_in().await?;
        self.office.sheets(&session, service).await
    }

    /// Enters a sheet, or one in the place of an earlier; the request is JSON.
    pub async fn write_sheet(&self, id: &str, text: &str) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        let told: SheetTold =
            serde_json::from_str(text).map_err(|_cause| Refused::new(Code::RequestMalformed))?;
        self.office.write_sheet(&session, file(id)?, &told).await
    }

    /// Carries out what the officer and a second person at the same screen decide. `decided` is JSON.
    pub async fn decide_protected(
        &self,
        id: &str,
        decided: &str,
        (name, passphrase): (&str, Passphrase),
    ) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        let id = file(id)?;
        let decided: Decided =
            serde_json::from_str(decided).map_err(|_cause| Refused::new(Code::RequestMalformed))?;
        let request = decided.request(id);
        let second = self.office.cosign(&session, name, passphrase, request);
        let second = second.await?;
        self.office
            .decide_protected(&session, id, &decided, second)
            .await?;
        self.office.open_protected(&session, id).await
    }

    /// Opens a closed file again.
    pub async fn reopen_protected(&self, id: &str, words: &str) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        self.office
            .reopen_protected(&session, file(id)?, words)
            .await
    }

    /// Somebody may never be cleared from now on.
    pub async fn bar_from_protected(
        &self,
        id: &str,
        user: UserId,
        words: &str,
    ) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        let id = file(id)?;
        self.office
            .bar_from_protected(&session, id, user, words)
            .await?;
        self.office.open_protected(&session, id).await
    }

    /// One takes oneself off a file, for good.
    pub async fn declare_conflict(&self, id: &str, words: &str) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office
            .declare_conflict(&session, file(id)?, words)
            .await
    }
}
