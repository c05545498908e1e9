//! What is decided about a protected file: closed and opened again, somebody let in for a while, somebody
//! barred or barred no more.
//!
//! Purpose: acts that change who reads a file or that it is worked on. Closing, letting in and lifting a
//! bar take a second person, who agrees to exactly this; each is told inside the file too, in words. May
//! use: the vault's seals, the second person's signature. Must never: let in whoever is barred, or anybody
//! for longer than the house does.

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::id::{ProtectedId, UserId};
use domain::moment::Moment;
use domain::protected::content::{Head, ItemKind};
use domain::protected::header::{Change, Header};
use domain::protected::work::{Deed, Work};
use domain::protected::{Agreed, Attention, Broken, GUEST, Protected};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use store::{Pending, Second, Tx};
use vault::cosign::CoSigner;
use vault::sealed::Ladder;

use super::ProtectedShown;
use super::referring::body;
use super::sealing::ToSeal;
use crate::Office;
use crate::policy::{
    BreakGlass, CloseProtected, DeclareConflict, LiftBar, RevokeClearance, WorkProtected,
};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

/// What two people see and agree to about one file.
#[derive(Clone, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Decided {
    /// The file is closed.
    Close {
        /// Why.
        words: String,
    },
    /// Somebody is let in for these hours, for this reason.
    BreakGlass {
        /// Who.
        user: UserId,
        /// For how long.
        hours: u8,
        /// Why.
        words: String,
    },
    /// Somebody may be cleared again, for this reason.
    LiftBar {
        /// Who.
        user: UserId,
        /// Why.
        words: String,
    },
}

impl std::fmt::Debug for Decided {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Decided(..)")
    }
}

impl Decided {
    /// Digest of what is agreed to: SHA-256 of its fixed text.
    pub fn request(&self, id: ProtectedId) -> [u8; 32] {
        let told = match self {
            Self::Close { words } => format!("protected.close\0{id}\0{words}"),
            Self::BreakGlass { user, hours, words } => {
                format!("protected.break_glass\0{id}\0{user}\0{hours}\0{words}")
            }
            Self::LiftBar { user, words } => format!("protected.lift_bar\0{id}\0{user}\0{words}"),
        };
        Sha256::digest(told).into()
    }
}

impl Office {
    /// Carries out what two decided.
    pub async fn decide_protected(
        &self,
        session: &Session,
        id: ProtectedId,
        decided: &Decided,
        second: CoSigner,
    ) -> Answer<()> {
        match decided {
            Decided::Close { words } => self.close_protected(session, id, words, second).await,
            Decided::BreakGlass { user, hours, words } => {
                self.break_glass(session, id, (*user, *hours, words), second)
                    .await
            }
            Decided::LiftBar { user, words } => {
                self.lift_bar(session, id, (*user, words), second).await
            }
        }
    }

    /// Closes a file with a reason that a second person agreed to, once no legal time runs. `second`
    /// agreed to [`Decided::Close`] of exactly this.
    pub async fn close_protected(
        &self,
        session: &Session,
        id: ProtectedId,
        words: &str,
        second: CoSigner,
    ) -> Answer<()> {
        let (records, mut tx, file) = self.for_two::<CloseProtected>(session, id).await?;
        if file.closed_on.is_some() {
            return Err(Refused::new(Code::ProtectedClosed));
        }
        let (_, head) = self.ladder_and_head(&mut tx, records, &file).await?;
        let work = self.decided(Deed::Closed, String::new(), words)?;
        let next = head.after(&work, session.user(), None)?;
        let words = words.to_owned();
        let request = Decided::Close { words }.request(id);
        let second = self.agreed_unbarred(session, &head, second, request)?;
        let agreed = Agreed {
            request: second.request.clone(),
        };
        let header = self.proved_header(&mut tx, &file).await?.header;
        let items = told(&work, &next)?;
        let mut entries = self
            .sealed_under(&mut tx, records, &file, &header, items)
            .await?;
        entries.push(Pending::new(id, Action::ProtectedClosed(agreed)));
        self.commit_with(tx, records, entries, Some(second)).await?;
        records.index.take(id, Some(next));
        Ok(())
    }

