//! Values of the catalogue. May use: the window. Must never: decide one.

use office::editing::{EditPreview, EditTold, EditView};
use office::recounting::RecountRow;
use office::{Answer, BodyRow, BodyTold, ValueRow};
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

/// Services that may be changed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn editable_services(desk: State<'_, Desk>) -> Answer<Vec<EditView>> {
    desk.open().await?.editable_services().await
}

/// What a change would do to a sample.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_edit(desk: State<'_, Desk>, told: EditTold) -> Answer<EditPreview> {
    desk.open().await?.preview_edit(&told).await
}

/// A new version of a service.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_service(desk: State<'_, Desk>, told: EditTold) -> Answer<Vec<EditView>> {
    desk.open().await?.edit_service(&told).await
}

/// Matters that end otherwise by the calendar that is known now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recounts(desk: State<'_, Desk>) -> Answer<Vec<RecountRow>> {
    desk.open().await?.recounts().await
}

/// Counts them anew.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recount(desk: State<'_, Desk>) -> Answer<Vec<RecountRow>> {
    desk.open().await?.recount().await
}

/// Bodies to which somebody may be sent on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn directory(desk: State<'_, Desk>) -> Answer<Vec<BodyRow>> {
    desk.open().await?.directory().await
}

/// Notes a body, anew or for the first time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_body(desk: State<'_, Desk>, told: BodyTold) -> Answer<Vec<BodyRow>> {
    desk.open().await?.keep_body(told).await
}

/// Takes a body off the list.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_body(desk: State<'_, Desk>, id: String) -> Answer<Vec<BodyRow>> {
    desk.open().await?.drop_body(&id).await
}
