//! What a caller gets instead of an answer.
//!
//! Purpose: one form outward: `{code, field?, params, more}`; words stand in the message
//! catalogue. What database, keys and files said stays inside and is kept nowhere.
//! Must never: carry a name, case text, a key, a path or a sentence.

use std::collections::BTreeMap;

use domain::fault::{Code, Fault, Refusal};
use serde::{Deserialize, Serialize};
use store::StoreError;
use vault::VaultError;

/// A refusal as it crosses to screens and terminals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Refused {
    /// Why.
    pub code: Code,
    /// Which field of the request.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub field: Option<String>,
    /// Values the sentence shows.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub params: BTreeMap<String, String>,
    /// What else is wrong with the request.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub more: Vec<Fault>,
}

/// What a use case answers.
pub type Answer<T> = Result<T, Refused>;

impl Refused {
    /// A refusal of the whole request.
    pub fn new(code: Code) -> Self {
        Fault::new(code).into()
    }

    /// All faults, first to last.
    pub fn faults(&self) -> Vec<Fault> {
        let first = Fault {
            code: self.code,
            field: self.field.clone(),
            params: self.params.clone(),
        };
        std::iter::once(first)
            .chain(self.more.iter().cloned())
            .collect()
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code.text())
    }
}

impl std::error::Error for Refused {}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self {
            code: fault.code,
            field: fault.field,
            params: fault.params,
            more: Vec::new(),
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self {
            more: refusal.more,
            ..refusal.first.into()
        }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::new(match error {
            StoreError::DoesNotOpen => Code::RecordDoesNotOpen,
            StoreError::Damaged => Code::RecordDamaged,
            StoreError::Unexpected => Code::RecordUnexpected,
            StoreError::Newer => Code::VaultNewer,
            StoreError::DiskFull => Code::VaultDiskFull,
            StoreError::ReadOnly => Code::VaultReadOnly,
            StoreError::InUse => Code::VaultInUse,
            StoreError::Io => Code::VaultIo,
            StoreError::Broken => Code::RecordReopen,
            StoreError::Cancelled => Code::Cancelled,
            StoreError::Fenced => Code::BackupRunning,
            StoreError::Interrupted => Code::BackupInterrupted,
            StoreError::Ignored(_) => Code::RecordConflict,
            StoreError::Database(_) => Code::RecordRefused,
        })
    }
}

impl From<VaultError> for Refused {
    /// The vault words its codes as the desk does; a test holds that each has its sentence.
    fn from(error: VaultError) -> Self {
        let code = Code::ALL.iter().find(|code| code.text() == error.code());
        let fault = Fault::new(code.copied().unwrap_or(Code::RecordRefused));
        let params = error.params().into_iter();
        params
            .fold(fault, |fault, (name, value)| fault.with(name, value))
            .into()
    }
}

/// What the page asks for, in its own form; anything else is refused.
pub fn request<T: serde::de::DeserializeOwned>(text: &str) -> Answer<T> {
    serde_json::from_str(text).map_err(|_cause| Refused::new(Code::RequestMalformed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_vault_is_a_code_of_the_desk() {
        for text in VaultError::CODES {
            assert!(Code::ALL.iter().any(|code| code.text() == *text), "{text}");
        }
    }
}
