//! What was copied out of the page.
//!
//! Purpose: twenty seconds after something was copied here, and at a lock, it is taken out of the
//! clipboard and out of the selection, where it is still ours. A clipboard manager of the desktop that
//! made a copy of its own keeps it. May use: GTK, on its own thread. Must never: read what lies in the
//! clipboard, or take away what another program put there.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gtk::Clipboard;
use gtk::gdk::{self, Atom, SELECTION_CLIPBOARD, SELECTION_PRIMARY, WindowType};
use gtk::glib::{self, ObjectExt as _};
use tauri::AppHandle;

/// How long a copied text may wait to be put where it was copied for.
const KEPT: Duration = Duration::from_secs(20);

/// From now on nothing copied here stays. On the thread of GTK.
pub(crate) fn watch() {
    forget_after(KEPT);
}

/// Puts a text there as if it had been copied on the page: it does not stay either.
pub(crate) fn put(app: &AppHandle, text: String) {
    // Where there is no such thread any more the program ends.
    app.run_on_main_thread(move || Clipboard::get(&SELECTION_CLIPBOARD).set_text(&text))
        .ok();
}

/// Takes back at once whatever was copied here.
pub(crate) fn forget(app: &AppHandle) {
    // Where there is no such thread any more the program ends, and what it copied with it.
    app.run_on_main_thread(clear).ok();
}

fn forget_after(kept: Duration) {
    for (clipboard, selection) in both() {
        let turn = Rc::new(Cell::new(0_u64));
        clipboard.connect_local("owner-change", false, move |values| {
            let clipboard = values.first()?.get::<Clipboard>().ok()?;
            let now = turn.get().wrapping_add(1);
            turn.set(now);
            let turn = Rc::clone(&turn);
            glib::timeout_add_local_once(kept, move || {
                // What came later has its own time.
                if turn.get() == now {
                    clear_own(&clipboard, selection);
                }
            });
            None
        });
    }
}

fn clear() {
    for (clipboard, selection) in both() {
        clear_own(&clipboard, selection);
    }
}

/// Only where a window of this program holds the selection: GTK would take another's too. It knows
/// another program's window as a foreign one.
fn clear_own(clipboard: &Clipboard, selection: Atom) {
    let owner = gdk::selection_owner_get(&selection);
    if owner.is_some_and(|owner| owner.window_type() != WindowType::Foreign) {
        clipboard.clear();
    }
}

fn both() -> [(Clipboard, Atom); 2] {
    let with = |selection| (Clipboard::get(&selection), selection);
    [SELECTION_CLIPBOARD, SELECTION_PRIMARY].map(with)
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::time::Instant;

    use testkit::VirtualDisplay;
    use x11rb::connection::Connection as _;
    use x11rb::protocol::xproto::{ConnectionExt as _, CreateWindowAux, WindowClass};
    use x11rb::rust_connection::RustConnection;

    use super::*;

    const INNER: &str = "DESK_TEST_CLIPBOARD";
    const SHORT: Duration = Duration::from_millis(300);

    /// Another program on the same display.
    struct Other {
        connection: RustConnection,
        window: u32,
        clipboard: u32,
    }

    impl Other {
        fn on_the_display() -> Self {
            let (connection, screen) = x11rb::connect(None).unwrap();
            let root = connection.setup().roots[screen].root;
            let window = connection.generate_id().unwrap();
            let looks = CreateWindowAux::new();
            connection
                .create_window(
                    0,
                    window,
                    root,
                    0,
                    0,
                    1,
                    1,
                    0,
                    WindowClass::INPUT_ONLY,
                    0,
                    &looks,
                )
                .unwrap();
            let atom = connection.intern_atom(false, b"CLIPBOARD").unwrap();
            let clipboard = atom.reply().unwrap().atom;
            Self {
                connection,
                window,
                clipboard,
            }
        }

        fn copies(&self) {
            self.connection
                .set_selection_owner(self.window, self.clipboard, 0_u32)
                .unwrap();
            assert_eq!(self.owner(), self.window);
        }

        /// The window that holds the clipboard; 0 for none.
        fn owner(&self) -> u32 {
            let asked = self.connection.get_selection_owner(self.clipboard).unwrap();
            asked.reply().unwrap().owner
        }
    }

    /// GTK's own work, until this holds; false where it does not in time.
    fn until(holds: impl Fn() -> bool) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < SHORT * 10 {
            while gtk::events_pending() {
                gtk::main_iteration();
            }
            if holds() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }

    fn inside() {
        gtk::init().unwrap();
        let other = Other::on_the_display();
        let own = Clipboard::get(&SELECTION_CLIPBOARD);
        let copied = || {
            own.set_text("A-2026-000045");
            assert!(until(|| ![0, other.window].contains(&other.owner())));
        };
        // At a lock.
        copied();
        clear();
        assert!(until(|| other.owner() == 0), "taken back");
        other.copies();
        until(|| false);
        clear();
        until(|| false);
        assert_eq!(other.owner(), other.window, "another program's stays");
        // After a while, by itself.
        forget_after(SHORT);
        copied();
        let begun = Instant::now();
        assert!(until(|| other.owner() == 0), "taken back by itself");
        assert!(begun.elapsed() >= SHORT / 2);
        copied();
        other.copies();
        until(|| false);
        assert_eq!(other.owner(), other.window, "and then another's stays too");
    }

    /// In a process of its own on a display of its own: GTK runs once a process.
    #[test]
    fn what_was_copied_is_taken_back_and_what_others_copied_stays() {
        if std::env::var_os(INNER).is_some() {
            inside();
            return;
        }
        let display = VirtualDisplay::open((1280, 1024)).expect("Xvfb starts (xvfb)");
        let tried = display
            .around(&mut Command::new(std::env::current_exe().unwrap()))
            .args(["--exact", "--nocapture"])
            .arg("clipboard::tests::what_was_copied_is_taken_back_and_what_others_copied_stays")
            .env(INNER, "1")
            .output()
            .unwrap();
        // How the process ends afterwards is GTK's affair, which was begun on a thread of a test.
        let said = String::from_utf8_lossy(&tried.stdout).into_owned();
        let why = String::from_utf8_lossy(&tried.stderr).into_owned();
        assert!(said.contains("1 passed"), "{said}{why}");
    }
}
