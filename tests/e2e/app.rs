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
use serde_json::{Value, json};
use testkit::spooler;

use crate::demo::{Demo, program, target};
use crate::display::display;

/// Longest wait for the driver to listen.
const START: Duration = Duration::from_secs(20);
/// A picture may show the frame of a second ago.
const REPAINT: Duration = Duration::from_millis(1200);
/// A frame without content compresses to a few kB at this size; a painted screen never does.
const SMALLEST_PAINTED: usize = 15_000;
/// The same of a screen that may show as little as a sentence.
const SMALLEST_SEEN: usize = 5_000;

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

/// A picture of the window, once something is painted; also kept as `target/e2e/<name>.png`.
pub(crate) async fn picture(page: &Client, name: &str) {
    let until = Instant::now() + START;
    loop {
        tokio::time::sleep(REPAINT).await;
        let bytes = shot(page).await.expect("the window can be pictured");
        if bytes.len() >= SMALLEST_PAINTED {
            std::fs::write(kept(name).with_extension("png"), bytes).expect("the picture is kept");
            return;
        }
        assert!(Instant::now() < until, "the window stays blank");
    }
}

/// Fails with everything axe finds wrong on the screen (contrast and sizes of targets included).
pub(crate) async fn accessible(page: &Client) {
    let there = page.execute("return 'axe' in window", Vec::new()).await;
    if !matches!(there, Ok(Value::Bool(true))) {
        let axe = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../ui/node_modules/axe-core/axe.min.js"
        );
        let source = std::fs::read_to_string(axe).expect("npm ci has been run in ui/");
        page.execute(&source, Vec::new()).await.expect("axe loads");
    }
    let found = page
        .execute_async(
            "const done = arguments[arguments.length - 1];
             axe.run({ rules: { 'target-size': { enabled: true } } }).then(
               (result) => done(result.violations.map((rule) =>
                 rule.id + ': ' + rule.nodes.map((node) => node.target.join(' ')).join(', '))),
               (error) => done([String(error)]));",
            Vec::new(),
        )
        .await
        .expect("axe runs");
    assert_eq!(found, json!([]), "accessibility");
}

/// A picture of the window as it is now; also kept as `target/e2e/<name>.png`.
pub(crate) async fn glimpse(page: &Client, name: &str) {
    let frames = "const done = arguments[arguments.length - 1];
         Promise.all([...document.images].map((image) => image.decode().catch(() => null))).then(() =>
           requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true), 250))));";
    let painted = page.execute_async(frames, Vec::new()).await;
    painted.expect("the page paints");
    let mut bytes = shot(page).await.expect("the window can be pictured");
    if bytes.len() < SMALLEST_SEEN {
        // The window's surface was lost: another size makes a new one.
        for wider in [true, false] {
            let (width, height) = page.get_window_size().await.expect("it has a size");
            let width = if wider { width + 1 } else { width - 1 };
            let sides = [width, height].map(|side| u32::try_from(side).expect("pixels"));
            let [width, height] = sides;
            let placed = page.set_window_size(width, height).await;
            placed.expect("it takes a size");
            tokio::time::sleep(REPAINT).await;
        }
        bytes = shot(page).await.expect("the window can be pictured");
    }
    assert!(bytes.len() >= SMALLEST_SEEN, "{name} shows nothing");
    let picture = kept(name).with_extension("png");
    std::fs::write(&picture, bytes).expect("the picture is kept");
    let folder = picture.parent().expect("it lies in a folder");
    crate::sheet::renew(folder).expect("the sheet is kept");
}

/// A picture as PNG. The driver gives what is drawn next, and a page that rests draws nothing: a
/// speck that nobody sees changes until it is taken.
async fn shot(page: &Client) -> Option<Vec<u8>> {
    let stir = "const speck = document.body.appendChild(document.createElement('i'));
         speck.id = 'speck';
         speck.ariaHidden = 'true';
         speck.style.cssText = 'position: fixed; right: 0; bottom: 0; width: 1px; height: 1px';
         let turn = 0;
         const change = () => {
           turn += 1;
           speck.style.background = `rgb(127 127 127 / ${turn % 2 + 1}%)`;
           if (speck.isConnected) { setTimeout(change, 20); }
         };
         change();
         return true;";
    let rest = "document.getElementById('speck')?.remove(); return true;";
    page.execute(stir, Vec::new()).await.ok()?;
    let bytes = page.screenshot().await.ok();
    page.execute(rest, Vec::new()).await.ok()?;
    bytes
}

