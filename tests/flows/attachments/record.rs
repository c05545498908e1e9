//! Attachments and the record: erased, altered, swept, brought back.

use std::time::{Duration, SystemTime};

use domain::subject::Basis;
use testkit::moment;

use super::*;
use crate::whole_record::agreed;

async fn with_a_photo(office: &TestOffice) -> (FileId, AttachmentRow) {
    let (file, _) = taken_in(office, "E").await;
    let session = office.sign_in_as("desk").await;
    let row = attached(office, &session, file, &brought(office, "a.jpg", PHOTO)).await;
    office.end(session).await.unwrap();
    (file, row)
}

#[tokio::test]
async fn what_was_brought_with_an_erased_matter_is_shredded() {
    let office = TestOffice::founded().await;
    let (file, _) = with_a_photo(&office).await;
    assert_eq!(blobs(&office).len(), 2);
    let session = office.sign_in_as("chief").await;
    let second = agreed(&office, &session, file, Basis::LawfulOrder).await;
    let erased = office.erase_file(&session, file, Basis::LawfulOrder, second);
    erased.await.unwrap();
    assert!(blobs(&office).is_empty());
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

async fn verified(office: &TestOffice) -> Vec<String> {
    let session = office.sign_in_as("chief").await;
    let verified = office.verify(&session, &mut |_| true).await.unwrap();
    office.end(session).await.unwrap();
    assert_eq!(verified.ok, verified.faults.is_empty());
    let faults = verified.faults.into_iter();
    faults.map(|fault| fault.what).collect()
}

#[tokio::test]
async fn one_that_was_altered_or_lost_does_not_open_and_verification_says_so() {
    let office = TestOffice::founded().await;
    let (file, row) = with_a_photo(&office).await;
    assert!(verified(&office).await.is_empty());
    let place = blobs(&office);
    let place = place.iter().find(|path| path.ends_with(&row.id)).unwrap();
    let whole = fs::read(place).unwrap();
    for at in [10, whole.len() / 2, whole.len() - 1] {
        let mut altered = whole.clone();
        altered[at] ^= 1;
        fs::write(place, altered).unwrap();
        assert_eq!(verified(&office).await, ["attachment altered"]);
        let session = office.sign_in_as("desk").await;
        let seen = seen(&office, &session, file, (id(&row), true)).await;
        assert_eq!(seen.unwrap_err().code, Code::AttachmentDamaged);
        let copy = office.take_out_attachment(&session, file, id(&row)).await;
        let target = office.outside().join("copy");
        let watch = AttachWatch::default();
        let written = office.write_attachment(copy.unwrap(), target.clone(), watch);
        assert_eq!(written.await.unwrap_err().code, Code::AttachmentDamaged);
        assert!(!target.exists(), "no half of a copy");
        office.end(session).await.unwrap();
    }
    fs::remove_file(place).unwrap();
    assert_eq!(verified(&office).await, ["attachment missing"]);
    fs::write(place, whole).unwrap();
    assert!(verified(&office).await.is_empty());
}

#[tokio::test]
async fn what_no_entry_names_is_swept_at_the_end_of_a_day_and_nothing_else() {
    let office = TestOffice::founded().await;
    with_a_photo(&office).await;
    let now = moment("2026-11-24T09:00:00+07:00").millis();
    let yesterday = u64::try_from(now).unwrap() - 25 * 60 * 60 * 1000;
    let old = SystemTime::UNIX_EPOCH + Duration::from_millis(yesterday);
    let folder = blobs(&office)[0].parent().unwrap().to_owned();
    for name in ["half.tmp", "00000000-0000-4000-8000-000000000000", "young"] {
        fs::write(folder.join(name), b"left by a crash").unwrap();
    }
    for path in blobs(&office) {
        if !path.ends_with("young") {
            let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
            file.set_modified(old).unwrap();
        }
    }
    let session = office.sign_in_as("desk").await;
    office.end_day(&session, None).await.unwrap();
    office.end(session).await.unwrap();
    let left = blobs(&office);
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(left.iter().any(|path| path.ends_with("young")));
    assert!(verified(&office).await.is_empty());
}

#[tokio::test]
async fn a_backup_holds_each_attachment_once() {
    let office = TestOffice::founded().await;
    with_a_photo(&office).await;
    let place = office.outside().join("stick");
    fs::create_dir(&place).unwrap();
    let session = office.sign_in_as("chief").await;
    for _ in 0..2 {
        let made = office.make_backup(&session, &place, &mut |_| true).await;
        made.unwrap();
        office.clock().advance(time::Duration::hours(1));
    }
    let copied = all_files(&place.join("blobs"));
    assert_eq!(copied.len(), 2, "the photo and its small picture");
    for path in blobs(&office) {
        let name = path.file_name().unwrap();
        let copy = copied.iter().find(|copy| copy.file_name() == Some(name));
        assert_eq!(fs::read(copy.unwrap()).unwrap(), fs::read(&path).unwrap());
    }
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_lost_or_altered_attachment_costs_a_restored_office_itself_alone() {
    let office = TestOffice::founded().await;
    let (file, row) = with_a_photo(&office).await;
    let place = office.outside().join("stick");
    fs::create_dir(&place).unwrap();
    let session = office.sign_in_as("chief").await;
    let made = office.make_backup(&session, &place, &mut |_| true).await;
    let made = made.unwrap();
    office.end(session).await.unwrap();
    let copied = all_files(&place.join("blobs"));
    let photo = copied.iter().find(|path| path.ends_with(&row.id)).unwrap();
    fs::write(photo, b"altered on the stick").unwrap();
    let target = office.outside().join("restored");
    let source = place.join(&made.name);
    let again = crate::backup::going_on::restored(&office, &source, &target, ("admin", "chief"));
    let again = again.await.unwrap();
    assert_eq!((again.files, again.attachments_lost), (1, 1));
    let new = office::Office::open(&target, office.ports()).unwrap();
    let chief = new.sign_in("chief", testkit::passphrase("chief")).await;
    let chief = chief.unwrap();
    let verified = new.verify(&chief, &mut |_| true).await.unwrap();
    let faults: Vec<_> = verified.faults.iter().map(|fault| &fault.what).collect();
    assert_eq!(faults, ["attachment missing"]);
    let page = new.file_page(&chief, file).await.unwrap();
    assert_eq!(page.attachments.len(), 1);
    new.end(chief).await.unwrap();
}
