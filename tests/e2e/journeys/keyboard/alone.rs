//! Worked with real keys alone, pressed at the X server: no control is touched by anything else.
//!
//! Purpose: what a person without a mouse really does, screen by screen, each state accessible.
//! May use: `Keyboard`; the page only to be looked at. Must never: focus, fill or press by the page.

use std::path::{Path, PathBuf};
use std::process::Command;

use fantoccini::Client;
use serde_json::{Value, json};

use crate::app::{Sitting, journey};
use crate::demo::{Demo, program};
use crate::hands::{answer, run, until};
use crate::keys::Keyboard;
use crate::pages::{appears, counter, heading, sign_in, words};
use crate::scanner;
use crate::screen::accessible;

/// Name and passphrase by keys, at a sign-in that has the keys; what comes is the caller's.
pub(super) async fn enters(page: &Client, keyboard: &Keyboard, user: &(String, String)) {
    sign_in::shown(page).await;
    keyboard.reach(page, "signin-name").await;
    keyboard.press(&["ctrl+a", "BackSpace"]);
    keyboard.write(&user.0);
    keyboard.press(&["Tab"]);
    counter::focused(page, "signin-passphrase").await;
    keyboard.write(&user.1);
    keyboard.press(&["Return"]);
}

/// Ends the session by its key.
pub(super) async fn leaves(page: &Client, keyboard: &Keyboard) {
    run(page, "window.before = true", Vec::new()).await;
    keyboard.press(&["ctrl+l"]);
    let anew = "return !('before' in window) && document.getElementById('signin-name') !== null";
    until(page, anew, Vec::new()).await;
}

/// To a screen by the palette, typed without marks.
pub(super) async fn to_screen(page: &Client, keyboard: &Keyboard, typed: &str, title: &str) {
    appears(page, "//nav").await;
    keyboard.press(&["ctrl+k"]);
    appears(page, "//*[@role = 'dialog']//input[@role = 'combobox']").await;
    keyboard.write(typed);
    let chosen = "const at = document.activeElement.getAttribute('aria-activedescendant');
         return (document.getElementById(at ?? '')?.textContent.trim() ?? '')
           .startsWith(arguments[0])";
    until(page, chosen, vec![json!(title)]).await;
    keyboard.press(&["Return"]);
    let there = "return document.querySelector('nav [aria-current=page]')?.title === arguments[0]
         && document.querySelector('[aria-modal=true]') === null";
    until(page, there, vec![json!(title)]).await;
}

/// Tab to it and Enter.
pub(super) async fn presses(page: &Client, keyboard: &Keyboard, what: &str) {
    keyboard.reach(page, what).await;
    keyboard.press(&["Return"]);
}

/// Tab to a field, and letters into it.
pub(super) async fn fills(page: &Client, keyboard: &Keyboard, id: &str, text: &str) {
    keyboard.reach(page, id).await;
    keyboard.write(text);
    counter::holds(page, id, text).await;
}

/// The five words that are shown to be learnt are learnt and typed back; they are the answer.
pub(super) async fn learns(page: &Client, keyboard: &Keyboard, form: &str) -> String {
    let shown = "return document.querySelector('p[lang][aria-live]')?.textContent.trim() ?? ''";
    let many = format!("return (() => {{ {shown} }})().split(' ').length >= 5");
    until(page, &many, Vec::new()).await;
    let generated = run(page, shown, Vec::new()).await;
    let generated = generated.as_str().unwrap().to_owned();
    presses(page, keyboard, &format!("{form}-learnt")).await;
    counter::focused(page, &format!("{form}-again")).await;
    accessible(page).await;
    keyboard.write(&generated);
    keyboard.press(&["Return"]);
    generated
}

/// A number's receipt with its code, made at the terminal while the window is closed.
fn receipt_of(demo: &Demo, vault: &Path, folder: &Path) -> (String, String) {
    let (name, passphrase) = demo.user("reception");
    let file = folder.join("passphrase");
    std::fs::write(&file, passphrase).unwrap();
    let told = json!({ "channel": "in_person", "outcome": "matter_taken",
        "person": { "name": "Nguyễn Thị An", "born": { "year": 1990, "month": 3, "day": 5 },
            "sex": "female", "number": "031190012345", "address": "Số 1 Đường Mẫu",
            "proof": "card_seen" },
        "matters": [{ "service": "A1", "fields": { "content": "Không đồng ý." } }] });
    let request = folder.join("intake.json");
    std::fs::write(&request, told.to_string()).unwrap();
    let added = Command::new(program("DESK_CTL", "deskctl"))
        .args([
            "visits",
            "add",
            "--json",
            "--user",
            &name,
            "--passphrase-file",
        ])
        .arg(&file)
        .arg("--vault")
        .arg(vault)
        .stdin(std::fs::File::open(&request).unwrap())
        .output()
        .expect("deskctl starts");
    let added: Value = serde_json::from_slice(&added.stdout).expect("an answer");
    let receipt = &added["files"][0]["receipt"];
    let text = |key: &str| receipt[key].as_str().unwrap_or_else(|| panic!("{added}"));
    (text("number").to_owned(), text("token").to_owned())
}

