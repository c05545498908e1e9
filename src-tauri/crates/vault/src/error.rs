//! Why the vault says no: codes with data, never sentences.
//!
//! Purpose: one list of reasons; `office` turns each into its own code by [`VaultError::code`].
//! Must never: carry a name, a path, a key or an operating system's text.

use std::fmt;
use std::io;

use crate::roster::Refusal;

/// A refusal of the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VaultError {
    /// No vault in the folder.
    Missing,
    /// Founding: a vault stands there already.
    Exists,
    /// Founding: the folder holds something else.
    NotEmpty,
    /// Written by a newer program; nothing was touched.
    Newer {
        /// Format number found.
        format: u64,
    },
    /// Another process holds the vault.
    InUse {
        /// Its process id, when the lock file tells.
        pid: Option<u32>,
    },
    /// `vault.json` cannot be read or contradicts the founding line.
    DamagedManifest,
    /// The office journal does not fold.
    DamagedRoster {
        /// Line number, from 0.
        line: u64,
        /// Why, as a refusal's code.
        reason: &'static str,
    },
    /// A slot is missing, unreadable or does not hold the keys the roster names.
    DamagedSlot,
    /// `dbkey.age` or `station.key.age` is missing or unreadable.
    DamagedKeys,
    /// A file of `recovery/` is missing or unreadable.
    DamagedRecovery,
    /// `keyring/head` is unreadable.
    DamagedHead,
    /// The folder cannot be written: read-only file system.
    ReadOnly,
    /// The folder cannot be read or written: permission.
    Permission,
    /// No space left.
    DiskFull,
    /// Another failure of the disk.
    Io,
    /// The operating system gave no random bytes.
    RandomFailed,
    /// Name or passphrase is wrong.
    SignInRefused,
    /// Too many failures in a row.
    SignInWait {
        /// Whole seconds still to wait.
        seconds: u32,
    },
    /// Right passphrase, suspended user.
    SignInSuspended,
    /// Right passphrase, not yet activated.
    SignInNotActive,
    /// Right code, own passphrase not yet chosen.
    SignInInvited,
    /// Right passphrase, but the key files do not hold her yet: another record holder signs in first.
    SignInKeysPending,
    /// A slot's key derivation is below the floor.
    SlotTooWeak,
    /// A slot's key derivation is above what is read.
    SlotTooCostly,
    /// Not enough memory for the key derivation.
    MemoryShort,
    /// Empty passphrase.
    PassphraseEmpty,
    /// More than [`crate::secret::PASSPHRASE_LIMIT`] bytes.
    PassphraseTooLong,
    /// Shorter than the floor for chosen passphrases.
    PassphraseTooShort,
    /// Made of names, dates or repetitions.
    PassphraseGuessable,
    /// A rule of the roster.
    Roster(Refusal),
    /// The second person is the first.
    CosignSamePerson,
    /// The second person may not sign now.
    CosignNotAllowed,
    /// The second signature was given more than two minutes ago.
    CosignExpired,
    /// The second signature was given to another request.
    CosignOtherRequest,
    /// The second person got her right from the first within a day.
    CosignFreshRight,
    /// Not a recovery share.
    RecoveryShareMalformed,
    /// The same share twice.
    RecoverySameShare,
    /// The shares do not open this vault's recovery.
    RecoverySharesDoNotFit,
    /// Not a receipt token.
    TokenMalformed,
    /// Signature wrong.
    TokenNotGenuine,
    /// Of another station.
    TokenUnknownStation,
    /// `station.pub` cannot be read.
    StationMalformed,
}

