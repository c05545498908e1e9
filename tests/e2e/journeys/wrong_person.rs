//! The wrong person: once the visit was moved, nothing of it stands with the stranger any more, on no
//! screen, whichever way one looks; and it stands whole with whom it is about.

use fantoccini::Client;
use fantoccini::key::Key;
use serde_json::{Value, json};
use testkit::spooler;

use crate::app::journey;
use crate::hands::{choose, key, named, press, put, put_all, run, told, until};
use crate::pages::{appears, counter, words};
use crate::screen::{accessible, glimpse};

/// Who was written down by mistake; she came herself before.
const STRANGER: &str = "Hà Thị Cam";
/// Who really came.
const RIGHT: &str = "Đỗ Văn Quýt";
/// What he told, in words nobody else uses.
const TOLD: &str = "Không đồng ý mức phạt bảy trăm linh ba nghìn.";
const DECISION: &str = "Quyết định số bốn mươi bảy (mẫu)";
const NOTE: &str = "Hẹn nghe lại lúc chiều muộn.";
/// His own, typed while she was taken for him.
const PHONE: &str = "0912345699";
const ADDRESS: &str = "Số chín mươi chín đường Mẫu";

/// Keeps what the core says of a visit that was saved.
const HEAR: &str = "const real = window.fetch;
    window.heard = null;
    window.fetch = async (address, request) => {
      const answer = await real.call(window, address, request);
      if (new URL(address).pathname.endsWith('save_visit')) window.heard = await answer.clone().json();
      return answer;
    };";

/// All that a page holds: what is read, what is typed, what is only spoken.
const HOLDS: &str = "const all = [document.documentElement.outerHTML,
       ...[...document.querySelectorAll('input, textarea')].map((one) => one.value),
       JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })].join('\\n');
     return arguments[0].filter((text) => all.includes(text));";

async fn holds(page: &Client, texts: &[&str]) -> Vec<String> {
    let found = run(page, HOLDS, vec![json!(texts)]).await;
    serde_json::from_value(found).unwrap()
}

/// She comes herself: a visit of her own, with advice.
async fn comes_herself(page: &Client) {
    named(page, Key::F2).await;
    counter::form(page).await;
    put_all(
        page,
        &[("person-name", STRANGER), ("person-born", "05031990")],
    )
    .await;
    choose(page, "person-proof", "card_seen").await;
    choose(page, "outcome", "advice").await;
    named(page, Key::F9).await;
    counter::saved(page).await;
    press(page, "Xong").await;
}

/// Begins a form, and takes her out of the record.
async fn picks_her(page: &Client) {
    named(page, Key::F2).await;
    counter::form(page).await;
    counter::focused(page, "person-name").await;
    let at = page.active_element().await.unwrap();
    at.send_keys("ha thi cam").await.unwrap();
    let pick = "const row = [...document.querySelectorAll('[role=option]')]
           .find((one) => one.textContent.includes(arguments[0]));
         row?.click(); return row !== undefined";
    until(page, pick, vec![json!(STRANGER)]).await;
    words(page, "Không phải người này").await;
}

/// His matter, in her name.
async fn mistaken(page: &Client) -> Value {
    picks_her(page).await;
    appears(page, "//li[@id = 'service-A1']").await;
    let pick = "document.getElementById('service-A1').click()";
    run(page, pick, Vec::new()).await;
    put_all(
        page,
        &[
            ("matter-0-content", TOLD),
            ("matter-0-decision", DECISION),
            ("visit-note", NOTE),
            ("person-phone", PHONE),
            ("person-address", ADDRESS),
        ],
    )
    .await;
    counter::open_papers(page).await;
    choose(page, "person-proof", "card_seen").await;
    named(page, Key::F9).await;
    counter::saved(page).await;
    let heard = run(page, "return window.heard", Vec::new()).await;
    assert!(heard["visit"].is_string(), "{heard}");
    heard
}

/// Her page, found as anyone would: by her name in the search.
async fn her_page(page: &Client, query: &str, name: &str) {
    press(page, "Người dân").await;
    put(page, "people-query", query).await;
    let open = "const row = [...document.querySelectorAll('tbody button')]
           .find((one) => one.textContent.trim() === arguments[0]);
         row?.click(); return row !== undefined";
    until(page, open, vec![json!(name)]).await;
    appears(page, &format!("//h1[contains(., '{name}')]")).await;
    appears(page, "//main//ul/li/strong").await;
}

/// How many visits her page lists, and what it says of them.
async fn visits(page: &Client) -> Vec<String> {
    let listed = "return [...document.querySelectorAll('main ul > li')]
         .map((one) => one.textContent.replace(/\\s+/g, ' ').trim())";
    serde_json::from_value(run(page, listed, Vec::new()).await).unwrap()
}

async fn moved_to_him(page: &Client) {
    press(page, "Ghi nhầm người").await;
    counter::focused(page, "right-name").await;
    // Nothing of hers stands in the form that asks who it really was.
    let dialog = "return document.querySelector('[aria-modal=true]').textContent
         .includes(arguments[0])";
    assert_eq!(run(page, dialog, vec![json!(STRANGER)]).await, json!(false));
    put_all(page, &[("right-name", RIGHT), ("right-born", "17081985")]).await;
    choose(page, "right-proof", "card_seen").await;
    named(page, Key::F9).await;
    words(page, "Đã chuyển sang đúng người").await;
    let drawn = "const pages = [...document.querySelectorAll('[role=dialog] img')];
         return pages.length > 0 && pages.every((one) => one.complete && one.naturalWidth > 0);";
    until(page, drawn, Vec::new()).await;
    press(page, "Xong").await;
    let closed = "return document.querySelector('[aria-modal=true]') === null";
    until(page, closed, Vec::new()).await;
}

