//! Vietnamese typed as the whole country types it: UniKey, composing in the field; and a scanner
//! that types into the same input method.

mod cut;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::Client;
use serde_json::json;

use crate::app::{Sitting, journey};
use crate::bus::Bus;
use crate::demo::Demo;
use crate::display::display;
use crate::hands::{press, run, until};
use crate::keys::Keyboard;
use crate::pages::{appears, counter, sign_in, words};
use crate::scanner::{self, Paces};

/// An invented card; UniKey would make `Đ` of `DD` and `ã` of `ax`.
const CARD: &str =
    "031190012345||DDANG THI TRAXM|05031990|Nu|So 1 Duong Mau, Phuong Le Chan, Hai Phong|12082022";

/// A desktop's message bus and the input method on it; both end with it.
struct InputMethod {
    daemon: Child,
    around: Vec<(&'static str, String)>,
    _bus: Bus,
}

impl InputMethod {
    fn start(home: &Path) -> Self {
        let bus = Bus::start();
        let home = home.to_str().expect("a plain path").to_owned();
        let mut around = vec![
            bus.around(),
            ("DISPLAY", display().name().to_owned()),
            ("GTK_IM_MODULE", "ibus".to_owned()),
        ];
        for name in [
            "HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_CACHE_HOME",
            "XDG_RUNTIME_DIR",
        ] {
            around.push((name, home.clone()));
        }
        let daemon = Command::new("ibus-daemon")
            .args(["--replace", "--panel", "disable", "--config", "disable"])
            .envs(around.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("ibus-daemon starts");
        let method = Self {
            daemon,
            around,
            _bus: bus,
        };
        method.speaks_vietnamese();
        method
    }

    fn speaks_vietnamese(&self) {
        let ibus = |words: &[&str]| {
            let around = self.around.iter().map(|(name, value)| (name, value));
            let said = Command::new("ibus").args(words).envs(around).output();
            let said = said.expect("ibus starts");
            String::from_utf8_lossy(&said.stdout).trim().to_owned()
        };
        for _ in 0..100 {
            ibus(&["engine", "Unikey"]);
            if ibus(&["engine"]) == "Unikey" {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the input method does not take its engine");
    }
}

impl Drop for InputMethod {
    fn drop(&mut self) {
        self.daemon.kill().ok();
        self.daemon.wait().ok();
    }
}

async fn at_the_counter(page: &Client, demo: &Demo) -> Keyboard {
    let (name, passphrase) = demo.user("reception");
    sign_in::shown(page).await;
    // By keys: what WebDriver writes would pass through the input method even in the secret field.
    let keyboard = Keyboard::at_the_window();
    keyboard.write_slowly(&name);
    keyboard.press(&["Tab"]);
    keyboard.write_slowly(&passphrase);
    keyboard.press(&["Return"]);
    counter::shown(page).await;
    keyboard
}

async fn at_a_new_form(page: &Client, demo: &Demo) -> Keyboard {
    let keyboard = at_the_counter(page, demo).await;
    keyboard.press(&["F2"]);
    counter::form(page).await;
    counter::focused(page, "person-name").await;
    keyboard
}

#[tokio::test]
async fn vietnamese_is_composed_in_the_field_and_a_scan_passes_the_input_method_by() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::make(folder.path());
    let method = InputMethod::start(folder.path());
    let sitting = Sitting::begin_among(folder.path(), &demo.vault, &method.around).await;
    let page = &sitting.page;
    let keyboard = at_a_new_form(page, &demo).await;

    keyboard.write_slowly("ddawngj thij trawm ");
    counter::holds(page, "person-name", "đặng thị trăm ").await;
    counter::focus(page, "service").await;
    keyboard.press(&["1"]);
    counter::focused(page, "matter-0-content").await;
    keyboard.write_slowly("khoong ddoongf ys vowis quyeets ddinhj ");
    let told = "không đồng ý với quyết định ";
    counter::holds(page, "matter-0-content", told).await;

    // Covered in the middle of a word: at once, and the word stands there afterwards.
    keyboard.write_slowly("tooi");
    keyboard.press(&["F8"]);
    let covered = "return document.querySelector('.cover') !== null";
    until(page, covered, Vec::new()).await;
    keyboard.press(&["F8"]);
    until(
        page,
        "return document.querySelector('.cover') === null",
        Vec::new(),
    )
    .await;
    counter::holds(page, "matter-0-content", &format!("{told}tôi")).await;
    counter::focused(page, "matter-0-content").await;
    keyboard.press(&["BackSpace", "BackSpace", "BackSpace"]);
    counter::holds(page, "matter-0-content", told).await;

    // In the middle of a form a scan is asked about, and all that was typed stays.
    let before = counter::written(page).await;
    scanner::scan(CARD, 12);
    appears(page, "//*[contains(., 'Vừa quét thẻ')]").await;
    assert_eq!(counter::written(page).await, before);

    let mut paces = Paces::of([35, 20, 12, 7]);
    while let Some(millis) = paces.now() {
        keyboard.press(&["Escape", "Escape", "F2"]);
        counter::form(page).await;
        counter::focus(page, "person-name").await;
        keyboard.write_slowly("ddax ");
        counter::focus(page, "person-phone").await;
        counter::focus(page, "person-name").await;
        keyboard.press(&["ctrl+a", "BackSpace"]);
        counter::open_papers(page).await;
        counter::focus(page, "person-name").await;
        let mut expected = counter::written(page).await;
        scanner::clocks(page).await;
        scanner::scan(CARD, millis);
        if !paces.kept(page).await {
            continue;
        }
        counter::holds(page, "person-name", "DDANG THI TRAXM").await;
        expected.extend(counter::of_card("DDANG THI TRAXM"));
        assert_eq!(counter::written(page).await, expected, "{millis} ms a key");
    }
    sitting.cut();
}

/// A receipt's code may hold a space, and a space presses the button that has the keys.
#[tokio::test]
async fn a_code_with_a_space_among_its_first_keys_presses_no_button() {
    journey("code_with_a_space", |window| async move {
        let page = &window.page;
        counter::reached(&window, "reception").await;
        let keyboard = Keyboard::at_the_window();
        let script = "const button = [...document.querySelectorAll('main button')]
               .find((one) => one.textContent.includes('F2'));
             button.focus();
             return document.activeElement === button";
        for at in [0, 1, 5, 10] {
            until(page, script, Vec::new()).await;
            let mut code = "DESK1-9KQ%.:7/".repeat(8);
            code.insert(at, ' ');
            scanner::scan(&code, 12);
            words(page, "Chưa nhận được thẻ").await;
            let form = "return document.getElementById('intake-title')";
            let form = run(page, form, Vec::new()).await;
            assert_eq!(form, json!(null), "space as key {at}");
            press(page, "Đã hiểu").await;
        }
        until(page, script, Vec::new()).await;
        keyboard.press(&["space"]);
        counter::form(page).await;
    })
    .await;
}
