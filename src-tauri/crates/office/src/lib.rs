//! Use cases of the desk.
//!
//! Purpose: session, permit, decide → append → view. One function a use case; each asks for a
//! permit, lets `domain` decide, lets `store` append, and answers with a view.
//! May use: domain, vault, store, and a press through the port in `domain::sheet`.
//! Must never: hold SQL, name Tauri or Typst, decide a rule, or show a record without a permit.

#![forbid(unsafe_code)]

pub mod appearance;
mod attachments;
pub mod backup;
pub mod carry;
pub mod clock;
mod confirming;
mod counter;
mod day;
pub mod deadlines;
pub mod demo;
mod directory;
mod dossier;
mod doubt;
mod drafts;
pub mod editing;
pub mod files;
mod first_day;
pub mod founding;
pub mod frame;
pub mod households;
mod ids;
pub mod import;
pub mod intake;
mod laws;
pub mod merging;
pub mod papers;
mod people;
pub mod place;
pub mod places;
pub mod policy;
mod privacy;
mod private;
pub mod protected;
mod queue;
mod receipts;
mod record;
pub mod recounting;
mod refused;
mod registers;
pub mod restore;
mod restricted;
pub mod route;
mod second;
mod session;
pub mod settings;
mod signin;
mod spreadsheet;
pub mod users;
pub mod views;
mod visits;
pub mod window;
mod wrong_person;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use domain::action::Action as JournalAction;
use domain::calendar::Calendar;
use domain::catalogue::Catalogue;
use domain::desk::Denied as DeniedEntry;
use domain::fault::Code;
use domain::moment::Moment;
use domain::permission::Circumstance;
use domain::printing::Printers;
use domain::sheet::Press;
use store::{Ack, Act, Pending, Tx};
use vault::Vault;
use vault::files::DiskFiles;
use vault::folder::Stamp;
use vault::kdf::KdfPort;
use vault::roster::State;

pub use attachments::{
    AttachProgress, AttachWatch, AttachmentRow, Entered, PictureOf, SCAN_FOLDER, ScanWaiting,
    SealedFile, TakenOut,
};
pub use confirming::{ValueConfirmedView, ValueRow};
pub use counter::{
    DateKind, DateRead, DueView, EarlierService, EarlierVisit, FieldView, PaperView, PersonCard,
    PersonTyped, ServiceView,
};
pub use day::{DayView, duty_request};
pub use directory::{BodyRow, BodyTold};
pub use domain;
pub use dossier::{
    AnswerView, ApologyTold, CallerAnswer, CallerTold, ClockView, CollectorTold, CopyLine,
    ExtensionView, FilePage, FileRow, HandedView, HopView, LeftView, MoveView, OfficerRow,
    PaperRow,
};
pub use drafts::{DraftKept, DraftOpened, DraftRow, DraftTold, ShiftNote};
pub use people::LookAlike;
pub use privacy::{Desktop, LastWords, Page};
pub use private::{PrivateOpened, PrivatePerson, PrivateRow, PrivateTold};
pub use receipts::{ReceiptPages, check_receipt};
pub use record::{RosterSigners, Verified, VerifyFault, erase_request};
pub use refused::{Answer, Refused, request};
pub use registers::RegisterRow;
pub use session::Session;
pub use store::all_ended;
pub use vault::secret::Passphrase;
pub use wrong_person::WrongPersonDone;

use crate::clock::{Clock, Entropy};
use crate::ids::Ids;
use crate::policy::{Action, Permit, allow};
use crate::session::{Records, settled};

/// Entries after which the head file is written anew.
const WITNESS_EVERY: i64 = 100;

/// What an office is built from.
#[derive(Clone)]
pub struct Ports {
    /// Wall clock and stopwatch.
    pub clock: Arc<dyn Clock>,
    /// Random bytes for ids and tokens.
    pub entropy: Arc<dyn Entropy>,
    /// Makes pages.
    pub press: Arc<dyn Press>,
    /// Puts them on paper.
    pub printers: Arc<dyn Printers>,
    /// Costs of key derivation.
    pub kdf: KdfPort,
    /// Services and calendar; those the program came with where none are given.
    pub catalogue: Option<Arc<Catalogue>>,
    /// Folder of this machine's own settings (no record, no person); without one nothing is
    /// remembered from one start to the next.
    pub machine: Option<PathBuf>,
}

