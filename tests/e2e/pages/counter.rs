//! The counter: queue, form, what was saved.

use fantoccini::Client;
use fantoccini::elements::Element;
use serde_json::Value;

use super::appears;

/// Waits until the counter is there and has looked at its queue.
pub(crate) async fn shown(page: &Client) {
    appears(
        page,
        "//h2[normalize-space(.) = 'Hàng đợi' or normalize-space(.) = 'Queue']",
    )
    .await;
    appears(page, "//*[@id = 'call-next']").await;
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
