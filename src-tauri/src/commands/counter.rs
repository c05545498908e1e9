//! What the counter asks and saves. May use: the window. Must never: keep what was scanned.

use std::collections::BTreeMap;

use office::domain::card::CardScan;
use office::domain::mrz::MachineLines;
use office::views::{PeopleFound, PersonRow};
use office::window::{Heard, VisitSaved};
use office::{
    Answer, DateKind, DateRead, DueView, PersonCard, PersonTyped, ServiceView, WrongPersonDone,
};
use tauri::State;

use crate::desk::Desk;
use crate::scanner::{self, Scanner, Waited};
use crate::typed_scan::TypedScan;

/// The services open today, as forms to draw.
#[tauri::command]
#[specta::specta]
pub(crate) async fn services(desk: State<'_, Desk>) -> Answer<Vec<ServiceView>> {
    desk.open().await?.services().await
}

/// When a service would be due, with these answers so far.
#[tauri::command]
#[specta::specta]
pub(crate) async fn due_if_taken(
    desk: State<'_, Desk>,
    service: String,
    answers: BTreeMap<String, String>,
) -> Answer<Option<DueView>> {
    desk.open().await?.due_if_taken(&service, &answers).await
}

/// What is worked out from the answers typed so far, by question.
#[tauri::command]
#[specta::specta]
pub(crate) async fn computed(
    desk: State<'_, Desk>,
    service: String,
    answers: String,
) -> Answer<BTreeMap<String, i32>> {
    desk.open().await?.computed(&service, &answers).await
}

/// What a card's code says.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_scan(desk: State<'_, Desk>, payload: String) -> Answer<CardScan> {
    desk.open().await?.read_scan(&payload).await
}

/// What the machine-readable lines of a passport or card say.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_lines(desk: State<'_, Desk>, payload: String) -> Answer<MachineLines> {
    desk.open().await?.read_lines(&payload).await
}

/// The next scan of a scanner at a serial port; answers after a while also without one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn next_scan(desk: State<'_, Desk>, scanner: State<'_, Scanner>) -> Answer<Heard> {
    let window = desk.open().await?;
    let Some(port) = window.scanner_port().await? else {
        scanner.close().await;
        return Ok(Heard::Off);
    };
    match scanner.next(&port).await {
        Waited::Scan(payload) => window.hear(&payload).await,
        Waited::Nothing => Ok(Heard::Nothing),
        Waited::Unplugged => Ok(Heard::Unplugged),
    }
}

/// What a scanner that types said, where the input method had its keys before the page.
#[tauri::command]
#[specta::specta]
pub(crate) async fn typed_scan(
    desk: State<'_, Desk>,
    scans: State<'_, TypedScan>,
) -> Answer<Option<String>> {
    desk.open().await?.staff_only().await?;
    Ok(scans.take())
}

/// Serial ports of this machine, for the settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn serial_ports(desk: State<'_, Desk>) -> Answer<Vec<String>> {
    desk.open().await?.staff_only().await?;
    Ok(scanner::ports())
}

/// A date as it was typed, said back in words.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_date(
    desk: State<'_, Desk>,
    typed: String,
    kind: DateKind,
) -> Answer<DateRead> {
    desk.open().await?.read_date(&typed, kind).await
}

/// People by part of a name, number or phone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_people(desk: State<'_, Desk>, query: String) -> Answer<PeopleFound> {
    desk.open().await?.find_people(&query).await
}

/// A person's page; the look is journalled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_person(desk: State<'_, Desk>, id: String) -> Answer<PersonCard> {
    desk.open().await?.open_person(&id).await
}

/// The same for the form of a visit that stands open: the look is entered with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn person_for_form(desk: State<'_, Desk>, id: String) -> Answer<PersonCard> {
    desk.open().await?.person_for_form(&id).await
}

/// A person's address, phones and visits are kept from others, or no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restrict_address(
    desk: State<'_, Desk>,
    id: String,
    on: bool,
) -> Answer<PersonCard> {
    desk.open().await?.restrict_address(&id, on).await
}

/// A restricted person's page in full; each look is journalled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn see_address(desk: State<'_, Desk>, id: String) -> Answer<PersonCard> {
    desk.open().await?.see_address(&id).await
}

/// Records that may be the person being typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn look_alikes(
    desk: State<'_, Desk>,
    typed: PersonTyped,
) -> Answer<Vec<PersonRow>> {
    desk.open().await?.look_alikes(&typed).await
}

/// Saves a visit. The request is JSON text (`office::intake`).
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_visit(desk: State<'_, Desk>, request: String) -> Answer<VisitSaved> {
    desk.open().await?.save_visit(&request).await
}

/// Puts a visit saved today in the right person's name; the person is JSON text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn wrong_person(
    desk: State<'_, Desk>,
    visit: String,
    person: String,
) -> Answer<WrongPersonDone> {
    desk.open().await?.wrong_person(&visit, &person).await
}
