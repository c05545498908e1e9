//! Refusals: a code with data, never a sentence.
//!
//! Purpose: every reason the desk says no, in one list. The words stand in
//! `src-tauri/catalogue/messages/{vi,en}.json` under `error.<code>`, exhaustive by test.
//! Must never: carry a name, case text, a key or a path in `params`.

mod gathered;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::gathered::Faults;

/// Declares the codes, their text form and the list of all of them.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// Why something was refused: `area.reason[.detail]`, snake case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $text)] $name),+
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The text form that crosses to screens, terminals and scripts.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }
    };
}

codes! {
    // A field of a request.
    FieldMissing = "field.missing",
    FieldUnknown = "field.unknown",
    FieldTooLong = "field.too_long",
    FieldNotText = "field.not_text",
    FieldControl = "field.control_character",
    FieldNotChoice = "field.not_a_choice",
    FieldNotNumber = "field.not_a_number",
    FieldOutOfRange = "field.out_of_range",
    FieldTooMany = "field.too_many",
    FieldNotRead = "field.not_read",
    RequestMalformed = "request.malformed",
    RequestTooLarge = "request.too_large",
    // Numbers, dates, phones, plates as typed.
    FieldTooLarge = "field.too_large",
    NumberNotTwelve = "number.not_twelve_digits",
    NumberNotNine = "number.not_nine_digits",
    PassportNotRead = "passport.not_read",
    NationalityNotRead = "nationality.not_read",
    DateNotRead = "date.not_read",
    DateNotReal = "date.not_real",
    DateYearMissing = "date.year_missing",
    DateInFuture = "date.in_future",
    TimeNotRead = "time.not_read",
    PhoneNotRead = "phone.not_read",
    PlateNotRead = "plate.not_read",
    // Machine-readable lines and scanned codes.
    LinesNotRead = "lines.not_read",
    ScanEmpty = "scan.empty",
    ScanTooLong = "scan.too_long",
    ScanCutOff = "scan.cut_off",
    ScanNumberDamaged = "scan.number_damaged",
    ScanWebAddress = "scan.web_address",
    ScanVneid = "scan.vneid",
    ScanVehicle = "scan.vehicle",
    ScanHealthCard = "scan.health_card",
    ScanLogin = "scan.login_code",
    ScanPayment = "scan.payment_code",
    ScanReceipt = "scan.receipt",
    ScanMachineLines = "scan.machine_lines",
    ScanUnknown = "scan.unknown",
    // A visit, a file, a receipt.
    VisitAlreadySaved = "visit.already_saved",
    VisitNotThere = "visit.not_there",
    VisitNotSaved = "visit.not_saved",
    VisitAnotherDay = "visit.another_day",
    VisitEarlierDay = "visit.earlier_day",
    VisitGone = "visit.gone",
    VisitSamePerson = "visit.same_person",
    VisitQueueFull = "visit.queue_full",
    VisitReceivedInFuture = "visit.received_in_future",
    VisitLateNeedsSource = "visit.late_needs_source",
    VisitLateWithoutTime = "visit.late_without_time",
    VisitNoMatter = "visit.no_matter",
    VisitMatterDespiteOutcome = "visit.matter_despite_outcome",
    // Going live: registers that go on, files carried over.
    RegisterNumberGiven = "register.number_given",
    RegisterStartedAlready = "register.started_already",
    CarryUnreadable = "carry.unreadable",
    CarryNotThere = "carry.not_there",
    CarryTooLarge = "carry.too_large",
    CarryTooManyRows = "carry.too_many_rows",
    CarryColumns = "carry.columns",
    CarryRowUnread = "carry.row_unread",
    CarryNumberTwice = "carry.number_twice",
    CarryNumberOther = "carry.number_other",
    CarryReceivedToday = "carry.received_today",
    CarryOfficerUnknown = "carry.officer_unknown",
    CarryChanged = "carry.changed",
    CarryTemplateThere = "carry.template_there",
    CarryRunning = "carry.running",
    DayClosed = "day.closed",
    DayNotClosed = "day.not_closed",
    DayNoSheet = "day.no_sheet",
    DraftUnknown = "draft.unknown",
    DraftTaken = "draft.taken",
    DraftTooMany = "draft.too_many",
    NoteTooMany = "note.too_many",
    FileProtectedService = "file.protected_service",
    FileNeedsPerson = "file.needs_person",
    FileNeedsProof = "file.needs_proof",
    FileServiceNotOpen = "file.service_not_open",
    FileServiceOpensNone = "file.service_opens_none",
    FileUnknown = "file.unknown",
    FileNotExtendable = "file.not_extendable",
    PersonUnknown = "person.unknown",
    VisitUnknown = "visit.unknown",
    ReceiptUnknown = "receipt.unknown",
    ReceiptCarried = "receipt.carried",
    FieldNotTime = "field.not_time",
    // Who may.
    NotAllowed = "session.not_allowed",
    NeedsAnother = "session.needs_another",
    NeedsTwoPersons = "session.needs_two_persons",
    NeedsPassphrase = "session.needs_passphrase",
    SessionNoRecords = "session.no_records",
    SessionEnded = "session.ended",
    SessionCovered = "session.covered",
    // The cover, the machine's clock, staff, settings, the first day.
    PinMalformed = "pin.malformed",
    PinGuessable = "pin.guessable",
    PinNeeded = "pin.needed",
    PinWrong = "pin.wrong",
    ClockUnconfirmed = "clock.unconfirmed",
    ClockOtherDay = "clock.other_day",
    ClockOtherTime = "clock.other_time",
    UserLastAdministrator = "user.last_administrator",
    UserLastSupervisor = "user.last_supervisor",
    SettingUnknown = "setting.unknown",
    PlaceMissing = "place.missing",
    PlaceNotWritable = "place.not_writable",
    PlaceInVault = "place.in_vault",
    FoundingNotReady = "founding.not_ready",
    FoundingDone = "founding.done",
    FoundingSharesUnread = "founding.shares_unread",
    WallNotOpened = "wall.not_opened",
    // The record and the disk.
    RecordDoesNotOpen = "record.does_not_open",
    RecordDamaged = "record.damaged",
    RecordUnexpected = "record.unexpected",
    RecordReopen = "record.reopen",
    RecordConflict = "record.conflict",
    RecordRefused = "record.refused",
    Cancelled = "work.cancelled",
    // Backups, restoring.
    BackupNoPlace = "backup.no_place",
    BackupPlaceFull = "backup.place_full",
    BackupPlaceGone = "backup.place_gone",
    BackupRunning = "backup.running",
    BackupInterrupted = "backup.interrupted",
    BackupNotSound = "backup.not_sound",
    BackupUnknown = "backup.unknown",
    BackupNone = "backup.none",
    RestoreLetter = "restore.letter",
    RecoveryTwoShares = "recovery.two_shares",
    // Vault, roster, sign-in, second persons, recovery, receipts; the vault words its codes alike.
    VaultMissing = "vault.missing",
    VaultExists = "vault.exists",
    VaultNotEmpty = "vault.not_empty",
    VaultNewer = "vault.newer",
    VaultInUse = "vault.in_use",
    VaultDamagedManifest = "vault.damaged.manifest",
    VaultDamagedRoster = "vault.damaged.roster",
    VaultDamagedSlot = "vault.damaged.slot",
    VaultDamagedKeys = "vault.damaged.keys",
    VaultDamagedRecovery = "vault.damaged.recovery",
    VaultDamagedHead = "vault.damaged.head",
    VaultReadOnly = "vault.read_only",
    VaultPermission = "vault.permission",
    VaultDiskFull = "vault.disk_full",
    VaultIo = "vault.io",
    RandomFailed = "random.failed",
    SigninRefused = "signin.refused",
    SigninWait = "signin.wait",
    SigninSuspended = "signin.suspended",
    SigninNotActive = "signin.not_active",
    SigninInvited = "signin.invited",
    SigninKeysPending = "signin.keys_pending",
    SlotTooWeak = "slot.too_weak",
    SlotTooCostly = "slot.too_costly",
    MemoryShort = "memory.short",
    PassphraseEmpty = "passphrase.empty",
    PassphraseTooLong = "passphrase.too_long",
    PassphraseTooShort = "passphrase.too_short",
    PassphraseGuessable = "passphrase.guessable",
    PassphraseUnchanged = "passphrase.unchanged",
    RosterMalformed = "roster.malformed",
    RosterChain = "roster.chain",
    RosterSignature = "roster.signature",
    RosterNotAllowed = "roster.not_allowed",
    RosterTwoPersons = "roster.two_persons",
    RosterUserUnknown = "roster.user_unknown",
    RosterWrongState = "roster.wrong_state",
    RosterNameTaken = "roster.name_taken",
    RosterNameMalformed = "roster.name_malformed",
    RosterTextMalformed = "roster.text_malformed",
    RosterKeyReused = "roster.key_reused",
    RosterKeyMismatch = "roster.key_mismatch",
    RosterInviteExpired = "roster.invite_expired",
    RosterFounders = "roster.founders",
    RosterCustodian = "roster.custodian",
    RosterUnchanged = "roster.unchanged",
    CosignSamePerson = "cosign.same_person",
    CosignNotAllowed = "cosign.not_allowed",
    CosignExpired = "cosign.expired",
    CosignOtherRequest = "cosign.other_request",
    CosignFreshRight = "cosign.fresh_right",
    RecoveryShareMalformed = "recovery.share_malformed",
    RecoverySameShare = "recovery.same_share",
    RecoverySharesDoNotFit = "recovery.shares_do_not_fit",
    TokenMalformed = "token.malformed",
    TokenNotGenuine = "token.not_genuine",
    TokenUnknownStation = "token.unknown_station",
    StationMalformed = "station.malformed",
    RecordAltered = "record.altered",
    RecordRolledBack = "record.rolled_back",
    RecordMissing = "record.missing",
    OfficeRolledBack = "office.rolled_back",
    SessionMustChange = "session.must_change",
    ClockOutOfRange = "clock.out_of_range",
    PaperFailed = "paper.failed",
    UserUnknown = "user.unknown",
    UserRoleUnknown = "user.role_unknown",
    PeopleColumns = "people.columns",
    PeopleTableUnreadable = "people.table_unreadable",
    PeopleRowUnread = "people.row_unread",
    FoundingMalformed = "founding.malformed",
    FoundingLetter = "founding.letter",
    ReceiptSeriesFull = "receipt.series_full",
    ReceiptVoided = "receipt.voided",
    ReceiptNotHere = "receipt.not_here",
    // Printing; the record stands whatever becomes of the paper.
    PrintNoSystem = "print.no_system",
    PrintNoService = "print.no_service",
    PrintPrinterName = "print.printer_name",
    PrintPrinterUnknown = "print.printer_unknown",
    PrintPrinterRefusing = "print.printer_refusing",
    PrintTooLong = "print.too_long",
    PrintFailed = "print.failed",
    PrintCopies = "print.copies",
    PrintAlready = "print.already",
    PrintNotSent = "print.not_sent",
    PrintSeen = "print.seen",
    PrintDeclined = "print.declined",
    PrintUnderWay = "print.under_way",
    PrintUnclear = "print.unclear",
    // Files and answers of the terminal.
    TerminalFileUnread = "terminal.file_unread",
    TerminalFileUnwritten = "terminal.file_unwritten",
    TerminalFileExists = "terminal.file_exists",
    TerminalTypedApart = "terminal.typed_apart",
    TerminalDefect = "terminal.defect",
    TerminalNotHardened = "terminal.not_hardened",
    TerminalNoThreads = "terminal.no_threads",
    // The catalogue's data.
    CatalogueMalformed = "catalogue.malformed",
    CatalogueBadValue = "catalogue.bad_value",
    CatalogueMissing = "catalogue.missing",
    CatalogueDuplicate = "catalogue.duplicate",
    CatalogueUnknownName = "catalogue.unknown_name",
    CatalogueDates = "catalogue.dates",
    CatalogueServiceUnknown = "catalogue.service_unknown",
    CatalogueNotInForce = "catalogue.not_in_force",
    CatalogueServiceClosed = "catalogue.service_closed",
    // Calendar, deadlines, life cycle, answers of a form.
    CalendarYearMissing = "calendar.year_missing",
    CalendarNotSwitchable = "calendar.not_switchable",
    DeadlineNone = "deadline.none",
    DeadlineStepUnknown = "deadline.step_unknown",
    DeadlineNotInForce = "deadline.not_in_force",
    DeadlineNoExtension = "deadline.no_extension",
    DeadlineExtensionLimit = "deadline.extension_limit",
    DeadlineExtensionTooLong = "deadline.extension_too_long",
    DeadlinePauseBackwards = "deadline.pause_backwards",
    FileMoveNotAllowed = "file.move_not_allowed",
    FileMoveNotYours = "file.move_not_yours",
    FieldNotDate = "field.not_a_date",
    FieldNotYesNo = "field.not_yes_no",
}

