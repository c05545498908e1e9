//! Backups. May use: the window. Must never: name a place that is not in the settings.

use office::Answer;
use office::backup::{BackupProgress, BackupView, BackupsView, GenerationRow};
use tauri::State;

use crate::desk::Desk;

/// What there is, and how old the newest is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn backups(desk: State<'_, Desk>) -> Answer<BackupsView> {
    desk.open().await?.backups().await
}

/// Makes one; answers when it counts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn make_backup(desk: State<'_, Desk>) -> Answer<BackupView> {
    desk.open().await?.make_backup().await
}

/// How far it has come.
#[tauri::command]
#[specta::specta]
pub(crate) async fn backup_progress(desk: State<'_, Desk>) -> Answer<Option<BackupProgress>> {
    desk.open().await?.backup_progress().await
}

/// Ends it; nothing that counts is left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_backup(desk: State<'_, Desk>) -> Answer<()> {
    desk.open().await?.cancel_backup().await
}

/// Compares every byte of one with what was signed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_backup(desk: State<'_, Desk>, name: String) -> Answer<GenerationRow> {
    desk.open().await?.check_backup(&name).await
}
