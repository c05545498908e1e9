//! The end of a day at the desk (*kết thúc ngày*), and a day opened again.
//!
//! Purpose: what a closed day counted, and when it may be closed and opened again. Everything on
//! the sheet that is signed stands in the action, so that it is the same sheet whenever it is printed.
//! Must never: name a citizen, or count what it was not given.

use serde::{Deserialize, Serialize};

use super::Desk;
use crate::action::Action;
use crate::fault::{Code, Fault, Refusal};
use crate::moment::{Day, Moment};
use crate::subject::Stamp;
use crate::text;

/// Longest reason, characters.
const REASON_LIMIT: usize = 500;

/// What a day amounted to, as the day-close sheet shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Queue numbers given.
    pub given: u32,
    /// Visits saved.
    pub served: u32,
    /// Left before being served.
    pub left: u32,
    /// Receipts handed to a printer.
    pub printed: u32,
    /// Receipts voided.
    pub voided: u32,
    /// Printings nobody has seen in hand.
    pub unknown: u32,
    /// Receipts that were never sent to a printer, whatever the day.
    pub never_sent: u32,
}

/// All figures of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Numbers, visits, receipts.
    pub counts: Counts,
    /// Forms begun and not saved.
    pub drafts: u32,
    /// Matters whose running hours pass through the night.
    pub running_hours: u32,
    /// Numbers of the files of the day whose originals still lie at the desk.
    pub held: Vec<String>,
}

/// A day was closed; visits still open were ended in the same act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// Which.
    pub day: Day,
    /// What it amounted to.
    pub figures: Figures,
    /// Who closed it, as papers show her.
    pub officer: String,
    /// Who answers for what runs on until the desk opens again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<Duty>,
}

/// Somebody answers at night (*trực*) for times that do not stop with office hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Who, as papers show her.
    pub officer: String,
    /// Digest of the request she agreed to at another's screen; absent where she closed the day herself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
}

/// A closed day as the desk remembers it: what its sheet says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// Which, and what it amounted to.
    pub told: Closed,
    /// When it was closed.
    pub at: Moment,
    /// Number of the entry that closed it: its hash is the head on the sheet.
    pub seq: i64,
}

impl Closing {
    pub(crate) fn of(stamp: &Stamp, body: &Closed) -> Self {
        Self {
            told: body.clone(),
            at: stamp.at,
            seq: stamp.seq,
        }
    }
}

/// A closed day was opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reopened {
    /// Which.
    pub day: Day,
    /// Why.
    pub reason: String,
}

impl Desk {
    /// Decides that today is closed. `runs_on`: something of it has to be answered before the desk opens
    /// again, and then somebody says that she does.
    pub fn close(
        &self,
        today: Day,
        figures: Figures,
        officer: String,
        (runs_on, duty): (bool, Option<Duty>),
    ) -> Result<Action, Refusal> {
        self.open_on(today)?;
        if runs_on && duty.is_none() {
            return Err(Refusal::new(Code::DayNeedsDuty));
        }
        Ok(Action::DayClosed(Closed {
            day: today,
            figures,
            officer,
            duty,
        }))
    }

    /// Today was closed and not opened again.
    pub fn is_closed_on(&self, today: Day) -> bool {
        self.closed
            .as_ref()
            .is_some_and(|closing| closing.told.day == today)
    }

    /// Decides that today, closed before, is opened again.
    pub fn reopen(&self, today: Day, reason: &str) -> Result<Action, Refusal> {
        if !self.is_closed_on(today) {
            return Err(Refusal::new(Code::DayNotClosed));
        }
        let reason = text::line(reason, REASON_LIMIT)
            .map_err(|fault| Refusal::from(fault.in_field("reason")))?;
        if reason.is_empty() {
            return Err(Fault::at(Code::FieldMissing, "reason").into());
        }
        Ok(Action::DayReopened(Reopened { day: today, reason }))
    }

    /// Whether the desk receives today.
    pub fn open_on(&self, today: Day) -> Result<(), Refusal> {
        if self.is_closed_on(today) {
            Err(Refusal::new(Code::DayClosed))
        } else {
            Ok(())
        }
    }
}
