//! Every service from the scan to its end: handed over, refused, late.

use domain::catalogue::Catalogue;
use domain::fault::Code;
use domain::file::{Capacity, Signed, Signing};
use domain::id::FileId;
use domain::person::Proof;
use domain::words::Lang;
use office::files::StepTold;
use office::intake::PersonTold;
use office::{ApologyTold, CollectorTold, FilePage, Session};
use serde_json::{Map, Value, json};
use testkit::{TestOffice, intake};
use time::Duration;

use super::matter;
use crate::journal::assert_sound;

/// A card under the scanner, of somebody who lives nowhere.
pub(crate) const CARD: &str =
    "031190012345||Nguyễn Thị Thử|05031990|Nữ|Số 1 Đường Mẫu, Phường Mẫu|01012022";
pub(crate) const HUSBAND: &str =
    "031090054321||Lê Văn Chồng|01021985|Nam|Số 1 Đường Mẫu, Phường Mẫu|01012022";

/// The least that a service asks for.
pub(crate) fn least(service: &str) -> Value {
    let residence = json!({ "request": "Theo tờ khai.", "dwelling": "Số 1 Đường Mẫu" });
    let with = |more: Value| {
        let mut told = residence.clone();
        let more = more.as_object().unwrap().clone();
        told.as_object_mut().unwrap().extend(more);
        told
    };
    let passport = json!({
        "kind": "first", "where": "province", "urgent": false, "birthplace": "Hải Phòng",
        "child": { "name": "Lê Thị Con", "born": "2020-05-01", "sex": "female" },
        "relation": "mother",
    });
    match service {
        "B1" => with(json!({ "ground": "own" })),
        "B2" | BY_FILE => with(json!({ "kind": "new" })),
        "B4" => json!({
            "group": "other", "request": "Đi học.", "from": "2026-12-01",
            "destination": "Số 2 Đường Mẫu",
        }),
        "B5-split" => with(json!({ "reason": "agreed" })),
        "B5-correct" => json!({ "what": ["relation"], "request": "Ghi lại quan hệ." }),
        "B5-remove" => with(json!({
            "kind": "permanent", "ground": "abroad", "removed": [{ "name": "Lê Văn Xa" }],
        })),
        "B5-confirm" => json!({ "what": ["permanent"], "request": "Xác nhận nơi thường trú." }),
        "C" => {
            let mut told = passport.as_object().unwrap().clone();
            told.retain(|key, _| !["child", "relation"].contains(&key.as_str()));
            Value::Object(told)
        }
        "C-child" => passport,
        "D" => json!({
            "kind": "reissue_plate", "vehicle": "motorbike", "plate": "15-B1 123.45",
        }),
        "E" => json!({ "kind": "age" }),
        "E-mobile" => json!({ "kind": "age", "reason": "elderly", "home": "Số 1 Đường Mẫu" }),
        "A1" => json!({ "content": "Không đồng ý với quyết định." }),
        "A3" => json!({ "kind": "petition", "content": "Đèn đường hỏng." }),
        "A2" => json!({ "envelope": "PB-07", "content": "Nhận tiền của người dân." }),
        "A4" => json!({ "kind": "denounced", "island": false, "content": "Mất xe đạp." }),
        // Whatever came by a file alone.
        _ => demanded(service),
    }
}

/// What a form demands, each question answered as one of its kind may be.
fn demanded(service: &str) -> Value {
    let mut told = Map::new();
    let catalogue = Catalogue::shipped().unwrap();
    let today = testkit::moment(testkit::BEGIN).day();
    let service = catalogue.service(service, today).unwrap();
    loop {
        let typed = told.clone().into_iter().collect();
        let Err(refusal) = service.check(&typed, today) else {
            return Value::Object(told);
        };
        for fault in refusal.faults() {
            let key = fault
                .field
                .as_deref()
                .unwrap()
                .trim_start_matches("fields.");
            assert_eq!(fault.code, Code::FieldMissing, "{key}");
            let field = service.fields.iter().find(|field| field.key == key);
            told.insert(key.to_owned(), crate::slips::answer(field.unwrap()));
        }
    }
}

/// Somebody whose card is scanned at the desk.
pub(crate) async fn scanned(office: &TestOffice, session: &Session, payload: &str) -> PersonTold {
    let scan = office.read_scan(session, payload).await.unwrap();
    let mut told: PersonTold = serde_json::from_value(serde_json::to_value(scan).unwrap()).unwrap();
    told.proof = Some(Proof::CardScanned);
    told
}

