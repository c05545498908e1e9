//! Queue, form, what was saved, and what lies over them.

use fantoccini::Client;
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{go, long_name, refusal};
use crate::hands::{answer, choose, key, named, press, put, run, told, told_bytes, until};
use crate::looks::Camera;
use crate::pages::{appears, counter};

/// Empty, with a word from the shift before, and with another officer's draft.
pub(super) async fn queue(camera: &Camera<'_>) {
    counter::shown(camera.page).await;
    camera.sees("ui.draft.title").await;
    camera.sees("ui.day.note.read").await;
    camera.shot("note-of-the-shift-before").await;
    camera.press("ui.day.note.read").await;
    camera.sees("ui.board.nobody").await;
    camera.shot("queue-empty").await;
    named(camera.page, Key::F3).await;
    camera.sees("ui.board.given").await;
    camera.shot("queue-given").await;
    answer(camera.page, "print_slip", refusal("print.no_system"), 0).await;
    camera.press("ui.board.slip").await;
    camera.sees("ui.board.slip.no_printer").await;
    camera.shot("queue-no-slip").await;
    answer(camera.page, "print_slip", Value::Null, 0).await;
}

/// Opens a form for somebody without a number.
pub(super) async fn opens(camera: &Camera<'_>) {
    named(camera.page, Key::F2).await;
    counter::form(camera.page).await;
    counter::focused(camera.page, "person-name").await;
}

async fn saves(camera: &Camera<'_>) {
    named(camera.page, Key::F9).await;
}

/// Picks the first service, a complaint.
pub(super) async fn complains(camera: &Camera<'_>) {
    appears(camera.page, "//li[@id = 'service-A1']").await;
    let pick = "document.getElementById('service-A1').click()";
    run(camera.page, pick, Vec::new()).await;
    appears(camera.page, "//*[@id = 'matter-0-content']").await;
}

/// Somebody the desk knows.
async fn known(camera: &Camera<'_>) -> Value {
    for part in ["nguyen", "tran", "le", "pham", "an"] {
        let found = told(camera.page, "find_people", json!({ "query": part })).await;
        let with = |row: &&Value| row["born"].is_string();
        if let Some(row) = found["people"]
            .as_array()
            .and_then(|rows| rows.iter().find(with))
        {
            return row.clone();
        }
    }
    panic!("the demo has nobody");
}

/// Empty, half written, refused, alike, long, thrown away.
pub(super) async fn form(camera: &Camera<'_>) {
    let page = camera.page;
    opens(camera).await;
    camera.shot("form-empty").await;

    put(page, "person-name", "Đặng Thị Đào").await;
    put(page, "person-born", "010390").await;
    put(page, "person-phone", "0912 345 678").await;
    put(
        page,
        "person-address",
        "Số 1 Đường Mẫu, Phường Lê Chân, Hải Phòng",
    )
    .await;
    complains(camera).await;
    camera.shot("form-half").await;

    // A refusal that took its time has the keys as well: the form was shut meanwhile.
    answer(page, "save_visit", refusal("vault.disk_full"), 400).await;
    saves(camera).await;
    let summary = "return document.activeElement?.closest('[role=alert]') !== null \
         && document.activeElement !== document.body";
    until(page, summary, Vec::new()).await;
    answer(page, "save_visit", Value::Null, 0).await;

    saves(camera).await;
    appears(
        page,
        "//*[@role = 'alert']//a | //*[@role = 'alert']//button",
    )
    .await;
    camera.shot("form-refused").await;

    let row = known(camera).await;
    put(
        page,
        "person-name",
        row["name"].as_str().unwrap_or_default(),
    )
    .await;
    put(
        page,
        "person-born",
        row["born"].as_str().unwrap_or_default(),
    )
    .await;
    camera.press("ui.person.alike").await;
    appears(page, "//*[@role = 'dialog']//li").await;
    camera.shot("look-alikes-uncompared").await;
    camera.press("ui.person.compare").await;
    appears(
        page,
        "//*[@role = 'dialog']//table | //*[@role = 'dialog']//dl",
    )
    .await;
    camera.shot("look-alikes").await;
    named(page, Key::Escape).await;

    for id in [
        "person-name",
        "person-address",
        "matter-0-respondent",
        "visit-note",
    ] {
        put(page, id, &long_name(200)).await;
    }
    put(page, "matter-0-content", &long_name(200).replace(' ', "")).await;
    camera.shot("form-long").await;
    camera.press("ui.late.title").await;
    choose(page, "late-source", "paper_day").await;
    camera.press("ui.visit.more").await;
    choose(page, "outcome", "refused").await;
    camera
        .shot_of("form-everything-open", "outcome-label")
        .await;
    camera.press("ui.intake.discard").await;
    camera.sees("ui.draft.discarded").await;
    camera.shot("form-discarded").await;
}

/// Waits until the paper that is to be looked at stands there; in a dialog, the one in front.
async fn drawn(page: &Client) {
    let drawn = "const front = document.querySelector('.dialog') ?? document;
         const pages = [...front.querySelectorAll('img')];
         return pages.length > 0 && pages.every((one) => one.complete && one.naturalWidth > 0);";
    until(page, drawn, Vec::new()).await;
}

