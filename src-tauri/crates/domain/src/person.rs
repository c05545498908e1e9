//! A citizen (*công dân*): what the desk knows of a person, and by what proof.
//!
//! Purpose: the person aggregate: state, decisions, fold. People by their own words are found but
//! never merged or blocked by number checks. Must never: guess about a person.

use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::born::{PartialDate, Sex};
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::fold;
use crate::id::{PersonId, UserId};
use crate::moment::Moment;
use crate::subject::{Fate, Stamp};

mod asked;
mod door;
mod merging;
mod mistaken;
mod restricted;

pub use asked::CALLER_FACTS;
pub use door::{Naming, check};
pub use merging::{Fact, Join, Joined, Merged, Merging, Parted, Unmerged};
pub use mistaken::Wrote;
pub use restricted::Marked;

/// Longest name, characters.
pub const NAME_LIMIT: usize = 200;
/// Longest address, characters.
pub const ADDRESS_LIMIT: usize = 500;
/// Most phones, other names.
pub const LIST_LIMIT: usize = 10;

/// How the desk knows who stands there, strongest first.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The card's code was read (*quét thẻ*).
    CardScanned,
    /// The card was seen (*xem thẻ*).
    CardSeen,
    /// The national identity app was shown (*VNeID*).
    VneidSeen,
    /// Another paper (*giấy tờ khác*).
    OtherPaper,
    /// The officer knows the person.
    KnownToOfficer,
    /// By the person's own words (*tự khai*).
    OwnWords,
    /// Not known.
    #[default]
    Unknown,
}

/// Everything the desk may know of a person; absent means not known.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Full name as the person writes it (họ – chữ đệm – tên, or as printed for foreigners).
    pub name: String,
    /// Other names used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<String>,
    /// Birth date, day and month may be unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<PartialDate>,
    /// Sex as declared or on the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Personal number, 12 digits (*số định danh cá nhân*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Old identity card number, 9 digits (*CMND*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_number: Option<String>,
    /// Passport number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passport: Option<String>,
    /// Nationality, ISO 3166-1 alpha-3 as in machine-readable lines; absent = Vietnamese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    /// Phones, national form without separators; the one told last stands last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// Address as written; old unit names stay as they are.
    #[serde(default)]
    pub address: String,
}

/// What is known of a person never reaches a log.
impl core::fmt::Debug for Facts {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Facts(..)")
    }
}

/// A person became known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// What is known.
    pub facts: Facts,
    /// By what proof.
    pub proof: Proof,
}

/// What is known changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amended {
    /// All that is known now.
    pub facts: Facts,
    /// By what proof.
    pub proof: Proof,
}

/// A citizen as the journal tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Identity of the record.
    pub id: PersonId,
    /// What is known.
    pub facts: Facts,
    /// By what proof.
    pub proof: Proof,
    /// When first recorded.
    pub recorded_at: Moment,
    /// By whom.
    pub recorded_by: UserId,
    /// How often amended.
    pub amendments: u32,
    /// Since when her address is restricted (*giữ kín địa chỉ*).
    pub restricted: Option<Moment>,
    /// The record this one was merged into: whoever reads this one is led there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<PersonId>,
    /// The records that were merged into this one, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<Join>,
}

impl Person {
    pub(crate) fn recorded(stamp: &Stamp, body: &Recorded) -> Self {
        let (id, facts) = (stamp.subject.into(), body.facts.clone());
        Self::new(id, facts, body.proof, stamp.at, stamp.actor)
    }

    /// The person as she will stand once her record is appended.
    pub fn new(id: PersonId, facts: Facts, proof: Proof, at: Moment, by: UserId) -> Self {
        Self {
            id,
            facts,
            proof,
            recorded_at: at,
            recorded_by: by,
            amendments: 0,
            restricted: None,
            merged: None,
            joined: Vec::new(),
        }
    }

    pub(crate) fn apply(&mut self, stamp: &Stamp, action: &Action) -> Fate {
        #[expect(clippy::wildcard_enum_match_arm, reason = "few concern a person")]
        match action {
            Action::PersonAmended(body) => {
                self.facts = body.facts.clone();
                self.proof = body.proof;
                self.amendments = self.amendments.saturating_add(1);
                Fate::Applied
            }
            Action::PersonViewed(_) | Action::PersonAddressSeen(_) => Fate::Applied,
            Action::PersonRestricted(_) => self.restrict(Some(stamp.at)),
            Action::PersonUnrestricted(_) => self.restrict(None),
            Action::PersonMerged(body) => self.go(Some(body.into)),
            Action::PersonUnmerged(_) => self.go(None),
            Action::PersonJoined(body) => self.join(body, stamp.at),
            Action::PersonParted(body) => self.part_from(body),
            _ => Fate::Ignored("not an action of a person"),
        }
    }

