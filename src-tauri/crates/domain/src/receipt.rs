//! A receipt (*biên nhận*, of whatever form): what the citizen takes home, and a witness of the journal.
//!
//! Purpose: the receipt aggregate. Number, token, salt and everything printed stand in the action,
//! so that a reprint is the same paper for ever. Must never: carry a matter of
//! violence; make a key or a random number.

use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::deadline::{StartsAt, Unit};
use crate::fault::{Code, Refusal};
use crate::file::Document;
use crate::id::{FileId, PersonId, ReceiptId, UserId, VisitId};
use crate::moment::{Day, Moment};
use crate::paper_form::PaperForm;
use crate::sheet::Letterhead;
use crate::subject::{Fate, Stamp};
use crate::words::Lang;

mod paper;
mod printings;

pub use printings::{
    Declined, Printing, PrintingState, Seen, Sent, VoidGround, Voided, VoidedAs, What,
};

/// The letterhead as it stood on the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The body above.
    pub parent: String,
    /// The office.
    pub office: String,
    /// Place of the date line.
    pub place: String,
    /// Address.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// Demo mark.
    pub demo: bool,
}

impl From<Head> for Letterhead {
    fn from(head: Head) -> Self {
        Self {
            parent: head.parent,
            office: head.office,
            place: head.place,
            address: head.address,
            phone: head.phone,
            demo: head.demo,
        }
    }
}

/// The due date as printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// End of the time allowed.
    pub at: Moment,
    /// What will have happened by then.
    pub what: String,
    /// The law; absent where the catalogue is not sure of the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

/// One more line of the paper: an answer that the catalogue puts there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The question's label.
    pub label: String,
    /// The answer in words.
    pub value: String,
}

/// One state of the trail, as printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hop {
    /// The state's title.
    pub state: String,
    /// Since when.
    pub at: Moment,
    /// By whom, as settings show her.
    pub by: String,
    /// To whom it was given, as settings show her; empty where it was given to nobody.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
}

impl core::fmt::Debug for Hop {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Hop(..)")
    }
}

/// How long the law gives, as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// How many …
    pub count: u32,
    /// … of what.
    pub unit: Unit,
    /// What they are counted from, where that is still to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<StartsAt>,
}

/// What is to be paid, as printed (*lệ phí*).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// What for.
    pub what: String,
    /// Whole đồng.
    pub amount: u32,
    /// Why nothing is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<String>,
}

/// Everything on the paper but number, token and marks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    /// Which paper it is.
    #[serde(default, skip_serializing_if = "PaperForm::is_default")]
    pub form: PaperForm,
    /// Top block.
    pub head: Head,
    /// Language of the labels.
    pub lang: Lang,
    /// When the matter was received, if earlier than the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Moment>,
    /// Who handed it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citizen: Option<String>,
    /// Birth date in words.
    #[serde(default)]
    pub born: String,
    /// Identity number, or passport; all but the last four hidden.
    #[serde(default)]
    pub identity: String,
    /// Address.
    #[serde(default)]
    pub address: String,
    /// Title of the service.
    pub service: String,
    /// Number of the file.
    pub file_number: String,
    /// Answers that the catalogue puts on the paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// What it has to say: what is missing, why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The states the matter went through.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trail: Vec<Hop>,
    /// Papers handed in.
    pub documents: Vec<Document>,
    /// What is to be paid; absent where the catalogue knows no fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Fee>,
    /// How long the law gives; absent where the catalogue is not sure of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// Due date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// Who signs for it, where that is not the citizen (a collector).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// What stands where she would sign, where she signs in another way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing: Option<String>,
    /// The officer as settings show her.
    pub officer: String,
    /// Desk letter.
    pub desk: String,
}

impl core::fmt::Debug for Line {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Line(..)")
    }
}

impl core::fmt::Debug for Fee {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Fee(..)")
    }
}

/// What a paper says never reaches a log.
impl core::fmt::Debug for Printed {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Printed(..)")
    }
}

