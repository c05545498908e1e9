//! Whoever at work is named in what was told never reads it, though nobody thought of saying so.

use domain::fault::Code;
use serde_json::json;
use testkit::{STAFF, TestOffice};

use super::{NAME, form};
use crate::journal::assert_sound;
use crate::protected::user;

/// As colleagues know her.
fn display(name: &str) -> &'static str {
    let member = STAFF.iter().find(|(of, ..)| *of == name);
    member.unwrap().1
}

#[tokio::test]
async fn whoever_is_named_as_a_party_never_reads_it_though_nobody_said_so() {
    let office = TestOffice::founded().await;
    let told = form(
        "F1",
        &[(
            "suspect",
            json!([{ "name": display("deputy").to_uppercase() }]),
        )],
    );
    let session = office.sign_in_as("desk").await;
    let id = office
        .hand_over_protected(&session, &told)
        .await
        .unwrap()
        .id;
    office.end(session).await.unwrap();
    let session = office.sign_in_as("deputy").await;
    let refused = office.open_protected(&session, id).await.unwrap_err();
    assert_eq!(refused.code, Code::ProtectedUnknown);
    office.open_index(&session, &mut |_| true).await.unwrap();
    let found = office.find_protected(&session, NAME).await.unwrap();
    assert!(found.is_empty());
    office.end(session).await.unwrap();
    let session = office.sign_in_as("chief").await;
    let shown = office.open_protected(&session, id).await.unwrap();
    let barred: Vec<_> = shown.barred.iter().map(|row| row.id).collect();
    assert_eq!(barred, [user(&office, "deputy")]);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn where_all_supervisors_are_named_one_is_still_there_to_read_it() {
    let office = TestOffice::founded().await;
    let people = ["chief", "deputy"].map(|name| json!({ "name": display(name) }));
    let told = form("F1", &[("suspect", json!(people))]);
    let session = office.sign_in_as("desk").await;
    let id = office
        .hand_over_protected(&session, &told)
        .await
        .unwrap()
        .id;
    office.end(session).await.unwrap();
    let mut readers = 0;
    for name in ["chief", "deputy"] {
        let session = office.sign_in_as(name).await;
        readers += u32::from(office.open_protected(&session, id).await.is_ok());
        office.end(session).await.unwrap();
    }
    assert_eq!(readers, 1);
}
