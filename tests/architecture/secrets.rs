//! No key, no real person's number in a committed file.

use crate::sources::{files, none};

const TEXT: [&str; 14] = [
    "rs", "toml", "json", "md", "ts", "svelte", "sql", "typ", "txt", "html", "csv", "css", "js",
    "pub",
];

/// True when `mark` is followed by at least `more` letters or digits.
fn followed(line: &str, mark: &str, more: usize) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let rest = line.get(at + mark.len()..).unwrap_or_default();
        rest.chars().take_while(char::is_ascii_alphanumeric).count() >= more
    })
}

#[test]
fn no_private_key_is_committed() {
    let pem = concat!("-----BEGIN ", "PRIVATE KEY");
    let ssh = concat!("-----BEGIN ", "OPENSSH");
    let mut found = Vec::new();
    for file in files("", &TEXT) {
        for (index, line) in file.text.lines().enumerate() {
            if followed(line, "AGE-SECRET-KEY-1", 50) || line.contains(pem) || line.contains(ssh) {
                found.push(format!("{}:{}", file.path, index + 1));
            }
        }
    }
    none(
        &found,
        "A private key in a committed file; make it in the test instead:",
    );
}

#[test]
fn a_passphrase_of_a_test_says_that_it_is_one() {
    let mut found = Vec::new();
    // The vault's own tests are about the letters of passphrases, so they need real ones.
    let rooms = ["tests/architecture", "src-tauri/crates/vault"];
    for file in files("", &["rs"]).iter().filter(|file| !file.is_in(&rooms)) {
        for (index, line) in file.text.lines().enumerate() {
            let Some((_, literal)) = line.split_once("Passphrase::new(\"") else {
                continue;
            };
            let literal = literal.split('"').next().unwrap_or_default();
            if !literal.is_empty() && !literal.contains("test") {
                found.push(format!("{}:{}", file.path, index + 1));
            }
        }
    }
    none(
        &found,
        "A passphrase written out in code holds the word `test`:",
    );
}

#[test]
fn a_key_is_found_where_there_is_one() {
    let key = format!("AGE-SECRET-KEY-1{}", "Q".repeat(58));
    assert!(followed(&key, "AGE-SECRET-KEY-1", 50));
    assert!(!followed("AGE-SECRET-KEY-1...", "AGE-SECRET-KEY-1", 50));
}
