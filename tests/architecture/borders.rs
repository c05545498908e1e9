//! What may be named only in one room.

use crate::sources::{Source, files, none, rust};

/// Places in code where one of these texts stands outside the rooms allowed to.
fn outside(sources: &[Source], texts: &[&str], rooms: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in sources.iter().filter(|file| !file.is_in(rooms)) {
        for (number, line) in file.code() {
            for text in texts.iter().filter(|text| line.contains(**text)) {
                found.push(format!("{}:{number} names `{text}`", file.path));
            }
        }
    }
    found
}

#[test]
fn only_the_store_speaks_sql() {
    let rooms = ["src-tauri/crates/store", "src-tauri/crates/xtask"];
    let sources = rust("src-tauri");
    let mut found = outside(&sources, &["sqlx::", "libsqlite3_sys"], &rooms);
    for file in sources.iter().filter(|file| !file.is_in(&rooms)) {
        for (number, line) in file.code() {
            let line = line.to_lowercase();
            let verbs = [
                "\"select ",
                "\"insert into ",
                "\"delete from ",
                "\"update ",
                "pragma ",
            ];
            if verbs.iter().any(|verb| line.contains(verb)) {
                found.push(format!("{}:{number} looks like SQL", file.path));
            }
        }
    }
    none(&found, "SQL stands in the store alone:");
}

#[test]
fn only_the_shell_names_tauri() {
    let rooms = [
        "src-tauri/src",
        "src-tauri/build.rs",
        "src-tauri/tests",
        // The bench's floor.
        "src-tauri/examples",
    ];
    let found = outside(
        &rust("src-tauri"),
        &["tauri::", "tauri_specta", "tauri_build"],
        &rooms,
    );
    none(&found, "The window's framework is a leaf:");
    let page: Vec<String> = files("ui/src", &["ts", "svelte"])
        .iter()
        .filter(|file| !file.is_in(&["ui/src/ipc"]) && file.text.contains("@tauri-apps/"))
        .map(|file| file.path.clone())
        .collect();
    none(&page, "Only ui/src/ipc knows Tauri:");
}

#[test]
fn only_the_office_reads_the_clock_and_makes_ids() {
    let rooms = [
        "src-tauri/crates/office/src/clock.rs",
        "src-tauri/crates/office/src/ids.rs",
    ];
    let names = [
        "SystemTime::now",
        "OffsetDateTime::now_utc",
        "OffsetDateTime::now_local",
        "Uuid::new_v4",
        "Uuid::now_v7",
        "clippy::disallowed_methods",
    ];
    let found = outside(&rust("src-tauri"), &names, &rooms);
    none(&found, "Time and ids are arguments everywhere else:");
}

#[test]
fn weak_key_bounds_are_named_only_in_the_vault_and_the_testkit() {
    let rooms = ["src-tauri/crates/vault", "src-tauri/crates/testkit"];
    let mut sources = rust("src-tauri");
    sources.extend(
        rust("tests")
            .into_iter()
            .filter(|file| !file.is_in(&["tests/architecture"])),
    );
    let mut found = Vec::new();
    for file in sources.iter().filter(|file| !file.is_in(&rooms)) {
        if file.text.contains("for_tests") {
            found.push(file.path.clone());
        }
    }
    none(
        &found,
        "Cheap argon2 belongs to tests, through the testkit:",
    );
}

#[test]
fn the_raw_database_key_is_read_by_vault_and_store_alone() {
    let rooms = ["src-tauri/crates/vault", "src-tauri/crates/store"];
    let names = [
        "with_pragma_text",
        "argon2::",
        "ed25519_dalek::",
        "chacha20poly1305::",
    ];
    let found = outside(&rust("src-tauri"), &names, &rooms);
    none(
        &found,
        "Keys and ciphers are handled behind these two doors:",
    );
}

#[test]
fn the_pure_room_touches_neither_files_nor_the_machine() {
    let names = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "async fn",
    ];
    let found = outside(&rust("src-tauri/crates/domain/src"), &names, &[]);
    none(&found, "The domain does no IO:");
}

/// Use cases of a session that ask for no permit of their own, and why.
const ASK_ELSEWHERE: [(&str, &str); 5] = [
    ("confirm", "one's own passphrase once more"),
    ("decide_protected", "each decision asks"),
    ("cosign", "the act that it is given to asks"),
    ("statements", "counted by tests"),
    ("backups", "its first half asks, for one of two rights"),
];

/// Calls that ask for a permit, or hand on to one that does.
const ASKING: [&str; 17] = [
    ".takes_evidence(",
    ".permit(",
    ".permit::<",
    ".for_paper::<",
    ".for_act::<",
    ".for_cleared::<",
    ".for_decision::<",
    ".for_two::<",
    ".for_work(session",
    ".knows(session",
    ".reach(session)",
    ".own_private(session",
    ".open_person(session",
    ".show_person(session",
    ".open_file(session",
    ".amend(session",
    ".declaration(session",
];

/// Names of the public functions of the office that take a session by reference, with their bodies.
fn use_cases(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for part in text.split("\n    pub ").skip(1) {
        let part = part.split("\n    }\n").next().unwrap_or(part);
        let (head, body) = part.split_once('{').unwrap_or((part, ""));
        if head.contains("&self") && head.contains(": &Session") {
            let name = head.split("fn ").nth(1).unwrap_or_default();
            found.push((name.split(['(', '<']).next().unwrap_or_default(), body));
        }
    }
    found
}

#[test]
fn every_use_case_of_a_session_asks_for_a_permit() {
    let (mut asked, mut silent) = (0, Vec::new());
    for file in rust("src-tauri/crates/office/src") {
        for (name, body) in use_cases(&file.text) {
            let asks = ASKING.iter().any(|call| body.contains(call));
            if asks {
                asked += 1;
            } else if !ASK_ELSEWHERE.iter().any(|(known, _)| *known == name) {
                silent.push(format!("{}: {name}", file.path));
            }
        }
    }
    assert!(
        asked > 20,
        "only {asked} use cases were found: has their form changed?"
    );
    none(&silent, "Use cases that ask for no permit:");
}

#[test]
fn a_use_case_that_asks_for_nothing_is_seen() {
    let text = "impl Office {\n    pub async fn peek(&self, session: &Session) -> Answer<()> {\n        \
                Ok(())\n    }\n}\n";
    let found = use_cases(text);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "peek");
    assert!(!found[0].1.contains(".permit("));
}
