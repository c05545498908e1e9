//! Importing people from a table.
//!
//! Purpose: a spreadsheet of a former register becomes people of this desk, one act a thousand
//! rows, so that a stopped import keeps what was written and a whole one costs few signatures. Each
//! row passes the same door as a typed person; a known personal number is brought up to date
//! instead of doubled. Must never: let one bad row stop the others, or guess what a cell means.

pub(crate) mod facts;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use domain::action::Action;
use domain::fault::{Code, Refusal};
use domain::permission::Circumstance;
use domain::person::{self, Facts, Person, Proof};
use serde::{Deserialize, Serialize};
use store::Pending;

use self::table::Row;
use crate::Office;
use crate::policy::{Import, Permit};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

pub use self::table::{COLUMNS, ROW_LIMIT, TABLE_LIMIT};
pub use crate::spreadsheet::TableKind;

/// Rows of one act.
pub const ROWS_AN_ACT: usize = 1_000;

/// A table is another paper: stronger than the person's own words, weaker than a card.
const PROOF: Proof = Proof::OtherPaper;

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Rows handled: each was added, matched or refused.
    pub read: u32,
    /// New people.
    pub added: u32,
    /// Rows about a person already known, or told earlier in the same table.
    pub matched: u32,
    /// Rows left out, in the table's order.
    pub refused: Vec<RowRefused>,
    /// Stopped before the end; what was read so far stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
}

/// A row left out and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowRefused {
    /// Its number as the spreadsheet shows it: the header is usually row 1.
    pub row: u32,
    /// The column; absent when the row as a whole does not read.
    pub field: Option<String>,
    /// Why.
    pub code: Code,
    /// What else is wrong with the row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<CellRefused>,
}

/// One more thing wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellRefused {
    /// The column.
    pub field: Option<String>,
    /// Why.
    pub code: Code,
}

impl RowRefused {
    fn new(row: u32, refusal: Refusal) -> Self {
        let more = refusal.more.into_iter();
        Self {
            row,
            field: refusal.first.field,
            code: refusal.first.code,
            more: more
                .map(|fault| CellRefused {
                    field: fault.field,
                    code: fault.code,
                })
                .collect(),
        }
    }
}

impl Office {
    /// Takes people in from a table with a header row of `name, born, sex, number, old_number,
    /// phone, address` (any order, only `name` required). The passphrase must have been given once
    /// more ([`Office::confirm`]). With `dry_run` nothing is written and the report says what would
    /// be. `go_on` hears after each act how many of how many rows are done, and may stop.
    ///
    /// Refuses with `people.table_unreadable`, `people.columns`, `request.too_large` or
    /// `field.too_many` before anything is written; what is wrong with a row stands in the report.
    pub async fn import_people(
        &self,
        session: &Session,
        bytes: Vec<u8>,
        kind: TableKind,
        dry_run: bool,
        go_on: &mut (dyn FnMut(usize, usize) -> bool + Send),
    ) -> Answer<ImportReport> {
        let stepped_up = session.staff().stepped_up(self.clock.mono());
        let around = Circumstance {
            stepped_up,
            ..Circumstance::default()
        };
        let permit: Permit<'_, Import> = self.permit(session, around).await?;
        let records = permit.session().records()?;
        let reading = tokio::task::spawn_blocking(move || table::read(&bytes, kind));
        let rows = reading
            .await
            .map_err(|_cause| Refused::new(Code::PeopleTableUnreadable))??;
        let mut work = Work {
            dry_run,
            told: BTreeSet::new(),
            report: ImportReport::default(),
        };
        let mut done = 0_usize;
        for slice in rows.chunks(ROWS_AN_ACT) {
            self.import_act(records, slice, &mut work).await?;
            done = done.saturating_add(slice.len());
            if !go_on(done, rows.len()) && done < rows.len() {
                work.report.cancelled = true;
                break;
            }
        }
        Ok(work.report)
    }

    /// Some rows, one act.
    async fn import_act(&self, records: &Records, rows: &[Row], work: &mut Work) -> Answer<()> {
        let told = work.read(rows, self.clock.now().day());
        let numbers: Vec<String> = told
            .iter()
            .filter_map(|(_, facts)| facts.number.clone())
            .collect();
        let mut tx = records.desk.begin().await?;
        let mut known: BTreeMap<String, Vec<Person>> = BTreeMap::new();
        for person in tx.people_by_numbers(&numbers).await? {
            let number = person.facts.number.clone().unwrap_or_default();
            known.entry(number).or_default().push(person);
        }
        let mut entries = Vec::new();
        for (row, facts) in told {
            match amended(&mut known, &facts, &mut entries) {
                Ok(amended) if amended || work.was_told(&facts) => {
                    work.report.matched = work.report.matched.saturating_add(1);
                    continue;
                }
                Ok(_) => {}
                Err(refusal) => {
                    work.report.refused.push(RowRefused::new(row, refusal));
                    continue;
                }
            }
            work.report.added = work.report.added.saturating_add(1);
            let id = self.ids().person();
            entries.push(Pending::new(id, person::record(facts.clone(), PROOF)));
            if let Some(number) = facts.number.clone() {
                if work.dry_run {
                    work.told.insert(number.clone());
                }
                let person = Person::new(id, facts, PROOF, self.clock.now(), records.staff.user);
                known.entry(number).or_default().push(person);
            }
        }
        if !work.dry_run && !entries.is_empty() {
            self.commit(tx, records, entries).await?;
        }
        Ok(())
    }
}

/// An import on its way.
struct Work {
    dry_run: bool,
    /// Numbers of people that a dry run would have added: the record does not know them.
    told: BTreeSet<String>,
    report: ImportReport,
}

impl Work {
    /// The rows that pass the door.
    fn read(&mut self, rows: &[Row], today: domain::moment::Day) -> Vec<(u32, Facts)> {
        let mut told = Vec::with_capacity(rows.len());
        for row in rows {
            self.report.read = self.report.read.saturating_add(1);
            match facts::of(row, today) {
                Ok(facts) => told.push((row.at, facts)),
                Err(refusal) => self.report.refused.push(RowRefused::new(row.at, refusal)),
            }
        }
        told
    }

    fn was_told(&self, facts: &Facts) -> bool {
        facts
            .number
            .as_ref()
            .is_some_and(|number| self.told.contains(number))
    }
}

/// Whether the row is about somebody known; what is new about her is amended, or the row refused.
fn amended(
    known: &mut BTreeMap<String, Vec<Person>>,
    row: &Facts,
    entries: &mut Vec<Pending>,
) -> Result<bool, Refusal> {
    let same = row
        .number
        .as_ref()
        .and_then(|number| known.get_mut(number))
        .and_then(|people| {
            people
                .iter_mut()
                .find(|person| person::is_same(person, row, PROOF))
        });
    let Some(person) = same else {
        return Ok(false);
    };
    let told = person.told(row, PROOF).map_err(facts::columns)?;
    if let Some(Action::PersonAmended(body)) = told {
        person.facts = body.facts.clone();
        person.proof = body.proof;
        entries.push(Pending::new(person.id, Action::PersonAmended(body)));
    }
    Ok(true)
}
