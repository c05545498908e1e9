//! One bit wrong, anywhere in the folder: it is noticed, or it changes nothing that is read.
//!
//! Each throw copies a small vault, flips one bit in one of its files, and does what a person does:
//! open, sign in, verify, read everything. The database itself is opened with the raw key; now and
//! then older pages of it are put back instead, each with its valid code.
//! A panic anywhere, also in a task whose end is turned into an error, fails the run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use office::Office;
use testkit::passphrase;

use crate::dice::Dice;
use crate::grown::Grown;
use crate::record;

/// What became of the flips in one file.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) detected: u32,
    pub(crate) harmless: u32,
    /// Where a flip changed what is read and nobody said so: file and bit.
    pub(crate) wrong: Vec<String>,
}

/// All files.
pub(crate) type Table = BTreeMap<String, Row>;

/// What a person meets after the flip.
#[derive(PartialEq, Eq)]
enum Met {
    Detected,
    Harmless,
    Wrong,
}

const DATABASE: &str = "desk.db";
const OLD_PAGES: &str = "desk.db, older pages";

/// Panics of this process, wherever they are caught.
static PANICS: AtomicU32 = AtomicU32::new(0);

/// Counts panics from now on, besides telling them.
pub(crate) fn count_panics() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::Relaxed);
        tell(panic);
    }));
}

/// How many there were.
pub(crate) fn panics() -> u32 {
    PANICS.load(Ordering::Relaxed)
}

/// The names a throw chooses from; the database as often as all others together.
fn targets(vault: &Path, dice: &mut Dice) -> PathBuf {
    let fixed = [
        "keyring/office.jsonl",
        "keyring/head",
        "keyring/station.key.age",
        "dbkey.age",
        "vault.json",
    ];
    match dice.below(12) {
        0..6 => PathBuf::from(DATABASE),
        index @ 6..11 => PathBuf::from(fixed[index - 6]),
        _ => {
            let slots = std::fs::read_dir(vault.join("keyring/slots")).unwrap();
            let mut names: Vec<_> = slots.map(|slot| slot.unwrap().file_name()).collect();
            names.sort();
            Path::new("keyring/slots").join(dice.pick(&names))
        }
    }
}

/// A word for the table.
fn kind(name: &Path) -> String {
    let text = name.to_str().unwrap();
    if text.starts_with("keyring/slots") {
        "keyring/slots/*".to_owned()
    } else {
        text.to_owned()
    }
}

/// Flips one bit and says which.
fn flip(file: &Path, dice: &mut Dice) -> String {
    let mut bytes = std::fs::read(file).unwrap();
    let (at, bit) = (dice.below(bytes.len()), dice.below(8));
    bytes[at] ^= 1 << bit;
    std::fs::write(file, bytes).unwrap();
    format!("{} byte {at} bit {bit}", file.display())
}

/// Does `flips` throws on copies of one vault.
pub(crate) async fn run(flips: u32, seed: u64) -> Table {
    let grown = Grown::new().await;
    let mut dice = Dice::new(seed);
    let mut table = Table::new();
    for _ in 0..flips {
        let place = tempfile::tempdir().unwrap();
        let copy = place.path().join("vault");
        record::copy(&grown.vault(), &copy);
        let name = targets(&copy, &mut dice);
        let database = name == Path::new(DATABASE);
        let (kind, which) = if database && dice.below(8) == 0 {
            (
                OLD_PAGES.to_owned(),
                grown.pages_back(&copy.join(&name), &mut dice),
            )
        } else {
            (kind(&name), flip(&copy.join(&name), &mut dice))
        };
        let met = if database {
            raw(&grown, &copy.join(&name)).await
        } else {
            signed_in(&grown, &copy, &name).await
        };
        let row = table.entry(kind).or_default();
        match met {
            Met::Detected => row.detected += 1,
            Met::Harmless => row.harmless += 1,
            Met::Wrong => row.wrong.push(which),
        }
    }
    table
}

/// The database alone, with its key: opened, verified, read.
async fn raw(grown: &Grown, database: &Path) -> Met {
    let Ok(desk) = record::open(database, &grown.key, &grown.roster).await else {
        return Met::Detected;
    };
    let Ok(report) = record::verify(&desk, &grown.roster, Some(grown.head)).await else {
        return Met::Detected;
    };
    if report.found > 0 {
        return Met::Detected;
    }
    // A clean report is believed: whatever is read now must be right.
    match record::everything(&desk, &grown.days).await {
        Ok(read) if read == grown.baseline => Met::Harmless,
        Ok(_) | Err(_) => Met::Wrong,
    }
}

/// Everything else: by the person whose slot it is, or a supervisor.
async fn signed_in(grown: &Grown, vault: &Path, name: &Path) -> Met {
    let user = owner(grown, name).unwrap_or("chief");
    let Ok(office) = Office::open(vault, grown.office.ports()) else {
        return Met::Detected;
    };
    let Ok(session) = office.sign_in(user, passphrase(user)).await else {
        return Met::Detected;
    };
    if session.role().holds_records() {
        match office.verify(&session, &mut |_| true).await {
            Ok(verified) if verified.ok => {}
            Ok(_) | Err(_) => return Met::Detected,
        }
    }
    if office.end(session).await.is_err() {
        return Met::Detected;
    }
    drop(office);
    // With the key as it was: a flip may not have led to another record.
    let Ok(desk) = record::open(&vault.join(DATABASE), &grown.key, &grown.roster).await else {
        return Met::Wrong;
    };
    match record::everything(&desk, &grown.days).await {
        Ok(read) if read == grown.baseline => Met::Harmless,
        Ok(_) | Err(_) => Met::Wrong,
    }
}

/// Whose slot a file is.
fn owner<'g>(grown: &'g Grown, name: &Path) -> Option<&'g str> {
    let id = name
        .strip_prefix("keyring/slots")
        .ok()?
        .file_stem()?
        .to_str()?;
    grown
        .roster
        .users()
        .find(|user| user.slot().is_some_and(|slot| slot.id.to_string() == id))
        .map(vault::roster::User::name)
}

/// The table as text.
pub(crate) fn text(table: &Table) -> String {
    let mut lines = vec![format!(
        "{:<26} {:>9} {:>9} {:>6}",
        "file", "detected", "harmless", "wrong"
    )];
    for (name, row) in table {
        let wrong = row.wrong.len();
        lines.push(format!(
            "{name:<26} {:>9} {:>9} {wrong:>6}",
            row.detected, row.harmless
        ));
    }
    lines.join("\n")
}
