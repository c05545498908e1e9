//! Contact sheets: all pictures of a run on one page, to be looked at.
//!
//! Purpose: `target/e2e/index.html`, a row for each screen or state and beside each other its looks;
//! renewed with every picture, so that it is whole wherever a run stops. Must never: be part of what
//! a test says; looking is for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::looks::COMBINATIONS;

const HEAD: &str = "<!doctype html><meta charset=utf-8><title>Pictures</title>\
    <style>body{font:14px sans-serif;background:#888}section{display:flex;gap:6px;margin:0 0 12px}\
    h2{font-size:14px;margin:4px 0}a{flex:0 0 24%}img{width:100%}</style>\n";

/// A picture's subject: its name without its look.
fn subject(name: &str) -> &str {
    let looks = COMBINATIONS.iter();
    let without = looks.filter_map(|(look, ..)| name.strip_suffix(look)?.strip_suffix('-'));
    without.min_by_key(|name| name.len()).unwrap_or(name)
}

/// Writes the sheet of the pictures in a folder.
pub(crate) fn renew(folder: &Path) -> std::io::Result<()> {
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        if let Some(name) = file.strip_suffix(".png") {
            rows.entry(subject(name).to_owned()).or_default().push(file);
        }
    }
    let mut page = HEAD.to_owned();
    for (subject, mut files) in rows {
        files.sort();
        let _written = writeln!(page, "<h2>{subject}</h2><section>");
        for file in files {
            let _written = writeln!(
                page,
                "<a href=\"{file}\"><img loading=lazy src=\"{file}\"></a>"
            );
        }
        page.push_str("</section>\n");
    }
    std::fs::write(folder.join("index.html"), page)
}

#[test]
fn every_look_of_a_screen_stands_in_its_row() {
    let folder = tempfile::tempdir().unwrap();
    for (look, ..) in COMBINATIONS {
        std::fs::write(folder.path().join(format!("photo-admin-0-{look}.png")), "").unwrap();
    }
    std::fs::write(folder.path().join("wall-called-1366.png"), "").unwrap();
    renew(folder.path()).unwrap();
    let page = std::fs::read_to_string(folder.path().join("index.html")).unwrap();
    assert_eq!(page.matches("<section>").count(), 2);
    assert_eq!(page.matches("<img").count(), COMBINATIONS.len() + 1);
    assert!(page.contains("<h2>photo-admin-0</h2>"), "{page}");
}
