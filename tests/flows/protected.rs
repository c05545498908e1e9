//! Protected files: read by whoever is cleared, and by nobody else, whatever keys and tools she has.

use std::fmt::Write as _;
use std::sync::Arc;

use domain::action::Action;
use domain::fault::Code;
use domain::id::{ItemId, ProtectedId, UserId};
use domain::protected::content::Head;
use domain::protected::header::{Change, Header};
use domain::protected::work::Deed;
use domain::protected::{Keyed, Sealed};
use office::Session;
use office::protected::{HandOverTold, WorkTold};
use store::Pending;
use testkit::{TestOffice, moment, passphrase};
use time::Duration;
use vault::Vault;
use vault::files::DiskFiles;
use vault::folder::UserKeys;
use vault::line::{Line, Signatory, Signer};
use vault::sealed::{Expected, Ladder, Place};
use vault::secret::Recipient;
use vault::sign::Purpose;

use crate::journal::{self, assert_sound};
use crate::{herself, record};

mod deciding;
mod duty;
mod evidence;
mod exporting;
mod forged;
mod histories;
mod keys;
mod shredding;
mod stock;
mod turning;

const NAME: &str = "Hoàng Thị Ngọc Diễm";
pub(super) const TOLD: &str = "Chồng tôi đánh tôi trước mặt các con.";

fn told(office: &TestOffice, barred: &[&str]) -> HandOverTold {
    HandOverTold {
        head: Head {
            names: vec![NAME.to_owned()],
            numbers: vec!["031190012345".to_owned()],
            barred: barred.iter().map(|name| user(office, name)).collect(),
            ..Head::default()
        },
        note: TOLD.to_owned(),
        ..HandOverTold::default()
    }
}

/// Something that was done, in words.
pub(crate) fn work(deed: Deed, words: &str) -> WorkTold {
    WorkTold {
        deed,
        step: None,
        of: None,
        paper: None,
        way: None,
        whom: String::new(),
        words: words.to_owned(),
        at: None,
    }
}

pub(super) fn user(office: &TestOffice, name: &str) -> UserId {
    office.user_named(name).unwrap()
}

/// A file that reception handed over.
pub(crate) async fn handed_over(office: &TestOffice, barred: &[&str]) -> ProtectedId {
    let session = office.sign_in_as("desk").await;
    let told = told(office, barred);
    let id = office
        .hand_over_protected(&session, &told)
        .await
        .unwrap()
        .id;
    office.end(session).await.unwrap();
    id
}

pub(super) async fn stepped_up(office: &TestOffice, name: &str) -> Session {
    let session = office.sign_in_as(name).await;
    office.confirm(&session, passphrase(name)).await.unwrap();
    session
}

/// Words of a file as somebody reads it, and how many are quarantined; nothing where it is not there.
pub(super) async fn read_as(
    office: &TestOffice,
    name: &str,
    id: ProtectedId,
) -> Option<(Vec<String>, u32)> {
    let session = office.sign_in_as(name).await;
    let shown = office.open_protected(&session, id).await;
    office.end(session).await.unwrap();
    match shown {
        Ok(shown) => {
            assert_eq!(shown.names, [NAME]);
            let words = shown.items.into_iter().map(|item| item.text);
            Some((words.collect(), shown.quarantined))
        }
        Err(refused) => {
            assert_eq!(refused.code, Code::ProtectedUnknown);
            None
        }
    }
}

pub(super) async fn add(office: &TestOffice, name: &str, id: ProtectedId, note: &str) {
    let session = office.sign_in_as(name).await;
    office.add_to_protected(&session, id, note).await.unwrap();
    office.end(session).await.unwrap();
}

/// Somebody's own keys, as her passphrase opens them, without the program.
pub(super) fn keys_of(office: &TestOffice, name: &str) -> UserKeys {
    let place = tempfile::tempdir().unwrap();
    record::copy(&office.path(), place.path());
    let files = Arc::new(DiskFiles::new(place.path()));
    let ports = office.ports();
    let mut vault = Vault::open(files, ports.kdf.clone()).unwrap();
    let now = ports.clock.now().millis();
    vault.sign_in(name, &passphrase(name), now).unwrap().keys
}

