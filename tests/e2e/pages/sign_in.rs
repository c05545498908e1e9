//! The sign-in screen.

use fantoccini::Client;
use fantoccini::key::Key;

use super::{appears, button, field, heading};

/// Waits until the screen is there.
pub(crate) async fn shown(page: &Client) {
    heading(page, "Đăng nhập").await;
}

/// Types name and passphrase and presses the button.
pub(crate) async fn sign_in(page: &Client, name: &str, passphrase: &str) {
    let name_field = field(page, "Tên đăng nhập").await;
    name_field.clear().await.unwrap();
    name_field.send_keys(name).await.unwrap();
    field(page, "Cụm mật khẩu")
        .await
        .send_keys(passphrase)
        .await
        .unwrap();
    button(page, "Đăng nhập").await.click().await.unwrap();
}

/// The same whatever language the screen speaks.
pub(crate) async fn by_ids(page: &Client, name: &str, passphrase: &str) {
    let name_field = appears(page, "//input[@id = 'signin-name']").await;
    name_field.send_keys(name).await.unwrap();
    let field = appears(page, "//input[@id = 'signin-passphrase']").await;
    let typed = format!("{passphrase}{}", char::from(Key::Enter));
    field.send_keys(&typed).await.unwrap();
}

/// The same by keyboard alone, from the name on.
pub(crate) async fn sign_in_by_keyboard(page: &Client, name: &str, passphrase: &str) {
    let name_field = field(page, "Tên đăng nhập").await;
    name_field.clear().await.unwrap();
    name_field.send_keys(name).await.unwrap();
    name_field.send_keys(&Key::Tab.to_string()).await.unwrap();
    let focused = page.active_element().await.unwrap();
    focused.send_keys(passphrase).await.unwrap();
    focused.send_keys(&Key::Enter.to_string()).await.unwrap();
}

/// What stands in the passphrase field.
pub(crate) async fn passphrase_left(page: &Client) -> String {
    let value = field(page, "Cụm mật khẩu")
        .await
        .prop("value")
        .await
        .unwrap();
    value.unwrap_or_default()
}

/// The sentences of the error summary; it must have taken focus.
pub(crate) async fn refusal(page: &Client) -> String {
    let summary = appears(page, "//*[@role = 'alert']").await;
    let focused = page.active_element().await.unwrap();
    assert_eq!(
        focused.element_id(),
        summary.element_id(),
        "the summary takes focus"
    );
    summary.text().await.unwrap()
}
