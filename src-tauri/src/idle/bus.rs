//! Sleep and the desktop's own lock, as logind and the screensavers tell them on D-Bus.
//!
//! Purpose: one flag, raised when everybody is about to leave or has left; sleep is delayed for the
//! few seconds a lock takes. May use: GIO, as GTK links it. Must never: fail a start; a machine
//! without a bus has the idle lock all the same.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use gtk::gio::UnixFDList;
use gtk::gio::prelude::*;
use gtk::gio::{self, BusType, Cancellable, DBusCallFlags, DBusConnection, DBusSignalFlags};
use gtk::glib::{self, Variant, VariantTy};

use super::leaving::Leaving;

const LOGIND: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
/// Screensavers tell on the session's bus; each desktop has its own name for it.
const SAVERS: [&str; 4] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.cinnamon.ScreenSaver",
];
/// Seconds that sleep waits for the lock: one tick, a second and a half for what is typed (`LIMIT` of
/// `farewell.rs`), the two that a running call may take. logind waits five at most
/// (`InhibitDelayMaxSec`).
const DELAY: u32 = 5;
/// How long logind may take to answer, milliseconds.
const ANSWER: i32 = 500;

/// The buses that are listened on. A subscription keeps no connection: without this the last one that
/// holds the system's bus, which nothing else here asks for, would let it go, and nothing be heard.
#[must_use]
pub(super) struct Ears(#[expect(dead_code, reason = "they are kept")] Vec<DBusConnection>);

/// Listens on both buses, if they are there, as long as the answer is kept.
pub(super) fn listen(leaving: &Arc<Leaving>) -> Ears {
    let mut buses = Vec::new();
    if let Ok(system) = gio::bus_get_sync(BusType::System, Cancellable::NONE) {
        // A bus that ends must not end the desk with it.
        system.set_exit_on_close(false);
        logind(&system, leaving);
        buses.push(system);
    }
    if let Ok(session) = gio::bus_get_sync(BusType::Session, Cancellable::NONE) {
        savers(&session, leaving);
        buses.push(session);
    }
    Ears(buses)
}

/// Sleep, and the lock of a session.
fn logind(bus: &DBusConnection, leaving: &Arc<Leaving>) {
    let held = Rc::new(RefCell::new(delay_sleep(bus)));
    let flag = Arc::clone(leaving);
    subscribe(
        bus,
        Some(LOGIND),
        (MANAGER, "PrepareForSleep"),
        move |bus, told| {
            if told.try_child_get::<bool>(0).ok().flatten() != Some(true) {
                // Awake again: the next sleep waits too.
                *held.borrow_mut() = delay_sleep(bus);
                return;
            }
            flag.raise();
            let held = Rc::clone(&held);
            glib::timeout_add_seconds_local_once(DELAY, move || drop(held.borrow_mut().take()));
        },
    );
    let flag = Arc::clone(leaving);
    subscribe(bus, Some(LOGIND), (SESSION, "Lock"), move |_, _| {
        flag.raise();
    });
    let flag = Arc::clone(leaving);
    let changed = ("org.freedesktop.DBus.Properties", "PropertiesChanged");
    subscribe(bus, Some(LOGIND), changed, move |_, told| {
        if locked_hint(told) {
            flag.raise();
        }
    });
}

fn savers(bus: &DBusConnection, leaving: &Arc<Leaving>) {
    for saver in SAVERS {
        let flag = Arc::clone(leaving);
        subscribe(bus, None, (saver, "ActiveChanged"), move |_, told| {
            if told.try_child_get::<bool>(0).ok().flatten() == Some(true) {
                flag.raise();
            }
        });
    }
}

/// Whether a change of properties says that a session is locked now.
fn locked_hint(told: &Variant) -> bool {
    let about = told.try_child_get::<String>(0).ok().flatten();
    // Whoever sends something else than a dictionary is not logind.
    let changed = told.try_child_value(1);
    let changed = changed.filter(|changed| changed.type_() == VariantTy::VARDICT);
    let hint = changed.and_then(|changed| {
        let changed = glib::VariantDict::new(Some(&changed));
        changed.lookup::<bool>("LockedHint").ok().flatten()
    });
    about.as_deref() == Some(SESSION) && hint == Some(true)
}

/// Subscribes for as long as the connection lasts.
fn subscribe(
    bus: &DBusConnection,
    sender: Option<&str>,
    (interface, member): (&str, &str),
    heard: impl Fn(&DBusConnection, &Variant) + 'static,
) {
    let flags = DBusSignalFlags::NONE;
    let _kept = bus.signal_subscribe(
        sender,
        Some(interface),
        Some(member),
        None,
        None,
        flags,
        move |bus, _, _, _, _, told| heard(bus, told),
    );
}

/// Asks logind to wait before the machine sleeps; it waits while the answer is held.
fn delay_sleep(bus: &DBusConnection) -> Option<UnixFDList> {
    let asked = ("sleep", "Reception Desk", "The desk locks first", "delay").to_variant();
    let answer = bus.call_with_unix_fd_list_sync(
        Some(LOGIND),
        "/org/freedesktop/login1",
        MANAGER,
        "Inhibit",
        Some(&asked),
        None,
        DBusCallFlags::NONE,
        ANSWER,
        UnixFDList::NONE,
        Cancellable::NONE,
    );
    answer.ok().map(|(_, held)| held)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Child, Command, Stdio};
    use std::time::{Duration, Instant};

    use super::*;

    /// A bus of the test's own.
    struct Bus(Child, String);

    impl Drop for Bus {
        fn drop(&mut self) {
            self.0.kill().ok();
            self.0.wait().ok();
        }
    }

    impl Bus {
        fn start() -> Self {
            let mut daemon = Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--print-address"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("dbus-daemon starts (dbus)");
            let mut address = String::new();
            BufReader::new(daemon.stdout.take().unwrap())
                .read_line(&mut address)
                .unwrap();
            Self(daemon, address.trim().to_owned())
        }

        fn connect(&self) -> DBusConnection {
            let flags = gio::DBusConnectionFlags::AUTHENTICATION_CLIENT
                | gio::DBusConnectionFlags::MESSAGE_BUS_CONNECTION;
            DBusConnection::for_address_sync(&self.1, flags, None, Cancellable::NONE).unwrap()
        }
    }

    /// Whether the flag is raised within a second of what is told.
    fn raised(context: &glib::MainContext, leaving: &Leaving, tell: impl FnOnce()) -> bool {
        let _before = leaving.left();
        tell();
        let until = Instant::now() + Duration::from_secs(1);
        while Instant::now() < until {
            if leaving.left() {
                return true;
            }
            context.iteration(false);
            std::thread::sleep(Duration::from_millis(5));
        }
        false
    }

    #[test]
    fn sleep_and_a_locked_desktop_are_heard_and_waking_is_not_taken_for_leaving() {
        let bus = Bus::start();
        let (desk, logind_itself) = (bus.connect(), bus.connect());
        let owned = logind_itself.call_sync(
            Some("org.freedesktop.DBus"),
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus",
            "RequestName",
            Some(&(LOGIND, 0_u32).to_variant()),
            None,
            DBusCallFlags::NONE,
            ANSWER,
            Cancellable::NONE,
        );
        owned.unwrap();
        let (path, leaving) = ("/org/freedesktop/login1", Arc::new(Leaving::default()));
        let context = glib::MainContext::new();
        context
            .with_thread_default(|| {
                logind(&desk, &leaving);
                savers(&desk, &leaving);
                // What is listened for is asked of the bus without waiting: by this answer it knows.
                let asked = desk.call_sync(
                    Some("org.freedesktop.DBus"),
                    "/org/freedesktop/DBus",
                    "org.freedesktop.DBus",
                    "GetId",
                    None,
                    None,
                    DBusCallFlags::NONE,
                    ANSWER,
                    Cancellable::NONE,
                );
                asked.unwrap();
                let tell = |interface: &str, member: &str, told: Option<Variant>| {
                    let told = told.as_ref();
                    logind_itself
                        .emit_signal(None, path, interface, member, told)
                        .unwrap();
                    logind_itself.flush_sync(Cancellable::NONE).unwrap();
                };
                let sleep = |begins: bool| {
                    raised(&context, &leaving, || {
                        tell(MANAGER, "PrepareForSleep", Some((begins,).to_variant()));
                    })
                };
                assert!(sleep(true));
                assert!(!sleep(false));
                assert!(raised(&context, &leaving, || tell(SESSION, "Lock", None)));
                let hint = |locked: bool| {
                    let changed = glib::VariantDict::new(None);
                    changed.insert("LockedHint", locked);
                    let gone: Vec<String> = Vec::new();
                    (SESSION, changed.end(), gone).to_variant()
                };
                let properties = "org.freedesktop.DBus.Properties";
                for locked in [true, false] {
                    let told = Variant::tuple_from_iter(hint(locked).iter().map(plain));
                    let heard = raised(&context, &leaving, || {
                        tell(properties, "PropertiesChanged", Some(told));
                    });
                    assert_eq!(heard, locked);
                }
                for active in [true, false] {
                    let heard = raised(&context, &leaving, || {
                        tell(SAVERS[0], "ActiveChanged", Some((active,).to_variant()));
                    });
                    assert_eq!(heard, active);
                }
            })
            .unwrap();
    }

    /// A value in a variant of its own taken out of it.
    fn plain(value: Variant) -> Variant {
        value.as_variant().unwrap_or(value)
    }
}
