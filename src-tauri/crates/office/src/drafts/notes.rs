//! The shift note (*ghi chú giao ca*): shown to whoever signs in next, until she acknowledges it.
//!
//! Purpose: write, show, acknowledge. It is no record of anybody: it lies with the drafts and is gone
//! once acknowledged. Must never: be kept longer than it is needed.

use domain::fault::{Code, Fault};
use domain::permission::Circumstance;
use domain::text;
use serde::{Deserialize, Serialize};
use store::{Draft, DraftKind};

use crate::Office;
use crate::policy::{KeepDraft, Permit};
use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::views::clock_time;

/// Longest note, characters.
const NOTE_LIMIT: usize = 2_000;
/// Most notes that wait to be acknowledged: more would push each other out of sight.
const NOTES: u32 = 20;

/// A note from one shift to the next.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ShiftNote {
    /// Which.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Who wrote it, as shown to colleagues.
    pub by: String,
    /// It is the reader's own.
    pub mine: bool,
    /// Day and time, `2026-11-24`, `17:02`.
    pub day: String,
    /// Time.
    pub at: String,
}

impl std::fmt::Debug for ShiftNote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ShiftNote(..)")
    }
}

impl Office {
    /// Leaves a note for the next shift.
    pub async fn write_shift_note(&self, session: &Session, typed: &str) -> Answer<()> {
        let permit: Permit<'_, KeepDraft> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let text = text::prose(typed, NOTE_LIMIT)
            .map_err(|fault| Refused::from(fault.in_field("text")))?;
        if text.trim().is_empty() {
            return Err(Fault::at(Code::FieldMissing, "text").into());
        }
        let draft = Draft {
            id: self.ids().draft(),
            owner: records.staff.user,
            kind: DraftKind::Note,
            updated: self.clock.now(),
            body: text.into_bytes(),
        };
        let mut tx = records.desk.begin().await?;
        if tx.draft_count(DraftKind::Note).await? >= NOTES as usize {
            return Err(Fault::new(Code::NoteTooMany).with("max", NOTES).into());
        }
        tx.keep_draft(&draft).await?;
        Ok(())
    }

    /// Notes nobody has acknowledged, newest first.
    pub async fn shift_notes(&self, session: &Session) -> Answer<Vec<ShiftNote>> {
        let permit: Permit<'_, KeepDraft> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let notes = tx
            .drafts(DraftKind::Note, NOTES)
            .await?
            .into_iter()
            .map(|note| ShiftNote {
                id: note.id.to_string(),
                by: self.display_of(note.owner),
                mine: note.owner == records.staff.user,
                day: note.updated.day().to_string(),
                at: clock_time(note.updated),
                text: String::from_utf8_lossy(&note.body).into_owned(),
            });
        Ok(notes.collect())
    }

    /// Takes note of a note; it is gone.
    pub async fn acknowledge_note(&self, session: &Session, id: &str) -> Answer<()> {
        let permit: Permit<'_, KeepDraft> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let id = super::known_id(id)?;
        let mut tx = records.desk.begin().await?;
        if tx.draft(DraftKind::Note, id).await?.is_none() {
            return Err(Refused::new(Code::DraftUnknown));
        }
        Ok(tx.discard_draft(id).await?)
    }
}
