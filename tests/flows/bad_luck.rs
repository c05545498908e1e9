//! Bad luck at the terminal: damage, a busy vault, a full disk, a folder that cannot be written.
//! Each time: exit 1, a code and a sentence in both languages, nothing lost, nothing half; and once
//! the cause is gone, the vault opens and verifies clean.

use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use domain::words::Lang;
use office::Office;
use serde_json::{Value, json};

use crate::deskctl::{Home, of_role, program};
use crate::record;

/// A demo office at the terminal with a few records, and its reception officer and supervisor.
struct Desk {
    home: Home,
    user: String,
    chief: String,
}

impl Desk {
    fn new() -> Self {
        let home = Home::new();
        let words = ["demo", "--people", "40", "--visits", "20", "--files", "10"];
        let demo = home.run(&words).good();
        for user in demo["users"].as_array().unwrap() {
            let text = |key: &str| user[key].as_str().unwrap();
            home.passphrase_file(text("name"), text("passphrase"));
        }
        let name = |role| of_role(&demo, role).to_owned();
        let (user, chief) = (name("reception"), name("supervisor"));
        Self { home, user, chief }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.home.vault().join(name)
    }

    /// Refused in both languages: the code.
    #[track_caller]
    fn refused(&self, words: &[&str]) -> Value {
        let told = ["vi", "en"].map(|lang| {
            let words = [words, &["--lang", lang]].concat();
            self.home.run_as(&self.user, &words).output
        });
        refused(&told)
    }

    /// Everything opens and verifies.
    #[track_caller]
    fn assert_sound(&self) -> Value {
        let verdict = self.home.run_as(&self.chief, &["verify"]).good();
        assert_eq!(verdict["ok"], true, "{verdict}");
        verdict
    }

