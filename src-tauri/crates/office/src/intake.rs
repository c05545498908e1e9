//! What an officer hands over when a visit is saved.
//!
//! Purpose: the request of the main job, read at the door: unknown fields refused, every fault of
//! every part told at once. The person may be given exactly as a card scan answers.
//! Must never: take a protected service, or pass anything unread to the record.

use std::collections::BTreeMap;

use domain::born::{DateParts, Sex};
use domain::fault::{Code, Fault, Faults, Refusal};
use domain::file::Document;
use domain::moment::Moment;
use domain::person::{self, Facts, Proof};
use domain::visit::{Channel, Ground, Late, LateSource, Outcome, Reception, Turn};
use serde::{Deserialize, Serialize};
use serde_json::Value;

mod reading;

/// Largest request, bytes.
pub const REQUEST_LIMIT: usize = 512 * 1024;
/// Most matters of one visit.
pub const MATTER_LIMIT: usize = 20;

/// A visit as told.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// How the person reached the desk.
    pub channel: Channel,
    /// The queue number's visit, when one was given before.
    #[serde(default)]
    pub visit: Option<String>,
    /// The draft that this saves: it goes in the same transaction.
    #[serde(default)]
    pub draft: Option<String>,
    /// Kind of reception.
    #[serde(default)]
    pub reception: Reception,
    /// How many people; absent = one.
    #[serde(default)]
    pub people: Option<u16>,
    /// First or repeated on the same matter.
    #[serde(default)]
    pub turn: Turn,
    /// RFC 3339; absent = now.
    #[serde(default)]
    pub received_at: Option<String>,
    /// Source and reason, when received earlier.
    #[serde(default)]
    pub late: Option<LateTold>,
    /// Who came; absent = anonymous.
    #[serde(default)]
    pub person: Option<PersonTold>,
    /// Matters, 0..20.
    #[serde(default)]
    pub matters: Vec<MatterTold>,
    /// How the visit ended; absent = `matter_taken` with matters, `advice` without.
    #[serde(default)]
    pub outcome: Option<OutcomeTold>,
    /// What was said or advised, in short.
    #[serde(default)]
    pub note: String,
}

/// Case text never reaches a log.
impl std::fmt::Debug for Intake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Intake({:?}, {} matters)",
            self.channel,
            self.matters.len()
        )
    }
}

/// Entered later.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LateTold {
    /// `postmark`, `call_log`, `queue_number`, `paper_day`.
    pub source: String,
    /// Number of the sheet, for a paper day.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Why.
    pub reason: String,
}

/// How a visit ended: a word, or a word with its detail.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum OutcomeTold {
    /// `advice`, `matter_taken`, `left_unserved`.
    Word(String),
    /// With its detail.
    Detailed {
        /// The word.
        kind: String,
        /// To whom it was handed on.
        #[serde(default)]
        to: Option<String>,
        /// Ground of a refusal.
        #[serde(default)]
        ground: Option<Ground>,
    },
}

/// A person as told, or as a card scan answers.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PersonTold {
    /// A person the desk knows already.
    #[serde(default)]
    pub id: Option<String>,
    /// Full name.
    #[serde(default)]
    pub name: Option<String>,
    /// Other names.
    #[serde(default)]
    pub other_names: Vec<String>,
    /// Birth date, parts may be unknown.
    #[serde(default)]
    pub born: Option<DateParts>,
    /// Sex.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// Personal number.
    #[serde(default)]
    pub number: Option<String>,
    /// Old number.
    #[serde(default)]
    pub old_number: Option<String>,
    /// Passport.
    #[serde(default)]
    pub passport: Option<String>,
    /// Nationality.
    #[serde(default)]
    pub nationality: Option<String>,
    /// One phone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Address.
    #[serde(default)]
    pub address: Option<String>,
    /// By what proof; absent = own words.
    #[serde(default)]
    pub proof: Option<Proof>,
    /// Her address, phones and visits are to be kept from others from now on.
    #[serde(default)]
    pub restrict: bool,
    /// Of a scan: day of issue; read and not kept.
    #[serde(default)]
    pub issued: Option<Value>,
    /// Of a scan: how many further fields there were; read and not kept.
    #[serde(default)]
    pub extra_fields: Option<u32>,
    /// Of a scan: warnings; read and not kept.
    #[serde(default)]
    pub warnings: Vec<String>,
}

impl std::fmt::Debug for PersonTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonTold(..)")
    }
}

/// One matter as told.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MatterTold {
    /// Service id of the catalogue.
    pub service: String,
    /// Answers of the form by key, each key once.
    #[serde(default, deserialize_with = "reading::each_key_once")]
    pub fields: BTreeMap<String, Value>,
    /// Papers handed in.
    #[serde(default)]
    pub documents: Vec<Document>,
    /// What the public service portal calls it (*mã hồ sơ dịch vụ công*).
    #[serde(default)]
    pub code: String,
}

impl std::fmt::Debug for MatterTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MatterTold({} documents)", self.documents.len())
    }
}

/// A person read at the door.
#[derive(Debug)]
pub(crate) struct PersonRead {
    pub(crate) known: Option<domain::id::PersonId>,
    pub(crate) facts: Facts,
    pub(crate) proof: Proof,
    pub(crate) restrict: bool,
}

/// Reads a request; its size is checked before anything is parsed.
pub(crate) fn read_request<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    if bytes.len() > REQUEST_LIMIT {
        let fault = Fault::new(Code::RequestTooLarge).with("max", REQUEST_LIMIT / 1024);
        return Err(fault.into());
    }
    reading::read(bytes)
}

