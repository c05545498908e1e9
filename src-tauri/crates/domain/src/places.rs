//! Places (*đơn vị hành chính*): provinces and communes now in force, and what older names became.
//!
//! Purpose: completes an address typed without marks, in part, with type words shortened or left
//! out; a name from before the districts were abolished leads to today's unit, and both are told.
//! May use: fold, certainty, moment, fault. Must never: change what was typed before the unit, name
//! a unit that is not in force on the day asked for, or refuse a text; an address is free text.

use std::sync::OnceLock;

use serde::Serialize;

use crate::certainty::Certainty;
use crate::fault::Refusal;
use crate::moment::Day;

mod candidate;
mod query;
mod read;
mod search;
mod tail;
mod unit;

#[cfg(test)]
mod tests;

pub use unit::{Unit, UnitKind};

use query::Query;
use unit::{Entry, Former, Province};

static SHIPPED: OnceLock<Result<Places, Refusal>> = OnceLock::new();

/// All units, as the data files tell them, with the keys they are found by.
#[derive(Debug)]
pub struct Places {
    /// In the order of their codes; a state of a unit is a [`Unit`] of its own.
    provinces: Vec<Province>,
    /// In the order of codes, then of days.
    communes: Vec<Unit>,
    /// Beside each commune: the former provinces its land came from, one bit each.
    came_from: Vec<u64>,
    former: Vec<Former>,
    former_provinces: Vec<Province>,
    /// In the order of their keys.
    entries: Vec<Entry>,
}

/// An address completed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The whole address: what stood before the unit as typed, then the unit.
    pub text: String,
    /// Code of the unit: five digits of a commune, two of a province.
    pub code: String,
    /// What the unit is today.
    pub kind: UnitKind,
    /// How sure that is: of the unit and its province, the lesser.
    pub certainty: Certainty,
    /// The older name it was found by.
    pub former: Option<FormerName>,
}

/// An older name of a unit, or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormerName {
    /// From the smallest unit to the greatest.
    pub text: String,
    /// The older unit was divided: only a part of it lies here.
    pub divided: bool,
}

impl Places {
    /// The places this program was built with. An error here is a broken build; a test of this crate
    /// holds that there is none.
    pub fn shipped() -> Result<&'static Self, Refusal> {
        let read = || {
            Self::read(
                include_str!("../../../catalogue/places/provinces.tsv"),
                include_str!("../../../catalogue/places/communes.tsv"),
                include_str!("../../../catalogue/places/former.tsv"),
            )
        };
        SHIPPED.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    /// Whether they were read already: the first to ask for them waits for that.
    pub fn ready() -> bool {
        SHIPPED.get().is_some()
    }

    /// Addresses that end in a unit in force on that day, best first. `home` is the code of the
    /// office's own province, which goes first among equals.
    pub fn find(&self, query: &str, day: Day, home: Option<&str>, limit: usize) -> Vec<Found> {
        let query = Query::read(query);
        search::Search::new(self, &query, day, home).run(limit)
    }

    /// The code of the province in force on that day whose name stands in a text, such as the place
    /// in a letterhead.
    pub fn province_named(&self, text: &str, day: Day) -> Option<&str> {
        let query = Query::read(text);
        let tails = tail::tails(self, &query.tokens);
        let exact = tails.iter().rev().find(|tail| tail.exact != 0)?;
        let mut provinces = self.provinces.iter().zip(0_u32..);
        let (province, _) = provinces.find(|(_, bit)| exact.exact & (1 << bit) != 0)?;
        province.on(day).map(|unit| unit.code.as_str())
    }

    /// Every unit in force on a day: provinces, then communes, each in the order of codes.
    pub fn in_force(&self, day: Day) -> impl Iterator<Item = &Unit> {
        let provinces = self
            .provinces
            .iter()
            .filter_map(move |province| province.on(day));
        provinces.chain(self.communes.iter().filter(move |unit| unit.is_on(day)))
    }

    /// The commune of a code on a day.
    fn commune(&self, code: &str, day: Day) -> Option<(usize, &Unit)> {
        let first = self
            .communes
            .partition_point(|unit| unit.code.as_str() < code);
        let states = self.communes.iter().enumerate().skip(first);
        states
            .take_while(|(_, unit)| unit.code == code)
            .find(|(_, unit)| unit.is_on(day))
    }

    /// A unit with its province, as an address writes it.
    fn address(&self, unit: &Unit, day: Day) -> Option<(String, Certainty)> {
        let province = self.provinces.get(unit.province)?.on(day)?;
        if unit.code == province.code {
            return Some((unit.full(), unit.certainty));
        }
        let text = format!("{}, {}", unit.full(), province.full());
        Some((text, unit.certainty.and(province.certainty)))
    }
}
