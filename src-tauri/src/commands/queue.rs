//! The day's queue. May use: the window. Must never: show a name.

use office::Answer;
use office::window::QueueView;
use tauri::State;

use crate::desk::Desk;

/// Today's queue, in order of arrival.
#[tauri::command]
#[specta::specta]
pub(crate) async fn todays_queue(desk: State<'_, Desk>) -> Answer<QueueView> {
    desk.open().await?.todays_queue().await
}
