//! Protected files at work: handed over, opened, added to; somebody cleared, or cleared no more.
//!
//! Purpose: the acts on a file that only its cleared people can read (docs/formats.md). Whoever makes a
//! file boxes its key for others and keeps none; the first of the cleared who opens it makes the next
//! one. A look is written before anything is shown. Anybody who holds records may add to a file; to
//! everybody not cleared it is not there. May use: the vault's seals, the record. Must never: keep a key
//! longer than an act, show what does not hold, or say why somebody is not cleared.

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::id::{ItemId, ProtectedId, UserId};
use domain::permission::Circumstance;
use domain::protected::content::{ItemKind, NOTE_LIMIT};
use domain::protected::header::Change;
use domain::protected::{Protected, Quarantined};
use domain::subject::Viewed;
use domain::text;
use store::{Pending, Tx};
use vault::sealed::Ladder;
use vault::secret::Recipient;

use crate::Office;
use crate::dossier::AnswerView;
use crate::policy::{
    AppendProtected, GrantClearance, Permit, ReadProtected, RevokeClearance, WorkProtected,
};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

mod deciding;
mod duty;
mod evidence;
mod exporting;
mod handing;
mod index;
mod keys;
mod letters;
mod patrol;
mod reading;
mod referring;
mod sealing;
mod sheets;
mod shown;
mod shredding;
mod slips;
mod times;
mod turning;
mod working;

pub use deciding::Decided;
pub use evidence::CopyTold;
pub use exporting::{Export, ExportTold};
pub use handing::{FormTold, HandOverTold, HandedOver};
pub(crate) use index::HeadIndex;
pub use index::ProtectedFound;
pub use sheets::SheetTold;
pub use shown::{ClearedRow, FormShown, GuestShown, ItemShown, LookRow, ProtectedShown, WorkShown};
pub use shredding::ShreddedRow;
pub use slips::{SlipRow, SlipTold};
pub use times::ProtectedClock;
pub use turning::TurnTold;
pub use working::{MayBegin, WorkTold};

/// What is quarantined where it is no item.
const KEY_BOX: &str = "key box";

/// Most looks at a file that are told of.
const LOOKS: u32 = 500;

impl Office {
    /// Adds a note to a file, which anybody who holds records may and only the cleared will read.
    pub async fn add_to_protected(
        &self,
        session: &Session,
        id: ProtectedId,
        note: &str,
    ) -> Answer<()> {
        let permit: Permit<'_, AppendProtected> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let note =
            text::prose(note, NOTE_LIMIT).map_err(|fault| Refused::from(fault.in_field("note")))?;
        if note.trim().is_empty() {
            return Err(Fault::at(Code::FieldMissing, "note").into());
        }
        let mut tx = records.desk.begin().await?;
        let file = tx.protected(id).await?.ok_or_else(unknown)?;
        let header = self.proved_header(&mut tx, &file).await?.header;
        let recipient = Recipient::parse(&header.recipient).ok_or_else(unknown)?;
        let to = (&header, &recipient);
        let mut sealing = self.seals_after(&mut tx, records, &file, to).await?;
        let note = (ItemKind::Note, note.into_bytes()).into();
        let entry = sealing.seal(self.ids().item(), &note)?;
        self.commit(tx, records, vec![entry]).await?;
        Ok(())
    }

