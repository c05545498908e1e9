//! A data file and where things stand in it.
//!
//! Purpose: strict parsing (unknown keys are refused by the shapes) with the line of the fault.
//! Must never: know what the data means, or tell a path; `name` is the bare file name.

use serde::de::DeserializeOwned;

use crate::calendar::Wrong;
use crate::fault::{Code, Fault};

/// A file's name and text.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// Reads the file as one shape, or says where it is not that.
    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        toml::from_str(self.text).map_err(|error| {
            let line = error.span().map_or(1, |span| self.line_at(span.start));
            let fault = Fault::new(Code::CatalogueMalformed).with("file", self.name);
            fault.with("line", line).with("detail", error.message())
        })
    }

    /// A fault of the content at a line.
    pub(super) fn fault(&self, code: Code, line: usize, value: &dyn ToString) -> Fault {
        let fault = Fault::new(code).with("file", self.name).with("line", line);
        fault.with("value", value.to_string())
    }

    /// A fault the calendar found in this file.
    pub(super) fn wrong(&self, wrong: &Wrong) -> Fault {
        let line = self.line_of_table(wrong.table, wrong.index);
        self.fault(wrong.code, line, &wrong.value)
    }

    /// The line, from 1, of a byte offset.
    fn line_at(&self, offset: usize) -> usize {
        let before = self.text.bytes().take(offset);
        before
            .filter(|byte| *byte == b'\n')
            .count()
            .saturating_add(1)
    }

    /// The line of the `index`-th `[[table]]` or `[table]`, else of the key of that name, else 1.
    pub(super) fn line_of_table(&self, table: &str, index: usize) -> usize {
        let (header, single) = (format!("[[{table}]]"), format!("[{table}]"));
        let numbered = || self.text.lines().map(str::trim).zip(1_usize..);
        let of_header = numbered()
            .filter(|(line, _)| *line == header || *line == single)
            .nth(index);
        let of_key = || {
            numbered().find(|(line, _)| {
                line.strip_prefix(table)
                    .is_some_and(|rest| rest.trim_start().starts_with('='))
            })
        };
        of_header.or_else(of_key).map_or(1, |(_, line)| line)
    }
}
