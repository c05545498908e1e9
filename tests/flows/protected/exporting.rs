//! A sealed copy of one file for another body, opened with the stock program.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use domain::fault::Code;
use domain::id::ProtectedId;
use office::protected::ExportTold;
use office::{Answer, AttachWatch, Session};
use testkit::{TestOffice, passphrase};

use super::{NAME, TOLD, handed_over, read_as};
use crate::attachments::{PHOTO, brought};
use crate::journal::assert_sound;

async fn export(
    office: &TestOffice,
    session: &Session,
    id: ProtectedId,
    told: &ExportTold,
) -> Answer<office::protected::Export> {
    let second = office.cosign(session, "deputy", passphrase("deputy"), told.request(id));
    let second = second.await?;
    office.export_protected(session, id, told, second).await
}

fn told(to: &str) -> ExportTold {
    ExportTold {
        to: to.to_owned(),
        whom: "Viện kiểm sát nhân dân khu vực 1".to_owned(),
        words: "Theo yêu cầu số 12.".to_owned(),
    }
}

/// A key that the receiver made with the stock program: where it lies, and its public half.
fn receiver(office: &TestOffice, name: &str) -> (PathBuf, String) {
    let place = office.outside().join(name);
    let made = Command::new("age-keygen").arg("-o").arg(&place).output();
    assert!(made.unwrap().status.success());
    let text = fs::read_to_string(&place).unwrap();
    let public = text
        .lines()
        .find_map(|line| line.strip_prefix("# public key: "));
    (place, public.unwrap().to_owned())
}

#[tokio::test]
async fn the_receiver_opens_it_with_the_stock_program_and_nobody_else_reads_a_word_of_it() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    let session = office.sign_in_as("desk").await;
    let photo = brought(&office, "tay.jpg", PHOTO);
    let sealed = office.seal_evidence(photo, AttachWatch::default()).await;
    office
        .add_evidence(&session, id, sealed.unwrap())
        .await
        .unwrap();
    office.end(session).await.unwrap();

    let (key, to) = receiver(&office, "key");
    let session = office.sign_in_as("chief").await;
    let copy = export(&office, &session, id, &told(&to)).await.unwrap();
    let target = office.outside().join("ho-so.zip.age");
    let written = office.write_export(copy, target.clone(), AttachWatch::default());
    written.await.unwrap();
    // The file tells for whom it was made, and why.
    let shown = office.open_protected(&session, id).await.unwrap();
    let last = shown.items.last().unwrap();
    assert_eq!(last.text, "Theo yêu cầu số 12.");
    assert_eq!(
        last.work.as_ref().unwrap().whom,
        "Viện kiểm sát nhân dân khu vực 1"
    );
    office.end(session).await.unwrap();

    let bytes = fs::read(&target).unwrap();
    for words in [NAME, TOLD, "tay.jpg"] {
        let holds = bytes
            .windows(words.len())
            .any(|part| part == words.as_bytes());
        assert!(!holds, "{words}");
    }
    let zip = office.outside().join("x.zip");
    let opened = Command::new("age")
        .args(["-d".as_ref(), "-i".as_ref(), key.as_os_str()])
        .arg("-o")
        .args([zip.as_os_str(), target.as_os_str()])
        .status();
    assert!(opened.unwrap().success());
    let mut zip = zip::ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
    let mut words = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("ho-so.txt").unwrap(), &mut words).unwrap();
    assert!(words.contains(NAME) && words.contains(TOLD), "{words}");
    let mut photo = Vec::new();
    std::io::Read::read_to_end(&mut zip.by_name("001-tay.jpg").unwrap(), &mut photo).unwrap();
    assert!(photo.starts_with(&[0xff, 0xd8]), "a JPEG");
    assert_sound(&office).await;
}

#[tokio::test]
async fn no_copy_is_made_for_no_key_by_one_alone_or_by_whoever_is_not_cleared() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    let (_key, to) = receiver(&office, "key");
    let session = office.sign_in_as("chief").await;
    let before = office
        .open_protected(&session, id)
        .await
        .unwrap()
        .items
        .len();
    let wrong = export(&office, &session, id, &told("age1khongphaikhoa")).await;
    assert_eq!(wrong.unwrap_err().code, Code::ProtectedNoKey);
    let silent = ExportTold {
        words: String::new(),
        ..told(&to)
    };
    let refused = export(&office, &session, id, &silent).await;
    assert_eq!(refused.unwrap_err().code, Code::FieldMissing);
    // Two agreed to another receiver's key.
    let (_other, another) = receiver(&office, "another");
    let second = told(&another).request(id);
    let second = office.cosign(&session, "deputy", passphrase("deputy"), second);
    let told = told(&to);
    let done = office.export_protected(&session, id, &told, second.await.unwrap());
    assert!(done.await.is_err());
    let after = office
        .open_protected(&session, id)
        .await
        .unwrap()
        .items
        .len();
    assert_eq!(before, after, "nothing was written");
    // A party to the matter agrees to no copy of it, either.
    let deputy = super::user(&office, "deputy");
    let bars = office.bar_from_protected(&session, id, deputy, "Là người thân.");
    bars.await.unwrap();
    let refused = export(&office, &session, id, &told).await.unwrap_err();
    assert_eq!(refused.code, Code::ProtectedBarred);
    office.end(session).await.unwrap();
    for name in ["desk", "case"] {
        let session = office.sign_in_as(name).await;
        let refused = export(&office, &session, id, &told).await.unwrap_err();
        let hidden = [Code::ProtectedUnknown, Code::NotAllowed].contains(&refused.code);
        assert!(hidden, "{name}: {refused:?}");
        office.end(session).await.unwrap();
    }
    assert!(read_as(&office, "chief", id).await.is_some());
    assert_sound(&office).await;
}
