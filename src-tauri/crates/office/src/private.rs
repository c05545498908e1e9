//! A private reception (*tiếp riêng*): from an open visit, in one key, and nothing of before stays.
//!
//! Purpose: the switch, the sealed form that stands on the screen meanwhile, and what is left in the open:
//! a neutral number of that day. What was typed before moves into the sealed form; the ordinary draft and
//! every look held back for this visit are gone in the same breath. May use: the one mutable table of the
//! record, the vault's seals. Must never: write a person, a purpose or a time, show a form to anybody but
//! its author, or leave one where a backup takes it along.

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::id::{DraftId, UserId, VisitId};
use domain::moment::Day;
use domain::permission::{Circumstance, Role};
use domain::visit::{self, Visit};
use serde::{Deserialize, Serialize};
use store::{Draft, DraftKind, Pending, Tx};
use vault::sealed::{DRAFT_LIMIT, open_draft, seal_draft};
use vault::secret::Recipient;

use crate::Office;
use crate::drafts::DraftKept;
use crate::policy::{OpenPrivate, Permit, TurnProtected};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};
use crate::views::clock_time;

mod turning;

pub(crate) use turning::came_by_it_alone;

/// Most private forms of a desk that wait at a time.
const PRIVATE_LIMIT: usize = 50;

/// The visit that becomes a private reception, and what stands on the screen.
#[derive(Clone, Default, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct PrivateTold {
    /// The queue number's visit; a new number is given where there is none.
    pub visit: Option<String>,
    /// The ordinary form it was begun in, if it was kept.
    pub draft: Option<String>,
    /// The form, in the page's own form; never read here.
    pub body: String,
    /// Members of staff who must never read it.
    #[serde(default)]
    pub barred: Vec<UserId>,
}

/// Somebody at work who may be cleared for a file, or kept from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct PrivatePerson {
    /// Who.
    pub id: UserId,
    /// As shown to colleagues.
    pub display: String,
    /// As what.
    pub role: Role,
    /// It is whoever asks.
    pub me: bool,
}

/// A private form that waits, to its author.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct PrivateRow {
    /// Which.
    pub id: String,
    /// The day it was kept last, `2026-11-24`.
    pub day: String,
    /// It lies since an earlier day: it must be handed over.
    pub overnight: bool,
}

/// A private form to go on with.
#[derive(Clone, Serialize, Deserialize, specta::Type)]
pub struct PrivateOpened {
    /// Which.
    pub id: String,
    /// The form.
    pub body: String,
}

macro_rules! closed_debug {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}

closed_debug!(PrivateTold, PrivateRow, PrivateOpened);

impl Office {
    /// Everybody at work who holds records.
    pub async fn private_people(&self, session: &Session) -> Answer<Vec<PrivatePerson>> {
        let _permit: Permit<'_, OpenPrivate> =
            self.permit(session, Circumstance::default()).await?;
        Ok(self.look(|vault| {
            let users = vault.roster().users();
            let at_work = users.filter(|user| user.holds_records());
            at_work
                .map(|user| PrivatePerson {
                    id: UserId::new(user.id()),
                    display: user.display().to_owned(),
                    role: crate::signin::role_of(user.role()),
                    me: UserId::new(user.id()) == session.user(),
                })
                .collect()
        }))
    }

