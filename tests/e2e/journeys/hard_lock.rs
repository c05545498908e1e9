//! After a lock nothing of a protected file is in memory: the program that showed it is gone, and the one
//! that stands there now never held a word of it.

use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use super::traces::as_text;
use crate::app::{START, Sitting};
use crate::demo::Demo;
use crate::hands::told;
use crate::pages::sign_in;

/// Said by nobody else, and by no test as a word of its own.
const TOLD: &str = "Quằmvzện đốt cái chõng Brwểk";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _fits = write!(text, "{byte:02x}");
        text
    })
}

/// The processes of the page, as far as the system keeps their names.
const PAGE: &str = "WebKitWebProces";
const NETWORK: &str = "WebKitNetworkPr";
/// The driver may never answer about a page that is gone.
const WAIT: Duration = Duration::from_secs(10);

/// Processes of one name that work on one vault.
fn processes(name: &str, vault: &str) -> Vec<u32> {
    let listed = std::fs::read_dir("/proc").expect("there is a list of processes");
    let numbers = listed
        .flatten()
        .filter_map(|one| one.file_name().to_str()?.parse().ok());
    let ours = |pid: &u32| {
        let at = |what: &str| std::fs::read(format!("/proc/{pid}/{what}")).unwrap_or_default();
        let called = String::from_utf8_lossy(&at("comm"))
            .trim()
            .starts_with(name);
        called
            && at("environ")
                .windows(vault.len())
                .any(|part| part == vault.as_bytes())
    };
    numbers.filter(ours).collect()
}

/// Reads what a process may write and has ever written, a range at a time, and says how many of the texts (hex)
/// lie there. An engine maps far more than it touches: pages that are nowhere are not read.
const LOOKS: &str = "
import sys
pid, texts = sys.argv[1], [bytes.fromhex(text) for text in sys.argv[2:]]
found, page, step, most = set(), 4096, 1 << 20, max(map(len, texts))
with open(f'/proc/{pid}/maps') as maps, open(f'/proc/{pid}/mem', 'rb', 0) as memory, \
        open(f'/proc/{pid}/pagemap', 'rb', 0) as pages:
    for line in maps:
        ends, rights = line.split()[:2]
        if not rights.startswith('rw'):
            continue
        at, end = (int(part, 16) for part in ends.split('-'))
        before = b''
        while at < end:
            size = min(step, end - at)
            try:
                pages.seek(at // page * 8)
                there = any(top & 0xC0 for top in pages.read(size // page * 8)[7::8])
                if there:
                    memory.seek(at)
                piece = memory.read(size) if there else b''
            except (OSError, ValueError, OverflowError):
                piece = b''
            both = before + piece
            found.update(text for text in texts if text in both)
            before, at = both[-most:] if piece else b'', at + size
print(len(found))
";

/// How many of the texts lie in a process's memory.
fn remembers(pid: u32, texts: &[String]) -> u32 {
    let python = std::env::var("DESK_TEST_PYTHON").unwrap_or_else(|_unset| "python3".to_owned());
    let mut command = Command::new(python);
    command.args(["-c", LOOKS, &pid.to_string()]).args(texts);
    let ran = command.output().expect("python starts");
    let (told, failed) = (
        ran.stdout,
        String::from_utf8_lossy(&ran.stderr).into_owned(),
    );
    let number = String::from_utf8_lossy(&told).trim().parse();
    number.unwrap_or_else(|_none| panic!("the memory of {pid} is not read: {failed}"))
}

#[tokio::test]
async fn after_a_lock_no_process_remembers_what_a_protected_file_told() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::make(folder.path());
    let (name, passphrase) = demo.user("supervisor");
    let around = [("DESK_ENDS", "1".to_owned())];
    let sitting = Sitting::begin_among(folder.path(), &demo.vault, &around).await;
    let page = &sitting.page;
    sign_in::shown(page).await;
    sign_in::sign_in(page, &name, &passphrase).await;
    let private = json!({ "told": { "visit": null, "draft": null, "body": "{}", "barred": [] } });
    let form = told(page, "begin_private", private).await;
    let request = json!({
        "draft": form["id"], "service": "F1", "note": "", "barred": [], "officer": null,
        "fields": { "safe_now": "no", "telling": TOLD, "who": { "name": "Phan Thị Thử" } },
        "slip": { "carry": "none", "day": "", "time": "", "whom": "" },
    });
    let handed = told(
        page,
        "hand_over_private",
        json!({ "text": request.to_string() }),
    )
    .await;
    let shown = told(page, "open_protected", json!({ "id": handed["id"] })).await;
    assert!(shown.to_string().contains(TOLD));

    let texts = as_text(TOLD).map(|(_, bytes)| hex(&bytes));
    let vault = demo.vault.display().to_string();
    let before = processes("reception-desk", &vault);
    assert_eq!(before.len(), 1, "one program on one vault");
    let own = remembers(before[0], &texts);
    let pages = processes(PAGE, &vault).into_iter();
    let pages: u32 = pages.map(|pid| remembers(pid, &texts)).sum();
    assert!(
        own > 0 && pages > 0,
        "what is looked for is found before: {own}, {pages}"
    );

    // The program ends with the lock, and the driver loses it; another one stands there.
    let locks = "window.__TAURI_INTERNALS__.invoke('lock', {})";
    let _lost = tokio::time::timeout(WAIT, page.execute(locks, Vec::new())).await;
    let until = Instant::now() + START;
    let after = loop {
        let now = processes("reception-desk", &vault);
        if now.iter().any(|pid| !before.contains(pid)) && !now.contains(&before[0]) {
            break now;
        }
        assert!(
            Instant::now() < until,
            "the program does not end, or none comes back"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    // Time for its page to be on the screen.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mut all = after;
    // The driver is no part of the desk: what it was told it keeps.
    all.extend(processes(PAGE, &vault));
    all.extend(processes(NETWORK, &vault));
    for pid in &all {
        assert_eq!(remembers(*pid, &texts), 0, "process {pid} remembers it");
    }
    for pid in all {
        let _ended = Command::new("kill")
            .args(["-KILL", &pid.to_string()])
            .status();
    }
    sitting.cut();
}
