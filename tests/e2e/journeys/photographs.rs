//! Every screen in four combinations of language, colours, width and text size, kept to be looked
//! at; clipping and accessibility are checked by the way.

use fantoccini::Client;
use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::app::journey;
use crate::hands::named;
use crate::looks::{COMBINATIONS, dress, wears};
use crate::pages::{appears, counter, sign_in};
use crate::screen::{accessible, crowded, glimpse, unclipped};

/// Goes to the screen that stands there in the navigation.
async fn go(page: &Client, at: usize) -> bool {
    // The last of them opens help and goes nowhere.
    let script = "const items = [...document.querySelectorAll('nav li button')].slice(0, -1);
         items[arguments[0]]?.click();
         return arguments[0] < items.length;";
    let there = page.execute(script, vec![json!(at)]).await;
    there.expect("the page answers") == json!(true)
}

/// Help takes room from every screen and lies over none.
async fn beside_help(page: &Client, name: &str) {
    named(page, Key::F1).await;
    let mut at = 0;
    while go(page, at).await {
        appears(page, "//aside/header/h1").await;
        glimpse(page, &format!("photo-help-{at}-{name}")).await;
        unclipped(page).await;
        at += 1;
    }
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
            wears(page, look).await;
            glimpse(page, &format!("photo-{role}-sign-in-{name}")).await;
            let (user, passphrase) = window.demo.user(role);
            sign_in::by_ids(page, &user, &passphrase).await;
            appears(page, "//nav").await;
            dress(page, look).await;
            page.refresh().await.unwrap();
            appears(page, "//nav").await;
            if !["admin", "auditor"].contains(&role) {
                counter::shown(page).await;
            }
            let mut at = 0;
            while go(page, at).await {
                wears(page, look).await;
                glimpse(page, &format!("photo-{role}-{at}-{name}")).await;
                accessible(page).await;
                unclipped(page).await;
                at += 1;
            }
            assert!(at >= 4, "only {at} screens");
            if role == "supervisor" && look.3.0 == 1366 {
                beside_help(page, name).await;
            }
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
async fn every_screen_of_a_case_officer_is_photographed() {
    photograph("case").await;
}

#[tokio::test]
async fn every_screen_of_an_auditor_is_photographed() {
    photograph("auditor").await;
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

#[tokio::test]
async fn what_is_covered_or_cut_is_found_and_what_only_scrolls_is_not() {
    journey("covered", |window| async move {
        let page = &window.page;
        sign_in::shown(page).await;
        let plant = async |name: &str, look: &str, within: Value| {
            let plant = "const made = (name, look, words) => {
                   const one = document.createElement(name);
                   one.style.cssText = look;
                   one.append(words);
                   return one;
                 };
                 document.getElementById('planted')?.remove();
                 const one = made(arguments[0], arguments[1], '');
                 one.id = 'planted';
                 arguments[2].forEach((child) => one.append(made(...child)));
                 document.body.append(one);";
            let with = vec![json!(name), json!(look), within];
            page.execute(plant, with).await.unwrap();
            crowded(page).await.to_string()
        };
        let over = "position: fixed; inset: 0; background: white";
        let found = plant("p", over, json!([])).await;
        assert!(
            found.contains("covered: INPUT signin-name by P planted"),
            "{found}"
        );
        let rows = json!([["h2", "margin: 0", "Hàng"], ["p", "height: 90rem", "Dòng"]]);
        let list =
            |high: &str| format!("position: fixed; top: 0; height: {high}; overflow-y: auto");
        assert_eq!(plant("div", &list("4rem"), rows.clone()).await, "[]");
        let found = plant("div", &list("0.8rem"), rows).await;
        assert!(found.contains("cut at the beginning: H2 Hàng"), "{found}");
        let hides = "position: fixed; top: 0; height: 0.8rem; overflow-y: hidden";
        let found = plant("div", hides, json!([["button", "", "Gọi"]])).await;
        assert!(found.contains("cut: BUTTON Gọi"), "{found}");
    })
    .await;
}
