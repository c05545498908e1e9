//! The life of a matter after intake: its page, its list, its result, its lateness.
//!
//! Purpose: what an officer sees of a matter that is hers to see, and the acts that are no plain move:
//! an apology, another system's code; a result handed over stands in `result`.
//! Must never: show a matter's content for a piece of paper.

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::file::{self, Document, File, InPersonOnly};
use domain::id::FileId;
use domain::moment::Day;
use domain::paper_form::PaperForm;
use domain::permission::Circumstance;
use domain::receipt::Due;
use domain::text;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use store::{Pending, Tx};

use crate::Office;
use crate::files::{hidden, own, stands};
use crate::policy::{Action as Right, AmendFile, ApproveExtension, Permit, ReadFile};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};
use crate::visits::Making;

mod caller;
mod copying;
pub(crate) mod course;
mod notice;
mod page;
mod result;
mod views;

pub use caller::{CallerAnswer, CallerTold};
pub use copying::CopyLine;
pub(crate) use notice::Notice;
pub(crate) use page::answers;
pub(crate) use result::COLLECTOR;
pub use result::CollectorTold;
pub use views::{
    AnswerView, ClockView, ExtensionView, FilePage, FileRow, HandedView, HopView, LeftView,
    MoveView, OfficerRow, PaperRow,
};

/// Most matters of one list.
const LISTED: u32 = 200;

/// A new date with its apology, as told.
#[derive(Clone, Debug, Deserialize, Serialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct ApologyTold {
    /// Which clock.
    pub step: String,
    /// Why it is late.
    pub reason: String,
    /// The new date, `2026-12-04`.
    pub until: String,
}

impl Office {
    /// The page of a matter. The look is journalled before the content is answered.
    pub async fn file_page(&self, session: &Session, id: FileId) -> Answer<FilePage> {
        let file = self.open_file(session, id).await?;
        let records = session.records()?;
        let mut tx = records.desk.begin().await?;
        self.page(&mut tx, session, &file).await
    }

    /// Matters still to be done, the nearest end first: hers, or all where she may read all. Only what
    /// a list shows: no content.
    pub async fn open_files(&self, session: &Session) -> Answer<Vec<FileRow>> {
        let of = self.reach(session).await?;
        let mut tx = session.records()?.desk.begin().await?;
        let files = tx.files_open(of, LISTED).await?;
        Ok(listed(self.rows(&mut tx, &files).await?))
    }

    /// The matter that bears this number: its own, another system's, a paper register's or a receipt's.
    /// One that is not hers looks like one that is not there.
    pub async fn find_file(&self, session: &Session, number: &str) -> Answer<Vec<FileRow>> {
        let of = self.reach(session).await?;
        let number = text::line(number, file::PAPER_LIMIT)
            .map_err(|fault| Refused::from(fault.in_field("number")))?;
        let mut tx = session.records()?.desk.begin().await?;
        let found = numbered(&mut tx, &number).await?;
        let hers = |file: &File| of.is_none_or(|user| file.is_of(user));
        let found: Vec<File> = found.into_iter().filter(hers).collect();
        Ok(listed(self.rows(&mut tx, &found).await?))
    }

    /// Whose matters she may see in a list: her own alone, or nobody in particular.
    pub(crate) async fn reach(&self, session: &Session) -> Answer<Option<domain::id::UserId>> {
        let around = Circumstance {
            own: true,
            ..Circumstance::default()
        };
        let _permit: Permit<'_, ReadFile> = self.permit(session, around).await?;
        let all = ReadFile::RIGHT.allow(Some(session.role()), Circumstance::default());
        Ok(all.is_err().then(|| session.user()))
    }

    /// Whether a result of this matter lies ready; nothing where its service hands none over, or it was.
    pub(crate) fn result_ready(&self, file: &File) -> Answer<Option<bool>> {
        let service = self.service_of(file)?;
        let hands_back = service.states.iter().any(|state| state.ready);
        let state = service.life_cycle().state(&file.state);
        let ready = state.is_some_and(|state| state.ready);
        Ok((hands_back && !file.closed).then_some(ready))
    }

    /// A late matter is apologised for, once, with a new date; the answer is the paper's number.
    pub async fn apologise(
        &self,
        session: &Session,
        id: FileId,
        told: &ApologyTold,
    ) -> Answer<String> {
        let (records, file) = self.for_act::<ApproveExtension>(session, id).await?;
        let reason = text::prose(&told.reason, file::REASON_LIMIT)
            .map_err(|fault| Refused::from(fault.in_field("reason")))?;
        let until: Day = told
            .until
            .parse()
            .map_err(|_not_a_day| Refused::from(Fault::at(Code::FieldNotDate, "until")))?;
        let now = self.clock.now();
        let service = self.service_of(&file)?;
        let apology = file::Apology {
            step: &told.step,
            reason: &reason,
            until,
        };
        let action = file.apologise(service, &apology, now, &self.calendar)?;
        let due = if let Action::FileApologised(body) = &action {
            Some(Due {
                at: body.until,
                what: Lang::Vi.word("paper.apology.what"),
                basis: None,
            })
        } else {
            None
        };
        let mut making = Making {
            tx: records.desk.begin().await?,
            records,
            now,
            entries: vec![Pending::new(id, action)],
        };
        let notice = Notice {
            text: Some(reason),
            due,
            ..Notice::of(PaperForm::XinLoi, &file)
        };
        let paper = self.notice(&mut making.tx, records, notice, 0).await?;
        making.entries.push(paper);
        self.papers_out(making).await
    }

