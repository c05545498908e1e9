//! The pages as stock tools read them: poppler, qpdf, zbar. Each must be installed; a missing one
//! fails the test.

#[cfg(test)]
#[path = "pages/notices.rs"]
mod notices;
#[cfg(test)]
#[path = "pages/office.rs"]
mod office;
#[cfg(test)]
#[path = "pages/papers.rs"]
mod papers;
#[cfg(test)]
#[path = "pages/sheets.rs"]
mod sheets;
#[cfg(test)]
#[path = "pages/signing.rs"]
mod signing;
#[cfg(test)]
#[path = "pages/tools.rs"]
mod tools;

use domain::paper_form::PaperForm;
use domain::printing::PaperSize;
use domain::sheet::{Press as _, ReceiptSheet};
use domain::words::Lang;
use paper::Typst;
use tools::Paper;

#[cfg(test)]
fn on(sheet: &ReceiptSheet, paper: PaperSize) -> Paper {
    let pdf = Typst.receipt_pdf(sheet, paper);
    Paper::new(&pdf.expect("a receipt is laid out"))
}

#[cfg(test)]
fn receipt(sheet: &ReceiptSheet) -> Paper {
    on(sheet, PaperSize::A5)
}

/// Every vowel with every tone, and the consonants, in both cases.
const SMALL: &str = "aàảãáạ ăằẳẵắặ âầẩẫấậ bcdđ eèẻẽéẹ êềểễếệ ghiìỉĩíị klmn oòỏõóọ ôồổỗốộ ơờởỡớợ pqrs tuùủũúụ ưừửữứự vxyỳỷỹýỵ";
const LARGE: &str = "AÀẢÃÁẠ ĂẰẲẴẮẶ ÂẦẨẪẤẬ BCDĐ EÈẺẼÉẸ ÊỀỂỄẾỆ GHIÌỈĨÍỊ KLMN OÒỎÕÓỌ ÔỒỔỖỐỘ ƠỜỞỠỚỢ PQRS TUÙỦŨÚỤ ƯỪỬỮỨỰ VXYỲỶỸÝỴ";

#[test]
fn every_vietnamese_letter_of_name_and_address_comes_back_as_text() {
    let mut sheet = sheets::receipt();
    sheet.born.clear();
    sheet.citizen = Some(LARGE.to_owned());
    sheet.address = SMALL.to_owned();
    let read = receipt(&sheet).words();
    assert!(read.contains(LARGE), "{read}");
    assert!(read.contains(SMALL), "{read}");
    // Bold and italic faces too: the name in bold, the place in italic.
    sheet.citizen = Some(SMALL.to_owned());
    sheet.letterhead.place = SMALL.chars().take(59).collect();
    assert!(receipt(&sheet).words().contains(SMALL));
}

#[test]
fn a_decomposed_name_prints_as_the_composed_one_does() {
    let mut sheet = sheets::receipt();
    sheet.letterhead.demo = false;
    sheet.citizen = Some("Nguyễn Thị Ỷ".to_owned());
    let composed = receipt(&sheet).picture(1);
    sheet.citizen = Some("Nguye\u{302}\u{303}n Thi\u{323} Y\u{309}".to_owned());
    assert_eq!(receipt(&sheet).picture(1), composed);
}

#[test]
fn the_receipt_says_who_what_when_and_why() {
    let read = receipt(&sheets::receipt()).words();
    for said in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "CÔNG AN THÀNH PHỐ MẪU",
        "PHÒNG TIẾP CÔNG DÂN",
        "Số: A-2026-000123",
        "Hải Phòng, ngày 23 tháng 11 năm 2026",
        "GIẤY BIÊN NHẬN",
        "Họ và tên: Đặng Thị Đào",
        "Ngày sinh: 05/03/1990",
        "Số định danh cá nhân/Hộ chiếu: ••••••••2345",
        "Địa chỉ: Số 1 Đường Mẫu, phường Lê Chân, Hải Phòng",
        "Về việc: Khiếu nại",
        "Số hồ sơ: HS-A-2026-000417",
        "Thời hạn – Thụ lý hoặc trả lời:",
        "17 giờ 00, thứ Năm, ngày 03 tháng 12 năm 2026",
        "Căn cứ: Điều 27 Luật Khiếu nại số 02/2011/QH13",
        "NGƯỜI NỘP",
        "NGƯỜI TIẾP NHẬN",
        "Quầy A",
        "Liên 1: Giao công dân",
        "Liên 2: Lưu hồ sơ",
        "Kiểm tra: quét mã tại quầy tiếp dân",
    ] {
        assert!(read.contains(said), "lacks {said}: {read}");
    }
    let rows = receipt(&sheets::receipt()).pages().join(" ");
    assert!(rows.contains("1 Đơn khiếu nại Bản chính 1 2"), "{rows}");
    assert!(rows.contains("3 Hợp đồng thuê nhà Bản sao 2 –"), "{rows}");
    assert!(
        !read.contains("In lại") && !read.contains("Tiếp nhận lúc"),
        "{read}"
    );
}

