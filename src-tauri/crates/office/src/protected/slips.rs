//! Papers of a protected file (*phiếu hẹn*).
//!
//! Purpose: each time she is asked whether it is safe to carry a paper home; what is made out then says when
//! she comes next, in the one series of the desk's papers, and nothing else. Its number stands sealed in
//! the head item, by which the cleared find her again; in the open nothing points to a file. May use: the
//! receipt's mechanism. Must never: put a name, a kind of matter or a place of hers on a paper, or an hour
//! beside it.

use domain::desk::Register;
use domain::fault::{Code, Fault, Faults};
use domain::id::ProtectedId;
use domain::moment::Moment;
use domain::paper_form::PaperForm;
use domain::protected::content::{Head, ItemKind};
use domain::protected::paper::{Carry, Held, Paper};
use domain::protected::work::Work;
use domain::receipt::{self, Due, Printed};
use domain::typed_date::Lean;
use domain::words::Lang;
use domain::{typed_date, typed_time};
use serde::{Deserialize, Serialize};
use store::{Pending, Tx};

use super::ProtectedShown;
use super::referring::body;
use crate::Office;
use crate::receipts::Of;
use crate::refused::{Answer, Refused};
use crate::registers::last_number;
use crate::session::{Records, Session};

/// What she answered, and when she comes next.
#[derive(Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct SlipTold {
    /// Is it safe to carry a paper home? It must be asked.
    pub carry: Option<Carry>,
    /// The day of the appointment, as typed.
    pub day: String,
    /// Its time, as typed.
    pub time: String,
    /// To whom it was given, where not to her; a name she said.
    pub whom: String,
}

impl std::fmt::Debug for SlipTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SlipTold(..)")
    }
}

/// What becomes of the question: the sealed answer, and the paper where one is made out.
pub(super) struct Slip {
    /// What she answered.
    carry: Carry,
    /// Number of the paper.
    pub(super) number: Option<String>,
    /// What is sealed of it.
    pub(super) work: Work,
    /// The paper's own entry, last of its act.
    pub(super) entry: Option<Pending>,
}

/// A paper of a file, and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SlipRow {
    /// `A-2026-000123`.
    pub number: String,
    /// Where it is.
    pub held: Held,
}

impl Office {
    /// Makes a paper out for a file, or says that none was wanted, and shows the file as it stands then.
    pub async fn make_out_slip(
        &self,
        session: &Session,
        id: ProtectedId,
        told: &SlipTold,
    ) -> Answer<ProtectedShown> {
        let (records, mut tx, file) = self.for_work(session, id).await?;
        let slip = self.made_out(&mut tx, records, told).await?;
        let ladder = self.ladder(&mut tx, records, &file).await?;
        let head = self.newest_head(&mut tx, &file, &ladder).await?;
        let mut next = head.ok_or_else(|| Refused::new(Code::ProtectedUnverified))?;
        slip.is_in_head(&mut next)?;
        let items = vec![
            (ItemKind::Work, body(&slip.work)?).into(),
            (ItemKind::Head, body(&next)?).into(),
        ];
        let along = slip.entry.into_iter().collect();
        self.adds(tx, records, &file, items, along).await?;
        records.index.take(id, Some(next));
        self.open_protected(session, id).await
    }

    /// What was answered and typed, read; and the paper, made out under the next number.
    pub(super) async fn made_out(
        &self,
        tx: &mut Tx,
        records: &Records,
        told: &SlipTold,
    ) -> Answer<Slip> {
        let now = self.clock.now();
        let missing = || Fault::at(Code::FieldMissing, "carry");
        let carry = told.carry.ok_or_else(missing)?;
        let mut work = Work {
            deed: carry.deed(),
            step: None,
            of: None,
            paper: None,
            way: None,
            whom: String::new(),
            words: String::new(),
            at: now.start_of_day(),
        };
        if carry == Carry::None {
            return Ok(Slip {
                carry,
                number: None,
                work,
                entry: None,
            });
        }
        told.whom.clone_into(&mut work.whom);
        let at = self.appointment(told)?;
        let (letter, day) = (&records.letter, now.day());
        let highest = last_number(tx, Register::Receipt, letter, day.year()).await?;
        let number = receipt::running(letter, day, highest)?;
        work.paper = Some(number.clone());
        let of = Of {
            file: None,
            visit: None,
            person: None,
        };
        let printed = self.says_nothing(records, at);
        let entry = self.issue(records, of, number.clone(), now, printed)?;
        Ok(Slip {
            carry,
            number: Some(number),
            work: work.check(now)?,
            entry: Some(entry.of_the_day()),
        })
    }

    /// The appointment as typed: a day and a time that are still to come.
    fn appointment(&self, told: &SlipTold) -> Answer<Moment> {
        let now = self.clock.now();
        let mut faults = Faults::default();
        let day = typed_date::day(&told.day, now.day(), Lean::Future);
        let day = faults.keep(day.map_err(|fault| fault.in_field("day")));
        let time = typed_time::clock(&told.time);
        let time = faults.keep(time.map_err(|fault| fault.in_field("time")));
        faults.finish()?;
        let at = day.zip(time).map(|(day, time)| Moment::at(day, time));
        let at = at.filter(|at| *at > now);
        at.ok_or_else(|| Fault::at(Code::DateInPast, "day").into())
    }

    /// What stands on it, the same whatever the file is about: no name, no matter, no hour of today.
    fn says_nothing(&self, records: &Records, at: Moment) -> Printed {
        Printed {
            form: PaperForm::PhieuHen,
            head: self.letterhead(records.demo),
            lang: Lang::Vi,
            received: None,
            citizen: None,
            born: String::new(),
            identity: String::new(),
            address: String::new(),
            service: String::new(),
            file_number: String::new(),
            lines: Vec::new(),
            text: None,
            trail: Vec::new(),
            documents: Vec::new(),
            fee: None,
            term: None,
            due: Some(Due {
                at,
                what: String::new(),
                basis: None,
            }),
            signer: None,
            signing: None,
            officer: self.shown_name(&records.staff),
            desk: records.letter.clone(),
        }
    }
}

impl Slip {
    /// The head of its file knows where the paper is.
    pub(super) fn is_in_head(&self, head: &mut Head) -> Answer<()> {
        Ok(head.with_paper(self.carry, self.number.as_deref())?)
    }
}

/// A paper as it is shown.
pub(super) fn paper_row(paper: Paper) -> SlipRow {
    SlipRow {
        number: paper.number,
        held: paper.held,
    }
}
