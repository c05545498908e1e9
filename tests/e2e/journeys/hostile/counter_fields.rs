//! Hostile text at the counter beside the form: who it really was, another counter, why a day is
//! opened again, forms that wait.

use fantoccini::Client;
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{composed, inert, locks, none_forgotten, phone, refused_at, stands, texts};
use crate::app::journey;
use crate::hands::{all_hold, ask, choose, named, press, put, put_all, run, told, until};
use crate::pages::{appears, counter, sign_in, words};

/// Fields with a form of their own, and what is right in them.
const STRICT: [(&str, &str); 6] = [
    ("right-born", "05031990"),
    ("right-phone", ""),
    ("right-number", ""),
    ("right-old_number", ""),
    ("right-passport", ""),
    ("right-nationality", ""),
];

async fn somebody_is_saved(page: &Client) {
    named(page, Key::F2).await;
    counter::form(page).await;
    appears(page, "//li[@id = 'service-A1']").await;
    let pick = "document.getElementById('service-A1').click()";
    run(page, pick, Vec::new()).await;
    put_all(
        page,
        &[
            ("person-name", "Đặng Thị Đào"),
            ("person-born", "05031990"),
            ("person-address", "Số 1 Đường Mẫu"),
            ("matter-0-content", "Không đồng ý."),
        ],
    )
    .await;
    choose(page, "person-proof", "own_words").await;
    named(page, Key::F9).await;
    counter::saved(page).await;
}

/// In every field of the dialog, refused where it is no date or number, and moved.
async fn the_right_one(page: &Client, text: &str, phone: &str) {
    somebody_is_saved(page).await;
    press(page, "Ghi nhầm người").await;
    put(page, "right-name", "x").await;
    appears(page, "//*[@id = 'right-nationality']").await;
    let mut all = vec![("right-name", text), ("right-address", text)];
    all.extend(STRICT.iter().map(|(id, _)| (*id, text)));
    put_all(page, &all).await;
    none_forgotten(page, text, &[]).await;
    inert(page, text).await;
    named(page, Key::F9).await;
    appears(page, "//*[@role = 'dialog']//*[@role = 'alert']").await;
    all_hold(page, &all).await;
    inert(page, text).await;
    assert!(refused_at(page, "right-born", text).await, "{text}");
    put(page, "right-born", "05031990").await;
    named(page, Key::F9).await;
    let refused =
        "return document.getElementById('right-phone').getAttribute('aria-invalid') === 'true'";
    until(page, refused, Vec::new()).await;
    assert!(refused_at(page, "right-phone", text).await, "{text}");
    assert!(refused_at(page, "right-number", text).await, "{text}");
    inert(page, text).await;
    put_all(page, &STRICT).await;
    put(page, "right-phone", phone).await;
    choose(page, "right-proof", "own_words").await;
    named(page, Key::F9).await;
    words(page, "Đã chuyển sang đúng người").await;
    let drawn = "const pages = [...document.querySelectorAll('[role=dialog] img')];
         return pages.length > 0 && pages.every((one) => one.complete && one.naturalWidth > 0);";
    until(page, drawn, Vec::new()).await;
    inert(page, text).await;
    named(page, Key::Escape).await;
    let kept = composed(page, text).await;
    let found = told(page, "find_people", json!({ "query": phone })).await;
    let id = &found["people"][0]["id"];
    let card = told(page, "open_person", json!({ "id": id })).await;
    assert_eq!(card["facts"]["name"], json!(kept));
    assert_eq!(card["facts"]["address"], json!(kept));
}

#[tokio::test]
async fn hostile_text_of_the_right_person_shows_as_typed_and_never_acts() {
    journey("hostile-right-person", |window| async move {
        let page = &window.page;
        counter::reached(&window, "reception").await;
        run(page, "window.ran = 0", Vec::new()).await;
        for (at, text) in texts().iter().enumerate() {
            the_right_one(page, text, &phone(at)).await;
        }
    })
    .await;
}

/// A number goes to a counter of this name; what is too long for one is refused at its field.
async fn to_another_counter(page: &Client, text: &str) -> bool {
    let number = told(page, "todays_queue", json!({})).await["rows"]
        .as_array()
        .and_then(|rows| rows.iter().find(|row| row["state"] == "waiting"))
        .map(|row| row["number"].as_str().unwrap().to_owned())
        .expect("somebody waits");
    press(page, &number).await;
    press(page, "Chuyển sang quầy khác").await;
    put(page, "other-counter", text).await;
    none_forgotten(page, text, &[]).await;
    inert(page, text).await;
    press(page, "Chuyển").await;
    let answered = "const field = document.getElementById('other-counter');
         return field === null || field.getAttribute('aria-invalid') === 'true'";
    until(page, answered, Vec::new()).await;
    let refused = page
        .find(fantoccini::Locator::Id("other-counter"))
        .await
        .is_ok();
    if refused {
        assert!(refused_at(page, "other-counter", text).await, "{text}");
        named(page, Key::Escape).await;
        return false;
    }
    let kept = composed(page, text).await;
    let marked = "return [...document.querySelectorAll('main li button')].some((one) =>
         one.textContent.includes(arguments[0]) && one.textContent.includes(arguments[1]))";
    until(page, marked, vec![json!(number), json!(kept)]).await;
    inert(page, text).await;
    true
}

