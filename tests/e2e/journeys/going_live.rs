//! Going live: a supervisor starts the registers after paper and carries a real sheet over: what is
//! wrong in it is told at its row and column, and what is hostile in it stays text.

use std::path::Path;

use fantoccini::Client;
use serde_json::{Value, json};

use crate::app::journey;
use crate::hands::{all_hold, ask, press, put, run, told, until};
use crate::keys::Keyboard;
use crate::looks::{in_every_look, part_in_every_look};
use crate::pages::{appears, button, counter, heading, words};

const HEAD: &str = "Số hồ sơ cũ,Ngày tiếp nhận,Họ và tên,Ngày sinh,Số định danh,Điện thoại,Địa chỉ,\
    Mã loại việc,Nội dung,Hạn giải quyết,Người thụ lý,Hình thức tiếp nhận,Ghi chú\n";
/// Names: one no page may take for an element, one no program may take for a formula.
const MARKUP: &str = "<img src=x onerror=window.ran=1>";
const FORMULA: &str = "=cmd|' /C calc'!A0";
const ROWS: &str = "\
    12/2026,3/8/2026,Nguyễn Thị Mẫu,05/03/1990,031190912345,0912 345 678,Số 1 phố Mẫu,A1,\
    Không đồng ý mức phạt.,1/9/2026,,bưu chính,đã nhắc\n\
    13/2026,4/8/2026,=cmd|' /C calc'!A0,,,,,Khiếu nại,Việc thứ hai.,,,,\n\
    14/2026,hôm qua,Lê Thị Sai,,12,,,A3,Tiếng ồn.,,,,\n\
    =1+1,5/8/2026,<img src=x onerror=window.ran=1>,,,,\"<script>window.ran=1</script>\",A3,\
    =cmd|' /C calc'!A0,,,,<svg onload=window.ran=1>\n";

/// The sheet as an officer saves it, and again when she has put it right.
fn write(path: &Path, rows: &str) {
    std::fs::write(path, format!("\u{feff}{HEAD}{rows}")).expect("the sheet is saved");
}

/// Waits for the number of rows that are listed.
async fn rows(page: &Client, count: usize) {
    let script = "return document.querySelectorAll('main tbody tr').length === arguments[0]";
    until(page, script, vec![json!(count)]).await;
}

/// What stands in the row of an old number: its cells, and the faults told in it.
async fn row(page: &Client, old: &str) -> (String, Vec<String>) {
    let script = "const row = [...document.querySelectorAll('main tbody tr')]
           .find((one) => one.querySelector('th').textContent.trim() === arguments[0]);
         return row && { text: row.textContent.replace(/\\s+/g, ' '),
           faults: [...row.querySelectorAll('li')].map((one) => one.textContent.trim()) };";
    let told = run(page, script, vec![json!(old)]).await;
    let faults = told["faults"]
        .as_array()
        .unwrap_or_else(|| panic!("no row {old}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&told["text"]), faults.iter().map(text).collect())
}

/// Nothing that a cell says became an element, or ran.
async fn inert(page: &Client) {
    let script = "return { ran: window.ran ?? 0, odd: document.querySelectorAll(
           'main img, main script, main svg[onload], main [onerror]').length };";
    let seen = run(page, script, Vec::new()).await;
    assert_eq!(seen, json!({ "ran": 0, "odd": 0 }));
}

/// A state of the screen, looked at.
async fn looked_at(page: &Client, state: &str) {
    // No hand moves here: the desk would lock itself on a slow machine.
    ask(page, "stay", json!({})).await;
    in_every_look(page, &format!("live-{state}")).await;
}

/// A part of the screen comes into sight.
async fn comes_into_sight(page: &Client, id: &str) {
    let script = "document.getElementById(arguments[0]).scrollIntoView({ block: 'start' })";
    run(page, script, vec![json!(id)]).await;
}

/// The passphrase again, and each register after the last number on paper.
async fn starts_the_registers(page: &Client, keyboard: &Keyboard, passphrase: &str) {
    press(page, "Đưa vào sử dụng").await;
    heading(page, "Đưa vào sử dụng").await;
    looked_at(page, "passphrase").await;
    keyboard.reach(page, "live-own").await;
    keyboard.write_quickly("khong phai cum nay");
    keyboard.press(&["Return"]);
    appears(page, "//*[@role = 'alert']").await;
    looked_at(page, "passphrase-refused").await;
    keyboard.reach(page, "live-own").await;
    keyboard.write_quickly(passphrase);
    keyboard.press(&["Return"]);
    words(page, "Số bắt đầu của sổ").await;
    for (id, last, next) in [
        ("live-last-file", "x", None),
        (
            "live-last-file",
            "120",
            Some("Số tiếp theo: HS-A-2026-000121"),
        ),
        (
            "live-last-receipt",
            "410",
            Some("Số tiếp theo: A-2026-000411"),
        ),
    ] {
        put(page, id, "").await;
        keyboard.reach(page, id).await;
        keyboard.write_quickly(last);
        keyboard.press(&["Return"]);
        if let Some(next) = next {
            words(page, next).await;
        } else {
            let wrong = format!("//input[@id = '{id}' and @aria-invalid = 'true']");
            appears(page, &wrong).await;
            looked_at(page, "register-refused").await;
        }
    }
    words(page, "Đã khai.").await;
    looked_at(page, "registers-done").await;
}

