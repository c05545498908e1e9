//! What can happen, and how it is written for ever.
//!
//! Purpose: the one list of actions of the desk journal. An entry keeps the action's `kind`
//! (`noun.past_participle`), its `version` and its body: UTF-8 JSON of a struct without floats or
//! maps of unknown keys, unknown fields refused, at most 1 MiB. Actions carry every decided value
//! (ids, numbers, due times, tokens, catalogue version), so that replay looks nothing up.
//! Must never: be serialised again once stored; the stored bytes are what was hashed.

use crate::permission::Right;
use crate::{attachment, desk, file, household, person, protected, receipt, subject, visit};

mod marks;

/// The largest body of an action, bytes.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// Which aggregate an action belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Noun {
    /// The desk itself: its founding, anchors, denials.
    Desk,
    /// A citizen.
    Person,
    /// Who is registered at one dwelling, under one head.
    Household,
    /// A call at the desk.
    Visit,
    /// A matter.
    File,
    /// A receipt.
    Receipt,
    /// A protected file.
    Protected,
    /// Any of them (erasure).
    Any,
}

/// The stored bytes of an action could not be read as what they claim to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No such kind in this program.
    #[error("unknown kind of action")]
    Kind,
    /// A version this program does not know.
    #[error("unknown version of an action")]
    Version,
    /// Not the JSON of that kind.
    #[error("malformed action body")]
    Body,
    /// Larger than [`BODY_LIMIT`].
    #[error("action body too large")]
    TooLarge,
}

/// Declares the variants with their journal kind, version, noun, and the right their signer needs.
macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident($body:ty) = $kind:literal, $version:literal, $noun:ident, $right:ident);+ $(;)?) => {
        /// One thing that happened.
        #[expect(clippy::large_enum_variant, reason = "actions are few at a time and soon bytes")]
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Action {
            $($(#[$doc])* $variant($body)),+
        }

        impl Action {
            /// Every kind with its version, in the order of the list.
            pub const KINDS: &'static [(&'static str, i64)] = &[$(($kind, $version)),+];

            /// `noun.past_participle`, as the journal stores it.
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $kind),+ }
            }

            /// The version of the body's form.
            pub const fn version(&self) -> i64 {
                match self { $(Self::$variant(_) => $version),+ }
            }

            /// The aggregate it belongs to.
            pub const fn noun(&self) -> Noun {
                match self { $(Self::$variant(_) => Noun::$noun),+ }
            }

            /// The row of the matrix that whoever signs an entry of this kind must have.
            pub fn right_to(kind: &str) -> Option<Right> {
                match kind {
                    $($kind => Some(Right::$right),)+
                    _ => None,
                }
            }

            /// The body's bytes, made once, when the action is appended.
            pub fn body(&self) -> Result<Vec<u8>, Unreadable> {
                let body = match self {
                    $(Self::$variant(body) => serde_json::to_vec(body)),+
                };
                let body = body.map_err(|_cause| Unreadable::Body)?;
                if body.len() > BODY_LIMIT { Err(Unreadable::TooLarge) } else { Ok(body) }
            }

            /// Reads stored bytes back.
            pub fn read(kind: &str, version: i64, body: &[u8]) -> Result<Self, Unreadable> {
                if body.len() > BODY_LIMIT {
                    return Err(Unreadable::TooLarge);
                }
                match kind {
                    $($kind if version == $version => serde_json::from_slice(body)
                        .map(Self::$variant)
                        .map_err(|_cause| Unreadable::Body),)+
                    $($kind => Err(Unreadable::Version),)+
                    _ => Err(Unreadable::Kind),
                }
            }
        }
    };
}