/// Saved, printed, and the wrong person.
pub(super) async fn saved(camera: &Camera<'_>) {
    let page = camera.page;
    opens(camera).await;
    put(page, "person-name", "Đặng Thị Đào").await;
    put(page, "person-born", "05031990").await;
    put(
        page,
        "person-address",
        "Số 1 Đường Mẫu, Phường Lê Chân, Hải Phòng",
    )
    .await;
    choose(page, "person-proof", "card_seen").await;
    complains(camera).await;
    put(
        page,
        "matter-0-content",
        "Không đồng ý với quyết định xử phạt ngày 20/11.",
    )
    .await;
    saves(camera).await;
    counter::saved(page).await;
    drawn(page).await;
    camera.shot("saved").await;
    camera.press("ui.print.now").await;
    camera.sees("ui.print.state.sent").await;
    camera.shot("saved-printed").await;
    camera.press("ui.wrong.title").await;
    appears(page, "//*[@id = 'right-name']").await;
    camera.shot("wrong-person").await;
    put(page, "right-name", &long_name(200)).await;
    choose(page, "right-proof", "card_seen").await;
    named(page, Key::F9).await;
    camera.sees("ui.wrong.done").await;
    drawn(page).await;
    camera.shot("wrong-person-done").await;
    named(page, Key::Escape).await;
}

/// Palette, help, a number's menu, large letters, cover, countdown.
pub(super) async fn layers(camera: &Camera<'_>) {
    let page = camera.page;
    key(page, &[Key::Control.into()], 'k').await;
    appears(page, "//*[@role = 'dialog']//input").await;
    camera.shot("palette").await;
    let id = "return document.querySelector('[role=dialog] input').id";
    let field = run(page, id, Vec::new()).await;
    put(page, field.as_str().unwrap_or_default(), "dang thi dao").await;
    until(
        page,
        "return [...document.querySelectorAll('[role=option]')]
           .some((one) => one.textContent.includes('Đặng Thị Đào'))",
        Vec::new(),
    )
    .await;
    camera.shot("palette-people").await;
    put(page, field.as_str().unwrap_or_default(), "khong co gi ca").await;
    camera.sees("ui.palette.none").await;
    camera.shot("palette-nothing").await;
    named(page, Key::Escape).await;

    named(page, Key::F1).await;
    camera.shot("help").await;
    named(page, Key::F1).await;

    let opens = "document.querySelector('main ul li button').click(); return true";
    run(page, opens, Vec::new()).await;
    appears(page, "//*[@role = 'dialog']").await;
    camera.shot("number-menu").await;
    camera.press("ui.board.act.counter").await;
    camera.shot("number-to-another-counter").await;
    named(page, Key::Escape).await;

    named(page, Key::F7).await;
    appears(page, "//*[@role = 'dialog']//textarea").await;
    camera.shot("large-letters").await;
    named(page, Key::Escape).await;

    named(page, Key::F8).await;
    camera.sees("ui.cover.back").await;
    camera.shot("cover").await;
    answer(page, "uncover", refusal("pin.needed"), 0).await;
    named(page, Key::F8).await;
    camera.sees("ui.cover.no_pin").await;
    camera.shot("cover-without-pin").await;
    answer(page, "uncover", Value::Null, 0).await;
    // The core still gives the screen back within its first seconds.
    told_bytes(page, "uncover", &[""]).await;
    page.refresh().await.expect("the page loads");
    counter::shown(page).await;
    answer(page, "cover", json!({ "pin": true }), 0).await;
    let mut wrong = refusal("pin.wrong");
    wrong["params"] = json!({ "left": "2" });
    answer(page, "uncover", wrong, 0).await;
    named(page, Key::F8).await;
    camera.sees("ui.cover.back").await;
    named(page, Key::F8).await;
    camera.sees("ui.cover.pin").await;
    camera.shot("cover-pin").await;
    page.refresh().await.expect("the page loads");
    counter::shown(page).await;

    answer(page, "activity", json!({ "countdown": 25 }), 0).await;
    appears(page, "//*[@role = 'alertdialog']").await;
    camera.shot("idle-countdown").await;
    answer(page, "activity", Value::Null, 0).await;
    // It asks each second and goes by itself; that a press sends it away is the journey of `idle`.
    let gone = "return document.querySelector('[role=alertdialog]') === null";
    until(page, gone, Vec::new()).await;
}

/// A queue of three hundred: whom one serves and who comes next are seen all the same.
pub(super) async fn crowded(camera: &Camera<'_>) {
    let page = camera.page;
    go(camera, "counter").await;
    let many = "const done = arguments[arguments.length - 1];
         const give = async () => {
           for (let count = 0; count < 300; count += 1) {
             await window.__TAURI_INTERNALS__.invoke('give_number'); } };
         give().then(() => done(true), (error) => done(JSON.stringify(error)));";
    let given = page.execute_async(many, Vec::new()).await;
    assert_eq!(given.expect("the page answers"), json!(true));
    named(page, Key::F4).await;
    counter::form(page).await;
    until(
        page,
        "return document.querySelectorAll('main li').length >= 10",
        Vec::new(),
    )
    .await;
    in_sight(camera).await;
    camera.shot("queue-300").await;
    press(page, &camera.speech.say("ui.intake.discard")).await;
}

/// The number being served and the first two that wait, whole, with the keys that go on.
async fn in_sight(camera: &Camera<'_>) {
    let script = "const queue = document.querySelector('section[aria-labelledby=queue-title]');
         const rows = [...queue.querySelectorAll('ul li')].slice(0, 2);
         const list = rows[0].closest('ul').parentElement.getBoundingClientRect();
         const now = [...queue.querySelectorAll('strong')].find((one) => !one.closest('li'));
         const next = document.getElementById('call-next');
         const inside = (one, box) => {
           const { top, bottom } = one.getBoundingClientRect();
           return top >= box.top - 1 && bottom <= box.bottom + 1;
         };
         const box = queue.getBoundingClientRect();
         return [rows.every((row) => inside(row, list)), inside(now, box), inside(next, box),
           list.bottom <= next.getBoundingClientRect().top];";
    let seen = run(camera.page, script, Vec::new()).await;
    assert_eq!(seen, json!([true, true, true, true]), "in sight");
}