    /// Runs with a file changed, then puts it back and finds everything sound.
    #[track_caller]
    fn with_changed(&self, name: &str, changed: Option<&[u8]>, code: &str) -> Value {
        let path = self.file(name);
        let good = std::fs::read(&path).unwrap();
        match changed {
            Some(bytes) => std::fs::write(&path, bytes).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        let error = self.refused(&["visits", "list"]);
        assert_eq!(error["code"], code, "{name}");
        std::fs::write(&path, good).unwrap();
        self.assert_sound();
        error
    }

    fn slot(&self, user: &str) -> String {
        let roster = record::roster(&self.home.vault());
        let id = roster.by_name(user).unwrap().slot().unwrap().id;
        format!("keyring/slots/{id}.json")
    }
}

/// What two runs, in Vietnamese and in English, told: exit 1, one code, a sentence of each.
#[track_caller]
fn refused(told: &[Output; 2]) -> Value {
    let [vi, en] = told.each_ref().map(|output| {
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["error"].clone()
    });
    assert_eq!(vi["code"], en["code"]);
    let key = format!("error.{}", vi["code"].as_str().unwrap());
    for (lang, output) in [Lang::Vi, Lang::En].into_iter().zip(told) {
        // Up to its first value, the sentence of the catalogue stands in what the person reads.
        let begin = lang.messages()[&key].split('{').next().unwrap();
        let read = String::from_utf8_lossy(&output.stderr);
        assert!(
            read.contains(begin) && begin.contains(' '),
            "{begin:?} is not in {read:?}"
        );
    }
    vi
}

/// Every file of a folder but the lock, with its bytes.
fn tree(folder: &Path, all: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tree(&path, all);
        } else if !path.ends_with("lock") {
            all.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    all.sort();
}

#[test]
fn a_wrong_passphrase_and_an_unknown_user_read_alike() {
    let desk = Desk::new();
    let wrong = |user: &str| {
        desk.home.passphrase_file(user, "test sai hoàn toàn");
        desk.home.run_as(user, &["visits", "list"]).output
    };
    let right = std::fs::read(desk.home.outside(&format!("passphrase-{}", desk.user))).unwrap();
    let (known, unknown) = (wrong(&desk.user), wrong("nobody"));
    assert_eq!(known.status.code(), Some(1));
    assert_eq!(
        (known.status, &known.stdout, &known.stderr),
        (unknown.status, &unknown.stdout, &unknown.stderr)
    );
    let told = String::from_utf8(known.stdout).unwrap();
    let object = r#"{"error":{"code":"signin.refused","field":null,"params":{}}}"#;
    assert_eq!(told.trim(), object);
    std::fs::write(
        desk.home.outside(&format!("passphrase-{}", desk.user)),
        right,
    )
    .unwrap();
    desk.home.run_as(&desk.user, &["visits", "list"]).good();
    desk.assert_sound();
}

#[test]
fn a_damaged_slot_stops_its_owner_alone() {
    let desk = Desk::new();
    let slot = desk.slot(&desk.user);
    let good = std::fs::read(desk.file(&slot)).unwrap();
    desk.with_changed(&slot, None, "vault.damaged.slot");
    desk.with_changed(&slot, Some(b""), "vault.damaged.slot");
    desk.with_changed(&slot, Some(&good[..good.len() / 2]), "vault.damaged.slot");
    desk.with_changed(&slot, Some(&vec![b'{'; 5_000_000]), "vault.damaged.slot");
    let mut flipped = good.clone();
    flipped[20] ^= 1;
    desk.with_changed(&slot, Some(&flipped), "vault.damaged.slot");
    let other = std::fs::read(desk.file(&desk.slot(&desk.chief))).unwrap();
    desk.with_changed(&slot, Some(&other), "vault.damaged.slot");
    std::fs::remove_file(desk.file(&slot)).unwrap();
    desk.assert_sound();
}

#[test]
fn a_damaged_roster_is_told_with_its_line_and_a_torn_last_line_is_not_damage() {
    let desk = Desk::new();
    let admin = "keyring/office.jsonl";
    let good = std::fs::read_to_string(desk.file(admin)).unwrap();
    let changed = good.replacen("supervisor", "supervizor", 1);
    assert_ne!(changed, good);
    let error = desk.with_changed(admin, Some(changed.as_bytes()), "vault.damaged.roster");
    assert_eq!(error["params"]["line"], "1", "as editors count");
    desk.with_changed(admin, Some(b"\xff\xfe\n"), "vault.damaged.roster");
    desk.with_changed(admin, Some(b""), "vault.damaged.roster");
    desk.with_changed(admin, None, "vault.damaged.roster");
    let twice = format!("{good}{good}");
    desk.with_changed(admin, Some(twice.as_bytes()), "vault.damaged.roster");
    // Power went while a line was written: it was never acknowledged, and is cut off.
    std::fs::write(desk.file(admin), format!("{good}{{\"body\":\"{{")).unwrap();
    desk.assert_sound();
    assert_eq!(std::fs::read_to_string(desk.file(admin)).unwrap(), good);
}

#[test]
fn a_vault_of_a_newer_program_is_left_as_it_is_and_a_damaged_one_is_told() {
    let desk = Desk::new();
    desk.with_changed("vault.json", Some(b""), "vault.damaged.manifest");
    desk.with_changed(
        "vault.json",
        Some(b"{\"format\":1}"),
        "vault.damaged.manifest",
    );
    desk.with_changed(
        "vault.json",
        Some(&vec![b' '; 5_000_000]),
        "vault.damaged.manifest",
    );
    desk.with_changed("vault.json", None, "vault.missing");
    let good = std::fs::read(desk.file("vault.json")).unwrap();
    let newer = br#"{"format":2,"what":["nobody","knows","yet"]}"#;
    std::fs::write(desk.file("vault.json"), newer).unwrap();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    tree(&desk.home.vault(), &mut before);
    let error = desk.refused(&["visits", "list"]);
    assert_eq!(
        (&error["code"], &error["params"]["format"]),
        (&json!("vault.newer"), &json!("2"))
    );
    tree(&desk.home.vault(), &mut after);
    assert!(before == after, "nothing was touched");
    std::fs::write(desk.file("vault.json"), good).unwrap();
    desk.assert_sound();
}

#[test]
fn damaged_key_files_are_told_before_anything_is_opened() {
    let desk = Desk::new();
    for name in ["dbkey.age", "keyring/station.key.age"] {
        let good = std::fs::read(desk.file(name)).unwrap();
        desk.with_changed(name, None, "vault.damaged.keys");
        desk.with_changed(name, Some(b"age-encryption.org/v1\n"), "vault.damaged.keys");
        desk.with_changed(name, Some(&good[..good.len() - 1]), "vault.damaged.keys");
    }
    desk.with_changed("keyring/head", Some(b"not a head"), "vault.damaged.head");
}

#[test]
fn a_damaged_or_missing_database_is_told_and_a_copy_put_back_is_whole() {
    let desk = Desk::new();
    let good = std::fs::read(desk.file("desk.db")).unwrap();
    let first = [&[0x55; 64], &good[64..]].concat();
    desk.with_changed("desk.db", Some(&first), "record.does_not_open");
    desk.with_changed(
        "desk.db",
        Some(b"no database at all"),
        "record.does_not_open",
    );
    desk.with_changed("desk.db", None, "record.missing");
    let pages = good.len() / 4096;
    assert!(pages > 40, "{pages}");
    // Some pages are read at sign-in, all by a verification: never is a damaged page passed over.
    let saved = desk.home.outside("saved");
    record::copy(&desk.home.vault(), &saved);
    // Each good sign-in since then wrote to it.
    let good = std::fs::read(saved.join("desk.db")).unwrap();
    let pages = good.len() / 4096;
    for page in (1..pages).step_by(pages / 7) {
        let mut damaged = good.clone();
        damaged[page * 4096 + 100..page * 4096 + 116].fill(0x55);
        std::fs::write(desk.file("desk.db"), damaged).unwrap();
        let output = desk.home.run_as(&desk.chief, &["verify"]).output;
        assert_eq!(output.status.code(), Some(1), "page {page}: {output:?}");
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        match told["error"]["code"].as_str() {
            Some(code) => assert!(
                ["record.damaged", "record.does_not_open"].contains(&code),
                "page {page}: {told}"
            ),
            None => assert_eq!(told["ok"], false, "page {page}: {told}"),
        }
        // A copy of the whole folder put back is whole.
        std::fs::remove_dir_all(desk.home.vault()).unwrap();
        record::copy(&saved, &desk.home.vault());
    }
    desk.assert_sound();
}

#[test]
fn a_vault_that_is_open_elsewhere_is_told_with_the_other_process() {
    let desk = Desk::new();
    let clock = std::sync::Arc::new(testkit::FakeClock::at(testkit::BEGIN));
    let office = Office::open(&desk.home.vault(), testkit::ports(clock, 1)).unwrap();
    let error = desk.refused(&["visits", "list"]);
    let pid = std::process::id().to_string();
    assert_eq!(
        (&error["code"], &error["params"]["pid"]),
        (&json!("vault.in_use"), &json!(pid))
    );
    let told = desk.home.run(&["office", "verify"]).refused();
    assert_eq!(told, "vault.in_use");
    drop(office);
    desk.assert_sound();
}

/// A visit that takes more than a few pages.
fn visit() -> Vec<u8> {
    let content = "Việc khó nói. ".repeat(600);
    let matter = json!({"service": "A1", "fields": {"content": content}, "documents": []});
    let visit = json!({
        "channel": "in_person", "person": {"name": "Nguyễn Thị Mẫu"}, "matters": [matter.clone(), matter]
    });
    serde_json::to_vec(&visit).unwrap()
}

/// A command as a line of a shell.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let quoted = words.map(|word| word.to_str().unwrap().replace('\'', "'\\''"));
    let quoted: Vec<String> = quoted.map(|word| format!("'{word}'")).collect();
    quoted.join(" ")
}

