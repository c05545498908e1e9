//! Law is dated data in `src-tauri/catalogue`, never a number or a name in code.

use crate::sources::{Source, none, rust};

/// Marks of a legal text, as they would stand in a string.
const TEXTS: [&str; 7] = [
    "NĐ-CP",
    "TT-BCA",
    "TT-BCT",
    "/QH1",
    "Nghị định",
    "Thông tư ",
    "Điều ",
];

/// Calls that make a span; one with a literal of two or more is a clock somebody chose.
const SPANS: [&str; 6] = [
    "hours(",
    "days(",
    "weeks(",
    "months(",
    "working_days(",
    "minutes(",
];

/// Spans of the machine's own, which no law sets: where, the constant that bears it, and what it is.
const OWN: [(&str, &str, &str); 4] = [
    (
        "domain/src/protected.rs",
        "GUEST",
        "how long somebody is let in who is not cleared",
    ),
    (
        "office/src/day.rs",
        "FORGOTTEN",
        "days of which a counter is remembered",
    ),
    (
        "office/src/doubt.rs",
        "APART",
        "how far two clocks may be apart",
    ),
    (
        "office/src/attachments/sweeping.rs",
        "UNNAMED",
        "how long a half-written attachment may lie",
    ),
];

/// Where everything is invented, also how long it takes.
const INVENTED: &str = "office/src/demo";

/// Whether a span is the machine's own, or an invented one.
fn is_own(file: &Source, line: &str) -> bool {
    let named = |(path, name, _): &(&str, &str, &str)| {
        file.path.ends_with(path) && line.contains(&format!("const {name}"))
    };
    file.path.contains(INVENTED) || OWN.iter().any(named)
}

/// The number right after `call`, if one stands there.
fn literal(line: &str, call: &str) -> Option<u32> {
    line.match_indices(call).find_map(|(at, _)| {
        let rest = line.get(at + call.len()..)?.trim_start();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    })
}

fn findings(file: &Source) -> Vec<String> {
    let mut found = Vec::new();
    // Tests name the sources of what they expect.
    if file.path.ends_with("/tests.rs") || file.path.contains("/tests/") {
        return found;
    }
    for (number, line) in file.code() {
        let span = |call: &&str| literal(line, call).is_some_and(|count| count > 1);
        if SPANS.iter().any(span) && !is_own(file, line) {
            found.push(format!("{}:{number} holds a span of time", file.path));
        }
        if line.contains('"') && TEXTS.iter().any(|text| line.contains(text)) {
            found.push(format!("{}:{number} holds the name of a law", file.path));
        }
    }
    found
}

#[test]
fn no_statutory_number_stands_in_code() {
    let rooms = ["domain", "store", "media", "paper", "office", "deskctl"];
    let rooms = rooms.map(|room| format!("src-tauri/crates/{room}/src"));
    let shell = "src-tauri/src".to_owned();
    let found: Vec<String> = rooms
        .iter()
        .chain([&shell])
        .flat_map(|room| rust(room))
        .flat_map(|file| findings(&file))
        .collect();
    none(
        &found,
        "Law stands in src-tauri/catalogue, with its date and its source:",
    );
}

#[test]
fn every_span_of_the_machines_own_is_still_there() {
    for (path, name, what) in OWN {
        let files = ["office", "domain"].map(|room| rust(&format!("src-tauri/crates/{room}/src")));
        let mut file = files
            .iter()
            .flatten()
            .filter(|file| file.path.ends_with(path));
        let there = file.any(|file| file.text.contains(&format!("const {name}:")));
        assert!(there, "{path} has no {name} ({what}) any more");
    }
}

#[test]
fn a_span_or_a_law_in_code_is_found() {
    let bad = "let due = start.plus(Duration::hours(12));\nlet basis = \"Điều 9 Luật Mẫu\";\n";
    let source = Source {
        path: "x.rs".to_owned(),
        text: bad.to_owned(),
    };
    assert_eq!(findings(&source).len(), 2);
    let good = "// Duration::hours(12) would be law\nlet next = day.plus_days(1);\n";
    let source = Source {
        path: "x.rs".to_owned(),
        text: good.to_owned(),
    };
    assert!(findings(&source).is_empty());
}
