//! What is done about a protected file, and what it makes of its head.
//!
//! Purpose: somebody answers for it by name; a legal time begins with its event and ends with an answer;
//! somebody is told. May use: the head item. Must never: take a clock away that nobody answered, or hold
//! more of anybody than was told.

use serde::{Deserialize, Serialize};

use super::contact::{ContactRule, Way};
use super::content::{Clock, Head, Taken};
use crate::fault::{Code, Fault, Refusal};
use crate::id::{ItemId, UserId};
use crate::moment::Moment;
use crate::text;

/// Longest words of one thing that was done, characters.
pub const WORDS: usize = 4_000;
/// Most legal times that run at once.
const CLOCKS: usize = 12;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Somebody answers for the file from now on (*nhận hồ sơ*).
    TookOn,
    /// A legal time began with its event.
    Began,
    /// A legal time was answered.
    Answered,
    /// Somebody outside was told.
    Told,
    /// It was asked whether a paper is safe, and none was wanted.
    NoPaper,
    /// The office keeps a paper.
    PaperKept,
    /// A paper was given to her, or to whoever she named.
    PaperGiven,
    /// A paper came back.
    PaperBack,
    /// A paper was destroyed.
    PaperDestroyed,
    /// A consent was taken back.
    Withdrew,
    /// Whoever was told took it on.
    Accepted,
    /// Whoever was told did what was asked.
    Done,
    /// Whoever was told would not.
    Declined,
    /// It came back to the house.
    CameBack,
    /// The letter of a referral was printed (*giấy chuyển gửi*).
    Lettered,
    /// She was reached, or somebody she trusts (*đã liên lạc*).
    Reached,
    /// The file was closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// Somebody was let in for a while who was not cleared.
    BrokeGlass,
    /// Somebody may never be cleared from now on.
    Barred,
    /// Somebody may be cleared again.
    BarLifted,
    /// A copy of a file that was brought was taken out of the record.
    CopyTaken,
    /// A sealed copy of the whole file was made for another body (*bản sao mã hóa*).
    Exported,
    /// A patrol card was handed to whoever is on duty (*đã giao thẻ cho trực*).
    CardGiven,
}

impl Deed {
    /// As messages name it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::TookOn => "took_on",
            Self::Began => "began",
            Self::Answered => "answered",
            Self::Told => "told",
            Self::NoPaper => "no_paper",
            Self::PaperKept => "paper_kept",
            Self::PaperGiven => "paper_given",
            Self::PaperBack => "paper_back",
            Self::PaperDestroyed => "paper_destroyed",
            Self::Withdrew => "withdrew",
            Self::Accepted => "accepted",
            Self::Done => "done",
            Self::Declined => "declined",
            Self::CameBack => "came_back",
            Self::Lettered => "lettered",
            Self::Reached => "reached",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::BrokeGlass => "broke_glass",
            Self::Barred => "barred",
            Self::BarLifted => "bar_lifted",
            Self::CopyTaken => "copy_taken",
            Self::Exported => "exported",
            Self::CardGiven => "card_given",
        }
    }

    /// It is about a consent.
    pub const fn is_of_a_consent(self) -> bool {
        matches!(self, Self::Withdrew)
    }

    /// It is about a referral.
    pub const fn is_of_a_referral(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::Done | Self::Declined | Self::CameBack
        )
    }

    /// It is an act of its own, never told as work: it changes who reads the file, or that it is worked on.
    pub const fn is_an_act(self) -> bool {
        matches!(
            self,
            Self::Lettered
                | Self::Closed
                | Self::Reopened
                | Self::BrokeGlass
                | Self::Barred
                | Self::BarLifted
                | Self::CopyTaken
                | Self::Exported
        )
    }

    /// It is about a paper, and needs no words.
    const fn is_of_a_paper(self) -> bool {
        matches!(
            self,
            Self::NoPaper
                | Self::PaperKept
                | Self::PaperGiven
                | Self::PaperBack
                | Self::PaperDestroyed
        )
    }
}

/// One thing that was done, as it is sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// What.
    pub deed: Deed,
    /// The legal time it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The item it is about: a consent, a referral.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<ItemId>,
    /// Number of the paper it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// In which way somebody was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<Way>,
    /// Who was told or reached, or who has the paper.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub whom: String,
    /// In words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// When it happened.
    pub at: Moment,
}

crate::quiet!(Work);

impl Work {
    /// What was typed, trimmed and within its limits: what was taken on, answered or told is said.
    pub fn check(self, now: Moment) -> Result<Self, Refusal> {
        if self.at > now {
            return Err(Fault::at(Code::VisitReceivedInFuture, "at").into());
        }
        let words = text::prose(&self.words, WORDS).map_err(|fault| fault.in_field("words"))?;
        let whom = text::line(&self.whom, 200).map_err(|fault| fault.in_field("whom"))?;
        let says_itself = self.deed == Deed::Began
            || self.deed.is_of_a_paper()
            || self.deed == Deed::Withdrew
            || self.deed == Deed::Accepted
            || self.deed == Deed::Lettered
            || self.deed == Deed::CardGiven;
        if words.trim().is_empty() && !says_itself {
            return Err(Fault::at(Code::FieldMissing, "words").into());
        }
        if whom.is_empty() && matches!(self.deed, Deed::Told | Deed::Reached) {
            return Err(Fault::at(Code::FieldMissing, "whom").into());
        }
        if self.deed == Deed::Reached && self.way.is_none() {
            return Err(Fault::at(Code::FieldMissing, "way").into());
        }
        Ok(Self {
            whom,
            words,
            ..self
        })
    }
}

