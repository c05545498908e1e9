//! Every paper of the services as the desk prints it, against what it must say (`fixtures/slips`).
//!
//! The pages lie in `target/slips` afterwards, to be looked at. `UPDATE_EXPECT=1` writes the texts anew;
//! then the difference is read and the pages are looked at.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use domain::catalogue::{Catalogue, Field, FieldKind, When};
use domain::fault::Code;
use domain::file::{Capacity, Document, Signed};
use domain::id::FileId;
use domain::printing::PaperSize;
use domain::visit::Ground;
use office::files::StepTold;
use office::intake::{Intake, MatterTold, OutcomeTold, PersonTold};
use office::papers::PrintChoice;
use office::{ApologyTold, CollectorTold, Session};
use serde_json::{Value, json};
use testkit::{TestOffice, intake, moment};

use crate::services::life::{CARD, least, paper_bytes, scanned, sent_to};

/// An office that prints what it prints in earnest.
async fn at_the_press() -> TestOffice {
    let mut office = TestOffice::founded().await;
    office.prints_with(Arc::new(paper::Typst));
    office.reopen();
    office
}

fn choice() -> PrintChoice {
    PrintChoice {
        printer: testkit::PRINTER.to_owned(),
        copies: 1,
        paper: PaperSize::A4Half,
    }
}

