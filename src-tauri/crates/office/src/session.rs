//! Who is signed in, and with which keys.
//!
//! Purpose: two kinds of session. One holds records (reception, case officer, supervisor), the
//! other none (administrator, auditor): "reads no record" is a type before it is a key. Ending a
//! session drops its keys, which wipe themselves.
//! Must never: be cloned, printed or written down.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domain::desk::ClockDoubted;
use domain::fault::Code;
use domain::file::File;
use domain::id::{FileId, SessionId, SubjectId, UserId};
use domain::moment::Day;
use domain::permission::{Right, Role};
use store::Hand;
use vault::folder::{RecordKeys, UserKeys};

use crate::papers::Jobs;
use crate::protected::HeadIndex;
use crate::refused::Refused;

/// How long a passphrase given once more counts, milliseconds.
const STEP_UP_MILLIS: u64 = 5 * 60 * 1000;

/// A signed-in member of staff.
pub struct Staff {
    /// This sign-in.
    pub(crate) id: SessionId,
    /// Who.
    pub(crate) user: UserId,
    /// Sign-in name.
    pub(crate) name: String,
    /// Name as shown to colleagues.
    pub(crate) display: String,
    /// As what.
    pub(crate) role: Role,
    /// A generated passphrase must be changed first.
    pub(crate) must_change: AtomicBool,
    /// Her keys.
    pub(crate) keys: Arc<UserKeys>,
    /// Rights already noted as denied in this session.
    denied: Mutex<BTreeSet<&'static str>>,
    /// When the passphrase was last given once more, by the stopwatch; the wall clock can be set.
    stepped_up: Mutex<Option<u64>>,
}

/// A session that holds records.
pub struct Records {
    /// Who.
    pub(crate) staff: Staff,
    /// Database and station key.
    pub(crate) keys: RwLock<Arc<RecordKeys>>,
    /// The open record.
    pub(crate) desk: store::Desk,
    /// The desk's letter.
    pub(crate) letter: String,
    /// A demonstration office.
    pub(crate) demo: bool,
    /// Office entry in force.
    pub(crate) office_seq: AtomicI64,
    /// Entries since the head file was written.
    pub(crate) unwitnessed: AtomicI64,
    /// The machine's clock is doubted and the officer has not yet said that it is right.
    doubt: Mutex<Option<ClockDoubted>>,
    looks: Mutex<BTreeSet<(SubjectId, Day)>>,
    /// People shown in the visit that stands open: entered when it is saved or thrown away.
    held: Mutex<BTreeSet<(SubjectId, Day)>>,
    /// Matters of whoever stands at the desk and showed who she is.
    before_her: Mutex<BTreeSet<FileId>>,
    /// Print jobs handed over in this session.
    pub(crate) jobs: Jobs,
    /// What protected files are found by, where she is cleared for any.
    pub(crate) index: HeadIndex,
    /// Something of a protected file or of a private form was told in this session.
    told: AtomicBool,
}

/// A signed-in session.
pub enum Session {
    /// Holds the database key.
    WithRecords(Box<Records>),
    /// Holds none.
    WithoutRecords(Staff),
}

impl Staff {
    pub(crate) fn new(
        id: SessionId,
        user: &vault::roster::User,
        role: Role,
        must_change: bool,
        keys: UserKeys,
    ) -> Self {
        let display = user.display().to_owned();
        Self {
            id,
            user: UserId::new(user.id()),
            name: user.name().to_owned(),
            display,
            role,
            must_change: AtomicBool::new(must_change),
            keys: Arc::new(keys),
            denied: Mutex::default(),
            stepped_up: Mutex::default(),
        }
    }

    /// Notes that the passphrase was given once more just now.
    pub(crate) fn step_up(&self, mono: u64) {
        *self
            .stepped_up
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(mono);
    }

    /// Whether the passphrase was given once more within the last five minutes.
    pub(crate) fn stepped_up(&self, mono: u64) -> bool {
        let given = *self
            .stepped_up
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        given.is_some_and(|given| mono.saturating_sub(given) <= STEP_UP_MILLIS)
    }

    /// Whether a denial of this right already stands in a journal.
    pub(crate) fn denial_noted(&self, right: Right) -> bool {
        let denied = self.denied.lock().unwrap_or_else(PoisonError::into_inner);
        denied.contains(right.row().name)
    }

    /// A denial of this right stands in a journal now.
    pub(crate) fn note_denial(&self, right: Right) {
        let mut denied = self.denied.lock().unwrap_or_else(PoisonError::into_inner);
        denied.insert(right.row().name);
    }

    /// The hand that signs in her name.
    pub(crate) fn hand(&self) -> Arc<dyn Hand> {
        Arc::new(Pen(Arc::clone(&self.keys)))
    }
}

impl Records {
    /// Something protected goes to the page: what its engine keeps of it goes with the program alone.
    pub(crate) fn tells(&self) {
        self.told.store(true, Ordering::Relaxed);
    }

