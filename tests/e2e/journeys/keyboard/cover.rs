//! The privacy cover in mid-word: the session's PIN, typed, brings everything back; wrong ones lock.

use std::time::Duration;

use serde_json::json;

use super::alone::{enters, presses, to_screen};
use crate::app::journey;
use crate::hands::{run, until};
use crate::keys::Keyboard;
use crate::pages::{appears, counter, sign_in, words};
use crate::screen::accessible;

const PIN: &str = "402913";
const WRONG: &str = "731164";
/// As long as this F8 alone brings the screen back.
const QUICK: Duration = Duration::from_secs(20);
/// So many wrong ones end the session.
const TRIES: usize = 5;
const BEGUN: &str = "Ngo Thi Bu";

const COVERED: &str = "return document.querySelector('.cover') !== null";
const UNCOVERED: &str = "return document.querySelector('.cover') === null";
const ASKED: &str = "return document.activeElement?.id === 'cover-pin'
     && document.activeElement.value === ''";

#[tokio::test]
async fn covered_in_mid_word_the_pin_brings_the_form_back_and_five_wrong_ones_lock() {
    journey("keyboard-cover", |window| async move {
        let page = &window.page;
        let user = window.demo.user("reception");
        sign_in::shown(page).await;
        let keyboard = Keyboard::at_the_window();
        enters(page, &keyboard, &user).await;
        counter::shown(page).await;
        to_screen(page, &keyboard, "cai dat", "Cài đặt").await;
        keyboard.reach(page, "own-pin-field").await;
        keyboard.write(PIN);
        presses(page, &keyboard, "Đặt mã PIN").await;
        words(page, "Đã đặt. Mã chỉ nằm trong bộ nhớ và hết khi khóa.").await;
        keyboard.press(&["ctrl+1"]);
        counter::shown(page).await;
        keyboard.press(&["F2"]);
        counter::focused(page, "person-name").await;
        keyboard.write(BEGUN);

        keyboard.press(&["F8"]);
        until(page, COVERED, Vec::new()).await;
        let hidden = "return ['person-name', 'call-next'].every((id) =>
               getComputedStyle(document.getElementById(id)).visibility === 'hidden')
             && !document.title.includes('Quầy')";
        assert_eq!(run(page, hidden, Vec::new()).await, json!(true));
        // At once the key alone brings everything back, and the word goes on.
        keyboard.press(&["F8"]);
        until(page, UNCOVERED, Vec::new()).await;
        counter::focused(page, "person-name").await;
        keyboard.write("n");
        counter::holds(page, "person-name", &format!("{BEGUN}n")).await;

        keyboard.press(&["F8"]);
        until(page, COVERED, Vec::new()).await;
        tokio::time::sleep(QUICK).await;
        until(page, ASKED, Vec::new()).await;
        accessible(page).await;
        keyboard.write(WRONG);
        words(
            page,
            "Mã PIN không đúng. Còn 4 lần thử, sau đó bàn sẽ khóa.",
        )
        .await;
        accessible(page).await;
        until(page, ASKED, Vec::new()).await;
        keyboard.write(PIN);
        until(page, UNCOVERED, Vec::new()).await;
        // The next letter goes where the last one went.
        counter::focused(page, "person-name").await;
        keyboard.write("oi");
        counter::holds(page, "person-name", &format!("{BEGUN}noi")).await;

        keyboard.press(&["F8"]);
        until(page, COVERED, Vec::new()).await;
        tokio::time::sleep(QUICK).await;
        for _ in 0..TRIES {
            until(page, ASKED, Vec::new()).await;
            keyboard.write(WRONG);
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
        words(
            page,
            "Đã khóa. Phiếu và lời nhắn đang gõ được giữ lại cho lần đăng nhập sau.",
        )
        .await;
        enters(page, &keyboard, &user).await;
        let kept = format!("//li[contains(normalize-space(.), '{BEGUN}noi')]");
        appears(page, &kept).await;
    })
    .await;
}
