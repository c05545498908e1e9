//! The page by its own means: what would take many keys, done at once.
//!
//! Purpose: values put into fields with the events a hand would cause, controls pressed by their
//! words, questions to the core as the page asks them, and answers of the core that a test cannot
//! wait for (a slow disk, a clock in doubt) put in their place. May use: the page. Must never: be
//! what a journey proves by keys; for those there is `keys.rs`.

use std::time::{Duration, Instant};

use fantoccini::Client;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::{Value, json};

/// Longest wait for the page to become what it should.
const PATIENCE: Duration = Duration::from_secs(25);

/// Runs a body in the page.
pub(crate) async fn run(page: &Client, body: &str, with: Vec<Value>) -> Value {
    let ran = page.execute(body, with).await;
    ran.unwrap_or_else(|error| panic!("the page answers: {error}\n{body}"))
}

/// Waits until a body of the page says yes.
pub(crate) async fn until(page: &Client, body: &str, with: Vec<Value>) {
    let end = Instant::now() + PATIENCE;
    loop {
        let said = page.execute(body, with.clone()).await;
        if matches!(said, Ok(Value::Bool(true))) {
            return;
        }
        assert!(Instant::now() < end, "never: {body} {with:?} ({said:?})");
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}

/// Asks the core as the page does; what it refuses comes back as `{ "refused": … }`.
pub(crate) async fn ask(page: &Client, name: &str, body: Value) -> Value {
    let script = "const done = arguments[arguments.length - 1];
         window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(
           (value) => done(value ?? null), (error) => done({ refused: error }));";
    let asked = page.execute_async(script, vec![json!(name), body]).await;
    asked.unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The same, and it must not be refused.
pub(crate) async fn told(page: &Client, name: &str, body: Value) -> Value {
    let answer = ask(page, name, body).await;
    assert!(answer.get("refused").is_none(), "{name}: {answer}");
    answer
}

/// A command whose body is raw bytes: the parts with a newline between.
pub(crate) async fn told_bytes(page: &Client, name: &str, parts: &[&str]) -> Value {
    let script = "const done = arguments[arguments.length - 1];
         window.__TAURI_INTERNALS__.invoke(arguments[0], new TextEncoder().encode(arguments[1]))
           .then((value) => done(value ?? null), (error) => done({ refused: error }));";
    let with = vec![json!(name), json!(parts.join("\n"))];
    let answer = page.execute_async(script, with).await;
    let answer = answer.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(answer.get("refused").is_none(), "{name}: {answer}");
    answer
}

/// Puts a text into a field, with the event typing causes.
pub(crate) async fn put(page: &Client, id: &str, text: &str) {
    put_all(page, &[(id, text)]).await;
}

/// Puts texts into fields one after the other.
pub(crate) async fn put_all(page: &Client, texts: &[(&str, &str)]) {
    let there = "return arguments[0].every(([id]) => document.getElementById(id) !== null)";
    until(page, there, vec![json!(texts)]).await;
    let script = "for (const [id, text] of arguments[0]) {
           const field = document.getElementById(id);
           const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
           Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(field, text);
           field.dispatchEvent(new InputEvent('input', { bubbles: true }));
           // A list of suggestions closes as it does when a hand goes on.
           if (document.activeElement !== field) field.dispatchEvent(new FocusEvent('blur'));
         }";
    run(page, script, vec![json!(texts)]).await;
}

/// Waits until each field holds its text.
pub(crate) async fn all_hold(page: &Client, texts: &[(&str, &str)]) {
    let script = "return arguments[0].every(([id, text]) =>
           document.getElementById(id)?.value === text)";
    until(page, script, vec![json!(texts)]).await;
}

/// Chooses one of a few.
pub(crate) async fn choose(page: &Client, group: &str, value: &str) {
    let at = "input[type=radio][name=\"' + arguments[0] + '\"][value=\"' + arguments[1] + '\"]";
    let with = vec![json!(group), json!(value)];
    let there = format!("return document.querySelector('{at}') !== null");
    until(page, &there, with.clone()).await;
    run(
        page,
        &format!("document.querySelector('{at}').click()"),
        with,
    )
    .await;
}

/// Presses what is seen on the screen and bears these words: a whole name before a beginning
/// before a part.
pub(crate) async fn press(page: &Client, words: &str) {
    let script = "const seen = (one) => one.checkVisibility() && !one.closest('[inert]');
         const text = (one) => { const copy = one.cloneNode(true);
           copy.querySelectorAll('kbd').forEach((key) => key.remove());
           return (one.getAttribute('aria-label') ?? copy.textContent).replace(/\\s+/g, ' ').trim(); };
         const all = [...document.querySelectorAll('button, [role=tab], summary, label')].filter(seen);
         // What lies over the screen goes before the screen, and that before the navigation.
         const rank = (one) => one.closest('[aria-modal], [role=menu]') ? 0 : one.closest('main') ? 1 : 2;
         all.sort((one, other) => rank(one) - rank(other));
         const wanted = arguments[0];
         const found = all.find((one) => text(one) === wanted)
           ?? all.find((one) => text(one).startsWith(wanted))
           ?? all.find((one) => text(one).includes(wanted));
         found?.focus(); found?.click();
         return found !== undefined;";
    until(page, script, vec![json!(words)]).await;
}

/// A key, held with others: `[Key::Control, 'k']`.
pub(crate) async fn key(page: &Client, held: &[char], key: char) {
    let mut keys = KeyActions::new("keys".to_owned());
    for value in held.iter().chain([&key]) {
        keys = keys.then(KeyAction::Down { value: *value });
    }
    for value in [&key].into_iter().chain(held.iter().rev()) {
        keys = keys.then(KeyAction::Up { value: *value });
    }
    page.perform_actions(keys).await.expect("keys are pressed");
}

/// One of the named keys alone.
pub(crate) async fn named(page: &Client, name: Key) {
    key(page, &[], name.into()).await;
}

/// From now on a command is answered with this, after so many milliseconds; with `null` by the
/// core again. Lasts until the page is loaded anew.
pub(crate) async fn answer(page: &Client, command: &str, with: Value, after: u64) {
    let script = "if (!window.instead) {
           window.instead = new Map();
           const real = window.fetch;
           window.fetch = async (address, request) => {
             const name = decodeURIComponent(new URL(address).pathname.slice(1));
             const told = window.instead.get(name);
             if (!told) return real.call(window, address, request);
             await new Promise((go) => setTimeout(go, told.after));
             let body = told.with;
             if (body.changed) {
               const came = await (await real.call(window, address, request)).json();
               body = { ...came, ...body.changed };
             }
             return new Response(JSON.stringify(body), { headers: {
               'content-type': 'application/json',
               'Tauri-Response': body.code && body.params ? 'error' : 'ok' } });
           };
         }
         if (arguments[1] === null) window.instead.delete(arguments[0]);
         else window.instead.set(arguments[0], { with: arguments[1], after: arguments[2] });";
    run(page, script, vec![json!(command), with, json!(after)]).await;
}

/// A day so many from today, as it is typed, by the clock of the page.
pub(crate) async fn day_from_today(page: &Client, days: i32) -> String {
    let script = "const day = new Date(Date.now() + arguments[0] * 864e5);
         return [day.getDate(), day.getMonth() + 1].map((part) => String(part).padStart(2, '0'))
           .join('') + day.getFullYear();";
    let day = run(page, script, vec![json!(days)]).await;
    day.as_str().expect("a day").to_owned()
}
