//! A machine's clock that is wrong, and the officer who says which day it is.

use domain::fault::Code;
use domain::permission::Role;
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

async fn kinds(office: &TestOffice) -> Vec<String> {
    let entries = journal::read(office).await;
    let of_clock = entries.iter().map(|written| written.kind().to_owned());
    of_clock.filter(|kind| kind.starts_with("clock.")).collect()
}

#[tokio::test]
async fn a_clock_set_back_stops_receipts_until_the_day_is_typed() {
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
    // What gives nobody a paper goes on.
    without_receipt(&office, &session).await.unwrap();
    office.end(session).await.unwrap();

    // Another sign-in, a later entry than the last: the doubt stands.
    office.clock().advance(Duration::hours(1));
    let session = office.sign_in(Role::Supervisor).await;
    assert!(session.clock_doubt().is_some());
    for (typed, why) in [
        ("2011", Code::DateYearMissing),
        ("hôm nay", Code::DateYearMissing),
        ("241126", Code::ClockOtherDay),
        ("320126", Code::DateNotReal),
    ] {
        let refused = office.confirm_clock(&session, typed).await.unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (why, Some("typed"))
        );
    }
    let refused = with_receipt(&office, &session).await.unwrap_err();
    assert_eq!(refused.code, Code::ClockUnconfirmed);
    office.confirm_clock(&session, "20/11/2026").await.unwrap();
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
    let wrong = window.confirm_clock("241126").await.unwrap_err();
    assert_eq!(wrong.code, Code::ClockOtherDay);
    window.confirm_clock("241127").await.unwrap();
    let view = window.sign_in("desk", own()).await.unwrap();
    assert_eq!(view.clock, None);
    let _locked = window.lock().await.unwrap();
}
