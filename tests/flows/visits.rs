//! A visit from its number to its receipts.

use domain::fault::Code;
use domain::permission::Role;
use domain::words::Lang;
use office::intake::{Intake, LateTold};
use office::views::QueueState;
use serde_json::json;
use testkit::{BEGIN, TestOffice, intake, moment};
use time::Duration;

use crate::journal::{self, assert_sound};

#[tokio::test]
async fn queue_numbers_count_by_day_and_desk_and_survive_a_restart() {
    let mut office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let first = office
        .add_visit(&session, &intake::anonymous())
        .await
        .unwrap();
    assert_eq!(first.queue_number, "A-001");
    assert_eq!(office.give_number(&session).await.unwrap().number, "A-002");
    office.end(session).await.unwrap();

    office.reopen();
    let session = office.sign_in(Role::Reception).await;
    assert_eq!(office.give_number(&session).await.unwrap().number, "A-003");
    let today = moment(BEGIN).day();
    office.clock().advance(Duration::days(1));
    assert_eq!(office.give_number(&session).await.unwrap().number, "A-001");

    let queue = office.day_queue(&session, today).await.unwrap();
    let lines: Vec<_> = queue
        .visits
        .iter()
        .map(|line| (line.number.as_str(), line.state))
        .collect();
    let expected = [
        ("A-001", QueueState::Served),
        ("A-002", QueueState::Waiting),
        ("A-003", QueueState::Waiting),
    ];
    assert_eq!(lines, expected);
    assert_eq!((queue.served, queue.waiting), (1, 2));
    let next = office.day_queue(&session, today.next()).await.unwrap();
    assert_eq!((next.visits.len(), next.waiting), (1, 1));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn nothing_of_a_visit_but_its_number_is_journalled_before_it_is_saved() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let number = office.give_number(&session).await.unwrap();
    let person = office.person();
    let spoiled = Intake {
        visit: Some(number.visit.clone()),
        people: Some(0),
        ..intake::with_matters(&person, vec![intake::complaint("Nội dung.")])
    };
    let refused = office.add_visit(&session, &spoiled).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::FieldOutOfRange, Some("people"))
    );
    office.end(session).await.unwrap();

    let entries = journal::read(&office).await;
    let kinds: Vec<_> = entries.iter().map(journal::Written::kind).collect();
    assert_eq!(kinds, ["desk.opened", "office.anchored", "visit.numbered"]);
    let told = json!({"letter": "A", "day": "2026-11-24", "number": 1});
    assert_eq!(entries[2].body, Some(told));

    let session = office.sign_in(Role::Reception).await;
    let saved = Intake {
        people: None,
        ..spoiled
    };
    let added = office.add_visit(&session, &saved).await.unwrap();
    assert_eq!(
        (added.visit, added.queue_number),
        (number.visit, "A-001".to_owned())
    );
    let again = office.add_visit(&session, &saved).await.unwrap_err();
    assert_eq!(again.code, Code::VisitAlreadySaved);
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "visit.logged").await, 1);
    assert_eq!(
        journal::count(&office, "file.opened").await,
        1,
        "a refused visit leaves no file"
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_visit_that_nobody_gave_a_number_to_cannot_be_saved() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    for id in ["0192aa00-0000-7000-8000-000000000001", "not an id"] {
        let unknown = Intake {
            visit: Some(id.to_owned()),
            ..intake::anonymous()
        };
        let refused = office.add_visit(&session, &unknown).await.unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (Code::VisitUnknown, Some("visit"))
        );
    }
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "visit.numbered").await, 0);
}

