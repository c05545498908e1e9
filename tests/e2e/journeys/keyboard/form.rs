//! A scan beside a form, what it asks, the forms that wait, and who might be the same, by keys.

use fantoccini::Client;
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{in_layer, keeps_place, reach, remembers, returned, walked, works};
use crate::app::journey;
use crate::hands::{key, named, put, put_all, told, until};
use crate::keys::Keyboard;
use crate::pages::{appears, counter, sign_in, words};
use crate::scanner;

/// Invented cards.
const CARD: &str =
    "031190012345||DANG THI DAO|05031990|Nu|So 1 Duong Mau, Phuong Le Chan, Hai Phong|12082022";
const OTHER: &str =
    "031090054321||TRAN VAN MAN|17081990|Nam|So 2 Duong Mau, Phuong Le Chan, Hai Phong|12082022";
/// No card: a part of one.
const BROKEN: &str = "031190012345||DANG THI DAO|05031990";

const QUESTION: &str = "Vừa quét thẻ khi phiếu này đang ghi";

async fn gone(page: &Client, text: &str) {
    let script = "return !document.body.textContent.includes(arguments[0])";
    until(page, script, vec![json!(text)]).await;
}

async fn blank(page: &Client) {
    named(page, Key::F2).await;
    counter::form(page).await;
    counter::focused(page, "person-name").await;
}

async fn scans(page: &Client) {
    let keyboard = Keyboard::at_the_window();
    blank(page).await;
    put(page, "person-name", "Phạm Nghĩa").await;
    reach(page, "person-phone").await;
    scanner::scan(CARD, 12);
    words(page, QUESTION).await;
    walked(page, "a form with a scan's question").await;
    works(page, "Bỏ lần quét").await;
    gone(page, QUESTION).await;
    keeps_place(page).await;

    reach(page, "person-phone").await;
    scanner::scan(CARD, 12);
    words(page, QUESTION).await;
    key(page, &[Key::Alt.into()], '2').await;
    counter::holds(page, "person-name", "DANG THI DAO").await;
    gone(page, QUESTION).await;
    keeps_place(page).await;

    scanner::scan(OTHER, 12);
    words(page, QUESTION).await;
    key(page, &[Key::Alt.into()], '1').await;
    counter::holds(page, "person-name", "TRAN VAN MAN").await;
    keeps_place(page).await;
    appears(page, "//h2[@id = 'drafts-title']").await;
    walked(page, "a form beside one that waits").await;

    scanner::scan(BROKEN, 12);
    words(page, "Chưa nhận được thẻ").await;
    walked(page, "a form and no card").await;
    works(page, "Đã hiểu").await;
    gone(page, "Chưa nhận được thẻ").await;
    keeps_place(page).await;
    drop(keyboard);
}

async fn drafts(page: &Client) {
    works(page, "Bỏ phiếu này").await;
    counter::focused(page, "call-next").await;
    walked(page, "forms that wait").await;
    works(page, "Làm tiếp").await;
    counter::focused(page, "person-name").await;
    counter::holds(page, "person-name", "DANG THI DAO").await;
    blank(page).await;
    appears(page, "//h2[@id = 'drafts-title']").await;
    works(page, "Bỏ").await;
    let none = "return document.getElementById('drafts-title') === null";
    until(page, none, Vec::new()).await;
    keeps_place(page).await;
}

/// Somebody of the demo office with a day of birth.
async fn known(page: &Client) -> Value {
    for part in ["nguyen", "tran", "le", "pham", "an"] {
        let found = told(page, "find_people", json!({ "query": part })).await;
        let rows = found["people"].as_array().cloned().unwrap_or_default();
        if let Some(row) = rows.into_iter().find(|row| row["born"].is_string()) {
            return row;
        }
    }
    panic!("the demo has nobody");
}

async fn look_alikes(page: &Client) {
    let row = known(page).await;
    let fact = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    blank(page).await;
    let (name, born) = (fact("name"), fact("born"));
    put_all(page, &[("person-name", &name), ("person-born", &born)]).await;
    reach(page, "Có thể đã có").await;
    remembers(page).await;
    named(page, Key::Enter).await;
    appears(page, "//*[@role = 'dialog']//li").await;
    in_layer(page).await;
    walked(page, "who might be the same").await;
    works(page, "So sánh").await;
    appears(
        page,
        "//*[@role = 'dialog']//table | //*[@role = 'dialog']//dl",
    )
    .await;
    walked(page, "the comparison").await;
    named(page, Key::Escape).await;
    returned(page).await;

    named(page, Key::Enter).await;
    appears(page, "//*[@role = 'dialog']//li").await;
    works(page, "So sánh").await;
    works(page, "Đúng là người này").await;
    words(page, "Không phải người này").await;
    counter::focused(page, "person-name").await;
    walked(page, "a form of somebody known").await;
    works(page, "Không phải người này").await;
    gone(page, "Không phải người này").await;
    keeps_place(page).await;
    works(page, "Bỏ phiếu này").await;
    counter::focused(page, "call-next").await;
}

#[tokio::test]
async fn scans_waiting_forms_and_look_alikes_are_worked_by_keys() {
    journey("keyboard-form", |window| async move {
        let page = &window.page;
        let (name, passphrase) = window.demo.user("reception");
        sign_in::shown(page).await;
        sign_in::sign_in_by_keyboard(page, &name, &passphrase).await;
        counter::shown(page).await;
        look_alikes(page).await;
        scans(page).await;
        drafts(page).await;
    })
    .await;
}
