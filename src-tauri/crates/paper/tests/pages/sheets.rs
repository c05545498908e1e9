//! Sheets of invented people, for the tests and for the eye.

use domain::deadline::Unit;
use domain::desk::{Counts, Figures};
use domain::moment::Moment;
use domain::paper_form::PaperForm;
use domain::sheet::{
    AskedLine, DaySheet, DeclarationSheet, DocumentLine, DueLine, FeeLine, Letterhead, Minutes,
    PeopleTable, QueueSlip, ReceiptSheet, Reference, RouteSheet, SaidLine, ShareSheet, StopLine,
    TermLine, TrailLine,
};
use domain::words::Lang;

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap_or(Moment::from_millis(0))
}

fn letterhead() -> Letterhead {
    Letterhead {
        parent: "CÔNG AN THÀNH PHỐ MẪU".to_owned(),
        office: "PHÒNG TIẾP CÔNG DÂN".to_owned(),
        place: "Hải Phòng".to_owned(),
        address: "Số 2 Đường Mẫu, phường Hồng Bàng, Hải Phòng".to_owned(),
        phone: "0225 000 0000".to_owned(),
        demo: true,
    }
}

/// As many papers as asked for.
pub(crate) fn documents(count: u32) -> Vec<DocumentLine> {
    (1..=count)
        .map(|index| DocumentLine {
            name: format!("Tài liệu thứ {index} do người nộp giao"),
            original: index % 3 == 0,
            copies: 1 + index % 2,
            pages: (index % 5 != 0).then_some(index),
        })
        .collect()
}

/// An ordinary complaint with three papers, with what the office prints of a person and no more:
/// four digits of her number, the officer's given name.
pub(crate) fn receipt() -> ReceiptSheet {
    let paper = |name: &str, original, copies, pages| DocumentLine {
        name: name.to_owned(),
        original,
        copies,
        pages,
    };
    let alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    ReceiptSheet {
        form: PaperForm::GiayBienNhan,
        lang: Lang::Vi,
        letterhead: letterhead(),
        number: "A-2026-000123".to_owned(),
        issued: at("2026-11-23T09:42:17+07:00"),
        received: None,
        citizen: Some("Đặng Thị Đào".to_owned()),
        secret: false,
        born: "05/03/1990".to_owned(),
        identity: "••••••••2345".to_owned(),
        address: "Số 1 Đường Mẫu, phường Lê Chân, Hải Phòng".to_owned(),
        service: "Khiếu nại".to_owned(),
        file_number: "HS-A-2026-000417".to_owned(),
        lines: Vec::new(),
        text: None,
        trail: Vec::new(),
        fee: None,
        term: None,
        documents: vec![
            paper("Đơn khiếu nại", true, 1, Some(2)),
            paper(
                "Quyết định xử phạt vi phạm hành chính số 15/QĐ-XP",
                false,
                1,
                Some(3),
            ),
            paper("Hợp đồng thuê nhà", false, 2, None),
        ],
        due: Some(DueLine {
            at: at("2026-12-03T17:00:00+07:00"),
            what: "Thụ lý hoặc trả lời".to_owned(),
            basis: Some("Điều 27 Luật Khiếu nại số 02/2011/QH13".to_owned()),
        }),
        signer: None,
        signing: None,
        officer: "Mai".to_owned(),
        desk: "A".to_owned(),
        reprint: 0,
        token: alphabet
            .chars()
            .cycle()
            .skip(10)
            .step_by(7)
            .take(149)
            .collect(),
    }
}

/// The same in English, posted on an earlier day and printed for the third time.
pub(crate) fn in_english() -> ReceiptSheet {
    ReceiptSheet {
        lang: Lang::En,
        received: Some(at("2026-11-20T16:20:00+07:00")),
        reprint: 2,
        ..receipt()
    }
}

