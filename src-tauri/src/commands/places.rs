//! The list under an address box. May use: the window. Must never: say whose an address is.

use office::Answer;
use office::places::PlaceRow;
use tauri::State;

use crate::desk::Desk;

/// Addresses a text may become.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_places(desk: State<'_, Desk>, query: String) -> Answer<Vec<PlaceRow>> {
    desk.open().await?.find_places(&query).await
}
