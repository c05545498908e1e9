//! Some rows, one act.
//!
//! Purpose: each row that was read becomes a person (found by her number, or new), the reception of
//! its true day, and the file with its old number. Files come after what they belong to; no receipt is
//! among them. May use: the open transaction. Must never: carry an old number over twice.

use std::collections::BTreeMap;

use domain::action::Action;
use domain::desk::Register;
use domain::fault::{Code, Fault, Refusal};
use domain::file::{self, Carried, File};
use domain::id::PersonId;
use domain::moment::{Day, Moment};
use domain::person::{self, Person, Proof};
use domain::visit::{self, Late, LateSource, Outcome, Reception, Turn};
use domain::words::Lang;
use store::{Pending, Tx};

use super::columns::Row;
use super::row::{Told, columns};
use super::{CarryReport, CarryRow, Column, RowFate, Run};
use crate::Office;
use crate::refused::Answer;
use crate::registers::last_number;
use crate::session::Records;

/// A register is another paper: stronger than the person's own words, weaker than a card.
const PROOF: Proof = Proof::OtherPaper;

/// A run on its way.
pub(super) struct Work {
    pub(super) run: Run,
    /// People met so far, by personal number; in a dry run also those that would be new.
    pub(super) people: BTreeMap<String, Vec<Person>>,
    /// Old numbers of this sheet, and the row that bore each first.
    pub(super) seen: BTreeMap<String, u32>,
    pub(super) report: CarryReport,
}

/// Numbers that this act gives.
struct Numbers {
    now: Moment,
    file: Option<u32>,
    queue: BTreeMap<Day, Option<u32>>,
}

impl Office {
    /// Some rows, one act; nothing is appended in a dry run.
    pub(super) async fn carry_act(
        &self,
        records: &Records,
        rows: &[Row],
        work: &mut Work,
    ) -> Answer<()> {
        let now = self.clock.now();
        let mut tx = records.desk.begin().await?;
        let mut told = Vec::with_capacity(rows.len());
        for row in rows {
            let mut line = CarryRow::of(row);
            match self
                .read_row(row, now.day())
                .and_then(|told| work.once(row, told))
            {
                Ok(read) => {
                    line.tells(&read);
                    told.push((line, Some(read)));
                }
                Err(refusal) => {
                    line.refuse(refusal);
                    told.push((line, None));
                }
            }
        }
        let read = || told.iter().filter_map(|(_, read)| read.as_ref());
        let known = known(&mut tx, read()).await?;
        work.meet(&mut tx, read()).await?;
        let mut numbers = Numbers {
            now,
            file: last_number(&mut tx, Register::File, &records.letter, now.day().year()).await?,
            queue: BTreeMap::new(),
        };
        let mut entries = Vec::new();
        for (mut line, read) in told {
            if let Some(read) = read {
                if let Some(before) = known.get(&read.number) {
                    line.known(&read, before);
                } else {
                    let made = self
                        .carry_row(&mut tx, records, read, (work, &mut numbers, &mut line))
                        .await?;
                    entries.extend(made);
                }
            }
            work.report.add(line);
        }
        if work.run == Run::Carry && !entries.is_empty() {
            self.commit(tx, records, entries).await?;
        }
        Ok(())
    }

    /// What one row adds.
    async fn carry_row(
        &self,
        tx: &mut Tx,
        records: &Records,
        told: Told<'_>,
        (work, numbers, line): (&mut Work, &mut Numbers, &mut CarryRow),
    ) -> Answer<Vec<Pending>> {
        let (now, by) = (numbers.now, records.staff.user);
        let mut entries = Vec::new();
        let person = match self.carry_person(records, &told, work, &mut entries) {
            Ok((person, known)) => {
                line.person_known = known;
                person
            }
            Err(refusal) => {
                line.refuse(refusal);
                return Ok(Vec::new());
            }
        };
        let visit = self.ids().visit();
        let queue = match numbers.queue.get(&told.received) {
            Some(highest) => *highest,
            None => {
                tx.highest_queue_number(&records.letter, told.received)
                    .await?
            }
        };
        let numbered = visit::number(&records.letter, told.received, queue)?;
        numbers.queue.insert(told.received, Some(numbered.number));
        entries.push(Pending::new(visit, Action::VisitNumbered(numbered)));
        entries.push(Pending::new(
            visit,
            visit::log(reception(&told, person), by, now)?,
        ));
        let number = file::number(&records.letter, now.day(), numbers.file)?;
        numbers.file = Some(numbers.file.unwrap_or(0).saturating_add(1));
        let place = file::Place {
            number: number.clone(),
            visit,
            person: Some(person),
            received_at: told.received.start(),
            clocks: told.clocks,
            carried: Some(Carried {
                number: told.number,
                due: told.due,
            }),
        };
        let content = file::Told {
            fields: told.fields,
            documents: Vec::new(),
        };
        let id = self.ids().file();
        entries.push(Pending::new(id, file::open(told.service, content, place)));
        if let Some(to) = told.officer {
            let assigned = file::Assigned {
                to,
                note: String::new(),
            };
            entries.push(Pending::new(id, Action::FileAssigned(assigned)));
        }
        if work.run == Run::Carry {
            line.fate = RowFate::Made;
            line.number = Some(number);
        } else {
            line.fate = RowFate::New;
        }
        Ok(entries)
    }

