//! Households. May use: the window's session. Must never: decide.

use office::Answer;
use office::households::{ChangeTold, HouseholdTold, HouseholdsView};
use tauri::State;

use crate::desk::Desk;

/// The households of a person; of a restricted one only where `see`, and journalled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn households_of(
    desk: State<'_, Desk>,
    person: String,
    see: bool,
) -> Answer<HouseholdsView> {
    desk.open().await?.households_of(&person, see).await
}

/// A household becomes known; those of the person afterwards.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_household(
    desk: State<'_, Desk>,
    person: String,
    told: HouseholdTold,
) -> Answer<HouseholdsView> {
    desk.open().await?.record_household(&person, &told).await
}

/// Something happens to a household; those of the person afterwards.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_household(
    desk: State<'_, Desk>,
    person: String,
    household: String,
    told: ChangeTold,
) -> Answer<HouseholdsView> {
    desk.open()
        .await?
        .change_household(&person, &household, &told)
        .await
}
