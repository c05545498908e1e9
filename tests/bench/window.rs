//! The real window of the release program: from start to the sign-in screen, against an empty
//! window of the same toolkit, on a display of the bench's own.
//!
//! A screen counts as there when its colour is seen on the display, not when a program says so.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use testkit::{VirtualDisplay, spooler};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat, Window};
use x11rb::rust_connection::RustConnection;

use crate::desk::Size;
use crate::disk::target;
use crate::figures::{At, Bar, ROUNDS, Rounds, Table};

/// The display, in pixels.
const SIZE: (u16, u16) = (1440, 900);
/// The colour of a practice office's sign-in button, and of the empty window's page: blue, green, red.
const COLOUR: [u8; 3] = [0x6e, 0x1d, 0x6b];
/// A button has many more, a stray pixel does not.
const ENOUGH: usize = 400;
/// Starts of each program in a round.
const STARTS: usize = 4;
/// Nothing takes that long.
const PATIENCE: Duration = Duration::from_mins(1);
/// A row that cannot be measured is no row that is kept.
pub(crate) const NO_DISPLAY: &str = "Xvfb is here; the set-up step installs it";
/// Between two looks.
const LOOK: Duration = Duration::from_millis(5);

/// A virtual display of the bench's own.
pub(crate) struct Display {
    server: VirtualDisplay,
    eye: RustConnection,
    root: Window,
}

impl Display {
    /// `None` where there is no such server.
    pub(crate) fn open() -> Option<Self> {
        let server = VirtualDisplay::open(SIZE)?;
        let (eye, screen) = x11rb::connect(Some(server.name())).unwrap();
        let root = eye.setup().roots[screen].root;
        Some(Self { server, eye, root })
    }

    /// Whether the colour is on the screen.
    fn shows(&self) -> bool {
        let (width, height) = SIZE;
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
        self.server.around(command);
        command.env("RECEPTION_DESK_VAULT", vault);
        command.env("PATH", spooler::path(home));
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

/// Measures with the vault of the measured office, which nobody has open.
pub(crate) fn measure(vault: &Path, size: Size, table: &mut Table) {
    let built = target().join("release");
    let (desk, empty) = (
        built.join("reception-desk"),
        built.join("examples/empty_window"),
    );
    assert!(
        desk.is_file() && empty.is_file(),
        "the window is not built: start by `cargo xtask bench`"
    );
    let display = Display::open().expect(NO_DISPLAY);
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
