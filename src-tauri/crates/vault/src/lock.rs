//! One process at a time: `flock` on the file `lock`.
//!
//! Purpose: taken before anything else in the folder is read, in every kind of session; the second
//! process learns the first one's id. The kernel lets go when the process ends, however it ends.
//! Must never: wait, or take a lock file's mere presence for a lock.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};

use crate::error::VaultError;
use crate::files::Held;

/// Name of the lock file.
pub(crate) const NAME: &str = "lock";

/// The lock of one vault folder; let go on drop.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl Held for FolderLock {}

impl FolderLock {
    /// Takes the lock of `folder` at once or says who has it.
    pub(crate) fn take(folder: &Path) -> Result<Self, VaultError> {
        let mut options = OpenOptions::new();
        options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600);
        let opened = options.open(folder.join(NAME));
        let mut file = opened.map_err(|cause| VaultError::disk(&cause, VaultError::Missing))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => {
                return Err(VaultError::InUse {
                    pid: pid_in(&mut file),
                });
            }
            Err(cause) => return Err(std::io::Error::from(cause).into()),
        }
        // The id is a courtesy for the second process: a full disk must not keep the first one out.
        let _written = write_pid(&mut file);
        Ok(Self { _file: file })
    }
}

fn pid_in(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(16).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn write_pid(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}
