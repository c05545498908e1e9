//! Settings of the office and its machine: the letterhead, the idle lock, scanner, printers, the
//! backup's place.
//!
//! Purpose: one registry; each setting has its form, is read at the door, stands in the office
//! journal and holds from then on, in open sessions too. Must never: take a name that is not in the
//! registry, or hold anything of a citizen.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use domain::backup::stick_is_missing;
use domain::fault::{Code, Fault};
use domain::idle;
use domain::permission::Circumstance;
use domain::printing::PrinterName;
use domain::visit::COUNTER_LIMIT;
use serde::{Deserialize, Serialize};
use vault::roster::SettingChange;

use crate::Office;
use crate::founding::OfficerShown;
use crate::policy::{ChangeSettings, Permit};
use crate::refused::{Answer, Refused};
use crate::session::Session;

mod folders;

/// Seconds without a touch after which the desk locks.
pub const IDLE: &str = "idle.seconds";
/// Folder of the backups.
pub const BACKUP_PLACE: &str = "backup.place";
/// Whether the folder of the backups lay on the vault's own disk when it was chosen, `yes` or `no`.
const BACKUP_SAME_DISK: &str = "backup.same_disk";
/// How the scanner speaks.
pub const SCANNER_MODE: &str = "scanner.mode";
/// Its serial port.
pub const SCANNER_PORT: &str = "scanner.port";
/// What this counter is called on the wall.
pub const COUNTER: &str = "counter.name";
/// Whether there is a screen on the wall.
pub const WALL: &str = "wall.on";

/// How long a folder that is chosen may take: a disk that sleeps wakes in ten seconds.
const TRIED_IN: Duration = Duration::from_secs(20);
/// Longest name of a printer.
const PRINTER_LIMIT: u32 = 127;

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SettingForm {
    /// One line of text.
    Text,
    /// One of a few.
    Choice,
    /// A whole number.
    Number,
    /// A folder of this machine.
    Folder,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SettingRow {
    /// Its name.
    pub name: String,
    /// Its value now.
    pub value: String,
    /// What a value looks like.
    pub form: SettingForm,
    /// What may be chosen.
    pub choices: Vec<String>,
    /// Least, of a number.
    pub min: Option<u32>,
    /// Most of a number, or the longest text.
    pub max: Option<u32>,
}

/// A folder that was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct PlaceTried {
    /// It lies on the vault's own disk: gone together with it.
    pub same_disk: bool,
}

/// What may stand in a setting.
#[derive(Clone, Copy)]
enum Form {
    Text(u32),
    Needed(u32),
    Choice(&'static [&'static str]),
    Number(u32, u32),
    Folder,
    /// A folder that is only read from.
    Source,
    /// The name of a printer's queue, or none.
    Printer,
}

/// Name, form, value where none was ever set.
const REGISTRY: [(&str, Form, &str); 18] = [
    ("letterhead.parent", Form::Text(300), ""),
    ("letterhead.office", Form::Needed(300), ""),
    ("letterhead.place", Form::Needed(300), ""),
    ("letterhead.address", Form::Text(300), ""),
    ("letterhead.phone", Form::Text(300), ""),
    (
        OfficerShown::SETTING,
        Form::Choice(&["given_name", "sign_in_name"]),
        "given_name",
    ),
    (IDLE, Form::Number(60, 900), "180"),
    (BACKUP_PLACE, Form::Folder, ""),
    (crate::backup::ALARM, Form::Number(8, 240), "26"),
    (
        SCANNER_MODE,
        Form::Choice(&["wedge", "serial", "paste"]),
        "wedge",
    ),
    (SCANNER_PORT, Form::Text(200), ""),
    (crate::attachments::SCAN_FOLDER, Form::Source, ""),
    ("printer.receipt", Form::Printer, ""),
    ("printer.slip", Form::Printer, ""),
    ("printer.sheet", Form::Printer, ""),
    ("printer.private", Form::Printer, ""),
    (COUNTER, Form::Text(COUNTER_LIMIT), ""),
    (WALL, Form::Choice(&["on", "off"]), "off"),
];

impl Office {
    /// All settings with their values; they stand in the plain office journal and are no secret.
    pub fn settings(&self) -> Vec<SettingRow> {
        let row = |(name, form, usual): &(&str, Form, &str)| {
            let set = self.setting(name);
            let value = if set.is_empty() {
                (*usual).to_owned()
            } else {
                set
            };
            form.row(name, value)
        };
        REGISTRY.iter().map(row).collect()
    }

