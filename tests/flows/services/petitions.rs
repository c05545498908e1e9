//! Matters with a life of their own: complaint, denunciation, petition, crime report, short stay.

use domain::fault::Code;
use domain::id::FileId;
use office::Session;
use office::files::StepTold;
use office::intake::{Intake, MatterTold};
use serde_json::json;
use testkit::{TestOffice, intake};

use super::life::{freely, least, sent_to};
use super::matter;
use crate::journal::assert_sound;

async fn save(office: &TestOffice, matter: MatterTold, anonymous: bool) -> FileId {
    let session = office.sign_in_as("desk").await;
    let person = office.person();
    let visit = if anonymous {
        Intake {
            matters: vec![matter],
            note: String::new(),
            ..intake::anonymous()
        }
    } else {
        intake::with_matters(&person, vec![matter])
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    office.end(session).await.unwrap();
    added.files[0].id.parse().unwrap()
}

/// The chief takes a matter these ways; each paper made on the way says why.
async fn goes(office: &TestOffice, file: FileId, ways: &[&str]) -> Vec<String> {
    let session: Session = office.sign_in_as("chief").await;
    for to in ways {
        let page = office.file_page(&session, file).await.unwrap();
        let mut ways = page.moves.iter();
        let way = ways.find(|way| way.to == *to);
        let excerpt = way.is_some_and(|way| way.excerpt);
        let told = StepTold {
            receiver: sent_to(way.is_some_and(|way| way.receiver)),
            excerpt: if excerpt { "Theo quy định." } else { "" }.to_owned(),
            ..freely(to, "Theo quy định.")
        };
        office
            .move_file(&session, file, &told)
            .await
            .unwrap_or_else(|refused| panic!("{to}: {refused}"));
    }
    let page = office.file_page(&session, file).await.unwrap();
    let mut papers = Vec::new();
    for paper in page.papers.iter().rev().skip(1) {
        let pdf = office.receipt_pdf(&session, &paper.number).await.unwrap();
        let text = String::from_utf8(pdf.pdf).unwrap();
        assert!(text.contains("Theo quy định."), "{text}");
        papers.push(paper.form.text().to_owned());
    }
    office.end(session).await.unwrap();
    assert_sound(office).await;
    papers
}

#[tokio::test]
async fn what_names_somebody_by_hand_or_voice_is_not_attached_to_a_matter_without_a_person() {
    let office = TestOffice::founded().await;
    let file = save(&office, matter("A2", &least("A2")), true).await;
    let session = office.sign_in_as("desk").await;
    let refused = office.may_attach(&session, file).await.unwrap_err();
    assert_eq!(refused.code, Code::AttachmentNamesSomebody);
    let page = office.file_page(&session, file).await.unwrap();
    assert!(!page.may_attach);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_denunciation_is_settled_and_names_nobody_who_brought_it() {
    let office = TestOffice::founded().await;
    let named = intake::with_matters(&office.person(), vec![matter("A2", &least("A2"))]);
    let session = office.sign_in_as("desk").await;
    let refused = office.add_visit(&session, &named).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::FileTakesNoPerson, Some("person"))
    );
    office.end(session).await.unwrap();
    let file = save(&office, matter("A2", &least("A2")), true).await;
    let ways = [
        "classified",
        "accepted",
        "verifying",
        "concluded",
        "notified",
        "closed",
    ];
    assert_eq!(goes(&office, file, &ways).await, [""; 0]);
    assert_eq!(crate::journal::count(&office, "person.recorded").await, 0);
}

