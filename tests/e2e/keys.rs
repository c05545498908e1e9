//! Real keys: pressed at the X server, through the input method, as a hand does.
//!
//! Purpose: what WebDriver cannot show, because its letters arrive finished and all at once. Every
//! key is counted. Needs `xdotool` and the window in front.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use fantoccini::Client;
use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask, Window};

use crate::display::display;

/// Between two keys of a hand; a scanner is an order of magnitude faster.
const HAND: &str = "70";

/// A keyboard whose presses are counted.
#[derive(Debug, Default)]
pub(crate) struct Keyboard {
    window: String,
    pressed: AtomicU32,
}

/// The desk's window. A window that goes while all of them are looked through (a splash, a menu) ends
/// the search with nothing found: then it is looked for again.
fn window_in_front() -> String {
    for _ in 0..25 {
        let search = [
            "search",
            "--sync",
            "--onlyvisible",
            "--class",
            "reception-desk",
        ];
        let found = hand().args(search).output().expect("xdotool starts");
        let windows = String::from_utf8_lossy(&found.stdout).into_owned();
        if let Some(window) = windows.lines().last() {
            return window.to_owned();
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("the window is not on the screen");
}

/// Answers a dialogue of the desktop with a path. A window manager would give it the keys; here is none.
pub(crate) fn dialog(title: &str, path: &str) {
    let search = ["search", "--sync", "--onlyvisible", "--name", title];
    let found = hand().args(search).output().expect("xdotool starts");
    let found = String::from_utf8_lossy(&found.stdout).into_owned();
    let window = found.lines().last().expect("the dialogue is on the screen");
    xdotool(&["windowfocus", "--sync", window]);
    std::thread::sleep(Duration::from_millis(500));
    // A stroke opens the line for a path; what stands there is replaced.
    xdotool(&["key", "--clearmodifiers", "ctrl+l"]);
    std::thread::sleep(Duration::from_millis(300));
    xdotool(&["key", "--clearmodifiers", "ctrl+a"]);
    xdotool(&["type", "--clearmodifiers", "--delay", "12", path]);
    std::thread::sleep(Duration::from_millis(500));
    xdotool(&["key", "--clearmodifiers", "Return"]);
}

impl Keyboard {
    /// A keyboard at the desk's window, which has to be in front.
    pub(crate) fn at_the_window() -> Self {
        let window = window_in_front();
        let keyboard = Self {
            window,
            pressed: AtomicU32::default(),
        };
        keyboard.back();
        keyboard
    }

    /// Back at this window, when another one came in front.
    pub(crate) fn back(&self) {
        xdotool(&["windowfocus", &self.window]);
        std::thread::sleep(Duration::from_millis(300));
    }

    /// What the window's own button, or the desktop's Alt+F4, asks of it.
    pub(crate) fn close_the_window(&self) {
        let window: Window = self.window.parse().expect("a window's number");
        let (display, _) = x11rb::connect(Some(display().name())).expect("the display");
        let atom = |name: &[u8]| {
            let asked = display.intern_atom(false, name).expect("asked");
            asked.reply().expect("an atom").atom
        };
        let (protocols, close) = (atom(b"WM_PROTOCOLS"), atom(b"WM_DELETE_WINDOW"));
        let told = ClientMessageEvent::new(32, window, protocols, [close, 0, 0, 0, 0]);
        let sent = display.send_event(false, window, EventMask::NO_EVENT, told);
        sent.expect("sent").check().expect("heard");
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

    /// The same at an easy pace: what an input method is to compose.
    pub(crate) fn write_slowly(&self, text: &str) {
        xdotool(&["type", "--clearmodifiers", "--delay", "180", text]);
        let letters = u32::try_from(text.chars().count()).expect("a short text");
        self.pressed.fetch_add(letters, Ordering::Relaxed);
    }

    /// The same, as fast as the page takes it: where no scanner is listened for.
    pub(crate) fn write_quickly(&self, text: &str) {
        xdotool(&["type", "--clearmodifiers", "--delay", "12", text]);
        let letters = u32::try_from(text.chars().count()).expect("a short text");
        self.pressed.fetch_add(letters, Ordering::Relaxed);
    }

    /// Tab, until the keys go to what has this id, name or these words.
    pub(crate) async fn reach(&self, page: &Client, what: &str) {
        let script = "const at = document.activeElement;
             const plain = (text) => (text ?? '').replace(/\\s+/g, ' ').trim();
             const words = plain(at?.getAttribute('aria-label') ?? at?.textContent);
             return at !== null && at !== document.body && (at.id === arguments[0]
               || at.name === arguments[0] || words.startsWith(arguments[0])
               || plain(at.textContent).startsWith(arguments[0]));";
        for _ in 0..60 {
            let there = page.execute(script, vec![what.into()]).await;
            if matches!(there, Ok(serde_json::Value::Bool(true))) {
                return;
            }
            self.press(&["Tab"]);
        }
        panic!("Tab never reaches {what}");
    }

    /// Keys pressed since the last count.
    pub(crate) fn counted(&self) -> u32 {
        self.pressed.swap(0, Ordering::Relaxed)
    }
}

/// What presses keys at the journey's display.
pub(crate) fn hand() -> Command {
    let mut command = Command::new("xdotool");
    display().around(&mut command);
    command
}

/// Whoever is stopped in the middle of a key leaves it down, and the display repeats it.
pub(crate) fn lets_go() {
    let letters = ('a'..='z').map(String::from);
    let keys = letters.chain(["space".to_owned()]);
    let lifted = hand().arg("keyup").args(keys).status();
    assert!(lifted.expect("xdotool starts").success());
}

fn xdotool(words: &[&str]) {
    let done = hand().args(words).status();
    assert!(done.expect("xdotool starts").success(), "xdotool {words:?}");
}
