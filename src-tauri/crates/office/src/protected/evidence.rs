//! Files that belong to a protected file: photos of injuries, recordings, papers (*tài liệu, chứng cứ*).
//!
//! Purpose: anybody who holds records may add one, as she may a note; the cleared look at it small or large,
//! or take a copy out, which the file itself tells from then on. Its key stands in a sealed item alone; of its
//! length a step of 256 KiB is seen, and whether a small picture lies beside it. May use: what seals and opens
//! attachments. Must never: show one to whoever did not open the file, or let a copy leave untold.

use domain::action::Action;
use domain::attachment::{self, Attached};
use domain::fault::{Code, Fault};
use domain::id::{ItemId, ProtectedId};
use domain::permission::Circumstance;
use domain::protected::content::ItemKind;
use domain::protected::work::{Deed, Work};
use domain::protected::{ItemPlace, Protected};
use domain::subject::Viewed;
use serde::{Deserialize, Serialize};
use store::{Pending, Tx};
use vault::secret::Recipient;

use super::referring::body;
use super::sealing::ToSeal;
use super::unknown;
use crate::Office;
use crate::attachments::{PictureOf, SealedFile, TakenOut};
use crate::policy::{AppendProtected, Permit, ReadProtected};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

/// A copy that is to leave.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct CopyTold {
    /// Which file.
    pub item: ItemId,
    /// What it is called where it is put, if she names it no other way.
    pub name: String,
    /// Why.
    pub words: String,
}

impl std::fmt::Debug for CopyTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CopyTold(..)")
    }
}

impl Office {
    /// Whether a file may be added; asked before a large one is sealed. To whoever is not cleared it is the
    /// same as of a note: there is a file of that id, or none.
    pub async fn may_add_evidence(&self, session: &Session, id: ProtectedId) -> Answer<()> {
        let (_records, _tx, file) = self.takes_evidence(session, id).await?;
        let held = file.items.iter().filter(|item| !item.blobs.is_empty());
        Ok(attachment::check_count(held.count())?)
    }

    /// Enters a sealed file ([`Office::seal_evidence`]).
    pub async fn add_evidence(
        &self,
        session: &Session,
        id: ProtectedId,
        mut sealed: SealedFile,
    ) -> Answer<SealedFile> {
        let (records, mut tx, file) = self.takes_evidence(session, id).await?;
        let held = file.items.iter().filter(|item| !item.blobs.is_empty());
        attachment::check_count(held.count())?;
        let header = self.proved_header(&mut tx, &file).await?.header;
        let recipient = Recipient::parse(&header.recipient).ok_or_else(unknown)?;
        let attached = sealed.attached();
        let next = ToSeal {
            blobs: attached.blobs().map(Into::into).collect(),
            ..(ItemKind::Blob, body(attached)?).into()
        };
        let to = (&header, &recipient);
        let mut sealing = self.seals_after(&mut tx, records, &file, to).await?;
        let entry = sealing.seal(self.ids().item(), &next)?;
        // A commit that is refused may have landed: what it names stays, and is swept where it did not.
        sealed.keep();
        self.commit(tx, records, vec![entry]).await?;
        Ok(sealed)
    }

    async fn takes_evidence<'s>(
        &self,
        session: &'s Session,
        id: ProtectedId,
    ) -> Answer<(&'s Records, Tx, Protected)> {
        let permit: Permit<'s, AppendProtected> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let file = tx.protected(id).await?.ok_or_else(unknown)?;
        Ok((records, tx, file))
    }

    /// Which picture may be drawn. A large one is a look of its own; a small one goes with the look at the
    /// file, which is written first where there was none today.
    pub async fn evidence_picture(
        &self,
        session: &Session,
        id: ProtectedId,
        item: ItemId,
        large: bool,
    ) -> Answer<PictureOf> {
        let (records, mut tx, file) = self.for_cleared::<ReadProtected>(session, id).await?;
        let attached = self.evidence(&mut tx, records, &file, item).await?;
        let day = self.clock.now().day();
        if large || !records.look_noted(id.into(), day) {
            let viewed = Action::ProtectedViewed(Viewed { day });
            self.commit(tx, records, vec![Pending::new(id, viewed)])
                .await?;
            records.note_look(id.into(), day);
        }
        Ok(PictureOf::of(attached, large))
    }

    /// A copy leaves the record: the file tells it, by whom and why, before a byte is written.
    pub async fn take_evidence_out(
        &self,
        session: &Session,
        id: ProtectedId,
        item: ItemId,
        words: &str,
    ) -> Answer<TakenOut> {
        let (records, mut tx, file) = self.for_cleared::<ReadProtected>(session, id).await?;
        let content = self.evidence(&mut tx, records, &file, item).await?.content;
        let now = self.clock.now();
        let work = Work {
            deed: Deed::CopyTaken,
            step: None,
            of: Some(item),
            paper: None,
            way: None,
            whom: String::new(),
            words: words.to_owned(),
            at: now,
        };
        let work = work.check(now)?;
        let items = vec![(ItemKind::Work, body(&work)?).into()];
        self.adds(tx, records, &file, items, Vec::new()).await?;
        Ok(TakenOut { content })
    }

    /// What one item tells of a file that was brought; it alone is opened.
    async fn evidence(
        &self,
        tx: &mut Tx,
        records: &Records,
        file: &Protected,
        item: ItemId,
    ) -> Answer<Attached> {
        let named = |place: &ItemPlace| place.item == item && !place.blobs.is_empty();
        let unknown = || Refused::from(Fault::at(Code::AttachmentUnknown, "item"));
        let at = file.items.iter().position(named).ok_or_else(unknown)?;
        let ladder = self.ladder(tx, records, file).await?;
        let read = self.read_item(tx, file, &ladder, at).await?;
        read.file(item).cloned().ok_or_else(unknown)
    }
}
