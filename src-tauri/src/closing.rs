//! The window's end, asked for by its button, by its menu or by a signal.
//!
//! Purpose: the window goes from the screen at once, and its page when it has kept what is being
//! typed, so that no end but a power cut loses the last letters.
//! Must never: stay behind unseen.

use std::path::PathBuf;
use std::sync::Arc;

use office::Page as _;
use tauri::{AppHandle, Manager as _, WebviewWindow, WindowEvent};

use crate::farewell::Farewell;
use crate::window::{MAIN, frame};

/// From now on the window closes in this way; where it stood is kept in the machine's folder.
pub(crate) fn attend(window: &WebviewWindow, folder: Option<PathBuf>) {
    let closing = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            if let Ok(frame) = frame(&closing) {
                frame.keep(folder.as_deref());
            }
            // Where it cannot be hidden it closes as it would have.
            if closing.hide().is_ok() {
                api.prevent_close();
                destroy_when_kept(closing.clone());
            }
        }
    });
}

fn destroy_when_kept(window: WebviewWindow) {
    let farewell = Arc::clone(&window.state::<Arc<Farewell>>());
    tauri::async_runtime::spawn(async move {
        // Nobody is left to be told; the draft shows what is kept.
        let _kept = farewell.last_words().await;
        farewell.gone();
        // A window that does not go must not stay behind unseen.
        if window.destroy().is_err() {
            window.app_handle().exit(0);
        }
    });
}

/// Closes the window as its own button does.
pub(crate) fn close(app: &AppHandle) {
    let window = app.get_webview_window(MAIN);
    if window.is_none_or(|window| window.close().is_err()) {
        app.exit(0);
    }
}

/// A desktop that is left, or whoever replaces the program by a newer one, asks by a signal: the
/// window closes as by its own button, and what was typed is kept.
#[cfg(target_os = "linux")]
pub(crate) fn when_told(app: &AppHandle) {
    use gtk::glib::ControlFlow;
    use rustix::process::Signal;

    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let app = app.clone();
        gtk::glib::unix_signal_add_local(signal.as_raw(), move || {
            close(&app);
            ControlFlow::Continue
        });
    }
}
