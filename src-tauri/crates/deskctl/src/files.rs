//! Files named on the command line, and stdin.
//!
//! Purpose: reads with a limit, and writes that appear whole, private to their owner, or not at
//! all. Must never: put a path into a refusal, or overwrite unasked.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use office::domain::fault::{Code, Fault};

use crate::stop::Stop;

/// Stdin up to a limit and one byte more, so that too much is seen as such.
pub(crate) fn stdin(limit: usize) -> Result<Vec<u8>, Stop> {
    let read = bounded(io::stdin().lock(), limit);
    read.map_err(|_cause| Stop::at(Code::TerminalFileUnread, "stdin"))
}

/// A file of at most so many bytes.
pub(crate) fn bytes(path: &Path, field: &str, limit: usize) -> Result<Vec<u8>, Stop> {
    let unread = |_| Stop::at(Code::TerminalFileUnread, field);
    let bytes = bounded(File::open(path).map_err(unread)?, limit).map_err(unread)?;
    if bytes.len() > limit {
        let fault = Fault::at(Code::RequestTooLarge, field).with("max", limit / 1024);
        return Err(fault.into());
    }
    Ok(bytes)
}

/// A text file of at most so many bytes.
pub(crate) fn text(path: &Path, field: &str, limit: usize) -> Result<String, Stop> {
    let bytes = bytes(path, field, limit)?;
    String::from_utf8(bytes).map_err(|_cause| Stop::at(Code::FieldNotText, field))
}

fn bounded(from: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    from.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file that is being made beside its place; it disappears if it is not kept.
#[derive(Debug)]
pub(crate) struct NewFile {
    place: PathBuf,
    beside: PathBuf,
    file: File,
    force: bool,
    kept: bool,
}

impl NewFile {
    /// Claims the place before any work is done for it.
    pub(crate) fn begin(place: &Path, force: bool) -> Result<Self, Stop> {
        let unwritten = || Stop::at(Code::TerminalFileUnwritten, "out");
        if place.is_dir() {
            return Err(unwritten());
        }
        if !force && place.symlink_metadata().is_ok() {
            return Err(Stop::at(Code::TerminalFileExists, "out"));
        }
        let name = place
            .file_name()
            .ok_or_else(unwritten)?
            .to_string_lossy()
            .into_owned();
        let beside = place.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let mut options = OpenOptions::new();
        let opened = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&beside);
        let file = opened.map_err(|cause| disk(&cause))?;
        Ok(Self {
            place: place.to_path_buf(),
            beside,
            file,
            force,
            kept: false,
        })
    }

    /// Writes it and puts it in its place.
    pub(crate) fn keep(mut self, bytes: &[u8]) -> Result<(), Stop> {
        let written = self
            .file
            .write_all(bytes)
            .and_then(|()| self.file.sync_all());
        written.map_err(|cause| disk(&cause))?;
        if self.force {
            fs::rename(&self.beside, &self.place).map_err(|cause| disk(&cause))?;
            self.kept = true;
        } else {
            // A link, unlike a rename, never replaces what somebody put there meanwhile.
            fs::hard_link(&self.beside, &self.place).map_err(|cause| {
                if cause.kind() == io::ErrorKind::AlreadyExists {
                    Stop::at(Code::TerminalFileExists, "out")
                } else {
                    disk(&cause)
                }
            })?;
        }
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.kept {
            fs::remove_file(&self.beside).ok();
        }
    }
}

fn disk(cause: &io::Error) -> Stop {
    let code = if cause.kind() == io::ErrorKind::StorageFull {
        Code::VaultDiskFull
    } else {
        Code::TerminalFileUnwritten
    };
    Stop::at(code, "out")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn code(stop: &Stop) -> Code {
        match stop {
            Stop::Refused(refused) => refused.code,
            Stop::Usage(key) => panic!("{key}"),
        }
    }

    #[test]
    fn a_new_file_is_private_and_appears_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("receipt.pdf");
        let new = NewFile::begin(&place, false).unwrap();
        assert!(!place.exists());
        new.keep(b"%PDF").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"%PDF");
        assert_eq!(
            fs::metadata(&place).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_there_is_replaced_only_by_force() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("receipt.pdf");
        fs::write(&place, "older").unwrap();
        let refused = NewFile::begin(&place, false).unwrap_err();
        assert_eq!(code(&refused), Code::TerminalFileExists);
        NewFile::begin(&place, true)
            .unwrap()
            .keep(b"newer")
            .unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"newer");
    }

    #[test]
    fn a_place_taken_meanwhile_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("receipt.pdf");
        let new = NewFile::begin(&place, false).unwrap();
        fs::write(&place, "somebody else's").unwrap();
        assert_eq!(
            code(&new.keep(b"mine").unwrap_err()),
            Code::TerminalFileExists
        );
        assert_eq!(fs::read(&place).unwrap(), b"somebody else's");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        drop(NewFile::begin(&folder.path().join("a.pdf"), false).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn too_much_is_refused_and_exactly_enough_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("founding.toml");
        fs::write(&path, [b'x'; 1024]).unwrap();
        assert_eq!(bytes(&path, "founding", 1024).unwrap().len(), 1024);
        assert_eq!(
            code(&bytes(&path, "founding", 1023).unwrap_err()),
            Code::RequestTooLarge
        );
        let missing = folder.path().join("nothing");
        assert_eq!(
            code(&bytes(&missing, "founding", 9).unwrap_err()),
            Code::TerminalFileUnread
        );
    }
}
