//! Open documents (`.ods`).
//!
//! Purpose: the first sheet as lines. The format repeats cells and rows by a number, and the reader
//! lays every sheet out as a grid, so a few bytes could claim all memory: how much it would lay out is
//! counted first, from the text of the document alone, and never too low.
//! Must never: open a document that says more than it shows.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use calamine::{Data, Ods, Reader};
use zip::ZipArchive;

use super::{Cell, Each, Unread, book};

/// Most bytes of the document's own text.
const CONTENT: u64 = 96 * 1024 * 1024;
/// Most bytes of all that is laid out.
const LAID_OUT: u64 = 384 * 1024 * 1024;
/// What a cell costs beside its text: value and formula.
const CELL: u64 = 64;

/// Reads the first sheet.
pub(super) fn read(bytes: &[u8], each: &mut Each<'_>) -> Result<(), Unread> {
    book::measure(bytes)?;
    let content = content(bytes)?;
    let cost = Cost::of(&content).ok_or(Unread::Table)?;
    drop(content);
    if cost > LAID_OUT {
        return Err(Unread::Table);
    }
    let mut document = Ods::new(Cursor::new(bytes)).map_err(|_cause| Unread::Table)?;
    let sheet = document.worksheet_range_at(0).ok_or(Unread::Table)?;
    let sheet = sheet.map_err(|_cause| Unread::Table)?;
    let (top, left) = sheet.start().unwrap_or_default();
    let left = usize::try_from(left).unwrap_or(usize::MAX);
    for (row, at) in sheet.rows().zip(top.saturating_add(1)..) {
        let cells = row.iter().zip(left..);
        let cells = cells.filter_map(|(value, column)| Some((column, cell(value)?)));
        each(at, cells.collect())?;
    }
    Ok(())
}

fn content(bytes: &[u8]) -> Result<Vec<u8>, Unread> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_cause| Unread::Table)?;
    let part = archive.by_name("content.xml");
    let part = part.map_err(|_cause| Unread::Table)?;
    let mut content = Vec::new();
    let mut limited = part.take(CONTENT.saturating_add(1));
    let read = limited.read_to_end(&mut content);
    match read {
        Ok(size) if size as u64 <= CONTENT => Ok(content),
        Ok(_) | Err(_) => Err(Unread::Table),
    }
}

/// What a cell holds; nothing for an empty one.
fn cell(value: &Data) -> Option<Cell<'_>> {
    match value {
        Data::Empty => None,
        Data::String(text) if text.is_empty() => None,
        Data::String(text) => Some(Cell::Text(Cow::Borrowed(text))),
        Data::Int(value) => Some(Cell::Number(value.to_string())),
        Data::Float(value) => Some(Cell::Number(value.to_string())),
        Data::Bool(value) => Some(Cell::Text(Cow::Owned(value.to_string()))),
        Data::DateTime(value) => {
            let (year, month, day, ..) = value.to_ymd_hms_milli();
            let text = format!("{year:04}-{month:02}-{day:02}");
            Some(Cell::Text(Cow::Owned(text)))
        }
        Data::DateTimeIso(value) => Some(Cell::Text(Cow::Owned(super::day_of(value)))),
        Data::DurationIso(_) | Data::Error(_) => Some(Cell::Error),
    }
}

/// How much the reader would lay out.
#[derive(Default)]
struct Cost {
    /// Of the sheets before this one.
    before: u64,
    rows: u64,
    width: u64,
    bytes: u64,
    /// Empty rows, which count once a filled one follows.
    empty: u64,
    row: Row,
}

/// One row as written.
#[derive(Default)]
struct Row {
    repeated: u64,
    cells: u64,
    bytes: u64,
    /// Empty cells, which count once a filled one follows.
    empty: u64,
    /// How often the filled cell that is open is repeated.
    open: u64,
}

impl Cost {
    /// Counts; nothing for a text whose marks this count could not follow.
    fn of(xml: &[u8]) -> Option<u64> {
        let mut cost = Self::default();
        let mut marks = xml.split(|byte| *byte == b'<');
        if marks.next()?.len() > 3 {
            return None;
        }
        for (index, mark) in marks.enumerate() {
            // Comments, foreign sections, and a mark within a mark could hide the end of a row.
            let odd = mark.first() == Some(&b'!') || (index > 0 && mark.first() == Some(&b'?'));
            if odd || !mark.contains(&b'>') {
                return None;
            }
            cost.take(mark)?;
        }
        cost.end_of_sheet();
        Some(cost.before)
    }

