//! The wrong person (*ghi nhầm người*): visit, files and papers move together, today.
//!
//! Purpose: one act that puts a saved visit in the right person's name, with its files; receipts
//! made out to the first one are void (and check as void), what of them waits for a printer is taken
//! back, new ones are made out; what the visit told of the first one is taken back from her record.
//! May use: the steps of saving a visit. Must never: leave one part behind, or show the first
//! person's data again.

use domain::action::Action;
use domain::desk::Register;
use domain::fault::{Code, Fault, Faults};
use domain::file::File;
use domain::id::{PersonId, VisitId};
use domain::paper_form::PaperForm;
use domain::permission::Circumstance;
use domain::person::{Person, Proof};
use domain::receipt::{self, Printing, Receipt, VoidGround};
use domain::visit::Visit;
use serde::{Deserialize, Serialize};
use store::Pending;

use crate::Office;
use crate::dossier::Notice;
use crate::intake::PersonTold;
use crate::policy::{Permit, PrintReceipt, RecordPerson, SetRestrictedAddress, WrongPerson};
use crate::receipts::Paper;
use crate::refused::{Answer, Refused};
use crate::registers::last_number;
use crate::session::{Records, Session};
use crate::visits::Making;

/// What became of the papers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct WrongPersonDone {
    /// Receipts that are void now; if one left the room it has to be asked back.
    pub voided: Vec<String>,
    /// Receipts made out to the right person.
    pub issued: Vec<String>,
    /// Printers, each once, that were sent a voided receipt whose job was not surely taken back: paper
    /// with somebody else's data is or may come out there.
    pub paper_out_of: Vec<String>,
}

impl Office {
    /// Puts a visit saved today in the right person's name.
    pub async fn wrong_person(
        &self,
        session: &Session,
        visit: &str,
        person: &PersonTold,
    ) -> Answer<WrongPersonDone> {
        let unknown = || Refused::from(Fault::at(Code::VisitUnknown, "visit"));
        let id: VisitId = visit.parse().map_err(|_not_an_id| unknown())?;
        let known = match session.records() {
            Ok(records) => records.desk.begin().await?.visit(id).await?,
            Err(_) => None,
        };
        let around = Circumstance {
            own: known.as_ref().and_then(|visit| visit.recorded_by) == Some(session.user()),
            ..Circumstance::default()
        };
        let permit: Permit<'_, WrongPerson> = self.permit(session, around).await?;
        let _paper: Permit<'_, PrintReceipt> =
            self.permit(session, Circumstance::default()).await?;
        let _person: Permit<'_, RecordPerson> =
            self.permit(session, Circumstance::default()).await?;
        if person.restrict {
            let _kept: Permit<'_, SetRestrictedAddress> =
                self.permit(session, Circumstance::default()).await?;
        }
        let records = permit.session().records()?;
        drop(known);
        let mut faults = Faults::default();
        let read = person.read(&mut faults);
        faults.finish()?;
        let recalled = self.take_back(records, id).await?;
        let now = self.clock.now();
        let mut making = Making {
            tx: records.desk.begin().await?,
            records,
            now,
            entries: Vec::new(),
        };
        self.receives(&mut making.tx).await?;
        let known = making.tx.visit(id).await?.ok_or_else(unknown)?;
        let first = known.logged.as_ref().and_then(|logged| logged.person);
        let was_kept = Self::kept(&mut making, &known, first).await?;
        let first = match first {
            Some(first) => Self::forget_told(&mut making, id, first).await?,
            None => None,
        };
        let placed = self.place_person(&mut making, read, first.as_ref()).await?;
        let (mut right, proof) =
            placed.ok_or_else(|| Refused::from(Fault::at(Code::FieldMissing, "person.name")))?;
        if was_kept && let Some(action) = right.restricting(true) {
            making.entries.push(Pending::new(right.id, action));
            right.restricted = Some(now);
        }
        let moved = known.reassign(&right, proof, now.day())?;
        making.entries.push(Pending::new(id, moved));
        let mut done = WrongPersonDone {
            voided: Vec::new(),
            issued: Vec::new(),
            paper_out_of: Vec::new(),
        };
        let files = making.tx.files_of(id).await?;
        for file in &files {
            self.still_fits(file, proof)?;
            making
                .entries
                .push(Pending::new(file.id, File::reassign(right.id)));
            Self::void_receipts(&mut making, file, &recalled, &mut done).await?;
        }
        done.paper_out_of.sort_unstable();
        done.paper_out_of.dedup();
        let received_at = known.logged.as_ref().map(|logged| logged.received_at);
        let paper = Paper {
            person: Some(&right),
            received_at: received_at.unwrap_or(now),
            now,
        };
        self.issue_again(&mut making, &files, &paper, &mut done)
            .await?;
        let Making { tx, entries, .. } = making;
        self.commit(tx, records, entries).await?;
        Ok(done)
    }

