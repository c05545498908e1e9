//! Clocks that begin with a state, run longer by law, and are counted from the receipt.

use domain::deadline::Unit;
use domain::fault::Code;
use domain::file::{Clock, File};
use domain::id::FileId;
use domain::permission::Role;
use office::Session;
use office::intake::MatterTold;
use serde_json::json;
use testkit::{TestOffice, intake};

use super::life::{freely, least};
use super::matter;
use crate::journal::assert_sound;

/// A matter of hers, taken in.
async fn taken(office: &TestOffice, session: &Session, matter: MatterTold) -> FileId {
    let visit = intake::with_matters(&office.person(), vec![matter]);
    let added = office.add_visit(session, &visit).await.unwrap();
    added.files[0].id.parse().unwrap()
}

/// An office where the desk took a matter in and the chief sits down to it.
async fn at_the_chief(matter: MatterTold) -> (TestOffice, Session, FileId) {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let file = taken(&office, &session, matter).await;
    office.end(session).await.unwrap();
    let chief = office.sign_in_as("chief").await;
    (office, chief, file)
}

/// Taken these ways by the chief; the file after it.
async fn gone(office: &TestOffice, chief: &Session, file: FileId, ways: &[&str]) -> File {
    let mut stands = office.open_file(chief, file).await.unwrap();
    for to in ways {
        let told = freely(to, "Theo quy định.");
        stands = office.move_file(chief, file, &told).await.unwrap();
    }
    stands
}

fn runs(file: &File) -> Vec<(&str, String)> {
    let open = file.clocks.iter().filter(|clock| clock.done.is_none());
    open.map(|clock: &Clock| (clock.step.as_str(), clock.due.due.rfc3339()))
        .collect()
}

