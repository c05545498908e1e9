//! Protected files at work: handed over, opened, added to; somebody cleared, or cleared no more.
//!
//! Purpose: the acts on a file that only its cleared people can read (docs/formats.md). Whoever makes a
//! file boxes its key for others and keeps none; the first of the cleared who opens it makes the next
//! one. A look is written before anything is shown. Anybody who holds records may add to a file; to
//! everybody not cleared it is not there. May use: the vault's seals, the record. Must never: keep a key
//! longer than an act, show what does not hold, or say why somebody is not cleared.

use std::collections::BTreeSet;

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::id::{ItemId, ProtectedId, UserId};
use domain::moment::Moment;
use domain::permission::Circumstance;
use domain::protected::content::{Head, ItemKind, NOTE_LIMIT};
use domain::protected::header::{Change, Header, NOTHING};
use domain::protected::{Attention, Keyed, Protected, Quarantined, Sealed};
use domain::subject::Viewed;
use domain::text;
use store::{Pending, Tx};
use vault::secret::Recipient;

use crate::Office;
use crate::policy::{
    AppendProtected, GrantClearance, HandOver, Permit, ReadProtected, RevokeClearance,
};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

mod index;
mod keys;
mod reading;

pub(crate) use index::HeadIndex;
pub use index::ProtectedFound;
pub use reading::{ItemShown, ProtectedShown};

/// What is handed over: what the cleared find it by, and what was told.
#[derive(Clone, Default)]
pub struct HandOverTold {
    /// Names, numbers, who is barred.
    pub head: Head,
    /// What was told, in the officer's own words.
    pub note: String,
    /// The case officer who is cleared beside the supervisors.
    pub officer: Option<UserId>,
}

impl std::fmt::Debug for HandOverTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HandOverTold(..)")
    }
}

impl Office {
    /// Hands a file over to the supervisors and its case officer; whoever wrote it cannot read it any
    /// more. It waits for one of them from a fixed time on, the same whatever it is about.
    pub async fn hand_over_protected(
        &self,
        session: &Session,
        told: &HandOverTold,
    ) -> Answer<ProtectedId> {
        let own = Circumstance {
            own: true,
            ..Circumstance::default()
        };
        let permit: Permit<'_, HandOver> = self.permit(session, own).await?;
        let records = permit.session().records()?;
        let head = told.head.clone().check()?;
        let note = text::prose(&told.note, NOTE_LIMIT)
            .map_err(|fault| Refused::from(fault.in_field("note")))?;
        if note.trim().is_empty() {
            return Err(Fault::at(Code::FieldMissing, "note").into());
        }
        let id = self.ids().protected();
        let cleared = self.first_cleared(&head.barred, told.officer)?;
        let boxed = self.begin_ladder(id, &cleared)?;
        let recipient = boxed.recipient.clone();
        let header = Header::first(
            &self.station(),
            id,
            recipient.text(),
            &cleared,
            session.user(),
        );
        let opened = Action::ProtectedOpened(signed(records, &header, boxed.text));
        let mut entries = vec![Pending::new(id, opened)];
        let mut sealing = Sealing {
            records,
            header: &header,
            recipient: &recipient,
            station: self.station(),
            seq: 0,
            prev: NOTHING.to_owned(),
            now: self.clock.now(),
        };
        let head = Head {
            code: self.code_of_file(),
            ..head
        };
        let body = serde_json::to_vec(&head).map_err(|_cause| unknown())?;
        entries.push(sealing.seal(self.ids().item(), ItemKind::Head, &body)?);
        entries.push(sealing.seal(self.ids().item(), ItemKind::Note, note.as_bytes())?);
        let at = self.calendar.attention(self.clock.now());
        let handed = Action::ProtectedHandedOver(Attention { at: Some(at) });
        entries.push(Pending::new(id, handed));
        let tx = records.desk.begin().await?;
        self.commit(tx, records, entries).await?;
        Ok(id)
    }

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
        let mut tx = records.desk.begin().await?;
        let file = tx.protected(id).await?.ok_or_else(unknown)?;
        let header = self.proved_header(&mut tx, &file).await?.header;
        let last = match file.items.last() {
            Some(last) => tx.content(last.at).await?.map(|content| content.digest),
            None => None,
        };
        let mut sealing = Sealing {
            records,
            recipient: &Recipient::parse(&header.recipient).ok_or_else(unknown)?,
            header: &header,
            station: self.station(),
            seq: u32::try_from(file.items.len()).unwrap_or(u32::MAX),
            prev: last.map_or_else(|| NOTHING.to_owned(), hex::encode),
            now: self.clock.now(),
        };
        let entry = sealing.seal(self.ids().item(), ItemKind::Note, note.as_bytes())?;
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
        let (records, mut tx, file) = self.for_cleared::<ReadProtected>(session, id).await?;
        let ladder = self.ladder(&mut tx, records, &file).await?;
        let header = self.proved_header(&mut tx, &file).await?;
        let read = self.read_items(&mut tx, &file, &ladder).await?;
        let viewed = Viewed {
            day: self.clock.now().day(),
        };
        let mut entries = vec![Pending::new(id, Action::ProtectedViewed(viewed))];
        for (item, why) in &read.quarantined {
            let body = Quarantined {
                item: Some(*item),
                why: why.text().to_owned(),
            };
            entries.push(Pending::new(id, Action::ItemQuarantined(body)));
        }
        if file.is_unopened() {
            let stepped = ladder.stepped()?;
            let change = Change::FirstOpen;
            let keyed = self.next_box(records, &header, &stepped, change)?;
            entries.push(Pending::new(id, Action::ProtectedKeyed(keyed)));
        }
        self.commit(tx, records, entries).await?;
        Ok(read.shown(&file))
    }

    /// Somebody more is cleared; the passphrase must have been given once more. Whoever is barred is
    /// not, whoever asks.
    pub async fn grant_clearance(
        &self,
        session: &Session,
        id: ProtectedId,
        user: UserId,
    ) -> Answer<()> {
        let (records, mut tx, file) = self.for_cleared::<GrantClearance>(session, id).await?;
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
        let (records, mut tx, file) = self.for_cleared::<RevokeClearance>(session, id).await?;
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
        let around = Circumstance {
            own: true,
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
            .filter(|file| file.clears(session.user()));
        let file = file.ok_or_else(unknown)?;
        Ok((records, tx, file))
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

    /// The supervisors at work who are not barred, and the case officer.
    fn first_cleared(
        &self,
        barred: &[UserId],
        officer: Option<UserId>,
    ) -> Answer<BTreeSet<UserId>> {
        let cleared: BTreeSet<UserId> = self.look(|vault| {
            let users = vault.roster().users();
            let at_work = users.filter(|user| {
                let named = officer.map(UserId::uuid) == Some(user.id());
                user.acts_as(vault::roster::Role::Supervisor)
                    || (named && user.acts_as(vault::roster::Role::Case))
            });
            let ids = at_work.map(|user| UserId::new(user.id()));
            ids.filter(|id| !barred.contains(id)).collect()
        });
        if officer.is_some_and(|officer| !cleared.contains(&officer)) {
            return Err(Fault::at(Code::ProtectedNoOfficer, "officer").into());
        }
        if cleared.is_empty() {
            return Err(Refused::new(Code::ProtectedNobodyCleared));
        }
        Ok(cleared)
    }
}

/// Items that are sealed one after the other.
struct Sealing<'a> {
    records: &'a Records,
    header: &'a Header,
    recipient: &'a Recipient,
    station: String,
    seq: u32,
    prev: String,
    now: Moment,
}