    /// Decides the amendment that brings in newly told facts, or `None` when nothing is new.
    /// What was known stays unless something else was told. A stronger proof counts for all; a weaker
    /// one takes over where it replaces something, or the record would claim that a card proved what
    /// was only said. Refused when a list is full: nothing told is dropped.
    pub fn told(&self, told: &Facts, proof: Proof) -> Result<Option<Action>, Refusal> {
        let facts = merge(&self.facts, told)?;
        let replaces = replaces(&self.clone().shown().facts, told);
        let proof = if replaces {
            proof
        } else {
            proof.min(self.proof)
        };
        if facts == self.facts && proof == self.proof {
            return Ok(None);
        }
        Ok(Some(Action::PersonAmended(Amended { facts, proof })))
    }
}

/// Decides the record of a person not known before; the facts have passed [`check`].
pub fn record(facts: Facts, proof: Proof) -> Action {
    Action::PersonRecorded(Recorded { facts, proof })
}

/// Whether what was told is about this known person. Only one proved by more than her own words is
/// taken for her; the name must fit too where the record rests on mere words, or on a passport.
pub fn is_same(known: &Person, told: &Facts, proof: Proof) -> bool {
    let proved = |proof: Proof| proof < Proof::OwnWords;
    let number = known.facts.number.is_some() && known.facts.number == told.number;
    let name = fold::folded_key(&known.facts.name) == fold::folded_key(&told.name);
    let passport = told.passport.is_some() && known.facts.passport == told.passport;
    let passport = passport && told.number.is_none();
    proved(proof) && (number && (proved(known.proof) || name) || passport && name)
}

/// Whether something known would give way to something else.
fn replaces(known: &Facts, told: &Facts) -> bool {
    fn differs<T: PartialEq>(known: Option<&T>, told: Option<&T>) -> bool {
        known.is_some() && told.is_some() && known != told
    }
    let texts = [(&known.name, &told.name), (&known.address, &told.address)];
    let numbers = [
        (&known.number, &told.number),
        (&known.old_number, &told.old_number),
        (&known.passport, &told.passport),
        (&known.nationality, &told.nationality),
    ];
    let mut texts = texts.into_iter();
    let mut numbers = numbers.into_iter();
    texts.any(|(known, told)| !known.is_empty() && !told.is_empty() && known != told)
        || numbers.any(|(known, told)| differs(known.as_ref(), told.as_ref()))
        || differs(known.born.as_ref(), told.born.as_ref())
        || differs(known.sex.as_ref(), told.sex.as_ref())
}

/// Newly told values win, lists grow, nothing known is lost.
fn merge(known: &Facts, told: &Facts) -> Result<Facts, Refusal> {
    let mut facts = known.clone();
    if facts.name != told.name && !told.name.is_empty() {
        let former = core::mem::replace(&mut facts.name, told.name.clone());
        grow(&mut facts.other_names, &[former]);
    }
    grow(&mut facts.other_names, &told.other_names);
    facts.other_names.retain(|name| *name != facts.name);
    // A phone told again is the newest once more: the page offers the last.
    facts.phones.retain(|phone| !told.phones.contains(phone));
    grow(&mut facts.phones, &told.phones);
    within(&facts, "")?;
    facts.born = told.born.or(facts.born);
    facts.sex = told.sex.or(facts.sex);
    for (known, told) in [
        (&mut facts.number, &told.number),
        (&mut facts.old_number, &told.old_number),
        (&mut facts.passport, &told.passport),
        (&mut facts.nationality, &told.nationality),
    ] {
        if told.is_some() {
            known.clone_from(told);
        }
    }
    if !told.address.is_empty() {
        facts.address.clone_from(&told.address);
    }
    Ok(facts)
}

/// Adds what is not there yet.
fn grow(known: &mut Vec<String>, told: &[String]) {
    for value in told {
        if !value.is_empty() && !known.contains(value) {
            known.push(value.clone());
        }
    }
}

/// No list is longer than its limit. `path` is what the field's name follows (`person.`).
fn within(facts: &Facts, path: &str) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    for (count, field) in [
        (facts.other_names.len(), "other_names"),
        (facts.phones.len(), "phones"),
    ] {
        if count > LIST_LIMIT {
            let fault = Fault::at(Code::FieldTooMany, format!("{path}{field}"));
            faults.push(fault.with("max", LIST_LIMIT));
        }
    }
    faults.finish()
}
