//! How the page looks to each officer at this machine.
//!
//! Purpose: language, colours, density, size of text, remembered under the user's id in the
//! machine's own folder, with the machine's last for whoever signs in next.
//! Must never: hold a name, or fail a sign-in: what cannot be read or kept is the usual look.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use domain::fault::{Code, Fault};
use domain::id::UserId;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use vault::files::{DiskFiles, Files as _};

use crate::refused::Answer;

/// The file in the machine's own folder.
const FILE: &str = "appearance.toml";
/// Largest file read, bytes.
const LIMIT: u64 = 256 * 1024;
/// Sizes of text, percent.
const SIZES: [u16; 4] = [100, 115, 130, 150];

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Light.
    #[default]
    Light,
    /// Dark.
    Dark,
}

/// How close things stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// With air.
    #[default]
    Comfortable,
    /// Close.
    Compact,
}

/// How the page looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Appearance {
    /// Language.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
    /// How close things stand.
    pub density: Density,
    /// Size of text, percent: 100, 115, 130 or 150.
    pub text: u16,
    /// Initials and last four digits instead of names and numbers.
    pub discreet: bool,
    /// Keys are shown beside what they do.
    pub shortcuts: bool,
}

impl Default for Appearance {
    fn default() -> Self {
        Self {
            lang: Lang::default(),
            theme: Theme::default(),
            density: Density::default(),
            text: 100,
            discreet: false,
            shortcuts: true,
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    last: Option<Appearance>,
    #[serde(default)]
    users: BTreeMap<String, Appearance>,
}

/// The looks kept at this machine.
#[derive(Debug)]
pub(crate) struct Appearances {
    files: Option<DiskFiles>,
    kept: Mutex<Kept>,
}

impl Appearances {
    /// Those in the machine's own folder; without one they last as long as the program.
    pub(crate) fn of(folder: Option<&Path>) -> Self {
        let files = folder.map(DiskFiles::new);
        let kept = files.as_ref().and_then(read).unwrap_or_default();
        Self {
            files,
            kept: Mutex::new(kept),
        }
    }

    /// The machine's last.
    pub(crate) fn last(&self) -> Appearance {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.last.unwrap_or_default()
    }

    /// A user's; the machine's last where she never chose one.
    pub(crate) fn of_user(&self, user: UserId) -> Appearance {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let own = kept.users.get(&user.to_string()).copied();
        own.or(kept.last).unwrap_or_default()
    }

    /// Keeps a look: a user's, and in any case as the machine's last. A disk that takes nothing is
    /// no reason to refuse: the look holds until the program ends.
    pub(crate) fn keep(&self, user: Option<UserId>, look: Appearance) -> Answer<()> {
        if !SIZES.contains(&look.text) {
            return Err(Fault::at(Code::FieldNotChoice, "text").into());
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.last = Some(look);
        if let Some(user) = user {
            kept.users.insert(user.to_string(), look);
        }
        if let (Some(files), Ok(text)) = (&self.files, toml::to_string(&*kept)) {
            let _kept = files
                .make_folder("")
                .and_then(|()| files.write_atomic(FILE, text.as_bytes()));
        }
        Ok(())
    }
}

fn read(files: &DiskFiles) -> Option<Kept> {
    let bytes = files.read(FILE, LIMIT).ok()?;
    let kept: Kept = toml::from_str(&String::from_utf8(bytes).ok()?).ok()?;
    let fine = |look: &Appearance| SIZES.contains(&look.text);
    let whole = kept.last.iter().chain(kept.users.values()).all(fine);
    whole.then_some(kept)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn user(number: u128) -> UserId {
        UserId::new(Uuid::from_u128(number))
    }

    #[test]
    fn each_officer_finds_her_own_and_the_next_one_the_last() {
        let folder = tempfile::tempdir().unwrap();
        let dark = Appearance {
            theme: Theme::Dark,
            text: 150,
            ..Appearance::default()
        };
        let english = Appearance {
            lang: Lang::En,
            discreet: true,
            ..Appearance::default()
        };
        let looks = Appearances::of(Some(folder.path()));
        assert_eq!(looks.last(), Appearance::default());
        looks.keep(Some(user(1)), dark).unwrap();
        looks.keep(Some(user(2)), english).unwrap();

        let again = Appearances::of(Some(folder.path()));
        assert_eq!(again.of_user(user(1)), dark);
        assert_eq!(again.of_user(user(2)), english);
        assert_eq!(again.of_user(user(3)), english);
        assert_eq!(again.last(), english);
        again.keep(None, dark).unwrap();
        assert_eq!(again.of_user(user(2)), english);
        assert_eq!(again.last(), dark);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_the_usual_look() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["", "last = 7", "[last]\nlang = \"vi\"", "\u{0}"] {
            std::fs::write(folder.path().join(FILE), text).unwrap();
            let looks = Appearances::of(Some(folder.path()));
            assert_eq!(looks.last(), Appearance::default(), "{text}");
        }
    }

    #[test]
    fn a_size_nobody_offers_is_refused_and_a_full_disk_is_not_told() {
        let odd = Appearance {
            text: 90,
            ..Appearance::default()
        };
        let nowhere = Appearances::of(Some(Path::new("/proc/none")));
        assert!(nowhere.keep(None, odd).is_err());
        nowhere.keep(None, Appearance::default()).unwrap();
        assert_eq!(nowhere.last(), Appearance::default());
    }
}
