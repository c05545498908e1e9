//! A protected file is shredded (*tiêu hủy hồ sơ*), by law and by two.
//!
//! Purpose: its key boxes, its items and what lies beside the record of it go, and the record is written anew
//! under another key, so that nothing of it is left on this machine for whatever key anybody holds. Backups
//! that were made before still hold its box: they are told by name for as long as they lie there. May use:
//! erasure, the store's new key. Must never: say that something is gone which a backup still holds, or shred
//! what is worked on.

use domain::fault::Code;
use domain::id::ProtectedId;
use domain::permission::Circumstance;
use domain::subject::{Basis, Erased};
use serde::{Deserialize, Serialize};
use store::{Pending, StoreError};
use vault::cosign::CoSigner;
use vault::secret::DatabaseKey;

use crate::Office;
use crate::policy::{EraseSubject, Permit, ReadProtected};
use crate::record::erase_request;
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

/// A protected file that was shredded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ShreddedRow {
    /// The day, `2026-11-24`.
    pub day: String,
    /// Why.
    pub basis: Basis,
    /// Who did, as shown to colleagues.
    pub by: String,
    /// Who agreed.
    pub second: String,
    /// Backups in the place of the settings that still hold its key, by name; nothing where the place does
    /// not answer.
    pub held: Option<Vec<String>>,
}

impl Office {
    /// Shreds a closed file, or one that its service keeps no longer. `second` agreed to [`erase_request`] of exactly this. The answer tells what
    /// still holds its key.
    pub async fn shred_protected(
        &self,
        session: &Session,
        id: ProtectedId,
        basis: Basis,
        second: CoSigner,
    ) -> Answer<ShreddedRow> {
        let (records, mut tx, file) = self.for_two::<EraseSubject>(session, id).await?;
        if file.closed_on.is_none() {
            let ladder = self.ladder(&mut tx, records, &file).await?;
            let head = self.newest_head(&mut tx, &file, &ladder).await?;
            let over = head.is_some_and(|head| self.is_over(&head, file.day));
            over.then_some(())
                .ok_or_else(|| Refused::new(Code::ProtectedNotClosed))?;
        }
        let request = erase_request(id.into(), basis);
        let second = self.agreed(session, second, request)?;
        let erased = Erased {
            basis,
            request: second.request.clone(),
            number: None,
        };
        let entry = Pending::erase(domain::action::Noun::Protected, id.into(), erased);
        self.commit_with(tx, records, vec![entry], Some(second))
            .await?;
        records.index.take(id, None);
        self.drop_blobs(file.blobs()).await?;
        self.rekey(records).await?;
        let rows = self.shredded_rows(records).await?;
        rows.into_iter().next().ok_or_else(super::unknown)
    }

    /// What was shredded, the latest first, and which backups still hold a key of it.
    pub async fn shredded(&self, session: &Session) -> Answer<Vec<ShreddedRow>> {
        let own = Circumstance {
            own: true,
            ..Circumstance::default()
        };
        let permit: Permit<'_, ReadProtected> = self.permit(session, own).await?;
        let records = permit.session().records()?;
        self.shredded_rows(records).await
    }

    async fn shredded_rows(&self, records: &Records) -> Answer<Vec<ShreddedRow>> {
        let gone = records.desk.begin().await?.shredded().await?;
        let found = match self.backup_place().ok() {
            Some(place) => self.found_in(place).await?,
            None => Some(Vec::new()),
        };
        let rows = gone.into_iter().map(|gone| {
            // An entry of a protected file tells its day alone: whatever was made on that day may hold it.
            let over = gone.day.next().start();
            let held = found.as_ref().map(|found| {
                let held = found
                    .iter()
                    .filter(|one| one.made().is_none_or(|made| made < over));
                held.map(|one| one.name.clone()).collect()
            });
            ShreddedRow {
                day: gone.day.to_string(),
                basis: gone.basis,
                by: self.display_of(gone.by),
                second: self.display_of(gone.second),
                held,
            }
        });
        Ok(rows.collect())
    }

    /// The record under a new key: what was erased lies on the disk under one that nobody holds any more.
    async fn rekey(&self, records: &Records) -> Answer<()> {
        let key = DatabaseKey::generate()?;
        let mut made = None;
        let named = key.again();
        let counts = || {
            let rekeyed = self.look(|vault| vault.rekey(&records.keys(), named));
            made = Some(rekeyed.map_err(|_cause| StoreError::Io)?);
            Ok(())
        };
        records.desk.rekey(&self.path(), &key, counts).await?;
        if let Some(keys) = made {
            records.rekeyed(keys);
        }
        Ok(())
    }
}
