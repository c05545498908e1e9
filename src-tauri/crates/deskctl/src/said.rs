//! What a command answers: one JSON object and the same as readable lines.
//!
//! Must never: let a value of the record steer the terminal; characters that could are shown by
//! their number.

use std::fmt::Write as _;

use office::domain::words::Lang;
use serde::Serialize;

use crate::speech::say;

/// An answer in both its forms.
#[derive(Debug)]
pub(crate) struct Said {
    /// One JSON object.
    pub(crate) json: String,
    /// Lines for people.
    pub(crate) text: String,
    /// False where the answer itself is bad news (a receipt not genuine, a record not sound):
    /// exit 1, still an answer.
    pub(crate) good: bool,
    /// Holds what is shown once: losing it is told, even to a closed pipe.
    pub(crate) once: bool,
}

impl Said {
    /// A good answer.
    pub(crate) fn new(object: &impl Serialize, page: Page) -> Self {
        // The views are plain structs with text keys, so this cannot fail; an empty object would
        // show that a new one is not.
        let json = serde_json::to_string(object).unwrap_or_else(|_cause| "{}".to_owned());
        Self {
            json,
            text: page.text,
            good: true,
            once: false,
        }
    }

    /// The same, good only if that holds.
    pub(crate) fn if_good(mut self, good: bool) -> Self {
        self.good = good;
        self
    }

    /// The same, told once.
    pub(crate) fn once(mut self) -> Self {
        self.once = true;
        self
    }
}

/// Lines for people, in one language.
#[derive(Debug)]
pub(crate) struct Page {
    lang: Lang,
    text: String,
}

impl Page {
    /// An empty page.
    pub(crate) fn new(lang: Lang) -> Self {
        Self {
            lang,
            text: String::new(),
        }
    }

    /// Adds a sentence of the catalogue.
    pub(crate) fn line(&mut self, key: &str, values: &[(&str, &str)]) {
        let values: Vec<(&str, String)> = values
            .iter()
            .map(|(name, value)| (*name, harmless(value)))
            .collect();
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        self.text.push_str(&say(self.lang, key, &values));
        self.text.push('\n');
    }

    /// Adds `name: value`, where there is a value; the name is a word of the catalogue.
    pub(crate) fn fact(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.text.push_str(&self.lang.word(key));
            self.text.push_str(": ");
            self.text.push_str(&harmless(value));
            self.text.push('\n');
        }
    }

    /// Adds rows of cells, each column as wide as its widest cell.
    pub(crate) fn rows(&mut self, rows: &[Vec<String>]) {
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| harmless(cell)).collect())
            .collect();
        let mut widths: Vec<usize> = Vec::new();
        for row in &rows {
            widths.resize(widths.len().max(row.len()), 0);
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        for row in &rows {
            let mut line = String::new();
            for (width, cell) in widths.iter().zip(row) {
                let room = width.saturating_sub(cell.chars().count()).saturating_add(2);
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', room));
            }
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// A word of the catalogue, for a cell.
    pub(crate) fn word(&self, key: &str) -> String {
        self.lang.word(key)
    }

    /// The language of the page.
    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }
}

/// A value that cannot move the cursor, turn the direction of writing or end a line.
fn harmless(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for letter in value.chars() {
        if steers(letter) {
            // Writing into a String cannot fail.
            let _written = write!(out, "<{:04X}>", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    out
}

/// Control characters, and the marks that turn or hide text (Unicode TR 36 §2.3, UAX #9).
fn steers(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_steer_the_terminal() {
        assert_eq!(
            harmless("An\u{1b}[2J\u{202e}x\n"),
            "An<001B>[2J<202E>x<000A>"
        );
        assert_eq!(harmless("Nguyễn Thị Ẩn 🙂"), "Nguyễn Thị Ẩn 🙂");
    }

    #[test]
    fn columns_line_up_by_letters_and_not_by_bytes() {
        let mut page = Page::new(Lang::Vi);
        page.rows(&[
            vec!["Đỗ".to_owned(), "1".to_owned()],
            vec!["Dang".to_owned(), "2".to_owned()],
        ]);
        assert_eq!(page.text, "Đỗ    1\nDang  2\n");
    }

    #[test]
    fn a_fact_without_a_value_is_not_told() {
        let mut page = Page::new(Lang::En);
        page.fact("role.case", None);
        page.fact("role.case", Some(""));
        assert_eq!(page.text, "");
    }
}
