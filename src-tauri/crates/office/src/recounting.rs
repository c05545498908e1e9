//! Legal times counted anew when the calendar changed (*tính lại thời hạn*).
//!
//! Purpose: a holiday that was announced after a matter was taken in moves its end; a supervisor sees
//! which, and each keeps when it was due before. Must never: move a date by itself: a citizen holds
//! paper with the old one.

use domain::action::Action;
use domain::file::{File, Recounted};
use domain::permission::Circumstance;
use domain::titles::Titles;
use serde::{Deserialize, Serialize};
use store::{Pending, Tx};

use crate::Office;
use crate::policy::{EditCatalogue, Permit};
use crate::refused::Answer;
use crate::registers::desk_of;
use crate::session::Session;

/// Most matters of one look.
const LOOKED: u32 = 5_000;

/// A matter whose end moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct RecountRow {
    /// Its number.
    pub number: String,
    /// Its service.
    pub titles: Titles,
    /// Which clock.
    pub step: Titles,
    /// When it is due, RFC 3339.
    pub before: String,
    /// When it is due by the calendar that is known now.
    pub after: String,
}

impl Office {
    /// Matters that end otherwise by the calendar that is known now.
    pub async fn recounts(&self, session: &Session) -> Answer<Vec<RecountRow>> {
        let permit: Permit<'_, EditCatalogue> =
            self.permit(session, Circumstance::default()).await?;
        let mut tx = permit.session().records()?.desk.begin().await?;
        let mut rows = Vec::new();
        for (file, anew) in self.moved_ends(&mut tx).await? {
            rows.extend(self.recount_rows(&file, &anew)?);
        }
        Ok(rows)
    }

    /// Counts them anew, as one act; the answer is what still differs.
    pub async fn recount(&self, session: &Session) -> Answer<Vec<RecountRow>> {
        let permit: Permit<'_, EditCatalogue> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let moved = self.moved_ends(&mut tx).await?.into_iter();
        let entries: Vec<Pending> = moved
            .map(|(file, anew)| Pending::new(file.id, Action::FileRecounted(anew)))
            .collect();
        if entries.is_empty() {
            drop(tx);
        } else {
            self.commit(tx, records, entries).await?;
        }
        self.recounts(session).await
    }

    async fn moved_ends(&self, tx: &mut Tx) -> Answer<Vec<(File, Recounted)>> {
        let version = self.catalogue.version();
        let desk = desk_of(tx).await?;
        let mut moved = Vec::new();
        for file in tx.files_open(None, LOOKED).await? {
            let service = desk.sure(self.service_of(&file)?);
            if let Some(anew) = file.recounted(&service, &self.calendar, &version)? {
                moved.push((file, anew));
            }
        }
        Ok(moved)
    }

    fn recount_rows(&self, file: &File, anew: &Recounted) -> Answer<Vec<RecountRow>> {
        let service = self.service_of(file)?;
        let pairs = file.clocks.iter().zip(&anew.clocks);
        let moved = pairs.filter(|(old, new)| old.due.due != new.due.due);
        let rows = moved.map(|(old, new)| {
            let mut rules = service.deadlines.iter();
            let rule = rules.find(|rule| rule.id == old.due.rule);
            RecountRow {
                number: file.opened.number.clone(),
                titles: service.titles.clone(),
                step: rule.map_or_else(|| service.titles.clone(), |rule| rule.titles.clone()),
                before: old.due.due.rfc3339(),
                after: new.due.due.rfc3339(),
            }
        });
        Ok(rows.collect())
    }
}
