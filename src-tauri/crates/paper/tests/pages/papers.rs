//! A4 cut in the middle, the roll, and dots for a thermal head: the same receipt on other paper.

use domain::printing::PaperSize;
use domain::sheet::{Press as _, ReceiptSheet};
use domain::words::Lang;
use paper::Typst;

use crate::tools::Paper;
use crate::{on, sheets};

/// What every paper of a receipt says, twice: once a copy.
const SAID: [&str; 9] = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "GIẤY BIÊN NHẬN",
    "Số: A-2026-000123",
    "Đặng Thị Đào",
    "Số hồ sơ: HS-A-2026-000417",
    "Thời hạn – Thụ lý hoặc trả lời:",
    "Căn cứ: Điều 27 Luật Khiếu nại số 02/2011/QH13",
    "NGƯỜI NỘP",
    "BẢN MẪU – DEMO",
];

#[test]
fn every_paper_says_the_same_on_both_copies_and_is_sound() {
    for size in PaperSize::ALL {
        let paper = on(&sheets::receipt(), size);
        paper.check_sound();
        // A long number may break behind its stroke.
        let read = paper.words().replace("/ ", "/");
        for said in SAID {
            assert!(
                read.matches(said).count() >= 2,
                "{size:?} lacks {said}: {read}"
            );
        }
        for copy in ["Liên 1: Giao công dân", "Liên 2: Lưu hồ sơ"] {
            // Once at the head, and at the head of each further page.
            let times = if size == PaperSize::A4Large { 2 } else { 1 };
            assert_eq!(read.matches(copy).count(), times, "{size:?}: {read}");
        }
        assert!(!read.contains("In lại"), "{size:?}");
        let again = ReceiptSheet {
            reprint: 3,
            ..sheets::receipt()
        };
        let read = on(&again, size).words();
        assert_eq!(read.matches("In lại lần 3").count(), 2, "{size:?}: {read}");
        assert!(paper.metadata().contains("<pdfaid:part>2<"), "{size:?}");
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes_on_each_paper_and_others_on_another() {
    let sheet = sheets::receipt();
    let made = PaperSize::ALL.map(|paper| Typst.receipt_pdf(&sheet, paper).unwrap());
    let again = PaperSize::ALL.map(|paper| Typst.receipt_pdf(&sheet, paper).unwrap());
    assert!(made == again);
    let apart: std::collections::BTreeSet<_> = made.iter().collect();
    assert_eq!(apart.len(), PaperSize::ALL.len());
}

#[test]
fn in_large_letters_nothing_is_smaller_than_eighteen_points_and_the_code_still_reads() {
    let mut sheet = sheets::receipt();
    sheet.letterhead.demo = false;
    let paper = on(&sheet, PaperSize::A4Large);
    paper.check_sound();
    paper.check_margins();
    assert!(paper.info().contains("(A4)"), "{}", paper.info());
    let smallest = paper.smallest_letters();
    assert!(smallest >= 17.9, "{smallest} points");
    let usual = on(&sheet, PaperSize::A5).smallest_letters();
    assert!(usual < 10.0, "the measure sees small letters: {usual}");
    let pages = paper.pages().len();
    let codes: Vec<String> = (1..=pages).flat_map(|page| paper.codes(page)).collect();
    assert_eq!(codes, [sheet.token.as_str(), sheet.token.as_str()]);
}

#[test]
fn a4_holds_both_copies_beside_each_other_and_each_code_reads() {
    let sheet = sheets::receipt();
    let paper = on(&sheet, PaperSize::A4Half);
    let info = paper.info();
    assert!(
        info.contains("Page size:       841.89 x 595.276 pts (A4)"),
        "{info}"
    );
    assert_eq!(paper.pages().len(), 1);
    assert_eq!(paper.codes(1), [sheet.token.as_str(), sheet.token.as_str()]);
}

#[test]
fn on_a4_papers_that_fill_pages_are_numbered_within_their_copy() {
    let mut sheet = sheets::receipt();
    sheet.documents = sheets::documents(70);
    let a5 = on(&sheet, PaperSize::A5).pages().len();
    let paper = on(&sheet, PaperSize::A4Half);
    let pages = paper.pages();
    let copy = a5 / 2;
    assert_eq!((copy, pages.len()), (3, 3), "six halves on three sheets");
    let read = pages.join(" ");
    for at in 2..=copy {
        let numbered = format!("Trang {at}/{copy}");
        assert_eq!(read.matches(&numbered).count(), 2, "{numbered}: {read}");
    }
    assert_eq!(read.matches("Xem tiếp trang sau").count(), 2 * (copy - 1));
    for line in [1, 35, 70] {
        let name = format!("{line} Tài liệu thứ {line} ");
        assert_eq!(read.matches(&name).count(), 2, "{name}");
    }
    // An odd number of pages leaves the last half empty, and says nothing there.
    let mut odd = sheets::bare();
    odd.documents = sheets::documents(25);
    let paper = on(&odd, PaperSize::A4Half);
    assert_eq!(paper.pages().len(), 2, "two pages a copy");
}

#[test]
fn the_roll_is_80_mm_wide_each_copy_by_itself_and_its_code_reads() {
    let sheet = sheets::receipt();
    let paper = on(&sheet, PaperSize::Roll80);
    let info = paper.info();
    assert!(
        info.contains("Page size:       226.77"),
        "80 mm wide: {info}"
    );
    let pages = paper.pages();
    assert_eq!(pages.len(), 2);
    assert!(pages[0].contains("Liên 1") && pages[1].contains("Liên 2"));
    for page in [1, 2] {
        assert_eq!(paper.code(page), sheet.token, "page {page}");
    }
}

#[test]
fn the_roll_takes_endless_words_and_strange_characters() {
    let mut sheet = sheets::hostile();
    let endless = "W".repeat(2_000);
    sheet.address = endless.clone();
    sheet.documents[0].name = endless;
    let paper = on(&sheet, PaperSize::Roll80);
    paper.check_sound();
    let (width, _, dots) = paper.dots(1);
    let four = width * 35 / 800;
    let reached = dots.iter().enumerate().all(|(index, dot)| {
        let x = index % width;
        *dot > 128 || (four..width - four).contains(&x)
    });
    assert!(reached, "ink beyond the 72 mm a head reaches");
}

/// The pictures inside ESC/POS bytes, as rows of 72 bytes; what does not read stops the test.
fn pictures(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut done = Vec::new();
    let mut rows = Vec::new();
    bytes = bytes
        .strip_prefix(b"\x1b@")
        .expect("the printer is set up first");
    while !bytes.is_empty() {
        if let Some(rest) = bytes.strip_prefix(b"\x1dVB\0") {
            done.push(std::mem::take(&mut rows));
            bytes = rest;
            continue;
        }
        let rest = bytes.strip_prefix(b"\x1dv0\0").expect("a raster image");
        let (head, rest) = rest.split_at(4);
        assert_eq!(head[..2], [72, 0], "576 dots wide");
        let height = usize::from(head[2]) + 256 * usize::from(head[3]);
        let (band, rest) = rest.split_at(72 * height);
        rows.extend_from_slice(band);
        bytes = rest;
    }
    assert!(rows.is_empty(), "the last picture is cut off too");
    done
}

#[test]
fn a_thermal_receipt_is_two_pictures_whose_codes_read_at_30_mm_and_more() {
    let sheet = sheets::receipt();
    let papers = pictures(&Typst.receipt_raster(&sheet).unwrap());
    assert_eq!(papers.len(), 2);
    for dots in papers {
        let (read, width) = crate::tools::code_in_dots(&dots);
        assert_eq!(read, sheet.token);
        // 203 dots an inch.
        assert!(width * 254 / 2030 >= 30, "{width} dots");
        let ink: u32 = dots.iter().map(|byte| byte.count_ones()).sum();
        let share = usize::try_from(ink).unwrap() * 100 / (dots.len() * 8);
        assert!((3..25).contains(&share), "{share} % ink");
    }
}

#[test]
fn a_thermal_slip_is_the_bitmap_of_the_slip() {
    let slip = sheets::slip(Lang::Vi);
    let dots = Typst.slip_bitmap(&slip).unwrap();
    let papers = pictures(&Typst.slip_raster(&slip).unwrap());
    let packed: Vec<u8> = dots
        .pixels
        .chunks(8)
        .map(|eight| eight.iter().fold(0, |byte, dot| byte << 1 | dot))
        .collect();
    assert!(papers == [packed]);
    assert_eq!(Typst.slip_svg(&slip).unwrap().len(), 1);
    assert!(
        Paper::new(&Typst.slip_pdf(&slip).unwrap())
            .words()
            .contains("A-023")
    );
}
