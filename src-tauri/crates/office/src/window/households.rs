//! The window's way to a household.
//!
//! Purpose: texts to ids, and what stands on the page afterwards. Must never: decide.

use domain::fault::{Code, Fault};
use domain::id::PersonId;

use super::Window;
use crate::households::{ChangeTold, HouseholdTold, HouseholdsView};
use crate::refused::{Answer, Refused};

impl Window {
    /// The households of a person; of a restricted one only where `see`, and journalled.
    pub async fn households_of(&self, person: &str, see: bool) -> Answer<HouseholdsView> {
        let session = self.signed_in().await?;
        let person = id(person)?;
        self.opens(person, true)?;
        self.office.households_of(&session, person, see).await
    }

    /// A household becomes known; those of the person afterwards.
    pub async fn record_household(
        &self,
        person: &str,
        told: &HouseholdTold,
    ) -> Answer<HouseholdsView> {
        let session = self.signed_in().await?;
        let person = id(person)?;
        self.office.record_household(&session, told).await?;
        self.office.households_of(&session, person, false).await
    }

    /// Something happens to a household; those of the person afterwards.
    pub async fn change_household(
        &self,
        person: &str,
        household: &str,
        told: &ChangeTold,
    ) -> Answer<HouseholdsView> {
        let session = self.signed_in().await?;
        let person = id(person)?;
        self.office
            .change_household(&session, household, told)
            .await?;
        self.office.households_of(&session, person, false).await
    }
}

fn id(person: &str) -> Answer<PersonId> {
    person
        .parse()
        .map_err(|_not_an_id| Refused::from(Fault::at(Code::PersonUnknown, "id")))
}
