//! Versions that must move together.

use serde_json::Value;

use crate::sources::read;

/// `2.12.5` to (2, 12).
fn minor(version: &str) -> (u32, u32) {
    let mut parts = version.trim_start_matches(['=', '^', '~']).split('.');
    let mut next = || {
        parts
            .next()
            .and_then(|part| part.parse().ok())
            .expect("a version")
    };
    (next(), next())
}

/// Version of a package in Cargo.lock.
fn locked(name: &str) -> String {
    let lock = read("Cargo.lock");
    let head = format!("name = \"{name}\"\nversion = \"");
    let (_, rest) = lock
        .split_once(&head)
        .unwrap_or_else(|| panic!("{name} is not in Cargo.lock"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn the_page_and_the_core_speak_the_same_tauri() {
    let package: Value = serde_json::from_str(&read("ui/package.json")).unwrap();
    let api = package
        .pointer("/dependencies/@tauri-apps~1api")
        .and_then(Value::as_str);
    let api = api.expect("ui/package.json depends on @tauri-apps/api");
    assert_eq!(minor(api), minor(&locked("tauri")));
}

#[test]
fn the_window_shows_the_programs_own_version() {
    let package: Value = serde_json::from_str(&read("ui/package.json")).unwrap();
    let shown = package.pointer("/version").and_then(Value::as_str);
    assert_eq!(shown, Some(locked("reception-desk").as_str()));
}

#[test]
fn the_encrypted_database_is_the_pinned_pair() {
    assert_eq!(
        locked("sqlx"),
        "0.9.0",
        "SECURITY.md says why this pair and what to check"
    );
    assert_eq!(
        locked("libsqlite3-sys"),
        "0.37.0",
        "SECURITY.md says why this pair"
    );
    let lock = read("Cargo.lock");
    assert_eq!(
        lock.matches("name = \"libsqlite3-sys\"").count(),
        1,
        "one SQLite in the program"
    );
}
