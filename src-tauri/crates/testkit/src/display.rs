//! A virtual display of a test's own.
//!
//! Purpose: several tests open windows at the same time and none takes the keys of another. Needs
//! `Xvfb`. May use: std. Must never: be a display somebody looks at.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// A display that ends with this, or when the last program that was on it has left, so that of a
/// test that is killed nothing stays. Whoever needs it between programs keeps a connection.
#[derive(Debug)]
pub struct VirtualDisplay {
    server: Child,
    name: String,
}

impl VirtualDisplay {
    /// Starts one of this size in pixels; `None` where there is no `Xvfb`, or it ends at once.
    #[must_use]
    pub fn open((width, height): (u16, u16)) -> Option<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-terminate"])
            .args(["-screen", "0", &format!("{width}x{height}x24")])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let said = server.stdout.take().expect("its output was asked for");
        let mut number = String::new();
        BufReader::new(said).read_line(&mut number).ok()?;
        let name = format!(":{}", number.trim());
        let display = Self { server, name };
        (!number.trim().is_empty()).then_some(display)
    }

    /// How programs find it: the value of `DISPLAY`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A program that is started on it, and on no other.
    pub fn around<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("DISPLAY", &self.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
    }
}

impl Drop for VirtualDisplay {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}