#[tokio::test]
async fn of_a_denunciation_an_excerpt_alone_goes_to_another_body() {
    let office = TestOffice::founded().await;
    let told = json!({
        "envelope": "PB-07",
        "content": "Tôi làm cùng phòng, thấy ông ấy nhận tiền của người dân.",
    });
    let file = save(&office, matter("A2", &told), true).await;
    let session = office.sign_in_as("chief").await;
    let step = StepTold::new("classified", "");
    office.move_file(&session, file, &step).await.unwrap();
    let page = office.file_page(&session, file).await.unwrap();
    let way = page.moves.iter().find(|way| way.to == "forwarded").unwrap();
    assert!(way.excerpt && way.receiver);

    let bare = StepTold {
        receiver: "Thanh tra thành phố".to_owned(),
        ..StepTold::new("forwarded", "Thuộc thẩm quyền của thanh tra.")
    };
    let nowhere = StepTold {
        receiver: " ".to_owned(),
        excerpt: "Nhận tiền của người dân.".to_owned(),
        ..bare.clone()
    };
    let refused = office
        .move_file(&session, file, &nowhere)
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::FieldMissing, Some("receiver"))
    );
    let refused = office.move_file(&session, file, &bare).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::FieldMissing, Some("excerpt"))
    );
    let told = StepTold {
        excerpt: "Nhận tiền của người dân.".to_owned(),
        ..bare
    };
    let stray = StepTold {
        to: "filed".to_owned(),
        receiver: String::new(),
        ..told.clone()
    };
    let refused = office.move_file(&session, file, &stray).await.unwrap_err();
    assert_eq!(refused.code, Code::FieldUnknown);
    office.move_file(&session, file, &told).await.unwrap();

    let page = office.file_page(&session, file).await.unwrap();
    let forms: Vec<_> = page.papers.iter().map(|paper| paper.form.text()).collect();
    assert_eq!(forms, ["trich_luc", "phieu_chuyen_don", "giay_bien_nhan"]);
    for paper in &page.papers[..2] {
        let text = super::life::paper(&office, &session, &paper.number).await;
        assert!(!text.contains("cùng phòng"), "{text}");
        assert!(text.contains("Thanh tra thành phố"), "{text}");
    }
    let excerpt = super::life::paper(&office, &session, &page.papers[0].number).await;
    assert!(excerpt.contains("Nhận tiền của người dân."), "{excerpt}");
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_denunciation_is_not_accepted_or_forwarded_with_its_paper() {
    let office = TestOffice::founded().await;
    let ends: [(_, &[&str]); 3] = [
        ("not-accepted", &["khong_thu_ly"]),
        ("forwarded", &["phieu_chuyen_don", "trich_luc"]),
        ("guided", &["phieu_huong_dan"]),
    ];
    for (to, forms) in ends {
        let file = save(&office, matter("A2", &least("A2")), true).await;
        let ways = ["classified", to, "closed"];
        assert_eq!(goes(&office, file, &ways).await, forms);
    }
}

#[tokio::test]
async fn complaint_and_petition_are_guided_forwarded_or_not_accepted_with_their_papers() {
    let office = TestOffice::founded().await;
    for (to, form) in [
        ("guided", "phieu_huong_dan"),
        ("forwarded", "phieu_chuyen_don"),
    ] {
        for told in [intake::complaint("Nội dung."), intake::petition("Đèn.")] {
            let file = save(&office, told, false).await;
            assert_eq!(
                goes(&office, file, &["classified", to, "closed"]).await,
                [form]
            );
        }
    }
    let file = save(&office, intake::complaint("Nội dung."), false).await;
    let ways = ["classified", "not-accepted", "closed"];
    assert_eq!(goes(&office, file, &ways).await, ["khong_thu_ly"]);
}

