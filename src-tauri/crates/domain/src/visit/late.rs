//! Received before it was recorded (*nhập sau*): what proves it, and why.
//!
//! Purpose: source and reason of a visit entered later. Must never: take one without the other.

use serde::{Deserialize, Serialize};

use crate::fault::{Code, Fault, Faults};
use crate::text;

/// What proves that something was received before it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum LateSource {
    /// *Dấu bưu điện.*
    Postmark,
    /// *Sổ điện thoại.*
    CallLog,
    /// The queue number of that day.
    QueueNumber,
    /// A numbered sheet of a day without the machine.
    PaperDay {
        /// The sheet's number.
        sheet: String,
    },
    /// *Sổ giấy*: the paper register of the time before the office went live.
    Register {
        /// The number in that register.
        number: String,
    },
}

/// Entered later: source and reason, both required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Late {
    /// What proves the earlier time.
    pub source: LateSource,
    /// Why it is entered later.
    pub reason: String,
}

/// Source and reason are both needed.
pub(super) fn check(late: Late, faults: &mut Faults) -> Option<Late> {
    let reason = faults
        .keep(text::line(&late.reason, 500).map_err(|fault| fault.in_field("late.reason")))?;
    if reason.is_empty() {
        faults.push(Fault::at(Code::FieldMissing, "late.reason"));
    }
    let source = match late.source {
        LateSource::PaperDay { sheet } => {
            let sheet = faults
                .keep(text::line(&sheet, 50).map_err(|fault| fault.in_field("late.sheet")))?;
            if sheet.is_empty() {
                faults.push(Fault::at(Code::FieldMissing, "late.sheet"));
            }
            LateSource::PaperDay { sheet }
        }
        // A file's old number is read where the file is read.
        other @ (LateSource::Postmark
        | LateSource::CallLog
        | LateSource::QueueNumber
        | LateSource::Register { .. }) => other,
    };
    Some(Late { source, reason })
}
