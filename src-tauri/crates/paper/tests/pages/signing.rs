//! Who is asked to sign what, whose name stands there, and what the office's own papers say of themselves.

use domain::deadline::{StartsAt, Unit};
use domain::paper_form::PaperForm;
use domain::printing::PaperSize;
use domain::sheet::{DeclarationSheet, Press as _, ReceiptSheet, Reference, TermLine};
use domain::words::Lang;
use paper::Typst;

use crate::tools::Paper;
use crate::{on, receipt, sheets};

fn signed(sheet: &DeclarationSheet) -> Paper {
    Paper::new(&Typst.declaration_pdf(sheet).unwrap())
}

/// Where a word begins on its page, in points from the left.
fn left_of(paper: &Paper, word: &str) -> Vec<f64> {
    let boxes = paper.boxes();
    let found = boxes.lines().filter(|line| line.contains(word));
    found
        .map(|line| {
            let (_, rest) = line.split_once("xMin=\"").unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        })
        .collect()
}

#[test]
fn nobody_is_asked_to_sign_who_gave_no_name() {
    for form in [
        PaperForm::GiayBienNhan,
        PaperForm::KhongThuLy,
        PaperForm::PhieuHen,
        PaperForm::BienNhanThem,
    ] {
        let sheet = ReceiptSheet {
            citizen: None,
            ..sheets::of_form(form, Lang::Vi)
        };
        for paper in PaperSize::ALL {
            let page = on(&sheet, paper);
            let read = page.words();
            for asked in ["ghi rõ họ tên", "NGƯỜI NỘP", "NGƯỜI NHẬN"] {
                assert!(!read.contains(asked), "{form:?} {paper:?} {asked}: {read}");
            }
            assert_eq!(read.matches("(Ký tên)").count(), 2, "{form:?} {paper:?}");
        }
        // The office signs on the right all the same.
        let signs = left_of(&receipt(&sheet), "(Ký");
        assert!(signs.iter().all(|left| *left > 210.0), "{form:?} {signs:?}");
    }
    // What goes to another body is received there, whoever brought it.
    let read = receipt(&ReceiptSheet {
        citizen: None,
        ..sheets::of_form(PaperForm::PhieuChuyenDon, Lang::Vi)
    });
    assert_eq!(read.words().matches("CƠ QUAN NHẬN").count(), 2);
    // A collector is named, whoever's result it is.
    let read = receipt(&ReceiptSheet {
        citizen: None,
        ..sheets::of_form(PaperForm::KyNhan, Lang::Vi)
    });
    assert_eq!(read.words().matches("NGƯỜI NHẬN KẾT QUẢ").count(), 2);
}

#[test]
fn a_name_that_is_kept_secret_is_not_said_to_be_missing() {
    for (lang, secret, unnamed) in [
        (
            Lang::Vi,
            "Họ và tên: được giữ bí mật",
            "người không nêu tên",
        ),
        (Lang::En, "Full name: kept secret", "no name"),
    ] {
        for form in [
            PaperForm::GiayBienNhan,
            PaperForm::PhieuChuyenDon,
            PaperForm::KhongThuLy,
        ] {
            let sheet = ReceiptSheet {
                citizen: None,
                secret: true,
                ..sheets::of_form(form, lang)
            };
            let read = receipt(&sheet).words();
            assert_eq!(read.matches(secret).count(), 2, "{form:?}: {read}");
            assert!(!read.contains(unnamed), "{form:?}: {read}");
        }
    }
}

#[test]
fn a_time_that_is_still_to_begin_says_from_when_it_counts() {
    let mut sheet = sheets::dossier(PaperForm::GiayHen, Lang::Vi);
    sheet.due = None;
    sheet.term = Some(TermLine {
        count: 7,
        unit: Unit::WorkingDays,
        from: Some(StartsAt::Captured),
    });
    let said = "Hẹn trả kết quả: 07 ngày làm việc kể từ khi thu nhận tại nơi ở";
    for paper in PaperSize::ALL {
        let read = on(&sheet, paper).words();
        assert_eq!(read.matches(said).count(), 2, "{paper:?}: {read}");
        assert!(!read.contains("Thời gian giải quyết"), "{read}");
    }
    sheet.lang = Lang::En;
    let read = receipt(&sheet).words();
    let said = "Result: within 07 working days after the home visit";
    assert!(read.contains(said), "{read}");
    for from in [
        StartsAt::Received,
        StartsAt::Accepted,
        StartsAt::Concluded,
        StartsAt::FirstDecision,
        StartsAt::Requested,
        StartsAt::OrderReceived,
        StartsAt::Informed,
        StartsAt::Resumed,
    ] {
        sheet.term = sheet.term.map(|term| TermLine {
            from: Some(from),
            ..term
        });
        assert!(!receipt(&sheet).words().contains("paper."), "{from:?}");
    }
}

