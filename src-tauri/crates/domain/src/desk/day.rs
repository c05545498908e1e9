//! The end of a day at the desk (*kết thúc ngày*), and a day opened again.
//!
//! Purpose: what a closed day counted, and when it may be closed and opened again. Must never: name
//! a citizen, or count what it was not given.

use serde::{Deserialize, Serialize};

use super::Desk;
use crate::action::Action;
use crate::fault::{Code, Fault, Refusal};
use crate::moment::Day;
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
}

/// A day was closed; visits still open were ended in the same act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// Which.
    pub day: Day,
    /// What it amounted to.
    pub counts: Counts,
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
    /// Decides that today is closed.
    pub fn close(&self, today: Day, counts: Counts) -> Result<Action, Refusal> {
        self.open_on(today)?;
        Ok(Action::DayClosed(Closed { day: today, counts }))
    }

    /// Decides that today, closed before, is opened again.
    pub fn reopen(&self, today: Day, reason: &str) -> Result<Action, Refusal> {
        if self.closed != Some(today) {
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
        if self.closed == Some(today) {
            Err(Refusal::new(Code::DayClosed))
        } else {
            Ok(())
        }
    }
}
