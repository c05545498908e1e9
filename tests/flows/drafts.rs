//! Nothing that was typed is lost: kept at once, back after anything, one owner, one journalled
//! hand-over.

use domain::fault::Code;
use domain::permission::Role;
use office::intake::Intake;
use office::{DraftTold, Session};
use serde_json::json;
use testkit::{TestOffice, intake};
use time::Duration;

use crate::edit;
use crate::journal::{self, assert_sound};

fn told(id: Option<&str>, visit: Option<&str>, body: &str) -> DraftTold {
    DraftTold {
        id: id.map(str::to_owned),
        title: "Nguyễn Thị Thử".to_owned(),
        visit: visit.map(str::to_owned),
        body: body.to_owned(),
    }
}

async fn keep(office: &TestOffice, session: &Session, draft: &DraftTold) -> String {
    office.keep_draft(session, draft).await.unwrap().id
}

#[tokio::test]
async fn a_form_is_on_the_disk_when_it_is_said_to_be_kept() {
    let mut office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let kept = office
        .keep_draft(&session, &told(None, None, "{\"a\":1}"))
        .await
        .unwrap();
    assert_eq!(kept.kept, "09:00:00");
    office
        .keep_draft(&session, &told(Some(&kept.id), None, "{\"a\":2}"))
        .await
        .unwrap();
    // Nobody signs out: the power fails.
    drop(session);
    office.reopen();
    let session = office.sign_in(Role::Reception).await;
    let opened = office.open_draft(&session, &kept.id).await.unwrap();
    assert_eq!(
        (opened.title.as_str(), opened.body.as_str()),
        ("Nguyễn Thị Thử", "{\"a\":2}")
    );
    assert_eq!(office.drafts(&session).await.unwrap().len(), 1);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

/// What an older version left behind: its tables are marked as made by it, and one is not whole.
async fn as_an_older_version_left_it(office: &TestOffice) {
    let older = "update derived set version = 'older' where name = 'projections'";
    edit(office, &[older, "delete from visit"]).await;
}

/// No form of a private intake exists yet; a draft of that kind is put into the table as one would be.
#[tokio::test]
async fn a_private_draft_is_gone_on_with_by_nobody_and_shown_to_nobody() {
    let office = TestOffice::founded().await;
    let first = office.sign_in_as("desk").await;
    let id = keep(&office, &first, &told(None, None, "{\"told\":1}")).await;
    office.end(first).await.unwrap();
    edit(&office, &["update draft set kind = 'private'"]).await;
    for name in ["window", "case", "chief", "desk"] {
        let session = office.sign_in_as(name).await;
        assert!(office.drafts(&session).await.unwrap().is_empty(), "{name}");
        let day = office.day_state(&session).await;
        assert_eq!(day.map_or(0, |day| day.drafts), 0, "{name}");
        let opened = office.open_draft(&session, &id).await.unwrap_err();
        let taken = office.take_draft(&session, &id).await.unwrap_err();
        let thrown = office.discard_draft(&session, &id).await.unwrap_err();
        for refused in [opened, taken, thrown] {
            assert_eq!(refused.code, Code::DraftUnknown, "{name}");
        }
        let over = told(Some(&id), None, "{\"told\":2}");
        let over = office.keep_draft(&session, &over).await.unwrap_err();
        assert_eq!(over.code, Code::DraftTaken, "{name}");
        office.end(session).await.unwrap();
    }
    // It is there as it was.
    let own = "update draft set updated = updated
        where kind = 'private' and cast(body as text) like '%told\\\":1%'";
    edit(&office, &[own]).await;
    assert_sound(&office).await;
}

#[tokio::test]
async fn after_an_update_what_is_derived_is_made_anew_and_the_form_is_back() {
    let mut office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let number = office.give_number(&session).await.unwrap();
    let form = told(None, Some(&number.visit), "{\"a\":1}");
    let kept = keep(&office, &session, &form).await;
    office.end(session).await.unwrap();
    as_an_older_version_left_it(&office).await;
    office.reopen();
    let session = office.sign_in(Role::Reception).await;
    let queue = office.day_queue(&session, office.today()).await.unwrap();
    assert_eq!(queue.waiting, 1, "from the journal");
    let opened = office.open_draft(&session, &kept).await.unwrap();
    assert_eq!(opened.body, "{\"a\":1}");
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn one_kept_on_another_day_says_which() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    keep(&office, &session, &told(None, None, "{}")).await;
    assert_eq!(office.drafts(&session).await.unwrap()[0].kept, "09:00");
    office.end(session).await.unwrap();
    office.clock().advance(Duration::days(2));
    let session = office.sign_in(Role::Reception).await;
    let [row] = <[_; 1]>::try_from(office.drafts(&session).await.unwrap()).unwrap();
    assert_eq!((row.kept.as_str(), row.age), ("24/11 09:00", 2_880));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_draft_leaves_no_trace_in_the_journal_and_goes_with_its_saving() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let number = office.give_number(&session).await.unwrap();
    let before = journal_length(&office, session).await;
    let session = office.sign_in(Role::Reception).await;
    let id = keep(&office, &session, &told(None, Some(&number.visit), "{}")).await;
    for turn in 0..20 {
        keep(
            &office,
            &session,
            &told(Some(&id), Some(&number.visit), &turn.to_string()),
        )
        .await;
    }
    assert_eq!(
        office.drafts(&session).await.unwrap()[0]
            .visit_number
            .as_deref(),
        Some("A-001")
    );
    let saved = Intake {
        visit: Some(number.visit.clone()),
        draft: Some(id.clone()),
        ..intake::anonymous()
    };
    office.add_visit(&session, &saved).await.unwrap();
    assert_eq!(office.drafts(&session).await.unwrap(), []);
    let gone = office.open_draft(&session, &id).await.unwrap_err();
    assert_eq!(gone.code, Code::DraftUnknown);
    let after = journal_length(&office, session).await;
    assert_eq!(after - before, 2, "a sign-in and the saved visit");
    assert_sound(&office).await;
}

async fn journal_length(office: &TestOffice, session: Session) -> usize {
    office.end(session).await.unwrap();
    journal::read(office).await.len()
}

#[tokio::test]
async fn a_draft_that_was_saved_does_not_become_a_second_visit() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let id = keep(&office, &session, &told(None, None, "{}")).await;
    let saved = Intake {
        draft: Some(id),
        ..intake::anonymous()
    };
    office.add_visit(&session, &saved).await.unwrap();
    let again = office.add_visit(&session, &saved).await.unwrap_err();
    assert_eq!(again.code, Code::DraftUnknown);
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "visit.logged").await, 1);
    assert_sound(&office).await;
}

