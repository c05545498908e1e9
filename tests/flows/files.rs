//! A matter's life: who sees it, how it moves, what its clocks do.

use domain::fault::Code;
use domain::file::File;
use domain::id::FileId;
use domain::moment::Moment;
use domain::permission::Role;
use domain::words::Lang;
use office::files::StepTold;
use office::{Office, Session};
use testkit::{BEGIN, TestOffice, intake, moment};
use time::Duration;

use crate::journal::{self, assert_sound};
use crate::services::freely;

/// A complaint, taken in by whoever is signed in.
async fn complaint(office: &TestOffice, session: &Session) -> FileId {
    let visit = intake::with_matters(&office.person(), vec![intake::complaint("Nội dung.")]);
    let added = office.add_visit(session, &visit).await.unwrap();
    added.files[0].id.parse().unwrap()
}

/// A complaint of the first reception officer; nobody is signed in afterwards.
async fn taken_in(office: &TestOffice) -> FileId {
    let session = office.sign_in_as("desk").await;
    let file = complaint(office, &session).await;
    office.end(session).await.unwrap();
    file
}

fn due(step: &str, from: Moment) -> String {
    office::deadlines::deadline("A1", Some(step), &from.rfc3339(), Lang::Vi)
        .unwrap()
        .due
}

/// Steps of the clocks that still run, with their ends.
fn running(file: &File) -> Vec<(&str, String)> {
    let open = file.clocks.iter().filter(|clock| clock.done.is_none());
    open.map(|clock| (clock.step.as_str(), clock.due.due.rfc3339()))
        .collect()
}

#[tokio::test]
async fn reception_sees_its_own_files_and_others_look_as_if_they_were_not_there() {
    let office = TestOffice::founded().await;
    let file = taken_in(&office).await;
    let nowhere = FileId::new(uuid::Uuid::from_u128(7));
    for name in ["window", "case"] {
        let session = office.sign_in_as(name).await;
        let hers = office.open_file(&session, file).await.unwrap_err();
        assert_eq!(hers, office.open_file(&session, nowhere).await.unwrap_err());
        assert_eq!(
            (hers.code, hers.field.as_deref()),
            (Code::FileUnknown, Some("id"))
        );
        let moved = office
            .move_file(&session, file, &StepTold::new("classified", ""))
            .await
            .unwrap_err();
        assert_eq!(moved, hers);
        let extended = office
            .extend_file(&session, file, "accept", 1, "vì")
            .await
            .unwrap_err();
        assert_eq!(extended, hers);
        office.end(session).await.unwrap();
    }
    for name in ["desk", "chief"] {
        let session = office.sign_in_as(name).await;
        let seen = office.open_file(&session, file).await.unwrap();
        assert_eq!(seen.opened.fields["content"].text(), Some("Nội dung."));
        office.end(session).await.unwrap();
    }
    assert_eq!(journal::count(&office, "file.viewed").await, 2);
    assert_sound(&office).await;
}

#[tokio::test]
async fn of_her_own_file_an_officer_is_told_that_she_may_not_and_not_that_it_is_gone() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let file = complaint(&office, &session).await;
    office.open_file(&session, file).await.unwrap();
    let refused = office
        .extend_file(&session, file, "accept", 1, "Chờ xác minh.")
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::NotAllowed);
    // What the life of the service lets reception do, she does herself.
    let moved = office
        .move_file(&session, file, &StepTold::new("classified", ""))
        .await
        .unwrap();
    assert_eq!(moved.state, "classified");
    let refused = office
        .move_file(&session, file, &StepTold::new("accepted", ""))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::FileMoveNotYours);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_file_that_is_assigned_is_opened_and_moved_by_whoever_works_on_it() {
    let office = TestOffice::founded().await;
    let file = taken_in(&office).await;
    let session = office.sign_in(Role::Supervisor).await;
    let case = office.user_named("case").unwrap();
    let assigned = office
        .assign_file(&session, file, case, "Xem giúp.")
        .await
        .unwrap();
    assert_eq!(assigned.assignee, Some(case));
    for name in ["admin", "auditor"] {
        let no = office.user_named(name).unwrap();
        let refused = office
            .assign_file(&session, file, no, "")
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (Code::UserUnknown, Some("to"))
        );
    }
    let nowhere = FileId::new(uuid::Uuid::from_u128(7));
    let refused = office
        .assign_file(&session, nowhere, case, "")
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::FileUnknown);
    office.end(session).await.unwrap();

    let session = office.sign_in(Role::Case).await;
    office.open_file(&session, file).await.unwrap();
    let moved = office
        .move_file(&session, file, &StepTold::new("classified", ""))
        .await
        .unwrap();
    assert_eq!(moved.state, "classified");
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "file.assigned").await, 1);
    assert_sound(&office).await;
}

/// Moves one step after another, a minute apart.
async fn walk(office: &TestOffice, session: &Session, file: FileId, to: &[&str]) -> File {
    let mut last = None;
    for state in to {
        office.clock().advance(Duration::minutes(1));
        last = Some(
            office
                .move_file(session, file, &freely(state, "Theo hồ sơ."))
                .await
                .unwrap(),
        );
    }
    last.unwrap()
}

