//! Households (*hộ gia đình*): recorded, moved into and out of, split, corrected.
//!
//! Purpose: the use cases around a household, reached from a page of one of its people. Whoever moves in
//! leaves the household of the same registration that she lived in, in the same act. Must never: show
//! anybody restricted, or where she went, on the page of another.

mod told;
mod view;

use std::collections::BTreeMap;

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::household::{Basis, Changing, Household, Leaving, Member, People, Splitting};
use domain::id::{FileId, HouseholdId, PersonId};
use domain::moment::Day;
use domain::permission::Circumstance;
use domain::person::Person;
use domain::subject::Viewed;
use store::{Pending, Tx};

pub use self::told::{ChangeTold, HouseholdChange, HouseholdTold, MemberTold, RelationTold};
use self::told::{Reading, changing, household_id, person_id};
pub use self::view::{
    BasisView, HouseholdPerson, HouseholdTurn, HouseholdView, HouseholdsView, TurnKind,
};
use crate::Office;
use crate::policy::{AmendResidence, Permit, ReadResidence, RecordResidence, SeeRestrictedAddress};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

/// Households shown of one person.
const LISTED: u32 = 20;
/// Matters offered as a basis.
const MATTERS: u32 = 20;

/// Around which a change is decided.
struct Change<'a> {
    records: &'a Records,
    tx: Tx,
    household: Household,
    basis: Basis,
    today: Day,
}

impl Office {
    /// The households of a person, those she lives in first. Of a restricted person nothing but that it
    /// is kept, unless `see`: that is a supervisor's, and each look is an entry of its own.
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
        if person.is_restricted() {
            if !see {
                return Ok(HouseholdsView::kept());
            }
            let _permit: Permit<'_, SeeRestrictedAddress> =
                self.permit(session, Circumstance::default()).await?;
            let tx = records.desk.begin().await?;
            let day = self.clock.now().day();
            let look = Action::PersonAddressSeen(Viewed { day });
            let entries = vec![Pending::new(person.id, look)];
            self.commit(tx, records, entries).await?;
        }
        let mut tx = records.desk.begin().await?;
        let found = tx.households_of(&person, LISTED).await?;
        self.households_view(&mut tx, session, &person, (&found, &hers))
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
        let basis = self.basis(&mut tx, session, (&told.on, told.file.as_deref()));
        let basis = reading.faults.keep_all(basis.await?);
        let head = reading.head(&mut tx, &told.head).await?;
        let members = reading.members(&mut tx, &told.members, &[]).await?;
        let (moving, mut entries) = reading.finish(&told.address)?;
        let (Some(head), Some(basis)) = (head, basis) else {
            return Err(Fault::at(Code::FieldMissing, "head.name").into());
        };
        let people = People { head, members };
        let action = domain::household::record(told.stay, &told.address, people, basis, today)?;
        let id = self.ids().household();
        entries.extend(leaving(&mut tx, told.stay, &moving, (&told.address, basis), None).await?);
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
        let household = tx.household(id).await?.ok_or_else(unknown)?;
        let basis = self
            .basis(&mut tx, session, (&told.on, told.file.as_deref()))
            .await?;
        let of_hers = basis.as_ref().is_ok_and(|basis| basis.file.is_some());
        drop(tx);
        let around = own(of_hers || household.recorded_by() == Some(session.user()));
        let _permit: Permit<'_, AmendResidence> = self.permit(session, around).await?;
        let mut change = Change {
            records,
            tx: records.desk.begin().await?,
            household,
            basis: basis?,
            today: self.clock.now().day(),
        };
        let entries = match &told.change {
            HouseholdChange::Joined { members } => self.joined(&mut change, members).await?,
            HouseholdChange::Left { .. } => left(&mut change, &told.change).await?,
            HouseholdChange::Split { .. } => self.split(&mut change, &told.change).await?,
            HouseholdChange::Corrected { .. } => corrected(&change, &told.change)?,
        };
        let Change { records, tx, .. } = change;
        self.commit(tx, records, entries).await?;
        Ok(())
    }

    async fn joined(&self, change: &mut Change<'_>, told: &[MemberTold]) -> Answer<Vec<Pending>> {
        let mut reading = Reading::new(self, change.today);
        let lives: Vec<PersonId> = change.household.ids().collect();
        let members = reading.members(&mut change.tx, told, &lives).await?;
        let address = change.household.address.clone();
        let (moving, mut entries) = reading.finish(&address)?;
        let action = change.household.join(members, change.basis, change.today)?;
        let from = leaving(
            &mut change.tx,
            change.household.stay,
            &moving,
            (&address, change.basis),
            Some(change.household.id),
        );
        entries.extend(from.await?);
        entries.push(Pending::new(change.household.id, action));
        Ok(entries)
    }

    async fn split(&self, change: &mut Change<'_>, told: &HouseholdChange) -> Answer<Vec<Pending>> {
        let HouseholdChange::Split {
            head,
            members,
            address,
            next,
            relations,
        } = told
        else {
            return Ok(Vec::new());
        };
        let people = People {
            head: person_id(head, "theirs")?,
            members: told::relations(members, "members")?,
        };
        let left: Vec<PersonId> = people.ids().collect();
        let into = self.ids().household();
        let splitting = Splitting {
            into,
            people,
            address: address.clone(),
        };
        let told = changing(next.as_deref(), relations)?;
        let told = with_head(change, &left, told).await?;
        let (ours, theirs) =
            change
                .household
                .split(splitting, &told, change.basis, change.today)?;
        Ok(vec![
            Pending::new(change.household.id, ours),
            Pending::new(into, theirs),
        ])
    }

    /// From what day, and by what matter: one that is not hers looks like one that is not there.
    async fn basis(
        &self,
        tx: &mut Tx,
        session: &Session,
        (on, file): (&str, Option<&str>),
    ) -> Answer<Result<Basis, domain::fault::Refusal>> {
        let today = self.clock.now().day();
        let on = if on.trim().is_empty() {
            Ok(today)
        } else {
            on.parse::<Day>()
        };
        let Ok(on) = on else {
            return Ok(Err(Fault::at(Code::FieldNotDate, "on").into()));
        };
        if on > today {
            return Ok(Err(Fault::at(Code::DateInFuture, "on").into()));
        }
        let Some(file) = file else {
            return Ok(Ok(Basis { on, file: None }));
        };
        let found = match file.parse::<FileId>() {
            Ok(id) => tx.file(id).await?,
            Err(_not_an_id) => None,
        };
        let hers = found.filter(|file| file.is_of(session.user()) || reads_all(session));
        Ok(match hers {
            Some(file) => Ok(Basis {
                on,
                file: Some(file.id),
            }),
            None => Err(Fault::at(Code::FileUnknown, "file").into()),
        })
    }
}

