//! Households (*hộ gia đình*): recorded, moved into and out of, split, corrected.
//!
//! Purpose: the use cases around a household, reached from a page of one of its people. Whoever moves in
//! leaves the household of the same registration that she lived in, in the same act. A household in which
//! somebody restricted lives is there for a supervisor alone, as if it had never been recorded. Must
//! never: show anybody restricted, or where she went, on the page of another.

mod changing;
mod told;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::file::File;
use domain::household::{Basis, Household, Member, People};
use domain::id::{FileId, HouseholdId, PersonId};
use domain::moment::Day;
use domain::permission::Circumstance;
use domain::person::Person;
use domain::subject::Viewed;
use store::{Pending, Tx};

use self::changing::{Change, leaving};
pub use self::told::{ChangeTold, HouseholdChange, HouseholdTold, MemberTold, RelationTold};
use self::told::{Reading, household_id};
pub use self::view::{
    BasisView, HouseholdPerson, HouseholdTurn, HouseholdView, HouseholdsView, TurnKind,
};
use crate::Office;
use crate::files::reads;
use crate::people::on_record;
use crate::policy::{AmendResidence, Permit, ReadResidence, RecordResidence, SeeRestrictedAddress};
use crate::refused::{Answer, Refused};
use crate::restricted::{around, sees};
use crate::session::Session;

/// Households shown of one person.
const LISTED: u32 = 20;
/// Matters offered as a basis.
const MATTERS: u32 = 20;

impl Office {
    /// The households of a person, those she lives in first; the look is journalled. Of a restricted
    /// person nothing but that it is kept, unless `see`: that is a supervisor's, shows everybody, and each
    /// look is an entry of its own at everybody restricted.
    pub async fn households_of(
        &self,
        session: &Session,
        id: PersonId,
        see: bool,
    ) -> Answer<HouseholdsView> {
        let _reach: Permit<'_, ReadResidence> = self.permit(session, own(true)).await?;
        let records = session.records()?;
        let person = on_record(&mut records.desk.begin().await?, id).await?;
        let hers = files_of(&mut records.desk.begin().await?, &person).await?;
        let around = own(hers.iter().any(|file| file.is_of(session.user())));
        let _permit: Permit<'_, ReadResidence> = self.permit(session, around).await?;
        if person.is_restricted() && !see {
            return Ok(HouseholdsView::kept());
        }
        let mut tx = records.desk.begin().await?;
        let found = tx.households_of(&person, LISTED).await?;
        if see {
            drop(tx);
            let _permit: Permit<'_, SeeRestrictedAddress> =
                self.permit(session, Circumstance::default()).await?;
            tx = records.desk.begin().await?;
            let day = self.clock.now().day();
            let mut looks = Vec::new();
            let mut kept = kept_in(&mut tx, &found).await?;
            kept.insert(person.id);
            for one in kept {
                looks.push(Pending::new(one, Action::PersonAddressSeen(Viewed { day })));
            }
            self.commit(tx, records, looks).await?;
        } else if !records.holds_look(person.id.into(), self.clock.now().day()) {
            // What is offered in the form of an open visit is entered with it.
            self.note_look(tx, records, person.id, Action::PersonViewed)
                .await?;
        }
        let mut tx = records.desk.begin().await?;
        let mut shown = Vec::new();
        for household in found {
            let household = settled(&mut tx, household).await?;
            // Somebody restricted lives there: to everybody else it is not on record.
            if see || !keeps(&mut tx, &household, Some(&person)).await? {
                shown.push(household);
            }
        }
        self.households_view(&mut tx, session, &person, (&shown, &hers), see)
            .await
    }

    /// A household becomes known.
    pub async fn record_household(
        &self,
        session: &Session,
        told: &HouseholdTold,
    ) -> Answer<HouseholdId> {
        let permit: Permit<'_, RecordResidence> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let today = self.clock.now().day();
        let mut reading = Reading::new(self, today);
        let on = reading.day(&told.on);
        let file = self.basis(&mut tx, session, told.file.as_deref()).await?;
        let file = reading.file(told.file.is_some(), file.as_ref());
        let head = reading.head(&mut tx, &told.head).await?;
        let members = reading.members(&mut tx, &told.members, &[]).await?;
        reading.address(&told.address);
        let (moving, mut entries) = reading.finish()?;
        let Some(head) = head else {
            return Err(Fault::at(Code::FieldMissing, "head.name").into());
        };
        let people = People { head, members };
        let basis = Basis { on, file };
        let action = domain::household::record(told.stay, &told.address, people, basis, today)?;
        let id = self.ids().household();
        // Where a restricted person goes is written down nowhere else.
        let kept = moving.iter().any(|(person, _)| person.is_restricted());
        let to = if kept { "" } else { &told.address };
        entries.extend(leaving(&mut tx, told.stay, &moving, (to, basis), None).await?);
        entries.push(Pending::new(id, action));
        self.commit(tx, records, entries).await?;
        Ok(id)
    }

