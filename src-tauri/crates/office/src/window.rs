//! What the window may ask for and see.
//!
//! Purpose: the types that cross to the screen and the three use cases behind its commands. One
//! desk a window: at most one session, ended before another begins. Must never: hand out a session,
//! a key or an id that nobody shows.

use std::path::Path;

use domain::fault::Code;
use domain::permission::Role;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use tokio::sync::RwLock;
use vault::secret::Passphrase;

use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::views::QueueLine;
use crate::{Office, Ports};

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

/// Today's queue.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct QueueView {
    /// The day.
    pub day: String,
    /// In the order of numbers.
    pub rows: Vec<QueueLine>,
    /// Saved visits.
    pub served: u32,
    /// Numbers given and not yet saved.
    pub waiting: u32,
}

/// The desk behind one window.
#[derive(Debug)]
pub struct Window {
    office: Office,
    session: RwLock<Option<Session>>,
}

impl Window {
    /// Opens the vault of a folder.
    pub fn open(folder: &Path, ports: Ports) -> Answer<Self> {
        Ok(Self {
            office: Office::open(folder, ports)?,
            session: RwLock::new(None),
        })
    }

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

    /// Today's queue, masked: numbers, times, states.
    pub async fn todays_queue(&self) -> Answer<QueueView> {
        let session = self.session.read().await;
        let session = session
            .as_ref()
            .ok_or_else(|| Refused::new(Code::SessionEnded))?;
        let day = self.office.clock.now().day();
        let queue = self.office.day_queue(session, day).await?;
        let rows = queue.visits;
        Ok(QueueView {
            day: queue.day,
            rows,
            served: queue.served,
            waiting: queue.waiting,
        })
    }

    /// Ends the session, if there is one: head file written, record closed, keys dropped.
    pub async fn close(&self) -> Answer<()> {
        match self.session.write().await.take() {
            Some(session) => self.office.end(session).await,
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shell runs commands on a pool of threads.
    fn sent<T: Send>(future: T) -> T {
        future
    }

    #[expect(dead_code, reason = "that it compiles is the test")]
    fn commands_can_change_threads(window: &'static Window, passphrase: Passphrase) {
        drop(sent(window.state()));
        drop(sent(window.todays_queue()));
        drop(sent(window.sign_in("x", passphrase)));
    }
}
