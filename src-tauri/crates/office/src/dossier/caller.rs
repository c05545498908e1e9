//! Somebody asks by telephone whether a result lies ready.
//!
//! Purpose: a caller tells facts; only where two of them are right of one person is she told *ready* or
//! *not ready*. Whatever is wrong, unknown or restricted has one answer. Must never: say which fact was
//! wrong, that somebody is on record, or more than the one word.

use domain::action::Action;
use domain::born::DateParts;
use domain::fault::{Code, Fault};
use domain::file::File;
use domain::number;
use domain::permission::Circumstance;
use domain::person::{CALLER_FACTS, Person};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::numbered;
use crate::Office;
use crate::policy::{HandOverResult, Permit};
use crate::refused::{Answer, Refused};
use crate::restricted::{kept_from, restricted_too};
use crate::session::Session;

/// Most matters of one person.
const OF_PERSON: u32 = 50;

/// What a caller tells; two of the three at least.
#[derive(Clone, Default, Deserialize, Serialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct CallerTold {
    /// Number of the receipt, or of the matter.
    pub paper: String,
    /// Personal number.
    pub number: String,
    /// Birth date.
    pub born: Option<DateParts>,
}

/// What a caller tells never reaches a log.
impl std::fmt::Debug for CallerTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CallerTold(..)")
    }
}

/// What is said to a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CallerAnswer {
    /// A result lies ready.
    Ready,
    /// None does yet.
    NotReady,
    /// Nothing is said by telephone: she is asked to come with her card.
    Nothing,
}

impl Office {
    /// Answers a caller. The look at whoever was meant is journalled.
    pub async fn answer_caller(
        &self,
        session: &Session,
        told: &CallerTold,
    ) -> Answer<CallerAnswer> {
        let permit: Permit<'_, HandOverResult> =
            self.permit(session, Circumstance::default()).await?;
        let facts = Facts::read(told)?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let Some((person, files)) = meant(&mut tx, &facts).await? else {
            return Ok(CallerAnswer::Nothing);
        };
        let told = person.agrees(facts.number.as_deref(), facts.born)
            && !restricted_too(&mut tx, &person.facts).await?;
        let mut answer = CallerAnswer::Nothing;
        for file in &files {
            let service = self.service_of(file)?;
            // That she complained or reported a crime is known to nobody who lacks her paper: both facts
            // may be told by whoever lives with her.
            let tells = service.receipt.is_none_or(|form| !form.is_administrative());
            if tells && facts.paper.is_none() {
                continue;
            }
            if !told || kept_from(&mut tx, service, file, None).await? {
                continue;
            }
            match self.result_ready(file)? {
                Some(true) => answer = CallerAnswer::Ready,
                Some(false) if answer == CallerAnswer::Nothing => answer = CallerAnswer::NotReady,
                Some(false) | None => {}
            }
        }
        self.note_look(tx, records, person.id, Action::PersonViewed)
            .await?;
        Ok(answer)
    }
}

/// What was told, read.
struct Facts {
    paper: Option<String>,
    number: Option<String>,
    born: Option<domain::born::PartialDate>,
}

impl Facts {
    fn read(told: &CallerTold) -> Answer<Self> {
        let line = |typed: &str, field: &str| -> Answer<Option<String>> {
            let line = domain::text::line(typed, domain::file::PAPER_LIMIT)
                .map_err(|fault| Refused::from(fault.in_field(field)))?;
            Ok(Some(line).filter(|line| !line.is_empty()))
        };
        let number = match line(&told.number, "number")? {
            Some(typed) => {
                let read = number::personal(&typed);
                Some(read.map_err(|fault| Refused::from(fault.in_field("number")))?)
            }
            None => None,
        };
        let born = told.born.map_or(Ok(None), DateParts::check);
        let facts = Self {
            paper: line(&told.paper, "paper")?,
            number,
            born: born.map_err(|fault| Refused::from(fault.in_field("born")))?,
        };
        let told = [
            facts.paper.is_some(),
            facts.number.is_some(),
            facts.born.is_some(),
        ];
        if told.into_iter().filter(|told| *told).count() < CALLER_FACTS {
            return Err(Fault::at(Code::CallerTwoFacts, "paper").into());
        }
        Ok(facts)
    }
}

/// Whom the caller means, and her matters: by her paper, else by her number.
async fn meant(tx: &mut Tx, facts: &Facts) -> Answer<Option<(Person, Vec<File>)>> {
    if let Some(paper) = &facts.paper {
        let Some(file) = numbered(tx, paper).await?.pop() else {
            return Ok(None);
        };
        let Some(party) = file.opened.parties.first() else {
            return Ok(None);
        };
        let person = tx.person(party.person).await?;
        return Ok(person.map(|person| (person, vec![file])));
    }
    let Some(number) = &facts.number else {
        return Ok(None);
    };
    let Some(person) = tx.person_by_number(number).await? else {
        return Ok(None);
    };
    let files = tx.files_of_person(&person, OF_PERSON).await?;
    Ok(Some((person, files)))
}
