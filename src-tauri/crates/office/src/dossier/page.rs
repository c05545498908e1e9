//! A matter as its page and the lists show it.
//!
//! Purpose: titles, answers and dates in words, and what she who looks may do now. Must never: show a
//! list more than number, service, name, state and date.

use domain::catalogue::{Field, FieldValue, Fields, Service};
use domain::deadline::Unit;
use domain::file::{Clock, File};
use domain::moment::{Day, Moment};
use domain::permission::{Right, Role};
use domain::person::Person;
use domain::titles::Titles;
use domain::words::Lang;
use store::Tx;

use super::course::Turn;
use super::views::{
    AnswerView, ClockView, ExtensionView, FilePage, FileRow, HandedView, HopView, LeftView,
    MoveView, PaperRow,
};
use crate::Office;
use crate::refused::Answer;
use crate::restricted::{around, kept_from, owner, sees, tells_of};
use crate::session::Session;
use crate::views::short_time;

/// One hour, milliseconds.
const HOUR: i128 = 3_600_000;
/// Most earlier matters of a person that are looked through.
const EARLIER: u32 = 50;

impl Office {
    /// Rows of a list.
    pub(super) async fn rows(&self, tx: &mut Tx, files: &[File]) -> Answer<Vec<FileRow>> {
        let mut rows = Vec::with_capacity(files.len());
        for file in files {
            let owner = owner(tx, file).await?;
            let service = self.service_of(file)?;
            let state = service.life_cycle().state(&file.state);
            rows.push(FileRow {
                id: file.id.to_string(),
                number: file.opened.number.clone(),
                service: service.id.clone(),
                titles: service.titles.clone(),
                restricted: owner.as_ref().is_some_and(Person::is_restricted),
                name: owner.map(|person| person.facts.name),
                state: state_titles(service, &file.state),
                ready: state.is_some_and(|state| state.ready),
                in_person_only: file.in_person_only,
                due: running(service, file)
                    .map(Clock::ends)
                    .min()
                    .map(Moment::rfc3339),
                left: self.left(running(service, file)),
                unassigned: file.assignee.is_none(),
            });
        }
        Ok(rows)
    }

