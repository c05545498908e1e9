//! Where a passphrase comes from.
//!
//! Purpose: a file named for it, else the terminal without echo, else one line of stdin when the
//! command needs nothing else there. Buffers never grow, so no copy stays behind; the text is
//! wiped by the type that takes it. Must never: read one from the command line, echo one, or put
//! one in an error.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::os::fd::AsFd as _;
use std::path::Path;

use office::domain::fault::Code;
use office::domain::words::Lang;
use office::{Passphrase, Refused};

use crate::speech::say;
use crate::stop::Stop;

/// Most bytes of a line kept; more is too long for a passphrase and refused by its type.
const KEPT: usize = 8 * 1024;

/// What stdin is for besides passphrases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stdin {
    /// Nothing.
    Free,
    /// The command's own input.
    Taken,
}

/// Where one passphrase comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    File,
    Terminal,
    Line,
    Nowhere,
}

/// Passphrases of one command, asked one after the other.
#[derive(Debug)]
pub(crate) struct Secrets {
    lang: Lang,
    stdin: Stdin,
}

/// Which passphrase is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    /// Key of the question.
    pub(crate) question: &'static str,
    /// The name the question shows.
    pub(crate) name: &'a str,
    /// Its argument, for refusals.
    pub(crate) field: &'static str,
    /// Typed twice at a terminal.
    pub(crate) chosen: bool,
}

impl Secrets {
    /// For a command that reads stdin or does not.
    pub(crate) fn new(lang: Lang, stdin: Stdin) -> Self {
        Self { lang, stdin }
    }

    /// One passphrase.
    pub(crate) fn ask(&self, wanted: Wanted<'_>, file: Option<&Path>) -> Result<Passphrase, Stop> {
        let there = (io::stdin().is_terminal(), io::stderr().is_terminal());
        match source(file.is_some(), self.stdin, there) {
            Source::File => from_file(file.unwrap_or(Path::new("")), wanted.field),
            Source::Terminal => self.at_terminal(wanted),
            Source::Line => {
                let stdin = io::stdin().as_fd().try_clone_to_owned();
                let unread = |_| Stop::at(Code::TerminalFileUnread, wanted.field);
                let line = first_line(&mut File::from(stdin.map_err(unread)?));
                taken(line.map_err(unread)?, wanted.field)
            }
            Source::Nowhere => Err(Stop::Usage("deskctl.usage.passphrase")),
        }
    }

    fn at_terminal(&self, wanted: Wanted<'_>) -> Result<Passphrase, Stop> {
        let typed = self.typed(wanted.question, wanted)?;
        if !wanted.chosen {
            return Ok(typed);
        }
        let again = self.typed("deskctl.ask.again", wanted)?;
        let alike = typed.with_text(|typed| again.with_text(|again| typed == again));
        if alike {
            Ok(typed)
        } else {
            Err(Stop::at(Code::TerminalTypedApart, wanted.field))
        }
    }

    fn typed(&self, question: &str, wanted: Wanted<'_>) -> Result<Passphrase, Stop> {
        let question = say(self.lang, question, &[("name", wanted.name)]);
        // Without a terminal of its own the process cannot ask anybody.
        let typed = rpassword::prompt_password(question)
            .map_err(|_cause| Stop::Usage("deskctl.usage.passphrase"))?;
        made(typed, wanted.field)
    }
}

/// `there`: whether stdin and stderr are terminals. A command whose input
/// comes through a pipe may still be started by somebody who can be asked.
fn source(file: bool, stdin: Stdin, there: (bool, bool)) -> Source {
    match (file, stdin, there) {
        (true, _, _) => Source::File,
        (false, _, (true, _)) | (false, Stdin::Taken, (false, true)) => Source::Terminal,
        (false, Stdin::Free, (false, _)) => Source::Line,
        (false, Stdin::Taken, (false, false)) => Source::Nowhere,
    }
}

fn from_file(path: &Path, field: &str) -> Result<Passphrase, Stop> {
    let unread = |_| Stop::at(Code::TerminalFileUnread, field);
    let line = first_line(&mut File::open(path).map_err(unread)?).map_err(unread)?;
    taken(line, field)
}

/// Bytes up to the first line end, read one by one: what follows is another passphrase's.
fn first_line(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut line = Vec::with_capacity(KEPT);
    let mut byte = [0];
    loop {
        match from.read(&mut byte) {
            Ok(0) => break,
            Ok(_) if byte == *b"\n" => break,
            Ok(_) if line.len() < KEPT => line.extend_from_slice(&byte),
            Ok(_) => {}
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            Err(cause) => {
                line.fill(0);
                return Err(cause);
            }
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(line)
}

fn taken(line: Vec<u8>, field: &str) -> Result<Passphrase, Stop> {
    match String::from_utf8(line) {
        Ok(text) => made(text, field),
        Err(wrong) => {
            wrong.into_bytes().fill(0);
            Err(Stop::at(Code::FieldNotText, field))
        }
    }
}

fn made(text: String, field: &str) -> Result<Passphrase, Stop> {
    Passphrase::new(text).map_err(|cause| {
        let refused = Refused::from(cause);
        Refused {
            field: Some(field.to_owned()),
            ..refused
        }
        .into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_wins_then_the_terminal_then_a_line() {
        assert_eq!(source(true, Stdin::Taken, (true, true)), Source::File);
        assert_eq!(source(false, Stdin::Free, (true, true)), Source::Terminal);
        assert_eq!(source(false, Stdin::Free, (false, true)), Source::Line);
        assert_eq!(source(false, Stdin::Free, (false, false)), Source::Line);
    }

    #[test]
    fn a_command_that_reads_stdin_never_takes_a_passphrase_from_it() {
        for there in [(true, true), (true, false), (false, true), (false, false)] {
            assert_ne!(source(false, Stdin::Taken, there), Source::Line);
        }
        assert_eq!(source(false, Stdin::Taken, (false, true)), Source::Terminal);
        assert_eq!(source(false, Stdin::Taken, (false, false)), Source::Nowhere);
    }

    #[test]
    fn each_line_is_one_passphrase_and_keeps_its_spaces() {
        let mut lines: &[u8] = b" a test phrase \r\nanother test phrase";
        assert_eq!(first_line(&mut lines).unwrap(), b" a test phrase ");
        assert_eq!(first_line(&mut lines).unwrap(), b"another test phrase");
        assert_eq!(first_line(&mut lines).unwrap(), b"");
    }

    #[test]
    fn an_endless_line_is_cut_and_never_copied() {
        let mut endless = io::repeat(b'x').take(1_000_000);
        let line = first_line(&mut endless).unwrap();
        assert_eq!((line.len(), line.capacity()), (KEPT, KEPT));
        assert!(taken(line, "passphrase").is_err());
    }

    #[test]
    fn nothing_is_refused_with_the_name_of_its_argument() {
        let Err(Stop::Refused(refused)) = taken(Vec::new(), "passphrase") else {
            panic!("an empty passphrase was taken");
        };
        assert_eq!(refused.code, Code::PassphraseEmpty);
        assert_eq!(refused.field.as_deref(), Some("passphrase"));
    }
}
