//! The real window of the release program: from start to the sign-in screen, against an empty
//! window of the same toolkit, on a display of the bench's own.
//!
//! A screen counts as there when its colour is seen on the display, not when a program says so.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat, Window};
use x11rb::rust_connection::RustConnection;

use crate::desk::Size;
use crate::disk::target;
use crate::figures::{At, Bar, ROUNDS, Rounds, Table};

/// The colour of a practice office's sign-in button, and of the empty window's page: blue, green, red.
const COLOUR: [u8; 3] = [0x6e, 0x1d, 0x6b];
/// A button has many more, a stray pixel does not.
const ENOUGH: usize = 400;
/// Starts of each program in a round.
const STARTS: usize = 4;
/// Nothing takes that long.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(5);

/// A virtual display of the bench's own.
pub(crate) struct Display {
    server: Child,
    name: String,
    eye: RustConnection,
    root: Window,
    size: (u16, u16),
}

impl Display {
    /// `None` where there is no such server.
    pub(crate) fn open() -> Option<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp"])
            .args(["-screen", "0", "1440x900x24"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut number = String::new();
        let out = server.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut number).unwrap();
        let name = format!(":{}", number.trim());
        let (eye, screen) = x11rb::connect(Some(&name)).unwrap();
        let screen = &eye.setup().roots[screen];
        let (root, size) = (
            screen.root,
            (screen.width_in_pixels, screen.height_in_pixels),
        );
        Some(Self {
            server,
            name,
            eye,
            root,
            size,
        })
    }

    /// Whether the colour is on the screen.
    fn shows(&self) -> bool {
        let (width, height) = self.size;
        let asked = self.eye.get_image(
            ImageFormat::Z_PIXMAP,
            self.root,
            0,
            0,
            width,
            height,
            u32::MAX,
        );
        let image = asked.unwrap().reply().unwrap().data;
        let same = image.chunks_exact(4).filter(|pixel| pixel[..3] == COLOUR);
        same.take(ENOUGH).count() == ENOUGH
    }

    fn waits_until(&self, shown: bool) {
        let begun = Instant::now();
        while self.shows() != shown {
            assert!(begun.elapsed() < PATIENCE, "the window does not change");
            std::thread::sleep(LOOK);
        }
    }

    /// What a program finds around it: this display, a home of the bench's own, the vault.
    pub(crate) fn around(&self, command: &mut Command, home: &Path, vault: &Path) {
        command
            .env("DISPLAY", &self.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            .env("RECEPTION_DESK_VAULT", vault);
        for variable in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            command.env(variable, home);
        }
    }

    /// Starts a program, and ends it as soon as its screen is there.
    fn start(&self, program: &Path, home: &Path, vault: &Path) -> Duration {
        let mut command = Command::new(program);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        self.around(&mut command, home, vault);
        let begun = Instant::now();
        let mut child = command.spawn().unwrap();
        self.waits_until(true);
        let took = begun.elapsed();
        let group = format!("-{}", child.id());
        Command::new("kill")
            .args(["-KILL", "--", &group])
            .status()
            .unwrap();
        child.wait().unwrap();
        self.waits_until(false);
        took
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// Measures with the vault of the measured office, which nobody has open.
pub(crate) fn measure(vault: &Path, size: Size, table: &mut Table) {
    let built = target().join("release");
    let (desk, empty) = (
        built.join("reception-desk"),
        built.join("examples/empty_window"),
    );
    if !desk.is_file() || !empty.is_file() {
        println!("bench: the window is not built; start by `cargo xtask bench`");
        return;
    }
    let Some(display) = Display::open() else {
        println!("bench: no Xvfb here; the window is not measured");
        return;
    };
    let home = tempfile::tempdir().unwrap();
    // What the first start of each leaves in the caches is nobody's.
    for program in [&empty, &desk] {
        display.start(program, home.path(), vault);
    }
    let mut rounds = Rounds::default();
    for _ in 0..ROUNDS {
        rounds.begin();
        for _ in 0..STARTS {
            rounds.floor(display.start(&empty, home.path(), vault));
            rounds.work(display.start(&desk, home.path(), vault));
        }
    }
    let bar = Bar {
        ratio: Some(1.3),
        ..Bar::default()
    };
    let name = "start to the sign-in screen (floor: an empty window)";
    table.add(name, size, &rounds, At::P50, bar);
}