    /// How long until the nearest end: hours for a clock that runs in hours, else working days.
    fn left<'c>(&self, clocks: impl Iterator<Item = &'c Clock>) -> Option<LeftView> {
        let nearest = clocks.min_by_key(|clock| clock.ends())?;
        self.left_until(nearest.ends(), nearest.due.unit)
    }

    /// How long until then, in the unit that is counted in.
    pub(crate) fn left_until(&self, end: Moment, unit: Unit) -> Option<LeftView> {
        let now = self.clock.now();
        if unit == Unit::Hours {
            let hours = end.since(now).whole_milliseconds().div_euclid(HOUR);
            return Some(LeftView {
                hours: true,
                count: i32::try_from(hours).unwrap_or(i32::MAX),
            });
        }
        let count = self.working_days(now.day(), end.day())?;
        Some(LeftView {
            hours: false,
            count,
        })
    }

    /// Working days from one day to another, less than none backwards; nothing where no calendar
    /// covers them.
    fn working_days(&self, from: Day, to: Day) -> Option<i32> {
        let (first, last, sign) = if from <= to {
            (from, to, 1)
        } else {
            (to, from, -1)
        };
        let (mut day, mut count) = (first, 0_i32);
        while day < last {
            day = day.next();
            if self.calendar.is_working(day).ok()? {
                count = count.saturating_add(1);
            }
        }
        Some(count.saturating_mul(sign))
    }

    /// Matters that this one may repeat: of the same person and kind, taken in before.
    async fn earlier_of(&self, tx: &mut Tx, file: &File) -> Answer<Vec<String>> {
        let Some(party) = file.opened.parties.first() else {
            return Ok(Vec::new());
        };
        let Some(person) = tx.person(party.person).await? else {
            return Ok(Vec::new());
        };
        let files = tx.files_of_person(&person, EARLIER).await?;
        if person.is_restricted() {
            return Ok(Vec::new());
        }
        let before = files.into_iter().filter(|one| {
            let same = one.opened.service == file.opened.service;
            let before = one.opened_at <= file.opened_at && one.id != file.id;
            same && before && one.joins.is_none() && !one.closed
        });
        Ok(before.map(|one| one.opened.number).collect())
    }

    /// The number of the matter it was joined to; none where that is kept from this page.
    async fn joined_to(&self, tx: &mut Tx, file: &File) -> Answer<Option<String>> {
        let earlier = match file.joins {
            Some(id) => tx.file(id).await?,
            None => None,
        };
        let Some(earlier) = earlier else {
            return Ok(None);
        };
        let service = self.service_of(&earlier)?;
        let kept = kept_from(tx, service, &earlier, None).await?;
        Ok((!kept).then_some(earlier.opened.number))
    }

    /// Numbers of the matters that were joined to it; none that is kept from others.
    async fn joined_of(&self, tx: &mut Tx, file: &File, kept: bool) -> Answer<Vec<String>> {
        let mut joined = Vec::new();
        for number in tx.files_joined(file.id).await? {
            let one = tx.file_by_number(&number).await?.filter(|_| !kept);
            if let Some(one) = one
                && !kept_from(tx, self.service_of(&one)?, &one, None).await?
            {
                joined.push(number);
            }
        }
        Ok(joined)
    }

    pub(super) async fn page(
        &self,
        tx: &mut Tx,
        session: &Session,
        file: &File,
    ) -> Answer<FilePage> {
        let service = self.service_of(file)?;
        let today = self.clock.now().day();
        let mut rows = self.rows(tx, std::slice::from_ref(file)).await?;
        let row = rows
            .pop()
            .ok_or_else(|| crate::refused::Refused::new(domain::fault::Code::FileUnknown))?;
        let hop = |turn: Turn| HopView {
            titles: turn.titles,
            at: short_time(turn.at, today),
            by: self.display_of(turn.by),
            reason: turn.note,
        };
        let threat = file.threat_told.as_ref();
        let threat = threat.map(|passed| Turn::state(service, passed));
        let handed = handed_view(tx, file).await?;
        let people = around(tx, file).await?;
        let kept = file.is_kept_from(service, &people, None);
        // Where somebody restricted is reached shows to a supervisor alone; each look is journalled.
        let told = if sees(session) {
            file.opened.fields.clone()
        } else {
            file.told_on_paper(service, &people)
        };
        let papers = papers(tx, file, today).await?;
        let mut clocks: Vec<ClockView> = file
            .clocks
            .iter()
            .map(|clock| self.clock_view(service, file, clock))
            .collect();
        clocks.sort_by_key(|clock| clock.done.is_some());
        let earlier = self.earlier_of(tx, file).await?;
        let joined = self.joined_of(tx, file, kept).await?;
        let own = crate::files::own(session, file);
        let may = |right: Right| right.allow(Some(session.role()), own).is_ok();
        let mut moves = moves(service, file, session.role());
        moves.retain(|_| may(Right::MoveFile));
        let officers = self.officers(file, may(Right::AssignFile));
        Ok(FilePage {
            row,
            code: file.code.clone(),
            joined_to: self.joined_to(tx, file).await?,
            joined,
            earlier,
            carried: file.opened.carried.as_ref().map(|old| old.number.clone()),
            received: file.opened.received_at.rfc3339(),
            taken_by: self.display_of(file.opened_by),
            assignee: file.assignee.map(|user| self.display_of(user)),
            answers: answers(service, &told),
            documents: [&file.opened.documents[..], &file.later].concat(),
            clocks,
            moves,
            trail: self
                .course(service, file)
                .into_iter()
                .rev()
                .map(hop)
                .collect(),
            papers,
            declaration: service.declaration.as_ref().map(|form| form.titles.clone()),
            handed,
            officers,
            may_extend: may(Right::ApproveExtension),
            may_amend: may(Right::AmendFile),
            attachments: self.attachment_rows(file, kept && !sees(session)),
            may_attach: may(Right::Attach) && !service.no_person,
            kept,
            threat_told: threat.map(hop),
            released: file.released.is_some() && !kept,
            may_release: may(Right::SeeRestrictedAddress),
        })
    }

    fn clock_view(&self, service: &Service, file: &File, clock: &Clock) -> ClockView {
        let rule = service.deadline(&clock.due.rule);
        let running = clock.done.is_none();
        let runs = running && !file.stands_still(service, clock);
        let now = self.clock.now();
        let promised = file.clocks.iter().any(|clock| clock.promised.is_some());
        ClockView {
            step: clock.step.clone(),
            titles: rule.map_or_else(|| untitled(&clock.step), |rule| rule.titles.clone()),
            due: clock.ends().rfc3339(),
            before: clock.promised.map(|_| clock.due.due.rfc3339()),
            basis: clock.due.basis.clone(),
            certainty: clock.due.certainty.text().to_owned(),
            done: clock.done.map(Moment::rfc3339),
            left: self.left(std::iter::once(clock).filter(|_| runs)),
            extension: rule
                .and_then(|rule| rule.extension_left(&clock.history))
                .filter(|_| running && now <= clock.due.due)
                .map(|extension| ExtensionView {
                    count: extension.count,
                    unit: extension.unit,
                    basis: extension.basis.clone(),
                }),
            to_apologise: !promised && file.is_late(service, clock, now),
            earlier: clock.before.iter().map(|due| due.rfc3339()).collect(),
            starts: clock.starts.rfc3339(),
            vi: clock.due.said(Lang::Vi),
            en: clock.due.said(Lang::En),
        }
    }
}

