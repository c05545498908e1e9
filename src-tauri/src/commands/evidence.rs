//! Files of protected files, and acts that end one or send it elsewhere. May use: the window, the desktop's
//! dialogue. Must never: decide, or name a path to the page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use office::Answer;
use office::domain::words::Lang;
use office::protected::{CopyTold, ShreddedRow};
use tauri::{AppHandle, State};

use crate::choose;
use crate::credentials::Parts;
use crate::desk::Desk;

/// What a sealed copy for another body is called where nobody says otherwise: it tells nothing.
const COPY: &str = "ho-so.zip.age";

/// Adds a file to a protected file, chosen in the desktop's dialogue; *false* where she chose none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_evidence(
    app: AppHandle,
    desk: State<'_, Desk>,
    id: String,
    lang: Lang,
) -> Answer<bool> {
    let window = desk.open().await?;
    let asked = window.may_add_evidence(&id).await?;
    match choose::file(&app, lang).await? {
        Some(source) => {
            window.add_evidence(asked, &id, source).await?;
            Ok(true)
        }
        None => Ok(false),
    }
}

/// Adds a scan to a protected file; it leaves the scanner's folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_evidence_scan(
    desk: State<'_, Desk>,
    id: String,
    name: String,
) -> Answer<()> {
    desk.open().await?.add_evidence_scan(&id, &name).await
}

/// A picture of a file of a protected file, drawn anew by the core: the text of a PNG in Base64.
#[tauri::command]
#[specta::specta]
pub(crate) async fn evidence_picture(
    desk: State<'_, Desk>,
    id: String,
    item: String,
    large: bool,
) -> Answer<Option<String>> {
    let picture = desk
        .open()
        .await?
        .evidence_picture(&id, &item, large)
        .await?;
    Ok(picture.map(|png| STANDARD.encode(png)))
}

/// Writes a copy of a file of a protected file where she chooses; *false* where she chose no place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_evidence(
    app: AppHandle,
    desk: State<'_, Desk>,
    id: String,
    copy: CopyTold,
    lang: Lang,
) -> Answer<bool> {
    let window = desk.open().await?;
    let asked = window.asked_for_copy().await?;
    let Some(target) = choose::place(&app, lang, copy.name.clone()).await? else {
        return Ok(false);
    };
    let saved = window.save_evidence(asked, &id, &copy, target);
    saved.await?;
    Ok(true)
}

/// Writes a sealed copy of a whole file for another body where she chooses; *false* where she chose no place.
/// The body is raw: the language, the file, what is agreed to as JSON, the second person's name, her
/// passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_protected(
    app: AppHandle,
    desk: State<'_, Desk>,
    agreed: Parts<5>,
) -> Answer<bool> {
    let [lang, id, told, name, passphrase] = agreed.apart();
    let window = desk.open().await?;
    let asked = window.asked_for_copy().await?;
    let lang: Lang = office::request(&format!("\"{}\"", lang.text()))?;
    let secret = passphrase.secret()?;
    let Some(target) = choose::place(&app, lang, COPY.to_owned()).await? else {
        return Ok(false);
    };
    let (id, told, name) = (id.text(), told.text(), name.text());
    let written = window.export_protected(asked, (&id, &told), (&name, secret), target);
    written.await?;
    Ok(true)
}

/// Shreds a closed protected file. The body is raw: the file, why, the second person's name, her passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shred_protected(
    desk: State<'_, Desk>,
    agreed: Parts<4>,
) -> Answer<ShreddedRow> {
    let [id, basis, name, passphrase] = agreed.apart();
    let (basis, name) = (basis.text(), name.text());
    desk.open()
        .await?
        .shred_protected(&id.text(), &basis, (&name, passphrase.secret()?))
        .await
}

/// What was shredded, and which backups still hold a key of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shredded(desk: State<'_, Desk>) -> Answer<Vec<ShreddedRow>> {
    desk.open().await?.shredded().await
}

/// A matter becomes a protected file. The body is raw: the matter, what is agreed to as JSON, the second
/// person's name, her passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn turn_into_protected(desk: State<'_, Desk>, agreed: Parts<4>) -> Answer<()> {
    let [id, told, name, passphrase] = agreed.apart();
    let (told, name) = (told.text(), name.text());
    desk.open()
        .await?
        .turn_into_protected(&id.text(), &told, (&name, passphrase.secret()?))
        .await
}
