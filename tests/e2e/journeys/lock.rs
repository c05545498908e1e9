//! A lock leaves nothing of the officer in the page.

use std::time::{Duration, Instant};

use fantoccini::Client;
use serde_json::Value;

use crate::app::journey;
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
        let (name, passphrase) = window.demo.user("reception");
        sign_in::shown(page).await;
        sign_in::sign_in(page, &name, &passphrase).await;
        counter::shown(page).await;
        let keep = "window.kept = 'Nguyễn Thị An'; return window.kept";
        assert_eq!(ask(page, keep).await, "Nguyễn Thị An");

        // Covered, the core answers nothing; the PIN lifts it.
        let pin = "new TextEncoder().encode('402913')";
        ask(page, &format!("return await invoke('set_pin', {pin})")).await;
        let cover = ask(page, "return await invoke('cover')").await;
        assert_eq!(cover["pin"], true);
        let refused = ask(page, "return await invoke('todays_queue')").await;
        assert!(refused.to_string().contains("session.covered"), "{refused}");
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