/// Who took the result; no name of somebody restricted who came for another.
async fn handed_view(tx: &mut Tx, file: &File) -> Answer<Option<HandedView>> {
    let Some(handed) = &file.handed else {
        return Ok(None);
    };
    let collector = match handed.person {
        Some(person) => tx.person(person).await?,
        None => None,
    };
    Ok(Some(HandedView {
        capacity: handed.capacity,
        name: collector
            .filter(|person| !tells_of(file, person))
            .map(|person| person.facts.name),
        paper: handed.paper.clone(),
        signing: handed.signed.how,
    }))
}

/// Its papers, the newest first.
async fn papers(tx: &mut Tx, file: &File, today: Day) -> Answer<Vec<PaperRow>> {
    let receipts = tx.receipts_of(file.id).await?.into_iter();
    let mut papers: Vec<PaperRow> = receipts
        .map(|receipt| PaperRow {
            at: short_time(receipt.issued_at, today),
            form: receipt.issued.printed.form,
            voided: receipt.voided.is_some(),
            number: receipt.issued.number,
        })
        .collect();
    papers.sort_by(|one, other| other.number.cmp(&one.number));
    Ok(papers)
}

/// Clocks that run: not done, and not standing still while the desk waits.
fn running<'f>(service: &'f Service, file: &'f File) -> impl Iterator<Item = &'f Clock> {
    let clocks = file.clocks.iter().filter(|clock| clock.done.is_none());
    clocks.filter(|clock| !file.stands_still(service, clock))
}

/// A state's title; its id where this version of the service has it no more.
pub(super) fn state_titles(service: &Service, id: &str) -> Titles {
    let life = service.life_cycle();
    life.state(id)
        .map_or_else(|| untitled(id), |state| state.titles.clone())
}

fn untitled(id: &str) -> Titles {
    Titles {
        vi: id.to_owned(),
        en: id.to_owned(),
    }
}

/// Steps open to a role.
fn moves(service: &Service, file: &File, role: Role) -> Vec<MoveView> {
    file.ways(service, role)
        .map(|(way, state)| MoveView {
            to: way.to.clone(),
            titles: state.titles.clone(),
            reason: way.reason,
            slip: state.slip,
            withdraws: state.withdraws,
            joins: state.joins,
            receiver: state.goes_on(),
            excerpt: state.excerpt,
        })
        .collect()
}

pub(crate) fn answers(service: &Service, told: &Fields) -> Vec<AnswerView> {
    let asked = service.fields.iter();
    asked
        .filter_map(|field| {
            let answer = told.get(&field.key)?;
            Some(AnswerView {
                labels: field.labels.clone(),
                vi: lines(field, answer, Lang::Vi),
                en: lines(field, answer, Lang::En),
            })
        })
        .collect()
}

/// An answer, a line each; of people a line a person.
pub(super) fn lines(field: &Field, answer: &FieldValue, lang: Lang) -> Vec<String> {
    match answer {
        FieldValue::Person(named) => vec![named.told(&field.parts, lang)],
        FieldValue::People(people) => people
            .iter()
            .map(|one| one.told(&field.parts, lang))
            .collect(),
        FieldValue::YesNo(_)
        | FieldValue::Number(_)
        | FieldValue::Text(_)
        | FieldValue::Several(_) => vec![field.said(answer, lang)],
    }
}
