//! What a script that got into the page could do: nothing but the desk's own commands.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};

use fantoccini::Client;
use serde_json::{Value, json};

use crate::app::journey;
use crate::hands::told;
use crate::pages::{counter, sign_in};

/// Runs an async function body in the page; its value, or `refused: …` when it threw.
async fn attempt(page: &Client, body: &str) -> Value {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
         const invoke = (name, body) => window.__TAURI_INTERNALS__.invoke(name, body);
         (async () => {{ {body} }})().then(
           (value) => done(value === undefined ? 'done' : value),
           (error) => done('refused: ' + (error?.name ?? JSON.stringify(error))));"
    );
    page.execute_async(&script, Vec::new())
        .await
        .expect("the page answers")
}

fn refused(answer: &Value) -> bool {
    answer
        .as_str()
        .is_some_and(|text| text.starts_with("refused: "))
}

#[tokio::test]
async fn no_command_but_the_desks_own_is_answered() {
    journey("undeclared_commands", |window| async move {
        let page = &window.page;
        sign_in::shown(page).await;
        for command in [
            "no_such_command",
            "plugin:fs|read_text_file",
            "plugin:shell|execute",
            "plugin:app|version",
            "plugin:window|create",
            "plugin:window|close",
            "plugin:webview|create_webview_window",
            "plugin:webview|internal_toggle_devtools",
            "plugin:event|listen",
            "plugin:event|emit",
            "plugin:path|resolve_directory",
            "plugin:resources|close",
        ] {
            let answer = attempt(page, &format!("return await invoke('{command}', {{}})")).await;
            assert!(refused(&answer), "{command}: {answer}");
        }
        let state = attempt(page, "return await invoke('desk_state')").await;
        assert_eq!(state["locked"], true, "its own command is answered");
        let queue = attempt(page, "return await invoke('todays_queue')").await;
        assert!(refused(&queue), "nobody is signed in: {queue}");
        for body in [
            "undefined",
            "{ name: 'a', passphrase: 'test' }",
            "new Uint8Array(0)",
            "new Uint8Array([0xff, 10, 0xff])",
            "new Uint8Array(5_000_000)",
            "new TextEncoder().encode('no newline')",
        ] {
            let answer = attempt(page, &format!("return await invoke('sign_in', {body})")).await;
            assert!(refused(&answer), "{body}: {answer}");
            assert!(
                answer.to_string().contains("code"),
                "a refusal is a code: {answer}"
            );
        }
    })
    .await;
}

/// Every command of the main window, as its capability names them.
fn commands() -> Vec<String> {
    let granted = include_str!("../../../src-tauri/capabilities/main.json");
    let granted: Value = serde_json::from_str(granted).expect("a capability");
    let names = granted["permissions"].as_array().expect("a list");
    let names = names.iter().filter_map(Value::as_str);
    let names = names.filter_map(|name| name.strip_prefix("allow-"));
    names.map(|name| name.replace('-', "_")).collect()
}

