//! The office behind the window.
//!
//! Purpose: the one `Office` of this process, opened when it is first asked for and again after a
//! failure (another program may have held the vault); its place is noted, so that the terminal
//! finds the same vault. Where none was ever opened, one can be founded.
//! Must never: open a second one beside it, or found one where a vault has been.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use office::appearance::Appearance;
use office::domain::fault::Code;
use office::window::{DeskState, FoundedView, FoundingView, Practice, Ticked, Unfounded, Window};
use office::{Answer, Desktop, Page, Passphrase, Ports, Refused, place};
use paper::{Lp, Typst};
use tauri::{AppHandle, Manager as _};
use tokio::sync::{Mutex, RwLock};

use crate::farewell::Farewell;
use crate::page::{Another, open_another};

/// How long the closing of a record is waited for; it takes milliseconds.
const LEAVE: Duration = Duration::from_secs(2);

/// The office, found but perhaps not yet opened.
#[derive(Debug)]
pub(crate) struct Desk {
    vault: PathBuf,
    page: Arc<Farewell>,
    window: RwLock<Option<Arc<Window>>>,
    /// The practice office that was opened from here.
    beside: Mutex<Option<Another>>,
}

impl Desk {
    /// An office whose vault lies there.
    pub(crate) fn at(vault: PathBuf, page: Arc<Farewell>) -> Self {
        Self {
            vault,
            page,
            window: RwLock::new(None),
            beside: Mutex::new(None),
        }
    }

    /// The office; opens it the first time. A refusal is not kept: the next call tries again.
    pub(crate) async fn open(&self) -> Answer<Arc<Window>> {
        if let Some(window) = self.window.read().await.as_ref() {
            return Ok(Arc::clone(window));
        }
        let mut slot = self.window.write().await;
        if let Some(window) = slot.as_ref() {
            return Ok(Arc::clone(window));
        }
        let window = Window::open(&self.vault, ports())?;
        window.shown_on(Arc::clone(&self.page) as Arc<dyn Page>);
        let window = Arc::new(window);
        self.note(&window).await;
        *slot = Some(Arc::clone(&window));
        Ok(window)
    }

    /// A demo shown once must not stand in the real office's way. Without a note the next start has
    /// to be told the place again, and nothing else is lost.
    async fn note(&self, window: &Window) {
        if !window.state().await.demo {
            place::note(&self.vault).ok();
        }
    }

    /// Which office this is; where there is none yet, that one can be founded. A vault that has been
    /// here and is gone is a refusal: its medium may be unplugged.
    pub(crate) async fn state(&self) -> Answer<DeskState> {
        match self.open().await {
            Ok(window) => Ok(window.state().await),
            Err(refused) => Ok(self.unfounded(refused)?.state()),
        }
    }

    fn unfounded(&self, refused: Refused) -> Answer<Unfounded> {
        if refused.code == Code::VaultMissing && !place::was_opened(&self.vault) {
            Ok(Unfounded::at(&self.vault, ports()))
        } else {
            Err(refused)
        }
    }

    /// The place as one where an office may be founded.
    pub(crate) async fn before(&self) -> Answer<Unfounded> {
        match self.open().await {
            Ok(_) => Err(Refused::new(Code::FoundingDone)),
            Err(refused) => self.unfounded(refused),
        }
    }

    /// How far the first day is.
    pub(crate) async fn founding(&self) -> Answer<FoundingView> {
        match self.open().await {
            Ok(window) => Ok(window.founding()),
            Err(refused) => Ok(self.unfounded(refused)?.founding()),
        }
    }

    /// Founds the office; what it leaves is shown once.
    pub(crate) async fn found(&self, chosen: Vec<Passphrase>) -> Answer<FoundedView> {
        let before = self.before().await?;
        let mut slot = self.window.write().await;
        if slot.is_some() {
            return Err(Refused::new(Code::FoundingDone));
        }
        let (window, view) = before.found(chosen).await?;
        window.shown_on(Arc::clone(&self.page) as Arc<dyn Page>);
        self.note(&window).await;
        *slot = Some(Arc::new(window));
        Ok(view)
    }

