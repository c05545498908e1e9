//! In whose hands a result may come to lie, and what a clock does when a step is taken back.

use domain::born::Sex;
use domain::fault::Code;
use domain::file::{Capacity, Document, Signed};
use domain::id::PersonId;
use domain::person::Proof;
use office::files::StepTold;
use office::intake::PersonTold;
use office::{ApologyTold, CollectorTold};
use serde_json::json;
use testkit::{TestOffice, intake};
use time::Duration;

use super::life::{CARD, HUSBAND, go, least, paper, scanned, taken_in};
use super::matter;
use crate::journal::{assert_sound, kinds};

/// Somebody at the desk, as typed from her paper.
fn typed(name: &str, number: Option<&str>, passport: Option<&str>) -> PersonTold {
    PersonTold {
        name: Some(name.to_owned()),
        number: number.map(str::to_owned),
        passport: passport.map(str::to_owned),
        proof: Some(Proof::OtherPaper),
        ..PersonTold::default()
    }
}

fn takes(capacity: Capacity, person: PersonTold, paper: &str) -> CollectorTold {
    CollectorTold {
        capacity,
        person: Some(person),
        paper: paper.to_owned(),
        until: None,
        signed: Signed::default(),
    }
}

#[tokio::test]
async fn handing_a_result_over_corrects_nobodys_record() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let session = office.sign_in_as("desk").await;
    // The lines at the foot of a paper bear no marks.
    let her = || typed("NGUYEN THI THU", Some("031190012345"), None);
    assert_eq!(office.results_of(&session, &her()).await.unwrap().len(), 1);
    let told = takes(Capacity::InPerson, her(), "");
    let number = office
        .hand_over_result(&session, file, &told)
        .await
        .unwrap();
    let signed = paper(&office, &session, &number).await;
    assert!(signed.contains("Nguyễn Thị Thử"), "{signed}");
    assert!(!signed.contains("NGUYEN"), "{signed}");
    let found = office.find_people(&session, "Thử", 5).await.unwrap();
    let [her] = found.people.as_slice() else {
        panic!("{} of her", found.people.len());
    };
    let her = office
        .open_person(&session, her.id.parse().unwrap())
        .await
        .unwrap();
    assert_eq!(
        (her.facts.name.as_str(), her.proof),
        ("Nguyễn Thị Thử", Proof::CardScanned)
    );
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn what_was_asked_for_in_anothers_place_is_the_others() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let mut told = least("E-mobile");
    let holder = json!({ "name": "Phạm Thị Già", "number": "031141000001", "relation": "mẹ" });
    let more = json!({ "for_other": true, "holder": holder });
    let more = more.as_object().unwrap().clone();
    told.as_object_mut().unwrap().extend(more);
    let visit = office::intake::Intake {
        person: Some(scanned(&office, &session, CARD).await),
        matters: vec![matter("E-mobile", &told)],
        note: String::new(),
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let file = added.files[0].id.parse().unwrap();
    office.end(session).await.unwrap();
    go(&office, "desk", file, &["listed", "captured"]).await;
    go(&office, "chief", file, &["decided"]).await;

    let session = office.sign_in_as("desk").await;
    // Who asked for it is not whose card it is: she needs a paper.
    let neighbour = scanned(&office, &session, CARD).await;
    assert_eq!(office.results_of(&session, &neighbour).await.unwrap(), []);
    let told = takes(Capacity::InPerson, neighbour, "");
    let refused = office.hand_over_result(&session, file, &told).await;
    assert_eq!(refused.unwrap_err().code, Code::FileNotHers);
    // The holder takes it herself, though the desk has never seen her.
    let holder = || typed("Phạm Thị Già", Some("031141000001"), None);
    let found = office.results_of(&session, &holder()).await.unwrap();
    assert_eq!(found.len(), 1);
    let told = takes(Capacity::InPerson, holder(), "");
    let number = office
        .hand_over_result(&session, file, &told)
        .await
        .unwrap();
    let signed = paper(&office, &session, &number).await;
    assert!(signed.contains("Phạm Thị Già"), "{signed}");
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn who_has_no_personal_number_is_known_by_her_passport_and_her_name() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let her = |name: &str| PersonTold {
        sex: Some(Sex::Female),
        nationality: Some("KOR".to_owned()),
        ..typed(name, None, Some("M12345678"))
    };
    let visit = office::intake::Intake {
        person: Some(her("Kim Mẫu")),
        matters: vec![matter("B2", &least("B2"))],
        note: String::new(),
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let file = added.files[0].id.parse().unwrap();
    office.end(session).await.unwrap();
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let session = office.sign_in_as("desk").await;
    let other = office.results_of(&session, &her("Lee Khác")).await.unwrap();
    assert_eq!(other, []);
    let lines = || her("KIM MAU");
    assert_eq!(
        office.results_of(&session, &lines()).await.unwrap().len(),
        1
    );
    let told = takes(Capacity::InPerson, lines(), "");
    office
        .hand_over_result(&session, file, &told)
        .await
        .unwrap();
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn whoever_shows_who_she_is_is_told_of_her_open_matters_and_any_officer_goes_on_with_them() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "C").await;
    go(&office, "desk", file, &["supplement"]).await;
    let session = office.sign_in_as("window").await;
    let hidden = office.file_page(&session, file).await;
    assert_eq!(hidden.unwrap_err().code, Code::FileUnknown);
    // She came back with her card and the paper that was missing; who took it in is not there.
    let her = scanned(&office, &session, CARD).await;
    let found = office.results_of(&session, &her).await.unwrap();
    let [row] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(
        (row.ready, row.state.vi.as_str()),
        (false, "Yêu cầu bổ sung")
    );
    let page = office.file_page(&session, file).await.unwrap();
    assert!(page.moves.iter().any(|way| way.to == "received"));
    let brought = vec![Document {
        name: "Trích lục khai sinh".to_owned(),
        copies: 1,
        pages: None,
        original: false,
    }];
    office.take_papers(&session, file, brought).await.unwrap();
    let back = StepTold::new("received", "");
    office.move_file(&session, file, &back).await.unwrap();
    // With the next one at the desk it is somebody else's again.
    let other = scanned(&office, &session, HUSBAND).await;
    assert_eq!(office.results_of(&session, &other).await.unwrap(), []);
    let hidden = office.file_page(&session, file).await;
    assert_eq!(hidden.unwrap_err().code, Code::FileUnknown);
    office.end(session).await.unwrap();
    let kinds = kinds(&office).await;
    for looked in ["person.viewed", "file.viewed"] {
        assert!(kinds.contains(&looked.to_owned()), "{kinds:?}");
    }
    assert_sound(&office).await;
}