/// A dossier of residence: a fee, the time the law allows, and an answer that stands on the paper.
pub(crate) fn dossier(form: PaperForm, lang: Lang) -> ReceiptSheet {
    ReceiptSheet {
        form,
        lang,
        service: "Đăng ký thường trú".to_owned(),
        lines: vec![SaidLine {
            label: "Nhận kết quả".to_owned(),
            value: "Tại quầy tiếp nhận".to_owned(),
        }],
        fee: Some(FeeLine {
            what: "Lệ phí đăng ký thường trú".to_owned(),
            amount: 20_000,
            waived: None,
        }),
        term: Some(TermLine {
            count: 7,
            unit: Unit::WorkingDays,
            from: None,
        }),
        due: Some(DueLine {
            at: at("2026-12-02T17:00:00+07:00"),
            what: "Trả kết quả".to_owned(),
            basis: Some("Luật Cư trú 68/2020/QH14, Điều 22".to_owned()),
        }),
        ..receipt()
    }
}

/// A notice about a dossier: what is missing, in three lines.
pub(crate) fn notice(form: PaperForm, lang: Lang) -> ReceiptSheet {
    ReceiptSheet {
        lines: Vec::new(),
        fee: None,
        term: None,
        due: None,
        documents: Vec::new(),
        text: Some(
            "Còn thiếu:\n1. Giấy tờ chứng minh chỗ ở hợp pháp.\n2. Ý kiến của chủ hộ, ghi trên tờ khai."
                .to_owned(),
        ),
        ..dossier(form, lang)
    }
}

/// A notice that has much to say, about somebody with a long name.
pub(crate) fn long_notice() -> ReceiptSheet {
    let paragraph =
        "Nội dung cần bổ sung được ghi đầy đủ một lần theo quy định để công dân chuẩn bị. ";
    let lines: Vec<String> = (1..=40)
        .map(|line| format!("{line}. {}", paragraph.repeat(2)))
        .collect();
    ReceiptSheet {
        text: Some(lines.join("\n")),
        citizen: long().citizen,
        address: long().address,
        ..notice(PaperForm::PhieuBoSung, Lang::Vi)
    }
}

/// A paper of a form with what stands on such a one.
pub(crate) fn of_form(form: PaperForm, lang: Lang) -> ReceiptSheet {
    let line = |label: &str, value: &str| SaidLine {
        label: label.to_owned(),
        value: value.to_owned(),
    };
    let hop = |state: &str, day: &str| TrailLine {
        state: state.to_owned(),
        at: at(&format!("2026-11-{day}T09:00:00+07:00")),
        by: "Mai".to_owned(),
        to: String::new(),
    };
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the others are plain notices"
    )]
    match form {
        form if form.is_receipt() => dossier(form, lang),
        PaperForm::KyNhan => ReceiptSheet {
            text: None,
            lines: vec![
                line("Người nhận", "Lê Văn Ủy"),
                line("Tư cách", "Người được ủy quyền"),
                line("Giấy tờ", "Giấy ủy quyền số 12/2026"),
            ],
            signer: Some("Lê Văn Ủy".to_owned()),
            ..notice(form, lang)
        },
        PaperForm::PhieuKiemSoat => ReceiptSheet {
            text: None,
            trail: vec![
                hop("Tiếp nhận", "23"),
                hop("Yêu cầu bổ sung", "24"),
                hop("Thẩm định", "27"),
                hop("Đã cập nhật, có thông báo", "30"),
            ],
            ..notice(form, lang)
        },
        PaperForm::XinLoi => ReceiptSheet {
            text: Some("Hồ sơ phải chờ xác minh ở nơi cư trú trước đây.".to_owned()),
            due: Some(DueLine {
                at: at("2026-12-15T17:00:00+07:00"),
                what: "Hẹn lại trả kết quả".to_owned(),
                basis: None,
            }),
            ..notice(form, lang)
        },
        _ => notice(form, lang),
    }
}

