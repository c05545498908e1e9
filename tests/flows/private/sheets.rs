//! Sheets of a protected file: what its cleared people write while they work on it, corrected and never
//! lost; and how she may be reached, which is kept to.

use std::collections::BTreeMap;

use domain::fault::Code;
use domain::id::{ItemId, ProtectedId};
use domain::protected::contact::Way;
use domain::protected::work::Deed;
use office::Session;
use office::protected::{ProtectedShown, SheetTold, WorkTold};
use serde_json::{Value, json};
use testkit::TestOffice;
use time::Duration;

use super::{NAME, answers, form};
use crate::journal::assert_sound;

/// A file about her, and the supervisor who answers for it.
async fn file(
    office: &TestOffice,
    service: &str,
    more: &[(&str, Value)],
) -> (ProtectedId, Session) {
    let session = office.sign_in_as("desk").await;
    let handed = office
        .hand_over_protected(&session, &form(service, more))
        .await;
    let id = handed.unwrap().id;
    office.end(session).await.unwrap();
    let session = office.sign_in_as("chief").await;
    let took = work(Deed::TookOn, "Nhận.");
    office.work_on_protected(&session, id, &took).await.unwrap();
    (id, session)
}

fn work(deed: Deed, words: &str) -> WorkTold {
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

fn sheet(service: &str, replaces: Option<ItemId>, told: &[(&str, Value)]) -> SheetTold {
    let told = told.iter();
    SheetTold {
        service: service.to_owned(),
        fields: told
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect::<BTreeMap<_, _>>(),
        replaces,
    }
}

fn newest(shown: &ProtectedShown) -> ItemId {
    let mut forms = shown.items.iter().filter(|item| item.form.is_some());
    forms.next_back().unwrap().id
}

#[tokio::test]
async fn a_plan_is_written_followed_by_correcting_it_and_what_it_said_before_stays() {
    let office = TestOffice::founded().await;
    let (id, session) = file(&office, "F1", &[]).await;
    let plan = sheet(
        "F-plan",
        None,
        &[
            ("goals", json!("Con đi học lại.")),
            ("task_1", json!("Liên hệ trường")),
            ("task_1_who", json!("Chị Hà")),
            ("again", json!("2026-11-30")),
        ],
    );
    let shown = office.write_sheet(&session, id, &plan).await.unwrap();
    let first = newest(&shown);
    // The day it named is a time like the others, and the whole of it is there.
    let clock = shown.clocks.iter().find(|clock| clock.step == "F-plan");
    assert_eq!(clock.unwrap().due, "2026-12-01T00:00:00+07:00");
    let done = sheet(
        "F-plan",
        Some(first),
        &[
            ("goals", json!("Con đi học lại.")),
            ("task_1", json!("Liên hệ trường")),
            ("task_1_who", json!("Chị Hà")),
            ("task_1_state", json!("done")),
            ("again", json!("2026-12-07")),
        ],
    );
    let shown = office.write_sheet(&session, id, &done).await.unwrap();
    let before = shown.items.iter().find(|item| item.id == first).unwrap();
    assert!(before.replaced);
    assert!(
        before
            .answers
            .iter()
            .any(|answer| answer.vi == ["Con đi học lại."])
    );
    let after = shown.items.iter().find(|item| item.replaces == Some(first));
    assert!(!after.unwrap().replaced);
    let due: Vec<&str> = shown
        .clocks
        .iter()
        .filter(|clock| clock.step == "F-plan")
        .map(|clock| clock.due.as_str())
        .collect();
    assert_eq!(due, ["2026-12-08T00:00:00+07:00"], "one day to look again");
    // What was corrected once is corrected at its newest.
    let stale = office.write_sheet(&session, id, &done).await.unwrap_err();
    assert_eq!(
        (stale.code, stale.field.as_deref()),
        (Code::SheetUnknown, Some("replaces"))
    );
    // Looked at again: the day is answered like any time.
    let looked = WorkTold {
        step: Some("F-plan".to_owned()),
        ..work(Deed::Answered, "Đã rà soát.")
    };
    let shown = office
        .work_on_protected(&session, id, &looked)
        .await
        .unwrap();
    assert!(shown.clocks.iter().all(|clock| clock.step != "F-plan"));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_sheet_of_another_kind_of_file_and_a_day_that_is_over_are_refused_at_their_place() {
    let office = TestOffice::founded().await;
    let (id, session) = file(&office, "F3", &[]).await;
    let order = sheet("F-order", None, &[("by", json!("court"))]);
    let refused = office.write_sheet(&session, id, &order).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::SheetUnknown, Some("service"))
    );
    // Its own form takes the place of an earlier one alone, and an ordinary service is none.
    for service in ["F3", "A1", "Z9"] {
        let told = SheetTold {
            fields: answers(&[]),
            ..sheet(service, None, &[])
        };
        let refused = office.write_sheet(&session, id, &told).await.unwrap_err();
        assert_eq!(refused.code, Code::SheetUnknown, "{service}");
    }
    let past = sheet("F-review", None, &[("again", json!("2026-11-20"))]);
    let refused = office.write_sheet(&session, id, &past).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("fields.again"));
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_form_is_corrected_and_the_file_is_found_by_the_right_name_alone() {
    let office = TestOffice::founded().await;
    let (id, session) = file(&office, "F1", &[]).await;
    let shown = office.open_protected(&session, id).await.unwrap();
    let right = SheetTold {
        fields: answers(&[(
            "who",
            json!({ "name": "Trần Thị Ngạt", "phone": "0912345678" }),
        )]),
        ..sheet("F1", Some(newest(&shown)), &[])
    };
    let shown = office.write_sheet(&session, id, &right).await.unwrap();
    assert_eq!(shown.names, ["Trần Thị Ngạt"]);
    let old = shown.items.iter().find(|item| item.replaced).unwrap();
    let told = |vi: &[String]| vi.iter().any(|line| line.contains(NAME));
    assert!(old.answers.iter().any(|answer| told(&answer.vi)));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn an_assessment_that_finds_a_red_sign_raises_the_level_of_the_file() {
    let office = TestOffice::founded().await;
    let (id, session) = file(
        &office,
        "F1",
        &[
            ("level", json!("low")),
            ("level_why", json!("Chưa thấy gì.")),
        ],
    )
    .await;
    let shown = office.open_protected(&session, id).await.unwrap();
    assert_eq!(shown.level_key.as_deref(), Some("low"));
    let found = sheet("F-assess", None, &[("strangled", json!("yes"))]);
    let shown = office.write_sheet(&session, id, &found).await.unwrap();
    assert_eq!(shown.level_key.as_deref(), Some("high"));
    let low = sheet(
        "F-assess",
        None,
        &[
            ("threat", json!("yes")),
            ("level", json!("low")),
            ("level_why", json!("Thôi.")),
        ],
    );
    let refused = office.write_sheet(&session, id, &low).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("fields.level"));
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn nobody_reaches_her_but_as_she_said_and_before_she_said_nobody_does() {
    let office = TestOffice::founded().await;
    let (id, session) = file(&office, "F1", &[]).await;
    let reach = async |way: Way, whom: &str| {
        let told = WorkTold {
            way: Some(way),
            whom: whom.to_owned(),
            ..work(Deed::Reached, "Đã nói chuyện.")
        };
        let shown = office.work_on_protected(&session, id, &told).await;
        shown
            .map(drop)
            .map_err(|refused| (refused.code, refused.field.unwrap_or_default()))
    };
    let at = |code, field: &str| Err((code, field.to_owned()));
    let none = at(Code::ContactNotThisWay, "way");
    assert_eq!(reach(Way::Call, "0912345678").await, none);
    let rule = sheet(
        "F-contact",
        None,
        &[
            ("contact", json!("call")),
            ("contact_phone", json!("0912 345 678")),
            ("contact_from", json!("8:00")),
            ("contact_to", json!("11:30")),
            ("contact_phrase", json!("Hàng đã về")),
            ("contact_never", json!("0987 654 321")),
        ],
    );
    let shown = office.write_sheet(&session, id, &rule).await.unwrap();
    let contact = shown.contact.unwrap();
    assert_eq!(
        (contact.way.as_str(), contact.phrase.as_str()),
        ("call", "Hàng đã về")
    );
    assert_eq!(reach(Way::Call, "0912345678").await, Ok(()));
    assert_eq!(reach(Way::Message, "0912345678").await, none);
    assert_eq!(reach(Way::Letter, "Số 1 Đường Mẫu").await, none);
    assert_eq!(
        reach(Way::Call, "0987654321").await,
        at(Code::ContactNever, "whom")
    );
    assert_eq!(
        reach(Way::Call, "0912345677").await,
        at(Code::ContactNotThisNumber, "whom")
    );
    office.clock().advance(Duration::hours(3));
    assert_eq!(
        reach(Way::Call, "0912345678").await,
        at(Code::ContactNotNow, "at")
    );
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn every_sheet_shipped_can_be_filled_in_on_a_file_of_each_service_it_belongs_to() {
    let office = TestOffice::founded().await;
    for service in ["F1", "F2", "F3", "F"] {
        let (id, session) = file(&office, service, &[]).await;
        let sheets = office.sheets(&session, service).await.unwrap();
        let own = sheets.iter().filter(|sheet| sheet.id == service).count();
        assert_eq!(own, 1, "{service}: its own form, for corrections");
        assert!(sheets.len() > 6, "{service}");
        for sheet_of in sheets.iter().filter(|sheet| sheet.id != service) {
            let told = sheet(&sheet_of.id, None, needed(&sheet_of.id));
            let shown = office.write_sheet(&session, id, &told).await;
            assert!(
                shown.is_ok(),
                "{service}: {}: {:?}",
                sheet_of.id,
                shown.err()
            );
        }
        office.end(session).await.unwrap();
    }
    assert_sound(&office).await;
}

/// Answers that a sheet cannot do without.
fn needed(sheet: &str) -> &'static [(&'static str, Value)] {
    use std::sync::LazyLock;
    static ORDER: LazyLock<[(&str, Value); 3]> = LazyLock::new(|| {
        [
            ("by", json!("committee")),
            ("from", json!("2026-11-24")),
            ("again", json!("2026-11-27")),
        ]
    });
    static PERMIT: LazyLock<[(&str, Value); 3]> = LazyLock::new(|| {
        [
            ("kind", json!("breach")),
            ("day", json!("2026-11-24")),
            ("what", json!("Đến trước cửa nhà.")),
        ]
    });
    static PATROL: LazyLock<[(&str, Value); 1]> =
        LazyLock::new(|| [("place", json!("Số 1 Đường Mẫu"))]);
    match sheet {
        "F-order" => &*ORDER,
        "F-permit" => &*PERMIT,
        "F-patrol" => &*PATROL,
        _ => &[],
    }
}
