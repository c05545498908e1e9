//! Twenty invented names entered everywhere, the process killed with -9, every byte scanned.
//!
//! The names hold letters whose composed and decomposed forms differ, and are looked for in both, in
//! the folded forms of search keys, and in UTF-16. The raw database key is looked for too: in every
//! file, and in everything any library logs at any level. Papers written on purpose (`--out`) and
//! the tables and passphrases of the person at the terminal lie outside what is scanned.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use domain::fold;
use domain::printing::NoPrinters;
use office::Ports;
use office::clock::{SystemClock, SystemEntropy};
use office::founding::{Manner, found};
use serde_json::{Value, json};
use testkit::passphrase;
use vault::kdf::KdfPort;

use crate::canary::{BIRD, HEARD, Wish};
use crate::deskctl::Home;
use crate::dice::Dice;
use crate::record;
use crate::scan::Needles;

/// A marked word: composed and decomposed.
struct Word {
    composed: String,
    decomposed: String,
}

/// Letters and their parts (Unicode 3.11, canonical decomposition).
const LETTERS: [(&str, &str); 5] = [
    ("ắ", "a\u{306}\u{301}"),
    ("ệ", "e\u{323}\u{302}"),
    ("ữ", "u\u{31b}\u{303}"),
    ("ộ", "o\u{323}\u{302}"),
    ("ẩ", "a\u{302}\u{309}"),
];

fn words() -> Vec<Word> {
    let frame = |number: u8, letter: &str| {
        let (one, two) = (char::from(b'a' + number), char::from(b'k' + number % 10));
        format!("Qu{letter}zw{one}{two}đuvex")
    };
    (0..20_u8)
        .map(|number| {
            let (composed, decomposed) = LETTERS[usize::from(number) % LETTERS.len()];
            Word {
                composed: frame(number, composed),
                decomposed: frame(number, decomposed),
            }
        })
        .collect()
}

fn needles(words: &[Word]) -> Needles {
    let mut needles = Needles::new();
    for (number, word) in words.iter().enumerate() {
        needles.text(&format!("name {number}"), &word.composed);
        needles.text(&format!("name {number}, decomposed"), &word.decomposed);
        needles.text(
            &format!("name {number}, small"),
            &word.composed.to_lowercase(),
        );
        needles.text(
            &format!("name {number}, large"),
            &word.composed.to_uppercase(),
        );
        needles.text(
            &format!("name {number}, folded"),
            &fold::folded_key(&word.composed),
        );
    }
    needles
}

/// The words in turn, from one of them on.
struct Turn<'a>(&'a [Word], usize);

impl Turn<'_> {
    /// The next name; every second one as a decomposing keyboard sends it.
    fn next(&mut self) -> String {
        let word = &self.0[self.1 % self.0.len()];
        self.1 += 1;
        let told = if self.1.is_multiple_of(2) {
            &word.composed
        } else {
            &word.decomposed
        };
        told.clone()
    }
}

/// A visit that says a name in each of its fields.
fn visit(words: &[Word], from: usize) -> Value {
    let mut turn = Turn(words, from);
    let mut name = || turn.next();
    json!({
        "channel": "in_person",
        "person": {
            "name": format!("{} {}", name(), words[from % words.len()].composed),
            "other_names": [name()],
            "address": format!("Số 1 phố {}", name()),
            "proof": "own_words",
        },
        "matters": [
            {
                "service": "A1",
                "fields": {
                    "content": format!("Ông {} nói:\n{}", name(), name()),
                    "respondent": name(),
                    "decision": name(),
                    "demand": name(),
                    "handled_before": name(),
                },
                "documents": [{"name": format!("Đơn của {}", name()), "copies": 1, "original": true}],
            },
            {"service": "A3", "fields": {"kind": "petition", "content": name()}},
        ],
        "note": name(),
    })
}

/// A caller who is handed on; her name stands in the outcome and the note.
fn handed_on(words: &[Word], from: usize) -> Value {
    let mut turn = Turn(words, from);
    json!({
        "channel": "phone",
        "outcome": {"kind": "handed_on", "to": turn.next()},
        "note": turn.next(),
    })
}

