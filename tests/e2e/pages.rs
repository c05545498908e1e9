//! What a person sees, as functions: one file a screen, and what all screens share.

pub(crate) mod counter;
pub(crate) mod sign_in;

use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, Locator};

/// Longest wait for something to appear.
const PATIENCE: Duration = Duration::from_secs(30);

/// The element at an XPath, waited for.
pub(crate) async fn appears(page: &Client, xpath: &str) -> Element {
    let found = page
        .wait()
        .at_most(PATIENCE)
        .for_element(Locator::XPath(xpath))
        .await;
    found.unwrap_or_else(|error| panic!("did not appear: {xpath} ({error})"))
}

/// The control a label belongs to.
pub(crate) async fn field(page: &Client, label: &str) -> Element {
    let xpath = format!("//input[@id = //label[normalize-space(.) = '{label}']/@for]");
    appears(page, &xpath).await
}

/// A button by the words on it or the name it is announced with.
pub(crate) async fn button(page: &Client, name: &str) -> Element {
    let xpath = format!("//button[normalize-space(.) = '{name}' or @aria-label = '{name}']");
    appears(page, &xpath).await
}

/// The screen's heading.
pub(crate) async fn heading(page: &Client, text: &str) -> Element {
    appears(page, &format!("//h1[normalize-space(.) = '{text}']")).await
}

/// Any words on the screen.
pub(crate) async fn words(page: &Client, text: &str) -> Element {
    appears(
        page,
        &format!("//body//*[text()[normalize-space(.) = '{text}']]"),
    )
    .await
}
