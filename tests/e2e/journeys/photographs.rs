//! Every screen in four combinations of language, colours, width and text size, kept to be looked
//! at; clipping and accessibility are checked by the way.

use fantoccini::Client;
use serde_json::json;

use crate::app::{accessible, crowded, glimpse, journey, unclipped};
use crate::looks::{COMBINATIONS, dress};
use crate::pages::{appears, counter, sign_in};

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
    for look in COMBINATIONS {
        let name = look.0;
        let called = format!("photographs-{role}-{name}");
        journey(&called, move |window| async move {
            let page = &window.page;
            appears(page, "//h1").await;
            dress(page, look).await;
            page.refresh().await.unwrap();
            appears(page, "//h1").await;
            glimpse(page, &format!("photo-{role}-sign-in-{name}")).await;
            let (user, passphrase) = window.demo.user(role);
            sign_in::by_ids(page, &user, &passphrase).await;
            appears(page, "//nav").await;
            dress(page, look).await;
            if role != "admin" {
                counter::shown(page).await;
            }
            let mut at = 0;
            while go(page, at).await {
                glimpse(page, &format!("photo-{role}-{at}-{name}")).await;
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
async fn every_screen_of_a_supervisor_is_photographed() {
    photograph("supervisor").await;
}

#[tokio::test]
async fn every_screen_of_an_administrator_is_photographed() {
    photograph("admin").await;
}

#[tokio::test]
async fn fields_and_words_pushed_over_each_other_are_found() {
    journey("crowded", |window| async move {
        let page = &window.page;
        sign_in::shown(page).await;
        assert_eq!(crowded(page).await, json!([]));
        let push = "document.getElementById('signin-name').style.marginBottom = '-3rem';
             document.querySelector('main button[type=submit]').style.cssText =
               'width: 1em; min-width: 0; padding: 0; overflow-wrap: anywhere; white-space: normal'";
        page.execute(push, Vec::new()).await.unwrap();
        let found = crowded(page).await.to_string();
        assert!(found.contains("signin-name"), "{found}");
        assert!(found.contains("narrow: BUTTON"), "{found}");
    })
    .await;
}
