//! Journey 5: four services of the room from the scan to the result in the right hands, a late one with
//! its apology.

use std::time::{Duration, Instant};

use fantoccini::Client;
use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::app::journey;
use crate::hands::{choose, day_from_today, named, press, put, run, until};
use crate::keys::Keyboard;
use crate::pages::{appears, counter};
use crate::scanner::{self, Paces};
use crate::screen::{accessible, glimpse, unclipped};
use crate::tray::Tray;

/// An invented card, and that of somebody who has no business with her matters.
const CARD: &str =
    "031190012345||DANG THI DAO|05031990|Nu|So 1 Duong Mau, Phuong Le Chan, Hai Phong|12082022";
const HUSBAND: &str =
    "031090054321||LE VAN CHONG|01021985|Nam|So 1 Duong Mau, Phuong Le Chan, Hai Phong|12082022";

/// A key of a form: named, or letters.
enum Hand {
    Keys(&'static [&'static str]),
    Letters(&'static str),
}
use Hand::{Keys, Letters};

/// What is typed after the service was picked, its first question in focus.
const FORMS: [(&str, &[Hand]); 4] = [
    (
        "B1",
        &[
            Keys(&["1", "Return"]),
            Letters("ve o voi con"),
            Keys(&["ctrl+Return"]),
            Letters("so 1 duong mau"),
        ],
    ),
    (
        "C",
        &[
            Keys(&["1", "Return", "Return", "1", "Return", "2", "Return"]),
            Letters("hai phong"),
        ],
    ),
    (
        "D",
        &[Keys(&[
            "6", "Return", "1", "Return", "Return", "Return", "Return",
        ])],
    ),
    ("E", &[Keys(&["2"])]),
];

