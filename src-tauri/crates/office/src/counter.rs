//! What the counter asks while a form is filled in; nothing here writes a record.
//!
//! Purpose: the services open today as forms to draw, a due date before it is decided, a scanned or
//! typed value read, a person's page. May use: catalogue, domain's readers. Must never: keep a
//! scanned payload, or answer with a protected service.

mod forms;

pub(crate) use forms::shown as service_shown;
mod page;

use std::collections::BTreeMap;

use domain::born::{DateParts, PartialDate};
use domain::card::{self, CardScan};
use domain::deadline::{History, SaidDue, StartsAt};
use domain::mrz::{self, MachineLines};
use domain::permission::{Circumstance, Right};
use domain::person::{Facts, Person, Proof};
use domain::titles::Titles;
use domain::typed_date::{self, Lean};
use domain::visit::{Late, LateSource, Outcome, Visit};
use domain::words::Lang;
use serde::{Deserialize, Serialize};

pub use self::forms::{FieldView, PaperView, ServiceView};
use crate::Office;
use crate::policy::{OpenPrivate, Permit, RegisterVisit, SearchPeople};
use crate::refused::{Answer, Refused};
use crate::registers::desk_of;
use crate::session::Session;
use crate::views::PersonRow;

/// Earlier visits shown beside a form.
const EARLIER: u32 = 8;
/// Matters of a person that are looked through for one of whoever looks.
const OWN: u32 = 20;
/// Most look-alikes shown.
const ALIKE: usize = 8;

/// A due date before it is decided.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct DueView {
    /// What will have happened by then.
    pub what: Titles,
    /// When, and which days did not count; the reasons in Vietnamese.
    pub vi: SaidDue,
    /// The same with the reasons in English.
    pub en: SaidDue,
}

/// A date as it was typed.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct DateRead {
    /// Its parts.
    pub date: PartialDate,
    /// `2026-11-24`, where day and month are known.
    pub day: Option<String>,
    /// `Thứ Năm, 01/03/1990`.
    pub vi: String,
    /// In English.
    pub en: String,
}

/// What kind of date was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum DateKind {
    /// A birth: parts may be missing, two digits of a year are the past's.
    Birth,
    /// A day that has been.
    Day,
    /// A day that is to come.
    Coming,
}

/// A person's page beside the form.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a mark or a part of the page of its own"
)]
#[derive(Clone, Serialize, Deserialize, specta::Type)]
pub struct PersonCard {
    /// Her id.
    pub id: String,
    /// What is known.
    pub facts: Facts,
    /// By what proof.
    pub proof: Proof,
    /// Her visits, newest first; none of a restricted person.
    pub visits: Vec<EarlierVisit>,
    /// Her address is restricted.
    pub restricted: bool,
    /// Whoever looks may see what is restricted, and lift it.
    pub may_see: bool,
    /// Whoever looks may merge her record with another one of hers, with a second person.
    pub may_merge: bool,
    /// Whoever looks may see her household.
    pub may_residence: bool,
    /// Day on which another record was merged into hers, the latest: it can be undone.
    pub merged: Option<String>,
}

impl PersonCard {
    pub(crate) fn of(session: &Session, person: Person, visits: Vec<EarlierVisit>) -> Self {
        let restricted = person.is_restricted();
        let may = |right: Right, second| {
            let around = Circumstance {
                second,
                ..Circumstance::default()
            };
            right.allow(Some(session.role()), around).is_ok()
        };
        let merged = person.joined.last();
        Self {
            id: person.id.to_string(),
            facts: person.facts,
            proof: person.proof,
            visits,
            restricted,
            may_see: may(Right::SeeRestrictedAddress, false),
            may_merge: may(Right::MergePeople, true),
            may_residence: may(Right::ReadResidence, false),
            merged: merged.map(|join| join.at.day().to_string()),
        }
    }
}

impl std::fmt::Debug for PersonCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonCard(..)")
    }
}

