//! Bodies to which somebody may be sent on: kept by supervisors, looked into by everybody who holds records.

use domain::fault::Code;
use domain::protected::referral::ReceiverKind;
use office::{BodyRow, BodyTold};
use testkit::TestOffice;

use crate::journal::assert_sound;

fn body(id: Option<&str>, name: &str) -> BodyTold {
    BodyTold {
        id: id.map(str::to_owned),
        kind: ReceiverKind::Shelter,
        name: name.to_owned(),
        phones: "1900 0000".to_owned(),
        address: String::new(),
        hours: "24/7".to_owned(),
        note: String::new(),
        verified_on: "2026-11-20".to_owned(),
    }
}

fn named<'a>(rows: &'a [BodyRow], name: &str) -> Option<&'a BodyRow> {
    rows.iter().find(|row| row.body.name == name)
}

#[tokio::test]
async fn what_the_house_made_sure_of_stands_over_what_came_with_the_program() {
    let mut office = TestOffice::founded().await;
    let session = office.sign_in_as("chief").await;
    let rows = office.directory(&session).await.unwrap();
    let unsure = rows.iter().find(|row| row.body.unsure).unwrap();
    assert!(unsure.stale, "nobody made sure of it");
    let own = body(Some(&unsure.body.id), "Nhà Mẫu, đã gọi ngày 20");
    let rows = office.keep_body(&session, own).await.unwrap();
    assert!(!named(&rows, "Nhà Mẫu, đã gọi ngày 20").unwrap().stale);
    let rows = office
        .keep_body(&session, body(None, "Nhà Tạm Mẫu"))
        .await
        .unwrap();
    assert!(named(&rows, "Nhà Tạm Mẫu").is_some());
    let rows = office.drop_body(&session, "peace-house").await.unwrap();
    assert!(!rows.iter().any(|row| row.body.id == "peace-house"));
    office.end(session).await.unwrap();

    // After a restart, and half a year on, which marks what was not made sure of again.
    office.reopen();
    office.clock().advance(time::Duration::days(200));
    let session = office.sign_in_as("desk").await;
    let rows = office.directory(&session).await.unwrap();
    assert!(named(&rows, "Nhà Tạm Mẫu").unwrap().stale);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_body_without_a_name_a_way_or_a_past_day_is_refused_at_its_field() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("chief").await;
    let before = office.directory(&session).await.unwrap();
    let nameless = body(None, "  ");
    let silent = BodyTold {
        phones: String::new(),
        ..body(None, "Nhà Mẫu")
    };
    let later = BodyTold {
        verified_on: "2026-12-24".to_owned(),
        ..body(None, "Nhà Mẫu")
    };
    let malformed = BodyTold {
        verified_on: "hôm qua".to_owned(),
        ..body(None, "Nhà Mẫu")
    };
    let wrong = [
        (nameless, Code::FieldMissing, "name"),
        (silent, Code::FieldMissing, "phones"),
        (later, Code::DateInFuture, "verified_on"),
        (malformed, Code::FieldNotDate, "verified_on"),
    ];
    for (told, code, field) in wrong {
        let refused = office.keep_body(&session, told).await.unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (code, Some(field))
        );
    }
    let unknown = office
        .keep_body(&session, body(Some("none"), "Nhà Mẫu"))
        .await;
    assert_eq!(unknown.unwrap_err().code, Code::FieldUnknown);
    assert_eq!(office.directory(&session).await.unwrap(), before);
    office.end(session).await.unwrap();
}
