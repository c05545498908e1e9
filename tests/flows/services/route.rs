//! The list of a day's route: numbered copies, reasons as letters, and destroyed afterwards.

use domain::fault::Code;
use domain::id::FileId;
use office::intake::{Intake, PersonTold};
use office::papers::{PaperSize, PrintChoice};
use office::route::RouteTold;
use office::{Answer, Office, Session};
use serde_json::json;
use testkit::{PRINTER, TestOffice, intake};

use super::life::{CARD, go, least, scanned};
use super::matter;
use crate::backup::going_on::restored;
use crate::backup::{backup, stick};
use crate::journal::{assert_sound, count};

fn choice() -> PrintChoice {
    PrintChoice {
        printer: PRINTER.to_owned(),
        copies: 1,
        paper: PaperSize::A4Half,
    }
}

/// What went to the printer last.
fn printed(office: &TestOffice) -> String {
    let job = office.printing().jobs().pop().unwrap();
    String::from_utf8(job.bytes).unwrap()
}

/// She cannot come: her matter waits for the team.
async fn listed(office: &TestOffice, restrict: bool) -> FileId {
    let session = office.sign_in_as("desk").await;
    let mut told = least("E-mobile");
    let more = json!({
        "contact": { "name": "Lê Văn Con", "phone": "0912345678", "relation": "con" },
        "needs": ["stairs", "woman"], "slot": "Buổi sáng",
    });
    let fields = told.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    let visit = Intake {
        person: Some(PersonTold {
            restrict,
            ..scanned(office, &session, CARD).await
        }),
        matters: vec![matter("E-mobile", &told)],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    office.end(session).await.unwrap();
    let file = added.files[0].id.parse().unwrap();
    go(office, "desk", file, &["listed"]).await;
    file
}

async fn print(
    office: &TestOffice,
    session: &Session,
    files: &[FileId],
    (day, copies): (&str, u32),
) -> Answer<String> {
    let told = RouteTold {
        service: "E-mobile".to_owned(),
        day: day.to_owned(),
        files: files.iter().map(ToString::to_string).collect(),
        copies,
    };
    office.print_route(session, &told, &choice()).await
}

#[tokio::test]
async fn a_list_says_the_way_to_her_door_and_no_more_and_each_copy_is_destroyed() {
    let office = TestOffice::founded().await;
    let file = listed(&office, false).await;
    let session = office.sign_in_as("desk").await;
    let waits = office.routes(&session).await.unwrap();
    assert_eq!(waits[0].stops.len(), 1);
    assert_eq!(waits[0].stops[0].slot, "Buổi sáng");
    let number = print(&office, &session, &[file], ("2026-12-01", 2)).await;
    assert_eq!(number.unwrap(), "LD-A-0001");
    let page = printed(&office);
    for said in [
        "Nguyễn Thị Thử",
        "Số 1 Đường Mẫu",
        "5678",
        "reason: \"A\"",
        "copies: 2",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for kept in ["0912345678", "Cao tuổi", "Lê Văn Con", "031190012345"] {
        assert!(!page.contains(kept), "{kept}: {page}");
    }
    // Not before something is entered for each of its matters.
    let early = office.destroy_route(&session, "LD-A-0001", false).await;
    let early = early.unwrap_err();
    assert_eq!(early.code, Code::RouteNotEntered);
    office.end(session).await.unwrap();
    go(&office, "desk", file, &["captured"]).await;
    let session = office.sign_in_as("desk").await;
    let out = office.routes(&session).await.unwrap();
    assert_eq!((out[0].stops.len(), out[0].lists[0].waiting), (0, 0));
    let left = office.destroy_route(&session, "LD-A-0001", false).await;
    assert_eq!(left.unwrap(), []);
    let twice = office.destroy_route(&session, "LD-A-0001", false).await;
    assert_eq!(twice.unwrap_err().code, Code::RouteUnknown);
    office.end(session).await.unwrap();
    assert_eq!(count(&office, "route.destroyed").await, 1);
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_kept_address_leaves_the_building_on_no_list() {
    let office = TestOffice::founded().await;
    let file = listed(&office, true).await;
    let session = office.sign_in_as("desk").await;
    print(&office, &session, &[file], ("2026-12-01", 1))
        .await
        .unwrap();
    let page = printed(&office);
    assert!(
        page.contains("home: None") && !page.contains("5678") && page.contains("HS-A-"),
        "{page}"
    );
    assert!(!page.contains("Nguyễn Thị Thử"), "{page}");
    // The day was put off: nobody went with it.
    assert!(
        office
            .destroy_route(&session, "LD-A-0001", true)
            .await
            .is_ok()
    );
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_desk_that_goes_on_from_a_copy_destroys_the_lists_the_old_one_left() {
    let office = TestOffice::founded().await;
    let file = listed(&office, false).await;
    let session = office.sign_in_as("desk").await;
    print(&office, &session, &[file], ("2026-12-01", 2))
        .await
        .unwrap();
    office.end(session).await.unwrap();
    let place = stick(&office);
    backup(&office, &place).await;
    let target = office.outside().join("restored");
    restored(&office, &place, &target, ("admin", "chief"))
        .await
        .unwrap();
    let again = Office::open(&target, office.ports()).unwrap();
    let session = again
        .sign_in("chief", testkit::passphrase("chief"))
        .await
        .unwrap();
    let out = again.routes(&session).await.unwrap();
    assert_eq!(out[0].lists[0].number, "LD-A-0001");
    let early = again.destroy_route(&session, "LD-A-0001", false).await;
    assert_eq!(early.unwrap_err().code, Code::RouteNotEntered);
    let left = again.destroy_route(&session, "LD-A-0001", true).await;
    assert!(left.unwrap().iter().all(|route| route.lists.is_empty()));
    let twice = again.destroy_route(&session, "LD-A-0001", true).await;
    assert_eq!(twice.unwrap_err().code, Code::RouteUnknown);
    let verified = again.verify(&session, &mut |_| true).await.unwrap();
    assert!(verified.ok, "{:?}", verified.faults);
    again.end(session).await.unwrap();
}

#[tokio::test]
async fn a_list_of_nobody_of_yesterday_or_of_anothers_matter_is_refused() {
    let office = TestOffice::founded().await;
    let file = listed(&office, false).await;
    let session = office.sign_in_as("desk").await;
    for (files, told, code) in [
        (vec![], ("2026-12-01", 1), Code::FieldMissing),
        (vec![file], ("2026-01-05", 1), Code::DateInPast),
        (vec![file], ("nay", 1), Code::FieldNotDate),
        (vec![file], ("2026-12-01", 0), Code::FieldOutOfRange),
        (vec![file], ("2026-12-01", 6), Code::FieldOutOfRange),
    ] {
        let refused = print(&office, &session, &files, told).await.unwrap_err();
        assert_eq!(refused.code, code, "{told:?}");
    }
    office.end(session).await.unwrap();
    let other = office.sign_in_as("window").await;
    assert_eq!(
        office.routes(&other).await.unwrap(),
        [],
        "none of hers waits"
    );
    let refused = print(&office, &other, &[file], ("2026-12-01", 1)).await;
    assert_eq!(refused.unwrap_err().code, Code::FileUnknown);
    office.end(other).await.unwrap();
    assert_eq!(count(&office, "route.printed").await, 0);
}
