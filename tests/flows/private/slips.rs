//! The papers of protected files: asked for each time, numbered in the one series, the same whatever the
//! file is about, printed in the private room alone, and found again by those who are cleared.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use domain::fault::Code;
use domain::printing::PaperSize;
use domain::protected::paper::{Carry, Held};
use domain::protected::work::Deed;
use domain::receipt::Receipt;
use office::Session;
use office::papers::PrintChoice;
use office::protected::{HandOverTold, HandedOver, SlipRow, SlipTold, WorkTold};
use serde_json::json;
use testkit::TestOffice;

use super::{NAME, form, no_paper};
use crate::journal::{self, assert_sound};

/// What betrays, in both languages: in a text, a title, a job.
const BETRAYS: [&str; 20] = [
    "bạo lực",
    "bao luc",
    "xâm hại",
    "mua bán",
    "nạn nhân",
    "bị hại",
    "tố cáo",
    "hồ sơ hạn chế",
    "tiếp riêng",
    "phụ nữ",
    "trẻ em",
    "gia đình",
    "cấm tiếp xúc",
    "tạm lánh",
    "violence",
    "abuse",
    "victim",
    "protected",
    "shelter",
    "child",
];

/// The same as whole words: numbers of help lines, services.
const CODES: [&str; 6] = ["111", "1900", "F", "F1", "F2", "F3"];

fn slip(carry: Carry) -> SlipTold {
    SlipTold {
        carry: Some(carry),
        day: "01122026".to_owned(),
        time: "9:00".to_owned(),
        whom: String::new(),
    }
}

fn told(service: &str, carry: Carry) -> HandOverTold {
    HandOverTold {
        slip: slip(carry),
        ..form(service, &[])
    }
}

async fn handed(office: &TestOffice, session: &Session, told: &HandOverTold) -> HandedOver {
    office.hand_over_protected(session, told).await.unwrap()
}

/// The receipts of the record, in the order of their numbers.
async fn receipts(office: &TestOffice) -> Vec<Receipt> {
    let entries = journal::read(office).await;
    let issued = entries.iter().filter(|one| one.kind() == "receipt.issued");
    let mut receipts: Vec<Receipt> = issued
        .map(|one| Receipt {
            id: domain::id::ReceiptId::from_bytes([1; 16]),
            issued: serde_json::from_value(one.body.clone().unwrap()).unwrap(),
            issued_at: one.entry.at,
            issued_by: domain::id::UserId::from_bytes([1; 16]),
            reprints: 0,
            printings: Vec::new(),
            declined: false,
            voided: None,
        })
        .collect();
    receipts.sort_by(|one, other| one.issued.number.cmp(&other.issued.number));
    receipts
}

/// The printer of the private room is `phong_rieng`.
pub(super) async fn room_has_a_printer(office: &TestOffice) {
    let admin = office.sign_in_as("admin").await;
    office
        .change_setting(&admin, "printer.private", "phong_rieng")
        .await
        .unwrap();
    office.end(admin).await.unwrap();
    office.printing().stands_beside("phong_rieng");
}

/// The text of pages; the pages are laid aside to be looked at.
fn text_of(pdf: &[u8]) -> String {
    let aside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/slips");
    std::fs::create_dir_all(&aside).unwrap();
    let file = aside.join("phieu_hen.pdf");
    std::fs::write(&file, pdf).unwrap();
    // What a viewer shows of its properties, too.
    let told = |program: &str, words: &[&str]| {
        let mut command = Command::new(program);
        let told = command.arg(&file).args(words).output().unwrap();
        assert!(told.status.success(), "{program}");
        String::from_utf8(told.stdout).unwrap()
    };
    format!("{}{}", told("pdftotext", &["-"]), told("pdfinfo", &[]))
}

