//! The desktop's own dialogue for a file.
//!
//! Purpose: somebody chooses a file to attach, or a place for a copy; the path stays in the core. May
//! use: GTK, on its own thread. Must never: open a file, or answer the page with where it lies.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;

use gtk::prelude::{FileChooserExt as _, NativeDialogExt as _};
use gtk::{FileChooserAction, FileChooserNative, ResponseType};
use office::domain::fault::Code;
use office::domain::words::Lang;
use office::{Answer, Refused};
use tauri::{AppHandle, Manager as _};
use tokio::sync::oneshot;

thread_local! {
    /// The one that is open, on the thread of GTK.
    static OPEN: RefCell<Option<FileChooserNative>> = const { RefCell::new(None) };
}

/// The desk was locked: what somebody was choosing is chosen by nobody.
pub(crate) fn close(app: &AppHandle) {
    let close = || {
        if let Some(dialog) = OPEN.with(RefCell::take) {
            dialog.destroy();
        }
    };
    // Where there is no such thread any more the program ends.
    app.run_on_main_thread(close).ok();
}

/// A file that is there; nothing where she thought better of it.
pub(crate) async fn file(app: &AppHandle, lang: Lang) -> Answer<Option<PathBuf>> {
    ask(app, lang, None).await
}

/// A place for a copy of that name.
pub(crate) async fn place(app: &AppHandle, lang: Lang, name: String) -> Answer<Option<PathBuf>> {
    ask(app, lang, Some(name)).await
}

async fn ask(app: &AppHandle, lang: Lang, name: Option<String>) -> Answer<Option<PathBuf>> {
    let (told, answer) = oneshot::channel();
    let here = app.clone();
    let asked = app.run_on_main_thread(move || show(&here, lang, name, told));
    asked.map_err(|_cause| Refused::new(Code::RecordReopen))?;
    // The dialogue went without an answer: the program ends.
    Ok(answer.await.ok().flatten())
}

fn show(app: &AppHandle, lang: Lang, name: Option<String>, told: oneshot::Sender<Option<PathBuf>>) {
    let (title, accept, action) = if name.is_some() {
        let action = FileChooserAction::Save;
        ("dialog.save.title", "dialog.save.do", action)
    } else {
        let action = FileChooserAction::Open;
        ("dialog.choose.title", "dialog.choose.do", action)
    };
    let window = app.get_webview_window(crate::window::MAIN);
    let parent = window.and_then(|window| window.gtk_window().ok());
    let dialog = FileChooserNative::new(
        Some(&lang.word(title)),
        parent.as_ref(),
        action,
        Some(&lang.word(accept)),
        Some(&lang.word("dialog.cancel")),
    );
    dialog.set_modal(true);
    dialog.set_local_only(true);
    if let Some(name) = name {
        dialog.set_current_name(&name);
        dialog.set_do_overwrite_confirmation(true);
    }
    // GTK holds no dialogue of this kind: it would be gone with this call. The answer lets it go.
    let told = Cell::new(Some(told));
    dialog.connect_response(move |dialog, response| {
        if let Some(told) = told.take() {
            let chosen = dialog.filename();
            let chosen = chosen.filter(|_| response == ResponseType::Accept);
            // Nobody waits for it any more where the page is gone.
            let _unheard = told.send(chosen);
        }
        OPEN.with(|open| drop(open.take()));
    });
    if let Some(before) = OPEN.with(|open| open.replace(Some(dialog.clone()))) {
        before.destroy();
    }
    dialog.show();
}
