//! A visit (*lượt tiếp*): one call of one person, or of nobody named, at the desk.
//!
//! Purpose: the visit aggregate. Nothing of it is journalled before it is saved but its queue
//! number; its model is complete from the first day, because its form lasts for ever
//! Files point to their visit, never the other way: 0..n of them is a query.
//! Must never: force a receipt or a name; a caller may stay anonymous.

use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::catalogue::Fields;
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::id::{PersonId, UserId, VisitId};
use crate::moment::{Day, Moment};
use crate::person::Proof;
use crate::subject::{Fate, Stamp};
use crate::text;

mod late;
mod queue;
mod reassigned;
mod waiting;

pub use late::{Late, LateSource};
pub use queue::{
    COUNTER_LIMIT, Called, Prioritised, QueueAct, QueuePlace, Restored, SentTo, Stand, Standing,
    ahead, current, next,
};
pub use reassigned::Reassigned;
pub use waiting::without_number;

/// Longest note, characters.
pub const NOTE_LIMIT: usize = 4000;
/// Most people in one call.
pub const PEOPLE_LIMIT: u16 = 999;

/// How the person reached the desk (*hình thức tiếp nhận*).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// *Trực tiếp.*
    #[default]
    InPerson,
    /// *Điện thoại.*
    Phone,
    /// *Bưu chính.*
    Post,
    /// *Hòm thư.*
    DropBox,
    /// *Cơ quan khác chuyển đến.*
    OtherBody,
    /// *Trực tuyến.*
    Online,
}

/// Kind of reception (42/2013/QH13 Arts 15, 18: regular, by the head, outside the calendar).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Reception {
    /// *Thường xuyên.*
    #[default]
    Regular,
    /// *Định kỳ của người đứng đầu.*
    ByHead,
    /// *Đột xuất của người đứng đầu.*
    HeadUnscheduled,
}

/// How the visit ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Outcome {
    /// Advice was given (*hướng dẫn, giải thích*).
    Advice,
    /// At least one matter was taken in (*tiếp nhận vụ việc*).
    MatterTaken,
    /// Sent on to who is competent (*chuyển đến nơi có thẩm quyền*).
    HandedOn {
        /// To whom.
        to: String,
    },
    /// Left before being served (*bỏ về trước khi được tiếp*).
    LeftUnserved,
    /// Refused with its ground (*từ chối tiếp*, 42/2013/QH13 Art 9).
    Refused {
        /// The ground.
        ground: Ground,
    },
}

/// Grounds for refusing reception: Luật Tiếp công dân 42/2013/QH13 Art 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Intoxicated or unable to control behaviour (9.1).
    NotInControl,
    /// Threatens, insults, disturbs (9.2).
    Disturbs,
    /// Settled by a final notice already (9.3).
    SettledFinally,
    /// Other by law (9.4).
    OtherByLaw,
}

/// First call on a matter, or once more on the same.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// *Lần đầu.*
    #[default]
    First,
    /// *Nhiều lần.*
    Repeated,
}

/// Advice given under a service that opens no file (*hướng dẫn*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guidance {
    /// Service id of the catalogue.
    pub service: String,
    /// Version of the service it was given under.
    pub service_version: u32,
    /// The form's values, by field key, in key order.
    pub fields: Fields,
}

/// A queue number (*số thứ tự*): per day and desk, from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbered {
    /// The desk's letter.
    pub letter: String,
    /// The day it counts for.
    pub day: Day,
    /// The number.
    pub number: u32,
}

impl Numbered {
    /// As on slip and screen: `A-023`.
    pub fn text(&self) -> String {
        format!("{}-{:03}", self.letter, self.number)
    }
}

/// The saved visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logged {
    /// How the person reached the desk.
    pub channel: Channel,
    /// Kind of reception.
    pub reception: Reception,
    /// Who received.
    pub received_by: UserId,
    /// How many people came.
    pub people: u16,
    /// First or repeated on the same matter.
    pub turn: Turn,
    /// When it was received; drives the clocks.
    pub received_at: Moment,
    /// Source and reason when that was earlier than the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Late>,
    /// Who came; absent for a caller who stays anonymous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// How the desk knows who it was, this time.
    pub proof: Proof,
    /// How it ended.
    pub outcome: Outcome,
    /// Advice by the catalogue's services, in the order it was given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guidance: Vec<Guidance>,
    /// What was said or advised, in short; may be empty.
    #[serde(default)]
    pub note: String,
}

/// What an officer tells of a visit before it is decided.
#[derive(Clone, Debug)]
pub struct Told {
    /// Fields of the visit as typed; `received_at` absent = now.
    pub channel: Channel,
    /// Kind of reception.
    pub reception: Reception,
    /// How many people; absent = one.
    pub people: Option<u16>,
    /// First or repeated.
    pub turn: Turn,
    /// When received, if not now.
    pub received_at: Option<Moment>,
    /// Source and reason.
    pub late: Option<Late>,
    /// Who came.
    pub person: Option<PersonId>,
    /// By what proof.
    pub proof: Proof,
    /// How it ended.
    pub outcome: Outcome,
    /// Note.
    pub note: String,
    /// Advice by the catalogue's services.
    pub guidance: Vec<Guidance>,
    /// How many matters come with it that open a file.
    pub matters: usize,
}

