//! Drafts: nothing that was typed is lost, and a note from one shift to the next.
//!
//! Purpose: keep, list, open, take over, discard. A draft has a title and an owner; who is not its
//! owner sees its queue number and age only, until she takes it over, which is journalled. May use:
//! the one mutable table of the record. Must never: keep a scanned payload or a passphrase (the page
//! never sends one), or show one officer's title to another.

use domain::action::Action;
use domain::desk::DraftTaken;
use domain::fault::{Code, Fault};
use domain::id::{DraftId, UserId};
use domain::permission::Circumstance;
use serde::{Deserialize, Serialize};
use store::{Draft, DraftKind, Pending, Tx};

use crate::Office;
use crate::policy::{KeepDraft, Permit};
use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::views::{clock_time, short_time};

mod notes;

pub use notes::ShiftNote;

/// Longest title, characters.
const TITLE_LIMIT: usize = 200;
/// Largest form, bytes.
const FORM_LIMIT: usize = 256 * 1024;
/// Most drafts of a desk at a time.
const DRAFT_LIMIT: usize = 100;

/// A form as it stands on the screen.
#[derive(Clone, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct DraftTold {
    /// Which; absent for a new one.
    pub id: Option<String>,
    /// A name, or when it was begun.
    pub title: String,
    /// The queue number's visit, where there is one.
    pub visit: Option<String>,
    /// The form, in the page's own form; never read here.
    pub body: String,
}

/// It is on the disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct DraftKept {
    /// Which.
    pub id: String,
    /// When, `09:42:10`.
    pub kept: String,
}

/// A draft in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct DraftRow {
    /// Which.
    pub id: String,
    /// Its title; empty where it is another officer's.
    pub title: String,
    /// Whose, as shown to colleagues.
    pub owner: String,
    /// It is the reader's own.
    pub mine: bool,
    /// The queue number's visit, where there is one.
    pub visit: Option<String>,
    /// `A-023`, where it has a queue number.
    pub visit_number: Option<String>,
    /// When it was kept last, `09:42`; with its day where that was not today: `24/11 09:42`.
    pub kept: String,
    /// Minutes since then.
    pub age: u32,
}

/// A draft to go on with.
#[derive(Clone, Serialize, Deserialize, specta::Type)]
pub struct DraftOpened {
    /// Which.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The queue number's visit.
    pub visit: Option<String>,
    /// The form.
    pub body: String,
}

/// What was typed never reaches a log.
macro_rules! closed_debug {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}

closed_debug!(DraftTold, DraftOpened);

/// What lies in the table.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    title: String,
    visit: Option<String>,
    form: String,
}

impl Office {
    /// Keeps a form; on the disk when this answers.
    pub async fn keep_draft(&self, session: &Session, told: &DraftTold) -> Answer<DraftKept> {
        let permit: Permit<'_, KeepDraft> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        // What a title cannot hold must not keep the form from being kept.
        let title = told.title.chars().filter(|letter| !letter.is_control());
        let title = title.take(TITLE_LIMIT).collect();
        if told.body.len() > FORM_LIMIT {
            let fault = Fault::at(Code::RequestTooLarge, "body");
            return Err(fault.with("max", FORM_LIMIT / 1024).into());
        }
        let id = match told.id.as_deref() {
            Some(id) => known_id(id)?,
            None => self.ids().draft(),
        };
        let mut tx = records.desk.begin().await?;
        if tx.draft_count(DraftKind::Ordinary).await? >= DRAFT_LIMIT
            && tx.draft(DraftKind::Ordinary, id).await?.is_none()
        {
            let fault = Fault::new(Code::DraftTooMany);
            return Err(fault.with("max", DRAFT_LIMIT).into());
        }
        let kept = Kept {
            title,
            visit: told.visit.clone(),
            form: told.body.clone(),
        };
        let now = self.clock.now();
        let draft = Draft {
            id,
            owner: records.staff.user,
            kind: DraftKind::Ordinary,
            updated: now,
            body: serde_json::to_vec(&kept)
                .map_err(|_cause| Refused::new(Code::RequestMalformed))?,
        };
        if !tx.keep_draft(&draft).await? {
            return Err(Refused::new(Code::DraftTaken));
        }
        let seconds = now.local().map_or(0, time::OffsetDateTime::second);
        Ok(DraftKept {
            id: id.to_string(),
            kept: format!("{}:{seconds:02}", clock_time(now)),
        })
    }