fn table(words: &[Word]) -> String {
    let rows = words
        .iter()
        .map(|word| format!("{},1990,Phố {}\n", word.composed, word.decomposed));
    format!("name,born,address\n{}", rows.collect::<String>())
}

/// An office with the keys it ships with; the database key is known to the test by two shares.
fn founded(home: &Home) -> [u8; 32] {
    let ports = Ports {
        clock: Arc::new(SystemClock::default()),
        entropy: Arc::new(SystemEntropy),
        press: Arc::new(paper::Typst),
        printers: Arc::new(NoPrinters),
        machine: None,
        catalogue: None,
        kdf: KdfPort::shipped(),
    };
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
    let (office, founded) = found(&home.vault(), ports, &testkit::told(), manner).unwrap();
    drop(office);
    for (name, ..) in testkit::STAFF {
        passphrase(name).with_text(|text| home.passphrase_file(name, text));
    }
    let key = record::database_key(&home.vault(), &founded);
    key.with_pragma_text(|text| record::bytes_of(text.trim_matches(['"', 'x', '\''])))
}

/// `deskctl` with something on its standard input.
fn fed(home: &Home, user: &str, words: &[&str], input: &str) -> Output {
    let mut command = home.deskctl(words);
    command.args(["--user", user, "--passphrase-file"]);
    command.arg(home.outside(&format!("passphrase-{user}")));
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

/// Through the terminal: the main job, papers, lookups, an import, and what is refused.
fn by_hand(home: &Home, words: &[Word]) -> Vec<Output> {
    let mut outputs = Vec::new();
    let added = fed(
        home,
        "desk",
        &["visits", "add"],
        &visit(words, 0).to_string(),
    );
    assert!(added.status.success(), "{added:?}");
    let told: Value = serde_json::from_slice(&added.stdout).unwrap();
    let number = told["files"][0]["receipt"]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    outputs.push(added);
    let (first, again) = (home.outside("receipt.pdf"), home.outside("reprint.pdf"));
    let csv = home.outside("people.csv");
    std::fs::write(&csv, table(words)).unwrap();
    let (first, again) = (first.to_str().unwrap(), again.to_str().unwrap());
    for (user, line) in [
        ("desk", vec!["receipt", "pdf", &number, "--out", first]),
        ("desk", vec!["receipt", "reprint", &number, "--out", again]),
        ("desk", vec!["people", "find", &words[0].composed]),
        ("desk", vec!["people", "look-alikes"]),
        ("desk", vec!["visits", "list"]),
        ("chief", vec!["people", "import", csv.to_str().unwrap()]),
    ] {
        let told = home.run_as(user, &line);
        told.good();
        outputs.push(told.output);
    }
    // Refused: a field that does not read, a name for a user, a card that is none.
    let mut wrong = visit(words, 3);
    wrong["person"]["number"] = json!(words[5].composed);
    outputs.push(fed(home, "desk", &["visits", "add"], &wrong.to_string()));
    let mut unknown = visit(words, 4);
    unknown[words[6].composed.as_str()] = json!(words[7].composed);
    outputs.push(fed(home, "desk", &["visits", "add"], &unknown.to_string()));
    let nobody = home.passphrase_file(&words[8].composed, &words[9].composed);
    assert!(nobody.is_file());
    outputs.push(home.run_as(&words[8].composed, &["visits", "list"]).output);
    for refused in &outputs[outputs.len() - 3..] {
        assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    }
    outputs
}

/// `deskctl` killed at a random moment of its work: visits and imports in turn.
fn killed(home: &Home, words: &[Word], dice: &mut Dice) {
    let csv = home.outside("more.csv");
    std::fs::write(&csv, table(words)).unwrap();
    for number in 0..12 {
        let (user, line) = if number % 3 == 0 {
            ("chief", vec!["people", "import", csv.to_str().unwrap()])
        } else {
            ("desk", vec!["visits", "add"])
        };
        let mut command = home.deskctl(&line);
        command.args(["--user", user, "--passphrase-file"]);
        command.arg(home.outside(&format!("passphrase-{user}")));
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let input = visit(words, number).to_string();
        // A child that asks for nothing, or is done, has closed its end.
        let _closed = child
            .stdin
            .take()
            .map(|mut pipe| pipe.write_all(input.as_bytes()));
        std::thread::sleep(Duration::from_millis(
            u64::try_from(dice.below(500)).unwrap(),
        ));
        let _already_done = child.kill();
        child.wait().unwrap();
    }
}

/// All names through all use cases in one process, which is killed with its record open. Gives what
/// it wrote to standard error: the log.
fn sung(home: &Home, words: &[Word]) -> Vec<u8> {
    let secret = passphrase("chief").with_text(str::to_owned);
    let mut command = home.command(Path::new(env!("CARGO_BIN_EXE_soak")));
    command.arg(BIRD).arg(home.vault()).args(["chief", &secret]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let mut log = child.stderr.take().unwrap();
    let log = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut log, &mut bytes).unwrap();
        bytes
    });
    let mut wish =
        |wish: &Wish| writeln!(pipe, "{}", serde_json::to_string(wish).unwrap()).unwrap();
    for number in 0..words.len() {
        // One sheet holds most names; the press is slow in a build without optimisation.
        wish(&Wish::Visit {
            told: visit(words, number),
            paper: number % 4 == 0,
        });
        wish(&Wish::Visit {
            told: handed_on(words, number),
            paper: false,
        });
        wish(&Wish::Find(words[number].decomposed.clone()));
    }
    wish(&Wish::SignIn(words[3].composed.clone()));
    wish(&Wish::Import(table(&words[..10])));
    drop(pipe);
    let mut told = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut told)
        .unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let log = log.join().unwrap();
    assert_eq!(told, "done\n", "{}", String::from_utf8_lossy(&log));
    log
}

