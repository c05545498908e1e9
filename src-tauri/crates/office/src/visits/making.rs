//! An act in the making: person, visit and files take their place, receipts come last.
//!
//! Purpose: the steps of saving a visit, each adding the entries it decided. May use: the open
//! transaction, for reading only. Must never: write; the whole act is committed at once.

use domain::action::Action;
use domain::desk::Register;
use domain::fault::{Code, Fault};
use domain::file;
use domain::id::{FileId, PersonId, VisitId};
use domain::moment::Moment;
use domain::person::{self, Person};
use domain::receipt;
use domain::visit::{self, Visit};
use store::{Pending, Tx};

use super::MatterRead;
use crate::Office;
use crate::intake::{PersonRead, in_request};
use crate::receipts::Paper;
use crate::refused::{Answer, Refused};
use crate::registers::last_number;
use crate::restricted::restricted_too;
use crate::session::Records;
use crate::views::{DeadlineView, FileAdded, ReceiptAdded, VisitAdded};

/// An act in the making: nothing is written before it is whole.
pub(crate) struct Making<'a> {
    pub(crate) tx: Tx,
    pub(crate) records: &'a Records,
    pub(crate) now: Moment,
    pub(crate) entries: Vec<Pending>,
}

/// A matter on its way into the record.
pub(super) struct Planned {
    pub(super) id: FileId,
    pub(super) action: Action,
    /// What another system calls it.
    pub(super) code: Option<file::Coded>,
    pub(super) added: FileAdded,
}

/// Where a matter belongs.
#[derive(Clone, Copy)]
pub(super) struct FilePlace {
    pub(super) visit: VisitId,
    pub(super) person: Option<PersonId>,
    pub(super) received_at: Moment,
    pub(super) index: usize,
}

impl Office {
    /// The person of the visit: known and amended, or new. `corrected`: somebody whose record this act
    /// corrects, as it leaves her.
    pub(crate) async fn place_person(
        &self,
        making: &mut Making<'_>,
        read: Option<PersonRead>,
        corrected: Option<&Person>,
    ) -> Answer<Option<(Person, person::Proof)>> {
        let Some(read) = read else { return Ok(None) };
        let known =
            match (read.known, &read.facts.number) {
                (Some(id), _) => {
                    let known = making.tx.person(id).await?;
                    Some(known.ok_or_else(|| {
                        Refused::from(Fault::at(Code::PersonUnknown, "person.id"))
                    })?)
                }
                (None, Some(number)) => making
                    .tx
                    .person_by_number(number)
                    .await?
                    .map(|known| match corrected {
                        Some(corrected) if corrected.id == known.id => corrected.clone(),
                        Some(_) | None => known,
                    })
                    .filter(|known| person::is_same(known, &read.facts, read.proof)),
                (None, None) => None,
            };
        let kept = read.restrict || restricted_too(&mut making.tx, &read.facts).await?;
        let mut person = if let Some(mut known) = known {
            let told = known.told(&read.facts, read.proof);
            let told = told.map_err(|refusal| in_request(refusal.under("person")))?;
            if let Some(Action::PersonAmended(body)) = told {
                known.facts = body.facts.clone();
                known.proof = body.proof;
                making
                    .entries
                    .push(Pending::new(known.id, Action::PersonAmended(body)));
            }
            known
        } else {
            let id = self.ids().person();
            let record = person::record(read.facts.clone(), read.proof);
            making.entries.push(Pending::new(id, record));
            Person::new(
                id,
                read.facts,
                read.proof,
                making.now,
                making.records.staff.user,
            )
        };
        if kept && let Some(action) = person.restricting(true) {
            making.entries.push(Pending::new(person.id, action));
            person.restricted = Some(making.now);
        }
        Ok(Some((person, read.proof)))
    }