    /// Switches an open visit to a private reception. Its number, a new one where it had none, says so and
    /// nothing else; the form is kept sealed from now on.
    pub async fn begin_private(&self, session: &Session, told: &PrivateTold) -> Answer<DraftKept> {
        let own = Self::own();
        let _open: Permit<'_, OpenPrivate> = self.permit(session, own).await?;
        let permit: Permit<'_, TurnProtected> = self.permit(session, own).await?;
        let records = permit.session().records()?;
        records.tells();
        let before = match told.draft.as_deref() {
            Some(id) => Some(known(id)?),
            None => None,
        };
        let mut tx = records.desk.begin().await?;
        self.receives(&mut tx).await?;
        if let Some(id) = before {
            let draft = tx.draft(DraftKind::Ordinary, id).await?;
            let draft = draft.ok_or_else(|| Refused::new(Code::DraftUnknown))?;
            if draft.owner != session.user() {
                return Err(Refused::new(Code::DraftTaken));
            }
        }
        // Another form of that number would go on telling of her.
        for draft in tx.drafts(DraftKind::Ordinary, u32::MAX).await? {
            let same = told.visit.is_some() && crate::drafts::visit_of(&draft) == told.visit;
            if same && Some(draft.id) != before {
                return Err(Refused::new(Code::DraftTaken));
            }
        }
        if tx.draft_count(DraftKind::Private).await? >= PRIVATE_LIMIT {
            return Err(Fault::new(Code::DraftTooMany)
                .with("max", PRIVATE_LIMIT)
                .into());
        }
        let entries = self
            .neutral_visit(&mut tx, records, told.visit.as_deref())
            .await?;
        let new = self.ids().private_draft();
        let sealed = self.sealed(records, new, &told.body, &told.barred)?;
        let id = sealed.id;
        tx.moves_draft(before, sealed);
        self.commit(tx, records, entries).await?;
        // What was looked at for this visit was not looked at: nothing points from her to it.
        records.drop_held_looks();
        self.leave_no_trace(records).await;
        Ok(self.form_kept(id))
    }

    /// Keeps one's own private form as it stands; on the disk when this answers.
    pub async fn keep_private(
        &self,
        session: &Session,
        id: &str,
        body: &str,
        barred: &[UserId],
    ) -> Answer<DraftKept> {
        let (records, draft) = self.own_private(session, id).await?;
        let sealed = self.sealed(records, draft.id, body, barred)?;
        let mut tx = records.desk.begin().await?;
        if !tx.keep_draft(&sealed).await? {
            return Err(Refused::new(Code::DraftUnknown));
        }
        drop(tx);
        if !barred.is_empty() {
            // What was sealed before she was kept out of it must not lie in the log.
            self.leave_no_trace(records).await;
        }
        Ok(self.form_kept(draft.id))
    }

    /// One's own private forms that are not handed over.
    pub async fn private_forms(&self, session: &Session) -> Answer<Vec<PrivateRow>> {
        let permit: Permit<'_, OpenPrivate> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let today = self.clock.now().day();
        let all = tx.drafts(DraftKind::Private, u32::MAX).await?;
        let own = all.iter().filter(|draft| draft.owner == session.user());
        Ok(own.map(|draft| row(draft, today)).collect())
    }

    /// Opens one's own private form: the only way to read it back, and only until it is handed over.
    pub async fn open_private(&self, session: &Session, id: &str) -> Answer<PrivateOpened> {
        let (records, draft) = self.own_private(session, id).await?;
        records.tells();
        let keys = &records.staff.keys;
        let form = open_draft(
            keys.identity(),
            &draft.body,
            draft.id.uuid(),
            draft.owner.uuid(),
        );
        let form = form.map_err(|_why| Refused::new(Code::ProtectedUnverified))?;
        let body = std::str::from_utf8(&form).map_err(|_why| Refused::new(Code::RecordDamaged))?;
        Ok(PrivateOpened {
            id: draft.id.to_string(),
            body: body.to_owned(),
        })
    }

    /// Throws one's own private form away, for good: she wants nothing kept. The number stays neutral.
    pub async fn discard_private(&self, session: &Session, id: &str) -> Answer<()> {
        let (records, draft) = self.own_private(session, id).await?;
        {
            let mut tx = records.desk.begin().await?;
            tx.discard_draft(draft.id).await?;
        }
        self.leave_no_trace(records).await;
        Ok(())
    }

