//! What backups lie on, through a port.
//!
//! Purpose: everything that touches the place of the backups is one of these calls, so that a test
//! can fail each of them: a stick pulled out, a full disk. Names are relative to the place
//! (`2026-11-24-163000-A/keyring/office.jsonl`). Files are 0600, folders 0700, where the medium
//! knows such a thing. The same form reads the vault folder that is copied.
//! Must never: follow a name out of the place, or put a path into an error.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use vault::files::DiskFiles;

/// A file being written.
pub trait Sink: Write + Send {
    /// Waits until all of it is on the medium.
    fn finish(&mut self) -> io::Result<()>;
}

/// A place for backups.
pub trait Medium: Send + Sync {
    /// Names directly inside a folder (`""` is the place itself), sorted; none when it is missing.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;
    /// Length of a file, `None` where there is none.
    fn length(&self, name: &str) -> io::Result<Option<u64>>;
    /// Makes a folder and those above it.
    fn make_folder(&self, name: &str) -> io::Result<()>;
    /// Begins a file.
    fn create(&self, name: &str) -> io::Result<Box<dyn Sink>>;
    /// Opens a file to read.
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>>;
    /// Gives a file or folder another name and waits for the medium.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Takes a file, or a folder with all in it, away; one that is not there is no error.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Where a file lies, for the database, which opens its own.
    fn path(&self, name: &str) -> io::Result<PathBuf>;
}

/// A folder on a disk or stick.
#[derive(Clone)]
pub struct DiskMedium {
    root: PathBuf,
}

impl DiskMedium {
    /// The folder at `root`; nothing is touched yet.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn inside(&self, name: &str) -> io::Result<PathBuf> {
        DiskFiles::new(&self.root).path(name)
    }
}

impl std::fmt::Debug for DiskMedium {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DiskMedium(..)")
    }
}

/// A file of a disk, and where its name stands.
struct Named {
    file: File,
    path: PathBuf,
}

impl Write for Named {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Sink for Named {
    /// Its bytes, then its name: a stick may be pulled out as soon as a backup counts.
    fn finish(&mut self) -> io::Result<()> {
        self.file.sync_all()?;
        sync_folder_of(&self.path)
    }
}

impl Medium for DiskMedium {
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(self.inside(folder)?) {
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

    fn length(&self, name: &str) -> io::Result<Option<u64>> {
        match fs::metadata(self.inside(name)?) {
            Ok(about) => Ok(about.is_file().then_some(about.len())),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(cause),
        }
    }

    fn make_folder(&self, name: &str) -> io::Result<()> {
        let path = self.inside(name)?;
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&path)?;
        // Those above it may be new too.
        let new = path.ancestors().take_while(|above| *above != self.root);
        new.into_iter().try_for_each(sync_folder_of)
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn Sink>> {
        let path = self.inside(name)?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&path)?;
        Ok(Box::new(Named { file, path }))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(self.inside(name)?)?))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let (from, to) = (self.inside(from)?, self.inside(to)?);
        fs::rename(&from, &to)?;
        for path in [&from, &to] {
            sync_folder_of(path)?;
        }
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let path = self.inside(name)?;
        let removed = match fs::symlink_metadata(&path) {
            Ok(about) if about.is_dir() => fs::remove_dir_all(&path),
            Ok(_) => fs::remove_file(&path),
            Err(cause) => Err(cause),
        };
        match removed {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    fn path(&self, name: &str) -> io::Result<PathBuf> {
        self.inside(name)
    }
}

/// Waits until a folder's names are on the medium.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        None => Ok(()),
        Some(folder) if folder.as_os_str().is_empty() => File::open(".")?.sync_all(),
        Some(folder) => File::open(folder)?.sync_all(),
    }
}