    /// Opens a file: the look is written before anything is answered. The first of the cleared to do so
    /// makes the key for what comes later. What does not hold is not shown, and an entry says so.
    pub async fn open_protected(
        &self,
        session: &Session,
        id: ProtectedId,
    ) -> Answer<ProtectedShown> {
        let (records, tx, file) = self.for_cleared::<ReadProtected>(session, id).await?;
        let (mut tx, ladder) = self.ladder_or_entry(tx, records, &file).await?;
        let header = self.proved_header(&mut tx, &file).await?;
        let read = self.read_items(&mut tx, &file, &ladder).await?;
        let day = self.clock.now().day();
        let unseen = self.unseen(&mut tx, &file, session.user()).await?;
        let mut looks = vec![(session.user(), day)];
        looks.extend(tx.looks(id, LOOKS).await?);
        let mut entries = vec![Pending::new(id, Action::ProtectedViewed(Viewed { day }))];
        for (item, why) in &read.quarantined {
            let body = Quarantined {
                item: Some(*item),
                why: why.text().to_owned(),
            };
            entries.push(Pending::new(id, Action::ItemQuarantined(body)));
        }
        // Whoever opens it first, or after somebody's while was over, makes the key of what comes next.
        let gone = file.guests_gone(self.clock.now()).next();
        let change = match gone {
            _ if file.is_unopened() => Some(Change::FirstOpen),
            gone => gone.map(Change::Expire),
        };
        if let Some(change) = change {
            let stepped = ladder.stepped()?;
            match self.next_box(records, &header, &stepped, change) {
                Ok(keyed) => entries.push(Pending::new(id, Action::ProtectedKeyed(keyed))),
                // Somebody cleared works here no more: it is shown, and stepped once she is taken off.
                Err(refused) if refused.code == Code::ProtectedReaderGone => {}
                Err(refused) => return Err(refused),
            }
        }
        self.commit(tx, records, entries).await?;
        records.index.seen(id);
        records.note_look(id.into(), day);
        Ok(self.shown(read, &file, (session.user(), unseen), &looks))
    }

    /// Whether somebody was let in for a while since this reader last looked.
    async fn unseen(&self, tx: &mut Tx, file: &Protected, reader: UserId) -> Answer<bool> {
        match file.broken {
            Some(broken) => Ok(!tx.looked_since(file.id, reader, broken).await?),
            None => Ok(false),
        }
    }

    /// The keys of a file. A box or a header that does not hold was put there by somebody: that is
    /// refused, and stays written down.
    async fn ladder_or_entry(
        &self,
        mut tx: Tx,
        records: &Records,
        file: &Protected,
    ) -> Answer<(Tx, Ladder)> {
        let refused = match self.ladder(&mut tx, records, file).await {
            Ok(ladder) => return Ok((tx, ladder)),
            Err(refused) => refused,
        };
        if refused.code == Code::ProtectedUnverified {
            let body = Quarantined {
                item: None,
                why: KEY_BOX.to_owned(),
            };
            let entry = Pending::new(file.id, Action::ItemQuarantined(body));
            self.commit(tx, records, vec![entry]).await?;
        }
        Err(refused)
    }

    /// What is kept apart from the rest of a file, an informant: a look of its own, written first.
    pub async fn open_apart(
        &self,
        session: &Session,
        id: ProtectedId,
        item: ItemId,
    ) -> Answer<Vec<AnswerView>> {
        let (records, mut tx, file) = self.for_cleared::<ReadProtected>(session, id).await?;
        let ladder = self.ladder(&mut tx, records, &file).await?;
        let read = self.read_items(&mut tx, &file, &ladder).await?;
        let day = self.clock.now().day();
        let viewed = Action::ProtectedViewed(Viewed { day });
        self.commit(tx, records, vec![Pending::new(id, viewed)])
            .await?;
        let form = read.apart(item).ok_or_else(unknown)?;
        Ok(self.form_answers(form))
    }

    /// Somebody more is cleared; the passphrase must have been given once more. Whoever is barred is
    /// not, whoever asks.
    pub async fn grant_clearance(
        &self,
        session: &Session,
        id: ProtectedId,
        user: UserId,
    ) -> Answer<()> {
        let (records, mut tx, file) = self.for_decision::<GrantClearance>(session, id).await?;
        let ladder = self.ladder(&mut tx, records, &file).await?;
        let header = self.proved_header(&mut tx, &file).await?;
        let head = self.newest_head(&mut tx, &file, &ladder).await?;
        // Who is barred is not known where the head does not hold: then nobody is cleared.
        let head = head.ok_or_else(|| Refused::new(Code::ProtectedUnverified))?;
        if head.barred.contains(&user) {
            return Err(Fault::at(Code::ProtectedBarred, "user").into());
        }
        if file.clears(user) {
            return Err(Fault::at(Code::ProtectedCleared, "user").into());
        }
        self.takes_files(user)?;
        let change = Change::Grant(user);
        let keyed = self.next_box(records, &header, &ladder, change)?;
        let entry = Pending::new(id, Action::ProtectedGranted(keyed));
        self.commit(tx, records, vec![entry]).await?;
        Ok(())
    }