    /// The person: found by her number, what is new about her amended, or new; and whether she was
    /// known.
    fn carry_person(
        &self,
        records: &Records,
        told: &Told<'_>,
        work: &mut Work,
        entries: &mut Vec<Pending>,
    ) -> Result<(PersonId, bool), Refusal> {
        let facts = &told.facts;
        let same = facts
            .number
            .as_ref()
            .and_then(|number| work.people.get_mut(number))
            .and_then(|people| {
                people
                    .iter_mut()
                    .find(|person| person::is_same(person, facts, PROOF))
            });
        if let Some(person) = same {
            if let Some(Action::PersonAmended(body)) = person.told(facts, PROOF).map_err(columns)? {
                person.facts = body.facts.clone();
                person.proof = body.proof;
                entries.push(Pending::new(person.id, Action::PersonAmended(body)));
            }
            return Ok((person.id, true));
        }
        let id = self.ids().person();
        entries.push(Pending::new(id, person::record(facts.clone(), PROOF)));
        if let Some(number) = facts.number.clone() {
            let (now, by) = (self.clock.now(), records.staff.user);
            let person = Person::new(id, facts.clone(), PROOF, now, by);
            work.people.entry(number).or_default().push(person);
        }
        Ok((id, false))
    }
}

/// Files carried over before under the numbers of these rows.
async fn known<'t, 'c: 't>(
    tx: &mut Tx,
    told: impl Iterator<Item = &'t Told<'c>>,
) -> Answer<BTreeMap<String, File>> {
    let numbers: Vec<String> = told.map(|told| told.number.clone()).collect();
    let files = tx.files_by_carried(&numbers).await?.into_iter();
    let by_number = files.filter_map(|file| {
        let number = file.opened.carried.as_ref()?.number.clone();
        Some((number, file))
    });
    Ok(by_number.collect())
}

/// The reception as the paper register tells it.
fn reception(told: &Told<'_>, person: PersonId) -> visit::Told {
    visit::Told {
        channel: told.channel,
        reception: Reception::Regular,
        people: None,
        turn: Turn::First,
        received_at: Some(told.received.start()),
        late: Some(Late {
            source: LateSource::Register {
                number: told.number.clone(),
            },
            reason: Lang::Vi.word("carry.reason"),
        }),
        person: Some(person),
        proof: PROOF,
        outcome: Outcome::MatterTaken,
        note: told.note.clone(),
        guidance: Vec::new(),
        matters: 1,
    }
}

impl Work {
    /// Each old number once in a sheet.
    fn once<'c>(&mut self, row: &Row, told: Told<'c>) -> Result<Told<'c>, Refusal> {
        if let Some(first) = self.seen.get(&told.number) {
            let fault = Fault::at(Code::CarryNumberTwice, Column::OldNumber.name());
            return Err(fault.with("row", first).into());
        }
        self.seen.insert(told.number.clone(), row.at);
        Ok(told)
    }

    /// Brings the people in whom the record knows by the numbers of these rows.
    async fn meet<'t, 'c: 't>(
        &mut self,
        tx: &mut Tx,
        told: impl Iterator<Item = &'t Told<'c>>,
    ) -> Answer<()> {
        let numbers = told.filter_map(|told| told.facts.number.clone());
        let strangers = numbers.filter(|number| !self.people.contains_key(number));
        let strangers: Vec<String> = strangers.collect();
        for person in tx.people_by_numbers(&strangers).await? {
            let number = person.facts.number.clone().unwrap_or_default();
            self.people.entry(number).or_default().push(person);
        }
        Ok(())
    }
}

impl CarryReport {
    fn add(&mut self, row: CarryRow) {
        let count = match row.fate {
            RowFate::New | RowFate::Made => &mut self.made,
            RowFate::Known => &mut self.known,
            RowFate::Refused => &mut self.refused,
        };
        *count = count.saturating_add(1);
        if row.differs {
            self.differing = self.differing.saturating_add(1);
        }
        self.rows.push(row);
    }
}

impl CarryRow {
    /// What was read, and what the catalogue says of it.
    fn tells(&mut self, told: &Told<'_>) {
        let counted = told.clocks.iter().map(|clock| clock.due.due).min();
        let counted = counted.map(Moment::day);
        self.service = Some(told.service.titles.clone());
        self.received = Some(told.received.to_string());
        self.told_due = told.due.map(|day| day.to_string());
        self.counted_due = counted.map(|day| day.to_string());
        self.differs =
            matches!((told.due, counted), (Some(told), Some(counted)) if told != counted);
    }

    /// It was carried over before, if it says the same matter; another one must not hide behind it.
    fn known(&mut self, told: &Told<'_>, before: &File) {
        let same = before.opened.service == told.service.id
            && before.opened.received_at.day() == told.received;
        self.number = Some(before.opened.number.clone());
        if same {
            self.fate = RowFate::Known;
        } else {
            let fault = Fault::at(Code::CarryNumberOther, Column::OldNumber.name());
            self.refuse(fault.with("number", &before.opened.number).into());
        }
    }
}
