//! The window's way to merge two records of one person.
//!
//! Purpose: texts to ids and facts, the second person's agreement, the page afterwards. Must never:
//! decide.

use std::collections::BTreeSet;

use domain::fault::{Code, Fault};
use domain::id::PersonId;
use domain::person::Fact;
use vault::secret::Passphrase;

use super::Window;
use crate::counter::PersonCard;
use crate::merging::{MergeWish, PeopleCompared};
use crate::refused::{Answer, Refused};
use crate::views::PersonRow;

impl Window {
    /// Records that may be the same person as this one.
    pub async fn alike_record(&self, id: &str) -> Answer<Vec<PersonRow>> {
        let session = self.signed_in().await?;
        self.office.alike_record(&session, person(id)?).await
    }

    /// Two records side by side; a look that is journalled each time.
    pub async fn compare_people(&self, one: &str, other: &str) -> Answer<PeopleCompared> {
        let session = self.signed_in().await?;
        self.opens_one()?;
        let (one, other) = (person(one)?, person(other)?);
        self.office.compare_people(&session, one, other).await
    }

    /// Merges what the officer and a second person at the same screen agree to. `taken`: names of the
    /// facts that come from the one that goes, with commas.
    pub async fn merge_people(
        &self,
        (stays, goes): (&str, &str),
        taken: &str,
        (name, passphrase): (&str, Passphrase),
    ) -> Answer<PersonCard> {
        let session = self.signed_in().await?;
        let wish = MergeWish {
            stays: person(stays)?,
            goes: person(goes)?,
            taken: facts(taken)?,
        };
        let request = self.office.merge_request(&session, &wish).await?;
        let second = self.office.cosign(&session, name, passphrase, request);
        let second = second.await?;
        self.office.merge_people(&session, &wish, second).await?;
        self.office.person_card(&session, stays).await
    }

    /// Undoes the latest merging into a record; its page afterwards.
    pub async fn unmerge_people(
        &self,
        id: &str,
        (name, passphrase): (&str, Passphrase),
    ) -> Answer<PersonCard> {
        let session = self.signed_in().await?;
        let stays = person(id)?;
        let request = self.office.unmerge_request(&session, stays).await?;
        let second = self.office.cosign(&session, name, passphrase, request);
        let second = second.await?;
        self.office.unmerge_people(&session, stays, second).await?;
        self.office.person_card(&session, id).await
    }
}

fn person(id: &str) -> Answer<PersonId> {
    id.parse()
        .map_err(|_not_an_id| Refused::from(Fault::at(Code::PersonUnknown, "id")))
}

fn facts(text: &str) -> Answer<BTreeSet<Fact>> {
    let names = text.split(',').filter(|name| !name.is_empty());
    let read = names.map(|name| serde_json::from_value(name.into()));
    let read: Result<_, serde_json::Error> = read.collect();
    read.map_err(|_no_fact| Fault::at(Code::FieldNotChoice, "taken").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_named_as_they_are_shown() {
        let read = |text| facts(text).ok();
        assert_eq!(read(""), Some(BTreeSet::new()));
        let both = BTreeSet::from([Fact::Name, Fact::OldNumber]);
        assert_eq!(read("name,old_number"), Some(both));
        assert_eq!(read("name,salary"), None);
    }
}
