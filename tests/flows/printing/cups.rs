//! A CUPS of the test's own: its folders, its port on loopback, its queues. The machine's is not
//! touched.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use paper::Lp;
use tempfile::TempDir;

/// How long anything may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Keeps no file of a job, as SECURITY.md asks of an office.
const SETTINGS: &str = "Browsing Off\nWebInterface No\nDefaultAuthType None\n\
    PreserveJobFiles No\nPreserveJobHistory Yes\nLogLevel debug2\n\
    <Location />\nOrder allow,deny\nAllow all\n</Location>\n\
    <Policy default>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n";

pub(super) struct Cups {
    folder: TempDir,
    port: u16,
    daemon: Child,
}

impl Cups {
    pub(super) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        let mut files = String::new();
        for (directive, name) in [
            ("ServerRoot", "root"),
            ("StateDir", "state"),
            ("CacheDir", "cache"),
            ("RequestRoot", "spool"),
            ("TempDir", "spool-tmp"),
        ] {
            std::fs::create_dir(place(name)).unwrap();
            files.extend([directive, " ", &place(name).display().to_string(), "\n"]);
        }
        for log in ["AccessLog", "ErrorLog", "PageLog"] {
            files.extend([log, " ", &place(log).display().to_string(), "\n"]);
        }
        let port = free_port();
        let conf = format!("Listen 127.0.0.1:{port}\n{SETTINGS}");
        std::fs::write(place("cupsd.conf"), conf).unwrap();
        std::fs::write(place("cups-files.conf"), files).unwrap();
        let program = ["/usr/sbin/cupsd", "/usr/bin/cupsd"].map(Path::new);
        let program = program.into_iter().find(|path| path.is_file());
        let daemon = Command::new(program.expect("cupsd is needed for this test"))
            .arg("-f")
            .arg("-c")
            .arg(place("cupsd.conf"))
            .arg("-s")
            .arg(place("cups-files.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let cups = Self {
            folder,
            port,
            daemon,
        };
        wait("cupsd answers", || {
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        cups
    }

    /// `host:port`, for `CUPS_SERVER`.
    pub(super) fn server(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Everything it keeps: settings, spool, log.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn log(&self) -> PathBuf {
        self.folder().join("ErrorLog")
    }

    /// A queue that passes bytes on as they are.
    pub(super) fn queue(&self, name: &str, uri: &str) {
        self.admin("lpadmin", &["-p", name, "-v", uri, "-m", "raw", "-E"]);
    }

    /// One of its own programs.
    pub(super) fn admin(&self, program: &str, words: &[&str]) {
        let usual = std::env::var("PATH").unwrap();
        let output = Command::new(program)
            .args(words)
            .env("PATH", format!("{usual}:/usr/sbin:/sbin"))
            .env("CUPS_SERVER", self.server())
            .output()
            .unwrap();
        assert!(output.status.success(), "{program} {words:?}: {output:?}");
    }

    /// The desk's door to it.
    pub(super) fn printers(&self) -> Lp {
        Lp::found_in(std::env::var_os("PATH").unwrap())
            .served_by(Some(self.server().into()))
            .set_up_in(self.folder())
    }

    /// It goes away, as when somebody stops the printing service.
    pub(super) fn stop(&mut self) {
        // Told to end it ends the backends of its jobs too; killed it leaves them running.
        let id = self.daemon.id().to_string();
        Command::new("kill").arg(&id).status().ok();
        let until = Instant::now() + Duration::from_secs(5);
        while Instant::now() < until && matches!(self.daemon.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(20));
        }
        self.daemon.kill().ok();
        self.daemon.wait().ok();
    }
}

impl Drop for Cups {
    fn drop(&mut self) {
        self.stop();
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Looks until it is so.
#[track_caller]
pub(super) fn wait(what: &str, mut so: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !so() {
        assert!(Instant::now() < until, "waited in vain: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}