#[tokio::test]
async fn whether_a_paper_is_safe_must_be_asked_and_one_says_when_she_comes_next() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let mut request = form("F1", &[]);
    let bad = [
        (None, "01122026", "9:00", Code::FieldMissing, "carry"),
        (Some(Carry::Home), "", "9:00", Code::DateNotRead, "day"),
        (Some(Carry::Home), "01122026", "", Code::TimeNotRead, "time"),
        (
            Some(Carry::Office),
            "23112026",
            "9:00",
            Code::DateInPast,
            "day",
        ),
        (
            Some(Carry::Office),
            "24112026",
            "8:59",
            Code::DateInPast,
            "day",
        ),
    ];
    for (carry, day, time, code, field) in bad {
        request.slip = SlipTold {
            carry,
            day: day.to_owned(),
            time: time.to_owned(),
            whom: String::new(),
        };
        let refused = office.hand_over_protected(&session, &request).await;
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (code, Some(field)),
            "{carry:?} {day} {time}"
        );
    }
    request.slip = no_paper();
    let file = handed(&office, &session, &request).await;
    assert_eq!(file.paper, None);
    let file = handed(&office, &session, &told("F1", Carry::Office)).await;
    assert_eq!(file.paper.as_deref(), Some("A-2026-000001"));
    office.end(session).await.unwrap();
    let session = office.sign_in_as("chief").await;
    let shown = office.open_protected(&session, file.id).await.unwrap();
    let kept = SlipRow {
        number: "A-2026-000001".to_owned(),
        held: Held::Kept,
    };
    assert_eq!(shown.papers, [kept]);
    // That it was asked stands in the file, whatever she answered.
    let deeds = shown.items.iter().filter_map(|item| item.work.as_ref());
    let deeds: Vec<Deed> = deeds.map(|work| work.deed).collect();
    assert_eq!(deeds, [Deed::PaperKept]);
    // She comes back with the paper: the cleared find her by its number.
    office.open_index(&session, &mut |_| true).await.unwrap();
    let found = office.find_protected(&session, "A-2026-000001").await;
    assert_eq!(found.unwrap()[0].id, file.id);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn every_paper_is_the_same_whatever_the_file_is_about_but_for_number_token_and_date() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    // An appointment about something else entirely, and each kind of violence.
    for service in ["F", "F1", "F2", "F3"] {
        for carry in [Carry::Office, Carry::Home] {
            handed(&office, &session, &told(service, carry)).await;
        }
    }
    office.end(session).await.unwrap();
    let receipts = receipts(&office).await;
    assert_eq!(receipts.len(), 8);
    let press = paper::Typst;
    let first = &receipts[0];
    let pages = |receipt: &Receipt, paper| {
        use domain::sheet::Press as _;
        press.receipt_pdf(&receipt.sheet(), paper).unwrap()
    };
    for (at, receipt) in receipts.iter().enumerate() {
        let issued = &receipt.issued;
        assert_eq!(issued.number, format!("A-2026-{:06}", at + 1));
        assert!(receipt.is_discreet() && issued.person.is_none() && issued.visit.is_none());
        assert_eq!(
            receipt.issued_at,
            receipt.issued_at.start_of_day(),
            "no time"
        );
        // Byte for byte, once it bears the number and token of the first.
        let mut same = receipt.clone();
        same.issued.number.clone_from(&first.issued.number);
        same.issued.token.clone_from(&first.issued.token);
        same.issued.salt.clone_from(&first.issued.salt);
        assert_eq!(
            serde_json::to_string(&same.issued).unwrap(),
            serde_json::to_string(&first.issued).unwrap()
        );
        for paper in [
            PaperSize::A5,
            PaperSize::A4Half,
            PaperSize::A4Large,
            PaperSize::Roll80,
        ] {
            assert_eq!(pages(&same, paper), pages(first, paper), "{at} {paper:?}");
        }
    }
}

