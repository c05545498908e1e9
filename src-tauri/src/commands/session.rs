//! Who sits at the desk, and what hides it. May use: the window's session. Must never: keep what
//! was typed.

use std::sync::Arc;

use office::Answer;
use office::appearance::Appearance;
use office::domain::words::Lang;
use office::window::{CoverView, DeskState, IdleView, SessionView, Window};
use tauri::{AppHandle, Manager as _, State};

use crate::credentials::{Credentials, Parts};
use crate::desk::Desk;
use crate::farewell::Farewell;
use crate::scanner::Scanner;
use crate::typed_scan::TypedScan;
use crate::{closing, page, wall};

/// Which office this is, and whether anyone is signed in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desk_state(desk: State<'_, Desk>) -> Answer<DeskState> {
    desk.state().await
}

/// Opens a session. The body is raw: name, newline, passphrase (see `credentials.rs`).
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in(
    app: AppHandle,
    desk: State<'_, Desk>,
    scanner: State<'_, Scanner>,
    who: Credentials,
) -> Answer<SessionView> {
    scanner.hush();
    app.state::<TypedScan>().forget();
    let [name, passphrase] = who.apart();
    let window = desk.open().await?;
    let view = window.sign_in(&name.text(), passphrase.secret()?).await?;
    if window.wants_wall().await {
        // A wall that cannot be opened now is opened from the settings; nobody is kept from work.
        wall::accompany(&app).ok();
    }
    Ok(view)
}

/// The officer typed day and time and they are the machine's: visits may be saved.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_clock(
    desk: State<'_, Desk>,
    typed: String,
    time: String,
) -> Answer<()> {
    desk.open().await?.confirm_clock(&typed, &time).await
}

/// Ends the session; afterwards the page is destroyed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock(app: AppHandle, desk: State<'_, Desk>) -> Answer<()> {
    app.state::<Scanner>().hush();
    app.state::<TypedScan>().forget();
    let locked = desk.open().await?.lock().await;
    page::destroy(&app, locked)
}

/// Closes the window as its own button does: what is being typed is kept first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_window(app: AppHandle) -> Answer<()> {
    closing::close(&app);
    Ok(())
}

/// Waits until the desk is about to leave the page, which then keeps what is being typed and asks
/// again; with the question goes whether all of it was kept the last time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn last_words(
    farewell: State<'_, Arc<Farewell>>,
    kept: Option<bool>,
) -> Answer<()> {
    farewell.hear(kept).await;
    Ok(())
}

/// Changes the own passphrase. The body is raw: present, newline, chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_passphrase(desk: State<'_, Desk>, both: Parts<2>) -> Answer<()> {
    let [present, chosen] = both.apart();
    desk.open()
        .await?
        .change_passphrase(present.secret()?, chosen.secret()?)
        .await
}

/// Five generated words.
#[tauri::command]
#[specta::specta]
pub(crate) async fn suggest_passphrase(lang: Lang) -> Answer<String> {
    Window::suggest_passphrase(lang)
}

/// Keeps the PIN of this session. The body is raw: six digits.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_pin(desk: State<'_, Desk>, typed: Parts<1>) -> Answer<()> {
    let [pin] = typed.apart();
    desk.open().await?.set_pin(&pin.secret()?).await
}

/// Covers the screen: until it is lifted the core answers nothing of a record.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cover(app: AppHandle, desk: State<'_, Desk>) -> Answer<CoverView> {
    // Names of files stand in it, above any cover.
    #[cfg(target_os = "linux")]
    crate::choose::close(&app);
    desk.open().await?.cover().await
}

/// Lifts the cover. The body is raw: the PIN, or nothing within the first seconds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn uncover(app: AppHandle, desk: State<'_, Desk>, typed: Parts<1>) -> Answer<()> {
    let [pin] = typed.apart();
    let ticked = desk.open().await?.uncover(pin.maybe().as_ref()).await?;
    page::after(&app, ticked)
}

/// How near the idle lock is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn activity(desk: State<'_, Desk>) -> Answer<IdleView> {
    Ok(desk.open().await?.activity().await)
}

/// Somebody is there after all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stay(desk: State<'_, Desk>) -> Answer<()> {
    desk.open().await?.stay();
    Ok(())
}

/// How the page looks to whoever is signed in, or looked last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn appearance(desk: State<'_, Desk>) -> Answer<Appearance> {
    desk.appearance().await
}

/// Keeps how the page looks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_appearance(desk: State<'_, Desk>, appearance: Appearance) -> Answer<()> {
    desk.set_appearance(appearance).await
}
