//! Scenes of the ordinary counter.

use std::process::Command;

use serde_json::{Value, json};

use super::hand::Hand;
use crate::demo::program;
use crate::hands::{all_hold, choose, press, put, put_all, run, told, until};
use crate::pages::{appears, counter, words};
use crate::scanner;
use crate::tray::Tray;

/// The texts of receipts of a visit that was saved.
fn receipts(saved: &Value) -> Vec<String> {
    let files = saved["files"].as_array().expect("files").iter();
    files
        .map(|file| file["receipt"].as_str().expect("a receipt").to_owned())
        .collect()
}

async fn checked(hand: &Hand, code: &str) -> Value {
    told(&hand.page, "check_receipt", json!({ "token": code })).await
}

/// Nobody's form waits.
async fn nothing_is_left(hand: &Hand) {
    assert_eq!(hand.drafts().await, json!([]));
}

pub(super) async fn ordinary(hand: &Hand, tray: &Tray) {
    let before = hand.numbers().await.len();
    hand.counter().await;
    hand.key("F3");
    appears(
        &hand.page,
        "//*[starts-with(normalize-space(.), 'Đã cấp số A-')]",
    )
    .await;
    assert_eq!(hand.numbers().await.len(), before + 1);
    hand.key("F4");
    counter::form(&hand.page).await;
    hand.scans("ordinary", "Hoàng Văn Lựu").await;
    hand.records(0, "A1", "Nhà tôi bị lập biên bản sai.").await;
    let saved = hand.saves("F10").await;
    let seen = hand.names_message("ui.print.seen");
    appears(&hand.page, &format!("//button[contains(., '{seen}')]")).await;
    hand.key("F11");
    appears(
        &hand.page,
        "//*[contains(normalize-space(.), 'đã cầm giấy')]",
    )
    .await;

    assert_eq!(saved["files"].as_array().map(Vec::len), Some(1), "{saved}");
    assert_eq!(saved["files"][0]["service"], "A1");
    let due = saved["files"][0]["deadlines"][0]["due"].as_str();
    let due = due.expect("a legal time runs");
    let number = &receipts(&saved)[0];
    let paper = checked(hand, &tray.code(number).await).await;
    assert_eq!(paper["genuine"], true, "{paper}");
    assert_eq!(paper["voided"], false, "{paper}");
    assert_eq!(paper["number"], json!(number));
    assert_eq!(
        paper["due"].as_str(),
        Some(due),
        "the due time is the receipt's"
    );
    let row = hand.number_of(&saved["visit"]).await;
    assert_eq!(row["state"], "served", "{row}");
    assert_eq!(row["files"], 1, "{row}");
    let person = hand.person("hoang van luu").await;
    assert_eq!(person["visits"][0]["what"][0]["titles"]["vi"], "Khiếu nại");
    nothing_is_left(hand).await;
}

pub(super) async fn advice(hand: &Hand) {
    let printed = hand.receipts().await;
    hand.begins().await;
    hand.records(0, "G", "Mang giấy khai sinh và căn cước cũ.")
        .await;
    let saved = hand.saves("F9").await;
    assert_eq!(saved["person"], Value::Null, "{saved}");
    assert_eq!(saved["files"], json!([]));
    assert_eq!(hand.number_of(&saved["visit"]).await["state"], "served");
    assert_eq!(hand.receipts().await, printed);
    nothing_is_left(hand).await;
}

