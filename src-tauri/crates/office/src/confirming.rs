//! Values of the catalogue that nobody was sure of.
//!
//! Purpose: what a supervisor has to read in the law and confirm before a service opens, and that she
//! did. Must never: change a value; that is a new version of its file.

use domain::deadline::Unit;
use domain::fault::{Code, Fault};
use domain::moment::Day;
use domain::permission::Circumstance;
use domain::titles::Titles;
use serde::{Deserialize, Serialize};
use store::Pending;

use crate::Office;
use crate::policy::{EditCatalogue, Permit};
use crate::refused::{Answer, Refused};
use crate::registers::desk_of;
use crate::session::Session;
use crate::views::short_time;

/// A value to be confirmed, or that was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ValueRow {
    /// The time limit or the fee: `a4-transfer-2024`.
    pub rule: String,
    /// `A4`.
    pub service: String,
    /// The service's name.
    pub titles: Titles,
    /// What will have happened by then, or what is paid for.
    pub step: Titles,
    /// How many …
    pub count: u32,
    /// … of what; đồng where absent.
    pub unit: Option<Unit>,
    /// Law and article, as the catalogue has it.
    pub basis: String,
    /// What is not known.
    pub note: Option<String>,
    /// Who confirmed it, when, and by what text.
    pub confirmed: Option<ValueConfirmedView>,
}

/// A confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ValueConfirmedView {
    /// By whom.
    pub by: String,
    /// When: `24/11 09:42`.
    pub at: String,
    /// The text it was read in.
    pub source: String,
    /// The day of that text.
    pub day: String,
}

impl Office {
    /// Values of today's catalogue that are unsure, those to be confirmed first.
    pub async fn unsure_values(&self, session: &Session) -> Answer<Vec<ValueRow>> {
        let permit: Permit<'_, EditCatalogue> =
            self.permit(session, Circumstance::default()).await?;
        let desk = desk_of(&mut permit.session().records()?.desk.begin().await?).await?;
        let today = self.clock.now().day();
        let mut rows = Vec::new();
        for listed in self.catalogue.list(today) {
            let service = self.catalogue.service(&listed.id, today)?;
            let unsure = service.unsure(today).filter(|_| service.open);
            rows.extend(unsure.map(|value| ValueRow {
                rule: value.id.to_owned(),
                service: service.id.clone(),
                titles: service.titles.clone(),
                step: value.titles.clone(),
                count: value.count,
                unit: value.unit,
                basis: value.basis.to_owned(),
                note: value.note.map(str::to_owned),
                confirmed: desk.confirmation(value.id).map(|one| ValueConfirmedView {
                    by: self.display_of(one.by),
                    at: short_time(one.at, today),
                    source: one.told.source.clone(),
                    day: one.told.day.to_string(),
                }),
            }));
        }
        rows.sort_by_key(|row| row.confirmed.is_some());
        Ok(rows)
    }

    /// A value was read in the law: by what text, of which day.
    pub async fn confirm_value(
        &self,
        session: &Session,
        rule: &str,
        source: &str,
        day: &str,
    ) -> Answer<Vec<ValueRow>> {
        let permit: Permit<'_, EditCatalogue> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let day: Day = day
            .parse()
            .map_err(|_not_a_day| Refused::from(Fault::at(Code::FieldNotDate, "day")))?;
        let today = self.clock.now().day();
        let mut found = None;
        for listed in self.catalogue.list(today) {
            let service = self.catalogue.service(&listed.id, today)?;
            found = found.or_else(|| service.unsure(today).find(|one| one.id == rule));
        }
        let unknown = || Refused::from(Fault::at(Code::CatalogueNothingToConfirm, "rule"));
        let found = found.ok_or_else(unknown)?;
        let mut tx = records.desk.begin().await?;
        let action = desk_of(&mut tx)
            .await?
            .confirm(&found, source, day, today)?;
        let entries = vec![Pending::new(tx.desk(), action)];
        self.commit(tx, records, entries).await?;
        self.unsure_values(session).await
    }
}
