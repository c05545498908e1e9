//! The power fails in mid-word, again and again: the form comes back with at most the last second
//! missing. A second is a second: how fast the keys really came is measured, not assumed.

use std::process::Command;
use std::time::{Duration, Instant};

use fantoccini::Client;

use crate::app::Sitting;
use crate::demo::Demo;
use crate::keys::Keyboard;
use crate::pages::{appears, counter, sign_in};

/// How often, unless `DESK_CUTS` says otherwise.
const CUTS: usize = 20;
/// What may be missing.
const LAST: Duration = Duration::from_secs(1);
/// Asked of the keyboard between two letters, milliseconds; it comes to about half of it.
const LETTER: usize = 100;
/// What is told at the counter, without marks; long enough for every cut.
const TELLING: &str = "khong dong y voi quyet dinh xu phat ngay hai thang muoi mot vi hom do toi \
    o que cham me om co giay cua benh vien kem theo va hang xom lam chung ";

async fn telling(page: &Client) -> String {
    counter::value(page, "matter-0-content").await
}

/// Goes on with the one draft there is.
async fn resume(page: &Client) {
    let go_on = "//button[starts-with(normalize-space(.), 'Làm tiếp')]";
    appears(page, go_on).await.click().await.unwrap();
    appears(page, "//*[@id = 'matter-0-content']").await;
}

async fn focus(page: &Client, id: &str) {
    let script = "const field = document.getElementById(arguments[0]);
         field.focus(); field.setSelectionRange?.(field.value.length, field.value.length);";
    page.execute(script, vec![id.into()]).await.unwrap();
    counter::focused(page, id).await;
}

/// When the hand began: the keyboard takes a moment to be found.
async fn first_letter_after(page: &Client, length: usize) -> Instant {
    loop {
        let now = Instant::now();
        if telling(page).await.len() > length {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
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
    let mut before: Option<(String, Duration)> = None;
    let (mut lost, mut whole) = (Duration::ZERO, String::new());
    for cut in 0..cuts {
        let sitting = Sitting::begin(folder.path(), &demo.vault).await;
        let page = &sitting.page;
        sign_in::shown(page).await;
        sign_in::sign_in(page, &name, &passphrase).await;
        counter::shown(page).await;
        let keyboard = Keyboard::at_the_window();
        if let Some((seen, letter)) = before.take() {
            resume(page).await;
            let back = telling(page).await;
            assert!(
                seen.starts_with(&back),
                "cut {cut}: {back:?} is not what was typed: {seen:?}"
            );
            let missing = seen.len() - back.len();
            let time = letter * u32::try_from(missing).unwrap();
            lost = lost.max(time);
            assert!(
                time <= LAST,
                "cut {cut}: {missing} letters are gone, typed in {time:?}"
            );
            whole = back;
        } else {
            keyboard.press(&["F2"]);
            counter::form(page).await;
            focus(page, "service").await;
            keyboard.press(&["1"]);
            appears(page, "//*[@id = 'matter-0-content']").await;
        }
        focus(page, "matter-0-content").await;
        let delay = LETTER.to_string();
        let mut typing = Command::new("xdotool")
            .args(["type", "--clearmodifiers", "--delay", &delay, TELLING])
            .spawn()
            .unwrap();
        let first = first_letter_after(page, whole.len()).await;
        let millis = 1_500 + u64::try_from(cut * 379 % 1_400).unwrap();
        tokio::time::sleep(Duration::from_millis(millis)).await;
        let seen = telling(page).await;
        let took = first.elapsed();
        sitting.cut();
        typing.kill().ok();
        typing.wait().ok();
        let typed = u32::try_from(seen.len() - whole.len()).unwrap();
        assert!(typed > 5, "cut {cut}: {typed} letters were typed");
        before = Some((seen, took / typed));
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    println!("{cuts} cuts in mid-word: at most the last {lost:?} of typing gone");
}
