//! The columns of a sheet of open files.
//!
//! Purpose: header and rows of the sheet, under names in Vietnamese or English, in any order, upper or
//! lower case, with or without marks. All of it is read before the first row is carried over.
//! Must never: take more than its limits, or a column it does not know.

use domain::fault::{Code, Fault};
use domain::fold;

use crate::refused::Answer;
use crate::spreadsheet::{self, Cell, TableKind};

/// Largest sheet, bytes.
pub const SHEET_LIMIT: usize = 10 * 1024 * 1024;
/// Most rows of one sheet.
pub const ROW_LIMIT: usize = 5_000;
/// Most columns looked at; a spreadsheet may say thousands.
const WIDTH: usize = 64;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The number in the paper register.
    OldNumber,
    /// The true day of reception.
    Received,
    /// Full name.
    Name,
    /// Birth date.
    Born,
    /// Personal number.
    Number,
    /// Phone.
    Phone,
    /// Address.
    Address,
    /// Service, by its code or title.
    Service,
    /// What it is about.
    Content,
    /// The due date that the paper register names.
    Due,
    /// Who works on it.
    Officer,
    /// How it reached the office.
    Channel,
    /// Note.
    Note,
}

/// Column, its name in faults, its headers in Vietnamese and English.
const COLUMNS: [(Column, &str, &str, &str); 13] = [
    (Column::OldNumber, "old_number", "Số hồ sơ cũ", "Old number"),
    (
        Column::Received,
        "received",
        "Ngày tiếp nhận",
        "Received on",
    ),
    (Column::Name, "name", "Họ và tên", "Full name"),
    (Column::Born, "born", "Ngày sinh", "Born on"),
    (Column::Number, "number", "Số định danh", "Personal number"),
    (Column::Phone, "phone", "Điện thoại", "Phone"),
    (Column::Address, "address", "Địa chỉ", "Address"),
    (Column::Service, "service", "Mã loại việc", "Service"),
    (Column::Content, "content", "Nội dung", "Content"),
    (Column::Due, "due", "Hạn giải quyết", "Due on"),
    (Column::Officer, "officer", "Người thụ lý", "Case officer"),
    (Column::Channel, "channel", "Hình thức tiếp nhận", "Channel"),
    (Column::Note, "note", "Ghi chú", "Note"),
];

/// Columns without which a row says nothing.
const NEEDED: [Column; 5] = [
    Column::OldNumber,
    Column::Received,
    Column::Name,
    Column::Service,
    Column::Content,
];

impl Column {
    /// Its name in faults and in English headers of scripts.
    pub fn name(self) -> &'static str {
        COLUMNS.get(self as usize).map_or("", |(_, name, ..)| *name)
    }

    fn headed(text: &str) -> Option<Self> {
        let typed = fold::folded_key(text);
        let fits = |header: &str| fold::folded_key(header) == typed;
        COLUMNS
            .iter()
            .find(|(_, name, vi, en)| *name == text.trim() || fits(vi) || fits(en))
            .map(|(column, ..)| *column)
    }
}

/// Headers of a template, in Vietnamese.
pub(super) fn headers() -> Vec<&'static str> {
    COLUMNS.iter().map(|(_, _, vi, _)| *vi).collect()
}

