//! The power fails in mid-word, again and again: the form comes back with at most the last second
//! missing of the field under the hand, and every other field as it was left. A second is a second:
//! how fast the keys really came is measured, not assumed.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use fantoccini::Client;

use crate::app::Sitting;
use crate::demo::Demo;
use crate::hands::{choose, put_all};
use crate::keys::{Keyboard, hand, lets_go};
use crate::pages::{appears, counter};

/// How often, unless `DESK_CUTS` says otherwise.
const CUTS: usize = 20;
/// What may be missing.
const LAST: Duration = Duration::from_secs(1);
/// Asked of the keyboard between two letters, milliseconds; it comes to about half of it.
const LETTER: usize = 100;
/// What is told at the counter, without marks; long enough for every cut.
const TELLING: &str = "khong dong y voi quyet dinh xu phat ngay hai thang muoi mot vi hom do toi \
    o que cham me om co giay cua benh vien kem theo va hang xom lam chung ";

/// Where the hand writes, one after the other.
const UNDER: [&str; 6] = [
    "matter-0-content",
    "person-name",
    "visit-note",
    "person-address",
    "matter-0-demand",
    "matter-0-handled_before",
];
/// What stands in the form before the first cut.
const FINISHED: [(&str, &str); 7] = [
    ("person-name", "Nguyễn Thị Ước"),
    ("person-born", "05/03/1990"),
    ("person-phone", "0912 345 678"),
    ("person-address", "Số 1 Đường Mẫu, Phường Lê Chân"),
    ("person-number", "031190012345"),
    ("matter-0-respondent", "Đội quản lý trật tự (mẫu)"),
    ("matter-0-decision", "Quyết định số 12 (mẫu)"),
];

/// What was seen on the screen when the lights went out.
struct Seen {
    form: BTreeMap<String, String>,
    under: &'static str,
    letter: Duration,
}

fn at<'a>(form: &'a BTreeMap<String, String>, id: &str) -> &'a str {
    form.get(id).map_or("", String::as_str)
}

/// Goes on with the one draft there is, with its folds open.
async fn resume(page: &Client) {
    let go_on = "//button[starts-with(normalize-space(.), 'Làm tiếp')]";
    appears(page, go_on).await.click().await.unwrap();
    appears(page, "//*[@id = 'matter-0-content']").await;
    counter::open_papers(page).await;
}

/// A form with all its fields told, by the hand's own events.
async fn begins(page: &Client, keyboard: &Keyboard) {
    keyboard.press(&["F2"]);
    counter::form(page).await;
    focus(page, "service").await;
    keyboard.press(&["1"]);
    appears(page, "//*[@id = 'matter-0-content']").await;
    counter::open_papers(page).await;
    put_all(page, &FINISHED).await;
    choose(page, "person-sex", "female").await;
    choose(page, "person-proof", "card_seen").await;
    choose(page, "visit-channel", "post").await;
    let told = counter::written(page).await;
    for (id, text) in FINISHED {
        assert_eq!(at(&told, id), text, "{id}");
    }
}

async fn focus(page: &Client, id: &str) {
    let script = "const field = document.getElementById(arguments[0]);
         field.focus(); field.setSelectionRange?.(field.value.length, field.value.length);";
    page.execute(script, vec![id.into()]).await.unwrap();
    counter::focused(page, id).await;
}

/// When the hand began: the keyboard takes a moment to be found.
async fn first_letter_after(page: &Client, id: &str, length: usize) -> Instant {
    loop {
        let now = Instant::now();
        if counter::value(page, id).await.chars().count() > length {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Every field is as it was left, but for the last moment of the one under the hand: how much of it
/// is gone.
async fn comes_back(page: &Client, cut: usize, seen: &Seen) -> Duration {
    resume(page).await;
    let mut back = counter::written(page).await;
    let now = back.remove(seen.under).unwrap_or_default();
    let mut left = seen.form.clone();
    let then = left.remove(seen.under).unwrap_or_default();
    assert_eq!(back, left, "cut {cut}: fields finished before it");
    assert!(
        then.starts_with(&now),
        "cut {cut}: {now:?} is not what was typed: {then:?}"
    );
    let missing = then.chars().count() - now.chars().count();
    let time = seen.letter * u32::try_from(missing).unwrap();
    assert!(
        time <= LAST,
        "cut {cut}: {missing} letters of {} are gone, typed in {time:?}",
        seen.under
    );
    time
}

/// Types until the lights go out.
async fn cut_in_mid_word(sitting: Sitting, cut: usize) -> Seen {
    let page = &sitting.page;
    let under = UNDER[cut % UNDER.len()];
    let before = counter::value(page, under).await.chars().count();
    focus(page, under).await;
    let delay = LETTER.to_string();
    let mut typing = hand()
        .args(["type", "--clearmodifiers", "--delay", &delay, TELLING])
        .spawn()
        .unwrap();
    let first = first_letter_after(page, under, before).await;
    let millis = 1_500 + u64::try_from(cut * 379 % 1_400).unwrap();
    tokio::time::sleep(Duration::from_millis(millis)).await;
    let form = counter::written(page).await;
    let took = first.elapsed();
    sitting.cut();
    typing.kill().ok();
    typing.wait().ok();
    lets_go();
    let typed = at(&form, under).chars().count() - before;
    let typed = u32::try_from(typed).unwrap();
    assert!(typed > 5, "cut {cut}: {typed} letters were typed");
    tokio::time::sleep(Duration::from_millis(300)).await;
    Seen {
        form,
        under,
        letter: took / typed,
    }
}

#[tokio::test]
async fn killed_in_mid_word_the_form_comes_back_but_for_the_last_moment() {
    let cuts = std::env::var("DESK_CUTS")
        .ok()
        .and_then(|text| text.parse().ok());
    let cuts = cuts.unwrap_or(CUTS);
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::make(folder.path());
    let (name, passphrase) = demo.user("reception");
    let mut before: Option<Seen> = None;
    let (mut lost, mut found) = (Duration::ZERO, 0);
    // The last turn only looks at what the last cut left.
    for cut in 0..=cuts {
        let sitting = Sitting::begin(folder.path(), &demo.vault).await;
        let page = &sitting.page;
        counter::at_work(page, &name, &passphrase).await;
        let keyboard = Keyboard::at_the_window();
        if let Some(seen) = before.take() {
            lost = lost.max(comes_back(page, cut, &seen).await);
            found += 1;
        } else {
            begins(page, &keyboard).await;
        }
        if cut < cuts {
            before = Some(cut_in_mid_word(sitting, cut).await);
        } else {
            sitting.cut();
        }
    }
    assert_eq!(found, cuts, "what each cut left was looked at");
    println!("{cuts} cuts in mid-word: at most the last {lost:?} of typing gone");
}