#[tokio::test]
async fn a_complaint_is_settled_by_the_clock_of_its_instance_and_place() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let told = |second: bool, remote: bool| {
        let told = json!({ "content": "Nội dung.", "second": second, "remote": remote });
        matter("A1", &told)
    };
    let mut files = Vec::new();
    for (second, remote) in [(false, false), (false, true), (true, false), (true, true)] {
        files.push(taken(&office, &session, told(second, remote)).await);
    }
    // Who was asked neither complains for the first time, in a place like any other.
    files.push(taken(&office, &session, intake::complaint("Nội dung.")).await);
    office.end(session).await.unwrap();
    let chief = office.sign_in_as("chief").await;
    // Accepted on 24/11/2026: 30, 45, 45 and 60 days (Luật Khiếu nại Điều 28, 37).
    let dues = [
        ("settle", "2026-12-24T17:00:00+07:00"),
        ("settle-remote", "2027-01-08T17:00:00+07:00"),
        ("settle-second", "2027-01-08T17:00:00+07:00"),
        ("settle-second-remote", "2027-01-25T17:00:00+07:00"),
        ("settle", "2026-12-24T17:00:00+07:00"),
    ];
    for (file, (step, due)) in files.iter().zip(dues) {
        let stands = gone(&office, &chief, *file, &["classified", "accepted"]).await;
        assert_eq!(runs(&stands), [(step, due.to_owned())]);
    }
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_complex_complaint_is_extended_once_as_far_as_the_law_goes_and_says_so() {
    let (office, chief, file) = at_the_chief(intake::complaint("Nội dung.")).await;
    gone(&office, &chief, file, &["classified", "accepted"]).await;
    let more = async |count, reason: &str| {
        let asked = office.extend_file(&chief, file, "settle", count, reason);
        asked.await
    };
    let long = more(16, "Phải xác minh ở nhiều nơi.").await.unwrap_err();
    assert_eq!(long.code, Code::DeadlineExtensionTooLong);
    let silent = more(15, " ").await.unwrap_err();
    assert_eq!(silent.code, Code::FieldMissing);
    let before = office.file_page(&chief, file).await.unwrap();
    let open = before.clocks.iter().find(|clock| clock.step == "settle");
    let open = open.unwrap().extension.clone().unwrap();
    assert_eq!((open.count, open.unit), (15, Unit::Days));
    assert!(open.basis.contains("Điều 28"), "{}", open.basis);

    let stands = more(15, "Phải xác minh ở nhiều nơi.").await.unwrap();
    // 45 days from 24/11/2026: Fri 8/1/2027.
    let due = "2027-01-08T17:00:00+07:00".to_owned();
    assert_eq!(runs(&stands), [("settle", due)]);
    let page = office.file_page(&chief, file).await.unwrap();
    let clock = page.clocks.iter().find(|clock| clock.step == "settle");
    assert_eq!(
        clock.unwrap().extension,
        None,
        "the law gives more time once"
    );
    let turn = &page.trail[0];
    assert_eq!(
        turn.titles.vi,
        "Cho gia hạn: Giải quyết khiếu nại lần đầu, đến 08/01/2027"
    );
    assert_eq!(turn.reason, "Phải xác minh ở nhiều nơi.");
    let again = more(1, "Vẫn chưa xong.").await.unwrap_err();
    assert_eq!(again.code, Code::DeadlineExtensionLimit);
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_complex_report_of_a_crime_has_months_from_the_receipt_and_is_extended_in_months() {
    let (office, chief, file) = at_the_chief(matter("A4", &least("A4"))).await;
    let kept = gone(&office, &chief, file, &["kept", "told"]).await;
    let verify = ("verify", "2026-12-14T17:00:00+07:00".to_owned());
    assert_eq!(runs(&kept), [verify]);
    office.clock().advance(time::Duration::days(14));
    let longer = gone(&office, &chief, file, &["prolonged"]).await;
    // Two months from 24/11/2026, whatever day it was found to be complex: Sun 24/1/2027, so Monday.
    let due = |day: &str| vec![("verify-complex", format!("{day}T17:00:00+07:00"))];
    assert_eq!(runs(&longer), due("2027-01-25"));
    let prolonged = office
        .extend_file(&chief, file, "verify-complex", 2, "Viện kiểm sát gia hạn.")
        .await
        .unwrap();
    assert_eq!(runs(&prolonged), due("2027-03-24"));
    let done = gone(&office, &chief, file, &["decided"]).await;
    assert_eq!(runs(&done), []);
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn the_control_sheet_tells_who_had_it_what_was_made_longer_and_what_was_in_time() {
    let (office, chief, file) = at_the_chief(intake::complaint("Nội dung.")).await;
    let page = office.file_page(&chief, file).await.unwrap();
    let names: Vec<&str> = page.officers.iter().map(|one| one.name.as_str()).collect();
    let case = page.officers.iter().find(|one| one.role == Role::Case);
    let case = case.unwrap_or_else(|| panic!("{names:?}"));
    assert!(
        page.officers
            .iter()
            .all(|one| { [Role::Reception, Role::Case, Role::Supervisor].contains(&one.role) })
    );
    let to = case.id.parse().unwrap();
    office
        .assign_file(&chief, file, to, "Xem giúp.")
        .await
        .unwrap();
    gone(&office, &chief, file, &["classified"]).await;
    office.clock().advance(time::Duration::days(20));
    gone(&office, &chief, file, &["accepted"]).await;
    let asked = office.extend_file(&chief, file, "settle", 15, "Vụ việc phức tạp.");
    asked.await.unwrap();
    office.clock().advance(time::Duration::days(3));
    gone(&office, &chief, file, &["verifying", "decided"]).await;
    let page = office.file_page(&chief, file).await.unwrap();
    let given = page.trail.iter().find(|turn| turn.reason == "Xem giúp.");
    assert_eq!(given.unwrap().titles.vi, format!("Giao cho {}", case.name));

    let number = office.control_sheet(&chief, file).await.unwrap();
    let sheet = super::life::paper(&office, &chief, &number).await;
    for said in [
        format!("Giao cho {}", case.name),
        // Accepted on 14/12/2026, ten days too late; 45 days from there end on Thu 28/1/2027.
        "Cho gia hạn: Giải quyết khiếu nại lần đầu, đến 28/01/2027".to_owned(),
        "Kết thúc 14/12/2026, hạn 04/12/2026: quá hạn".to_owned(),
        "Kết thúc 17/12/2026, hạn 28/01/2027: trước hạn".to_owned(),
    ] {
        assert!(sheet.contains(&said), "{said}: {sheet}");
    }
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn what_is_over_is_apologised_for_and_made_no_longer() {
    let (office, chief, file) = at_the_chief(intake::complaint("Nội dung.")).await;
    gone(&office, &chief, file, &["classified", "accepted"]).await;
    let more = async || {
        let asked = office.extend_file(&chief, file, "settle", 15, "Vụ việc phức tạp.");
        asked.await.unwrap_err()
    };
    office.clock().advance(time::Duration::days(31));
    let page = office.file_page(&chief, file).await.unwrap();
    let settle = page.clocks.iter().find(|clock| clock.step == "settle");
    let settle = settle.unwrap();
    assert!(settle.extension.is_none() && settle.to_apologise);
    assert_eq!(more().await.code, Code::FileOver);

    gone(
        &office,
        &chief,
        file,
        &["verifying", "decided", "notified", "closed"],
    )
    .await;
    assert_eq!(more().await.code, Code::FileClosed);
    let sorry = office::ApologyTold {
        step: "settle".to_owned(),
        reason: "Chậm.".to_owned(),
        until: "2027-03-31".to_owned(),
    };
    let closed = office.apologise(&chief, file, &sorry).await.unwrap_err();
    assert_eq!(closed.code, Code::FileClosed);
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_suspended_report_of_a_crime_is_not_late_and_has_a_month_once_it_is_taken_up_again() {
    let (office, chief, file) = at_the_chief(matter("A4", &least("A4"))).await;
    let stands = gone(&office, &chief, file, &["kept", "told", "suspended"]).await;
    assert_eq!(runs(&stands), []);
    office.clock().advance(time::Duration::days(100));
    let page = office.file_page(&chief, file).await.unwrap();
    assert!(page.clocks.iter().all(|clock| !clock.to_apologise));
    let again = gone(&office, &chief, file, &["resumed"]).await;
    // Taken up again on 4/3/2027: a month ends on Sun 4/4, so Monday.
    let due = "2027-04-05T17:00:00+07:00".to_owned();
    assert_eq!(runs(&again), [("verify-resumed", due)]);
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn the_paper_of_a_step_that_is_taken_back_counts_no_more() {
    let (office, chief, file) = at_the_chief(intake::complaint("Nội dung.")).await;
    gone(&office, &chief, file, &["classified", "not-accepted"]).await;
    let page = office.file_page(&chief, file).await.unwrap();
    assert!(!page.papers[0].voided);
    gone(&office, &chief, file, &["classified"]).await;
    let page = office.file_page(&chief, file).await.unwrap();
    let voided: Vec<_> = page
        .papers
        .iter()
        .map(|paper| (paper.form.text(), paper.voided))
        .collect();
    // What was taken in stays taken in.
    assert_eq!(voided, [("khong_thu_ly", true), ("giay_bien_nhan", false)]);
    gone(&office, &chief, file, &["not-accepted"]).await;
    let page = office.file_page(&chief, file).await.unwrap();
    assert!(!page.papers[0].voided, "said again, it counts");
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_lost_certificate_is_issued_in_days_once_the_loss_is_verified() {
    let told = json!({ "kind": "reissue_paper", "vehicle": "motorbike", "plate": "15-B1 123.45" });
    let (office, chief, file) = at_the_chief(matter("D", &told)).await;
    let stands = gone(&office, &chief, file, &["processing"]).await;
    let verify = ("verify-lost", "2026-12-24T17:00:00+07:00".to_owned());
    assert_eq!(runs(&stands), [verify]);
    office.clock().advance(time::Duration::days(14));
    // Verified on Tue 8/12/2026: two working days.
    let stands = gone(&office, &chief, file, &["verified"]).await;
    let issue = ("certificate-lost", "2026-12-10T17:00:00+07:00".to_owned());
    assert_eq!(runs(&stands), [issue]);
    let stands = gone(&office, &chief, file, &["decided"]).await;
    assert_eq!(runs(&stands), []);
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}
