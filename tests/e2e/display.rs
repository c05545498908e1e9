//! The display of this process's journeys.
//!
//! Purpose: each process that runs journeys has one of its own, so that no key goes to
//! another window. Needs `Xvfb` (xvfb). Must never: use the display somebody works at.

use std::sync::OnceLock;

use testkit::VirtualDisplay;
use x11rb::rust_connection::RustConnection;

/// Wide enough for every window a picture is taken of.
const SIZE: (u16, u16) = (1920, 1080);

/// Until the process ends; the connection keeps it open while no program is on it.
static MINE: OnceLock<(VirtualDisplay, RustConnection)> = OnceLock::new();

fn mine() -> &'static (VirtualDisplay, RustConnection) {
    MINE.get_or_init(|| {
        let display = VirtualDisplay::open(SIZE).expect("Xvfb starts (xvfb)");
        let (stays, _) = x11rb::connect(Some(display.name())).expect("the display answers");
        (display, stays)
    })
}

/// The display, opened when the first asks for it.
pub(crate) fn display() -> &'static VirtualDisplay {
    &mine().0
}