/// The text of pages, and the pages laid aside to be looked at.
fn said(name: &str, pdf: &[u8]) -> String {
    let aside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/slips");
    std::fs::create_dir_all(&aside).unwrap();
    let file = aside.join(format!("{name}.pdf"));
    std::fs::write(&file, pdf).unwrap();
    let told = Command::new("pdftotext")
        .args(["-layout", "-nopgbrk"])
        .arg(&file)
        .arg("-")
        .output()
        .unwrap();
    assert!(told.status.success(), "{name}");
    let text = String::from_utf8(told.stdout).unwrap();
    let lines = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// What a paper says is what is written down of it.
fn holds(name: &str, pdf: &[u8]) {
    let expected = PathBuf::from(format!("fixtures/slips/{name}.txt"));
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(expected);
    expect_test::expect_file![expected].assert_eq(&said(name, pdf));
}

/// An answer to a question, as long as one is.
pub(crate) fn answer(field: &Field) -> Value {
    let person = |index: usize| {
        let name = ["Lê Thị Con", "Lê Văn Cháu"][index];
        let child = field.key.contains("child");
        let born = if child { "2015-06-01" } else { "1988-06-01" };
        let all = json!({
            "name": name, "born": born, "sex": "female", "number": "",
            "relation": "con đẻ", "phone": "0912000111", "address": "Số 5 Đường Mẫu",
        });
        let all = all.as_object().unwrap().clone();
        let parts: Vec<&str> = field.parts.iter().map(|part| part.text()).collect();
        let kept = all
            .into_iter()
            .filter(|(key, value)| (key == "name" || parts.contains(&key.as_str())) && value != "");
        Value::Object(kept.collect())
    };
    let first = field.choices.first().map(|choice| choice.key.clone());
    match field.kind {
        FieldKind::Text => json!(short(&field.labels.vi, field.max_length)),
        FieldKind::LongText => json!(format!(
            "{}.\nDòng thứ hai, <em> & \"ngoặc\".",
            field.labels.vi
        )),
        FieldKind::Number => json!(field.min.unwrap_or(0).max(5)),
        FieldKind::Money => json!(1_500_000),
        FieldKind::Date => json!(match field.when {
            Some(When::Past) => "2026-11-02",
            Some(When::Future) | None => "2026-12-01",
        }),
        FieldKind::PartialDate => json!("2026-10"),
        FieldKind::Time => json!("22h30"),
        FieldKind::Choice => json!(first),
        FieldKind::Choices => json!([first]),
        FieldKind::YesNo => json!(true),
        FieldKind::Plate => json!("15-B1 123.45"),
        FieldKind::VehicleNumber => json!("RLHJC5225PY012345"),
        FieldKind::Address => json!("Số 1 Đường Mẫu, Phường Lê Chân, Hải Phòng"),
        FieldKind::Person => person(0),
        FieldKind::Persons => {
            json!([person(0), person(1)])
        }
        FieldKind::Computed | FieldKind::Note => Value::Null,
    }
}

fn short(text: &str, most: Option<usize>) -> String {
    text.chars().take(most.unwrap_or(60).min(60)).collect()
}

/// Everything a service asks for, told; what is not asked after that is left out again.
async fn taken_in(office: &TestOffice, session: &Session, service: &str) -> (FileId, String) {
    let catalogue = Catalogue::shipped().unwrap();
    let asked = catalogue
        .service(service, moment(testkit::BEGIN).day())
        .unwrap();
    let asks = asked.fields.iter().filter(|field| field.kind.asks());
    let mut told: BTreeMap<String, Value> = asks
        .map(|field| (field.key.clone(), answer(field)))
        .collect();
    let documents = asked.documents.iter().map(|paper| Document {
        name: paper.name.vi.clone(),
        copies: 1,
        original: true,
        pages: None,
    });
    let documents: Vec<Document> = documents.collect();
    loop {
        let matter = MatterTold {
            documents: documents.clone(),
            ..serde_json::from_value(json!({ "service": service, "fields": told })).unwrap()
        };
        let person = if asked.no_person {
            None
        } else {
            Some(scanned(office, session, CARD).await)
        };
        let visit = Intake {
            person,
            matters: vec![matter],
            note: String::new(),
            ..intake::anonymous()
        };
        let refused = match office.add_visit(session, &visit).await {
            Ok(added) => {
                let file = &added.files[0];
                let receipt = file.receipt.as_ref().unwrap();
                return (file.id.parse().unwrap(), receipt.number.clone());
            }
            Err(refused) => refused,
        };
        let first = (refused.code, refused.field.clone());
        let more = refused
            .more
            .iter()
            .map(|fault| (fault.code, fault.field.clone()));
        for (code, field) in std::iter::once(first).chain(more) {
            let field = field.unwrap_or_default();
            let key = field.rsplit('.').next().unwrap();
            assert_eq!(code, Code::FieldUnknown, "{service}: {field}");
            told.remove(key)
                .unwrap_or_else(|| panic!("{service}: {field}"));
        }
    }
}

async fn declaration(office: &TestOffice, session: &Session, file: FileId) -> Vec<u8> {
    let (signed, choice) = (Signed::default(), choice());
    let printed = office.print_declaration(session, file, &signed, &choice);
    printed.await.unwrap();
    office.printing().jobs().pop().unwrap().bytes
}

/// The receipt of each service that keeps a file, and the form that is signed for it, every line filled.
#[tokio::test]
async fn every_receipt_and_every_form_to_be_signed_says_what_was_told() {
    let office = at_the_press().await;
    let session = office.sign_in_as("desk").await;
    let catalogue = Catalogue::shipped().unwrap();
    let mut forms = 0;
    for id in catalogue.ids() {
        let service = catalogue.service(id, moment(testkit::BEGIN).day()).unwrap();
        if service.protected || !service.files {
            continue;
        }
        let (file, receipt) = taken_in(&office, &session, id).await;
        holds(
            &format!("{id}-receipt"),
            &paper_bytes(&office, &session, &receipt).await,
        );
        if service.declaration.is_some() {
            forms += 1;
            holds(
                &format!("{id}-form"),
                &declaration(&office, &session, file).await,
            );
        }
    }
    assert!(forms >= 15);
    office.end(session).await.unwrap();
}

fn matter(service: &str, fields: &Value) -> MatterTold {
    serde_json::from_value(json!({ "service": service, "fields": fields })).unwrap()
}

/// Somebody else's vehicle: her name stands on the paper he takes home. She is restricted, so nothing
/// else of her may, and what he told is no different for that.
#[tokio::test]
async fn of_whose_result_it_is_a_receipt_says_the_name_alone() {
    const MAN: &str = "031090054321||Lê Văn Chồng|01021985|Nam|Số 7 Đường Thử, Phường Mẫu|01012022";
    let office = at_the_press().await;
    let session = office.sign_in_as("desk").await;
    let her = PersonTold {
        phone: Some("0912345678".to_owned()),
        restrict: true,
        ..scanned(&office, &session, CARD).await
    };
    let hers = Intake {
        person: Some(her),
        matters: vec![matter("E", &least("E"))],
        ..intake::anonymous()
    };
    office.add_visit(&session, &hers).await.unwrap();
    let mut told = least("D");
    let more = json!({ "for_owner": true, "owner": {
        "name": "Nguyễn Thị Thử", "born": "1990-03-05", "number": "031190012345",
        "phone": "0912345678", "address": "Số 1 Đường Mẫu",
    } });
    told.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let his = Intake {
        person: Some(scanned(&office, &session, MAN).await),
        matters: vec![matter("D", &told)],
        ..intake::anonymous()
    };
    let added = office.add_visit(&session, &his).await.unwrap();
    let number = &added.files[0].receipt.as_ref().unwrap().number;
    let pdf = paper_bytes(&office, &session, number).await;
    let read = said("D-receipt-of-another", &pdf);
    assert_eq!(
        read.matches("Chủ xe: Nguyễn Thị Thử\n").count(),
        2,
        "{read}"
    );
    for hers in ["0912", "Số 1 Đường", "031190", "••2345", "03/1990"] {
        assert!(!read.contains(hers), "{hers}: {read}");
    }
    office.end(session).await.unwrap();
}

const EXCERPT: &str = "Nhận tiền của người dân khi làm thủ tục.";

/// A matter is taken these ways; its paper of this form.
async fn slip(
    office: &TestOffice,
    chief: &Session,
    (form, service, ways): (&str, &str, &[&str]),
) -> Vec<u8> {
    let (file, _) = taken_in(office, chief, service).await;
    for to in ways {
        let page = office.file_page(chief, file).await.unwrap();
        let way = page.moves.iter().find(|way| way.to == *to).unwrap();
        let told = StepTold {
            threatened: way.withdraws.then_some(false),
            receiver: sent_to(way.receiver),
            excerpt: if way.excerpt { EXCERPT } else { "" }.to_owned(),
            ..StepTold::new(to, "Lý do thứ nhất.\nLý do thứ hai.")
        };
        office.move_file(chief, file, &told).await.unwrap();
    }
    let page = office.file_page(chief, file).await.unwrap();
    let paper = page.papers.iter().find(|paper| paper.form.text() == form);
    paper_bytes(office, chief, &paper.unwrap().number).await
}

#[tokio::test]
async fn every_slip_of_a_matters_life_says_why() {
    let office = at_the_press().await;
    let chief = office.sign_in_as("chief").await;
    for (form, service, ways) in [
        ("phieu_huong_dan_bo_sung", "B1", &["supplement"][..]),
        ("phieu_tu_choi_cu_tru", "B1", &["refused"]),
        ("phieu_bo_sung", "D", &["supplement"]),
        ("phieu_tu_choi", "C", &["refused"]),
        ("thong_bao_dung", "C", &["processing", "stopped"]),
        ("phieu_huong_dan", "A3", &["classified", "guided"]),
        ("phieu_chuyen_don", "A1", &["classified", "forwarded"]),
        ("khong_thu_ly", "A1", &["classified", "not-accepted"]),
        ("phieu_chuyen_don", "A2", &["classified", "forwarded"]),
        ("khong_thu_ly", "A2", &["classified", "not-accepted"]),
        ("trich_luc", "A2", &["classified", "forwarded"]),
    ] {
        let pages = slip(&office, &chief, (form, service, ways)).await;
        holds(&format!("{form}-{service}"), &pages);
    }
    office.end(chief).await.unwrap();
}

#[tokio::test]
async fn every_paper_of_an_act_says_what_was_done() {
    let office = at_the_press().await;
    let (file, _) = crate::services::taken_in(&office, "B1").await;
    let chief = office.sign_in_as("chief").await;
    let later = Document {
        name: "Ảnh chụp hiện trường".to_owned(),
        copies: 2,
        original: false,
        pages: None,
    };
    let number = office.take_papers(&chief, file, vec![later]).await.unwrap();
    holds(
        "bien_nhan_them",
        &paper_bytes(&office, &chief, &number).await,
    );
    let step = StepTold::new("processing", "");
    office.move_file(&chief, file, &step).await.unwrap();
    office.clock().advance(time::Duration::days(30));
    let apology = ApologyTold {
        step: "register".to_owned(),
        reason: "Chờ đơn vị khác trả lời.".to_owned(),
        until: "2027-01-15".to_owned(),
    };
    let number = office.apologise(&chief, file, &apology).await.unwrap();
    holds("xin_loi", &paper_bytes(&office, &chief, &number).await);
    let step = StepTold::new("decided", "");
    office.move_file(&chief, file, &step).await.unwrap();
    let number = office.control_sheet(&chief, file).await.unwrap();
    holds(
        "phieu_kiem_soat",
        &paper_bytes(&office, &chief, &number).await,
    );
    let her = CollectorTold {
        capacity: Capacity::InPerson,
        person: Some(scanned(&office, &chief, CARD).await),
        paper: String::new(),
        until: None,
        signed: Signed::default(),
    };
    let number = office.hand_over_result(&chief, file, &her).await.unwrap();
    holds("ky_nhan", &paper_bytes(&office, &chief, &number).await);
    office.end(chief).await.unwrap();
}

#[tokio::test]
async fn the_refusal_to_receive_names_its_ground() {
    let office = at_the_press().await;
    let session = office.sign_in_as("desk").await;
    let visit = Intake {
        outcome: Some(OutcomeTold::Detailed {
            kind: "refused".to_owned(),
            to: None,
            ground: Some(Ground::Disturbs),
        }),
        ..intake::advice(&office.person())
    };
    let added = office.add_visit(&session, &visit).await.unwrap();
    let choice = choice();
    let printed = office.print_refusal(&session, &added.visit, &choice);
    printed.await.unwrap();
    holds(
        "tu_choi_tiep",
        &office.printing().jobs().pop().unwrap().bytes,
    );
    office.end(session).await.unwrap();
}