/// Fails when anything on the screen is wider than its box (a line of text one types scrolls), lies
/// over something else, or is cut where one begins to read.
pub(crate) async fn unclipped(page: &Client) {
    let wide = page
        .execute(
            "return [...document.querySelectorAll('body *:not(input)'), document.documentElement]
               .filter((box) => box.checkVisibility() && box.clientWidth > 1
                 && box.scrollWidth > box.clientWidth + 1)
               .map((box) => box.tagName + ' ' + box.textContent.slice(0, 40));",
            Vec::new(),
        )
        .await
        .expect("the page answers");
    assert_eq!(wide, Value::Array(Vec::new()), "clipped");
    assert_eq!(crowded(page).await, json!([]), "one over another");
}

/// What stands one over another, is covered, or is cut.
pub(crate) async fn crowded(page: &Client) -> Value {
    let mut found = Vec::new();
    for check in [CROWDED, COVERED, CUT, CLAMPED] {
        let more = page.execute(&format!("{SEEN}{check}"), Vec::new()).await;
        let more = more.expect("the page answers");
        found.extend(more.as_array().expect("a list").iter().cloned());
    }
    Value::Array(found)
}

/// What the checks share: the layer one works on, how far a box is in sight, what says something.
const SEEN: &str = "
    const root = [...document.querySelectorAll('[aria-modal=true], .cover')].at(-1) ?? document.body;
    const style = (one) => getComputedStyle(one);
    const lifted = (one, on = root) => one !== on && one !== null
      && (['fixed', 'absolute', 'sticky'].includes(style(one).position)
        || lifted(one.parentElement, on));
    const within = (line, one) => {
      let { left, right, top, bottom } = line;
      // What is fixed is cut by nothing it stands in.
      const free = (at) => !at || style(at).position === 'fixed';
      for (let at = free(one) ? null : one.parentElement; at; at = free(at) ? null : at.parentElement) {
        const flow = style(at);
        const edge = at.getBoundingClientRect();
        if (flow.overflowX !== 'visible') {
          [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
        }
        if (flow.overflowY !== 'visible') {
          [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
        }
      }
      return { left, right, top, bottom };
    };
    const says = (one) => /^(INPUT|TEXTAREA|BUTTON|IMG)$/.test(one.tagName)
      || [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert], svg')
      && one.clientHeight !== 1;
    const named = (one) => one.tagName + ' ' + (one.id || one.textContent.trim().slice(0, 30));
    const found = [];
";

/// What stands over something else of its layer, line by line and as far as it is in sight; and
/// words so narrow that their letters stand one under another.
const CROWDED: &str = "
    const shown = [...root.querySelectorAll('*')].filter((one) => seen(one) && says(one)
      && !lifted(one));
    const lines = shown.flatMap((one) => [...one.getClientRects()]
      .map((line) => ({ one, ...within(line, one) }))
      .filter(({ left, right, top, bottom }) => right - left > 4 && bottom - top > 4));
    lines.forEach((a, at) => lines.slice(at + 1).forEach((b) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 4 && high > 4 && !a.one.contains(b.one) && !b.one.contains(a.one)) {
        found.push(named(a.one) + ' / ' + named(b.one));
      }
    }));
    for (const one of shown) {
      const box = one.getBoundingClientRect();
      const letter = parseFloat(style(one).fontSize);
      if (/^(BUTTON|LABEL|H[1-6])$/.test(one.tagName) && box.width < 2.5 * letter
        && box.height > 4 * letter) {
        found.push('narrow: ' + named(one));
      }
    }
    return [...new Set(found)].slice(0, 10);";

