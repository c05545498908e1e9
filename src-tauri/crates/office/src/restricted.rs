//! A restricted address (*địa chỉ được giữ kín*): kept from papers, lists and answers for others.
//!
//! Purpose: the acts that restrict, look, release and lift, and what of a matter may be shown and put
//! on paper. Any officer restricts; the rest is a supervisor's. May use: the record. Must never: note
//! why, or show where she is reached without an entry that says who looked.

use domain::action::Action;
use domain::catalogue::Service;
use domain::fault::{Code, Fault};
use domain::file::{Around, File, Released};
use domain::id::{FileId, PersonId};
use domain::paper_form::PaperForm;
use domain::permission::Circumstance;
use domain::person::{Facts, Person};
use domain::receipt::Receipt;
use domain::sheet::ReceiptSheet;
use domain::subject::Viewed;
use domain::words::Lang;
use store::{Pending, Tx};

use crate::Office;
use crate::counter::PersonCard;
use crate::dossier::COLLECTOR;
use crate::files::stands;
use crate::policy::{Action as Right, Permit, SeeRestrictedAddress, SetRestrictedAddress};
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
        // Every record of her: one that was left out would tell, or restrict her again.
        let mut hers = match person.facts.number.clone() {
            Some(number) => tx.people_by_numbers(&[number]).await?,
            None => Vec::new(),
        };
        if hers.is_empty() {
            hers.push(person);
        }
        let marked = hers.iter().filter_map(|one| {
            let action = one.restricting(on)?;
            Some(Pending::new(one.id, action))
        });
        let entries: Vec<Pending> = marked.collect();
        if !entries.is_empty() {
            self.commit(tx, records, entries).await?;
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
        let visits = self.earlier_visits(&mut tx, &person).await?;
        let day = self.clock.now().day();
        let look = Pending::new(person.id, Action::PersonAddressSeen(Viewed { day }));
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
        let service = self.service_of(&file)?;
        if released && !kept_from(&mut tx, service, &file, None).await? {
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
        let file = match receipt.issued.file {
            Some(file) => tx.file(file).await?,
            None => None,
        };
        if sheet.form == PaperForm::KyNhan
            && let Some(file) = &file
            && let Some(id) = file.handed.as_ref().and_then(|handed| handed.person)
            && let Some(collector) = tx.person(id).await?
            && tells_of(file, &collector)
        {
            // She was here for another: that stands on no paper any more.
            let label = Lang::Vi.word(COLLECTOR);
            sheet.lines.retain(|line| line.label != label);
            sheet.signer = None;
        }
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
    Ok(person.map(|person| on_paper(file, person)))
}

/// Somebody as the papers of a matter may show her.
pub(crate) fn on_paper(file: &File, person: Person) -> Person {
    if file.is_released_for(&person) {
        person
    } else {
        person.shown()
    }
}

/// Whether a page of this matter would tell that somebody restricted came for another's.
pub(crate) fn tells_of(file: &File, person: &Person) -> bool {
    person.is_restricted() && !file.is_brought_by(person) && !file.is_released_for(person)
}

/// Whether she may see what is restricted.
pub(crate) fn sees(session: &Session) -> bool {
    let around = Circumstance::default();
    SeeRestrictedAddress::RIGHT
        .allow(Some(session.role()), around)
        .is_ok()
}

/// The people of a matter that are on record.
pub(crate) async fn around(tx: &mut Tx, file: &File) -> Answer<Around> {
    let mut around = Around::default();
    for party in &file.opened.parties {
        around.parties.extend(tx.person(party.person).await?);
    }
    let numbers = file.named_numbers();
    if !numbers.is_empty() {
        around.named = tx.people_by_numbers(&numbers).await?;
    }
    Ok(around)
}

/// Whether a matter is kept from whoever stands at the desk ([`File::is_kept_from`]).
pub(crate) async fn kept_from(
    tx: &mut Tx,
    service: &Service,
    file: &File,
    who: Option<&Person>,
) -> Answer<bool> {
    let around = around(tx, file).await?;
    Ok(file.is_kept_from(service, &around, who))
}

/// Whether somebody with these numbers is restricted: a second record of her is, too.
pub(crate) async fn restricted_too(tx: &mut Tx, facts: &Facts) -> Answer<bool> {
    let Some(number) = facts.number.clone() else {
        return Ok(false);
    };
    let known = tx.people_by_numbers(&[number]).await?;
    Ok(known.iter().any(Person::is_restricted))
}

fn person_unknown() -> Refused {
    Fault::at(Code::PersonUnknown, "id").into()
}
