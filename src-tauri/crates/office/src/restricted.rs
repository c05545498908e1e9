//! A restricted address (*địa chỉ được giữ kín*): kept from papers, lists and answers for others.
//!
//! Purpose: the acts that restrict, look, release and lift, and what of a matter may be shown and put
//! on paper. Any officer restricts; the rest is a supervisor's. May use: the record. Must never: note
//! why, or show where she is reached without an entry that says who looked.

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::file::{File, Released};
use domain::id::{FileId, PersonId};
use domain::permission::Circumstance;
use domain::person::Person;
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
        if tx.file(id).await?.is_none() {
            return Err(Fault::at(Code::FileUnknown, "id").into());
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
        if let Some(id) = receipt.issued.person
            && file.is_none_or(|file| !file.released)
            && tx.person(id).await?.is_none_or(|person| person.restricted)
        {
            sheet.address.clear();
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
        if file.released {
            person
        } else {
            person.shown()
        }
    }))
}

/// Whether a matter is kept from whoever stands at the desk: it is a restricted person's, she is not
/// that person, and no supervisor released it.
pub(crate) async fn kept_from(tx: &mut Tx, file: &File, who: Option<PersonId>) -> Answer<bool> {
    if file.released {
        return Ok(false);
    }
    for party in &file.opened.parties {
        let person = tx.person(party.person).await?;
        if person.is_some_and(|person| person.keeps_from(who)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn person_unknown() -> Refused {
    Fault::at(Code::PersonUnknown, "id").into()
}
