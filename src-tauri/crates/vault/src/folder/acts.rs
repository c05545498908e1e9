//! Writing one act to the office journal.
//!
//! Purpose: build the body, sign it, let the fold judge it, append it, and only then believe it.
//! Also the small acts: settings, anchors, denials, failed sign-ins.
//! Must never: append a line that the fold refuses.

use serde::Serialize;
use uuid::Uuid;

use super::{Vault, journal};
use crate::error::VaultError;
use crate::fails::FailedSignIns;
use crate::folder::UserKeys;
use crate::head::DeskHead;
use crate::line::{Line, Signatory, Signer};
use crate::roster::{Body, Kind, OfficeHead, SettingChange, payload};
use crate::sign::{Purpose, SigningKey};

/// Context of one act, made by the caller: ids and time are never made here.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Id of the act.
    pub act: Uuid,
    /// Id of the session.
    pub session: Uuid,
    /// Now, ms UTC.
    pub at: i64,
    /// The clock looks wrong.
    pub clock_suspect: bool,
    /// Local day, `YYYY-MM-DD`, noted in new slots.
    pub day: String,
}

/// What is to be written.
pub(super) struct Draft<P> {
    pub(super) kind: Kind,
    pub(super) actor: Uuid,
    pub(super) subject: Uuid,
    pub(super) payload: P,
}

/// One signature to be made: who, with which key, for what.
pub(super) type By<'a> = (Uuid, &'a SigningKey, Purpose);

/// The line of a draft.
pub(super) fn line<P: Serialize>(
    place: (u64, [u8; 32]),
    draft: Draft<P>,
    stamp: &Stamp,
    by: &[By<'_>],
) -> Result<Line, VaultError> {
    let text = body(place, draft, stamp)?;
    Ok(Line::signed(
        text,
        &by.iter().map(signer).collect::<Vec<_>>(),
    ))
}

/// The text that is signed.
pub(super) fn body<P: Serialize>(
    (seq, prev): (u64, [u8; 32]),
    draft: Draft<P>,
    stamp: &Stamp,
) -> Result<String, VaultError> {
    let body = Body {
        v: 1,
        seq,
        prev: hex::encode(prev),
        at: stamp.at,
        clock_suspect: u8::from(stamp.clock_suspect),
        act: stamp.act,
        session: stamp.session,
        actor: draft.actor,
        kind: draft.kind,
        version: 1,
        subject: draft.subject,
        payload: draft.payload,
    };
    serde_json::to_string(&body).map_err(|_cause| VaultError::Io)
}

/// Who signs as herself.
pub(super) fn signer<'a>((user, key, purpose): &By<'a>) -> Signer<'a> {
    Signer {
        by: Signatory::User(*user),
        key,
        purpose: *purpose,
    }
}

impl Vault {
    /// Writes one act; on any error the office stands where it stood.
    pub(super) fn append<P: Serialize>(
        &mut self,
        draft: Draft<P>,
        stamp: &Stamp,
        by: &[By<'_>],
    ) -> Result<OfficeHead, VaultError> {
        let line = self.draft_line(draft, stamp, by)?;
        self.append_line(&line)
    }

    /// The line as it would stand, judged by the fold but not yet written: for acts that must put
    /// a slot in place first.
    pub(super) fn draft_line<P: Serialize>(
        &self,
        draft: Draft<P>,
        stamp: &Stamp,
        by: &[By<'_>],
    ) -> Result<Line, VaultError> {
        let head = self.roster.head();
        let line = line((head.seq + 1, head.hash), draft, stamp, by)?;
        self.roster.after(line.text())?;
        Ok(line)
    }

    pub(super) fn append_line(&mut self, line: &Line) -> Result<OfficeHead, VaultError> {
        let next = self.roster.after(line.text())?;
        if self.tail_unsure {
            self.files.truncate(journal::NAME, self.journal_length)?;
            self.tail_unsure = false;
        }
        let bytes = format!("{}\n", line.text());
        if let Err(cause) = self.files.append_synced(journal::NAME, bytes.as_bytes()) {
            // Part of the line may stand in the file; it goes now or before the next act.
            let cut = self.files.truncate(journal::NAME, self.journal_length);
            self.tail_unsure = cut.is_err();
            return Err(cause.into());
        }
        self.journal_length += journal::length(&bytes);
        self.roster = next;
        Ok(self.roster.head())
    }

    fn append_own<P: Serialize>(
        &mut self,
        keys: &UserKeys,
        about: (Kind, Uuid),
        payload: P,
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let (kind, subject) = about;
        let draft = Draft {
            kind,
            actor: keys.user(),
            subject,
            payload,
        };
        self.append(
            draft,
            stamp,
            &[(keys.user(), keys.signing(), Purpose::Office)],
        )
    }

    /// Changes machine settings; administrator alone.
    pub fn change_settings(
        &mut self,
        keys: &UserKeys,
        settings: Vec<SettingChange>,
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let about = (Kind::SettingsChanged, self.info.vault);
        self.append_own(keys, about, payload::SettingsChanged { settings }, stamp)
    }

    /// Witnesses a desk journal's head; any record holder, at day-close.
    pub fn anchor_desk(
        &mut self,
        keys: &UserKeys,
        head: &DeskHead,
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let payload = payload::DeskAnchored {
            desk_id: head.desk,
            seq: head.seq,
            hash: hex::encode(head.hash),
        };
        self.append_own(keys, (Kind::DeskAnchored, head.desk), payload, stamp)
    }

    /// Notes a denial of a person without records; codes only (`[a-z0-9_.]{1,64}`).
    pub fn note_denial(
        &mut self,
        keys: &UserKeys,
        action: &str,
        reason: &str,
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let payload = payload::ActionDenied {
            action: action.to_owned(),
            reason: reason.to_owned(),
        };
        self.append_own(keys, (Kind::ActionDenied, keys.user()), payload, stamp)
    }

    /// Enters failed sign-ins in the office journal (sessions without records) and takes them off
    /// the tally.
    pub fn note_failures(
        &mut self,
        keys: &UserKeys,
        failures: &[FailedSignIns],
        stamp: &Stamp,
    ) -> Result<OfficeHead, VaultError> {
        let payload = payload::SigninFailed {
            failures: failures.to_vec(),
        };
        let head = self.append_own(keys, (Kind::SigninFailed, keys.user()), payload, stamp)?;
        self.failures_entered(failures);
        Ok(head)
    }

    /// Takes failed sign-ins off the tally after they were entered in the desk journal.
    pub fn failures_entered(&mut self, failures: &[FailedSignIns]) {
        self.fails.entered(failures, self.files.as_ref());
    }
}
