//! A scan and a photo of the desktop are kept with a matter and seen, in the real window.

use std::fs;

use fantoccini::Client;
use serde_json::json;

use super::results::{begun, goes_to};
use crate::app::journey;
use crate::hands::{press, run, told, until};
use crate::keys::{Keyboard, dialog};
use crate::pages::{appears, counter, sign_in};
use crate::screen::{accessible, glimpse, unclipped};

const PHOTO: &[u8] = include_bytes!("../../fixtures/photo-with-a-place.jpg");

/// Small pictures that are drawn by now.
async fn pictures(page: &Client, count: usize) {
    let drawn = "return [...document.querySelectorAll('li img')]
         .filter((one) => one.complete && one.naturalWidth > 100).length === arguments[0]";
    until(page, drawn, vec![json!(count)]).await;
}

#[tokio::test]
async fn a_scan_and_a_photo_are_kept_with_a_matter_and_seen_without_their_place() {
    journey("attachments", |window| async move {
        let page = &window.page;
        let scans = window.folder.join("scans");
        fs::create_dir(&scans).expect("a folder");
        let (name, passphrase) = window.demo.user("admin");
        sign_in::shown(page).await;
        sign_in::sign_in(page, &name, &passphrase).await;
        appears(page, "//nav").await;
        let folder = json!({ "name": "scan.folder", "value": scans.to_str() });
        told(page, "change_setting", folder).await;
        let keyboard = Keyboard::at_the_window();
        keyboard.press(&["ctrl+l"]);

        let (name, passphrase) = window.demo.user("reception");
        counter::at_work(page, &name, &passphrase).await;
        begun(page, &keyboard, "E").await;
        keyboard.press(&["2", "F10"]);
        counter::saved(page).await;
        fs::write(scans.join("Quét 0001.jpg"), PHOTO).expect("scanned");
        fs::write(scans.join("Chương trình.pdf"), b"#!/bin/sh\nexit 0\n").expect("scanned");
        goes_to(page, "Hồ sơ", "files-number").await;
        let open = "const rows = [...document.querySelectorAll('tbody tr')];
             const row = rows.find((one) => one.textContent.includes('DANG THI DAO'));
             row?.querySelector('button')?.click(); return row !== undefined;";
        until(page, open, Vec::new()).await;
        appears(page, "//h2[@id = 'file-attachments']").await;
        // What a scanner may still be writing is not shown for ten seconds.
        let waits = "//button[contains(., 'Đính kèm Quét 0001.jpg')]";
        appears(page, waits).await;
        press(page, "Đính kèm Quét 0001.jpg").await;
        pictures(page, 1).await;
        press(page, "Đính kèm Chương trình.pdf").await;
        appears(page, "//main//*[contains(., 'không bao giờ chạy')]").await;
        assert_eq!(fs::read_dir(&scans).expect("the folder").count(), 0);

        // The desktop's own dialogue: the page never learns where the file lies.
        let photo = window.folder.join("nha.jpg");
        fs::write(&photo, PHOTO).expect("a photo");
        press(page, "Đính kèm tệp…").await;
        dialog("Chọn tệp để đính kèm", photo.to_str().expect("a path"));
        pictures(page, 2).await;
        keyboard.back();
        let section = "document.getElementById('file-attachments').scrollIntoView()";
        run(page, section, Vec::new()).await;
        glimpse(page, "attachments").await;
        accessible(page).await;
        unclipped(page).await;

        press(page, "Xem nha.jpg").await;
        let large = "const one = document.querySelector('[role=dialog] img');
             return one?.complete && one.naturalWidth === 160 && one.naturalHeight === 240";
        until(page, large, Vec::new()).await;
        glimpse(page, "attachment-large").await;
        accessible(page).await;
        keyboard.press(&["Escape"]);

        // A copy goes where she chooses, without the place it was taken.
        press(page, "Lưu bản sao nha.jpg").await;
        let copy = window.folder.join("copy.jpg");
        dialog("Lưu bản sao của tệp", copy.to_str().expect("a path"));
        appears(page, "//main//*[contains(., 'được ghi lại')]").await;
        let bytes = fs::read(&copy).expect("the copy");
        let place = b"NHA-CUA-CHI-THU";
        assert!(bytes.starts_with(b"\xff\xd8"));
        assert!(!bytes.windows(place.len()).any(|words| words == place));
        keyboard.back();

        press(page, "Gỡ nha.jpg").await;
        appears(page, "//*[@role = 'alertdialog']").await;
        glimpse(page, "attachment-withdraw").await;
        let withdraw = "document.querySelector('[role=alertdialog] .danger').click()";
        run(page, withdraw, Vec::new()).await;
        pictures(page, 1).await;
    })
    .await;
}