pub(super) async fn deaf(hand: &Hand) {
    let (asks, answers) = ("Chào bà, bà cần việc gì?", "toi bi mat giay to");
    hand.scene("deaf").await;
    hand.says(asks, "Good morning, what can I do for you?")
        .await;
    hand.presses("ui.practice.large").await;
    appears(&hand.page, "//*[@role = 'dialog']//textarea").await;
    let write = "const field = document.querySelector('[role=dialog] textarea');
         field.focus(); field.value = arguments[0] + '\\n';
         field.dispatchEvent(new InputEvent('input', { bubbles: true }));
         return document.activeElement === field;";
    assert_eq!(run(&hand.page, write, vec![json!(asks)]).await, json!(true));
    hand.keyboard.write(answers);
    let reads = "return document.querySelector('[role=dialog] textarea')?.value
         === arguments[0] + '\\n' + arguments[1]";
    until(&hand.page, reads, vec![json!(asks), json!(answers)]).await;
    hand.presses("ui.kit.close").await;
    let gone = "return document.querySelector('[role=dialog]') === null";
    until(&hand.page, gone, Vec::new()).await;
    let left = "const all = [document.documentElement.outerHTML,
           ...[...document.querySelectorAll('input, textarea')].map((one) => one.value),
           JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
         return all.filter((text) => text.includes(arguments[0])).length;";
    assert_eq!(run(&hand.page, left, vec![json!(answers)]).await, json!(0));
    nothing_is_left(hand).await;

    hand.scans("deaf", "Ngô Thị Sim").await;
    hand.records_any("G", "Hướng dẫn nơi cấp lại giấy tờ.")
        .await;
    let saved = hand.saves("F9").await;
    assert_eq!(hand.number_of(&saved["visit"]).await["state"], "served");
    let person = hand.person("ngo thi sim").await;
    assert_eq!(person["visits"].as_array().map(Vec::len), Some(1));
    assert_eq!(run(&hand.page, left, vec![json!(answers)]).await, json!(0));
    // Opened again, the letters are empty.
    hand.scene("deaf").await;
    press(&hand.page, "Chữ to").await;
    let empty = "return document.querySelector('[role=dialog] textarea')?.value === ''";
    until(&hand.page, empty, Vec::new()).await;
    hand.keyboard.press(&["Escape"]);
    until(&hand.page, gone, Vec::new()).await;
}

pub(super) async fn foreigner(hand: &Hand) {
    hand.begins().await;
    hand.keyboard.write("MARIA MUSTER");
    all_hold(&hand.page, &[("person-name", "MARIA MUSTER")]).await;
    let papers = [
        ("person-passport", "X0000001"),
        ("person-nationality", "AUT"),
    ];
    put_all(&hand.page, &papers).await;
    hand.sees("ui.proof.title").await;
    hand.presses("ui.proof.other_paper").await;
    hand.records_any("G", "Mất túi ở chợ; hướng dẫn báo đại sứ quán.")
        .await;
    hand.presses("ui.language.en").await;
    words(&hand.page, "Visit without a number").await;
    all_hold(&hand.page, &[("person-passport", "X0000001")]).await;
    press(&hand.page, "Tiếng Việt").await;
    words(&hand.page, "Lượt tiếp không lấy số").await;
    let saved = hand.saves("F9").await;
    assert_eq!(saved["warnings"], json!([]), "no false warning");
    let facts = hand.person("maria muster").await["facts"].clone();
    assert_eq!(facts["name"], "MARIA MUSTER", "{facts}");
    assert_eq!(facts["passport"], "X0000001", "{facts}");
    assert_eq!(facts["nationality"], "AUT", "{facts}");
    assert_eq!(facts["number"], Value::Null, "no citizen number: {facts}");
    nothing_is_left(hand).await;
}

pub(super) async fn old(hand: &Hand) {
    hand.begins().await;
    put_all(
        &hand.page,
        &[("person-name", "Lò Văn Trám"), ("person-born", "1941")],
    )
    .await;
    hand.sees("ui.proof.title").await;
    hand.presses("ui.proof.own_words").await;
    hand.records_any("G", "Hướng dẫn làm lại giấy tờ.").await;
    hand.saves("F9").await;
    let person = hand.person("lo van tram").await;
    let born = &person["facts"]["born"];
    assert_eq!(born["year"], 1941, "{person}");
    assert_eq!(born["month"], Value::Null, "{person}");
    assert_eq!(born["day"], Value::Null, "{person}");
    assert_eq!(person["facts"]["name"], "Lò Văn Trám");
    nothing_is_left(hand).await;
}

