//! What goes into a generation: the record, the files around it, attachments.
//!
//! Purpose: each written once, hashed on the way, synced. Must never: read the record but through
//! its fence, or give an attachment its name before it is whole.

use std::collections::BTreeMap;
use std::io::{self, Read};

use sha2::{Digest as _, Sha256};
use store::FenceReader;
use vault::head::DeskHead;
use vault::manifest::FileMark;

use super::{DATABASE, Job, Stood, WITH_IT};
use crate::backup::generation::{self, PIECE};
use crate::backup::medium::{DiskMedium, Medium};
use crate::backup::watch::BackupStep;
use crate::backup::{BLOB_LIST, BLOBS, at_place};
use crate::refused::{Answer, Refused};

impl Job {
    /// The record itself, in one pass: read behind the fence, written, hashed.
    pub(super) fn copy_record(
        &self,
        temp: &str,
        (reader, length): &(FenceReader, u64),
    ) -> Answer<FileMark> {
        let mut source = Fenced {
            reader,
            at: 0,
            refused: None,
        };
        let told = |done| {
            self.watch
                .step(BackupStep::Copy, done / 1024, length / 1024)
        };
        let copied = self.write(temp, DATABASE, &mut source, &told);
        match source.refused {
            Some(refused) => Err(refused),
            None => copied,
        }
    }

    /// Keys, office journal and what else lies around the record; then attachments that are not
    /// there yet.
    pub(super) fn copy_files(
        &self,
        temp: &str,
        around: Vec<(String, Vec<u8>)>,
        stood: Stood,
    ) -> Answer<Vec<FileMark>> {
        let own = DiskMedium::at(&self.folder);
        let mut grown = Vec::new();
        for folder in WITH_IT {
            let names = own.list(folder).map_err(store::StoreError::from)?;
            let whole = names.into_iter().filter(|name| !unfinished(name));
            grown.extend(whole.map(|name| format!("{folder}/{name}")));
        }
        let blobs = blobs_of(&own).map_err(store::StoreError::from)?;
        let total = u64::try_from(around.len() + grown.len() + blobs.len() + 2).unwrap_or(0);
        let done = std::cell::Cell::new(0_u64);
        let next = || {
            done.set(done.get().saturating_add(1));
            self.watch.step(BackupStep::Files, done.get(), total)
        };
        let quiet = |_| self.watch.asked();
        let mut marks = Vec::new();
        for (name, bytes) in around {
            marks.push(self.write(temp, &name, &mut bytes.as_slice(), &quiet)?);
            next()?;
        }
        // Not the head file as it lies there: it may lag, and in a copy nothing may lag.
        let head = head_file(stood)?;
        marks.push(self.write(temp, "keyring/head", &mut head.as_slice(), &quiet)?);
        next()?;
        for name in grown {
            let mut source = own.open(&name).map_err(store::StoreError::from)?;
            marks.push(self.write(temp, &name, &mut source, &quiet)?);
            next()?;
        }
        let known = self.known_blobs()?;
        let mut list = String::new();
        for name in blobs {
            let hash = match known.get(&name) {
                Some(hash) if self.has(&name)? => hash.clone(),
                // Erased since it was listed: the record does not name it any more.
                _ if own.length(&name).is_ok_and(|length| length.is_none()) => continue,
                _ => self.copy_blob(temp, (&own, &name))?,
            };
            list.extend([hash.as_str(), "  ", name.as_str(), "\n"]);
            next()?;
        }
        marks.push(self.write(temp, BLOB_LIST, &mut list.as_bytes(), &quiet)?);
        next()?;
        Ok(marks)
    }

    fn has(&self, name: &str) -> Answer<bool> {
        let length = self.medium.length(name);
        Ok(length.map_err(|cause| at_place(&cause))?.is_some())
    }

    /// Attachments that earlier generations of any vault brought here, with their hashes.
    fn known_blobs(&self) -> Answer<BTreeMap<String, String>> {
        let roster = self.look(|vault| vault.roster().clone());
        let found = generation::list(self.medium.as_ref(), Some(&roster));
        let found = found.map_err(|cause| at_place(&cause))?;
        let believed = found.iter().filter(|found| found.manifest.is_some());
        let lists =
            believed.filter_map(|found| generation::blobs(self.medium.as_ref(), &found.name));
        Ok(lists.flatten().collect())
    }

    /// An attachment never changes, so it is written once, under its own name only when it is whole.
    fn copy_blob(&self, temp: &str, (own, name): (&DiskMedium, &str)) -> Answer<String> {
        let mut source = own.open(name).map_err(store::StoreError::from)?;
        let mark = self.write(temp, "blob", &mut source, &|_| self.watch.asked())?;
        let folder = name.rsplit_once('/').map_or(BLOBS, |(folder, _)| folder);
        self.medium
            .make_folder(folder)
            .and_then(|()| self.medium.rename(&format!("{temp}/blob"), name))
            .map_err(|cause| at_place(&cause))?;
        Ok(mark.sha256)
    }

    /// Writes one file of the generation and waits for the medium.
    pub(super) fn write(
        &self,
        temp: &str,
        name: &str,
        source: &mut dyn Read,
        told: &dyn Fn(u64) -> Answer<()>,
    ) -> Answer<FileMark> {
        let path = format!("{temp}/{name}");
        if let Some((folder, _)) = path.rsplit_once('/') {
            let made = self.medium.make_folder(folder);
            made.map_err(|cause| at_place(&cause))?;
        }
        let sink = self.medium.create(&path);
        let mut sink = sink.map_err(|cause| at_place(&cause))?;
        let (mut buffer, mut bytes, mut hash) = (vec![0; PIECE], 0_u64, Sha256::new());
        loop {
            told(bytes)?;
            let read = source.read(&mut buffer).map_err(store::StoreError::from)?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
                break;
            };
            hash.update(piece);
            sink.write_all(piece).map_err(|cause| at_place(&cause))?;
            bytes = bytes.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        }
        sink.finish().map_err(|cause| at_place(&cause))?;
        Ok(FileMark {
            name: name.to_owned(),
            bytes,
            sha256: hex::encode(hash.finalize()),
        })
    }
}

/// `blobs/ab/<id>`, sorted.
pub(super) fn blobs_of(medium: &dyn Medium) -> io::Result<Vec<String>> {
    let mut all = Vec::new();
    for folder in medium.list(BLOBS)? {
        for name in medium.list(&format!("{BLOBS}/{folder}"))? {
            if !unfinished(&name) {
                all.push(format!("{BLOBS}/{folder}/{name}"));
            }
        }
    }
    Ok(all)
}

fn head_file(stood: Stood) -> Answer<Vec<u8>> {
    let head = DeskHead {
        desk: stood.desk.uuid(),
        seq: u64::try_from(stood.head.seq).unwrap_or(0),
        hash: stood.head.hash,
    };
    Ok(vault::head::bytes(&head)?)
}

/// The fenced file as a stream; why it ended, if not by its end.
struct Fenced<'a> {
    reader: &'a FenceReader,
    at: u64,
    refused: Option<Refused>,
}

impl Read for Fenced<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.reader.read_at(self.at, buffer) {
            Ok(read) => {
                self.at = self
                    .at
                    .saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
                Ok(read)
            }
            Err(error) => {
                self.refused = Some(error.into());
                Err(io::ErrorKind::Other.into())
            }
        }
    }
}

/// A file that was being written when it was listed.
fn unfinished(name: &str) -> bool {
    std::path::Path::new(name)
        .extension()
        .is_some_and(|end| end == "tmp")
}