#[test]
fn each_form_bears_its_own_title_and_a_dossier_says_fee_and_time() {
    for (form, title) in [
        (
            PaperForm::GiayTiepNhan,
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        ),
        (
            PaperForm::PhieuTiepNhan,
            "PHIẾU TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        ),
        (PaperForm::GiayHen, "GIẤY HẸN TRẢ KẾT QUẢ"),
    ] {
        for paper in PaperSize::ALL {
            let page = on(&sheets::dossier(form, Lang::Vi), paper);
            page.check_sound();
            let sheets = match paper {
                PaperSize::A4Half => 1..=1,
                PaperSize::A5 | PaperSize::Roll80 => 2..=2,
                PaperSize::A4Large => 2..=4,
            };
            let pages = page.pages().len();
            assert!(sheets.contains(&pages), "{form:?} {paper:?} {pages}");
            let read = page.words();
            for said in [
                title,
                "Về việc: Đăng ký thường trú",
                "Nhận kết quả: Tại quầy tiếp nhận",
                "Lệ phí: 20.000 đồng (Lệ phí đăng ký thường trú)",
                "Thời gian giải quyết: 07 ngày làm việc",
                "Thời hạn – Trả kết quả:",
            ] {
                assert_eq!(
                    read.matches(said).count(),
                    2,
                    "{form:?} {paper:?} {said}: {read}"
                );
            }
            assert!(!read.contains("BIÊN NHẬN"), "{form:?} {paper:?}: {read}");
        }
    }
}

#[test]
fn a_waived_fee_says_why_and_none_says_that_nothing_is_paid() {
    let mut sheet = sheets::dossier(PaperForm::GiayTiepNhan, Lang::Vi);
    let mut said = |amount, waived: Option<&str>| {
        let fee = sheet.fee.as_mut().unwrap();
        fee.amount = amount;
        fee.waived = waived.map(str::to_owned);
        receipt(&sheet).words()
    };
    let read = said(20_000, Some("Người cao tuổi"));
    assert!(read.contains("Lệ phí: Miễn – Người cao tuổi"), "{read}");
    assert!(!read.contains("20.000"), "{read}");
    let read = said(0, None);
    assert!(
        read.contains("Lệ phí: Không thu (Lệ phí đăng ký thường trú)"),
        "{read}"
    );
}

#[test]
fn an_english_receipt_keeps_the_vietnamese_title_first() {
    let read = receipt(&sheets::in_english()).words();
    for said in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "GIẤY BIÊN NHẬN / RECEIPT",
        "Full name: Đặng Thị Đào",
        "17:00, Thursday, 3 December 2026",
        "Original",
        "Copy 2: for the file",
        "Reprint 2",
        "Received: 16:20, Friday, 20 November 2026",
    ] {
        assert!(read.contains(said), "lacks {said}: {read}");
    }
}

#[test]
fn a_bare_receipt_leaves_out_what_is_not_known_and_promises_no_date() {
    let read = receipt(&sheets::bare()).words();
    assert!(read.contains("Họ và tên: người không nêu tên"), "{read}");
    assert!(
        read.contains("Giấy tờ, tài liệu kèm theo: không có."),
        "{read}"
    );
    for unsaid in [
        "Địa chỉ",
        "Ngày sinh",
        "Số định danh",
        "Thời hạn",
        "Căn cứ",
        "None",
    ] {
        assert!(!read.contains(unsaid), "says {unsaid}: {read}");
    }
}

#[test]
fn a_date_without_a_confirmed_basis_is_an_appointment() {
    let mut sheet = sheets::receipt();
    sheet.due.as_mut().unwrap().basis = None;
    let read = receipt(&sheet).words();
    assert!(read.contains("Ngày hẹn – Thụ lý hoặc trả lời:"), "{read}");
    assert!(
        !read.contains("Thời hạn") && !read.contains("Căn cứ"),
        "{read}"
    );
}

