//! Nobody touches the desk: counted down by the desktop's own idleness; covered without a PIN, locked.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::app::journey;
use crate::hands::{put, told, until};
use crate::keys::Keyboard;
use crate::pages::{appears, counter, sign_in, words};

/// As long as this F8 alone brings the screen back.
const QUICK: Duration = Duration::from_secs(20);
/// The shortest an office may choose.
const REST: Duration = Duration::from_mins(1);
/// Half of it: the countdown begins.
const HALF: Duration = Duration::from_secs(30);
/// What two clocks may differ by.
const CLOSE: Duration = Duration::from_secs(2);
/// A machine that does other things too is late by this at most.
const LATE: Duration = Duration::from_secs(12);

const COUNTDOWN: &str = "return document.querySelector('[role=alertdialog]') !== null";

#[tokio::test]
async fn a_desk_left_alone_counts_down_until_a_key_and_one_left_covered_locks_itself() {
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
        counter::at_work(page, &name, &passphrase).await;
        keyboard.press(&["F2"]);
        counter::form(page).await;
        put(page, "person-name", "Đặng Thị Trăm").await;

        keyboard.press(&["Shift_L"]);
        let touched = Instant::now();
        tokio::time::sleep(QUICK).await;
        let early = page.execute(COUNTDOWN, Vec::new()).await;
        assert_eq!(early.unwrap(), json!(false), "{:?}", touched.elapsed());
        until(page, COUNTDOWN, Vec::new()).await;
        let counted = touched.elapsed();
        assert!(counted + CLOSE > HALF, "{counted:?}");
        assert!(counted < HALF + LATE, "{counted:?}");
        keyboard.press(&["Shift_L"]);
        let gone = "return document.querySelector('[role=alertdialog]') === null";
        until(page, gone, Vec::new()).await;
        counter::holds(page, "person-name", "Đặng Thị Trăm").await;

        // Covered without a PIN and left: after twenty seconds only the passphrase opens.
        keyboard.press(&["F8"]);
        let covered = Instant::now();
        until(
            page,
            "return document.querySelector('.cover') !== null",
            Vec::new(),
        )
        .await;
        sign_in::shown(page).await;
        let locked = covered.elapsed();
        assert!(locked + CLOSE > QUICK, "{locked:?}");
        assert!(locked < QUICK + LATE, "{locked:?}");
        words(
            page,
            "Đã khóa. Phiếu và lời nhắn đang gõ được giữ lại cho lần đăng nhập sau.",
        )
        .await;
        sign_in::sign_in(page, &name, &passphrase).await;
        appears(page, "//li[contains(normalize-space(.), 'Đặng Thị Trăm')]").await;
    })
    .await;
}
