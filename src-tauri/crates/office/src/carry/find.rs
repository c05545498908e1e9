//! A file of the paper register, found by its old number.
//!
//! Purpose: whoever may open the file finds it by the number on the citizen's old paper; the look is
//! journalled. Must never: tell who may not open it that it is there.

use domain::file::File;
use domain::permission::Circumstance;
use domain::titles::Titles;
use serde::{Deserialize, Serialize};

use super::row::old_number;
use crate::Office;
use crate::policy::{Permit, ReadFile};
use crate::refused::{Answer, Refused};
use crate::session::Session;

/// A file that was carried over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CarriedFile {
    /// Its number here.
    pub number: String,
    /// Its number in the paper register.
    pub old_number: String,
    /// The service's title.
    pub service: Option<Titles>,
    /// The true day of reception.
    pub received: String,
    /// The due date that the paper register names.
    pub told_due: Option<String>,
    /// The nearest end of a running clock.
    pub due: Option<String>,
    /// Receipts made out here: none, until somebody makes one.
    pub receipts: u32,
}

impl Office {
    /// The file carried over under an old number; nothing where there is none for her.
    pub async fn find_carried(
        &self,
        session: &Session,
        typed: &str,
    ) -> Answer<Option<CarriedFile>> {
        let number = old_number(typed).map_err(|fault| Refused::from(fault.in_field("number")))?;
        let found = match session.records() {
            Ok(records) => {
                let mut tx = records.desk.begin().await?;
                tx.files_by_carried(std::slice::from_ref(&number))
                    .await?
                    .pop()
            }
            Err(_none) => None,
        };
        let own = found.as_ref().is_none_or(|file| file.is_of(session.user()));
        let around = Circumstance {
            own,
            ..Circumstance::default()
        };
        let permit: Permit<'_, ReadFile> = match self.permit(session, around).await {
            Ok(permit) => permit,
            // Hers or not there at all look the same.
            Err(refused) if own => return Err(refused),
            Err(_not_hers) => return Ok(None),
        };
        let Some(file) = found else { return Ok(None) };
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let receipts = tx.receipts_of(file.id).await?.len();
        self.note_look(tx, records, file.id, domain::action::Action::FileViewed)
            .await?;
        Ok(Some(self.carried(&file, number, receipts)))
    }

    fn carried(&self, file: &File, old_number: String, receipts: usize) -> CarriedFile {
        let opened = &file.opened;
        let service = self
            .catalogue
            .service_version(&opened.service, opened.service_version);
        let told = opened.carried.as_ref().and_then(|carried| carried.due);
        CarriedFile {
            number: opened.number.clone(),
            old_number,
            service: service.map(|service| service.titles.clone()),
            received: opened.received_at.day().to_string(),
            told_due: told.map(|day| day.to_string()),
            due: file.due.map(|due| due.day().to_string()),
            receipts: u32::try_from(receipts).unwrap_or(u32::MAX),
        }
    }
}
