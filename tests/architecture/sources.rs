//! The committed files, as text: what every rule reads.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold built or fetched things.
const SKIPPED: [&str; 5] = ["target", "node_modules", "dist", ".git", ".sqlx"];

/// One file: its path from the root with forward slashes, and its text.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// Lines of code with their numbers: without comments, and without the tests at the end.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .map(|(index, line)| (index + 1, line.split("// ").next().unwrap_or_default()))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// True below one of these folders or files.
    pub(crate) fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| {
            self.path.strip_prefix(place).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('/') || place.ends_with('/')
            })
        })
    }
}

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = crate_folder
        .ancestors()
        .find(|folder| folder.join("Cargo.lock").is_file());
    root.expect("the tests run inside the workspace")
        .to_path_buf()
}

/// Text of one file, by its path from the root.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files under a folder with one of these endings, sorted by path.
pub(crate) fn files(under: &str, endings: &[&str]) -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    let mut open = vec![if under.is_empty() {
        root.clone()
    } else {
        root.join(under)
    }];
    while let Some(next) = open.pop() {
        if next.is_dir() {
            let name = next.file_name().unwrap_or_default();
            if SKIPPED.iter().any(|skipped| name == *skipped) {
                continue;
            }
            open.extend(
                fs::read_dir(&next)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else if next
            .extension()
            .is_some_and(|end| endings.iter().any(|known| end == *known))
        {
            // Another process may be writing beside us; what is gone is no source.
            let Ok(text) = fs::read_to_string(&next) else {
                continue;
            };
            let path = next
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            found.push(Source { path, text });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Rust sources under a folder.
pub(crate) fn rust(under: &str) -> Vec<Source> {
    let found = files(under, &["rs"]);
    assert!(
        !found.is_empty(),
        "no Rust source under {under:?}: has the folder moved?"
    );
    found
}

/// Words in backticks.
pub(crate) fn ticked(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Rows of every Markdown table whose head holds these words, without head and ruler.
pub(crate) fn table(text: &str, head: &[&str]) -> Vec<Vec<String>> {
    let (mut rows, mut inside) = (Vec::new(), false);
    for line in text.lines() {
        if !line.starts_with('|') {
            inside = false;
        } else if inside {
            let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
            rows.push(
                inner
                    .split('|')
                    .map(|cell| cell.trim().to_owned())
                    .collect::<Vec<_>>(),
            );
        } else {
            inside = head.iter().all(|word| line.contains(word));
        }
    }
    rows.retain(|cells| {
        cells
            .iter()
            .any(|cell| !cell.trim_matches(['-', ':']).is_empty())
    });
    assert!(!rows.is_empty(), "no table with {head:?}");
    rows
}

/// Fails with one line for each finding.
#[track_caller]
pub(crate) fn none(findings: &[String], rule: &str) {
    assert!(findings.is_empty(), "{rule}\n  {}\n", findings.join("\n  "));
}
