//! Every screen by Tab alone: each control is reached, the ring is seen, the keys are never held,
//! whoever works by them never loses her place, and no state is inaccessible. What is worked from
//! end to end with real keys and nothing else stands in `alone` and `staff`.

mod alone;
mod cover;
mod form;
mod layers;
mod saved;
mod staff;

use fantoccini::Client;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::{Value, json};
use testkit::spooler;

use crate::app::journey;
use crate::hands::{ask, named, press, put, run, until};
use crate::pages::{appears, counter, sign_in};
use crate::screen::accessible;

/// Begins to watch where the keys go.
const WATCH: &str = "
    const ring = (one) => { const style = getComputedStyle(one);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; };
    window.walk = { seen: [], dark: [], turns: 0 };
    window.walked?.abort();
    window.walked = new AbortController();
    document.addEventListener('focusin', ({ target }) => {
      walk.seen.push(target);
      const around = [target, target.closest('label'), target.closest('[role=radiogroup]')];
      if (target !== document.body && !around.some((one) => one && ring(one)))
        walk.dark.push(target.outerHTML.slice(0, 120));
    }, { signal: walked.signal, capture: true });
    return true;";

/// What was not reached of all that can be worked; radios of one name are one stop.
const LEFT: &str = "
    const layer = [...document.querySelectorAll('[aria-modal=true]')].at(-1) ?? document;
    const all = [...layer.querySelectorAll(
        'a[href], button, input, textarea, select, summary, [tabindex=\"0\"]')]
      .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0
        && !one.closest('[inert]') && getComputedStyle(one).visibility === 'visible');
    const names = new Set(walk.seen.filter((one) => one.type === 'radio').map((one) => one.name));
    const reached = (one) => walk.seen.includes(one) || (one.type === 'radio' && names.has(one.name));
    const once = new Set(all.map((one) => one.type === 'radio' ? 'radio ' + one.name : one)).size;
    const counts = new Map();
    for (const one of walk.seen) counts.set(one, (counts.get(one) ?? 0) + 1);
    return { left: all.filter((one) => !reached(one)).map((one) => one.outerHTML.slice(0, 120)),
      dark: [...new Set(walk.dark)], all: once,
      outside: layer === document ? 0 : walk.seen.filter((one) => !layer.contains(one)).length,
      again: [...counts.values()].filter((count) => count > 1).length };";

async fn tabs(page: &Client, back: bool, times: usize) {
    let mut keys = KeyActions::new("keys".to_owned());
    if back {
        keys = keys.then(KeyAction::Down {
            value: Key::Shift.into(),
        });
    }
    for _ in 0..times {
        keys = keys
            .then(KeyAction::Down {
                value: Key::Tab.into(),
            })
            .then(KeyAction::Up {
                value: Key::Tab.into(),
            });
    }
    if back {
        keys = keys.then(KeyAction::Up {
            value: Key::Shift.into(),
        });
    }
    page.perform_actions(keys).await.expect("keys are pressed");
}

/// Walks the screen forwards and back, a little more than once round.
async fn walked(page: &Client, screen: &str) {
    // Long walks follow each other: the desk would lock itself on a slow machine.
    ask(page, "stay", json!({})).await;
    accessible(page).await;
    for back in [false, true] {
        run(page, WATCH, Vec::new()).await;
        let known = run(page, LEFT, Vec::new()).await;
        let stops = known["all"].as_u64().expect("a count");
        let stops = usize::try_from(stops).expect("a small count");
        assert!(stops >= 2, "{screen}: {known}");
        // A crowded screen needs no second round to be left.
        tabs(page, back, stops + 12).await;
        let walk = run(page, LEFT, Vec::new()).await;
        let way = if back { "back" } else { "on" };
        assert_eq!(walk["left"], json!([]), "{screen}, {way}: never reached");
        assert_eq!(walk["dark"], json!([]), "{screen}, {way}: no ring is seen");
        assert_eq!(
            walk["outside"], 0,
            "{screen}, {way}: the keys leave the dialog"
        );
        assert_ne!(
            walk["again"], 0,
            "{screen}, {way}: the keys do not come round"
        );
        println!("{screen}, {way}: {stops} stops");
    }
}

