//! Real keys: pressed at the X server, through the input method, as a hand or a scanner does.
//!
//! Purpose: what WebDriver cannot show, because its letters arrive finished and all at once. Every
//! key is counted. Needs `xdotool` and the window in front.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Between two keys of a hand; a scanner is an order of magnitude faster.
const HAND: &str = "70";

/// A keyboard whose presses are counted.
#[derive(Debug, Default)]
pub(crate) struct Keyboard {
    pressed: AtomicU32,
}

impl Keyboard {
    /// A keyboard at the desk's window, which has to be in front.
    pub(crate) fn at_the_window() -> Self {
        let found = Command::new("xdotool")
            .args([
                "search",
                "--sync",
                "--onlyvisible",
                "--class",
                "reception-desk",
            ])
            .output()
            .expect("xdotool starts");
        let windows = String::from_utf8_lossy(&found.stdout).into_owned();
        let window = windows.lines().last().expect("the window is on the screen");
        xdotool(&["windowfocus", window]);
        std::thread::sleep(Duration::from_millis(300));
        Self::default()
    }

    /// Keys by their names, one after the other: `F10`, `Return`, `ctrl+l`.
    pub(crate) fn press(&self, keys: &[&str]) {
        for key in keys {
            xdotool(&["key", "--clearmodifiers", key]);
            self.pressed.fetch_add(1, Ordering::Relaxed);
            std::thread::sleep(Duration::from_millis(60));
        }
    }

    /// Letters without marks, as a hand types them.
    pub(crate) fn write(&self, text: &str) {
        xdotool(&["type", "--clearmodifiers", "--delay", HAND, text]);
        let letters = u32::try_from(text.chars().count()).expect("a short text");
        self.pressed.fetch_add(letters, Ordering::Relaxed);
    }

    /// A scanner that types: so many milliseconds a key, then Enter. Not counted: no hand moved.
    pub(crate) fn scan(payload: &str, millis: u32) {
        let delay = millis.to_string();
        xdotool(&["type", "--delay", &delay, &format!("{payload}\n")]);
    }

    /// Keys pressed since the last count.
    pub(crate) fn counted(&self) -> u32 {
        self.pressed.swap(0, Ordering::Relaxed)
    }
}

fn xdotool(words: &[&str]) {
    let done = Command::new("xdotool").args(words).status();
    assert!(done.expect("xdotool starts").success(), "xdotool {words:?}");
}
