//! The sheet of a closed day; a custodian's share is printed in the first day's tests.

use domain::fault::Code;
use domain::file::Document;
use domain::permission::Role;
use testkit::{TestOffice, intake};
use time::Duration;

use super::{begun, choice};
use crate::journal::{self, assert_sound};

fn original(name: &str, original: bool) -> Document {
    Document {
        name: name.to_owned(),
        copies: 1,
        original,
        pages: None,
    }
}

async fn take_in(
    office: &TestOffice,
    session: &office::Session,
    documents: Vec<Document>,
) -> String {
    let mut matter = intake::complaint("Nội dung.");
    matter.documents = documents;
    let visit = intake::with_matters(&office.person(), vec![matter]);
    office.add_visit(session, &visit).await.unwrap().files[0]
        .number
        .clone()
}

#[tokio::test]
async fn the_sheet_says_what_was_closed_and_says_it_again_whenever_it_is_printed() {
    let (office, session, number) = begun().await;
    let copies = vec![original("Quyết định", false)];
    take_in(&office, &session, copies).await;
    let mixed = vec![original("Đơn", true), original("Hợp đồng", false)];
    let held = take_in(&office, &session, mixed).await;
    let early = office.day_sheet_pages(&session).await.unwrap_err();
    assert_eq!(early.code, Code::DayNoSheet);
    let before = office.day_state(&session).await.unwrap();
    assert!(before.sheet.is_none());
    // The first came with an original too; the one with a copy alone lies in nobody's way.
    assert_eq!((before.held.len(), before.held.last()), (2, Some(&held)));
    office
        .print_receipt(&session, &number, &choice())
        .await
        .unwrap();
    let closed = office.end_day(&session, None).await.unwrap();
    let counts = closed.counts;
    assert_eq!(
        (counts.printed, counts.unknown, counts.never_sent),
        (1, 1, 2)
    );
    assert_eq!(closed.sheet.as_deref(), Some("2026-11-24"));
    let sheet = office.day_sheet_pages(&session).await.unwrap().remove(0);
    for said in [
        held.as_str(),
        "officer: \"Tiếp\"",
        "never_sent: 2",
        &closed.head_words,
        "desk: \"A\"",
    ] {
        assert!(sheet.contains(said), "lacks {said}: {sheet}");
    }
    // The paper is seen after the day was closed: what was signed stays what is printed.
    office.seen_in_hand(&session, &number).await.unwrap();
    assert_eq!(office.day_state(&session).await.unwrap().counts, counts);
    office.print_day_sheet(&session, &choice()).await.unwrap();
    office.end(session).await.unwrap();
    office.clock().advance(Duration::days(1));
    let session = office.sign_in(Role::Reception).await;
    let morning = office.day_state(&session).await.unwrap();
    assert!(!morning.closed && morning.held.is_empty());
    assert_eq!(morning.sheet.as_deref(), Some("2026-11-24"), "yesterday's");
    assert_eq!(
        office.day_sheet_pages(&session).await.unwrap().remove(0),
        sheet
    );
    office.print_day_sheet(&session, &choice()).await.unwrap();
    let jobs = office.printing().jobs();
    assert_eq!(jobs.len(), 3);
    assert!(jobs[1].bytes == jobs[2].bytes && jobs[1].paper.is_none());
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "day.closed").await, 1);
    assert_sound(&office).await;
}