impl Intake {
    /// Reads a JSON request; the size is checked before anything is parsed.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        read_request(bytes)
    }

    /// When it was received, if not now.
    pub(crate) fn received(&self, faults: &mut Faults) -> Option<Moment> {
        let text = self.received_at.as_deref()?;
        let read = Moment::parse(text);
        if read.is_none() {
            faults.push(Fault::at(Code::FieldNotTime, "received_at"));
        }
        read
    }

    /// The visit's own part, read. `matters` is how many of them open a file.
    pub(crate) fn visit(&self, matters: usize, faults: &mut Faults) -> domain::visit::Told {
        if self.matters.len() > MATTER_LIMIT {
            faults.push(Fault::at(Code::FieldTooMany, "matters").with("max", MATTER_LIMIT));
        }
        let late = self.late.as_ref().and_then(|late| late.read(faults));
        domain::visit::Told {
            channel: self.channel,
            reception: self.reception,
            people: self.people,
            turn: self.turn,
            received_at: self.received_at.as_deref().and_then(Moment::parse),
            late,
            person: None,
            proof: Proof::Unknown,
            outcome: self.outcome_read(matters, faults),
            guidance: Vec::new(),
            note: self.note.clone(),
            matters,
        }
    }

    fn outcome_read(&self, matters: usize, faults: &mut Faults) -> Outcome {
        let (kind, to, ground) = match &self.outcome {
            None if matters == 0 => return Outcome::Advice,
            None => return Outcome::MatterTaken,
            Some(OutcomeTold::Word(kind)) => (kind.as_str(), None, None),
            Some(OutcomeTold::Detailed { kind, to, ground }) => {
                (kind.as_str(), to.as_deref(), *ground)
            }
        };
        // A detail of another outcome would be dropped in silence.
        for (told, of, field) in [
            (to.is_some(), "handed_on", "outcome.to"),
            (ground.is_some(), "refused", "outcome.ground"),
        ] {
            if told && kind != of {
                faults.push(Fault::at(Code::FieldUnknown, field));
            }
        }
        match (kind, ground) {
            ("advice", _) => Outcome::Advice,
            ("matter_taken", _) => Outcome::MatterTaken,
            ("handed_on", _) => Outcome::HandedOn {
                to: to.unwrap_or_default().to_owned(),
            },
            ("left_unserved", _) => Outcome::LeftUnserved,
            ("refused", Some(ground)) => Outcome::Refused { ground },
            ("refused", None) => {
                faults.push(Fault::at(Code::FieldMissing, "outcome.ground"));
                Outcome::Advice
            }
            _ => {
                let choices = "advice, matter_taken, handed_on, left_unserved, refused";
                faults.push(Fault::at(Code::FieldNotChoice, "outcome").with("choices", choices));
                Outcome::Advice
            }
        }
    }
}

impl LateTold {
    fn read(&self, faults: &mut Faults) -> Option<Late> {
        let sheet = self.sheet.as_deref().unwrap_or_default();
        if self.source != "paper_day" && !sheet.is_empty() {
            faults.push(Fault::at(Code::FieldUnknown, "late.sheet"));
        }
        let source = match self.source.as_str() {
            "postmark" => LateSource::Postmark,
            "call_log" => LateSource::CallLog,
            "queue_number" => LateSource::QueueNumber,
            "paper_day" => LateSource::PaperDay {
                sheet: sheet.to_owned(),
            },
            _ => {
                let fault = Fault::at(Code::FieldNotChoice, "late.source");
                faults.push(fault.with("choices", "postmark, call_log, queue_number, paper_day"));
                return None;
            }
        };
        Some(Late {
            source,
            reason: self.reason.clone(),
        })
    }
}

impl PersonTold {
    /// Reads a person by herself; the size is checked before anything is parsed.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        read_request(bytes)
    }

    /// By what proof; own words where none is told.
    pub(crate) fn proof(&self) -> Proof {
        self.proof.unwrap_or(Proof::OwnWords)
    }

    /// Reads the person at the door.
    pub(crate) fn read(&self, faults: &mut Faults) -> Option<PersonRead> {
        let known = match self.id.as_deref().map(str::parse) {
            None => None,
            Some(Ok(id)) => Some(id),
            Some(Err(_)) => {
                faults.push(Fault::at(Code::PersonUnknown, "person.id"));
                return None;
            }
        };
        let born = self
            .born
            .map_or(Ok(None), DateParts::check)
            .map_err(|fault| {
                let part = fault.field.clone().unwrap_or_default();
                fault.in_field(format!("person.born.{part}"))
            });
        let born = faults.keep(born).flatten();
        let facts = Facts {
            name: self.name.clone().unwrap_or_default(),
            other_names: self.other_names.clone(),
            born,
            sex: self.sex,
            number: self.number.clone(),
            old_number: self.old_number.clone(),
            passport: self.passport.clone(),
            nationality: self.nationality.clone(),
            phones: self
                .phone
                .clone()
                .into_iter()
                .filter(|phone| !phone.trim().is_empty())
                .collect(),
            address: self.address.clone().unwrap_or_default(),
        };
        // Of somebody known only what is new is told; she keeps her name.
        let naming = if known.is_some() {
            person::Naming::Kept
        } else {
            person::Naming::Needed
        };
        let facts = person::check(&facts, naming, "person").map_err(in_request);
        let facts = faults.keep_all(facts)?;
        Some(PersonRead {
            known,
            facts,
            proof: self.proof(),
            restrict: self.restrict,
        })
    }
}

/// Faults of a person's facts as fields of the request: it has one phone, the record a list.
pub(crate) fn in_request(mut refusal: Refusal) -> Refusal {
    for fault in std::iter::once(&mut refusal.first).chain(&mut refusal.more) {
        if fault
            .field
            .as_deref()
            .is_some_and(|field| field.starts_with("person.phones"))
        {
            fault.field = Some("person.phone".to_owned());
        }
    }
    refusal
}