#[tokio::test]
async fn whoever_is_restricted_and_takes_anothers_result_is_named_on_no_paper_of_it() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "C").await;
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let session = office.sign_in_as("window").await;
    // His wife's passport, with her authority; he is on record and free.
    let told = CollectorTold {
        capacity: Capacity::Authorised,
        person: Some(scanned(&office, &session, HUSBAND).await),
        paper: "Giấy ủy quyền".to_owned(),
        until: None,
        signed: Signed::default(),
    };
    let handed = office.hand_over_result(&session, file, &told).await;
    let number = handed.unwrap();
    assert!(
        paper(&office, &session, &number)
            .await
            .contains("Lê Văn Chồng")
    );
    let found = office.find_people(&session, "031090054321", 2).await;
    let he: PersonId = found.unwrap().people[0].id.parse().unwrap();
    office.restrict_address(&session, he).await.unwrap();
    office.end(session).await.unwrap();
    // Restricted later: it is printed again without him.
    let session = office.sign_in_as("chief").await;
    let again = paper(&office, &session, &number).await;
    assert!(!again.contains("Lê Văn Chồng"), "{again}");
    assert!(again.contains("Giấy ủy quyền"), "{again}");
    office.end(session).await.unwrap();

    // Restricted before: it never bears his name.
    let (file, _) = taken_in(&office, "E").await;
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let session = office.sign_in_as("chief").await;
    let told = CollectorTold {
        person: Some(scanned(&office, &session, HUSBAND).await),
        ..told
    };
    let number = office.hand_over_result(&session, file, &told).await;
    let text = paper(&office, &session, &number.unwrap()).await;
    assert!(!text.contains("Lê Văn Chồng"), "{text}");
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_result_sent_back_runs_against_its_old_date_again() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "C").await;
    let page = go(&office, "desk", file, &["processing"]).await;
    let due = page.clocks[0].due.clone();
    let page = go(&office, "chief", file, &["decided"]).await;
    assert!(page.clocks.iter().all(|clock| clock.done.is_some()));
    let page = go(&office, "chief", file, &["processing"]).await;
    let running: Vec<_> = page
        .clocks
        .iter()
        .filter(|one| one.done.is_none())
        .collect();
    assert_eq!(
        running.iter().map(|one| &one.due).collect::<Vec<_>>(),
        [&due]
    );
    let page = go(&office, "chief", file, &["decided"]).await;
    assert!(page.clocks.iter().all(|clock| clock.done.is_some()));
    assert_sound(&office).await;
}