/// Tab, until the keys go to what has this id or these words.
async fn reach(page: &Client, what: &str) {
    let script = "const at = document.activeElement;
         const copy = at?.cloneNode(true);
         copy?.querySelectorAll('kbd').forEach((key) => key.remove());
         // A part that scrolls takes the keys too; its words are not its own.
         const around = at?.querySelector('button, input, textarea, a[href]');
         const words = around ? '' : (copy?.textContent ?? '').replace(/\\s+/g, ' ').trim();
         const wanted = arguments[0];
         return at !== document.body && (at?.id === wanted || words === wanted
           || (wanted.length > 4 && words.startsWith(wanted)));";
    for _ in 0..90 {
        if run(page, script, vec![json!(what)]).await == Value::Bool(true) {
            return;
        }
        tabs(page, false, 1).await;
    }
    panic!("Tab never reaches {what}");
}

/// Tab to it, and Enter.
async fn works(page: &Client, what: &str) {
    reach(page, what).await;
    named(page, Key::Enter).await;
}

/// Letters into what has the keys; fewer than a scanner's.
async fn types(page: &Client, text: &str) {
    let at = page.active_element().await.expect("something has the keys");
    at.send_keys(text).await.expect("it takes letters");
}

/// Notes what has the keys now.
async fn remembers(page: &Client) {
    let script = "window.place = document.activeElement; return window.place !== document.body";
    assert_eq!(run(page, script, Vec::new()).await, Value::Bool(true));
}

/// Waits until no layer is open and the keys are where they were.
async fn returned(page: &Client) {
    let script = "return document.querySelector('[aria-modal=true], [role=menu]') === null
         && document.activeElement === window.place";
    until(page, script, Vec::new()).await;
}

/// Something on the screen has the keys, and stays in it.
async fn keeps_place(page: &Client) {
    let script = "const at = document.activeElement;
         return at !== null && at !== document.body && !at.closest('[inert]')
           && at.checkVisibility();";
    until(page, script, Vec::new()).await;
}

/// The keys stay in the open layer.
async fn in_layer(page: &Client) {
    let script = "return document.activeElement.closest('[aria-modal=true]') !== null";
    until(page, script, Vec::new()).await;
}

async fn go(page: &Client, at: usize) -> Option<String> {
    let script = "const items = [...document.querySelectorAll('nav[aria-label] li button[title]')];
         const at = items.slice(0, -1)[arguments[0]];
         at?.click();
         return at?.title ?? null;";
    let title = run(page, script, vec![json!(at)]).await;
    let title = title.as_str()?.to_owned();
    let there = "return document.querySelector('nav [aria-current=page]')?.title === arguments[0]
         && document.querySelector('main h1, main h2') !== null";
    until(page, there, vec![json!(title)]).await;
    Some(title)
}

#[tokio::test]
async fn every_screen_of_an_officer_is_worked_by_tab_alone() {
    journey("keyboard-officer", |window| async move {
        let page = &window.page;
        spooler::stands_in(&window.folder);
        let (name, passphrase) = window.demo.user("reception");
        sign_in::shown(page).await;
        walked(page, "sign-in").await;
        press(page, "Có mã mời?").await;
        appears(page, "//*[@id = 'invite-learnt']").await;
        walked(page, "invitation").await;
        press(page, "Về trang đăng nhập").await;
        sign_in::sign_in(page, &name, &passphrase).await;
        counter::shown(page).await;
        let mut at = 0;
        while let Some(title) = go(page, at).await {
            walked(page, &title).await;
            at += 1;
        }
        assert!(at >= 9, "only {at} screens");
        go(page, 0).await;
        form_and_layers(page).await;
    })
    .await;
}

