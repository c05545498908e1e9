//! Recovery: any two of three custodians bring the database key back.
//!
//! Purpose: an age identity K; three paper shares, each an age identity of its own;
//! `recovery/12.age` = sealed to C1, then that sealed to C2 (13 and 23 alike). Two custodians open
//! K with two stock `age -d`, a third opens `dbkey.age`. No new cryptography. From K follows the
//! recovery key, an Ed25519 key that signs `office.recovered` and nothing else.
//! Must never: keep a share or K on the disk, or show a share twice.

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize as _, Zeroizing};

use crate::agefile;
use crate::error::VaultError;
use crate::files::Files;
use crate::secret::{DatabaseKey, Recipient, RecordIdentity, from_hex_line};
use crate::sign::{SigningKey, VerifyingKey};

/// What the recovery key is derived for.
const SIGN_INFO: &[u8] = b"desk/recovery-sign/v1";

const LIMIT: u64 = 64 * 1024;
const TEXT_LIMIT: usize = 4096;

/// Which two custodians each file is for: its name, inner and outer share (0 to 2).
const FILES: [(&str, usize, usize); 3] = [
    ("recovery/12.age", 0, 1),
    ("recovery/13.age", 0, 2),
    ("recovery/23.age", 1, 2),
];

pub(crate) const DATABASE: &str = "dbkey.age";
pub(crate) const STATION: &str = "keyring/station.key.age";

/// One custodian's share: an age identity, on paper.
pub struct Share(RecordIdentity);

impl Share {
    /// Reads what stands on the paper: the line `AGE-SECRET-KEY-1…`, among comment lines or alone,
    /// in large or small letters.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let mut lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (Some(line), None) = (lines.next(), lines.next()) else {
            return Err(VaultError::RecoveryShareMalformed);
        };
        let line = Zeroizing::new(line.to_uppercase());
        RecordIdentity::from_text(&line)
            .map(Self)
            .ok_or(VaultError::RecoveryShareMalformed)
    }

    /// The same from a text of the caller's, which is wiped.
    pub fn take(mut text: String) -> Result<Self, VaultError> {
        let read = Self::parse(&text);
        text.zeroize();
        read
    }

    /// Lends the text to print, once.
    pub fn with_text<R>(&self, read: impl FnOnce(&str) -> R) -> Option<R> {
        self.0.with_text(read)
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Share(..)")
    }
}

/// What founding makes: K's public half, the three shares, the three files.
pub(crate) struct Made {
    pub(crate) recipient: Recipient,
    pub(crate) key: VerifyingKey,
    pub(crate) shares: [Share; 3],
    pub(crate) files: Vec<(&'static str, Vec<u8>)>,
}

pub(crate) fn make() -> Result<Made, VaultError> {
    let secret = RecordIdentity::generate()?;
    let shares = [
        Share(RecordIdentity::generate()?),
        Share(RecordIdentity::generate()?),
        Share(RecordIdentity::generate()?),
    ];
    // An identity file as the stock program reads it: one line.
    let text = secret.with_text(|text| {
        let mut line = Zeroizing::new(String::with_capacity(text.len() + 1));
        line.push_str(text);
        line.push('\n');
        line
    });
    let text = text.ok_or(VaultError::DamagedRecovery)?;
    let mut files = Vec::new();
    for (name, inner, outer) in FILES {
        let sealed = agefile::seal(&[recipient(shares.get(inner))?], text.as_bytes())?;
        files.push((
            name,
            agefile::seal(&[recipient(shares.get(outer))?], &sealed)?,
        ));
    }
    let recipient = secret.recipient().ok_or(VaultError::DamagedRecovery)?;
    Ok(Made {
        key: signing_key(&secret)?.verifying_key(),
        recipient,
        shares,
        files,
    })
}

/// The key that signs for two custodians: HKDF-SHA256 over K's 32 bytes.
fn signing_key(secret: &RecordIdentity) -> Result<SigningKey, VaultError> {
    let mut seed = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, secret.bytes())
        .expand(SIGN_INFO, seed.as_mut_slice())
        .map_err(|_cause| VaultError::DamagedRecovery)?;
    Ok(SigningKey::from_seed(&seed))
}

fn recipient(share: Option<&Share>) -> Result<Recipient, VaultError> {
    share
        .and_then(|share| share.0.recipient())
        .ok_or(VaultError::DamagedRecovery)
}

/// The recovery identity K, opened by two custodians.
pub struct RecoveryKey(RecordIdentity);

impl RecoveryKey {
    /// Opens K from two shares, in whatever order they are given.
    pub fn open(files: &dyn Files, one: &Share, two: &Share) -> Result<Self, VaultError> {
        if one.0.bytes() == two.0.bytes() {
            return Err(VaultError::RecoverySameShare);
        }
        for (name, _, _) in FILES {
            let sealed = files.read(name, LIMIT);
            let sealed =
                sealed.map_err(|c| VaultError::short_file(&c, VaultError::DamagedRecovery))?;
            for (inner, outer) in [(one, two), (two, one)] {
                if let Some(secret) = nested(&sealed, inner, outer) {
                    return Ok(Self(secret));
                }
            }
        }
        Err(VaultError::RecoverySharesDoNotFit)
    }

    /// Opens the database key.
    pub fn database_key(&self, files: &dyn Files) -> Result<DatabaseKey, VaultError> {
        database_key(files, &self.0)?.ok_or(VaultError::RecoverySharesDoNotFit)
    }

    /// Opens the station's key.
    pub(crate) fn station_key(&self, files: &dyn Files) -> Result<SigningKey, VaultError> {
        station_key(files, &self.0)?.ok_or(VaultError::RecoverySharesDoNotFit)
    }

    /// The key that signs for two custodians.
    pub(crate) fn signing_key(&self) -> Result<SigningKey, VaultError> {
        signing_key(&self.0)
    }

    /// The public half, to compare with the roster's.
    pub fn recipient(&self) -> Option<Recipient> {
        self.0.recipient()
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(..)")
    }
}

fn nested(sealed: &[u8], inner: &Share, outer: &Share) -> Option<RecordIdentity> {
    let middle = agefile::open(&outer.0, sealed, TEXT_LIMIT)?;
    let text = agefile::open(&inner.0, &middle, TEXT_LIMIT)?;
    RecordIdentity::from_text(std::str::from_utf8(&text).ok()?.strip_suffix('\n')?)
}

/// Opens `dbkey.age`; `None`: not sealed to this identity, or damaged.
pub(crate) fn database_key(
    files: &dyn Files,
    identity: &RecordIdentity,
) -> Result<Option<DatabaseKey>, VaultError> {
    Ok(hex_file(files, DATABASE, identity)?.map(DatabaseKey::from_bytes))
}

/// Opens `keyring/station.key.age`; `None`: not sealed to this identity, or damaged.
pub(crate) fn station_key(
    files: &dyn Files,
    identity: &RecordIdentity,
) -> Result<Option<SigningKey>, VaultError> {
    Ok(hex_file(files, STATION, identity)?.map(|seed| SigningKey::from_seed(&seed)))
}

fn hex_file(
    files: &dyn Files,
    name: &str,
    identity: &RecordIdentity,
) -> Result<Option<Zeroizing<[u8; 32]>>, VaultError> {
    let sealed = files.read(name, LIMIT);
    let sealed = sealed.map_err(|cause| VaultError::short_file(&cause, VaultError::DamagedKeys))?;
    Ok(agefile::open(identity, &sealed, 65).and_then(|text| from_hex_line(&text)))
}
