//! The command lines of going live.
//!
//! Purpose: their shape. Must never: take a passphrase as an argument.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use office::domain::desk::Register;

use super::Who;

/// Open files of a paper register, and registers that go on after paper.
#[derive(Debug, Subcommand)]
pub(crate) enum Live {
    CarryOver {
        #[arg(value_name = "FILE.xlsx|FILE.ods|FILE.csv")]
        sheet: PathBuf,
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        who: Who,
    },
    CarryTemplate {
        #[arg(long, value_name = "FILE.xlsx")]
        sheet_out: PathBuf,
        #[arg(long)]
        force: bool,
    },
    Carried {
        #[arg(value_name = "NUMBER")]
        old_number: String,
        #[command(flatten)]
        who: Who,
    },
    #[command(subcommand)]
    Registers(Registers),
}

/// Running numbers.
#[derive(Debug, Subcommand)]
pub(crate) enum Registers {
    List(Who),
    Start(Start),
}

/// A register goes on after the last number of its paper register.
#[derive(Args, Debug)]
pub(crate) struct Start {
    #[arg(value_name = "REGISTER", value_parser = registers())]
    pub(crate) register: Register,
    #[arg(long, value_name = "N")]
    pub(crate) last: u32,
    #[arg(long, value_name = "YYYY")]
    pub(crate) year: i32,
    #[command(flatten)]
    pub(crate) who: Who,
}

fn registers() -> impl TypedValueParser<Value = Register> {
    PossibleValuesParser::new(["file", "receipt"]).map(|name| {
        if name == "file" {
            Register::File
        } else {
            Register::Receipt
        }
    })
}
