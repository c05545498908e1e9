//! What became of a receipt's paper: sent, seen in hand, void, or not wanted.
//!
//! Purpose: printings and the voiding of a receipt, as actions and as state. A job handed to a
//! printing system says nothing of paper, so a person says that she holds it; a printing that
//! nobody saw, or that no printing system took, is voided and its copy printed again under the same
//! number; whether its job was surely taken back is part of that, for else its paper may come out
//! when nobody stands there. A receipt is never forced on anybody: one that is not wanted on paper waits for no
//! printer. Must never: let two printings of one copy count at once, or print a receipt that is void.

use serde::{Deserialize, Serialize};

use super::Receipt;
use crate::action::Action;
use crate::fault::{Code, Fault};
use crate::id::UserId;
use crate::moment::{Day, Moment};
use crate::printing::PaperSize;
use crate::subject::{Fate, Stamp};

/// The pages go to a printing system: written before they are handed over, so that no paper lies in
/// the room that the record knows nothing of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// Which copy: 0 for the first paper, 1 for the first reprint.
    pub copy: u32,
    /// The printer's queue, so that whoever looks for the paper knows where.
    pub printer: String,
    /// What on.
    pub paper: PaperSize,
    /// How many of it.
    pub copies: u32,
}

/// Somebody holds the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Of which copy.
    pub copy: u32,
}

/// The receipt is not wanted on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declined {
    /// Of which copy.
    pub copy: u32,
}

/// Why a receipt as a whole counts no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidGround {
    /// It was made out to somebody else than who stood there.
    WrongPerson,
    /// The step it told of was taken back.
    TakenBack,
}

/// What counts no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The receipt itself: its code is genuine and void from now on, on every paper of it.
    Receipt(VoidGround),
    /// The latest printing of this copy: nobody ever saw it. The receipt stands.
    Unseen(u32),
    /// The latest printing of this copy: no printing system took it. The receipt stands.
    NotHandedOver(u32),
}

/// Something counts no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voided {
    /// What, and why.
    pub what: What,
    /// The job of its latest printing was taken back: surely no paper of it comes out.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub recalled: bool,
}

/// How a printing stands. *Unknown* is not a state of the record: it is a sent one of an earlier
/// session, which this session cannot vouch for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrintingState {
    /// On its way to a printer or handed over; nobody has said that paper came out.
    Sent,
    /// Somebody holds it.
    Seen,
    /// Never seen, or never handed over.
    Voided,
}

/// One printing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printing {
    /// What was sent.
    pub sent: Sent,
    /// When.
    pub at: Moment,
    /// On which day, for the day's list.
    pub day: Day,
    /// By whom.
    pub by: UserId,
    /// How it stands.
    pub state: PrintingState,
    /// Surely no paper came or comes out of it.
    pub recalled: bool,
}

/// A receipt that is void.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoidedAs {
    /// Why.
    pub ground: VoidGround,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: UserId,
}

impl Receipt {
    /// The latest printing: the only one that may still wait to be seen.
    pub fn latest(&self) -> Option<&Printing> {
        self.printings.last()
    }

    /// The printing of the current copy that counts, sent or seen.
    fn standing(&mut self) -> Option<&mut Printing> {
        let copy = self.reprints;
        let last = self.printings.last_mut()?;
        (last.sent.copy == copy && last.state != PrintingState::Voided).then_some(last)
    }

    pub(super) fn apply_sent(&mut self, stamp: &Stamp, body: &Sent) -> Fate {
        if self.voided.is_some() {
            return Fate::Ignored("the receipt is void");
        }
        if body.copy != self.reprints {
            return Fate::Ignored("another copy is printed now");
        }
        if self.standing().is_some() {
            return Fate::Ignored("this copy was sent already");
        }
        self.printings.push(Printing {
            sent: body.clone(),
            at: stamp.at,
            day: stamp.at.day(),
            by: stamp.actor,
            state: PrintingState::Sent,
            recalled: false,
        });
        self.declined = false;
        Fate::Applied
    }

    pub(super) fn apply_seen(&mut self, body: &Seen) -> Fate {
        self.turn(body.copy, PrintingState::Seen, false)
    }

    pub(super) fn apply_voided(&mut self, stamp: &Stamp, body: &Voided) -> Fate {
        match body.what {
            What::Unseen(copy) => self.turn(copy, PrintingState::Voided, body.recalled),
            What::NotHandedOver(copy) => self.turn(copy, PrintingState::Voided, true),
            What::Receipt(_) if self.voided.is_some() => Fate::Ignored("void already"),
            What::Receipt(ground) => {
                if let Some(last) = self.printings.last_mut()
                    && last.state == PrintingState::Sent
                {
                    last.recalled = body.recalled;
                }
                self.voided = Some(VoidedAs {
                    ground,
                    at: stamp.at,
                    by: stamp.actor,
                });
                Fate::Applied
            }
        }
    }

