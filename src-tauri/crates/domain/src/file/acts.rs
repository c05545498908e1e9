//! What is written of a file's life: the bodies of its actions.
//!
//! Purpose: taken in, moved, given, extended, put in the right name. Must never: change its form once
//! it was written; a body is read back as it stands.

use serde::{Deserialize, Serialize};

use super::{Clock, Document, Party};
use crate::catalogue::Fields;
use crate::id::{FileId, UserId, VisitId};
use crate::moment::{Day, Moment};

/// A matter was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// `HS-A-2026-000045`.
    pub number: String,
    /// Service id of the catalogue.
    pub service: String,
    /// Version of the service it was taken under.
    pub service_version: u32,
    /// The visit it came with.
    pub visit: VisitId,
    /// Who is part of it.
    pub parties: Vec<Party>,
    /// The form's values, by field key, in key order.
    pub fields: Fields,
    /// Papers handed in.
    pub documents: Vec<Document>,
    /// First state of the life cycle.
    pub state: String,
    /// When the matter was received: start of the first clocks.
    pub received_at: Moment,
    /// Clocks that run from receipt.
    pub clocks: Vec<Clock>,
    /// Carried over from a paper register: its receipt, if one was given, is of paper too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Carried>,
}

/// Where a file came from that was open before the office went live (*hồ sơ chuyển tiếp*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// Its number in the paper register.
    pub number: String,
    /// The due date that the paper register names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
}

/// A step of the life cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// State it left.
    pub from: String,
    /// State it entered.
    pub to: String,
    /// Why, where the catalogue asks for a reason.
    #[serde(default)]
    pub reason: String,
    /// All clocks from now on.
    pub clocks: Vec<Clock>,
    /// Nothing more is expected to happen there.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub closes: bool,
    /// The earlier matter it was joined to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joins: Option<FileId>,
}

/// Whoever brought it wants it back because she is threatened: it is dealt with all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThreatTold {
    /// State it is in, and stays in.
    pub state: String,
    /// What she said.
    pub reason: String,
}

/// Papers or evidence were brought after the matter was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PapersTaken {
    /// What was brought.
    pub documents: Vec<Document>,
}

/// Who works on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assigned {
    /// The officer.
    pub to: UserId,
    /// A note to her; may be empty.
    #[serde(default)]
    pub note: String,
}

/// A legal time was extended (*gia hạn*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extended {
    /// Which clock.
    pub step: String,
    /// Why.
    pub reason: String,
    /// All clocks from now on.
    pub clocks: Vec<Clock>,
}

/// Its legal times were counted anew by another calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recounted {
    /// All clocks from now on; each keeps when it was due before.
    pub clocks: Vec<Clock>,
    /// The catalogue they were counted with.
    pub catalogue: String,
}

/// The matter, taken in today, was another person's (*ghi nhầm người*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reassigned {
    /// Who is part of it, and nobody else.
    pub parties: Vec<Party>,
}
