//! The page's end, and another program beside this one.
//!
//! Purpose: after a lock nothing of the officer is left in the page: its document is thrown away
//! and loaded anew, and what was copied out of it is taken back; where a call would not end, the
//! program itself is thrown away. A page that died by itself comes back. Must never: decide when.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(target_os = "linux")]
use std::time::Duration;

use office::domain::fault::Code;
use office::window::{Locked, Ticked};
use office::{Answer, Refused};
use tauri::{AppHandle, Manager as _};

use crate::scanner::Scanner;
use crate::typed_scan::TypedScan;
use crate::window::{MAIN, driven};

/// Between a page that died and the next: one that dies at once must not keep the machine busy.
#[cfg(target_os = "linux")]
const AGAIN: Duration = Duration::from_millis(500);

/// Destroys the page, whatever the lock answered; its refusal is told to nobody who is still there.
pub(crate) fn destroy(app: &AppHandle, locked: Answer<Locked>) -> Answer<()> {
    match locked {
        Ok(Locked::Hard) if !driven_on() => app.restart(),
        Ok(Locked::Hard | Locked::Soft) => {
            reload(app)?;
            Ok(())
        }
        Err(refused) => {
            reload(app)?;
            Err(refused)
        }
    }
}

/// Destroys the page if the desk was locked.
pub(crate) fn after(app: &AppHandle, ticked: Ticked) -> Answer<()> {
    match ticked {
        Ticked::Still => Ok(()),
        Ticked::Locked(locked) => {
            destroy(app, locked)?;
            Err(Refused::new(Code::SessionEnded))
        }
    }
}

/// A test that drives the page would lose it with the program: unless it asks for that, it keeps it.
fn driven_on() -> bool {
    driven() && std::env::var_os("DESK_ENDS").is_none()
}

/// A page that cannot be loaded anew must not stay: then the program goes with it. What it still
/// asked of a scanner is asked by nobody any more.
fn reload(app: &AppHandle) -> Answer<()> {
    app.state::<Scanner>().hush();
    app.state::<TypedScan>().forget();
    #[cfg(target_os = "linux")]
    {
        crate::clipboard::forget(app);
        crate::choose::close(app);
    }
    match app.get_webview_window(MAIN) {
        Some(window) => window.reload().or_else(|_cause| app.restart()),
        None => Err(Refused::new(Code::SessionEnded)),
    }
}

/// A page whose process died (the memory ran out, its engine failed) is loaded anew: the session goes
/// on, a cover stays, and what was typed is a draft. A window without a page would only look dead.
#[cfg(target_os = "linux")]
pub(crate) fn comes_back(view: &webkit2gtk::WebView) {
    use webkit2gtk::WebViewExt as _;

    view.connect_web_process_terminated(|view, _why| {
        let view = view.clone();
        gtk::glib::timeout_add_local_once(AGAIN, move || view.reload());
    });
}

/// Another program of ours, for as long as it runs.
#[derive(Debug)]
pub(crate) struct Another {
    ended: Arc<AtomicBool>,
}

impl Another {
    /// It has not ended yet.
    pub(crate) fn runs(&self) -> bool {
        !self.ended.load(Ordering::Acquire)
    }
}

/// Opens another vault in a process of its own: one vault, one process.
pub(crate) fn open_another(vault: &Path) -> Answer<Another> {
    let failed = |_cause| Refused::new(Code::VaultIo);
    let program = std::env::current_exe().map_err(failed)?;
    let mut child = Command::new(program)
        .arg("--vault")
        .arg(vault)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let ended = Arc::new(AtomicBool::new(false));
    let end = Arc::clone(&ended);
    // Its end is waited for, or it would stay in the table of processes.
    std::thread::spawn(move || {
        let _how = child.wait();
        end.store(true, Ordering::Release);
    });
    Ok(Another { ended })
}
