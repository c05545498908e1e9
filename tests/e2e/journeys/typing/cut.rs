//! The power fails while an input method composes a word: what stood in the field comes back, but
//! for the last second.

use std::time::{Duration, Instant};

use fantoccini::Client;
use serde_json::Value;

use super::{InputMethod, at_the_counter};
use crate::app::Sitting;
use crate::demo::Demo;
use crate::hands::run;
use crate::keys::{Keyboard, hand, lets_go};
use crate::pages::{appears, counter};

/// Cuts, half of them in what is told and half in the name.
const CUTS: usize = 6;
/// What may be missing.
const LAST: Duration = Duration::from_secs(1);
/// Asked of the keyboard between two keys, milliseconds.
const KEY: &str = "90";
/// Typed as UniKey takes it, every word with marks; long enough for every cut.
const TELLING: &str = "khoong ddoongf ys vowis quyeets ddinhj xuwr phatj cuar phuwowngf vif hoom \
    ddos tooi owr queer chawm mej oosm ";
const UNDER: [&str; 2] = ["matter-0-content", "person-name"];

/// From now on the page knows whether a word is being composed.
const LISTEN: &str = "window.composing = false;
    addEventListener('compositionstart', () => { window.composing = true; }, true);
    addEventListener('compositionend', () => { window.composing = false; }, true);
    const field = document.getElementById(arguments[0]);
    field.focus(); field.setSelectionRange(field.value.length, field.value.length);";

async fn at_the_form(page: &Client, keyboard: &Keyboard, first: bool) {
    if first {
        keyboard.press(&["F2"]);
        counter::focused(page, "person-name").await;
        counter::focus(page, "service").await;
        keyboard.press(&["1"]);
    } else {
        let go_on = "//button[starts-with(normalize-space(.), 'Làm tiếp')]";
        appears(page, go_on).await.click().await.unwrap();
    }
    appears(page, "//*[@id = 'matter-0-content']").await;
}

/// What stood in the field when the lights went out, and how long a letter took.
struct Seen {
    field: &'static str,
    text: String,
    letter: Duration,
}

/// Types until a word is half composed late enough, then the lights go out.
async fn cut(sitting: Sitting, turn: usize) -> Seen {
    let page = &sitting.page;
    let field = UNDER[turn % UNDER.len()];
    let before = counter::value(page, field).await.chars().count();
    run(page, LISTEN, vec![field.into()]).await;
    let typing = ["type", "--clearmodifiers", "--delay", KEY, TELLING];
    let mut typing = hand().args(typing).spawn().unwrap();
    let mut first = None;
    let enough = Duration::from_millis(1_500 + u64::try_from(turn * 379 % 1_400).unwrap());
    let (text, took) = loop {
        let script = "return [document.getElementById(arguments[0]).value, window.composing]";
        let now = run(page, script, vec![field.into()]).await;
        let text = now[0].as_str().unwrap().to_owned();
        if text.chars().count() > before {
            let began = *first.get_or_insert_with(Instant::now);
            if began.elapsed() > enough && now[1] == Value::Bool(true) {
                break (text, began.elapsed());
            }
        }
        assert!(
            typing.try_wait().unwrap().is_none(),
            "cut {turn}: no word was composed in time"
        );
    };
    sitting.cut();
    typing.kill().ok();
    typing.wait().ok();
    lets_go();
    let letters = u32::try_from(text.chars().count() - before).unwrap();
    assert!(letters > 5, "cut {turn}: {letters} letters were typed");
    let letter = took / letters;
    Seen {
        field,
        text,
        letter,
    }
}

/// All of it but the end, and of the end no more than a second's letters. A word that was half
/// composed when it was kept may differ from its first mark on.
fn missing(seen: &Seen, back: &str) -> Duration {
    let same = seen.text.chars().zip(back.chars());
    let same = same.take_while(|(then, now)| then == now).count();
    let gone = seen.text.chars().count() - same;
    seen.letter * u32::try_from(gone).unwrap()
}

#[tokio::test]
async fn killed_while_a_word_is_composed_the_form_comes_back_but_for_the_last_moment() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::make(folder.path());
    let method = InputMethod::start(folder.path());
    let mut before: Option<Seen> = None;
    let mut lost = Duration::ZERO;
    // The last turn only looks at what the last cut left.
    for turn in 0..=CUTS {
        let sitting = Sitting::begin_among(folder.path(), &demo.vault, &method.around).await;
        let page = &sitting.page;
        let keyboard = at_the_counter(page, &demo).await;
        at_the_form(page, &keyboard, turn == 0).await;
        if let Some(seen) = before.take() {
            let back = counter::value(page, seen.field).await;
            let gone = missing(&seen, &back);
            assert!(
                gone <= LAST,
                "cut {turn}, {}: {back:?} is left of {:?}",
                seen.field,
                seen.text
            );
            lost = lost.max(gone);
        }
        if turn < CUTS {
            before = Some(cut(sitting, turn).await);
        } else {
            sitting.cut();
        }
    }
    println!("{CUTS} cuts in the middle of a composed word: at most the last {lost:?} gone");
}
