//! Killed with -9 while it writes: what was acknowledged is there, nothing is half.
//!
//! A child of its own process signs in and saves visits for as long as it lives; each is told to
//! the parent through a pipe only after `add_visit` answered. The parent kills it, opens the vault
//! as a person would, verifies, and looks for every visit it was told of: the person, the visit,
//! the file and the receipt. Kills also fall into opening and signing in.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use domain::id::{FileId, PersonId, VisitId};
use domain::moment::Day;
use domain::permission::Role;
use office::clock::{Clock as _, SystemClock, SystemEntropy};
use office::founding::{Manner, found};
use office::{Office, Ports};
use store::Tx;
use testkit::{FakeClock, passphrase};
use vault::secret::DatabaseKey;

use crate::dice::Dice;
use crate::record;

/// The child's first argument.
pub(crate) const WRITER: &str = "writer";
/// A new vault after so many kills, so that verification stays quick.
const KILLS_A_VAULT: u32 = 25;
/// How long a child may take to sign in before something is wrong with it.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a run came to.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) kills: u32,
    /// Kills before the child had signed in.
    pub(crate) early: u32,
    pub(crate) vaults: u32,
    pub(crate) acknowledged: usize,
    /// Visits that stood in the record though the child died before it could say so.
    pub(crate) unsaid: usize,
    pub(crate) lost: usize,
    pub(crate) half: usize,
    pub(crate) faults: u64,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            kills,
            early,
            vaults,
            acknowledged,
            unsaid,
            lost,
            half,
            faults,
        } = self;
        write!(
            f,
            "kills {kills} ({early} before the sign-in was done) in {vaults} vaults; visits \
             acknowledged {acknowledged}, saved but not yet acknowledged {unsaid}; lost {lost}, \
             half {half}, faults of verify {faults}"
        )
    }
}

/// The real clock and chance with the cheap keys of tests: other processes make ids too.
pub(crate) fn ports() -> Ports {
    Ports {
        clock: Arc::new(SystemClock::default()),
        entropy: Arc::new(SystemEntropy),
        ..testkit::ports(Arc::new(FakeClock::at(testkit::BEGIN)), 0)
    }
}

/// One acknowledged visit, as the child told it.
struct Told {
    queue: String,
    visit: VisitId,
    person: PersonId,
    file: FileId,
    receipt: String,
}

impl Told {
    fn read(line: &str) -> Self {
        let words: Vec<&str> = line.split(' ').collect();
        assert_eq!(words.len(), 5, "a whole line of the child: {line:?}");
        Self {
            queue: words[0].to_owned(),
            visit: words[1].parse().unwrap(),
            person: words[2].parse().unwrap(),
            file: words[3].parse().unwrap(),
            receipt: words[4].to_owned(),
        }
    }

    async fn stands(&self, tx: &mut Tx) -> bool {
        let visit = tx.visit(self.visit).await.unwrap();
        let visit = visit.is_some_and(|visit| {
            let person = visit.logged.as_ref().and_then(|logged| logged.person);
            visit.queue.text() == self.queue && person == Some(self.person)
        });
        let person = tx.person(self.person).await.unwrap().is_some();
        let file = tx.file(self.file).await.unwrap();
        let file = file.is_some_and(|file| file.opened.visit == self.visit);
        let receipt = tx.receipt_by_number(&self.receipt).await.unwrap();
        visit && person && file && receipt.is_some_and(|known| known.issued.file == Some(self.file))
    }
}

/// A vault between kills.
struct Scene {
    folder: PathBuf,
    key: DatabaseKey,
    told: Vec<Told>,
    begun: Day,
}

impl Scene {
    fn new(place: &Path) -> Self {
        let (ports, folder) = (ports(), place.join("vault"));
        let manner = Manner {
            demo: true,
            kdf: Some(ports.kdf.bounds().floor()),
            passphrases: Some(
                testkit::STAFF
                    .iter()
                    .map(|(name, ..)| passphrase(name))
                    .collect(),
            ),
        };
        let begun = ports.clock.now().day();
        let (office, founded) = found(&folder, ports, &testkit::told(), manner).unwrap();
        drop(office);
        let key = record::database_key(&folder, &founded);
        Self {
            folder,
            key,
            told: Vec::new(),
            begun,
        }
    }

