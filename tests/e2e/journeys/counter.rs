//! Journey 2: from the queue slip to the receipt, by keyboard alone, keys and seconds counted.

use std::time::Instant;
use testkit::spooler;

use crate::app::journey;
use crate::hands::put;
use crate::keys::Keyboard;
use crate::pages::{appears, counter, sign_in};
use crate::scanner::{self, Paces};
use crate::screen::{accessible, picture, unclipped};

/// An invented card.
const CARD: &str =
    "031190012345||DANG THI DAO|05031990|Nu|So 1 Duong Mau, Phuong Le Chan, Hai Phong|12082022";
/// Most keys from the scan to the receipt.
const KEYS: u32 = 25;

#[tokio::test]
async fn an_officer_takes_a_complaint_by_keyboard_alone() {
    journey("counter", |window| async move {
        let page = &window.page;
        spooler::stands_in(&window.folder);
        let (name, passphrase) = window.demo.user("reception");
        sign_in::shown(page).await;
        let keyboard = Keyboard::at_the_window();
        keyboard.write(&name);
        keyboard.press(&["Tab"]);
        keyboard.write(&passphrase);
        keyboard.press(&["Return"]);
        counter::shown(page).await;
        picture(page, "counter_empty").await;

        keyboard.press(&["F3"]);
        keyboard.press(&["F4"]);
        counter::form(page).await;
        counter::focused(page, "person-name").await;
        let begun = Instant::now();
        keyboard.counted();
        scanner::scan(CARD, 12);
        counter::holds(page, "person-name", "DANG THI DAO").await;
        counter::focused(page, "service").await;
        keyboard.press(&["1"]);
        counter::focused(page, "matter-0-content").await;
        keyboard.write("khong dong y");
        accessible(page).await;
        unclipped(page).await;
        picture(page, "counter_form").await;
        keyboard.press(&["F10"]);
        let title = counter::saved(page).await;
        // It went to the printer, and the paper is in hand: one key.
        appears(page, "//button[contains(., 'Đã thấy giấy')]").await;
        keyboard.press(&["F11"]);
        appears(page, "//*[contains(normalize-space(.), 'đã cầm giấy')]").await;
        let (keys, seconds) = (keyboard.counted(), begun.elapsed().as_secs_f64());
        println!("journey 2: {keys} keys and {seconds:.1} s from the scan to the receipt");
        assert!(title.contains("A-"), "{title}");
        assert!(keys <= KEYS, "{keys} keys");
        accessible(page).await;
        unclipped(page).await;
        picture(page, "counter_saved").await;
    })
    .await;
}

#[tokio::test]
async fn a_scan_never_lands_in_a_field_however_fast_the_scanner_types() {
    journey("wedge", |window| async move {
        let page = &window.page;
        counter::reached(&window, "reception").await;
        let keyboard = Keyboard::at_the_window();
        let mut paces = Paces::of([35, 25, 15, 7]);
        while let Some(millis) = paces.now() {
            keyboard.press(&["F2"]);
            counter::focused(page, "person-name").await;
            appears(page, "//input[@id = 'person-phone']").await;
            // The matter is written by hand before; then the scanner types into an empty field.
            counter::focus(page, "service").await;
            keyboard.press(&["1"]);
            counter::focused(page, "matter-0-content").await;
            put(page, "matter-0-content", "Không đồng ý.").await;
            counter::open_papers(page).await;
            counter::focus(page, "person-phone").await;
            let mut expected = counter::written(page).await;
            scanner::clocks(page).await;
            scanner::scan(CARD, millis);
            if !paces.kept(page).await && !paces.taken() {
                keyboard.press(&["Escape"]);
                continue;
            }
            counter::holds(page, "person-name", "DANG THI DAO").await;
            counter::holds(page, "person-born", "05/03/1990").await;
            let written = counter::written(page).await;
            expected.extend(counter::of_card("DANG THI DAO"));
            assert_eq!(written, expected, "{millis} ms a key");
            keyboard.press(&["Escape"]);
        }
    })
    .await;
}
