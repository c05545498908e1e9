//! The rows. Source: the desk's own rules; people read them in docs/permissions.md.
//!
//! May use: the types of the module above. Must never: be changed without regenerating
//! `docs/permissions.md` (`cargo xtask permissions`).

use super::{Cell, Reach, Row};

const NO: Cell = Cell {
    reach: Reach::No,
    two: false,
    step_up: false,
    by_keys: false,
};
const NO_KEY: Cell = Cell {
    by_keys: true,
    ..NO
};
const OWN: Cell = Cell {
    reach: Reach::Own,
    ..NO
};
const OWN_BY_KEY: Cell = Cell {
    by_keys: true,
    ..OWN
};
const NOT_OWN: Cell = Cell {
    reach: Reach::Others,
    ..NO
};
const YES: Cell = Cell {
    reach: Reach::All,
    ..NO
};
const YES_BY_KEY: Cell = Cell {
    by_keys: true,
    ..YES
};
const YES_STEP_UP: Cell = Cell {
    step_up: true,
    ..YES
};
const YES_STEP_UP_BY_KEY: Cell = Cell {
    by_keys: true,
    ..YES_STEP_UP
};
const TWO: Cell = Cell { two: true, ..YES };
const TWO_BY_KEY: Cell = Cell {
    by_keys: true,
    ..TWO
};
const TWO_STEP_UP_BY_KEY: Cell = Cell {
    step_up: true,
    ..TWO_BY_KEY
};

/// Declares the rights and their rows together, so that neither can lack the other.
macro_rules! matrix {
    ($($number:literal $right:ident $name:literal [$($cell:ident),+] $note:literal;)+) => {
        /// A right of the matrix.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Right {
            $(#[doc = concat!("Row ", $number, ": `", $name, "`.")] $right),+
        }

        /// All rows, in the order of [`Right`].
        pub static MATRIX: &[Row] = &[
            $(Row {
                number: $number,
                right: Right::$right,
                name: $name,
                cells: [$($cell),+],
                note: $note,
            }),+
        ];
    };
}