/// One row.
#[derive(Default)]
pub(super) struct Row {
    /// Its number as the spreadsheet shows it.
    pub(super) at: u32,
    /// It holds something that no column explains, or an error value.
    pub(super) unread: bool,
    cells: [Box<str>; COLUMNS.len()],
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

/// Reads a whole sheet.
pub(super) fn read(bytes: &[u8], kind: TableKind) -> Answer<Vec<Row>> {
    let mut columns: Option<Vec<Option<Column>>> = None;
    let mut rows = Vec::new();
    spreadsheet::lines(bytes, kind, Code::CarryUnreadable, &mut |at, cells| {
        let Some(known) = &columns else {
            if cells.iter().any(|(_, cell)| !cell.text().trim().is_empty()) {
                columns = Some(header(&cells)?);
            }
            return Ok(());
        };
        let row = row(at, &cells, known);
        if row.is_blank() {
            return Ok(());
        }
        if rows.len() >= ROW_LIMIT {
            let fault = Fault::new(Code::CarryTooManyRows);
            return Err(fault.with("max", ROW_LIMIT).into());
        }
        rows.push(row);
        Ok(())
    })?;
    if columns.is_none() {
        return Err(wrong().into());
    }
    Ok(rows)
}

fn row(at: u32, cells: &[(usize, Cell<'_>)], columns: &[Option<Column>]) -> Row {
    let mut row = Row {
        at,
        ..Row::default()
    };
    for (index, cell) in cells {
        let column = columns.get(*index).copied().flatten();
        let place = column.and_then(|column| row.cells.get_mut(column as usize));
        match (column, place) {
            (Some(column), Some(place)) if !matches!(cell, Cell::Error) => {
                *place = under(cell, column);
            }
            _ if cell.text().trim().is_empty() && !matches!(cell, Cell::Error) => {}
            _ => row.unread = true,
        }
    }
    row
}

/// The text under a column. A spreadsheet that kept a number as a number lost its leading zeros.
fn under(cell: &Cell<'_>, column: Column) -> Box<str> {
    if column == Column::Number {
        cell.with_zeros(&[(10, 12), (11, 12)])
    } else if column == Column::Phone {
        cell.with_zeros(&[(9, 10)])
    } else {
        cell.text().into()
    }
}

/// Which column stands where: every name known, each once, none missing that is needed.
fn header(cells: &[(usize, Cell<'_>)]) -> Answer<Vec<Option<Column>>> {
    let mut columns: Vec<Option<Column>> = Vec::new();
    for (index, cell) in cells {
        if cell.text().trim().is_empty() {
            continue;
        }
        let column = Column::headed(cell.text()).ok_or_else(wrong)?;
        if *index >= WIDTH || columns.contains(&Some(column)) {
            return Err(wrong().into());
        }
        columns.resize(columns.len().max(index.saturating_add(1)), None);
        if let Some(place) = columns.get_mut(*index) {
            *place = Some(column);
        }
    }
    let whole = NEEDED.iter().all(|needed| columns.contains(&Some(*needed)));
    if whole {
        Ok(columns)
    } else {
        Err(wrong().into())
    }
}

fn wrong() -> Fault {
    Fault::new(Code::CarryColumns).with("columns", headers().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_stands_in_its_own_place_and_is_known_by_its_three_names() {
        for (index, (column, name, vi, en)) in COLUMNS.into_iter().enumerate() {
            assert_eq!(column as usize, index);
            for text in [name, vi, en, &vi.to_uppercase(), &fold::folded_key(vi)] {
                assert_eq!(Column::headed(text), Some(column), "{text}");
            }
        }
        assert_eq!(Column::headed("Số tiền"), None);
    }

    #[test]
    fn a_header_with_a_stranger_twice_the_same_or_without_what_is_needed_is_refused() {
        let needed = "Số hồ sơ cũ,Ngày tiếp nhận,Họ và tên,Mã loại việc,Nội dung";
        let refused = |header: &str| {
            let refused = read(header.as_bytes(), TableKind::Csv).err();
            refused.map(|refused| refused.code)
        };
        assert_eq!(refused(needed), None);
        assert_eq!(refused(&needed.replace(',', ";")), None);
        for wrong in [
            format!("{needed},Số tiền"),
            format!("{needed},old_number"),
            needed.replace(",Nội dung", ""),
            String::new(),
        ] {
            assert_eq!(refused(&wrong), Some(Code::CarryColumns), "{wrong}");
        }
    }

    #[test]
    fn rows_keep_their_numbers_and_lost_zeros_come_back_where_they_surely_were() {
        let csv = "\u{feff}Số hồ sơ cũ,Ngày tiếp nhận,Họ và tên,Mã loại việc,Nội dung\n\n1/2026,3/8/2026,A,A1,x\n,,,,\n2/2026,,,,\n";
        let rows = read(csv.as_bytes(), TableKind::Csv).unwrap();
        let found: Vec<_> = rows
            .iter()
            .map(|row| (row.at, row.cell(Column::OldNumber)))
            .collect();
        assert_eq!(found, [(3, "1/2026"), (5, "2/2026")]);
        let number = |text: &str, column| under(&Cell::Number(text.to_owned()), column);
        assert_eq!(&*number("31190012345", Column::Number), "031190012345");
        assert_eq!(&*number("912345678", Column::Phone), "0912345678");
        assert_eq!(&*number("12", Column::OldNumber), "12");
    }

    #[test]
    fn more_rows_than_a_sheet_may_have_are_refused_as_a_whole() {
        let mut csv = "old_number,received,name,service,content\n".to_owned();
        csv.push_str(&"1,1,1,1,1\n".repeat(ROW_LIMIT));
        assert_eq!(
            read(csv.as_bytes(), TableKind::Csv).unwrap().len(),
            ROW_LIMIT
        );
        csv.push_str("1,1,1,1,1\n");
        let refused = read(csv.as_bytes(), TableKind::Csv).err().unwrap();
        assert_eq!(refused.code, Code::CarryTooManyRows);
    }
}