/// The day is closed at the screen, and opened again with this reason.
async fn opened_again(page: &Client, text: &str) {
    press(page, "Kết thúc ngày").await;
    put(page, "day-reason", text).await;
    put(page, "day-note", text).await;
    counter::holds(page, "day-reason", text).await;
    none_forgotten(page, text, &[]).await;
    inert(page, text).await;
    put(page, "day-note", "").await;
    press(page, "Mở lại ngày").await;
    let answered = "return document.getElementById('day-reason') === null
         || document.querySelector('main [role=alert] li') !== null";
    until(page, answered, Vec::new()).await;
    inert(page, text).await;
    if page
        .find(fantoccini::Locator::Id("day-reason"))
        .await
        .is_ok()
    {
        assert!(refused_at(page, "day-reason", text).await, "{text}");
        put(page, "day-reason", "Còn việc").await;
        press(page, "Mở lại ngày").await;
    }
    let open = "return document.getElementById('day-reason') === null";
    until(page, open, Vec::new()).await;
}

async fn signs_in_anew(page: &Client, (name, passphrase): &(String, String)) {
    locks(page).await;
    sign_in::sign_in(page, name, passphrase).await;
    counter::shown(page).await;
    run(page, "window.ran ??= 0", Vec::new()).await;
}

/// An officer's forms that wait, with titles of such text; the next one sees none of them. One of a
/// version that cannot be read is told by its title.
async fn waiting_forms(page: &Client, officers: &[(String, String)]) {
    for text in texts() {
        let draft = json!({ "draft": { "id": null, "title": text, "visit": null,
            "body": json!({ "version": 99 }).to_string() } });
        told(page, "keep_draft", draft).await;
    }
    signs_in_anew(page, &officers[0]).await;
    for text in texts() {
        stands(page, &text).await;
    }
    inert(page, "forms that wait").await;
    signs_in_anew(page, &officers[1]).await;
    words(page, "Nhận làm tiếp").await;
    let told_of_others = "return arguments[0].filter((text) =>
         document.querySelector('main').textContent.includes(text)).length";
    let seen = run(page, told_of_others, vec![json!(texts())]).await;
    assert_eq!(seen, 0, "an officer's titles are shown to another");
    // Whichever is taken over: it cannot be read, and its title is said in a sentence.
    press(page, "Nhận làm tiếp").await;
    let said = "return arguments[0].some((text) =>
         document.querySelector('main').textContent.includes('“' + text + '”'))";
    until(page, said, vec![json!(texts())]).await;
    inert(page, "a form of another version").await;
}

#[tokio::test]
async fn hostile_text_of_queue_day_and_waiting_forms_shows_as_typed_and_never_acts() {
    journey("hostile-counter", |window| async move {
        let page = &window.page;
        let officers = window.demo.users("reception");
        counter::at_work(page, &officers[0].0, &officers[0].1).await;
        run(page, "window.ran = 0", Vec::new()).await;
        let mut taken = 0;
        for text in texts() {
            named(page, Key::F3).await;
            appears(page, "//p[starts-with(normalize-space(.), 'Đã cấp số A-')]").await;
            taken += usize::from(to_another_counter(page, &text).await);
        }
        assert!(taken >= 3, "no counter takes a name");
        press(page, "Cuối ngày").await;
        appears(page, "//*[@id = 'day-note']").await;
        for text in texts() {
            opened_again(page, &text).await;
        }
        waiting_forms(page, &officers).await;
    })
    .await;
}

/// What a counter may be called: the wall shows it to the whole room.
#[tokio::test]
async fn a_hostile_name_of_a_counter_is_text_on_the_wall() {
    journey("hostile-wall", |window| async move {
        let page = &window.page;
        let admin = window.demo.user("admin");
        let name = texts().swap_remove(0);
        sign_in::shown(page).await;
        sign_in::sign_in(page, &admin.0, &admin.1).await;
        appears(page, "//nav").await;
        for (setting, value) in [("counter.name", name.as_str()), ("wall.on", "on")] {
            let change = json!({ "name": setting, "value": value });
            told(page, "change_setting", change).await;
        }
        locks(page).await;
        let officer = window.demo.user("reception");
        sign_in::sign_in(page, &officer.0, &officer.1).await;
        counter::shown(page).await;
        run(page, "window.ran = 0", Vec::new()).await;
        named(page, Key::F3).await;
        appears(page, "//p[starts-with(normalize-space(.), 'Đã cấp số A-')]").await;
        named(page, Key::F4).await;
        counter::form(page).await;
        inert(page, &name).await;
        told(page, "open_wall", json!({})).await;
        let own = page.window().await.expect("this window");
        let wall = page.windows().await.expect("the windows");
        let wall = wall.into_iter().find(|one| *one != own).expect("the wall");
        page.switch_to_window(wall).await.expect("the wall answers");
        let shown = "return document.querySelector('main')?.textContent.includes(arguments[0])";
        until(page, shown, vec![json!(name)]).await;
        let ran = run(page, "return window.ran ?? null", Vec::new()).await;
        assert_eq!(ran, Value::Null);
        let made = "return document.querySelectorAll('main script').length";
        assert_eq!(run(page, made, Vec::new()).await, 0);
        let wide = "return document.documentElement.scrollWidth > window.innerWidth";
        assert_eq!(run(page, wide, Vec::new()).await, Value::Bool(false));
        page.close_window().await.expect("the wall closes");
        page.switch_to_window(own).await.expect("the desk answers");
        ask(page, "stay", json!({})).await;
    })
    .await;
}
