//! The body of an office journal line, and the payload of each kind.
//!
//! Purpose: exact shapes, read strictly (unknown fields, floats and maps are refused) and written
//! in the field order of the format. Must never: decide whether an entry is allowed (`rules`).

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kdf::KdfParams;
use crate::roster::{Refusal, Role};
use crate::secret::Recipient;
use crate::sign::VerifyingKey;

/// What a line says happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    #[serde(rename = "office.founded")]
    OfficeFounded,
    #[serde(rename = "user.enrolled")]
    UserEnrolled,
    #[serde(rename = "user.keyed")]
    UserKeyed,
    #[serde(rename = "user.activated")]
    UserActivated,
    #[serde(rename = "user.role_changed")]
    UserRoleChanged,
    #[serde(rename = "user.suspended")]
    UserSuspended,
    #[serde(rename = "user.removed")]
    UserRemoved,
    #[serde(rename = "user.rekeyed")]
    UserRekeyed,
    #[serde(rename = "user.slot_changed")]
    UserSlotChanged,
    #[serde(rename = "recovery.changed")]
    RecoveryChanged,
    #[serde(rename = "station.rekeyed")]
    StationRekeyed,
    #[serde(rename = "settings.changed")]
    SettingsChanged,
    #[serde(rename = "desk.anchored")]
    DeskAnchored,
    #[serde(rename = "desk.restored")]
    DeskRestored,
    #[serde(rename = "office.recovered")]
    OfficeRecovered,
    #[serde(rename = "action.denied")]
    ActionDenied,
    #[serde(rename = "signin.failed")]
    SigninFailed,
}

/// Format version of a body and of every payload.
pub(crate) const VERSION: u32 = 1;

/// A body, in the order of the format.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body<P> {
    pub(crate) v: u32,
    pub(crate) seq: u64,
    pub(crate) prev: String,
    pub(crate) at: i64,
    pub(crate) clock_suspect: u8,
    pub(crate) act: Uuid,
    pub(crate) session: Uuid,
    pub(crate) actor: Uuid,
    pub(crate) kind: Kind,
    pub(crate) version: u32,
    pub(crate) subject: Uuid,
    pub(crate) payload: P,
}

impl<P: DeserializeOwned> Body<P> {
    pub(in crate::roster) fn read(text: &str) -> Result<Self, Refusal> {
        let body: Self = serde_json::from_str(text).map_err(|_cause| Refusal::Malformed)?;
        let known = body.v == VERSION && body.version == VERSION && body.clock_suspect <= 1;
        known.then_some(body).ok_or(Refusal::Malformed)
    }
}

/// A machine setting: letterhead, printers, scanner, backup place, idle time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// `[a-z0-9_.]{1,64}`.
    pub name: String,
    /// Text, at most 20,000 bytes.
    pub value: String,
}

/// A change of one setting; `None` takes it away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingChange {
    /// `[a-z0-9_.]{1,64}`.
    pub name: String,
    /// New text.
    pub value: Option<String>,
}

/// First desk journal of a vault.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FoundedDesk {
    pub(crate) id: Uuid,
    pub(crate) letter: char,
}

/// Where a chain was left: its last entry that counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeftAt {
    pub(crate) desk_id: Uuid,
    pub(crate) seq: u64,
    pub(crate) hash: String,
}

/// The desk journal that goes on after one that was left.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NextDesk {
    pub(crate) id: Uuid,
    pub(crate) letter: char,
    pub(crate) from: LeftAt,
}

/// One founder.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FoundedUser {
    pub(crate) user: Uuid,
    pub(crate) name: String,
    pub(crate) display: String,
    pub(crate) role: Role,
    pub(crate) sign_pub: VerifyingKey,
    pub(crate) recipient: Recipient,
    pub(crate) slot_id: Uuid,
}

/// Payload of line 0.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Founded {
    pub(crate) vault: Uuid,
    pub(crate) demo: bool,
    pub(crate) station: VerifyingKey,
    pub(crate) recovery: Recipient,
    pub(crate) recovery_key: VerifyingKey,
    pub(crate) recovery_in_files: bool,
    pub(crate) desk: FoundedDesk,
    pub(crate) kdf: KdfParams,
    pub(crate) settings: Vec<Setting>,
    pub(crate) users: Vec<FoundedUser>,
}

/// Payloads of the other kinds.
pub(crate) mod payload {
    use super::{
        Deserialize, FoundedUser, NextDesk, Recipient, Role, Serialize, SettingChange, Uuid,
        VerifyingKey,
    };
    use crate::fails::FailedSignIns;

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct Enrolled {
        pub(crate) name: String,
        pub(crate) display: String,
        pub(crate) role: Role,
        pub(crate) invite_pub: VerifyingKey,
        pub(crate) slot_id: Uuid,
        pub(crate) expires: i64,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct Keyed {
        pub(crate) sign_pub: VerifyingKey,
        pub(crate) recipient: Recipient,
        pub(crate) slot_id: Uuid,
    }

    /// Keys compared face to face, and the digest of the request both persons were shown.
    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct Activated {
        pub(crate) sign_pub: VerifyingKey,
        pub(crate) recipient: Recipient,
        pub(crate) request: String,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct RoleChanged {
        pub(crate) role: Role,
        pub(crate) request: String,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct Suspended {}

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct Removed {
        pub(crate) request: String,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct Rekeyed {
        pub(crate) sign_pub: VerifyingKey,
        pub(crate) recipient: Recipient,
        pub(crate) slot_id: Uuid,
        pub(crate) r#gen: u64,
        pub(crate) request: String,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct SlotChanged {
        pub(crate) slot_id: Uuid,
        pub(crate) r#gen: u64,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct RecoveryChanged {
        pub(crate) recipient: Recipient,
        pub(crate) key: VerifyingKey,
        pub(crate) request: String,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct StationRekeyed {
        pub(crate) station: VerifyingKey,
        pub(crate) request: String,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct SettingsChanged {
        pub(crate) settings: Vec<SettingChange>,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct DeskAnchored {
        pub(crate) desk_id: Uuid,
        pub(crate) seq: u64,
        pub(crate) hash: String,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct DeskRestored {
        pub(crate) desk: NextDesk,
        pub(crate) request: String,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct OfficeRecovered {
        pub(crate) desk: NextDesk,
        pub(crate) recovery: Recipient,
        pub(crate) recovery_key: VerifyingKey,
        pub(crate) users: Vec<FoundedUser>,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct ActionDenied {
        pub(crate) action: String,
        pub(crate) reason: String,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct SigninFailed {
        pub(crate) failures: Vec<FailedSignIns>,
    }
}