    /// How long nothing may be touched, milliseconds.
    pub(crate) fn idle_limit(&self) -> u64 {
        let seconds = self.setting(IDLE).parse().ok();
        let seconds = seconds.filter(|seconds| idle::SECONDS.contains(seconds));
        seconds.unwrap_or(idle::USUAL).saturating_mul(1000)
    }

    /// Changes one setting; it holds at once.
    pub async fn change_setting(&self, session: &Session, name: &str, typed: &str) -> Answer<()> {
        let _permit: Permit<'_, ChangeSettings> =
            self.permit(session, Circumstance::default()).await?;
        let tried = match place_of(name, typed)? {
            Some(place) => Some(self.probe_place(place).await?),
            None => None,
        };
        self.change_tried(session, name, typed, tried).await
    }

    /// Changes one setting; a folder was tried already.
    pub(crate) async fn change_tried(
        &self,
        session: &Session,
        name: &str,
        typed: &str,
        tried: Option<PlaceTried>,
    ) -> Answer<()> {
        let _permit: Permit<'_, ChangeSettings> =
            self.permit(session, Circumstance::default()).await?;
        let (_, form, _) = REGISTRY
            .iter()
            .find(|(known, ..)| *known == name)
            .ok_or_else(|| Refused::new(Code::SettingUnknown))?;
        let value = form.read(typed, name)?;
        if matches!(form, Form::Source) && !value.is_empty() {
            let (vault, folder) = (self.folder.clone(), PathBuf::from(&value));
            let tried = crate::backup::blocking(move || folders::try_source(&vault, &folder));
            let tried = tokio::time::timeout(TRIED_IN, tried).await;
            let tried =
                tried.map_err(|_late| Refused::from(Fault::at(Code::PlaceSilent, name)))??;
            tried.map_err(|code| Refused::from(Fault::at(code, name)))?;
        }
        let mut changes = vec![(name, value.as_str())];
        if let Some(tried) = tried {
            changes.push((BACKUP_SAME_DISK, if tried.same_disk { "yes" } else { "no" }));
        }
        changes.retain(|(name, value)| self.setting(name) != *value);
        if changes.is_empty() {
            return Ok(());
        }
        self.write_settings(session, &changes).await
    }

    /// Tries the folder of the settings before a backup is made there.
    pub(crate) async fn probe_backup_place(&self, folder: PathBuf) -> Answer<()> {
        let tried = self.probe_place(folder).await?;
        let chosen = Some(self.setting(BACKUP_SAME_DISK)).filter(|known| !known.is_empty());
        if stick_is_missing(chosen.map(|known| known == "yes"), tried.same_disk) {
            return Err(Refused::new(Code::BackupPlaceEmpty));
        }
        Ok(())
    }

    /// Whether this session may try a place: whoever may choose it.
    pub(crate) async fn may_try_place(&self, session: &Session) -> Answer<()> {
        let _permit: Permit<'_, ChangeSettings> =
            self.permit(session, Circumstance::default()).await?;
        Ok(())
    }

    /// Tries a folder off the async threads: a medium may take its time, and one that never answers
    /// is refused.
    pub(crate) async fn probe_place(&self, folder: PathBuf) -> Answer<PlaceTried> {
        let vault = self.folder.clone();
        let tried = crate::backup::blocking(move || folders::try_place(&vault, &folder));
        match tokio::time::timeout(TRIED_IN, tried).await {
            Ok(tried) => tried?,
            Err(_elapsed) => Err(Fault::at(Code::PlaceSilent, "place").into()),
        }
    }

    /// Writes settings that were read already, as one entry.
    pub(crate) async fn write_settings(
        &self,
        session: &Session,
        settings: &[(&str, &str)],
    ) -> Answer<()> {
        let change = |(name, value): &(&str, &str)| SettingChange {
            name: (*name).to_owned(),
            value: (!value.is_empty()).then(|| (*value).to_owned()),
        };
        let changes = settings.iter().map(change).collect();
        let (keys, stamp) = (
            Arc::clone(&session.staff().keys),
            self.stamp(session.staff().id),
        );
        self.with_vault(move |vault| vault.change_settings(&keys, changes, &stamp))
            .await??;
        Ok(())
    }
}

/// The folder that a setting's value names, where the setting is a folder.
pub(crate) fn place_of(name: &str, typed: &str) -> Answer<Option<PathBuf>> {
    let known = REGISTRY.iter().find(|(known, ..)| *known == name);
    let Some((_, form @ Form::Folder, _)) = known else {
        return Ok(None);
    };
    let value = form.read(typed, name)?;
    Ok((!value.is_empty()).then(|| value.into()))
}

