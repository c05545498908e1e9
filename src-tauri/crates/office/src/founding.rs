//! Founding an office: the wizard's core, and `deskctl init`.
//!
//! Purpose: from a letterhead and at least one administrator and one supervisor to a vault whose
//! first line all founders signed. Passphrases and recovery shares are generated and handed out
//! once. Must never: take a passphrase from the file, or make keys cheaper than the machine bears.

use std::path::Path;
use std::sync::Arc;

use domain::fault::{Code, Fault};
use domain::permission::Role;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::Vault;
use vault::files::DiskFiles;
use vault::folder::{Founder, Founding, Stamp};
use vault::kdf::KdfParams;
use vault::passphrase;
use vault::roster::{CUSTODIAN, CUSTODIAN_OFFICE, Setting};
use vault::secret::Passphrase;
use vault::words::Tongue;

use crate::ids::Ids;
use crate::refused::{Answer, Refused};
use crate::signin::vault_role;
use crate::{Office, Ports};

/// What an office is founded with, as a TOML file says it.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct FoundingTold {
    /// Letterhead and desk.
    pub office: OfficeTold,
    /// At least one administrator and one supervisor.
    pub founders: Vec<FounderTold>,
}

/// The office as told.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct OfficeTold {
    /// The body above, as on paper.
    pub parent: String,
    /// The office, as on paper.
    pub office: String,
    /// Place of the date line.
    pub place: String,
    /// Address.
    #[serde(default)]
    pub address: String,
    /// Phone.
    #[serde(default)]
    pub phone: String,
    /// Letter of the desk, `A`–`Z` once it is founded; until then whatever was typed, which is kept
    /// as it is.
    #[serde(default = "first_letter")]
    pub letter: String,
    /// How papers name the officer.
    #[serde(default)]
    pub officer: OfficerShown,
}

/// How papers name the officer who signs them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum OfficerShown {
    /// By her given name.
    #[default]
    GivenName,
    /// By her sign-in name, where that is her number.
    SignInName,
}

impl OfficerShown {
    /// Name of the setting in the office journal.
    pub(crate) const SETTING: &str = "paper.officer";

    /// The setting's value.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::GivenName => "given_name",
            Self::SignInName => "sign_in_name",
        }
    }
}

fn first_letter() -> String {
    "A".to_owned()
}

impl OfficeTold {
    /// The letter as numbers bear it, or [`Code::FoundingLetter`].
    fn desk_letter(&self) -> Answer<char> {
        let mut typed = self.letter.chars();
        match (typed.next(), typed.next()) {
            (Some(letter @ 'A'..='Z'), None) => Ok(letter),
            _ => Err(Fault::at(Code::FoundingLetter, "office.letter").into()),
        }
    }
}

/// One founder as told.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct FounderTold {
    /// Sign-in name.
    pub name: String,
    /// Name as shown.
    pub display: String,
    /// What she is.
    pub role: Role,
    /// At a small station: the office that its administrator, an outside custodian, works for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outside: String,
}

/// A founder's generated passphrase, to be shown once.
#[derive(Serialize)]
pub struct FoundedUser {
    /// Sign-in name.
    pub name: String,
    /// What she is.
    pub role: Role,
    /// Generated words.
    pub passphrase: String,
}

/// What founding leaves, to be shown once.
#[derive(Serialize)]
pub struct Founded {
    /// The founders.
    pub users: Vec<FoundedUser>,
    /// Three recovery shares; any two open the vault.
    pub shares: Vec<String>,
    /// The station's fingerprint, to be kept on paper.
    pub fingerprint: String,
}

impl std::fmt::Debug for Founded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Founded({} users)", self.users.len())
    }
}

impl std::fmt::Debug for FoundedUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FoundedUser({})", self.name)
    }
}

