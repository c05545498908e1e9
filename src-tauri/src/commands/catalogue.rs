//! Values of the catalogue. May use: the window. Must never: change one.

use office::{Answer, ValueRow};
use tauri::State;

use crate::desk::Desk;

/// Values that nobody is sure of, those to be confirmed first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unsure_values(desk: State<'_, Desk>) -> Answer<Vec<ValueRow>> {
    desk.open().await?.unsure_values().await
}

/// A value was read in the law.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_value(
    desk: State<'_, Desk>,
    rule: String,
    source: String,
    day: String,
) -> Answer<Vec<ValueRow>> {
    desk.open().await?.confirm_value(&rule, &source, &day).await
}
