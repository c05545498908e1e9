//! Staff by real keys alone: invited, activated face to face, at the counter; suspended and removed;
//! and whoever was founded with a passphrase others have seen.

use std::process::Command;

use fantoccini::Client;
use serde_json::{Value, json};

use super::alone::{enters, fills, learns, leaves, presses, to_screen};
use crate::app::{Sitting, journey};
use crate::demo::program;
use crate::hands::{run, until};
use crate::keys::Keyboard;
use crate::pages::{appears, counter, heading, sign_in, words};
use crate::screen::accessible;

const DISPLAY: &str = "Pham Van Moi";
const NAME: &str = "moi.pham";

async fn dialog(page: &Client, title: &str) {
    let xpath = format!(
        "//*[@role = 'dialog' or @role = 'alertdialog']//h2[contains(normalize-space(.), '{title}')]"
    );
    appears(page, &xpath).await;
    accessible(page).await;
}

async fn closed(page: &Client) {
    let gone = "return document.querySelector('[aria-modal=true]') === null";
    until(page, gone, Vec::new()).await;
}

async fn text_of(page: &Client, xpath: &str) -> String {
    let text = appears(page, xpath).await.text().await.unwrap();
    text.trim().to_owned()
}

/// The administrator asks her in; the code on the screen is the answer.
async fn enrols(page: &Client, keyboard: &Keyboard) -> String {
    to_screen(page, keyboard, "nguoi dung", "Người dùng").await;
    presses(page, keyboard, "Ghi danh người mới").await;
    dialog(page, "Ghi danh người mới").await;
    // Nothing is told yet: refused, and the summary has the keys.
    presses(page, keyboard, "Tạo mã mời").await;
    appears(page, "//*[@role = 'dialog']//*[@role = 'alert']").await;
    accessible(page).await;
    fills(page, keyboard, "enrol-display", DISPLAY).await;
    fills(page, keyboard, "enrol-name", NAME).await;
    keyboard.reach(page, "enrol-role").await;
    keyboard.press(&["1"]);
    presses(page, keyboard, "Tạo mã mời").await;
    let code = text_of(page, "//*[@role = 'dialog']//p[@lang = 'vi']").await;
    assert_eq!(code.split(' ').count(), 8, "four words of two syllables");
    dialog(page, "Mã mời").await;
    presses(page, keyboard, "Đã giao mã").await;
    closed(page).await;
    code
}

/// She makes her key at the desk; her passphrase and the four words of her key.
async fn accepts(page: &Client, keyboard: &Keyboard, code: &str) -> (String, String) {
    presses(page, keyboard, "Có mã mời?").await;
    heading(page, "Đăng nhập lần đầu bằng mã mời").await;
    accessible(page).await;
    fills(page, keyboard, "invite-name", NAME).await;
    keyboard.press(&["Tab"]);
    counter::focused(page, "invite-code").await;
    keyboard.write(code);
    let passphrase = learns(page, keyboard, "invite").await;
    let title = "//h2[normalize-space(.) = 'Bốn từ của khóa bạn vừa tạo']";
    let key = text_of(page, &format!("{title}/following-sibling::p[1]")).await;
    accessible(page).await;
    assert_eq!(key.split(' ').count(), 4, "four words");
    presses(page, keyboard, "Đã đối chiếu").await;
    (passphrase, key)
}

async fn is_refused(page: &Client, keyboard: &Keyboard, user: &(String, String)) {
    enters(page, keyboard, user).await;
    let refusal = sign_in::refusal(page).await;
    assert!(refusal.starts_with("Vui lòng kiểm tra lại"), "{refusal}");
    accessible(page).await;
}

/// The second person agrees with her name and passphrase.
async fn agrees(page: &Client, keyboard: &Keyboard, second: &(String, String)) {
    fills(page, keyboard, "second-name", &second.0).await;
    keyboard.press(&["Tab"]);
    counter::focused(page, "second-secret").await;
    keyboard.write(&second.1);
    keyboard.press(&["Return"]);
}

