//! What lies over the counter, worked by keys: palette, the menus, countdown, cover.

use fantoccini::Client;
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{in_layer, keeps_place, reach, remembers, returned, tabs, types, walked, works};
use crate::app::journey;
use crate::hands::{answer, key, named, press, put, run, told, until};
use crate::pages::{appears, counter, sign_in, words};
use crate::screen::{accessible, picture};

/// A PIN that is none of the usual ones, and another.
const PIN: &str = "402913";
const OTHER: &str = "402914";

/// The palette's line that Enter takes.
const CHOSEN: &str = "const at = document.activeElement.getAttribute('aria-activedescendant');
     return document.getElementById(at ?? '')?.textContent.trim() ?? ''";

async fn chosen(page: &Client) -> String {
    let line = run(page, CHOSEN, Vec::new()).await;
    line.as_str().unwrap().to_owned()
}

async fn at_screen(page: &Client, title: &str) {
    let there = "return document.querySelector('nav [aria-current=page]')?.title === arguments[0]
         && document.querySelector('[aria-modal=true]') === null";
    until(page, there, vec![json!(title)]).await;
}

async fn opens_palette(page: &Client) {
    key(page, &[Key::Control.into()], 'k').await;
    appears(page, "//*[@role = 'dialog']//input[@role = 'combobox']").await;
    in_layer(page).await;
}

async fn palette(page: &Client) {
    reach(page, "call-next").await;
    remembers(page).await;
    opens_palette(page).await;
    // One stop: the keys stay in the text, whichever way.
    for back in [false, true] {
        tabs(page, back, 3).await;
        let text = "return document.activeElement.getAttribute('role') === 'combobox'";
        assert_eq!(run(page, text, Vec::new()).await, Value::Bool(true));
    }
    named(page, Key::Escape).await;
    returned(page).await;

    opens_palette(page).await;
    let first = chosen(page).await;
    named(page, Key::Down).await;
    let second = chosen(page).await;
    assert_ne!(first, second);
    named(page, Key::Up).await;
    assert_eq!(chosen(page).await, first);
    named(page, Key::Up).await;
    let last = chosen(page).await;
    assert_ne!(last, first);
    named(page, Key::Down).await;
    assert_eq!(chosen(page).await, first, "the list comes round");
    types(page, "cuoi ngay").await;
    until(
        page,
        &format!("const line = (() => {{ {CHOSEN} }})(); return line.startsWith('Cuối ngày')"),
        Vec::new(),
    )
    .await;
    named(page, Key::Enter).await;
    at_screen(page, "Cuối ngày").await;
    keeps_place(page).await;
    println!("palette: a screen by four keys and its name");

    let found = told(page, "find_people", json!({ "query": "an" })).await;
    let name = found["people"][0]["name"].as_str().unwrap().to_owned();
    let part: String = name.chars().take(10).collect();
    opens_palette(page).await;
    types(page, part.trim()).await;
    let listed = "return [...document.querySelectorAll('[role=option]')]
         .some((one) => one.textContent.includes(arguments[0]))";
    until(page, listed, vec![json!(name)]).await;
    for _ in 0..30 {
        if chosen(page).await.contains(&name) {
            break;
        }
        named(page, Key::Down).await;
    }
    named(page, Key::Enter).await;
    at_screen(page, "Người dân").await;
    appears(page, &format!("//h1[contains(., '{name}')]")).await;
    keeps_place(page).await;
    key(page, &[Key::Control.into()], '1').await;
    at_screen(page, "Quầy tiếp dân").await;
    keeps_place(page).await;
}