#[tokio::test]
async fn several_matters_of_one_visit_are_one_signed_act() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let matters = vec![
        intake::complaint("Không đồng ý với biên bản."),
        intake::petition("Thêm đèn ở ngõ."),
        intake::petition("Bớt tiếng ồn ban đêm."),
    ];
    let visit = intake::with_matters(&office.person(), matters);
    let added = office.add_visit(&session, &visit).await.unwrap();
    let numbers: Vec<_> = added
        .files
        .iter()
        .map(|file| file.number.as_str())
        .collect();
    assert_eq!(
        numbers,
        ["HS-A-2026-000001", "HS-A-2026-000002", "HS-A-2026-000003"]
    );
    let receipts: Vec<_> = added
        .files
        .iter()
        .map(|file| file.receipt.as_ref().unwrap().number.as_str())
        .collect();
    assert_eq!(
        receipts,
        ["A-2026-000001", "A-2026-000002", "A-2026-000003"]
    );
    office.end(session).await.unwrap();

    let entries = journal::read(&office).await;
    let act: Vec<_> = entries.iter().skip(2).collect();
    let kinds: Vec<_> = act.iter().map(|written| written.kind()).collect();
    let expected = [
        "person.recorded",
        "visit.numbered",
        "visit.logged",
        "file.opened",
        "file.opened",
        "file.opened",
        "receipt.issued",
        "receipt.issued",
        "receipt.issued",
    ];
    assert_eq!(kinds, expected);
    assert!(
        act.iter()
            .all(|written| written.entry.act == act[0].entry.act)
    );
    let signed: Vec<_> = act
        .iter()
        .map(|written| written.entry.sig.is_some())
        .collect();
    assert_eq!(
        signed,
        [false, false, false, false, false, false, false, false, true]
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn an_anonymous_caller_may_leave_a_petition_and_stays_anonymous() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let visit = Intake {
        matters: vec![intake::petition("Đèn hỏng.")],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    assert_eq!((added.person, added.files.len()), (None, 1));
    office.end(session).await.unwrap();
    let entries = journal::read(&office).await;
    assert!(
        entries
            .iter()
            .all(|written| !written.kind().starts_with("person."))
    );
    let opened = entries
        .iter()
        .find(|written| written.kind() == "file.opened")
        .unwrap();
    assert_eq!(opened.body.as_ref().unwrap()["parties"], json!([]));
    assert_sound(&office).await;
}

fn told(source: &str, sheet: &str, reason: &str) -> LateTold {
    let text = str::to_owned;
    LateTold {
        source: text(source),
        sheet: Some(text(sheet)).filter(|sheet| !sheet.is_empty()),
        reason: text(reason),
    }
}

#[tokio::test]
async fn a_late_entry_needs_its_source_and_reason() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let earlier = Some("2026-11-20T15:30:00+07:00");
    let cases = [
        (earlier, None, Code::VisitLateNeedsSource, "late"),
        (
            earlier,
            Some(told("postmark", "", " ")),
            Code::FieldMissing,
            "late.reason",
        ),
        (
            earlier,
            Some(told("paper_day", "", "mất điện")),
            Code::FieldMissing,
            "late.sheet",
        ),
        (
            earlier,
            Some(told("hearsay", "", "nghe nói")),
            Code::FieldNotChoice,
            "late.source",
        ),
        (
            None,
            Some(told("postmark", "", "thư đến muộn")),
            Code::VisitLateWithoutTime,
            "received_at",
        ),
        (
            Some("2026-11-24T09:00:01+07:00"),
            None,
            Code::VisitReceivedInFuture,
            "received_at",
        ),
        (Some("hôm qua"), None, Code::FieldNotTime, "received_at"),
    ];
    for (received_at, late, code, field) in cases {
        let received_at = received_at.map(str::to_owned);
        let visit = Intake {
            received_at,
            late,
            ..intake::anonymous()
        };
        let refused = office.add_visit(&session, &visit).await.unwrap_err();
        let faults: Vec<_> = refused
            .faults()
            .into_iter()
            .map(|fault| (fault.code, fault.field))
            .collect();
        assert!(
            faults.contains(&(code, Some(field.to_owned()))),
            "{code}: {faults:?}"
        );
    }
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "visit.logged").await, 0);
}