/// Both hear the four words of her key, and both sign.
async fn activates(page: &Client, keyboard: &Keyboard, second: &(String, String), key: &str) {
    to_screen(page, keyboard, "nguoi dung", "Người dùng").await;
    presses(page, keyboard, &format!("Kích hoạt: {DISPLAY}")).await;
    dialog(page, &format!("Kích hoạt {DISPLAY}")).await;
    let shown = text_of(page, "//*[@role = 'dialog']//p[@lang = 'vi']").await;
    assert_eq!(shown, key, "the words she reads out are the words they see");
    // Without having compared them nobody signs.
    agrees(page, keyboard, second).await;
    let first = "Vui lòng đối chiếu bốn từ trước.";
    let said = "return document.querySelector('[role=dialog] [role=alert]')
         ?.textContent.includes(arguments[0]) ?? false";
    until(page, said, vec![json!(first)]).await;
    accessible(page).await;
    keyboard.reach(page, "compared").await;
    keyboard.press(&["space"]);
    // One person alone is not two: her own second passphrase has to be right.
    keyboard.reach(page, "second-secret").await;
    keyboard.press(&["ctrl+a", "BackSpace"]);
    keyboard.write("khong phai cum test");
    keyboard.press(&["Return"]);
    let refused = "const said = document.querySelector('[role=dialog] [role=alert]');
         return said !== null && !said.textContent.includes(arguments[0])
           && said.textContent.trim() !== ''";
    until(page, refused, vec![json!(first)]).await;
    accessible(page).await;
    keyboard.reach(page, "second-secret").await;
    keyboard.press(&["ctrl+a", "BackSpace"]);
    keyboard.write(&second.1);
    keyboard.press(&["Return"]);
    words(page, &format!("Đã kích hoạt {DISPLAY}.")).await;
    closed(page).await;
    accessible(page).await;
}

/// First kept, then suspended, then gone for good.
async fn suspends_and_removes(page: &Client, keyboard: &Keyboard, second: &(String, String)) {
    to_screen(page, keyboard, "nguoi dung", "Người dùng").await;
    let suspend = format!("Tạm ngưng: {DISPLAY}");
    presses(page, keyboard, &suspend).await;
    dialog(page, &format!("Tạm ngưng {DISPLAY}?")).await;
    // What does no harm has the keys.
    let safe = "return document.activeElement.textContent.trim() === 'Để nguyên'";
    until(page, safe, Vec::new()).await;
    keyboard.press(&["Return"]);
    closed(page).await;
    presses(page, keyboard, &suspend).await;
    dialog(page, &format!("Tạm ngưng {DISPLAY}?")).await;
    presses(page, keyboard, &format!("Tạm ngưng {DISPLAY}")).await;
    words(page, &format!("Đã tạm ngưng {DISPLAY}.")).await;
    closed(page).await;
    accessible(page).await;

    presses(page, keyboard, &format!("Cho thôi hẳn: {DISPLAY}")).await;
    dialog(page, &format!("Cho {DISPLAY} thôi hẳn?")).await;
    keyboard.press(&["Escape"]);
    closed(page).await;
    presses(page, keyboard, &format!("Cho thôi hẳn: {DISPLAY}")).await;
    dialog(page, &format!("Cho {DISPLAY} thôi hẳn?")).await;
    agrees(page, keyboard, second).await;
    words(page, &format!("{DISPLAY} đã thôi hẳn.")).await;
    closed(page).await;
    accessible(page).await;
}

