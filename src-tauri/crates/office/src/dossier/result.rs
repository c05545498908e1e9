//! A result in the hands of whoever may have it.
//!
//! Purpose: what lies ready for somebody whose identity was seen, and that it was handed over. Must
//! never: correct a person's record by the way, take a number alone for a person, or tell of a matter
//! that hands no result over.

use domain::action::Action;
use domain::fault::{Code, Fault, Faults};
use domain::file::{Capacity, Collector, File, Signed};
use domain::id::FileId;
use domain::moment::Day;
use domain::paper_form::PaperForm;
use domain::permission::Circumstance;
use domain::person::{Person, Proof};
use domain::receipt::Line;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use store::{Pending, Tx};

use super::{FileRow, Notice};
use crate::Office;
use crate::intake::{PersonRead, PersonTold};
use crate::policy::{HandOverResult, Permit, RecordPerson};
use crate::refused::{Answer, Refused};
use crate::restricted::{kept_from, sees, tells_of};
use crate::session::Session;
use crate::visits::Making;

/// Most matters of one person.
const OF_PERSON: u32 = 50;
/// Most people of one passport or name that are compared.
const LOOK_ALIKES: usize = 20;

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
    /// The last day of her authority, `2027-03-31`, where the paper names one.
    #[serde(default)]
    pub until: Option<Day>,
    /// How she signs for it.
    #[serde(default)]
    pub signed: Signed,
}

impl CollectorTold {
    /// Reads a JSON request; the size is checked before anything is parsed.
    pub fn parse(bytes: &[u8]) -> Result<Self, domain::fault::Refusal> {
        crate::intake::read_request(bytes)
    }
}

impl Office {
    /// The matters of somebody who stands at the desk, whose identity was seen: those whose result lies
    /// ready for her first, then her other open ones, which this officer may work on while she stands
    /// there. The look at a known person is journalled.
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
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let known = on_record(&mut tx, &read).await?;
        let mut files = match &known {
            Some(known) => tx.files_of_person(known, OF_PERSON).await?,
            None => Vec::new(),
        };
        if let Some(number) = &read.facts.number {
            files.extend(tx.files_naming(number, OF_PERSON).await?);
        }
        // Of somebody restricted a typed number and a claimed proof open nothing.
        let sees = sees(session);
        let seen = known.as_ref();
        let seen = seen.filter(|known| sees || proves(known, read.proof));
        let (mut hers, mut open): (Vec<File>, Vec<File>) = (Vec::new(), Vec::new());
        for file in files {
            let service = self.service_of(&file)?;
            let new = hers.iter().chain(&open).all(|one| one.id != file.id);
            let ready = self.result_ready(&file)? == Some(true);
            let brought = seen.is_some_and(|person| file.is_brought_by(person));
            let of_her = file.is_for(service, seen, &read.facts) || (!ready && brought);
            let to_tell = new && of_her && (ready || !file.closed);
            if to_tell && !kept_from(&mut tx, service, &file, seen).await? {
                if ready {
                    hers.push(file);
                } else {
                    open.push(file);
                }
            }
        }
        hers.append(&mut open);
        let rows = self.rows(&mut tx, &hers).await?;
        records.stands_there(hers.iter().map(|file| file.id).collect());
        if let Some(known) = known {
            self.note_look(tx, records, known.id, Action::PersonViewed)
                .await?;
        }
        Ok(rows)
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
        let proof = told_person.map_or(Proof::Unknown, PersonTold::proof);
        let who = self.collector(session, &mut making, read.flatten()).await?;
        let collector = Collector {
            capacity: told.capacity,
            person: who.as_ref().map(|person| person.id),
            proof,
            paper: told.paper.clone(),
            until: told.until,
            signed: told.signed.clone(),
        };
        // Whose card cannot be scanned takes her result from a supervisor's hand.
        let sees = sees(session);
        let seen = who.as_ref();
        let seen = seen.filter(|person| sees || proves(person, proof));
        let service = self.service_of(&file)?;
        // Before anything else is said of it.
        if kept_from(&mut making.tx, service, &file, seen).await? {
            return Err(Refused::new(Code::FileRestricted));
        }
        let action = file.hand_over(service, &collector, who.as_ref(), making.now.day())?;
        // Her name is left to be written by hand where a paper would tell that she was here for another.
        let name = who.filter(|person| !tells_of(&file, person));
        let name = name.map(|person| person.facts.name);
        let of = service.result_named(&file.opened.fields);
        let of = of.map(|named| named.name.clone());
        let lines = collected(of, name.as_ref(), &action);
        let signing = signed(&action);
        making.entries.push(Pending::new(id, action));
        let notice = Notice {
            lines,
            signer: name,
            signing,
            ..Notice::of(PaperForm::KyNhan, &file)
        };
        let paper = self.notice(&mut making.tx, records, notice, 0).await?;
        making.entries.push(paper);
        self.papers_out(making).await
    }

    /// Who takes it: somebody on record as she stands there, for handing out corrects nobody; whoever
    /// is not there yet is recorded with what was seen of her.
    async fn collector(
        &self,
        session: &Session,
        making: &mut Making<'_>,
        read: Option<PersonRead>,
    ) -> Answer<Option<Person>> {
        let Some(read) = read else { return Ok(None) };
        if let Some(known) = on_record(&mut making.tx, &read).await? {
            return Ok(Some(known));
        }
        let _permit: Permit<'_, RecordPerson> =
            self.permit(session, Circumstance::default()).await?;
        let id = self.ids().person();
        let record = domain::person::record(read.facts.clone(), read.proof);
        making.entries.push(Pending::new(id, record));
        let by = making.records.staff.user;
        Ok(Some(Person::new(
            id, read.facts, read.proof, making.now, by,
        )))
    }
}

/// Whether this proof is enough for somebody: whose address is restricted takes her own with her card.
fn proves(person: &Person, proof: Proof) -> bool {
    !person.is_restricted() || proof == Proof::CardScanned
}

/// The person on record whom this is, proved.
async fn on_record(tx: &mut Tx, read: &PersonRead) -> Answer<Option<Person>> {
    let facts = &read.facts;
    let found = if let Some(number) = &facts.number {
        tx.person_by_number(number).await?.into_iter().collect()
    } else if facts.passport.is_some() {
        let alike = tx.look_alikes(facts, None, LOOK_ALIKES).await?;
        alike.into_iter().map(|found| found.person).collect()
    } else {
        Vec::new()
    };
    let mut found = found.into_iter();
    Ok(found.find(|known| domain::person::is_same(known, facts, read.proof)))
}

/// What stands where she would sign.
fn signed(action: &Action) -> Option<String> {
    if let Action::FileHanded(body) = action {
        body.collector.signed.note(Lang::Vi)
    } else {
        None
    }
}

/// The label of who took it.
pub(crate) const COLLECTOR: &str = "paper.handed.collector";

/// Who took it and by what title, as the paper says it.
fn collected(of: Option<String>, name: Option<&String>, action: &Action) -> Vec<Line> {
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
        ("paper.handed.of", of.unwrap_or_default()),
        (COLLECTOR, name.cloned().unwrap_or_default()),
        ("paper.handed.capacity", word(capacity)),
        (paper, collector.paper.clone()),
        (
            "paper.handed.until",
            collector.until.map(Day::figures).unwrap_or_default(),
        ),
    ];
    let said = lines.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(label, value)| Line {
        label: word(label),
        value,
    })
    .collect()
}