impl Ports {
    /// What the program ships with: the machine's clock and randomness, full costs.
    pub fn shipped(press: Arc<dyn Press>, printers: Arc<dyn Printers>) -> Self {
        Self {
            clock: Arc::new(clock::SystemClock::default()),
            entropy: Arc::new(clock::SystemEntropy),
            press,
            printers,
            kdf: KdfPort::shipped(),
            catalogue: None,
            machine: place::machine(),
        }
    }
}

impl std::fmt::Debug for Ports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ports(..)")
    }
}

/// An open vault folder with everything a use case needs.
pub struct Office {
    vault: Arc<Mutex<Vault>>,
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    press: Arc<dyn Press>,
    printers: Arc<dyn Printers>,
    machine: Option<PathBuf>,
    last_act: Mutex<Option<(Moment, u64)>>,
    /// Whoever waits for a printing system waits no longer: the session ends.
    leaving: tokio::sync::Notify,
    /// Jobs the printing system took, for longer than a session.
    handed: Arc<papers::Handed>,
    listing: backup::Listing,
    settling: attachments::Settling,
    catalogue: laws::Laws,
    calendar: Calendar,
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Office")
    }
}

impl Office {
    /// Opens the vault in a folder and holds it until dropped. Nobody is signed in yet.
    pub fn open(folder: &Path, ports: Ports) -> Answer<Self> {
        let vault = Vault::open(Arc::new(DiskFiles::new(folder)), ports.kdf.clone())?;
        Self::around(vault, folder, ports)
    }

    /// An office around a vault that is already open.
    fn around(vault: Vault, folder: &Path, ports: Ports) -> Answer<Self> {
        let catalogue = match ports.catalogue {
            Some(given) => given,
            None => Arc::clone(Catalogue::shipped()?),
        };
        Ok(Self {
            vault: Arc::new(Mutex::new(vault)),
            folder: folder.to_path_buf(),
            clock: ports.clock,
            entropy: ports.entropy,
            press: ports.press,
            printers: ports.printers,
            handed: Arc::new(papers::Handed::noted_in(ports.machine.clone())),
            listing: backup::Listing::default(),
            settling: attachments::Settling::default(),
            machine: ports.machine,
            last_act: Mutex::default(),
            leaving: tokio::sync::Notify::new(),
            calendar: catalogue.calendar().clone(),
            catalogue: laws::Laws::new(catalogue),
        })
    }

