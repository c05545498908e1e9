//! A visit that was saved before she said it.
//!
//! Purpose: what was taken in today by the same hand goes whole into the private form: the visit, its
//! matters with their receipts, and whoever came to be on record by it and by nothing else. Must never:
//! take away what another worked on, or somebody who was on record before.

use domain::action::Noun;
use domain::fault::Code;
use domain::file::File;
use domain::permission::Circumstance;
use domain::person::Person;
use domain::subject::Turned;
use domain::visit::Visit;
use store::{Pending, Tx};

use crate::Office;
use crate::refused::{Answer, Refused};
use crate::session::Records;

/// Visits and matters of a person beyond this many are certainly not all of one visit.
const MANY: u32 = 201;

impl Office {
    /// The entries that take a saved visit away with all that came by it.
    pub(super) async fn turned(
        &self,
        tx: &mut Tx,
        records: &Records,
        visit: &Visit,
    ) -> Answer<Vec<Pending>> {
        let (by, today) = (records.staff.user, self.clock.now().day());
        let gone = visit.turn_private(by, today)?;
        stays_if(tx.others_wrote(visit.id, by).await?)?;
        let mut entries = Vec::new();
        for file in tx.files_of(visit.id).await? {
            let turned = file.turn_private(by, today)?;
            stays_if(tx.others_wrote(file.id, by).await?)?;
            for receipt in tx.receipts_of(file.id).await? {
                stays_if(tx.others_wrote(receipt.id, by).await?)?;
                let number = Some(receipt.issued.number.clone());
                let turned = Turned { number };
                entries.push(Pending::turned(Noun::Receipt, receipt.id, turned));
            }
            entries.push(Pending::turned(Noun::File, file.id, turned));
        }
        let person = visit.logged.as_ref().and_then(|logged| logged.person);
        if let Some(id) = person {
            let known = tx.person(id).await?;
            if let Some(person) = known.filter(|person| person.id == id)
                && came_by_it_alone(tx, visit, &person).await?
                && !tx.others_wrote(id, by).await?
            {
                entries.push(Pending::turned(Noun::Person, id, Turned { number: None }));
            }
        }
        entries.push(Pending::turned(Noun::Visit, visit.id, gone));
        Ok(entries)
    }

    /// Own, for the rights that reach to one's own visit alone.
    pub(super) fn own() -> Circumstance {
        Circumstance {
            own: true,
            ..Circumstance::default()
        }
    }
}

/// What another worked on takes two.
fn stays_if(others: bool) -> Answer<()> {
    if others {
        return Err(Refused::new(Code::NeedsTwoPersons));
    }
    Ok(())
}

/// Whether somebody is on record by this visit and by nothing else.
pub(crate) async fn came_by_it_alone(tx: &mut Tx, visit: &Visit, person: &Person) -> Answer<bool> {
    let wrote = tx.told_by(visit.id, person.id).await?;
    let first = wrote.is_some_and(|wrote| wrote.before.is_none());
    let visits = tx.visits_of(person, MANY).await?;
    let files = tx.files_of_person(person, MANY).await?;
    let homes = tx.households_of(person, 1).await?;
    let of_it = |file: &File| file.opened.visit == visit.id;
    Ok(first && visits.len() == 1 && files.iter().all(of_it) && homes.is_empty())
}