matrix! {
    "1a" OpenSession "session.open" [YES, YES, YES, YES, YES, YES] "";
    "1b" EndSession "session.end" [YES, YES, YES, YES, YES, NO] "lock, change own passphrase";
    "2" RegisterVisit "visit.register" [YES, YES, YES, NO_KEY, NO_KEY, NO] "";
    "3" RunQueue "visit.queue" [YES, YES, YES, NO_KEY, NO_KEY, NO] "today's queue (masked), number, call, skip";
    "4" ReadVisit "visit.read" [OWN, OWN, YES, NO_KEY, NO_KEY, NO] "past visits";
    "5" OpenFile "file.open" [YES, YES, YES, NO_KEY, NO_KEY, NO] "";
    "6" ReadFile "file.read" [OWN, OWN, YES, NO_KEY, NO_KEY, NO] "";
    "7" AmendFile "file.amend" [OWN, OWN, YES, NO_KEY, NO_KEY, NO] "";
    "8a" MoveFile "file.move" [OWN, OWN, YES, NO_KEY, NO_KEY, NO] "as far as the life of the service lets the role";
    "8b" AssignFile "file.assign" [NO, NO, YES, NO_KEY, NO_KEY, NO] "";
    "9" RecordResidence "residence.record" [YES, NO, YES, NO_KEY, NO_KEY, NO] "";
    "10" ReadResidence "residence.read" [YES, OWN, YES, NO_KEY, NO_KEY, NO] "";
    "11" AmendResidence "residence.amend" [OWN, NO, YES, NO_KEY, NO_KEY, NO] "";
    "12a" SearchPeople "person.search" [YES, YES, YES, NO_KEY, NO_KEY, NO] "";
    "12b" RecordPerson "person.record" [YES, YES, YES, NO_KEY, NO_KEY, NO] "recording and amending a person while a visit is taken in; opening her page";
    "13" MergePeople "person.merge" [NO, NO, TWO, NO_KEY, NO_KEY, NO] "";
    "14" OpenPrivate "protected.open" [YES, YES, YES, NO_KEY, NO_KEY, NO] "private intake";
    "15" AppendProtected "protected.append" [YES, YES, YES, NO_KEY, NO_KEY, NO] "";
    "16" HandOver "protected.hand_over" [OWN, OWN, OWN, NO_KEY, NO_KEY, NO] "";
    "17" ReadProtected "protected.read" [NO_KEY, OWN_BY_KEY, YES_BY_KEY, NO_KEY, NO_KEY, NO] "";
    "18" KnowsHer "protected.index" [NO_KEY, OWN_BY_KEY, YES_BY_KEY, NO_KEY, NO_KEY, NO] "has she been here before";
    "19" WorkProtected "protected.work" [NO_KEY, OWN_BY_KEY, YES_BY_KEY, NO_KEY, NO_KEY, NO] "risk, plan, consent, orders, clocks";
    "20" GrantClearance "protected.grant" [NO_KEY, NO_KEY, YES_STEP_UP_BY_KEY, NO_KEY, NO_KEY, NO] "assigning a protected file";
    "21a" RevokeClearance "protected.revoke" [NO_KEY, NO_KEY, YES_BY_KEY, NO_KEY, NO_KEY, NO] "";
    "21b" RotateFile "protected.rotate" [NO_KEY, OWN_BY_KEY, YES_BY_KEY, NO_KEY, NO_KEY, NO] "";
    "22" BreakGlass "protected.break_glass" [NO_KEY, NO_KEY, TWO_STEP_UP_BY_KEY, NO_KEY, NO_KEY, NO] "";
    "23" CloseProtected "protected.close" [NO, TWO, TWO, NO_KEY, NO_KEY, NO] "case officer together with a supervisor";
    "24" UnsealItems "protected.unseal" [NO, NO, TWO_BY_KEY, NO_KEY, NO_KEY, NO] "";
    "25" ExportFile "file.export" [NO, TWO, TWO, NO_KEY, NO_KEY, NO] "identified data of one file";
    "26" ExportStatistics "statistics.export" [NO, NO, YES, NO, YES, NO] "suppressed; the auditor from the mirror";
    "27a" PrintReceipt "receipt.print" [YES, YES, YES, NO_KEY, NO_KEY, NO] "";
    "27b" ReprintReceipt "receipt.reprint" [OWN, OWN, YES, NO_KEY, NO_KEY, NO] "";
    "28" CheckReceipt "receipt.check" [YES, YES, YES, YES, YES, YES] "";
    "29" EraseSubject "subject.erase" [NO, NO, TWO, NO_KEY, NO_KEY, NO] "";
    "30" EnrolUser "user.enrol" [NO, NO, NO, YES, NO, NO] "";
    "31" ActivateUser "user.activate" [NO, NO, TWO, TWO, NO, NO] "activate, change role; administrator and supervisor";
    "32" SuspendUser "user.suspend" [NO, NO, YES, YES, NO, NO] "";
    "33" RemoveUser "user.remove" [NO, NO, TWO, TWO, NO, NO] "administrator and supervisor";
    "34" RotateDatabaseKey "vault.rekey" [NO, NO, YES_STEP_UP, NO_KEY, NO_KEY, NO] "";
    "35" MakeBackup "backup.make" [YES, YES, YES, NO_KEY, NO_KEY, NO] "";
    "36" Restore "backup.restore" [NO, NO, TWO, TWO, NO, NO] "administrator and supervisor";
    "37" Recover "vault.recover" [NO, NO, NO, NO, NO, YES] "two of three shares";
    "38a" ReadTeamJournal "journal.read_team" [NO, NO, OWN, NO_KEY, NO_KEY, NO] "";
    "38b" ReadOfficeJournal "journal.read_office" [NO, NO, YES, YES, YES_BY_KEY, NO] "";
    "39" VerifyRecord "journal.verify" [YES, YES, YES, NO_KEY, NO, NO] "the auditor verifies the mirror";
    "40" ChangeSettings "settings.change" [NO, NO, NO, YES, NO, NO] "";
    "41" DeclareConflict "conflict.declare" [YES, YES, YES, NO, NO, NO] "";
    "42" LiftBar "conflict.lift" [NO, NO, TWO, NO, NO, NO] "";
    "43" EditCatalogue "catalogue.edit" [NO, NO, YES, NO_KEY, NO_KEY, NO] "";
    "44" EditCalendar "calendar.edit" [NO, NO, YES, NO_KEY, NO_KEY, NO] "calendar, referral directory, retention";
    "45" KeepDraft "draft.keep" [YES, YES, YES, NO_KEY, NO_KEY, NO] "own draft; taking over an ordinary one";
    "46" TakePrivateDraft "draft.take_private" [NO, NO, NO, NO_KEY, NO_KEY, NO] "";
    "47" Import "people.import" [NO, NO, YES_STEP_UP, NO_KEY, NO_KEY, NO] "files carried over, start numbers of registers";
    "48" Rebuild "journal.rebuild" [NO, NO, YES, NO_KEY, NO_KEY, NO] "automatic when projections change";
    "49" SeeRegister "register.see" [OWN, NO, YES, NO_KEY, NO_KEY, NO] "reception: the day's own";
    "50" ExportRegister "register.export" [NO, NO, YES_STEP_UP, NO_KEY, NO_KEY, NO] "";
    "51" KeyList "register.key_list" [NO, NO, TWO, NO_KEY, NO_KEY, NO] "";
    "52" KeepTask "task.keep" [OWN, OWN, YES, NO_KEY, NO_KEY, NO] "";
    "53" Refer "referral.make" [NO, OWN, YES, NO_KEY, NO_KEY, NO] "";
    "54a" AskExtension "file.ask_extension" [NO, OWN, YES, NO_KEY, NO_KEY, NO] "";
    "54b" ApproveExtension "file.approve_extension" [NO, NO, NOT_OWN, NO_KEY, NO_KEY, NO] "extension, apology";
    "55" KeepProgramme "programme.keep" [YES, YES, YES, NO_KEY, NO_KEY, NO] "";
    "56a" MakePackage "package.make" [NO, NO, TWO, NO_KEY, NO_KEY, NO] "";
    "56b" OpenPackage "package.open" [NO, NO, YES, NO_KEY, NO_KEY, NO] "";
    "57" Attach "attachment.keep" [OWN, OWN, YES, NO_KEY, NO_KEY, NO] "";
    "58" DataRequest "rights.request" [YES, YES, YES, NO_KEY, NO_KEY, NO] "";
    "59" RestrictData "rights.restrict" [NO, NO, YES, NO_KEY, NO_KEY, NO] "correct, restrict";
    "60a" SetRestrictedAddress "address.restrict" [YES, YES, YES, NO_KEY, NO_KEY, NO] "";
    "60b" SeeRestrictedAddress "address.see" [NO, NO, YES, NO_KEY, NO_KEY, NO] "see, release";
    "61" HandOverResult "result.hand_over" [YES, YES, YES, NO_KEY, NO_KEY, NO] "";
    "62" WrongPerson "visit.wrong_person" [OWN, OWN, YES, NO_KEY, NO_KEY, NO] "same day; voids the receipt";
    "63" TurnProtected "visit.turn_protected" [OWN, OWN, OWN, NO_KEY, NO_KEY, NO] "own visit today; anything older takes two";
    "64" SomeoneAsked "conflict.someone_asked" [YES, YES, YES, NO, NO, NO] "";
    "65" EndOfDay "desk.end_day" [YES, YES, YES, NO_KEY, NO_KEY, NO] "";
    "66" ResealFile "protected.reseal" [NO, NO, TWO_BY_KEY, NO_KEY, NO_KEY, NO] "";
    "67" ProtectedStatistics "protected.statistics" [NO_KEY, NO_KEY, YES_BY_KEY, NO_KEY, NO_KEY, NO] "";
    "68a" ReportBreach "breach.report" [YES, YES, YES, YES, YES, NO] "";
    "68b" KeepBreach "breach.keep" [NO, NO, YES, NO, NO, NO] "";
    "69" CheckBackups "backup.check" [NO, NO, YES, YES, NO, NO] "copy, list, check hashes and signature";
    "70" VerifyOffice "office.verify" [YES, YES, YES, YES, YES, YES] "";
    "71" RotateStationKey "station.rotate" [NO, NO, TWO, TWO, NO, NO] "administrator and supervisor";
    "72" WhoOpened "journal.who_opened" [NO, OWN, YES, NO, YES_BY_KEY, NO] "";
}