    fn ids(&self) -> Ids<'_> {
        Ids::new(self.clock.as_ref(), self.entropy.as_ref())
    }

    /// Work on the vault that may derive a key or wait for the disk, off the async threads.
    async fn with_vault<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vault) -> T + Send + 'static,
    ) -> Answer<T> {
        let vault = Arc::clone(&self.vault);
        let task = tokio::task::spawn_blocking(move || {
            work(&mut vault.lock().unwrap_or_else(PoisonError::into_inner))
        });
        task.await
            .map_err(|_cause| Refused::new(Code::RecordReopen))
    }

    /// A quick look at the vault's folded state.
    fn look<T>(&self, read: impl FnOnce(&Vault) -> T) -> T {
        read(&self.vault.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What stands around an office entry written now.
    fn stamp(&self, session: domain::id::SessionId) -> Stamp {
        let now = self.clock.now();
        Stamp {
            act: self.ids().act().uuid(),
            session: session.uuid(),
            at: now.millis(),
            clock_suspect: false,
            day: now.day().to_string(),
        }
    }

    /// Leave to do one thing, or a denial that is journalled once a session and right.
    async fn permit<'s, A: Action>(
        &self,
        session: &'s Session,
        around: Circumstance,
    ) -> Answer<Permit<'s, A>> {
        self.still(session)?;
        if A::RIGHT != domain::permission::Right::EndSession {
            settled(session)?;
        }
        match allow::<A>(session, around) {
            Ok(permit) => Ok(permit),
            Err(denied) => {
                let refused = Refused::from(&denied);
                if !session.staff().denial_noted(denied.right) {
                    self.note_denial(session, &denied).await?;
                    session.staff().note_denial(denied.right);
                }
                Err(refused)
            }
        }
    }

    /// A session lasts as long as its user works here in the role she signed in with: an act in a
    /// role she no longer has would not verify.
    fn still(&self, session: &Session) -> Answer<()> {
        let stands = self.look(|vault| {
            let user = vault.roster().user(session.user().uuid());
            user.is_some_and(|user| {
                user.state() == State::Active && signin::role_of(user.role()) == session.role()
            })
        });
        if stands {
            Ok(())
        } else {
            Err(Refused::new(Code::SessionEnded))
        }
    }

    async fn note_denial(&self, session: &Session, denied: &policy::Denied) -> Answer<()> {
        let (action, reason) = (denied.right.row().name, denied.denial.text());
        match session {
            Session::WithRecords(records) => {
                let tx = records.desk.begin().await?;
                let subject = tx.desk();
                let entry = DeniedEntry {
                    action: action.to_owned(),
                    reason: reason.to_owned(),
                };
                let entries = vec![Pending::new(subject, JournalAction::RightDenied(entry))];
                self.commit(tx, records, entries).await?;
            }
            Session::WithoutRecords(staff) => {
                let stamp = self.stamp(staff.id);
                let keys = Arc::clone(&staff.keys);
                self.with_vault(move |vault| vault.note_denial(&keys, action, reason, &stamp))
                    .await??;
            }
        }
        Ok(())
    }

    /// How often statements were run on this session's record so far: a test holds each use case to
    /// a fixed number.
    #[doc(hidden)]
    pub async fn statements(&self, session: &Session) -> Answer<i64> {
        Ok(session.records()?.desk.begin().await?.statements().await?)
    }

    /// Appends an act of one person.
    async fn commit(&self, tx: Tx, records: &Records, entries: Vec<Pending>) -> Answer<Ack> {
        self.commit_with(tx, records, entries, None).await
    }

    /// Appends an act, with a second person's signature where two agreed.
    async fn commit_with(
        &self,
        tx: Tx,
        records: &Records,
        entries: Vec<Pending>,
        second: Option<store::Second>,
    ) -> Answer<Ack> {
        Self::clock_holds(records, &entries)?;
        let count = i64::try_from(entries.len()).unwrap_or(0);
        let desk = tx.desk();
        let (at, mono) = (self.clock.now(), self.clock.mono());
        let act = Act {
            id: self.ids().act(),
            session: records.staff.id,
            actor: records.staff.user,
            hand: records.staff.hand(),
            office_seq: records.office_seq(),
            at,
            mono,
            entries,
            second,
        };
        let ack = tx.commit(act).await?;
        *self.last_act.lock().unwrap_or_else(PoisonError::into_inner) = Some((at, mono));
        let before = records
            .unwitnessed
            .fetch_add(count, std::sync::atomic::Ordering::Relaxed);
        if before.saturating_add(count) >= WITNESS_EVERY
            // The act is durable and is answered as such. The head file may lag: it is tried again
            // with the next act, and the end of the session says so if it still cannot be written.
            && self.witness(desk, ack.head).await.is_ok()
        {
            records
                .unwitnessed
                .store(0, std::sync::atomic::Ordering::Relaxed);
        }
        Ok(ack)
    }

    /// The newest act of this program: wall clock and stopwatch.
    fn last_act(&self) -> Option<(Moment, u64)> {
        *self.last_act.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the head file: it may lag behind the journal, never lead.
    async fn witness(&self, desk: domain::id::DeskId, head: store::Head) -> Answer<()> {
        let head = vault::head::DeskHead {
            desk: desk.uuid(),
            seq: u64::try_from(head.seq).unwrap_or(0),
            hash: head.hash,
        };
        self.with_vault(move |vault| vault.write_head(&head))
            .await??;
        Ok(())
    }
}
