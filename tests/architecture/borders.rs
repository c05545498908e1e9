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
    let rooms = ["src-tauri/src", "src-tauri/build.rs", "src-tauri/tests"];
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
