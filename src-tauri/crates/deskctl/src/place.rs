//! Where the vault lies.
//!
//! Purpose: `--vault`, else `RECEPTION_DESK_VAULT`, else the last opened one as the window noted
//! it, else the user's data folder. Must never: write to any of them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// What `desk.toml` may say that matters here; the window keeps more in it.
#[derive(Deserialize)]
struct Noted {
    vault: Option<PathBuf>,
}

/// The vault's folder.
pub(crate) fn vault(given: Option<&Path>) -> PathBuf {
    let read = |path: &Path| std::fs::read_to_string(path).ok();
    found(given, |name| std::env::var_os(name), read)
}

fn found(
    given: Option<&Path>,
    variable: impl Fn(&str) -> Option<OsString>,
    read: impl Fn(&Path) -> Option<String>,
) -> PathBuf {
    if let Some(given) = given {
        return given.to_path_buf();
    }
    let set = |name: &str| {
        variable(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let home = |name: &str, under: &str| set(name).or_else(|| Some(set("HOME")?.join(under)));
    let noted = || {
        let file = home("XDG_CONFIG_HOME", ".config")?.join("reception-desk/desk.toml");
        toml::from_str::<Noted>(&read(&file)?).ok()?.vault
    };
    set("RECEPTION_DESK_VAULT")
        .or_else(noted)
        .unwrap_or_else(|| {
            home("XDG_DATA_HOME", ".local/share")
                .unwrap_or_default()
                .join("reception-desk/vault")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(given: Option<&str>, variables: &[(&str, &str)], noted: Option<&str>) -> PathBuf {
        let variable = |name: &str| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| OsString::from(value))
        };
        let read = |path: &Path| {
            let known = path == Path::new("/config/reception-desk/desk.toml");
            noted.filter(|_| known).map(str::to_owned)
        };
        found(given.map(Path::new), variable, read)
    }

    const ALL: [(&str, &str); 4] = [
        ("RECEPTION_DESK_VAULT", "/variable"),
        ("XDG_CONFIG_HOME", "/config"),
        ("XDG_DATA_HOME", "/data"),
        ("HOME", "/home/mai"),
    ];

    #[test]
    fn flag_then_variable_then_last_opened_then_data_folder() {
        let noted = Some("vault = \"/noted\"\nscale = 1");
        assert_eq!(placed(Some("/flag"), &ALL, noted), Path::new("/flag"));
        assert_eq!(placed(None, &ALL, noted), Path::new("/variable"));
        assert_eq!(placed(None, &ALL[1..], noted), Path::new("/noted"));
        assert_eq!(
            placed(None, &ALL[1..], None),
            Path::new("/data/reception-desk/vault")
        );
    }

    #[test]
    fn an_unreadable_note_and_empty_variables_are_passed_over() {
        let home = Path::new("/home/mai/.local/share/reception-desk/vault");
        assert_eq!(placed(None, &ALL[3..], Some("vault = \"/noted\"")), home);
        let empty = [("RECEPTION_DESK_VAULT", ""), ("XDG_DATA_HOME", ""), ALL[3]];
        assert_eq!(placed(None, &empty, None), home);
        assert_eq!(
            placed(None, &ALL[1..], Some("not a table")),
            Path::new("/data/reception-desk/vault")
        );
    }
}
