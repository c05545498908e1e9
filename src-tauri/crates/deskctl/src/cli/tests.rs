//! Purpose: the line as it is typed, right and wrong.

use clap::{CommandFactory as _, FromArgMatches as _};
use office::domain::words::Lang;

use super::*;
use crate::help::localised;

fn parse(line: &str) -> Result<Cli, clap::Error> {
    let words = std::iter::once("deskctl").chain(line.split_whitespace());
    Cli::from_arg_matches(&localised(Lang::Vi).try_get_matches_from(words)?)
}

#[test]
fn the_command_line_holds_together() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_of_the_terminal_twin_is_read() {
    let lines = [
        "demo --vault V --people 3 --visits 2 --files 1 --seed 7",
        "init --vault V --founding F.toml",
        "users list --vault V",
        "users enrol an --display An --role reception --vault V --user binh",
        "users key an --vault V",
        "users activate an --user binh --cosign chi --cosign-file F",
        "users role an --role case --user binh --cosign chi",
        "users suspend an --user binh --passphrase-file F",
        "users remove an --user binh --cosign chi",
        "users passphrase --user an --new-file F",
        "office verify --vault V",
        "--json scan",
        "scan --json --lang en",
        "deadline --service A1 --step accept --from 2026-11-24T08:00:00+07:00",
        "people find An --limit 5 --user an",
        "people import F.csv --dry-run --user an",
        "people look-alikes --user an",
        "places find an --on 2026-11-24",
        "visits add --user an",
        "visits list --day 2026-11-24 --user an",
        "receipt pdf A-2026-000001 --out F.pdf --user an",
        "receipt reprint A-2026-000001 --out F.pdf --force --user an",
        "receipt print A-2026-000001 --printer q --copies 2 --paper a4-half --user an",
        "receipt states --user an",
        "receipt check -ABC --key station.pub",
        "carry-over F.ods --dry-run --user an",
        "carry-template --sheet-out F.xlsx",
        "carried 12/2026 --user an",
        "clock 24112026 0800 --user an",
        "registers list --user an",
        "registers start file --last 120 --year 2026 --user an",
        "doctor",
        "verify --user an",
        "rebuild --user an",
        "backup D --vault V --user an --passphrase-file F",
        "backup list D",
        "backup check D",
        "restore S --vault D --user an --cosign binh --cosign-file F --letter C",
        "recover --vault V --share F --share G --people P.toml --out D",
        "catalogue list",
        "catalogue check F.toml",
    ];
    for line in lines {
        parse(line).unwrap_or_else(|wrong| panic!("{line}: {wrong}"));
    }
}

#[test]
fn wrong_usage_ends_with_two() {
    let lines = [
        "",
        "frobnicate",
        "backup D",
        "backup",
        "backup list",
        "restore S --vault D --user an",
        "recover --out D --people P.toml",
        "users activate an --user binh",
        "users enrol an --display An --role chief --user binh",
        "people find An --limit 0 --user an",
        "visits list --day 24/11/2026 --user an",
        "verify --user an --passphrase secret",
        "scan --lang fr",
    ];
    for line in lines {
        assert_eq!(parse(line).unwrap_err().exit_code(), 2, "{line}");
    }
}

#[test]
fn a_token_may_begin_with_a_hyphen_or_a_space() {
    for token in ["-AB+", " AB-"] {
        let words = ["deskctl", "receipt", "check", token, "--key", "k"];
        let matches = localised(Lang::En).try_get_matches_from(words).unwrap();
        let Command::Receipt(Receipt::Check { token: read, .. }) =
            Cli::from_arg_matches(&matches).unwrap().command
        else {
            panic!("not a check");
        };
        assert_eq!(read, token);
    }
}
