//! Who sits at the desk: state before anybody signs in, sign-in, the machine's clock, the end.
//!
//! Purpose: one session a window. Its end goes in one order: the page keeps what is being typed, no
//! call begins any more, the running one has two seconds, head file and record are closed, keys wipe
//! themselves; then the shell destroys the page. May use: the office. Must never: hold a passphrase
//! longer than one call.

use std::sync::PoisonError;
use std::time::Duration;

use domain::brake::Brake;
use domain::fault::Code;
use domain::permission::Role;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use vault::secret::Passphrase;

use super::Window;
use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::users::SmallStation;

/// How long a lock waits for the running call.
const RUNNING: Duration = Duration::from_secs(2);

/// What the sign-in screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing the first screen has to know"
)]
pub struct DeskState {
    /// There is an office; else it has to be founded first.
    pub founded: bool,
    /// Name of the office.
    pub office: String,
    /// Place.
    pub place: String,
    /// A demonstration office.
    pub demo: bool,
    /// Letter of the desk.
    pub desk: String,
    /// Today, `2026-11-24`.
    pub day: String,
    /// Language to begin with.
    pub lang: Lang,
    /// Nobody is signed in.
    pub locked: bool,
    /// Nobody is any more: a session of this program ended, by a lock or by itself.
    pub ended: Option<Ended>,
    /// Somebody is, and the screen is covered.
    pub covered: bool,
    /// A small station: who co-signs from outside. Shown to everyone for ever.
    pub small: Option<SmallStation>,
    /// Who is signed in, for a page that is loaded anew during her session.
    pub who: Option<SessionView>,
}

/// Who signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SessionView {
    /// Her id.
    pub user: String,
    /// Sign-in name.
    pub name: String,
    /// Name as shown.
    pub display_name: String,
    /// As what.
    pub role: Role,
    /// A generated passphrase must be changed first.
    pub must_change: bool,
    /// The machine's clock is doubted: day and time have to be typed before a visit is saved.
    pub clock: Option<ClockDoubt>,
}

/// Why the machine's clock is doubted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ClockDoubt {
    /// When the newest entry before was written, RFC 3339.
    pub newest: String,
    /// What the machine says, RFC 3339.
    pub now: String,
    /// Far ahead of that entry; else behind it.
    pub ahead: bool,
}

/// What became of what was typed when the last session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Each form and note that is kept as a draft is, or none was open.
    Kept,
    /// The page could not keep one of them, or did not say so in time.
    Unkept,
}

/// How a lock ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locked {
    /// The session is over; the page goes next.
    Soft,
    /// A call ran longer than it may: the program has to end, so that nothing stays in memory.
    Hard,
}

impl Window {
    /// What stands before anybody signs in.
    pub async fn state(&self) -> DeskState {
        let (demo, letter) = self
            .office
            .look(|vault| (vault.roster().demo(), vault.roster().desk().1));
        let head = self.office.letterhead(demo);
        let who = self.session.read().await;
        let who = who.as_ref().map(|session| self.told(session));
        DeskState {
            founded: true,
            office: head.office,
            place: head.place,
            demo,
            desk: letter.to_string(),
            day: self.office.clock.now().day().to_string(),
            lang: self.appearances.last().lang,
            ended: if who.is_none() {
                self.how_it_ended()
            } else {
                None
            },
            locked: who.is_none(),
            covered: self.privacy.covered(),
            who,
            small: self.office.small_station(),
        }
    }

    /// Signs a member of staff in; whoever was signed in before is signed out first.
    pub async fn sign_in(&self, name: &str, passphrase: Passphrase) -> Answer<SessionView> {
        // While the passphrase is being weighed: what the first address asks for is read by then, and
        // the window was on the screen sooner without it.
        crate::places::warm();
        let mut session = self.session.write().await;
        // A page that signs somebody in shows no form.
        if self.finish(session.take(), Ended::Kept).await? == Locked::Hard {
            return Err(Refused::new(Code::BackupRunning));
        }
        let opened = self.office.sign_in(name, passphrase).await?;
        *self.brake.lock().unwrap_or_else(PoisonError::into_inner) = Brake::default();
        let view = self.told(&opened);
        *session = Some(opened);
        Ok(view)
    }

    fn told(&self, opened: &Session) -> SessionView {
        let now = self.office.clock.now();
        let doubt = opened.clock_doubt().map(|doubt| ClockDoubt {
            newest: doubt.newest.rfc3339(),
            now: now.rfc3339(),
            ahead: doubt.ahead,
        });
        SessionView {
            user: opened.user().to_string(),
            name: opened.name().to_owned(),
            display_name: opened.display().to_owned(),
            role: opened.role(),
            must_change: opened.must_change(),
            clock: doubt,
        }
    }

    /// The officer typed day and time and they are the machine's: visits may be saved.
    pub async fn confirm_clock(&self, day: &str, time: &str) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.confirm_clock(&session, day, time).await
    }

    /// Ends the session, if there is one, in the order that the head of this file tells. A record
    /// that could not be closed well is told after the keys are gone.
    pub async fn lock(&self) -> Answer<Locked> {
        // What runs long hears of it first: it stops while the page is asked.
        self.carrying.stop();
        self.moving.cancel();
        self.backup.cancel();
        self.check.cancel();
        let ended = self.last_words().await;
        self.privacy.close();
        self.closing.notify_waiters();
        self.office.leave_printers();
        let Ok(mut session) = tokio::time::timeout(RUNNING, self.session.write()).await else {
            return Ok(Locked::Hard);
        };
        let told = session.as_ref().is_some_and(Session::told);
        let locked = self.finish(session.take(), ended).await;
        if told {
            // What the page and its engine keep of a protected file nobody can wipe: it goes with their
            // processes, and so does what could not be written well.
            return Ok(Locked::Hard);
        }
        locked
    }

    /// Before anything is closed, the page keeps what is being typed.
    async fn last_words(&self) -> Ended {
        let somebody = self
            .session
            .try_read()
            .map_or(true, |session| session.is_some());
        match self.page.get() {
            Some(page) if somebody && !page.last_words().await => Ended::Unkept,
            _ => Ended::Kept,
        }
    }

    fn how_it_ended(&self) -> Option<Ended> {
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nothing of the former session is left afterwards, whatever its end answers; where a backup
    /// that a medium holds still has her keys, the program has to end.
    async fn finish(&self, former: Option<Session>, how: Ended) -> Answer<Locked> {
        // A check works without keys: it is told to stop and not waited for.
        self.check.cancel();
        let stopped = self.moving.stop().await && self.backup.stop().await;
        self.read_back.forget();
        let ended = match former {
            Some(former) => {
                *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(how);
                self.office.end(former).await
            }
            None => Ok(()),
        };
        self.privacy.begin(self.office.clock.mono());
        if !stopped {
            // Also where the record could not be closed well: the keys go first.
            return Ok(Locked::Hard);
        }
        ended.map(|()| Locked::Soft)
    }
}
