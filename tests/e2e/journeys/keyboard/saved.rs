//! After saving, by keys: the saved visit, its paper, the wrong person, the closed day, who is next.

use fantoccini::Client;
use fantoccini::key::Key;
use serde_json::json;

use super::{in_layer, keeps_place, reach, remembers, returned, types, walked, works};
use testkit::spooler;

use crate::app::journey;
use crate::hands::{choose, key, named, press, put, put_all, run, until};
use crate::pages::{appears, counter, sign_in, words};

/// A complaint of somebody invented, ready to be saved.
async fn complaint(page: &Client) {
    named(page, Key::F2).await;
    counter::focused(page, "person-name").await;
    put_all(
        page,
        &[
            ("person-name", "Đặng Thị Đào"),
            ("person-born", "05031990"),
            (
                "person-address",
                "Số 1 Đường Mẫu, Phường Lê Chân, Hải Phòng",
            ),
        ],
    )
    .await;
    choose(page, "person-proof", "card_seen").await;
    appears(page, "//li[@id = 'service-A1']").await;
    let pick = "document.getElementById('service-A1').click()";
    run(page, pick, Vec::new()).await;
    put(page, "matter-0-content", "Không đồng ý.").await;
}

async fn says(page: &Client, text: &str) {
    let script = "return document.querySelector('main').textContent.includes(arguments[0])";
    until(page, script, vec![json!(text)]).await;
}

async fn saved(page: &Client) {
    complaint(page).await;
    named(page, Key::F9).await;
    counter::saved(page).await;
    counter::focused(page, "saved-title").await;
    walked(page, "saved").await;
    works(page, "In biên nhận").await;
    says(page, "đã gửi in").await;
    keeps_place(page).await;
    walked(page, "saved and printed").await;
    works(page, "Đã thấy giấy").await;
    says(page, "đã cầm giấy").await;
    keeps_place(page).await;
}

async fn wrong_person(page: &Client) {
    reach(page, "Ghi nhầm người").await;
    remembers(page).await;
    named(page, Key::Enter).await;
    counter::focused(page, "right-name").await;
    walked(page, "the wrong person").await;
    named(page, Key::Escape).await;
    returned(page).await;

    named(page, Key::Enter).await;
    counter::focused(page, "right-name").await;
    named(page, Key::F9).await;
    appears(page, "//*[@role = 'dialog']//*[@role = 'alert']").await;
    in_layer(page).await;
    walked(page, "the wrong person, refused").await;
    reach(page, "right-name").await;
    types(page, "Lê An").await;
    choose(page, "right-proof", "card_seen").await;
    named(page, Key::F9).await;
    words(page, "Đã chuyển sang đúng người").await;
    in_layer(page).await;
    walked(page, "the right person").await;
    named(page, Key::Escape).await;
    let closed = "return document.querySelector('[aria-modal=true]') === null";
    until(page, closed, Vec::new()).await;
    keeps_place(page).await;
}

async fn saved_at_once(page: &Client) {
    complaint(page).await;
    named(page, Key::F10).await;
    counter::saved(page).await;
    counter::focused(page, "call-next").await;
    says(page, "đã gửi in").await;
    walked(page, "saved and sent to the printer at once").await;
    works(page, "Xong").await;
    words(page, "Sẵn sàng tiếp người tiếp theo").await;
    keeps_place(page).await;
}

async fn day(page: &Client) {
    press(page, "Cuối ngày").await;
    appears(page, "//*[@id = 'day-note']").await;
    works(page, "Kết thúc ngày").await;
    words(page, "Ngày đã kết thúc").await;
    keeps_place(page).await;
    walked(page, "the closed day").await;
    reach(page, "day-reason").await;
    named(page, Key::Enter).await;
    let told = "return document.activeElement.getAttribute('role') === 'alert'";
    until(page, told, Vec::new()).await;
    walked(page, "the closed day, refused").await;
    reach(page, "day-reason").await;
    types(page, "Còn việc").await;
    named(page, Key::Enter).await;
    // The word for the next shift stands there on a closed day too.
    appears(page, "//button[normalize-space() = 'Kết thúc ngày']").await;
    keeps_place(page).await;
}

async fn next_officer(page: &Client, (name, passphrase): &(String, String)) {
    key(page, &[Key::Control.into()], '1').await;
    counter::shown(page).await;
    named(page, Key::F2).await;
    counter::focused(page, "person-name").await;
    put(page, "person-name", "Phạm Văn Nghĩa").await;
    key(page, &[Key::Control.into()], 'l').await;
    appears(page, "//*[@id = 'signin-name']").await;
    counter::focused(page, "signin-name").await;
    walked(page, "sign-in after a lock").await;
    reach(page, "signin-name").await;
    types(page, name).await;
    named(page, Key::Tab).await;
    counter::focused(page, "signin-passphrase").await;
    types(page, passphrase).await;
    named(page, Key::Enter).await;
    counter::shown(page).await;
    appears(page, "//h2[@id = 'drafts-title']").await;
    walked(page, "another officer's form").await;
    works(page, "Nhận làm tiếp").await;
    counter::focused(page, "person-name").await;
    counter::holds(page, "person-name", "Phạm Văn Nghĩa").await;
}

#[tokio::test]
async fn what_was_saved_the_closed_day_and_the_next_officer_are_worked_by_keys() {
    journey("keyboard-saved", |window| async move {
        let page = &window.page;
        spooler::stands_in(&window.folder);
        let officers = window.demo.users("reception");
        sign_in::shown(page).await;
        sign_in::sign_in_by_keyboard(page, &officers[0].0, &officers[0].1).await;
        counter::shown(page).await;
        saved(page).await;
        wrong_person(page).await;
        saved_at_once(page).await;
        day(page).await;
        next_officer(page, &officers[1]).await;
    })
    .await;
}
