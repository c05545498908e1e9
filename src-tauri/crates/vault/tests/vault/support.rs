//! An office in memory: files that can fail at the N-th call, invented people, counted derivations.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use uuid::Uuid;
use vault::VaultError;
use vault::cosign::CosignRequest;
use vault::files::{Files, Held};
use vault::folder::{
    Foundation, Founder, Founding, SecondPerson, SignedIn, Stamp, UserKeys, Vault,
};
use vault::kdf::{Argon2id, Kdf, KdfBounds, KdfParams, KdfPort};
use vault::roster::{Role, Setting};
use vault::secret::Passphrase;

pub(crate) const NOW: i64 = 1_795_500_000_000;
pub(crate) const MINUTE: i64 = 60_000;

pub(crate) const ADMIN: Uuid = Uuid::from_u128(1);
pub(crate) const SUPERVISOR: Uuid = Uuid::from_u128(2);
pub(crate) const RECEPTION: Uuid = Uuid::from_u128(3);
pub(crate) const NEW: Uuid = Uuid::from_u128(9);

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The machine stops before the call does anything.
    StopBefore,
    /// The machine stops half-way: part of the bytes are there.
    StopHalf,
    /// The machine stops after the call, before it answers.
    StopAfter,
    /// The disk is full for this one call, with part of the bytes written; the program goes on.
    FullOnce,
    /// The disk is full from this call on; the program goes on.
    FullFrom,
}

pub(crate) const FAULTS: [Fault; 5] = [
    Fault::StopBefore,
    Fault::StopHalf,
    Fault::StopAfter,
    Fault::FullOnce,
    Fault::FullFrom,
];

#[derive(Clone, Default)]
struct Disk {
    files: BTreeMap<String, Vec<u8>>,
    folders: BTreeSet<String>,
}

#[derive(Default)]
struct Inner {
    disk: Disk,
    writes: usize,
    fault: Option<(usize, Fault)>,
    stopped: bool,
    full: bool,
    held: Arc<Mutex<bool>>,
}

/// A folder in memory; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<Inner>>);

#[derive(Debug)]
struct Hold(Arc<Mutex<bool>>);

impl Held for Hold {}

impl Drop for Hold {
    fn drop(&mut self) {
        *self.0.lock().unwrap() = false;
    }
}

impl Memory {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap()
    }

    /// The disk as it lies now, under a machine that has just been started.
    pub(crate) fn restarted(&self) -> Self {
        let disk = self.inner().disk.clone();
        Self(Arc::new(Mutex::new(Inner {
            disk,
            ..Inner::default()
        })))
    }

    /// The `at`-th writing call from now (0: the next) fails like this.
    pub(crate) fn fail(&self, at: usize, fault: Fault) {
        let mut inner = self.inner();
        inner.fault = Some((inner.writes + at, fault));
    }

    /// Somebody made room on the disk.
    pub(crate) fn freed(&self) {
        let mut inner = self.inner();
        (inner.full, inner.fault) = (false, None);
    }

    pub(crate) fn writes(&self) -> usize {
        self.inner().writes
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        self.inner().disk.files[name].clone()
    }

    pub(crate) fn put(&self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.inner()
            .disk
            .files
            .insert(name.to_owned(), bytes.into());
    }

    pub(crate) fn take(&self, name: &str) {
        self.inner().disk.files.remove(name).unwrap();
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.inner().disk.files.keys().cloned().collect()
    }

    pub(crate) fn slots(&self) -> Vec<String> {
        self.names()
            .into_iter()
            .filter(|name| name.starts_with("keyring/slots/"))
            .collect()
    }

    /// One writing call: `half` leaves part of its work, `whole` all of it.
    fn write(&self, half: impl FnOnce(&mut Disk), whole: impl FnOnce(&mut Disk)) -> io::Result<()> {
        let mut inner = self.inner();
        let number = inner.writes;
        inner.writes += 1;
        if inner.stopped {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if inner.full {
            half(&mut inner.disk);
            return Err(io::ErrorKind::StorageFull.into());
        }
        let Some((_, fault)) = inner.fault.filter(|(at, _)| *at == number) else {
            whole(&mut inner.disk);
            return Ok(());
        };
        match fault {
            Fault::StopBefore => inner.stopped = true,
            Fault::StopHalf => {
                half(&mut inner.disk);
                inner.stopped = true;
            }
            Fault::StopAfter => {
                whole(&mut inner.disk);
                inner.stopped = true;
            }
            Fault::FullOnce => half(&mut inner.disk),
            Fault::FullFrom => {
                half(&mut inner.disk);
                inner.full = true;
            }
        }
        let full = matches!(fault, Fault::FullOnce | Fault::FullFrom);
        let kind = if full {
            io::ErrorKind::StorageFull
        } else {
            io::ErrorKind::Interrupted
        };
        Err(kind.into())
    }
}

impl Files for Memory {
    fn hold(&self) -> Result<Box<dyn Held>, VaultError> {
        let held = Arc::clone(&self.inner().held);
        if std::mem::replace(&mut *held.lock().unwrap(), true) {
            return Err(VaultError::InUse { pid: None });
        }
        Ok(Box::new(Hold(held)))
    }

