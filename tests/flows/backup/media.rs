//! A medium that a test holds in its hand: it may be pulled out, full, or looked at.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use office::backup::{DiskMedium, Medium, Sink};

/// What happens before a call: its kind, its name, its number from 0.
type Before = Box<dyn Fn(&str, &str, u32) -> io::Result<()> + Send + Sync>;

struct Rig {
    before: Before,
    calls: AtomicU32,
}

impl Rig {
    fn call(&self, what: &str, name: &str) -> io::Result<()> {
        let number = self.calls.fetch_add(1, Ordering::SeqCst);
        (self.before)(what, name, number)
    }
}

/// A folder with something before each call.
pub(super) struct Rigged {
    disk: DiskMedium,
    rig: Arc<Rig>,
}

impl Rigged {
    pub(super) fn new(
        place: &Path,
        before: impl Fn(&str, &str, u32) -> io::Result<()> + Send + Sync + 'static,
    ) -> Arc<Self> {
        let rig = Rig {
            before: Box::new(before),
            calls: AtomicU32::new(0),
        };
        Arc::new(Self {
            disk: DiskMedium::at(place),
            rig: Arc::new(rig),
        })
    }

    /// A stick that is pulled out at one call: nothing answers from then on.
    pub(super) fn pulled(place: &Path, at: u32) -> Arc<Self> {
        let gone = AtomicBool::new(false);
        Self::new(place, move |_, _, number| {
            if number == at {
                gone.store(true, Ordering::SeqCst);
            }
            if gone.load(Ordering::SeqCst) {
                return Err(io::Error::other("no such device"));
            }
            Ok(())
        })
    }

    /// A medium on which nothing more can be written from one call on; names can still be changed
    /// and taken away.
    pub(super) fn refusing(place: &Path, at: u32, kind: io::ErrorKind) -> Arc<Self> {
        Self::new(place, move |what, _, number| {
            let writes = ["create", "write", "finish", "make_folder"].contains(&what);
            if number >= at && writes {
                return Err(kind.into());
            }
            Ok(())
        })
    }

    pub(super) fn calls(&self) -> u32 {
        self.rig.calls.load(Ordering::SeqCst)
    }
}

struct RiggedSink {
    sink: Box<dyn Sink>,
    rig: Arc<Rig>,
    name: String,
}

impl Write for RiggedSink {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        // A write that fails has written a part before.
        if let Err(cause) = self.rig.call("write", &self.name) {
            self.sink.write_all(&piece[..piece.len() / 2])?;
            return Err(cause);
        }
        self.sink.write(piece)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

impl Sink for RiggedSink {
    fn finish(&mut self) -> io::Result<()> {
        self.rig.call("finish", &self.name)?;
        self.sink.finish()
    }
}

impl Medium for Rigged {
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.rig.call("list", folder)?;
        self.disk.list(folder)
    }

    fn length(&self, name: &str) -> io::Result<Option<u64>> {
        self.rig.call("length", name)?;
        self.disk.length(name)
    }

    fn make_folder(&self, name: &str) -> io::Result<()> {
        self.rig.call("make_folder", name)?;
        self.disk.make_folder(name)
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn Sink>> {
        self.rig.call("create", name)?;
        Ok(Box::new(RiggedSink {
            sink: self.disk.create(name)?,
            rig: Arc::clone(&self.rig),
            name: name.to_owned(),
        }))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        self.rig.call("open", name)?;
        self.disk.open(name)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.rig.call("rename", from)?;
        self.disk.rename(from, to)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.rig.call("remove", name)?;
        self.disk.remove(name)
    }

    fn path(&self, name: &str) -> io::Result<PathBuf> {
        self.rig.call("path", name)?;
        self.disk.path(name)
    }
}