/// A service of an earlier visit.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct EarlierService {
    /// Its id, `A1`: stands in place of its title on a discreet screen.
    pub service: String,
    /// As it was called then.
    pub titles: Titles,
}

/// An earlier visit.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct EarlierVisit {
    /// `2026-11-24`.
    pub day: String,
    /// `A-023`.
    pub number: String,
    /// Services, as they were called then.
    pub what: Vec<EarlierService>,
    /// `advice`, `matter_taken`, `handed_on`, `left_unserved`, `refused`.
    pub outcome: String,
    /// Its number in the paper register, where it was carried over.
    pub carried: Option<String>,
}

/// What is typed of a person so far.
#[derive(Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct PersonTyped {
    /// Name.
    pub name: String,
    /// Birth date.
    pub born: Option<DateParts>,
    /// Personal number.
    pub number: Option<String>,
    /// Phone.
    pub phone: Option<String>,
}

impl std::fmt::Debug for PersonTyped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonTyped(..)")
    }
}

impl Office {
    /// The services that can be taken in today; protected ones are left out, and in an office in
    /// earnest those with a time limit that nobody confirmed.
    pub async fn services(&self, session: &Session) -> Answer<Vec<ServiceView>> {
        let permit: Permit<'_, RegisterVisit> =
            self.permit(session, Circumstance::default()).await?;
        let desk = desk_of(&mut permit.session().records()?.desk.begin().await?).await?;
        let today = self.clock.now().day();
        let mut shown = Vec::new();
        for listed in self.catalogue.list(today) {
            let service = self.catalogue.service(&listed.id, today)?;
            if service.open && !service.protected && desk.opens(service, today) {
                shown.push(forms::shown(service));
            }
        }
        Ok(shown)
    }

    /// The forms of private matters that can be taken in today.
    pub async fn private_services(&self, session: &Session) -> Answer<Vec<ServiceView>> {
        let _permit: Permit<'_, OpenPrivate> =
            self.permit(session, Circumstance::default()).await?;
        let today = self.clock.now().day();
        let mut shown = Vec::new();
        for listed in self.catalogue.list(today) {
            let service = self.catalogue.service(&listed.id, today)?;
            if service.open && service.protected && !service.is_sheet() {
                shown.push(forms::shown(service));
            }
        }
        Ok(shown)
    }

    /// When a service would be due, were it taken in now with these answers so far (choices by their
    /// keys, `yes` and `no`); nothing where no clock runs.
    pub async fn due_if_taken(
        &self,
        session: &Session,
        service: &str,
        answers: &BTreeMap<String, String>,
    ) -> Answer<Option<DueView>> {
        let _permit: Permit<'_, RegisterVisit> =
            self.permit(session, Circumstance::default()).await?;
        let now = self.clock.now();
        let known = self.catalogue.service(service, now.day())?;
        let answers = known.chosen(answers);
        let mut running = known.clocks_from(StartsAt::Received, now.day(), &answers);
        // The same as the paper will show: the main one, else the first.
        let first = running.next();
        let main = first
            .filter(|rule| rule.main)
            .or_else(|| running.find(|rule| rule.main));
        let Some(rule) = main.or(first) else {
            return Ok(None);
        };
        let (history, version) = (History::default(), self.catalogue.version());
        let due = domain::deadline::due(rule, now, &self.calendar, &history, &version)?;
        Ok(Some(DueView {
            what: rule.titles.clone(),
            vi: due.said(Lang::Vi),
            en: due.said(Lang::En),
        }))
    }

    /// What is worked out from the answers typed so far into the form of a service, by question. The
    /// answers are a JSON object as a visit's are.
    pub async fn computed(
        &self,
        session: &Session,
        service: &str,
        answers: &str,
    ) -> Answer<BTreeMap<String, i32>> {
        let _permit: Permit<'_, RegisterVisit> =
            self.permit(session, Circumstance::default()).await?;
        let today = self.clock.now().day();
        let known = self.catalogue.service(service, today)?;
        let answers: BTreeMap<String, serde_json::Value> =
            crate::intake::read_request(answers.as_bytes())?;
        let computed = known.computed(&answers, today).into_iter();
        Ok(computed
            .filter_map(|(key, number)| Some((key, i32::try_from(number).ok()?)))
            .collect())
    }

