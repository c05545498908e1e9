//! When somebody is told that there is no good backup: a closed day without one, a damaged newest
//! one, one that a wrong clock dated.

use domain::permission::Role;
use office::restore::Plan;
use testkit::TestOffice;

use super::{backup, names, stick, worked};

/// The office's settings name the stick.
async fn placed(office: &TestOffice) -> std::path::PathBuf {
    let place = stick(office);
    let admin = office.sign_in(Role::Admin).await;
    let path = place.to_str().unwrap();
    let setting = office.change_setting(&admin, "backup.place", path);
    setting.await.unwrap();
    office.end(admin).await.unwrap();
    place
}

#[tokio::test]
async fn a_closed_day_that_lies_in_no_backup_is_told_until_one_is_made() {
    let office = worked(1).await;
    let place = placed(&office).await;
    backup(&office, &place).await;
    let session = office.sign_in(Role::Reception).await;
    assert!(!office.backups(&session).await.unwrap().closed_without);
    let closed = office.end_day(&session, None).await.unwrap();
    assert!(closed.closed && !closed.backed_up);
    let told = office.backups(&session).await.unwrap();
    assert!(
        told.closed_without && !told.alarm,
        "it is young, and lacks the closing"
    );
    // A lock or a pulled stick ended the one that was begun: whoever comes next is told.
    office.end(session).await.unwrap();
    let session = office.sign_in(Role::Supervisor).await;
    assert!(office.backups(&session).await.unwrap().closed_without);
    assert!(!office.day_state(&session).await.unwrap().backed_up);
    office.end(session).await.unwrap();
    backup(&office, &place).await;
    let session = office.sign_in(Role::Reception).await;
    assert!(!office.backups(&session).await.unwrap().closed_without);
    assert!(office.day_state(&session).await.unwrap().backed_up);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_newest_one_that_is_damaged_silences_no_alarm() {
    let office = worked(1).await;
    let place = placed(&office).await;
    let made = backup(&office, &place).await;
    let admin = office.sign_in(Role::Admin).await;
    assert!(!office.backups(&admin).await.unwrap().alarm);
    std::fs::remove_file(place.join(&made.name).join("desk.db")).unwrap();
    let told = office.backups(&admin).await.unwrap();
    assert!(
        told.alarm && told.newest.is_none(),
        "its note does not stand for it"
    );
    office.end(admin).await.unwrap();
    // Nor for a day that was closed before it.
    let session = office.sign_in(Role::Supervisor).await;
    office.end_day(&session, None).await.unwrap();
    office.end(session).await.unwrap();
    let closing = backup(&office, &place).await;
    let session = office.sign_in(Role::Supervisor).await;
    assert!(!office.backups(&session).await.unwrap().closed_without);
    std::fs::remove_file(place.join(&closing.name).join("desk.db")).unwrap();
    assert!(office.backups(&session).await.unwrap().closed_without);
    office.end(session).await.unwrap();
    let admin = office.sign_in(Role::Admin).await;
    // At home in a drawer it may be as whole as it was.
    std::fs::rename(&place, office.outside().join("at home")).unwrap();
    let away = office.backups(&admin).await.unwrap();
    assert!(!away.alarm && away.newest.as_deref() == Some(closing.made.as_str()));
    office.end(admin).await.unwrap();
}

#[tokio::test]
async fn one_that_a_clock_a_year_ahead_dated_silences_no_alarm_and_is_not_restored_for_a_newer_one()
{
    let office = worked(1).await;
    let place = placed(&office).await;
    office.clock().set("2027-11-24T16:30:00+07:00");
    let ahead = backup(&office, &place).await;
    office.clock().set("2026-11-24T16:30:00+07:00");
    let admin = office.sign_in(Role::Admin).await;
    let told = office.backups(&admin).await.unwrap();
    assert!(
        told.alarm && told.newest.is_none(),
        "nobody knows how old it is"
    );
    office.end(admin).await.unwrap();
    let right = backup(&office, &place).await;
    let admin = office.sign_in(Role::Admin).await;
    let told = office.backups(&admin).await.unwrap();
    assert_eq!(told.newest.as_deref(), Some(right.made.as_str()));
    assert!(!told.alarm);
    office.end(admin).await.unwrap();
    assert_eq!(names(&place).len(), 2, "{} is kept", ahead.name);
    let plan = Plan::of(&place, None, &office.ports()).await.unwrap();
    assert_eq!(plan.name(), right.name);
}
