//! Staff and settings. May use: the window's session. Must never: keep what was typed.

use office::Answer;
use office::domain::permission::Role;
use office::settings::PlaceTried;
use office::users::UserRow;
use office::window::{Invited, SettingsView};
use tauri::State;

use crate::credentials::Parts;
use crate::desk::Desk;

/// All members of staff.
#[tauri::command]
#[specta::specta]
pub(crate) async fn users(desk: State<'_, Desk>) -> Answer<Vec<UserRow>> {
    desk.open().await?.users().await
}

/// Invites a person; the code is shown once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn enrol_user(
    desk: State<'_, Desk>,
    name: String,
    display: String,
    role: Role,
) -> Answer<Invited> {
    desk.open().await?.enrol_user(&name, &display, role).await
}

/// First sign-in with a code. The body is raw: name, code, chosen passphrase. The answer is the four
/// words of her key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accept_invitation(desk: State<'_, Desk>, first: Parts<3>) -> Answer<String> {
    let [name, code, chosen] = first.apart();
    desk.open()
        .await?
        .accept_invitation(&name.text(), code.secret()?, chosen.secret()?)
        .await
}

/// What two agree to. The body is raw: user, change (`activate`, `remove`, `role:` and a role), the
/// second person's name, her passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_user(desk: State<'_, Desk>, agreed: Parts<4>) -> Answer<()> {
    let [user, change, name, passphrase] = agreed.apart();
    let second = name.text();
    desk.open()
        .await?
        .change_user(
            &user.text(),
            &change.text(),
            (&second, passphrase.secret()?),
        )
        .await
}

/// Suspends a person at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn suspend_user(desk: State<'_, Desk>, user: String) -> Answer<()> {
    desk.open().await?.suspend_user(&user).await
}

/// All settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings(desk: State<'_, Desk>) -> Answer<SettingsView> {
    desk.open().await?.settings().await
}

/// Changes one setting; the answer is all of them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_setting(
    desk: State<'_, Desk>,
    name: String,
    value: String,
) -> Answer<SettingsView> {
    desk.open().await?.change_setting(&name, &value).await
}

/// Tries a folder for backups before it is chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn try_place(desk: State<'_, Desk>, folder: String) -> Answer<PlaceTried> {
    desk.open().await?.try_place(&folder).await
}
