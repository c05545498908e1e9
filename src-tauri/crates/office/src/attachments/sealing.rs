//! A file on its way in: what it is, cleaned, sealed, with a small picture.
//!
//! Purpose: the bytes go through memory a step at a time; only a picture is held whole, because what a
//! camera wrote into it is taken out. Everything is durable before it is entered. Must never: follow a
//! name into the vault, leave a half behind, or keep what nobody entered.

use std::fs;
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use domain::attachment::{self, ATTACHMENT_LIMIT, Attached, Blob, MediaKind, PICTURE_LIMIT};
use domain::fault::Code;
use domain::id::BlobId;
use rustix::fs::OFlags;
use store::StoreError;

use super::watch::AttachWatch;
use super::{in_vault, place, unreadable};
use crate::backup::{Medium, blocking};
use crate::refused::{Answer, Refused};

/// Longest side of a small picture, pixels.
const SMALL: u32 = 320;

/// Where a file is sealed, and by what names.
pub(super) struct Sealing {
    pub(super) vault: PathBuf,
    pub(super) medium: Arc<dyn Medium>,
    /// Of the content, of its small picture.
    pub(super) ids: [BlobId; 2],
    /// What lies beside the record is filled up to a multiple of this, bytes.
    pub(super) step: u64,
}

/// A file that lies sealed beside the record and is not entered yet. Dropped, it is taken away.
pub struct SealedFile {
    attached: Attached,
    /// The scan it was, as it lay there.
    scan: Option<(PathBuf, Seen)>,
    medium: Arc<dyn Medium>,
    kept: bool,
}

impl std::fmt::Debug for SealedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealedFile({:?})", self.attached)
    }
}

impl SealedFile {
    pub(crate) fn attached(&self) -> &Attached {
        &self.attached
    }

    /// It stays, whatever is answered from now on.
    pub(crate) fn keep(&mut self) {
        self.kept = true;
    }

    /// Once it is entered, the scan it was leaves its folder, off the async threads and with no session held:
    /// a folder on another machine may take its time.
    pub async fn scan_leaves(self) {
        // It is in the record; one that cannot be removed waits there and is seen.
        let _stays = blocking(move || self.leaves()).await;
    }

    /// If it still is the one that was sealed.
    fn leaves(self) {
        if let Some((path, seen)) = &self.scan
            && Seen::of_path(path) == Some(*seen)
        {
            // One that cannot be removed waits there and is seen.
            let _stays = fs::remove_file(path);
        }
    }
}

/// What a file on the disk was when it was looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Seen {
    device: u64,
    inode: u64,
    bytes: u64,
    modified: SystemTime,
}

impl Seen {
    fn of(file: &fs::File) -> Option<Self> {
        Self::about(&file.metadata().ok()?)
    }

    fn of_path(path: &Path) -> Option<Self> {
        Self::about(&fs::symlink_metadata(path).ok()?)
    }

    fn about(about: &fs::Metadata) -> Option<Self> {
        let modified = about.modified().ok()?;
        about.is_file().then(|| Self {
            device: about.dev(),
            inode: about.ino(),
            bytes: about.len(),
            modified,
        })
    }
}

impl Drop for SealedFile {
    fn drop(&mut self) {
        if !self.kept {
            for blob in self.attached.blobs() {
                // What cannot be removed now is swept at the end of a day.
                let _left = self.medium.remove(&place(blob.id));
            }
        }
    }
}

impl Sealing {
    /// Seals a file somebody chose.
    pub(super) fn file(&self, source: &Path, watch: &AttachWatch) -> Answer<SealedFile> {
        let (mut file, seen) = opened(source, OFlags::NONBLOCK)?;
        self.sealed_as(source, (&mut file, seen), watch)
    }

    /// Seals a scan, which is no link; once it is entered it leaves its folder.
    /// It is sealed only as the last looks saw it.
    pub(super) fn scan(
        &self,
        source: &Path,
        settled: (u64, SystemTime),
        watch: &AttachWatch,
    ) -> Answer<SealedFile> {
        let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
        let (mut file, seen) = opened(source, flags)?;
        if (seen.bytes, seen.modified) != settled {
            return Err(no_file());
        }
        let mut sealed = self.sealed_as(source, (&mut file, seen), watch)?;
        sealed.scan = Some((source.to_owned(), seen));
        Ok(sealed)
    }

    fn sealed_as(
        &self,
        source: &Path,
        (file, seen): (&mut fs::File, Seen),
        watch: &AttachWatch,
    ) -> Answer<SealedFile> {
        let name = source.file_name().ok_or_else(no_file)?;
        let name = attachment::name(&name.to_string_lossy())?;
        if in_vault(&self.vault, source) {
            return Err(no_file());
        }
        let sealed = self.stream(name, seen.bytes, file, watch)?;
        // One that grew, was cut short or written anew meanwhile is not what she chose.
        if Seen::of(file) != Some(seen) {
            return Err(Refused::new(Code::AttachmentUnreadable));
        }
        Ok(sealed)
    }

