//! Looking for words and keys in every byte of a folder, in every form a program may write them.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Bytes to look for, and what they stand for.
pub(crate) struct Needles {
    needles: Vec<(String, Vec<u8>)>,
    /// First four bytes of each, to walk a file once.
    starts: HashSet<[u8; 4]>,
}

impl Needles {
    pub(crate) fn new() -> Self {
        Self {
            needles: Vec::new(),
            starts: HashSet::new(),
        }
    }

    pub(crate) fn add(&mut self, what: &str, bytes: Vec<u8>) {
        let start = bytes
            .first_chunk()
            .expect("shorter than four bytes is found anywhere");
        self.starts.insert(*start);
        self.needles.push((what.to_owned(), bytes));
    }

    /// A text as UTF-8 and UTF-16 of both orders.
    pub(crate) fn text(&mut self, what: &str, text: &str) {
        self.add(&format!("{what} in UTF-8"), text.as_bytes().to_vec());
        let units: Vec<u16> = text.encode_utf16().collect();
        let little = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        self.add(&format!("{what} in UTF-16LE"), little);
        let big = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        self.add(&format!("{what} in UTF-16BE"), big);
    }

    /// A key of 32 bytes: raw, in hexadecimal digits of both cases, in base64.
    pub(crate) fn key(&mut self, what: &str, key: &[u8; 32]) {
        self.add(&format!("{what}, raw"), key.to_vec());
        let hex = hex(key);
        self.text(&format!("{what}, hex"), &hex);
        self.text(&format!("{what}, upper hex"), &hex.to_uppercase());
        // Written by another hand, the last digits may differ by padding.
        self.text(&format!("{what}, base64"), &base64(key)[..40]);
    }

    pub(crate) fn len(&self) -> usize {
        self.needles.len()
    }

    /// What stands in these bytes.
    pub(crate) fn found(&self, bytes: &[u8]) -> Vec<&str> {
        let mut found = Vec::new();
        for at in 0..bytes.len().saturating_sub(3) {
            let rest = &bytes[at..];
            if rest
                .first_chunk::<4>()
                .is_some_and(|start| self.starts.contains(start))
            {
                let here = self
                    .needles
                    .iter()
                    .filter(|(_, needle)| rest.starts_with(needle));
                found.extend(here.map(|(what, _)| what.as_str()));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Hits in all files below a folder, also in their names; how many files and bytes were read.
    pub(crate) fn below(&self, folder: &Path) -> (Vec<String>, usize, usize) {
        let (mut hits, mut bytes, files) = (Vec::new(), 0, walk(folder));
        for file in &files {
            let content = std::fs::read(file).unwrap();
            bytes += content.len();
            let name = file.to_string_lossy();
            let within = self
                .found(&content)
                .into_iter()
                .chain(self.found(name.as_bytes()));
            hits.extend(within.map(|what| format!("{what}: {name}")));
        }
        (hits, files.len(), bytes)
    }
}

/// Every file below a folder.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            files.extend(walk(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files.sort();
    files
}

/// Small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// RFC 4648 §4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let bits = chunk
                .iter()
                .fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
            let bits = bits << (8 * (3 - chunk.len()));
            (0..4).map(move |at| char::from(LETTERS[bits >> (18 - 6 * at) & 63]))
        })
        .collect()
}

#[test]
fn base64_is_the_standard_one() {
    assert_eq!(base64(b"foobar"), "Zm9vYmFy");
}
