//! The office under measure: founded at the shipped costs of key derivation, filled through the
//! use cases, on a clock of its own.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use domain::person::Facts;
use domain::printing::NoPrinters;
use office::demo::dice::SeededEntropy;
use office::demo::people::{Crowd, table};
use office::founding::{Founded, Manner, found};
use office::import::TableKind;
use office::intake::Intake;
use office::{Office, Ports, Session};
use testkit::{FakeClock, intake, passphrase};
use time::Duration;
use vault::files::DiskFiles;
use vault::kdf::KdfPort;
use vault::recovery::{RecoveryKey, Share};
use vault::secret::DatabaseKey;

/// When the office opens; its visits spread over the year, which the calendar covers.
const BEGIN: &str = "2026-01-05T08:00:00+07:00";
/// Days that the visits are spread over.
const DAYS: u32 = 250;
/// People of one imported table.
const A_TABLE: u32 = 100_000;

/// How large an office is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) people: u32,
    pub(crate) visits: u32,
    pub(crate) files: u32,
    /// Protected files, handed over after all else is measured.
    pub(crate) protected: u32,
}

impl Size {
    /// The same, so many times smaller.
    pub(crate) fn part(self, by: u32) -> Self {
        Self {
            people: self.people / by,
            visits: self.visits / by,
            files: self.files / by,
            protected: 0,
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} people, {} visits, {} files",
            self.people, self.visits, self.files
        )?;
        match self.protected {
            0 => Ok(()),
            protected => write!(f, ", {protected} protected"),
        }
    }
}

/// The office. Nobody is signed in between measurements.
pub(crate) struct Desk {
    pub(crate) office: Office,
    pub(crate) size: Size,
    /// People of the record who have a personal number, in the order of their import.
    pub(crate) known: Vec<Facts>,
    folder: PathBuf,
    clock: Arc<FakeClock>,
    founded: Founded,
    crowd: Crowd,
    /// Between two visits.
    step: Duration,
    /// Whose turn it is to come.
    turn: usize,
}

impl Desk {
    /// Founds it in a folder; `whole` is what it will be filled to.
    pub(crate) fn found(place: &Path, whole: Size) -> Self {
        let folder = place.join("vault");
        let clock = Arc::new(FakeClock::at(BEGIN));
        let ports = Ports {
            clock: Arc::<FakeClock>::clone(&clock),
            entropy: Arc::new(SeededEntropy::new(1)),
            press: Arc::new(paper::Typst),
            printers: Arc::new(NoPrinters),
            machine: None,
            catalogue: None,
            kdf: KdfPort::shipped(),
        };
        let words = testkit::STAFF
            .iter()
            .map(|(name, ..)| passphrase(name))
            .collect();
        let manner = Manner {
            demo: true,
            kdf: Some(ports.kdf.bounds().floor()),
            passphrases: Some(words),
        };
        let (office, founded) = found(&folder, ports, &testkit::told(), manner).unwrap();
        let a_day = whole.visits.div_ceil(DAYS).max(100);
        let step = Duration::days(1) / a_day;
        Self {
            office,
            size: Size::default(),
            known: Vec::new(),
            folder,
            clock,
            founded,
            crowd: Crowd::new(1),
            step,
            turn: 0,
        }
    }

    /// Signs in a member of the test staff.
    pub(crate) async fn sign_in(&self, name: &str) -> Session {
        self.office.sign_in(name, passphrase(name)).await.unwrap()
    }

    /// Leaves the vault to other programs. Nobody may be signed in.
    pub(crate) fn close(self) -> PathBuf {
        self.folder
    }

