//! The steps of the first day, and the draft of what was told.
//!
//! Purpose: the draft is a small plain file beside the vault's place, its owner's alone; which step
//! comes next is derived: from the draft while there is no vault, from the settings afterwards.
//! Must never: hold a secret.

use std::path::Path;

use domain::fault::{Code, Fault};
use domain::permission::Role;
use serde::{Deserialize, Serialize};
use vault::files::{DiskFiles, Files as _};
use vault::passphrase;
use vault::recovery::{RecoveryKey, Share};
use vault::secret::Passphrase;

use crate::Office;
use crate::founding::FoundingTold;
use crate::refused::{Answer, Refused};
use crate::settings::BACKUP_PLACE;

/// Largest draft read, bytes.
const LIMIT: u64 = 64 * 1024;

/// A step of the first day.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum FirstDay {
    /// Office and letterhead.
    Office,
    /// An administrator and a supervisor.
    Founders,
    /// Each founder's passphrase; then the vault is made.
    Found,
    /// The three recovery shares are read back.
    Shares,
    /// A place for backups.
    Backup,
    /// A page on the printer.
    Printer,
    /// The test card under the scanner.
    Scanner,
    /// The practice office.
    Practice,
    /// Everything is set up.
    Done,
}

/// Steps after the founding, in their order, with their word in the setting.
const AFTER: [(FirstDay, &str); 5] = [
    (FirstDay::Shares, "shares"),
    (FirstDay::Backup, "backup"),
    (FirstDay::Printer, "printer"),
    (FirstDay::Scanner, "scanner"),
    (FirstDay::Practice, "practice"),
];

impl FirstDay {
    /// The next step while there is no vault.
    pub(crate) fn before(told: Option<&FoundingTold>) -> Self {
        let Some(told) = told else {
            return Self::Office;
        };
        if told.office.office.trim().is_empty() || told.office.place.trim().is_empty() {
            return Self::Office;
        }
        let some = |role| told.founders.iter().any(|founder| founder.role == role);
        if some(Role::Admin) && some(Role::Supervisor) {
            Self::Found
        } else {
            Self::Founders
        }
    }
}

/// Steps that are behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Steps {
    /// Founded at this screen; an office founded at the terminal has no first day here.
    guided: bool,
    behind: Vec<FirstDay>,
}

impl Steps {
    /// The setting that names them.
    pub(crate) const SETTING: &str = "founding.steps";

    /// From the settings; `draft`: what was told is still there, so the shares were never read.
    pub(crate) fn of(setting: impl Fn(&str) -> String, draft: bool) -> Self {
        let text = setting(Self::SETTING);
        let named = |word: &str| text.split(' ').any(|said| said == word);
        let mut behind: Vec<FirstDay> = AFTER
            .iter()
            .filter(|(_, word)| named(word))
            .map(|(step, _)| *step)
            .collect();
        if !setting(BACKUP_PLACE).is_empty() {
            behind.push(FirstDay::Backup);
        }
        Self {
            guided: draft || !text.is_empty(),
            behind,
        }
    }

    /// The first one that is not behind.
    pub(crate) fn next(&self) -> FirstDay {
        if !self.guided {
            return FirstDay::Done;
        }
        let open = AFTER.iter().find(|(step, _)| !self.behind.contains(step));
        open.map_or(FirstDay::Done, |(step, _)| *step)
    }

    /// With one more behind.
    pub(crate) fn with(mut self, step: FirstDay) -> Self {
        self.behind.push(step);
        self
    }

    /// The setting's value.
    pub(crate) fn text(&self) -> String {
        let words = AFTER.iter().filter(|(step, _)| self.behind.contains(step));
        let words: Vec<&str> = words.map(|(_, word)| *word).collect();
        words.join(" ")
    }
}

/// What was told, in a file beside the vault's place.
pub(crate) struct Draft {
    files: DiskFiles,
    name: String,
}

