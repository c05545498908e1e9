//! The command line.
//!
//! Purpose: the shape of every command; what help says of it stands in `help`. Must never: take a
//! passphrase as an argument.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use office::domain::moment::Day;
use office::domain::permission::Role;

use crate::speech;

mod backup;

pub(crate) use self::backup::{Backup, BackupDo, Recover, Restore};

mod live;
mod receipt;

pub(crate) use self::live::{Live, Registers};
pub(crate) use receipt::{Print, Receipt, Send};

/// The whole line.
#[derive(Debug, Parser)]
#[command(name = "deskctl", version)]
pub(crate) struct Cli {
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, global = true, value_parser = PossibleValuesParser::new(speech::NAMES))]
    lang: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(Demo),
    Init(Init),
    #[command(subcommand)]
    Users(Users),
    #[command(subcommand)]
    Office(OfficeDo),
    Scan,
    Deadline(Deadline),
    #[command(subcommand)]
    People(People),
    #[command(subcommand)]
    Places(Places),
    #[command(subcommand)]
    Visits(Visits),
    #[command(subcommand)]
    Receipt(Receipt),
    #[command(flatten)]
    Live(Live),
    Doctor,
    Clock(Clock),
    Verify(Who),
    Rebuild(Who),
    Backup(Backup),
    Restore(Restore),
    Recover(Recover),
    #[command(subcommand)]
    Catalogue(CatalogueDo),
}

/// Which vault.
#[derive(Args, Debug)]
pub(crate) struct Where {
    #[arg(long, value_name = "DIR")]
    pub(crate) vault: Option<PathBuf>,
}

/// Which vault, and who works in it.
#[derive(Args, Debug)]
pub(crate) struct Who {
    #[command(flatten)]
    pub(crate) at: Where,
    #[arg(long, value_name = "NAME")]
    pub(crate) user: String,
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// The second person where two must agree.
#[derive(Args, Debug)]
pub(crate) struct Second {
    #[arg(long, value_name = "NAME")]
    pub(crate) cosign: String,
    #[arg(long, value_name = "FILE")]
    pub(crate) cosign_file: Option<PathBuf>,
}

/// An invented office.
#[derive(Args, Debug)]
pub(crate) struct Demo {
    #[arg(long, value_name = "DIR")]
    pub(crate) vault: PathBuf,
    #[arg(long, value_name = "N", default_value_t = 300)]
    pub(crate) people: u32,
    #[arg(long, value_name = "N", default_value_t = 120)]
    pub(crate) visits: u32,
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub(crate) files: u32,
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
}

/// A real office.
#[derive(Args, Debug)]
pub(crate) struct Init {
    #[arg(long, value_name = "DIR")]
    pub(crate) vault: PathBuf,
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) founding: PathBuf,
}

/// The life of a user.
#[derive(Debug, Subcommand)]
pub(crate) enum Users {
    List {
        #[command(flatten)]
        at: Where,
        #[arg(long, value_name = "NAME")]
        user: Option<String>,
        #[arg(long, value_name = "FILE", requires = "user")]
        passphrase_file: Option<PathBuf>,
    },
    Enrol {
        #[arg(value_name = "NAME")]
        subject: String,
        #[arg(long, value_name = "TEXT")]
        display: String,
        #[arg(long, value_parser = roles())]
        role: Role,
        #[command(flatten)]
        who: Who,
    },
    Key {
        #[arg(value_name = "NAME")]
        subject: String,
        #[command(flatten)]
        at: Where,
        #[arg(long, value_name = "FILE")]
        code_file: Option<PathBuf>,
        #[arg(long, value_name = "FILE")]
        new_file: Option<PathBuf>,
    },
    Activate {
        #[arg(value_name = "NAME")]
        subject: String,
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        second: Second,
    },
    Role {
        #[arg(value_name = "NAME")]
        subject: String,
        #[arg(long, value_parser = roles())]
        role: Role,
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        second: Second,
    },
    Suspend {
        #[arg(value_name = "NAME")]
        subject: String,
        #[command(flatten)]
        who: Who,
    },
    Remove {
        #[arg(value_name = "NAME")]
        subject: String,
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        second: Second,
    },
    Passphrase {
        #[command(flatten)]
        who: Who,
        #[arg(long, value_name = "FILE")]
        new_file: Option<PathBuf>,
    },
}

/// The office journal.
#[derive(Debug, Subcommand)]
pub(crate) enum OfficeDo {
    Verify(Where),
}

/// Day and time as an officer knows them, where the machine's clock is doubted.
#[derive(Args, Debug)]
pub(crate) struct Clock {
    #[arg(value_name = "DDMMYYYY")]
    pub(crate) today: String,
    #[arg(value_name = "HHMM")]
    pub(crate) time: String,
    #[command(flatten)]
    pub(crate) who: Who,
}

/// A legal time.
#[derive(Args, Debug)]
pub(crate) struct Deadline {
    #[arg(long, value_name = "ID")]
    pub(crate) service: String,
    #[arg(long, value_name = "STEP")]
    pub(crate) step: Option<String>,
    #[arg(long, value_name = "RFC3339")]
    pub(crate) from: String,
}

/// People.
#[derive(Debug, Subcommand)]
pub(crate) enum People {
    Find {
        #[arg(value_name = "QUERY")]
        query: String,
        #[arg(long, value_name = "N", default_value_t = 20, value_parser = limit)]
        limit: usize,
        #[command(flatten)]
        who: Who,
    },
    Import {
        #[arg(value_name = "FILE.csv|FILE.xlsx|FILE.ods")]
        table: PathBuf,
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        who: Who,
    },
    LookAlikes(Who),
}

/// Provinces and communes.
#[derive(Debug, Subcommand)]
pub(crate) enum Places {
    Find {
        #[arg(value_name = "ADDRESS")]
        address: String,
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<Day>,
    },
}

/// Visits.
#[derive(Debug, Subcommand)]
pub(crate) enum Visits {
    Add(Who),
    List {
        #[arg(long, value_name = "YYYY-MM-DD")]
        day: Option<Day>,
        #[command(flatten)]
        who: Who,
    },
}

/// The catalogue of services, deadlines and days.
#[derive(Debug, Subcommand)]
pub(crate) enum CatalogueDo {
    List {
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<Day>,
    },
    Check {
        #[arg(value_name = "FILE")]
        data: PathBuf,
    },
}

fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::text)).try_map(|name| {
        Role::ALL
            .into_iter()
            .find(|role| role.text() == name)
            .ok_or("not a role")
    })
}

/// Most people listed at once.
const MOST: usize = 1_000;

fn limit(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=MOST) => Ok(number),
        Ok(_) | Err(_) => Err(format!("1..={MOST}")),
    }
}

#[cfg(test)]
mod tests;
