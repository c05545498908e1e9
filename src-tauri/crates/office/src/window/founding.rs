//! The first day: an office is founded at the screen and set up step by step.
//!
//! Purpose: what was told lies in a draft beside the vault's place, without a secret; which step
//! comes next follows from what exists. Killed at any step, the first day goes on there.
//! Must never: keep a passphrase or a share, print one unasked, or found over a vault that is there.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use domain::fault::{Code, Fault};
use domain::permission::{Circumstance, Role};
use serde::{Deserialize, Serialize};
use vault::error::VaultError;
use vault::files::{DiskFiles, Files as _};
use vault::recovery::Share;
use vault::secret::Passphrase;

use super::{DeskState, Locked, Window};
use crate::Ports;
use crate::appearance::{Appearance, Appearances};
use crate::demo::{DemoPlan, demo};
pub use crate::first_day::FirstDay;
use crate::first_day::{Draft, Steps};
use crate::founding::{FoundingTold, Manner, found};
use crate::papers::PrintChoice;
use crate::policy::{ChangeSettings, Permit};
use crate::refused::{Answer, Refused};

/// The seed of the practice office: its people and passphrases are always the same.
const PRACTICE: DemoPlan = DemoPlan {
    people: 240,
    visits: 90,
    files: 60,
    seed: 20_260_901,
};

/// How far the first day is.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct FoundingView {
    /// The next step.
    pub step: FirstDay,
    /// What was told so far; absent once the shares are read back.
    pub told: Option<FoundingTold>,
    /// The station's fingerprint, to be kept on paper.
    pub fingerprint: Option<String>,
    /// Which of the three shares were read back in this sitting.
    pub read: Vec<bool>,
    /// Nobody has worked here yet and the shares were never read back: it can be begun anew.
    pub may_start_over: bool,
}

/// What founding leaves, shown once.
#[derive(Clone, Serialize, Deserialize, specta::Type)]
pub struct FoundedView {
    /// Three recovery shares; any two open the vault.
    pub shares: Vec<String>,
    /// The station's fingerprint, to be kept on paper.
    pub fingerprint: String,
}

impl std::fmt::Debug for FoundedView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FoundedView(..)")
    }
}

/// An office to practise in, and who works there.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct Practice {
    /// It is open in another window already.
    pub already: bool,
    /// Invented staff with their passphrases.
    pub users: Vec<PracticeUser>,
}

/// Somebody of the practice office.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct PracticeUser {
    /// Sign-in name.
    pub name: String,
    /// As what.
    pub role: Role,
    /// Her passphrase; everybody may know it.
    pub passphrase: String,
}

/// Shares read back in this sitting; wiped with it.
#[derive(Default)]
pub(super) struct ReadBack(Mutex<[Option<Share>; 3]>);

impl ReadBack {
    /// Shares are read back in one sitting; two of them open a vault.
    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Default::default();
    }
}

impl std::fmt::Debug for ReadBack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReadBack(..)")
    }
}

/// A place where an office is yet to be founded.
#[derive(Debug)]
pub struct Unfounded {
    folder: PathBuf,
    ports: Ports,
}

impl Unfounded {
    /// A vault's place.
    pub fn at(folder: &Path, ports: Ports) -> Self {
        Self {
            folder: folder.to_path_buf(),
            ports,
        }
    }

    /// What stands before anybody signs in: nothing yet.
    pub fn state(&self) -> DeskState {
        DeskState {
            founded: false,
            office: String::new(),
            place: String::new(),
            demo: false,
            desk: String::new(),
            day: self.ports.clock.now().day().to_string(),
            lang: self.appearance().lang,
            locked: true,
            covered: false,
            who: None,
            ended: None,
            small: None,
        }
    }

    /// How the page looked last at this machine.
    pub fn appearance(&self) -> Appearance {
        Appearances::of(self.ports.machine.as_deref()).last()
    }

