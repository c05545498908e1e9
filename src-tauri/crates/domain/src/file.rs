//! A file (*hồ sơ, vụ việc*): one matter taken in under one service of the catalogue.
//!
//! Purpose: the file aggregate: parties, fields, documents, life cycle, legal clocks. A file keeps the
//! catalogue version it was taken under for ever. Must never: compute a deadline; the action carries it.

use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::attachment::Attachment;
use crate::catalogue::{Fields, Service};
use crate::deadline::{Due, History};
use crate::fault::{Code, Fault, Refusal};
use crate::id::{BlobId, FileId, PersonId, UserId, VisitId};
use crate::moment::{Day, Moment};
use crate::person::Proof;
use crate::subject::{Fate, Stamp};

mod acts;
mod course;
mod documents;
mod dossier;
mod keeping;
mod progress;
mod signing;
mod turned;

pub use acts::{
    Assigned, Carried, Extended, Moved, Opened, PapersTaken, Reassigned, Recounted, ThreatTold,
};
pub use course::{Given, Kept, Longer};
pub use documents::check_documents;
pub use dossier::{
    Apologised, Apology, Capacity, Coded, Collector, Handed, InPersonOnly, PAPER_LIMIT, Passed,
    Released,
};
pub use keeping::Around;
pub use progress::{Step, Wish};
pub use signing::{Signed, Signing};

/// Most documents of one file.
pub const DOCUMENT_LIMIT: usize = 200;
/// Longest name of a body that a matter goes to.
pub const RECEIVER_LIMIT: usize = 200;
/// Longest excerpt of what was told: what its paper holds.
pub const EXCERPT_LIMIT: usize = 4000;
/// Longest reason for a move, an extension, a hand-over.
pub const REASON_LIMIT: usize = 2000;

/// What a person is in a matter (*tư cách*). More roles come with the services' own work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PartyRole {
    /// The one who brings the matter: complainant, petitioner (*người khiếu nại, người kiến nghị*).
    Applicant,
}

/// One person of a matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: PartyRole,
}

/// One paper handed in (*tài liệu*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What it is.
    pub name: String,
    /// How many copies of it; at least 1.
    pub copies: u32,
    /// Original (*bản chính*) or copy (*bản sao*).
    pub original: bool,
    /// Pages, when counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
}

/// One legal time, decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Step of the service (`accept`, `settle`).
    pub step: String,
    /// Its start event.
    pub starts: Moment,
    /// Where it ends and why.
    pub due: Due,
    /// Waits and extensions so far.
    #[serde(default)]
    pub history: History,
    /// When what it limits was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Moment>,
    /// The new date promised with an apology.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Moment>,
    /// When it was due by calendars before, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Moment>,
}

impl Clock {
    /// A clock that has just started.
    pub fn running(starts: Moment, due: Due) -> Self {
        Self {
            step: due.step.clone(),
            starts,
            due,
            history: History::default(),
            done: None,
            promised: None,
            before: Vec::new(),
        }
    }

    /// Whether it is the clock of this step, and what it limits is not done.
    pub fn runs(&self, step: &str) -> bool {
        self.step == step && self.done.is_none()
    }
}

/// A matter as the journal tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Identity.
    pub id: FileId,
    /// As taken in.
    pub opened: Opened,
    /// State of the life cycle now.
    pub state: String,
    /// Clocks now.
    pub clocks: Vec<Clock>,
    /// Who works on it.
    pub assignee: Option<UserId>,
    /// When taken in.
    pub opened_at: Moment,
    /// By whom.
    pub opened_by: UserId,
    /// When it last changed.
    pub changed_at: Moment,
    /// Since when it is in its state.
    pub since: Moment,
    /// Its states, the first one first.
    pub trail: Vec<Passed>,
    /// Whom it was given to, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Given>,
    /// Times that were made longer, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub longer: Vec<Longer>,
    /// Nothing more is expected to happen.
    pub closed: bool,
    /// The nearest end of a running clock.
    pub due: Option<Moment>,
    /// Who took the result.
    pub handed: Option<Collector>,
    /// The result goes to the person herself alone.
    pub in_person_only: bool,
    /// Papers brought after it was taken in, in the order they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later: Vec<Document>,
    /// When the last of them came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later_at: Option<Moment>,
    /// When somebody last wanted it back under threat, who was told, and what she said.
    pub threat_told: Option<Passed>,
    /// When a supervisor released it from the restriction of its person's address.
    pub released: Option<Moment>,
    /// The earlier matter it is joined to (*đơn trùng*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joins: Option<FileId>,
    /// What the other system calls it.
    pub code: Option<String>,
    /// Files that were brought with it, the first one first.
    pub attachments: Vec<Attachment>,
}

