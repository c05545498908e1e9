//! Where the window stood on the screen.
//!
//! Purpose: size and place from one start to the next, in the machine's own folder. Must never:
//! fail a start: what cannot be read is the usual size.

use std::path::Path;

use serde::{Deserialize, Serialize};
use vault::files::{DiskFiles, Files as _};

/// The file in the machine's own folder.
const FILE: &str = "window.toml";
/// Largest file read, bytes.
const LIMIT: u64 = 4096;
/// Sizes a screen can have, in its own pixels.
const SIZES: std::ops::RangeInclusive<u32> = 200..=20_000;
/// Places a screen can have.
const PLACES: std::ops::RangeInclusive<i32> = -20_000..=20_000;

/// A window's frame, in the screen's own pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width of the page.
    pub width: u32,
    /// Height of the page.
    pub height: u32,
    /// It filled the screen.
    pub maximised: bool,
}

impl Frame {
    /// The last one at this machine.
    pub fn last(folder: Option<&Path>) -> Option<Self> {
        let bytes = DiskFiles::new(folder?).read(FILE, LIMIT).ok()?;
        let frame: Self = toml::from_str(&String::from_utf8(bytes).ok()?).ok()?;
        let fits = SIZES.contains(&frame.width)
            && SIZES.contains(&frame.height)
            && PLACES.contains(&frame.x)
            && PLACES.contains(&frame.y);
        fits.then_some(frame)
    }

    /// Keeps it. A filled screen keeps the size it had before, for the day it is made small again.
    pub fn keep(mut self, folder: Option<&Path>) {
        if self.maximised
            && let Some(before) = Self::last(folder)
        {
            self = Self {
                maximised: true,
                ..before
            };
        }
        let (Some(folder), Ok(text)) = (folder, toml::to_string(&self)) else {
            return;
        };
        let files = DiskFiles::new(folder);
        let _kept = files
            .make_folder("")
            .and_then(|()| files.write_atomic(FILE, text.as_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame {
        x: -30,
        y: 12,
        width: 1366,
        height: 768,
        maximised: false,
    };

    #[test]
    fn a_frame_is_found_again_and_a_filled_screen_keeps_the_size_before() {
        let folder = tempfile::tempdir().unwrap();
        let at = Some(folder.path());
        assert_eq!(Frame::last(at), None);
        FRAME.keep(at);
        assert_eq!(Frame::last(at), Some(FRAME));
        let filled = Frame {
            x: 0,
            y: 0,
            width: 1920,
            height: 1080,
            maximised: true,
        };
        filled.keep(at);
        let kept = Frame {
            maximised: true,
            ..FRAME
        };
        assert_eq!(Frame::last(at), Some(kept));
        filled.keep(None);
    }

    #[test]
    fn a_frame_no_screen_can_have_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let at = Some(folder.path());
        for text in [
            "",
            "x = 0",
            "x = 0\ny = 0\nwidth = 0\nheight = 768\nmaximised = false",
            "x = 90000\ny = 0\nwidth = 1366\nheight = 768\nmaximised = false",
        ] {
            std::fs::write(folder.path().join(FILE), text).unwrap();
            assert_eq!(Frame::last(at), None, "{text}");
        }
    }
}