/// A copy of an office as it is now.
fn copy_of(vault: &Path, folder: &Path, name: &str) -> PathBuf {
    let copy = folder.join(name);
    let copied = Command::new("cp").arg("-a").args([vault, &copy]).status();
    assert!(copied.expect("cp starts").success());
    copy
}

/// One letter of a code is another: still a code, no longer the signed one.
fn altered(code: &str) -> String {
    // Three letters hold two bytes, the first of them the lowest: a smaller one always fits.
    let at = (code.len() / 3 - 4) * 3;
    let other = |letter| if letter == '0' { '1' } else { '0' };
    let letters = code.chars().enumerate();
    letters
        .map(|(place, letter)| if place == at { other(letter) } else { letter })
        .collect()
}

/// What the screen says of the code that was just scanned there.
async fn says(page: &Client, text: &str) {
    let script = "return [...document.querySelectorAll('main [role=status], main [role=alert]')]
         .some((one) => one.textContent.includes(arguments[0]))";
    until(page, script, vec![json!(text)]).await;
    accessible(page).await;
}

#[tokio::test]
async fn a_receipt_is_checked_by_keys_and_scanner_whatever_comes_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::make(folder.path());
    let other = copy_of(&demo.vault, folder.path(), "other");
    let (number, ours) = receipt_of(&demo, &demo.vault, folder.path());
    // The same office's key signed this one, and this desk never saw it.
    receipt_of(&demo, &other, folder.path());
    let (_, not_here) = receipt_of(&demo, &other, folder.path());
    let elsewhere = tempfile::tempdir().unwrap();
    let stranger = Demo::make(elsewhere.path());
    let (_, strange) = receipt_of(&stranger, &stranger.vault, elsewhere.path());

    let sitting = Sitting::begin(folder.path(), &demo.vault).await;
    let page = &sitting.page;
    sign_in::shown(page).await;
    let keyboard = Keyboard::at_the_window();
    enters(page, &keyboard, &demo.user("reception")).await;
    counter::shown(page).await;
    to_screen(page, &keyboard, "kiem tra bien", "Kiểm tra biên nhận").await;
    counter::focused(page, "check-token").await;
    accessible(page).await;
    keyboard.write("khong phai ma");
    keyboard.press(&["Return"]);
    says(page, "Đây không phải mã biên nhận").await;

    keyboard.reach(page, "check-token").await;
    scanner::scan(&ours, 12);
    says(page, "Biên nhận do đơn vị cấp").await;
    words(page, &number).await;
    scanner::scan(&altered(&ours), 12);
    says(page, "Không phải biên nhận của đơn vị").await;
    says(page, "Chữ ký trên mã không đúng").await;
    scanner::scan(&not_here, 12);
    says(page, "quầy này không giữ biên nhận đó").await;
    scanner::scan(&strange, 12);
    says(page, "Không phải biên nhận của đơn vị").await;
    says(page, "Mã do một đơn vị khác cấp").await;
    let still = "return !document.querySelector('main').textContent.includes(arguments[0])";
    assert_eq!(
        run(page, still, vec![json!(number)]).await,
        Value::Bool(true)
    );
    sitting.cut();
}

