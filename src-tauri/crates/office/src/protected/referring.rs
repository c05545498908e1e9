//! Who may be told, and who was (*đồng ý, chuyển gửi*).
//!
//! Purpose: a consent and a referral are sealed items; a referral that its consent does not cover is refused
//! unless a duty is named, and what became of it is told at it. May use: the file's own form, for the parts
//! there are. Must never: refer on the word of a consent that was taken back.

use domain::fault::{Code, Fault};
use domain::id::ProtectedId;
use domain::protected::Protected;
use domain::protected::content::{Head, ItemKind};
use domain::protected::header::Header;
use domain::protected::referral::{Consent, Referral, TellGround};
use domain::protected::work::{Deed, Work};
use serde::Serialize;
use store::{Pending, Tx};
use vault::secret::Recipient;

use super::reading::Read;
use super::sealing::ToSeal;
use super::{ProtectedShown, unknown};
use crate::Office;
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

impl Office {
    /// Enters that she lets somebody be told.
    pub async fn record_consent(
        &self,
        session: &Session,
        id: ProtectedId,
        told: &Consent,
    ) -> Answer<ProtectedShown> {
        let (records, mut tx, file) = self.for_work(session, id).await?;
        let ladder = self.ladder(&mut tx, records, &file).await?;
        let head = self.newest_head(&mut tx, &file, &ladder).await?;
        let consent = told.clone().check(&self.parts_of(head.as_ref(), &file))?;
        let items = vec![(ItemKind::Consent, body(&consent)?).into()];
        self.adds(tx, records, &file, items, Vec::new()).await?;
        self.open_protected(session, id).await
    }

    /// Enters that somebody is told, with her consent or by a duty that is named.
    pub async fn refer(
        &self,
        session: &Session,
        id: ProtectedId,
        told: &Referral,
    ) -> Answer<ProtectedShown> {
        let (records, mut tx, file) = self.for_work(session, id).await?;
        let ladder = self.ladder(&mut tx, records, &file).await?;
        let read = self.read_items(&mut tx, &file, &ladder).await?;
        let known = self.parts_of(read.head.as_ref(), &file);
        let consent = match told.ground {
            TellGround::Consent(item) => read.consent(item),
            TellGround::Duty(_) => None,
        };
        let referral = told.clone().check(&known, consent)?;
        let items = vec![(ItemKind::Referral, body(&referral)?).into()];
        self.adds(tx, records, &file, items, Vec::new()).await?;
        self.open_protected(session, id).await
    }

    /// Sections of its form: what a consent may name beside who she is.
    pub(super) fn parts_of(&self, head: Option<&Head>, file: &Protected) -> Vec<String> {
        let service = head.and_then(|head| self.catalogue.service(&head.service, file.day).ok());
        let sections = service.map(|service| service.sections.iter());
        sections
            .into_iter()
            .flatten()
            .map(|section| section.id.clone())
            .collect()
    }

    /// Seals items after what a file holds, and enters them with what goes along.
    pub(super) async fn adds(
        &self,
        mut tx: Tx,
        records: &Records,
        file: &Protected,
        items: Vec<ToSeal>,
        along: Vec<Pending>,
    ) -> Answer<()> {
        let header = self.proved_header(&mut tx, file).await?.header;
        let mut entries = self
            .sealed_under(&mut tx, records, file, &header, items)
            .await?;
        entries.extend(along);
        self.commit(tx, records, entries).await?;
        Ok(())
    }

    /// Entries of items that come next in a file, sealed to the key of a header.
    pub(super) async fn sealed_under(
        &self,
        tx: &mut Tx,
        records: &Records,
        file: &Protected,
        header: &Header,
        items: Vec<ToSeal>,
    ) -> Answer<Vec<Pending>> {
        let recipient = Recipient::parse(&header.recipient).ok_or_else(unknown)?;
        let to = (header, &recipient);
        let mut sealing = self.seals_after(tx, records, file, to).await?;
        let sealed = items
            .iter()
            .map(|item| sealing.seal(self.ids().item(), item));
        sealed.collect()
    }
}

/// What is sealed of it.
pub(super) fn body(told: &impl Serialize) -> Answer<Vec<u8>> {
    serde_json::to_vec(told).map_err(|_cause| unknown())
}

/// What is done about a consent or a referral is done about one of this file, and in an order that can be.
pub(super) fn about(work: &Work, read: &Read) -> Answer<()> {
    let wrong = || Refused::from(Fault::at(Code::ConsentUnknown, "of"));
    if !work.deed.is_of_a_consent() && !work.deed.is_of_a_referral() {
        return Ok(());
    }
    let item = work.of.ok_or_else(wrong)?;
    if work.deed.is_of_a_consent() {
        read.consent(item).ok_or_else(wrong)?;
        return Ok(());
    }
    read.referral(item).ok_or_else(wrong)?;
    // What came to an end begins anew as another referral.
    let over = matches!(
        read.last_of(item),
        Some(Deed::Done | Deed::Declined | Deed::CameBack)
    );
    let twice = work.deed == Deed::Accepted && read.last_of(item) == Some(Deed::Accepted);
    if over || twice {
        return Err(wrong());
    }
    Ok(())
}
