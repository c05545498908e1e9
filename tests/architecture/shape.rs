//! Sizes and heads of files.

use crate::sources::{Source, files, none, rust};

/// Files that may be longer, each with its reason.
const LONGER: [(&str, &str); 0] = [];

fn limit(file: &Source) -> usize {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    if name.ends_with(".svelte") {
        200
    } else if file.is_in(&["tests"]) || file.path.contains("/tests/") || name.contains("test") {
        600
    } else {
        400
    }
}

#[test]
fn no_source_file_outgrows_its_limit() {
    let mut wrong = Vec::new();
    for file in files("", &["rs", "svelte", "ts"]) {
        let lines = file.text.lines().count();
        let excused = LONGER.iter().any(|(path, _)| *path == file.path);
        let generated = file.path.ends_with(".gen.ts");
        if lines > limit(&file) && !excused && !generated {
            wrong.push(format!(
                "{} has {lines} lines, at most {}",
                file.path,
                limit(&file)
            ));
        }
    }
    none(
        &wrong,
        "Files too long to be read in one sitting; split them by idea:",
    );
}

#[test]
fn every_module_says_what_it_is_for_and_what_it_must_never_do() {
    let mut wrong = Vec::new();
    for file in rust("src-tauri") {
        let in_tests = file.path.contains("/tests/") || file.path.ends_with("/tests.rs");
        // A file that is included into another one cannot have a head of its own form.
        let in_head = |line: &&str| line.starts_with("//!") || line.starts_with("///");
        let head: Vec<&str> = file.text.lines().take_while(in_head).collect();
        let head = head.join(" ").to_lowercase();
        if head.len() < 30 && !in_tests {
            wrong.push(format!("{} has no head", file.path));
        } else if is_crate_root(&file.path) && !head.contains("must never") {
            wrong.push(format!(
                "{} does not say what the crate must never do",
                file.path
            ));
        }
    }
    none(
        &wrong,
        "A module begins with `//!`: its purpose, what it may use, what it must never do:",
    );
}

fn is_crate_root(path: &str) -> bool {
    path.ends_with("/src/lib.rs") || path.ends_with("/src/main.rs")
}

#[test]
fn a_note_of_unfinished_work_names_its_issue() {
    let mut wrong = Vec::new();
    for file in files("", &["rs", "svelte", "ts", "toml", "sql", "typ"]) {
        for (index, line) in file.text.lines().enumerate() {
            for mark in [
                concat!("TO", "DO"),
                concat!("FIX", "ME"),
                concat!("XX", "X"),
            ] {
                let whole = line
                    .split(|letter: char| !letter.is_alphanumeric())
                    .any(|word| word == mark);
                if whole && !line.contains(&format!("{mark}(#")) {
                    wrong.push(format!("{}:{}", file.path, index + 1));
                }
            }
        }
    }
    none(
        &wrong,
        "Unfinished work without an issue number, as in `(#12)`:",
    );
}
