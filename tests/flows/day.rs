//! The end of a day: open visits ended together, counts, the head on paper, opened again with a
//! reason.

use domain::fault::Code;
use domain::permission::Role;
use domain::visit::QueueAct;
use office::clock::Clock as _;
use testkit::{TestOffice, intake, passphrase};
use time::Duration;

use crate::edit;
use crate::journal::{self, assert_sound};

#[tokio::test]
async fn numbers_of_an_earlier_day_that_nobody_closed_end_with_the_next() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let forgotten = office.today();
    for _ in 0..2 {
        office.give_number(&session).await.unwrap();
    }
    office.clock().advance(Duration::days(3));
    office.give_number(&session).await.unwrap();
    let closed = office.end_day(&session, None).await.unwrap();
    let counts = closed.counts;
    assert_eq!((counts.given, counts.left), (1, 1), "today's alone");
    let then = office.day_queue(&session, forgotten).await.unwrap();
    assert_eq!((then.waiting, then.left), (0, 2));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_closed_day_has_ended_its_visits_and_counted_them() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let mut visits = Vec::new();
    for _ in 0..4 {
        visits.push(office.give_number(&session).await.unwrap().visit);
    }
    office
        .move_in_queue(&session, &visits[0], &QueueAct::Leave)
        .await
        .unwrap();
    let person = office.person();
    let taken = intake::with_matters(&person, vec![intake::complaint("Nội dung.")]);
    office.add_visit(&session, &taken).await.unwrap();
    let before = office.day_state(&session).await.unwrap();
    assert_eq!((before.open.len(), before.closed), (3, false));
    let closed = office.end_day(&session, None).await.unwrap();
    assert!(closed.closed && closed.open.is_empty());
    let counts = closed.counts;
    assert_eq!((counts.given, counts.served, counts.left), (5, 1, 4));
    assert_eq!(
        counts.given,
        counts.served + counts.left,
        "every number has an end"
    );
    assert_ne!(closed.head_words, before.head_words);
    office.end(session).await.unwrap();
    let session = office.sign_in(Role::Reception).await;
    let later = office.day_state(&session).await.unwrap();
    assert_eq!(
        later.head_words, closed.head_words,
        "what was signed stays what is shown"
    );
    office.end(session).await.unwrap();

    let entries = journal::read(&office).await;
    let body = entries
        .iter()
        .find(|entry| entry.kind() == "day.closed")
        .unwrap()
        .body
        .clone();
    assert_eq!(body.unwrap()["figures"]["counts"]["left"], 4);
    let lines = journal::office_lines(&office);
    assert!(
        lines.iter().any(|line| line["kind"] == "desk.anchored"),
        "outside the record too"
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_closed_day_receives_nobody_until_it_is_opened_again_with_a_reason() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let left = office.give_number(&session).await.unwrap().visit;
    office.end_day(&session, None).await.unwrap();
    assert_eq!(
        office.end_day(&session, None).await.unwrap_err().code,
        Code::DayClosed
    );
    assert_eq!(
        office.give_number(&session).await.unwrap_err().code,
        Code::DayClosed
    );
    let refused = office
        .add_visit(&session, &intake::anonymous())
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::DayClosed);
    let back = office
        .move_in_queue(&session, &left, &QueueAct::Return)
        .await;
    assert_eq!(back.unwrap_err().code, Code::DayClosed, "counted as left");
    let silent = office.reopen_day(&session, " ").await.unwrap_err();
    assert_eq!(
        (silent.code, silent.field.as_deref()),
        (Code::FieldMissing, Some("reason"))
    );
    office
        .reopen_day(&session, "Có người đến lúc 17:20.")
        .await
        .unwrap();
    assert_eq!(
        office.reopen_day(&session, "x").await.unwrap_err().code,
        Code::DayNotClosed
    );
    office.give_number(&session).await.unwrap();
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

