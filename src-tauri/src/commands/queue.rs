//! The day's queue. May use: the window. Must never: show a name.

use office::domain::fault::Code;
use office::domain::visit::QueueAct;
use office::views::QueueLine;
use office::window::{QueueView, WallView};
use office::{Answer, Refused};
use tauri::State;

use crate::desk::Desk;
use crate::wall;

/// Today's queue, in order of arrival.
#[tauri::command]
#[specta::specta]
pub(crate) async fn todays_queue(desk: State<'_, Desk>) -> Answer<QueueView> {
    desk.open().await?.todays_queue().await
}

/// The next number, in one key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn give_number(desk: State<'_, Desk>) -> Answer<QueueLine> {
    desk.open().await?.give_number().await
}

/// Call, skip, back, first, to another counter, left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn move_queue(
    desk: State<'_, Desk>,
    visit: String,
    act: QueueAct,
) -> Answer<QueueLine> {
    desk.open().await?.move_queue(&visit, &act).await
}

/// Opens the wall screen's window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_wall(app: tauri::AppHandle) -> Answer<()> {
    wall::open(&app).map_err(|_cause| Refused::new(Code::WallNotOpened))
}

/// Numbers and counters for the wall screen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn wall(desk: State<'_, Desk>) -> Answer<WallView> {
    Ok(desk.open().await?.wall().await)
}