    fn take(&mut self, mark: &[u8]) -> Option<()> {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
        let name = mark.split(ends).next()?;
        let name = name.strip_suffix(b"/").unwrap_or(name);
        let size = mark.len() as u64;
        match name {
            b"table:table-row" => {
                self.row = Row {
                    repeated: repeated(mark, b"number-rows-repeated")?,
                    ..Row::default()
                };
            }
            b"table:table-cell" | b"table:covered-table-cell" => {
                let times = repeated(mark, b"number-columns-repeated")?;
                self.row.open = 0;
                if has(mark, b"value") || has(mark, b"formula") {
                    let cells = self.row.empty.saturating_add(times);
                    self.row.cells = self.row.cells.saturating_add(cells);
                    self.row.empty = 0;
                    self.row.open = times;
                    self.text(size);
                } else {
                    self.row.empty = self.row.empty.saturating_add(times);
                }
            }
            b"/table:table-row" => self.end_of_row(),
            b"/table:table" => self.end_of_sheet(),
            _ => self.text(size),
        }
        Some(())
    }

    /// Text of the filled cell that is open.
    fn text(&mut self, size: u64) {
        let size = size.saturating_mul(self.row.open);
        self.row.bytes = self.row.bytes.saturating_add(size);
    }

    fn end_of_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row.cells == 0 {
            self.empty = self.empty.saturating_add(row.repeated);
            return;
        }
        let rows = std::mem::take(&mut self.empty).saturating_add(row.repeated);
        self.rows = self.rows.saturating_add(rows);
        self.width = self.width.max(row.cells);
        let bytes = row.bytes.saturating_mul(row.repeated);
        self.bytes = self.bytes.saturating_add(bytes);
    }

    fn end_of_sheet(&mut self) {
        let grid = self.rows.saturating_mul(self.width).saturating_mul(CELL);
        let all = self.before.saturating_add(grid).saturating_add(self.bytes);
        *self = Self {
            before: all,
            ..Self::default()
        };
    }
}

fn has(mark: &[u8], word: &[u8]) -> bool {
    mark.windows(word.len()).any(|part| part == word)
}

/// The largest number said under this name; one where none is said, nothing where it does not read.
fn repeated(mark: &[u8], name: &[u8]) -> Option<u64> {
    let mut most = 1;
    for at in 0..mark.len() {
        let Some(rest) = mark.get(at..).and_then(|rest| rest.strip_prefix(name)) else {
            continue;
        };
        let rest = rest.trim_ascii_start().strip_prefix(b"=")?;
        let rest = rest.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'"))?;
        let digits = rest.split(|byte| !byte.is_ascii_digit()).next()?;
        let number: u64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
        most = most.max(number);
    }
    Some(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(rows: &str) -> Option<u64> {
        let xml = format!("<?xml version='1.0'?><t><table:table>{rows}</table:table></t>");
        Cost::of(xml.as_bytes())
    }

    const FILLED: &str =
        "<table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>";

    #[test]
    fn an_ordinary_sheet_costs_little_however_much_is_empty_after_it() {
        let rows = format!(
            "<table:table-row>{FILLED}<table:table-cell table:number-columns-repeated=\"16383\"/></table:table-row>\
             <table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"
        );
        assert!(cost(&rows).unwrap() < 1_000);
    }

    #[test]
    fn few_bytes_that_claim_all_memory_are_counted_in_full() {
        let wide = FILLED.replace("office:", "table:number-columns-repeated = '16384' office:");
        let many = |cell: &str| {
            format!(
                "<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>"
            )
        };
        assert!(cost(&many(&wide)).unwrap() > LAID_OUT);
        let far = format!(
            "<table:table-row>{wide}</table:table-row>{}<table:table-row>{FILLED}</table:table-row>",
            many("")
        );
        assert!(
            cost(&far).unwrap() > LAID_OUT,
            "empty rows between two filled ones"
        );
        let long = FILLED.replace(">a<", &format!(">{}<", "a".repeat(1_000)));
        assert!(
            cost(&many(&long)).unwrap() > LAID_OUT,
            "one long text, repeated"
        );
        let endless = wide.replace("16384", "99999999999999999999999");
        assert_eq!(cost(&many(&endless)), None);
        assert_eq!(cost(&many(&wide.replace("16384", "&#49;"))), None);
    }

    #[test]
    fn what_could_hide_the_end_of_a_row_is_refused() {
        for hidden in [
            "<!-- </table:table-row> -->",
            "<![CDATA[</table:table-row>]]>",
            "<?x </table:table-row> ?>",
            "<a b=\"</table:table-row>\"/>",
        ] {
            let rows = format!("<table:table-row>{hidden}{FILLED}</table:table-row>");
            assert_eq!(cost(&rows), None, "{hidden}");
        }
    }
}
