//! Lists that leave the building (*danh sách đi lưu động*): numbered, and destroyed afterwards.
//!
//! Purpose: which matters a printed list holds, in how many copies, and that they were destroyed once
//! what was done on the way is entered. Must never: name a citizen.

use serde::{Deserialize, Serialize};

use super::Desk;
use crate::action::Action;
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::id::{FileId, UserId};
use crate::moment::{Day, Moment};
use crate::subject::Stamp;

/// Most copies of one list: the team goes in one car.
pub const COPIES: u32 = 5;
/// Most matters of one list.
const STOPS: usize = 60;

/// A list was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutePrinted {
    /// `LD-A-0001`.
    pub number: String,
    /// The service whose route it is.
    pub service: String,
    /// The day of the route.
    pub day: Day,
    /// Matters on it, in its order.
    pub files: Vec<FileId>,
    /// How many numbered copies.
    pub copies: u32,
}

/// All copies of a list were destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteDestroyed {
    /// Its number.
    pub number: String,
    /// Nobody went with it: it did not come out, or the day was put off.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub unused: bool,
}

/// A list of which copies may lie somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteOut {
    /// What was printed.
    pub told: RoutePrinted,
    /// By whom.
    pub by: UserId,
    /// When.
    pub at: Moment,
}

impl Desk {
    /// Decides that a list is printed.
    pub fn print_route(
        &self,
        service: &str,
        (day, today): (Day, Day),
        files: Vec<FileId>,
        copies: u32,
    ) -> Result<RoutePrinted, Refusal> {
        let mut faults = Faults::default();
        if files.is_empty() {
            faults.push(Fault::at(Code::FieldMissing, "files"));
        }
        if files.len() > STOPS {
            faults.push(Fault::at(Code::FieldTooMany, "files").with("max", STOPS));
        }
        if day < today {
            faults.push(Fault::at(Code::DateInPast, "day"));
        }
        if !(1..=COPIES).contains(&copies) {
            let fault = Fault::at(Code::FieldOutOfRange, "copies").with("min", 1);
            faults.push(fault.with("max", COPIES));
        }
        faults.finish()?;
        Ok(RoutePrinted {
            number: format!(
                "LD-{}-{:04}",
                self.letter,
                self.routes_made.saturating_add(1)
            ),
            service: service.to_owned(),
            day,
            files,
            copies,
        })
    }

    pub(crate) fn apply_route_printed(&mut self, stamp: &Stamp, body: &RoutePrinted) {
        self.routes_made = self.routes_made.saturating_add(1);
        self.routes.push(RouteOut {
            told: body.clone(),
            by: stamp.actor,
            at: stamp.at,
        });
    }

    pub(crate) fn apply_route_destroyed(&mut self, body: &RouteDestroyed) {
        let before = self.routes.len();
        self.routes.retain(|one| one.told.number != body.number);
        if self.routes.len() == before && !self.routes_ended.contains(&body.number) {
            self.routes_ended.push(body.number.clone());
        }
    }
}

/// Decides that all copies of a list that is out are destroyed. `waiting`: how many of its matters
/// nothing was entered for yet.
pub fn route_destroyed(number: &str, waiting: usize, unused: bool) -> Result<Action, Refusal> {
    if waiting > 0 && !unused {
        let fault = Fault::at(Code::RouteNotEntered, "number");
        return Err(fault.with("count", waiting).into());
    }
    Ok(Action::RouteDestroyed(RouteDestroyed {
        number: number.to_owned(),
        unused,
    }))
}