/// A dossier of the citizen under the scanner, taken in by the desk.
pub(crate) async fn taken_in(office: &TestOffice, service: &str) -> (FileId, String) {
    let session = office.sign_in_as("desk").await;
    let visit = office::intake::Intake {
        person: Some(scanned(office, &session, CARD).await),
        matters: vec![matter(service, &least(service))],
        note: String::new(),
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    office.end(session).await.unwrap();
    let file = &added.files[0];
    let receipt = file.receipt.as_ref().unwrap();
    (file.id.parse().unwrap(), receipt.token.clone())
}

/// A step; whoever takes her matter back is asked, and is not threatened.
pub(crate) fn freely(to: &str, reason: &str) -> StepTold {
    StepTold {
        threatened: (to == "withdrawn").then_some(false),
        ..StepTold::new(to, reason)
    }
}

/// The body a matter goes to, where it goes to one.
pub(crate) fn sent_to(goes: bool) -> String {
    let body = goes.then_some("Công an phường Mẫu Hai");
    body.unwrap_or_default().to_owned()
}

/// Goes these ways as somebody; what each asks for is given.
pub(super) async fn go(office: &TestOffice, name: &str, file: FileId, ways: &[&str]) -> FilePage {
    let session = office.sign_in_as(name).await;
    for to in ways {
        let page = office.file_page(&session, file).await.unwrap();
        let way = page.moves.iter().find(|way| way.to == *to);
        let way = way.unwrap_or_else(|| panic!("no way to {to} from {:?}", page.row.state));
        let reason = if way.reason { "Vì lý do này." } else { "" };
        let told = StepTold {
            threatened: way.withdraws.then_some(false),
            receiver: sent_to(way.receiver),
            ..StepTold::new(to, reason)
        };
        office.move_file(&session, file, &told).await.unwrap();
    }
    let page = office.file_page(&session, file).await.unwrap();
    office.end(session).await.unwrap();
    page
}

/// A paper as it is printed.
pub(crate) async fn paper_bytes(office: &TestOffice, session: &Session, number: &str) -> Vec<u8> {
    office.receipt_pdf(session, number).await.unwrap().pdf
}

/// The text of a paper.
pub(super) async fn paper(office: &TestOffice, session: &Session, number: &str) -> String {
    String::from_utf8(paper_bytes(office, session, number).await).unwrap()
}

/// How a service gets to its result.
fn to_result(service: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match service {
        "A1" => (&["classified"], &["accepted", "verifying", "decided"]),
        "A3" => (&["classified"], &["accepted", "answered"]),
        "A4" => (&[], &["kept", "told", "decided"]),
        "E-mobile" => (&["listed", "captured"], &["decided"]),
        _ => (&["processing"], &["decided"]),
    }
}

/// A service that came by a file alone: another's, under a name of its own.
const BY_FILE: &str = "Z2";

/// An office that serves it.
async fn serving(service: &str) -> TestOffice {
    let mut office = TestOffice::founded().await;
    if service == BY_FILE {
        let file = include_str!("../../../src-tauri/catalogue/services/B2.toml");
        let file = file.replace("id = \"B2\"", "id = \"Z2\"");
        office.serves_too(&[("Z2.toml", &file)]);
        office.reopen();
    }
    office
}

async fn is_handed_over(service: &str) {
    let office = serving(service).await;
    let (file, token) = taken_in(&office, service).await;
    let (desk, chief) = to_result(service);
    go(&office, "desk", file, desk).await;
    let page = go(&office, "chief", file, chief).await;
    assert!(page.row.ready, "{service}: {:?}", page.row.state);
    assert!(page.clocks.iter().all(|clock| clock.done.is_some()));

    // Another officer is at the desk when she comes back.
    let session = office.sign_in_as("window").await;
    let checked = office.check_paper(Some(&session), &token).await.unwrap();
    assert_eq!((checked.genuine, checked.ready), (true, Some(true)));
    let her = scanned(&office, &session, CARD).await;
    let found = office.results_of(&session, &her).await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].ready);
    let told = CollectorTold {
        capacity: Capacity::InPerson,
        person: Some(her),
        paper: String::new(),
        until: None,
        signed: Signed::default(),
    };
    let number = office
        .hand_over_result(&session, file, &told)
        .await
        .unwrap();
    let signed = paper(&office, &session, &number).await;
    for said in ["KyNhan", "Nguyễn Thị Thử", "Chính người đứng tên"] {
        assert!(signed.contains(said), "{service} lacks {said}: {signed}");
    }
    let again = office.hand_over_result(&session, file, &told).await;
    assert_eq!(again.unwrap_err().code, Code::FileNotReady);
    let her = scanned(&office, &session, CARD).await;
    assert_eq!(office.results_of(&session, &her).await.unwrap(), []);
    office.end(session).await.unwrap();
    let session = office.sign_in_as("chief").await;
    let page = office.file_page(&session, file).await.unwrap();
    assert_eq!(page.handed.unwrap().name.as_deref(), Some("Nguyễn Thị Thử"));
    assert_eq!(page.moves, []);
    assert_eq!(office.open_files(&session).await.unwrap(), []);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