    /// What a card's code says. The payload is read and forgotten.
    pub async fn read_scan(&self, session: &Session, payload: &str) -> Answer<CardScan> {
        let _permit: Permit<'_, SearchPeople> =
            self.permit(session, Circumstance::default()).await?;
        Ok(card::parse(payload.as_bytes())?)
    }

    /// What the machine-readable lines of a passport or card say. They are read and forgotten.
    pub async fn read_lines(&self, session: &Session, payload: &str) -> Answer<MachineLines> {
        let _permit: Permit<'_, SearchPeople> =
            self.permit(session, Circumstance::default()).await?;
        Ok(mrz::read(payload, self.clock.now().day())?)
    }

    /// A date as it was typed, said back in words.
    pub async fn read_date(
        &self,
        session: &Session,
        typed: &str,
        kind: DateKind,
    ) -> Answer<DateRead> {
        let _permit: Permit<'_, SearchPeople> =
            self.permit(session, Circumstance::default()).await?;
        let today = self.clock.now().day();
        let date = match kind {
            DateKind::Birth => typed_date::birth(typed, today)?,
            DateKind::Day => typed_date::day(typed, today, Lean::Past)?.into(),
            DateKind::Coming => typed_date::day(typed, today, Lean::Future)?.into(),
        };
        Ok(DateRead {
            date,
            day: date.full().map(|day| day.to_string()),
            vi: typed_date::in_words(date, Lang::Vi),
            en: typed_date::in_words(date, Lang::En),
        })
    }

    /// Records that may be the person being typed.
    pub async fn alike(&self, session: &Session, typed: &PersonTyped) -> Answer<Vec<PersonRow>> {
        let _permit: Permit<'_, SearchPeople> =
            self.permit(session, Circumstance::default()).await?;
        // Half a name is like too many.
        if typed.name.split_whitespace().count() < 2 && typed.number.is_none() {
            return Ok(Vec::new());
        }
        let facts = Facts {
            name: domain::text::line(&typed.name, domain::person::NAME_LIMIT)
                .map_err(|fault| Refused::from(fault.in_field("name")))?,
            born: typed.born.and_then(|born| born.check().ok().flatten()),
            number: typed.number.clone(),
            phones: typed.phone.clone().into_iter().collect(),
            ..Facts::default()
        };
        self.look_alikes_of(session, &facts, ALIKE).await
    }

    fn earlier<'f>(
        &self,
        visit: &'f Visit,
        files: impl Iterator<Item = (&'f str, u32)>,
    ) -> Option<EarlierVisit> {
        let logged = visit.logged.as_ref()?;
        let advice = logged.guidance.iter();
        let advice = advice.map(|told| (told.service.as_str(), told.service_version));
        let services = files.chain(advice);
        let what = services.filter_map(|(id, version)| {
            let titles = self.catalogue.service_version(id, version)?.titles.clone();
            let service = id.to_owned();
            Some(EarlierService { service, titles })
        });
        Some(EarlierVisit {
            day: logged.received_at.day().to_string(),
            number: visit.queue.text(),
            what: what.collect(),
            outcome: outcome_word(&logged.outcome).to_owned(),
            carried: logged.late.as_ref().and_then(old_number),
        })
    }
}

fn old_number(late: &Late) -> Option<String> {
    match &late.source {
        LateSource::Register { number } => Some(number.clone()),
        LateSource::Postmark
        | LateSource::CallLog
        | LateSource::QueueNumber
        | LateSource::PaperDay { .. } => None,
    }
}

fn outcome_word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Advice => "advice",
        Outcome::MatterTaken => "matter_taken",
        Outcome::HandedOn { .. } => "handed_on",
        Outcome::LeftUnserved => "left_unserved",
        Outcome::Refused { .. } => "refused",
    }
}
