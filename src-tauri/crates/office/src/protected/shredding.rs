//! A protected file is shredded (*tiêu hủy hồ sơ*), by law and by two.
//!
//! Purpose: its key boxes, its items and what lies beside the record of it go, and the record is written anew
//! under another key: what the disk keeps of before is ciphertext whose key stands in older backups alone. They
//! are told by name for as long as they lie there. A key that could not be made at once (a disk that is full, a
//! cut) is made with the next file or at the end of the day. May use: erasure, the store's new key. Must never:
//! say that something is gone which a backup may hold, or shred what is worked on.

use domain::action::{Action, Noun};
use domain::desk::Rekeyed;
use domain::fault::Code;
use domain::id::ProtectedId;
use domain::moment::Day;
use domain::permission::Circumstance;
use domain::subject::{Basis, Erased};
use serde::{Deserialize, Serialize};
use store::{Pending, StoreError};
use vault::cosign::CoSigner;
use vault::secret::DatabaseKey;

use crate::Office;
use crate::backup::Found;
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
    /// Backups in the place of the settings that still hold its key, by name; nothing where that is not known:
    /// no place, one that does not answer, or one in which no backup of this vault lies.
    pub held: Option<Vec<String>>,
    /// The record lies under a key of before still.
    pub unfinished: bool,
}

impl Office {
    /// Shreds a closed file, or one that its service keeps no longer. `second` agreed to [`erase_request`] of
    /// exactly this. The answer tells what still holds its key; refused while a copy is being made.
    pub async fn shred_protected(
        &self,
        session: &Session,
        id: ProtectedId,
        basis: Basis,
        second: CoSigner,
    ) -> Answer<ShreddedRow> {
        let (records, mut tx, file) = self.for_two::<EraseSubject>(session, id).await?;
        let (_, head) = self.ladder_and_head(&mut tx, records, &file).await?;
        if file.closed_on.is_none() && !self.is_over(&head, file.day) {
            return Err(Refused::new(Code::ProtectedNotClosed));
        }
        let request = erase_request(id.into(), basis);
        let second = self.agreed_unbarred(session, &head, second, request)?;
        drop(tx);
        records.desk.may_rekey().await?;
        let erased = Erased {
            basis,
            request: second.request.clone(),
            number: None,
        };
        let entry = Pending::erase(Noun::Protected, id.into(), erased);
        let tx = records.desk.begin().await?;
        self.commit_with(tx, records, vec![entry], Some(second))
            .await?;
        records.index.take(id, None);
        // It is erased: what cannot be done now is told in its row, and done at the end of the day.
        let _swept = self.drop_blobs(file.blobs()).await;
        let _later = self.finish_shredding(records).await;
        let rows = self.shredded_rows(records).await?;
        rows.into_iter().next().ok_or_else(super::unknown)
    }

    /// The record under a new key, where something was shredded since it last had one.
    pub(crate) async fn finish_shredding(&self, records: &Records) -> Answer<()> {
        let shredded = records.desk.begin().await?.shredded().await?;
        if shredded.iter().all(|gone| gone.rekeyed) {
            return Ok(());
        }
        self.rekey(records).await?;
        let tx = records.desk.begin().await?;
        let rekeyed = Action::RecordRekeyed(Rekeyed {});
        let entry = Pending::new(tx.desk(), rekeyed);
        self.commit(tx, records, vec![entry]).await?;
        Ok(())
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
            Some(place) => self.found_in(place).await?.unwrap_or_default(),
            None => Vec::new(),
        };
        let rows = gone.into_iter().map(|gone| ShreddedRow {
            day: gone.day.to_string(),
            basis: gone.basis,
            by: self.display_of(gone.by),
            second: self.display_of(gone.second),
            held: holding(&found, gone.day),
            unfinished: !gone.rekeyed,
        });
        Ok(rows.collect())
    }

    /// The record under a new key, and the session with it.
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

/// Backups that may hold a key of what was shredded on a day; nothing where none is there to tell: a medium that
/// is not plugged in looks like one on which nothing lies.
fn holding(found: &[Found], day: Day) -> Option<Vec<String>> {
    // An entry of a protected file tells its day alone: whatever was made on that day may hold it.
    let over = day.next().start();
    let before = found
        .iter()
        .filter(|one| one.made().is_none_or(|made| made < over));
    (!found.is_empty()).then(|| before.map(|one| one.name.clone()).collect())
}
