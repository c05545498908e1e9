//! What the window may ask for and see.
//!
//! Purpose: the desk behind one window, one file a part of it: the types that cross to the screen
//! and the calls behind its commands. One desk a window: at most one session, ended before another
//! begins. Must never: hand out a session, a key or an id that nobody shows.

use std::path::Path;

use domain::fault::Code;
use tokio::sync::{RwLock, RwLockReadGuard};

use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::{Office, Ports};

mod queue;
mod session;

pub use queue::QueueView;
pub use session::{DeskState, SessionView};

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

    /// The session, held open for one call: it cannot be ended meanwhile.
    async fn signed_in(&self) -> Answer<RwLockReadGuard<'_, Session>> {
        let session = self.session.read().await;
        RwLockReadGuard::try_map(session, Option::as_ref)
            .map_err(|_locked| Refused::new(Code::SessionEnded))
    }
}

#[cfg(test)]
mod tests {
    use vault::secret::Passphrase;

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