/// A visit as the journal tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// Identity.
    pub id: VisitId,
    /// Its queue number.
    pub queue: Numbered,
    /// When the number was given: the arrival.
    pub arrived_at: Moment,
    /// What was saved; absent while the person waits.
    pub logged: Option<Logged>,
    /// When it was saved.
    pub recorded_at: Option<Moment>,
    /// Who saved it.
    pub recorded_by: Option<UserId>,
    /// Where it stands in the queue.
    pub standing: Standing,
}

impl Visit {
    pub(crate) fn numbered(stamp: &Stamp, body: &Numbered) -> Self {
        Self {
            id: stamp.subject.into(),
            queue: body.clone(),
            arrived_at: stamp.at,
            logged: None,
            recorded_at: None,
            recorded_by: None,
            standing: Standing::default(),
        }
    }

    pub(crate) fn apply(&mut self, stamp: &Stamp, action: &Action) -> Fate {
        if let Action::VisitReassigned(body) = action {
            return self.apply_reassigned(body);
        }
        if self.is_served() {
            return Fate::Ignored("already saved");
        }
        let Action::VisitLogged(body) = action else {
            return self.standing.apply(stamp.at, action);
        };
        self.logged = Some(body.clone());
        self.recorded_at = Some(stamp.at);
        self.recorded_by = Some(stamp.actor);
        Fate::Applied
    }

    /// Whether it was received before the time of its record.
    pub fn is_late(&self) -> bool {
        let logged = self.logged.as_ref();
        logged.is_some_and(|logged| logged.late.is_some())
    }
}

/// Decides the next queue number of a day: one more than the highest given.
pub fn number(letter: &str, day: Day, highest: Option<u32>) -> Result<Numbered, Refusal> {
    let number = highest
        .unwrap_or(0)
        .checked_add(1)
        .filter(|number| *number <= 99_999);
    let number = number.ok_or_else(|| Refusal::new(Code::VisitQueueFull))?;
    Ok(Numbered {
        letter: letter.to_owned(),
        day,
        number,
    })
}

/// Decides a saved visit from what was told; all faults at once.
pub fn log(told: Told, by: UserId, now: Moment) -> Result<Action, Refusal> {
    let mut faults = Faults::default();
    let received_at = told.received_at.unwrap_or(now);
    if received_at > now {
        faults.push(Fault::at(Code::VisitReceivedInFuture, "received_at"));
    }
    let earlier = received_at < now && told.received_at.is_some();
    match (&told.late, earlier) {
        (None, true) => faults.push(Fault::at(Code::VisitLateNeedsSource, "late")),
        (Some(_), false) => faults.push(Fault::at(Code::VisitLateWithoutTime, "received_at")),
        (Some(_), true) | (None, false) => {}
    }
    let late = told.late.and_then(|late| late::check(late, &mut faults));
    let people = told.people.unwrap_or(1);
    if people == 0 || people > PEOPLE_LIMIT {
        let fault = Fault::at(Code::FieldOutOfRange, "people");
        faults.push(fault.with("min", 1).with("max", PEOPLE_LIMIT));
    }
    let note =
        faults.keep(text::prose(&told.note, NOTE_LIMIT).map_err(|fault| fault.in_field("note")));
    let outcome = check_outcome(told.outcome, told.matters, &mut faults);
    faults.finish()?;
    Ok(Action::VisitLogged(Logged {
        channel: told.channel,
        reception: told.reception,
        received_by: by,
        people,
        turn: told.turn,
        received_at,
        late,
        person: told.person,
        proof: if told.person.is_some() {
            told.proof
        } else {
            Proof::Unknown
        },
        outcome,
        guidance: told.guidance,
        note: note.unwrap_or_default(),
    }))
}

/// An outcome and the number of matters must tell the same story.
fn check_outcome(outcome: Outcome, matters: usize, faults: &mut Faults) -> Outcome {
    let taken = matches!(outcome, Outcome::MatterTaken);
    if taken && matters == 0 {
        faults.push(Fault::at(Code::VisitNoMatter, "outcome"));
    }
    let ended_early = matches!(outcome, Outcome::LeftUnserved | Outcome::Refused { .. });
    if ended_early && matters > 0 {
        faults.push(Fault::at(Code::VisitMatterDespiteOutcome, "outcome"));
    }
    let Outcome::HandedOn { to } = outcome else {
        return outcome;
    };
    let to = faults.keep(text::line(&to, 200).map_err(|fault| fault.in_field("outcome.to")));
    let to = to.unwrap_or_default();
    if to.is_empty() && !faults.about("outcome.to") {
        faults.push(Fault::at(Code::FieldMissing, "outcome.to"));
    }
    Outcome::HandedOn { to }
}
