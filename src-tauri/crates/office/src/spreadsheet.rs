//! Spreadsheets as lines of cells.
//!
//! Purpose: `.csv`, `.xlsx` and `.ods` read in memory, one line after the other, each cell as text, as
//! a number that lost its leading zeros, or as an error. A table may be hostile: it is measured before
//! it is opened. Must never: evaluate a formula (the stored value counts), or know what a column means.

use std::borrow::Cow;
use std::path::Path;

use domain::fault::Code;

use crate::refused::{Answer, Refused};

mod book;
mod ods;
pub(crate) mod write;

/// What kind of table it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Text with commas, semicolons or tabs, UTF-8.
    Csv,
    /// A workbook (`.xlsx`); its first sheet.
    Xlsx,
    /// An open document (`.ods`); its first sheet.
    Ods,
}

impl TableKind {
    /// By the end of a file's name.
    pub fn of(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            "ods" => Some(Self::Ods),
            _ => None,
        }
    }
}

/// What stands in a cell.
pub(crate) enum Cell<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// A number that a spreadsheet keeps as a number: its leading zeros are gone.
    Number(String),
    /// An error value such as `#N/A`.
    Error,
}

impl Cell<'_> {
    /// As text; an error is none.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Number(text) => text,
            Self::Error => "",
        }
    }

    /// As text, with the leading zeros that surely were there: a number of so many digits had so many.
    pub(crate) fn with_zeros(&self, widths: &[(usize, usize)]) -> Box<str> {
        let Self::Number(text) = self else {
            return self.text().into();
        };
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let known = widths
            .iter()
            .find(|(kept, _)| digits && *kept == text.len());
        let width = known.map_or(0, |(_, had)| *had);
        format!("{text:0>width$}").into()
    }
}

/// Hears of each line: its number as the spreadsheet shows it, and its cells with their places.
pub(crate) type Each<'e> = dyn for<'c> FnMut(u32, Vec<(usize, Cell<'c>)>) -> Answer<()> + 'e;

/// Why reading ended early.
#[derive(Debug)]
enum Unread {
    /// It is no table.
    Table,
    /// Whoever heard of the lines wants no more.
    Refused(Refused),
}

impl From<Refused> for Unread {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// Reads a whole table; `unreadable` is how a thing that is none is refused.
pub(crate) fn lines(
    bytes: &[u8],
    kind: TableKind,
    unreadable: Code,
    each: &mut Each<'_>,
) -> Answer<()> {
    let read = match kind {
        TableKind::Csv => csv(bytes, each),
        TableKind::Xlsx => book::read(bytes, each),
        TableKind::Ods => ods::read(bytes, each),
    };
    read.map_err(|unread| match unread {
        Unread::Table => Refused::new(unreadable),
        Unread::Refused(refused) => refused,
    })
}

/// ISO 8601: the day stands before the time.
fn day_of(text: &str) -> String {
    text.split('T').next().unwrap_or_default().to_owned()
}

/// Text with separators.
fn csv(bytes: &[u8], each: &mut Each<'_>) -> Result<(), Unread> {
    let text = std::str::from_utf8(bytes).map_err(|_cause| Unread::Table)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut at = 0_u32;
    loop {
        let from = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        if !reader
            .read_record(&mut record)
            .map_err(|_cause| Unread::Table)?
        {
            return Ok(());
        }
        at = at.saturating_add(blank_lines(text, from)).saturating_add(1);
        let cells = record.iter().map(|text| Cell::Text(Cow::Borrowed(text)));
        each(at, cells.enumerate().collect())?;
    }
}

/// Empty lines before the next record: the reader passes over them, a spreadsheet shows them.
fn blank_lines(text: &str, from: usize) -> u32 {
    let before = from.checked_sub(1).and_then(|at| text.as_bytes().get(at));
    let mut rest = text.get(from..).unwrap_or_default();
    if before == Some(&b'\r') {
        // The second half of the last record's own line end.
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    let mut lines = 0_u32;
    while let Some(next) = rest
        .strip_prefix("\r\n")
        .or_else(|| rest.strip_prefix(['\n', '\r']))
    {
        rest = next;
        lines = lines.saturating_add(1);
    }
    lines
}

/// What separates the header's names; spreadsheets of this country write semicolons.
fn separator(text: &str) -> u8 {
    let header = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |separator: u8| header.bytes().filter(|byte| *byte == separator).count();
    let mut best = b',';
    for other in [b';', b'\t'] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_what_kind_of_table_it_is() {
        let of = |name: &str| TableKind::of(Path::new(name));
        assert_eq!(of("a/People.CSV"), Some(TableKind::Csv));
        assert_eq!(of("people.xlsx"), Some(TableKind::Xlsx));
        assert_eq!(of("people.ods"), Some(TableKind::Ods));
        assert_eq!(of("people.xls"), None);
        assert_eq!(of("people"), None);
    }

    #[test]
    fn what_is_written_is_read_again_as_it_was() {
        let rows = [vec!["Số", "a<b&\"c\""], vec!["031190012345", "=1+1"]];
        let bytes = write::workbook("Bảng & một", &rows).unwrap();
        let mut read: Vec<Vec<String>> = Vec::new();
        lines(
            &bytes,
            TableKind::Xlsx,
            Code::CarryUnreadable,
            &mut |_, cells| {
                read.push(
                    cells
                        .iter()
                        .map(|(_, cell)| cell.text().to_owned())
                        .collect(),
                );
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(read, rows);
    }
}
