//! Starts the real program under a driver, and keeps what is needed when a journey fails.
//!
//! `WebKitWebDriver` is spoken to directly. One driver takes one session, so each journey has its
//! own, in its own process group, which is ended whatever happens. Screenshot and log of a failed
//! journey stay in `target/e2e/`.

use std::fs::File;
use std::future::Future;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use testkit::spooler;

use crate::demo::{Demo, program, target};
use crate::display::display;
use crate::screen::shot;

/// Longest wait for the driver to listen.
pub(crate) const START: Duration = Duration::from_secs(20);
/// A picture may show the frame of a second ago.
pub(crate) const REPAINT: Duration = Duration::from_millis(1200);
/// On the journey's display, with a folder for all that is the machine's.
fn at_home(command: &mut Command, folder: &Path) {
    display().around(command);
    for variable in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
        command.env(variable, folder);
    }
    // A journey may put programs there that stand in for the system's (`spooler::stands_in`).
    command.env("PATH", spooler::path(folder));
}

/// The program as an officer starts it, without a driver: there are only keys. It is killed with this.
pub(crate) struct Alone(Child);

impl Alone {
    pub(crate) fn start(folder: &Path, vault: &Path) -> Self {
        Self::start_among(folder, vault, &[])
    }

    /// The same, with what the desktop around it says.
    pub(crate) fn start_among(folder: &Path, vault: &Path, around: &[(&str, String)]) -> Self {
        let temp = folder.join("temp");
        std::fs::create_dir_all(&temp).expect("a folder for what is temporary");
        let mut command = Command::new(program("DESK_PROGRAM", "reception-desk"));
        command
            .env("RECEPTION_DESK_VAULT", vault)
            .env("TMPDIR", temp)
            .envs(around.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        at_home(&mut command, folder);
        Self(command.spawn().expect("the program starts"))
    }

    /// It has not ended by itself.
    pub(crate) fn runs(&mut self) -> bool {
        self.0.try_wait().expect("it can be asked").is_none()
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let killed = Command::new("kill").args(["-KILL", "--", &group]).status();
        assert!(killed.expect("kill starts").success(), "it ran to the end");
        self.0.wait().ok();
    }
}

/// The driver and, in its process group, the program.
struct Driver {
    child: Child,
    port: u16,
    /// The desk's own program.
    program: PathBuf,
}

impl Driver {
    fn start(folder: &Path, vault: &Path, log: &Path, around: &[(&str, String)]) -> Self {
        let log = File::create(log).expect("the log can be written");
        let port = free_port();
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg("--host=127.0.0.1")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("RECEPTION_DESK_VAULT", vault)
            // With either of these the screenshot command never returns.
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
            .env_remove("WEBKIT_DISABLE_COMPOSITING_MODE")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log can be shared"))
            .stderr(log)
            .process_group(0);
        at_home(&mut command, folder);
        command.envs(around.iter().map(|(name, value)| (name, value)));
        let child = command
            .spawn()
            .expect("WebKitWebDriver starts (webkit2gtk-driver)");
        let installed = installed(folder);
        let program = if installed.is_file() {
            installed
        } else {
            program("DESK_PROGRAM", "reception-desk")
        };
        let driver = Self {
            child,
            port,
            program,
        };
        driver.listens();
        driver
    }

    fn listens(&self) {
        let until = Instant::now() + START;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            assert!(Instant::now() < until, "the driver does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    async fn open(&self) -> Client {
        let options = json!({ "binary": self.program, "args": [] });
        let mut wanted = Capabilities::new();
        wanted.insert("webkitgtk:browserOptions".to_owned(), options);
        ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .expect("the window opens under the driver")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The whole group: driver, program and the web view's own processes.
        let group = format!("-{}", self.child.id());
        for signal in ["-TERM", "-KILL"] {
            Command::new("kill")
                .args([signal, "--", &group])
                .stderr(Stdio::null())
                .status()
                .ok();
            std::thread::sleep(Duration::from_millis(200));
        }
        self.child.wait().ok();
    }
}

/// Where a journey's own copy of the program lies, if it has one.
fn installed(folder: &Path) -> PathBuf {
    folder.join("programs").join("reception-desk")
}

/// Puts a copy there, or another in its place as a package does: written beside it and renamed,
/// whether it runs or not.
pub(crate) fn install(folder: &Path) {
    let place = installed(folder);
    std::fs::create_dir_all(folder.join("programs")).expect("the folder can be written");
    let beside = place.with_extension("new");
    std::fs::copy(program("DESK_PROGRAM", "reception-desk"), &beside).expect("a copy is made");
    std::fs::rename(&beside, &place).expect("it takes its place");
}

/// One start of the program on a vault that outlives it.
pub(crate) struct Sitting {
    driver: Driver,
    /// The page in the window.
    pub(crate) page: Client,
}

impl Sitting {
    /// Starts the program.
    pub(crate) async fn begin(folder: &Path, vault: &Path) -> Self {
        Self::begin_among(folder, vault, &[]).await
    }

