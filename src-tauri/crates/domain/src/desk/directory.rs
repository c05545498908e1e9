//! Bodies to which somebody may be sent on (*danh bạ nơi chuyển gửi*): the house's own list over the one that
//! came with the program.
//!
//! Purpose: one body with the day on which somebody last made sure of it; what the desk keeps and what it took
//! off. Must never: hold anything of a citizen.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Desk;
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::moment::Day;
use crate::protected::referral::ReceiverKind;
use crate::text;

/// After so many days somebody has to make sure of a body again (the house's rule).
pub const STALE_DAYS: i64 = 180;
/// Most bodies that a desk keeps.
const MOST: usize = 300;
/// Longest name, address and line of phones or hours, characters.
const LINE: usize = 200;
/// Longest note, characters.
const NOTE: usize = 500;

/// One body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Its key: `[a-z0-9-]{1,40}`; a UUID where the desk made it.
    pub id: String,
    /// What kind of body.
    pub kind: ReceiverKind,
    /// Its name.
    pub name: String,
    /// Its phones, as they are rung.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phones: String,
    /// Where it is; empty of a place that nobody may learn of.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// When somebody answers: `24/7`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hours: String,
    /// What else has to be known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The day on which somebody last made sure of it.
    pub verified_on: Day,
    /// It came with the program, and nobody was sure of it then.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub unsure: bool,
}

/// The list that came with the program.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shipped {
    bodies: Vec<Body>,
}

static SHIPPED: LazyLock<Vec<Body>> = LazyLock::new(|| {
    let text = include_str!("../../../../catalogue/directory/directory.toml");
    // A list that does not read is an empty one; a test of this module fails then.
    toml::from_str::<Shipped>(text).map_or_else(|_cause| Vec::new(), |list| list.bodies)
});

/// The bodies that came with the program.
pub fn shipped() -> &'static [Body] {
    &SHIPPED
}

/// A body was noted, anew or for the first time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectoryKept {
    /// All of it.
    pub body: Body,
}

/// A body is on the list no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectoryDropped {
    /// Which.
    pub id: String,
}

/// What a desk made of one body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// It is on the list, so.
    Kept(Body),
    /// It was taken off.
    Dropped(String),
}

impl Listed {
    /// Of which body.
    pub fn id(&self) -> &str {
        match self {
            Self::Kept(body) => &body.id,
            Self::Dropped(id) => id,
        }
    }
}

impl Body {
    /// As it may be kept: trimmed, with a name and a way to reach it, made sure of by `today`.
    pub fn check(self, today: Day) -> Result<Self, Refusal> {
        let mut faults = Faults::default();
        let mut line = |text: &str, field: &str| {
            let line = text::line(text, LINE).map_err(|fault| fault.in_field(field));
            faults.keep(line).unwrap_or_default()
        };
        let body = Self {
            name: line(&self.name, "name"),
            phones: line(&self.phones, "phones"),
            address: line(&self.address, "address"),
            hours: line(&self.hours, "hours"),
            ..self
        };
        let note = text::prose(&body.note, NOTE).map_err(|fault| fault.in_field("note"));
        let note = faults.keep(note).unwrap_or_default();
        if body.name.is_empty() {
            faults.push(Fault::at(Code::FieldMissing, "name"));
        }
        if body.phones.is_empty() && body.address.is_empty() {
            faults.push(Fault::at(Code::FieldMissing, "phones"));
        }
        if body.verified_on > today {
            faults.push(Fault::at(Code::DateInFuture, "verified_on"));
        }
        faults.finish()?;
        Ok(Self {
            note,
            unsure: false,
            ..body
        })
    }

    /// Whether somebody has to make sure of it again.
    pub fn is_stale(&self, today: Day) -> bool {
        let until = self
            .verified_on
            .start()
            .plus(time::Duration::days(STALE_DAYS));
        until.day() < today
    }
}

impl Desk {
    /// What it makes of the list; full where it is not there and there is no room for one more.
    pub(crate) fn apply_listed(&mut self, listed: Listed) -> bool {
        let full = self.directory.len() >= MOST;
        match self
            .directory
            .iter_mut()
            .find(|one| one.id() == listed.id())
        {
            Some(one) => *one = listed,
            None if full => return false,
            None => self.directory.push(listed),
        }
        true
    }
}

/// The bodies of a list that came with the program, with what desks made of it, the later the stronger.
pub fn directory(shipped: &[Body], made: impl IntoIterator<Item = Listed>) -> Vec<Body> {
    let mut all: Vec<Body> = shipped.to_vec();
    for listed in made {
        all.retain(|body| body.id != listed.id());
        if let Listed::Kept(body) = listed {
            all.push(body);
        }
    }
    all.sort_by(|one, other| (one.kind, &one.name).cmp(&(other.kind, &other.name)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn body(id: &str, name: &str) -> Body {
        Body {
            id: id.to_owned(),
            kind: ReceiverKind::Shelter,
            name: name.to_owned(),
            phones: "1900 0000".to_owned(),
            address: String::new(),
            hours: String::new(),
            note: String::new(),
            verified_on: day("2026-11-01"),
            unsure: false,
        }
    }

    #[test]
    fn the_list_that_came_with_the_program_reads_and_names_each_body_once() {
        let ids: std::collections::BTreeSet<&str> =
            shipped().iter().map(|body| body.id.as_str()).collect();
        assert!(ids.len() >= 7);
        assert_eq!(ids.len(), shipped().len());
    }

    #[test]
    fn what_the_house_keeps_stands_over_what_came_and_what_it_took_off_is_gone() {
        let shipped = [body("a", "Một"), body("b", "Hai"), body("c", "Ba")];
        let made = [
            Listed::Kept(body("b", "Hai, số mới")),
            Listed::Dropped("c".to_owned()),
            Listed::Kept(body("d", "Bốn")),
        ];
        let names: Vec<String> = directory(&shipped, made)
            .into_iter()
            .map(|body| body.name)
            .collect();
        assert_eq!(names, ["Bốn", "Hai, số mới", "Một"]);
    }

    #[test]
    fn a_body_has_a_name_and_a_way_and_was_made_sure_of_by_today() {
        let today = day("2026-11-24");
        assert!(body("a", "Một").check(today).is_ok());
        let fields = |body: Body| {
            let refused = body.check(today).unwrap_err();
            refused.first.field.unwrap()
        };
        assert_eq!(fields(body("a", "  ")), "name");
        let silent = Body {
            phones: String::new(),
            ..body("a", "Một")
        };
        assert_eq!(fields(silent), "phones");
        let later = Body {
            verified_on: day("2026-11-25"),
            ..body("a", "Một")
        };
        assert_eq!(fields(later), "verified_on");
    }

    #[test]
    fn after_half_a_year_it_has_to_be_made_sure_of_again() {
        let one = body("a", "Một");
        assert!(!one.is_stale(day("2027-04-30")));
        assert!(one.is_stale(day("2027-05-01")));
    }
}