/// How a founding differs from the usual.
pub struct Manner {
    /// A demonstration: marked for ever, generated passphrases need not be changed.
    pub demo: bool,
    /// Costs of key derivation; absent = calibrated on this machine.
    pub kdf: Option<KdfParams>,
    /// Passphrases in the founders' order; absent = generated.
    pub passphrases: Option<Vec<Passphrase>>,
}

impl std::fmt::Debug for Manner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Manner(demo: {})", self.demo)
    }
}

impl Manner {
    /// A real office: calibrated, generated.
    pub const fn real() -> Self {
        Self {
            demo: false,
            kdf: None,
            passphrases: None,
        }
    }
}

impl FoundingTold {
    /// Reads the TOML of a founding file.
    pub fn parse(text: &str) -> Answer<Self> {
        read_toml(text, Code::FoundingMalformed)
    }
}

/// Reads a TOML file that people write; what does not read is told by its line, from 1.
pub(crate) fn read_toml<T: serde::de::DeserializeOwned>(text: &str, malformed: Code) -> Answer<T> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().and_then(|span| text.get(..span.start));
        let line = line.map_or(1, |before| before.matches('\n').count().saturating_add(1));
        Fault::new(malformed).with("line", line).into()
    })
}

/// Founds an office in a folder (made if missing, else empty) and opens it. Nobody is signed in;
/// each founder of a real office must change her passphrase at her first sign-in.
pub fn found(
    folder: &Path,
    ports: Ports,
    told: &FoundingTold,
    manner: Manner,
) -> Answer<(Office, Founded)> {
    told.office.desk_letter()?;
    make_folder(folder)?;
    let kdf = if let Some(kdf) = manner.kdf {
        kdf
    } else {
        let clock = Arc::clone(&ports.clock);
        ports
            .kdf
            .calibrate(|| i64::try_from(clock.mono()).unwrap_or(i64::MAX))?
    };
    let passphrases = match manner.passphrases {
        Some(given) => given,
        None => generate(told.founders.len())?,
    };
    let shown: Vec<String> = passphrases
        .iter()
        .map(|passphrase| passphrase.with_text(str::to_owned))
        .collect();
    let founding = founding(&ports, told, manner.demo, kdf, passphrases)?;
    let now = ports.clock.now();
    let ids = Ids::new(ports.clock.as_ref(), ports.entropy.as_ref());
    let stamp = Stamp {
        act: ids.act().uuid(),
        session: ids.session().uuid(),
        at: now.millis(),
        clock_suspect: false,
        day: now.day().to_string(),
    };
    let files = Arc::new(DiskFiles::new(folder));
    let (vault, foundation) = Vault::found(files, ports.kdf.clone(), &founding, &stamp)?;
    let shares = foundation.shares.iter();
    let shares = shares
        .filter_map(|share| share.with_text(str::to_owned))
        .collect();
    let users = told.founders.iter().zip(shown);
    let users = users
        .map(|(founder, passphrase)| FoundedUser {
            name: founder.name.clone(),
            role: founder.role,
            passphrase,
        })
        .collect();
    let fingerprint = vault.roster().fingerprint();
    let office = Office::around(vault, folder, ports)?;
    Ok((
        office,
        Founded {
            users,
            shares,
            fingerprint,
        },
    ))
}

