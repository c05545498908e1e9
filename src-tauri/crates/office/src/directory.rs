//! Bodies to which somebody may be sent on (*danh bạ nơi chuyển gửi*).
//!
//! Purpose: everybody who holds records looks into the list; a supervisor keeps it. May use: the list that came
//! with the program and what desks made of it. Must never: hold anything of a citizen, or show a body as sure
//! that nobody made sure of.

use domain::action::Action;
use domain::desk::directory::{Body, DirectoryDropped, DirectoryKept, directory, shipped};
use domain::fault::{Code, Fault};
use domain::permission::Circumstance;
use domain::protected::referral::ReceiverKind;
use serde::{Deserialize, Serialize};
use store::{Pending, Tx};

use crate::Office;
use crate::policy::{AppendProtected, EditCalendar, Permit};
use crate::refused::{Answer, Refused};
use crate::session::Session;

/// A body as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct BodyTold {
    /// Which; a new one where absent.
    pub id: Option<String>,
    /// What kind of body.
    pub kind: ReceiverKind,
    /// Its name.
    pub name: String,
    /// Its phones.
    pub phones: String,
    /// Where it is.
    pub address: String,
    /// When somebody answers.
    pub hours: String,
    /// What else has to be known.
    pub note: String,
    /// The day on which somebody made sure of it, `2026-11-24`.
    pub verified_on: String,
}

/// A body as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct BodyRow {
    /// All of it.
    pub body: Body,
    /// Nobody made sure of it for half a year, or ever: it is rung before somebody is sent there.
    pub stale: bool,
}

impl Office {
    /// The list.
    pub async fn directory(&self, session: &Session) -> Answer<Vec<BodyRow>> {
        let permit: Permit<'_, AppendProtected> =
            self.permit(session, Circumstance::default()).await?;
        let mut tx = permit.session().records()?.desk.begin().await?;
        self.directory_rows(&mut tx).await
    }

    /// Notes a body, anew or for the first time.
    pub async fn keep_body(&self, session: &Session, told: BodyTold) -> Answer<Vec<BodyRow>> {
        let permit: Permit<'_, EditCalendar> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let verified_on = told.verified_on.parse();
        let verified_on = verified_on
            .map_err(|_cause| Refused::from(Fault::at(Code::FieldNotDate, "verified_on")))?;
        let mut tx = records.desk.begin().await?;
        let known = self.directory_rows(&mut tx).await?;
        let id = match told.id {
            Some(id) if known.iter().any(|row| row.body.id == id) => id,
            Some(_) => return Err(unknown()),
            None => self.ids().act().to_string(),
        };
        let body = Body {
            id,
            kind: told.kind,
            name: told.name,
            phones: told.phones,
            address: told.address,
            hours: told.hours,
            note: told.note,
            verified_on,
            unsure: false,
        };
        let body = body.check(self.clock.now().day())?;
        let entry = Pending::new(tx.desk(), Action::DirectoryKept(DirectoryKept { body }));
        self.commit(tx, records, vec![entry]).await?;
        self.directory_rows(&mut records.desk.begin().await?).await
    }

    /// Takes a body off the list.
    pub async fn drop_body(&self, session: &Session, id: &str) -> Answer<Vec<BodyRow>> {
        let permit: Permit<'_, EditCalendar> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let known = self.directory_rows(&mut tx).await?;
        if !known.iter().any(|row| row.body.id == id) {
            return Err(unknown());
        }
        let dropped = DirectoryDropped { id: id.to_owned() };
        let entry = Pending::new(tx.desk(), Action::DirectoryDropped(dropped));
        self.commit(tx, records, vec![entry]).await?;
        self.directory_rows(&mut records.desk.begin().await?).await
    }

    async fn directory_rows(&self, tx: &mut Tx) -> Answer<Vec<BodyRow>> {
        let today = self.clock.now().day();
        let desks = tx.desks().await?.into_iter();
        let bodies = directory(shipped(), desks.flat_map(|desk| desk.directory));
        let rows = bodies.into_iter().map(|body| BodyRow {
            stale: body.unsure || body.is_stale(today),
            body,
        });
        Ok(rows.collect())
    }
}

fn unknown() -> Refused {
    Fault::at(Code::FieldUnknown, "id").into()
}
