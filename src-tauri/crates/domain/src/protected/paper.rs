//! The papers of a protected file, and where each is.
//!
//! Purpose: whether it is safe to carry a paper home is asked each time one is made out; what was made out
//! has a number, somebody has it, and it comes back or is destroyed. May use: the head item. Must never:
//! say on a paper, or beside its number, what it is about.

use serde::{Deserialize, Serialize};

use super::content::Head;
use super::work::{Deed, Work};
use crate::fault::{Code, Fault, Refusal};

/// Most papers of one file that somebody has or the office keeps.
const PAPERS: usize = 12;

/// What she answered: is it safe to carry a paper home?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Carry {
    /// No paper at all: she remembers what the file is called.
    None,
    /// The office keeps it for her.
    Office,
    /// It is safe: she takes it home.
    Home,
}

impl Carry {
    /// What was done with the paper.
    pub const fn deed(self) -> Deed {
        match self {
            Self::None => Deed::NoPaper,
            Self::Office => Deed::PaperKept,
            Self::Home => Deed::PaperGiven,
        }
    }
}

/// Where a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// The office keeps it.
    Kept,
    /// She has it, or whoever she named.
    Given,
    /// It came back.
    Back,
}

/// A paper that is not destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// `A-2026-000123`, in the one series of the desk.
    pub number: String,
    /// Where it is.
    pub held: Held,
}

impl Head {
    /// A paper was made out under this number, or none was wanted.
    pub fn with_paper(&mut self, carry: Carry, number: Option<&str>) -> Result<(), Refusal> {
        let held = match carry {
            Carry::None => return Ok(()),
            Carry::Office => Held::Kept,
            Carry::Home => Held::Given,
        };
        if self.papers.len() >= PAPERS {
            let fault = Fault::at(Code::FieldTooMany, "carry");
            return Err(fault.with("max", PAPERS).into());
        }
        self.papers.extend(number.map(|number| Paper {
            number: number.to_owned(),
            held,
        }));
        Ok(())
    }

    /// What became of a paper that was made out before. A paper that is out comes back before it is
    /// destroyed, so that nobody writes off what somebody may find.
    pub(super) fn paper_after(&mut self, work: &Work) -> Result<(), Refusal> {
        let missing = || Fault::at(Code::FieldMissing, "paper");
        let number = work.paper.as_deref().ok_or_else(missing)?;
        let unknown = || Refusal::from(Fault::at(Code::FieldUnknown, "paper"));
        let mut papers = self.papers.iter();
        let at = papers
            .position(|paper| paper.number == number)
            .ok_or_else(unknown)?;
        let held = self.papers.get(at).map(|paper| paper.held);
        let next = match (work.deed, held) {
            (Deed::PaperGiven, Some(Held::Kept | Held::Back)) => Held::Given,
            (Deed::PaperKept, Some(Held::Back)) => Held::Kept,
            (Deed::PaperBack, Some(Held::Given)) => Held::Back,
            (Deed::PaperDestroyed, Some(Held::Kept | Held::Back)) => {
                self.papers.remove(at);
                return Ok(());
            }
            _ => return Err(unknown()),
        };
        if let Some(paper) = self.papers.get_mut(at) {
            paper.held = next;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Moment;

    fn work(deed: Deed, paper: Option<&str>) -> Work {
        Work {
            deed,
            step: None,
            of: None,
            paper: paper.map(str::to_owned),
            way: None,
            whom: String::new(),
            words: String::new(),
            at: Moment::parse("2026-11-24T09:30:00+07:00").unwrap(),
        }
    }

    #[test]
    fn a_paper_is_somewhere_until_it_is_destroyed_and_what_is_out_comes_back_first() {
        const NUMBER: Option<&str> = Some("A-2026-000123");
        // From where it is, what is done, and where it is then.
        let rows = [
            (Carry::Office, Deed::PaperGiven, Ok(Some(Held::Given))),
            (Carry::Office, Deed::PaperDestroyed, Ok(None)),
            (Carry::Office, Deed::PaperBack, Err(())),
            (Carry::Office, Deed::PaperKept, Err(())),
            (Carry::Home, Deed::PaperBack, Ok(Some(Held::Back))),
            (Carry::Home, Deed::PaperDestroyed, Err(())),
            (Carry::Home, Deed::PaperGiven, Err(())),
        ];
        for (carry, deed, then) in rows {
            let mut head = Head::default();
            head.with_paper(carry, NUMBER).unwrap();
            let done = head.paper_after(&work(deed, NUMBER));
            let held = done.map(|()| head.papers.first().map(|paper| paper.held));
            assert_eq!(held.map_err(drop), then, "{carry:?} {deed:?}");
        }
        let mut head = Head::default();
        head.with_paper(Carry::None, None).unwrap();
        assert_eq!(head.papers, []);
        for paper in [None, Some("A-2026-000124")] {
            assert!(head.paper_after(&work(Deed::PaperBack, paper)).is_err());
        }
    }

    #[test]
    fn a_thirteenth_paper_is_refused_until_one_is_destroyed() {
        let mut head = Head::default();
        for number in 1..=12 {
            let number = format!("A-2026-{number:06}");
            head.with_paper(Carry::Office, Some(&number)).unwrap();
        }
        let more = head.with_paper(Carry::Office, Some("A-2026-000099"));
        assert_eq!(more.unwrap_err().first.code, Code::FieldTooMany);
        let gone = work(Deed::PaperDestroyed, Some("A-2026-000001"));
        head.paper_after(&gone).unwrap();
        head.with_paper(Carry::Office, Some("A-2026-000099"))
            .unwrap();
    }
}
