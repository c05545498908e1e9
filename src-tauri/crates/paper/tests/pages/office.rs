//! Sheets of the office: the end of a day, a custodian's share.

use domain::sheet::{DaySheet, Press as _, ShareSheet};
use domain::words::Lang;
use paper::Typst;

use crate::sheets;
use crate::tools::Paper;

fn day(sheet: &DaySheet) -> Paper {
    Paper::new(&Typst.day_pdf(sheet).expect("a day is laid out"))
}

fn share(sheet: &ShareSheet) -> Paper {
    Paper::new(&Typst.share_pdf(sheet).expect("a share is laid out"))
}

#[test]
fn the_sheet_of_a_day_says_every_figure_and_has_room_to_sign() {
    let paper = day(&sheets::day(Lang::Vi));
    paper.check_sound();
    let read = paper.words();
    for said in [
        "CÔNG AN THÀNH PHỐ MẪU",
        "PHÒNG TIẾP CÔNG DÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHIẾU KẾT THÚC NGÀY",
        "Quầy A – thứ Ba, ngày 24 tháng 11 năm 2026",
        "Hải Phòng, ngày 24 tháng 11 năm 2026",
        "17 giờ 05, thứ Ba, ngày 24 tháng 11 năm 2026. Người kết thúc: Mai.",
        "HS-A-2026-000001, HS-A-2026-000002, HS-A-2026-000003",
        "1 284 · mây lúa sông đèn gạo cau",
        "NGƯỜI KẾT THÚC NGÀY",
        "CHỈ HUY PHỤ TRÁCH",
        "BẢN MẪU – DEMO",
    ] {
        assert!(read.contains(said), "lacks {said}: {read}");
    }
    let pages = paper.pages();
    assert_eq!(pages.len(), 1);
    for row in [
        "Số thứ tự đã cấp 41",
        "Đã tiếp 37",
        "Đã về, chưa được tiếp 4",
        "Đã in trong ngày 22",
        "Đã hủy số 2",
        "Chưa rõ đã in chưa 1",
        "Chưa in 3",
        "Phiếu đang ghi dở, chưa lưu 5",
        "chạy qua đêm 6",
        "còn tại quầy 3",
    ] {
        assert!(pages[0].contains(row), "lacks {row}: {}", pages[0]);
    }
    let info = paper.info();
    for line in ["Tagged:          yes", "595.276 x 841.89 pts (A4)"] {
        assert!(info.contains(line), "lacks {line}: {info}");
    }
    assert!(paper.metadata().contains("<pdfaid:part>2<"));
}

#[test]
fn the_same_day_gives_the_same_bytes_and_the_window_the_same_pages() {
    let sheet = sheets::day(Lang::Vi);
    assert_eq!(Typst.day_pdf(&sheet), Typst.day_pdf(&sheet));
    let mut other = sheet.clone();
    other.figures.counts.left += 1;
    assert_ne!(Typst.day_pdf(&sheet), Typst.day_pdf(&other));
    let drawn = Typst.day_svg(&sheet).unwrap();
    assert_eq!(drawn.len(), day(&sheet).pages().len());
    assert!(drawn[0].contains("width=\"595.2"), "not an A4 drawing");
}

#[test]
fn a_day_with_many_files_and_endless_words_is_cut_nowhere_it_must_not_be() {
    let mut sheet = sheets::day(Lang::Vi);
    sheet.letterhead.demo = false;
    sheet.figures.held = sheets::files(400);
    let endless = "W".repeat(5_000);
    sheet.letterhead.office = endless.clone();
    sheet.letterhead.parent = endless.clone();
    sheet.officer = endless;
    sheet.figures.counts.given = u32::MAX;
    let paper = day(&sheet);
    paper.check_margins();
    let pages = paper.pages();
    assert!(pages.len() > 1);
    assert!(pages[1].contains(&format!("Trang 2/{}", pages.len())));
    let read = pages.join(" ");
    for number in ["HS-A-2026-000001", "HS-A-2026-000200", "HS-A-2026-000400"] {
        assert!(read.contains(number), "lacks {number}");
    }
    let signed = pages.last().unwrap();
    assert!(
        signed.contains("NGƯỜI KẾT THÚC NGÀY") && signed.contains("mây lúa sông"),
        "the words are signed where they stand: {signed}"
    );
}

