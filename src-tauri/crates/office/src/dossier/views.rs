//! The shapes of a matter's page and of the lists, as they cross to window and terminal.
//!
//! Purpose: titles, dates and words, ready to be shown. Must never: hold more in a list than number,
//! service, name, state and date.

use domain::deadline::{SaidDue, Unit};
use domain::file::{Capacity, Document, Signing};
use domain::paper_form::PaperForm;
use domain::permission::Role;
use domain::titles::Titles;
use serde::{Deserialize, Serialize};

use crate::attachments::AttachmentRow;

/// A matter in a list.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a mark of its own on the screen"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct FileRow {
    /// Its id.
    pub id: String,
    /// `HS-A-2026-000045`.
    pub number: String,
    /// `B1`.
    pub service: String,
    /// The service's name.
    pub titles: Titles,
    /// Whose matter it is; nobody's name where she stays unnamed.
    pub name: Option<String>,
    /// Her address is restricted: a list has no name of her.
    pub restricted: bool,
    /// Where it stands.
    pub state: Titles,
    /// A result lies ready.
    pub ready: bool,
    /// The result goes to the person herself alone.
    pub in_person_only: bool,
    /// The nearest end of a clock, RFC 3339.
    pub due: Option<String>,
    /// How long until then.
    pub left: Option<LeftView>,
    /// Nobody works on it.
    pub unassigned: bool,
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct AnswerView {
    /// The question.
    pub labels: Titles,
    /// The answer in each language, a line each.
    pub vi: Vec<String>,
    /// In English.
    pub en: Vec<String>,
}

/// A legal time of the matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ClockView {
    /// `accept`.
    pub step: String,
    /// What will have happened by then.
    pub titles: Titles,
    /// When it ends, RFC 3339: the law's date, or the one promised with an apology.
    pub due: String,
    /// The law's date, where another was promised.
    pub before: Option<String>,
    /// Law and article.
    pub basis: String,
    /// `sure`, `likely`, `unsure`.
    pub certainty: String,
    /// When it was done.
    pub done: Option<String>,
    /// How long until then, where it runs.
    pub left: Option<LeftView>,
    /// How much longer it may become, where it may.
    pub extension: Option<ExtensionView>,
    /// It is late, and nobody apologised yet.
    pub to_apologise: bool,
    /// When it was due by calendars before, the oldest first.
    pub earlier: Vec<String>,
    /// When it began to run, RFC 3339.
    pub starts: String,
    /// How the law's date was counted; the reasons in Vietnamese.
    pub vi: SaidDue,
    /// The same with the reasons in English.
    pub en: SaidDue,
}

/// A lawful extension that is still open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ExtensionView {
    /// At most this much at a time.
    pub count: u32,
    /// In this unit.
    pub unit: Unit,
    /// By this law.
    pub basis: String,
}

/// How long there is until an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct LeftView {
    /// Whole hours, which run through nights and days off; else working days.
    pub hours: bool,
    /// How many; none left is 0, past it less.
    pub count: i32,
}

/// A step that she may take.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is something that is asked for"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct MoveView {
    /// The state it leads to.
    pub to: String,
    /// Its name.
    pub titles: Titles,
    /// A reason must be written.
    pub reason: bool,
    /// The paper that comes with it.
    pub slip: Option<PaperForm>,
    /// The citizen takes it back: whether she is threatened is asked.
    pub withdraws: bool,
    /// The earlier matter is named that it is joined to.
    pub joins: bool,
    /// The body is named that it goes to.
    pub receiver: bool,
    /// What another body is told of it is written.
    pub excerpt: bool,
}

/// Somebody it may be given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct OfficerRow {
    /// Her id.
    pub id: String,
    /// Her name.
    pub name: String,
    /// As what she works.
    pub role: Role,
}

/// A turn of its course: a state, somebody it was given to, a time that was made longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct HopView {
    /// What it was.
    pub titles: Titles,
    /// Since when: `24/11 09:42`.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// A paper of the matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct PaperRow {
    /// `A-2026-000123`.
    pub number: String,
    /// What it is.
    pub form: PaperForm,
    /// When it was made out.
    pub at: String,
    /// It counts no more.
    pub voided: bool,
}

/// Who took the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct HandedView {
    /// As what.
    pub capacity: Capacity,
    /// Who.
    pub name: Option<String>,
    /// By what paper, or the number of the item of post.
    pub paper: String,
    /// How it was signed.
    pub signing: Signing,
}

/// The page of a matter.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a part of the screen of its own"
)]
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct FilePage {
    /// What a list shows of it.
    pub row: FileRow,
    /// What the other system calls it.
    pub code: Option<String>,
    /// The number of the earlier matter it is joined to.
    pub joined_to: Option<String>,
    /// The numbers of those joined to it, the oldest first.
    pub joined: Vec<String>,
    /// Numbers of earlier matters of the same kind by whoever brought it, the newest first.
    pub earlier: Vec<String>,
    /// Its number in the paper register, where it was carried over.
    pub carried: Option<String>,
    /// When it was received, RFC 3339.
    pub received: String,
    /// Who took it in.
    pub taken_by: String,
    /// Who works on it.
    pub assignee: Option<String>,
    /// What was answered.
    pub answers: Vec<AnswerView>,
    /// Papers handed in.
    pub documents: Vec<Document>,
    /// Legal times, the running ones first.
    pub clocks: Vec<ClockView>,
    /// Steps open to her.
    pub moves: Vec<MoveView>,
    /// Its course, the newest first.
    pub trail: Vec<HopView>,
    /// Its papers, the newest first.
    pub papers: Vec<PaperRow>,
    /// Who took the result.
    pub handed: Option<HandedView>,
    /// What the citizen signs, filled from it; nothing where nothing is signed.
    pub declaration: Option<Titles>,
    /// Whom she may give it to.
    pub officers: Vec<OfficerRow>,
    /// She may extend, and apologise.
    pub may_extend: bool,
    /// She may note a code, and keep it in person.
    pub may_amend: bool,
    /// Files that were brought with it.
    pub attachments: Vec<AttachmentRow>,
    /// She may attach to it, and look at what is attached.
    pub may_attach: bool,
    /// When somebody wanted it back under threat, and what she said: it goes on all the same.
    pub threat_told: Option<HopView>,
    /// It is kept from others: its person's address is restricted, or hers whose result it is.
    pub kept: bool,
    /// A supervisor released it from the restriction.
    pub released: bool,
    /// She may release it, or take that back.
    pub may_release: bool,
}