async fn left(change: &mut Change<'_>, told: &HouseholdChange) -> Answer<Vec<Pending>> {
    let HouseholdChange::Left {
        people,
        why,
        to,
        next,
        relations,
    } = told
    else {
        return Ok(Vec::new());
    };
    let people = people.iter().map(|id| person_id(id, "people"));
    let people = people.collect::<Answer<Vec<_>>>()?;
    let told = changing(next.as_deref(), relations)?;
    let told = with_head(change, &people, told).await?;
    let leaving = Leaving {
        people,
        why: *why,
        to: to.clone(),
    };
    let action = change
        .household
        .leave(leaving, &told, change.basis, change.today)?;
    Ok(vec![Pending::new(change.household.id, action)])
}

fn corrected(change: &Change<'_>, told: &HouseholdChange) -> Answer<Vec<Pending>> {
    let HouseholdChange::Corrected {
        address,
        head,
        relations,
    } = told
    else {
        return Ok(Vec::new());
    };
    let corrects = domain::household::Corrects {
        address: address.clone(),
        changing: changing(head.as_deref(), relations)?,
    };
    let action = change
        .household
        .correcting(&corrects, change.basis, change.today)?;
    Ok(vec![Pending::new(change.household.id, action)])
}

/// Where everybody shown left and only people stay who are kept from this page, the first of them is
/// the head: asking for another one would tell that they are there.
async fn with_head(change: &mut Change<'_>, left: &[PersonId], told: Changing) -> Answer<Changing> {
    if told.head.is_some() {
        return Ok(told);
    }
    let stays: Vec<PersonId> = change
        .household
        .ids()
        .filter(|id| !left.contains(id))
        .collect();
    for id in &stays {
        let shown = change.tx.person(*id).await?;
        if shown.is_some_and(|person| !person.is_restricted()) {
            return Ok(told);
        }
    }
    let kept = change.household.people.as_ref().map(|people| people.head);
    let head_left = kept.is_some_and(|head| left.contains(&head));
    Ok(Changing {
        head: stays.first().copied().filter(|_| head_left),
        ..told
    })
}

/// What is noted of the households that people leave who now live elsewhere.
async fn leaving(
    tx: &mut Tx,
    stay: domain::household::Stay,
    moving: &[Person],
    (to, basis): (&str, Basis),
    not: Option<HouseholdId>,
) -> Answer<Vec<Pending>> {
    let mut leaves: BTreeMap<HouseholdId, (Household, Vec<PersonId>, bool)> = BTreeMap::new();
    for person in moving {
        for household in tx.households_of(person, LISTED).await? {
            let Some(id) = household.ids().find(|id| person.is(*id)) else {
                continue;
            };
            if household.stay == stay && Some(household.id) != not {
                let entry = leaves
                    .entry(household.id)
                    .or_insert_with(|| (household, Vec::new(), false));
                entry.1.push(id);
                entry.2 |= person.is_restricted();
            }
        }
    }
    let mut entries = Vec::new();
    for (id, (household, people, kept)) in leaves {
        let leaving = Leaving {
            people,
            why: domain::household::Why::Moved,
            // Where a restricted person went is written down nowhere else.
            to: if kept { String::new() } else { to.to_owned() },
        };
        let action = household
            .leave(leaving, &Changing::default(), basis, basis.on)
            .map_err(|_no_head| Refused::new(Code::HouseholdHeadElsewhere))?;
        entries.push(Pending::new(id, action));
    }
    Ok(entries)
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

fn reads_all(session: &Session) -> bool {
    let all = domain::permission::Right::ReadFile;
    all.allow(Some(session.role()), Circumstance::default())
        .is_ok()
}

async fn files_of(tx: &mut Tx, person: &Person) -> Answer<Vec<domain::file::File>> {
    Ok(tx.files_of_person(person, MATTERS).await?)
}

async fn on_record(tx: &mut Tx, id: PersonId) -> Answer<Person> {
    let person = tx.person(id).await?;
    person.ok_or_else(|| Fault::at(Code::PersonUnknown, "id").into())
}

fn unknown() -> Refused {
    Fault::at(Code::HouseholdUnknown, "id").into()
}