impl core::fmt::Display for Code {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.text())
    }
}

/// One thing wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Fault {
    /// Why.
    pub code: Code,
    /// Where: the JSON path in the request (`person.born.day`, `matters[0].fields.demand`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub field: Option<String>,
    /// Values the sentence shows (limits, counts, choices); never personal data.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub params: BTreeMap<String, String>,
}

impl Fault {
    /// A fault of the whole request.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            field: None,
            params: BTreeMap::new(),
        }
    }

    /// A fault of one field.
    pub fn at(code: Code, field: impl Into<String>) -> Self {
        Self {
            code,
            field: Some(field.into()),
            params: BTreeMap::new(),
        }
    }

    /// The same fault, told of this field.
    #[must_use]
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Adds a value for the sentence.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "numbers and words are given as they come"
    )]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

/// A refusal: at least one fault, in the order of the request's fields.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.first.code)]
pub struct Refusal {
    /// The first thing wrong.
    pub first: Fault,
    /// What else is wrong, so that one look is enough to mend all.
    pub more: Vec<Fault>,
}

impl Refusal {
    /// A refusal of the whole request.
    pub fn new(code: Code) -> Self {
        Fault::new(code).into()
    }

    /// The same faults, their fields told from further out (`matters[0]`).
    #[must_use]
    pub fn under(mut self, path: &str) -> Self {
        for fault in core::iter::once(&mut self.first).chain(&mut self.more) {
            if let Some(field) = &mut fault.field {
                *field = format!("{path}.{field}");
            }
        }
        self
    }

    /// The code of the first fault.
    pub const fn code(&self) -> Code {
        self.first.code
    }

    /// All faults, first to last.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        core::iter::once(&self.first).chain(&self.more)
    }
}

impl From<Fault> for Refusal {
    fn from(first: Fault) -> Self {
        Self {
            first,
            more: Vec::new(),
        }
    }
}
