//! Deadlines and the catalogue, for whoever asks: no vault needed.
//!
//! Purpose: `deskctl deadline` and `deskctl catalogue`. Must never: hold a number of the law.

use domain::catalogue::{Catalogue, Listed};
use domain::deadline::SaidDue;
use domain::fault::{Code, Fault};
use domain::moment::{Day, Moment};
use domain::words::Lang;

use crate::refused::Answer;

/// When a step of a service is due that starts at `from` (RFC 3339); without a step, its main
/// clock.
pub fn deadline(service: &str, step: Option<&str>, from: &str, lang: Lang) -> Answer<SaidDue> {
    let from = Moment::parse(from).ok_or_else(|| Fault::at(Code::FieldNotTime, "from"))?;
    let due =
        Catalogue::shipped()?.due(service, step, from, &domain::deadline::History::default())?;
    Ok(due.said(lang))
}

/// Every service in force on a day, with its steps.
pub fn catalogue_list(on: Day) -> Answer<(String, Vec<Listed>)> {
    let catalogue = Catalogue::shipped()?;
    Ok((catalogue.version().to_owned(), catalogue.list(on)))
}

/// Checks one catalogue file by itself; what it is, or every fault with its line.
pub fn catalogue_check(name: &str, text: &str) -> Answer<String> {
    Ok(Catalogue::check_file(name, text)?)
}
