//! Files that people bring: in and out unchanged, without the place a photo was taken, and harmless
//! whatever they are.

use std::fs;
use std::path::{Path, PathBuf};

use domain::attachment::{ATTACHMENT_LIMIT, MediaKind};
use domain::fault::Code;
use domain::id::{BlobId, FileId};
use office::{AttachWatch, AttachmentRow, SCAN_FOLDER, Session};
use testkit::TestOffice;

use crate::journal::{assert_sound, kinds};
use crate::services::taken_in;

mod hostile;
mod large;
mod record;

pub(crate) const PHOTO: &[u8] = include_bytes!("../fixtures/photo-with-a-place.jpg");
/// Stands in the photo twice: where it was taken, and behind the picture.
const PLACE: &[u8] = b"NHA-CUA-CHI-THU";

/// A file of the desktop, outside the vault.
pub(crate) fn brought(office: &TestOffice, name: &str, bytes: &[u8]) -> PathBuf {
    let path = office.outside().join(name);
    fs::write(&path, bytes).unwrap();
    path
}

pub(crate) async fn attached(
    office: &TestOffice,
    session: &Session,
    file: FileId,
    path: &Path,
) -> AttachmentRow {
    let sealed = office.seal_file(path.to_owned(), AttachWatch::default());
    let sealed = sealed.await.unwrap();
    let entered = office.attach(session, file, sealed).await.unwrap();
    entered.scan_leaves().await;
    let page = office.file_page(session, file).await.unwrap();
    page.attachments.into_iter().next_back().unwrap()
}

pub(crate) fn id(row: &AttachmentRow) -> BlobId {
    row.id.parse().unwrap()
}

async fn refused(office: &TestOffice, path: &Path) -> Code {
    let sealed = office.seal_file(path.to_owned(), AttachWatch::default());
    sealed.await.unwrap_err().code
}

/// The picture of an attachment, as the screen gets it.
async fn seen(
    office: &TestOffice,
    session: &Session,
    file: FileId,
    (named, large): (BlobId, bool),
) -> office::Answer<Option<Vec<u8>>> {
    let picture = office
        .attachment_picture(session, file, named, large)
        .await?;
    office.draw_picture(picture).await
}

async fn given_out(
    office: &TestOffice,
    session: &Session,
    file: FileId,
    row: &AttachmentRow,
) -> Vec<u8> {
    let target = office.outside().join("copy");
    let copy = office.take_out_attachment(session, file, id(row));
    let copy = copy.await.unwrap();
    let written = office.write_attachment(copy, target.clone(), AttachWatch::default());
    written.await.unwrap();
    let bytes = fs::read(&target).unwrap();
    fs::remove_file(target).unwrap();
    bytes
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// Every file below a folder.
pub(crate) fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(all_files(&path));
        } else {
            all.push(path);
        }
    }
    all
}

pub(crate) fn blobs(office: &TestOffice) -> Vec<PathBuf> {
    let folder = office.path().join("blobs");
    if folder.exists() {
        all_files(&folder)
    } else {
        Vec::new()
    }
}

