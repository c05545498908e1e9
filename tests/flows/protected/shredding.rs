//! A protected file is shredded by two: nothing of it opens any more, whatever keys and tools there are.

use std::fs;
use std::path::Path;

use domain::fault::Code;
use domain::id::ProtectedId;
use domain::protected::work::Deed;
use domain::subject::Basis;
use office::protected::{Decided, FormTold, HandOverTold, ShreddedRow};
use office::{Answer, AttachWatch, Session, erase_request};
use serde_json::json;
use store::Desk;
use testkit::{TestOffice, passphrase};
use time::Duration;

use super::{NAME, TOLD, add, handed_over, read_as, user, work};
use crate::attachments::{PHOTO, all_files, blobs, brought};
use crate::journal::{self, assert_sound};
use crate::record;

fn close() -> Decided {
    Decided::Close {
        words: "Hết thời hạn.".to_owned(),
    }
}

pub(super) async fn closed(office: &TestOffice, session: &Session, id: ProtectedId) {
    let decided = close();
    let second = office.cosign(session, "deputy", passphrase("deputy"), decided.request(id));
    let second = second.await.unwrap();
    let done = office.decide_protected(session, id, &decided, second).await;
    done.unwrap();
}

pub(super) async fn shred(
    office: &TestOffice,
    session: &Session,
    id: ProtectedId,
) -> Answer<ShreddedRow> {
    let basis = Basis::Retention;
    let request = erase_request(id.into(), basis);
    let second = office.cosign(session, "deputy", passphrase("deputy"), request);
    let second = second.await?;
    office.shred_protected(session, id, basis, second).await
}

/// A file with a photo, read by its people and closed.
async fn old_file(office: &TestOffice) -> ProtectedId {
    let id = handed_over(office, &[]).await;
    add(office, "window", id, "Bà hàng xóm gọi.").await;
    let session = office.sign_in_as("desk").await;
    let photo = brought(office, "tay.jpg", PHOTO);
    let sealed = office.seal_evidence(photo, AttachWatch::default()).await;
    office
        .add_evidence(&session, id, sealed.unwrap())
        .await
        .unwrap();
    office.end(session).await.unwrap();
    assert!(read_as(office, "chief", id).await.is_some());
    id
}

/// Property P13: nothing that is left opens it, with the keys of everybody and with recovery's, for there is
/// nothing left to open.
#[tokio::test]
async fn of_a_shredded_file_no_box_item_or_photo_is_left_and_the_record_lies_under_another_key() {
    let office = TestOffice::founded().await;
    let id = old_file(&office).await;
    let other = handed_over(&office, &[]).await;
    let before = tempfile::tempdir().unwrap();
    record::copy(&office.path(), before.path());
    let ciphers: Vec<String> = journal::read(&office)
        .await
        .iter()
        .filter(|one| one.entry.subject == id.into())
        .filter_map(|one| one.body.as_ref())
        .filter_map(|body| {
            body["ct"]
                .as_str()
                .or(body["box"].as_str())
                .map(str::to_owned)
        })
        .collect();
    assert!(ciphers.len() >= 5, "boxes and items");

    let session = office.sign_in_as("chief").await;
    let open = shred(&office, &session, id).await.unwrap_err();
    assert_eq!(open.code, Code::ProtectedNotClosed);
    closed(&office, &session, id).await;
    let row = shred(&office, &session, id).await.unwrap();
    // Nobody chose a place of the backups: that none holds it is not known.
    assert_eq!((row.basis, row.held), (Basis::Retention, None));
    assert!(!row.unfinished);
    // The session goes on under the new key.
    let gone = office.open_protected(&session, id).await.unwrap_err();
    assert_eq!(gone.code, Code::ProtectedUnknown);
    assert!(office.open_protected(&session, other).await.is_ok());
    office.end(session).await.unwrap();

    let entries = journal::read(&office).await;
    let of = || entries.iter().filter(|one| one.entry.subject == id.into());
    let left: Vec<&str> = of()
        .filter(|one| one.body.is_some())
        .map(journal::Written::kind)
        .collect();
    assert_eq!(left, ["subject.erased"]);
    let texts: Vec<String> = entries
        .iter()
        .filter_map(|one| one.body.as_ref().map(ToString::to_string))
        .collect();
    for cipher in &ciphers {
        assert!(!texts.iter().any(|text| text.contains(cipher.as_str())));
    }
    assert!(blobs(&office).is_empty());
    // Under the key of before nothing of the folder opens.
    let founding = office.founding();
    let old = record::database_key(before.path(), founding);
    let new = record::database_key(&office.path(), founding);
    let place = tempfile::tempdir().unwrap();
    let database = place.path().join("desk.db");
    fs::copy(office.path().join("desk.db"), &database).unwrap();
    let desk = entries[0].entry.desk;
    assert!(Desk::open(&database, &old, desk).await.is_err());
    let opened = Desk::open(&database, &new, desk).await.unwrap();
    opened.close().await.unwrap();
    for name in ["chief", "deputy", "case", "desk"] {
        assert_eq!(read_as(&office, name, id).await, None, "{name}");
    }
    for path in all_files(&office.path()) {
        let bytes = fs::read(&path).unwrap();
        for words in [NAME, TOLD] {
            let holds = bytes
                .windows(words.len())
                .any(|part| part == words.as_bytes());
            assert!(!holds, "{path:?}");
        }
    }
    assert_sound(&office).await;
}