async fn is_refused(service: &str) {
    let office = serving(service).await;
    let (file, _) = taken_in(&office, service).await;
    let page = go(&office, "desk", file, &["refused"]).await;
    assert!(page.clocks.iter().all(|clock| clock.done.is_some()));
    let slip = &page.papers[0];
    let session = office.sign_in_as("desk").await;
    let text = paper(&office, &session, &slip.number).await;
    assert!(text.contains("Vì lý do này."), "{text}");
    office.end(session).await.unwrap();
    let page = go(&office, "desk", file, &["closed"]).await;
    assert_eq!(page.moves, []);
    assert_sound(&office).await;
}

async fn is_late(service: &str) {
    let office = serving(service).await;
    let (file, _) = taken_in(&office, service).await;
    let (desk, chief) = to_result(service);
    let page = go(&office, "desk", file, desk).await;
    let clock = page.clocks.iter().find(|clock| clock.done.is_none());
    let step = clock.unwrap().step.clone();
    let told = |until: &str| ApologyTold {
        step: step.clone(),
        reason: "Chờ đơn vị khác trả lời.".to_owned(),
        until: until.to_owned(),
    };
    let session = office.sign_in_as("chief").await;
    let early = office.apologise(&session, file, &told("2027-03-31")).await;
    assert_eq!(early.unwrap_err().code, Code::FileNotLate);
    office.clock().advance(Duration::days(60));
    let page = office.file_page(&session, file).await.unwrap();
    let clock = page.clocks.iter().find(|clock| clock.done.is_none());
    let clock = clock.unwrap();
    assert!(
        clock.to_apologise && clock.left.unwrap().count < 0,
        "{clock:?}"
    );
    let sunday = office.apologise(&session, file, &told("2027-03-28")).await;
    let sunday = sunday.unwrap_err();
    assert_eq!(sunday.code, Code::FileDayOff);
    assert_eq!(sunday.params["day"], "29/03/2027");
    let number = office
        .apologise(&session, file, &told("2027-03-31"))
        .await
        .unwrap();
    let text = paper(&office, &session, &number).await;
    assert!(text.contains("Chờ đơn vị khác trả lời."), "{text}");
    assert!(text.contains("Hẹn lại trả kết quả"), "{text}");
    let again = office.apologise(&session, file, &told("2027-04-30")).await;
    assert_eq!(again.unwrap_err().code, Code::FileApologisedOnce);
    let page = office.file_page(&session, file).await.unwrap();
    let clock = page.clocks.iter().find(|clock| clock.done.is_none());
    let clock = clock.unwrap();
    assert_eq!(clock.due, "2027-03-31T17:00:00+07:00");
    assert!(clock.before.is_some() && !clock.to_apologise);
    office.end(session).await.unwrap();
    let page = go(&office, "chief", file, chief).await;
    assert!(page.row.ready);
    assert_sound(&office).await;
}

/// Three flows a service, so that one that fails says which.
macro_rules! services {
    ($($name:ident $service:literal)+) => {
        #[test]
        fn every_service_that_hands_a_result_back_is_tried_to_its_end_here() {
            let named = [$($service),+, "A1", "A3", "A4"];
            let today = testkit::moment(testkit::BEGIN).day();
            let catalogue = Catalogue::shipped().unwrap();
            for listed in catalogue.list(today) {
                let service = catalogue.service(&listed.id, today).unwrap();
                let hands_back = service.states.iter().any(|state| state.ready);
                let tried = named.contains(&service.id.as_str());
                assert!(tried || !service.open || !hands_back, "{}", service.id);
            }
        }

        $(mod $name {
            #[tokio::test]
            async fn is_handed_over_to_whoever_brought_it() {
                super::is_handed_over($service).await;
            }

            #[tokio::test]
            async fn is_refused_with_its_slip() {
                super::is_refused($service).await;
            }

            #[tokio::test]
            async fn is_late_and_apologised_for_once() {
                super::is_late($service).await;
            }
        })+
    };
}

