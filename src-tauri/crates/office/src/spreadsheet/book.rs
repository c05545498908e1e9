//! Workbooks (`.xlsx`).
//!
//! Purpose: the first sheet of an `.xlsx` as lines, cell by cell. A workbook is a compressed
//! archive and may be hostile: it is measured before it is opened, and never laid out as a grid,
//! because two cells in far corners would claim all memory.
//! Must never: evaluate a formula (the stored value counts), or open what is too large.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use zip::ZipArchive;

use super::{Cell, Each, Unread};

/// Most bytes the sheets may unfold to; they are read as a stream.
const SHEET_BYTES: u64 = 768 * 1024 * 1024;
/// Most bytes any other part may unfold to; shared texts are kept in memory.
const PART_BYTES: u64 = 256 * 1024 * 1024;
/// Most parts.
const PARTS: usize = 4_096;

/// Reads the first sheet of a workbook.
pub(super) fn read(bytes: &[u8], each: &mut Each<'_>) -> Result<(), Unread> {
    measure(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_cause| Unread::Table)?;
    let first = book.sheet_names().into_iter().next().ok_or(Unread::Table)?;
    let mut cells = book
        .worksheet_cells_reader(&first)
        .map_err(|_cause| Unread::Table)?;
    let mut line: Vec<(usize, Cell<'_>)> = Vec::new();
    let mut row = 0_u32;
    while let Some(found) = cells.next_cell().map_err(|_cause| Unread::Table)? {
        let (at, column) = found.get_position();
        if at != row {
            each(row.saturating_add(1), std::mem::take(&mut line))?;
            row = at;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        line.extend(cell(found.get_value()).map(|cell| (column, cell)));
    }
    Ok(each(row.saturating_add(1), line)?)
}

/// Unfolds every part into nothing, so that no later reader unfolds more than the limits.
pub(super) fn measure(bytes: &[u8]) -> Result<(), Unread> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_cause| Unread::Table)?;
    if archive.len() > PARTS {
        return Err(Unread::Table);
    }
    let mut sheets = 0_u64;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_cause| Unread::Table)?;
        let name = part.name().map_err(|_cause| Unread::Table)?;
        let sheet = name.to_ascii_lowercase().contains("worksheets/");
        let room = if sheet {
            SHEET_BYTES.saturating_sub(sheets)
        } else {
            PART_BYTES
        };
        let mut limited = part.take(room.saturating_add(1));
        let size =
            std::io::copy(&mut limited, &mut std::io::sink()).map_err(|_cause| Unread::Table)?;
        if size > room {
            return Err(Unread::Table);
        }
        if sheet {
            sheets = sheets.saturating_add(size);
        }
    }
    Ok(())
}

/// What a cell holds; nothing for an empty one.
fn cell<'a>(value: &DataRef<'a>) -> Option<Cell<'a>> {
    match value {
        DataRef::Empty => None,
        DataRef::SharedString(value) => Some(Cell::Text(Cow::Borrowed(value))),
        DataRef::String(value) => Some(Cell::Text(Cow::Owned(value.clone()))),
        DataRef::Int(value) => Some(Cell::Number(value.to_string())),
        DataRef::Float(value) => Some(Cell::Number(value.to_string())),
        DataRef::Bool(value) => Some(Cell::Text(Cow::Owned(value.to_string()))),
        DataRef::DateTime(value) => {
            let (year, month, day, ..) = value.to_ymd_hms_milli();
            let text = format!("{year:04}-{month:02}-{day:02}");
            Some(Cell::Text(Cow::Owned(text)))
        }
        DataRef::DateTimeIso(value) => Some(Cell::Text(Cow::Owned(super::day_of(value)))),
        DataRef::DurationIso(_) | DataRef::Error(_) => Some(Cell::Error),
    }
}
