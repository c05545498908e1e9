//! What was told in private is handed over (*bàn giao*).
//!
//! Purpose: the answers of a private form, or words alone, become a protected file: sealed for the
//! supervisors at work who are not barred and for its case officer; the form that stood on the screen is
//! gone in the same breath. What the cleared find it by, its clocks and how dangerous it is stand in its
//! head item. May use: the catalogue, the vault's seals. Must never: keep a key, or leave its author a way
//! to read it.

use std::collections::{BTreeMap, BTreeSet};

use domain::action::Action;
use domain::catalogue::{FieldValue, Fields, Service};
use domain::deadline::StartsAt;
use domain::fault::{Code, Fault};
use domain::fold::names_colleague;
use domain::id::{DraftId, ProtectedId, UserId};
use domain::moment::Moment;
use domain::permission::Circumstance;
use domain::protected::Attention;
use domain::protected::contact::ContactRule;
use domain::protected::content::{Clock, Form, Head, ItemKind, LINE, NOTE_LIMIT};
use domain::protected::header::{Header, NOTHING};
use domain::text;
use serde::{Deserialize, Serialize};
use store::{Pending, Tx};
use vault::roster::User;

use super::sealing::{Sealing, ToSeal, signed};
use super::{SlipTold, unknown};
use crate::Office;
use crate::policy::{HandOver, Permit};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

/// A private form as it is told.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormTold {
    /// A protected service of the catalogue: `F1`.
    pub service: String,
    /// Answers by question.
    pub fields: BTreeMap<String, serde_json::Value>,
}

/// What is handed over: what the cleared find it by, and what was told.
#[derive(Clone, Default)]
pub struct HandOverTold {
    /// Names, numbers, who is barred; names of the form are added.
    pub head: Head,
    /// The form, where one was filled in.
    pub form: Option<FormTold>,
    /// What was told, in the officer's own words; may be blank beside a form.
    pub note: String,
    /// The case officer who is cleared beside the supervisors.
    pub officer: Option<UserId>,
    /// The private form that stood on the screen.
    pub draft: Option<String>,
    /// Whether a paper is safe, and which: asked of whoever filled in a form.
    pub slip: SlipTold,
}

impl std::fmt::Debug for FormTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FormTold(..)")
    }
}

impl std::fmt::Debug for HandOverTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HandOverTold(..)")
    }
}

/// What was handed over, as whoever did may know it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct HandedOver {
    /// Which.
    pub id: ProtectedId,
    /// What it is called aloud.
    pub code: String,
    /// Number of the paper that was made out.
    pub paper: Option<String>,
}

impl std::fmt::Debug for HandedOver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HandedOver(..)")
    }
}

/// What a new file holds, read at the door.
pub(super) struct Read {
    pub(super) head: Head,
    /// Whoever is named in it, as what.
    pub(super) named: Vec<String>,
    /// What is sealed beside it, in this order.
    pub(super) items: Vec<ToSeal>,
}

impl Office {
    /// Hands a file over to the supervisors and its case officer; whoever wrote it cannot read it any
    /// more. It waits for one of them from a fixed time on, the same whatever it is about.
    pub async fn hand_over_protected(
        &self,
        session: &Session,
        told: &HandOverTold,
    ) -> Answer<HandedOver> {
        let own = Circumstance {
            own: true,
            ..Circumstance::default()
        };
        let permit: Permit<'_, HandOver> = self.permit(session, own).await?;
        let records = permit.session().records()?;
        let mut read = self.read_told(told)?;
        self.bars_the_named(&mut read, session.user())?;
        let draft = match told.draft.as_deref() {
            Some(id) => Some(self.own_private(session, id).await?.1.id),
            None => None,
        };
        let id = self.ids().protected();
        let cleared = self.first_cleared(&read.head.barred, told.officer)?;
        let code = read.head.code.clone();
        let mut tx = records.desk.begin().await?;
        let slip = match told.form {
            Some(_) => Some(self.made_out(&mut tx, records, &told.slip).await?),
            None => None,
        };
        if let Some(slip) = &slip {
            slip.is_in_head(&mut read.head)?;
            let body = serde_json::to_vec(&slip.work).map_err(|_cause| unknown())?;
            read.items.push((ItemKind::Work, body).into());
        }
        let paper = slip.as_ref().and_then(|slip| slip.number.clone());
        let mut entries = self.first_entries(records, id, &cleared, read)?;
        entries.extend(slip.and_then(|slip| slip.entry));
        self.keep_handed(records, tx, draft, entries).await?;
        Ok(HandedOver { id, code, paper })
    }

