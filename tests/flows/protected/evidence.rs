//! Files that belong to a protected file: added by whoever holds records, seen by the cleared alone.

use std::fs;
use std::path::PathBuf;

use domain::fault::Code;
use domain::id::{ItemId, ProtectedId};
use office::protected::ProtectedShown;
use office::{AttachWatch, Session};
use testkit::TestOffice;

use super::{handed_over, read_as};
use crate::attachments::{PHOTO, blobs, brought};
use crate::journal::{self, assert_sound};

/// Adds a file as somebody.
async fn added(office: &TestOffice, name: &str, id: ProtectedId, source: PathBuf) {
    let session = office.sign_in_as(name).await;
    office.may_add_evidence(&session, id).await.unwrap();
    let sealed = office.seal_evidence(source, AttachWatch::default());
    let sealed = sealed.await.unwrap();
    office.add_evidence(&session, id, sealed).await.unwrap();
    office.end(session).await.unwrap();
}

fn files(shown: &ProtectedShown) -> Vec<(ItemId, String)> {
    let files = shown.items.iter();
    let named = files.filter_map(|item| Some((item.id, item.file.as_ref()?.name.clone())));
    named.collect()
}

async fn given_out(
    office: &TestOffice,
    session: &Session,
    id: ProtectedId,
    item: ItemId,
) -> Vec<u8> {
    let words = "Chuyển giám định viên.";
    let copy = office.take_evidence_out(session, id, item, words).await;
    let target = office.outside().join("copy");
    let written = office.write_attachment(copy.unwrap(), target.clone(), AttachWatch::default());
    written.await.unwrap();
    let bytes = fs::read(&target).unwrap();
    fs::remove_file(target).unwrap();
    bytes
}

#[tokio::test]
async fn a_photo_and_a_paper_lie_sealed_are_seen_by_the_cleared_and_their_lengths_tell_nothing() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    let pdf = b"%PDF-1.7 Giay chung thuong".repeat(20);
    added(
        &office,
        "desk",
        id,
        brought(&office, "thuong-tich.pdf", &pdf),
    )
    .await;
    added(&office, "window", id, brought(&office, "tay.jpg", PHOTO)).await;

    let session = office.sign_in_as("chief").await;
    let shown = office.open_protected(&session, id).await.unwrap();
    let found = files(&shown);
    let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["thuong-tich.pdf", "tay.jpg"]);
    assert_eq!(given_out(&office, &session, id, found[0].0).await, pdf);
    for large in [false, true] {
        let picture = office.evidence_picture(&session, id, found[1].0, large);
        let drawn = office.draw_picture(picture.await.unwrap()).await.unwrap();
        assert!(
            drawn.is_some_and(|png| png.starts_with(b"\x89PNG")),
            "{large}"
        );
    }
    // The file tells who took a copy, and why.
    let shown = office.open_protected(&session, id).await.unwrap();
    let told = shown.items.last().unwrap();
    assert_eq!(told.text, "Chuyển giám định viên.");
    office.end(session).await.unwrap();

    // Each lies there filled up to the same step, and no page or file holds a byte of what it is.
    let lengths: Vec<u64> = blobs(&office)
        .iter()
        .map(|path| path.metadata().unwrap().len() / 1024)
        .collect();
    assert_eq!(lengths, [256, 256, 256], "two files, and one small picture");
    assert_sound(&office).await;
}

#[tokio::test]
async fn to_whoever_is_not_cleared_no_file_of_it_is_there_and_its_key_stands_nowhere_in_the_clear()
{
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    added(&office, "desk", id, brought(&office, "tay.jpg", PHOTO)).await;
    let session = office.sign_in_as("chief").await;
    let shown = office.open_protected(&session, id).await.unwrap();
    let (item, _) = files(&shown)[0].clone();
    office.end(session).await.unwrap();
    for name in ["desk", "window", "case"] {
        let session = office.sign_in_as(name).await;
        let seen = office.evidence_picture(&session, id, item, true).await;
        assert_eq!(seen.unwrap_err().code, Code::ProtectedUnknown, "{name}");
        let taken = office.take_evidence_out(&session, id, item, "Xem.").await;
        assert_eq!(taken.unwrap_err().code, Code::ProtectedUnknown, "{name}");
        office.end(session).await.unwrap();
    }
    // The key of what lies beside the record stands in no entry in the clear.
    let entries = journal::read(&office).await;
    let sealed = entries.iter().find(|one| one.kind() == "blob.sealed");
    let body = sealed.unwrap().body.as_ref().unwrap().to_string();
    assert!(!body.contains("AGE-SECRET-KEY"), "{body}");
}

#[tokio::test]
async fn a_copy_is_not_taken_without_a_reason_and_one_that_is_altered_is_not_given_out() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    added(
        &office,
        "desk",
        id,
        brought(&office, "loi-ke.pdf", b"%PDF-1.4 x"),
    )
    .await;
    let session = office.sign_in_as("chief").await;
    let shown = office.open_protected(&session, id).await.unwrap();
    let (item, _) = files(&shown)[0].clone();
    let silent = office.take_evidence_out(&session, id, item, " ").await;
    assert_eq!(silent.unwrap_err().code, Code::FieldMissing);
    for path in blobs(&office) {
        let mut bytes = fs::read(&path).unwrap();
        let at = bytes.len() - 1;
        bytes[at] ^= 1;
        fs::write(&path, bytes).unwrap();
    }
    let copy = office.take_evidence_out(&session, id, item, "Xem.").await;
    let target = office.outside().join("copy");
    let written = office.write_attachment(copy.unwrap(), target.clone(), AttachWatch::default());
    assert_eq!(written.await.unwrap_err().code, Code::AttachmentDamaged);
    assert!(!target.exists());
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn what_belongs_to_a_protected_file_is_never_swept_and_verify_finds_it_altered_or_gone() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    added(
        &office,
        "desk",
        id,
        brought(&office, "loi-ke.pdf", b"%PDF-1.4 x"),
    )
    .await;
    office.clock().advance(time::Duration::days(3));
    let old = std::time::SystemTime::UNIX_EPOCH;
    for path in blobs(&office) {
        let file = fs::OpenOptions::new().write(true).open(path).unwrap();
        file.set_modified(old).unwrap();
    }
    let session = office.sign_in_as("chief").await;
    office.end_day(&session, None).await.unwrap();
    office.end(session).await.unwrap();
    assert_eq!(blobs(&office).len(), 1);
    assert_sound(&office).await;
    // Altered, it is found without its key.
    let place = blobs(&office).remove(0);
    let whole = fs::read(&place).unwrap();
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    fs::write(&place, altered).unwrap();
    let session = office.sign_in_as("chief").await;
    let verified = office.verify(&session, &mut |_| true).await.unwrap();
    assert_eq!(verified.faults[0].what, "attachment altered");
    office.end(session).await.unwrap();
    fs::write(&place, whole).unwrap();
    assert_sound(&office).await;
    fs::remove_dir_all(office.path().join("blobs")).unwrap();
    let session = office.sign_in_as("chief").await;
    let verified = office.verify(&session, &mut |_| true).await.unwrap();
    assert_eq!(verified.found, 1);
    assert_eq!(verified.faults[0].what, "attachment missing");
    office.end(session).await.unwrap();
    assert!(read_as(&office, "deputy", id).await.is_some());
}