impl File {
    pub(crate) fn opened(stamp: &Stamp, body: &Opened) -> Self {
        Self {
            id: stamp.subject.into(),
            opened: body.clone(),
            state: body.state.clone(),
            clocks: body.clocks.clone(),
            assignee: None,
            opened_at: stamp.at,
            opened_by: stamp.actor,
            changed_at: stamp.at,
            since: stamp.at,
            trail: vec![Passed {
                state: body.state.clone(),
                at: stamp.at,
                by: stamp.actor,
                reason: String::new(),
            }],
            given: Vec::new(),
            longer: Vec::new(),
            closed: false,
            due: next_due(&body.clocks),
            handed: None,
            in_person_only: false,
            released: None,
            later: Vec::new(),
            later_at: None,
            threat_told: None,
            joins: None,
            code: None,
            attachments: Vec::new(),
        }
    }

    pub(crate) fn apply(&mut self, stamp: &Stamp, action: &Action) -> Fate {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "thirteen actions concern an open matter"
        )]
        match action {
            Action::FileMoved(Moved { from, .. }) | Action::FileHanded(Handed { from, .. })
                if *from != self.state =>
            {
                return Fate::Ignored("moved meanwhile");
            }
            Action::FileMoved(body) => {
                self.state.clone_from(&body.to);
                self.clocks.clone_from(&body.clocks);
                self.closed = body.closes;
                // Closed, it stays joined; back in hand, it is a matter of its own.
                self.joins = body.joins.or(self.joins.filter(|_| body.closes));
                self.passed(stamp, &body.reason);
            }
            Action::FileHanded(body) => {
                self.apply_handed(stamp.at, body);
                self.passed(stamp, "");
            }
            Action::FileApologised(body) => self.apply_apologised(body),
            Action::FileCoded(body) => {
                self.code = Some(body.code.clone()).filter(|code| !code.is_empty());
            }
            Action::FileKeptInPerson(body) => self.in_person_only = body.only,
            Action::FilePapersTaken(body) => {
                self.later.extend(body.documents.iter().cloned());
                self.later_at = Some(stamp.at);
            }
            Action::FileThreatTold(body) => {
                self.threat_told = Some(Passed {
                    state: body.state.clone(),
                    at: stamp.at,
                    by: stamp.actor,
                    reason: body.reason.clone(),
                });
            }
            Action::FileReleased(body) => self.released = body.released.then_some(stamp.at),
            Action::FileAssigned(body) => self.apply_assigned(stamp, body),
            Action::FileExtended(body) => self.apply_extended(stamp, body),
            Action::FileRecounted(body) => self.clocks.clone_from(&body.clocks),
            Action::FileReassigned(body) => {
                self.opened.parties.clone_from(&body.parties);
                self.released = None;
            }
            Action::FileAttached(body) => self.attachments.push(Attachment {
                attached: body.clone(),
                at: stamp.at,
                by: stamp.actor,
                withdrawn: false,
            }),
            Action::AttachmentWithdrawn(body) => self.withdraw(body.id),
            Action::FileViewed(_) | Action::AttachmentTakenOut(_) => return Fate::Applied,
            _ => return Fate::Ignored("not an action of a file"),
        }
        self.due = next_due(&self.clocks);
        self.changed_at = stamp.at;
        Fate::Applied
    }

    fn withdraw(&mut self, id: BlobId) {
        for kept in &mut self.attachments {
            kept.withdrawn |= kept.attached.content.id == id;
        }
    }

    /// An attachment that is not withdrawn.
    pub fn attachment(&self, id: BlobId) -> Option<&Attachment> {
        let mut kept = self.attachments.iter();
        kept.find(|kept| !kept.withdrawn && kept.attached.content.id == id)
    }

    /// It is in another state now.
    fn passed(&mut self, stamp: &Stamp, reason: &str) {
        self.since = stamp.at;
        self.trail.push(Passed {
            state: self.state.clone(),
            at: stamp.at,
            by: stamp.actor,
            reason: reason.to_owned(),
        });
    }

    /// Decides that the matter was another person's.
    pub fn reassign(person: PersonId) -> Action {
        Action::FileReassigned(Reassigned {
            parties: vec![Party {
                person,
                role: PartyRole::Applicant,
            }],
        })
    }

    /// Whether it is this user's own: she took it in or works on it.
    pub fn is_of(&self, user: UserId) -> bool {
        self.opened_by == user || self.assignee == Some(user)
    }
}