    /// Opens a closed file again, with a reason: somebody has to answer for it anew.
    pub async fn reopen_protected(
        &self,
        session: &Session,
        id: ProtectedId,
        words: &str,
    ) -> Answer<ProtectedShown> {
        let (records, mut tx, file) = self.for_cleared::<WorkProtected>(session, id).await?;
        if file.closed_on.is_none() {
            return Err(Refused::new(Code::ProtectedNotClosed));
        }
        let (_, mut head) = self.ladder_and_head(&mut tx, records, &file).await?;
        let work = self.decided(Deed::Reopened, String::new(), words)?;
        head.taken = None;
        let now = self.clock.now().full_hour();
        let at = Attention { at: Some(now) };
        let along = vec![Pending::new(id, Action::ProtectedReopened(at))];
        self.adds(tx, records, &file, told(&work, &head)?, along)
            .await?;
        records.index.take(id, Some(head));
        self.open_protected(session, id).await
    }

    /// Lets somebody in who is not cleared, for some hours, with a reason; never whoever is barred, and one
    /// at a time. `second` agreed to [`Decided::BreakGlass`] of exactly this.
    pub async fn break_glass(
        &self,
        session: &Session,
        id: ProtectedId,
        (user, hours, words): (UserId, u8, &str),
        second: CoSigner,
    ) -> Answer<()> {
        let (records, mut tx, file) = self.for_two::<BreakGlass>(session, id).await?;
        let now = self.clock.now();
        let span = time::Duration::hours(hours.into());
        if span.is_zero() || span > GUEST {
            let fault = Fault::at(Code::FieldOutOfRange, "hours");
            return Err(fault.with("min", 1).with("max", GUEST.whole_hours()).into());
        }
        if !file.guests.is_empty() {
            return Err(Fault::at(Code::ProtectedGuest, "user").into());
        }
        let (ladder, head) = self.ladder_and_head(&mut tx, records, &file).await?;
        if head.barred.contains(&user) {
            return Err(Fault::at(Code::ProtectedBarred, "user").into());
        }
        if file.clears(user) {
            return Err(Fault::at(Code::ProtectedCleared, "user").into());
        }
        self.takes_files(user)?;
        let work = self.decided(Deed::BrokeGlass, self.display_of(user), words)?;
        let decided = Decided::BreakGlass {
            user,
            hours,
            words: words.to_owned(),
        };
        let second = self.agreed_unbarred(session, &head, second, decided.request(id))?;
        let proved = self.proved_header(&mut tx, &file).await?;
        let change = Change::BreakGlass(user, now.plus(span));
        let keyed = self.next_box(records, &proved, &ladder, change)?;
        let broken = Broken {
            keyed,
            request: second.request.clone(),
        };
        let items = told(&work, &head)?;
        let mut entries = self
            .sealed_under(&mut tx, records, &file, &proved.header, items)
            .await?;
        entries.push(Pending::new(id, Action::ProtectedBroken(broken)));
        self.commit_with(tx, records, entries, Some(second)).await?;
        Ok(())
    }

    /// Somebody may never be cleared from now on: a party, or kin of one. Where she is cleared, she is so
    /// no more.
    pub async fn bar_from_protected(
        &self,
        session: &Session,
        id: ProtectedId,
        user: UserId,
        words: &str,
    ) -> Answer<()> {
        let (records, tx, file) = self.for_decision::<RevokeClearance>(session, id).await?;
        self.bars(records, tx, &file, (user, words)).await
    }

    /// Whoever is cleared and too near to the matter takes herself off, for good.
    pub async fn declare_conflict(
        &self,
        session: &Session,
        id: ProtectedId,
        words: &str,
    ) -> Answer<()> {
        let (records, tx, file) = self.for_cleared::<DeclareConflict>(session, id).await?;
        self.bars(records, tx, &file, (session.user(), words))
            .await?;
        records.index.take(id, None);
        Ok(())
    }