#[tokio::test]
async fn what_is_brought_is_kept_sealed_and_given_back_as_it_came() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let words = "%PDF-1.7 Đơn của chị Thử, không ai khác được đọc".as_bytes();
    let pdf = words.repeat(9000);
    let row = attached(&office, &session, file, &brought(&office, "Đơn.pdf", &pdf)).await;
    assert_eq!((row.name.as_str(), row.kind), ("Đơn.pdf", MediaKind::Pdf));
    assert!(!row.picture && row.kib > 400);
    assert_eq!(given_out(&office, &session, file, &row).await, pdf);
    for path in all_files(&office.path()) {
        let bytes = fs::read(&path).unwrap();
        assert!(!holds(&bytes, "không ai khác".as_bytes()), "{path:?}");
        assert!(!holds(&bytes, b"AGE-SECRET-KEY-"), "{path:?}");
    }
    office.end(session).await.unwrap();
    let written = kinds(&office).await;
    for kind in ["file.attached", "attachment.taken_out"] {
        assert!(written.iter().any(|one| one == kind), "{kind}");
    }
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_photo_is_seen_small_and_large_and_says_nowhere_where_it_was_taken() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    assert!(holds(PHOTO, PLACE));
    let row = attached(&office, &session, file, &brought(&office, "nhà.jpg", PHOTO)).await;
    assert_eq!((row.kind, row.picture), (MediaKind::Jpeg, true));
    for large in [false, true] {
        let seen = seen(&office, &session, file, (id(&row), large)).await;
        let seen = seen.unwrap().unwrap();
        assert!(seen.starts_with(b"\x89PNG"), "drawn anew");
        // It lay on its side: 240 by 160 pixels, turned by a quarter (width and height in IHDR).
        let size = |at: usize| u32::from_be_bytes(seen[at..at + 4].try_into().unwrap());
        assert_eq!((size(16), size(20)), (160, 240));
    }
    let copy = given_out(&office, &session, file, &row).await;
    assert!(copy.starts_with(b"\xff\xd8") && !holds(&copy, PLACE));
    assert!(!holds(&copy, b"\x88\x25"), "no GPS block");
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn what_was_attached_by_mistake_is_shown_to_nobody() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let row = attached(&office, &session, file, &brought(&office, "a.jpg", PHOTO)).await;
    let withdrawn = office.withdraw_attachment(&session, file, id(&row));
    withdrawn.await.unwrap();
    let page = office.file_page(&session, file).await.unwrap();
    assert!(page.attachments.is_empty());
    let seen = seen(&office, &session, file, (id(&row), false)).await;
    assert_eq!(seen.unwrap_err().code, Code::AttachmentUnknown);
    let copy = office.take_out_attachment(&session, file, id(&row)).await;
    assert_eq!(copy.unwrap_err().code, Code::AttachmentUnknown);
    let again = office.withdraw_attachment(&session, file, id(&row)).await;
    assert_eq!(again.unwrap_err().code, Code::AttachmentUnknown);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn anothers_matter_takes_and_shows_no_file() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let path = brought(&office, "a.jpg", PHOTO);
    let row = attached(&office, &session, file, &path).await;
    office.end(session).await.unwrap();
    let session = office.sign_in_as("window").await;
    let may = office.may_attach(&session, file).await;
    assert_eq!(may.unwrap_err().code, Code::FileUnknown);
    let sealed = office
        .seal_file(path, AttachWatch::default())
        .await
        .unwrap();
    let entered = office.attach(&session, file, sealed).await;
    assert_eq!(entered.unwrap_err().code, Code::FileUnknown);
    let seen = seen(&office, &session, file, (id(&row), false)).await;
    assert_eq!(seen.unwrap_err().code, Code::FileUnknown);
    let copy = office.take_out_attachment(&session, file, id(&row)).await;
    assert_eq!(copy.unwrap_err().code, Code::FileUnknown);
    // What was sealed and not entered is gone: the photo and its small picture are left.
    assert_eq!(blobs(&office).len(), 2);
    office.end(session).await.unwrap();
}

/// A scanner's folder with things in it that are no scans.
async fn scanner(office: &TestOffice) -> PathBuf {
    let folder = office.outside().join("scans");
    fs::create_dir(&folder).unwrap();
    fs::create_dir(folder.join("below")).unwrap();
    let secret = brought(office, "elsewhere.pdf", b"%PDF-1.7");
    std::os::unix::fs::symlink(secret, folder.join("link.pdf")).unwrap();
    fs::write(folder.join(".hidden"), b"%PDF").unwrap();
    let admin = office.sign_in_as("admin").await;
    let text = folder.to_str().unwrap();
    let set = office.change_setting(&admin, SCAN_FOLDER, text).await;
    set.unwrap();
    office.end(admin).await.unwrap();
    folder
}

#[tokio::test]
async fn a_scanners_folder_is_there_and_not_the_vaults() {
    let office = TestOffice::founded().await;
    let admin = office.sign_in_as("admin").await;
    let in_vault = office.path();
    for (place, code) in [
        ("/nowhere/at/all", Code::PlaceMissing),
        (in_vault.to_str().unwrap(), Code::PlaceInVault),
    ] {
        let set = office.change_setting(&admin, SCAN_FOLDER, place).await;
        assert_eq!(set.unwrap_err().code, code);
    }
    office.end(admin).await.unwrap();
}

