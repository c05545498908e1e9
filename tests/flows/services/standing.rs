//! Who stands there for whom, who came along, and a group with its representatives.

use domain::fault::Code;
use domain::file::Capacity;
use domain::id::FileId;
use office::intake::Intake;
use office::views::VisitAdded;
use office::{Answer, CollectorTold, Session};
use serde_json::{Value, json};
use testkit::{TestOffice, intake};

use super::life::{CARD, go, least, paper, scanned};
use super::matter;
use crate::journal::assert_sound;

const SON: &str = "031090054399||Lê Văn Bố|01021960|Nam|Số 7 Đường Thử, Phường Mẫu|01012022";

async fn brought(
    office: &TestOffice,
    session: &Session,
    service: &str,
    more: Value,
) -> Answer<VisitAdded> {
    let mut told = least(service);
    let fields = told.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    let visit = Intake {
        person: Some(scanned(office, session, CARD).await),
        matters: vec![matter(service, &told)],
        ..intake::anonymous()
    };
    office.add_visit(session, &visit).await
}

/// She stands there for her father.
fn for_him() -> Value {
    json!({
        "stands": "authorised",
        "concerned": {
            "name": "Lê Văn Bố", "born": "1960-02-01", "number": "031090054399", "relation": "bố đẻ",
        },
        "authority": "Giấy ủy quyền số 12, UBND phường Mẫu chứng thực 20/11/2026",
        "scope": "Nộp hồ sơ và nhận kết quả",
        "authority_until": "2027-03-31",
        "beside": ["interpreter", "witness"],
        "interpreter": { "name": "Nông Thị Dịch", "phone": "0912345688" },
        "interpreted": "tiếng Tày",
        "witness": { "name": "Trần Văn Chứng" },
    })
}

#[tokio::test]
async fn the_receipt_the_page_and_the_hand_over_say_who_stood_there_for_whom() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let added = brought(&office, &session, "E", for_him()).await.unwrap();
    let file: FileId = added.files[0].id.parse().unwrap();
    let number = added.files[0].receipt.clone().unwrap().number;
    let receipt = paper(&office, &session, &number).await;
    for said in [
        "Nguyễn Thị Thử",
        "Người được ủy quyền",
        "Lê Văn Bố",
        "Giấy ủy quyền số 12",
    ] {
        assert!(receipt.contains(said), "{said}: {receipt}");
    }
    assert!(
        !receipt.contains("Trần Văn Chứng"),
        "a witness goes home with nobody"
    );
    let page = office.file_page(&session, file).await.unwrap();
    let told = serde_json::to_string(&page).unwrap();
    for said in [
        "tiếng Tày",
        "Nông Thị Dịch",
        "Trần Văn Chứng",
        "bố đẻ",
        "31/03/2027",
    ] {
        assert!(told.contains(said), "{said}");
    }
    office.end(session).await.unwrap();
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;

    // The result is his: she takes it with his paper, never as her own.
    let session = office.sign_in_as("window").await;
    let takes = |capacity, paper: &str| {
        let (office, session, paper) = (&office, &session, paper.to_owned());
        async move {
            let told = CollectorTold {
                capacity,
                person: Some(scanned(office, session, CARD).await),
                paper,
                until: None,
                signed: domain::file::Signed::default(),
            };
            office.hand_over_result(session, file, &told).await
        }
    };
    let refused = takes(Capacity::InPerson, "").await;
    assert_eq!(refused.unwrap_err().code, Code::FileNotHers);
    let his = scanned(&office, &session, SON).await;
    let found = office.results_of(&session, &his).await.unwrap();
    assert_eq!(found.len(), 1, "his own card opens it");
    let signed = takes(Capacity::Authorised, "Giấy ủy quyền số 12")
        .await
        .unwrap();
    let signed = paper(&office, &session, &signed).await;
    for said in ["Nguyễn Thị Thử", "Giấy ủy quyền số 12", "Lê Văn Bố"] {
        assert!(signed.contains(said), "{said}: {signed}");
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn whoever_stands_there_for_another_says_for_whom_and_by_what_paper() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let refused = brought(&office, &session, "E", json!({ "stands": "guardian" })).await;
    let refused = refused.unwrap_err();
    let faults = refused.faults();
    let fields: Vec<_> = faults
        .iter()
        .filter_map(|fault| fault.field.clone())
        .collect();
    assert_eq!(
        fields,
        ["matters[0].fields.concerned", "matters[0].fields.authority"]
    );
    let stray = json!({ "concerned": { "name": "Lê Văn Bố" } });
    let refused = brought(&office, &session, "E", stray).await;
    assert_eq!(
        refused.unwrap_err().code,
        Code::FieldUnknown,
        "she came for herself"
    );
    office.end(session).await.unwrap();
}

fn group(size: u32, representatives: &[&str]) -> Value {
    let people: Vec<Value> = representatives
        .iter()
        .map(|name| match *name {
            "Nguyễn Thị Thử" => json!({ "name": name, "number": "031190012345" }),
            other => json!({ "name": other }),
        })
        .collect();
    let key = if size > 10 {
        "representatives"
    } else {
        "representatives_few"
    };
    let mut told = json!({
        "content": "Đường ngập nước.", "group_size": size, "group_listed": true,
    });
    if !people.is_empty() {
        told[key] = people.into();
    }
    told
}

