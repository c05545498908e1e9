//! A machine's clock that is wrong, and the officer who says which day it is.

use domain::fault::Code;
use domain::permission::Role;
use office::DraftTold;
use office::papers::{PaperSize, PrintChoice};
use office::window::Window;
use office::{Answer, Office, Session};
use testkit::{TestOffice, intake, passphrase};
use time::Duration;

use crate::journal::{self, assert_sound};

async fn with_receipt(office: &TestOffice, session: &Session) -> Answer<()> {
    let visit = intake::with_matters(&office.person(), vec![intake::petition("Đèn đường.")]);
    office.add_visit(session, &visit).await.map(drop)
}

async fn without_receipt(office: &Office, session: &Session) -> Answer<()> {
    office
        .add_visit(session, &intake::anonymous())
        .await
        .map(drop)
}

fn on_paper() -> PrintChoice {
    PrintChoice {
        printer: "quay".to_owned(),
        paper: PaperSize::A5,
        copies: 1,
    }
}

async fn kinds(office: &TestOffice) -> Vec<String> {
    let entries = journal::read(office).await;
    let of_clock = entries.iter().map(|written| written.kind().to_owned());
    of_clock.filter(|kind| kind.starts_with("clock.")).collect()
}

#[tokio::test]
async fn a_clock_set_back_stops_all_that_binds_to_a_day_until_day_and_time_are_typed() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    with_receipt(&office, &session).await.unwrap();
    assert!(session.clock_doubt().is_none());
    office.end(session).await.unwrap();

    office.clock().set("2026-11-20T08:00:00+07:00");
    let session = office.sign_in(Role::Reception).await;
    let doubt = session.clock_doubt().expect("the clock is behind");
    assert!(!doubt.ahead);
    let refused = with_receipt(&office, &session).await.unwrap_err();
    assert_eq!(refused.code, Code::ClockUnconfirmed);
    let reprint = office.reprint_receipt(&session, "A-2026-000001").await;
    assert_eq!(reprint.unwrap_err().code, Code::ClockUnconfirmed);
    // A visit's own time is a date too, with or without a paper.
    let refused = without_receipt(&office, &session).await.unwrap_err();
    assert_eq!(refused.code, Code::ClockUnconfirmed);
    // A number is given, for people wait; its slip would name the day. What is typed is kept.
    let line = office.give_number(&session).await.unwrap();
    let printed = office
        .print_slip(&session, line.visit.parse().unwrap(), &on_paper())
        .await;
    assert_eq!(printed.unwrap_err().code, Code::ClockUnconfirmed);
    let draft = DraftTold {
        id: None,
        title: "Lý Thử".to_owned(),
        visit: Some(line.visit),
        body: "{}".to_owned(),
    };
    office.keep_draft(&session, &draft).await.unwrap();
    office.end(session).await.unwrap();

    // Another sign-in, a later entry than the last: the doubt stands.
    office.clock().advance(Duration::hours(1));
    let session = office.sign_in(Role::Supervisor).await;
    assert!(session.clock_doubt().is_some());
    // The machine says 09:00.
    for (day, time, why, field) in [
        ("2011", "0900", Code::DateYearMissing, "typed"),
        ("hôm nay", "0900", Code::DateYearMissing, "typed"),
        ("241126", "0900", Code::ClockOtherDay, "typed"),
        ("320126", "0900", Code::DateNotReal, "typed"),
        ("201126", "", Code::TimeNotRead, "time"),
        ("201126", "2500", Code::TimeNotRead, "time"),
        ("201126", "0911", Code::ClockOtherTime, "time"),
        ("201126", "0849", Code::ClockOtherTime, "time"),
        ("201126", "2100", Code::ClockOtherTime, "time"),
    ] {
        let refused = office.confirm_clock(&session, day, time).await;
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (why, Some(field)),
            "{day} {time}"
        );
    }
    let both = office.confirm_clock(&session, "2011", "x").await;
    assert_eq!(both.unwrap_err().more.len(), 1, "told together");
    let refused = with_receipt(&office, &session).await.unwrap_err();
    assert_eq!(refused.code, Code::ClockUnconfirmed);
    office
        .confirm_clock(&session, "20/11/2026", "9h10")
        .await
        .unwrap();
    with_receipt(&office, &session).await.unwrap();
    office.end(session).await.unwrap();

    let session = office.sign_in(Role::Reception).await;
    assert!(
        session.clock_doubt().is_none(),
        "it was answered once for all"
    );
    office.end(session).await.unwrap();
    assert_eq!(kinds(&office).await, ["clock.doubted", "clock.confirmed"]);
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_clock_that_is_put_right_is_believed_without_a_word() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    office.end(session).await.unwrap();
    office.clock().set("2026-11-24T08:00:00+07:00");
    let session = office.sign_in(Role::Reception).await;
    assert!(session.clock_doubt().is_some());
    office.end(session).await.unwrap();
    office.clock().set("2026-11-24T09:30:00+07:00");
    let session = office.sign_in(Role::Reception).await;
    assert!(session.clock_doubt().is_none());
    with_receipt(&office, &session).await.unwrap();
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_clock_far_ahead_is_doubted_in_earnest_and_told_to_the_page() {
    let mut office = TestOffice::founded_in_earnest().await;
    let own = || office::Passphrase::new("con trâu trắng ăn lúa test".to_owned()).unwrap();
    let session = office.sign_in_as("desk").await;
    office
        .change_passphrase(&session, passphrase("desk"), own())
        .await
        .unwrap();
    office.end(session).await.unwrap();
    office.clock().set("2027-11-24T09:00:00+07:00");
    office.reopen();
    let copy = office.outside().join("copy");
    crate::record::copy(&office.path(), &copy);
    let window = Window::open(&copy, office.ports()).unwrap();
    let view = window.sign_in("desk", own()).await.unwrap();
    let doubt = view.clock.expect("a year is missing");
    assert!(doubt.ahead);
    assert!(doubt.newest.starts_with("2026-11-24T09:00:00"), "{doubt:?}");
    assert!(doubt.now.starts_with("2027-11-24T09:00:00"), "{doubt:?}");
    let again = window.state().await.who.expect("signed in");
    assert_eq!(
        again.clock.as_ref(),
        Some(&doubt),
        "a page loaded anew is told too"
    );
    let wrong = window.confirm_clock("241126", "0900").await.unwrap_err();
    assert_eq!(wrong.code, Code::ClockOtherDay);
    window.confirm_clock("241127", "0855").await.unwrap();
    let view = window.sign_in("desk", own()).await.unwrap();
    assert_eq!(view.clock, None);
    let _locked = window.lock().await.unwrap();
}
