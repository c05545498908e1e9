//! The desktop around the window: how long nobody touched it, whether everybody left.
//!
//! Purpose: the adapters behind `office::Desktop`, and the tick that lets the desk lock itself
//! whatever the page does. Under X11 the screensaver extension tells the idleness of the whole
//! desktop; sleep and the desktop's own lock come over D-Bus through GIO, which GTK links anyway
//! (no second D-Bus library). Elsewhere, as under Wayland, the window's own keys and pointer count.
//! Must never: decide when to lock; that is the core's.

mod bus;
mod leaving;
mod x11;

use std::sync::Arc;
use std::time::Duration;

use office::Desktop;
use tauri::{AppHandle, Manager as _};

use self::leaving::Leaving;
use self::x11::X11;
use crate::desk::Desk;
use crate::page;

/// How often the desk is looked after.
const TICK: Duration = Duration::from_secs(1);

/// What tells of the desktop here.
struct Around {
    x11: Option<X11>,
    leaving: Arc<Leaving>,
    _ears: bus::Ears,
}

impl Desktop for Around {
    fn idle(&self) -> Option<u64> {
        self.x11.as_ref()?.idle()
    }

    fn left(&self) -> bool {
        self.leaving.left()
    }
}

/// Looks after the desk until the program ends. Called on the main thread, where GIO tells its
/// signals.
pub(crate) fn watch(app: &AppHandle) {
    let leaving = Arc::new(Leaving::default());
    let ears = bus::listen(&leaving);
    // Under Wayland the X server sees its own clients only.
    let wayland = std::env::var_os("WAYLAND_DISPLAY").is_some();
    let around = Around {
        x11: if wayland { None } else { X11::connect(None) },
        leaving,
        _ears: ears,
    };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            let ticked = app.state::<Desk>().tick(&around).await;
            // The page learns from its own end; nobody is there to be told more.
            let _told = page::after(&app, ticked);
        }
    });
}