#[tokio::test]
async fn who_took_it_cannot_read_it_any_more_and_who_is_cleared_reads_all_that_is_added() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    for name in ["desk", "window", "case"] {
        assert_eq!(read_as(&office, name, id).await, None, "{name}");
    }
    // Added before anybody cleared opened it, and after.
    add(&office, "window", id, "Bà hàng xóm gọi.").await;
    let first = read_as(&office, "chief", id).await.unwrap();
    assert_eq!(
        first,
        (vec![TOLD.to_owned(), "Bà hàng xóm gọi.".to_owned()], 0)
    );
    add(&office, "desk", id, "Chị ấy trở lại.").await;
    let (words, _) = read_as(&office, "deputy", id).await.unwrap();
    assert_eq!(words.len(), 3);
    assert_eq!(read_as(&office, "desk", id).await, None);

    let entries = journal::read(&office).await;
    let of: Vec<_> = entries
        .iter()
        .filter(|one| one.entry.subject == id.into())
        .collect();
    let kinds: Vec<&str> = of.iter().map(|one| one.kind()).collect();
    assert_eq!(
        kinds,
        [
            "protected.opened",
            "head.sealed",
            "item.sealed",
            "protected.handed_over",
            "item.sealed",
            "protected.viewed",
            "protected.keyed",
            "item.sealed",
            "protected.viewed",
        ]
    );
    // Its entries tell the day, and its ids no time.
    assert!(
        of.iter()
            .all(|one| one.entry.at == one.entry.at.start_of_day())
    );
    assert_eq!(id.uuid().get_version_num(), 4);
    // When somebody must look stands on the full hour, twelve hours on or a little more.
    let due = of[3].body.as_ref().unwrap()["at"].as_i64().unwrap();
    assert_eq!(due % 3_600_000, 0);
    let begun = moment(testkit::BEGIN).millis();
    let after = due - begun;
    assert!((12 * 3_600_000..13 * 3_600_000).contains(&after), "{after}");
    assert_sound(&office).await;
}

#[tokio::test]
async fn neither_the_keys_of_who_wrote_it_nor_the_record_open_anything_of_it() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    add(&office, "desk", id, "Chị ấy trở lại.").await;
    let (desk, chief) = (keys_of(&office, "desk"), keys_of(&office, "chief"));
    let mut opened = 0;
    for written in journal::read(&office).await {
        let body = written.body.unwrap().to_string();
        for secret in [NAME, "Diễm", TOLD, "031190012345", "đánh", "trở lại"] {
            assert!(!body.contains(secret), "{secret} in {}", written.entry.kind);
        }
        if written.entry.kind != "protected.opened" {
            continue;
        }
        let keyed: Keyed = serde_json::from_str(&body).unwrap();
        let header = Header::read(&keyed.header).unwrap();
        let recipient = Recipient::parse(&header.recipient).unwrap();
        let expected = Expected {
            file: id.uuid(),
            epoch: 0,
            recipient: &recipient,
            cleared: header.cleared.len(),
        };
        assert!(Ladder::open(desk.identity(), &keyed.boxed, &expected).is_err());
        assert!(Ladder::open(chief.identity(), &keyed.boxed, &expected).is_ok());
        opened += 1;
    }
    assert_eq!(opened, 1);
    // Not a word of it lies in a file of the vault, nor its name.
    for file in ["desk.db", "desk.db-wal", "keyring/office.jsonl"] {
        let bytes = std::fs::read(office.path().join(file)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Diễm"), "{file}");
    }
}

