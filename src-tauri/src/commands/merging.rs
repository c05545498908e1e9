//! Two records of one person. May use: the window's session. Must never: keep what was typed.

use office::merging::PeopleCompared;
use office::views::PersonRow;
use office::{Answer, PersonCard};
use tauri::State;

use crate::credentials::Parts;
use crate::desk::Desk;

/// Records that may be the same person as this one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn alike_record(desk: State<'_, Desk>, id: String) -> Answer<Vec<PersonRow>> {
    desk.open().await?.alike_record(&id).await
}

/// Two records side by side; a look that is journalled each time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_people(
    desk: State<'_, Desk>,
    one: String,
    other: String,
) -> Answer<PeopleCompared> {
    desk.open().await?.compare_people(&one, &other).await
}

/// Merges what two agree to. The body is raw: the record that stays, the one that goes, the facts that
/// are taken from it (with commas), the second person's name, her passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn merge_people(desk: State<'_, Desk>, agreed: Parts<5>) -> Answer<PersonCard> {
    let [stays, goes, taken, name, passphrase] = agreed.apart();
    let second = name.text();
    desk.open()
        .await?
        .merge_people(
            (&stays.text(), &goes.text()),
            &taken.text(),
            (&second, passphrase.secret()?),
        )
        .await
}

/// Undoes the latest merging into a record. The body is raw: the record, the second person's name, her
/// passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unmerge_people(desk: State<'_, Desk>, agreed: Parts<3>) -> Answer<PersonCard> {
    let [id, name, passphrase] = agreed.apart();
    let second = name.text();
    desk.open()
        .await?
        .unmerge_people(&id.text(), (&second, passphrase.secret()?))
        .await
}
