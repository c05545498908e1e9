//! Hostile text before and around the work: an invitation, one's own passphrase, the day and time
//! of a doubted clock, the first day of an office.

use std::time::Duration;

use fantoccini::{Client, Locator};
use serde_json::json;

use super::{inert, locks, none_forgotten, refused_at, stands, texts};
use crate::app::{Sitting, journey};
use crate::hands::{all_hold, answer, choose, press, put, put_all, run, told, told_bytes, until};
use crate::pages::{appears, counter, sign_in, words};

/// Makes every secret on the screen readable, as the button beside it does.
const SHOW: &str = "document.querySelectorAll('input[type=password] + button')
     .forEach((one) => one.click()); return true";

async fn invitation(page: &Client, text: &str) {
    let all = [
        ("invite-name", text),
        ("invite-code", text),
        ("invite-own", text),
        ("invite-repeat", text),
    ];
    put_all(page, &all).await;
    run(page, SHOW, Vec::new()).await;
    let shown = "return document.querySelector('main input[type=password]') === null";
    until(page, shown, Vec::new()).await;
    all_hold(page, &all).await;
    none_forgotten(page, text, &[]).await;
    inert(page, text).await;
    press(page, "Tạo khóa của tôi").await;
    let answered = "return document.querySelector('main [role=alert]') !== null
         && document.querySelector('main [aria-disabled=true]') === null";
    until(page, answered, Vec::new()).await;
    counter::holds(page, "invite-name", text).await;
    // Secrets are gone from the page once they were taken.
    counter::holds(page, "invite-code", "").await;
    inert(page, text).await;
}

async fn own_passphrase(page: &Client, text: &str) {
    let all = [("own-present", text), ("own-own", text)];
    put_all(page, &all).await;
    put(page, "own-repeat", "khac").await;
    run(page, SHOW, Vec::new()).await;
    all_hold(page, &all).await;
    let but = [
        ("own-repeat", "differs, so that nothing is changed"),
        ("own-pin-field", "six digits, nothing else can be typed"),
    ];
    none_forgotten(page, text, &but).await;
    inert(page, text).await;
    press(page, "Đổi cụm mật khẩu").await;
    appears(page, "//main//*[@role = 'alert']").await;
    assert!(refused_at(page, "own-own", "").await, "{text}");
    counter::holds(page, "own-present", text).await;
    inert(page, text).await;
}

/// A passphrase of such letters is one like any other, whichever form its letters come in.
async fn becomes(page: &Client, before: &str, after: &str) {
    let all = [
        ("own-present", before),
        ("own-own", after),
        ("own-repeat", after),
    ];
    put_all(page, &all).await;
    press(page, "Đổi cụm mật khẩu").await;
    words(
        page,
        "Đã đổi. Lần đăng nhập sau dùng cụm mới; các bản sao lưu cũ vẫn mở bằng cụm cũ.",
    )
    .await;
}

#[tokio::test]
async fn hostile_text_at_the_door_shows_as_typed_and_never_acts() {
    journey("hostile-door", |window| async move {
        let page = &window.page;
        let (name, passphrase) = window.demo.user("reception");
        sign_in::shown(page).await;
        run(page, "window.ran = 0", Vec::new()).await;
        press(page, "Có mã mời?").await;
        choose(page, "invite-way", "own").await;
        appears(page, "//*[@id = 'invite-repeat']").await;
        for text in texts() {
            invitation(page, &text).await;
        }
        press(page, "Về trang đăng nhập").await;

        let clock = json!({ "changed": { "clock": { "newest": "2026-11-27T09:40:00+07:00",
            "now": "2026-11-20T08:01:00+07:00", "ahead": false } } });
        answer(page, "sign_in", clock, 0).await;
        sign_in::by_ids(page, &name, &passphrase).await;
        appears(page, "//*[@id = 'clock-day']").await;
        for text in texts() {
            let all = [("clock-day", text.as_str()), ("clock-time", text.as_str())];
            put_all(page, &all).await;
            none_forgotten(page, &text, &[]).await;
            inert(page, &text).await;
            press(page, "Xác nhận").await;
            appears(page, "//main//*[@role = 'alert']").await;
            all_hold(page, &all).await;
            assert!(refused_at(page, "clock-day", &text).await, "{text}");
            inert(page, &text).await;
        }
        locks(page).await;

        sign_in::by_ids(page, &name, &passphrase).await;
        counter::shown(page).await;
        run(page, "window.ran ??= 0", Vec::new()).await;
        press(page, "Cài đặt").await;
        choose(page, "own-way", "own").await;
        appears(page, "//*[@id = 'own-repeat']").await;
        for text in texts() {
            own_passphrase(page, &text).await;
        }
        let markup = texts().swap_remove(0);
        becomes(page, &passphrase, &markup).await;
        locks(page).await;
        told_bytes(page, "sign_in", &[&name, &markup]).await;
    })
    .await;
}

const OFFICE: [&str; 6] = ["parent", "office", "place", "address", "phone", "letter"];
const FOUNDERS: [&str; 5] = [
    "first-founders-0-display",
    "first-founders-0-name",
    "first-founders-0-outside",
    "first-founders-1-display",
    "first-founders-1-name",
];