    /// Somebody is cleared no more: nothing that is written from now on opens with a key she ever had.
    pub async fn revoke_clearance(
        &self,
        session: &Session,
        id: ProtectedId,
        user: UserId,
    ) -> Answer<()> {
        let (records, mut tx, file) = self.for_decision::<RevokeClearance>(session, id).await?;
        if !file.clears(user) {
            return Err(Fault::at(Code::ProtectedNotCleared, "user").into());
        }
        if file.header.cleared.len() == 1 {
            return Err(Fault::at(Code::ProtectedNobodyCleared, "user").into());
        }
        let ladder = self.ladder(&mut tx, records, &file).await?;
        let header = self.proved_header(&mut tx, &file).await?;
        let stepped = ladder.stepped()?;
        let change = Change::Revoke(user);
        let keyed = self.next_box(records, &header, &stepped, change)?;
        let entry = Pending::new(id, Action::ProtectedRevoked(keyed));
        self.commit(tx, records, vec![entry]).await?;
        Ok(())
    }

    /// A file that this session is cleared for; to anybody else it is not there, whatever the reason.
    async fn for_cleared<'s, A: crate::policy::Action>(
        &self,
        session: &'s Session,
        id: ProtectedId,
    ) -> Answer<(&'s Records, Tx, Protected)> {
        self.for_cleared_with::<A>(session, id, false).await
    }

    /// The same for an act to which a second person agrees before it is written.
    async fn for_two<'s, A: crate::policy::Action>(
        &self,
        session: &'s Session,
        id: ProtectedId,
    ) -> Answer<(&'s Records, Tx, Protected)> {
        let found = self.for_cleared_with::<A>(session, id, true).await?;
        decides(&found.2, session)?;
        Ok(found)
    }

    async fn for_cleared_with<'s, A: crate::policy::Action>(
        &self,
        session: &'s Session,
        id: ProtectedId,
        second: bool,
    ) -> Answer<(&'s Records, Tx, Protected)> {
        let around = Circumstance {
            own: true,
            second,
            ..self.stepped_up(session)
        };
        let permit: Permit<'s, A> = self.permit(session, around).await.map_err(|refused| {
            if refused.code == Code::NotAllowed {
                unknown()
            } else {
                refused
            }
        })?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let file = tx
            .protected(id)
            .await?
            .filter(|file| file.admits(session.user(), self.clock.now()));
        let file = file.ok_or_else(unknown)?;
        records.tells();
        Ok((records, tx, file))
    }

    /// A file about whose people this session decides: whoever was let in for a while decides nothing.
    async fn for_decision<'s, A: crate::policy::Action>(
        &self,
        session: &'s Session,
        id: ProtectedId,
    ) -> Answer<(&'s Records, Tx, Protected)> {
        let found = self.for_cleared::<A>(session, id).await?;
        decides(&found.2, session)?;
        Ok(found)
    }

    /// A file that this session may work on; a closed one is opened again first.
    async fn for_work<'s>(
        &self,
        session: &'s Session,
        id: ProtectedId,
    ) -> Answer<(&'s Records, Tx, Protected)> {
        let found = self.for_cleared::<WorkProtected>(session, id).await?;
        if found.2.closed_on.is_some() {
            return Err(Refused::new(Code::ProtectedClosed));
        }
        Ok(found)
    }

    /// Whether somebody may be cleared: a case officer or a supervisor at work.
    fn takes_files(&self, user: UserId) -> Answer<()> {
        use vault::roster::Role;
        let takes = self.look(|vault| {
            let known = vault.roster().user(user.uuid());
            known.is_some_and(|user| user.acts_as(Role::Case) || user.acts_as(Role::Supervisor))
        });
        let refused = || Fault::at(Code::ProtectedNoOfficer, "user").into();
        takes.then_some(()).ok_or_else(refused)
    }
}

/// Whoever was let in for a while decides nothing about others.
fn decides(file: &Protected, session: &Session) -> Answer<()> {
    if file.is_guest(session.user()) {
        return Err(Refused::new(Code::ProtectedGuestDecides));
    }
    Ok(())
}

/// One face of every file that is not hers.
fn unknown() -> Refused {
    Fault::at(Code::ProtectedUnknown, "id").into()
}