impl Sealing<'_> {
    /// The entry of the next item.
    fn seal(&mut self, item: ItemId, kind: ItemKind, body: &[u8]) -> Answer<Pending> {
        self.seq = self.seq.saturating_add(1);
        let place = vault::sealed::Place {
            station: &self.station,
            file: self.header.file.uuid(),
            item: item.uuid(),
            seq: self.seq,
            epoch: self.header.epoch,
            prev: &self.prev,
        };
        let told = vault::sealed::Told {
            kind: kind.text(),
            mime: match kind {
                ItemKind::Head => "application/json",
                ItemKind::Note => "text/plain",
            },
            replaces: None,
            at: self.now.millis(),
            body,
        };
        let keys = &self.records.staff.keys;
        let ct = vault::sealed::seal(&place, &told, keys.user(), keys.signing(), self.recipient)?;
        let sealed = Sealed {
            item,
            seq: self.seq,
            epoch: self.header.epoch,
            blobs: Vec::new(),
            ct,
        };
        let action = match kind {
            ItemKind::Head => Action::HeadSealed(sealed),
            ItemKind::Note => Action::ItemSealed(sealed),
        };
        let (entry, digest) = Pending::digested(self.header.file, action)?;
        self.prev = hex::encode(digest);
        Ok(entry)
    }
}

/// A header signed by whoever makes it, beside its box.
fn signed(records: &Records, header: &Header, boxed: String) -> Keyed {
    let keys = &records.staff.keys;
    let signer = vault::line::Signer {
        by: vault::line::Signatory::User(keys.user()),
        key: keys.signing(),
        purpose: vault::sign::Purpose::Header,
    };
    let line = vault::line::Line::signed(header.text(), &[signer]);
    Keyed {
        header: line.text().to_owned(),
        boxed,
    }
}

/// One face of every file that is not hers.
fn unknown() -> Refused {
    Fault::at(Code::ProtectedUnknown, "id").into()
}
