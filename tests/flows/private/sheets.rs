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
use crate::protected::work;

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
async fn who_wants_a_woman_to_listen_was_asked_once_and_whoever_gives_the_file_away_is_told() {
    let office = TestOffice::founded().await;
    for (answer, told) in [("yes", Some("Muốn cán bộ nữ nghe")), ("no", None)] {
        let (id, session) = file(&office, "F1", &[("woman", json!(answer))]).await;
        let shown = office.open_protected(&session, id).await.unwrap();
        let wish = shown.wish.map(|titles| titles.vi);
        assert_eq!(wish.as_deref(), told);
        office.end(session).await.unwrap();
    }
}

#[tokio::test]
async fn how_often_it_had_to_be_told_again_is_counted_and_a_correction_counts_once() {
    let office = TestOffice::founded().await;
    let (id, session) = file(&office, "F1", &[]).await;
    let visit = |replaces, retold: &str| sheet("F-visit", replaces, &[("retold", json!(retold))]);
    let mut newest_of = None;
    for (retold, counted) in [("yes", 1), ("no", 1), ("yes", 2)] {
        let told = visit(None, retold);
        let shown = office.write_sheet(&session, id, &told).await.unwrap();
        assert_eq!(shown.retold, counted);
        newest_of = Some(newest(&shown));
    }
    for (retold, counted) in [("yes", 2), ("no", 1)] {
        let told = visit(newest_of, retold);
        let shown = office.write_sheet(&session, id, &told).await.unwrap();
        assert_eq!(shown.retold, counted);
        newest_of = Some(newest(&shown));
    }
    office.end(session).await.unwrap();
    let session = office.sign_in_as("deputy").await;
    office.open_index(&session, &mut |_| true).await.unwrap();
    let found = office.find_protected(&session, "").await.unwrap();
    assert_eq!(found[0].retold, 1, "over her files, without opening one");
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn of_the_six_types_the_first_that_fits_is_offered_alone_and_says_why() {
    let office = TestOffice::founded().await;
    let (id, session) = file(&office, "F1", &[]).await;
    let questions = [
        "penetration",
        "contact",
        "hurt",
        "marriage",
        "denied",
        "mind",
    ];
    let types = ["rape", "sexual", "physical", "marriage", "denied", "mind"];
    for (first, fits) in types.iter().enumerate() {
        // All that comes after the first is there, too.
        let answers = questions.iter().enumerate();
        let was = |at: usize| if at < first { "no" } else { "yes" };
        let answers: Vec<(&str, Value)> = answers.map(|(at, key)| (*key, json!(was(at)))).collect();
        for (at, of) in types.iter().enumerate() {
            let told: Vec<(&str, Value)> = answers
                .iter()
                .cloned()
                .chain([("type", json!(of))])
                .collect();
            let written = office
                .write_sheet(&session, id, &sheet("F-gbv", None, &told))
                .await;
            match written {
                Ok(shown) => {
                    assert_eq!(at, first, "{of} where {fits} fits");
                    let written = newest(&shown);
                    let item = shown.items.into_iter().find(|item| item.id == written);
                    let mut said = item.unwrap().answers.into_iter().flat_map(|one| one.vi);
                    let why = said.find(|said| said.contains(": vì"));
                    let number = (first + 1).to_string();
                    assert!(why.unwrap().starts_with(&number));
                    break;
                }
                Err(refused) => {
                    assert_ne!(at, first, "{of}");
                    assert_eq!(
                        (refused.code, refused.field.as_deref()),
                        (Code::FieldNotChoice, Some("fields.type"))
                    );
                }
            }
        }
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

/// Thẻ tuần tra: place, danger, children, what is said first, and no story.
#[tokio::test]
async fn a_patrol_card_is_read_by_whoever_is_on_duty_but_the_barred_and_tells_nothing_of_its_file()
{
    let office = TestOffice::founded().await;
    let (id, session) = file(&office, "F1", &[]).await;
    let told = [
        ("place", json!("Số 7 ngõ Mẫu")),
        ("children", json!(2)),
        ("word", json!("Tôi đến đọc đồng hồ nước")),
    ];
    let shown = office
        .write_sheet(&session, id, &sheet("F-patrol", None, &told))
        .await;
    let card = newest(&shown.unwrap());
    let plan = sheet("F-plan", None, &[("goals", json!("Con đi học lại."))]);
    let shown = office.write_sheet(&session, id, &plan).await.unwrap();
    let plan = newest(&shown);
    let give = |of| WorkTold {
        of: Some(of),
        ..work(Deed::CardGiven, "")
    };
    let refused = office
        .work_on_protected(&session, id, &give(plan))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::SheetUnknown, Some("of")),
        "a plan is for nobody on duty"
    );
    let deputy = crate::protected::user(&office, "deputy");
    office
        .bar_from_protected(&session, id, deputy, "Là người thân.")
        .await
        .unwrap();
    let shown = office
        .work_on_protected(&session, id, &give(card))
        .await
        .unwrap();
    let given = shown.items.iter().find(|item| item.id == card).unwrap();
    assert_eq!((given.for_duty, given.last), (true, Some(Deed::CardGiven)));
    let code = shown.items.last().unwrap().text.clone();
    let twice = office.work_on_protected(&session, id, &give(card)).await;
    assert_eq!(
        twice.unwrap_err().code,
        Code::SheetUnknown,
        "one card a sheet"
    );
    office.end(session).await.unwrap();

    let session = office.sign_in_as("case").await;
    office.open_index(&session, &mut |_| true).await.unwrap();
    let found = office.find_protected(&session, &code).await.unwrap();
    assert!(found[0].names.is_empty() && !found[0].taken);
    let card = found[0].id;
    let shown = office.open_protected(&session, card).await.unwrap();
    let said: Vec<String> = shown
        .items
        .into_iter()
        .flat_map(|item| item.answers)
        .flat_map(|one| one.vi)
        .collect();
    assert!(said.contains(&"Số 7 ngõ Mẫu".to_owned()));
    assert!(!said.iter().any(|words| words.contains(NAME)));
    // The file itself is not hers.
    let refused = office.open_protected(&session, id).await.unwrap_err();
    assert_eq!(refused.code, Code::ProtectedUnknown);
    office.end(session).await.unwrap();
    let session = office.sign_in_as("chief").await;
    let seen = office.open_protected(&session, card).await.unwrap();
    assert_eq!(seen.looks.len(), 2, "opened by one, seen by all");
    office.end(session).await.unwrap();
    for name in ["deputy", "desk"] {
        let session = office.sign_in_as(name).await;
        let refused = office.open_protected(&session, card).await.unwrap_err();
        assert_eq!(refused.code, Code::ProtectedUnknown, "{name}");
        office.end(session).await.unwrap();
    }
    assert_sound(&office).await;
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
    static TYPE: LazyLock<[(&str, Value); 2]> =
        LazyLock::new(|| [("penetration", json!("no")), ("type", json!("none"))]);
    match sheet {
        "F-gbv" => &*TYPE,
        "F-order" => &*ORDER,
        "F-permit" => &*PERMIT,
        "F-patrol" => &*PATROL,
        _ => &[],
    }
}
