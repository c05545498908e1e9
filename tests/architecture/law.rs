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
const SPANS: [&str; 5] = ["hours(", "days(", "weeks(", "working_days(", "minutes("];

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
        if SPANS
            .iter()
            .any(|call| literal(line, call).is_some_and(|count| count > 1))
        {
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
    let mut found: Vec<String> = rust("src-tauri/crates/domain/src")
        .iter()
        .flat_map(findings)
        .collect();
    for room in ["office", "deskctl", "paper"] {
        let sources = rust(&format!("src-tauri/crates/{room}/src"));
        found.extend(
            sources
                .iter()
                .flat_map(findings)
                .filter(|line| line.ends_with("law")),
        );
    }
    none(
        &found,
        "Law stands in src-tauri/catalogue, with its date and its source:",
    );
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
