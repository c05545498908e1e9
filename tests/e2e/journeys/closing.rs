//! The end of a day in the window: what was told is in a backup that opens, and a stick that is gone
//! keeps nobody from closing.

use std::path::Path;
use std::process::Command;

use fantoccini::Client;
use serde_json::{Value, json};

use crate::app::Sitting;
use crate::demo::{Demo, program};
use crate::hands::{key, press, put, told};
use crate::pages::{appears, counter, sign_in, words};
use crate::screen::{accessible, unclipped};

/// What the desk's own tool says of the backups in a place.
fn checked(place: &Path) -> Value {
    let checked = Command::new(program("DESK_CTL", "deskctl"))
        .args(["backup", "check", "--json"])
        .arg(place)
        .output()
        .expect("deskctl starts");
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{said}");
    serde_json::from_str(&said).expect("an answer in JSON")
}

async fn enters(page: &Client, (name, passphrase): &(String, String)) {
    sign_in::shown(page).await;
    sign_in::sign_in(page, name, passphrase).await;
}

async fn closes(page: &Client) {
    press(page, "Cuối ngày").await;
    press(page, "Kết thúc ngày").await;
    words(page, "Ngày đã kết thúc").await;
}

#[tokio::test]
async fn a_closed_day_is_in_a_backup_that_opens_and_a_stick_that_is_gone_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::of(folder.path(), 5, 3, 2);
    let (stick, drawer) = (folder.path().join("stick"), folder.path().join("drawer"));
    std::fs::create_dir(&stick).unwrap();
    let sitting = Sitting::begin(folder.path(), &demo.vault).await;
    let page = &sitting.page;
    enters(page, &demo.user("admin")).await;
    appears(page, "//nav").await;
    let place = json!({ "name": "backup.place", "value": stick });
    told(page, "change_setting", place).await;
    key(page, &[fantoccini::key::Key::Control.into()], 'l').await;

    enters(page, &demo.user("reception")).await;
    counter::shown(page).await;
    told(page, "give_number", json!({})).await;
    closes(page).await;
    let made = "//p[contains(., 'mục nhật ký, đã mở kiểm tra')]";
    let made = appears(page, made).await.text().await.unwrap();
    let says = checked(&stick);
    let entries = says["backups"][0]["entries"].as_u64().expect("entries");
    assert!(made.contains(&format!(" {entries} ")), "{made}: {says}");
    accessible(page).await;
    unclipped(page).await;

    // The stick lies in a drawer: the day is closed all the same, and it is said.
    std::fs::rename(&stick, &drawer).unwrap();
    put(page, "day-reason", "Còn việc").await;
    press(page, "Mở lại ngày").await;
    appears(page, "//button[normalize-space() = 'Kết thúc ngày']").await;
    closes(page).await;
    appears(page, "//*[contains(., 'Chưa sao lưu được')]").await;
    accessible(page).await;
    unclipped(page).await;
    assert_eq!(checked(&drawer), says, "what was made stays as it was");
}
