//! A service is a file of the catalogue and nothing else.

use domain::fault::Code;
use domain::permission::Role;
use domain::words::Lang;
use office::intake::MatterTold;
use office::views::QueueState;
use serde_json::{Value, json};
use testkit::{BEGIN, TestOffice, intake, moment};

use crate::journal::assert_sound;

mod clocks;
mod confirming;
mod editing;
mod hands;
mod households;
pub(crate) mod life;
mod merging;
mod petitions;
mod repeats;
mod restricted;
mod route;
mod standing;

pub(crate) use life::{freely, taken_in};

const KITES: &str = include_str!("../fixtures/Z1.toml");

/// A matter with these answers.
fn matter(service: &str, fields: &Value) -> MatterTold {
    serde_json::from_value(json!({ "service": service, "fields": fields })).unwrap()
}

fn kite(fields: &Value) -> MatterTold {
    matter("Z1", fields)
}

async fn with_kites() -> TestOffice {
    let mut office = TestOffice::founded().await;
    office.serves_too(&[("Z1.toml", KITES)]);
    office.reopen();
    office
}

#[tokio::test]
async fn a_service_by_a_file_alone_is_drawn_taken_in_counted_and_goes_home_on_paper() {
    let office = with_kites().await;
    let session = office.sign_in(Role::Reception).await;
    let drawn = office.services(&session).await.unwrap();
    let drawn = drawn.iter().find(|service| service.id == "Z1").unwrap();
    let keys: Vec<_> = drawn
        .fields
        .iter()
        .map(|field| field.key.as_str())
        .collect();
    assert_eq!(keys, ["kite", "flutes", "hands", "waiver"]);
    assert!(drawn.receipt && drawn.files && drawn.needs_person);

    let told = kite(&json!({
        "kite": "flute", "flutes": 3,
        "hands": [{ "name": "Tạ Thị Gió", "born": "1990-03" }, {}],
    }));
    let visit = intake::with_matters(&office.person(), vec![told]);
    let added = office.add_visit(&session, &visit).await.unwrap();
    let file = &added.files[0];
    // The Tuesday of receipt does not count; Wednesday to Friday are three working days.
    assert_eq!(file.deadlines[0].due, "2026-11-27T17:00:00+07:00");
    let number = &file.receipt.as_ref().unwrap().number;
    let paper = office.receipt_pdf(&session, number).await.unwrap().pdf;
    let paper = String::from_utf8(paper).unwrap();
    for said in [
        "GiayTiepNhan",
        "Đăng ký thả diều",
        r#"SaidLine { label: "Loại diều", value: "Diều sáo" }"#,
        r#"FeeLine { what: "Lệ phí diều sáo", amount: 12000, waived: None }"#,
        "term: Some(TermLine { count: 3, unit: WorkingDays, from: None })",
        "Nội quy Mẫu, Điều 2",
    ] {
        assert!(paper.contains(said), "lacks {said}: {paper}");
    }
    assert!(!paper.contains("Tạ Thị Gió"), "{paper}");
    let queue = office.day_queue(&session, moment(BEGIN).day()).await;
    let queue = queue.unwrap();
    assert_eq!(queue.served, 1);
    assert_eq!(queue.visits[0].state, QueueState::Served);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn what_a_file_asks_is_refused_where_it_is_missing_or_wrong_and_nothing_is_half_written() {
    let office = with_kites().await;
    let session = office.sign_in(Role::Reception).await;
    let told = kite(&json!({
        "kite": "flute",
        "hands": [{ "name": "Tạ Thị Gió" }, { "born": "2030-01-01", "number": "12", "shoe": "41" }],
    }));
    let visit = intake::with_matters(&office.person(), vec![told]);
    let refused = office.add_visit(&session, &visit).await.unwrap_err();
    let faults: Vec<_> = std::iter::once((refused.code, refused.field.clone()))
        .chain(
            refused
                .more
                .iter()
                .map(|fault| (fault.code, fault.field.clone())),
        )
        .map(|(code, field)| (code, field.unwrap()))
        .collect();
    let at = |path: &str| format!("matters[0].fields.{path}");
    assert_eq!(
        faults,
        [
            (Code::FieldMissing, at("flutes")),
            (Code::FieldUnknown, at("hands[1]")),
            (Code::DateInFuture, at("hands[1].born")),
            (Code::FieldMissing, at("hands[1].name")),
            (Code::NumberNotTwelve, at("hands[1].number")),
        ]
    );
    office.end(session).await.unwrap();
    assert_eq!(crate::journal::count(&office, "file.opened").await, 0);
}

/// The sentence about the first fault of the kite's file after one replacement.
fn broken(from: &str, to: &str) -> String {
    assert!(KITES.contains(from), "{from} does not stand in the file");
    let text = KITES.replacen(from, to, 1);
    let refused = office::deadlines::catalogue_check("Z1.toml", &text).unwrap_err();
    let fault = domain::fault::Fault {
        code: refused.code,
        field: None,
        params: refused.params,
    };
    Lang::Vi.fault(&fault)
}

#[test]
fn ten_broken_files_give_ten_exact_messages() {
    let told: Vec<String> = [
        ("version = 1", "version = \"one\""),
        ("receipt = \"giay_tiep_nhan\"\n", ""),
        ("type = \"persons\"", "type = \"crowd\""),
        ("is = [\"flute\"]", "is = [\"drum\"]"),
        ("key = \"hands\"", "key = \"kite\""),
        (
            "valid_from = \"2024-01-01\"\ntitles",
            "valid_from = \"2024-01-01\"\nvalid_to = \"2023-01-01\"\ntitles",
        ),
        ("max = 9\n", ""),
        ("ends = [\"permit\"]", "ends = [\"landing\"]"),
        ("count = 3", "count = 0"),
        ("roles = [\"supervisor\"]", "roles = [\"pilot\"]"),
    ]
    .iter()
    .map(|(from, to)| broken(from, to))
    .collect();
    expect_test::expect_file!["../fixtures/broken-services.txt"]
        .assert_eq(&(told.join("\n") + "\n"));
    let mut once = told.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), 10, "{told:#?}");
}

#[tokio::test]
async fn a_waived_fee_stands_on_the_paper_with_its_reason() {
    let office = with_kites().await;
    let session = office.sign_in(Role::Reception).await;
    let told = kite(&json!({ "kite": "flute", "flutes": 1, "waiver": "child" }));
    let free = kite(&json!({ "kite": "paper", "waiver": "child" }));
    let visit = intake::with_matters(&office.person(), vec![told, free]);
    let added = office.add_visit(&session, &visit).await.unwrap();
    let mut papers = Vec::new();
    for file in &added.files {
        let number = &file.receipt.as_ref().unwrap().number;
        let pdf = office.receipt_pdf(&session, number).await.unwrap().pdf;
        papers.push(String::from_utf8(pdf).unwrap());
    }
    assert!(
        papers[0].contains(r#"waived: Some("Trẻ em")"#),
        "{}",
        papers[0]
    );
    // No fee of the file applies to a paper kite.
    assert!(papers[1].contains("fee: None"), "{}", papers[1]);
    office.end(session).await.unwrap();
}
