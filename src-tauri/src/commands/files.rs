//! A matter after intake. May use: the window. Must never: keep a page.

use office::domain::file::{Document, Signed};
use office::files::StepTold;
use office::papers::PrintChoice;
use office::{Answer, ApologyTold, CallerAnswer, CallerTold, CopyLine, FilePage, FileRow};
use tauri::{AppHandle, State};

use crate::clipboard;
use crate::desk::Desk;

/// Matters still to be done: hers, or all where she may see all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_files(desk: State<'_, Desk>) -> Answer<Vec<FileRow>> {
    desk.open().await?.open_files().await
}

/// The matter that bears this number, whoever gave it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_file(desk: State<'_, Desk>, number: String) -> Answer<Vec<FileRow>> {
    desk.open().await?.find_file(&number).await
}

/// The page of a matter; a journalled look.
#[tauri::command]
#[specta::specta]
pub(crate) async fn file_page(desk: State<'_, Desk>, file: String) -> Answer<FilePage> {
    desk.open().await?.file_page(&file).await
}

/// A matter goes on to another state; the paper of that state is made out with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn move_file(
    desk: State<'_, Desk>,
    file: String,
    told: StepTold,
) -> Answer<FilePage> {
    desk.open().await?.move_file(&file, &told).await
}

/// More time for a clock of a matter.
#[tauri::command]
#[specta::specta]
pub(crate) async fn extend_file(
    desk: State<'_, Desk>,
    file: String,
    step: String,
    count: u32,
    reason: String,
) -> Answer<FilePage> {
    desk.open()
        .await?
        .extend_file(&file, &step, count, &reason)
        .await
}

/// A matter is given to an officer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn assign_file(
    desk: State<'_, Desk>,
    file: String,
    to: String,
    note: String,
) -> Answer<FilePage> {
    desk.open().await?.assign_file(&file, &to, &note).await
}

/// An apology for a late matter, with its new date.
#[tauri::command]
#[specta::specta]
pub(crate) async fn apologise(
    desk: State<'_, Desk>,
    file: String,
    told: ApologyTold,
) -> Answer<FilePage> {
    desk.open().await?.apologise(&file, &told).await
}

/// The control sheet of a matter is made out; its number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn control_sheet(desk: State<'_, Desk>, file: String) -> Answer<String> {
    desk.open().await?.control_sheet(&file).await
}

/// The form of a matter that is signed, as SVG.
#[tauri::command]
#[specta::specta]
pub(crate) async fn declaration_pages(
    desk: State<'_, Desk>,
    file: String,
    signed: Signed,
) -> Answer<Vec<String>> {
    desk.open().await?.declaration_pages(&file, &signed).await
}

/// Prints the form of a matter.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_declaration(
    desk: State<'_, Desk>,
    file: String,
    signed: Signed,
    choice: PrintChoice,
) -> Answer<()> {
    desk.open()
        .await?
        .print_declaration(&file, &signed, &choice)
        .await
}

/// Papers that came later, with their receipt.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_papers(
    desk: State<'_, Desk>,
    file: String,
    documents: Vec<Document>,
) -> Answer<FilePage> {
    desk.open().await?.take_papers(&file, documents).await
}

/// What another system calls a matter.
#[tauri::command]
#[specta::specta]
pub(crate) async fn code_file(
    desk: State<'_, Desk>,
    file: String,
    code: String,
) -> Answer<FilePage> {
    desk.open().await?.code_file(&file, &code).await
}

/// A result goes to the person herself alone, or no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_in_person(
    desk: State<'_, Desk>,
    file: String,
    only: bool,
) -> Answer<FilePage> {
    desk.open().await?.keep_in_person(&file, only).await
}

/// A matter of a restricted person is treated like any other, or no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn release_address(
    desk: State<'_, Desk>,
    file: String,
    released: bool,
) -> Answer<FilePage> {
    desk.open().await?.release_address(&file, released).await
}

/// The matters of somebody at the desk, whose identity was seen. The person is JSON text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn results_of(desk: State<'_, Desk>, person: String) -> Answer<Vec<FileRow>> {
    desk.open().await?.results_of(&person).await
}

/// The fields of a matter, for another system's screen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_sheet(desk: State<'_, Desk>, file: String) -> Answer<Vec<CopyLine>> {
    desk.open().await?.copy_sheet(&file).await
}

/// One of them goes into the clipboard, which is emptied soon after.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_line(
    app: AppHandle,
    desk: State<'_, Desk>,
    file: String,
    key: String,
) -> Answer<()> {
    let text = desk.open().await?.copy_line(&file, &key).await?;
    clipboard::put(&app, text);
    Ok(())
}

/// Somebody asks by telephone: one word, where two facts are right.
#[tauri::command]
#[specta::specta]
pub(crate) async fn answer_caller(desk: State<'_, Desk>, told: CallerTold) -> Answer<CallerAnswer> {
    desk.open().await?.answer_caller(&told).await
}

/// A result goes to somebody; the number of the paper to sign. Who takes it is JSON text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hand_over_result(
    desk: State<'_, Desk>,
    file: String,
    collector: String,
) -> Answer<String> {
    desk.open().await?.hand_over_result(&file, &collector).await
}
