//! The first day. May use: the desk. Must never: keep what was typed, or a share.

use office::domain::fault::Code;
use office::domain::test_card::{self, TestCard};
use office::founding::FoundingTold;
use office::papers::{PaperSize, PrintChoice};
use office::window::{FirstDay, FoundedView, FoundingView, Practice, Ticked};
use office::{Answer, Refused};
use tauri::{AppHandle, State};

use crate::credentials::{Parts, Several};
use crate::desk::Desk;
use crate::page;

/// How far the first day is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn founding_state(desk: State<'_, Desk>) -> Answer<FoundingView> {
    desk.founding().await
}

/// Keeps what was told so far, beside the vault's place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_founding(
    desk: State<'_, Desk>,
    told: FoundingTold,
) -> Answer<FoundingView> {
    desk.before().await?.keep(&told)
}

/// Founds the office from what was told. The body is raw: one passphrase a founder, in their order.
/// The first administrator is signed in afterwards.
#[tauri::command]
#[specta::specta]
pub(crate) async fn found(desk: State<'_, Desk>, chosen: Several) -> Answer<FoundedView> {
    desk.found(chosen.secrets()?).await
}

/// Reads one recovery share back. The body is raw: its number from 1, and the share as typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_share(desk: State<'_, Desk>, share: Parts<2>) -> Answer<FoundingView> {
    let [number, typed] = share.apart();
    desk.open()
        .await?
        .check_share(&number.text(), &typed.secret()?)
        .await
}

/// Prints one custodian's share from memory. The body is raw: its number from 1, the printer's queue,
/// and the share as it is shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_share(desk: State<'_, Desk>, share: Parts<3>) -> Answer<()> {
    let [number, printer, text] = share.apart();
    let choice = PrintChoice {
        printer: printer.text(),
        copies: 1,
        paper: PaperSize::default(),
    };
    desk.open()
        .await?
        .print_share(&number.text(), &text.secret()?, &choice)
        .await
}

/// One step of the first day is done or left out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn step_done(desk: State<'_, Desk>, step: FirstDay) -> Answer<FoundingView> {
    desk.open().await?.step_done(step).await
}

/// Puts aside an office in which nobody worked and whose shares nobody holds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_over(app: AppHandle, desk: State<'_, Desk>) -> Answer<FoundingView> {
    let ended = desk.ends_for_another().await?;
    let begun = desk.start_over().await;
    // Last: the page that comes anew must find the place as it now is.
    match ended {
        Ticked::Still => {}
        Ticked::Locked(locked) => page::destroy(&app, locked)?,
    }
    begun
}

/// What came of the test card under the scanner.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_test_card(typed: String) -> Answer<TestCard> {
    Ok(test_card::read(&typed))
}

/// The test card as a picture, to be scanned from the screen or from paper.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_card() -> Answer<String> {
    paper::code_picture(test_card::PAYLOAD).map_err(|_cause| Refused::new(Code::PaperFailed))
}

/// Opens the practice office in a window of its own; made where there is none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_demo(desk: State<'_, Desk>) -> Answer<Practice> {
    desk.practise().await
}