/// The first number that waits.
async fn number(page: &Client) -> String {
    let script = "return document.querySelector('main ul[aria-label=\"Đang chờ\"] strong')
         ?.textContent ?? null";
    for _ in 0..100 {
        let told = run(page, script, Vec::new()).await;
        if let Some(number) = told.as_str() {
            return number.to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nobody waits");
}

async fn opens_menu(page: &Client, number: &str) {
    works(page, number).await;
    appears(
        page,
        &format!("//*[@role = 'dialog']//h2[contains(., '{number}')]"),
    )
    .await;
}

async fn rows(page: &Client) {
    named(page, Key::F3).await;
    let number = number(page).await;
    opens_menu(page, &number).await;
    let here = "return document.activeElement.textContent.trim()";
    let first = run(page, here, Vec::new()).await;
    let offered = "return document.activeElement.hasAttribute('data-first')";
    assert_eq!(run(page, offered, Vec::new()).await, Value::Bool(true));
    named(page, Key::Down).await;
    assert_ne!(run(page, here, Vec::new()).await, first);
    named(page, Key::Up).await;
    assert_eq!(run(page, here, Vec::new()).await, first);
    walked(page, "a number's menu").await;
    named(page, Key::Escape).await;
    let row = "return document.activeElement.textContent.includes(arguments[0])
         && document.querySelector('[aria-modal=true]') === null";
    until(page, row, vec![json!(number)]).await;

    remembers(page).await;
    opens_menu(page, &number).await;
    works(page, "Chuyển sang quầy khác").await;
    counter::focused(page, "other-counter").await;
    walked(page, "to another counter").await;
    named(page, Key::Escape).await;
    returned(page).await;
    opens_menu(page, &number).await;
    works(page, "Chuyển sang quầy khác").await;
    counter::focused(page, "other-counter").await;
    types(page, "Số 3").await;
    named(page, Key::Enter).await;
    let moved = "return [...document.querySelectorAll('main li button')].some((one) =>
         one.textContent.includes(arguments[0]) && one.textContent.includes('quầy Số 3'))";
    until(page, moved, vec![json!(number)]).await;
    keeps_place(page).await;

    // Passed over by its digit: the line goes to another list, the keys stay in the queue.
    opens_menu(page, &number).await;
    let digit = "return [...document.querySelectorAll('[role=dialog] li')]
         .findIndex((one) => one.textContent.trim().startsWith('Bỏ qua')) + 1";
    let digit = run(page, digit, Vec::new()).await.as_u64().unwrap();
    let digit = char::from_digit(u32::try_from(digit).unwrap(), 10).unwrap();
    key(page, &[], digit).await;
    words(page, "Đã bỏ qua").await;
    let queue = "return document.querySelector('[aria-modal=true]') === null
         && document.activeElement.closest('[aria-labelledby=queue-title]') !== null";
    until(page, queue, Vec::new()).await;
}

/// The menu of the program: opened, walked, left and obeyed without a mouse.
async fn menu(page: &Client) {
    const HERE: &str = "return document.activeElement.getAttribute('role') === 'menuitem'
         && document.activeElement.querySelector('span').textContent.trim()";
    reach(page, "call-next").await;
    remembers(page).await;
    named(page, Key::F12).await;
    appears(page, "//*[@role = 'menu']").await;
    accessible(page).await;
    let first = run(page, HERE, Vec::new()).await;
    assert_eq!(first, json!("Tìm nhanh"));
    let ring = "const style = getComputedStyle(document.activeElement);
         return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2";
    assert_eq!(run(page, ring, Vec::new()).await, Value::Bool(true));
    named(page, Key::Up).await;
    let last = run(page, HERE, Vec::new()).await;
    assert_eq!(last, json!("Đóng phần mềm"));
    named(page, Key::Down).await;
    assert_eq!(run(page, HERE, Vec::new()).await, first);
    for leaves in [Key::Escape, Key::Tab, Key::F12] {
        named(page, leaves).await;
        returned(page).await;
        named(page, Key::F12).await;
        appears(page, "//*[@role = 'menu']").await;
    }
    for _ in 0..10 {
        if run(page, HERE, Vec::new()).await == json!("Giới thiệu phần mềm") {
            break;
        }
        named(page, Key::Down).await;
    }
    named(page, Key::Enter).await;
    appears(page, "//*[@role = 'dialog']").await;
    in_layer(page).await;
    words(page, env!("CARGO_PKG_VERSION")).await;
    named(page, Key::Escape).await;
    returned(page).await;

    // The least window there is shows every act whole.
    let before = page.get_window_rect().await.expect("the window has a size");
    let least = page.set_window_rect(0, 0, 720, 560).await;
    least.expect("it has another");
    until(page, "return innerWidth <= 720", Vec::new()).await;
    named(page, Key::F12).await;
    appears(page, "//*[@role = 'menu']").await;
    let whole = "return [...document.querySelectorAll('[role=menuitem]')].every((one) => {
           const box = one.getBoundingClientRect();
           return box.left >= 0 && box.right <= innerWidth && box.top >= 0
             && box.bottom <= innerHeight;
         })";
    assert_eq!(run(page, whole, Vec::new()).await, Value::Bool(true));
    picture(page, "menu-in-the-least-window").await;
    named(page, Key::Escape).await;
    let (x, y, width, height) = before;
    let again = u32::try_from(width).ok().zip(u32::try_from(height).ok());
    let (width, height) = again.expect("a size");
    let back = page.set_window_rect(
        u32::try_from(x).unwrap_or(0),
        u32::try_from(y).unwrap_or(0),
        width,
        height,
    );
    back.await.expect("it has the first again");
    until(page, "return innerWidth > 720", Vec::new()).await;
    returned(page).await;

    // The cover goes over it as over everything, and what is under the cover takes no key.
    named(page, Key::F12).await;
    appears(page, "//*[@role = 'menu']").await;
    named(page, Key::F8).await;
    appears(page, "//main[@aria-label]//time").await;
    // It stays open, unseen: one that F12 reached would be gone.
    let hidden = "const list = document.querySelector('[role=menu]');
         return list !== null && getComputedStyle(list).visibility === 'hidden'
           && document.activeElement.closest('[role=menu]') === null";
    until(page, hidden, Vec::new()).await;
    named(page, Key::F12).await;
    assert_eq!(run(page, hidden, Vec::new()).await, Value::Bool(true));
    named(page, Key::F8).await;
    let lifted = "return document.querySelector('.cover') === null";
    until(page, lifted, Vec::new()).await;
    appears(page, "//*[@role = 'menu']").await;
    keeps_place(page).await;
    named(page, Key::Escape).await;
    returned(page).await;
}

