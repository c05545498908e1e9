//! Files of the vault folder, through a port.
//!
//! Purpose: everything that touches the disk here is one of these calls, so that a test can fail
//! each of them. Names are relative (`keyring/office.jsonl`). Whole files go temp → fsync → rename
//! → fsync of the folder; the office journal is appended and fsynced. Files are 0600, folders 0700.
//! Must never: follow a name out of the folder, or put a path into an error.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Component, Path, PathBuf};

use crate::error::VaultError;
use crate::lock::FolderLock;

/// Ending of a file that is not yet in its place.
pub(crate) const TEMP: &str = ".tmp";

/// Holds the folder for this process; dropping it lets go.
pub trait Held: Send + Sync + fmt::Debug {}

/// The folder of one vault.
pub trait Files: Send + Sync {
    /// Takes the folder for this process, before anything in it is read.
    fn hold(&self) -> Result<Box<dyn Held>, VaultError>;
    /// A whole file, refused when longer than `limit` bytes.
    fn read(&self, name: &str, limit: u64) -> io::Result<Vec<u8>>;
    /// Puts a whole file in place so that a crash leaves the old one or the new one.
    fn write_atomic(&self, name: &str, bytes: &[u8]) -> io::Result<()>;
    /// Adds to the end of a file and waits for the disk.
    fn append_synced(&self, name: &str, bytes: &[u8]) -> io::Result<()>;
    /// Cuts a file to `length` bytes and waits for the disk.
    fn truncate(&self, name: &str, length: u64) -> io::Result<()>;
    /// Removes a file; one that is not there is no error.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Names directly inside a folder (`""` is the vault itself), sorted; none when it is missing.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;
    /// Whether the file or folder is there.
    fn exists(&self, name: &str) -> io::Result<bool>;
    /// Makes a folder and those above it; one that is there is no error.
    fn make_folder(&self, name: &str) -> io::Result<()>;
}

/// A folder on a real disk.
#[derive(Clone)]
pub struct DiskFiles {
    root: PathBuf,
}

impl DiskFiles {
    /// The vault folder at `root`; nothing is touched yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where a file lies, for the database, which opens its own.
    pub fn path(&self, name: &str) -> io::Result<PathBuf> {
        let inside = Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if inside {
            Ok(self.root.join(name))
        } else {
            Err(io::ErrorKind::InvalidInput.into())
        }
    }

    fn sync_folder_of(path: &Path) -> io::Result<()> {
        match path.parent() {
            None => Ok(()),
            // A relative name of one part lies in the present folder.
            Some(folder) if folder.as_os_str().is_empty() => File::open(".")?.sync_all(),
            Some(folder) => File::open(folder)?.sync_all(),
        }
    }

    fn put(temp: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(temp)?;
        file.write_all(bytes)?;
        file.sync_all()
    }
}

impl fmt::Debug for DiskFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DiskFiles(..)")
    }
}

impl Files for DiskFiles {
    fn hold(&self) -> Result<Box<dyn Held>, VaultError> {
        Ok(Box::new(FolderLock::take(&self.root)?))
    }

    fn read(&self, name: &str, limit: u64) -> io::Result<Vec<u8>> {
        let file = File::open(self.path(name)?)?;
        let mut bytes = Vec::new();
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > limit {
            Err(io::ErrorKind::FileTooLarge.into())
        } else {
            Ok(bytes)
        }
    }

    fn write_atomic(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(name)?;
        let temp = self.path(&format!("{name}{TEMP}"))?;
        let placed = Self::put(&temp, bytes).and_then(|()| fs::rename(&temp, &path));
        if let Err(cause) = placed {
            // The first failure is the one to tell; a leftover is swept at the next sign-in.
            let _leftover = fs::remove_file(&temp);
            return Err(cause);
        }
        Self::sync_folder_of(&path)
    }

    fn append_synced(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).open(self.path(name)?)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn truncate(&self, name: &str, length: u64) -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(self.path(name)?)?;
        file.set_len(length)?;
        file.sync_all()
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let path = self.path(name)?;
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(cause) => Err(cause),
            Ok(()) => Self::sync_folder_of(&path),
        }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(self.path(folder)?) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let mut names = Vec::new();
        for entry in entries {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort_unstable();
        Ok(names)
    }

    fn exists(&self, name: &str) -> io::Result<bool> {
        self.path(name)?.try_exists()
    }

    fn make_folder(&self, name: &str) -> io::Result<()> {
        let path = self.path(name)?;
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&path)?;
        Self::sync_folder_of(&path)
    }
}