    /// How the page looks, also before there is an office.
    pub(crate) async fn appearance(&self) -> Answer<Appearance> {
        match self.open().await {
            Ok(window) => Ok(window.appearance().await),
            Err(refused) => Ok(self.unfounded(refused)?.appearance()),
        }
    }

    /// Keeps how the page looks.
    pub(crate) async fn set_appearance(&self, look: Appearance) -> Answer<()> {
        match self.open().await {
            Ok(window) => window.set_appearance(look).await,
            Err(refused) => self.unfounded(refused)?.set_appearance(look),
        }
    }

    /// Ends the session in an office in which nobody worked; what the shell then has to do is in the
    /// answer. Before anybody waits for the desk: the page is asked, and may ask back.
    pub(crate) async fn ends_for_another(&self) -> Answer<Ticked> {
        let window = self.open().await?;
        if window.founding().may_start_over && !window.state().await.locked {
            return Ok(Ticked::Locked(window.lock().await));
        }
        Ok(Ticked::Still)
    }

    /// Puts an office aside in which nobody worked, so that it can be founded anew.
    pub(crate) async fn start_over(&self) -> Answer<FoundingView> {
        let window = self.open().await?;
        let mut slot = self.window.write().await;
        window.start_over().await?;
        *slot = None;
        place::forget(&self.vault).ok();
        Ok(Unfounded::at(&self.vault, ports()).founding())
    }

    /// The practice office beside this one, made where there is none and opened in a window of its
    /// own unless it is open already; and who works there.
    pub(crate) async fn practise(&self) -> Answer<Practice> {
        if let Some(window) = self.window.read().await.as_ref() {
            window.uncovered()?;
        }
        let folder = self
            .vault
            .parent()
            .unwrap_or(Path::new("."))
            .join("practice");
        let mut beside = self.beside.lock().await;
        let mut practice = Practice::at(&folder, ports()).await?;
        // One that was only just started does not hold its vault yet.
        practice.already |= beside.as_ref().is_some_and(Another::runs);
        if !practice.already {
            *beside = Some(open_another(&folder)?);
        }
        Ok(practice)
    }

    /// Looks after the desk, once a second. Where nothing is open there is nothing to lock.
    pub(crate) async fn tick(&self, desktop: &dyn Desktop) -> Ticked {
        let window = self.window.read().await.clone();
        match window {
            Some(window) => window.tick(desktop).await,
            None => Ticked::Still,
        }
    }

    /// Somebody touched the window. A desk that is just being opened needs no telling.
    pub(crate) fn touched(&self) {
        if let Ok(slot) = self.window.try_read()
            && let Some(window) = slot.as_ref()
        {
            window.stay();
        }
    }

    /// Ends the session before the program ends. A refusal has nobody left to read it: what was
    /// acknowledged is on the disk already.
    pub(crate) async fn close(&self) {
        self.page.gone();
        if let Some(window) = self.window.read().await.as_ref() {
            let _ended = window.lock().await;
        }
        let _in_time = office::all_ended(LEAVE);
    }
}

/// Opens the office while the page is still on its way to the screen. What stands against it is told
/// when the page asks.
pub(crate) fn begin(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let _when_asked = app.state::<Desk>().open().await;
    });
}

fn ports() -> Ports {
    Ports::shipped(Arc::new(Typst), Arc::new(Lp::of_this_machine()))
}

/// The folder after `--vault`; where none is given, `office::place` knows.
pub(crate) fn given(mut arguments: impl Iterator<Item = OsString>) -> Option<PathBuf> {
    arguments.find(|argument| argument == "--vault")?;
    arguments.next().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_stands_after_its_flag_or_is_not_given() {
        let given = |words: &[&str]| given(words.iter().map(OsString::from));
        assert_eq!(given(&["--vault", "/a"]).as_deref(), Some(Path::new("/a")));
        assert_eq!(
            given(&["x", "--vault", "/a b"]),
            Some(PathBuf::from("/a b"))
        );
        assert_eq!(given(&["--vault"]), None);
        assert_eq!(given(&["/a"]), None);
        assert_eq!(given(&[]), None);
    }
}
