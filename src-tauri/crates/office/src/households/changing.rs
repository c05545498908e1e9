//! One change of a household, decided.
//!
//! Purpose: what was told of it to entries, among them those of the households that people leave who now
//! live elsewhere. Must never: write where somebody restricted went.

use std::collections::BTreeMap;

use domain::fault::{Code, Fault};
use domain::household::{
    Basis, Changing, Corrects, Household, Leaving, People, Splitting, Stay, Why,
};
use domain::id::{HouseholdId, PersonId};
use domain::moment::Day;
use domain::person::Person;
use store::{Pending, Tx};

use super::told::{HouseholdChange, MemberTold, Reading, RelationTold};
use super::{LISTED, settled};
use crate::Office;
use crate::refused::Answer;

/// Around which a change is decided.
pub(super) struct Change {
    pub(super) tx: Tx,
    pub(super) household: Household,
    pub(super) basis: Basis,
    pub(super) today: Day,
}

impl Change {
    pub(super) async fn decide(
        &mut self,
        told: &HouseholdChange,
        mut reading: Reading<'_>,
        office: &Office,
    ) -> Answer<Vec<Pending>> {
        match told {
            HouseholdChange::Joined { members } => self.joined(reading, members).await,
            HouseholdChange::Left {
                people,
                why,
                to,
                next,
                relations,
            } => {
                let mut who = Vec::with_capacity(people.len());
                for id in people {
                    who.extend(reading.living(&mut self.tx, id, "people").await?);
                }
                let changing = self.changing(&mut reading, next.as_deref(), relations);
                let changing = changing.await?;
                let leaving = Leaving {
                    people: who,
                    why: *why,
                    to: to.clone(),
                };
                let decided = self
                    .household
                    .leave(leaving, &changing, self.basis, self.today);
                let action = reading.with(decided)?;
                Ok(vec![Pending::new(self.household.id, action)])
            }
            HouseholdChange::Split {
                head,
                members,
                address,
                next,
                relations,
            } => {
                let head = reading.living(&mut self.tx, head, "theirs").await?;
                let members = reading.relations(&mut self.tx, members, "members").await?;
                let changing = self.changing(&mut reading, next.as_deref(), relations);
                let changing = changing.await?;
                let Some(head) = head else {
                    // Its fault stands already.
                    reading.finish()?;
                    return Ok(Vec::new());
                };
                let into = office.ids().household();
                let splitting = Splitting {
                    into,
                    people: People { head, members },
                    address: address.clone(),
                };
                let decided = self
                    .household
                    .split(splitting, &changing, self.basis, self.today);
                let (ours, theirs) = reading.with(decided)?;
                Ok(vec![
                    Pending::new(self.household.id, ours),
                    Pending::new(into, theirs),
                ])
            }
            HouseholdChange::Corrected {
                address,
                head,
                relations,
            } => {
                let changing = self.changing(&mut reading, head.as_deref(), relations);
                let corrects = Corrects {
                    address: address.clone(),
                    changing: changing.await?,
                };
                let decided = self.household.correcting(&corrects, self.basis, self.today);
                let action = reading.with(decided)?;
                Ok(vec![Pending::new(self.household.id, action)])
            }
        }
    }

    async fn joined(
        &mut self,
        mut reading: Reading<'_>,
        told: &[MemberTold],
    ) -> Answer<Vec<Pending>> {
        let lives: Vec<PersonId> = self.household.ids().collect();
        let members = reading.members(&mut self.tx, told, &lives).await?;
        let decided = self.household.join(members, self.basis, self.today);
        // Some of them were refused: what is decided about the rest is no answer.
        let decided = if reading.is_good() || decided.is_err() {
            reading.keep(decided)
        } else {
            None
        };
        let (moving, mut entries) = reading.finish()?;
        let mut kept = moving.iter().any(|(person, _)| person.is_restricted());
        for id in lives {
            let person = self.tx.person(id).await?;
            kept |= person.is_some_and(|person| person.is_restricted());
        }
        let address = self.household.address.clone();
        let to = if kept { "" } else { address.as_str() };
        let (stay, not) = (self.household.stay, Some(self.household.id));
        entries.extend(leaving(&mut self.tx, stay, &moving, (to, self.basis), not).await?);
        entries.extend(decided.map(|action| Pending::new(self.household.id, action)));
        Ok(entries)
    }

    async fn changing(
        &mut self,
        reading: &mut Reading<'_>,
        head: Option<&str>,
        told: &[RelationTold],
    ) -> Answer<Changing> {
        let head = match head {
            Some(id) => reading.living(&mut self.tx, id, "head").await?,
            None => None,
        };
        let relations = reading.relations(&mut self.tx, told, "relations").await?;
        Ok(Changing { head, relations })
    }
}

/// What is noted of the households that people leave who now live elsewhere. `moving`: who, and at which
/// field a fault about her stands. Where only people stay who are restricted, the first of them is the
/// head: to ask for another one would tell that they are there.
pub(super) async fn leaving(
    tx: &mut Tx,
    stay: Stay,
    moving: &[(Person, String)],
    (to, basis): (&str, Basis),
    not: Option<HouseholdId>,
) -> Answer<Vec<Pending>> {
    let mut leaves: BTreeMap<HouseholdId, (Household, Vec<PersonId>, &str)> = BTreeMap::new();
    for (person, field) in moving {
        for household in tx.households_of(person, LISTED).await? {
            let household = settled(tx, household).await?;
            let lives = household.ids().any(|id| person.is(id));
            if lives && household.stay == stay && Some(household.id) != not {
                let entry = leaves
                    .entry(household.id)
                    .or_insert_with(|| (household, Vec::new(), field));
                entry.1.push(person.id);
            }
        }
    }
    let mut entries = Vec::new();
    for (id, (household, people, field)) in leaves {
        let changing = with_head(tx, &household, &people).await?;
        let leaving = Leaving {
            people,
            why: Why::Moved,
            to: to.to_owned(),
        };
        let action = household
            .leave(leaving, &changing, basis, basis.on)
            .map_err(|_no_head| Fault::at(Code::HouseholdHeadElsewhere, field))?;
        entries.push(Pending::new(id, action));
    }
    Ok(entries)
}

async fn with_head(tx: &mut Tx, household: &Household, left: &[PersonId]) -> Answer<Changing> {
    let stays: Vec<PersonId> = household.ids().filter(|id| !left.contains(id)).collect();
    for id in &stays {
        if tx
            .person(*id)
            .await?
            .is_some_and(|one| !one.is_restricted())
        {
            return Ok(Changing::default());
        }
    }
    let head = household.people.as_ref().map(|people| people.head);
    let leaves = head.is_some_and(|head| left.contains(&head));
    Ok(Changing {
        head: stays.first().copied().filter(|_| leaves),
        relations: Vec::new(),
    })
}
