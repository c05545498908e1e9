//! The window's way to sheets of protected files and to what is decided about such a file.
//!
//! Purpose: texts to ids and requests; the second person's passphrase goes straight to the vault. Must
//! never: decide, or keep anything of what passes.

use domain::id::{ItemId, UserId};
use vault::secret::Passphrase;

use super::Window;
use super::private::{file, unknown};
use crate::counter::ServiceView;
use crate::papers::PrintChoice;
use crate::protected::{Decided, ProtectedShown, SheetTold};
use crate::refused::{Answer, request};

impl Window {
    /// Sheets that may be filled in on files of a service.
    pub async fn sheets(&self, service: &str) -> Answer<Vec<ServiceView>> {
        let session = self.signed_in().await?;
        self.office.sheets(&session, service).await
    }

    /// Enters a sheet, or one in the place of an earlier; the request is JSON.
    pub async fn write_sheet(&self, id: &str, text: &str) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        let told: SheetTold = request(text)?;
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
        let decided: Decided = request(decided)?;
        let request = decided.request(id);
        let second = self.office.cosign(&session, name, passphrase, request);
        let second = second.await?;
        self.office
            .decide_protected(&session, id, &decided, second)
            .await?;
        self.office.open_protected(&session, id).await
    }

    /// The letter of a referral as it will be printed.
    pub async fn letter_pages(&self, id: &str, item: &str) -> Answer<Vec<String>> {
        let session = self.signed_in().await?;
        self.opens_one()?;
        let (id, item) = (file(id)?, sealed(item)?);
        self.office.letter_pages(&session, id, item).await
    }

    /// Prints the letter of a referral in the private room.
    pub async fn print_letter(
        &self,
        id: &str,
        item: &str,
        choice: &PrintChoice,
    ) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        let (id, item) = (file(id)?, sealed(item)?);
        self.office.print_letter(&session, id, item, choice).await
    }

    /// The slip of whoever is on duty, as it will be printed.
    pub async fn duty_pages(&self) -> Answer<Vec<String>> {
        let session = self.signed_in().await?;
        self.office.duty_pages(&session).await
    }

    /// Prints it in the private room.
    pub async fn print_duty(&self, choice: &PrintChoice) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.print_duty(&session, choice).await
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

fn sealed(item: &str) -> Answer<ItemId> {
    item.parse().map_err(|_not_an_id| unknown())
}
