//! Files: open a page, move along the life cycle, assign, extend.
//!
//! Purpose: work on an ordinary matter after intake. Reception and case officers reach their own
//! and assigned files; a file that is not hers looks like one that is not there.
//! Must never: take the catalogue in force today for a file taken under an earlier version.

use domain::action::Action;
use domain::catalogue::Service;
use domain::fault::{Code, Fault};
use domain::file::{self, File};
use domain::id::{FileId, UserId};
use domain::paper_form::PaperForm;
use domain::permission::Circumstance;
use domain::receipt::{Line, VoidGround};
use domain::subject::Viewed;
use domain::text;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use store::{Pending, Tx};

use crate::Office;
use crate::dossier::{Notice, numbered};
use crate::policy::{Action as Right, AssignFile, MoveFile, Permit, ReadFile};
use crate::refused::{Answer, Refused};
use crate::registers::desk_of;
use crate::session::{Records, Session, settled};

/// A step as it is told.
#[derive(Clone, Default, Deserialize, Serialize, specta::Type)]
pub struct StepTold {
    /// The state to enter.
    pub to: String,
    /// Why; may be blank where the catalogue asks for no reason.
    #[serde(default)]
    pub reason: String,
    /// Whether who takes the matter back does so under threat.
    #[serde(default)]
    pub threatened: Option<bool>,
    /// The number of the earlier matter it is joined to.
    #[serde(default)]
    pub joins: Option<String>,
    /// The body it goes to, where the state sends it on.
    #[serde(default)]
    pub receiver: String,
    /// What another body is told of it, where the state asks for an excerpt.
    #[serde(default)]
    pub excerpt: String,
}

impl std::fmt::Debug for StepTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StepTold({})", self.to)
    }
}

impl StepTold {
    /// A step for a reason.
    pub fn new(to: &str, reason: &str) -> Self {
        Self {
            to: to.to_owned(),
            reason: reason.to_owned(),
            threatened: None,
            joins: None,
            receiver: String::new(),
            excerpt: String::new(),
        }
    }
}

impl Office {
    /// A file's page. The look is journalled before the content is answered; each look where somebody
    /// restricted stands in it.
    pub async fn open_file(&self, session: &Session, id: FileId) -> Answer<File> {
        let file = self.own_file(session, id).await?;
        let around = own(session, &file);
        let permit: Permit<'_, ReadFile> = self
            .permit(session, around)
            .await
            .map_err(|refused| hidden(refused, around))?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let service = self.service_of(&file)?;
        let people = crate::restricted::around(&mut tx, &file).await?;
        if file.told_on_paper(service, &people) != file.opened.fields
            || file.is_kept_from(service, &people, None)
        {
            self.note_each_look(tx, records, id).await?;
        } else {
            self.note_look(tx, records, id, Action::FileViewed).await?;
        }
        Ok(file)
    }

    /// A look at what is kept from others is an entry each time.
    pub(crate) async fn note_each_look(&self, tx: Tx, records: &Records, id: FileId) -> Answer<()> {
        let day = self.clock.now().day();
        let look = Pending::new(id, Action::FileViewed(Viewed { day }));
        self.commit(tx, records, vec![look]).await?;
        Ok(())
    }