impl VaultError {
    /// Every code this crate can answer with.
    pub const CODES: &'static [&'static str] = &[
        "vault.missing",
        "vault.exists",
        "vault.not_empty",
        "vault.newer",
        "vault.in_use",
        "vault.damaged.manifest",
        "vault.damaged.roster",
        "vault.damaged.slot",
        "vault.damaged.keys",
        "vault.damaged.recovery",
        "vault.damaged.head",
        "vault.read_only",
        "vault.permission",
        "vault.disk_full",
        "vault.io",
        "random.failed",
        "signin.refused",
        "signin.wait",
        "signin.suspended",
        "signin.not_active",
        "signin.invited",
        "signin.keys_pending",
        "slot.too_weak",
        "slot.too_costly",
        "memory.short",
        "passphrase.empty",
        "passphrase.too_long",
        "passphrase.too_short",
        "passphrase.guessable",
        "roster.malformed",
        "roster.chain",
        "roster.signature",
        "roster.not_allowed",
        "roster.two_persons",
        "roster.user_unknown",
        "roster.wrong_state",
        "roster.name_taken",
        "roster.name_malformed",
        "roster.text_malformed",
        "roster.key_reused",
        "roster.key_mismatch",
        "roster.invite_expired",
        "roster.founders",
        "roster.custodian",
        "roster.unchanged",
        "cosign.same_person",
        "cosign.not_allowed",
        "cosign.expired",
        "cosign.other_request",
        "cosign.fresh_right",
        "recovery.share_malformed",
        "recovery.same_share",
        "recovery.shares_do_not_fit",
        "token.malformed",
        "token.not_genuine",
        "token.unknown_station",
        "station.malformed",
    ];

    /// The text form: `area.reason`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "vault.missing",
            Self::Exists => "vault.exists",
            Self::NotEmpty => "vault.not_empty",
            Self::Newer { .. } => "vault.newer",
            Self::InUse { .. } => "vault.in_use",
            Self::DamagedManifest => "vault.damaged.manifest",
            Self::DamagedRoster { .. } => "vault.damaged.roster",
            Self::DamagedSlot => "vault.damaged.slot",
            Self::DamagedKeys => "vault.damaged.keys",
            Self::DamagedRecovery => "vault.damaged.recovery",
            Self::DamagedHead => "vault.damaged.head",
            Self::ReadOnly => "vault.read_only",
            Self::Permission => "vault.permission",
            Self::DiskFull => "vault.disk_full",
            Self::Io => "vault.io",
            Self::RandomFailed => "random.failed",
            Self::SignInRefused => "signin.refused",
            Self::SignInWait { .. } => "signin.wait",
            Self::SignInSuspended => "signin.suspended",
            Self::SignInNotActive => "signin.not_active",
            Self::SignInInvited => "signin.invited",
            Self::SignInKeysPending => "signin.keys_pending",
            Self::SlotTooWeak => "slot.too_weak",
            Self::SlotTooCostly => "slot.too_costly",
            Self::MemoryShort => "memory.short",
            Self::PassphraseEmpty => "passphrase.empty",
            Self::PassphraseTooLong => "passphrase.too_long",
            Self::PassphraseTooShort => "passphrase.too_short",
            Self::PassphraseGuessable => "passphrase.guessable",
            Self::Roster(refusal) => refusal.code(),
            Self::CosignSamePerson => "cosign.same_person",
            Self::CosignNotAllowed => "cosign.not_allowed",
            Self::CosignExpired => "cosign.expired",
            Self::CosignOtherRequest => "cosign.other_request",
            Self::CosignFreshRight => "cosign.fresh_right",
            Self::RecoveryShareMalformed => "recovery.share_malformed",
            Self::RecoverySameShare => "recovery.same_share",
            Self::RecoverySharesDoNotFit => "recovery.shares_do_not_fit",
            Self::TokenMalformed => "token.malformed",
            Self::TokenNotGenuine => "token.not_genuine",
            Self::TokenUnknownStation => "token.unknown_station",
            Self::StationMalformed => "station.malformed",
        }
    }

    /// Values the sentence may show: counts and codes, nothing personal.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        // Only five of the variants carry data; the list of the others would say nothing.
        if let Self::Newer { format } = self {
            vec![("format", format.to_string())]
        } else if let Self::InUse { pid: Some(pid) } = self {
            vec![("pid", pid.to_string())]
        } else if let Self::DamagedRoster { line, reason } = self {
            vec![
                ("line", line.saturating_add(1).to_string()),
                ("reason", (*reason).to_owned()),
            ]
        } else if let Self::SignInWait { seconds } = self {
            vec![("seconds", seconds.to_string())]
        } else {
            Vec::new()
        }
    }

    /// Reads a disk failure; `missing` stands for "no such file".
    pub(crate) fn disk(cause: &io::Error, missing: Self) -> Self {
        let kind = cause.kind();
        if kind == io::ErrorKind::NotFound {
            missing
        } else {
            Self::from(kind)
        }
    }
}

impl VaultError {
    /// Reads a disk failure of a file that must be there and is never long: missing or overlong is
    /// `damaged`.
    pub(crate) fn short_file(cause: &io::Error, damaged: Self) -> Self {
        if cause.kind() == io::ErrorKind::FileTooLarge {
            damaged
        } else {
            Self::disk(cause, damaged)
        }
    }
}

impl From<io::ErrorKind> for VaultError {
    fn from(kind: io::ErrorKind) -> Self {
        if kind == io::ErrorKind::StorageFull || kind == io::ErrorKind::QuotaExceeded {
            Self::DiskFull
        } else if kind == io::ErrorKind::ReadOnlyFilesystem {
            Self::ReadOnly
        } else if kind == io::ErrorKind::PermissionDenied {
            Self::Permission
        } else {
            Self::Io
        }
    }
}

impl From<io::Error> for VaultError {
    fn from(cause: io::Error) -> Self {
        Self::from(cause.kind())
    }
}

impl From<Refusal> for VaultError {
    fn from(refusal: Refusal) -> Self {
        Self::Roster(refusal)
    }
}

impl fmt::Display for VaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for VaultError {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_stands_once_and_is_an_area_with_a_reason() {
        let all: BTreeSet<_> = VaultError::CODES.iter().collect();
        assert_eq!(all.len(), VaultError::CODES.len());
        for code in VaultError::CODES {
            assert!(code.split('.').count() >= 2, "{code}");
            assert!(
                code.chars()
                    .all(|c| c.is_ascii_lowercase() || c == '_' || c == '.'),
                "{code}"
            );
        }
        for refusal in Refusal::ALL {
            assert!(
                VaultError::CODES.contains(&refusal.code()),
                "{}",
                refusal.code()
            );
        }
    }

    #[test]
    fn a_disk_failure_keeps_its_meaning_and_loses_its_text() {
        let told = |kind| VaultError::from(io::Error::new(kind, "/home/office/secret")).to_string();
        assert_eq!(told(io::ErrorKind::StorageFull), "vault.disk_full");
        assert_eq!(told(io::ErrorKind::QuotaExceeded), "vault.disk_full");
        assert_eq!(told(io::ErrorKind::ReadOnlyFilesystem), "vault.read_only");
        assert_eq!(told(io::ErrorKind::PermissionDenied), "vault.permission");
        assert_eq!(told(io::ErrorKind::TimedOut), "vault.io");
    }
}
