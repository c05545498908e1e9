//! Idleness of the whole desktop by the X server's screensaver extension.
//!
//! May use: `x11rb` (pure Rust, speaks the protocol itself). Must never: see a key or the pointer;
//! the extension tells milliseconds and nothing else.

use x11rb::connection::{Connection as _, RequestConnection as _};
use x11rb::protocol::screensaver::{self, ConnectionExt as _};
use x11rb::protocol::xproto::Window;
use x11rb::rust_connection::RustConnection;

/// A connection to the display.
pub(super) struct X11 {
    connection: RustConnection,
    root: Window,
}

impl X11 {
    /// The display of that name, else of the environment; `None` where there is none or it does not
    /// tell.
    pub(super) fn connect(display: Option<&str>) -> Option<Self> {
        let (connection, screen) = x11rb::connect(display).ok()?;
        connection
            .extension_information(screensaver::X11_EXTENSION_NAME)
            .ok()??;
        let root = connection.setup().roots.get(screen)?.root;
        Some(Self { connection, root })
    }

    /// Milliseconds since the last key or movement of the whole desktop.
    pub(super) fn idle(&self) -> Option<u64> {
        let asked = self.connection.screensaver_query_info(self.root).ok()?;
        Some(u64::from(asked.reply().ok()?.ms_since_user_input))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use testkit::VirtualDisplay;
    use x11rb::protocol::xtest::ConnectionExt as _;

    use super::*;

    #[test]
    fn idleness_of_the_whole_desktop_grows_and_a_key_pressed_anywhere_ends_it() {
        let display = VirtualDisplay::open((1280, 1024)).expect("Xvfb starts (xvfb)");
        let desktop = X11::connect(Some(display.name())).expect("the display tells idleness");
        std::thread::sleep(Duration::from_millis(1_500));
        let before = desktop.idle().unwrap();
        assert!(before >= 1_000, "{before} ms");

        // Another program presses a key (38 is `a` on every usual keyboard).
        let (other, screen) = x11rb::connect(Some(display.name())).unwrap();
        let root = other.setup().roots[screen].root;
        for kind in [2, 3] {
            other.xtest_fake_input(kind, 38, 0, root, 0, 0, 0).unwrap();
        }
        other.flush().unwrap();
        std::thread::sleep(Duration::from_millis(200));
        let after = desktop.idle().unwrap();
        assert!(after < 1_000, "{after} ms after a key");
    }

    #[test]
    fn where_there_is_no_display_nothing_is_told() {
        assert!(X11::connect(Some(":987")).is_none());
    }
}
