//! Private receptions and protected files. May use: the window's session. Must never: decide.

use office::domain::id::UserId;
use office::domain::protected::referral::{Consent, Referral};
use office::protected::{HandedOver, ProtectedFound, ProtectedShown, SlipTold, WorkTold};
use office::{
    Answer, AnswerView, DraftKept, PrivateOpened, PrivatePerson, PrivateRow, PrivateTold,
    ServiceView,
};
use tauri::State;

use crate::desk::Desk;

/// The forms of private matters.
#[tauri::command]
#[specta::specta]
pub(crate) async fn private_services(desk: State<'_, Desk>) -> Answer<Vec<ServiceView>> {
    desk.open().await?.private_services().await
}

/// Who may be cleared for a file, and who may be kept from it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn private_people(desk: State<'_, Desk>) -> Answer<Vec<PrivatePerson>> {
    desk.open().await?.private_people().await
}

/// The open visit becomes a private reception.
#[tauri::command]
#[specta::specta]
pub(crate) async fn begin_private(desk: State<'_, Desk>, told: PrivateTold) -> Answer<DraftKept> {
    desk.open().await?.begin_private(&told).await
}

/// Keeps one's own private form.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_private(
    desk: State<'_, Desk>,
    id: String,
    body: String,
    barred: Vec<UserId>,
) -> Answer<DraftKept> {
    desk.open().await?.keep_private(&id, &body, &barred).await
}

/// One's own private forms.
#[tauri::command]
#[specta::specta]
pub(crate) async fn private_forms(desk: State<'_, Desk>) -> Answer<Vec<PrivateRow>> {
    desk.open().await?.private_forms().await
}

/// One's own private form, to go on with.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_private(desk: State<'_, Desk>, id: String) -> Answer<PrivateOpened> {
    desk.open().await?.open_private(&id).await
}

/// Throws one's own private form away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discard_private(desk: State<'_, Desk>, id: String) -> Answer<()> {
    desk.open().await?.discard_private(&id).await
}

/// Hands a private form over; the request is JSON.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hand_over_private(desk: State<'_, Desk>, text: String) -> Answer<HandedOver> {
    desk.open().await?.hand_over_private(&text).await
}

/// Opens what the cleared find their files by; how many they are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_index(desk: State<'_, Desk>) -> Answer<u32> {
    desk.open().await?.open_index().await
}

/// Files somebody may mean; all of hers where nothing is asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_protected(
    desk: State<'_, Desk>,
    asked: String,
) -> Answer<Vec<ProtectedFound>> {
    desk.open().await?.find_protected(&asked).await
}

/// Whether some protected file waits for whoever is cleared for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn protected_waits(desk: State<'_, Desk>) -> Answer<bool> {
    desk.open().await?.protected_waits().await
}

/// Opens a file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_protected(desk: State<'_, Desk>, id: String) -> Answer<ProtectedShown> {
    desk.open().await?.open_protected(&id).await
}

/// Opens what is kept apart from it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_apart(
    desk: State<'_, Desk>,
    id: String,
    item: String,
) -> Answer<Vec<AnswerView>> {
    desk.open().await?.open_apart(&id, &item).await
}

/// Adds words to a file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_to_protected(
    desk: State<'_, Desk>,
    id: String,
    note: String,
) -> Answer<ProtectedShown> {
    desk.open().await?.add_to_protected(&id, &note).await
}

/// Enters what was done about a file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn work_on_protected(
    desk: State<'_, Desk>,
    id: String,
    told: WorkTold,
) -> Answer<ProtectedShown> {
    desk.open().await?.work_on_protected(&id, &told).await
}

/// Makes a paper out for a file, or says that none was wanted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn make_out_slip(
    desk: State<'_, Desk>,
    id: String,
    told: SlipTold,
) -> Answer<ProtectedShown> {
    desk.open().await?.make_out_slip(&id, &told).await
}

/// Enters that she lets somebody be told.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_consent(
    desk: State<'_, Desk>,
    id: String,
    told: Consent,
) -> Answer<ProtectedShown> {
    desk.open().await?.record_consent(&id, &told).await
}

/// Enters that somebody is told.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refer(
    desk: State<'_, Desk>,
    id: String,
    told: Referral,
) -> Answer<ProtectedShown> {
    desk.open().await?.refer(&id, &told).await
}

/// Somebody more is cleared.
#[tauri::command]
#[specta::specta]
pub(crate) async fn grant_clearance(
    desk: State<'_, Desk>,
    id: String,
    user: UserId,
) -> Answer<ProtectedShown> {
    desk.open().await?.grant_clearance(&id, user).await
}

/// Somebody is cleared no more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn revoke_clearance(
    desk: State<'_, Desk>,
    id: String,
    user: UserId,
) -> Answer<ProtectedShown> {
    desk.open().await?.revoke_clearance(&id, user).await
}