#[tokio::test]
async fn somebody_barred_is_never_cleared_and_somebody_revoked_reads_nothing_more() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &["deputy"]).await;
    assert_eq!(read_as(&office, "deputy", id).await, None);
    assert!(read_as(&office, "chief", id).await.is_some());

    // Clearance takes the passphrase once more, and is not for whoever takes no files.
    let (case, deputy, desk) = (
        user(&office, "case"),
        user(&office, "deputy"),
        user(&office, "desk"),
    );
    let session = office.sign_in_as("chief").await;
    let bare = office.grant_clearance(&session, id, case).await;
    assert_eq!(bare.unwrap_err().code, Code::NeedsPassphrase);
    office.confirm(&session, passphrase("chief")).await.unwrap();
    for (who, code) in [
        (deputy, Code::ProtectedBarred),
        (desk, Code::ProtectedNoOfficer),
        (user(&office, "chief"), Code::ProtectedCleared),
    ] {
        let refused = office.grant_clearance(&session, id, who).await;
        assert_eq!(refused.unwrap_err().code, code);
    }
    office.grant_clearance(&session, id, case).await.unwrap();
    office.end(session).await.unwrap();
    let (words, _) = read_as(&office, "case", id).await.unwrap();
    assert_eq!(words, [TOLD]);

    // What is written after she was revoked opens with no key she ever had.
    let case_keys = keys_of(&office, "case");
    let session = stepped_up(&office, "chief").await;
    office.revoke_clearance(&session, id, case).await.unwrap();
    let last = office
        .revoke_clearance(&session, id, user(&office, "chief"))
        .await;
    assert_eq!(last.unwrap_err().code, Code::ProtectedNobodyCleared);
    office.end(session).await.unwrap();
    add(&office, "window", id, "Sau khi bỏ quyền.").await;
    assert_eq!(read_as(&office, "case", id).await, None);
    let (words, _) = read_as(&office, "chief", id).await.unwrap();
    assert_eq!(words.len(), 2);
    let mut ladder = None;
    for written in journal::read(&office).await {
        let body = written.body.unwrap().to_string();
        if written.entry.kind.starts_with("protected.") && body.contains("\"box\"") {
            let keyed: Keyed = serde_json::from_str(&body).unwrap();
            let header = Header::read(&keyed.header).unwrap();
            let recipient = Recipient::parse(&header.recipient).unwrap();
            let expected = Expected {
                file: id.uuid(),
                epoch: header.epoch,
                recipient: &recipient,
                cleared: header.cleared.len(),
            };
            let opened = Ladder::open(case_keys.identity(), &keyed.boxed, &expected);
            ladder = opened.ok().or(ladder);
        }
        if written.entry.kind == "item.sealed" {
            let sealed: Sealed = serde_json::from_str(&body).unwrap();
            let place = Place {
                station: "x",
                file: id.uuid(),
                item: sealed.item.uuid(),
                seq: sealed.seq,
                epoch: sealed.epoch,
                prev: "x",
            };
            if let Some(ladder) = &ladder {
                let opened = vault::sealed::open(&place, &sealed.ct, ladder, &|_| None);
                // The older one opens as far as its place; the one after has no key of hers.
                assert!(opened.is_err());
                assert_eq!(ladder.epoch() >= sealed.epoch, sealed.seq == 2);
            }
        }
    }
    assert_sound(&office).await;
}

#[tokio::test]
async fn has_she_been_here_before_is_answered_to_the_cleared_alone_and_goes_with_the_session() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &["deputy"]).await;
    let session = office.sign_in_as("chief").await;
    assert_eq!(office.find_protected(&session, NAME).await.unwrap(), []);
    let mut slices = 0;
    let mut heard = |_| {
        slices += 1;
        true
    };
    let opened = office.open_index(&session, &mut heard).await;
    assert_eq!(opened.unwrap(), 1);
    assert!(slices > 0);
    for asked in ["hoang diem", "Ngọc Diễm", "031190012345", "2345"] {
        let found = office.find_protected(&session, asked).await.unwrap();
        assert_eq!(found.len(), 1, "{asked}");
        assert_eq!((found[0].id, found[0].code.len()), (id, 6));
    }
    // Nothing asked: all that she is cleared for.
    assert_eq!(office.find_protected(&session, " ").await.unwrap().len(), 1);
    for asked in ["Hoàng Văn", "345", "03119001234"] {
        let found = office.find_protected(&session, asked).await.unwrap();
        assert_eq!(found, [], "{asked}");
    }
    office.end(session).await.unwrap();
    let session = office.sign_in_as("deputy").await;
    let opened = office.open_index(&session, &mut |_| true).await;
    assert_eq!(opened.unwrap(), 0, "she is barred");
    assert_eq!(office.find_protected(&session, NAME).await.unwrap(), []);
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "index.opened").await, 2);
    assert_sound(&office).await;
}