#[tokio::test]
async fn one_alone_another_ground_or_whoever_is_barred_shreds_nothing() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    let session = office.sign_in_as("chief").await;
    office.open_protected(&session, id).await.unwrap();
    closed(&office, &session, id).await;
    let request = erase_request(id.into(), Basis::Retention);
    let herself = office.cosign(&session, "chief", passphrase("chief"), request);
    assert!(herself.await.is_err(), "nobody agrees with herself");
    let other = erase_request(id.into(), Basis::LawfulOrder);
    let second = office.cosign(&session, "deputy", passphrase("deputy"), other);
    let done = office.shred_protected(&session, id, Basis::Retention, second.await.unwrap());
    assert_eq!(done.await.unwrap_err().code, Code::CosignOtherRequest);
    // A party to the matter neither shreds it nor agrees to that, nor to its closing or to a copy of it.
    let deputy = user(&office, "deputy");
    let bars = office.bar_from_protected(&session, id, deputy, "Anh của người bị tố.");
    bars.await.unwrap();
    let refused = shred(&office, &session, id).await.unwrap_err();
    assert_eq!(refused.code, Code::ProtectedBarred);
    let reopened = office.reopen_protected(&session, id, "Lại bị dọa.").await;
    reopened.unwrap();
    let close = close();
    let second = office.cosign(&session, "deputy", passphrase("deputy"), close.request(id));
    let second = second.await.unwrap();
    let done = office.decide_protected(&session, id, &close, second).await;
    assert_eq!(done.unwrap_err().code, Code::ProtectedBarred);
    office.end(session).await.unwrap();
    let session = office.sign_in_as("deputy").await;
    let second = office.cosign(&session, "chief", passphrase("chief"), request);
    let done = office.shred_protected(&session, id, Basis::Retention, second.await.unwrap());
    assert_eq!(done.await.unwrap_err().code, Code::ProtectedUnknown);
    office.end(session).await.unwrap();
    assert!(read_as(&office, "chief", id).await.is_some());
    assert_sound(&office).await;
}

/// What was erased and could not be written anew at once (the disk was full, the power went) is so by the end of
/// the day; until then nobody is told that it is gone.
#[tokio::test]
async fn a_key_that_could_not_be_made_at_once_is_made_at_the_end_of_the_day() {
    let office = TestOffice::founded().await;
    let id = old_file(&office).await;
    let old = record::database_key(&office.path(), office.founding());
    let session = office.sign_in_as("chief").await;
    closed(&office, &session, id).await;
    // Something stands where the new file would be written.
    let way = office.path().join("desk.next");
    fs::create_dir_all(way.join("x")).unwrap();
    let row = shred(&office, &session, id).await.unwrap();
    assert!(row.unfinished);
    let gone = office.open_protected(&session, id).await.unwrap_err();
    assert_eq!(gone.code, Code::ProtectedUnknown);
    fs::remove_dir_all(way).unwrap();
    office.end_day(&session, None).await.unwrap();
    let rows = office.shredded(&session).await.unwrap();
    assert!(!rows[0].unfinished);
    // The session went on, and a second end of a day makes no further key.
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "record.rekeyed").await, 1);
    let new = record::database_key(&office.path(), office.founding());
    let text = |key: &vault::secret::DatabaseKey| key.with_pragma_text(str::to_owned);
    assert_ne!(text(&old), text(&new));
    assert_sound(&office).await;
}

#[tokio::test]
async fn backups_of_before_are_told_until_they_are_gone_and_a_medium_that_is_not_there_tells_nothing()
 {
    let office = TestOffice::founded().await;
    let id = old_file(&office).await;
    let stick = office.outside().join("stick");
    fs::create_dir(&stick).unwrap();
    let admin = office.sign_in_as("admin").await;
    let place = stick.to_str().unwrap();
    let chosen = office.change_setting(&admin, "backup.place", place).await;
    chosen.unwrap();
    office.end(admin).await.unwrap();
    let session = office.sign_in_as("chief").await;
    let backup = async || {
        let made = office.make_backup(&session, &stick, &mut |_| true).await;
        made.unwrap().name
    };
    let older = backup().await;
    closed(&office, &session, id).await;
    let row = shred(&office, &session, id).await.unwrap();
    assert_eq!(row.held, Some(vec![older.clone()]));
    office.clock().advance(Duration::days(1));
    backup().await;
    let held = async || office.shredded(&session).await.unwrap().remove(0).held;
    assert_eq!(held().await, Some(vec![older.clone()]));
    // Pulled out, it says nothing; plugged in again it does.
    let aside = office.outside().join("aside");
    fs::rename(&stick, &aside).unwrap();
    assert_eq!(held().await, None);
    fs::create_dir(&stick).unwrap();
    assert_eq!(held().await, None, "nothing lies where it was");
    fs::remove_dir(&stick).unwrap();
    fs::rename(&aside, &stick).unwrap();
    fs::remove_dir_all(stick.join(older)).unwrap();
    assert_eq!(held().await, Some(Vec::new()));
    office.end(session).await.unwrap();
}