    pub(super) fn apply_declined(&mut self, body: &Declined) -> Fate {
        if body.copy != self.reprints || self.declined || self.may_be_sent().is_err() {
            return Fate::Ignored("no printing of this copy is due");
        }
        self.declined = true;
        Fate::Applied
    }

    /// A printing that waits to be seen comes to its end.
    fn turn(&mut self, copy: u32, to: PrintingState, recalled: bool) -> Fate {
        match self.standing() {
            Some(last) if last.sent.copy == copy && last.state == PrintingState::Sent => {
                (last.state, last.recalled) = (to, recalled);
                Fate::Applied
            }
            Some(_) | None => Fate::Ignored("no printing of this copy waits to be seen"),
        }
    }

    /// Decides that the receipt itself counts no more; `None` when it is void already. `recalled`:
    /// the job of its latest printing was surely taken back.
    pub fn void(&self, ground: VoidGround, recalled: bool) -> Option<Action> {
        let what = What::Receipt(ground);
        let void = Action::ReceiptVoided(Voided { what, recalled });
        self.voided.is_none().then_some(void)
    }

    /// Printings that count no more and that nobody saw, whose paper may come out all the same.
    pub fn may_come_out(&self) -> impl Iterator<Item = &Printing> {
        let void = self.voided.is_some();
        self.printings.iter().filter(move |one| {
            let counts_no_more = match one.state {
                PrintingState::Voided => true,
                PrintingState::Sent => void,
                PrintingState::Seen => false,
            };
            counts_no_more && !one.recalled
        })
    }

    /// Whether its paper may be printed as it stands: not void, and not sent already.
    pub fn may_be_sent(&self) -> Result<(), Fault> {
        self.counts()?;
        match self.latest() {
            Some(last)
                if last.sent.copy == self.reprints && last.state != PrintingState::Voided =>
            {
                Err(Fault::new(Code::PrintAlready))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Whether its current copy waits for a printer: it may be sent, and is wanted on paper.
    pub fn is_due_on_paper(&self) -> bool {
        !self.declined && self.may_be_sent().is_ok()
    }

    /// Decides that it is not wanted on paper.
    pub fn decline(&self) -> Result<Action, Fault> {
        self.may_be_sent()?;
        if self.declined {
            return Err(Fault::new(Code::PrintDeclined));
        }
        let copy = self.reprints;
        Ok(Action::ReceiptDeclined(Declined { copy }))
    }

    /// Whether it still counts.
    pub fn counts(&self) -> Result<(), Fault> {
        match self.voided {
            Some(_) => Err(Fault::new(Code::ReceiptVoided)),
            None => Ok(()),
        }
    }

    /// Decides that the pages go to a printer.
    pub fn sent(&self, printer: &str, paper: PaperSize, copies: u32) -> Action {
        Action::ReceiptSent(Sent {
            copy: self.reprints,
            printer: printer.to_owned(),
            paper,
            copies,
        })
    }

    /// Decides that somebody holds the paper.
    pub fn seen(&self) -> Result<Action, Fault> {
        let copy = self.waiting(Code::PrintNotSent)?;
        Ok(Action::ReceiptSeen(Seen { copy }))
    }

    /// Decides that the printing nobody saw counts no more, so that its copy may be printed anew.
    /// `recalled`: its job was surely taken back.
    pub fn void_unseen(&self, recalled: bool) -> Result<Action, Fault> {
        self.counts()?;
        let copy = self.waiting(Code::PrintSeen)?;
        let what = What::Unseen(copy);
        Ok(Action::ReceiptVoided(Voided { what, recalled }))
    }

    /// Decides that the printing that was just sent counts no more: no printing system took it.
    pub fn void_not_handed_over(&self) -> Result<Action, Fault> {
        let copy = self.waiting(Code::PrintSeen)?;
        let what = What::NotHandedOver(copy);
        // That no paper comes of it is what *not handed over* says.
        let recalled = false;
        Ok(Action::ReceiptVoided(Voided { what, recalled }))
    }

    /// The copy whose printing waits to be seen; `seen` is what to say when it was seen.
    fn waiting(&self, seen: Code) -> Result<u32, Fault> {
        let last = self.latest().map(|last| (last.sent.copy, last.state));
        match last {
            Some((copy, PrintingState::Sent)) if copy == self.reprints => Ok(copy),
            Some((copy, PrintingState::Seen)) if copy == self.reprints => Err(Fault::new(seen)),
            Some(_) | None => Err(Fault::new(Code::PrintNotSent)),
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