pub(super) async fn two(hand: &Hand, tray: &Tray) {
    let before = hand.numbers().await.len();
    hand.begins().await;
    hand.scans("two", "Lý Thị Mơ").await;
    hand.records(0, "A3", "Đề nghị sửa đèn đường.").await;
    choose(&hand.page, "matter-0-kind", "petition").await;
    hand.key("F6");
    counter::focused(&hand.page, "service").await;
    hand.records(1, "A1", "Không đồng ý biên bản hôm nọ.").await;
    let saved = hand.saves("F10").await;
    assert_eq!(hand.numbers().await.len(), before + 1, "one visit");
    assert_eq!(hand.number_of(&saved["visit"]).await["files"], 2);
    let receipts = receipts(&saved);
    assert_eq!(receipts.len(), 2, "{saved}");
    let codes = [tray.code(&receipts[0]).await, tray.code(&receipts[1]).await];
    for (number, code) in receipts.iter().zip(&codes) {
        let paper = checked(hand, code).await;
        assert_eq!(paper["genuine"], true, "{paper}");
        assert_eq!(paper["number"], json!(number), "its own paper");
    }
    assert_ne!(codes[0], codes[1]);
    let person = hand.person("ly thi mo").await;
    assert_eq!(person["visits"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        person["visits"][0]["what"].as_array().map(Vec::len),
        Some(2)
    );
    nothing_is_left(hand).await;
}

/// A paper is shown to the scanner; the screen says this of it.
async fn shown_to_the_scanner(hand: &Hand, code: &str, sentence: &str) {
    hand.counter().await;
    scanner::scan(code, 12);
    appears(&hand.page, "//*[@id = 'check-token']").await;
    words(&hand.page, sentence).await;
}

pub(super) async fn wrong(hand: &Hand, tray: &Tray) {
    hand.begins().await;
    hand.scans("wrong", "Hà Văn Cam").await;
    hand.records(0, "A1", "Không đồng ý mức phạt.").await;
    let saved = hand.saves("F10").await;
    let old = receipts(&saved)[0].clone();
    let old_code = tray.code(&old).await;
    assert_eq!(checked(hand, &old_code).await["voided"], false);
    hand.presses("ui.wrong.title").await;
    put(&hand.page, "right-name", "Đỗ Văn Quýt").await;
    hand.presses("ui.wrong.move").await;
    words(&hand.page, "Đã chuyển sang đúng người").await;
    hand.presses("ui.print.now").await;
    let states = told(&hand.page, "print_states", json!({})).await;
    let states = states.as_array().expect("a list").clone();
    let person = hand.person("do van quyt").await;
    let [visit] = person["visits"].as_array().expect("visits").as_slice() else {
        panic!("one visit: {person}");
    };
    assert_eq!(visit["number"], saved["queue_number"], "the visit is his");
    assert_eq!(visit["what"][0]["titles"]["vi"], "Khiếu nại");
    let taken = hand.person("ha van cam").await;
    assert_eq!(taken["visits"], json!([]), "and nobody else's");
    let number = |row: &Value| row["number"].as_str().unwrap_or_default().to_owned();
    let new = states.iter().map(number).max().expect("receipts");
    assert_ne!(new, old, "{states:?}");
    let new_code = tray.code(&new).await;
    press(&hand.page, "Xong").await;
    shown_to_the_scanner(hand, &old_code, "Số biên nhận này đã hủy").await;
    shown_to_the_scanner(hand, &new_code, "Biên nhận do đơn vị cấp").await;
    assert_eq!(checked(hand, &old_code).await["voided"], true);
    let paper = checked(hand, &new_code).await;
    assert_eq!(
        (&paper["genuine"], &paper["voided"]),
        (&json!(true), &json!(false))
    );
    nothing_is_left(hand).await;
}

/// When a service is due that was received then, by the catalogue alone.
fn due_from(service: &str, step: &str, received: &str) -> String {
    let asked = Command::new(program("DESK_CTL", "deskctl"))
        .args(["deadline", "--json", "--service", service, "--step", step])
        .args(["--from", received])
        .output()
        .expect("deskctl starts");
    let answer: Value = serde_json::from_slice(&asked.stdout).expect("deadline answers JSON");
    answer["due"].as_str().expect("a time").to_owned()
}

pub(super) async fn letter(hand: &Hand) {
    hand.begins().await;
    hand.presses("ui.channel.post").await;
    hand.presses("ui.late.title").await;
    hand.presses("ui.late.postmark").await;
    // The day the desk calls today, less three.
    let today = told(&hand.page, "desk_state", json!({})).await["day"].clone();
    let script = "const day = new Date(Date.parse(arguments[0]) - 3 * 864e5);
         return day.toISOString().slice(0, 10);";
    let day = run(&hand.page, script, vec![today.clone()]).await;
    let day = day.as_str().expect("a day").to_owned();
    let typed = day.split('-').rev().collect::<String>();
    let reason = "đơn nằm ở phòng văn thư";
    let late = [
        ("late-day", &*typed),
        ("late-time", "9:00"),
        ("late-reason", reason),
    ];
    put_all(&hand.page, &late).await;
    put(&hand.page, "person-name", "Tạ Văn Ngô").await;
    hand.sees("ui.proof.title").await;
    hand.presses("ui.proof.own_words").await;
    hand.records(0, "A3", "Tiếng ồn ban đêm.").await;
    choose(&hand.page, "matter-0-kind", "feedback").await;
    let saved = hand.saves("F9").await;
    let row = hand.number_of(&saved["visit"]).await;
    assert_eq!(row["entered_later"], true, "{row}");
    let due = &saved["files"][0]["deadlines"][0];
    let step = due["step"].as_str().expect("a step");
    let counted = due_from("A3", step, &format!("{day}T09:00:00+07:00"));
    assert_eq!(
        due["due"].as_str(),
        Some(&*counted),
        "from the day received"
    );
    let today = today.as_str().expect("a day");
    assert_ne!(
        counted,
        due_from("A3", step, &format!("{today}T09:00:00+07:00"))
    );
    // Who was served is folded away until somebody looks.
    let queue = "const past = document.querySelector('main details');
         if (past !== null) past.open = true;
         return document.querySelector('main').textContent.includes('Ghi nhận sau')";
    until(&hand.page, queue, Vec::new()).await;
    nothing_is_left(hand).await;
}

const BEGUN: &str = "hom do toi o nha, co hang xom lam chung";

/// Up to the moment the lights go out; how many numbers there were.
pub(super) async fn power_until_the_cut(hand: &Hand) -> usize {
    let before = hand.numbers().await.len();
    hand.begins().await;
    hand.scans("power", "Phan Thị Bưởi").await;
    hand.records_any("A1", "").await;
    let at = "document.getElementById('matter-0-content').focus(); return true";
    run(&hand.page, at, Vec::new()).await;
    hand.keyboard.write(BEGUN);
    all_hold(&hand.page, &[("matter-0-content", BEGUN)]).await;
    hand.sees("ui.status.kept").await;
    // "At most the last second": that one is waited for.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    before
}

/// And on, in the program that was opened again.
pub(super) async fn power_after_the_cut(hand: &Hand, before: usize) {
    assert_eq!(hand.numbers().await.len(), before, "nothing was saved");
    hand.sees("ui.draft.title").await;
    hand.presses("ui.draft.resume").await;
    all_hold(&hand.page, &[("person-name", "Phan Thị Bưởi")]).await;
    all_hold(&hand.page, &[("matter-0-content", BEGUN)]).await;
    let at = "const field = document.getElementById('matter-0-content');
         field.focus(); field.setSelectionRange(field.value.length, field.value.length);
         return true";
    run(&hand.page, at, Vec::new()).await;
    hand.keyboard.write(" va co anh");
    all_hold(
        &hand.page,
        &[("matter-0-content", &format!("{BEGUN} va co anh"))],
    )
    .await;
    let saved = hand.saves("F9").await;
    assert_eq!(hand.numbers().await.len(), before + 1, "saved once");
    assert_eq!(saved["files"].as_array().map(Vec::len), Some(1));
    let person = hand.person("phan thi buoi").await;
    assert_eq!(
        person["visits"].as_array().map(Vec::len),
        Some(1),
        "{person}"
    );
    nothing_is_left(hand).await;
}
