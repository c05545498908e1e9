//! What stands inside sealed items.
//!
//! Purpose: the head item, by which the cleared find a file, and the kinds of the others; read strictly,
//! for a body was signed as it stands. Must never: reach a log, or hold more than somebody has to know.

use serde::{Deserialize, Serialize};

use super::contact::ContactRule;
use super::paper::Paper;
use crate::catalogue::Fields;
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::fold;
use crate::id::UserId;
use crate::moment::Moment;
use crate::text;

/// Most names, numbers, phones of a head item, each.
const EACH: usize = 8;
/// Longest line of a head item, characters.
pub const LINE: usize = 120;
/// Longest note, characters: it has room in one item.
pub const NOTE_LIMIT: usize = 50_000;

/// What kind of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Names, numbers, who is barred: the newest counts.
    Head,
    /// Answers of a private form.
    Form,
    /// Something that was done ([`super::work::Work`]).
    Work,
    /// She lets somebody be told ([`super::referral::Consent`]).
    Consent,
    /// Somebody is told ([`super::referral::Referral`]).
    Referral,
    /// Answers that are kept apart from the rest of it: an informant.
    Apart,
    /// A file that was brought, sealed beside the record ([`crate::attachment::Attached`]).
    Blob,
    /// Words of whoever wrote it.
    Note,
}

impl ItemKind {
    /// As the item's own header names it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Form => "form",
            Self::Work => "work",
            Self::Consent => "consent",
            Self::Referral => "referral",
            Self::Apart => "apart",
            Self::Blob => "blob",
            Self::Note => "note",
        }
    }

    /// The kind of that name.
    pub fn read(text: &str) -> Option<Self> {
        let kinds = [
            Self::Head,
            Self::Form,
            Self::Work,
            Self::Consent,
            Self::Referral,
            Self::Apart,
            Self::Blob,
            Self::Note,
        ];
        kinds.into_iter().find(|kind| kind.text() == text)
    }
}

/// The head item of a file.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// What the file is called aloud: it tells nothing.
    pub code: String,
    /// Names by which somebody may ask for it.
    pub names: Vec<String>,
    /// Personal numbers, passports, plates.
    pub numbers: Vec<String>,
    /// Phones.
    pub phones: Vec<String>,
    /// Members of staff who are never cleared for it.
    pub barred: Vec<UserId>,
    /// What comes next, in one line.
    pub next: String,
    /// Under which service of the catalogue; empty where words alone were handed over.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// How dangerous it is: a choice of that service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Legal times that run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<Clock>,
    /// Who answers for it, since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
    /// Papers that were made out and are not destroyed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Paper>,
    /// How she may be reached; in no way where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactRule>,
    /// How often somebody had to tell again what was told before; the aim is never.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub retold: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Somebody answers for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// Who.
    pub by: UserId,
    /// Since when.
    pub at: Moment,
}

/// Each once, in order.
fn once(mut barred: Vec<UserId>) -> Vec<UserId> {
    barred.sort_unstable();
    barred.dedup();
    barred
}

/// A legal time that runs for a protected file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Step of the service: `emergency-measures`.
    pub step: String,
    /// Since when.
    pub from: Moment,
    /// Until when.
    pub due: Moment,
}

/// The answers of a private form, under the version they were given under.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// `F1`.
    pub service: String,
    /// Its version.
    pub version: u32,
    /// Answers by question.
    pub fields: Fields,
}

crate::quiet!(Form);

crate::quiet!(Head);

impl Head {
    /// What was typed, trimmed and within its limits; all faults at once, at `head.names[0]`.
    pub fn check(self) -> Result<Self, Refusal> {
        let mut faults = Faults::default();
        let mut several = |typed: Vec<String>, name: &str| {
            if typed.len() > EACH {
                faults
                    .push(Fault::at(Code::FieldTooMany, format!("head.{name}")).with("max", EACH));
            }
            let mut kept = Vec::new();
            for (at, one) in typed.iter().enumerate() {
                let read = text::line(one, LINE);
                let read = read.map_err(|fault| fault.in_field(format!("head.{name}[{at}]")));
                kept.extend(faults.keep(read).filter(|line| !line.is_empty()));
            }
            kept
        };
        let names = several(self.names, "names");
        let numbers = several(self.numbers, "numbers");
        let phones = several(self.phones, "phones");
        let next = text::line(&self.next, LINE).map_err(|fault| fault.in_field("head.next"));
        let next = faults.keep(next).unwrap_or_default();
        faults.finish()?;
        Ok(Self {
            code: self.code,
            names,
            numbers,
            phones,
            barred: once(self.barred),
            next,
            service: self.service,
            level: self.level,
            clocks: self.clocks,
            taken: self.taken,
            papers: self.papers,
            contact: self.contact,
            retold: self.retold,
        })
    }

    /// Whether somebody who asks for this may mean it: every word of a name, or a number's digits.
    pub fn is_meant_by(&self, asked: &str) -> bool {
        let wanted = fold::folded_key(asked);
        let words: Vec<&str> = wanted.split_whitespace().collect();
        if words.is_empty() {
            return false;
        }
        let named = self.names.iter().any(|name| {
            let name = fold::folded_key(name);
            let mut of: Vec<&str> = name.split_whitespace().collect();
            words.iter().all(|word| {
                let at = of.iter().position(|one| one.starts_with(word));
                at.map(|at| of.remove(at)).is_some()
            })
        });
        let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        let wanted = digits(asked);
        let papers = self.papers.iter().map(|paper| &paper.number);
        let mut numbers = self.numbers.iter().chain(&self.phones).chain(papers);
        let numbered = wanted.len() >= 4 && numbers.any(|one| digits(one).ends_with(&wanted));
        named || numbered || asked.trim().eq_ignore_ascii_case(&self.code)
    }
}
