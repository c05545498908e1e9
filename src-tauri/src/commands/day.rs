//! Drafts, shift notes, the end of the day. May use: the window. Must never: keep what was typed.

use office::papers::PrintChoice;
use office::{Answer, DayView, DraftKept, DraftOpened, DraftRow, DraftTold, ShiftNote};
use tauri::State;

use crate::credentials::Credentials;
use crate::desk::Desk;

/// Keeps a form; on the disk when this answers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_draft(desk: State<'_, Desk>, draft: DraftTold) -> Answer<DraftKept> {
    desk.open().await?.keep_draft(&draft).await
}

/// Forms begun at this desk and not saved.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drafts(desk: State<'_, Desk>) -> Answer<Vec<DraftRow>> {
    desk.open().await?.drafts().await
}

/// Opens one's own draft.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_draft(desk: State<'_, Desk>, id: String) -> Answer<DraftOpened> {
    desk.open().await?.open_draft(&id).await
}

/// Goes on with another officer's draft.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_draft(desk: State<'_, Desk>, id: String) -> Answer<DraftOpened> {
    desk.open().await?.take_draft(&id).await
}

/// Throws one's own draft away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discard_draft(desk: State<'_, Desk>, id: String) -> Answer<()> {
    desk.open().await?.discard_draft(&id).await
}

/// Notes of earlier shifts that nobody has acknowledged.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shift_notes(desk: State<'_, Desk>) -> Answer<Vec<ShiftNote>> {
    desk.open().await?.shift_notes().await
}

/// Leaves a note for the next shift.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_shift_note(desk: State<'_, Desk>, text: String) -> Answer<()> {
    desk.open().await?.write_shift_note(&text).await
}

/// Takes note of a note.
#[tauri::command]
#[specta::specta]
pub(crate) async fn acknowledge_note(desk: State<'_, Desk>, id: String) -> Answer<()> {
    desk.open().await?.acknowledge_note(&id).await
}

/// Today, as it stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn day_state(desk: State<'_, Desk>) -> Answer<DayView> {
    desk.open().await?.day_state().await
}

/// Closes today.
#[tauri::command]
#[specta::specta]
pub(crate) async fn end_day(desk: State<'_, Desk>) -> Answer<DayView> {
    desk.open().await?.end_day().await
}

/// Closes today; a supervisor answers for what runs on. The body is raw: her name, her passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn end_day_on_duty(
    desk: State<'_, Desk>,
    credentials: Credentials,
) -> Answer<DayView> {
    let [name, passphrase] = credentials.apart();
    let name = name.text();
    desk.open()
        .await?
        .end_day_on_duty((&name, passphrase.secret()?))
        .await
}

/// The sheet of the day that was closed last, as SVG.
#[tauri::command]
#[specta::specta]
pub(crate) async fn day_sheet_pages(desk: State<'_, Desk>) -> Answer<Vec<String>> {
    desk.open().await?.day_sheet_pages().await
}

/// Prints the sheet of the day that was closed last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_day_sheet(desk: State<'_, Desk>, choice: PrintChoice) -> Answer<()> {
    desk.open().await?.print_day_sheet(&choice).await
}

/// Opens today again, with a reason.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reopen_day(desk: State<'_, Desk>, reason: String) -> Answer<()> {
    desk.open().await?.reopen_day(&reason).await
}
