//! A desktop's message bus of the journey's own.
//!
//! Purpose: what programs of a desktop tell each other, without the machine's own bus hearing it.
//! Needs `dbus-daemon` and `dbus-send` (dbus-bin).

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use gtk::gio::{Cancellable, DBusCallFlags, DBusConnection, DBusConnectionFlags};
use gtk::glib::variant::ToVariant as _;

const LOGIND: &str = "org.freedesktop.login1";

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

    /// How a program takes it for the machine's own bus, too.
    pub(crate) fn as_system(&self) -> (&'static str, String) {
        ("DBUS_SYSTEM_BUS_ADDRESS", self.address.clone())
    }

    /// Somebody with the name of logind.
    pub(crate) fn logind(&self) -> Logind {
        let flags = DBusConnectionFlags::AUTHENTICATION_CLIENT
            | DBusConnectionFlags::MESSAGE_BUS_CONNECTION;
        let own = DBusConnection::for_address_sync(&self.address, flags, None, Cancellable::NONE);
        let own = own.expect("the bus answers");
        let bus = "org.freedesktop.DBus";
        let named = own.call_sync(
            Some(bus),
            "/org/freedesktop/DBus",
            bus,
            "RequestName",
            Some(&(LOGIND, 0_u32).to_variant()),
            None,
            DBusCallFlags::NONE,
            -1,
            Cancellable::NONE,
        );
        named.expect("the name is free");
        Logind(own)
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

/// Logind, as far as it is heard here.
pub(crate) struct Logind(DBusConnection);

impl Logind {
    /// The machine is about to sleep.
    pub(crate) fn sleeps(&self) {
        let (path, manager) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
        let told = Some(&(true,).to_variant());
        let told = self
            .0
            .emit_signal(None, path, manager, "PrepareForSleep", told);
        told.expect("told");
        self.0.flush_sync(Cancellable::NONE).expect("sent");
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.daemon.kill().ok();
        self.daemon.wait().ok();
    }
}
