//! The desk's window.
//!
//! Purpose: start hardened, find the office, put one window on the screen, and hand each command
//! to its use case. May use: `office` and what it re-exports; the only crate that names Tauri.
//! Must never: hold a rule, an SQL statement or a key.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod bindings;
mod commands;
mod credentials;
mod desk;
mod hardening;
mod window;

use std::process::ExitCode;

use office::place;
use tauri::{Manager as _, RunEvent};

use crate::desk::Desk;

fn main() -> ExitCode {
    // Before anything else: limits are inherited by the web view's own processes.
    if let Err(refusal) = hardening::apply() {
        return refusal.tell();
    }
    let given = desk::given(std::env::args_os().skip(1));
    let built = tauri::Builder::default()
        .manage(Desk::at(place::vault(given.as_deref())))
        .invoke_handler(bindings::builder().invoke_handler())
        .setup(|app| Ok(window::open(app)?))
        .build(context());
    match built {
        Ok(app) => {
            app.run(|app, event| {
                if matches!(event, RunEvent::Exit) {
                    tauri::async_runtime::block_on(app.state::<Desk>().close());
                }
            });
            ExitCode::SUCCESS
        }
        Err(_) => hardening::Refusal::NoWindow.tell(),
    }
}

/// Configuration, permissions and the finished page, as embedded by the build.
#[expect(
    clippy::exit,
    reason = "stands in Tauri's macro, for a program whose page is damaged"
)]
fn context() -> tauri::Context {
    tauri::generate_context!()
}
