//! Sheets of protected files, and what is decided about such a file. May use: the window's session. Must
//! never: decide.

use office::domain::id::UserId;
use office::papers::PrintChoice;
use office::protected::ProtectedShown;
use office::{Answer, ServiceView};
use tauri::State;

use crate::credentials::Parts;
use crate::desk::Desk;

/// Sheets that may be filled in on files of a service, and its own form for corrections.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sheets(desk: State<'_, Desk>, service: String) -> Answer<Vec<ServiceView>> {
    desk.open().await?.sheets(&service).await
}

/// Enters a sheet, or one in the place of an earlier; the request is JSON.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_sheet(
    desk: State<'_, Desk>,
    id: String,
    text: String,
) -> Answer<ProtectedShown> {
    desk.open().await?.write_sheet(&id, &text).await
}

/// Carries out what two decide about a file. The body is raw: the file, the decision as JSON, the second
/// person's name, her passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn decide_protected(
    desk: State<'_, Desk>,
    agreed: Parts<4>,
) -> Answer<ProtectedShown> {
    let [id, decided, name, passphrase] = agreed.apart();
    let second = name.text();
    desk.open()
        .await?
        .decide_protected(&id.text(), &decided.text(), (&second, passphrase.secret()?))
        .await
}

/// The letter of a referral as it will be printed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn letter_pages(
    desk: State<'_, Desk>,
    id: String,
    item: String,
) -> Answer<Vec<String>> {
    desk.open().await?.letter_pages(&id, &item).await
}

/// The slip of whoever is on duty, as it will be printed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn duty_pages(desk: State<'_, Desk>) -> Answer<Vec<String>> {
    desk.open().await?.duty_pages().await
}

/// Prints it in the private room.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_duty(desk: State<'_, Desk>, choice: PrintChoice) -> Answer<()> {
    desk.open().await?.print_duty(&choice).await
}

/// Prints the letter of a referral in the private room.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_letter(
    desk: State<'_, Desk>,
    id: String,
    item: String,
    choice: PrintChoice,
) -> Answer<ProtectedShown> {
    desk.open().await?.print_letter(&id, &item, &choice).await
}

/// Opens a closed file again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reopen_protected(
    desk: State<'_, Desk>,
    id: String,
    words: String,
) -> Answer<ProtectedShown> {
    desk.open().await?.reopen_protected(&id, &words).await
}

/// Somebody may never be cleared from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn bar_from_protected(
    desk: State<'_, Desk>,
    id: String,
    user: UserId,
    words: String,
) -> Answer<ProtectedShown> {
    desk.open()
        .await?
        .bar_from_protected(&id, user, &words)
        .await
}

/// One takes oneself off a file, for good.
#[tauri::command]
#[specta::specta]
pub(crate) async fn declare_conflict(
    desk: State<'_, Desk>,
    id: String,
    words: String,
) -> Answer<()> {
    desk.open().await?.declare_conflict(&id, &words).await
}