    /// Keeps how it looks.
    pub fn set_appearance(&self, look: Appearance) -> Answer<()> {
        Appearances::of(self.ports.machine.as_deref()).keep(None, look)
    }

    /// How far the first day is.
    pub fn founding(&self) -> FoundingView {
        let told = Draft::beside(&self.folder).read();
        FoundingView {
            step: FirstDay::before(told.as_ref()),
            told,
            fingerprint: None,
            read: vec![false; 3],
            may_start_over: false,
        }
    }

    /// Keeps what was told so far.
    pub fn keep(&self, told: &FoundingTold) -> Answer<FoundingView> {
        Draft::beside(&self.folder).keep(told)?;
        Ok(self.founding())
    }

    /// Founds the office from the draft, each founder with the passphrase she chose, in the draft's
    /// order. The first administrator is signed in afterwards.
    pub async fn found(&self, chosen: Vec<Passphrase>) -> Answer<(Window, FoundedView)> {
        let told = Draft::beside(&self.folder).read();
        let told = told.filter(|told| FirstDay::before(Some(told)) == FirstDay::Found);
        let told = told.ok_or_else(|| Refused::new(Code::FoundingNotReady))?;
        told.check_chosen(&chosen)?;
        let (folder, ports) = (self.folder.clone(), self.ports.clone());
        let manner = Manner {
            passphrases: Some(chosen),
            ..Manner::real()
        };
        // Derives keys and waits for the disk.
        let making = tokio::task::spawn_blocking(move || found(&folder, ports, &told, manner));
        let made = making
            .await
            .map_err(|_cause| Refused::new(Code::RecordReopen))?;
        let (office, founded) = made?;
        let mut first = None;
        for user in founded.users {
            // Nobody else has seen it: it need not be changed at her first sign-in.
            let own = Passphrase::new(user.passphrase)?;
            let own = office.settle_founder(&user.name, own).await?;
            if user.role == Role::Admin && first.is_none() {
                first = Some((user.name, own));
            }
        }
        let window = Window::around(office);
        if let Some((name, own)) = first {
            let _view = Box::pin(window.sign_in(&name, own)).await?;
        }
        let view = FoundedView {
            shares: founded.shares,
            fingerprint: founded.fingerprint,
        };
        Ok((window, view))
    }
}

impl Window {
    /// How far the first day is.
    pub fn founding(&self) -> FoundingView {
        let read = self.read_back.0.lock();
        let read = read.unwrap_or_else(PoisonError::into_inner);
        FoundingView {
            step: self.office.first_day(),
            told: Draft::beside(&self.office.folder).read(),
            fingerprint: Some(self.office.look(|vault| vault.roster().fingerprint())),
            read: read.iter().map(Option::is_some).collect(),
            may_start_over: self.shares_are_copied(),
        }
    }

    /// Nobody has read all shares back yet: they are being copied by hand, and a lock would lose them.
    pub(super) fn shares_are_copied(&self) -> bool {
        self.office.first_day() == FirstDay::Shares && !self.office.has_record()
    }

    /// Reads one share back from its paper. All three were written down once each two of them open
    /// the recovery key.
    pub async fn check_share(&self, number: &str, typed: &Passphrase) -> Answer<FoundingView> {
        let place = match number {
            "1" => 0,
            "2" => 1,
            "3" => 2,
            _ => return Err(Fault::at(Code::FieldNotChoice, "number").into()),
        };
        let session = self.signed_in().await?;
        let _permit: Permit<'_, ChangeSettings> = self
            .office
            .permit(&session, Circumstance::default())
            .await?;
        let share = typed.with_text(Share::parse)?;
        let all = {
            let read = self.read_back.0.lock();
            let mut read = read.unwrap_or_else(PoisonError::into_inner);
            for (other, known) in read.iter().enumerate() {
                let known = known.as_ref().filter(|_| other != place);
                if let Some(known) = known {
                    self.office.shares_fit(known, &share)?;
                }
            }
            if let Some(slot) = read.get_mut(place) {
                *slot = Some(share);
            }
            read.iter().all(Option::is_some)
        };
        if all {
            self.done(&session, FirstDay::Shares).await?;
            let read = self.read_back.0.lock();
            *read.unwrap_or_else(PoisonError::into_inner) = <[Option<Share>; 3]>::default();
            Draft::beside(&self.office.folder).discard()?;
        }
        drop(session);
        Ok(self.founding())
    }

