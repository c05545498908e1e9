//! Who sits at the desk: state before anybody signs in, sign-in, end.
//!
//! May use: the office. Must never: hold a passphrase longer than one call.

use domain::permission::Role;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use vault::secret::Passphrase;

use super::Window;
use crate::refused::Answer;

/// What the sign-in screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct DeskState {
    /// Name of the office.
    pub office: String,
    /// Place.
    pub place: String,
    /// A demonstration office.
    pub demo: bool,
    /// Letter of the desk.
    pub desk: String,
    /// Today, `2026-11-24`.
    pub day: String,
    /// Language to begin with.
    pub lang: Lang,
    /// Nobody is signed in.
    pub locked: bool,
}

/// Who signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SessionView {
    /// Sign-in name.
    pub name: String,
    /// Name as shown.
    pub display_name: String,
    /// As what.
    pub role: Role,
    /// A generated passphrase must be changed first.
    pub must_change: bool,
}

impl Window {
    /// What stands before anybody signs in.
    pub async fn state(&self) -> DeskState {
        let (demo, letter) = self
            .office
            .look(|vault| (vault.roster().demo(), vault.roster().desk().1));
        let head = self.office.letterhead(demo);
        DeskState {
            office: head.office,
            place: head.place,
            demo,
            desk: letter.to_string(),
            day: self.office.clock.now().day().to_string(),
            lang: Lang::default(),
            locked: self.session.read().await.is_none(),
        }
    }

    /// Signs a member of staff in; whoever was signed in before is signed out first.
    pub async fn sign_in(&self, name: &str, passphrase: Passphrase) -> Answer<SessionView> {
        let mut session = self.session.write().await;
        if let Some(former) = session.take() {
            self.office.end(former).await?;
        }
        let opened = self.office.sign_in(name, passphrase).await?;
        let view = SessionView {
            name: opened.name().to_owned(),
            display_name: opened.display().to_owned(),
            role: opened.role(),
            must_change: opened.must_change(),
        };
        *session = Some(opened);
        Ok(view)
    }

    /// Ends the session, if there is one: head file written, record closed, keys dropped.
    pub async fn close(&self) -> Answer<()> {
        match self.session.write().await.take() {
            Some(session) => self.office.end(session).await,
            None => Ok(()),
        }
    }
}