#[test]
fn a_bare_day_in_english_keeps_the_vietnamese_title_first() {
    let mut sheet = sheets::day(Lang::En);
    sheet.figures = domain::desk::Figures::default();
    let read = day(&sheet).words();
    for said in [
        "PHIẾU KẾT THÚC NGÀY / DAY-CLOSE SHEET",
        "Desk A – Tuesday, 24 November 2026",
        "No originals are left at the desk.",
    ] {
        assert!(read.contains(said), "lacks {said}: {read}");
    }
}

#[test]
fn a_share_reads_back_letter_by_letter_from_its_one_page_which_names_no_office() {
    for lang in [Lang::Vi, Lang::En] {
        let sheet = sheets::share(lang);
        let paper = share(&sheet);
        paper.check_sound();
        paper.check_margins();
        let pages = paper.pages();
        assert_eq!(pages.len(), 1);
        // The block as a custodian types it: row by row, without the rows' own numbers.
        let (_, after) = pages[0].split_once("AGE-SE").expect("the share begins");
        let typed: String = format!("AGE-SE{after}")
            .split(' ')
            .filter(|word| word.len() > 1)
            .collect();
        assert!(typed.starts_with(&sheet.share), "{typed}");
        assert!(pages[0].contains("lúa · thuyền · trăng · cau"));
        let info = paper.info();
        for line in ["Tagged:          yes", "595.276 x 841.89 pts (A4)"] {
            assert!(info.contains(line), "lacks {line}: {info}");
        }
        assert!(!info.contains("AGE-") && !paper.metadata().contains("AGE-"));
        assert!(!pages[0].contains("CÔNG AN") && !pages[0].contains("PHÒNG"));
    }
    let vi = share(&sheets::share(Lang::Vi)).words();
    for said in ["MẢNH KHÔI PHỤC THỨ 2", "một trong ba mảnh", "Người giữ:"] {
        assert!(vi.contains(said), "lacks {said}: {vi}");
    }
    assert_eq!(format!("{:?}", sheets::share(Lang::Vi)), "ShareSheet(2)");
}

#[test]
fn a_demo_offices_share_is_marked() {
    let mut sheet = sheets::share(Lang::Vi);
    sheet.demo = true;
    assert!(share(&sheet).words().contains("BẢN MẪU – DEMO"));
}

#[test]
fn the_list_of_a_route_numbers_each_copy_and_says_why_nobody_comes_in_a_letter_alone() {
    let mut sheet = sheets::route(Lang::Vi);
    let paper = Paper::new(&Typst.route_pdf(&sheet).unwrap());
    paper.check_sound();
    paper.check_margins();
    let pages = paper.pages();
    assert_eq!(pages.len(), 2, "a page a copy");
    for (copy, page) in (1..).zip(&pages) {
        for said in [
            format!("Số LD-A-0001 – Bản {copy}/2"),
            "DANH SÁCH ĐI LƯU ĐỘNG".to_owned(),
            "Đặng Thị Đào".to_owned(),
            "5678".to_owned(),
            "Buổi sáng".to_owned(),
        ] {
            assert!(page.contains(&said), "{said}: {page}");
        }
    }
    assert!(
        paper.words().contains("Hỏi chỉ huy phụ trách"),
        "a kept address"
    );
    // A long list goes on, and every page of it says which copy it is of.
    sheet.stops = vec![sheet.stops[0].clone(); 40];
    let pages = Paper::new(&Typst.route_pdf(&sheet).unwrap()).pages();
    assert!(pages.len() > 4, "{}", pages.len());
    let first = pages.iter().filter(|page| page.contains("Bản 1/2")).count();
    assert_eq!(first * 2, pages.len());
}
