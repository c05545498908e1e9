//! The office behind the window.
//!
//! Purpose: where the vault lies, and the one `Office` of this process, opened when it is first
//! asked for and again after a failure (another program may have held the vault). Must never:
//! open a second one beside it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use office::window::Window;
use office::{Answer, Ports};
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
        let open = async || Window::open(&self.vault, Ports::shipped(Arc::new(Typst)));
        self.window.get_or_try_init(open).await
    }

    /// Ends the session before the program ends. A refusal has nobody left to read it: what was
    /// acknowledged is on the disk already.
    pub(crate) async fn close(&self) {
        if let Some(window) = self.window.get() {
            window.close().await.ok();
        }
    }
}

/// Where the vault lies: `--vault DIR`, else `RECEPTION_DESK_VAULT`, else `reception-desk/vault`
/// in the user's data folder.
pub(crate) fn place(
    mut arguments: impl Iterator<Item = OsString>,
    variable: impl Fn(&str) -> Option<OsString>,
) -> PathBuf {
    while let Some(argument) = arguments.next() {
        if argument == "--vault"
            && let Some(folder) = arguments.next()
        {
            return folder.into();
        }
    }
    let set = |name: &str| {
        variable(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    set("RECEPTION_DESK_VAULT").unwrap_or_else(|| {
        let data = set("XDG_DATA_HOME").or_else(|| Some(set("HOME")?.join(".local/share")));
        data.unwrap_or_default()
            .join("reception-desk")
            .join("vault")
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn placed(arguments: &[&str], variables: &[(&str, &str)]) -> PathBuf {
        place(arguments.iter().map(OsString::from), |name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_argument_wins_over_the_variable_and_the_variable_over_the_data_folder() {
        let all = [
            ("RECEPTION_DESK_VAULT", "/b"),
            ("XDG_DATA_HOME", "/data"),
            ("HOME", "/home/mai"),
        ];
        assert_eq!(placed(&["--vault", "/a"], &all), Path::new("/a"));
        assert_eq!(placed(&[], &all), Path::new("/b"));
        assert_eq!(placed(&["--vault"], &all), Path::new("/b"));
        assert_eq!(
            placed(&[], &all[1..]),
            Path::new("/data/reception-desk/vault")
        );
        let home = Path::new("/home/mai/.local/share/reception-desk/vault");
        assert_eq!(placed(&[], &all[2..]), home);
        assert_eq!(placed(&[], &[("RECEPTION_DESK_VAULT", ""), all[2]]), home);
    }
}