#[tokio::test]
async fn a_late_entry_drives_the_clocks_from_when_it_was_received() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let received = "2026-11-18T15:30:00+07:00";
    let visit = Intake {
        received_at: Some(received.to_owned()),
        late: Some(told("postmark", "", "Thư đến ngoài giờ.")),
        ..intake::with_matters(&office.person(), vec![intake::complaint("Nội dung.")])
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    for told in &added.files[0].deadlines {
        let due = |from| office::deadlines::deadline("A1", Some(&told.step), from, Lang::Vi);
        assert_eq!(told.due, due(received).unwrap().due);
        assert_ne!(told.due, due(BEGIN).unwrap().due);
    }
    assert_eq!(added.files[0].deadlines.len(), 2);
    office.end(session).await.unwrap();
    let entries = journal::read(&office).await;
    let logged = entries
        .iter()
        .find(|written| written.kind() == "visit.logged")
        .unwrap();
    let body = logged.body.as_ref().unwrap();
    assert_eq!(body["received_at"], moment(received).millis());
    assert_eq!(body["late"]["source"]["kind"], "postmark");
    assert_eq!(
        logged.entry.at,
        moment(BEGIN),
        "recorded when it was recorded"
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_wall_clock_put_back_or_far_ahead_is_marked_and_stops_nobody() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let walls = [
        None,
        Some("2026-11-24T08:59:59+07:00"),
        Some("2026-11-24T09:30:00+07:00"),
        Some("2026-11-26T09:30:00+07:00"),
    ];
    for wall in walls {
        office.clock().advance(Duration::seconds(1));
        if let Some(wall) = wall {
            office.clock().set(wall);
        }
        office
            .add_visit(&session, &intake::anonymous())
            .await
            .unwrap();
    }
    // Two days later by both clocks is nothing to wonder at.
    office.clock().advance(Duration::days(2));
    office
        .add_visit(&session, &intake::anonymous())
        .await
        .unwrap();
    office.end(session).await.unwrap();
    let entries = journal::read(&office).await;
    let logged = entries
        .iter()
        .filter(|written| written.kind() == "visit.logged");
    let suspect: Vec<_> = logged.map(|written| written.entry.clock_suspect).collect();
    assert_eq!(suspect, [false, true, false, true, false]);
    assert_sound(&office).await;
}

#[tokio::test]
async fn advice_by_the_catalogue_is_kept_with_the_visit_and_opens_no_file() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let told = |documents: serde_json::Value| {
        let told = json!({"channel": "in_person", "matters": [{
            "service": "G",
            "fields": {"topic": "residence", "content": "Đã hướng dẫn đăng ký tạm trú."},
            "documents": documents,
        }]});
        Intake::parse(&serde_json::to_vec(&told).unwrap()).unwrap()
    };
    let added = office.add_visit(&session, &told(json!([]))).await.unwrap();
    assert!(added.files.is_empty());
    let paper = json!([{"name": "Đơn", "copies": 1, "original": true}]);
    let refused = office.add_visit(&session, &told(paper)).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::FileServiceOpensNone, Some("matters[0].documents"))
    );
    office.end(session).await.unwrap();
    let entries = journal::read(&office).await;
    let logged = entries
        .iter()
        .find(|written| written.kind() == "visit.logged");
    let body = logged.unwrap().body.clone().unwrap();
    assert_eq!(body["outcome"], json!({"kind": "advice"}));
    assert_eq!(
        body["guidance"],
        json!([{"service": "G", "service_version": 1, "fields": {
            "content": "Đã hướng dẫn đăng ký tạm trú.", "topic": "residence"}}])
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_detail_that_belongs_to_another_word_is_refused_and_not_dropped() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let cases = [
        (
            json!({"outcome": {"kind": "advice", "to": "UBND"}}),
            "outcome.to",
        ),
        (
            json!({"outcome": {"kind": "handed_on", "to": "UBND", "ground": "disturbs"}}),
            "outcome.ground",
        ),
        (
            json!({"received_at": "2026-11-20T10:00:00+07:00",
                "late": {"source": "postmark", "sheet": "7", "reason": "Thư."}}),
            "late.sheet",
        ),
    ];
    for (mut told, field) in cases {
        told["channel"] = "post".into();
        let intake = Intake::parse(&serde_json::to_vec(&told).unwrap()).unwrap();
        let refused = office.add_visit(&session, &intake).await.unwrap_err();
        let told = (refused.code, refused.field.as_deref());
        assert_eq!(told, (Code::FieldUnknown, Some(field)));
    }
    let other = br#"{"channel":"post","outcome":{"kind":"advice","reason":"x"}}"#;
    let refused = Intake::parse(other).unwrap_err();
    assert_eq!(refused.first.field.as_deref(), Some("outcome"));
    let twice = br#"{"channel":"post","matters":[{"service":"A1","fields":{"content":"a","content":"b"}}]}"#;
    let refused = Intake::parse(twice).unwrap_err();
    let told = (refused.code(), refused.first.field.as_deref());
    assert_eq!(told, (Code::FieldNotRead, Some("matters[0].fields")));
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "visit.logged").await, 0);
}