    /// Starts it with more in its environment.
    pub(crate) async fn begin_among(
        folder: &Path,
        vault: &Path,
        around: &[(&str, String)],
    ) -> Self {
        let log = log_of_a_sitting();
        let driver = Driver::start(folder, vault, &log, around);
        let page = driver.open().await;
        Self { driver, page }
    }

    /// The program's process, while it runs.
    pub(crate) fn program(&self) -> Option<u32> {
        let group = self.driver.child.id().to_string();
        let found = Command::new("pgrep")
            .args(["--pgroup", &group, "--exact", "reception-desk"])
            .output();
        let found = found.expect("pgrep starts (procps)");
        String::from_utf8_lossy(&found.stdout).trim().parse().ok()
    }

    /// The process of the page dies in the middle of whatever it did.
    pub(crate) fn page_dies(&self) {
        let group = self.driver.child.id().to_string();
        let killed = Command::new("pkill")
            .args(["-KILL", "--pgroup", &group, "WebKitWeb"])
            .status();
        assert!(killed.expect("pkill starts (procps)").success(), "no page");
    }

    /// Waits until the program ended by itself.
    pub(crate) async fn ended(&self) {
        let until = Instant::now() + START;
        while self.program().is_some() {
            assert!(Instant::now() < until, "the program does not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The power fails: everything is killed at once and nothing is said to it.
    pub(crate) fn cut(self) {
        let group = format!("-{}", self.driver.child.id());
        let killed = Command::new("kill").args(["-KILL", "--", &group]).status();
        assert!(killed.expect("kill starts").success());
        // A dead program holds its vault until the system has taken it apart.
        while self.program().is_some() {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        let log = log_of_a_sitting();
        if std::thread::panicking() {
            let told = std::fs::read_to_string(&log).unwrap_or_default();
            eprintln!(
                "the program: {:?}; the driver said:\n{told}",
                self.program()
            );
        }
        std::fs::remove_file(log).ok();
    }
}

/// What a journey gets.
pub(crate) struct Window {
    /// The page in the window.
    pub(crate) page: Client,
    /// The office behind it.
    pub(crate) demo: Demo,
    /// What is the machine's: its home, and programs that stand in for the system's.
    pub(crate) folder: PathBuf,
}

/// Runs one journey in a window of its own. When it fails, `target/e2e/<name>.png` and `.log` stay.
pub(crate) async fn journey<F, Fut>(name: &str, walk: F)
where
    F: FnOnce(Window) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let kept = kept(name);
    let (picture, log) = (kept.with_extension("png"), kept.with_extension("log"));
    std::fs::remove_file(&picture).ok();
    let folder = tempfile::tempdir().expect("a folder for the journey");
    let demo = Demo::make(folder.path());
    let driver = Driver::start(folder.path(), &demo.vault, &log, &[]);
    let page = driver.open().await;

    let walked = tokio::spawn(walk(Window {
        page: page.clone(),
        demo,
        folder: folder.path().to_owned(),
    }))
    .await;
    if let Err(failure) = walked {
        tokio::time::sleep(REPAINT).await;
        if let Some(bytes) = shot(&page).await {
            std::fs::write(&picture, bytes).ok();
        }
        page.close().await.ok();
        drop(driver);
        eprintln!("kept: {} and {}", picture.display(), log.display());
        std::panic::resume_unwind(failure.into_panic());
    }
    page.close().await.ok();
    drop(driver);
    std::fs::remove_file(&log).ok();
}

/// Each process that runs journeys has one of its own.
fn log_of_a_sitting() -> PathBuf {
    kept(&format!("sitting-{}", std::process::id())).with_extension("log")
}

/// Where what a journey leaves lies: `target/e2e/<name>`.
pub(crate) fn kept(name: &str) -> PathBuf {
    let folder = target().join("e2e");
    std::fs::create_dir_all(&folder).expect("target can be written");
    folder.join(name)
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("it has an address").port()
}