impl Desk {
    fn add(&self) -> String {
        let mut command = self.home.deskctl(&["visits", "add", "--user", &self.user]);
        command.arg("--passphrase-file");
        command.arg(self.home.outside(&format!("passphrase-{}", self.user)));
        std::fs::write(self.home.outside("visit.json"), visit()).unwrap();
        format!(
            "{} < {}",
            line(&command),
            self.home.outside("visit.json").display()
        )
    }

    /// Runs a script of the shell in the home's surroundings.
    fn shell(&self, before: &[&str], script: &str) -> Output {
        let program = before.first().unwrap_or(&"bash");
        let mut command = self.home.command(Path::new(program));
        command.args(before.iter().skip(1));
        if !before.is_empty() {
            command.arg("bash");
        }
        command
            .args(["-c", script])
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    fn visits(&self) -> usize {
        let list = self.home.run_as(&self.user, &["visits", "list"]).good();
        list["visits"].as_array().unwrap().len()
    }
}

/// A mount of one's own, where the system lets an ordinary user have one.
const APART: [&str; 2] = ["unshare", "-rm"];

/// Runs a script with the vault on a small disk of its own, which is copied back at the end; `None`
/// where nobody may mount.
fn on_a_small_disk(desk: &Desk, script: &str) -> Option<Output> {
    let probe = format!("mount -t tmpfs tmpfs '{}'", desk.home.outside("").display());
    if !desk.shell(&APART, &probe).status.success() {
        println!("nobody may mount a disk of her own here");
        return None;
    }
    let (vault, saved) = (desk.home.vault(), desk.home.outside("saved"));
    record::copy(&vault, &saved);
    let (vault, saved) = (vault.display(), saved.display());
    let script = format!(
        "set -u; vault='{vault}'; mount -t tmpfs -o size=6m,mode=700 tmpfs \"$vault\" || exit 77
         cp -a '{saved}/.' \"$vault/\"
         {script}
         cp -a \"$vault/.\" '{saved}/'"
    );
    let output = desk.shell(&APART, &script);
    assert!(output.status.success(), "{output:?}");
    std::fs::remove_dir_all(desk.home.vault()).unwrap();
    std::fs::rename(desk.home.outside("saved"), desk.home.vault()).unwrap();
    Some(output)
}

/// Answers of runs, one JSON object a line.
fn answers(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_full_disk_refuses_and_keeps_whole_what_was_acknowledged() {
    let desk = Desk::new();
    let before = desk.visits();
    let add = desk.add();
    let script = format!(
        "for free in 0 8 16 24 40 64 96 128 192 256; do
             dd if=/dev/zero of=\"$vault/filler\" bs=1k count=100000 2>/dev/null
             truncate -s -${{free}}k \"$vault/filler\"
             {add}
             rm \"$vault/filler\"
         done"
    );
    let (answers, code) = match on_a_small_disk(&desk, &script) {
        Some(output) => (answers(&output), "vault.disk_full"),
        // The next test holds the same with a limit that every system has.
        None => return,
    };
    assert_eq!(answers.len(), 10);
    let refused: Vec<_> = answers
        .iter()
        .filter_map(|told| told["error"]["code"].as_str())
        .collect();
    assert!(refused.iter().all(|told| *told == code), "{answers:?}");
    let saved = answers.len() - refused.len();
    assert!(refused.len() >= 2 && saved >= 1, "{refused:?}");
    assert_eq!(desk.visits(), before + saved);
    desk.assert_sound();
}

#[test]
fn a_file_that_may_not_grow_refuses_and_keeps_whole_what_was_acknowledged() {
    let desk = Desk::new();
    let before = desk.visits();
    let mut saved = 0;
    let mut refused = 0;
    for more in [0, 8, 16, 32, 64, 4_000] {
        // The log of the database begins empty and may grow so far; the file itself has room.
        let script = format!("trap '' XFSZ; ulimit -f {more}; {}", desk.add());
        let output = desk.shell(&[], &script);
        let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        match told["error"]["code"].as_str() {
            None if output.status.success() => saved += 1,
            None => panic!("{output:?}"),
            Some(code) => {
                assert!(["vault.io", "vault.disk_full"].contains(&code), "{told}");
                refused += 1;
            }
        }
        assert_eq!(desk.visits(), before + saved);
        desk.assert_sound();
    }
    assert!(
        saved >= 1 && refused >= 2,
        "{saved} saved, {refused} refused"
    );
}

#[test]
fn a_disk_that_cannot_be_written_is_told_and_nothing_is_lost() {
    let desk = Desk::new();
    let list = desk.add();
    let script = format!(
        "mount -o remount,ro tmpfs \"$vault\"
         ! touch \"$vault/probe\" 2>/dev/null || exit 3
         {list}
         mount -o remount,rw tmpfs \"$vault\""
    );
    let Some(output) = on_a_small_disk(&desk, &script) else {
        return;
    };
    assert_eq!(answers(&output)[0]["error"]["code"], "vault.read_only");
    desk.assert_sound();
}

/// Nobody's user id, and the words that make a program run as nobody; for an ordinary user none are
/// needed, permissions bind her anyway.
fn as_nobody() -> (Option<u32>, Vec<&'static str>) {
    let id = |words: &[&str]| -> u32 {
        let output = Command::new("id").args(words).output().unwrap();
        String::from_utf8(output.stdout)
            .unwrap()
            .trim()
            .parse()
            .unwrap()
    };
    if id(&["-u"]) != 0 {
        return (None, Vec::new());
    }
    let words = vec![
        "setpriv",
        "--reuid",
        "nobody",
        "--regid",
        "nogroup",
        "--clear-groups",
    ];
    (Some(id(&["-u", "nobody"])), words)
}

/// Gives a folder and all in it to a user.
fn give(path: &Path, user: u32) {
    chown(path, Some(user), None).unwrap();
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            give(&entry.unwrap().path(), user);
        }
    }
}