/// Her card under the scanner, once more where a machine that was held up spoiled it.
async fn her_card(page: &Client) {
    for millis in [12, 20, 30] {
        scanner::scan(CARD, millis);
        for _ in 0..40 {
            if counter::value(page, "person-name").await == "DANG THI DAO" {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        put(page, "person-name", "").await;
        counter::focus(page, "person-name").await;
    }
}

/// Begins a form with her card and picks a service by its letters.
pub(super) async fn begun(page: &Client, keyboard: &Keyboard, service: &str) {
    keyboard.press(&["F2"]);
    counter::form(page).await;
    counter::focused(page, "person-name").await;
    keyboard.counted();
    her_card(page).await;
    counter::holds(page, "person-name", "DANG THI DAO").await;
    counter::focused(page, "service").await;
    // Its letter and number; of those that share them it is gone to by the arrow.
    let letters = service.split('-').next().unwrap_or(service);
    keyboard.write(&letters.to_lowercase());
    let found = "return document.querySelector('#service-list [aria-selected=true]')?.id
         ?.startsWith(arguments[0]) === true";
    until(page, found, vec![json!(format!("service-{letters}"))]).await;
    let here = "return document.querySelector('#service-list [aria-selected=true]')?.id";
    for _ in 0..12 {
        if run(page, here, Vec::new()).await == json!(format!("service-{service}")) {
            break;
        }
        keyboard.press(&["Down"]);
    }
    assert_eq!(
        run(page, here, Vec::new()).await,
        json!(format!("service-{service}"))
    );
    keyboard.press(&["Return"]);
    let asked = "return document.activeElement
         ?.closest('section[aria-labelledby=matter-0-title]') instanceof Element";
    until(page, asked, Vec::new()).await;
}

/// Takes a matter in; the number of its receipt, as the papers list tells it.
async fn taken_in(page: &Client, keyboard: &Keyboard, service: &str, form: &[Hand]) -> String {
    let begin = Instant::now();
    begun(page, keyboard, service).await;
    for hand in form {
        match hand {
            Keys(keys) => keyboard.press(keys),
            Letters(text) => keyboard.write(text),
        }
    }
    glimpse(page, &format!("result-form-{service}")).await;
    accessible(page).await;
    unclipped(page).await;
    if service == "D" {
        put(page, "matter-0-frame", "RLHJC5225").await;
        put(page, "matter-0-engine", "JC52E5225").await;
    }
    keyboard.press(&["F10"]);
    counter::saved(page).await;
    let (keys, seconds) = (keyboard.counted(), begin.elapsed().as_secs_f64());
    println!("journey 5, {service}: {keys} keys and {seconds:.1} s from the scan to the receipt");
    assert!(keys <= 60, "{keys} keys");
    newest(page).await
}

/// The number of the newest receipt.
async fn newest(page: &Client) -> String {
    let states = run(
        page,
        "return window.__TAURI_INTERNALS__.invoke('print_states')",
        Vec::new(),
    )
    .await;
    let numbers = states.as_array().expect("a list").iter();
    let numbers = numbers.filter_map(|one| one["number"].as_str());
    numbers.max().expect("a receipt").to_owned()
}

/// A card that was asked for two months ago and is entered today: its time is over already.
async fn entered_late(page: &Client, keyboard: &Keyboard) -> String {
    begun(page, keyboard, "E").await;
    keyboard.press(&["2"]);
    press(page, "Nhận trước đó?").await;
    choose(page, "late-source", "call_log").await;
    let late = [
        ("late-day", day_from_today(page, -60).await),
        ("late-time", "9:00".to_owned()),
        ("late-reason", "Ghi vào sổ giấy khi mất điện.".to_owned()),
    ];
    for (id, text) in &late {
        put(page, id, text).await;
    }
    keyboard.press(&["F10"]);
    counter::saved(page).await;
    newest(page).await
}

/// The chief says sorry for it with a new working day; the slip is printed, and there is no second one.
async fn apologised_for(page: &Client, receipt: &str) {
    opened(page, receipt).await;
    let late = "//main//*[contains(., 'Quá hạn')]";
    appears(page, late).await;
    let sorry = "Xin lỗi, hẹn lại ngày";
    press(page, sorry).await;
    put(page, "doing-reason", "Thiếu thiết bị thu nhận.").await;
    // A day off is refused with the next day on which the office works.
    for days in 14..26 {
        let typed = day_from_today(page, days).await;
        put(page, "doing-until", &typed).await;
        glimpse(page, "file-apology").await;
        accessible(page).await;
        named(page, Key::F9).await;
        let answered = "return document.querySelector('#doing-title') === null
             || document.querySelector('main [role=alert]') !== null";
        until(page, answered, Vec::new()).await;
        let done = "return document.querySelector('#doing-title') === null";
        if run(page, done, Vec::new()).await == Value::Bool(true) {
            break;
        }
    }
    appears(page, "//main//li[contains(., 'xin lỗi')]").await;
    glimpse(page, "file-apologised").await;
    accessible(page).await;
    unclipped(page).await;
    let again = "return [...document.querySelectorAll('main button')]
         .some((one) => one.textContent.includes(arguments[0]))";
    assert_eq!(
        run(page, again, vec![json!(sorry)]).await,
        Value::Bool(false)
    );
    press(page, "Về danh sách").await;
    appears(page, "//*[@id = 'files-number']").await;
}

pub(super) async fn goes_to(page: &Client, place: &str, id: &str) {
    press(page, place).await;
    appears(page, &format!("//*[@id = '{id}']")).await;
}

/// The chief finds a matter by the number of its receipt.
async fn opened(page: &Client, receipt: &str) {
    // The list of all that is to be done stands before one is looked for.
    goes_to(page, "Quầy tiếp dân", "call-next").await;
    goes_to(page, "Hồ sơ", "files-number").await;
    let many = "return document.querySelectorAll('tbody button').length > 1";
    until(page, many, Vec::new()).await;
    put(page, "files-number", receipt).await;
    run(
        page,
        "document.getElementById('files-number').form.requestSubmit()",
        Vec::new(),
    )
    .await;
    let open = "const rows = [...document.querySelectorAll('tbody button')];
         if (rows.length !== 1) return false; rows[0].click(); return true;";
    until(page, open, Vec::new()).await;
    appears(page, "//h2[@id = 'file-next']").await;
}

/// She brings it to its result.
async fn decided(page: &Client, receipt: &str) {
    opened(page, receipt).await;
    let step = "const button = document.querySelectorAll('.moves button')[arguments[0]];
         button?.click(); return button !== undefined;";
    glimpse(page, &format!("file-{receipt}")).await;
    accessible(page).await;
    unclipped(page).await;
    // Passed on to whoever decides, then decided.
    run(page, step, vec![json!(1)]).await;
    let moved = "return document.querySelectorAll('ol li').length === arguments[0]";
    until(page, moved, vec![json!(2)]).await;
    let decide = "const button = [...document.querySelectorAll('.moves button')]
           .find((one) => /^Đã /.test(one.textContent.trim()));
         button?.click(); return button !== undefined;";
    until(page, decide, Vec::new()).await;
    until(page, moved, vec![json!(3)]).await;
    glimpse(page, &format!("file-ready-{receipt}")).await;
    press(page, "Về danh sách").await;
    appears(page, "//*[@id = 'files-number']").await;
}

/// Another sits down at the desk.
async fn changes_to(page: &Client, (name, passphrase): &(String, String)) {
    let lock = "window.__TAURI_INTERNALS__.invoke('lock'); return 'asked'";
    let _gone = page.execute(lock, Vec::new()).await;
    counter::at_work(page, name, passphrase).await;
}

/// Scans until the screen shows it; a machine that was held up spoils a scan now and then.
async fn scanned(page: &Client, payload: &str, shows: &str) {
    let mut paces = Paces::of([12, 15, 20, 25]);
    while let Some(millis) = paces.now() {
        counter::focus(page, "results-code").await;
        scanner::clocks(page).await;
        scanner::scan(payload, millis);
        if paces.kept(page).await || paces.taken() {
            break;
        }
        put(page, "results-code", "").await;
    }
    appears(
        page,
        &format!("//main//*[contains(normalize-space(.), '{shows}')]"),
    )
    .await;
}

async fn text(page: &Client) -> String {
    let said = run(
        page,
        "return document.querySelector('main').textContent",
        Vec::new(),
    )
    .await;
    said.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn four_services_go_from_the_scan_to_the_right_hands_and_a_late_one_with_an_apology() {
    journey("results", |window| async move {
        let page = &window.page;
        let tray = Tray::under(&window.folder);
        let reception = window.demo.user("reception");
        counter::at_work(page, &reception.0, &reception.1).await;
        let keyboard = Keyboard::at_the_window();
        let mut receipts = Vec::new();
        for (service, form) in FORMS {
            receipts.push(taken_in(page, &keyboard, service, form).await);
        }
        let late = entered_late(page, &keyboard).await;
        let token = tray.code(&receipts[0]).await;

        // His wife's paper, and nothing lies ready yet: not ready, and not a word more.
        goes_to(page, "Trả kết quả", "results-code").await;
        scanned(page, &token, "Chưa có kết quả").await;
        assert!(!text(page).await.contains("DAO"), "{}", text(page).await);
        glimpse(page, "results-not-ready").await;

        changes_to(page, &window.demo.user("supervisor")).await;
        apologised_for(page, &late).await;
        receipts.push(late);
        for receipt in &receipts {
            decided(page, receipt).await;
        }

        changes_to(page, &reception).await;
        goes_to(page, "Trả kết quả", "results-code").await;
        scanned(page, &token, "Đã có kết quả").await;
        scanned(page, HUSBAND, "Là vợ, chồng, cha, mẹ không đủ").await;
        assert!(!text(page).await.contains("DAO"), "{}", text(page).await);
        let own = "return document.querySelector('[value=in_person]') === null";
        assert_eq!(run(page, own, Vec::new()).await, Value::Bool(true));
        glimpse(page, "results-husband").await;
        accessible(page).await;
        unclipped(page).await;
        named(page, Key::F10).await;
        appears(page, "//*[@role = 'alert']").await;

        // She comes herself: her card opens what is hers.
        for left in (1..=receipts.len()).rev() {
            goes_to(page, "Quầy tiếp dân", "call-next").await;
            goes_to(page, "Trả kết quả", "results-code").await;
            scanned(page, CARD, "Người nhận").await;
            if left > 1 {
                appears(page, "//*[@id = 'results-file']").await;
                let first = "document.querySelector('#results-file input').click()";
                run(page, first, Vec::new()).await;
                choose(page, "results-capacity", "in_person").await;
            }
            glimpse(page, &format!("results-hers-{left}")).await;
            accessible(page).await;
            unclipped(page).await;
            named(page, Key::F10).await;
            let done = appears(
                page,
                "//main//*[@role = 'status' and contains(., 'Đã trả kết quả')]",
            );
            done.await;
        }
        glimpse(page, "results-done").await;
        goes_to(page, "Hồ sơ", "files-number").await;
    })
    .await;
}