actions! {
    /// The first entry of a desk's journal.
    DeskOpened(desk::Opened) = "desk.opened", 1, Desk, OpenSession;
    /// The first entry of a restored desk's journal: where the chain before it was left.
    DeskRestored(desk::Restored) = "desk.restored", 1, Desk, OpenSession;
    /// A record holder signed in; names the office entry then in force.
    OfficeAnchored(desk::Anchored) = "office.anchored", 1, Desk, OpenSession;
    /// Sign-ins that failed since the last good one.
    SignInFailed(desk::SignInFailed) = "signin.failed", 1, Desk, OpenSession;
    /// A signed-in user asked for something her role does not allow.
    RightDenied(desk::Denied) = "action.denied", 1, Desk, OpenSession;
    /// Another officer goes on with a form begun at this desk.
    DraftTaken(desk::DraftTaken) = "draft.taken", 1, Desk, KeepDraft;
    /// The day was closed.
    DayClosed(desk::Closed) = "day.closed", 1, Desk, EndOfDay;
    /// A closed day was opened again.
    DayReopened(desk::Reopened) = "day.reopened", 1, Desk, EndOfDay;
    /// The machine's clock may be wrong.
    ClockDoubted(desk::ClockDoubted) = "clock.doubted", 1, Desk, OpenSession;
    /// An officer typed the day, and the machine's is the same.
    ClockConfirmed(desk::ClockConfirmed) = "clock.confirmed", 1, Desk, OpenSession;

    /// A register goes on after the last number of its paper register.
    RegisterStarted(desk::Started) = "register.started", 1, Desk, Import;

    /// A value of the catalogue that nobody was sure of was confirmed.
    ValueConfirmed(desk::ValueConfirmed) = "value.confirmed", 1, Desk, EditCatalogue;

    /// A new version of a service: values and papers, from a day on.
    ServiceEdited(desk::ServiceEdited) = "service.edited", 1, Desk, EditCatalogue;
    /// A body to which somebody may be sent on was noted.
    DirectoryKept(desk::directory::DirectoryKept) = "directory.kept", 1, Desk, EditCalendar;
    /// It is on the list no more.
    DirectoryDropped(desk::directory::DirectoryDropped) = "directory.dropped", 1, Desk, EditCalendar;
    /// The record was written anew under another key: what was erased before lies under one nobody names.
    RecordRekeyed(desk::Rekeyed) = "record.rekeyed", 1, Desk, EndOfDay;
    /// A list of those to whom the desk goes was printed.
    RoutePrinted(desk::RoutePrinted) = "route.printed", 1, Desk, PrintReceipt;
    /// All its copies were destroyed.
    RouteDestroyed(desk::RouteDestroyed) = "route.destroyed", 1, Desk, PrintReceipt;

    /// A citizen became known to the desk.
    PersonRecorded(person::Recorded) = "person.recorded", 1, Person, RecordPerson;
    /// What is known of a citizen changed; the whole of it stands in the action.
    PersonAmended(person::Amended) = "person.amended", 1, Person, RecordPerson;
    /// Somebody opened a citizen's page.
    PersonViewed(subject::Viewed) = "person.viewed", 1, Person, RecordPerson;
    /// Her address, phones and visits are told to nobody without a supervisor; why is not kept.
    PersonRestricted(person::Marked) = "person.restricted", 1, Person, SetRestrictedAddress;
    /// Her address is restricted no longer.
    PersonUnrestricted(person::Marked) = "person.unrestricted", 1, Person, SeeRestrictedAddress;
    /// A supervisor looked at a restricted address; each look is its own entry.
    PersonAddressSeen(subject::Viewed) = "person.address_seen", 1, Person, SeeRestrictedAddress;

    /// A citizen's record was merged into another one of hers.
    PersonMerged(person::Merged) = "person.merged", 1, Person, MergePeople;
    /// Another record of a citizen was merged into this one.
    PersonJoined(person::Joined) = "person.joined", 1, Person, MergePeople;
    /// A merged record is one of its own again.
    PersonUnmerged(person::Unmerged) = "person.unmerged", 1, Person, MergePeople;
    /// The record merged last into this one is one of its own again.
    PersonParted(person::Parted) = "person.parted", 1, Person, MergePeople;

    /// A household became known.
    HouseholdRecorded(household::Recorded) = "household.recorded", 1, Household, RecordResidence;
    /// People moved into it.
    HouseholdJoined(household::Joined) = "household.joined", 1, Household, AmendResidence;
    /// People are in it no longer.
    HouseholdLeft(household::Left) = "household.left", 1, Household, AmendResidence;
    /// People of it became a household of their own.
    HouseholdSplit(household::Split) = "household.split", 1, Household, AmendResidence;
    /// What was noted of it was wrong.
    HouseholdCorrected(household::Corrected) = "household.corrected", 1, Household, AmendResidence;

    /// A queue number was given; nothing else of the visit is known yet.
    VisitNumbered(visit::Numbered) = "visit.numbered", 1, Visit, RunQueue;
    /// The visit was saved.
    VisitLogged(visit::Logged) = "visit.logged", 1, Visit, RegisterVisit;
    VisitKeptPrivate(visit::QueuePlace) = "visit.kept_private", 1, Visit, TurnProtected;
    /// A number was called, or called again.
    VisitCalled(visit::Called) = "visit.called", 1, Visit, RunQueue;
    /// Nobody came when the number was called.
    VisitSkipped(visit::QueuePlace) = "visit.skipped", 1, Visit, RunQueue;
    /// Back into the queue, in the old place.
    VisitReturned(visit::QueuePlace) = "visit.returned", 1, Visit, RunQueue;
    /// Left before being served.
    VisitLeft(visit::QueuePlace) = "visit.left", 1, Visit, RunQueue;
    /// Goes before the others, or no longer; why is not kept.
    VisitPrioritised(visit::Prioritised) = "visit.prioritised", 1, Visit, RunQueue;
    /// Waits for another counter.
    VisitSent(visit::SentTo) = "visit.sent", 1, Visit, RunQueue;
    /// The last act with a number was a slip: it stands as before.
    VisitRestored(visit::Restored) = "visit.restored", 1, Visit, RunQueue;
    /// The saved visit was another person's.
    VisitReassigned(visit::Reassigned) = "visit.reassigned", 1, Visit, WrongPerson;

    /// A matter was taken in.
    FileOpened(file::Opened) = "file.opened", 1, File, OpenFile;
    /// A matter went from one state of its life cycle to another.
    FileMoved(file::Moved) = "file.moved", 1, File, MoveFile;
    /// Whoever brought it wants it back under threat; it goes on all the same.
    FileThreatTold(file::ThreatTold) = "file.threat_told", 1, File, MoveFile;
    /// A matter was given to an officer.
    FileAssigned(file::Assigned) = "file.assigned", 1, File, AssignFile;
    /// A legal time was extended.
    FileExtended(file::Extended) = "file.extended", 1, File, ApproveExtension;
    /// Legal times were counted anew by another calendar.
    FileRecounted(file::Recounted) = "file.recounted", 1, File, EditCatalogue;
    /// The result was handed over.
    FileHanded(file::Handed) = "file.handed", 1, File, HandOverResult;
    /// A late matter was apologised for, with a new date.
    FileApologised(file::Apologised) = "file.apologised", 1, File, ApproveExtension;
    /// Papers or evidence came after it was taken in.
    FilePapersTaken(file::PapersTaken) = "file.papers_taken", 1, File, AmendFile;
    /// Another system's code of it was noted.
    FileCoded(file::Coded) = "file.coded", 1, File, AmendFile;
    /// Its result goes to the person herself alone, or no longer.
    FileKeptInPerson(file::InPersonOnly) = "file.kept_in_person", 1, File, AmendFile;
    /// A matter of a restricted person is told and put on paper like any other, or no longer.
    FileReleased(file::Released) = "file.released", 1, File, SeeRestrictedAddress;
    /// A file that somebody brought is kept with it.
    FileAttached(attachment::Attached) = "file.attached", 1, File, Attach;
    /// A file was attached by mistake: it is shown no more.
    AttachmentWithdrawn(attachment::AttachmentNamed) = "attachment.withdrawn", 1, File, Attach;
    /// A copy of an attachment left the record.
    AttachmentTakenOut(attachment::AttachmentNamed) = "attachment.taken_out", 1, File, Attach;
    /// Somebody opened a matter's page.
    FileViewed(subject::Viewed) = "file.viewed", 1, File, ReadFile;
    /// The matter, taken in today, was another person's.
    FileReassigned(file::Reassigned) = "file.reassigned", 1, File, WrongPerson;

    /// A receipt was made out.
    ReceiptIssued(receipt::Issued) = "receipt.issued", 1, Receipt, PrintReceipt;
    /// A receipt was printed once more.
    ReceiptReprinted(receipt::Reprinted) = "receipt.reprinted", 1, Receipt, ReprintReceipt;
    /// A receipt's pages go to the printing system.
    ReceiptSent(receipt::Sent) = "receipt.sent", 1, Receipt, PrintReceipt;
    /// Somebody holds the printed paper.
    ReceiptSeen(receipt::Seen) = "receipt.seen", 1, Receipt, PrintReceipt;
    /// A receipt is not wanted on paper.
    ReceiptDeclined(receipt::Declined) = "receipt.declined", 1, Receipt, PrintReceipt;
    /// A printing, or the receipt itself, counts no more.
    ReceiptVoided(receipt::Voided) = "receipt.voided", 1, Receipt, ReprintReceipt;

    /// A protected file began: its first key, boxed for the cleared.
    ProtectedOpened(protected::Keyed) = "protected.opened", 1, Protected, OpenPrivate;
    /// A protected file has a new key.
    ProtectedKeyed(protected::Keyed) = "protected.keyed", 1, Protected, RotateFile;
    /// Somebody was cleared for a protected file.
    ProtectedGranted(protected::Keyed) = "protected.granted", 1, Protected, GrantClearance;
    /// Somebody is cleared for a protected file no more.
    ProtectedRevoked(protected::Keyed) = "protected.revoked", 1, Protected, RevokeClearance;
    /// Somebody too near to the matter took herself off a protected file.
    ProtectedStoodDown(protected::Keyed) = "protected.stood_down", 1, Protected, DeclareConflict;
    /// Somebody was let into a protected file for a while, by two.
    ProtectedBroken(protected::Broken) = "protected.broken", 1, Protected, BreakGlass;
    /// A protected file was closed, by two.
    ProtectedClosed(protected::Agreed) = "protected.closed", 1, Protected, CloseProtected;
    /// A protected file was opened again for work.
    ProtectedReopened(protected::Attention) = "protected.reopened", 1, Protected, WorkProtected;
    /// A sealed copy of a protected file was made for another body, by two.
    ProtectedExported(protected::Agreed) = "protected.exported", 1, Protected, ExportFile;
    /// Somebody may be cleared for a protected file again, by two.
    ProtectedBarLifted(protected::Agreed) = "protected.bar_lifted", 1, Protected, LiftBar;
    /// Something was sealed into a protected file.
    ItemSealed(protected::Sealed) = "item.sealed", 1, Protected, AppendProtected;
    /// What the cleared find a protected file by was sealed anew.
    HeadSealed(protected::Sealed) = "head.sealed", 1, Protected, AppendProtected;
    /// A file that was brought was sealed into a protected file; its bytes lie beside the record.
    BlobSealed(protected::Sealed) = "blob.sealed", 1, Protected, AppendProtected;
    /// A protected file is the cleared people's from now on.
    ProtectedHandedOver(protected::Attention) = "protected.handed_over", 1, Protected, HandOver;
    /// Somebody cleared looked after a protected file, until the next time.
    ProtectedAttended(protected::Attention) = "protected.attended", 1, Protected, WorkProtected;
    /// Somebody cleared opened a protected file.
    ProtectedViewed(subject::Viewed) = "protected.viewed", 1, Protected, ReadProtected;
    /// Something of a protected file does not hold and is not shown.
    ItemQuarantined(protected::Quarantined) = "item.quarantined", 1, Protected, ReadProtected;
    /// The head items of the files that somebody is cleared for were opened, for her to search.
    IndexOpened(protected::IndexOpened) = "index.opened", 1, Desk, KnowsHer;

    /// All content of a subject was erased by law.
    SubjectErased(subject::Erased) = "subject.erased", 1, Any, EraseSubject;
    /// All content of a subject went into a private form.
    SubjectTurned(subject::Turned) = "subject.turned_private", 1, Any, TurnProtected;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_must_agree_to_by_the_matrix_counts_only_with_two_signatures() {
        for (kind, _version) in Action::KINDS {
            let right = Action::right_to(kind).unwrap();
            let two = right.row().cells.iter().any(|cell| cell.two);
            assert_eq!(Action::needs_two(kind), two, "{kind}");
        }
    }

    #[test]
    fn no_kind_stands_twice_and_each_is_a_noun_and_a_participle() {
        let mut kinds: Vec<_> = Action::KINDS.iter().map(|(kind, _)| *kind).collect();
        kinds.sort_unstable();
        let before = kinds.len();
        kinds.dedup();
        assert_eq!(kinds.len(), before);
        assert!(kinds.iter().all(|kind| kind.split('.').count() == 2));
    }

    #[test]
    fn an_unknown_kind_version_or_field_is_refused() {
        assert_eq!(Action::read("visit.flown", 1, b"{}"), Err(Unreadable::Kind));
        assert_eq!(
            Action::read("visit.numbered", 2, b"{}"),
            Err(Unreadable::Version)
        );
        let body = br#"{"seq":1,"hash":"00","more":1}"#;
        assert_eq!(
            Action::read("office.anchored", 1, body),
            Err(Unreadable::Body)
        );
    }

    #[test]
    fn a_body_over_one_mebibyte_is_refused_before_it_is_parsed() {
        let body = vec![b' '; BODY_LIMIT + 1];
        assert_eq!(
            Action::read("visit.logged", 1, &body),
            Err(Unreadable::TooLarge)
        );
    }
}
