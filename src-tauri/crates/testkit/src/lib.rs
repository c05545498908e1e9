//! An office for tests.
//!
//! Purpose: a founded office in a temporary folder, with a clock that tests set, ids from a seed,
//! cheap key derivation, and invented people to come to it; a display for a window and a spooler for
//! its printing. What an office holds is made through the use cases of `office`, never past them.
//! May use: domain, vault, office. Must never: be linked into a program that people work with; it
//! alone outside the vault names the cheap costs of key derivation.

#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    reason = "a test kit that cannot make its office has nothing better to do than to say where it stopped"
)]

mod clock;
mod display;
pub mod intake;
mod press;
mod printers;
pub mod spooler;

use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use domain::catalogue::Catalogue;
use domain::moment::Moment;
use domain::permission::Role;
use domain::person::Facts;
use domain::printing::NoPrinters;
use domain::sheet::Press;
use office::demo::dice::SeededEntropy;
use office::demo::people::Crowd;
use office::founding::{
    Founded, FounderTold, FoundingTold, Manner, OfficeTold, OfficerShown, found,
};
use office::{Office, Passphrase, Ports, Session};
use tempfile::TempDir;
use vault::kdf::{Argon2id, KdfBounds, KdfPort};

pub use clock::FakeClock;
pub use display::VirtualDisplay;
pub use press::{PLAIN, PlainPress};
pub use printers::{FakePrinters, Hand, PRINTER, PrintedJob};

/// When a test office is founded, unless told otherwise: a Tuesday, 09:00 at the desk.
pub const BEGIN: &str = "2026-11-24T09:00:00+07:00";

/// Sign-in name, name as shown, role; each passphrase is `test` and the name.
pub const STAFF: [(&str, &str, Role); 7] = [
    ("admin", "Ngô Thị Quản", Role::Admin),
    ("chief", "Trần Văn Huy", Role::Supervisor),
    ("deputy", "Lê Thị Phó", Role::Supervisor),
    ("desk", "Phạm Thị Tiếp", Role::Reception),
    ("window", "Vũ Văn Đón", Role::Reception),
    ("case", "Đỗ Thị Lý", Role::Case),
    ("auditor", "Bùi Văn Soát", Role::Auditor),
];

/// A founded office in a temporary folder; the folder goes with it.
pub struct TestOffice {
    /// Dropped before the folder; `None` only while it is opened anew.
    office: Option<Office>,
    folder: TempDir,
    clock: Arc<FakeClock>,
    ports: Ports,
    printing: Arc<FakePrinters>,
    founded: Founded,
    crowd: Mutex<Crowd>,
}

impl std::fmt::Debug for TestOffice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TestOffice")
    }
}

impl Deref for TestOffice {
    type Target = Office;

    fn deref(&self) -> &Office {
        self.office.as_ref().expect("the office is open")
    }
}

impl TestOffice {
    /// An office whose founders may work at once: founded as a demonstration.
    pub async fn founded() -> Self {
        Self::make(true, told()).await
    }

    /// An office as in earnest: every founder must change her passphrase before anything else.
    pub async fn founded_in_earnest() -> Self {
        Self::make(false, told()).await
    }

    /// An office founded with something else than [`told`]; its staff is the same.
    pub async fn founded_as(told: FoundingTold) -> Self {
        Self::make(true, told).await
    }

    async fn make(demo: bool, told: FoundingTold) -> Self {
        // Founding derives keys and waits for the disk.
        let making = tokio::task::spawn_blocking(move || Self::make_now(demo, &told));
        making.await.expect("the founding ends")
    }

