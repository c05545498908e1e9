//! Lists of those to whom the desk goes. May use: the window's session.

use office::Answer;
use office::papers::PrintChoice;
use office::route::{RouteTold, RouteView};
use tauri::State;

use crate::desk::Desk;

/// What waits for a route, and the lists that are out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn routes(desk: State<'_, Desk>) -> Answer<Vec<RouteView>> {
    desk.open().await?.routes().await
}

/// Prints a list in numbered copies.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_route(
    desk: State<'_, Desk>,
    told: RouteTold,
    choice: PrintChoice,
) -> Answer<Vec<RouteView>> {
    desk.open().await?.print_route(&told, &choice).await
}

/// All copies of a list are destroyed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn destroy_route(
    desk: State<'_, Desk>,
    number: String,
    unused: bool,
) -> Answer<Vec<RouteView>> {
    desk.open().await?.destroy_route(&number, unused).await
}