/// Her page, a form with her in it, and the palette: her own visit and nothing of his.
async fn nothing_of_it_with_her(page: &Client, his: &[&str], number: &str) {
    her_page(page, "ha thi cam", STRANGER).await;
    let listed = visits(page).await;
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert!(listed[0].contains("Hướng dẫn"), "{listed:?}");
    assert!(!listed[0].contains(number), "{listed:?}");
    assert_eq!(holds(page, his).await, [""; 0], "her page");
    accessible(page).await;
    glimpse(page, "wrong-person-her-page").await;
    named(page, Key::Escape).await;
    appears(page, "//*[@id = 'people-query']").await;

    press(page, "Quầy tiếp dân").await;
    counter::shown(page).await;
    picks_her(page).await;
    let beside = "return [...document.querySelectorAll('aside li strong')].length";
    assert_eq!(
        run(page, beside, Vec::new()).await,
        1,
        "her visits beside the form"
    );
    assert_eq!(holds(page, his).await, [""; 0], "a form of hers");
    press(page, "Bỏ phiếu này").await;

    key(page, &[Key::Control.into()], 'k').await;
    appears(page, "//*[@role = 'dialog']//input[@role = 'combobox']").await;
    let at = page.active_element().await.unwrap();
    at.send_keys("ha thi cam").await.unwrap();
    let found = "return [...document.querySelectorAll('[role=option]')]
         .some((one) => one.textContent.includes(arguments[0]))";
    until(page, found, vec![json!(STRANGER)]).await;
    assert_eq!(holds(page, his).await, [""; 0], "the palette's answer");
    named(page, Key::Escape).await;
}

/// The visit itself: in the queue, by its menu, in his page, on the papers' screen; she is on none.
async fn the_visit_is_his(page: &Client, number: &str, receipts: (&str, &str)) {
    press(page, "Quầy tiếp dân").await;
    counter::shown(page).await;
    let row = "const row = [...document.querySelectorAll('main li button')]
           .find((one) => one.textContent.includes(arguments[0]));
         row?.click(); return row !== undefined";
    // What is served may be folded away.
    let folds = "document.querySelectorAll('[aria-labelledby=queue-title] [aria-expanded=false], \
           [aria-labelledby=queue-title] details:not([open]) > summary')
         .forEach((one) => one.click()); return true";
    until(page, folds, Vec::new()).await;
    until(page, row, vec![json!(number)]).await;
    appears(
        page,
        &format!("//*[@role = 'dialog']//h2[contains(., '{number}')]"),
    )
    .await;
    assert_eq!(
        holds(page, &[STRANGER]).await,
        [""; 0],
        "the queue and its menu"
    );
    named(page, Key::Escape).await;

    press(page, "Phiếu, biên nhận").await;
    words(page, receipts.1).await;
    assert_eq!(holds(page, &[STRANGER]).await, [""; 0], "the papers");

    her_page(page, "do van quyt", RIGHT).await;
    let listed = visits(page).await;
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert!(
        listed[0].contains(number) && listed[0].contains("Khiếu nại"),
        "{listed:?}"
    );
    assert_eq!(
        holds(page, &[STRANGER, receipts.0]).await,
        [""; 0],
        "his page"
    );
    named(page, Key::Escape).await;
    appears(page, "//*[@id = 'people-query']").await;
}

#[tokio::test]
async fn a_visit_that_was_moved_stands_nowhere_with_the_stranger() {
    journey("wrong-person", |window| async move {
        let page = &window.page;
        spooler::stands_in(&window.folder);
        counter::reached(&window, "reception").await;
        run(page, HEAR, Vec::new()).await;
        comes_herself(page).await;
        let saved = mistaken(page).await;
        let number = saved["queue_number"].as_str().unwrap();
        let old = saved["files"][0]["receipt"].as_str().unwrap();
        let file = saved["files"][0]["number"].as_str().unwrap();

        // Before it is moved it does stand there, or the rest would show nothing.
        her_page(page, "ha thi cam", STRANGER).await;
        let listed = visits(page).await;
        assert_eq!(listed.len(), 2, "{listed:?}");
        assert!(
            listed
                .iter()
                .any(|one| one.contains(number) && one.contains("Khiếu nại"))
        );
        key(page, &[Key::Control.into()], '1').await;
        appears(page, "//h1[@id = 'saved-title']").await;
        moved_to_him(page).await;

        let states = told(page, "print_states", json!({})).await;
        let numbers = states.as_array().unwrap().iter();
        let new = numbers.map(|row| row["number"].as_str().unwrap()).max();
        let new = new.expect("a new receipt").to_owned();
        assert_ne!(new, old);
        let his = [
            TOLD,
            DECISION,
            NOTE,
            RIGHT,
            PHONE,
            ADDRESS,
            old,
            &new,
            file,
            "Khiếu nại · ",
        ];
        the_visit_is_his(page, number, (old, &new)).await;
        nothing_of_it_with_her(page, &his, number).await;
    })
    .await;
}
