//! What the window may ask for and see.
//!
//! Purpose: the desk behind one window, one file a part of it: the types that cross to the screen
//! and the calls behind its commands. One desk a window: at most one session, ended before another
//! begins. Must never: hand out a session, a key or an id that nobody shows.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use domain::brake::{self, Brake};
use domain::fault::{Code, Fault};
use domain::id::SubjectId;
use tokio::sync::{Notify, RwLock, RwLockReadGuard};

use self::running::Running;
use crate::appearance::Appearances;
use crate::attachments::AttachWatch;
use crate::backup::Watch;
use crate::privacy::{Page, Privacy};
use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::{Office, Ports};

mod attachments;
mod backup;
mod catalogue;
mod counter;
mod cover;
mod day;
mod deciding;
mod evidence;
mod files;
mod founding;
mod going_live;
mod households;
mod merging;
mod papers;
mod places;
mod private;
mod queue;
mod route;
mod running;
mod session;
mod settings;
mod users;

pub use counter::{FileSaved, Heard, VisitSaved};
pub use cover::{CoverView, IdleView, Ticked};
pub use founding::{FirstDay, FoundedView, FoundingView, Practice, PracticeUser, Unfounded};
pub use going_live::CarryProgress;
pub use queue::{CalledNumber, QueueView, WallView};
pub use session::{ClockDoubt, DeskState, Ended, Locked, SessionView};
pub use settings::SettingsView;
pub use users::Invited;

/// The desk behind one window.
pub struct Window {
    office: Office,
    session: RwLock<Option<Session>>,
    privacy: Privacy,
    appearances: Appearances,
    read_back: founding::ReadBack,
    backup: Running<Watch>,
    carrying: going_live::Carrying,
    moving: Running<AttachWatch>,
    brake: Mutex<Brake>,
    check: Running<Watch>,
    /// Told when a lock begins.
    closing: Notify,
    /// How the last session since this program began ended: whoever sits down next is told.
    ended: Mutex<Option<Ended>>,
    /// Asked before a session ends; there is none at a terminal.
    page: OnceLock<Arc<dyn Page>>,
    /// Everybody left while somebody was being signed in; said to the next tick.
    left_meanwhile: AtomicBool,
}

impl std::fmt::Debug for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Window")
    }
}

impl Window {
    /// Opens the vault of a folder.
    pub fn open(folder: &Path, ports: Ports) -> Answer<Self> {
        Ok(Self::around(Office::open(folder, ports)?))
    }

    /// A window around an office that is open already.
    fn around(office: Office) -> Self {
        Self {
            appearances: Appearances::of(office.machine.as_deref()),
            office,
            session: RwLock::new(None),
            privacy: Privacy::new(),
            read_back: founding::ReadBack::default(),
            backup: Running::default(),
            carrying: going_live::Carrying::default(),
            moving: Running::default(),
            brake: Mutex::default(),
            check: Running::default(),
            closing: Notify::new(),
            ended: Mutex::default(),
            page: OnceLock::new(),
            left_meanwhile: AtomicBool::default(),
        }
    }

    /// From now on this page is asked for its last words before a session ends.
    pub fn shown_on(&self, page: Arc<dyn Page>) {
        let _first_stays = self.page.set(page);
    }

    /// The session also while the screen is covered: the last keys before the cover fell are kept.
    async fn keeping(&self) -> Answer<RwLockReadGuard<'_, Session>> {
        let session = self.session.read().await;
        RwLockReadGuard::try_map(session, Option::as_ref)
            .map_err(|_locked| Refused::new(Code::SessionEnded))
    }

    /// Counts a record that the page opens; what comes too quickly for a hand is refused until she signs
    /// in again.
    fn opens_one(&self) -> Answer<()> {
        let now = self.office.clock.mono();
        let mut opened = self.brake.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.passes(now) {
            return Ok(());
        }
        let fault = Fault::new(Code::SessionTooManyOpened);
        Err(fault.with("max", brake::A_MINUTE).into())
    }

    /// The same of a record that is named. `more`: what belongs to the one that was opened last is no
    /// other one.
    fn opens(&self, record: impl Into<SubjectId>, more: bool) -> Answer<()> {
        let now = self.office.clock.mono();
        let mut opened = self.brake.lock().unwrap_or_else(PoisonError::into_inner);
        let record = record.into();
        let passes = if more {
            opened.shows(now, record)
        } else {
            opened.opens(now, record)
        };
        if passes {
            return Ok(());
        }
        let fault = Fault::new(Code::SessionTooManyOpened);
        Err(fault.with("max", brake::A_MINUTE).into())
    }

    /// A look that may take long, as at a printing system: a lock ends it and does not wait for it.
    /// Not for what writes: that is finished or was not begun.
    async fn looking<T>(&self, look: impl Future<Output = Answer<T>>) -> Answer<T> {
        let closing = self.closing.notified();
        tokio::select! {
            biased;
            () = closing => Err(Refused::new(Code::SessionEnded)),
            done = look => done,
        }
    }

    /// The session, held open for one call: it cannot be ended meanwhile. While the screen is
    /// covered there is none for the page.
    async fn signed_in(&self) -> Answer<RwLockReadGuard<'_, Session>> {
        self.privacy.passes()?;
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
