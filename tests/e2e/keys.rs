//! Real keys: pressed at the X server, through the input method, as a hand or a scanner does.
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

/// No scanner waits that long between two keys, milliseconds.
const HELD_UP: f64 = 65.0;

/// Who swallows a key tells nobody after; so it is noted as it is swallowed.
const CLOCK: &str = "if (window.pressed) { window.pressed.splice(0); return; }
     window.pressed = [];
     const noted = new WeakSet();
     const note = (event) => {
       if (event.type !== 'keydown' || !event.isTrusted || noted.has(event)
         || ['Shift', 'Control', 'Alt'].includes(event.key)) return;
       noted.add(event);
       window.pressed.push(event.timeStamp);
     };
     const stop = Event.prototype.stopImmediatePropagation;
     Event.prototype.stopImmediatePropagation = function () { note(this); stop.call(this); };
     window.addEventListener('keydown', note, true);";

/// A keyboard whose presses are counted.
#[derive(Debug, Default)]
pub(crate) struct Keyboard {
    window: String,
    pressed: AtomicU32,
}

impl Keyboard {
    /// A keyboard at the desk's window, which has to be in front.
    pub(crate) fn at_the_window() -> Self {
        let found = hand()
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
        let keyboard = Self {
            window: window.to_owned(),
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

    /// A scanner that types: so many milliseconds a key, then Enter. Not counted: no hand moved.
    pub(crate) fn scan(payload: &str, millis: u32) {
        // It waits half of what it is asked to, and takes about four more itself.
        let delay = (2 * millis).saturating_sub(8).max(2).to_string();
        let then = ["key", "Return"];
        let words = ["type", "--args", "1", "--delay", &delay, payload];
        xdotool(&[&words[..], &then[..]].concat());
    }

    /// From now on the page notes when each key of a scan was pressed, also where it is swallowed.
    pub(crate) async fn clocks(page: &Client) {
        page.execute(CLOCK, Vec::new()).await.expect("it listens");
    }

    /// Whether the last scan came as from a scanner, whose pace no busy machine changes; one whose keys
    /// were held up on their way to the X server is none, and is to be tried again.
    pub(crate) async fn kept_pace(page: &Client, asked: u32) -> bool {
        let mut count = 0;
        let times: Vec<f64> = loop {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let pressed = page.execute("return window.pressed", Vec::new()).await;
            let pressed = pressed.expect("the page answers");
            let times: Vec<f64> = serde_json::from_value(pressed).expect("times of keys");
            if times.len() == count && count > 0 {
                break times;
            }
            count = times.len();
        };
        assert!(count > 60, "a scan has more than {count} keys");
        let mut gaps: Vec<f64> = times.windows(2).map(|two| two[1] - two[0]).collect();
        gaps.sort_by(f64::total_cmp);
        let (median, slow) = (gaps[gaps.len() / 2], gaps[gaps.len() * 95 / 100]);
        let longest = gaps[gaps.len() - 1];
        println!(
            "scanner: {asked} ms a key asked, {median:.0} ms came (p95 {slow:.0} ms, longest \
             {longest:.0} ms, {count} keys)"
        );
        let asked = f64::from(asked);
        longest < HELD_UP && median > 0.4 * asked && median < 1.6 * asked
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

fn xdotool(words: &[&str]) {
    let done = hand().args(words).status();
    assert!(done.expect("xdotool starts").success(), "xdotool {words:?}");
}
