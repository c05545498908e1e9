//! Who sits at the desk. May use: the window's session. Must never: keep what was typed.

use office::Answer;
use office::window::{DeskState, SessionView};
use tauri::State;

use crate::credentials::Credentials;
use crate::desk::Desk;

/// Which office this is, and whether anyone is signed in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desk_state(desk: State<'_, Desk>) -> Answer<DeskState> {
    Ok(desk.open().await?.state().await)
}

/// Opens a session. The body is raw: name, newline, passphrase (see `credentials.rs`).
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in(desk: State<'_, Desk>, who: Credentials) -> Answer<SessionView> {
    let (name, passphrase) = who.apart();
    desk.open().await?.sign_in(&name, passphrase).await
}