    /// Moves a file to another state; clocks stop, end, go on or start as the catalogue says.
    /// Whoever takes her matter back is asked whether she is threatened: then it stays where it is, and
    /// that is noted.
    pub async fn move_file(&self, session: &Session, id: FileId, told: &StepTold) -> Answer<File> {
        let file = self.own_file(session, id).await?;
        let around = own(session, &file);
        let permit: Permit<'_, MoveFile> = self
            .permit(session, around)
            .await
            .map_err(|refused| hidden(refused, around))?;
        let records = permit.session().records()?;
        let reason = text::prose(&told.reason, file::REASON_LIMIT)
            .map_err(|fault| Refused::from(fault.in_field("reason")))?;
        let receiver = text::line(&told.receiver, file::RECEIVER_LIMIT)
            .map_err(|fault| Refused::from(fault.in_field("receiver")))?;
        let excerpt = text::prose(&told.excerpt, file::EXCERPT_LIMIT)
            .map_err(|fault| Refused::from(fault.in_field("excerpt")))?;
        let service = self.service_of(&file)?;
        let mut tx = records.desk.begin().await?;
        let earlier = match &told.joins {
            // What was joined to it must not lead to a matter that nobody deals with.
            Some(_) if !tx.files_joined(file.id).await?.is_empty() => {
                return Err(Fault::at(Code::FileNotEarlier, "joins").into());
            }
            Some(number) => Some(earlier(&mut tx, session, &file, number).await?),
            None => None,
        };
        let step = file::Step {
            to: &told.to,
            reason: &reason,
            threatened: told.threatened,
            joins: earlier.as_ref(),
            receiver: &receiver,
            excerpt: &excerpt,
            role: session.role(),
            now: self.clock.now(),
        };
        let service = desk_of(&mut tx).await?.sure(service);
        let action = file.moved(&service, &step, &self.calendar, &self.catalogue.version())?;
        let life = service.life_cycle();
        let moves = matches!(action, Action::FileMoved(_));
        let slip = life.state(&told.to).and_then(|state| state.slip);
        let slip = slip.filter(|_| moves);
        let excerpt = Some(excerpt).filter(|excerpt| !excerpt.trim().is_empty());
        let papers = [
            slip.map(|form| (form, reason.clone())),
            excerpt.map(|text| (PaperForm::TrichLuc, text)),
        ];
        let mut entries = vec![Pending::new(id, action)];
        for ((form, text), before) in papers.into_iter().flatten().zip(0..) {
            let to = Line {
                label: Lang::Vi.word("paper.forwarded.to"),
                value: receiver.clone(),
            };
            let notice = Notice {
                text: Some(text),
                lines: Some(to)
                    .filter(|to| !to.value.is_empty())
                    .into_iter()
                    .collect(),
                ..Notice::of(form, &file)
            };
            entries.push(self.notice(&mut tx, records, notice, before).await?);
        }
        let forms = file.papers_taken_back(&service, &told.to);
        entries.extend(taken_back(&mut tx, &file, &forms).await?);
        let ack = self.commit(tx, records, entries).await?;
        stands(&ack, id)
    }

    /// Extends a legal time within what the catalogue allows, with its reason.
    pub async fn extend_file(
        &self,
        session: &Session,
        id: FileId,
        step: &str,
        count: u32,
        reason: &str,
    ) -> Answer<File> {
        let file = self.own_file(session, id).await?;
        let around = own(session, &file);
        let permit: Permit<'_, crate::policy::ApproveExtension> = self
            .permit(session, around)
            .await
            .map_err(|refused| hidden(refused, around))?;
        let records = permit.session().records()?;
        let reason = text::prose(reason, file::REASON_LIMIT)
            .map_err(|fault| Refused::from(fault.in_field("reason")))?;
        if reason.trim().is_empty() {
            return Err(Fault::at(Code::FieldMissing, "reason").into());
        }
        let service = self.service_of(&file)?;
        let wish = file::Wish {
            step,
            count,
            reason: &reason,
            now: self.clock.now(),
        };
        let mut tx = records.desk.begin().await?;
        let service = desk_of(&mut tx).await?.sure(service);
        let action = file.extended(&service, &wish, &self.calendar, &self.catalogue.version())?;
        let ack = self
            .commit(tx, records, vec![Pending::new(id, action)])
            .await?;
        stands(&ack, id)
    }

    /// Gives a file to an officer.
    pub async fn assign_file(
        &self,
        session: &Session,
        id: FileId,
        to: UserId,
        note: &str,
    ) -> Answer<File> {
        let permit: Permit<'_, AssignFile> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let note = text::prose(note, file::REASON_LIMIT)
            .map_err(|fault| Refused::from(fault.in_field("note")))?;
        if !self.may_work(to) {
            return Err(Fault::at(Code::UserUnknown, "to").into());
        }
        let mut tx = records.desk.begin().await?;
        if tx.file(id).await?.is_none() {
            return Err(Fault::at(Code::FileUnknown, "id").into());
        }
        let action = Action::FileAssigned(file::Assigned { to, note });
        let ack = self
            .commit(tx, records, vec![Pending::new(id, action)])
            .await?;
        stands(&ack, id)
    }