    fn stream(
        &self,
        name: String,
        length: u64,
        source: &mut dyn Read,
        watch: &AttachWatch,
    ) -> Answer<SealedFile> {
        let head_limit = u64::try_from(media::HEAD).unwrap_or(0);
        let mut head = Vec::new();
        source
            .take(head_limit)
            .read_to_end(&mut head)
            .map_err(unreadable)?;
        let kind = media::kind_of(&head);
        attachment::check_size(length, kind)?;
        watch.begins(length);
        let mut whole = io::Cursor::new(head).chain(source);
        if !kind.is_cleaned() {
            let content = self.put(0, &mut whole, ATTACHMENT_LIMIT, watch)?;
            return Ok(self.sealed(name, kind, content, None));
        }
        let mut bytes = Vec::new();
        let mut within = whole.take(PICTURE_LIMIT.saturating_add(1));
        within.read_to_end(&mut bytes).map_err(unreadable)?;
        let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        attachment::check_size(read, kind)?;
        let (kind, bytes) = clean(kind, bytes);
        let small = drawn(kind, &bytes, SMALL);
        let content = self.put(0, &mut bytes.as_slice(), PICTURE_LIMIT, watch)?;
        let sealed = self.sealed(name, kind, content, None);
        match small {
            None => Ok(sealed),
            Some(small) => {
                let quiet = AttachWatch::default();
                let small = self.put(1, &mut small.as_slice(), PICTURE_LIMIT, &quiet)?;
                let mut sealed = sealed;
                sealed.attached.small = Some(small);
                Ok(sealed)
            }
        }
    }

    fn sealed(
        &self,
        name: String,
        kind: MediaKind,
        content: Blob,
        small: Option<Blob>,
    ) -> SealedFile {
        SealedFile {
            attached: Attached {
                name,
                kind,
                content,
                small,
            },
            scan: None,
            medium: Arc::clone(&self.medium),
            kept: false,
        }
    }

    /// Seals bytes under one of the names; a half is taken away.
    fn put(
        &self,
        which: usize,
        source: &mut dyn Read,
        limit: u64,
        watch: &AttachWatch,
    ) -> Answer<Blob> {
        let id = *self.ids.get(which).ok_or_else(no_file)?;
        let place = place(id);
        let temp = format!("{place}{TEMP}");
        let mut source = Told {
            source,
            failed: false,
        };
        let done = self.written(&temp, &place, &mut source, (limit, watch));
        let sealed = done.map_err(|cause| {
            let _swept = self.medium.remove(&temp);
            let kind = cause.kind();
            if kind == io::ErrorKind::Interrupted {
                Refused::new(Code::Cancelled)
            } else if source.failed || kind == io::ErrorKind::FileTooLarge {
                // The medium was pulled out, or the file grew while it was read.
                unreadable(cause)
            } else {
                StoreError::from(cause).into()
            }
        })?;
        Ok(Blob {
            id,
            key: sealed.key.to_string(),
            bytes: sealed.bytes,
            sha256: hex::encode(sealed.sha256),
        })
    }

    fn written(
        &self,
        temp: &str,
        place: &str,
        source: &mut dyn Read,
        (limit, watch): (u64, &AttachWatch),
    ) -> io::Result<vault::blob::Sealed> {
        let folder = place.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.medium.make_folder(folder)?;
        let mut sink = self.medium.create(temp)?;
        let mut go_on = |done| watch.goes_on(done);
        let sealed = vault::blob::seal(source, &mut sink, (limit, self.step), &mut go_on)?;
        sink.finish()?;
        self.medium.rename(temp, place)?;
        Ok(sealed)
    }
}

/// Ending of a blob that is not whole yet.
pub(super) const TEMP: &str = ".tmp";

/// Remembers whether reading failed: what cannot be read is not the disk's fault.
struct Told<'a> {
    source: &'a mut dyn Read,
    failed: bool,
}

impl Read for Told<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer);
        self.failed |= read.is_err();
        read
    }
}

/// The picture without what a camera added. One that is broken, or breaks a reader, is kept as it came
/// and said to be.
fn clean(kind: MediaKind, bytes: Vec<u8>) -> (MediaKind, Vec<u8>) {
    let cleaned = catch_unwind(AssertUnwindSafe(|| media::cleaned(kind, &bytes)));
    match cleaned {
        Ok(Ok(Some(cleaned))) => (kind, cleaned),
        Ok(Ok(None) | Err(media::Unclean)) | Err(_) => (MediaKind::OtherPicture, bytes),
    }
}

/// A picture drawn anew; nothing where that is impossible.
pub(super) fn drawn(kind: MediaKind, bytes: &[u8], side: u32) -> Option<Vec<u8>> {
    catch_unwind(AssertUnwindSafe(|| media::picture(kind, bytes, side))).ok()?
}

/// Opens a file that is one: a pipe or a device would never end.
fn opened(source: &Path, flags: OFlags) -> Answer<(fs::File, Seen)> {
    let flags = i32::try_from(flags.bits()).map_err(|_none| no_file())?;
    let mut options = fs::OpenOptions::new();
    let file = options.read(true).custom_flags(flags).open(source);
    let file = file.map_err(|_cause| no_file())?;
    let seen = Seen::of(&file).ok_or_else(no_file)?;
    Ok((file, seen))
}

fn no_file() -> Refused {
    Refused::new(Code::AttachmentNoFile)
}