async fn petition(office: &TestOffice, session: &Session, told: &Value) -> Answer<VisitAdded> {
    let visit = Intake {
        person: Some(scanned(office, session, CARD).await),
        matters: vec![matter("A1", told)],
        ..intake::anonymous()
    };
    office.add_visit(session, &visit).await
}

#[tokio::test]
async fn a_group_has_one_file_and_each_representative_a_receipt_of_her_own() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let told = group(6, &["Nguyễn Thị Thử", "Phạm Văn Hai"]);
    let added = petition(&office, &session, &told).await.unwrap();
    assert_eq!(added.files.len(), 1, "one file");
    let file = &added.files[0];
    assert_eq!(
        file.others.len(),
        1,
        "she who stands there has hers already"
    );
    let hers = paper(&office, &session, &file.receipt.clone().unwrap().number).await;
    assert!(hers.contains("Nguyễn Thị Thử") && !hers.contains("Phạm Văn Hai"));
    let his = paper(&office, &session, &file.others[0].number).await;
    assert!(
        his.contains("Phạm Văn Hai") && !his.contains("Nguyễn Thị Thử"),
        "{his}"
    );
    let lines = office.station_lines();
    for receipt in file.receipt.iter().chain(&file.others) {
        assert!(office::check_receipt(&receipt.token, &lines).genuine);
    }
    let many = [
        "Phạm Văn Một",
        "Phạm Văn Hai",
        "Phạm Văn Ba",
        "Phạm Văn Tư",
        "Phạm Văn Năm",
    ];
    let added = petition(&office, &session, &group(40, &many))
        .await
        .unwrap();
    assert_eq!(added.files[0].others.len(), 5);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn from_five_people_on_they_choose_representatives_no_more_than_the_law_has() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    assert!(petition(&office, &session, &group(4, &[])).await.is_ok());
    for (told, code) in [
        (group(5, &[]), Code::FieldMissing),
        (group(4, &["Phạm Văn Một"]), Code::FieldUnknown),
        (
            group(10, &["Một Văn", "Hai Văn", "Ba Văn"]),
            Code::FieldTooMany,
        ),
        (group(11, &[]), Code::FieldMissing),
        (
            group(11, &["Một A", "Hai A", "Ba A", "Bốn A", "Năm A", "Sáu A"]),
            Code::FieldTooMany,
        ),
    ] {
        let refused = petition(&office, &session, &told).await.unwrap_err();
        assert_eq!(refused.code, code, "{told}");
    }
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn the_wrong_person_takes_the_receipts_of_the_group_along() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let told = group(6, &["Nguyễn Thị Thử", "Phạm Văn Hai"]);
    let added = petition(&office, &session, &told).await.unwrap();
    let right = scanned(&office, &session, SON).await;
    let done = office
        .wrong_person(&session, &added.visit, &right)
        .await
        .unwrap();
    assert_eq!(done.voided.len(), 2);
    // He is none of the representatives: each of them gets her own, and he his.
    assert_eq!(done.issued.len(), 3);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn an_authority_that_is_over_hands_nothing_out_until_a_newer_one_is_shown() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let mut more = for_him();
    more["authority_until"] = json!("2026-12-10");
    let added = brought(&office, &session, "E", more).await.unwrap();
    let file: FileId = added.files[0].id.parse().unwrap();
    office.end(session).await.unwrap();
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    office.clock().advance(time::Duration::days(20));
    let session = office.sign_in_as("window").await;
    let mut told = CollectorTold {
        capacity: Capacity::Authorised,
        person: Some(scanned(&office, &session, CARD).await),
        paper: "Giấy ủy quyền số 12".to_owned(),
        until: None,
        signed: domain::file::Signed::default(),
    };
    for until in [None, Some("2026-12-12")] {
        told.until = until.map(|day| day.parse().unwrap());
        let refused = office.hand_over_result(&session, file, &told).await;
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (Code::FileAuthorityOver, Some("until")),
            "{until:?}"
        );
    }
    told.paper = "Giấy ủy quyền số 40".to_owned();
    told.until = Some("2027-06-30".parse().unwrap());
    let signed = office.hand_over_result(&session, file, &told).await;
    let signed = paper(&office, &session, &signed.unwrap()).await;
    for said in ["Giấy ủy quyền số 40", "30/06/2027"] {
        assert!(signed.contains(said), "{said}: {signed}");
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn only_a_representative_whom_the_matter_names_takes_its_result_as_one() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let mut more = for_him();
    more["stands"] = json!("legal_representative");
    for of_authority in ["scope", "authority_until"] {
        more.as_object_mut().unwrap().remove(of_authority);
    }
    let added = brought(&office, &session, "E", more).await.unwrap();
    let file: FileId = added.files[0].id.parse().unwrap();
    office.end(session).await.unwrap();
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let session = office.sign_in_as("window").await;
    let takes = async |card: &str| {
        let told = CollectorTold {
            capacity: Capacity::Representative,
            person: Some(scanned(&office, &session, card).await),
            paper: "Giấy khai sinh số 4".to_owned(),
            until: None,
            signed: domain::file::Signed::default(),
        };
        office.hand_over_result(&session, file, &told).await
    };
    let mother = "031190098765||Hoàng Thị Mẹ|01011965|Nữ|Số 7 Đường Thử, Phường Mẫu|01012022";
    let refused = takes(mother).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::FileNotRepresentative, Some("capacity")),
        "being kin is no title"
    );
    takes(CARD).await.unwrap();
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}
