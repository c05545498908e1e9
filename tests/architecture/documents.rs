//! Documents that cannot lie: links lead somewhere, named tests exist.

use std::collections::BTreeSet;

use crate::sources::{Source, files, none, read, root, rust, ticked};

/// Lines outside fenced code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    text.lines().filter(move |line| {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            return false;
        }
        !fenced
    })
}

/// Targets of `[text](target)`.
fn links(text: &str) -> Vec<String> {
    prose(text)
        .flat_map(|line| line.split("](").skip(1).map(|rest| rest.split(')').next()))
        .flatten()
        .map(str::to_owned)
        .collect()
}

/// Anchors of a page's headings, as a code host makes them.
fn anchors(text: &str) -> BTreeSet<String> {
    prose(text)
        .filter_map(|line| line.strip_prefix('#'))
        .map(|line| {
            let kept = line.trim_start_matches('#').trim().to_lowercase();
            kept.chars()
                .filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter))
                .map(|letter| if letter == ' ' { '-' } else { letter })
                .collect()
        })
        .collect()
}

fn leads_somewhere(from: &Source, link: &str) -> bool {
    if ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| link.starts_with(scheme))
    {
        return true;
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let here = root().join(&from.path);
    let target = if path.is_empty() {
        here
    } else {
        here.with_file_name("").join(path)
    };
    if anchor.is_empty() || target.extension().is_none_or(|end| end != "md") {
        return target.exists();
    }
    std::fs::read_to_string(target).is_ok_and(|text| anchors(&text).contains(anchor))
}

#[test]
fn every_link_in_a_document_leads_somewhere() {
    let mut dead = Vec::new();
    let mut followed = 0;
    for page in files("", &["md"]) {
        for link in links(&page.text) {
            followed += 1;
            if !leads_somewhere(&page, &link) {
                dead.push(format!("{} -> {link}", page.path));
            }
        }
    }
    assert!(
        followed > 10,
        "only {followed} links found: has their form changed?"
    );
    none(&dead, "Links that lead nowhere:");
}

/// Names of all test functions of the project.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in rust("src-tauri").iter().chain(&rust("tests")) {
        for line in file.text.lines() {
            let line = line.trim_start();
            let line = line.strip_prefix("async ").unwrap_or(line);
            if let Some((name, _)) = line
                .strip_prefix("fn ")
                .and_then(|rest| rest.split_once('('))
            {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

/// A name in a page that can only be a test's: a sentence in small letters.
fn is_sentence(name: &str) -> bool {
    let letters = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    name.chars().all(|letter| letters(letter) || letter == '_')
        && name.chars().filter(|letter| *letter == '_').count() >= 3
}

#[test]
fn every_promise_names_a_test_that_exists() {
    let tests = tests();
    let packages = read("Cargo.toml");
    let mut wrong = Vec::new();
    let mut named = 0;
    for page in [
        "README.md",
        "ARCHITECTURE.md",
        "SECURITY.md",
        "tests/README.md",
        "docs/glossary.md",
        "docs/formats.md",
        "docs/recovery.md",
    ] {
        for name in prose(&read(page))
            .flat_map(ticked)
            .filter(|name| is_sentence(name) && !packages.contains(&format!("\n{name} =")))
        {
            named += 1;
            if !tests.contains(&name) {
                wrong.push(format!("{page} names `{name}`"));
            }
        }
    }
    assert!(
        named > 15,
        "only {named} tests are named: has the form of the pages changed?"
    );
    none(&wrong, "Tests that do not exist:");
}

#[test]
fn a_dead_link_and_a_dead_anchor_are_found() {
    let page = Source {
        path: "README.md".to_owned(),
        text: String::new(),
    };
    assert!(leads_somewhere(&page, "ARCHITECTURE.md"));
    assert!(!leads_somewhere(&page, "NOWHERE.md"));
    assert!(!leads_somewhere(&page, "ARCHITECTURE.md#no-such-heading"));
    assert!(anchors("# A b, c\n").contains("a-b-c"));
}