#[tokio::test]
async fn an_item_moved_from_another_file_is_quarantined_and_an_entry_says_so() {
    let mut office = TestOffice::founded().await;
    let one = handed_over(&office, &[]).await;
    office.clock().advance(Duration::minutes(5));
    let other = handed_over(&office, &[]).await;
    let entries = journal::read(&office).await;
    let note = entries.iter().find(|written| {
        written.entry.subject == other.into() && written.entry.kind == "item.sealed"
    });
    let note: Sealed = serde_json::from_value(note.unwrap().body.clone().unwrap()).unwrap();
    let moved = Sealed {
        item: ItemId::from_bytes([5; 16]),
        seq: 3,
        ..note
    };
    office.shut();
    let entry = Pending::new(one, Action::ItemSealed(moved));
    herself::writes(&office, "window", entry).await.unwrap();
    office.reopen();
    let (words, quarantined) = read_as(&office, "chief", one).await.unwrap();
    assert_eq!((words.len(), quarantined), (1, 1));
    assert_eq!(journal::count(&office, "item.quarantined").await, 1);
    // What comes after it is read all the same.
    add(&office, "desk", one, "Về sau.").await;
    let (words, _) = read_as(&office, "deputy", one).await.unwrap();
    assert_eq!(words.last().unwrap(), "Về sau.");
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_box_that_somebody_made_without_the_right_to_opens_for_nobody_and_verify_finds_it() {
    let mut office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let told = HandOverTold {
        officer: Some(user(&office, "case")),
        ..told(&office, &[])
    };
    let id = office
        .hand_over_protected(&session, &told)
        .await
        .unwrap()
        .id;
    office.end(session).await.unwrap();
    assert!(read_as(&office, "case", id).await.is_some());

    // The case officer has the keys; clearing somebody is a supervisor's.
    let (case, desk) = (keys_of(&office, "case"), user(&office, "desk"));
    let entries = journal::read(&office).await;
    let newest = entries
        .iter()
        .rfind(|one| one.entry.kind == "protected.keyed");
    let keyed: Keyed = serde_json::from_value(newest.unwrap().body.clone().unwrap()).unwrap();
    let before = Header::read(&keyed.header).unwrap();
    let recipient = Recipient::parse(&before.recipient).unwrap();
    let expected = Expected {
        file: id.uuid(),
        epoch: before.epoch,
        recipient: &recipient,
        cleared: before.cleared.len(),
    };
    let ladder = Ladder::open(case.identity(), &keyed.boxed, &expected).unwrap();
    let digest = hex_of(&Line::parse(&keyed.header).unwrap().hash());
    let by = UserId::new(case.user());
    let header = before.next(&digest, Change::Grant(desk), None, by);
    let roster = record::roster(&office.path());
    let readers: Vec<Recipient> = header
        .cleared
        .iter()
        .map(|who| {
            roster
                .user(who.uuid())
                .unwrap()
                .recipient()
                .unwrap()
                .clone()
        })
        .collect();
    let boxed = ladder.boxed(&readers, roster.recovery()).unwrap();
    let signer = Signer {
        by: Signatory::User(case.user()),
        key: case.signing(),
        purpose: Purpose::Header,
    };
    let granted = Action::ProtectedGranted(Keyed {
        header: Line::signed(header.text(), &[signer]).text().to_owned(),
        boxed: boxed.text,
    });
    office.shut();
    herself::writes(&office, "case", Pending::new(id, granted))
        .await
        .unwrap();
    office.reopen();
    // Nobody works on: the entry is not one that her role could write.
    let refused = crate::sign_in(&office, "chief", passphrase("chief")).await;
    assert_eq!(refused.unwrap_err().code, Code::RecordAltered);
    let verified = office
        .verify_as("chief", passphrase("chief"), &mut |_| true)
        .await
        .unwrap();
    assert!(!verified.ok, "{verified:?}");
}

pub(super) fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[tokio::test]
async fn a_file_nobody_opened_yet_opens_although_one_who_was_cleared_works_here_no_more() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    let deputy = user(&office, "deputy");
    let session = office.sign_in_as("admin").await;
    office.suspend(&session, deputy).await.unwrap();
    office.end(session).await.unwrap();
    // Shown as it is, each time; the key steps on when she is taken off.
    for _ in 0..2 {
        let (words, quarantined) = read_as(&office, "chief", id).await.unwrap();
        assert_eq!((words.len(), quarantined), (1, 0));
    }
    assert_eq!(journal::count(&office, "protected.keyed").await, 0);
    let session = office.sign_in_as("chief").await;
    office.revoke_clearance(&session, id, deputy).await.unwrap();
    office.end(session).await.unwrap();
    assert!(read_as(&office, "chief", id).await.is_some());
    assert_sound(&office).await;
}
