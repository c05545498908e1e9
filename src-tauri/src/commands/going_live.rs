//! Going live. May use: the window. Must never: keep a path, or what a sheet says.

use office::carry::{CarriedFile, CarryReport};
use office::domain::desk::Register;
use office::window::CarryProgress;
use office::{Answer, RegisterRow};
use tauri::State;

use crate::credentials::Parts;
use crate::desk::Desk;

/// The passphrase once more. The body is raw: the passphrase alone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_passphrase(desk: State<'_, Desk>, own: Parts<1>) -> Answer<()> {
    let [own] = own.apart();
    desk.open().await?.confirm_passphrase(own.secret()?).await
}

/// Both registers of this year.
#[tauri::command]
#[specta::specta]
pub(crate) async fn registers(desk: State<'_, Desk>) -> Answer<Vec<RegisterRow>> {
    desk.open().await?.registers().await
}

/// A register goes on after the last number of its paper register.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_register(
    desk: State<'_, Desk>,
    register: Register,
    year: i32,
    last: u32,
) -> Answer<Vec<RegisterRow>> {
    desk.open()
        .await?
        .start_register(register, year, last)
        .await
}

/// What carrying a sheet over would make; nothing is written.
#[tauri::command]
#[specta::specta]
pub(crate) async fn look_at_sheet(desk: State<'_, Desk>, path: String) -> Answer<CarryReport> {
    desk.open().await?.look_at_sheet(&path).await
}

/// Carries over the sheet that was looked at.
#[tauri::command]
#[specta::specta]
pub(crate) async fn carry_over(
    desk: State<'_, Desk>,
    path: String,
    digest: String,
) -> Answer<CarryReport> {
    desk.open().await?.carry_over(&path, &digest).await
}

/// How far it has come.
#[tauri::command]
#[specta::specta]
pub(crate) async fn carry_progress(desk: State<'_, Desk>) -> Answer<Option<CarryProgress>> {
    desk.open().await?.carry_progress().await
}

/// Stops it; what was carried over stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_carry(desk: State<'_, Desk>) -> Answer<()> {
    desk.open().await?.cancel_carry().await
}

/// Writes an empty sheet into a folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_carry_template(desk: State<'_, Desk>, folder: String) -> Answer<String> {
    desk.open().await?.write_carry_template(&folder).await
}

/// A file that was carried over, by its old number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_carried(
    desk: State<'_, Desk>,
    number: String,
) -> Answer<Option<CarriedFile>> {
    desk.open().await?.find_carried(&number).await
}