/// Property P14 of the new key: whatever file was written last when the power went, the next sign-in finds
/// the one record or the other, whole.
#[tokio::test]
async fn cut_at_any_point_the_record_opens_under_the_one_key_or_the_other() {
    let mut office = TestOffice::founded().await;
    let id = old_file(&office).await;
    let folder = office.path();
    let before = tempfile::tempdir().unwrap();
    record::copy(&folder, before.path());
    let session = office.sign_in_as("chief").await;
    closed(&office, &session, id).await;
    shred(&office, &session, id).await.unwrap();
    office.end(session).await.unwrap();
    office.shut();
    let after = tempfile::tempdir().unwrap();
    record::copy(&folder, after.path());
    let put = |from: &Path, name: &str, to: &str| {
        fs::copy(from.join(name), folder.join(to)).unwrap();
    };
    let half = fs::read(after.path().join("desk.db")).unwrap();
    // The new file begun; written whole; named by the key file; in the old one's place.
    for cut in 0..4 {
        for name in ["desk.db", "dbkey.age", "dbkey.meta", "keyring/head"] {
            put(after.path(), name, name);
        }
        if cut < 3 {
            put(before.path(), "desk.db", "desk.db");
            fs::write(
                folder.join("desk.next"),
                &half[..half.len() / [3, 1, 1][cut]],
            )
            .unwrap();
            put(before.path(), "keyring/head", "keyring/head");
        }
        if cut < 2 {
            put(before.path(), "dbkey.age", "dbkey.age");
        }
        // The record of before, where it counts, names what lay beside it then.
        let _none = fs::remove_dir_all(folder.join("blobs"));
        if cut < 2 {
            record::copy(&before.path().join("blobs"), &folder.join("blobs"));
        }
        office.reopen();
        // Where the new file counts, the head of then would lie behind it; it never leads.
        assert_eq!(
            read_as(&office, "chief", id).await.is_some(),
            cut < 2,
            "{cut}"
        );
        assert!(!folder.join("desk.next").exists(), "{cut}");
        assert_sound(&office).await;
        office.shut();
    }
    office.reopen();
}

#[tokio::test]
async fn what_somebody_asked_for_is_shredded_after_its_days_unless_somebody_answers_for_it() {
    let office = TestOffice::founded().await;
    let id = asked_for(&office).await;
    let kept = asked_for(&office).await;
    let session = office.sign_in_as("chief").await;
    let over = async || {
        office.open_index(&session, &mut |_| true).await.unwrap();
        let found = office.find_protected(&session, "").await.unwrap();
        let over = found.iter().filter(|found| found.over);
        over.map(|found| found.id).collect::<Vec<_>>()
    };
    let take_on = work(Deed::TookOn, "Có hồ sơ của người được hỏi.");
    office
        .work_on_protected(&session, kept, &take_on)
        .await
        .unwrap();
    office.clock().advance(Duration::days(29));
    assert_eq!(over().await, []);
    let early = shred(&office, &session, id).await.unwrap_err();
    assert_eq!(early.code, Code::ProtectedNotClosed);
    office.clock().advance(Duration::days(1));
    assert_eq!(over().await, [id]);
    shred(&office, &session, id).await.unwrap();
    let answered = shred(&office, &session, kept).await.unwrap_err();
    assert_eq!(answered.code, Code::ProtectedNotClosed);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

async fn asked_for(office: &TestOffice) -> ProtectedId {
    let session = office.sign_in_as("desk").await;
    let told = HandOverTold {
        form: Some(FormTold {
            service: "F-asked".to_owned(),
            fields: [
                ("asked_for", json!({ "name": "Nguyễn Thị Không Có" })),
                ("words", json!("Vợ tôi có ở đây không?")),
            ]
            .map(|(key, value)| (key.to_owned(), value))
            .into(),
        }),
        slip: crate::private::no_paper(),
        ..HandOverTold::default()
    };
    let handed = office.hand_over_protected(&session, &told).await.unwrap();
    office.end(session).await.unwrap();
    handed.id
}
