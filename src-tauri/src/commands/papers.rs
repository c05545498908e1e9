//! Papers: preview, print, seen in hand, once more, check. May use: the window. Must never: keep a
//! page, or decide what may be printed.

use office::Answer;
use office::papers::{CheckView, PaperSize, PrintChoice, PrintView, PrintersView, ReprintGround};
use tauri::State;

use crate::desk::Desk;

/// A receipt's pages as SVG, exactly as printed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn receipt_pages(
    desk: State<'_, Desk>,
    number: String,
    paper: Option<PaperSize>,
) -> Answer<Vec<String>> {
    desk.open().await?.receipt_pages(&number, paper).await
}

/// A queue number's slip as SVG.
#[tauri::command]
#[specta::specta]
pub(crate) async fn slip_pages(desk: State<'_, Desk>, visit: String) -> Answer<Vec<String>> {
    desk.open().await?.slip_pages(&visit).await
}

/// What there is to print on, and what was chosen last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn printers(desk: State<'_, Desk>) -> Answer<PrintersView> {
    desk.open().await?.printers().await
}

/// Prints a receipt that was not printed yet.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_receipt(
    desk: State<'_, Desk>,
    number: String,
    choice: PrintChoice,
) -> Answer<PrintView> {
    desk.open().await?.print_receipt(&number, &choice).await
}

/// Prints a queue number's slip.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_slip(
    desk: State<'_, Desk>,
    visit: String,
    choice: PrintChoice,
) -> Answer<()> {
    desk.open().await?.print_slip(&visit, &choice).await
}

/// Prints why somebody was not received.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_refusal(
    desk: State<'_, Desk>,
    visit: String,
    choice: PrintChoice,
) -> Answer<()> {
    desk.open().await?.print_refusal(&visit, &choice).await
}

/// Today's printings and, before them, all that nobody has seen and all that were never sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_states(desk: State<'_, Desk>) -> Answer<Vec<PrintView>> {
    desk.open().await?.print_states().await
}

/// Somebody holds the paper.
#[tauri::command]
#[specta::specta]
pub(crate) async fn seen_in_hand(desk: State<'_, Desk>, number: String) -> Answer<PrintView> {
    desk.open().await?.seen_in_hand(&number).await
}

/// These receipts are not wanted on paper.
#[tauri::command]
#[specta::specta]
pub(crate) async fn not_on_paper(desk: State<'_, Desk>, numbers: Vec<String>) -> Answer<()> {
    desk.open().await?.not_on_paper(&numbers).await
}

/// Prints a receipt once more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reprint_receipt(
    desk: State<'_, Desk>,
    number: String,
    choice: PrintChoice,
    ground: ReprintGround,
) -> Answer<PrintView> {
    let window = desk.open().await?;
    window.reprint_receipt(&number, &choice, ground).await
}

/// Checks a scanned receipt.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_receipt(desk: State<'_, Desk>, token: String) -> Answer<CheckView> {
    desk.open().await?.check_receipt(&token).await
}

/// Prints the printer's test page.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_test_page(desk: State<'_, Desk>, choice: PrintChoice) -> Answer<()> {
    desk.open().await?.print_test_page(&choice).await
}
