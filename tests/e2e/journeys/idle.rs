//! Nobody touches the desk: covered without a PIN, counted down, locked by itself.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::app::journey;
use crate::hands::{put, told, until};
use crate::keys::Keyboard;
use crate::pages::{appears, counter, sign_in, words};

/// As long as this F8 alone brings the screen back.
const QUICK: Duration = Duration::from_secs(20);
/// The shortest an office may choose.
const REST: Duration = Duration::from_secs(60);
/// A machine that does other things too is late by this at most.
const LATE: Duration = Duration::from_secs(12);

const COUNTDOWN: &str = "return document.querySelector('[role=alertdialog]') !== null";

#[tokio::test]
async fn a_desk_left_alone_counts_down_a_key_ends_that_and_the_rest_locks_it() {
    journey("left_alone", |window| async move {
        let page = &window.page;
        let (name, passphrase) = window.demo.user("admin");
        sign_in::shown(page).await;
        sign_in::sign_in(page, &name, &passphrase).await;
        appears(page, "//nav").await;
        let rest = json!({ "name": "idle.seconds", "value": REST.as_secs().to_string() });
        told(page, "change_setting", rest).await;
        let keyboard = Keyboard::at_the_window();
        keyboard.press(&["ctrl+l"]);

        let (name, passphrase) = window.demo.user("reception");
        sign_in::shown(page).await;
        sign_in::sign_in(page, &name, &passphrase).await;
        counter::shown(page).await;
        keyboard.press(&["F2"]);
        counter::form(page).await;
        put(page, "person-name", "Đặng Thị Trăm").await;

        keyboard.press(&["Shift_L"]);
        let touched = Instant::now();
        tokio::time::sleep(REST / 2 - Duration::from_secs(10)).await;
        let early = page.execute(COUNTDOWN, Vec::new()).await;
        assert_eq!(early.unwrap(), json!(false), "{:?}", touched.elapsed());
        until(page, COUNTDOWN, Vec::new()).await;
        let counted = touched.elapsed();
        assert!(counted > REST / 2 - Duration::from_secs(2), "{counted:?}");
        assert!(counted < REST / 2 + LATE, "{counted:?}");
        keyboard.press(&["Shift_L"]);
        let touched = Instant::now();
        let gone = "return document.querySelector('[role=alertdialog]') === null";
        until(page, gone, Vec::new()).await;
        counter::holds(page, "person-name", "Đặng Thị Trăm").await;

        // Covered and left: F8 alone does not bring the screen back, and without a PIN nothing does.
        keyboard.press(&["F8"]);
        tokio::time::sleep(QUICK + Duration::from_secs(2)).await;
        let away = touched.elapsed();
        assert!(away < REST, "{away:?}");
        keyboard.press(&["F8"]);
        let touched = Instant::now();
        let told = "Đã quá 20 giây và chưa đặt mã PIN cho phiên này. Vui lòng đăng nhập lại; \
                    những gì đang gõ được giữ lại.";
        words(page, told).await;
        let name_is_there =
            "return document.getElementById('person-name')?.closest('[inert]') !== null";
        until(page, name_is_there, Vec::new()).await;

        // Nobody does anything more: it locks by itself, under the cover too.
        tokio::time::sleep(REST - Duration::from_secs(20)).await;
        sign_in::shown(page).await;
        let locked = touched.elapsed();
        assert!(locked > REST - Duration::from_secs(2), "{locked:?}");
        assert!(locked < REST + LATE, "{locked:?}");
        words(
            page,
            "Đã khóa. Những gì đang gõ được giữ lại cho lần đăng nhập sau.",
        )
        .await;
        sign_in::sign_in(page, &name, &passphrase).await;
        appears(page, "//li[contains(normalize-space(.), 'Đặng Thị Trăm')]").await;
    })
    .await;
}