/// On to the next step; what is refused is refused at its field, as typed, and put right.
async fn goes_on(page: &Client, text: &str, right: &[(&str, &str)], there: &str) {
    for _ in 0..8 {
        press(page, "Tiếp tục").await;
        let answered = "return document.querySelector('main [aria-disabled=true]') === null
             && (document.querySelector(arguments[0]) !== null
               || document.querySelector('main [role=alert]') !== null)";
        until(page, answered, vec![json!(there)]).await;
        inert(page, text).await;
        if page.find(Locator::Css(there)).await.is_ok() {
            return;
        }
        let mut mended = false;
        for (id, plain) in right {
            if refused_at(page, id, text).await {
                put(page, id, plain).await;
                mended = true;
            }
        }
        assert!(mended, "refused at no field: {text}");
    }
    panic!("never goes on: {text}");
}

async fn told_of_an_office(page: &Client, text: &str) {
    let office = OFFICE.map(|part| format!("first-office-{part}"));
    let all: Vec<(&str, &str)> = office.iter().map(|id| (id.as_str(), text)).collect();
    put_all(page, &all).await;
    all_hold(page, &all).await;
    none_forgotten(page, text, &[]).await;
    stands(page, text).await;
    inert(page, text).await;
    let right: Vec<(&str, &str)> = office.iter().map(|id| (id.as_str(), "A")).collect();
    goes_on(page, text, &right, "#first-founders-0-display").await;
    let founders = FOUNDERS.map(|id| (id, text));
    put_all(page, &founders).await;
    all_hold(page, &founders).await;
    none_forgotten(page, text, &[]).await;
    inert(page, text).await;
    let right = [
        ("first-founders-0-display", "Lê Thị Hương"),
        ("first-founders-0-name", "huong.le"),
        ("first-founders-0-outside", ""),
        ("first-founders-1-display", "Trần Văn Bình"),
        ("first-founders-1-name", "binh.tran"),
    ];
    goes_on(page, text, &right, "#founder-way").await;
    inert(page, text).await;
    press(page, "Quay lại").await;
    appears(page, "//*[@id = 'first-founders-0-display']").await;
    press(page, "Quay lại").await;
    appears(page, "//*[@id = 'first-office-letter']").await;
}

/// The founder whose turn it is chooses own words.
async fn chooses(page: &Client, text: &str) {
    let own = "mot cum test khong ai doan ra";
    choose(page, "founder-way", "own").await;
    put_all(page, &[("founder-own", text), ("founder-repeat", text)]).await;
    none_forgotten(page, text, &[]).await;
    inert(page, text).await;
    put_all(page, &[("founder-own", own), ("founder-repeat", own)]).await;
    press(page, "đã chọn xong").await;
}

#[tokio::test]
async fn an_office_told_in_hostile_text_shows_it_as_typed_and_never_acts() {
    let folder = tempfile::tempdir().expect("a folder for the machine");
    let sitting = Sitting::begin(folder.path(), &folder.path().join("vault")).await;
    let page = &sitting.page;
    appears(page, "//h1").await;
    run(page, "window.ran = 0", Vec::new()).await;
    told(page, "founding_state", json!({})).await;
    press(page, "Lập đơn vị").await;
    appears(page, "//*[@id = 'first-office-letter']").await;
    for text in texts() {
        told_of_an_office(page, &text).await;
    }
    // The program starts again on what was told last, and an office is founded of markup.
    let markup = texts().swap_remove(0);
    for part in ["parent", "office", "place", "address", "phone"] {
        put(page, &format!("first-office-{part}"), &markup).await;
    }
    put(page, "first-office-letter", "A").await;
    press(page, "Tiếp tục").await;
    put_all(
        page,
        &[
            ("first-founders-0-display", &markup),
            ("first-founders-0-name", "huong.le"),
            ("first-founders-0-outside", &markup),
            ("first-founders-1-display", &markup),
            ("first-founders-1-name", "binh.tran"),
        ],
    )
    .await;
    press(page, "Tiếp tục").await;
    appears(page, "//*[@id = 'founder-way']").await;
    inert(page, &markup).await;
    page.refresh().await.expect("the page loads");
    appears(page, "//h1[@id = 'first-title']").await;
    run(page, "window.ran ??= 0", Vec::new()).await;
    inert(page, &markup).await;
    appears(page, "//*[@id = 'founder-way']").await;
    for _ in 0..2 {
        let turn = "return document.querySelector('h2')?.textContent.includes(arguments[0])";
        until(page, turn, vec![json!(markup)]).await;
        chooses(page, &markup).await;
    }
    press(page, "Lập đơn vị").await;
    // Keys are made slow on purpose.
    for _ in 0..4 {
        let came = page.wait().at_most(Duration::from_secs(20));
        let came = came.for_element(Locator::Id("share-copied")).await;
        if came.is_ok() {
            break;
        }
    }
    appears(page, "//*[@id = 'share-copied']").await;
    stands(page, &markup).await;
    inert(page, &markup).await;
}