/// No service that takes matters in has a time in hours yet (A4, F1 and F2 will), so one is put
/// into the file's row as such a service would write it.
#[tokio::test]
async fn a_time_that_runs_in_hours_is_told_at_closing_until_it_ends_or_is_done() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let taken = intake::with_matters(&office.person(), vec![intake::complaint("Nội dung.")]);
    office.add_visit(&session, &taken).await.unwrap();
    let told = office.day_state(&session).await.unwrap();
    assert_eq!(told.running_hours, 0, "its clocks count days");
    office.end(session).await.unwrap();

    let due = office.clock().now().millis() + 3 * 3_600_000;
    let in_hours = format!(
        "update file set body = json_set(body, '$.clocks[0].due.unit', 'hours',
           '$.clocks[0].due.due', {due})"
    );
    edit(&office, &[&in_hours]).await;
    let session = office.sign_in(Role::Reception).await;
    let told = office.day_state(&session).await.unwrap();
    assert_eq!(told.running_hours, 1);
    office.clock().advance(Duration::hours(4));
    let told = office.day_state(&session).await.unwrap();
    assert_eq!(told.running_hours, 0, "it ended");
    office.end(session).await.unwrap();

    let done = format!(
        "update file set body = json_set(body, '$.clocks[0].due.due', {}, '$.clocks[0].done', {due})",
        due + 10 * 3_600_000
    );
    edit(&office, &[&done]).await;
    let session = office.sign_in(Role::Reception).await;
    let told = office.day_state(&session).await.unwrap();
    assert_eq!(told.running_hours, 0, "it is done");
    office.end(session).await.unwrap();

    let open = "update file set body = json_remove(body, '$.clocks[0].done')";
    edit(&office, &[open]).await;
    let session = office.sign_in(Role::Reception).await;
    // What goes on through the night stands on the sheet that is signed.
    let duty = on_duty(&office, &session, "chief").await.unwrap();
    let closed = office.end_day(&session, Some(duty)).await.unwrap();
    assert_eq!(closed.running_hours, 1);
    let sheet = office.day_sheet_pages(&session).await.unwrap().remove(0);
    assert!(sheet.contains("running_hours: 1"), "{sheet}");
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn the_next_morning_is_open_by_itself() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    office.end_day(&session, None).await.unwrap();
    office.end(session).await.unwrap();
    office.clock().advance(Duration::days(1));
    let session = office.sign_in(Role::Reception).await;
    assert_eq!(office.give_number(&session).await.unwrap().number, "A-001");
    assert!(!office.day_state(&session).await.unwrap().closed);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_record_taken_away_with_its_head_file_is_missed_after_a_closed_day() {
    let mut office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    office.end_day(&session, None).await.unwrap();
    office.end(session).await.unwrap();
    for name in ["desk.db", "desk.db-wal", "desk.db-shm", "keyring/head"] {
        std::fs::remove_file(office.path().join(name)).ok();
    }
    office.reopen();
    let passphrase = passphrase("desk");
    let refused = crate::sign_in(&office, "desk", passphrase)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::RecordMissing);
}

/// What a supervisor agrees to at another's screen.
async fn on_duty(
    office: &TestOffice,
    session: &office::Session,
    name: &str,
) -> office::Answer<vault::cosign::CoSigner> {
    let request = office::duty_request(office.today());
    office
        .cosign(session, name, passphrase(name), request)
        .await
}

#[tokio::test]
async fn a_day_on_which_something_runs_on_is_closed_once_a_supervisor_answers_for_it_by_name() {
    let office = TestOffice::founded().await;
    crate::protected::handed_over(&office, &[]).await;
    let session = office.sign_in_as("desk").await;
    let open = office.day_state(&session).await.unwrap();
    assert!(open.runs_on && open.duty.is_none());
    let alone = office.end_day(&session, None).await.unwrap_err();
    assert_eq!(alone.code, Code::DayNeedsDuty);
    assert!(
        !office.day_state(&session).await.unwrap().closed,
        "nothing is half closed"
    );
    let duty = on_duty(&office, &session, "case").await;
    let refused = match duty {
        Ok(duty) => office.end_day(&session, Some(duty)).await.err(),
        Err(refused) => Some(refused),
    };
    assert!(refused.is_some(), "a supervisor answers, nobody else");
    let duty = on_duty(&office, &session, "deputy").await.unwrap();
    let closed = office.end_day(&session, Some(duty)).await.unwrap();
    assert!(closed.closed && closed.duty.is_some());
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_supervisor_who_closes_answers_herself_and_where_nothing_runs_on_nobody_is_asked() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let quiet = office.end_day(&session, None).await.unwrap();
    assert!(quiet.closed && !quiet.runs_on && quiet.duty.is_none());
    office.end(session).await.unwrap();
    office.clock().advance(Duration::days(1));
    crate::protected::handed_over(&office, &[]).await;
    let session = office.sign_in_as("chief").await;
    let closed = office.end_day(&session, None).await.unwrap();
    assert!(closed.duty.is_some());
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}