    /// All forms begun at this desk and not saved, the one kept last first.
    pub async fn drafts(&self, session: &Session) -> Answer<Vec<DraftRow>> {
        let permit: Permit<'_, KeepDraft> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let now = self.clock.now();
        let mut rows = Vec::new();
        for draft in tx.drafts(DraftKind::Ordinary, 1_000).await? {
            let kept = read(&draft)?;
            let mine = draft.owner == records.staff.user;
            let visit = kept.visit.as_deref().and_then(|id| id.parse().ok());
            let number = match visit {
                Some(id) => tx.visit(id).await?.map(|visit| visit.queue.text()),
                None => None,
            };
            rows.push(DraftRow {
                id: draft.id.to_string(),
                title: if mine { kept.title } else { String::new() },
                owner: self.display_of(draft.owner),
                mine,
                visit: kept.visit,
                visit_number: number,
                kept: short_time(draft.updated, now.day()),
                age: u32::try_from(now.since(draft.updated).whole_minutes()).unwrap_or(0),
            });
        }
        Ok(rows)
    }

    /// Opens one's own draft.
    pub async fn open_draft(&self, session: &Session, id: &str) -> Answer<DraftOpened> {
        let permit: Permit<'_, KeepDraft> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let draft = found(&mut tx, known_id(id)?).await?;
        if draft.owner != records.staff.user {
            return Err(Refused::new(Code::DraftTaken));
        }
        opened(&draft)
    }

    /// Goes on with a draft that another officer began: journalled with both, then hers.
    pub async fn take_draft(&self, session: &Session, id: &str) -> Answer<DraftOpened> {
        let permit: Permit<'_, KeepDraft> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let draft = found(&mut tx, known_id(id)?).await?;
        let answer = opened(&draft)?;
        if draft.owner != records.staff.user {
            let taken = DraftTaken {
                draft: draft.id,
                from: draft.owner,
            };
            tx.gives_draft(draft.id, records.staff.user);
            let entries = vec![Pending::new(tx.desk(), Action::DraftTaken(taken))];
            self.commit(tx, records, entries).await?;
        }
        Ok(answer)
    }

    /// Throws one's own draft away; keeping it again under the same id undoes it.
    pub async fn discard_draft(&self, session: &Session, id: &str) -> Answer<()> {
        let permit: Permit<'_, KeepDraft> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        {
            let mut tx = records.desk.begin().await?;
            let draft = found(&mut tx, known_id(id)?).await?;
            if draft.owner != records.staff.user {
                return Err(Refused::new(Code::DraftTaken));
            }
            tx.discard_draft(draft.id).await?;
        }
        self.enter_held(records).await
    }

    /// The act that is about to be written saves this draft, if it is still hers.
    pub(crate) async fn saves_draft(
        &self,
        tx: &mut Tx,
        id: Option<&str>,
        owner: UserId,
    ) -> Answer<()> {
        let Some(id) = id else { return Ok(()) };
        let id = known_id(id)?;
        match tx.draft(DraftKind::Ordinary, id).await? {
            Some(draft) if draft.owner != owner => Err(Refused::new(Code::DraftTaken)),
            Some(_) => {
                tx.saves_draft(id);
                Ok(())
            }
            // Saved or thrown away meanwhile: it must not become a second visit.
            None => Err(Refused::new(Code::DraftUnknown)),
        }
    }

    /// A member of staff as shown to colleagues.
    pub(crate) fn display_of(&self, user: UserId) -> String {
        self.look(|vault| {
            let known = vault.roster().user(user.uuid());
            known.map_or_else(String::new, |user| user.display().to_owned())
        })
    }
}

fn known_id(id: &str) -> Answer<DraftId> {
    id.parse()
        .map_err(|_not_an_id| Refused::new(Code::DraftUnknown))
}

async fn found(tx: &mut Tx, id: DraftId) -> Answer<Draft> {
    let draft = tx.draft(DraftKind::Ordinary, id).await?;
    draft.ok_or_else(|| Refused::new(Code::DraftUnknown))
}

fn read(draft: &Draft) -> Answer<Kept> {
    serde_json::from_slice(&draft.body).map_err(|_cause| Refused::new(Code::RecordDamaged))
}

/// The queue number's visit that a form was begun for.
pub(crate) fn visit_of(draft: &Draft) -> Option<String> {
    read(draft).ok()?.visit
}

fn opened(draft: &Draft) -> Answer<DraftOpened> {
    let kept = read(draft)?;
    Ok(DraftOpened {
        id: draft.id.to_string(),
        title: kept.title,
        visit: kept.visit,
        body: kept.form,
    })
}
