//! A lock leaves nothing of the officer in the page, and the next one sits down at once.

use std::time::{Duration, Instant};

use fantoccini::Client;
use serde_json::Value;
use testkit::passphrase;
use vault::kdf::{Argon2id, Kdf as _, KdfBounds};

use crate::app::journey;
use crate::hands::run;
use crate::keys::Keyboard;
use crate::pages::{counter, sign_in};

/// Runs a body in the page and waits for its answer.
async fn ask(page: &Client, body: &str) -> Value {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         const invoke = (name, body) => window.__TAURI_INTERNALS__.invoke(name, body);
         (async () => {{ {body} }})().then(
           (value) => done(value ?? 'done'), (error) => done(JSON.stringify(error)));"
    );
    let asked = page.execute_async(&script, Vec::new()).await;
    asked.expect("the page answers")
}

/// Waits until what the page kept is gone with its document.
async fn destroyed(page: &Client) {
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        let kept = page.execute("return window.kept ?? null", Vec::new()).await;
        if matches!(kept, Ok(Value::Null)) {
            return;
        }
        assert!(Instant::now() < until, "the page is still there");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn locking_destroys_the_page_and_the_next_one_begins_at_the_sign_in() {
    journey("lock", |window| async move {
        let page = &window.page;
        counter::reached(&window, "reception").await;
        let keep = "window.kept = 'Nguyễn Thị An'; return window.kept";
        assert_eq!(ask(page, keep).await, "Nguyễn Thị An");

        // Covered, the core answers nothing; the PIN lifts it.
        let pin = "new TextEncoder().encode('402913')";
        ask(page, &format!("return await invoke('set_pin', {pin})")).await;
        let cover = ask(page, "return await invoke('cover')").await;
        assert_eq!(cover["pin"], true);
        let refused = ask(page, "return await invoke('todays_queue')").await;
        assert!(refused.to_string().contains("session.covered"), "{refused}");
        let demo = ask(page, "return await invoke('open_demo')").await;
        assert!(demo.to_string().contains("session.covered"), "{demo}");
        let lifted = ask(page, &format!("return await invoke('uncover', {pin})")).await;
        assert_eq!(lifted, "done");
        let seen = ask(page, "return await invoke('todays_queue')").await;
        assert!(seen["rows"].is_array(), "{seen}");

        // The document goes while the call is under way: nothing waits for its answer.
        let lock = "window.__TAURI_INTERNALS__.invoke('lock'); return 'asked'";
        page.execute(lock, Vec::new()).await.unwrap();
        destroyed(page).await;
        sign_in::shown(page).await;
        let state = ask(page, "return await invoke('desk_state')").await;
        assert_eq!(state["locked"], true, "{state}");
    })
    .await;
}

/// What switching officers may take besides the key derivation, which is slow on purpose.
const SWITCH: Duration = Duration::from_secs(3);

/// The key derivation alone, at the costs every office is founded with.
fn derivation() -> Duration {
    let begun = Instant::now();
    let key = Argon2id.derive(&passphrase("desk"), &[7; 16], KdfBounds::SHIPPED.floor());
    drop(key.unwrap());
    begun.elapsed()
}

/// The officer at the counter goes, the next one sits down: how long that took.
async fn switches(page: &Client, (name, passphrase): &(String, String)) -> Duration {
    let keyboard = Keyboard::at_the_window();
    run(page, "window.kept = 'here'", Vec::new()).await;
    let begun = Instant::now();
    keyboard.press(&["ctrl+l"]);
    destroyed(page).await;
    sign_in::shown(page).await;
    sign_in::sign_in(page, name, passphrase).await;
    counter::shown(page).await;
    begun.elapsed()
}

#[tokio::test]
async fn officers_switch_within_three_seconds_and_the_key_derivation() {
    journey("switch", |window| async move {
        let page = &window.page;
        let officers = window.demo.users("reception");
        counter::at_work(page, &officers[0].0, &officers[0].1).await;
        let who = "return document.querySelector('header').textContent";
        let mut last = run(page, who, Vec::new()).await;
        for turn in 0..4 {
            let next = &officers[(turn + 1) % 2];
            let derived = derivation();
            let took = switches(page, next).await;
            let now = run(page, who, Vec::new()).await;
            assert_ne!(now, last, "another officer sits there");
            last = now;
            println!(
                "switch: {took:.2?} from the lock to the counter, {derived:.2?} the key alone"
            );
            assert!(took <= SWITCH + derived, "{took:?}, of it {derived:?}");
        }
    })
    .await;
}