    /// The control sheet of a matter's course so far; the answer is its number.
    pub async fn control_sheet(&self, session: &Session, id: FileId) -> Answer<String> {
        let (records, file) = self.for_act::<ReadFile>(session, id).await?;
        let mut making = Making {
            tx: records.desk.begin().await?,
            records,
            now: self.clock.now(),
            entries: Vec::new(),
        };
        let notice = Notice {
            trail: true,
            ..Notice::of(PaperForm::PhieuKiemSoat, &file)
        };
        let paper = self.notice(&mut making.tx, records, notice, 0).await?;
        making.entries.push(paper);
        self.papers_out(making).await
    }

    /// Papers or evidence that came after the matter was taken in, with their receipt; its number.
    pub async fn take_papers(
        &self,
        session: &Session,
        id: FileId,
        typed: Vec<Document>,
    ) -> Answer<String> {
        let (records, file) = self.for_act::<AmendFile>(session, id).await?;
        let taken = file.take_papers(typed)?;
        let mut making = Making {
            tx: records.desk.begin().await?,
            records,
            now: self.clock.now(),
            entries: Vec::new(),
        };
        self.receives(&mut making.tx).await?;
        let notice = Notice {
            documents: taken.documents.clone(),
            ..Notice::of(PaperForm::BienNhanThem, &file)
        };
        let paper = self.notice(&mut making.tx, records, notice, 0).await?;
        let taken = Pending::new(id, Action::FilePapersTaken(taken));
        making.entries = vec![taken, paper];
        self.papers_out(making).await
    }

    /// Another system calls it this; blank takes a wrong code away.
    pub async fn code_file(&self, session: &Session, id: FileId, code: &str) -> Answer<File> {
        self.amend(session, id, File::coded(code)?).await
    }

    /// Its result goes to the person herself alone, or no longer.
    pub async fn keep_in_person(&self, session: &Session, id: FileId, only: bool) -> Answer<File> {
        let action = Action::FileKeptInPerson(InPersonOnly { only });
        self.amend(session, id, action).await
    }

    async fn amend(&self, session: &Session, id: FileId, action: Action) -> Answer<File> {
        let (records, _) = self.for_act::<AmendFile>(session, id).await?;
        let tx = records.desk.begin().await?;
        let entries = vec![Pending::new(id, action)];
        let ack = self.commit(tx, records, entries).await?;
        stands(&ack, id)
    }

    /// A matter that she may do this with; one that is not hers looks like one that is not there.
    pub(crate) async fn for_act<'s, A: Right>(
        &self,
        session: &'s Session,
        id: FileId,
    ) -> Answer<(&'s Records, File)> {
        let file = self.own_file(session, id).await?;
        let around = own(session, &file);
        let _permit: Permit<'_, A> = self
            .permit(session, around)
            .await
            .map_err(|refused| hidden(refused, around))?;
        Ok((session.records()?, file))
    }

    /// Appends an act that ends with one paper; its number.
    async fn papers_out(&self, making: Making<'_>) -> Answer<String> {
        let Making {
            tx,
            records,
            entries,
            ..
        } = making;
        let ack = self.commit(tx, records, entries).await?;
        let made = ack.subjects.values().find_map(|subject| {
            if let domain::subject::Subject::Receipt(receipt) = subject {
                Some(receipt.issued.number.clone())
            } else {
                None
            }
        });
        made.ok_or_else(|| Refused::new(Code::RecordConflict))
    }
}

/// Rows of a list that others see too: a restricted person has no name there.
fn listed(mut rows: Vec<FileRow>) -> Vec<FileRow> {
    for row in &mut rows {
        row.name = row.name.take().filter(|_| !row.restricted);
    }
    rows
}

/// Matters that bear a number of any kind.
pub(crate) async fn numbered(tx: &mut Tx, number: &str) -> Answer<Vec<File>> {
    if let Some(file) = tx.file_by_number(number).await? {
        return Ok(vec![file]);
    }
    if let Some(file) = tx.file_by_code(number).await? {
        return Ok(vec![file]);
    }
    if let Some(receipt) = tx.receipt_by_number(number).await? {
        let Some(file) = receipt.issued.file else {
            return Ok(Vec::new());
        };
        return Ok(tx.file(file).await?.into_iter().collect());
    }
    Ok(tx.files_by_carried(&[number.to_owned()]).await?)
}