    /// The file, for whoever holds records; whether it is hers is asked next.
    pub(crate) async fn own_file(&self, session: &Session, id: FileId) -> Answer<File> {
        let Ok(records) = session.records() else {
            // Let the matrix deny it, so that the denial is journalled.
            let _: Permit<'_, ReadFile> = self.permit(session, Circumstance::default()).await?;
            return Err(Refused::new(Code::NotAllowed));
        };
        settled(session)?;
        let found = records.desk.begin().await?.file(id).await?;
        found.ok_or_else(|| Fault::at(Code::FileUnknown, "id").into())
    }

    /// The version of the service a file was taken under.
    pub(crate) fn service_of(&self, file: &File) -> Answer<&Service> {
        let opened = &file.opened;
        let service = self
            .catalogue
            .service_version(&opened.service, opened.service_version);
        service.ok_or_else(|| Refused::new(Code::CatalogueServiceUnknown))
    }
}

/// Whether she may read it: her own, or all.
pub(crate) fn reads(session: &Session, file: &File) -> bool {
    ReadFile::RIGHT
        .allow(Some(session.role()), own(session, file))
        .is_ok()
}

/// The earlier matter that bears a number of any kind: hers who asks, of whoever brought this one, or anybody's
/// where she may read all. Any other looks like one that is not there.
async fn earlier(tx: &mut Tx, session: &Session, file: &File, number: &str) -> Answer<File> {
    let number = text::line(number, file::PAPER_LIMIT)
        .map_err(|fault| Refused::from(fault.in_field("joins")))?;
    if number.is_empty() {
        return Err(Fault::at(Code::FieldMissing, "joins").into());
    }
    let brought = match file.opened.parties.first() {
        Some(party) => tx.person(party.person).await?,
        None => None,
    };
    let same = |earlier: &File| {
        let mut parties = earlier.opened.parties.iter();
        brought
            .as_ref()
            .is_some_and(|person| parties.any(|party| person.is(party.person)))
    };
    let mut found = numbered(tx, &number).await?.into_iter();
    let found = found.find(|earlier| same(earlier) || reads(session, earlier));
    found.ok_or_else(|| Fault::at(Code::FileUnknown, "joins").into())
}

/// The papers of a state that was taken back count no more: what is dealt with was not refused.
async fn taken_back(tx: &mut Tx, file: &File, forms: &[PaperForm]) -> Answer<Vec<Pending>> {
    let mut voids = Vec::new();
    if forms.is_empty() {
        return Ok(voids);
    }
    for receipt in tx.receipts_of(file.id).await? {
        let of_state = forms.contains(&receipt.issued.printed.form);
        // Its printing is not taken back from the printer: whoever holds the paper is told by its code.
        let void = receipt.void(VoidGround::TakenBack, false);
        voids.extend(
            void.filter(|_| of_state)
                .map(|void| Pending::new(receipt.id, void)),
        );
    }
    Ok(voids)
}

pub(crate) fn own(session: &Session, file: &File) -> Circumstance {
    Circumstance {
        own: session.own(file),
        ..Circumstance::default()
    }
}

/// A file that is not hers looks like one that is not there; on her own, a refusal is a refusal.
pub(crate) fn hidden(refused: Refused, around: Circumstance) -> Refused {
    if refused.code == Code::NotAllowed && !around.own {
        Fault::at(Code::FileUnknown, "id").into()
    } else {
        refused
    }
}

/// The file as it stands after the act.
pub(crate) fn stands(ack: &store::Ack, id: FileId) -> Answer<File> {
    match ack.subjects.get(&id.into()) {
        Some(domain::subject::Subject::File(file)) => Ok(File::clone(file)),
        _ => Err(Refused::new(Code::RecordConflict)),
    }
}
