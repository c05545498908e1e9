//! The wall screen: a second window with numbers and counters, nothing else.
//!
//! Purpose: put it on the screen, or bring the one that is there to the front; it has its own page
//! and its own capability, with one command. May use: the configuration. Must never: show or be
//! able to ask for anything of a person.

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager as _, WebviewWindowBuilder};

#[cfg(target_os = "linux")]
use crate::window::draw;
use crate::window::{MAIN, driven, own_page};

const WALL: &str = "wall";

/// Opens the wall screen where it does not stand yet; whoever signed in goes on in her own window.
pub(crate) fn accompany(app: &AppHandle) -> tauri::Result<()> {
    if app.get_webview_window(WALL).is_some() {
        return Ok(());
    }
    open(app)
}

/// Opens the wall screen, on a second monitor where there is one.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    if let Some(there) = app.get_webview_window(WALL) {
        return there.set_focus();
    }
    let config = app.config();
    let mut windows = config.app.windows.iter();
    let wall = windows.find(|window| window.label == WALL);
    let wall = wall.ok_or(tauri::Error::WindowNotFound)?;
    let dev = config.build.dev_url.clone().filter(|_| tauri::is_dev());
    let window = WebviewWindowBuilder::from_config(app, wall)?
        .incognito(wall.incognito && !driven())
        .on_navigation(move |url| own_page(url, dev.as_ref()))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    #[cfg(target_os = "linux")]
    window.with_webview(|view| {
        let view = view.inner();
        crate::page::comes_back(&view);
        draw(&view);
    })?;
    let own = window.current_monitor()?;
    let other = window.available_monitors()?.into_iter().find(|monitor| {
        own.as_ref()
            .is_some_and(|own| own.position() != monitor.position())
    });
    if let Some(other) = other {
        window.set_position(*other.position())?;
        window.set_fullscreen(true)?;
    }
    // Nobody works at the wall: the keys stay where F8 covers the screen.
    app.get_webview_window(MAIN)
        .map_or(Ok(()), |main| main.set_focus())
}