#[tokio::test]
async fn while_the_desk_waits_for_her_nothing_is_late_and_nothing_is_apologised_for() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "B2").await;
    go(&office, "desk", file, &["supplement"]).await;
    office.clock().advance(Duration::days(40));
    let session = office.sign_in_as("chief").await;
    let page = office.file_page(&session, file).await.unwrap();
    assert_eq!((page.row.left, page.row.due.as_deref()), (None, None));
    let clock = &page.clocks[0];
    assert_eq!((clock.left, clock.to_apologise), (None, false));
    let told = ApologyTold {
        step: clock.step.clone(),
        reason: "Chờ.".to_owned(),
        until: "2027-03-31".to_owned(),
    };
    let refused = office.apologise(&session, file, &told).await.unwrap_err();
    assert_eq!(refused.code, Code::FileNotLate);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn with_the_last_state_every_clock_of_a_complaint_ends() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let visit = intake::with_matters(
        &office.person(),
        vec![intake::complaint("Không đồng ý với biên bản.")],
    );
    let added = office.add_visit(&session, &visit).await.unwrap();
    let file = added.files[0].id.parse().unwrap();
    office.end(session).await.unwrap();
    let ways = [
        "classified",
        "accepted",
        "withdrawn",
        "classified",
        "filed",
        "closed",
    ];
    let page = go(&office, "chief", file, &ways).await;
    let open = page.clocks.iter().filter(|clock| clock.done.is_none());
    assert_eq!(open.count(), 0);
    assert_sound(&office).await;
}

