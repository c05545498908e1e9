//! The real window of the release program, driven: from the event of a key through the page's own
//! handlers and the core to the answer in the page, with three hundred numbers in the queue.
//!
//! A release refuses to be driven, so this one is built with that single check open
//! (`cargo xtask bench` does); everything else of it is the release's. The acts are those of the
//! journey of a busy day (`e2e/journeys/busy_day/actions.js`).

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use testkit::spooler;

use crate::desk::Size;
use crate::disk::target;
use crate::figures::{At, Bar, ROUNDS, Rounds, Table};
use crate::window::{Display, NO_DISPLAY};

/// One turn of acts.
const ACTIONS: &str = include_str!("../e2e/journeys/busy_day/actions.js");
/// Acts of a turn.
const A_TURN: usize = 14;
/// Turns in each of five rounds: two hundred acts or a few more.
const TURNS: usize = 200_usize.div_ceil(A_TURN);
/// Numbers of the day.
const QUEUE: usize = 300;
/// Nothing takes that long.
const PATIENCE: Duration = Duration::from_mins(1);

/// A question to the core as the page asks it; the floor of every act that asks.
const ASK: &str = "const [name, body, done] = arguments;
    const begun = performance.now();
    window.__TAURI_INTERNALS__.invoke(name, body).then(
      (value) => done({ value: value ?? null, took: performance.now() - begun }),
      (error) => done({ refused: error }));";

/// The driver, and in its process group the window.
struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    fn start(display: &Display, home: &Path, vault: &Path) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg("--host=127.0.0.1")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        display.around(&mut command, home, vault);
        let child = command.spawn().expect("WebKitWebDriver is here");
        let driver = Self { child, port };
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(begun.elapsed() < PATIENCE, "the driver does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        driver
    }

    async fn open(&self, program: &Path) -> Client {
        let mut wanted = Capabilities::new();
        let options = json!({ "binary": program, "args": [] });
        wanted.insert("webkitgtk:browserOptions".to_owned(), options);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let builder = builder.capabilities(wanted);
        let address = format!("http://127.0.0.1:{}", self.port);
        builder.connect(&address).await.unwrap()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        Command::new("kill")
            .args(["-KILL", "--", &group])
            .status()
            .ok();
        self.child.wait().ok();
    }
}

fn millis(told: &Value) -> Duration {
    Duration::from_secs_f64(told.as_f64().unwrap() / 1_000.0)
}

async fn appears(page: &Client, css: &str) -> fantoccini::elements::Element {
    let wait = page.wait().at_most(PATIENCE);
    wait.for_element(Locator::Css(css)).await.unwrap()
}

/// Asks the core; milliseconds of the round trip.
async fn ask(page: &Client, name: &str) -> Duration {
    let answer = page.execute_async(ASK, vec![json!(name), json!({})]).await;
    let answer = answer.unwrap();
    let took = answer["took"].as_f64();
    let took = took.unwrap_or_else(|| panic!("{name}: {answer}"));
    Duration::from_secs_f64(took / 1_000.0)
}

async fn at_the_counter(page: &Client) {
    let name = appears(page, "#signin-name").await;
    name.send_keys("desk").await.unwrap();
    let secret = appears(page, "#signin-passphrase").await;
    secret.send_keys("test desk test desk").await.unwrap();
    appears(page, "form button[type=submit]")
        .await
        .click()
        .await
        .unwrap();
    // The office of the bench lives in days of its own: a doubted clock is left for later.
    let there = appears(page, "#call-next, #clock-day").await;
    if there.attr("id").await.unwrap().as_deref() == Some("clock-day") {
        let later = appears(page, "form button[type=button]").await;
        later.click().await.unwrap();
        appears(page, "#call-next").await;
    }
    for _ in 0..QUEUE {
        ask(page, "give_number").await;
    }
    page.refresh().await.unwrap();
    appears(page, "#call-next").await;
    // The first of them; the others by one key.
    let listed = "return document.querySelectorAll('main li').length >= 10
         && document.querySelector('[aria-labelledby=queue-title] header').textContent.includes(arguments[0])";
    let begun = Instant::now();
    while page
        .execute(listed, vec![json!(QUEUE.to_string())])
        .await
        .unwrap()
        != json!(true)
    {
        assert!(begun.elapsed() < PATIENCE, "the queue is not shown");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let spoken = page.execute("return document.documentElement.lang", Vec::new());
    assert_eq!(spoken.await.unwrap(), "vi", "the acts read Vietnamese");
}

/// Measures with the vault of the measured office, which nobody has open.
pub(crate) async fn measure(vault: &Path, size: Size, table: &mut Table) {
    let program = target().join("driven/reception-desk");
    assert!(
        program.is_file(),
        "no window that may be driven: start by `cargo xtask bench`"
    );
    let display = Display::open().expect(NO_DISPLAY);
    let home = tempfile::tempdir().unwrap();
    spooler::stands_in(home.path());
    let driver = Driver::start(&display, home.path(), vault);
    let page = driver.open(&program).await;
    at_the_counter(&page).await;
    // What each act tells of itself, and its row; the bar is of our handlers and round trips.
    let bar = Bar {
        p95: Some(50.0),
        ..Bar::default()
    };
    let mut rows = [
        (
            "work",
            "counter: a key to the answer in the page, before layout, queue of 300",
            bar,
        ),
        ("laid", "the same and laid out", Bar::default()),
        (
            "seen",
            "the same and to be seen (two frames later, software drawing)",
            Bar::default(),
        ),
    ]
    .map(|(which, name, bar)| (which, name, bar, Rounds::default()));
    let mut acts_of: BTreeMap<String, Rounds> = BTreeMap::new();
    for round in 0..ROUNDS {
        for rounds in acts_of.values_mut() {
            rounds.begin();
        }
        for (.., rounds) in &mut rows {
            rounds.begin();
        }
        for turn in 0..TURNS {
            ask(&page, "stay").await;
            let with = vec![json!(round * TURNS + turn)];
            let acts = page.execute_async(ACTIONS, with).await.unwrap();
            let told = acts.as_array().unwrap_or_else(|| panic!("{acts}")).clone();
            assert_eq!(told.len(), A_TURN, "every act was answered");
            for act in &told {
                let floor = ask(&page, "desk_state").await;
                let label = act["label"].as_str().unwrap().to_owned();
                let of_act = acts_of.entry(label).or_insert_with(Rounds::begun);
                of_act.work(millis(&act["work"]));
                for (which, .., rounds) in &mut rows {
                    rounds.work(millis(&act[*which]));
                    rounds.floor(floor);
                }
            }
        }
        // For each number called one is given: the queue stays as long.
        println!("bench: {} acts at the window", (round + 1) * TURNS * A_TURN);
    }
    drop(driver);
    // Where the time goes, for whoever has to look for it.
    for (label, took) in &acts_of {
        println!(
            "bench: {label}: p50 {:.0} ms, p95 {:.0} ms",
            took.work_at(At::P50),
            took.work_at(At::P95)
        );
    }
    for (_, name, bar, rounds) in &rows {
        table.add(name, size, rounds, At::P95, *bar);
    }
}