/// Controls whose middle is in sight and belongs to something else: a bar, a panel, a layer over
/// them. Suggestions of a field may lie over what follows it.
const COVERED: &str = "
    for (const one of root.querySelectorAll('button, a[href], input, textarea, summary')) {
      const box = one.getBoundingClientRect();
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      const part = within(box, one);
      if (!seen(one) || box.width < 4 || x < Math.max(part.left, 0) || y < Math.max(part.top, 0)
        || x >= Math.min(part.right, innerWidth) || y >= Math.min(part.bottom, innerHeight)) {
        continue;
      }
      const hit = document.elementFromPoint(x, y);
      if (hit && !one.contains(hit) && !hit.contains(one) && hit.closest('label')?.control !== one
        && !hit.closest('[role=listbox]')) {
        found.push('covered: ' + named(one) + ' by ' + named(hit));
      }
    }
    return found.slice(0, 10);";

/// What is cut from above or below: where something scrolls and stands at its beginning, the first
/// line, heading or control in it; anything that no scrolling brings into sight.
const CUT: &str = "
    const scrolls = (one) => ['auto', 'scroll'].includes(style(one).overflowY);
    const whole = (box, one) => {
      const part = within(box, one);
      return Math.min(part.bottom, innerHeight) - Math.max(part.top, 0) >= box.height - 2;
    };
    const line = (one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      return range.getClientRects()[0] ?? one.getBoundingClientRect();
    };
    const controls = 'button, a[href], label, summary, h1, h2, h3, input';
    const rests = (one) => one === null || (one.scrollTop === 0 && rests(one.parentElement));
    const brought = (one) => one !== null
      && ((scrolls(one) && one.scrollHeight > one.clientHeight) || brought(one.parentElement));
    const holds = (box, at) => {
      const edge = box.getBoundingClientRect();
      return at.top >= edge.top - 2 && at.bottom <= edge.bottom + 2;
    };
    const boxes = [root, ...root.querySelectorAll('*')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }));
    for (const box of boxes.filter((one) => scrolls(one) && !/^(INPUT|TEXTAREA)$/.test(one.tagName)
      && one.clientHeight > 2)) {
      const said = [...box.querySelectorAll('*')].find((one) => seen(one) && says(one)
        && !/^(IMG|TEXTAREA)$/.test(one.tagName) && !lifted(one, box));
      const first = said?.closest(controls) ?? said;
      const at = first && (first.matches(controls) ? first.getBoundingClientRect() : line(first));
      // What may be scrolled into sight as a whole is judged by its own edge.
      const fits = at && (brought(box.parentElement) ? holds(box, at) : whole(at, first));
      if (at && rests(first.parentElement) && !fits) {
        found.push('cut at the beginning: ' + named(first));
      }
    }
    for (const one of root.querySelectorAll(controls)) {
      const box = one.getBoundingClientRect();
      if (seen(one) && box.height > 2 && box.width > 2 && !brought(one.parentElement)
        && !whole(box, one)) {
        found.push('cut: ' + named(one));
      }
    }
    return [...new Set(found)].slice(0, 10);";

/// Words that end in three dots though they are no longer than names and sentences are. What is
/// longer (two hundred letters) takes its two lines and no more.
const CLAMPED: &str = "
    for (const one of root.querySelectorAll('*')) {
      const drawn = style(one);
      const clamped = drawn.webkitLineClamp !== 'none' && one.scrollHeight > one.clientHeight + 1;
      const dotted = drawn.textOverflow === 'ellipsis' && one.scrollWidth > one.clientWidth + 1;
      if (seen(one) && (clamped || dotted) && one.textContent.trim().length < 90) {
        found.push('shortened: ' + named(one));
      }
      // A capital's two marks stand above its line.
      const room = parseFloat(drawn.paddingTop) >= 0.2 * parseFloat(drawn.fontSize);
      if (seen(one) && drawn.webkitLineClamp !== 'none' && !room) {
        found.push('marks cut: ' + named(one));
      }
    }
    return found.slice(0, 10);";

/// Each process that runs journeys has one of its own.
fn log_of_a_sitting() -> PathBuf {
    kept(&format!("sitting-{}", std::process::id())).with_extension("log")
}

fn kept(name: &str) -> PathBuf {
    let folder = target().join("e2e");
    std::fs::create_dir_all(&folder).expect("target can be written");
    folder.join(name)
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("it has an address").port()
}
