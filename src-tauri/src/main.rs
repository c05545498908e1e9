//! The desk's window.
//!
//! Purpose: start hardened, find the office, put one window on the screen, and hand each command
//! to its use case. May use: `office` and what it re-exports; the only crate that names Tauri.
//! Must never: hold a rule, an SQL statement or a key.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod bindings;
mod choose;
#[cfg(target_os = "linux")]
mod clipboard;
mod closing;
mod commands;
mod credentials;
mod desk;
mod farewell;
mod hardening;
#[cfg(target_os = "linux")]
mod idle;
mod page;
mod scanner;
mod typed_scan;
mod wall;
mod window;

use std::process::ExitCode;
use std::sync::Arc;

use office::place;
use tauri::{Manager as _, RunEvent, WindowEvent};

use crate::desk::Desk;

fn main() -> ExitCode {
    // Before anything else: limits are inherited by the web view's own processes.
    if let Err(refusal) = hardening::apply() {
        return refusal.tell();
    }
    let given = desk::given(std::env::args_os().skip(1));
    let farewell = Arc::new(farewell::Farewell::default());
    let built = tauri::Builder::default()
        .manage(Desk::at(
            place::vault(given.as_deref()),
            Arc::clone(&farewell),
        ))
        .manage(farewell)
        .manage(scanner::Scanner::default())
        .manage(typed_scan::TypedScan::default())
        .invoke_handler(bindings::builder().invoke_handler())
        .setup(|app| {
            desk::begin(app.handle());
            window::open(app)?;
            #[cfg(target_os = "linux")]
            {
                idle::watch(app.handle());
                clipboard::watch();
            }
            Ok(())
        })
        .build(context());
    match built {
        Ok(app) => {
            app.run(|app, event| {
                #[expect(
                    clippy::wildcard_enum_match_arm,
                    reason = "two of the program's many events concern the desk"
                )]
                match event {
                    RunEvent::Exit => tauri::async_runtime::block_on(app.state::<Desk>().close()),
                    // The wall screen does not stay behind alone.
                    RunEvent::WindowEvent {
                        label,
                        event: WindowEvent::Destroyed,
                        ..
                    } if label == window::MAIN => app.exit(0),
                    _ => {}
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