    /// Prints one custodian's share while it is shown: straight to the printer, kept nowhere.
    pub async fn print_share(
        &self,
        number: &str,
        typed: &Passphrase,
        choice: &PrintChoice,
    ) -> Answer<()> {
        let session = self.signed_in().await?;
        if self.office.first_day() != FirstDay::Shares {
            return Err(Refused::new(Code::FoundingDone));
        }
        let number = number
            .parse()
            .map_err(|_cause| Fault::at(Code::FieldNotChoice, "number"))?;
        self.office
            .print_share(&session, number, typed, choice)
            .await
    }

    /// One step is done or left out; the shares are never left out.
    pub async fn step_done(&self, step: FirstDay) -> Answer<FoundingView> {
        let session = self.signed_in().await?;
        if step == FirstDay::Shares {
            return Err(Refused::new(Code::FoundingSharesUnread));
        }
        let _permit: Permit<'_, ChangeSettings> = self
            .office
            .permit(&session, Circumstance::default())
            .await?;
        self.done(&session, step).await?;
        drop(session);
        Ok(self.founding())
    }

    async fn done(&self, session: &crate::Session, step: FirstDay) -> Answer<()> {
        let steps = self.office.steps().with(step);
        self.office
            .write_settings(session, &[(Steps::SETTING, &steps.text())])
            .await
    }

    /// Begins the founding anew: the vault that nobody worked in and whose shares nobody holds is
    /// put aside, what was told stays. This window is of no use afterwards.
    pub async fn start_over(&self) -> Answer<()> {
        if !self.founding().may_start_over {
            return Err(Refused::new(Code::FoundingDone));
        }
        if self.lock().await? == Locked::Hard {
            return Err(Refused::new(Code::RecordReopen));
        }
        let (folder, now) = (&self.office.folder, self.office.clock.now().millis());
        let aside = folder.with_extension(format!("unfinished-{now}"));
        std::fs::rename(folder, aside).map_err(|cause| store::StoreError::from(cause).into())
    }
}

impl Practice {
    /// The practice office in a folder, made there if it is missing. One that is not yet whole lies
    /// beside that place: whoever is stopped while it is made finds none, and the next makes it anew.
    /// One call at a time.
    pub async fn at(folder: &Path, ports: Ports) -> Answer<Self> {
        let there = vault::folder::exists(&DiskFiles::new(folder))?;
        let already = there && in_use(folder)?;
        let users = if there {
            crate::demo::users(PRACTICE.seed)?
        } else {
            let making = folder.with_extension("making");
            let disk = |cause| Refused::from(store::StoreError::from(cause));
            if making.exists() {
                std::fs::remove_dir_all(&making).map_err(disk)?;
            }
            let made = Box::pin(demo(&making, ports, &PRACTICE)).await?;
            std::fs::rename(&making, folder).map_err(disk)?;
            made.users
        };
        let user = |user: crate::founding::FoundedUser| PracticeUser {
            name: user.name,
            role: user.role,
            passphrase: user.passphrase,
        };
        Ok(Self {
            already,
            users: users.into_iter().map(user).collect(),
        })
    }
}

/// Whether another program has the vault open.
fn in_use(folder: &Path) -> Answer<bool> {
    match DiskFiles::new(folder).hold() {
        Ok(_let_go) => Ok(false),
        Err(VaultError::InUse { .. }) => Ok(true),
        Err(cause) => Err(cause.into()),
    }
}
