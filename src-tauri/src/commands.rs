//! What the page may ask: session, call, return.
//!
//! Purpose: one function a command, three lines each. A request is authorised by the session in
//! the core, never by what the page says. Must never: decide anything, or return a secret.

use office::Answer;
use office::window::{DeskState, QueueView, SessionView};
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

/// Today's queue, in order of arrival.
#[tauri::command]
#[specta::specta]
pub(crate) async fn todays_queue(desk: State<'_, Desk>) -> Answer<QueueView> {
    desk.open().await?.todays_queue().await
}