/// Sets the mode of a file or folder and gives the former one.
fn set_mode(path: &Path, mode: u32) -> u32 {
    let former = path.metadata().unwrap().permissions().mode();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    former
}

#[test]
fn a_folder_or_file_without_permission_is_told_and_opens_again_with_it() {
    let desk = Desk::new();
    let (nobody, words) = as_nobody();
    let place = desk.home.watched().parent().unwrap().to_path_buf();
    set_mode(&place, 0o755);
    // The program must be where nobody may reach it.
    let reachable = desk.home.outside("deskctl");
    if std::fs::hard_link(program(), &reachable).is_err() {
        std::fs::copy(program(), &reachable).unwrap();
    }
    set_mode(&reachable, 0o755);
    if let Some(nobody) = nobody {
        give(&desk.home.watched(), nobody);
    }
    let add = desk
        .add()
        .replacen(program().to_str().unwrap(), reachable.to_str().unwrap(), 1);
    let run = |script: &str| desk.shell(&words, script);
    assert!(run(&add).status.success(), "as nobody, with permission");
    for (name, mode, probe, code) in [
        ("", 0o500, "touch probe", "vault.read_only"),
        ("", 0o000, "ls .", "vault.permission"),
        ("lock", 0o400, "echo x >> lock", "vault.permission"),
        ("vault.json", 0o000, "cat vault.json", "vault.permission"),
        ("keyring", 0o000, "ls keyring", "vault.permission"),
        ("dbkey.age", 0o000, "cat dbkey.age", "vault.permission"),
        ("desk.db", 0o000, "cat desk.db", "vault.read_only"),
        ("desk.db", 0o400, "echo x >> desk.db", "vault.read_only"),
    ] {
        let path = if name.is_empty() {
            desk.home.vault()
        } else {
            desk.file(name)
        };
        let former = set_mode(&path, mode);
        let vault = desk.home.vault();
        let plain = run(&format!("cd '{}' && {probe}", vault.display()));
        assert!(
            !plain.status.success(),
            "{name} {mode:o} binds nobody: the test would be void"
        );
        let told = ["vi", "en"].map(|lang| run(&format!("LANG={lang} {add}")));
        assert_eq!(refused(&told)["code"], code, "{name} {mode:o}");
        set_mode(&path, former);
        assert!(
            run(&add).status.success(),
            "{name} {mode:o}: with permission again"
        );
    }
    desk.assert_sound();
}

#[tokio::test]
async fn a_head_file_that_cannot_be_written_takes_back_nothing_that_was_saved() {
    let office = testkit::TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let head = office.path().join("keyring/head");
    let kept = std::fs::read(&head).unwrap();
    // A folder in its place: nothing can be renamed over it.
    std::fs::remove_file(&head).unwrap();
    std::fs::create_dir(&head).unwrap();
    for number in 1..=60 {
        let added = office
            .add_visit(&session, &testkit::intake::anonymous())
            .await;
        assert_eq!(added.unwrap().queue_number, format!("A-{number:03}"));
    }
    std::fs::remove_dir(&head).unwrap();
    std::fs::write(&head, kept).unwrap();
    // The next act writes what the hundredth entry could not.
    office
        .add_visit(&session, &testkit::intake::anonymous())
        .await
        .unwrap();
    let witness = record::witness(&office.path());
    assert!(witness.seq > 120, "{}", witness.seq);
    office.end(session).await.unwrap();
    crate::journal::assert_sound(&office).await;
}
