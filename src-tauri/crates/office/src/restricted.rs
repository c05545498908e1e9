//! A restricted address (*địa chỉ được giữ kín*): kept from papers, lists and answers for others.
//!
//! Purpose: the acts that restrict, look, release and lift, and what of a matter may be shown and put
//! on paper. Any officer restricts; the rest is a supervisor's. May use: the record. Must never: note
//! why, or show where she is reached without an entry that says who looked.

use domain::action::Action;
use domain::catalogue::{FieldKind, FieldValue, Fields, Named, Service};
use domain::fault::{Code, Fault};
use domain::file::{File, Released};
use domain::id::{FileId, PersonId};
use domain::permission::Circumstance;
use domain::person::{Facts, Person};
use domain::receipt::Receipt;
use domain::sheet::ReceiptSheet;
use domain::subject::Viewed;
use store::{Pending, Tx};

use crate::Office;
use crate::counter::PersonCard;
use crate::files::stands;
use crate::policy::{Permit, SeeRestrictedAddress, SetRestrictedAddress};
use crate::refused::{Answer, Refused};
use crate::session::Session;

impl Office {
    /// A person's address, phones and visits are kept from others from now on.
    pub async fn restrict_address(&self, session: &Session, id: PersonId) -> Answer<()> {
        let permit: Permit<'_, SetRestrictedAddress> =
            self.permit(session, Circumstance::default()).await?;
        self.mark(permit.session(), id, true).await
    }

    /// They are kept no longer.
    pub async fn lift_restriction(&self, session: &Session, id: PersonId) -> Answer<()> {
        let permit: Permit<'_, SeeRestrictedAddress> =
            self.permit(session, Circumstance::default()).await?;
        self.mark(permit.session(), id, false).await
    }

    async fn mark(&self, session: &Session, id: PersonId, on: bool) -> Answer<()> {
        let records = session.records()?;
        let mut tx = records.desk.begin().await?;
        let person = tx.person(id).await?.ok_or_else(person_unknown)?;
        if let Some(action) = person.restricting(on) {
            self.commit(tx, records, vec![Pending::new(id, action)])
                .await?;
        }
        Ok(())
    }

    /// All that is known of a restricted person, with her visits. Each look is an entry of its own,
    /// written before anything is answered.
    pub async fn see_address(&self, session: &Session, id: PersonId) -> Answer<PersonCard> {
        let permit: Permit<'_, SeeRestrictedAddress> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let person = tx.person(id).await?.ok_or_else(person_unknown)?;
        let visits = self.earlier_visits(&mut tx, id).await?;
        let day = self.clock.now().day();
        let look = Pending::new(id, Action::PersonAddressSeen(Viewed { day }));
        self.commit(tx, records, vec![look]).await?;
        Ok(PersonCard::of(session, person, visits))
    }

    /// A matter of a restricted person is told and put on paper like any other, or no longer.
    pub async fn release_address(
        &self,
        session: &Session,
        id: FileId,
        released: bool,
    ) -> Answer<File> {
        let permit: Permit<'_, SeeRestrictedAddress> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let file = tx.file(id).await?;
        let file = file.ok_or_else(|| Refused::from(Fault::at(Code::FileUnknown, "id")))?;
        // A release of nobody's restriction would count against one that comes later.
        if released && !kept_from(&mut tx, &file, None).await? {
            return Err(Refused::new(Code::FileNotRestricted));
        }
        let entry = Pending::new(id, Action::FileReleased(Released { released }));
        let ack = self.commit(tx, records, vec![entry]).await?;
        stands(&ack, id)
    }

    /// A receipt as it may be put on paper now: one made out before its person was restricted bears
    /// no address any more.
    pub(crate) async fn sheet(&self, tx: &mut Tx, receipt: &Receipt) -> Answer<ReceiptSheet> {
        let mut sheet = receipt.sheet();
        let file = tx.file(receipt.issued.file).await?;
        if let Some(id) = receipt.issued.person {
            let person = tx.person(id).await?;
            let free = person.is_some_and(|person| {
                let released = file.is_some_and(|file| file.is_released_for(&person));
                released || !person.is_restricted()
            });
            if !free {
                sheet.address.clear();
            }
        }
        Ok(sheet)
    }
}