    /// A private form of hers; to anybody else it is not there.
    pub(crate) async fn own_private<'s>(
        &self,
        session: &'s Session,
        id: &str,
    ) -> Answer<(&'s Records, Draft)> {
        let permit: Permit<'s, OpenPrivate> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let draft = tx.draft(DraftKind::Private, known(id)?).await?;
        let draft = draft.filter(|draft| draft.owner == session.user());
        let draft = draft.ok_or_else(|| Refused::new(Code::DraftUnknown))?;
        Ok((records, draft))
    }

    /// Empties the log, so that no page of a form stays beside the record. What was done is done, whether
    /// or not this goes at once: the log goes with the session, too.
    pub(crate) async fn leave_no_trace(&self, records: &Records) {
        if let Ok(tx) = records.desk.begin().await {
            let _emptied = tx.empty_log().await;
        }
    }

    /// The entries of a number that says nothing, and of all that goes where a visit was saved before.
    async fn neutral_visit(
        &self,
        tx: &mut Tx,
        records: &Records,
        visit: Option<&str>,
    ) -> Answer<Vec<Pending>> {
        let now = self.clock.now();
        let mut entries = Vec::new();
        if let Some(id) = visit {
            let unknown = || Refused::from(Fault::at(Code::VisitUnknown, "visit"));
            let id: VisitId = id.parse().map_err(|_not_an_id| unknown())?;
            let known: Visit = tx.visit(id).await?.ok_or_else(unknown)?;
            if known.logged.is_none() {
                return Ok(vec![Pending::new(id, known.keep_private(now.day())?)]);
            }
            entries = self.turned(tx, records, &known).await?;
        }
        let highest = tx.highest_queue_number(&records.letter, now.day()).await?;
        let numbered = visit::number(&records.letter, now.day(), highest)?;
        let id = self.ids().private_visit();
        let kept = Action::VisitKeptPrivate(visit::QueuePlace {});
        entries.extend([
            Pending::new(id, Action::VisitNumbered(numbered)),
            Pending::new(id, kept),
        ]);
        Ok(entries)
    }

    /// The row of a form: sealed to its author, the supervisors at work and recovery; the day alone.
    fn sealed(
        &self,
        records: &Records,
        id: DraftId,
        body: &str,
        barred: &[UserId],
    ) -> Answer<Draft> {
        if body.len() > DRAFT_LIMIT {
            let fault = Fault::at(Code::RequestTooLarge, "body");
            return Err(fault.with("max", DRAFT_LIMIT / 1024).into());
        }
        let owner = records.staff.user;
        let (readers, k) = self.who_finishes(owner, barred)?;
        let body = seal_draft(id.uuid(), owner.uuid(), body.as_bytes(), &readers, &k)?;
        Ok(Draft {
            id,
            owner,
            kind: DraftKind::Private,
            updated: self.clock.now().start_of_day(),
            body,
        })
    }

    /// Its author and the supervisors at work who are not barred; and recovery.
    fn who_finishes(
        &self,
        owner: UserId,
        barred: &[UserId],
    ) -> Answer<(Vec<Recipient>, Recipient)> {
        self.look(|vault| {
            let roster = vault.roster();
            let finish = roster.users().filter(|user| {
                let supervises = user.acts_as(vault::roster::Role::Supervisor);
                let kept_out = barred.contains(&UserId::new(user.id()));
                user.id() == owner.uuid() || (supervises && !kept_out)
            });
            let readers = finish
                .filter_map(|user| user.recipient().cloned())
                .collect();
            Ok((readers, roster.recovery().clone()))
        })
    }

    fn form_kept(&self, id: DraftId) -> DraftKept {
        let now = self.clock.now();
        let seconds = now.local().map_or(0, time::OffsetDateTime::second);
        DraftKept {
            id: id.to_string(),
            kept: format!("{}:{seconds:02}", clock_time(now)),
        }
    }
}

fn known(id: &str) -> Answer<DraftId> {
    id.parse()
        .map_err(|_not_an_id| Refused::new(Code::DraftUnknown))
}

fn row(draft: &Draft, today: Day) -> PrivateRow {
    let day = draft.updated.day();
    PrivateRow {
        id: draft.id.to_string(),
        day: day.to_string(),
        overnight: day != today,
    }
}
