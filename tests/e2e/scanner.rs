//! A scanner that types, at a pace that a busy machine does not stretch.
//!
//! Purpose: the keys of a code are handed to the X server all at once, each with the time to wait
//! before it: the server keeps the pace, as a scanner does, and not a program that waits for its turn.
//! Whether the page heard them so is measured there. Needs the XTEST extension, and the window in front.

use std::time::Duration;

use fantoccini::Client;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    ConnectionExt as _, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Keycode, Keysym, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::display::display;

const RETURN: Keysym = 0xff0d;
const SHIFT: Keysym = 0xffe1;

/// No scanner waits that long between two keys, milliseconds.
const HELD_UP: f64 = 65.0;
/// A gap, and four of them together, that the desk still takes for a scanner's (150 and 280), less what
/// two clocks may differ by.
const PAUSE: f64 = 140.0;
const FOUR: f64 = 265.0;

/// So often a pace is tried on a machine that had something else to do.
const TRIES: u32 = 8;

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

/// Types a code, so many milliseconds a key, then Enter. Not counted: no hand moved.
pub(crate) fn scan(payload: &str, millis: u32) {
    let keys = Keys::of_the_display();
    for sign in payload.chars() {
        keys.press(if sign == '\n' { RETURN } else { sign.into() }, millis);
    }
    keys.press(RETURN, millis);
    // Answered after the last key.
    let last = keys.server.get_input_focus().expect("asked");
    last.reply().expect("the display answers");
}

/// The keys of the display's keyboard.
struct Keys {
    server: RustConnection,
    root: Window,
    first: Keycode,
    /// What each key writes: alone, with Shift, and more that no scanner uses.
    written: Vec<Vec<Keysym>>,
}

impl Keys {
    fn of_the_display() -> Self {
        let (server, screen) = x11rb::connect(Some(display().name())).expect("the display");
        let setup = server.setup();
        let (first, root) = (setup.min_keycode, setup.roots[screen].root);
        let all = setup.max_keycode - first + 1;
        let asked = server.get_keyboard_mapping(first, all).expect("asked");
        let mapping = asked.reply().expect("a keyboard");
        let each = usize::from(mapping.keysyms_per_keycode);
        let written = mapping.keysyms.chunks(each).map(<[Keysym]>::to_vec);
        Self {
            written: written.collect(),
            server,
            root,
            first,
        }
    }

    /// Where a sign is, and whether with Shift.
    fn place(&self, sign: Keysym) -> (Keycode, bool) {
        let found = [0, 1].into_iter().find_map(|column| {
            let at = |row: &Vec<Keysym>| row.get(column) == Some(&sign);
            Some((self.written.iter().position(at)?, column == 1))
        });
        let (row, shifted) = found.unwrap_or_else(|| panic!("no key writes {sign:#x}"));
        (self.first + u8::try_from(row).expect("a key"), shifted)
    }

    /// A key after so many milliseconds.
    fn press(&self, sign: Keysym, millis: u32) {
        let (key, shifted) = self.place(sign);
        let shift = self.place(SHIFT).0;
        let [down, up] = [KEY_PRESS_EVENT, KEY_RELEASE_EVENT];
        if shifted {
            self.tell(down, shift, millis);
        }
        self.tell(down, key, if shifted { 0 } else { millis });
        self.tell(up, key, 0);
        if shifted {
            self.tell(up, shift, 0);
        }
    }

    fn tell(&self, what: u8, key: Keycode, after: u32) {
        let told = self
            .server
            .xtest_fake_input(what, key, after, self.root, 0, 0, 0);
        told.expect("told");
    }
}

/// From now on the page notes when each key of a scan was pressed, also where it is swallowed.
pub(crate) async fn clocks(page: &Client) {
    page.execute(CLOCK, Vec::new()).await.expect("it listens");
}

/// Paces that are gone through, each tried again where the machine did not keep it.
#[derive(Debug)]
pub(crate) struct Paces {
    left: Vec<u32>,
    tries: u32,
    /// The last scan's keys came as the desk promises to take them for one scan.
    taken: bool,
}

impl Paces {
    /// Milliseconds a key, the quickest last.
    pub(crate) fn of<const N: usize>(paces: [u32; N]) -> Self {
        Self {
            left: paces.into(),
            tries: 0,
            taken: false,
        }
    }

    /// The next one.
    pub(crate) fn now(&self) -> Option<u32> {
        self.left.last().copied()
    }

    /// Whether the last scan came as from a scanner, whose pace no busy machine changes; one whose keys
    /// were held up on their way is none, and is to be tried again.
    pub(crate) async fn kept(&mut self, page: &Client) -> bool {
        let asked = self.left.pop().expect("a pace that was asked for");
        let mut gaps = gaps(page).await;
        // Four gaps in a row, as the desk judges them.
        let slowest = gaps
            .windows(4)
            .map(|four| four.iter().sum())
            .fold(0.0, f64::max);
        gaps.sort_by(f64::total_cmp);
        let (median, slow) = (gaps[gaps.len() / 2], gaps[gaps.len() * 95 / 100]);
        let longest = gaps[gaps.len() - 1];
        println!(
            "scanner: {asked} ms a key asked, {median:.0} ms came (p95 {slow:.0} ms, longest \
             {longest:.0} ms, {} keys)",
            gaps.len() + 1
        );
        let pace = f64::from(asked);
        let kept = longest < HELD_UP && median > 0.4 * pace && median < 1.6 * pace;
        self.taken = longest < PAUSE && slowest < FOUR;
        self.tries = if kept { 0 } else { self.tries + 1 };
        assert!(
            self.tries < TRIES,
            "this machine is too busy for a scanner of keys"
        );
        if !kept {
            self.left.push(asked);
        }
        kept
    }

    /// Whether the last scan, though its pace was not kept, is one all the same: the desk allows for a
    /// late key (`wedge-pace.ts`).
    pub(crate) fn taken(&self) -> bool {
        self.taken
    }
}

/// Between the keys of the last scan, milliseconds, in their order.
async fn gaps(page: &Client) -> Vec<f64> {
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
    times.windows(2).map(|two| two[1] - two[0]).collect()
}