impl Form {
    /// Reads a value at the door.
    fn read(self, typed: &str, name: &str) -> Answer<String> {
        let at = |code| Fault::at(code, name);
        let line = |max: u32| {
            let limit = usize::try_from(max).unwrap_or(usize::MAX);
            domain::text::line(typed, limit).map_err(|fault| Refused::from(fault.in_field(name)))
        };
        match self {
            Self::Text(max) => line(max),
            Self::Needed(max) => {
                let value = line(max)?;
                if value.is_empty() {
                    return Err(at(Code::FieldMissing).into());
                }
                Ok(value)
            }
            Self::Choice(choices) => {
                let known = choices.contains(&typed);
                known
                    .then(|| typed.to_owned())
                    .ok_or_else(|| at(Code::FieldNotChoice).into())
            }
            Self::Number(min, max) => {
                let number: u32 = typed
                    .trim()
                    .parse()
                    .map_err(|_cause| Refused::from(at(Code::FieldNotNumber)))?;
                if !(min..=max).contains(&number) {
                    let fault = at(Code::FieldOutOfRange);
                    return Err(fault.with("min", min).with("max", max).into());
                }
                Ok(number.to_string())
            }
            Self::Printer => {
                let value = line(PRINTER_LIMIT)?;
                if !value.is_empty() {
                    PrinterName::read(&value).map_err(|fault| fault.in_field(name))?;
                }
                Ok(value)
            }
            Self::Folder | Self::Source => {
                let value = line(1_000)?;
                if !value.is_empty() && !Path::new(&value).is_absolute() {
                    return Err(at(Code::PlaceMissing).into());
                }
                Ok(value)
            }
        }
    }

    fn row(self, name: &str, value: String) -> SettingRow {
        let (form, choices, min, max): (_, &[&str], _, _) = match self {
            Self::Text(max) | Self::Needed(max) => (SettingForm::Text, &[], None, Some(max)),
            Self::Choice(choices) => (SettingForm::Choice, choices, None, None),
            Self::Number(min, max) => (SettingForm::Number, &[], Some(min), Some(max)),
            Self::Folder | Self::Source => (SettingForm::Folder, &[], None, None),
            Self::Printer => (SettingForm::Text, &[], None, Some(PRINTER_LIMIT)),
        };
        SettingRow {
            name: name.to_owned(),
            value,
            form,
            choices: choices.iter().map(|&choice| choice.to_owned()).collect(),
            min,
            max,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, typed: &str) -> Result<String, Code> {
        let (_, form, _) = REGISTRY.iter().find(|(known, ..)| *known == name).unwrap();
        form.read(typed, name).map_err(|refused| refused.code)
    }

    #[test]
    fn each_setting_is_read_by_its_form() {
        assert_eq!(read(IDLE, " 300 "), Ok("300".to_owned()));
        assert_eq!(read(IDLE, "59"), Err(Code::FieldOutOfRange));
        assert_eq!(read(IDLE, "901"), Err(Code::FieldOutOfRange));
        assert_eq!(read(IDLE, "never"), Err(Code::FieldNotNumber));
        assert_eq!(read(SCANNER_MODE, "serial"), Ok("serial".to_owned()));
        assert_eq!(read(SCANNER_MODE, "usb"), Err(Code::FieldNotChoice));
        assert_eq!(read("letterhead.office", "  "), Err(Code::FieldMissing));
        assert_eq!(read("letterhead.phone", ""), Ok(String::new()));
        assert_eq!(read(BACKUP_PLACE, "usb"), Err(Code::PlaceMissing));
        assert_eq!(read("printer.slip", " quay_1 "), Ok("quay_1".to_owned()));
        assert_eq!(read("printer.slip", "-o raw"), Err(Code::PrintPrinterName));
        assert_eq!(read("printer.slip", ""), Ok(String::new()));
        assert_eq!(read(COUNTER, &"x".repeat(41)), Err(Code::FieldTooLong));
    }

    #[test]
    fn the_usual_values_are_values_themselves_and_no_name_stands_twice() {
        let mut names: Vec<&str> = REGISTRY.iter().map(|(name, ..)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), REGISTRY.len());
        for (name, form, usual) in REGISTRY {
            if !usual.is_empty() {
                assert_eq!(form.read(usual, name).as_deref(), Ok(usual), "{name}");
            }
        }
        let (low, high) = (*idle::SECONDS.start(), *idle::SECONDS.end());
        assert_eq!((low, high, idle::USUAL), (60, 900, 180));
    }
}