    /// Whether whoever the visit was entered for was restricted with it: it is the right person who is
    /// not to be found. Somebody restricted before by other means restricts nobody else.
    async fn kept(making: &mut Making<'_>, visit: &Visit, first: Option<PersonId>) -> Answer<bool> {
        let Some(first) = first else {
            return Ok(false);
        };
        let person = making.tx.person(first).await?;
        let since = person.and_then(|person| person.restricted);
        Ok(since.is_some() && since >= visit.recorded_at)
    }

    /// What this visit told of whoever was taken for her is not known of that person. The answer is
    /// that person as she stands then; `None` when nothing of it stands.
    async fn forget_told(
        making: &mut Making<'_>,
        visit: VisitId,
        first: PersonId,
    ) -> Answer<Option<Person>> {
        let (told, person) = (
            making.tx.told_by(visit, first).await?,
            making.tx.person(first).await?,
        );
        let (Some(told), Some(mut person)) = (told, person) else {
            return Ok(None);
        };
        // What was told into a record that went is in hers by two people's word: nothing is taken back.
        if person.id != first {
            return Ok(Some(person));
        }
        let Some(back) = person.take_back(&told) else {
            return Ok(None);
        };
        person.facts = back.facts.clone();
        person.proof = back.proof;
        let entry = Pending::new(person.id, Action::PersonAmended(back));
        making.entries.push(entry);
        Ok(Some(person))
    }

    /// A matter that asks for proof of identity asks the right person for it too.
    fn still_fits(&self, file: &File, proof: Proof) -> Answer<()> {
        let service = self
            .catalogue
            .service_version(&file.opened.service, file.opened.service_version);
        let needed = service.and_then(|service| service.proof);
        if needed.is_some_and(|needed| proof > needed) {
            return Err(Fault::at(Code::FileNeedsProof, "person.proof").into());
        }
        Ok(())
    }

    /// Takes back the jobs of a visit's receipts that nobody saw yet. Whoever asks says that they bear
    /// the wrong name: they must not come out, whether or not the rest is refused. The answer holds
    /// each printing that surely comes to no paper, by its receipt as it stood.
    async fn take_back(&self, records: &Records, visit: VisitId) -> Answer<Vec<Receipt>> {
        let mut tx = records.desk.begin().await?;
        let mut waiting = Vec::new();
        for file in tx.files_of(visit).await? {
            let receipts = tx.receipts_of(file.id).await?.into_iter();
            waiting.extend(receipts.filter(crate::papers::waits_to_be_seen));
        }
        // Not held while a printing system answers.
        drop(tx);
        let mut recalled = Vec::new();
        for receipt in waiting {
            if receipt.voided.is_none() && self.recall(&receipt).await? {
                recalled.push(receipt);
            }
        }
        Ok(recalled)
    }

    async fn void_receipts(
        making: &mut Making<'_>,
        file: &File,
        recalled: &[Receipt],
        done: &mut WrongPersonDone,
    ) -> Answer<()> {
        for receipt in making.tx.receipts_of(file.id).await? {
            let taken_back = recalled.contains(&receipt);
            let Some(void) = receipt.void(VoidGround::WrongPerson, taken_back) else {
                continue;
            };
            // The latest was taken back just now: the receipt as it stood does not say so yet.
            let before = receipt.printings.len() - usize::from(taken_back);
            let out = |printing: &&Printing| !printing.recalled;
            let out = receipt.printings.iter().take(before).filter(out);
            done.paper_out_of
                .extend(out.map(|printing| printing.sent.printer.clone()));
            done.voided.push(receipt.issued.number.clone());
            making.entries.push(Pending::new(receipt.id, void));
        }
        Ok(())
    }

    /// New receipts, last in the act, for files whose service gives one.
    async fn issue_again(
        &self,
        making: &mut Making<'_>,
        files: &[File],
        paper: &Paper<'_>,
        done: &mut WrongPersonDone,
    ) -> Answer<()> {
        let (letter, day) = (making.records.letter.clone(), paper.now.day());
        let mut highest =
            last_number(&mut making.tx, Register::Receipt, &letter, day.year()).await?;
        for file in files {
            let service = self
                .catalogue
                .service_version(&file.opened.service, file.opened.service_version);
            if service.is_none_or(|service| service.receipt.is_none()) {
                continue;
            }
            for receiver in self.receivers(&file.opened, paper.person)? {
                let number = receipt::running(&letter, day, highest)?;
                highest = Some(highest.unwrap_or(0).saturating_add(1));
                let of = (file.id, receiver, file.code.as_deref());
                let issued =
                    self.receipt_entry(making.records, of, &file.opened, paper, number.clone())?;
                making.entries.push(issued);
                done.issued.push(number);
            }
            // What came later was receipted to the wrong person, too.
            if !file.later.is_empty() {
                let number = receipt::running(&letter, day, highest)?;
                highest = Some(highest.unwrap_or(0).saturating_add(1));
                let notice = Notice {
                    documents: file.later.clone(),
                    ..Notice::of(PaperForm::BienNhanThem, file)
                };
                let issued =
                    self.noticed_to(making.records, notice, paper.person, number.clone())?;
                making.entries.push(issued);
                done.issued.push(number);
            }
        }
        Ok(())
    }
}
