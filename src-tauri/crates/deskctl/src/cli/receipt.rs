//! The line of `receipt`: to a file, to a printer, checked.
//!
//! Must never: hold a sentence; help stands in the message catalogue.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use office::papers::PaperSize;

use super::Who;

/// Receipts.
#[derive(Debug, Subcommand)]
pub(crate) enum Receipt {
    Pdf(Print),
    Reprint(Print),
    Print(Send),
    States(Who),
    Check {
        /// Base45 knows the hyphen, so a token may begin with one.
        #[arg(value_name = "TOKEN", allow_hyphen_values = true)]
        token: String,
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
}

/// A receipt onto paper.
#[derive(Args, Debug)]
pub(crate) struct Print {
    #[arg(value_name = "NUMBER")]
    pub(crate) number: String,
    #[arg(long, value_name = "FILE.pdf")]
    pub(crate) out: PathBuf,
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) who: Who,
}

/// A receipt to a printer.
#[derive(Args, Debug)]
pub(crate) struct Send {
    #[arg(value_name = "NUMBER")]
    pub(crate) number: String,
    #[arg(long, value_name = "QUEUE")]
    pub(crate) printer: String,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) copies: u32,
    #[arg(long, value_name = "PAPER", default_value = "a5", value_parser = papers())]
    pub(crate) paper: PaperSize,
    #[command(flatten)]
    pub(crate) who: Who,
}

const PAPERS: [(&str, PaperSize); 4] = [
    ("a5", PaperSize::A5),
    ("a4-half", PaperSize::A4Half),
    ("a4-large", PaperSize::A4Large),
    ("roll80", PaperSize::Roll80),
];

fn papers() -> impl TypedValueParser<Value = PaperSize> {
    PossibleValuesParser::new(PAPERS.map(|(name, _)| name)).try_map(|name| {
        let found = PAPERS.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, paper)| paper).ok_or("not a paper")
    })
}
