//! What a spool keeps of what it printed.
//!
//! Purpose: `PreserveJobFiles` and `PreserveJobHistory` of `cupsd.conf` (cupsd.conf(5): a day and
//! *yes* where they do not stand), where this user may read it; often only root may. Must never:
//! change a setting, or claim what it could not see.

use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use domain::printing::SpoolAdvice;

/// Most of a file of settings that is read.
const MOST: u64 = 256 * 1024;

/// What there is to say.
pub(super) fn advice(server: Option<&OsStr>, settings: &Path) -> Vec<SpoolAdvice> {
    let named = server.map(|server| server.to_string_lossy().into_owned());
    let client = || read(&settings.join("client.conf"));
    let named = named.or_else(|| last(&client()?, "servername"));
    if named.is_some_and(|server| !is_here(&server)) {
        return vec![SpoolAdvice::Elsewhere];
    }
    let Some(text) = read(&settings.join("cupsd.conf")) else {
        return vec![SpoolAdvice::Unseen];
    };
    let keeps = |name: &str| last(&text, name).is_none_or(|value| !is_no(&value));
    if keeps("preservejobfiles") {
        vec![SpoolAdvice::KeepsPages]
    } else if keeps("preservejobhistory") {
        vec![SpoolAdvice::KeepsList]
    } else {
        Vec::new()
    }
}

fn read(path: &Path) -> Option<String> {
    let mut text = String::new();
    let file = fs::File::open(path).ok()?;
    file.take(MOST).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The value of a directive; the last one counts.
fn last(text: &str, name: &str) -> Option<String> {
    text.lines()
        .filter_map(|line| {
            let (word, value) = line.trim().split_once(char::is_whitespace)?;
            word.eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        })
        .next_back()
}

fn is_no(value: &str) -> bool {
    ["no", "off", "false", "0"]
        .into_iter()
        .any(|no| value.eq_ignore_ascii_case(no))
}

/// A socket, or this machine by one of its own names.
fn is_here(server: &str) -> bool {
    let host = server.split('/').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    server.starts_with('/') || ["localhost", "127.0.0.1", "::1"].contains(&host)
}
