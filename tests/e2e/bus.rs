//! A desktop's message bus of the journey's own.
//!
//! Purpose: what programs of a desktop tell each other, without the machine's own bus hearing it.
//! Needs `dbus-daemon` and `dbus-send` (dbus-bin).

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// A bus that ends with this.
#[derive(Debug)]
pub(crate) struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    pub(crate) fn start() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon starts");
        let mut address = String::new();
        let out = daemon.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut address).unwrap();
        let address = address.trim().to_owned();
        Self { daemon, address }
    }

    /// How a program finds it.
    pub(crate) fn around(&self) -> (&'static str, String) {
        ("DBUS_SESSION_BUS_ADDRESS", self.address.clone())
    }

    /// The screensaver says that it locked the desktop.
    pub(crate) fn desktop_locked(&self) {
        let told = Command::new("dbus-send")
            .arg(format!("--bus={}", self.address))
            .args(["--type=signal", "/org/freedesktop/ScreenSaver"])
            .args(["org.freedesktop.ScreenSaver.ActiveChanged", "boolean:true"])
            .status();
        assert!(told.expect("dbus-send starts").success());
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.daemon.kill().ok();
        self.daemon.wait().ok();
    }
}