#[tokio::test]
async fn a_crime_report_goes_to_the_investigators_or_is_verified_here() {
    let office = TestOffice::founded().await;
    let file = save(&office, matter("A4", &least("A4")), false).await;
    let session = office.sign_in_as("desk").await;
    let page = office.file_page(&session, file).await.unwrap();
    let steps: Vec<_> = page
        .clocks
        .iter()
        .map(|clock| clock.step.as_str())
        .collect();
    assert_eq!(steps, ["transfer", "tell-accepted", "verify"]);
    let hours = |count| Some(office::LeftView { hours: true, count });
    assert_eq!(
        page.clocks[0].left,
        hours(24),
        "hours run on through the night"
    );
    assert_eq!(page.row.left, hours(24), "and come before every day");
    office.end(session).await.unwrap();
    goes(&office, file, &["transferred", "notified", "closed"]).await;

    let island = json!({ "kind": "news", "island": true, "content": "Mất lưới." });
    let file = save(&office, matter("A4", &island), false).await;
    let ways = ["kept", "told", "decided", "notified", "closed"];
    goes(&office, file, &ways).await;

    let file = save(&office, matter("A4", &least("A4")), false).await;
    office.clock().advance(time::Duration::minutes(25 * 60 + 1));
    let session = office.sign_in_as("desk").await;
    let page = office.file_page(&session, file).await.unwrap();
    assert_eq!(page.clocks[0].left, hours(-2), "begun hours of being late");
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_short_stay_is_written_down_and_opens_no_file() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let told = json!({
        "dwelling": "Số 1 Đường Mẫu", "from": "2026-11-24", "arrived": "22h30",
        "guests": [{ "name": "Lê Văn Khách", "number": "031090054321" }],
    });
    let visit = Intake {
        note: String::new(),
        ..intake::with_matters(&office.person(), vec![matter("B3", &told)])
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    assert!(added.files.is_empty());
    let empty = intake::with_matters(&office.person(), vec![matter("B3", &json!({}))]);
    let refused = office.add_visit(&session, &empty).await.unwrap_err();
    let asked = refused.field.clone().into_iter();
    let more = refused.more.iter().filter_map(|fault| fault.field.clone());
    let asked: Vec<String> = asked.chain(more).collect();
    assert_eq!(
        asked,
        ["dwelling", "guests", "from"].map(|key| format!("matters[0].fields.{key}"))
    );
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

/// Days run out: the page says so, and the apology with its new working day is printed once.
async fn is_late(matter: MatterTold, anonymous: bool) {
    let office = TestOffice::founded().await;
    let service = matter.service.clone();
    let file = save(&office, matter, anonymous).await;
    let session = office.sign_in_as("chief").await;
    office.clock().advance(time::Duration::days(90));
    let page = office.file_page(&session, file).await.unwrap();
    let late = page.clocks.iter().find(|clock| clock.to_apologise);
    let late = late.unwrap_or_else(|| panic!("{service}: {:?}", page.clocks));
    assert!(
        late.left.is_none_or(|left| left.count < 0),
        "{service}: {late:?}"
    );
    let told = office::ApologyTold {
        step: late.step.clone(),
        reason: "Chờ đơn vị khác trả lời.".to_owned(),
        until: "2027-03-31".to_owned(),
    };
    let number = office.apologise(&session, file, &told).await.unwrap();
    let pdf = office.receipt_pdf(&session, &number).await.unwrap().pdf;
    let text = String::from_utf8(pdf).unwrap();
    assert!(text.contains("Chờ đơn vị khác trả lời."), "{text}");
    let again = office.apologise(&session, file, &told).await;
    assert_eq!(again.unwrap_err().code, Code::FileApologisedOnce);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_late_complaint_is_apologised_for_once() {
    is_late(intake::complaint("Không được trả lời."), false).await;
}

#[tokio::test]
async fn a_late_denunciation_is_apologised_for_once() {
    is_late(matter("A2", &least("A2")), true).await;
}

#[tokio::test]
async fn a_late_petition_is_apologised_for_once() {
    is_late(intake::petition("Đèn đường hỏng."), false).await;
}

#[tokio::test]
async fn a_late_report_of_a_crime_is_apologised_for_once() {
    is_late(matter("A4", &least("A4")), false).await;
}

#[tokio::test]
async fn what_is_taken_back_under_threat_stays_where_it_is_and_is_dealt_with() {
    let office = TestOffice::founded().await;
    let file = save(
        &office,
        intake::complaint("Không đồng ý với biên bản."),
        false,
    )
    .await;
    let session = office.sign_in_as("desk").await;
    let back = |threatened| {
        let (office, session) = (&office, &session);
        async move {
            let told = StepTold {
                threatened,
                ..StepTold::new("withdrawn", "Không muốn làm nữa.")
            };
            office.move_file(session, file, &told).await
        }
    };
    let unasked = back(None).await.unwrap_err();
    assert_eq!(
        (unasked.code, unasked.field.as_deref()),
        (Code::FieldMissing, Some("threatened"))
    );
    let page = office.file_page(&session, file).await.unwrap();
    let running = |page: &office::FilePage| {
        let open = page.clocks.iter().filter(|clock| clock.done.is_none());
        open.map(|clock| clock.due.clone()).collect::<Vec<_>>()
    };
    let before = running(&page);
    assert!(page.threat_told.is_none() && !before.is_empty());
    back(Some(true)).await.unwrap();
    let page = office.file_page(&session, file).await.unwrap();
    let told = page.threat_told.clone().unwrap();
    assert_eq!(told.reason, "Không muốn làm nữa.");
    assert_eq!(running(&page), before, "its clocks run on");
    assert!(
        page.moves.iter().any(|way| way.to == "classified"),
        "it goes on"
    );
    let strange = StepTold {
        threatened: Some(false),
        ..StepTold::new("classified", "")
    };
    let refused = office.move_file(&session, file, &strange).await;
    assert_eq!(refused.unwrap_err().code, Code::FieldUnknown);
    // Later, of her own will.
    back(Some(false)).await.unwrap();
    office.end(session).await.unwrap();
    assert_sound(&office).await;
    assert_eq!(crate::journal::count(&office, "file.threat_told").await, 1);
}

#[tokio::test]
async fn evidence_that_comes_later_is_listed_on_a_receipt_of_its_own() {
    let office = TestOffice::founded().await;
    let file = save(
        &office,
        intake::complaint("Không đồng ý với biên bản."),
        false,
    )
    .await;
    let session = office.sign_in_as("desk").await;
    let paper = |name: &str, copies| domain::file::Document {
        name: name.to_owned(),
        copies,
        original: false,
        pages: None,
    };
    let none = office.take_papers(&session, file, Vec::new()).await;
    assert_eq!(none.unwrap_err().code, Code::FieldMissing);
    let blank = office
        .take_papers(&session, file, vec![paper(" ", 1)])
        .await;
    let blank = blank.unwrap_err();
    assert_eq!(blank.field.as_deref(), Some("papers.documents[0].name"));
    let brought = vec![paper("Ảnh chụp hiện trường", 2), paper("Đĩa ghi âm", 1)];
    let number = office.take_papers(&session, file, brought).await.unwrap();
    let text = super::life::paper(&office, &session, &number).await;
    for said in ["BienNhanThem", "Ảnh chụp hiện trường", "Đĩa ghi âm"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let page = office.file_page(&session, file).await.unwrap();
    let names: Vec<_> = page.documents.iter().map(|one| one.name.as_str()).collect();
    assert!(
        names.ends_with(&["Ảnh chụp hiện trường", "Đĩa ghi âm"]),
        "{names:?}"
    );
    assert_eq!(page.papers[0].number, number);
    office.end(session).await.unwrap();
    super::life::go(&office, "chief", file, &["classified", "filed", "closed"]).await;
    let session = office.sign_in_as("chief").await;
    let late = office
        .take_papers(&session, file, vec![paper("Ảnh", 1)])
        .await;
    assert_eq!(late.unwrap_err().code, Code::FileClosed);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn whoever_is_not_received_is_told_the_ground_in_writing() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let refused = Intake {
        outcome: Some(office::intake::OutcomeTold::Detailed {
            kind: "refused".to_owned(),
            to: None,
            ground: Some(domain::visit::Ground::Disturbs),
        }),
        ..intake::advice(&office.person())
    };
    let added = office.add_visit(&session, &refused).await.unwrap();
    assert!(added.refused);
    let choice = office::papers::PrintChoice {
        printer: testkit::PRINTER.to_owned(),
        copies: 1,
        paper: office::papers::PaperSize::A4Half,
    };
    office
        .print_refusal(&session, &added.visit, &choice)
        .await
        .unwrap();
    let job = office.printing().jobs().pop().unwrap();
    let text = String::from_utf8(job.bytes).unwrap();
    for said in [
        "TỪ CHỐI TIẾP CÔNG DÂN",
        "đe dọa, xúc phạm",
        "Điều 9",
        "có quyền khiếu nại",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let received = office
        .add_visit(&session, &intake::advice(&office.person()))
        .await;
    let received = received.unwrap();
    assert!(!received.refused);
    let none = office
        .print_refusal(&session, &received.visit, &choice)
        .await;
    assert_eq!(none.unwrap_err().code, Code::VisitNotRefused);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn papers_that_came_later_go_to_the_right_person_with_the_rest() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let wrong = intake::with_matters(
        &office.person(),
        vec![intake::complaint("Không đồng ý với biên bản.")],
    );
    let added = office.add_visit(&session, &wrong).await.unwrap();
    let file = added.files[0].id.parse().unwrap();
    let brought = vec![domain::file::Document {
        name: "Ảnh chụp hiện trường".to_owned(),
        copies: 2,
        original: true,
        pages: None,
    }];
    let first = office.take_papers(&session, file, brought).await.unwrap();
    let right = super::life::scanned(&office, &session, super::life::CARD).await;
    let done = office
        .wrong_person(&session, &added.visit, &right)
        .await
        .unwrap();
    assert!(done.voided.contains(&first));
    let [_, again] = done.issued.as_slice() else {
        panic!("{:?}", done.issued);
    };
    let text = super::life::paper(&office, &session, again).await;
    for said in ["BienNhanThem", "Ảnh chụp hiện trường", "Nguyễn Thị Thử"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn originals_that_came_today_lie_at_the_desk_until_something_becomes_of_the_matter() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let visit = intake::with_matters(&office.person(), vec![intake::petition("Thêm đèn.")]);
    let added = office.add_visit(&session, &visit).await.unwrap();
    let file = added.files[0].id.parse().unwrap();
    office.end(session).await.unwrap();
    super::life::go(&office, "chief", file, &["classified"]).await;
    office.clock().advance(time::Duration::days(1));
    let session = office.sign_in_as("desk").await;
    let original = domain::file::Document {
        name: "Sổ đỏ".to_owned(),
        copies: 1,
        original: true,
        pages: None,
    };
    office
        .take_papers(&session, file, vec![original])
        .await
        .unwrap();
    let held = office.day_state(&session).await.unwrap().held;
    assert_eq!(held, [added.files[0].number.clone()]);
    office.end(session).await.unwrap();
    super::life::go(&office, "chief", file, &["filed"]).await;
    let session = office.sign_in_as("desk").await;
    let held = office.day_state(&session).await.unwrap().held;
    assert_eq!(held, <[String; 0]>::default());
    office.end(session).await.unwrap();
}
