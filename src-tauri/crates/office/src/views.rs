//! What use cases answer with.
//!
//! Purpose: the shapes that cross to window, terminal and scripts. Ids and
//! times are text; no 64-bit number crosses. Must never: hold more of a record than is shown.

use domain::person::Person;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use store::MatchedBy;

/// A saved visit.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct VisitAdded {
    /// Its id.
    pub visit: String,
    /// `A-023`.
    pub queue_number: String,
    /// The person's id, unless anonymous.
    pub person: Option<String>,
    /// Matters taken in.
    pub files: Vec<FileAdded>,
    /// She was not received: a paper says why.
    pub refused: bool,
    /// Neutral hints (number and birth year do not fit, …), by code.
    pub warnings: Vec<String>,
}

/// A matter taken in.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct FileAdded {
    /// Its id.
    pub id: String,
    /// `HS-A-2026-000045`.
    pub number: String,
    /// Service id.
    pub service: String,
    /// Its receipt, where the service gives one.
    pub receipt: Option<ReceiptAdded>,
    /// Receipts of others who brought it with her, each her own: representatives of a group.
    pub others: Vec<ReceiptAdded>,
    /// Legal times that now run.
    pub deadlines: Vec<DeadlineView>,
}

/// A receipt made out.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct ReceiptAdded {
    /// `A-2026-000123`.
    pub number: String,
    /// Base45 text of the QR.
    pub token: String,
}

/// One running legal time.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct DeadlineView {
    /// Step of the service.
    pub step: String,
    /// RFC 3339, +07:00.
    pub due: String,
    /// Law and article.
    pub basis: String,
    /// `sure`, `likely`, `unsure`.
    pub certainty: String,
}

/// A found person, as lists show her.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct PersonRow {
    /// Her id.
    pub id: String,
    /// Her name.
    pub name: String,
    /// `05/03/1990`, `1956`, or nothing.
    pub born: Option<String>,
    /// Personal number.
    pub number: Option<String>,
    /// Which tier found her.
    #[specta(type = String)]
    pub matched_by: MatchedBy,
}

impl PersonRow {
    pub(crate) fn of(person: &Person, by: MatchedBy) -> Self {
        Self {
            id: person.id.to_string(),
            name: person.facts.name.clone(),
            born: person.facts.born.map(|born| born.to_string()),
            number: person.facts.number.clone(),
            matched_by: by,
        }
    }
}

/// Found people, best first.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct PeopleFound {
    /// At most the asked-for number.
    pub people: Vec<PersonRow>,
    /// There are more.
    pub more: bool,
}

/// Where a number of the queue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum QueueState {
    /// Has a number (*đang chờ*).
    Waiting,
    /// Was called to a counter (*đã gọi*).
    Called,
    /// Did not come when called (*đã bỏ qua*).
    Skipped,
    /// Was saved (*đã tiếp*).
    Served,
    /// Left before being served (*bỏ về*).
    Left,
}

/// One line of a day's queue: no name, no purpose.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct QueueLine {
    /// `A-023`.
    pub number: String,
    /// Its visit.
    pub visit: String,
    /// Where it stands.
    pub state: QueueState,
    /// `09:41`.
    pub arrived: String,
    /// Minutes since then; of a saved visit, until it was saved.
    pub waited: u32,
    /// How often it was called.
    pub calls: u32,
    /// Goes before the others.
    pub priority: bool,
    /// The counter it was called to, or is to go to.
    pub counter: Option<String>,
    /// Matters that came with it.
    pub files: u32,
    /// It was received before the time of its record (*ghi nhận sau*).
    pub entered_later: bool,
}

/// A day's visits.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DayQueue {
    /// `2026-11-24`.
    pub day: String,
    /// In the order of numbers.
    pub visits: Vec<QueueLine>,
    /// Saved visits of the day.
    pub served: u32,
    /// Numbers that wait to be called; who is being served or was skipped does not.
    pub waiting: u32,
    /// Left before being served.
    pub left: u32,
    /// The visit to be called next at this counter.
    pub next: Option<String>,
    /// The visit being served at this counter: called last, not saved yet.
    pub current: Option<String>,
}

/// What a receipt's token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptChecked {
    /// Signed by that office's key.
    pub genuine: bool,
    /// First bytes of the station's key, hex.
    pub station: Option<String>,
    /// Day of issue.
    pub day: Option<String>,
    /// Why not, if not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
}

/// `hh:mm` at the desk.
pub(crate) fn clock_time(moment: domain::moment::Moment) -> String {
    moment.local().map_or_else(String::new, |local| {
        format!("{:02}:{:02}", local.hour(), local.minute())
    })
}

/// The same, with day and month before it where that was not today: `24/11 10:31`.
pub(crate) fn short_time(moment: domain::moment::Moment, today: domain::moment::Day) -> String {
    let time = clock_time(moment);
    match moment.local() {
        Some(local) if moment.day() != today => {
            format!("{:02}/{:02} {time}", local.day(), u8::from(local.month()))
        }
        Some(_) | None => time,
    }
}

/// `09:42, 24/11/2026`.
pub(crate) fn long_time(moment: domain::moment::Moment) -> String {
    format!("{}, {}", clock_time(moment), moment.day().figures())
}

/// Birth date in words for paper.
pub(crate) fn born_text(person: &Person, _lang: Lang) -> String {
    person
        .facts
        .born
        .map(|born| born.to_string())
        .unwrap_or_default()
}