async fn form_and_layers(page: &Client) {
    named(page, Key::F2).await;
    counter::form(page).await;
    appears(page, "//li[@id = 'service-A1']").await;
    run(
        page,
        "document.getElementById('service-A1').click()",
        Vec::new(),
    )
    .await;
    put(page, "person-name", "Đặng Thị Đào").await;
    press(page, "Nhận trước đó?").await;
    press(page, "Lần đến, loại buổi tiếp").await;
    walked(page, "form").await;
    named(page, Key::F9).await;
    appears(page, "//*[@role = 'alert']").await;
    walked(page, "form with its errors").await;
    named(page, Key::F1).await;
    walked(page, "help").await;
    named(page, Key::F1).await;
    for (opens, closes, screen) in [(Key::F7, Key::Escape, "large letters")] {
        named(page, opens).await;
        appears(page, "//*[@role = 'dialog']").await;
        walked(page, screen).await;
        named(page, closes).await;
    }
    named(page, Key::F8).await;
    appears(page, "//main[@aria-label]//time").await;
    tabs(page, false, 3).await;
    let under = run(
        page,
        "return document.activeElement.closest('[inert]') === null
           && document.activeElement.id !== 'person-name'",
        Vec::new(),
    )
    .await;
    assert_eq!(under, Value::Bool(true), "the keys go under the cover");
    named(page, Key::F8).await;
    counter::form(page).await;
}

#[tokio::test]
async fn every_screen_of_a_supervisor_is_worked_by_tab_alone() {
    journey("keyboard-supervisor", |window| async move {
        let page = &window.page;
        spooler::stands_in(&window.folder);
        counter::reached(&window, "supervisor").await;
        let mut at = 0;
        let mut live = false;
        while let Some(title) = go(page, at).await {
            walked(page, &title).await;
            live |= title.contains("Đưa vào sử dụng");
            at += 1;
        }
        assert!(live, "going live is among them");
    })
    .await;
}

/// Who hears nobody at the counter has few screens, or none of the record's.
#[tokio::test]
async fn every_screen_of_a_case_officer_and_of_an_auditor_is_worked_by_tab_alone() {
    for (role, screens) in [("case", 6), ("auditor", 4)] {
        journey(&format!("keyboard-{role}"), move |window| async move {
            let page = &window.page;
            let (name, passphrase) = window.demo.user(role);
            sign_in::shown(page).await;
            sign_in::sign_in(page, &name, &passphrase).await;
            appears(page, "//nav").await;
            let mut at = 0;
            while let Some(title) = go(page, at).await {
                walked(page, &title).await;
                at += 1;
            }
            assert!(at >= screens, "{role}: only {at} screens");
        })
        .await;
    }
}

#[tokio::test]
async fn every_screen_of_an_administrator_is_worked_by_tab_alone() {
    journey("keyboard-admin", |window| async move {
        let page = &window.page;
        spooler::stands_in(&window.folder);
        let (name, passphrase) = window.demo.user("admin");
        sign_in::shown(page).await;
        sign_in::sign_in(page, &name, &passphrase).await;
        appears(page, "//nav").await;
        let mut at = 0;
        while let Some(title) = go(page, at).await {
            walked(page, &title).await;
            at += 1;
        }
        for tab in [
            "Đơn vị",
            "Quầy",
            "Máy in",
            "Máy quét",
            "Sao lưu",
            "Phần mềm",
        ] {
            press(page, tab).await;
            walked(page, tab).await;
        }
        press(page, "Người dùng").await;
        for opens in ["Ghi danh người mới", "Tạm ngưng: ", "Đổi vai trò: "] {
            press(page, opens).await;
            appears(page, "//*[@role = 'dialog' or @role = 'alertdialog']").await;
            walked(page, opens).await;
            named(page, Key::Escape).await;
        }
    })
    .await;
}
