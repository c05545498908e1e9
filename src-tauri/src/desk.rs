//! The office behind the window.
//!
//! Purpose: the one `Office` of this process, opened when it is first asked for and again after a
//! failure (another program may have held the vault); its place is noted, so that the terminal
//! finds the same vault. Must never: open a second one beside it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use office::window::Window;
use office::{Answer, Ports, place};
use paper::Typst;
use tokio::sync::OnceCell;

/// The office, found but perhaps not yet opened.
#[derive(Debug)]
pub(crate) struct Desk {
    vault: PathBuf,
    window: OnceCell<Window>,
}

impl Desk {
    /// An office whose vault lies there.
    pub(crate) fn at(vault: PathBuf) -> Self {
        Self {
            vault,
            window: OnceCell::new(),
        }
    }

    /// The office; opens it the first time. A refusal is not kept: the next call tries again.
    pub(crate) async fn open(&self) -> Answer<&Window> {
        self.window.get_or_try_init(|| self.opened()).await
    }

    async fn opened(&self) -> Answer<Window> {
        let window = Window::open(&self.vault, Ports::shipped(Arc::new(Typst)))?;
        // A demo shown once must not stand in the real office's way. Without a note the next start
        // has to be told the place again, and nothing else is lost.
        if !window.state().await.demo {
            place::note(&self.vault).ok();
        }
        Ok(window)
    }

    /// Ends the session before the program ends. A refusal has nobody left to read it: what was
    /// acknowledged is on the disk already.
    pub(crate) async fn close(&self) {
        if let Some(window) = self.window.get() {
            window.close().await.ok();
        }
    }
}

/// The folder after `--vault`; where none is given, `office::place` knows.
pub(crate) fn given(mut arguments: impl Iterator<Item = OsString>) -> Option<PathBuf> {
    arguments.find(|argument| argument == "--vault")?;
    arguments.next().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_folder_stands_after_its_flag_or_is_not_given() {
        let given = |words: &[&str]| given(words.iter().map(OsString::from));
        assert_eq!(given(&["--vault", "/a"]).as_deref(), Some(Path::new("/a")));
        assert_eq!(
            given(&["x", "--vault", "/a b"]),
            Some(PathBuf::from("/a b"))
        );
        assert_eq!(given(&["--vault"]), None);
        assert_eq!(given(&["/a"]), None);
        assert_eq!(given(&[]), None);
    }
}
