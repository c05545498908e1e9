//! A unit that fits what was typed: how well, and the address it makes.
//!
//! Purpose: the order of what is offered: more words explained, marks as typed, the type as typed,
//! whole names, the office's own province, today's names, the order of names. Must never: offer a
//! unit that is not in force.

use super::query::Query;
use super::unit::{Former, Unit};
use super::{Day, FormerName, Found, Places};

/// How well it fits; the least is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// Words before the unit.
    pub(super) start: usize,
    /// Marks were typed and are not those of the name.
    pub(super) other_marks: bool,
    /// A type was typed and is another, or was taken for a part of the name.
    pub(super) other_kind: bool,
    /// 0 the whole name, 1 its last letters missing, 2 words missing.
    pub(super) part: u8,
    /// Not in the office's own province.
    pub(super) away: bool,
    /// Today's names before those of before.
    pub(super) age: u8,
    /// Words of the name that were not typed.
    pub(super) missing: usize,
}

/// What a candidate leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Leads {
    /// A province, by a former one's name or its own.
    Province(usize, Option<usize>),
    /// A commune; its name of now, and the former province that was named.
    Commune(usize, Option<usize>),
    /// A commune by its earlier state.
    Earlier(usize),
    /// The commune at a place in the list of a former unit.
    Former(usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub(super) rank: Rank,
    /// Place in the list of names, or past its end.
    pub(super) entry: usize,
    pub(super) leads: Leads,
    /// A type was typed before its name.
    pub(super) typed: bool,
}

impl Candidate {
    pub(super) fn new(rank: Rank, entry: usize, leads: Leads) -> Self {
        Self {
            rank,
            entry,
            leads,
            typed: false,
        }
    }

    /// The address of a candidate, if its unit is in force.
    pub(super) fn found(&self, places: &Places, query: &Query<'_>, day: Day) -> Option<Found> {
        let province = |index: usize| {
            let former = places.former_provinces.get(index)?;
            former.states.first().map(Unit::full)
        };
        let whole = |text: String| FormerName {
            text,
            divided: false,
        };
        let (unit, former) = match self.leads {
            Leads::Province(place, former) => {
                let unit = places.provinces.get(place)?.on(day)?;
                (unit, former.and_then(province).map(whole))
            }
            Leads::Commune(place, former) => {
                let unit = places.communes.get(place)?;
                (unit, former.and_then(province).map(whole))
            }
            Leads::Earlier(place) => {
                let earlier = places.communes.get(place)?;
                let (_, unit) = places.commune(&earlier.code, day)?;
                (unit, Some(whole(earlier.full())))
            }
            Leads::Former(place, index) => {
                let old = places.former.get(place)?;
                let (_, unit) = places.commune(old.codes.get(index)?, day)?;
                let district = old
                    .district
                    .and_then(|district| places.former.get(district));
                let names = [
                    Some(old.full()),
                    district.map(Former::full),
                    province(old.province),
                ];
                let names: Vec<String> = names.into_iter().flatten().collect();
                let name = FormerName {
                    text: names.join(", "),
                    divided: old.codes.len() > 1,
                };
                (unit, Some(name))
            }
        };
        let (address, certainty) = places.address(unit, day)?;
        let street = query.before(self.rank.start);
        let text = if street.is_empty() {
            address
        } else {
            format!("{street}, {address}")
        };
        Some(Found {
            text,
            code: unit.code.clone(),
            kind: unit.kind,
            certainty,
            former,
        })
    }
}
