//! From bytes to rows.
//!
//! Purpose: CSV and spreadsheets as rows of seven cells under known columns, with the numbers a
//! spreadsheet program shows. All of it is read before the first row is written, so a table that is
//! no table changes nothing. Must never: take more than its limits, or a column it does not know.

use domain::fault::{Code, Fault};

use crate::refused::Answer;
use crate::spreadsheet::{self, Cell, TableKind};

/// Largest table, bytes.
pub const TABLE_LIMIT: usize = 64 * 1024 * 1024;
/// Most rows.
pub const ROW_LIMIT: usize = 1_000_000;
/// Most columns looked at; a spreadsheet may say thousands.
const WIDTH: usize = 64;

/// Columns of a table, in the order they are documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Born,
    Sex,
    Number,
    OldNumber,
    Phone,
    Address,
}

/// Names of the columns.
pub const COLUMNS: [&str; 7] = [
    "name",
    "born",
    "sex",
    "number",
    "old_number",
    "phone",
    "address",
];

impl Column {
    const ALL: [Self; 7] = [
        Self::Name,
        Self::Born,
        Self::Sex,
        Self::Number,
        Self::OldNumber,
        Self::Phone,
        Self::Address,
    ];

    /// As in the header row.
    pub(super) fn name(self) -> &'static str {
        COLUMNS.get(self as usize).copied().unwrap_or_default()
    }

    fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == text)
    }
}

/// One row.
#[derive(Default)]
pub(super) struct Row {
    /// Its number as the spreadsheet shows it.
    pub(super) at: u32,
    /// It holds something that no column explains, or an error value.
    pub(super) unread: bool,
    cells: [Box<str>; 7],
}

impl Row {
    /// The text of a cell, without outer white space.
    pub(super) fn cell(&self, column: Column) -> &str {
        self.cells
            .get(column as usize)
            .map_or("", |text| text.trim())
    }

    fn is_blank(&self) -> bool {
        !self.unread && self.cells.iter().all(|text| text.trim().is_empty())
    }
}

/// The text under a column. Personal numbers all begin with one or two zeros, old ones may begin with
/// one; a spreadsheet that kept them as numbers lost those.
fn under(cell: &Cell<'_>, column: Column) -> Box<str> {
    if column == Column::Number {
        cell.with_zeros(&[(10, 12), (11, 12)])
    } else if column == Column::OldNumber {
        cell.with_zeros(&[(8, 9)])
    } else {
        cell.text().into()
    }
}

/// Rows as they are read.
#[derive(Default)]
pub(super) struct Builder {
    columns: Option<Vec<Option<Column>>>,
    rows: Vec<Row>,
}

impl Builder {
    /// Takes one line: the first that holds anything is the header.
    fn line(&mut self, at: u32, cells: Vec<(usize, Cell<'_>)>) -> Answer<()> {
        let Some(columns) = &self.columns else {
            if cells.iter().any(|(_, cell)| !cell.text().trim().is_empty()) {
                self.columns = Some(header(&cells)?);
            }
            return Ok(());
        };
        let mut row = Row {
            at,
            ..Row::default()
        };
        for (index, cell) in cells {
            let column = columns.get(index).copied().flatten();
            let place = column.and_then(|column| row.cells.get_mut(column as usize));
            match (column, place) {
                (Some(column), Some(place)) if !matches!(cell, Cell::Error) => {
                    *place = under(&cell, column);
                }
                _ if cell.text().trim().is_empty() && !matches!(cell, Cell::Error) => {}
                _ => row.unread = true,
            }
        }
        if row.is_blank() {
            return Ok(());
        }
        if self.rows.len() >= ROW_LIMIT {
            return Err(Fault::at(Code::FieldTooMany, "rows")
                .with("max", ROW_LIMIT)
                .into());
        }
        self.rows.push(row);
        Ok(())
    }

    /// The rows; a table without a header has no columns.
    fn finish(self) -> Answer<Vec<Row>> {
        if self.columns.is_none() {
            return Err(wrong_columns().into());
        }
        Ok(self.rows)
    }
}

/// Which column stands where. Every name must be known and stand there once; an empty name is a
/// column without content.
fn header(cells: &[(usize, Cell<'_>)]) -> Answer<Vec<Option<Column>>> {
    let mut columns: Vec<Option<Column>> = Vec::new();
    for (index, cell) in cells {
        let name = cell.text().trim().to_lowercase();
        if name.is_empty() {
            continue;
        }
        let column = Column::named(&name).ok_or_else(wrong_columns)?;
        if *index >= WIDTH || columns.contains(&Some(column)) {
            return Err(wrong_columns().into());
        }
        columns.resize(columns.len().max(index.saturating_add(1)), None);
        if let Some(place) = columns.get_mut(*index) {
            *place = Some(column);
        }
    }
    if columns.contains(&Some(Column::Name)) {
        Ok(columns)
    } else {
        Err(wrong_columns().into())
    }
}

fn wrong_columns() -> Fault {
    Fault::new(Code::PeopleColumns).with("columns", COLUMNS.join(", "))
}

/// Reads a whole table.
pub(super) fn read(bytes: &[u8], kind: TableKind) -> Answer<Vec<Row>> {
    if bytes.len() > TABLE_LIMIT {
        return Err(Fault::new(Code::RequestTooLarge)
            .with("max", TABLE_LIMIT / 1024)
            .into());
    }
    let mut builder = Builder::default();
    spreadsheet::lines(
        bytes,
        kind,
        Code::PeopleTableUnreadable,
        &mut |at, cells| builder.line(at, cells),
    )?;
    builder.finish()
}