    /// Opens the vault as a person does after a power cut, and looks at all of it.
    async fn look(&self, fresh: &[Told], last: bool, tally: &mut Tally) {
        let office = Office::open(&self.folder, ports()).unwrap();
        let name = testkit::STAFF
            .iter()
            .find(|(_, _, role)| *role == Role::Supervisor)
            .unwrap()
            .0;
        let session = office.sign_in(name, passphrase(name)).await.unwrap();
        let verified = office.verify(&session, &mut |_| true).await.unwrap();
        tally.faults += verified.found;
        office.end(session).await.unwrap();
        drop(office);

        let roster = record::roster(&self.folder);
        let desk = record::open(&self.folder.join("desk.db"), &self.key, &roster)
            .await
            .unwrap();
        let mut tx = desk.begin().await.unwrap();
        let searched = if last { &self.told } else { fresh };
        for told in searched {
            tally.lost += usize::from(!told.stands(&mut tx).await);
        }
        let mut saved = 0;
        let days = [self.begun, SystemClock::default().now().day()];
        for day in if days[0] == days[1] {
            &days[..1]
        } else {
            &days[..]
        } {
            for row in tx.queue(*day, "A", 0, 20_000).await.unwrap() {
                saved += 1;
                let person = row.visit.logged.as_ref().and_then(|logged| logged.person);
                let known = match person {
                    Some(person) => tx.person(person).await.unwrap().is_some(),
                    None => false,
                };
                let files = tx.files_of(row.visit.id).await.unwrap();
                let receipts = match files.first() {
                    Some(file) => tx.receipts_of(file.id).await.unwrap().len(),
                    None => 0,
                };
                tally.half += usize::from(!known || files.len() != 1 || receipts != 1);
            }
        }
        if last {
            tally.unsaid += saved - self.told.len().min(saved);
        }
        drop(tx);
        desk.close().await.unwrap();
    }
}

/// Starts a child, kills it at a random moment, and gives the lines it had told by then.
fn one_kill(program: &Path, folder: &Path, dice: &mut Dice, tally: &mut Tally) -> Vec<String> {
    let mut child = Command::new(program)
        .arg(WRITER)
        .arg(folder)
        .arg(dice.roll().to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let pipe = child.stdout.take().unwrap();
    let (ready, wait) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut lines = Vec::new();
        let mut pipe = BufReader::new(pipe);
        let mut line = String::new();
        // What lacks its end of line was not told.
        while pipe.read_line(&mut line).is_ok_and(|read| read > 0) && line.ends_with('\n') {
            if line == "ready\n" {
                ready.send(()).unwrap();
            } else {
                lines.push(line.trim_end().to_owned());
            }
            line.clear();
        }
        lines
    });
    let early = dice.below(8) == 0;
    if !early && wait.recv_timeout(PATIENCE).is_err() {
        kill(&mut child);
        panic!("the child did not come to write");
    }
    let least = if early { 0 } else { 5 };
    std::thread::sleep(Duration::from_millis(
        least + u64::try_from(dice.below(71)).unwrap(),
    ));
    assert!(
        child.try_wait().unwrap().is_none(),
        "the child ended before it was killed"
    );
    kill(&mut child);
    tally.kills += 1;
    let lines = reader.join().unwrap();
    tally.early += u32::from(early && wait.try_recv().is_err());
    lines
}

/// SIGKILL, and waited for, so that its lock on the folder is gone.
fn kill(child: &mut Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Kills `kills` children of `program` and gives the tally; `told` hears of progress.
pub(crate) async fn run(
    program: &Path,
    kills: u32,
    seed: u64,
    mut told: impl FnMut(&Tally, Duration),
) -> Tally {
    let begun = Instant::now();
    let mut dice = Dice::new(seed);
    let mut tally = Tally::default();
    while tally.kills < kills {
        let place = tempfile::tempdir().unwrap();
        let mut scene = Scene::new(place.path());
        tally.vaults += 1;
        let here = KILLS_A_VAULT.min(kills - tally.kills);
        for number in 1..=here {
            let lines = one_kill(program, &scene.folder, &mut dice, &mut tally);
            let fresh: Vec<Told> = lines.iter().map(|line| Told::read(line)).collect();
            tally.acknowledged += fresh.len();
            let last = number == here;
            if last {
                scene.told.extend(fresh);
                scene.look(&[], true, &mut tally).await;
            } else {
                scene.look(&fresh, false, &mut tally).await;
                scene.told.extend(fresh);
            }
        }
        told(&tally, begun.elapsed());
    }
    tally
}