#[tokio::test]
async fn the_page_on_the_wall_is_answered_what_it_shows_and_nothing_else() {
    journey("wall_asks", |window| async move {
        counter::reached(&window, "reception").await;
        let page = &window.page;
        let own = page.window().await.expect("this window");
        told(page, "open_wall", json!({})).await;
        let wall = page.windows().await.expect("the windows");
        let wall = wall.into_iter().find(|one| *one != own).expect("the wall");
        page.switch_to_window(wall).await.expect("the wall answers");
        let shown = attempt(page, "return await invoke('wall')").await;
        assert!(shown["waiting"].is_number(), "{shown}");
        let commands = commands();
        assert!(commands.len() > 60, "{commands:?}");
        for command in commands {
            let answer = attempt(page, &format!("return await invoke('{command}', {{}})")).await;
            let said = answer.to_string();
            assert!(
                refused(&answer) && said.contains("not allowed"),
                "{command}: {said}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_leaves_the_page_and_no_text_becomes_code() {
    journey("closed_page", |window| async move {
        let page = &window.page;
        sign_in::shown(page).await;
        attempt(
            page,
            "window.seen = [];
             addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));",
        )
        .await;
        network(page).await;
        code(page).await;
        let seen = attempt(page, "await wait(300); return [...new Set(seen)].sort()").await;
        for directive in ["connect-src", "frame-src", "require-trusted-types-for", "script-src-elem"] {
            let seen = seen.as_array().expect("a list");
            assert!(seen.contains(&json!(directive)), "{directive} was not enforced: {seen:?}");
        }
        let left = attempt(
            page,
            "return { url: location.href, tauri: typeof window.__TAURI__,
               frozen: Object.isFrozen(Object.prototype), ran: window.ran ?? false,
               kept: (() => { try { return localStorage.length } catch { return 0 } })() }",
        )
        .await;
        assert!(left["url"].as_str().is_some_and(|url| url.starts_with("tauri://localhost")), "{left}");
        assert_eq!(left["tauri"], "undefined");
        assert_eq!(left["frozen"], true);
        assert_eq!(left["ran"], false);
        assert_eq!(left["kept"], 0);
        assert_eq!(page.windows().await.unwrap().len(), 1);
        sign_in::shown(page).await;
    })
    .await;
}

/// Every way a page can reach another address, tried at a listener that must hear nothing.
async fn network(page: &Client) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener
        .set_nonblocking(true)
        .expect("the listener can poll");
    let at = listener.local_addr().expect("it has an address");
    for body in [
        format!("return (await fetch('http://{at}/', {{ mode: 'no-cors' }})).type"),
        format!(
            "return await new Promise((ok, no) => {{ const s = new WebSocket('ws://{at}/');
               s.onopen = ok; s.onerror = no; }})"
        ),
        format!("return await import('http://{at}/x.js')"),
        "return await import('data:text/javascript,export default 1')".to_owned(),
        format!(
            "await new Promise((ok, no) => {{ const x = new XMLHttpRequest();
               x.onload = ok; x.onerror = no; x.open('GET', 'http://{at}/'); x.send(); }})"
        ),
        format!("if (window.open('http://{at}/') === null) throw new TypeError('closed')"),
    ] {
        let answer = attempt(page, &body).await;
        assert!(refused(&answer), "{body}: {answer}");
    }
    // These tell the script nothing; only the listener knows.
    for body in [
        format!("navigator.sendBeacon('http://{at}/', 'x')"),
        format!("new Image().src = 'http://{at}/x.png'"),
        format!(
            "const f = document.createElement('iframe'); f.src = 'http://{at}/'; document.body.append(f)"
        ),
        format!(
            "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = 'http://{at}/'; document.head.append(l)"
        ),
        format!(
            "const f = document.createElement('form'); f.action = 'http://{at}/'; document.body.append(f); f.submit()"
        ),
        format!("location.href = 'http://{at}/'"),
    ] {
        attempt(page, &body).await;
    }
    attempt(page, "await wait(500)").await;
    let heard = listener.accept().map(|_| ()).map_err(|error| error.kind());
    assert_eq!(heard, Err(ErrorKind::WouldBlock), "something left the page");
}

/// Every way text can become code.
async fn code(page: &Client) {
    for body in [
        "return eval('1 + 1')",
        "return new Function('return 1')()",
        "document.createElement('div').innerHTML = '<b>text</b>'",
        "document.createElement('script').textContent = 'window.ran = true'",
        "trustedTypes.createPolicy('ours', { createHTML: (text) => text })",
        "trustedTypes.createPolicy('svelte-trusted-html', { createHTML: (text) => text })",
        "Object.prototype.ours = 1; if (({}).ours !== 1) throw new TypeError('frozen')",
    ] {
        let answer = attempt(page, body).await;
        assert!(refused(&answer), "{body}: {answer}");
    }
    for body in [
        "const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s)",
        "const s = document.createElement('script'); s.src = 'data:text/javascript,window.ran = true'; document.body.append(s)",
        "const d = document.createElement('div'); document.body.append(d); d.innerHTML = '<img src=x onerror=\"window.ran = true\">'",
        "const a = document.createElement('a'); a.href = 'javascript:window.ran = true'; document.body.append(a); a.click()",
        "setTimeout('window.ran = true', 0)",
    ] {
        attempt(page, body).await;
    }
    attempt(page, "await wait(300)").await;
}
