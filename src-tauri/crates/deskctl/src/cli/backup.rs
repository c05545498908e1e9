//! The command lines of backups, restoring and recovery.
//!
//! Purpose: their shape. Must never: take a passphrase or a share as an argument, only the file
//! that holds it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Second, Where, Who};

/// A backup, or a look at those there are.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Backup {
    #[command(subcommand)]
    pub(crate) what: Option<BackupDo>,
    #[arg(value_name = "DEST", required = true)]
    pub(crate) dest: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) at: Where,
    #[arg(long, value_name = "NAME", required = true)]
    pub(crate) user: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

impl Backup {
    /// Where to, and who makes it; nothing where one of the looks is asked for.
    pub(crate) fn made(self) -> Option<(PathBuf, Who)> {
        let who = Who {
            at: self.at,
            user: self.user?,
            passphrase_file: self.passphrase_file,
        };
        Some((self.dest?, who))
    }
}

/// Looks that need no vault and no key.
#[derive(Debug, Subcommand)]
pub(crate) enum BackupDo {
    List {
        #[arg(value_name = "DEST")]
        dest: PathBuf,
    },
    Check {
        #[arg(value_name = "DEST")]
        dest: PathBuf,
    },
}

/// A vault out of a backup, by two persons.
#[derive(Args, Debug)]
pub(crate) struct Restore {
    #[arg(value_name = "SRC")]
    pub(crate) source: PathBuf,
    #[arg(long = "vault", value_name = "NEWDIR")]
    pub(crate) new_vault: PathBuf,
    #[arg(long, value_name = "LETTER")]
    pub(crate) letter: Option<char>,
    #[arg(long, value_name = "NAME")]
    pub(crate) user: String,
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) second: Second,
}

/// A vault out of one in which nobody can sign in, by two custodians.
#[derive(Args, Debug)]
pub(crate) struct Recover {
    #[command(flatten)]
    pub(crate) at: Where,
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) share: Vec<PathBuf>,
    #[arg(long = "people", value_name = "FILE.toml")]
    pub(crate) workers: PathBuf,
    #[arg(long = "out", value_name = "NEWDIR")]
    pub(crate) new_vault: PathBuf,
    #[arg(long, value_name = "LETTER")]
    pub(crate) letter: Option<char>,
}