#[tokio::test]
async fn accepting_a_complaint_ends_the_first_clocks_and_starts_the_time_to_settle() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Supervisor).await;
    let file = complaint(&office, &session).await;
    let received = moment(BEGIN);
    let opened = office.open_file(&session, file).await.unwrap();
    let expected = [
        ("accept", due("accept", received)),
        ("notify-handling", due("notify-handling", received)),
    ];
    assert_eq!(running(&opened), expected);

    office.clock().advance(Duration::days(3));
    let classified = walk(&office, &session, file, &["classified"]).await;
    assert_eq!(running(&classified), expected, "classifying ends nothing");
    let accepted = walk(&office, &session, file, &["accepted"]).await;
    let now = received.plus(Duration::days(3)).plus(Duration::minutes(2));
    assert_eq!(running(&accepted), [("settle", due("settle", now))]);
    let done = accepted
        .clocks
        .iter()
        .filter(|clock| clock.done == Some(now))
        .count();
    assert_eq!(done, 2);

    let decided = walk(&office, &session, file, &["verifying", "decided"]).await;
    assert_eq!(running(&decided), []);
    let closed = walk(&office, &session, file, &["notified", "closed"]).await;
    assert_eq!(closed.due, None);
    // Done once is done: no later state moves the end.
    assert_eq!(
        closed
            .clocks
            .iter()
            .filter(|clock| clock.done == Some(now))
            .count(),
        2
    );
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_complaint_sent_back_to_classification_and_accepted_again_runs_one_clock_to_settle() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Supervisor).await;
    let file = complaint(&office, &session).await;
    let steps = [
        "classified",
        "accepted",
        "withdrawn",
        "classified",
        "accepted",
    ];
    let again = walk(&office, &session, file, &steps).await;
    let settle = again
        .clocks
        .iter()
        .filter(|clock| clock.step == "settle")
        .count();
    assert_eq!(
        settle, 1,
        "the citizen's time began with the first acceptance"
    );
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_move_needs_a_way_and_a_reason_where_the_catalogue_asks_for_one() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Supervisor).await;
    let file = complaint(&office, &session).await;
    let refuse = async |to: &str, reason: &str| {
        let refused = office
            .move_file(&session, file, &StepTold::new(to, reason))
            .await
            .unwrap_err();
        (refused.code, refused.field.unwrap_or_default())
    };
    assert_eq!(
        refuse("closed", "vì").await,
        (Code::FileMoveNotAllowed, "to".to_owned())
    );
    assert_eq!(
        refuse("received", "vì").await,
        (Code::FileMoveNotAllowed, "to".to_owned())
    );
    assert_eq!(
        refuse("nowhere", "vì").await,
        (Code::FileMoveNotAllowed, "to".to_owned())
    );
    assert_eq!(
        refuse("withdrawn", " \n").await,
        (Code::FieldMissing, "reason".to_owned())
    );
    assert_eq!(
        refuse("withdrawn", "a\0b").await,
        (Code::FieldControl, "reason".to_owned())
    );
    let long = "a".repeat(domain::file::REASON_LIMIT + 1);
    assert_eq!(
        refuse("withdrawn", &long).await,
        (Code::FieldTooLong, "reason".to_owned())
    );
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "file.moved").await, 0);
}

#[tokio::test]
async fn a_time_the_law_lets_nobody_extend_is_not_extended() {
    let office = TestOffice::founded().await;
    let file = taken_in(&office).await;
    let session = office.sign_in(Role::Supervisor).await;
    let extend = async |office: &Office, step: &str, reason: &str| {
        office
            .extend_file(&session, file, step, 5, reason)
            .await
            .unwrap_err()
            .code
    };
    assert_eq!(extend(&office, "accept", " ").await, Code::FieldMissing);
    assert_eq!(
        extend(&office, "accept", "phức tạp").await,
        Code::DeadlineNoExtension
    );
    assert_eq!(
        extend(&office, "settle", "phức tạp").await,
        Code::FileNotExtendable
    );
    assert_eq!(
        extend(&office, "nothing", "phức tạp").await,
        Code::FileNotExtendable
    );
    let kept = office.open_file(&session, file).await.unwrap();
    assert_eq!(running(&kept)[0], ("accept", due("accept", moment(BEGIN))));
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "file.extended").await, 0);
}

#[tokio::test]
async fn nobody_approves_more_time_for_her_own_file() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("chief").await;
    let hers = complaint(&office, &session).await;
    let refused = office
        .extend_file(&session, hers, "accept", 5, "phức tạp")
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::NeedsAnother);
    office.end(session).await.unwrap();

    // Her colleague is asked what the law allows, which here is nothing.
    let session = office.sign_in_as("deputy").await;
    let asked = office
        .extend_file(&session, hers, "accept", 5, "phức tạp")
        .await;
    assert_eq!(asked.unwrap_err().code, Code::DeadlineNoExtension);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn services_that_are_protected_or_closed_are_refused_at_their_field() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    for (service, code) in [
        ("F1", Code::FileProtectedService),
        ("F2", Code::FileProtectedService),
        ("F3", Code::FileProtectedService),
        ("H", Code::FileServiceNotOpen),
        ("Z9", Code::CatalogueServiceUnknown),
    ] {
        let mut matter = intake::complaint("Nội dung.");
        service.clone_into(&mut matter.service);
        let visit = intake::with_matters(&office.person(), vec![intake::petition("Đèn."), matter]);
        let refused = office.add_visit(&session, &visit).await.unwrap_err();
        let field = Some("matters[1].service");
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (code, field),
            "{service}"
        );
    }
    office.end(session).await.unwrap();
    assert_eq!(
        journal::count(&office, "visit.numbered").await,
        0,
        "a refused visit leaves nothing"
    );
}
