use domain::permission::Role;
use office::clock::Clock as _;
use time::Duration;

use crate::{BEGIN, STAFF, TestOffice, intake, moment};

#[tokio::test]
async fn everybody_signs_in_and_may_work_at_once() {
    let office = TestOffice::founded().await;
    for (name, display, role) in STAFF {
        let session = office.sign_in_as(name).await;
        assert_eq!((session.role(), session.display()), (role, display));
        assert!(!session.must_change());
        office.end(session).await.unwrap();
    }
}

#[tokio::test]
async fn in_earnest_everybody_must_change_her_passphrase_first() {
    let office = TestOffice::founded_in_earnest().await;
    for (name, ..) in STAFF {
        let session = office.sign_in_as(name).await;
        assert!(session.must_change(), "{name}");
        office.end(session).await.unwrap();
    }
}

#[tokio::test]
async fn what_was_saved_is_there_after_a_restart() {
    let mut office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let person = office.person();
    let matters = vec![
        intake::complaint("Không đồng ý với biên bản."),
        intake::petition("Thêm đèn."),
    ];
    let added = office
        .add_visit(&session, &intake::with_matters(&person, matters))
        .await
        .unwrap();
    assert_eq!(added.files.len(), 2);
    office
        .add_visit(&session, &intake::anonymous())
        .await
        .unwrap();
    office.end(session).await.unwrap();

    office.reopen();
    let session = office.sign_in(Role::Supervisor).await;
    let found = office
        .find_people(&session, &person.name, 10)
        .await
        .unwrap();
    assert_eq!(found.people.len(), 1);
    let verified = office.verify(&session, &mut |_| true).await.unwrap();
    assert!(verified.ok, "{:?}", verified.faults);
    let queue = office
        .day_queue(&session, moment(BEGIN).day())
        .await
        .unwrap();
    assert_eq!((queue.served, queue.waiting), (2, 0));
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn the_clock_moves_when_told_and_never_else() {
    let office = TestOffice::founded().await;
    assert_eq!(office.clock().now(), moment(BEGIN));
    office.clock().advance(Duration::minutes(6));
    assert_eq!(office.clock().now(), moment("2026-11-24T09:06:00+07:00"));
    assert_eq!(office.clock().mono(), 360_000);
    office.clock().set("2020-01-01T00:00:00+07:00");
    assert_eq!(
        office.clock().mono(),
        360_000,
        "the stopwatch does not notice"
    );
}