#[tokio::test]
async fn without_her_paper_no_caller_learns_that_she_complained_or_reported_a_crime() {
    use domain::born::DateParts;
    use office::{CallerAnswer, CallerTold};

    let office = TestOffice::founded().await;
    for service in ["A1", "A3", "A4"] {
        let (file, _) = taken_in(&office, service).await;
        let session = office.sign_in_as("desk").await;
        let page = office.file_page(&session, file).await.unwrap();
        let (year, month, day) = (Some(1990), Some(3), Some(5));
        let told = |paper: &str| CallerTold {
            paper: paper.to_owned(),
            number: "031190012345".to_owned(),
            born: Some(DateParts { year, month, day }),
        };
        // Her husband knows her number and her birthday.
        let his = office.answer_caller(&session, &told("")).await.unwrap();
        assert_eq!(his, CallerAnswer::Nothing, "{service}");
        let paper = told(&page.papers[0].number);
        let hers = office.answer_caller(&session, &paper).await.unwrap();
        assert_eq!(hers, CallerAnswer::NotReady, "{service}");
        office.end(session).await.unwrap();
    }
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_caller_is_told_one_word_after_two_facts_and_nothing_else() {
    use domain::born::DateParts;
    use office::{CallerAnswer, CallerTold};

    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let page = office.file_page(&session, file).await.unwrap();
    let paper = page.papers[0].number.clone();
    let born = |year| {
        let (year, month, day) = (Some(year), Some(3), Some(5));
        Some(DateParts { year, month, day })
    };
    let told = |paper: &str, number: &str, born| CallerTold {
        paper: paper.to_owned(),
        number: number.to_owned(),
        born,
    };
    let one = office
        .answer_caller(&session, &told(&paper, "", None))
        .await;
    assert_eq!(one.unwrap_err().code, Code::CallerTwoFacts);
    let year_alone = Some(DateParts {
        year: Some(1990),
        month: None,
        day: None,
    });
    let right = [
        told(&paper, "", born(1990)),
        told(&page.row.number, "031190012345", None),
        told("", "031 190 012 345", born(1990)),
    ];
    let wrong = [
        told(&paper, "", born(1991)),
        told(&paper, "", year_alone),
        told(&paper, "031090054321", None),
        told("", "031090054321", born(1990)),
        told("A-2026-009999", "031190012345", None),
    ];
    for told in &wrong {
        let said = office.answer_caller(&session, told).await.unwrap();
        assert_eq!(said, CallerAnswer::Nothing);
    }
    for told in &right {
        let said = office.answer_caller(&session, told).await.unwrap();
        assert_eq!(said, CallerAnswer::NotReady);
    }
    office.end(session).await.unwrap();
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let session = office.sign_in_as("window").await;
    for told in &right {
        let said = office.answer_caller(&session, told).await.unwrap();
        assert_eq!(said, CallerAnswer::Ready);
    }
    // Whose address is restricted is spoken of to nobody.
    let found = office.find_people(&session, "031190012345", 1).await;
    let her = found.unwrap().people[0].id.parse().unwrap();
    office.restrict_address(&session, her).await.unwrap();
    for told in &right {
        let said = office.answer_caller(&session, told).await.unwrap();
        assert_eq!(said, CallerAnswer::Nothing);
    }
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_copy_sheet_holds_what_was_told_in_the_order_of_the_form_and_nothing_restricted() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "B1").await;
    let session = office.sign_in_as("desk").await;
    let labels = |sheet: &[office::CopyLine]| -> Vec<String> {
        sheet.iter().map(|line| line.labels.vi.clone()).collect()
    };
    let sheet = office.copy_sheet(&session, file).await.unwrap();
    let told = labels(&sheet);
    assert_eq!(sheet[0].value, "031190012345");
    assert_eq!(sheet[1].value, "Nguyễn Thị Thử");
    assert!(
        told.iter().any(|label| label == "Nơi ở hiện nay"),
        "{told:?}"
    );
    assert!(sheet.iter().any(|line| line.value == "Theo tờ khai."));
    let found = office.find_people(&session, "031190012345", 1).await;
    let her = found.unwrap().people[0].id.parse().unwrap();
    office.restrict_address(&session, her).await.unwrap();
    let sheet = office.copy_sheet(&session, file).await.unwrap();
    let less = labels(&sheet);
    assert!(
        less.iter().all(|label| label != "Nơi ở hiện nay"),
        "{less:?}"
    );
    office.end(session).await.unwrap();
    // Two questions of this form have one label: each is copied by its own key.
    let session = office.sign_in_as("desk").await;
    let mut told = least("B5-correct");
    told["after"] = json!("Con đẻ.");
    let visit = office::intake::Intake {
        person: Some(scanned(&office, &session, CARD).await),
        matters: vec![matter("B5-correct", &told)],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let corrected = added.files[0].id.parse().unwrap();
    let sheet = office.copy_sheet(&session, corrected).await.unwrap();
    let of = |key: &str| sheet.iter().find(|line| line.key == key).unwrap();
    assert_eq!(of("what").labels.vi, of("after").labels.vi);
    assert_eq!(of("after").value, "Con đẻ.");
    office.end(session).await.unwrap();
    let (denunciation, _) = taken_in_nameless(&office).await;
    let session = office.sign_in_as("desk").await;
    let sheet = office.copy_sheet(&session, denunciation).await.unwrap();
    assert!(!sheet.is_empty());
    assert!(labels(&sheet).iter().all(|label| label != "Họ và tên"));
    office.end(session).await.unwrap();
}

/// A denunciation, which keeps no identity.
async fn taken_in_nameless(office: &TestOffice) -> (domain::id::FileId, String) {
    let session = office.sign_in_as("desk").await;
    let visit = office::intake::Intake {
        matters: vec![matter("A2", &least("A2"))],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    office.end(session).await.unwrap();
    let file = &added.files[0];
    (file.id.parse().unwrap(), file.number.clone())
}

#[tokio::test]
async fn whoever_cannot_write_signs_in_another_way_and_who_helped_is_named() {
    use domain::file::{Signed, Signing};

    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    go(&office, "desk", file, &["processing"]).await;
    go(&office, "chief", file, &["decided"]).await;
    let session = office.sign_in_as("window").await;
    let signs = |by: &str| Signed {
        how: Signing::ReadAloud,
        by: by.to_owned(),
    };
    let mut told = CollectorTold {
        signed: signs(""),
        ..takes(
            Capacity::InPerson,
            scanned(&office, &session, CARD).await,
            "",
        )
    };
    let refused = office.hand_over_result(&session, file, &told).await;
    let refused = refused.unwrap_err();
    let field = refused.field.as_deref();
    assert_eq!(
        (refused.code, field),
        (Code::FieldMissing, Some("signed.by"))
    );
    told.signed = signs("Lê Thị Giúp");
    let number = office.hand_over_result(&session, file, &told).await;
    let text = paper(&office, &session, &number.unwrap()).await;
    assert!(text.contains("Người đọc: Lê Thị Giúp"), "{text}");
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn what_the_service_portal_calls_it_stands_on_every_paper_and_finds_it() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let mut told = matter("D", &least("D"));
    told.code = " G01.899.105.000-261124-0012 ".to_owned();
    let visit = office::intake::Intake {
        person: Some(scanned(&office, &session, CARD).await),
        matters: vec![told],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let file = added.files[0].id.parse().unwrap();
    let receipt = added.files[0].receipt.as_ref().unwrap().number.clone();
    let code = "G01.899.105.000-261124-0012";
    let found = office.find_file(&session, code).await.unwrap();
    assert_eq!(found.len(), 1);
    let sheet = office.control_sheet(&session, file).await.unwrap();
    for number in [receipt, sheet] {
        let text = paper(&office, &session, &number).await;
        for said in ["Mã hồ sơ dịch vụ công", code] {
            assert!(text.contains(said), "{said}: {text}");
        }
    }
    // A complaint is no administrative procedure.
    let mut told = intake::complaint("Không đồng ý.");
    told.code = code.to_owned();
    let visit = intake::with_matters(&office.person(), vec![told]);
    let refused = office.add_visit(&session, &visit).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("matters[0].code"));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}
