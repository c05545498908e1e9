//! Blobs and the record held against each other.
//!
//! Purpose: what lies beside the record and no entry names goes at the end of a day; what was erased goes at
//! once; verification compares every byte with what the record says. Must never: take away what a live
//! entry names.

use std::collections::BTreeSet;

use domain::attachment::{Attached, Blob};
use domain::id::BlobId;
use domain::moment::Moment;
use domain::protected::Beside;
use store::{StoreError, Tx};
use time::Duration;

use super::place;
use super::waiting::moment;
use crate::Office;
use crate::backup::{BLOBS, DiskMedium, Medium as _, blocking};
use crate::record::VerifyFault;
use crate::refused::Answer;
use crate::session::Records;

/// An act that is under way names its blobs within this time.
const UNNAMED: Duration = Duration::hours(24);

impl Office {
    /// Takes away what no entry of the journal names and is older than a day.
    pub(crate) async fn sweep_blobs(&self, records: &Records) -> Answer<()> {
        let medium = DiskMedium::at(&self.folder);
        let mut tx = records.desk.begin().await?;
        let ordinary = named(&mut tx).await?.into_iter().map(|blob| blob.id);
        let sealed = tx.sealed_blobs().await?.into_iter().map(|blob| blob.id);
        drop(tx);
        let named: BTreeSet<String> = ordinary.chain(sealed).map(place).collect();
        let now = self.clock.now();
        let swept = blocking(move || sweep(&medium, &named, now)).await?;
        swept.map_err(|cause| StoreError::from(cause).into())
    }

    /// What became of the attachments that the record names.
    pub(crate) async fn check_blobs(&self, tx: &mut Tx) -> Answer<Vec<VerifyFault>> {
        let medium = DiskMedium::at(&self.folder);
        let mut named: Vec<Beside> = named(tx).await?.iter().map(Into::into).collect();
        named.extend(tx.sealed_blobs().await?);
        blocking(move || {
            let wrong = named.iter().filter_map(|blob| {
                let what = match medium.open(&place(blob.id)) {
                    Err(_gone) => "attachment missing",
                    Ok(mut sealed) => match vault::blob::digest(&mut sealed) {
                        Ok(digest) if hex::encode(digest) == blob.sha256 => return None,
                        Ok(_) | Err(_) => "attachment altered",
                    },
                };
                let what = what.to_owned();
                Some(VerifyFault { seq: 0, what })
            });
            wrong.collect()
        })
        .await
    }

    /// Takes away the blobs of what was erased: their keys are gone with it.
    pub(crate) async fn drop_blobs(&self, blobs: impl Iterator<Item = BlobId>) -> Answer<()> {
        let medium = DiskMedium::at(&self.folder);
        let places: Vec<String> = blobs.map(place).collect();
        blocking(move || {
            for place in places {
                // Unreadable already; what stays is swept at the end of a day.
                let _swept = medium.remove(&place);
            }
        })
        .await
    }
}

/// What the journal names: the truth, whatever the projections say.
async fn named(tx: &mut Tx) -> Answer<Vec<Blob>> {
    let attached = tx.attached().await?;
    Ok(attached.iter().flat_map(Attached::blobs).cloned().collect())
}

fn sweep(medium: &DiskMedium, named: &BTreeSet<String>, now: Moment) -> std::io::Result<()> {
    for folder in medium.list(BLOBS)? {
        for name in medium.list(&format!("{BLOBS}/{folder}"))? {
            let place = format!("{BLOBS}/{folder}/{name}");
            let about = std::fs::metadata(medium.path(&place)?)?;
            let age = now.since(moment(about.modified()?));
            if age >= UNNAMED && !named.contains(&place) {
                medium.remove(&place)?;
            }
        }
    }
    Ok(())
}