/// A receipt was made out; it is the last entry of the visit's act, or followed by receipts only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// `A-2026-000123`: one series a desk and year for all kinds.
    pub number: String,
    /// The file; absent on the slip of a private reception, which points to nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileId>,
    /// The visit; absent likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// To whom; absent for an anonymous caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Day of issue, as the token says it.
    pub day: Day,
    /// The signed token, base45 text (security: 0x01 | station | rid | day | commit | signature).
    pub token: String,
    /// Salt of the token's commitment, lower-case hex of 16 bytes.
    pub salt: String,
    /// Whoever brought it is kept secret (*tố cáo*): the paper says that in place of a name.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub secret: bool,
    /// What the paper says.
    pub printed: Printed,
}

/// Printed once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reprinted {
    /// Which reprint: 1 for the first.
    pub copy: u32,
}

/// A receipt as the journal tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Identity.
    pub id: ReceiptId,
    /// As made out.
    pub issued: Issued,
    /// When.
    pub issued_at: Moment,
    /// By whom.
    pub issued_by: UserId,
    /// How often reprinted.
    pub reprints: u32,
    /// Printings, oldest first; only the last may still wait to be seen.
    pub printings: Vec<Printing>,
    /// Its current copy is not wanted on paper.
    pub declined: bool,
    /// Since when it counts no more, and why.
    pub voided: Option<VoidedAs>,
}

impl Receipt {
    pub(crate) fn issued(stamp: &Stamp, body: &Issued) -> Self {
        Self {
            id: stamp.subject.into(),
            issued: body.clone(),
            issued_at: stamp.at,
            issued_by: stamp.actor,
            reprints: 0,
            printings: Vec::new(),
            declined: false,
            voided: None,
        }
    }

    pub(crate) fn apply(&mut self, stamp: &Stamp, action: &Action) -> Fate {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "five actions concern a receipt that was made out"
        )]
        match action {
            Action::ReceiptReprinted(body) => self.apply_reprinted(body),
            Action::ReceiptSent(body) => self.apply_sent(stamp, body),
            Action::ReceiptSeen(body) => self.apply_seen(body),
            Action::ReceiptDeclined(body) => self.apply_declined(body),
            Action::ReceiptVoided(body) => self.apply_voided(stamp, body),
            _ => Fate::Ignored("not an action of a receipt"),
        }
    }

    fn apply_reprinted(&mut self, body: &Reprinted) -> Fate {
        if self.voided.is_some() {
            return Fate::Ignored("the receipt is void");
        }
        if body.copy != self.reprints.saturating_add(1) {
            return Fate::Ignored("reprinted meanwhile");
        }
        self.reprints = body.copy;
        self.declined = false;
        Fate::Applied
    }

    /// Decides one more printing.
    pub fn reprint(&self) -> Action {
        Action::ReceiptReprinted(Reprinted {
            copy: self.reprints.saturating_add(1),
        })
    }

    /// It belongs to a private reception: nothing in the open says whose, or what about.
    pub const fn is_discreet(&self) -> bool {
        self.issued.file.is_none()
    }

    /// The receipt as it will stand once one more printing is decided: what its paper shows.
    #[must_use]
    pub fn reprinted(&self) -> Self {
        Self {
            reprints: self.reprints.saturating_add(1),
            ..self.clone()
        }
    }
}

/// What all running numbers of a desk and year begin with: `A-2026-`.
pub fn series(letter: &str, day: Day) -> String {
    format!("{letter}-{:04}-", day.year())
}

/// The next running number of a desk and year: `A-2026-000123`.
pub fn running(letter: &str, day: Day, highest: Option<u32>) -> Result<String, Refusal> {
    let next = highest
        .unwrap_or(0)
        .checked_add(1)
        .filter(|next| *next <= 999_999);
    let next = next.ok_or_else(|| Refusal::new(Code::ReceiptSeriesFull))?;
    Ok(format!("{}{next:06}", series(letter, day)))
}