#[tokio::test]
async fn a_scan_waits_in_its_folder_and_leaves_it_when_it_is_entered() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    let folder = scanner(&office).await;
    let session = office.sign_in_as("desk").await;
    let scan = folder.join("Quét 001.pdf");
    fs::write(&scan, b"%PDF-1.7 page 1").unwrap();
    let waiting = async || {
        let folder = office.sees_scans(&session).await.unwrap().unwrap();
        let waiting = office.scans_in(folder).await.unwrap();
        let names = waiting.into_iter().map(|scan| scan.name);
        names.collect::<Vec<_>>()
    };
    let pause = time::Duration::seconds(9);
    assert!(
        waiting().await.is_empty(),
        "the scanner may still be writing it"
    );
    let early = office
        .seal_scan("Quét 001.pdf", AttachWatch::default())
        .await;
    assert_eq!(early.unwrap_err().code, Code::AttachmentNoFile);
    office.clock().advance(pause);
    // It paused between two pages.
    fs::write(&scan, b"%PDF-1.7 page 1 and page 2").unwrap();
    assert!(waiting().await.is_empty());
    office.clock().advance(pause);
    assert!(waiting().await.is_empty());
    office.clock().advance(pause);
    assert_eq!(waiting().await, ["Quét 001.pdf"]);
    for name in [
        "link.pdf",
        ".hidden",
        "below",
        "../elsewhere.pdf",
        "gone.pdf",
        "",
    ] {
        let sealed = office.seal_scan(name, AttachWatch::default()).await;
        assert_eq!(sealed.unwrap_err().code, Code::AttachmentNoFile, "{name}");
    }
    let seal = async || {
        let sealed = office.seal_scan("Quét 001.pdf", AttachWatch::default());
        sealed.await.unwrap()
    };
    // One that grew since the last look is not the one that was seen whole.
    let before = fs::metadata(&scan).unwrap().modified().unwrap();
    fs::write(&scan, b"%PDF-1.7 page 1 and page 2 and page 3").unwrap();
    let grown = office
        .seal_scan("Quét 001.pdf", AttachWatch::default())
        .await;
    assert_eq!(grown.unwrap_err().code, Code::AttachmentNoFile);
    fs::write(&scan, b"%PDF-1.7 page 1 and page 2").unwrap();
    let again = fs::OpenOptions::new().write(true).open(&scan).unwrap();
    again.set_modified(before).unwrap();
    let sealed = seal().await;
    assert!(scan.exists(), "not entered yet");
    // The scanner uses the name again before it is entered: what was never sealed stays.
    fs::remove_file(&scan).unwrap();
    fs::write(&scan, b"%PDF-1.7 somebody else's").unwrap();
    let entered = office.attach(&session, file, sealed).await.unwrap();
    entered.scan_leaves().await;
    assert!(scan.exists());
    assert!(waiting().await.is_empty());
    office.clock().advance(pause);
    office.clock().advance(pause);
    assert_eq!(waiting().await, ["Quét 001.pdf"]);
    let entered = office.attach(&session, file, seal().await).await.unwrap();
    assert!(scan.exists());
    entered.scan_leaves().await;
    assert!(!scan.exists());
    assert!(folder.join("link.pdf").exists());
    let page = office.file_page(&session, file).await.unwrap();
    let names: Vec<_> = page.attachments.iter().map(|row| &row.name).collect();
    assert_eq!(names, ["Quét 001.pdf", "Quét 001.pdf"]);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_none_empty_or_too_large_is_refused_and_leaves_nothing() {
    let office = TestOffice::founded().await;
    let outside = office.outside().to_owned();
    assert_eq!(refused(&office, &outside).await, Code::AttachmentNoFile);
    let gone = outside.join("gone");
    assert_eq!(refused(&office, &gone).await, Code::AttachmentNoFile);
    let own = office.path().join("vault.json");
    assert_eq!(refused(&office, &own).await, Code::AttachmentNoFile);
    let link = outside.join("into-the-vault");
    std::os::unix::fs::symlink(own, &link).unwrap();
    assert_eq!(refused(&office, &link).await, Code::AttachmentNoFile);
    let empty = brought(&office, "empty.pdf", b"");
    assert_eq!(refused(&office, &empty).await, Code::AttachmentEmpty);
    let large = brought(&office, "large.bin", b"");
    let sparse = fs::OpenOptions::new().write(true).open(&large).unwrap();
    sparse.set_len(ATTACHMENT_LIMIT + 1).unwrap();
    assert_eq!(refused(&office, &large).await, Code::AttachmentTooLarge);
    let photo = brought(&office, "large.jpg", PHOTO);
    let sparse = fs::OpenOptions::new().write(true).open(&photo).unwrap();
    sparse.set_len(65 * 1024 * 1024).unwrap();
    assert_eq!(refused(&office, &photo).await, Code::AttachmentTooLarge);
    // A device never ends.
    let device = Path::new("/dev/zero");
    assert_eq!(refused(&office, device).await, Code::AttachmentNoFile);
    assert!(blobs(&office).is_empty());
}