    fn make_now(demo: bool, told: &FoundingTold) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let clock = Arc::new(FakeClock::at(BEGIN));
        let printing = Arc::new(FakePrinters::default());
        let ports = Ports {
            printers: Arc::<FakePrinters>::clone(&printing),
            ..ports(Arc::clone(&clock), 1)
        };
        let manner = Manner {
            demo,
            kdf: Some(ports.kdf.bounds().floor()),
            passphrases: Some(STAFF.iter().map(|(name, ..)| passphrase(name)).collect()),
        };
        let (office, founded) = found(&folder.path().join("vault"), ports.clone(), told, manner)
            .expect("the office is founded");
        let crowd = Mutex::new(Crowd::new(1));
        Self {
            office: Some(office),
            folder,
            clock,
            ports,
            printing,
            founded,
            crowd,
        }
    }

    /// The vault's folder.
    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("vault")
    }

    /// The temporary folder around the vault, for files a test writes.
    pub fn outside(&self) -> &Path {
        self.folder.path()
    }

    /// The ports it was built from.
    pub fn ports(&self) -> Ports {
        self.ports.clone()
    }

    /// Its clock.
    pub fn clock(&self) -> &FakeClock {
        &self.clock
    }

    /// Its printing system.
    pub fn printing(&self) -> &FakePrinters {
        &self.printing
    }

    /// What the founding left: shares and fingerprint.
    pub fn founding(&self) -> &Founded {
        &self.founded
    }

    /// Signs in the first user of a role.
    pub async fn sign_in(&self, role: Role) -> Session {
        let member = STAFF.iter().find(|(_, _, of)| *of == role);
        let (name, ..) = member.expect("every role has somebody");
        self.sign_in_as(name).await
    }

    /// Signs in by name. One session with records at a time: the record is held by one connection.
    pub async fn sign_in_as(&self, name: &str) -> Session {
        Office::sign_in(self, name, passphrase(name))
            .await
            .expect("she signs in")
    }

    /// Drops the office and opens its folder anew, as a restart does. Sessions must have ended.
    pub fn reopen(&mut self) {
        self.office = None;
        let office = Office::open(&self.path(), self.ports());
        self.office = Some(office.expect("the office opens again"));
    }

    /// Drops the office and leaves its folder to somebody else until [`TestOffice::reopen`]. Sessions must
    /// have ended.
    pub fn shut(&mut self) {
        self.office = None;
    }

    /// From the next [`TestOffice::reopen`] on these files stand beside the catalogue it shipped with.
    pub fn serves_too(&mut self, files: &[(&str, &str)]) {
        let catalogue = Catalogue::shipped_with(files.iter().copied());
        let catalogue = catalogue.expect("the files are sound");
        self.ports.catalogue = Some(Arc::new(catalogue));
    }

    /// From the next [`TestOffice::reopen`] on a holiday is observed, or is not.
    pub fn observes(&mut self, holiday: &str, observed: bool) {
        let mut catalogue = Catalogue::shipped_with([]).expect("what was shipped is sound");
        let switched = catalogue.switch_holiday(holiday, observed);
        switched.expect("there is such a holiday");
        self.ports.catalogue = Some(Arc::new(catalogue));
    }

    /// From the next [`TestOffice::reopen`] on its papers are laid out by this press.
    pub fn prints_with(&mut self, press: Arc<dyn Press>) {
        self.ports.press = press;
    }

    /// From the next [`TestOffice::reopen`] on it has a folder of this machine's own.
    pub fn on_a_machine(&mut self) {
        self.ports.machine = Some(self.folder.path().join("machine"));
    }

    /// The next invented person.
    pub fn person(&self) -> Facts {
        let mut crowd = self.crowd.lock().unwrap_or_else(PoisonError::into_inner);
        crowd.next().expect("the crowd has no end")
    }
}

/// The passphrase of a member of a test office.
pub fn passphrase(name: &str) -> Passphrase {
    Passphrase::new(format!("test {name} test {name}")).expect("it is short enough")
}

/// Ports for an office of one's own: a clock, ids of a seed, [`PlainPress`], cheap costs.
pub fn ports(clock: Arc<FakeClock>, seed: u64) -> Ports {
    Ports {
        clock,
        entropy: Arc::new(SeededEntropy::new(seed)),
        press: Arc::new(PlainPress),
        printers: Arc::new(NoPrinters),
        machine: None,
        catalogue: None,
        kdf: KdfPort::new(KdfBounds::for_tests(), Arc::new(Argon2id)),
    }
}

/// A moment of RFC 3339.
pub fn moment(text: &str) -> Moment {
    Moment::parse(text).expect("a time of RFC 3339")
}

/// What a test office is founded with.
pub fn told() -> FoundingTold {
    let founders = STAFF.iter().map(|(name, display, role)| FounderTold {
        name: (*name).to_owned(),
        display: (*display).to_owned(),
        role: *role,
        outside: String::new(),
    });
    FoundingTold {
        office: OfficeTold {
            parent: "CÔNG AN THÀNH PHỐ MẪU".to_owned(),
            office: "PHÒNG THỬ NGHIỆM".to_owned(),
            place: "Phường Mẫu".to_owned(),
            address: "Số 2 phố Thử Nghiệm".to_owned(),
            phone: "0900000001".to_owned(),
            letter: "A".to_owned(),
            officer: OfficerShown::GivenName,
        },
        founders: founders.collect(),
    }
}

#[cfg(test)]
mod tests;
