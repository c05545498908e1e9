//! Whoever comes, as the desk knows her.
//!
//! Purpose: a person's page beside the form, with her earlier visits. A look at somebody for the form of a
//! visit that stands open is entered with that visit. Must never: show what is restricted.

use domain::fault::{Code, Fault};
use domain::id::PersonId;
use domain::permission::{Circumstance, Right};
use domain::person::Person;
use store::Tx;

use super::{EARLIER, EarlierVisit, OWN, PersonCard};
use crate::Office;
use crate::policy::{Permit, RecordPerson};
use crate::refused::Answer;
use crate::session::Session;

impl Office {
    /// A person's page with her visits, without what is restricted; the look is journalled.
    pub async fn person_card(&self, session: &Session, id: &str) -> Answer<PersonCard> {
        let person = self.open_person(session, known_person(id)?).await?;
        self.card_of(session, person).await
    }

    /// The same for the form of a visit that stands open ([`Self::show_person`]).
    pub async fn person_for_form(&self, session: &Session, id: &str) -> Answer<PersonCard> {
        let person = self.show_person(session, known_person(id)?).await?;
        self.card_of(session, person).await
    }

    async fn card_of(&self, session: &Session, person: Person) -> Answer<PersonCard> {
        let permit: Permit<'_, RecordPerson> =
            self.permit(session, Circumstance::default()).await?;
        let mut tx = permit.session().records()?.desk.begin().await?;
        let visits = if person.is_restricted() {
            Vec::new()
        } else {
            self.earlier_visits(&mut tx, &person).await?
        };
        let mut matters = Vec::new();
        let own = Circumstance {
            own: true,
            ..Circumstance::default()
        };
        let role = Some(session.role());
        let may = Right::ReadResidence.allow(role, Circumstance::default());
        // Only whose right reaches to her own matters alone has them looked through.
        if may.is_err() && Right::ReadResidence.allow(role, own).is_ok() {
            matters = tx.files_of_person(&person, OWN).await?;
        }
        let mut card = PersonCard::of(session, person, visits);
        card.may_residence |= matters.iter().any(|file| file.is_of(session.user()));
        Ok(card)
    }

    /// Her visits, newest first.
    pub(crate) async fn earlier_visits(
        &self,
        tx: &mut Tx,
        person: &Person,
    ) -> Answer<Vec<EarlierVisit>> {
        let mut visits = Vec::new();
        for visit in tx.visits_of(person, EARLIER).await? {
            let files = tx.files_of(visit.id).await?;
            let services = files
                .iter()
                .map(|file| (file.opened.service.as_str(), file.opened.service_version));
            visits.extend(self.earlier(&visit, services));
        }
        Ok(visits)
    }
}

fn known_person(id: &str) -> Answer<PersonId> {
    id.parse()
        .map_err(|_not_an_id| Fault::at(Code::PersonUnknown, "id").into())
}
