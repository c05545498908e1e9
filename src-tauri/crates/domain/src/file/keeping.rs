//! What of a matter is kept because somebody's address is restricted, and from whom.
//!
//! Purpose: pure rules over a matter, its people and whoever stands at the desk. Must never: know why
//! somebody is restricted, or keep an ordinary person's own matter from her.

use super::File;
use crate::catalogue::{FieldKind, FieldValue, Fields, Offer, Service};
use crate::person::Person;

/// The people of a matter that are on record.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Who brought it.
    pub parties: Vec<Person>,
    /// Whom its form names by a number.
    pub named: Vec<Person>,
}

impl File {
    /// Whether a release counts for this person: one from before she was restricted does not.
    pub fn is_released_for(&self, person: &Person) -> bool {
        let released = self.released;
        released.is_some_and(|at| person.restricted.is_none_or(|since| since <= at))
    }

    /// Personal numbers of everybody its form names.
    pub fn named_numbers(&self) -> Vec<String> {
        let answers = self.opened.fields.values();
        let named = answers
            .flat_map(FieldValue::people)
            .filter_map(|one| one.number.clone());
        named.collect()
    }

    /// Whether it is kept from whoever stands there: whoever brought it is restricted, or whoever its
    /// result is for, she is not that person, and no supervisor released it. Others who are named in it
    /// keep nothing from her whose matter it is.
    pub fn is_kept_from(&self, service: &Service, around: &Around, who: Option<&Person>) -> bool {
        let receives = self.receives(service, around);
        let mut people = around.parties.iter().chain(receives);
        people.any(|person| person.keeps_from(who) && !self.is_released_for(person))
    }

    /// Those on record whose result it is.
    fn receives<'a>(
        &'a self,
        service: &'a Service,
        around: &'a Around,
    ) -> impl Iterator<Item = &'a Person> {
        let named = service.result_named(&self.opened.fields);
        let number = named.and_then(|named| named.number.as_ref());
        let receives =
            move |person: &&Person| number.is_some() && person.facts.number.as_ref() == number;
        around.named.iter().filter(receives)
    }

    /// Its answers as a paper or another system may have them: of a restricted person's matter no
    /// address, and nobody she lives with; of whoever is named and restricted neither address nor phone.
    pub fn told_on_paper(&self, service: &Service, around: &Around) -> Fields {
        let kept = |person: &&Person| person.is_restricted() && !self.is_released_for(person);
        let receives = self.receives(service, around);
        let mut people = around.parties.iter().chain(receives);
        let hers = people.any(|person| kept(&person));
        let numbers: Vec<&String> = around
            .named
            .iter()
            .filter(kept)
            .filter_map(|person| person.facts.number.as_ref())
            .collect();
        let mut told = self.opened.fields.clone();
        for field in &service.fields {
            let household = matches!(field.offers, Some(Offer::Household | Offer::Householder));
            if hers && (field.kind == FieldKind::Address || household) {
                told.remove(&field.key);
            }
        }
        for named in told.values_mut().flat_map(FieldValue::people_mut) {
            let number = named.number.as_ref();
            if hers || number.is_some_and(|number| numbers.contains(&number)) {
                named.address = None;
                named.phone = None;
            }
        }
        told
    }
}
