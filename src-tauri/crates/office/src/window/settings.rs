//! Settings and looks, as the window asks for them.
//!
//! May use: the office. Must never: change a setting without the administrator's session.

use serde::{Deserialize, Serialize};

use super::Window;
use crate::appearance::Appearance;
use crate::refused::Answer;
use crate::settings::{PlaceTried, SettingRow, place_of};

/// All settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SettingsView {
    /// Whoever looks may change them.
    pub may_change: bool,
    /// In the order they are shown.
    pub rows: Vec<SettingRow>,
}

impl Window {
    /// All settings; every officer may look.
    pub async fn settings(&self) -> Answer<SettingsView> {
        let session = self.signed_in().await?;
        Ok(SettingsView {
            may_change: session.may_change_settings(),
            rows: self.office.settings(),
        })
    }

    /// Changes one; the answer is all of them.
    pub async fn change_setting(&self, name: &str, value: &str) -> Answer<SettingsView> {
        // No session is held while a medium is waited for: a lock goes before it.
        let tried = match place_of(name, value)? {
            Some(place) => {
                self.may_try().await?;
                Some(self.office.probe_place(place).await?)
            }
            None => None,
        };
        let session = self.signed_in().await?;
        let changed = self.office.change_tried(&session, name, value, tried);
        changed.await?;
        Ok(SettingsView {
            may_change: session.may_change_settings(),
            rows: self.office.settings(),
        })
    }

    /// Tries a folder for backups before it is chosen.
    pub async fn try_place(&self, folder: &str) -> Answer<PlaceTried> {
        self.may_try().await?;
        self.office.probe_place(folder.into()).await
    }

    async fn may_try(&self) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.may_try_place(&session).await
    }

    /// How the page looks to whoever is signed in; else as it looked last at this machine.
    pub async fn appearance(&self) -> Appearance {
        match self.session.read().await.as_ref() {
            Some(session) => self.appearances.of_user(session.user()),
            None => self.appearances.last(),
        }
    }

    /// Keeps it.
    pub async fn set_appearance(&self, look: Appearance) -> Answer<()> {
        let session = self.session.read().await;
        let user = session.as_ref().map(crate::session::Session::user);
        self.appearances.keep(user, look)
    }
}