/// The search finds what it must: every form of every name, in a file made for it.
fn proved(needles: &Needles, words: &[Word], key: &[u8; 32]) {
    let place = tempfile::tempdir().unwrap();
    let utf16 = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    let mut planted = vec![0; 4095];
    for word in words {
        for text in [&word.composed, &word.decomposed] {
            planted.extend(text.as_bytes());
            planted.extend(utf16(text));
        }
        planted.extend(fold::folded_key(&word.composed).into_bytes());
    }
    planted.extend(key);
    std::fs::write(place.path().join("planted"), &planted).unwrap();
    let (hits, _, _) = needles.below(place.path());
    assert!(
        hits.len() > words.len() * 5,
        "{} of {} forms",
        hits.len(),
        needles.len()
    );
    assert!(hits.iter().any(|hit| hit.contains("raw")));
}

#[test]
fn twenty_names_entered_everywhere_and_the_key_stand_in_no_byte_after_kill_9() {
    let (home, words) = (Home::new(), words());
    let key = founded(&home);
    let mut keys = Needles::new();
    keys.key("the database key", &key);
    let mut all = needles(&words);
    all.key("the database key", &key);
    proved(&all, &words, &key);

    let outputs = by_hand(&home, &words);
    killed(&home, &words, &mut Dice::new(9));
    let log = sung(&home, &words);

    let wal = std::fs::metadata(home.vault().join("desk.db-wal")).unwrap();
    assert!(
        wal.len() > 100_000,
        "the record was open and not yet written back: {}",
        wal.len()
    );
    let (hits, files, bytes) = all.below(&home.watched());
    println!(
        "{files} files, {bytes} bytes, {} forms looked for",
        all.len()
    );
    assert_eq!(hits, Vec::<String>::new());

    let heard = String::from_utf8_lossy(&log);
    assert!(heard.contains(HEARD), "the log was not heard: {heard}");
    assert_eq!(all.found(&log), Vec::<&str>::new(), "in the log");
    assert!(
        !heard.contains("journal") && !heard.contains("person"),
        "statements are logged"
    );
    for output in &outputs {
        assert_eq!(
            all.found(&output.stderr),
            Vec::<&str>::new(),
            "on standard error"
        );
        assert_eq!(
            keys.found(&output.stdout),
            Vec::<&str>::new(),
            "on standard output"
        );
    }

    let verified = home.run_as("chief", &["verify"]).good();
    assert_eq!(
        (&verified["ok"], &verified["faults"]),
        (&json!(true), &json!([]))
    );
    let found = home
        .run_as("chief", &["people", "find", &words[7].composed])
        .good();
    assert!(
        !found["people"].as_array().unwrap().is_empty(),
        "the names are in there"
    );
}