services! {
    came_by_a_file_alone "Z2"
    b1_permanent_residence "B1"
    b2_temporary_residence "B2"
    b4_absence "B4"
    b5_split "B5-split"
    b5_correct "B5-correct"
    b5_remove "B5-remove"
    b5_confirm "B5-confirm"
    b5_declare "B5-declare"
    c_passport "C"
    c_child_passport "C-child"
    d_vehicle "D"
    e_card "E"
    e_mobile_card_at_home "E-mobile"
}

/// Matters that end with an answer: how they are refused and late stands with their papers (`petitions`).
mod answers {
    #[tokio::test]
    async fn a_complaint_is_settled_and_its_decision_handed_over() {
        super::is_handed_over("A1").await;
    }

    #[tokio::test]
    async fn a_petition_is_answered_and_its_answer_handed_over() {
        super::is_handed_over("A3").await;
    }

    #[tokio::test]
    async fn a_report_of_a_crime_is_verified_and_the_notice_handed_over() {
        super::is_handed_over("A4").await;
    }
}

#[tokio::test]
async fn a_husband_with_his_wifes_slip_learns_ready_or_not_and_gets_nothing() {
    let office = TestOffice::founded().await;
    let (file, token) = taken_in(&office, "B1").await;
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let session = office.sign_in_as("window").await;
    let checked = office.check_paper(Some(&session), &token).await.unwrap();
    assert_eq!(checked.ready, Some(true));
    let shown = serde_json::to_string(&checked).unwrap();
    for hers in ["Nguyễn", "Thử", "031190012345", "Đường Mẫu", "Theo tờ khai"] {
        assert!(
            !shown.contains(hers),
            "the slip alone shows {hers}: {shown}"
        );
    }
    let him = scanned(&office, &session, HUSBAND).await;
    assert_eq!(office.results_of(&session, &him).await.unwrap(), []);
    let mut told = CollectorTold {
        capacity: Capacity::InPerson,
        person: Some(him),
        paper: String::new(),
        until: None,
        signed: Signed::default(),
    };
    let hand_over = async |told: &CollectorTold| {
        let refused = office.hand_over_result(&session, file, told).await;
        let refused = refused.unwrap_err();
        (refused.code, refused.field.unwrap_or_default())
    };
    assert_eq!(
        hand_over(&told).await,
        (Code::FileNotHers, "capacity".to_owned())
    );
    told.capacity = Capacity::Authorised;
    assert_eq!(
        hand_over(&told).await,
        (Code::FieldMissing, "paper".to_owned())
    );
    told.paper = "Giấy ủy quyền 12/2026".to_owned();
    told.person.as_mut().unwrap().proof = Some(Proof::OwnWords);
    assert_eq!(
        hand_over(&told).await,
        (Code::FileNeedsProof, "person.proof".to_owned())
    );
    office.end(session).await.unwrap();
    // Nothing of him was written for having asked.
    assert_eq!(crate::journal::count(&office, "person.recorded").await, 1);

    // Her wish that nobody else gets it stands above any paper.
    let session = office.sign_in_as("desk").await;
    office.keep_in_person(&session, file, true).await.unwrap();
    told.person.as_mut().unwrap().proof = Some(Proof::CardScanned);
    for capacity in [
        Capacity::Authorised,
        Capacity::Representative,
        Capacity::Post,
    ] {
        told.capacity = capacity;
        let refused = office.hand_over_result(&session, file, &told).await;
        assert_eq!(refused.unwrap_err().code, Code::FileOnlyInPerson);
    }
    office.keep_in_person(&session, file, false).await.unwrap();
    told.capacity = Capacity::Authorised;
    office
        .hand_over_result(&session, file, &told)
        .await
        .unwrap();
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn missing_papers_are_asked_for_once_and_the_clock_stands_still_meanwhile() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "B1").await;
    let page = go(&office, "desk", file, &["supplement"]).await;
    let before = page.clocks[0].due.clone();
    let session = office.sign_in_as("desk").await;
    let slip = paper(&office, &session, &page.papers[0].number).await;
    assert!(slip.contains("PhieuHuongDanBoSung"), "{slip}");
    assert!(slip.contains("Vì lý do này."), "{slip}");
    office.end(session).await.unwrap();
    office.clock().advance(Duration::days(7));
    let page = go(&office, "desk", file, &["received", "processing"]).await;
    assert!(
        page.clocks[0].due > before,
        "{before} {}",
        page.clocks[0].due
    );
    assert!(!page.moves.iter().any(|way| way.to == "supplement"));
    assert!(page.papers.iter().all(|paper| !paper.voided));
    let session = office.sign_in_as("desk").await;
    let twice = office
        .move_file(&session, file, &StepTold::new("supplement", "Nữa."))
        .await;
    assert_eq!(twice.unwrap_err().code, Code::FileOnlyOnce);
    let plain = office
        .move_file(&session, file, &StepTold::new("handed", ""))
        .await;
    let code = plain.unwrap_err().code;
    assert!([Code::FileMoveNotAllowed, Code::FileHandedByAct].contains(&code));
    let sheet = office.control_sheet(&session, file).await.unwrap();
    let sheet = paper(&office, &session, &sheet).await;
    for said in ["PhieuKiemSoat", "Yêu cầu bổ sung", "Thẩm định"] {
        assert!(sheet.contains(said), "{sheet}");
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_matter_is_found_by_any_of_its_numbers_and_only_by_whom_it_belongs_to() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "D").await;
    let session = office.sign_in_as("desk").await;
    office.code_file(&session, file, " M-0001 ").await.unwrap();
    let page = office.file_page(&session, file).await.unwrap();
    assert_eq!(page.code.as_deref(), Some("M-0001"));
    let receipt = page.papers[0].number.clone();
    for number in [page.row.number.as_str(), "M-0001", receipt.as_str()] {
        let found = office.find_file(&session, number).await.unwrap();
        assert_eq!(found.len(), 1, "{number}");
        assert_eq!(found[0].id, file.to_string());
    }
    assert_eq!(office.find_file(&session, "M-0002").await.unwrap(), []);
    assert_eq!(office.open_files(&session).await.unwrap().len(), 1);
    office.end(session).await.unwrap();
    let session = office.sign_in_as("window").await;
    assert_eq!(office.find_file(&session, "M-0001").await.unwrap(), []);
    assert_eq!(office.open_files(&session).await.unwrap(), []);
    let coded = office.code_file(&session, file, "M-0003").await;
    assert_eq!(coded.unwrap_err().code, Code::FileUnknown);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn the_form_to_be_signed_says_what_was_told_and_leaves_out_what_is_the_desks_own() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "B5-remove").await;
    let session = office.sign_in_as("desk").await;
    let pages = office
        .declaration_pages(&session, file, &Signed::default())
        .await
        .unwrap();
    let form = pages.join("\n");
    for said in [
        "CT01",
        "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ",
        "Họ, chữ đệm và tên: Nguyễn Thị Thử",
        "Số định danh cá nhân: 031190012345",
        "Số điện thoại: …",
        "Trường hợp: Ra nước ngoài định cư",
        "Lê Văn Xa |  | ",
        "Họ, chữ đệm và tên chủ hộ: …",
        "Ý KIẾN CỦA CHỦ HỘ",
    ] {
        assert!(form.contains(said), "lacks {said}: {form}");
    }
    assert!(!form.contains("biên lai"), "{form}");
    // Who cannot write, or not read it, signs in another way in her own place.
    let read_to = |by: &str| Signed {
        how: Signing::ReadAloud,
        by: by.to_owned(),
    };
    let read = read_to("Lê Thị Đọc");
    let pages = office.declaration_pages(&session, file, &read).await;
    let note = read.note(Lang::Vi).unwrap();
    let form = pages.unwrap().join("\n");
    assert!(form.contains(&format!("NGƯỜI KÊ KHAI ({note})")), "{form}");
    let nobody = office
        .declaration_pages(&session, file, &read_to(" "))
        .await;
    assert_eq!(nobody.unwrap_err().code, Code::FieldMissing);
    office.end(session).await.unwrap();
    // Each form that is signed can be laid out as it is taken in; a card's is captured elsewhere.
    for service in ["B1", "B2", "B4", "C", "C-child", "D"] {
        let (file, _) = taken_in(&office, service).await;
        let session = office.sign_in_as("desk").await;
        let pages = office
            .declaration_pages(&session, file, &Signed::default())
            .await
            .unwrap();
        assert!(pages[0].contains("Nguyễn Thị Thử"), "{service}");
        office.end(session).await.unwrap();
    }
    let (card, _) = taken_in(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let none = office
        .declaration_pages(&session, card, &Signed::default())
        .await
        .unwrap_err();
    assert_eq!(none.code, Code::FileNoDeclaration);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_result_sent_by_post_names_the_item_and_nobody() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let session = office.sign_in_as("desk").await;
    let told = CollectorTold {
        capacity: Capacity::Post,
        person: None,
        paper: "EB000000000VN".to_owned(),
        until: None,
        signed: Signed::default(),
    };
    let number = office
        .hand_over_result(&session, file, &told)
        .await
        .unwrap();
    let text = paper(&office, &session, &number).await;
    assert!(text.contains("EB000000000VN"), "{text}");
    let page = office.file_page(&session, file).await.unwrap();
    assert_eq!(page.handed.unwrap().capacity, Capacity::Post);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}