/// The faulty sheet, looked at: nothing is written, each fault stands at its row.
async fn looks(page: &Client, keyboard: &Keyboard, sheet: &Path) {
    keyboard.reach(page, "live-path").await;
    keyboard.write_quickly("/khong/co.csv");
    keyboard.press(&["Return"]);
    appears(
        page,
        "//input[@id = 'live-path' and @aria-invalid = 'true']",
    )
    .await;
    comes_into_sight(page, "live-sheet").await;
    looked_at(page, "no-such-sheet").await;
    let path = sheet.to_str().expect("a plain path");
    keyboard.reach(page, "live-path").await;
    keyboard.press(&["ctrl+a"]);
    keyboard.write_quickly(path);
    all_hold(page, &[("live-path", path)]).await;
    keyboard.press(&["Return"]);
    rows(page, 4).await;
    let (_, faults) = row(page, "14/2026").await;
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].starts_with("Ngày tiếp nhận: "), "{faults:?}");
    assert!(faults[1].starts_with("Số định danh: "), "{faults:?}");
    let first = "return document.querySelector('main tbody tr th').textContent.trim()";
    assert_eq!(
        run(page, first, Vec::new()).await,
        "14/2026",
        "faults first"
    );
    let (hostile, none) = row(page, "=1+1").await;
    assert!(hostile.contains(MARKUP), "{hostile}");
    assert_eq!(none, Vec::<String>::new(), "text is no fault");
    let (formula, none) = row(page, "13/2026").await;
    assert!(formula.contains(FORMULA), "{formula}");
    assert_eq!(none, Vec::<String>::new());
    inert(page).await;
    let (good, _) = row(page, "12/2026").await;
    assert!(
        good.contains("Sẽ chuyển") && good.contains("01/09/2026"),
        "{good}"
    );
    ask(page, "stay", json!({})).await;
    part_in_every_look(page, "live-looked-with-faults", "live-rows").await;
    let carried = told(page, "find_carried", json!({ "number": "12/2026" })).await;
    assert_eq!(carried, Value::Null, "a look writes nothing");
}

/// What was carried over: by its old number, and as the people's page shows it.
async fn is_found(page: &Client, keyboard: &Keyboard) {
    // By the number on the citizen's old paper.
    keyboard.reach(page, "live-number").await;
    keyboard.write("12/2026");
    keyboard.press(&["Return"]);
    words(page, "HS-A-2026-000121").await;
    words(page, "Hồ sơ chuyển tiếp không được cấp biên nhận mới.").await;
    comes_into_sight(page, "live-find").await;
    looked_at(page, "found").await;
    let carried = told(page, "find_carried", json!({ "number": "=1+1" })).await;
    assert_eq!(carried["number"], "HS-A-2026-000124");
    assert_eq!(carried["receipts"], 0, "{carried}");

    // The hostile row as the people's page shows it.
    let found = told(page, "find_people", json!({ "query": "=1+1" })).await;
    let person = told(
        page,
        "open_person",
        json!({ "id": found["people"][0]["id"] }),
    )
    .await;
    assert_eq!(person["facts"]["name"], MARKUP);
    assert_eq!(person["visits"][0]["carried"], "=1+1");
    press(page, "Người dân").await;
    put(page, "people-query", "=1+1").await;
    words(page, MARKUP).await;
    press(page, MARKUP).await;
    appears(page, "//main//h2").await;
    inert(page).await;
}

#[tokio::test]
async fn a_supervisor_carries_a_real_sheet_over_and_hostile_cells_stay_text() {
    journey("going-live", |window| async move {
        let page = &window.page;
        let placed = page.set_window_rect(0, 0, 1366, 768).await;
        placed.expect("the window has a size");
        let (name, passphrase) = window.demo.user("supervisor");
        counter::at_work(page, &name, &passphrase).await;
        run(page, "window.ran = 0", Vec::new()).await;
        let printed = told(page, "print_states", json!({})).await;
        let keyboard = Keyboard::at_the_window();
        starts_the_registers(page, &keyboard, &passphrase).await;

        let sheet = window.folder.join("ho so.csv");
        write(&sheet, ROWS);
        looks(page, &keyboard, &sheet).await;

        // Put right on disk meanwhile: what was not looked at is not carried over.
        let right = ROWS.replace("hôm qua", "6/8/2026").replace(",12,", ",,");
        write(&sheet, &right);
        press(page, "Chuyển 3 hồ sơ").await;
        appears(
            page,
            "//input[@id = 'live-path' and @aria-invalid = 'true']",
        )
        .await;
        let carried = told(page, "find_carried", json!({ "number": "12/2026" })).await;
        assert_eq!(carried, Value::Null, "nothing was carried over");
        press(page, "Kiểm tra bảng").await;
        button(page, "Chuyển 4 hồ sơ").await;
        assert_eq!(row(page, "14/2026").await.1, Vec::<String>::new());
        looked_at(page, "looked-right").await;
        press(page, "Chuyển 4 hồ sơ").await;
        until(
            page,
            "return document.querySelector('main').textContent.includes('Đã chuyển 4 hồ sơ')",
            Vec::new(),
        )
        .await;
        for (old, number) in [
            ("12/2026", "HS-A-2026-000121"),
            ("13/2026", "HS-A-2026-000122"),
            ("14/2026", "HS-A-2026-000123"),
            ("=1+1", "HS-A-2026-000124"),
        ] {
            let (text, _) = row(page, old).await;
            assert!(
                text.contains("Đã chuyển") && text.contains(number),
                "{text}"
            );
        }
        inert(page).await;
        counter::focused(page, "live-rows").await;
        comes_into_sight(page, "live-sheet").await;
        looked_at(page, "carried").await;
        words(page, "Số tiếp theo: HS-A-2026-000125").await;
        words(page, "Số tiếp theo: A-2026-000411").await;
        assert_eq!(
            told(page, "print_states", json!({})).await,
            printed,
            "no receipt"
        );

        is_found(page, &keyboard).await;
    })
    .await;
}