    async fn keep_handed(
        &self,
        records: &Records,
        mut tx: Tx,
        draft: Option<DraftId>,
        entries: Vec<Pending>,
    ) -> Answer<()> {
        if let Some(draft) = draft {
            tx.saves_draft(draft);
        }
        self.commit(tx, records, entries).await?;
        if draft.is_some() {
            self.leave_no_trace(records).await;
        }
        Ok(())
    }

    /// All that can be wrong with it, before anything is made.
    fn read_told(&self, told: &HandOverTold) -> Answer<Read> {
        let mut head = told.head.clone();
        let note = text::prose(&told.note, NOTE_LIMIT)
            .map_err(|fault| Refused::from(fault.in_field("note")))?;
        let (mut items, mut named) = (Vec::new(), Vec::new());
        if let Some(form) = &told.form {
            named = self.read_form(form, &mut head, &mut items)?;
        } else if note.trim().is_empty() {
            return Err(Fault::at(Code::FieldMissing, "note").into());
        }
        if !note.trim().is_empty() {
            items.push((ItemKind::Note, note.into_bytes()).into());
        }
        let head = Head {
            code: self.code_of_file(),
            ..head.check()?
        };
        named.extend(head.names.iter().cloned());
        Ok(Read { head, named, items })
    }

    /// Keeps from it whoever at work is named in it (*xung đột lợi ích*): a party never reads her own file.
    /// A namesake is kept from it, too, and let in again by two others; only where nobody would be left to
    /// read it is one not.
    pub(super) fn bars_the_named(&self, read: &mut Read, author: UserId) -> Answer<()> {
        let parties: Vec<UserId> = self.look(|vault| {
            let users = vault.roster().users();
            let parties = users.filter(|user| {
                let mut named = read.named.iter();
                named.any(|name| names_colleague(user.display(), name))
            });
            parties.map(|user| UserId::new(user.id())).collect()
        });
        let strangers = parties.into_iter().filter(|party| *party != author);
        for party in strangers {
            let barred: Vec<UserId> = read.head.barred.iter().copied().chain([party]).collect();
            if !self.supervisors_but(&barred).is_empty() {
                read.head.barred = barred;
            }
        }
        read.head = core::mem::take(&mut read.head).check()?;
        Ok(())
    }

    /// Supervisors at work who are not among them.
    fn supervisors_but(&self, barred: &[UserId]) -> BTreeSet<UserId> {
        self.look(|vault| {
            let users = vault.roster().users();
            let at_work = users.filter(|user| user.acts_as(vault::roster::Role::Supervisor));
            let ids = at_work.map(|user| UserId::new(user.id()));
            ids.filter(|id| !barred.contains(id)).collect()
        })
    }

    /// Names of everybody in the answers.
    fn read_form(
        &self,
        told: &FormTold,
        head: &mut Head,
        items: &mut Vec<ToSeal>,
    ) -> Answer<Vec<String>> {
        let now = self.clock.now();
        let service = self.private_service(&told.service, now)?;
        let answers = service.check(&told.fields, now.day())?;
        head.service.clone_from(&service.id);
        head.clocks = self.first_clocks(service, now, &answers)?;
        tells(service, &answers, head);
        let named = answers.values().flat_map(FieldValue::names);
        let named = named.map(str::to_owned).collect();
        items.extend(form_items(service, answers)?.into_iter().map(ToSeal::from));
        Ok(named)
    }