#[test]
fn an_appointment_names_what_it_is_about_and_a_notice_who_was_notified() {
    let sheet = ReceiptSheet {
        service: "Hộ chiếu phổ thông (từ 14 tuổi)".to_owned(),
        ..sheets::dossier(PaperForm::GiayHen, Lang::Vi)
    };
    let read = receipt(&sheet).words();
    assert!(!read.contains("căn cước"), "{read}");
    let titled = "GIẤY HẸN TRẢ KẾT QUẢ Hộ chiếu phổ thông (từ 14 tuổi)";
    assert_eq!(read.matches(titled).count(), 2, "{read}");
    for form in [PaperForm::KhongThuLy, PaperForm::ThongBaoDung] {
        let read = receipt(&sheets::of_form(form, Lang::Vi)).words();
        for said in ["NGƯỜI NHẬN THÔNG BÁO", "CÁN BỘ LẬP THÔNG BÁO"] {
            assert_eq!(read.matches(said).count(), 2, "{form:?} {said}: {read}");
        }
        assert!(!read.contains("PHIẾU"), "{form:?}: {read}");
    }
}

#[test]
fn minutes_bear_the_office_and_say_when_they_were_written_and_read_back() {
    let paper = signed(&sheets::minutes(true));
    paper.check_sound();
    let read = paper.words();
    for said in [
        "CÔNG AN THÀNH PHỐ MẪU",
        "PHÒNG TIẾP CÔNG DÂN",
        "Số hồ sơ: HS-A-2026-000417",
        "Vào hồi 09 giờ 05, ngày 23 tháng 11 năm 2026, tại quầy A, cán bộ ghi biên bản: Mai.",
        "Biên bản đã được đọc lại cho người trình bày nghe, công nhận đúng và cùng ký tên dưới đây.",
        "NGƯỜI TRÌNH BÀY",
    ] {
        assert_eq!(read.matches(said).count(), 1, "{said}: {read}");
    }
    // Dated once, in the first line.
    assert!(!read.contains("Hải Phòng, ngày"), "{read}");

    let paper = signed(&sheets::minutes(false));
    let read = paper.words();
    for unsaid in ["người trình bày", "cùng ký", "NGƯỜI TRÌNH BÀY"] {
        assert!(!read.contains(unsaid), "{unsaid}: {read}");
    }
    assert!(read.contains("Biên bản đã được đọc lại"), "{read}");
    let signs = left_of(&paper, "(Ký");
    assert!(signs.len() == 1 && signs[0] > 300.0, "{signs:?}");
}

#[test]
fn a_refusal_bears_the_office_and_calls_a_number_of_the_queue_what_it_is() {
    let sheet = DeclarationSheet {
        of_office: true,
        form: String::new(),
        to: String::new(),
        tables: Vec::new(),
        about: Reference::Queue("A-001".to_owned()),
        ..sheets::declaration(Lang::Vi)
    };
    let read = signed(&sheet).words();
    assert!(read.contains("PHÒNG TIẾP CÔNG DÂN"), "{read}");
    assert_eq!(read.matches("Số thứ tự A-001").count(), 1, "{read}");
    assert_eq!(read.matches("Hải Phòng, ngày 23").count(), 1, "{read}");
    assert!(!read.contains("hồ sơ"), "{read}");
}

#[test]
fn a_form_with_a_photo_has_room_for_it_and_headings_stand_between_its_lines() {
    let mut sheet = sheets::declaration(Lang::Vi);
    sheet.title = "TỜ KHAI ĐỀ NGHỊ CẤP HỘ CHIẾU PHỔ THÔNG Ở TRONG NƯỚC DÀNH CHO NGƯỜI TỪ 14 TUỔI \
        TRỞ LÊN"
        .to_owned();
    sheet.photo = true;
    sheet.person[0].heading = Some("A. Người đại diện".to_owned());
    sheet.lines[1].heading = Some("B. Người được cấp".to_owned());
    let paper = signed(&sheet);
    paper.check_sound();
    assert_eq!(paper.pages().len(), 1);
    let read = paper.words();
    for said in [
        "Ảnh",
        "4 × 6 cm",
        "A. Người đại diện 1. Họ, chữ đệm và tên",
        "B. Người được cấp 5. Chủ hộ",
    ] {
        assert_eq!(read.matches(said).count(), 1, "{said}: {read}");
    }
    assert!(
        !signed(&sheets::declaration(Lang::Vi))
            .words()
            .contains("Ảnh")
    );
}

#[test]
fn four_signers_have_their_notes_on_one_level() {
    let paper = signed(&sheets::declaration(Lang::Vi));
    let boxes = paper.boxes();
    let notes: Vec<&str> = boxes
        .lines()
        .filter(|line| line.contains("(Ký"))
        .map(|line| {
            line.split_once("yMin=\"")
                .unwrap()
                .1
                .split('"')
                .next()
                .unwrap()
        })
        .collect();
    assert_eq!(notes.len(), 4, "{boxes}");
    assert!(notes.iter().all(|top| *top == notes[0]), "{notes:?}");
}
