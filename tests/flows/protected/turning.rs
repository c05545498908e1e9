//! A matter on record becomes a protected file, by two: nothing of it stays in the open.

use domain::fault::Code;
use domain::id::FileId;
use domain::protected::content::ItemKind;
use office::protected::TurnTold;
use office::{Answer, Session};
use testkit::{TestOffice, passphrase};

use super::user;
use crate::attachments::{PHOTO, attached, blobs, brought};
use crate::journal::{self, assert_sound};
use crate::private::worlds::taken;
use crate::services::life::CARD;
use crate::services::taken_in;

fn told(office: &TestOffice, barred: &[&str]) -> TurnTold {
    TurnTold {
        officer: Some(user(office, "case")),
        barred: barred.iter().map(|name| user(office, name)).collect(),
        words: "Chị ấy bị chồng đánh, không phải việc dân sự.".to_owned(),
    }
}

async fn turn(
    office: &TestOffice,
    session: &Session,
    file: FileId,
    told: &TurnTold,
) -> Answer<domain::id::ProtectedId> {
    let second = office.cosign(session, "deputy", passphrase("deputy"), told.request(file));
    let second = second.await?;
    office
        .turn_into_protected(session, file, told, second)
        .await
}

/// What stands on her card.
fn name_of_card() -> &'static str {
    CARD.split('|').nth(2).unwrap()
}

#[tokio::test]
async fn a_matter_that_becomes_protected_is_read_by_the_cleared_alone_and_no_page_tells_of_her() {
    let office = TestOffice::founded().await;
    let (file, token) = taken_in(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let photo = brought(&office, "tay.jpg", PHOTO);
    attached(&office, &session, file, &photo).await;
    office.end(session).await.unwrap();
    office.clock().advance(time::Duration::days(3));

    let session = office.sign_in_as("chief").await;
    let id = turn(&office, &session, file, &told(&office, &["window"])).await;
    let id = id.unwrap();
    let shown = office.open_protected(&session, id).await.unwrap();
    assert_eq!(shown.names, [name_of_card()]);
    assert_eq!(shown.quarantined, 0);
    let kinds: Vec<ItemKind> = shown.items.iter().map(|item| item.kind).collect();
    let wanted = [
        ItemKind::Note,
        ItemKind::Form,
        ItemKind::Note,
        ItemKind::Blob,
    ];
    assert_eq!(kinds, wanted);
    assert!(shown.items[2].text.contains(name_of_card()));
    assert!(shown.items[2].text.contains("Thời hạn đang chạy"));
    assert!(!shown.items[1].answers.is_empty());
    let picture = office
        .evidence_picture(&session, id, shown.items[3].id, true)
        .await
        .unwrap();
    assert!(office.draw_picture(picture).await.unwrap().is_some());
    // In the open there is no matter, no visit, no receipt of it and nobody who came.
    let page = office.file_page(&session, file).await.unwrap_err();
    assert_eq!(page.code, Code::FileUnknown);
    let found = office.find_people(&session, name_of_card(), 5).await;
    assert!(found.unwrap().people.is_empty());
    office.end(session).await.unwrap();
    for name in ["desk", "window"] {
        let session = office.sign_in_as(name).await;
        let opened = office.open_protected(&session, id).await.unwrap_err();
        assert_eq!(opened.code, Code::ProtectedUnknown, "{name}");
        office.end(session).await.unwrap();
    }
    let session = office.sign_in_as("case").await;
    assert!(office.open_protected(&session, id).await.is_ok());
    office.end(session).await.unwrap();
    assert_eq!(
        blobs(&office).len(),
        2,
        "its photo is the protected file's now"
    );

    // Neither an entry nor a page of the database, read with reception's key, holds her name or the receipt.
    for entry in journal::read(&office).await {
        let body = entry.body.map(|body| body.to_string()).unwrap_or_default();
        assert!(!body.contains(name_of_card()), "{}", entry.entry.kind);
        assert!(!body.contains(&token));
    }
    let name = name_of_card().as_bytes().to_vec();
    let folded = domain::fold::folded_key(name_of_card()).into_bytes();
    for page in taken(&office).pages() {
        for trace in [&name, &folded] {
            assert!(
                !page
                    .windows(trace.len())
                    .any(|part| part == trace.as_slice())
            );
        }
    }
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_matter_is_turned_by_two_supervisors_with_a_reason_and_by_nobody_else() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    for name in ["desk", "case"] {
        let session = office.sign_in_as(name).await;
        let refused = turn(&office, &session, file, &told(&office, &[])).await;
        assert_eq!(refused.unwrap_err().code, Code::NotAllowed, "{name}");
        office.end(session).await.unwrap();
    }
    let session = office.sign_in_as("chief").await;
    let silent = TurnTold {
        words: " ".to_owned(),
        ..told(&office, &[])
    };
    let refused = turn(&office, &session, file, &silent).await.unwrap_err();
    assert_eq!(refused.code, Code::FieldMissing);
    let barred = told(&office, &["case"]);
    let refused = turn(&office, &session, file, &barred).await.unwrap_err();
    assert_eq!(refused.code, Code::ProtectedNoOfficer);
    // Whoever decides reads it: neither of the two is kept from it.
    for name in ["chief", "deputy"] {
        let refused = turn(&office, &session, file, &told(&office, &[name])).await;
        assert_eq!(refused.unwrap_err().code, Code::ProtectedBarred, "{name}");
    }
    // Agreed to with other people barred, it is another request.
    let other = told(&office, &["window"]).request(file);
    let second = office.cosign(&session, "deputy", passphrase("deputy"), other);
    let told = told(&office, &[]);
    let done = office.turn_into_protected(&session, file, &told, second.await.unwrap());
    assert!(done.await.is_err());
    assert!(
        office.file_page(&session, file).await.is_ok(),
        "it stands as before"
    );
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}