    /// Database key and station key.
    pub(crate) fn keys(&self) -> Arc<RecordKeys> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The record was written anew under these.
    pub(crate) fn rekeyed(&self, keys: RecordKeys) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }

    pub(crate) fn new(
        staff: Staff,
        keys: RecordKeys,
        desk: store::Desk,
        letter: String,
        demo: bool,
        office_seq: i64,
    ) -> Self {
        Self {
            staff,
            keys: RwLock::new(Arc::new(keys)),
            desk,
            letter,
            demo,
            office_seq: AtomicI64::new(office_seq),
            unwitnessed: AtomicI64::new(0),
            doubt: Mutex::default(),
            looks: Mutex::default(),
            held: Mutex::default(),
            before_her: Mutex::default(),
            jobs: Jobs::default(),
            index: HeadIndex::default(),
            told: AtomicBool::new(false),
        }
    }

    /// Whether this session's look at a record on that day already stands in the journal.
    pub(crate) fn look_noted(&self, subject: SubjectId, day: Day) -> bool {
        let looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        looks.contains(&(subject, day))
    }

    /// A look stands in the journal now: never said before it is true.
    pub(crate) fn note_look(&self, subject: SubjectId, day: Day) {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        looks.insert((subject, day));
    }

    /// Holds a look at a person back until the visit she is shown in is saved or thrown away.
    pub(crate) fn hold_look(&self, subject: SubjectId, day: Day) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert((subject, day));
    }

    /// Whether a look at somebody waits to be entered.
    pub(crate) fn holds_look(&self, subject: SubjectId, day: Day) -> bool {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.contains(&(subject, day))
    }

    /// The looks that were held back and stand in no journal yet.
    pub(crate) fn held_looks(&self) -> Vec<(SubjectId, Day)> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let mut due: Vec<_> = held.iter().copied().collect();
        due.retain(|(subject, day)| !self.look_noted(*subject, *day));
        due
    }

    /// They are entered, or the visit became a private one and there was nothing to see.
    pub(crate) fn drop_held_looks(&self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.clear();
    }

    /// Somebody at the desk showed who she is: these matters are hers; those of who stood there before
    /// are not before her any more.
    pub(crate) fn stands_there(&self, matters: BTreeSet<FileId>) {
        let mut before = self
            .before_her
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *before = matters;
    }

    /// Whether a matter is hers who stands at the desk.
    fn before_her(&self, matter: FileId) -> bool {
        let before = self
            .before_her
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        before.contains(&matter)
    }

    /// The doubt about the machine's clock, if it stands.
    pub(crate) fn doubt(&self) -> Option<ClockDoubted> {
        let doubt = self.doubt.lock().unwrap_or_else(PoisonError::into_inner);
        doubt.clone()
    }

    /// The clock is doubted from now on.
    pub(crate) fn doubts(&self, doubted: ClockDoubted) {
        *self.doubt.lock().unwrap_or_else(PoisonError::into_inner) = Some(doubted);
    }

    /// The clock is believed from now on.
    pub(crate) fn believe(&self) {
        *self.doubt.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The office entry in force.
    pub(crate) fn office_seq(&self) -> i64 {
        self.office_seq.load(Ordering::Relaxed)
    }
}

impl Session {
    /// Who and as what.
    pub(crate) fn staff(&self) -> &Staff {
        match self {
            Self::WithRecords(records) => &records.staff,
            Self::WithoutRecords(staff) => staff,
        }
    }

    /// The records, or why there are none.
    pub(crate) fn records(&self) -> Result<&Records, Refused> {
        match self {
            Self::WithRecords(records) => Ok(records),
            Self::WithoutRecords(_) => Err(Refused::new(Code::SessionNoRecords)),
        }
    }

    /// Whether something protected was told in it.
    pub(crate) fn told(&self) -> bool {
        match self {
            Self::WithRecords(records) => records.told.load(Ordering::Relaxed),
            Self::WithoutRecords(_) => false,
        }
    }

    /// Whether a matter counts as this officer's own: she took it in or works on it, or it is hers who
    /// stands at the desk and showed who she is.
    pub(crate) fn own(&self, file: &File) -> bool {
        let at_desk = match self {
            Self::WithRecords(records) => records.before_her(file.id),
            Self::WithoutRecords(_) => false,
        };
        at_desk || file.is_of(self.user())
    }

    /// Why the machine's clock is doubted; a session without records issues nothing and doubts
    /// nothing.
    pub fn clock_doubt(&self) -> Option<ClockDoubted> {
        match self {
            Self::WithRecords(records) => records.doubt(),
            Self::WithoutRecords(_) => None,
        }
    }

    /// Whether her role may change settings; the change itself asks for a permit.
    pub(crate) fn may_change_settings(&self) -> bool {
        let around = domain::permission::Circumstance::default();
        Right::ChangeSettings
            .allow(Some(self.role()), around)
            .is_ok()
    }

    /// Who.
    pub fn user(&self) -> UserId {
        self.staff().user
    }

    /// As what.
    pub fn role(&self) -> Role {
        self.staff().role
    }

    /// Sign-in name.
    pub fn name(&self) -> &str {
        &self.staff().name
    }

    /// Name as shown.
    pub fn display(&self) -> &str {
        &self.staff().display
    }

    /// A generated passphrase must be changed before anything else.
    pub fn must_change(&self) -> bool {
        self.staff().must_change.load(Ordering::Relaxed)
    }
}

/// Before anything is looked up: a generated passphrase must be changed first.
pub(crate) fn settled(session: &Session) -> Result<(), Refused> {
    if session.must_change() {
        Err(Refused::new(Code::SessionMustChange))
    } else {
        Ok(())
    }
}

/// A session is never printed: it holds keys.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session(..)")
    }
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Records(..)")
    }
}

impl fmt::Debug for Staff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Staff(..)")
    }
}

/// Signs for one user; the key does not leave the vault's type.
struct Pen(Arc<UserKeys>);

impl Hand for Pen {
    fn sign_act(&self, hash: &store::Hash) -> Vec<u8> {
        self.0.signing().sign_act(hash).0.to_vec()
    }
}
