//! Every screen in four combinations of language, colours, width and text size, kept to be looked
//! at; clipping and accessibility are checked by the way.

use fantoccini::Client;
use serde_json::{Value, json};

use crate::app::{accessible, journey, picture, unclipped};
use crate::pages::{appears, counter, sign_in};

/// Name, language, colours, size of the window, text in percent.
type Look = (&'static str, &'static str, &'static str, (u32, u32), u32);
const COMBINATIONS: [Look; 4] = [
    ("vi-light-1366-100", "vi", "light", (1366, 768), 100),
    ("en-dark-1366-150", "en", "dark", (1366, 768), 150),
    ("vi-dark-1920-100", "vi", "dark", (1920, 1040), 100),
    ("en-light-1920-150", "en", "light", (1920, 1040), 150),
];

/// Asks the core as the page does.
async fn ask(page: &Client, name: &str, body: Value) {
    let script = "const done = arguments[arguments.length - 1];
         window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(
           () => done(null), (error) => done(JSON.stringify(error)));";
    let asked = page.execute_async(script, vec![json!(name), body]).await;
    assert_eq!(asked.expect("the page answers"), Value::Null, "{name}");
}

/// Goes to the screen that stands there in the navigation.
async fn go(page: &Client, at: usize) -> bool {
    // The last of them opens help and goes nowhere.
    let script = "const items = [...document.querySelectorAll('nav li button')].slice(0, -1);
         items[arguments[0]]?.click();
         return arguments[0] < items.length;";
    let there = page.execute(script, vec![json!(at)]).await;
    there.expect("the page answers") == json!(true)
}

async fn photograph(role: &'static str) {
    for (name, lang, theme, (width, height), text) in COMBINATIONS {
        let called = format!("photographs-{role}-{name}");
        journey(&called, move |window| async move {
            let page = &window.page;
            page.set_window_rect(0, 0, width, height).await.unwrap();
            let look = json!({ "appearance": {
                "lang": lang, "theme": theme, "density": "comfortable", "text": text,
                "discreet": false, "shortcuts": true,
            }});
            appears(page, "//h1").await;
            ask(page, "set_appearance", look.clone()).await;
            page.refresh().await.unwrap();
            appears(page, "//h1").await;
            picture(page, &format!("photo-{role}-sign-in-{name}")).await;
            let (user, passphrase) = window.demo.user(role);
            sign_in::by_ids(page, &user, &passphrase).await;
            appears(page, "//nav").await;
            ask(page, "set_appearance", look).await;
            if role == "reception" {
                counter::shown(page).await;
            }
            let mut at = 0;
            while go(page, at).await {
                picture(page, &format!("photo-{role}-{at}-{name}")).await;
                accessible(page).await;
                unclipped(page).await;
                at += 1;
            }
            assert!(at >= 4, "only {at} screens");
        })
        .await;
    }
}

#[tokio::test]
async fn every_screen_of_a_reception_officer_is_photographed() {
    photograph("reception").await;
}

#[tokio::test]
async fn every_screen_of_an_administrator_is_photographed() {
    photograph("admin").await;
}
