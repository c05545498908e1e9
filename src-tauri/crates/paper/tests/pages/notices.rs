//! Papers that tell what became of a matter, and forms that the citizen signs.

use domain::paper_form::PaperForm;
use domain::printing::PaperSize;
use domain::sheet::{Press as _, ReceiptSheet};
use domain::words::Lang;
use paper::Typst;

use crate::tools::Paper;
use crate::{on, receipt, sheets};

/// Titles and what each notice says, word for word.
const NOTICES: [(PaperForm, &str, &str); 7] = [
    (
        PaperForm::PhieuBoSung,
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Nội dung cần bổ sung, hoàn thiện:",
    ),
    (
        PaperForm::PhieuHuongDanBoSung,
        "PHIẾU HƯỚNG DẪN BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Nội dung cần bổ sung, hoàn thiện:",
    ),
    (
        PaperForm::PhieuTuChoi,
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "Lý do từ chối:",
    ),
    (
        PaperForm::PhieuTuChoiCuTru,
        "PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ",
        "Lý do từ chối:",
    ),
    (
        PaperForm::ThongBaoDung,
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        "Lý do dừng:",
    ),
    (
        PaperForm::PhieuHuongDan,
        "PHIẾU HƯỚNG DẪN",
        "Nội dung hướng dẫn:",
    ),
    (
        PaperForm::KhongThuLy,
        "THÔNG BÁO VỀ VIỆC KHÔNG THỤ LÝ",
        "Lý do không thụ lý:",
    ),
];

#[test]
fn a_notice_says_whose_matter_and_what_was_written_as_it_was_written() {
    for (form, title, label) in NOTICES {
        for paper in PaperSize::ALL {
            let page = on(&sheets::notice(form, Lang::Vi), paper);
            page.check_sound();
            let read = page.words();
            let notice = matches!(form, PaperForm::ThongBaoDung | PaperForm::KhongThuLy);
            let (receives, makes_out) = if notice {
                ("NGƯỜI NHẬN THÔNG BÁO", "CÁN BỘ LẬP THÔNG BÁO")
            } else {
                ("NGƯỜI NHẬN PHIẾU", "CÁN BỘ LẬP PHIẾU")
            };
            for said in [
                title,
                label,
                "1. Giấy tờ chứng minh chỗ ở hợp pháp.",
                "2. Ý kiến của chủ hộ, ghi trên tờ khai.",
                "Họ và tên: Đặng Thị Đào",
                receives,
                makes_out,
            ] {
                assert_eq!(
                    read.matches(said).count(),
                    2,
                    "{form:?} {paper:?} {said}: {read}"
                );
            }
            for unsaid in [
                "đã nhận của",
                "Giấy tờ, tài liệu",
                "Thời hạn",
                "Ngày hẹn",
                "Lệ phí",
            ] {
                assert!(!read.contains(unsaid), "{form:?} says {unsaid}: {read}");
            }
        }
    }
}

#[test]
fn an_apology_names_the_new_date_and_a_control_sheet_the_whole_course() {
    let read = receipt(&sheets::of_form(PaperForm::XinLoi, Lang::Vi)).words();
    for said in [
        "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        "Lý do chậm: Hồ sơ phải chờ xác minh ở nơi cư trú trước đây.",
        "Ngày hẹn – Hẹn lại trả kết quả:",
        "17 giờ 00, thứ Ba, ngày 15 tháng 12 năm 2026",
    ] {
        assert_eq!(read.matches(said).count(), 2, "{said}: {read}");
    }
    let pages = receipt(&sheets::of_form(PaperForm::PhieuKiemSoat, Lang::Vi)).pages();
    let read = pages.join(" ");
    for said in [
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "1 Tiếp nhận",
        "4 Đã cập nhật, có thông báo",
    ] {
        assert_eq!(read.matches(said).count(), 2, "{said}: {read}");
    }
}