#[test]
fn the_code_reads_back_as_the_token_on_both_copies() {
    let sheet = sheets::receipt();
    assert_eq!(sheet.token.len(), 149);
    let paper = receipt(&sheet);
    for page in [1, 2] {
        assert_eq!(paper.code(page), sheet.token, "page {page}");
    }
}

#[test]
fn the_file_is_sound_tagged_archival_and_a5() {
    let paper = receipt(&sheets::receipt());
    paper.check_sound();
    let info = paper.info();
    for line in [
        "Tagged:          yes",
        "Pages:           2",
        "Page size:       419.528 x 595.276 pts",
    ] {
        assert!(info.contains(line), "lacks {line}: {info}");
    }
    assert!(info.contains("Giấy biên nhận A-2026-000123"), "{info}");
    assert!(
        paper.raw().contains("/Lang"),
        "the document names its language"
    );
    let metadata = paper.metadata();
    for part in [
        "<pdfaid:part>2<",
        "<pdfaid:conformance>B<",
        "2026-11-23T09:42:17+07:00",
    ] {
        assert!(metadata.contains(part), "lacks {part}: {metadata}");
    }
    assert!(!metadata.contains("Đặng"), "the metadata names nobody");
}

#[test]
fn the_same_sheet_gives_the_same_bytes_and_a_reprint_others() {
    let sheet = sheets::receipt();
    let first = Typst.receipt_pdf(&sheet, PaperSize::A5).unwrap();
    let elsewhere = {
        let sheet = sheet.clone();
        std::thread::spawn(move || Typst.receipt_pdf(&sheet, PaperSize::A5).unwrap())
            .join()
            .unwrap()
    };
    assert_eq!(first, elsewhere);
    assert_eq!(
        Typst.receipt_svg(&sheet, PaperSize::A5).unwrap(),
        Typst.receipt_svg(&sheet, PaperSize::A5).unwrap()
    );
    let again = ReceiptSheet {
        reprint: 1,
        ..sheet
    };
    assert_ne!(first, Typst.receipt_pdf(&again, PaperSize::A5).unwrap());
    let read = receipt(&again).words();
    assert_eq!(read.matches("In lại lần 1").count(), 2, "{read}");
}

#[test]
fn a_demo_office_marks_every_page_and_a_real_one_none() {
    let mut sheet = sheets::long();
    let pages = receipt(&sheet).pages();
    assert!(pages.len() > 4);
    for page in &pages {
        assert!(page.contains("BẢN MẪU – DEMO"), "unmarked: {page}");
    }
    sheet.letterhead.demo = false;
    let read = receipt(&sheet).words();
    assert!(
        !read.contains("BẢN MẪU") && !read.contains("DEMO"),
        "{read}"
    );
}

#[test]
fn what_is_typed_is_text_and_never_markup() {
    let typed = "#panic(\"x\") *b* $a$ <b> #include \"/sheet.json\" [a] \\ @b = c - d + e /f";
    let mut sheet = sheets::receipt();
    sheet.citizen = Some(typed.to_owned());
    sheet.address = typed.to_owned();
    sheet.documents[0].name = typed.to_owned();
    sheet.due.as_mut().unwrap().what = typed.to_owned();
    let read = receipt(&sheet).words();
    // Name, its place below the signature line, address, due line: twice each, and the table.
    assert!(
        read.matches("#panic(\"x\") *b* $a$ <b>").count() >= 8,
        "{read}"
    );
}

#[test]
fn strange_characters_never_stop_a_receipt_and_show_as_boxes() {
    let paper = receipt(&sheets::hostile());
    paper.check_sound();
    let read = paper.words();
    assert!(read.contains("Họ và tên: Lê □□ Thử□nghiệm"), "{read}");
    assert!(
        !read.contains('\u{202E}'),
        "a direction override reached the page"
    );
    assert_eq!(paper.code(1), sheets::receipt().token);
}

#[test]
fn the_signatures_stay_with_the_date_when_the_papers_fill_the_page() {
    let mut sheet = sheets::receipt();
    // Somewhere in between the last lines no longer fit below the table.
    let full = (5..30).find_map(|count| {
        sheet.documents = sheets::documents(count);
        let pages = receipt(&sheet).pages();
        (pages.len() > 2).then_some(pages)
    });
    let pages = full.expect("thirty papers fill more than one page");
    assert_eq!(pages.len(), 4);
    let signed = pages.iter().filter(|page| page.contains("NGƯỜI TIẾP NHẬN"));
    for page in signed.clone() {
        assert!(
            page.contains("Thời hạn –") && page.contains("Đặng Thị Đào"),
            "{page}"
        );
    }
    assert_eq!(signed.count(), 2);
}