#[tokio::test]
async fn a_colleague_is_asked_in_activated_suspended_and_removed_by_keys_alone() {
    journey("keyboard-colleague", |window| async move {
        let page = &window.page;
        let (admin, second) = (window.demo.user("admin"), window.demo.user("supervisor"));
        sign_in::shown(page).await;
        let keyboard = Keyboard::at_the_window();
        enters(page, &keyboard, &admin).await;
        let code = enrols(page, &keyboard).await;
        leaves(page, &keyboard).await;

        let (passphrase, key) = accepts(page, &keyboard, &code).await;
        let newcomer = (NAME.to_owned(), passphrase);
        is_refused(page, &keyboard, &newcomer).await;
        enters(page, &keyboard, &admin).await;
        activates(page, &keyboard, &second, &key).await;
        leaves(page, &keyboard).await;

        // An administrator holds no key of the record: whoever does hands it over by signing in.
        is_refused(page, &keyboard, &newcomer).await;
        enters(page, &keyboard, &second).await;
        counter::shown(page).await;
        leaves(page, &keyboard).await;
        enters(page, &keyboard, &newcomer).await;
        counter::shown(page).await;
        words(page, DISPLAY).await;
        words(page, "Cán bộ tiếp dân").await;
        accessible(page).await;
        leaves(page, &keyboard).await;

        enters(page, &keyboard, &admin).await;
        suspends_and_removes(page, &keyboard, &second).await;
        leaves(page, &keyboard).await;
        is_refused(page, &keyboard, &newcomer).await;
        println!("a colleague comes and goes: {} keys", keyboard.counted());
    })
    .await;
}

/// Two founders with passphrases made for them, as the terminal founds an office.
fn founded(folder: &std::path::Path) -> Vec<(String, String)> {
    let told = folder.join("founding.toml");
    let text = "[office]\nparent = \"CÔNG AN THÀNH PHỐ MẪU\"\noffice = \"PHÒNG TIẾP CÔNG DÂN\"\n\
        place = \"Phường Mẫu\"\naddress = \"Số 2 phố Mẫu\"\nphone = \"0900000001\"\nletter = \"A\"\n\
        [[founders]]\nname = \"quan\"\ndisplay = \"Ngô Thị Quản\"\nrole = \"admin\"\n\
        [[founders]]\nname = \"huy\"\ndisplay = \"Trần Văn Huy\"\nrole = \"supervisor\"\n";
    std::fs::write(&told, text).unwrap();
    let made = Command::new(program("DESK_CTL", "deskctl"))
        .args(["init", "--json", "--founding"])
        .arg(&told)
        .arg("--vault")
        .arg(folder.join("vault"))
        .output()
        .expect("deskctl starts");
    let answer: Value = serde_json::from_slice(&made.stdout).expect("an answer");
    let users = answer["users"].as_array().expect("users").iter();
    users
        .map(|user| ["name", "passphrase"].map(|key| user[key].as_str().unwrap().to_owned()))
        .map(|[name, passphrase]| (name, passphrase))
        .collect()
}

#[tokio::test]
async fn a_passphrase_others_have_seen_is_changed_by_keys_before_anything_else() {
    let folder = tempfile::tempdir().unwrap();
    let users = founded(folder.path());
    let supervisor = &users[1];
    let sitting = Sitting::begin(folder.path(), &folder.path().join("vault")).await;
    let page = &sitting.page;
    sign_in::shown(page).await;
    let keyboard = Keyboard::at_the_window();
    enters(page, &keyboard, supervisor).await;
    heading(page, "Đổi cụm mật khẩu").await;
    accessible(page).await;
    let nothing_else = "return document.querySelector('nav') === null";
    assert_eq!(run(page, nothing_else, Vec::new()).await, json!(true));
    // Not learnt yet: refused.
    keyboard.reach(page, "own-present").await;
    keyboard.write(&supervisor.1);
    keyboard.press(&["Return"]);
    appears(page, "//main//*[@role = 'alert']").await;
    accessible(page).await;
    keyboard.reach(page, "own-present").await;
    keyboard.press(&["ctrl+a", "BackSpace"]);
    keyboard.write(&supervisor.1);
    let own = learns(page, &keyboard, "own").await;
    counter::shown(page).await;
    accessible(page).await;
    leaves(page, &keyboard).await;

    enters(page, &keyboard, supervisor).await;
    sign_in::refusal(page).await;
    enters(page, &keyboard, &(supervisor.0.clone(), own)).await;
    counter::shown(page).await;
    sitting.cut();
}
