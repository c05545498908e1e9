//! Hostile text in what administrators and supervisors set, ask and agree to.

use fantoccini::Client;
use fantoccini::key::Key;
use serde_json::json;

use super::{composed, inert, locks, none_forgotten, refused_at, texts};
use testkit::spooler;

use crate::app::journey;
use crate::hands::{all_hold, named, press, put, put_all, run, told, until};
use crate::pages::{appears, counter, heading, sign_in};

/// Each tab of the settings, and what may be typed there.
const TABS: [(&str, &[&str]); 4] = [
    ("Quầy", &["counter.name", "idle.seconds"]),
    (
        "Máy in",
        &[
            "printer.receipt",
            "printer.slip",
            "printer.sheet",
            "printer.private",
        ],
    ),
    ("Máy quét", &["scanner.port", "scan.folder"]),
    ("Sao lưu", &["backup.alarm_hours"]),
];

/// Saved as composed and shown so, or refused at its field and there as typed.
async fn settings(page: &Client, tab: &str, names: &[&str], text: &str) -> usize {
    press(page, tab).await;
    let ids: Vec<String> = names
        .iter()
        .map(|name| format!("setting-{}", name.replace('.', "-")))
        .collect();
    let all: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), text)).collect();
    put_all(page, &all).await;
    all_hold(page, &all).await;
    let but = [("backup-place", "a folder, tried by itself below")];
    none_forgotten(page, text, &but).await;
    inert(page, text).await;
    press(page, "Lưu thay đổi").await;
    let answered = "return document.querySelector('main [aria-disabled=true]') === null
         && (document.querySelector('main [role=alert]') !== null
           || document.body.textContent.includes('Đã lưu; có hiệu lực ngay.'))";
    until(page, answered, Vec::new()).await;
    inert(page, text).await;
    let kept = composed(page, text).await;
    let view = told(page, "settings", json!({})).await;
    let mut saved = 0;
    for (name, id) in names.iter().zip(&ids) {
        if refused_at(page, id, text).await {
            continue;
        }
        let rows = view["rows"].as_array().unwrap();
        let stored = rows.iter().find(|row| row["name"] == json!(name)).unwrap();
        assert_eq!(stored["value"], json!(kept), "{name}");
        counter::holds(page, id, &kept).await;
        saved += 1;
    }
    saved
}

/// No folder of this name: told at the field, where it stands as typed.
async fn backup_place(page: &Client, text: &str) {
    for typed in [text.to_owned(), format!("/{text}")] {
        put(page, "backup-place", &typed).await;
        press(page, "Thử").await;
        let wrong = "return document.querySelector('#backup-place[aria-invalid=true]') !== null";
        until(page, wrong, Vec::new()).await;
        inert(page, &typed).await;
        assert!(refused_at(page, "backup-place", &typed).await, "{typed}");
    }
}

/// The second person's name and passphrase where two must agree.
async fn second_person(page: &Client, text: &str) {
    press(page, "Đổi vai trò: ").await;
    put_all(page, &[("second-name", text), ("second-secret", text)]).await;
    all_hold(page, &[("second-name", text), ("second-secret", text)]).await;
    none_forgotten(page, text, &[]).await;
    inert(page, text).await;
    press(page, "Đổi vai trò của ").await;
    appears(page, "//*[@role = 'dialog']//*[@role = 'alert']").await;
    counter::holds(page, "second-name", text).await;
    inert(page, text).await;
    named(page, Key::Escape).await;
    let closed = "return document.querySelector('[aria-modal=true]') === null";
    until(page, closed, Vec::new()).await;
}

#[tokio::test]
async fn hostile_text_in_settings_and_agreements_shows_as_typed_and_never_acts() {
    journey("hostile-settings", |window| async move {
        let page = &window.page;
        spooler::stands_in(&window.folder);
        let admin = window.demo.user("admin");
        sign_in::shown(page).await;
        sign_in::sign_in(page, &admin.0, &admin.1).await;
        appears(page, "//nav").await;
        run(page, "window.ran = 0", Vec::new()).await;
        press(page, "Cài đặt").await;
        let mut saved = 0;
        for text in texts() {
            for (tab, names) in TABS {
                saved += settings(page, tab, names, &text).await;
            }
            backup_place(page, &text).await;
        }
        assert!(saved >= 3, "nothing may be set");
        press(page, "Người dùng").await;
        for text in texts() {
            second_person(page, &text).await;
        }
    })
    .await;
}

/// Waits until a field is answered: refused, or what `done` says is seen.
async fn answered(page: &Client, id: &str, done: &str) {
    let script =
        "return document.getElementById(arguments[0])?.getAttribute('aria-invalid') === 'true'
         || document.querySelector('main').textContent.includes(arguments[1])";
    until(page, script, vec![json!(id), json!(done)]).await;
}

async fn going_live(page: &Client, text: &str) {
    let all = [
        ("live-last-file", text),
        ("live-last-receipt", text),
        ("live-folder", text),
        ("live-path", text),
        ("live-number", text),
    ];
    put_all(page, &all).await;
    all_hold(page, &all).await;
    none_forgotten(page, text, &[]).await;
    inert(page, text).await;
    for (id, act) in [
        ("live-last-file", "Khai số này"),
        ("live-folder", "Ghi bảng trống"),
        ("live-path", "Kiểm tra bảng"),
    ] {
        press(page, act).await;
        answered(page, id, "\u{0}").await;
        inert(page, text).await;
        assert!(refused_at(page, id, text).await, "{id}: {text}");
    }
    let submit = "document.getElementById(arguments[0]).form.requestSubmit()";
    run(page, submit, vec![json!("live-last-receipt")]).await;
    answered(page, "live-last-receipt", "\u{0}").await;
    inert(page, text).await;
    assert!(refused_at(page, "live-last-receipt", text).await, "{text}");
    run(page, submit, vec![json!("live-number")]).await;
    answered(page, "live-number", "Không có hồ sơ").await;
    inert(page, text).await;
    all_hold(page, &all).await;
}

#[tokio::test]
async fn hostile_text_of_going_live_shows_as_typed_and_never_acts() {
    journey("hostile-live", |window| async move {
        let page = &window.page;
        let (name, passphrase) = window.demo.user("supervisor");
        counter::at_work(page, &name, &passphrase).await;
        run(page, "window.ran = 0", Vec::new()).await;
        press(page, "Đưa vào sử dụng").await;
        let hostile = texts();
        put(page, "live-own", &hostile[0]).await;
        counter::holds(page, "live-own", &hostile[0]).await;
        press(page, "Tiếp tục").await;
        appears(page, "//*[@role = 'alert']").await;
        inert(page, &hostile[0]).await;
        put(page, "live-own", &passphrase).await;
        press(page, "Tiếp tục").await;
        appears(page, "//*[@id = 'live-path']").await;
        heading(page, "Đưa vào sử dụng").await;
        for text in hostile {
            going_live(page, &text).await;
        }
        locks(page).await;
    })
    .await;
}
