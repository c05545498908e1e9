//! Attachments. May use: the window, the desktop's dialogue. Must never: name a path to the page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use office::domain::words::Lang;
use office::{Answer, AttachProgress, FilePage, ScanWaiting};
use tauri::{AppHandle, State};

use crate::choose;
use crate::desk::Desk;

/// Keeps a file with a matter, chosen in the desktop's dialogue; nothing where she chose none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn attach_file(
    app: AppHandle,
    desk: State<'_, Desk>,
    file: String,
    lang: Lang,
) -> Answer<Option<FilePage>> {
    let window = desk.open().await?;
    let asked = window.may_attach(&file).await?;
    match choose::file(&app, lang).await? {
        Some(source) => window.attach_file(asked, &file, source).await.map(Some),
        None => Ok(None),
    }
}

/// What waits in the scanner's folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn scans_waiting(desk: State<'_, Desk>) -> Answer<Vec<ScanWaiting>> {
    desk.open().await?.scans_waiting().await
}

/// Keeps a scan with a matter; it leaves the scanner's folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn attach_scan(
    desk: State<'_, Desk>,
    file: String,
    name: String,
) -> Answer<FilePage> {
    desk.open().await?.attach_scan(&file, &name).await
}

/// How far the file on its way has come.
#[tauri::command]
#[specta::specta]
pub(crate) async fn attach_progress(desk: State<'_, Desk>) -> Answer<Option<AttachProgress>> {
    desk.open().await?.attach_progress().await
}

/// Ends it; nothing of it is left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_attaching(desk: State<'_, Desk>) -> Answer<()> {
    desk.open().await?.cancel_attaching().await
}

/// A picture of an attachment, drawn anew by the core: the text of a PNG in Base64 (RFC 4648 §4).
#[tauri::command]
#[specta::specta]
pub(crate) async fn attachment_picture(
    desk: State<'_, Desk>,
    file: String,
    attachment: String,
    large: bool,
) -> Answer<Option<String>> {
    let window = desk.open().await?;
    let picture = window.attachment_picture(&file, &attachment, large).await?;
    Ok(picture.map(|png| STANDARD.encode(png)))
}

/// It was attached by mistake.
#[tauri::command]
#[specta::specta]
pub(crate) async fn withdraw_attachment(
    desk: State<'_, Desk>,
    file: String,
    attachment: String,
) -> Answer<FilePage> {
    desk.open()
        .await?
        .withdraw_attachment(&file, &attachment)
        .await
}

/// Writes a copy of an attachment where she chooses; *false* where she chose no place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_attachment(
    app: AppHandle,
    desk: State<'_, Desk>,
    file: String,
    attachment: String,
    lang: Lang,
) -> Answer<bool> {
    let window = desk.open().await?;
    let (asked, name) = window.attachment_name(&file, &attachment).await?;
    let Some(target) = choose::place(&app, lang, name).await? else {
        return Ok(false);
    };
    let saved = window.save_attachment(asked, &file, &attachment, target);
    saved.await?;
    Ok(true)
}