    /// A protected service in force, for a private form.
    pub(crate) fn private_service(&self, id: &str, now: Moment) -> Answer<&Service> {
        let service = self.catalogue.service(id, now.day())?;
        if service.protected && service.open && !service.is_sheet() {
            return Ok(service);
        }
        let fault = Fault::at(Code::CatalogueServiceClosed, "service");
        Err(fault.with("service", id).into())
    }

    /// Times that run from when the house was told.
    fn first_clocks(&self, service: &Service, now: Moment, answers: &Fields) -> Answer<Vec<Clock>> {
        let running = self.clocks(service, StartsAt::Informed, now, answers)?;
        let clocks = running.into_iter().map(|clock| Clock {
            step: clock.step,
            from: now,
            due: clock.due.due,
        });
        Ok(clocks.collect())
    }

    /// Header, box, head and items of a new file, and from when on it waits.
    pub(super) fn first_entries(
        &self,
        records: &Records,
        id: ProtectedId,
        cleared: &BTreeSet<UserId>,
        read: Read,
    ) -> Answer<Vec<Pending>> {
        let boxed = self.begin_ladder(id, cleared)?;
        let recipient = boxed.recipient.clone();
        let by = records.staff.user;
        let header = Header::first(&self.station(), id, recipient.text(), cleared, by);
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
        let body = serde_json::to_vec(&read.head).map_err(|_cause| unknown())?;
        entries.push(sealing.seal(self.ids().item(), &(ItemKind::Head, body).into())?);
        for item in read.items {
            entries.push(sealing.seal(self.ids().item(), &item)?);
        }
        let at = self.calendar.attention(self.clock.now());
        let handed = Action::ProtectedHandedOver(Attention { at: Some(at) });
        entries.push(Pending::new(id, handed));
        Ok(entries)
    }

    /// The supervisors at work who are not barred, and the case officer.
    pub(super) fn first_cleared(
        &self,
        barred: &[UserId],
        officer: Option<UserId>,
    ) -> Answer<BTreeSet<UserId>> {
        let mut cleared = self.supervisors_but(barred);
        cleared.extend(officer.filter(|officer| {
            let case = |user: &User| user.acts_as(vault::roster::Role::Case);
            let works = self.look(|vault| vault.roster().user(officer.uuid()).is_some_and(case));
            works && !barred.contains(officer)
        }));
        if officer.is_some_and(|officer| !cleared.contains(&officer)) {
            return Err(Fault::at(Code::ProtectedNoOfficer, "officer").into());
        }
        if cleared.is_empty() {
            return Err(Refused::new(Code::ProtectedNobodyCleared));
        }
        Ok(cleared)
    }
}

/// What a head takes over from answers: by whom the file is found, how dangerous it is, how she may be
/// reached.
pub(super) fn tells(service: &Service, answers: &Fields, head: &mut Head) {
    for who in service.found_by(answers) {
        head.names.push(who.name.chars().take(LINE).collect());
        head.numbers.extend(who.number.clone());
        head.phones.extend(who.phone.clone());
    }
    let level = service.level(answers).map(|level| level.key.clone());
    head.level = level.or(head.level.take());
    let contact = service.contact.as_ref();
    let contact = contact.and_then(|asked| ContactRule::told(asked, answers));
    head.contact = contact.or(head.contact.take());
}

/// Answers as they are sealed: a form, and beside it what is kept apart.
pub(super) fn form_items(service: &Service, answers: Fields) -> Answer<Vec<(ItemKind, Vec<u8>)>> {
    let (rest, apart) = service.parted(answers);
    let mut items = Vec::new();
    for (kind, fields) in [(ItemKind::Form, rest), (ItemKind::Apart, apart)] {
        if kind == ItemKind::Apart && fields.is_empty() {
            continue;
        }
        let form = Form {
            service: service.id.clone(),
            version: service.version,
            fields,
        };
        items.push((kind, super::referring::body(&form)?));
    }
    Ok(items)
}
