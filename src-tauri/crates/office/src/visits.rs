//! Visits: a number, the main job, the day's queue.
//!
//! Purpose: from what was told to one act: person, visit, files, receipts, in that order, so that
//! each receipt commits to all that came before it. Everything is read at the door before the
//! record is touched; a refused request leaves nothing behind.
//! Must never: journal anything of a visit but its number before it is saved.

use std::borrow::Cow;

use domain::action::Noun;
use domain::catalogue::{Fields, Service};
use domain::deadline::{History, StartsAt, due};
use domain::desk::Desk;
use domain::fault::{Code, Fault, Faults};
use domain::file::{self, Clock as LegalClock};
use domain::id::VisitId;
use domain::moment::Moment;
use domain::number;
use domain::permission::Circumstance;
use domain::person::{self, Person};
use domain::visit;

use crate::Office;
use crate::intake::{Intake, MatterTold, PersonRead, PersonTold};
use crate::policy::{
    OpenFile, Permit, PrintReceipt, RecordPerson, RegisterVisit, SetRestrictedAddress,
};
use crate::receipts::{self, Paper};
use crate::refused::Answer;
use crate::session::Session;
use crate::views::{DeadlineView, VisitAdded};

mod making;

use making::FilePlace;
pub(crate) use making::Making;

/// Of a form that could not be read.
static NO_ANSWERS: Fields = Fields::new();

/// A request that was read: nothing in it can be refused for its form any more.
struct Read<'c> {
    visit: visit::Told,
    waiting: Option<VisitId>,
    person: Option<PersonRead>,
    matters: Vec<MatterRead<'c>>,
    received_at: Moment,
}

struct MatterRead<'c> {
    index: usize,
    service: &'c Service,
    told: file::Told,
    clocks: Vec<LegalClock>,
    /// What another system calls it.
    code: Option<file::Coded>,
}

impl MatterRead<'_> {
    /// What was told under a service that opens no file.
    fn guidance(self) -> visit::Guidance {
        visit::Guidance {
            service: self.service.id.clone(),
            service_version: self.service.version,
            fields: self.told.fields,
        }
    }
}

impl Office {
    /// Saves a visit with its matters and makes out the receipts: the main job.
    pub async fn add_visit(&self, session: &Session, intake: &Intake) -> Answer<VisitAdded> {
        let around = Circumstance::default();
        let permit: Permit<'_, RegisterVisit> = self.permit(session, around).await?;
        if !intake.matters.is_empty() {
            let _file: Permit<'_, OpenFile> = self.permit(session, around).await?;
            let _receipt: Permit<'_, PrintReceipt> = self.permit(session, around).await?;
        }
        if intake.person.is_some() {
            let _person: Permit<'_, RecordPerson> = self.permit(session, around).await?;
        }
        if intake.person.as_ref().is_some_and(|person| person.restrict) {
            let _kept: Permit<'_, SetRestrictedAddress> = self.permit(session, around).await?;
        }
        let records = permit.session().records()?;
        let now = self.clock.now();
        let read = self.read_intake(intake, now)?;
        let mut tx = records.desk.begin().await?;
        let desk = self.receives(&mut tx).await?;
        let read = self.confirmed(&desk, read)?;
        self.saves_draft(&mut tx, intake.draft.as_deref(), records.staff.user)
            .await?;
        let mut making = Making {
            tx,
            records,
            now,
            entries: Self::held_entries(records),
        };
        let who = self.place_person(&mut making, read.person, None).await?;
        let told = visit::Told {
            person: who.as_ref().map(|(person, _)| person.id),
            proof: who
                .as_ref()
                .map_or(person::Proof::Unknown, |(_, proof)| *proof),
            ..read.visit
        };
        let refused = matches!(told.outcome, visit::Outcome::Refused { .. });
        let (visit_id, queue_number) = self.place_visit(&mut making, read.waiting, told).await?;
        let person = who.map(|(person, _)| person);
        let owner = person.as_ref().map(|person| person.id);
        let mut planned = Vec::new();
        for (index, matter) in read.matters.into_iter().enumerate() {
            let place = FilePlace {
                visit: visit_id,
                person: owner,
                received_at: read.received_at,
                index,
            };
            planned.push(self.place_file(&mut making, matter, place).await?);
        }
        let mut answer = VisitAdded {
            visit: visit_id.to_string(),
            queue_number,
            person: owner.map(|id| id.to_string()),
            files: Vec::new(),
            refused,
            warnings: person.as_ref().map(warnings).unwrap_or_default(),
        };
        let paper = Paper {
            person: person.as_ref(),
            received_at: read.received_at,
            now,
        };
        self.finish_files(&mut making, planned, &paper, &mut answer)
            .await?;
        let ack = self.commit(making.tx, records, making.entries).await?;
        Self::entered_held(records);
        receipts::fill_tokens(&mut answer.files, &ack);
        Ok(answer)
    }