fn founding(
    ports: &Ports,
    told: &FoundingTold,
    demo: bool,
    kdf: KdfParams,
    passphrases: Vec<Passphrase>,
) -> Answer<Founding> {
    let ids = Ids::new(ports.clock.as_ref(), ports.entropy.as_ref());
    let founders = told.founders.iter().enumerate().zip(passphrases);
    let founders = founders
        .map(|((index, founder), passphrase)| {
            check_name(&founder.name, &format!("founders[{index}].name"))?;
            let display = display_name(&founder.display, &format!("founders[{index}].display"))?;
            Ok(Founder {
                user: ids.user().uuid(),
                slot: ids.act().uuid(),
                name: founder.name.clone(),
                display,
                role: vault_role(founder.role),
                passphrase,
            })
        })
        .collect::<Answer<Vec<_>>>()?;
    let outside = custodian(told, &founders)?;
    let office = &told.office;
    let settings = [
        ("letterhead.parent", &office.parent),
        ("letterhead.office", &office.office),
        ("letterhead.place", &office.place),
        ("letterhead.address", &office.address),
        ("letterhead.phone", &office.phone),
    ];
    let mut settings = settings
        .into_iter()
        .map(|(name, value)| {
            let field = name.replace("letterhead.", "office.");
            let value = domain::text::line(value, 300)
                .map_err(|fault| Refused::from(fault.in_field(field)))?;
            Ok(Setting {
                name: name.to_owned(),
                value,
            })
        })
        .collect::<Answer<Vec<_>>>()?;
    settings.push(Setting {
        name: OfficerShown::SETTING.to_owned(),
        value: office.officer.text().to_owned(),
    });
    settings.extend(outside);
    Ok(Founding {
        vault: Uuid::from_bytes(ids.desk().bytes()),
        desk: ids.desk().uuid(),
        desk_letter: office.desk_letter()?,
        demo,
        recovery_in_files: true,
        settings,
        founders,
        kdf,
    })
}

/// What line 0 says of the outside custodian: the only administrator among the founders, or nothing.
fn custodian(told: &FoundingTold, founders: &[Founder]) -> Answer<Vec<Setting>> {
    let from_outside = |founder: &FounderTold| !founder.outside.trim().is_empty();
    let Some(index) = told.founders.iter().position(from_outside) else {
        return Ok(Vec::new());
    };
    let administrates = |founder: &&FounderTold| founder.role == Role::Admin;
    let administrators = told.founders.iter().filter(administrates).count();
    let (Some(said), Some(founder)) = (told.founders.get(index), founders.get(index)) else {
        return Ok(Vec::new());
    };
    let field = format!("founders[{index}].outside");
    if said.role != Role::Admin || administrators != 1 {
        return Err(Fault::at(Code::RosterCustodian, field).into());
    }
    let office = domain::text::line(&said.outside, 300)
        .map_err(|fault| Refused::from(fault.in_field(field)))?;
    let setting = |name: &str, value: String| Setting {
        name: name.to_owned(),
        value,
    };
    Ok(vec![
        setting(CUSTODIAN, founder.user.to_string()),
        setting(CUSTODIAN_OFFICE, office),
    ])
}

/// A sign-in name as the roster takes it, or a fault of its field.
pub(crate) fn check_name(name: &str, field: &str) -> Answer<()> {
    vault::roster::user_name(name).map_err(|refusal| in_field(refusal, field))
}

/// A name as shown, read at the door.
pub(crate) fn display_name(typed: &str, field: &str) -> Answer<String> {
    let display =
        domain::text::line(typed, 100).map_err(|fault| Refused::from(fault.in_field(field)))?;
    if display.is_empty() {
        return Err(Fault::at(Code::FieldMissing, field).into());
    }
    vault::roster::display_text(&display).map_err(|refusal| in_field(refusal, field))?;
    Ok(display)
}

fn in_field(refusal: vault::roster::Refusal, field: &str) -> Refused {
    let refused = Refused::from(vault::VaultError::Roster(refusal));
    Refused {
        field: Some(field.to_owned()),
        ..refused
    }
}

pub(crate) fn generate(count: usize) -> Answer<Vec<Passphrase>> {
    let make = |_| Ok(passphrase::generate(Tongue::Vietnamese, passphrase::WORDS)?);
    (0..count).map(make).collect()
}

/// Makes the folder, private to its owner.
fn make_folder(folder: &Path) -> Answer<()> {
    use std::os::unix::fs::DirBuilderExt;

    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder
        .create(folder)
        .map_err(|error| store::StoreError::from(error).into())
}
