//! A busy day: ten thousand people are known and three hundred wait. No key is dropped, and what the
//! page waits for an answer is printed (figures of a build without optimisation are upper bounds;
//! nothing is asserted of a machine's speed).

use std::time::Duration;

use fantoccini::Client;
use serde_json::{Value, json};

use crate::app::Sitting;
use crate::demo::Demo;
use crate::hands::{run, told};
use crate::keys::Keyboard;
use crate::pages::{counter, sign_in};

/// People known, numbers of the day.
const PEOPLE: u32 = 10_000;
const WAITING: usize = 300;
/// Acts measured.
const ACTS: usize = 200;
/// A long sentence without marks.
const TELLING: &str = "khong dong y voi quyet dinh xu phat ngay hai thang muoi mot vi hom do toi \
    o que cham me om co giay cua benh vien kem theo va hang xom lam chung, de nghi xem lai";

/// Acts of the counter one after the other, each with the queue read after it, and between them a
/// question that asks nothing of the record. Answers with milliseconds, one list each.
const ROUND_TRIPS: &str = "
    const [done, count, queue] = [arguments[arguments.length - 1], arguments[0], arguments[1]];
    const ask = (name, body) => window.__TAURI_INTERNALS__.invoke(name, body);
    const typed = { name: 'Nguyen Thi Hoa', born: null, number: null, phone: null };
    const acts = [
      (turn) => ask('move_queue', { visit: queue[turn % queue.length], act: { kind: 'call' } }),
      () => ask('look_alikes', { typed }),
      () => ask('find_people', { query: 'nguyen thi' }),
      () => ask('due_if_taken', { service: 'A1' }),
      () => ask('read_date', { typed: '010390', kind: 'birth' }),
      () => ask('services'),
      () => ask('find_places', { query: 'p le chan hp' }),
      (turn) => ask('keep_draft', { draft: {
        id: null, title: 'Chua co ten', visit: null, body: 'x'.repeat(2000) + turn } })
        .then((kept) => ask('discard_draft', { id: kept.id })),
    ];
    (async () => {
      const [work, floor] = [[], []];
      for (let turn = 0; turn < count; turn += 1) {
        let begun = performance.now();
        await ask('desk_state');
        floor.push(performance.now() - begun);
        begun = performance.now();
        await acts[turn % acts.length](turn);
        await ask('todays_queue');
        work.push(performance.now() - begun);
      }
      done({ work, floor });
    })().catch((error) => done({ refused: error }));";

fn percentile(samples: &Value, percent: usize) -> f64 {
    let mut samples: Vec<f64> = samples
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    samples.sort_by(f64::total_cmp);
    samples[(samples.len() * percent).div_ceil(100) - 1]
}

async fn round_trips(page: &Client, queue: Vec<Value>) {
    let with = vec![json!(ACTS), json!(queue)];
    let measured = page.execute_async(ROUND_TRIPS, with).await.unwrap();
    let length = |list: &str| measured[list].as_array().map(Vec::len);
    assert_eq!(
        length("work"),
        Some(ACTS),
        "every act was answered: {measured}"
    );
    for (name, list) in [
        ("an act and the queue after it", "work"),
        ("a question of nothing", "floor"),
    ] {
        println!(
            "round trips from the page, {PEOPLE} people, {WAITING} waiting: {name}: p50 {:.1} ms, p95 {:.1} ms, n {ACTS}",
            percentile(&measured[list], 50),
            percentile(&measured[list], 95),
        );
    }
}

#[tokio::test]
async fn with_three_hundred_waiting_no_key_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::of(folder.path(), PEOPLE, 0, 0);
    let (name, passphrase) = demo.user("reception");
    let sitting = Sitting::begin(folder.path(), &demo.vault).await;
    let page = &sitting.page;
    sign_in::shown(page).await;
    sign_in::sign_in(page, &name, &passphrase).await;
    counter::shown(page).await;
    let mut queue = Vec::new();
    for _ in 0..WAITING {
        queue.push(told(page, "give_number", json!({})).await["visit"].clone());
    }
    // The page learns of them.
    page.refresh().await.unwrap();
    counter::shown(page).await;
    let keyboard = Keyboard::at_the_window();
    keyboard.press(&["F2"]);
    counter::form(page).await;
    let focus = "document.getElementById('person-name').focus(); return true";
    run(page, focus, Vec::new()).await;
    counter::focused(page, "person-name").await;
    // The queue is read and drawn anew all the while: its own button gives number after number.
    let stir = "globalThis.drawn = 0;
        new MutationObserver(() => { globalThis.drawn += 1; })
          .observe(document.body, { childList: true, subtree: true });
        const give = [...document.querySelectorAll('button')]
          .find((button) => button.textContent.includes('Lấy số'));
        globalThis.stirring = setInterval(() => give.click(), 400);
        return document.querySelectorAll('li').length;";
    let listed = run(page, stir, Vec::new()).await;
    let listed = listed.as_u64().unwrap();
    assert!(listed > 290, "{listed} lines beside the form");
    run(
        page,
        "document.getElementById('person-name').focus()",
        Vec::new(),
    )
    .await;
    keyboard.write(TELLING);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let drawn = run(page, "clearInterval(stirring); return drawn", Vec::new()).await;
    assert!(drawn.as_u64().unwrap() > 10, "drawn anew {drawn} times");
    assert_eq!(counter::value(page, "person-name").await, TELLING);
    round_trips(page, queue).await;
    sitting.cut();
}