    async fn bars(
        &self,
        records: &Records,
        mut tx: Tx,
        file: &Protected,
        (user, words): (UserId, &str),
    ) -> Answer<()> {
        let (ladder, mut head) = self.ladder_and_head(&mut tx, records, file).await?;
        if head.barred.contains(&user) {
            return Err(Fault::at(Code::ProtectedBarred, "user").into());
        }
        if file.header.cleared == [user] {
            return Err(Fault::at(Code::ProtectedNobodyCleared, "user").into());
        }
        let work = self.decided(Deed::Barred, self.display_of(user), words)?;
        head.barred.push(user);
        if head.taken.is_some_and(|taken| taken.by == user) {
            head.taken = None;
        }
        let head = head.check()?;
        let proved = self.proved_header(&mut tx, file).await?;
        let mut entries = Vec::new();
        let mut header = proved.header.clone();
        if file.clears(user) {
            let stepped = ladder.stepped()?;
            let keyed = self.next_box(records, &proved, &stepped, Change::Revoke(user))?;
            header = Header::read(&keyed.header).ok_or_else(super::unknown)?;
            let herself = records.staff.user == user;
            entries.push(Pending::new(
                file.id,
                if herself {
                    Action::ProtectedStoodDown(keyed)
                } else {
                    Action::ProtectedRevoked(keyed)
                },
            ));
        }
        let items = told(&work, &head)?;
        entries.extend(
            self.sealed_under(&mut tx, records, file, &header, items)
                .await?,
        );
        let waits = Attention {
            at: head.waits(Some(self.clock.now().full_hour())),
        };
        if file.closed_on.is_none() {
            entries.push(Pending::new(file.id, Action::ProtectedAttended(waits)));
        }
        self.commit(tx, records, entries).await?;
        records.index.take(file.id, Some(head));
        Ok(())
    }

    /// Somebody may be cleared again. `second` agreed to [`Decided::LiftBar`] of exactly this; neither is
    /// she of whom it is decided.
    pub async fn lift_bar(
        &self,
        session: &Session,
        id: ProtectedId,
        (user, words): (UserId, &str),
        second: CoSigner,
    ) -> Answer<()> {
        let (records, mut tx, file) = self.for_two::<LiftBar>(session, id).await?;
        let (_, mut head) = self.ladder_and_head(&mut tx, records, &file).await?;
        if !head.barred.contains(&user) {
            return Err(Fault::at(Code::ProtectedNotBarred, "user").into());
        }
        let work = self.decided(Deed::BarLifted, self.display_of(user), words)?;
        let decided = Decided::LiftBar {
            user,
            words: words.to_owned(),
        };
        let second = self.agreed_unbarred(session, &head, second, decided.request(id))?;
        head.barred.retain(|barred| *barred != user);
        let agreed = Agreed {
            request: second.request.clone(),
        };
        let header = self.proved_header(&mut tx, &file).await?.header;
        let items = told(&work, &head)?;
        let mut entries = self
            .sealed_under(&mut tx, records, &file, &header, items)
            .await?;
        entries.push(Pending::new(id, Action::ProtectedBarLifted(agreed)));
        self.commit_with(tx, records, entries, Some(second)).await?;
        records.index.take(id, Some(head));
        Ok(())
    }

    /// What a second person agreed to, who is not kept from the file herself.
    pub(super) fn agreed_unbarred(
        &self,
        session: &Session,
        head: &Head,
        second: CoSigner,
        request: [u8; 32],
    ) -> Answer<Second> {
        if head.barred.contains(&UserId::new(second.user())) {
            return Err(Fault::at(Code::ProtectedBarred, "cosign").into());
        }
        self.agreed(session, second, request)
    }

    /// The keys of a file and its newest head; who is barred stands in that, so that nothing is decided
    /// where it does not hold.
    pub(super) async fn ladder_and_head(
        &self,
        tx: &mut Tx,
        records: &Records,
        file: &Protected,
    ) -> Answer<(Ladder, Head)> {
        let ladder = self.ladder(tx, records, file).await?;
        let head = self.newest_head(tx, file, &ladder).await?;
        let head = head.ok_or_else(|| Refused::new(Code::ProtectedUnverified))?;
        Ok((ladder, head))
    }

    /// What is told inside the file of an act: always why.
    fn decided(&self, deed: Deed, whom: String, words: &str) -> Answer<Work> {
        let now: Moment = self.clock.now();
        let work = Work {
            deed,
            step: None,
            of: None,
            paper: None,
            way: None,
            whom,
            words: words.to_owned(),
            at: now,
        };
        Ok(work.check(now)?)
    }
}

/// The two items of such an act.
fn told(work: &Work, head: &Head) -> Answer<Vec<ToSeal>> {
    Ok(vec![
        (ItemKind::Work, body(work)?).into(),
        (ItemKind::Head, body(head)?).into(),
    ])
}