/// Whose matter it is, as its papers may show her.
pub(crate) async fn owner(tx: &mut Tx, file: &File) -> Answer<Option<Person>> {
    let Some(party) = file.opened.parties.first() else {
        return Ok(None);
    };
    let person = tx.person(party.person).await?;
    Ok(person.map(|person| {
        if file.is_released_for(&person) {
            person
        } else {
            person.shown()
        }
    }))
}

/// Whether a release of this matter counts now.
pub(crate) async fn released_now(tx: &mut Tx, file: &File) -> Answer<bool> {
    Ok(file.released.is_some() && !kept_from(tx, file, None).await?)
}

/// Whether a page of this matter would tell that somebody restricted came for another's.
pub(crate) fn tells_of(file: &File, person: &Person) -> bool {
    let own = file
        .opened
        .parties
        .iter()
        .any(|one| one.person == person.id);
    person.is_restricted() && !own && !file.is_released_for(person)
}

/// Whether a matter is kept from whoever stands at the desk: it is a restricted person's, or its result
/// is, she is not that person, and no supervisor released it.
pub(crate) async fn kept_from(tx: &mut Tx, file: &File, who: Option<PersonId>) -> Answer<bool> {
    for party in &file.opened.parties {
        let person = tx.person(party.person).await?;
        let kept = |person: Person| person.keeps_from(who) && !file.is_released_for(&person);
        if person.is_some_and(kept) {
            return Ok(true);
        }
    }
    let numbers: Vec<String> = file.opened.fields.values().flat_map(numbers).collect();
    if numbers.is_empty() {
        return Ok(false);
    }
    let named = tx.people_by_numbers(&numbers).await?;
    let mut kept = named.iter().filter(|person| person.is_restricted());
    Ok(kept.any(|person| !file.is_released_for(person) && who != Some(person.id)))
}

/// Whether somebody with these numbers is restricted: a second record of her is, too.
pub(crate) async fn restricted_too(tx: &mut Tx, facts: &Facts) -> Answer<bool> {
    let Some(number) = facts.number.clone() else {
        return Ok(false);
    };
    let known = tx.people_by_numbers(&[number]).await?;
    Ok(known.iter().any(Person::is_restricted))
}

/// The answers of a matter as a paper or another system may have them: of a restricted person's, no
/// address; of whoever is named and restricted, neither address nor phone.
pub(crate) async fn told_on_paper(tx: &mut Tx, service: &Service, file: &File) -> Answer<Fields> {
    let mut told = file.opened.fields.clone();
    let mut hers = false;
    for party in &file.opened.parties {
        let person = tx.person(party.person).await?;
        hers |= person.is_some_and(|one| one.is_restricted() && !file.is_released_for(&one));
    }
    let addresses = service.fields.iter();
    for field in addresses.filter(|field| hers && field.kind == FieldKind::Address) {
        told.remove(&field.key);
    }
    let all: Vec<String> = told.values().flat_map(numbers).collect();
    let named = tx.people_by_numbers(&all).await?;
    let kept: Vec<Person> = named
        .into_iter()
        .filter(|person| person.is_restricted() && !file.is_released_for(person))
        .collect();
    for answer in told.values_mut() {
        each_named(answer, &mut |named| {
            let known = kept.iter().any(|one| one.facts.number == named.number);
            if hers || known && named.number.is_some() {
                named.address = None;
                named.phone = None;
            }
        });
    }
    Ok(told)
}

/// Numbers of the people an answer names.
fn numbers(answer: &FieldValue) -> Vec<String> {
    let mut numbers = Vec::new();
    each_named(&mut answer.clone(), &mut |named| {
        numbers.extend(named.number.clone());
    });
    numbers
}

fn each_named(answer: &mut FieldValue, see: &mut dyn FnMut(&mut Named)) {
    match answer {
        FieldValue::Person(named) => see(named),
        FieldValue::People(people) => people.iter_mut().for_each(see),
        FieldValue::YesNo(_)
        | FieldValue::Number(_)
        | FieldValue::Text(_)
        | FieldValue::Several(_) => {}
    }
}

fn person_unknown() -> Refused {
    Fault::at(Code::PersonUnknown, "id").into()
}