    /// Its database file.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("desk.db")
    }

    /// Its office journal.
    pub(crate) fn journal(&self) -> PathBuf {
        self.folder.join("keyring/office.jsonl")
    }

    /// A copy of the whole record in one file. Nobody may be signed in.
    pub(crate) fn copy(&self, to: &Path) {
        let log = self.folder.join("desk.db-wal");
        assert!(!log.exists(), "closing leaves one file");
        std::fs::copy(self.database(), to).unwrap();
    }

    /// Recovery's own key of a protected file, by two recovery shares and the stock format.
    pub(crate) fn recovery_identity(&self) -> age::x25519::Identity {
        let share = |at: usize| -> age::x25519::Identity { identity(&self.founded.shares[at]) };
        let nested = std::fs::read(self.folder.join("recovery/13.age")).unwrap();
        let middle = opened(&share(2), &nested);
        identity(std::str::from_utf8(&opened(&share(0), &middle)).unwrap())
    }

    /// The raw key, by two recovery shares: what a floor on the bare database needs.
    pub(crate) fn key(&self) -> DatabaseKey {
        let share = |at: usize| Share::parse(&self.founded.shares[at]).unwrap();
        let files = DiskFiles::new(&self.folder);
        let recovered = RecoveryKey::open(&files, &share(0), &share(1)).unwrap();
        recovered.database_key(&files).unwrap()
    }

    /// Somebody nobody knows yet.
    pub(crate) fn stranger(&mut self) -> Facts {
        self.crowd.next().unwrap()
    }

    /// Time passes between two visits.
    pub(crate) fn pass(&self) {
        self.clock.advance(self.step);
    }

    /// The next known person with a complaint, of which there will be a receipt.
    pub(crate) fn intake(&mut self) -> Intake {
        let matters = vec![intake::complaint(
            "Không đồng ý với biên bản số một, đề nghị xem lại.",
        )];
        intake::with_matters(self.next_known(), matters)
    }

    fn next_known(&mut self) -> &Facts {
        self.turn = (self.turn + 1) % self.known.len();
        &self.known[self.turn]
    }

    /// Fills it up to a size. The answer says how long it took.
    pub(crate) async fn fill(&mut self, to: Size) -> String {
        let begun = Instant::now();
        let people = to.people.saturating_sub(self.size.people);
        self.import(people).await;
        let imported = begun.elapsed();
        let begun = Instant::now();
        let visits = to.visits.saturating_sub(self.size.visits);
        let files = to.files.saturating_sub(self.size.files);
        self.receive(visits, files).await;
        self.size = to;
        format!(
            "{people} people in {:.1} s, {visits} visits with {files} files in {:.1} s",
            imported.as_secs_f64(),
            begun.elapsed().as_secs_f64()
        )
    }

    async fn import(&mut self, mut count: u32) {
        let session = self.sign_in("chief").await;
        while count > 0 {
            let some: Vec<Facts> = self
                .crowd
                .by_ref()
                .take(count.min(A_TABLE) as usize)
                .collect();
            count -= count.min(A_TABLE);
            self.office
                .confirm(&session, passphrase("chief"))
                .await
                .unwrap();
            let clock = Arc::clone(&self.clock);
            let mut go_on = move |_, _| {
                clock.advance(Duration::seconds(1));
                true
            };
            let csv = table(&some);
            let import =
                self.office
                    .import_people(&session, csv, TableKind::Csv, false, &mut go_on);
            let report = import.await.unwrap();
            assert_eq!(
                report.added as usize,
                some.len(),
                "{:?}",
                report.refused.first()
            );
            self.known
                .extend(some.into_iter().filter(|facts| facts.number.is_some()));
        }
        self.office.end(session).await.unwrap();
    }

    /// Visits, the files evenly among them; of the rest every second visitor says who she is.
    async fn receive(&mut self, visits: u32, files: u32) {
        let session = self.sign_in("desk").await;
        for number in 0..u64::from(visits) {
            self.pass();
            let (files, visits) = (u64::from(files), u64::from(visits));
            let files_now = (number + 1) * files / visits > number * files / visits;
            let told = match (files_now, number % 2) {
                (true, _) => self.intake(),
                (false, 0) => intake::anonymous(),
                (false, _) => intake::advice(self.next_known()),
            };
            self.office.add_visit(&session, &told).await.unwrap();
        }
        self.office.end(session).await.unwrap();
    }
}

/// What an age file holds, without the vault.
pub(crate) fn opened(identity: &age::x25519::Identity, sealed: &[u8]) -> Vec<u8> {
    let file = age::Decryptor::new_buffered(sealed).unwrap();
    let identity: &dyn age::Identity = identity;
    let mut plain = Vec::with_capacity(sealed.len());
    let mut reader = file.decrypt(std::iter::once(identity)).unwrap();
    std::io::Read::read_to_end(&mut reader, &mut plain).unwrap();
    plain
}

/// The identity in the lines of a share or of recovery's key.
pub(crate) fn identity(text: &str) -> age::x25519::Identity {
    let line = text
        .lines()
        .find(|line| line.starts_with("AGE-SECRET-KEY-"));
    line.unwrap_or(text).trim().parse().unwrap()
}