#[test]
fn a_signed_hand_over_says_who_took_it_and_by_what_title() {
    let read = receipt(&sheets::of_form(PaperForm::KyNhan, Lang::Vi)).words();
    for said in [
        "GIẤY KÝ NHẬN KẾT QUẢ",
        "đã trả kết quả hồ sơ của:",
        "Người nhận: Lê Văn Ủy",
        "Tư cách: Người được ủy quyền",
        "Giấy tờ: Giấy ủy quyền số 12/2026",
        "NGƯỜI NHẬN KẾT QUẢ",
        "NGƯỜI TRẢ KẾT QUẢ",
    ] {
        assert_eq!(read.matches(said).count(), 2, "{said}: {read}");
    }
    // Below the line it is the collector's name, and not hers.
    assert_eq!(read.matches("Lê Văn Ủy").count(), 4, "{read}");
    assert_eq!(read.matches("Đặng Thị Đào").count(), 2, "{read}");
}

#[test]
fn every_form_has_its_words_in_both_languages_and_a_long_notice_flows_over_numbered_pages() {
    for form in PaperForm::ALL {
        for lang in [Lang::Vi, Lang::En] {
            let page = receipt(&sheets::of_form(*form, lang));
            let read = page.words();
            assert!(!read.contains("paper."), "{form:?}: {read}");
            assert_eq!(page.pages().len(), 2, "{form:?} {lang:?}");
        }
    }
    let pages = receipt(&sheets::long_notice()).pages();
    assert!(pages.len() >= 6, "{} pages", pages.len());
    assert!(pages[1].contains("Trang 2/"), "{}", pages[1]);
    receipt(&ReceiptSheet {
        letterhead: domain::sheet::Letterhead {
            demo: false,
            ..sheets::long_notice().letterhead
        },
        ..sheets::long_notice()
    })
    .check_margins();
}

#[test]
fn a_form_to_be_signed_holds_what_was_told_and_leaves_room_for_the_rest() {
    let pdf = Typst
        .declaration_pdf(&sheets::declaration(Lang::Vi))
        .unwrap();
    let paper = Paper::new(&pdf);
    paper.check_sound();
    let pages = paper.pages();
    assert_eq!(pages.len(), 1, "{pages:#?}");
    let read = &pages[0];
    for said in [
        "Mẫu CT01",
        "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ",
        "Kính gửi: Công an cấp xã nơi đăng ký",
        "1. Họ, chữ đệm và tên: Đặng Thị Đào",
        "4. Nội dung đề nghị: Đăng ký thường trú về ở với con.",
        "Chưa có sổ cũ.",
        "5. Chủ hộ: Lê Văn Mẫu · 031090054321 · con",
        "1 Lê Thị Con 2015 con đẻ",
        "Hải Phòng, ngày 23 tháng 11 năm 2026",
        "Theo hồ sơ HS-A-2026-000417",
        "BẢN MẪU – DEMO",
    ] {
        assert!(read.contains(said), "lacks {said}: {read}");
    }
    for blank in ["3. Số điện thoại:", "6. Nơi thường trú trước đây:"] {
        assert!(read.contains(blank), "{blank}: {read}");
    }
    assert!(paper.info().contains("(A4)"), "{}", paper.info());
    assert!(
        !paper.metadata().contains("Đặng"),
        "the metadata names nobody"
    );
}

#[test]
fn whoever_signs_a_form_in_another_way_has_that_said_in_her_own_place() {
    let mut sheet = sheets::declaration(Lang::Vi);
    let how = "Điểm chỉ thay cho chữ ký".to_owned();
    sheet.signing = Some((3, how.clone()));
    let paper = Paper::new(&Typst.declaration_pdf(&sheet).unwrap());
    let read = paper.pages().concat();
    assert_eq!(read.matches(&how).count(), 1, "{read}");
    assert_eq!(
        read.matches("Ký").count(),
        3,
        "the others sign as usual: {read}"
    );
}

#[test]
fn a_long_form_is_numbered_and_nothing_of_it_reaches_the_edge() {
    let mut sheet = sheets::declaration(Lang::Vi);
    sheet.letterhead.demo = false;
    let endless = "W".repeat(20_000);
    sheet.lines[0].value = Some("Dòng kể.\n".repeat(120) + &endless);
    let row = vec![endless; 3];
    sheet.tables[0].rows = vec![row; 40];
    let paper = Paper::new(&Typst.declaration_pdf(&sheet).unwrap());
    paper.check_margins();
    let pages = paper.pages();
    assert!(pages.len() > 3, "{}", pages.len());
    for (index, page) in pages.iter().enumerate() {
        let numbered = format!("Trang {}/{}", index + 1, pages.len());
        assert!(page.contains(&numbered), "{numbered}: {page}");
    }
}