#[test]
fn two_hundred_documents_flow_over_numbered_pages_with_the_head_repeated() {
    let mut sheet = sheets::receipt();
    sheet.documents = sheets::documents(200);
    let paper = receipt(&sheet);
    let pages = paper.pages();
    let each = pages.len() / 2;
    assert!(
        each >= 5 && pages.len() == 2 * each,
        "{} pages",
        pages.len()
    );
    for (index, page) in pages.iter().enumerate() {
        let at = index % each + 1;
        let numbered = format!("Trang {at}/{each}");
        assert_eq!(page.contains(&numbered), at > 1, "page {index}: {page}");
        assert_eq!(
            page.contains("Xem tiếp trang sau"),
            at < each,
            "page {index}: {page}"
        );
    }
    for page in &pages[..each - 1] {
        assert!(page.contains("Tên giấy tờ, tài liệu"), "{page}");
    }
    let read = pages.join(" ");
    for line in [1, 99, 200] {
        let name = format!("{line} Tài liệu thứ {line} ");
        assert_eq!(read.matches(&name).count(), 2, "{name}");
    }
}

#[test]
fn nothing_reaches_the_edge_of_the_paper_however_long_a_word_is() {
    let mut sheet = sheets::receipt();
    sheet.letterhead.demo = false;
    let endless = "W".repeat(20_000);
    sheet.citizen = Some(endless.clone());
    sheet.address = endless.clone();
    sheet.officer = endless.clone();
    sheet.service = endless.clone();
    sheet.letterhead.parent = endless.clone();
    sheet.letterhead.office = endless.clone();
    sheet.documents[0].name = endless.clone();
    sheet.documents[0].pages = Some(u32::MAX);
    sheet.documents[0].copies = u32::MAX;
    sheet.due.as_mut().unwrap().what = endless;
    receipt(&sheet).check_margins();
    sheets::long().letterhead.demo = false;
    receipt(&ReceiptSheet {
        letterhead: sheet.letterhead,
        ..sheets::long()
    })
    .check_margins();
}

#[test]
fn the_window_gets_the_same_pages_as_the_paper() {
    for sheet in [sheets::receipt(), sheets::long()] {
        let drawn = Typst.receipt_svg(&sheet, PaperSize::A5).unwrap();
        assert_eq!(drawn.len(), receipt(&sheet).pages().len());
        for page in drawn {
            assert!(
                page.contains("<svg") && page.contains("width=\"419.5"),
                "not an A5 drawing"
            );
            assert!(!page.contains("<script") && !page.contains("<foreignObject"));
        }
    }
}

#[test]
fn a_slip_says_a_number_and_nothing_of_a_matter() {
    let slip = sheets::slip(Lang::Vi);
    let paper = Paper::new(&Typst.slip_pdf(&slip).unwrap());
    paper.check_sound();
    let read = paper.words();
    for said in [
        "PHÒNG TIẾP CÔNG DÂN",
        "A-023",
        "Số người chờ trước: 3",
        "Cấp lúc 09 giờ 42, ngày 23 tháng 11 năm 2026",
        "BẢN MẪU – DEMO",
    ] {
        assert!(read.contains(said), "lacks {said}: {read}");
    }
    let info = paper.info();
    assert!(
        info.contains("Page size:       226.77"),
        "80 mm wide: {info}"
    );
    assert_eq!(paper.pages().len(), 1);
}

#[test]
fn a_slip_for_the_thermal_head_is_576_dots_of_black_or_white() {
    let dots = Typst.slip_bitmap(&sheets::slip(Lang::Vi)).unwrap();
    assert_eq!(dots.width, 576);
    assert_eq!(
        dots.pixels.len(),
        usize::try_from(dots.width * dots.height).unwrap()
    );
    assert!(dots.pixels.iter().all(|dot| *dot <= 1));
    let ink: usize = dots.pixels.iter().map(|dot| usize::from(*dot)).sum();
    let share = ink * 100 / dots.pixels.len();
    assert!((3..40).contains(&share), "{share} % ink");
    let mut other = sheets::slip(Lang::Vi);
    other.number = "A-024".to_owned();
    assert_ne!(Typst.slip_bitmap(&other).unwrap().pixels, dots.pixels);
}