/// A form of residence to be signed: some of it told, some of it to be written by hand.
pub(crate) fn declaration(lang: Lang) -> DeclarationSheet {
    let line = |label: &str, value: Option<&str>| AskedLine {
        heading: None,
        label: label.to_owned(),
        value: value.map(str::to_owned),
    };
    let words = |all: &[&str]| {
        all.iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    DeclarationSheet {
        lang,
        letterhead: letterhead(),
        of_office: false,
        layout: 1,
        form: "CT01".to_owned(),
        title: "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ".to_owned(),
        to: "Công an cấp xã nơi đăng ký".to_owned(),
        photo: false,
        minutes: None,
        person: vec![
            line("Họ, chữ đệm và tên", Some("Đặng Thị Đào")),
            line("Ngày, tháng, năm sinh", Some("05/03/1990")),
            line("Số điện thoại", None),
        ],
        lines: vec![
            line(
                "Nội dung đề nghị",
                Some("Đăng ký thường trú về ở với con.\nChưa có sổ cũ."),
            ),
            line("Chủ hộ", Some("Lê Văn Mẫu · 031090054321 · con")),
            line("Nơi thường trú trước đây", None),
        ],
        tables: vec![PeopleTable {
            label: "Thành viên cùng thay đổi".to_owned(),
            head: words(&["Họ và tên", "Ngày sinh", "Quan hệ"]),
            rows: vec![
                words(&["Lê Thị Con", "2015", "con đẻ"]),
                words(&["", "", ""]),
            ],
        }],
        signers: words(&[
            "Ý KIẾN CỦA CHỦ HỘ",
            "CHỦ SỞ HỮU CHỖ Ở",
            "CHA, MẸ, NGƯỜI GIÁM HỘ",
            "NGƯỜI KÊ KHAI",
        ]),
        signing: None,
        about: Reference::File("HS-A-2026-000417".to_owned()),
        made: at("2026-11-23T09:42:17+07:00"),
    }
}

/// The office's record of a complaint told in person.
pub(crate) fn minutes(teller_signs: bool) -> DeclarationSheet {
    let mut signers = vec!["NGƯỜI TRÌNH BÀY".to_owned(), "NGƯỜI GHI".to_owned()];
    if !teller_signs {
        signers.remove(0);
    }
    DeclarationSheet {
        of_office: true,
        form: String::new(),
        title: "BIÊN BẢN GHI NỘI DUNG TRÌNH BÀY TRỰC TIẾP".to_owned(),
        to: String::new(),
        minutes: Some(Minutes {
            at: at("2026-11-23T09:05:00+07:00"),
            desk: "A".to_owned(),
            officer: "Mai".to_owned(),
            teller_signs,
        }),
        tables: Vec::new(),
        signers,
        ..declaration(Lang::Vi)
    }
}

/// Much of everything.
pub(crate) fn long() -> ReceiptSheet {
    let mut sheet = receipt();
    sheet.letterhead.parent = "CÔNG AN THÀNH PHỐ HẢI PHÒNG".into();
    sheet.citizen = Some("Công Tằng Tôn Nữ Nguyễn Hoàng Thị Bích Phượng Khánh Huyền".to_owned());
    sheet.address = "Căn hộ 1205, tòa nhà B, khu đô thị Mẫu, đường Người Tốt Việc Tốt kéo dài, \
        tổ dân phố số 17, phường Kiến An, thành phố Hải Phòng"
        .into();
    sheet.documents = documents(70);
    sheet.received = Some(at("2026-11-20T16:20:00+07:00"));
    sheet.reprint = 1;
    sheet
}

/// Little of anything: an unnamed caller, no paper, no date, a real office.
pub(crate) fn bare() -> ReceiptSheet {
    let mut sheet = receipt();
    sheet.letterhead.demo = false;
    sheet.letterhead.phone.clear();
    sheet.citizen = None;
    sheet.born.clear();
    sheet.identity.clear();
    sheet.address.clear();
    sheet.documents.clear();
    sheet.due = None;
    sheet.service = "Phản ánh".into();
    sheet
}

/// Characters that fonts lack or that steer others, in every field.
pub(crate) fn hostile() -> ReceiptSheet {
    let mut sheet = receipt();
    let odd = "Lê \u{1F600}\u{1F468}\u{200D} Thử\u{202E}nghiệm".to_owned();
    sheet.citizen = Some(odd.clone());
    sheet.address = format!("{odd} \u{0} \u{7}\u{FFFD} עברית عربي 漢字 \u{E000}\u{10FFFF}");
    sheet.service = format!(
        "{odd}\u{2067}#panic(\"x\")\u{2028}*b* $a$ <b>{}",
        "\u{301}".repeat(99)
    );
    sheet.born = "\u{1F600}".into();
    sheet.identity = "\u{FEFF}\u{200B}".into();
    sheet.documents = vec![DocumentLine {
        name: odd.clone(),
        original: true,
        copies: 1,
        pages: Some(1),
    }];
    sheet.letterhead.office = odd;
    sheet
}

/// A number in the morning.
pub(crate) fn slip(lang: Lang) -> QueueSlip {
    QueueSlip {
        lang,
        letterhead: letterhead(),
        number: "A-023".to_owned(),
        given: at("2026-11-23T09:42:17+07:00"),
        ahead: 3,
    }
}

/// A route with somebody whose address is kept.
pub(crate) fn route(lang: Lang) -> RouteSheet {
    let stop = |number: u32, home: Option<&str>| StopLine {
        file_number: format!("HS-A-2026-0000{number}"),
        name: "Đặng Thị Đào".to_owned(),
        home: home.map(str::to_owned),
        phone: "5678".to_owned(),
        reason: "A".to_owned(),
        needs: "Có cầu thang, lối hẹp; Cần cán bộ nữ".to_owned(),
        slot: "Buổi sáng, sau 8 giờ".to_owned(),
    };
    let made = at("2026-11-24T16:05:00+07:00");
    RouteSheet {
        lang,
        letterhead: letterhead(),
        number: "LD-A-0001".to_owned(),
        service: "Cấp căn cước lưu động".to_owned(),
        day: made.day(),
        made,
        officer: "Mai".to_owned(),
        copies: 2,
        stops: vec![
            stop(51, Some("Số 1 Đường Mẫu, Phường Lê Chân, Hải Phòng")),
            stop(52, None),
        ],
    }
}

/// A day with something left of everything.
pub(crate) fn day(lang: Lang) -> DaySheet {
    let closed = at("2026-11-24T17:05:00+07:00");
    DaySheet {
        duty: None,
        lang,
        letterhead: letterhead(),
        desk: "A".to_owned(),
        day: closed.day(),
        figures: Figures {
            counts: Counts {
                given: 41,
                served: 37,
                left: 4,
                printed: 22,
                voided: 2,
                unknown: 1,
                never_sent: 3,
            },
            drafts: 5,
            running_hours: 6,
            held: files(3),
        },
        closed,
        officer: "Mai".to_owned(),
        head_words: "1 284 · mây lúa sông đèn gạo cau".to_owned(),
    }
}

/// As many file numbers as asked for.
pub(crate) fn files(count: u32) -> Vec<String> {
    (1..=count)
        .map(|index| format!("HS-A-2026-{index:06}"))
        .collect()
}

/// The second of three shares; it opens nothing.
pub(crate) fn share(lang: Lang) -> ShareSheet {
    ShareSheet {
        lang,
        number: 2,
        share: format!(
            "AGE-SECRET-KEY-1{}",
            "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".repeat(2)
        )
        .chars()
        .take(74)
        .collect(),
        fingerprint: "lúa · thuyền · trăng · cau".to_owned(),
        made: at("2026-11-24T09:30:00+07:00"),
        demo: false,
    }
}