async fn countdown(page: &Client) {
    reach(page, "call-next").await;
    remembers(page).await;
    answer(page, "activity", json!({ "countdown": 25 }), 0).await;
    appears(page, "//*[@role = 'alertdialog']").await;
    in_layer(page).await;
    let ring = "const style = getComputedStyle(document.activeElement);
         return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2";
    assert_eq!(run(page, ring, Vec::new()).await, Value::Bool(true));
    answer(page, "activity", Value::Null, 0).await;
    // Any key keeps the session and does nothing else: not even Tab.
    tabs(page, false, 1).await;
    returned(page).await;
}

async fn cover(page: &Client) {
    press(page, "Cài đặt").await;
    reach(page, "own-pin-field").await;
    types(page, PIN).await;
    named(page, Key::Enter).await;
    words(page, "Đã đặt. Mã chỉ nằm trong bộ nhớ và hết khi khóa.").await;
    key(page, &[Key::Control.into()], '1').await;
    at_screen(page, "Quầy tiếp dân").await;
    named(page, Key::F2).await;
    counter::focused(page, "person-name").await;
    put(page, "person-name", "Đặng Thị Đào").await;
    reach(page, "person-phone").await;
    remembers(page).await;
    named(page, Key::F8).await;
    appears(page, "//main[@aria-label]//time").await;
    // For twenty seconds one key brings it back; then the PIN is asked for.
    let asked = "return document.activeElement?.id === 'cover-pin'";
    until(page, asked, Vec::new()).await;
    walked(page, "cover").await;
    reach(page, "cover-pin").await;
    types(page, OTHER).await;
    let refused = "const said = document.querySelector('main [role=alert]')?.textContent.trim();
         return said !== '' && document.activeElement.id === 'cover-pin'
           && document.activeElement.value === ''";
    until(page, refused, Vec::new()).await;
    types(page, PIN).await;
    returned(page).await;
    let kept = counter::value(page, "person-name").await;
    assert_eq!(kept, "Đặng Thị Đào");
}

#[tokio::test]
async fn palette_menus_countdown_and_cover_are_worked_by_keys() {
    journey("keyboard-layers", |window| async move {
        let page = &window.page;
        let (name, passphrase) = window.demo.user("reception");
        sign_in::shown(page).await;
        sign_in::sign_in_by_keyboard(page, &name, &passphrase).await;
        counter::shown(page).await;
        palette(page).await;
        menu(page).await;
        rows(page).await;
        countdown(page).await;
        cover(page).await;
    })
    .await;
}
