//! Journey 3: she says that her husband beats her. The open visit becomes a private reception in one key,
//! is told once and handed over; the register says nothing, the officer reads nothing any more, and a
//! supervisor finds her by her name.

use fantoccini::Client;
use fantoccini::key::Key;
use serde_json::json;

use super::traces::{as_text, found};
use crate::app::{Window, journey};
use crate::hands::{ask, choose, named, press, put, put_all, run, until};
use crate::keys::Keyboard;
use crate::pages::{appears, counter, sign_in, words};
use crate::screen::{accessible, glimpse, picture, unclipped};

const NAME: &str = "Vương Thị Xuyến Quỳnh";
const NUMBER: &str = "031190098765";
const BEFORE: &str = "Chồng tôi quăng vỡ cái chum";
const TOLD: &str = "Tối qua anh ấy khóa trái cửa buồng";

/// All that a page holds: what is read, what is typed, what is only spoken.
const HOLDS: &str = "const all = [document.documentElement.outerHTML, document.title,
       ...[...document.querySelectorAll('input, textarea')].map((one) => one.value),
       JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })].join('\\n');
     return arguments[0].filter((text) => all.includes(text));";

async fn holds_nothing(page: &Client, texts: &[&str]) {
    assert_eq!(run(page, HOLDS, vec![json!(texts)]).await, json!([]));
}

/// At the counter, half a complaint; then she says it.
async fn half_a_complaint(page: &Client) {
    named(page, Key::F2).await;
    counter::form(page).await;
    counter::open_papers(page).await;
    put_all(page, &[("person-name", NAME), ("person-number", NUMBER)]).await;
    appears(page, "//li[@id = 'service-A1']").await;
    let pick = "document.getElementById('service-A1').click()";
    run(page, pick, Vec::new()).await;
    put(page, "matter-0-content", BEFORE).await;
    let kept = "return [...document.querySelectorAll('[role=status]')]
       .some((one) => /Đã giữ \\d\\d:/.test(one.textContent))";
    until(page, kept, Vec::new()).await;
}

/// The private talk, section by section.
async fn told_once(page: &Client) {
    appears(page, "//h1[@id = 'private-title']").await;
    glimpse(page, "private-safety").await;
    unclipped(page).await;
    accessible(page).await;
    choose(page, "matter-0-safe_now", "no").await;
    named(page, Key::F9).await;
    // What was typed at the counter stands there: nothing is asked twice.
    counter::holds(page, "matter-0-telling", BEFORE).await;
    put(page, "matter-0-telling", TOLD).await;
    glimpse(page, "private-telling").await;
    named(page, Key::F9).await;
    choose(page, "matter-0-strangled", "yes").await;
    // Neither low nor medium can be chosen.
    let levels = "return [...document.querySelectorAll('input[name=\"matter-0-level\"]')]
       .map((one) => one.value)";
    assert_eq!(
        run(page, levels, Vec::new()).await,
        json!(["high", "urgent"])
    );
    glimpse(page, "private-signs").await;
    unclipped(page).await;
    press(page, "Đổi…").await;
    choose(page, "private-kind", "F1").await;
    named(page, Key::F10).await;
    words(page, "Hãy hỏi mang giấy về có an toàn không.").await;
    glimpse(page, "private-end").await;
    accessible(page).await;
    choose(page, "private-carry", "none").await;
}

async fn signs_in(window: &Window, role: &str) {
    let (name, passphrase) = window.demo.user(role);
    sign_in::shown(&window.page).await;
    sign_in::sign_in(&window.page, &name, &passphrase).await;
    appears(&window.page, "//nav").await;
}

#[tokio::test]
async fn she_says_that_her_husband_beats_her_and_what_she_tells_is_the_cleared_peoples_alone() {
    journey("private", |window| async move {
        let page = &window.page;
        let keyboard = Keyboard::at_the_window();
        counter::reached(&window, "reception").await;
        half_a_complaint(page).await;
        keyboard.press(&["ctrl+r"]);
        told_once(page).await;
        named(page, Key::F10).await;
        let code = appears(
            page,
            "//*[@id = 'private-handed']//p[contains(@class, 'code')]",
        )
        .await;
        let code = code.text().await.unwrap();
        assert_eq!(code.len(), 6, "{code}");
        glimpse(page, "private-handed").await;
        holds_nothing(page, &[NAME, NUMBER, BEFORE, TOLD]).await;
        // Reception finds neither her nor a file; the row says served.
        let people = ask(page, "find_people", json!({ "query": "xuyen quynh" })).await;
        assert_eq!(people["people"], json!([]));
        let drafts = ask(page, "drafts", json!({})).await;
        let texts = drafts.to_string();
        assert!(!texts.contains("Quỳnh"), "{texts}");
        let index = ask(page, "find_protected", json!({ "asked": NAME })).await;
        assert_eq!(index["refused"]["code"], "session.not_allowed", "{index}");
        keyboard.press(&["ctrl+l"]);

        signs_in(&window, "supervisor").await;
        press(page, "Hồ sơ hạn chế").await;
        words(page, &code).await;
        glimpse(page, "protected-list").await;
        put(page, "protected-asked", "xuyen quynh").await;
        words(page, &code).await;
        press(page, "Mở").await;
        words(page, TOLD).await;
        picture(page, "protected-file").await;
        unclipped(page).await;
        accessible(page).await;
        put(page, "protected-note", "Đã cử người đến tận nơi.").await;
        press(page, "Ghi vào hồ sơ").await;
        appears(page, "//article//p[. = 'Đã cử người đến tận nơi.']").await;
        // Another screen: nothing of it is in the page any more.
        press(page, "Quầy tiếp dân").await;
        counter::shown(page).await;
        holds_nothing(page, &[NAME, TOLD, &code]).await;
        keyboard.press(&["ctrl+l"]);
        sign_in::shown(page).await;
        holds_nothing(page, &[NAME, TOLD, &code]).await;
        let canaries: Vec<_> = [NAME, NUMBER, BEFORE, TOLD]
            .into_iter()
            .flat_map(as_text)
            .collect();
        assert_eq!(found(&window.folder, &canaries), [""; 0]);
    })
    .await;
}