    /// The visit: the one that waits, or a new one with the next number.
    pub(super) async fn place_visit(
        &self,
        making: &mut Making<'_>,
        waiting: Option<VisitId>,
        told: visit::Told,
    ) -> Answer<(VisitId, String)> {
        let Making {
            tx,
            records,
            now,
            entries,
        } = making;
        let (by, now) = (records.staff.user, *now);
        if let Some(id) = waiting {
            let known: Option<Visit> = tx.visit(id).await?;
            let known =
                known.ok_or_else(|| Refused::from(Fault::at(Code::VisitUnknown, "visit")))?;
            entries.push(Pending::new(id, known.log(told, by, now)?));
            return Ok((id, known.queue.text()));
        }
        let highest = tx.highest_queue_number(&records.letter, now.day()).await?;
        let numbered = visit::number(&records.letter, now.day(), highest)?;
        let id = self.ids().visit();
        let text = numbered.text();
        entries.push(Pending::new(id, Action::VisitNumbered(numbered)));
        entries.push(Pending::new(id, visit::without_number(told, by, now)?));
        Ok((id, text))
    }

    /// One matter with its number.
    pub(super) async fn place_file(
        &self,
        making: &mut Making<'_>,
        matter: MatterRead<'_>,
        place: FilePlace,
    ) -> Answer<(Planned, bool)> {
        let Making {
            tx, records, now, ..
        } = making;
        let (letter, year) = (&records.letter, now.day().year());
        let highest = last_number(tx, Register::File, letter, year).await?;
        let ahead = u32::try_from(place.index).unwrap_or(u32::MAX);
        let highest = Some(highest.unwrap_or(0).saturating_add(ahead));
        let number = file::number(&records.letter, now.day(), highest)?;
        let id = self.ids().file();
        let deadlines = matter.clocks.iter().map(DeadlineView::of).collect();
        let with_receipt = matter.service.receipt.is_some();
        let code = matter.code.clone();
        let action = file::open(
            matter.service,
            matter.told,
            file::Place {
                number: number.clone(),
                visit: place.visit,
                person: place.person,
                received_at: place.received_at,
                clocks: matter.clocks,
                carried: None,
            },
        );
        let added = FileAdded {
            id: id.to_string(),
            number,
            service: matter.service.id.clone(),
            receipt: None,
            others: Vec::new(),
            deadlines,
        };
        let planned = Planned {
            id,
            action,
            code,
            added,
        };
        Ok((planned, with_receipt))
    }

    /// Files first, then their receipts, which come last in the act.
    pub(super) async fn finish_files(
        &self,
        making: &mut Making<'_>,
        planned: Vec<(Planned, bool)>,
        paper: &Paper<'_>,
        answer: &mut VisitAdded,
    ) -> Answer<()> {
        let Making {
            tx,
            records,
            entries,
            ..
        } = making;
        let mut papers = Vec::new();
        let (letter, year) = (&records.letter, paper.now.day().year());
        let mut highest = None;
        for (file, with_receipt) in planned {
            let mut added = file.added;
            if with_receipt && let Action::FileOpened(opened) = &file.action {
                for receiver in self.receivers(opened, paper.person)? {
                    if highest.is_none() {
                        highest = Some(last_number(tx, Register::Receipt, letter, year).await?);
                    }
                    let number =
                        receipt::running(&records.letter, paper.now.day(), highest.flatten())?;
                    highest = highest.map(|known| Some(known.unwrap_or(0).saturating_add(1)));
                    let code = file.code.as_ref().map(|coded| coded.code.as_str());
                    let of = (file.id, receiver, code);
                    let pending = self.receipt_entry(records, of, opened, paper, number.clone())?;
                    papers.push(pending);
                    let made = ReceiptAdded {
                        number,
                        token: String::new(),
                    };
                    match receiver {
                        None => added.receipt = Some(made),
                        Some(_) => added.others.push(made),
                    }
                }
            }
            entries.push(Pending::new(file.id, file.action));
            let coded = file.code.map(Action::FileCoded);
            entries.extend(coded.map(|action| Pending::new(file.id, action)));
            answer.files.push(added);
        }
        entries.extend(papers);
        Ok(())
    }
}
