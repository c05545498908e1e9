//! What the citizen signs, and what the office writes beside her, before it is drawn.
//!
//! Purpose: plain values of forms (*tờ khai*), minutes (*biên bản*) and refusals. Must never: know Typst, a
//! printer, a journal or a key.

use super::Letterhead;
use crate::moment::Moment;
use crate::words::Lang;

/// A question of a form, and its answer; blank where it is filled in by hand.
#[derive(Clone, PartialEq, Eq)]
pub struct AskedLine {
    /// A heading that stands above it.
    pub heading: Option<String>,
    /// The question.
    pub label: String,
    /// The answer in words.
    pub value: Option<String>,
}

/// A table of people of a form.
#[derive(Clone, PartialEq, Eq)]
pub struct PeopleTable {
    /// What they are.
    pub label: String,
    /// Its columns.
    pub head: Vec<String>,
    /// A row a person; blank ones are filled in by hand.
    pub rows: Vec<Vec<String>>,
}

impl core::fmt::Debug for AskedLine {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("AskedLine(..)")
    }
}

impl core::fmt::Debug for PeopleTable {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "PeopleTable({})", self.rows.len())
    }
}

/// What a paper is about, by a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// Number of the matter.
    File(String),
    /// Number of the queue: nothing was kept but the visit.
    Queue(String),
    /// What a protected file is called aloud.
    Code(String),
}

impl Reference {
    /// The number alone.
    pub const fn number(&self) -> &str {
        match self {
            Self::File(number) | Self::Queue(number) | Self::Code(number) => number.as_str(),
        }
    }
}

/// How minutes open and close (*biên bản*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// When it was told.
    pub at: Moment,
    /// Desk letter.
    pub desk: String,
    /// Who wrote it down, as settings show her.
    pub officer: String,
    /// Whoever told it signs; otherwise nothing of them speaks of her.
    pub teller_signs: bool,
}

/// What the citizen signs (*tờ khai*), filled from the record.
#[derive(Clone, PartialEq, Eq)]
pub struct DeclarationSheet {
    /// Language of the labels; the law's words stay Vietnamese.
    pub lang: Lang,
    /// Top block; its place and the demo mark alone are printed where it is not `of_office`.
    pub letterhead: Letterhead,
    /// A paper of the office, which bears its letterhead.
    pub of_office: bool,
    /// Which layout of the law's form.
    pub layout: u32,
    /// Its name in the law (`CT01`); empty where it has none.
    pub form: String,
    /// Its title.
    pub title: String,
    /// To whom; empty where nobody is named.
    pub to: String,
    /// A frame for a photo stands at its head.
    pub photo: bool,
    /// How it opens and closes, of minutes.
    pub minutes: Option<Minutes>,
    /// Who declares: what is known of her.
    pub person: Vec<AskedLine>,
    /// The questions, in order.
    pub lines: Vec<AskedLine>,
    /// Tables of people.
    pub tables: Vec<PeopleTable>,
    /// Who signs, from left to right.
    pub signers: Vec<String>,
    /// Which of them signs in another way, from 0, and what stands there instead.
    pub signing: Option<(usize, String)>,
    /// What it is about.
    pub about: Reference,
    /// When it is printed.
    pub made: Moment,
}

/// What is told in a form never reaches a log.
impl core::fmt::Debug for DeclarationSheet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "DeclarationSheet({})", self.form)
    }
}