    /// Reads everything at the door, all faults at once.
    fn read_intake<'a>(&'a self, intake: &Intake, now: Moment) -> Answer<Read<'a>> {
        let mut faults = Faults::default();
        let received_at = intake.received(&mut faults).unwrap_or(now);
        let matters = intake.matters.iter();
        let files = matters.filter(|told| self.opens_file(told, received_at));
        let mut visit = intake.visit(files.count(), &mut faults);
        let person = intake
            .person
            .as_ref()
            .map(|person| person.read(&mut faults));
        let waiting = match intake.visit.as_deref().map(str::parse) {
            None => None,
            Some(Ok(id)) => Some(id),
            Some(Err(_)) => {
                faults.push(Fault::at(Code::VisitUnknown, "visit"));
                None
            }
        };
        let proof = intake.person.as_ref().map(PersonTold::proof);
        let mut matters = Vec::new();
        for (index, matter) in intake.matters.iter().enumerate() {
            let who = person.as_ref().and_then(Option::as_ref);
            let read = self.read_matter(matter, index, received_at, (proof, who));
            match faults.keep_all(read) {
                Some(read) if read.service.files => matters.push(read),
                Some(read) => visit.guidance.push(read.guidance()),
                None => {}
            }
        }
        // The visit's own rules are asked too, so that one look shows all that is wrong.
        let checked = visit::log(
            visit.clone(),
            domain::id::UserId::new(uuid::Uuid::nil()),
            now,
        );
        faults.keep_all(checked);
        faults.finish()?;
        Ok(Read {
            visit,
            waiting,
            person: person.flatten(),
            matters,
            received_at,
        })
    }

    fn read_matter<'a>(
        &'a self,
        matter: &MatterTold,
        index: usize,
        received_at: Moment,
        (proof, who): (Option<person::Proof>, Option<&PersonRead>),
    ) -> Result<MatterRead<'a>, domain::fault::Refusal> {
        let path = format!("matters[{index}]");
        let on = received_at.day();
        let service = self
            .catalogue
            .service(&matter.service, on)
            .map_err(|refusal| {
                domain::fault::Refusal::from(refusal.first.in_field(format!("{path}.service")))
            })?;
        file::check_open(service, proof, &path)?;
        let mut faults = Faults::default();
        if !service.files && !matter.documents.is_empty() {
            let field = format!("{path}.documents");
            faults.push(Fault::at(Code::FileServiceOpensNone, field));
        }
        let fields = faults.keep_all(
            service
                .check(&matter.fields, on)
                .map_err(|r| r.under(&path)),
        );
        if let Some(fields) = &fields {
            let old_enough = service.check_age(fields, who.map(|read| &read.facts), on);
            faults.keep(old_enough.map_err(|fault| fault.in_field(format!("{path}.service"))));
        }
        let documents = faults.keep_all(file::check_documents(matter.documents.clone(), &path));
        let code = file::Coded::read(service, &matter.code);
        let code = faults.keep(code.map_err(|fault| fault.in_field(format!("{path}.code"))));
        let answers = fields.as_ref().unwrap_or(&NO_ANSWERS);
        let clocks = self.clocks(service, StartsAt::Received, received_at, answers);
        let clocks = faults.keep_all(clocks);
        faults.finish()?;
        Ok(MatterRead {
            index,
            service,
            told: file::Told {
                fields: fields.unwrap_or_default(),
                documents: documents.unwrap_or_default(),
            },
            clocks: clocks.unwrap_or_default(),
            code: code.flatten(),
        })
    }

    /// What was confirmed here counts as sure; what was not is not taken in by an office in earnest.
    fn confirmed<'a>(&'a self, desk: &Desk, mut read: Read<'a>) -> Answer<Read<'a>> {
        let on = read.received_at.day();
        for matter in &mut read.matters {
            if !desk.opens(matter.service, on) {
                let path = format!("matters[{}].service", matter.index);
                return Err(Fault::at(Code::CatalogueUnconfirmed, path).into());
            }
            if let Cow::Owned(sure) = desk.sure(matter.service) {
                let (from, answers) = (read.received_at, &matter.told.fields);
                matter.clocks = self.clocks(&sure, StartsAt::Received, from, answers)?;
            }
        }
        Ok(read)
    }

    /// Whether a matter opens a file; one that ends with the visit (advice) does not, and an unknown
    /// one is refused later.
    fn opens_file(&self, matter: &MatterTold, received_at: Moment) -> bool {
        let service = self.catalogue.service(&matter.service, received_at.day());
        service.map_or(true, |service| service.files)
    }

    /// The legal times of a service that start at an event, for a matter with these answers.
    pub(crate) fn clocks(
        &self,
        service: &Service,
        event: StartsAt,
        start: Moment,
        answers: &Fields,
    ) -> Result<Vec<LegalClock>, domain::fault::Refusal> {
        service
            .clocks_from(event, start.day(), answers)
            .map(|rule| {
                let history = History::default();
                let due = due(
                    rule,
                    start,
                    &self.calendar,
                    &history,
                    &self.catalogue.version(),
                )?;
                Ok(LegalClock::running(start, due))
            })
            .collect()
    }
}

/// Neutral hints about a person's number.
fn warnings(person: &Person) -> Vec<String> {
    let facts = &person.facts;
    let Some(number) = &facts.number else {
        return Vec::new();
    };
    number::check(number, facts.sex, facts.born)
        .iter()
        .map(ToString::to_string)
        .collect()
}

impl DeadlineView {
    pub(crate) fn of(clock: &LegalClock) -> Self {
        Self {
            step: clock.step.clone(),
            due: clock.due.due.rfc3339(),
            basis: clock.due.basis.clone(),
            certainty: clock.due.certainty.text().to_owned(),
        }
    }
}

/// The noun of receipts, named once.
pub(crate) const RECEIPT: Noun = Noun::Receipt;