#[tokio::test]
async fn nothing_on_it_in_its_title_or_in_the_job_betrays_her() {
    let mut office = TestOffice::founded().await;
    office.prints_with(Arc::new(paper::Typst));
    office.reopen();
    room_has_a_printer(&office).await;
    let session = office.sign_in_as("desk").await;
    let file = handed(&office, &session, &told("F1", Carry::Home)).await;
    let number = file.paper.unwrap();
    let choice = PrintChoice {
        printer: "quay_1".to_owned(),
        copies: 1,
        paper: PaperSize::A5,
    };
    office
        .print_receipt(&session, &number, &choice)
        .await
        .unwrap();
    let text = text_of(&office.receipt_pdf(&session, &number).await.unwrap().pdf);
    office.end(session).await.unwrap();
    let jobs = office.printing().jobs();
    let job = &jobs[0];
    // Whatever she chose at the counter, it comes out where she sits.
    assert_eq!((jobs.len(), job.printer.as_str()), (1, "phong_rieng"));
    let spoken = format!("{text}\n{}", text_of(&job.bytes));
    for word in BETRAYS {
        assert!(!spoken.to_lowercase().contains(word), "{word}: {text}");
    }
    for code in CODES {
        let alone = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()) == code;
        assert!(!spoken.split_whitespace().any(alone), "{code}: {text}");
    }
    for hers in [NAME, "Ngát", "0912345678", &file.code] {
        assert!(!text.contains(hers), "{text}");
    }
    assert!(
        text.contains("PHIẾU HẸN") && text.contains(&number),
        "{text}"
    );
    assert!(
        text.contains("09 giờ 00") && text.contains("01 tháng 12 năm 2026"),
        "{text}"
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn it_comes_out_in_the_private_room_alone_and_nowhere_where_no_printer_stands_there() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let file = handed(&office, &session, &told("F1", Carry::Home)).await;
    let number = file.paper.unwrap();
    let choice = PrintChoice {
        printer: "quay_1".to_owned(),
        copies: 1,
        paper: PaperSize::A5,
    };
    let refused = office.print_receipt(&session, &number, &choice).await;
    assert_eq!(refused.unwrap_err().code, Code::PrintNoPrivateRoom);
    assert!(office.printing().jobs().is_empty());
    // Nobody else puts it on paper or looks at it, whoever made it out.
    office.end(session).await.unwrap();
    for name in ["window", "chief"] {
        let session = office.sign_in_as(name).await;
        let pages = office.receipt_pages(&session, &number, PaperSize::A5).await;
        assert_eq!(pages.unwrap_err().code, Code::ReceiptUnknown, "{name}");
        let pdf = office.receipt_pdf(&session, &number).await;
        assert_eq!(pdf.unwrap_err().code, Code::ReceiptUnknown, "{name}");
        office.end(session).await.unwrap();
    }
    room_has_a_printer(&office).await;
    let session = office.sign_in_as("desk").await;
    office
        .print_receipt(&session, &number, &choice)
        .await
        .unwrap();
    office.end(session).await.unwrap();
    let entries = journal::read(&office).await;
    let sent = entries.iter().find(|one| one.kind() == "receipt.sent");
    let sent = sent.unwrap();
    assert_eq!(sent.entry.at, sent.entry.at.start_of_day(), "no time");
    assert_sound(&office).await;
}

#[tokio::test]
async fn whoever_scans_it_learns_that_it_is_ours_and_nothing_more() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let file = handed(&office, &session, &told("F1", Carry::Home)).await;
    let number = file.paper.unwrap();
    office.end(session).await.unwrap();
    let token = receipts(&office).await[0].issued.token.clone();
    let session = office.sign_in_as("window").await;
    let said = office.check_paper(Some(&session), &token).await.unwrap();
    assert_eq!(
        (said.genuine, said.voided, said.number.as_deref()),
        (true, false, Some(number.as_str()))
    );
    assert_eq!(
        (said.service, said.due, said.ready, said.file, said.code),
        (None, None, None, None, None)
    );
    assert!(
        office
            .find_file(&session, &number)
            .await
            .unwrap()
            .is_empty()
    );
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_paper_that_is_out_comes_back_before_it_is_destroyed_and_a_further_one_is_made_out() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let file = handed(&office, &session, &told("F1", Carry::Home)).await;
    let number = file.paper.unwrap();
    office.end(session).await.unwrap();
    let session = office.sign_in_as("chief").await;
    let becomes = async |deed: Deed, paper: &str| {
        let told = WorkTold {
            deed,
            step: None,
            of: None,
            paper: Some(paper.to_owned()),
            way: None,
            whom: String::new(),
            words: String::new(),
            at: None,
        };
        let shown = office.work_on_protected(&session, file.id, &told).await;
        shown.map(|shown| shown.papers.first().map(|paper| paper.held))
    };
    let early = becomes(Deed::PaperDestroyed, &number).await.unwrap_err();
    assert_eq!(
        (early.code, early.field.as_deref()),
        (Code::FieldUnknown, Some("paper"))
    );
    assert!(becomes(Deed::PaperBack, "A-2026-000999").await.is_err());
    assert_eq!(
        becomes(Deed::PaperBack, &number).await.unwrap(),
        Some(Held::Back)
    );
    assert_eq!(becomes(Deed::PaperDestroyed, &number).await.unwrap(), None);
    let shown = office
        .make_out_slip(&session, file.id, &slip(Carry::Office))
        .await
        .unwrap();
    assert_eq!(
        serde_json::to_value(&shown.papers).unwrap(),
        json!([{ "number": "A-2026-000002", "held": "kept" }])
    );
    let none = office
        .make_out_slip(&session, file.id, &no_paper())
        .await
        .unwrap();
    assert_eq!(none.papers.len(), 1);
    office.end(session).await.unwrap();
    assert_eq!(receipts(&office).await.len(), 2);
    assert_sound(&office).await;
}
