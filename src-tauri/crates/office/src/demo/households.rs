//! Households of people who do not exist.
//!
//! Purpose: two or three of the invented people under one roof, with what they could be to each other
//! by age and sex. Must never: take anybody who is in another household already.

use domain::born::{PartialDate, Sex};
use domain::household::Stay;
use domain::person::Person;

use crate::households::{HouseholdTold, MemberTold};

/// Most households.
const MOST: usize = 60;
/// Years between a parent and a child, at least.
const GENERATION: i32 = 18;

/// Some of the people as households, registered on `on`.
pub(super) fn told(people: &[Person], on: &str) -> Vec<HouseholdTold> {
    let mut rest = people.iter().filter(|person| !person.is_restricted());
    let mut households = Vec::new();
    while households.len() < MOST {
        let size = if households.len() % 3 == 0 { 3 } else { 2 };
        let some: Vec<&Person> = rest.by_ref().take(size).collect();
        let [head, others @ ..] = &some[..] else {
            break;
        };
        let members = others.iter().map(|one| member(one, relation(head, one)));
        households.push(HouseholdTold {
            stay: Stay::Permanent,
            address: head.facts.address.clone(),
            on: on.to_owned(),
            file: None,
            head: member(head, ""),
            members: members.collect(),
        });
    }
    households.retain(|household| !household.address.is_empty());
    households
}

fn member(person: &Person, relation: &str) -> MemberTold {
    MemberTold {
        id: Some(person.id.to_string()),
        relation: relation.to_owned(),
        ..MemberTold::default()
    }
}

/// What somebody could be to the head.
fn relation(head: &Person, one: &Person) -> &'static str {
    let year = |person: &Person| person.facts.born.map_or(0, PartialDate::year);
    let younger = year(one).saturating_sub(year(head));
    match one.facts.sex {
        _ if younger >= GENERATION => "con",
        Some(Sex::Female) if younger <= -GENERATION => "mẹ",
        Some(Sex::Male) if younger <= -GENERATION => "bố",
        Some(Sex::Female) if head.facts.sex == Some(Sex::Male) => "vợ",
        Some(Sex::Male) if head.facts.sex == Some(Sex::Female) => "chồng",
        Some(_) | None => "người thân",
    }
}