    /// Something happens to a household.
    pub async fn change_household(
        &self,
        session: &Session,
        id: &str,
        told: &ChangeTold,
    ) -> Answer<()> {
        let _reach: Permit<'_, AmendResidence> = self.permit(session, own(true)).await?;
        let id = household_id(id)?;
        let records = session.records()?;
        let mut tx = records.desk.begin().await?;
        let household = on_file(&mut tx, id, session).await?;
        let file = self.basis(&mut tx, session, told.file.as_deref()).await?;
        let of_hers = match &file {
            Some(file) => concerns(&mut tx, file, &household).await?,
            None => false,
        };
        drop(tx);
        let around = own(of_hers || household.recorded_by() == Some(session.user()));
        let _permit: Permit<'_, AmendResidence> = self.permit(session, around).await?;
        let mut tx = records.desk.begin().await?;
        // As it stands now: somebody else may have changed it meanwhile.
        let household = on_file(&mut tx, id, session).await?;
        let today = self.clock.now().day();
        let mut reading = Reading::new(self, today);
        let on = reading.day(&told.on);
        let file = reading.file(told.file.is_some(), file.as_ref());
        let basis = Basis { on, file };
        let mut change = Change {
            tx,
            household,
            basis,
            today,
        };
        let entries = change.decide(&told.change, reading, self).await?;
        self.commit(change.tx, records, entries).await?;
        Ok(())
    }

    /// The matter that decided a change; one that is not hers looks like one that is not there.
    async fn basis(
        &self,
        tx: &mut Tx,
        session: &Session,
        file: Option<&str>,
    ) -> Answer<Option<File>> {
        let found = match file.map(str::parse::<FileId>) {
            Some(Ok(id)) => tx.file(id).await?,
            Some(Err(_)) | None => None,
        };
        Ok(found.filter(|file| reads(session, file)))
    }
}

/// A household as it stands, its people under the ids that their records stay under. Where somebody
/// restricted lives it is there for whoever may see her alone.
async fn on_file(tx: &mut Tx, id: HouseholdId, session: &Session) -> Answer<Household> {
    let unknown = || Refused::from(Fault::at(Code::HouseholdUnknown, "id"));
    let household = tx.household(id).await?.ok_or_else(unknown)?;
    let household = settled(tx, household).await?;
    if !sees(session) && keeps(tx, &household, None).await? {
        return Err(unknown());
    }
    Ok(household)
}

/// Two records of one person that were merged are one of the household's people.
async fn settled(tx: &mut Tx, mut household: Household) -> Answer<Household> {
    if let Some(people) = household.people.take() {
        let mut stays = BTreeMap::new();
        for id in people.ids() {
            stays.extend(tx.person(id).await?.map(|person| (id, person.id)));
        }
        let settled = people.settled(|id| stays.get(&id).copied().unwrap_or(id));
        household.people = Some(settled);
    }
    Ok(household)
}

/// Whether somebody restricted lives there, other than this person.
async fn keeps(tx: &mut Tx, household: &Household, but: Option<&Person>) -> Answer<bool> {
    for id in household.ids() {
        let hers = but.is_some_and(|person| person.is(id));
        if !hers && tx.person(id).await?.is_some_and(|one| one.is_restricted()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Everybody restricted whom these households name.
async fn kept_in(tx: &mut Tx, households: &[Household]) -> Answer<BTreeSet<PersonId>> {
    let mut kept = BTreeSet::new();
    for id in households.iter().flat_map(Household::ever) {
        let person = tx.person(id).await?;
        kept.extend(person.filter(Person::is_restricted).map(|person| person.id));
    }
    Ok(kept)
}

/// Whether a matter is about somebody who lives or lived there.
async fn concerns(tx: &mut Tx, file: &File, household: &Household) -> Answer<bool> {
    let people = around(tx, file).await?;
    let ever = household.ever();
    let mut all = people.parties.iter().chain(&people.named);
    Ok(all.any(|person| person.ids().any(|id| ever.contains(&id))))
}

/// A member as a household keeps her.
fn member(person: PersonId, relation: String) -> Member {
    Member { person, relation }
}

const fn own(own: bool) -> Circumstance {
    Circumstance {
        own,
        second: false,
        stepped_up: false,
    }
}

async fn files_of(tx: &mut Tx, person: &Person) -> Answer<Vec<File>> {
    Ok(tx.files_of_person(person, MATTERS).await?)
}

/// Today, where no day was told.
fn day_of(typed: &str, today: Day) -> Result<Day, Fault> {
    if typed.trim().is_empty() {
        return Ok(today);
    }
    let day: Day = typed
        .parse()
        .map_err(|_not_a_day| Fault::at(Code::FieldNotDate, "on"))?;
    if day > today {
        return Err(Fault::at(Code::DateInFuture, "on"));
    }
    Ok(day)
}