#[tokio::test]
async fn a_doubted_clock_is_answered_by_keys_alone() {
    journey("keyboard-clock", |window| async move {
        let page = &window.page;
        let user = window.demo.user("reception");
        sign_in::shown(page).await;
        let keyboard = Keyboard::at_the_window();
        let clock = json!({ "changed": { "clock": { "newest": "2026-11-27T09:40:00+07:00",
            "now": "2026-11-20T08:01:00+07:00", "ahead": false } } });
        answer(page, "sign_in", clock, 0).await;
        enters(page, &keyboard, &user).await;
        heading(page, "Đồng hồ của máy có đúng không?").await;
        accessible(page).await;
        // Half an answer is refused at its field, and the keys go there.
        keyboard.reach(page, "clock-day").await;
        keyboard.press(&["Return"]);
        appears(page, "//main//*[@role = 'alert']").await;
        appears(page, "//*[@id = 'clock-day' and @aria-invalid = 'true']").await;
        accessible(page).await;
        keyboard.reach(page, "clock-day").await;
        keyboard.write("271126");
        let said = "return document.querySelector('main').textContent.includes(arguments[0])";
        until(page, said, vec![json!("27/11/2026 (thứ Sáu)")]).await;
        keyboard.press(&["Tab"]);
        counter::focused(page, "clock-time").await;
        keyboard.write("0935");
        until(page, said, vec![json!("9 giờ 35 phút")]).await;
        accessible(page).await;
        keyboard.press(&["Return"]);
        counter::shown(page).await;
        leaves(page, &keyboard).await;

        // Left for later: the counter is there, and says what waits.
        let ahead = json!({ "changed": { "clock": { "newest": "2025-11-27T09:40:00+07:00",
            "now": "2026-11-20T08:01:00+07:00", "ahead": true } } });
        answer(page, "sign_in", ahead, 0).await;
        enters(page, &keyboard, &user).await;
        heading(page, "Đồng hồ của máy có đúng không?").await;
        accessible(page).await;
        presses(page, &keyboard, "Để sau").await;
        counter::shown(page).await;
        words(page, "Xác nhận ngày giờ").await;
        accessible(page).await;
        presses(page, &keyboard, "Xác nhận ngày giờ").await;
        heading(page, "Đồng hồ của máy có đúng không?").await;
    })
    .await;
}

/// One byte of a generation is another.
fn spoils(generation: &Path) {
    let record = generation.join("desk.db");
    let mut bytes = std::fs::read(&record).expect("the copy of the record");
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    std::fs::write(&record, bytes).expect("it is written");
}

#[tokio::test]
async fn backups_are_placed_made_listed_and_checked_by_keys_alone() {
    journey("keyboard-backups", |window| async move {
        let page = &window.page;
        let stick = window.folder.join("stick");
        std::fs::create_dir(&stick).unwrap();
        sign_in::shown(page).await;
        let keyboard = Keyboard::at_the_window();
        enters(page, &keyboard, &window.demo.user("admin")).await;
        to_screen(page, &keyboard, "cai dat", "Cài đặt").await;
        keyboard.reach(page, "Của tôi").await;
        for tab in ["Đơn vị", "Quầy", "Máy in", "Máy quét", "Sao lưu"] {
            keyboard.press(&["Right"]);
            let at = "return document.activeElement.textContent.trim() === arguments[0]
                 && document.activeElement.getAttribute('role') === 'tab'";
            until(page, at, vec![json!(tab)]).await;
        }
        fills(page, &keyboard, "backup-place", stick.to_str().unwrap()).await;
        presses(page, &keyboard, "Thử").await;
        accessible(page).await;
        presses(page, &keyboard, "Dùng nơi này").await;
        words(page, "Đã lưu; có hiệu lực ngay.").await;
        accessible(page).await;
        leaves(page, &keyboard).await;

        enters(page, &keyboard, &window.demo.user("supervisor")).await;
        counter::shown(page).await;
        to_screen(page, &keyboard, "sao luu", "Sao lưu").await;
        words(page, "Chưa thấy bản sao lưu nào ở đây").await;
        accessible(page).await;
        for made in 1..=2 {
            presses(page, &keyboard, "Làm bản sao lưu ngay").await;
            let listed = "return document.querySelectorAll('main tbody tr').length === arguments[0]
                 && document.querySelector('main [role=progressbar]') === null";
            until(page, listed, vec![json!(made)]).await;
            accessible(page).await;
            // Of two made in one second the name of the first begins the other's.
            tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        }
        let names = "return [...document.querySelectorAll('main tbody tr')]
             .map((row) => row.children[1].textContent.trim())";
        let names: Vec<String> =
            serde_json::from_value(run(page, names, Vec::new()).await).unwrap();
        spoils(&stick.join(&names[1]));
        let state = "return [...document.querySelectorAll('main tbody tr')].some((row) =>
             row.textContent.includes(arguments[0]) && row.textContent.includes(arguments[1]))";
        for (name, found) in [(&names[0], "nguyên vẹn"), (&names[1], "hỏng")] {
            presses(page, &keyboard, &format!("Kiểm tra kỹ bản {name}")).await;
            until(page, state, vec![json!(name), json!(found)]).await;
            accessible(page).await;
        }
        words(page, "Có bản sao lưu hỏng").await;
    })
    .await;
}
