//! Ahead of the input method: every key of the program, before anybody else has it.
//!
//! Purpose: input methods under GTK filter keys before any widget, some before the window even. Keys
//! of a burst get the mark by which IBus and Fcitx know what they have seen already, and let it
//! pass. May use: GTK's event handler. Must never: stop, delay or change a key otherwise.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gtk::gdk::{Event, EventKey, EventType, ModifierType};
use gtk::glib;

use super::TypedScan;
use super::chain::{Heard, Key};

/// How long anything is kept, after the last key.
const KEPT: Duration = Duration::from_secs(2);
/// `IBUS_IGNORED_MASK`, and Fcitx's of the same value: seen already.
const SEEN: u32 = 1 << 25;

/// Listens from now on, on the main thread.
pub(crate) fn attend(scans: &TypedScan) {
    let scans = scans.clone();
    let turn = Rc::new(Cell::new(0_u64));
    Event::set_handler(Some(move |event: &mut Event| {
        if hear(event, &scans) == Heard::Burst {
            mark(event);
        }
        if event.event_type() == EventType::KeyPress {
            let now = turn.get().wrapping_add(1);
            turn.set(now);
            let (scans, turn) = (scans.clone(), Rc::clone(&turn));
            glib::timeout_add_local_once(KEPT, move || {
                // The page takes a scan at once, or nobody does; a hand's last keys are nobody's.
                if turn.get() == now {
                    scans.forget();
                }
            });
        }
        gtk::main_do_event(event);
    }));
}

fn hear(event: &Event, scans: &TypedScan) -> Heard {
    let Some(key) = event.downcast_ref::<EventKey>() else {
        return Heard::Hand;
    };
    if event.event_type() == EventType::KeyRelease {
        scans.chain().lift(key.hardware_keycode())
    } else {
        scans.chain().press(&read(key))
    }
}

fn mark(event: &mut Event) {
    if let Some(key) = event.downcast_mut::<EventKey>() {
        key.as_mut().state |= SEEN;
    }
}

fn read(key: &EventKey) -> Key {
    let state = key.state();
    Key {
        at: key.time(),
        place: key.hardware_keycode(),
        shift: state.contains(ModifierType::SHIFT_MASK),
        alone: !state.intersects(ModifierType::CONTROL_MASK | ModifierType::MOD1_MASK),
        again: state.bits() & SEEN != 0,
    }
}