    fn read(&self, name: &str, limit: u64) -> io::Result<Vec<u8>> {
        let inner = self.inner();
        let bytes = inner.disk.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        if bytes.len() as u64 > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes.clone())
    }

    fn write_atomic(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.write(
            |disk| {
                let half = bytes[..bytes.len() / 2].to_vec();
                disk.files.insert(format!("{name}.tmp"), half);
            },
            |disk| {
                disk.files.remove(&format!("{name}.tmp"));
                disk.files.insert(name.to_owned(), bytes.to_vec());
            },
        )
    }

    fn append_synced(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let add = |disk: &mut Disk, part: &[u8]| {
            disk.files.get_mut(name).unwrap().extend_from_slice(part);
        };
        self.write(
            |disk| add(disk, &bytes[..bytes.len() / 2]),
            |disk| add(disk, bytes),
        )
    }

    fn truncate(&self, name: &str, length: u64) -> io::Result<()> {
        let cut = |disk: &mut Disk| {
            disk.files
                .get_mut(name)
                .unwrap()
                .truncate(usize::try_from(length).unwrap());
        };
        self.write(|_| {}, cut)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.write(|_| {}, |disk| drop(disk.files.remove(name)))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let inner = self.inner();
        let inside: BTreeSet<String> = inner
            .disk
            .files
            .keys()
            .chain(&inner.disk.folders)
            .filter_map(|name| name.strip_prefix(&prefix))
            .filter_map(|rest| rest.split('/').next())
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        Ok(inside.into_iter().collect())
    }

    fn exists(&self, name: &str) -> io::Result<bool> {
        let inner = self.inner();
        Ok(inner.disk.files.contains_key(name) || inner.disk.folders.contains(name))
    }

    fn make_folder(&self, name: &str) -> io::Result<()> {
        self.write(|_| {}, |disk| disk.folders.extend([name.to_owned()]))
    }
}

/// Every derivation asked for.
#[derive(Clone, Default)]
pub(crate) struct Counted(Arc<Mutex<Vec<KdfParams>>>);

impl Counted {
    pub(crate) fn taken(&self) -> Vec<KdfParams> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Kdf for Counted {
    fn derive(
        &self,
        passphrase: &Passphrase,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<zeroize::Zeroizing<[u8; 32]>, VaultError> {
        self.0.lock().unwrap().push(params);
        Argon2id.derive(passphrase, salt, params)
    }
}

pub(crate) fn port() -> KdfPort {
    KdfPort::new(KdfBounds::for_tests(), Arc::new(Argon2id))
}

pub(crate) fn phrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

pub(crate) fn stamp(n: u128) -> Stamp {
    Stamp {
        act: Uuid::from_u128(5000 + n),
        session: Uuid::from_u128(4000),
        at: NOW,
        clock_suspect: false,
        day: "2026-11-24".to_owned(),
    }
}

pub(crate) fn founder(user: Uuid, name: &str, role: Role) -> Founder {
    Founder {
        user,
        slot: Uuid::from_u128(user.as_u128() + 1000),
        name: name.to_owned(),
        display: format!("Officer {name}"),
        role,
        passphrase: phrase(&format!("pass of {name}")),
    }
}

pub(crate) fn founding(demo: bool) -> Founding {
    Founding {
        vault: Uuid::from_u128(100),
        desk: Uuid::from_u128(200),
        desk_letter: 'A',
        demo,
        recovery_in_files: true,
        settings: vec![Setting {
            name: "letterhead.1".into(),
            value: "CÔNG AN".into(),
        }],
        founders: vec![
            founder(SUPERVISOR, "binh.le", Role::Supervisor),
            founder(ADMIN, "an.tran", Role::Admin),
            founder(RECEPTION, "chi.vu", Role::Reception),
        ],
        kdf: KdfBounds::for_tests().floor(),
    }
}

/// A demonstration office (nobody has to change a passphrase first).
pub(crate) fn founded() -> (Memory, Vault, Foundation) {
    let memory = Memory::default();
    let files = Arc::new(memory.clone());
    let (vault, foundation) = Vault::found(files, port(), &founding(true), &stamp(0)).unwrap();
    (memory, vault, foundation)
}

pub(crate) fn open(memory: &Memory) -> Result<Vault, VaultError> {
    Vault::open(Arc::new(memory.clone()), port())
}

pub(crate) fn sign_in(vault: &mut Vault, name: &str) -> SignedIn {
    vault
        .sign_in(name, &phrase(&format!("pass of {name}")), NOW)
        .unwrap()
}

pub(crate) fn second(vault: &mut Vault, name: &str, first: &UserKeys) -> SecondPerson {
    let asked = CosignRequest {
        first: first.user(),
        request: [5; 32],
        now: NOW,
    };
    let signer = vault
        .cosign(name, &phrase(&format!("pass of {name}")), &asked)
        .unwrap();
    SecondPerson {
        signer,
        request: [5; 32],
    }
}

/// The database key's pragma text, to compare keys by.
pub(crate) fn key_text(signed: &SignedIn) -> String {
    signed
        .records
        .as_ref()
        .unwrap()
        .database()
        .with_pragma_text(str::to_owned)
}