/// The nearest end of a running clock.
fn next_due(clocks: &[Clock]) -> Option<Moment> {
    let running = clocks.iter().filter(|clock| clock.done.is_none());
    running.map(Clock::ends).min()
}

/// What an officer tells of a matter.
#[derive(Clone, Debug)]
pub struct Told {
    /// Form values, already checked by the catalogue.
    pub fields: Fields,
    /// Papers as typed.
    pub documents: Vec<Document>,
}

/// Numbers and links of a new file, chosen inside the same transaction.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its number.
    pub number: String,
    /// The visit it came with.
    pub visit: VisitId,
    /// The person who brought it.
    pub person: Option<PersonId>,
    /// When the matter was received.
    pub received_at: Moment,
    /// Clocks that run from receipt, computed from the catalogue and the calendar.
    pub clocks: Vec<Clock>,
    /// Its place in a paper register, where it is carried over.
    pub carried: Option<Carried>,
}

/// Whether a matter of this service can be taken in here, from somebody known by that proof. `path` is its place in the request
/// (`matters[0]`).
/// `proof` is that of the person who came; `None` for a caller who stays anonymous.
pub fn check_open(service: &Service, proof: Option<Proof>, path: &str) -> Result<(), Refusal> {
    let at = |code| Refusal::from(Fault::at(code, format!("{path}.service")));
    if service.protected {
        return Err(at(Code::FileProtectedService));
    }
    if !service.open {
        return Err(at(Code::FileServiceNotOpen));
    }
    match (proof, service.proof) {
        (Some(_), _) if service.no_person => {
            Err(Fault::at(Code::FileTakesNoPerson, "person").into())
        }
        (None, needed) if service.needs_person || needed.is_some() => {
            Err(Fault::at(Code::FileNeedsPerson, "person").into())
        }
        (Some(given), Some(needed)) if given > needed => {
            Err(Fault::at(Code::FileNeedsProof, "person.proof").into())
        }
        _ => Ok(()),
    }
}

/// Decides that a matter is taken in; its parts have been read at the door.
pub fn open(service: &Service, told: Told, place: Place) -> Action {
    let party = place.person.map(|person| Party {
        person,
        role: PartyRole::Applicant,
    });
    Action::FileOpened(Opened {
        number: place.number,
        service: service.id.clone(),
        service_version: service.version,
        visit: place.visit,
        parties: party.into_iter().collect(),
        fields: told.fields,
        documents: told.documents,
        state: service.first_state().to_owned(),
        received_at: place.received_at,
        clocks: place.clocks,
        carried: place.carried,
    })
}

/// Which of the numbers of a year comes next: one more than the highest given.
pub fn number(letter: &str, day: Day, highest: Option<u32>) -> Result<String, Refusal> {
    crate::receipt::running(letter, day, highest).map(|number| format!("HS-{number}"))
}