impl Head {
    /// What it makes of the head, done by somebody; `due` is the end of the time that begins.
    pub fn after(&self, work: &Work, by: UserId, due: Option<Moment>) -> Result<Self, Refusal> {
        let mut head = self.clone();
        let runs = |step: &str| head.clocks.iter().position(|clock| clock.step == step);
        match (work.deed, work.step.as_deref()) {
            (Deed::TookOn, _) => head.taken = Some(Taken { by, at: work.at }),
            (
                Deed::Told
                | Deed::NoPaper
                | Deed::Withdrew
                | Deed::Accepted
                | Deed::Done
                | Deed::Declined
                | Deed::CameBack
                | Deed::Lettered
                | Deed::Reopened
                | Deed::BrokeGlass
                | Deed::Barred
                | Deed::BarLifted
                | Deed::CopyTaken
                | Deed::Exported
                | Deed::CardGiven,
                _,
            ) => {}
            (Deed::Reached, _) => {
                let way = work.way.unwrap_or(Way::Letter);
                ContactRule::allows(head.contact.as_ref(), way, &work.whom, work.at)?;
            }
            (Deed::Closed, _) => {
                if !head.clocks.is_empty() {
                    return Err(Fault::new(Code::ProtectedClocksRun).into());
                }
            }
            (Deed::PaperKept | Deed::PaperGiven | Deed::PaperBack | Deed::PaperDestroyed, _) => {
                head.paper_after(work)?;
            }
            (Deed::Answered, Some(step)) => {
                let at = runs(step).ok_or_else(|| Fault::at(Code::FieldUnknown, "step"))?;
                head.clocks.remove(at);
            }
            (Deed::Began, Some(step)) => {
                let due = due.ok_or_else(|| Fault::at(Code::FieldUnknown, "step"))?;
                if runs(step).is_some() || head.clocks.len() >= CLOCKS {
                    return Err(Fault::at(Code::FieldUnknown, "step").into());
                }
                head.clocks.push(Clock {
                    step: step.to_owned(),
                    from: work.at,
                    due,
                });
            }
            (Deed::Answered | Deed::Began, None) => {
                return Err(Fault::at(Code::FieldMissing, "step").into());
            }
        }
        Ok(head)
    }

    /// When somebody cleared must look at it again: before its next legal time ends, on the full hour; at
    /// once where nobody answers for it, whatever `until`, when it first waits.
    pub fn waits(&self, until: Option<Moment>) -> Option<Moment> {
        let next = self.clocks.iter().map(|clock| clock.due.full_hour()).min();
        if self.taken.is_some() {
            return next;
        }
        match (next, until) {
            (Some(next), Some(until)) => Some(next.min(until)),
            (next, until) => next.or(until),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    fn work(deed: Deed, step: Option<&str>) -> Work {
        Work {
            deed,
            step: step.map(str::to_owned),
            of: None,
            paper: None,
            way: None,
            whom: "UBND phường".to_owned(),
            words: "Đã làm.".to_owned(),
            at: at("2026-11-24T09:30:00+07:00"),
        }
    }

    const ME: UserId = UserId::from_bytes([7; 16]);

    #[test]
    fn a_time_begins_with_its_event_once_and_ends_with_an_answer_alone() {
        let head = Head::default();
        let due = at("2026-11-24T21:30:00+07:00");
        let begun = work(Deed::Began, Some("no-contact-decision"));
        let running = head.after(&begun, ME, Some(due)).unwrap();
        assert_eq!(running.clocks[0].due, due);
        assert!(running.after(&begun, ME, Some(due)).is_err(), "twice");
        let told = running.after(&work(Deed::Told, None), ME, None).unwrap();
        let taken = told.after(&work(Deed::TookOn, None), ME, None).unwrap();
        assert_eq!(taken.clocks, running.clocks, "nothing else ends it");
        assert!(
            taken
                .after(&work(Deed::Answered, Some("other")), ME, None)
                .is_err()
        );
        assert!(taken.after(&work(Deed::Answered, None), ME, None).is_err());
        let done = work(Deed::Answered, Some("no-contact-decision"));
        assert!(taken.after(&done, ME, None).unwrap().clocks.is_empty());
    }

    #[test]
    fn it_waits_until_somebody_answers_for_it_and_then_for_its_next_time() {
        let first = at("2026-11-24T21:00:00+07:00");
        let mut head = Head::default();
        assert_eq!(head.waits(Some(first)), Some(first));
        head = head.after(&work(Deed::TookOn, None), ME, None).unwrap();
        assert_eq!(head.waits(Some(first)), None);
        let due = at("2026-11-24T10:20:00+07:00");
        let began = work(Deed::Began, Some("supervisor-named"));
        head = head.after(&began, ME, Some(due)).unwrap();
        assert_eq!(
            head.waits(Some(first)),
            Some(at("2026-11-24T10:00:00+07:00"))
        );
    }

    #[test]
    fn what_was_done_is_said_and_has_happened() {
        let now = at("2026-11-24T10:00:00+07:00");
        let check = |work: Work| work.check(now).map_err(|refusal| refusal.first.field);
        assert!(check(work(Deed::Told, None)).is_ok());
        let silent = Work {
            words: "  ".to_owned(),
            ..work(Deed::TookOn, None)
        };
        assert_eq!(check(silent), Err(Some("words".to_owned())));
        let nobody = Work {
            whom: String::new(),
            ..work(Deed::Told, None)
        };
        assert_eq!(check(nobody), Err(Some("whom".to_owned())));
        let later = Work {
            at: at("2026-11-24T10:00:01+07:00"),
            ..work(Deed::Told, None)
        };
        assert_eq!(check(later), Err(Some("at".to_owned())));
    }
}
