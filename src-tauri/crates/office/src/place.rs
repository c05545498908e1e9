//! Where the vault lies: one lookup for window and terminal.
//!
//! Purpose: the folder given on the command line, else `RECEPTION_DESK_VAULT`, else the one the
//! window noted in `desk.toml`, else the user's data folder. Must never: open a vault, or note
//! anything but its place.

use std::ffi::OsString;
use std::io;
use std::path::{self, Path, PathBuf};

use serde::Deserialize;
use vault::files::{DiskFiles, Files as _};

/// The note, in the desk's folder of settings.
const NOTE: &str = "desk.toml";
/// Largest note read, bytes.
const NOTE_LIMIT: u64 = 64 * 1024;

/// What the note says.
#[derive(Deserialize)]
struct Noted {
    vault: PathBuf,
}

/// The vault's folder.
pub fn vault(given: Option<&Path>) -> PathBuf {
    found(given, |name| std::env::var_os(name))
}

/// Folder of this machine's own settings, where `desk.toml` lies too.
pub fn machine() -> Option<PathBuf> {
    settings_folder(&|name| std::env::var_os(name))
}

/// Whether a vault was opened at this place before and is missed there now.
pub fn was_opened(vault: &Path) -> bool {
    opened_there(vault, |name| std::env::var_os(name))
}

/// Forgets the place that was noted: the vault there was put aside on purpose.
pub fn forget(vault: &Path) -> io::Result<()> {
    if !was_opened(vault) {
        return Ok(());
    }
    let settings = settings(&|name: &str| std::env::var_os(name));
    settings.ok_or(io::ErrorKind::NotFound)?.remove(NOTE)
}

/// Notes the vault that was opened, for whoever is started next without being told.
pub fn note(vault: &Path) -> io::Result<()> {
    noted(vault, |name| std::env::var_os(name))
}

fn found(given: Option<&Path>, variable: impl Fn(&str) -> Option<OsString>) -> PathBuf {
    let last = || last(&variable);
    given
        .map(Path::to_path_buf)
        .or_else(|| set(&variable, "RECEPTION_DESK_VAULT"))
        .or_else(last)
        .unwrap_or_else(|| {
            let data = home(&variable, "XDG_DATA_HOME", ".local/share");
            data.unwrap_or_default().join("reception-desk/vault")
        })
}

/// The place that was noted.
fn last(variable: &impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let bytes = settings(variable)?.read(NOTE, NOTE_LIMIT).ok()?;
    let note = String::from_utf8(bytes).ok()?;
    Some(toml::from_str::<Noted>(&note).ok()?.vault)
}

fn opened_there(vault: &Path, variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let here = path::absolute(vault).ok();
    here.is_some() && last(&variable) == here
}

/// Whole or not at all, for its owner alone.
fn noted(vault: &Path, variable: impl Fn(&str) -> Option<OsString>) -> io::Result<()> {
    let settings = settings(&variable).ok_or(io::ErrorKind::NotFound)?;
    // Whoever reads it may stand in another folder. JSON text is TOML text too.
    let place = serde_json::to_string(&path::absolute(vault)?)?;
    settings.make_folder("")?;
    settings.write_atomic(NOTE, format!("vault = {place}\n").as_bytes())
}

fn settings(variable: &impl Fn(&str) -> Option<OsString>) -> Option<DiskFiles> {
    Some(DiskFiles::new(settings_folder(variable)?))
}

fn settings_folder(variable: &impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    Some(home(variable, "XDG_CONFIG_HOME", ".config")?.join("reception-desk"))
}

/// A variable's folder, else its usual place under `HOME`.
fn home(variable: &impl Fn(&str) -> Option<OsString>, name: &str, under: &str) -> Option<PathBuf> {
    set(variable, name).or_else(|| Some(set(variable, "HOME")?.join(under)))
}

/// An empty variable counts as none.
fn set(variable: &impl Fn(&str) -> Option<OsString>, name: &str) -> Option<PathBuf> {
    let value = variable(name).filter(|value| !value.is_empty())?;
    Some(PathBuf::from(value))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    type Variables<'v> = &'v [(&'v str, &'v str)];

    fn value(variables: Variables<'_>, name: &str) -> Option<OsString> {
        let known = variables.iter().find(|(key, _)| *key == name)?;
        Some(OsString::from(known.1))
    }

    fn placed(given: Option<&str>, variables: Variables<'_>) -> PathBuf {
        found(given.map(Path::new), |name| value(variables, name))
    }

    fn note(vault: &str, variables: Variables<'_>) -> io::Result<()> {
        noted(Path::new(vault), |name| value(variables, name))
    }

    #[test]
    fn flag_then_variable_then_last_opened_then_data_folder() {
        let folder = tempfile::tempdir().unwrap();
        let all = [
            ("RECEPTION_DESK_VAULT", "/variable"),
            ("XDG_CONFIG_HOME", folder.path().to_str().unwrap()),
            ("XDG_DATA_HOME", "/data"),
            ("HOME", "/home/mai"),
        ];
        let data = Path::new("/data/reception-desk/vault");
        assert_eq!(placed(None, &all[1..]), data);
        note("/noted", &all).unwrap();
        assert_eq!(placed(Some("/flag"), &all), Path::new("/flag"));
        assert_eq!(placed(None, &all), Path::new("/variable"));
        assert_eq!(placed(None, &all[1..]), Path::new("/noted"));
        assert_eq!(placed(None, &all[2..]), data);
        let home = Path::new("/home/mai/.local/share/reception-desk/vault");
        assert_eq!(placed(None, &all[3..]), home);
    }

    #[test]
    fn an_unreadable_note_and_empty_variables_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().to_str().unwrap();
        let all = [
            ("RECEPTION_DESK_VAULT", ""),
            ("XDG_CONFIG_HOME", ""),
            ("XDG_DATA_HOME", "/data"),
            ("HOME", home),
        ];
        let settings = folder.path().join(".config/reception-desk");
        fs::create_dir_all(&settings).unwrap();
        for text in [
            "",
            "not a table",
            "vault = 7",
            "other = \"/x\"",
            "vault = \"",
        ] {
            fs::write(settings.join(NOTE), text).unwrap();
            let data = Path::new("/data/reception-desk/vault");
            assert_eq!(placed(None, &all), data, "{text}");
        }
        fs::write(settings.join(NOTE), "vault = \"/mine\"\nscale = 1\n").unwrap();
        assert_eq!(placed(None, &all), Path::new("/mine"));
    }

    #[test]
    fn a_note_is_whole_private_and_found_again_from_any_folder() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().to_str().unwrap();
        let all = [("HOME", home)];
        let settings = folder.path().join(".config/reception-desk");
        for odd in ["/kho \"A\"\\b", "/Phòng tiếp dân/kho", "/a\nb"] {
            note(odd, &all).unwrap();
            assert_eq!(placed(None, &all), Path::new(odd));
        }
        note("beside", &all).unwrap();
        let beside = std::env::current_dir().unwrap().join("beside");
        assert_eq!(placed(None, &all), beside);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&settings.join(NOTE)), 0o600);
        assert_eq!(mode(&settings), 0o700);
        assert_eq!(fs::read_dir(&settings).unwrap().count(), 1);
        assert!(note("/nowhere to keep it", &[]).is_err());
    }
}
