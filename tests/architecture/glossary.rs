//! The words of the desk: what docs/glossary.md forbids stands nowhere a person reads.

use crate::sources::{Source, files, none, read, table};

/// A phrase that is wrong, but for some longer phrases that hold it rightly.
struct Forbidden {
    phrase: String,
    rightly: Vec<String>,
}

/// The column `never`: phrases in backticks, `;` between them, exceptions after `except`.
fn forbidden() -> Vec<Forbidden> {
    table(&read("docs/glossary.md"), &["Tiếng Việt", "never"])
        .iter()
        .flat_map(|cells| {
            cells
                .last()
                .cloned()
                .unwrap_or_default()
                .split(';')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter_map(|item| {
            let mut words = crate::sources::ticked(&item.to_lowercase()).into_iter();
            Some(Forbidden {
                phrase: words.next()?,
                rightly: words.collect(),
            })
        })
        .collect()
}

/// Files whose text people read: sentences, services, papers, screens, the practice office.
fn read_by_people() -> Vec<Source> {
    let mut sources = files("src-tauri/catalogue", &["json", "toml"]);
    sources.extend(files("src-tauri/paper", &["typ"]));
    sources.extend(files("ui/src", &["svelte", "ts"]));
    for rust in [
        "src-tauri/crates/paper/src",
        "src-tauri/crates/office/src/demo",
    ] {
        sources.extend(files(rust, &["rs"]));
    }
    sources
}

fn findings(source: &Source, rules: &[Forbidden]) -> Vec<String> {
    let mut found = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        let line = line.to_lowercase();
        for rule in rules {
            let rest = rule
                .rightly
                .iter()
                .fold(line.clone(), |line, right| line.replace(right, ""));
            if rest.contains(&rule.phrase) {
                found.push(format!(
                    "{}:{} says `{}`",
                    source.path,
                    index + 1,
                    rule.phrase
                ));
            }
        }
    }
    found
}

#[test]
fn no_wrong_word_stands_in_what_people_read() {
    let rules = forbidden();
    assert!(
        rules.len() > 10,
        "the glossary forbids too little to mean anything"
    );
    let found: Vec<String> = read_by_people()
        .iter()
        .flat_map(|source| findings(source, &rules))
        .collect();
    none(&found, "docs/glossary.md has the right word for each:");
}

#[test]
fn a_wrong_word_is_found_and_its_right_use_is_not() {
    let rules = forbidden();
    let text = "Phòng kín\nbiên lai\nbiên lai thu lệ phí\nGiấy biên nhận\n";
    let source = Source {
        path: "x.json".to_owned(),
        text: text.to_owned(),
    };
    assert_eq!(
        findings(&source, &rules),
        ["x.json:1 says `phòng kín`", "x.json:2 says `biên lai`"]
    );
}