impl Draft {
    /// The draft of a vault's place.
    pub(crate) fn beside(vault: &Path) -> Self {
        let name = vault.file_name().unwrap_or_default().to_string_lossy();
        Self {
            files: DiskFiles::new(vault.parent().unwrap_or(Path::new("."))),
            name: format!("{name}.founding.toml"),
        }
    }

    /// Whether there is one.
    pub(crate) fn exists(&self) -> bool {
        self.files.exists(&self.name).unwrap_or(false)
    }

    /// What it says; a draft that cannot be read is none.
    pub(crate) fn read(&self) -> Option<FoundingTold> {
        let bytes = self.files.read(&self.name, LIMIT).ok()?;
        FoundingTold::parse(&String::from_utf8(bytes).ok()?).ok()
    }

    /// Keeps what was told.
    pub(crate) fn keep(&self, told: &FoundingTold) -> Answer<()> {
        let text = toml::to_string(told).map_err(|_cause| Refused::new(Code::RequestMalformed))?;
        if text.len() as u64 > LIMIT {
            let fault = Fault::new(Code::RequestTooLarge);
            return Err(fault.with("max", LIMIT / 1024).into());
        }
        self.files
            .make_folder("")
            .and_then(|()| self.files.write_atomic(&self.name, text.as_bytes()))
            .map_err(|cause| store::StoreError::from(cause).into())
    }

    /// Takes it away.
    pub(crate) fn discard(&self) -> Answer<()> {
        let gone = self.files.remove(&self.name);
        gone.map_err(|cause| store::StoreError::from(cause).into())
    }
}

impl FoundingTold {
    /// One passphrase a founder, in their order, each above the floor.
    pub(crate) fn check_chosen(&self, chosen: &[Passphrase]) -> Answer<()> {
        if chosen.len() != self.founders.len() {
            return Err(Refused::new(Code::RequestMalformed));
        }
        for (index, (founder, chosen)) in self.founders.iter().zip(chosen).enumerate() {
            let known = [
                founder.name.as_str(),
                founder.display.as_str(),
                self.office.office.as_str(),
            ];
            passphrase::check_chosen(chosen, &known).map_err(|cause| {
                let refused = Refused::from(cause);
                Refused {
                    field: Some(format!("founders[{index}].passphrase")),
                    ..refused
                }
            })?;
        }
        Ok(())
    }
}

impl Office {
    /// A founder chose her passphrase herself: a slot of her own says so, as after a change.
    pub(crate) async fn settle_founder(&self, name: &str, own: Passphrase) -> Answer<Passphrase> {
        let now = self.clock.now().millis();
        let (slot, stamp) = (self.ids().act().uuid(), self.stamp(self.ids().session()));
        let name = name.to_owned();
        self.with_vault(move |vault| {
            let signed = vault.sign_in(&name, &own, now)?;
            vault.change_passphrase(&signed.keys, &own, slot, &stamp)?;
            Ok::<_, vault::VaultError>(own)
        })
        .await?
        .map_err(Refused::from)
    }

    /// Whether two shares open the recovery key of this office.
    pub(crate) fn shares_fit(&self, one: &Share, two: &Share) -> Answer<()> {
        let files = DiskFiles::new(&self.folder);
        let key = RecoveryKey::open(&files, one, two)?;
        let known = self.look(|vault| vault.roster().recovery().clone());
        if key.recipient().as_ref() == Some(&known) {
            Ok(())
        } else {
            Err(Refused::new(Code::RecoverySharesDoNotFit))
        }
    }

    /// What is behind of the first day.
    pub(crate) fn steps(&self) -> Steps {
        let draft = Draft::beside(&self.folder).exists();
        Steps::of(|name| self.setting(name), draft)
    }

    /// The step of the first day that comes next.
    pub(crate) fn first_day(&self) -> FirstDay {
        self.steps().next()
    }

    /// Whether anybody has worked here: the record is made at the first sign-in of one who holds it.
    pub(crate) fn has_record(&self) -> bool {
        self.folder.join("desk.db").exists()
    }
}
