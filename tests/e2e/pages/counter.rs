//! The counter: queue, form, what was saved.

use std::collections::BTreeMap;

use fantoccini::Client;
use fantoccini::elements::Element;
use serde_json::Value;

use super::{appears, sign_in};
use crate::app::Window;
use crate::hands::run;

/// Waits until the counter is there and has looked at its queue.
pub(crate) async fn shown(page: &Client) {
    appears(
        page,
        "//h2[normalize-space(.) = 'Hàng đợi' or normalize-space(.) = 'Queue']",
    )
    .await;
    appears(page, "//*[@id = 'call-next']").await;
}

/// From the sign-in to work.
pub(crate) async fn at_work(page: &Client, name: &str, passphrase: &str) {
    sign_in::shown(page).await;
    sign_in::sign_in(page, name, passphrase).await;
    shown(page).await;
}

/// The first of this role signs in, and the counter is there.
pub(crate) async fn reached(window: &Window, role: &str) {
    let (name, passphrase) = window.demo.user(role);
    at_work(&window.page, &name, &passphrase).await;
}

/// The form of a number, or of somebody without one.
pub(crate) async fn form(page: &Client) -> Element {
    appears(page, "//h1[@id = 'intake-title']").await
}

/// What stands in a field, by its id.
pub(crate) async fn value(page: &Client, id: &str) -> String {
    let script = "return document.getElementById(arguments[0])?.value ?? null";
    let value = page.execute(script, vec![Value::from(id)]).await;
    let value = value.expect("the page answers");
    let text = value.as_str().map(str::to_owned);
    text.unwrap_or_else(|| panic!("no field {id}: {value}"))
}

/// Everything that stands in the form, by id: texts, and what is chosen of what can be chosen.
pub(crate) async fn written(page: &Client) -> BTreeMap<String, String> {
    let script = "return Object.fromEntries(
        [...document.querySelectorAll('input, textarea, select, [role=combobox]')]
          .map((field) => ['checkbox', 'radio'].includes(field.type)
            ? [field.id || `${field.name}=${field.value}`, field.checked ? 'chosen' : '']
            : [field.id || field.name || field.outerHTML, field.value ?? field.textContent])
          .filter(([, value]) => value !== ''))";
    let written = page.execute(script, Vec::new()).await;
    serde_json::from_value(written.expect("the page answers")).expect("texts by id")
}

/// Waits until a field holds this.
pub(crate) async fn holds(page: &Client, id: &str, text: &str) {
    for _ in 0..100 {
        if value(page, id).await == text {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{id} holds {:?}", value(page, id).await);
}

/// Puts the keys into this control.
pub(crate) async fn focus(page: &Client, id: &str) {
    let script = "document.getElementById(arguments[0]).focus();";
    run(page, script, vec![id.into()]).await;
    focused(page, id).await;
}

/// Opens what the form keeps folded: number, sex and the rest of a person's papers.
pub(crate) async fn open_papers(page: &Client) {
    let script = "if (document.getElementById('person-number') === null)
           [...document.querySelectorAll('button[aria-expanded=false]')]
             .find((fold) => fold.textContent.includes('Giấy tờ')).click();";
    run(page, script, Vec::new()).await;
    appears(page, "//input[@id = 'person-number']").await;
}

/// What an invented card of this name fills.
pub(crate) fn of_card(name: &str) -> BTreeMap<String, String> {
    [
        ("person-name", name),
        ("person-born", "05/03/1990"),
        ("person-number", "031190012345"),
        (
            "person-address",
            "So 1 Duong Mau, Phuong Le Chan, Hai Phong",
        ),
        ("person-sex=female", "chosen"),
        ("person-proof=card_scanned", "chosen"),
    ]
    .map(|(id, value)| (id.to_owned(), value.to_owned()))
    .into()
}

/// Waits until the keys go to this control.
pub(crate) async fn focused(page: &Client, id: &str) {
    for _ in 0..100 {
        let now = page.execute("return document.activeElement?.id", Vec::new());
        if now.await.expect("the page answers") == id {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{id} did not get the keys");
}

/// The heading over a saved visit.
pub(crate) async fn saved(page: &Client) -> String {
    let heading = appears(page, "//h1[@id = 'saved-title']").await;
    heading.text().await.expect("it has words")
}
