//! The life of a matter after intake: its page, its list, its result, its lateness.
//!
//! Purpose: what an officer sees of a matter that is hers to see, and the acts that are no plain move:
//! a result handed over, an apology, another system's code. A result is handed over by any officer,
//! to somebody whose identity she saw; until then she sees no more than a receipt shows.
//! Must never: show a matter's content for a piece of paper.

use domain::action::Action;
use domain::fault::{Code, Fault, Faults};
use domain::file::{self, Capacity, Collector, File, InPersonOnly};
use domain::id::FileId;
use domain::moment::Day;
use domain::paper_form::PaperForm;
use domain::permission::Circumstance;
use domain::person::Proof;
use domain::receipt::{Due, Line};
use domain::text;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use store::{Pending, Tx};

use crate::Office;
use crate::files::{hidden, own, stands};
use crate::intake::PersonTold;
use crate::policy::{
    Action as Right, AmendFile, ApproveExtension, HandOverResult, Permit, ReadFile,
};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};
use crate::visits::Making;

mod notice;
mod page;
mod views;

pub(crate) use notice::Notice;
pub use views::{
    AnswerView, ClockView, FilePage, FileRow, HandedView, HopView, MoveView, PaperRow,
};

/// Most matters of one list.
const LISTED: u32 = 200;
/// Most matters of one person.
const OF_PERSON: u32 = 50;

/// Who takes a result, as told at the desk.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CollectorTold {
    /// As what.
    pub capacity: Capacity,
    /// Who; nobody where it goes by post.
    #[serde(default)]
    pub person: Option<PersonTold>,
    /// The paper of authority, or the number of the item of post.
    #[serde(default)]
    pub paper: String,
}

impl CollectorTold {
    /// Reads a JSON request; the size is checked before anything is parsed.
    pub fn parse(bytes: &[u8]) -> Result<Self, domain::fault::Refusal> {
        crate::intake::read_request(bytes)
    }
}

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
        self.rows(&mut tx, &files).await
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
        self.rows(&mut tx, &found).await
    }

    /// Whose matters she may see in a list: her own alone, or nobody in particular.
    async fn reach(&self, session: &Session) -> Answer<Option<domain::id::UserId>> {
        let around = Circumstance {
            own: true,
            ..Circumstance::default()
        };
        let _permit: Permit<'_, ReadFile> = self.permit(session, around).await?;
        let all = ReadFile::RIGHT.allow(Some(session.role()), Circumstance::default());
        Ok(all.is_err().then(|| session.user()))
    }

    /// The matters of somebody who stands at the desk, whose identity was seen.
    pub async fn results_of(&self, session: &Session, told: &PersonTold) -> Answer<Vec<FileRow>> {
        let permit: Permit<'_, HandOverResult> =
            self.permit(session, Circumstance::default()).await?;
        if told.proof() > Proof::OtherPaper {
            return Err(Fault::at(Code::FileNeedsProof, "person.proof").into());
        }
        let mut faults = Faults::default();
        let read = told.read(&mut faults);
        faults.finish()?;
        let Some(read) = read else {
            return Ok(Vec::new());
        };
        let mut tx = permit.session().records()?.desk.begin().await?;
        let known = match (read.known, &read.facts.number) {
            (Some(id), _) => tx.person(id).await?,
            (None, Some(number)) => tx
                .person_by_number(number)
                .await?
                .filter(|known| domain::person::is_same(known, &read.facts, read.proof)),
            (None, None) => None,
        };
        let Some(known) = known else {
            return Ok(Vec::new());
        };
        let files = tx.files_of_person(known.id, OF_PERSON).await?;
        let files: Vec<File> = files.into_iter().filter(|file| !file.closed).collect();
        self.rows(&mut tx, &files).await
    }

    /// A result goes to somebody; the answer is the number of the paper to sign.
    pub async fn hand_over_result(
        &self,
        session: &Session,
        id: FileId,
        told: &CollectorTold,
    ) -> Answer<String> {
        let permit: Permit<'_, HandOverResult> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut faults = Faults::default();
        let told_person = told
            .person
            .as_ref()
            .filter(|_| told.capacity != Capacity::Post);
        let read = told_person.map(|person| person.read(&mut faults));
        faults.finish()?;
        let mut tx = records.desk.begin().await?;
        let file = tx.file(id).await?;
        let file = file.ok_or_else(|| Refused::from(Fault::at(Code::FileUnknown, "id")))?;
        self.receives(&mut tx).await?;
        let mut making = Making {
            tx,
            records,
            now: self.clock.now(),
            entries: Vec::new(),
        };
        let who = self.place_person(&mut making, read.flatten(), None).await?;
        let collector = Collector {
            capacity: told.capacity,
            person: who.as_ref().map(|(person, _)| person.id),
            proof: who.as_ref().map_or(Proof::Unknown, |(_, proof)| *proof),
            paper: told.paper.clone(),
        };
        let action = file.hand_over(self.service_of(&file)?, &collector)?;
        let name = who.map(|(person, _)| person.facts.name);
        let lines = collected(name.as_ref(), &action);
        making.entries.push(Pending::new(id, action));
        let notice = Notice {
            lines,
            signer: name,
            ..Notice::of(PaperForm::KyNhan, &file)
        };
        let paper = self.notice(&mut making.tx, records, notice).await?;
        making.entries.push(paper);
        self.papers_out(making).await
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
        let action = file.apologise(&told.step, &reason, until, now, &self.calendar)?;
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
        let paper = self.notice(&mut making.tx, records, notice).await?;
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
        let paper = self.notice(&mut making.tx, records, notice).await?;
        making.entries.push(paper);
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
    async fn for_act<'s, A: Right>(
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

/// Who took it and by what title, as the paper says it.
fn collected(name: Option<&String>, action: &Action) -> Vec<Line> {
    let Action::FileHanded(body) = action else {
        return Vec::new();
    };
    let collector = &body.collector;
    let word = |key: &str| Lang::Vi.word(key);
    let capacity = match collector.capacity {
        Capacity::InPerson => "ui.capacity.in_person",
        Capacity::Representative => "ui.capacity.representative",
        Capacity::Authorised => "ui.capacity.authorised",
        Capacity::Post => "ui.capacity.post",
    };
    let paper = match collector.capacity {
        Capacity::Post => "paper.handed.post_number",
        Capacity::InPerson | Capacity::Representative | Capacity::Authorised => {
            "paper.handed.paper"
        }
    };
    let lines = [
        ("paper.handed.collector", name.cloned().unwrap_or_default()),
        ("paper.handed.capacity", word(capacity)),
        (paper, collector.paper.clone()),
    ];
    let said = lines.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(label, value)| Line {
        label: word(label),
        value,
    })
    .collect()
}

/// Matters that bear a number of any kind.
async fn numbered(tx: &mut Tx, number: &str) -> Answer<Vec<File>> {
    if let Some(file) = tx.file_by_number(number).await? {
        return Ok(vec![file]);
    }
    if let Some(file) = tx.file_by_code(number).await? {
        return Ok(vec![file]);
    }
    if let Some(receipt) = tx.receipt_by_number(number).await? {
        return Ok(tx.file(receipt.issued.file).await?.into_iter().collect());
    }
    Ok(tx.files_by_carried(&[number.to_owned()]).await?)
}