#[tokio::test]
async fn no_title_keeps_a_form_from_being_kept() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let odd = DraftTold {
        title: format!("Bà\t{}", "x".repeat(300)),
        ..told(None, None, "{}")
    };
    keep(&office, &session, &odd).await;
    let rows = office.drafts(&session).await.unwrap();
    assert_eq!(rows[0].title.chars().count(), 200);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_refused_visit_keeps_its_draft() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let id = keep(&office, &session, &told(None, None, "{}")).await;
    let spoiled = Intake {
        people: Some(0),
        draft: Some(id.clone()),
        ..intake::anonymous()
    };
    office.add_visit(&session, &spoiled).await.unwrap_err();
    assert_eq!(office.open_draft(&session, &id).await.unwrap().body, "{}");
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn the_next_officer_goes_on_with_it_and_both_are_named() {
    let office = TestOffice::founded().await;
    let first = office.sign_in_as("desk").await;
    let id = keep(&office, &first, &told(None, None, "{\"half\":true}")).await;
    let one = first.user();
    office.end(first).await.unwrap();
    office.clock().advance(Duration::minutes(7));
    let second = office.sign_in_as("window").await;
    let rows = office.drafts(&second).await.unwrap();
    let row = &rows[0];
    assert_eq!((row.mine, row.title.as_str(), row.age), (false, "", 7));
    assert_eq!(row.owner, "Phạm Thị Tiếp");
    let closed = office.open_draft(&second, &id).await.unwrap_err();
    assert_eq!(closed.code, Code::DraftTaken, "not without taking it over");
    let taken = office.take_draft(&second, &id).await.unwrap();
    assert_eq!(taken.body, "{\"half\":true}");
    assert!(office.drafts(&second).await.unwrap()[0].mine);
    let two = second.user();
    office.end(second).await.unwrap();

    let first = office.sign_in_as("desk").await;
    let late = office
        .keep_draft(&first, &told(Some(&id), None, "late"))
        .await
        .unwrap_err();
    assert_eq!(late.code, Code::DraftTaken);
    assert_eq!(
        office.discard_draft(&first, &id).await.unwrap_err().code,
        Code::DraftTaken
    );
    office.end(first).await.unwrap();
    let entries = journal::read(&office).await;
    let taken = entries
        .iter()
        .find(|entry| entry.kind() == "draft.taken")
        .unwrap();
    assert_eq!(
        taken.body,
        Some(json!({"draft": id, "from": one.to_string()}))
    );
    assert_eq!(taken.entry.actor, two);
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_discarded_draft_comes_back_by_keeping_it_again() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let id = keep(&office, &session, &told(None, None, "{}")).await;
    office.discard_draft(&session, &id).await.unwrap();
    assert_eq!(office.drafts(&session).await.unwrap(), []);
    assert_eq!(
        office.discard_draft(&session, &id).await.unwrap_err().code,
        Code::DraftUnknown
    );
    assert_eq!(
        keep(&office, &session, &told(Some(&id), None, "{}")).await,
        id
    );
    assert_eq!(office.drafts(&session).await.unwrap().len(), 1);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn too_large_a_form_and_too_many_drafts_are_told() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let large = told(None, None, &"x".repeat(256 * 1024 + 1));
    let refused = office.keep_draft(&session, &large).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::RequestTooLarge, Some("body"))
    );
    for _ in 0..100 {
        keep(&office, &session, &told(None, None, "{}")).await;
    }
    let refused = office
        .keep_draft(&session, &told(None, None, "{}"))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::DraftTooMany);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_shift_note_is_shown_until_it_is_acknowledged() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    office
        .write_shift_note(&session, "Máy in hết mực lúc 16:30.")
        .await
        .unwrap();
    let empty = office.write_shift_note(&session, "  ").await.unwrap_err();
    assert_eq!(
        (empty.code, empty.field.as_deref()),
        (Code::FieldMissing, Some("text"))
    );
    office.end(session).await.unwrap();
    let next = office.sign_in_as("window").await;
    let notes = office.shift_notes(&next).await.unwrap();
    assert_eq!(
        (notes[0].text.as_str(), notes[0].by.as_str()),
        ("Máy in hết mực lúc 16:30.", "Phạm Thị Tiếp")
    );
    office.acknowledge_note(&next, &notes[0].id).await.unwrap();
    assert_eq!(office.shift_notes(&next).await.unwrap(), []);
    let again = office
        .acknowledge_note(&next, &notes[0].id)
        .await
        .unwrap_err();
    assert_eq!(again.code, Code::DraftUnknown);
    office.end(next).await.unwrap();
    assert_sound(&office).await;
}
