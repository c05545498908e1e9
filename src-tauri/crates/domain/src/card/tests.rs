use super::*;
use proptest::prelude::*;

const FULL: &str = "031190012345|031234567|Nguyễn Thị An|05031990|Nữ|\
                    Số 1 Đường Mẫu, Phường Mẫu, Quận Lê Chân, Hải Phòng|15042021";
const NO_OLD: &str = "031305012345||Trần Thị Mẫu|09092005|Nữ|Thôn Mẫu, Xã Mẫu, Hải Phòng|20082023";

fn scan(payload: &str) -> CardScan {
    parse(payload.as_bytes()).unwrap_or_else(|fault| panic!("{payload}: {}", fault.code))
}

fn code(payload: &[u8]) -> Code {
    parse(payload).unwrap_err().code
}

/// The scan as the terminal prints it.
fn json(payload: &str) -> String {
    serde_json::to_string(&scan(payload)).unwrap()
}

#[test]
fn a_whole_card_is_read_in_the_shape_others_build_on() {
    assert_eq!(
        json(FULL),
        "{\"number\":\"031190012345\",\"old_number\":\"031234567\",\"name\":\"Nguyễn Thị An\",\
         \"born\":{\"year\":1990,\"month\":3,\"day\":5},\"sex\":\"female\",\
         \"address\":\"Số 1 Đường Mẫu, Phường Mẫu, Quận Lê Chân, Hải Phòng\",\
         \"issued\":\"2021-04-15\",\"extra_fields\":0,\"warnings\":[]}"
    );
    assert_eq!(
        json(NO_OLD),
        "{\"number\":\"031305012345\",\"old_number\":null,\"name\":\"Trần Thị Mẫu\",\
         \"born\":{\"year\":2005,\"month\":9,\"day\":9},\"sex\":\"female\",\
         \"address\":\"Thôn Mẫu, Xã Mẫu, Hải Phòng\",\"issued\":\"2023-08-20\",\
         \"extra_fields\":0,\"warnings\":[]}"
    );
}

#[test]
fn what_scanners_put_around_a_payload_changes_nothing() {
    let plain = json(FULL);
    for payload in [
        format!("\u{FEFF}{FULL}"),
        format!("{FULL}\r\n"),
        format!("{FULL}\n"),
        format!("  {FULL}\t"),
        format!("\u{2}{FULL}\u{3}"),
        format!("]Q3{FULL}\r"),
        format!("]Q1\u{FEFF}{FULL}"),
        FULL.replace('|', " | "),
        FULL.replacen("031190012345", "031 190 012 345", 1),
    ] {
        assert_eq!(json(&payload), plain);
    }
}

#[test]
fn decomposed_text_is_composed() {
    let decomposed = FULL
        .replace('ễ', "e\u{302}\u{303}")
        .replace('ị', "i\u{323}")
        .replace('ữ', "u\u{31B}\u{303}")
        .replace('ố', "o\u{302}\u{301}");
    assert_ne!(decomposed, FULL);
    assert_eq!(json(&decomposed), json(FULL));
}

#[test]
fn six_fields_are_a_card_whose_empty_old_number_was_dropped() {
    assert_eq!(json(&NO_OLD.replacen("||", "|", 1)), json(NO_OLD));
    let unborn = scan("031305012345|Trần Thị Mẫu||Nữ|Thôn Mẫu|20082023");
    assert_eq!(
        (unborn.name.as_deref(), unborn.born.is_none()),
        (Some("Trần Thị Mẫu"), true)
    );
    let unissued = scan("031190012345|031234567|Nguyễn Thị An|05031990|Nữ|Số 1");
    assert!(unissued.issued.is_none() && unissued.old_number.is_some());
    assert_eq!(unissued.address.as_deref(), Some("Số 1"));
    assert!(unissued.warnings.is_empty());
}

#[test]
fn fields_behind_the_known_ones_are_counted_and_forgotten() {
    for (extra, count) in [
        ("|", 1),
        ("|01012031", 1),
        ("|Nguyễn Văn Cha|031060000001||", 4),
    ] {
        let read = scan(&format!("{FULL}{extra}"));
        assert_eq!(read.extra_fields, count);
        let json = serde_json::to_string(&read).unwrap();
        assert!(!json.contains("Cha") && !json.contains("031060000001"));
    }
    let dropped = scan(&format!("{}|Nguyễn Văn Cha", NO_OLD.replacen("||", "|", 1)));
    assert_eq!((dropped.extra_fields, dropped.issued.is_some()), (1, true));
}

#[test]
fn dates_may_have_slashes_and_unknown_parts() {
    for (typed, shown) in [
        ("05031990", "05/03/1990"),
        ("05/03/1990", "05/03/1990"),
        ("5/3/1990", "05/03/1990"),
        ("05-03-1990", "05/03/1990"),
        ("00031990", "03/1990"),
        ("00001990", "1990"),
        ("05001990", "1990"),
        ("00/00/1990", "1990"),
        ("1990", "1990"),
    ] {
        let read = scan(&FULL.replace("05031990", typed));
        assert_eq!(
            read.born.map(|born| born.to_string()).as_deref(),
            Some(shown),
            "{typed}"
        );
        assert_eq!(read.warnings, [], "{typed}");
    }
    for typed in [
        "31021990",
        "05131990",
        "5031990",
        "0503199O",
        "00000000",
        "1/2/3/1990",
        "+5/3/1990",
    ] {
        let read = scan(&FULL.replace("05031990", typed));
        assert!(read.born.is_none(), "{typed}");
        assert_eq!(read.warnings, [Warning::BirthDateUnread], "{typed}");
    }
    let read = scan(&FULL.replace("15042021", "00002021"));
    assert!(read.issued.is_none(), "a day of issue is a whole day");
    assert_eq!(read.warnings, [Warning::IssueDateUnread]);
}

#[test]
fn damaged_letters_are_shown_as_they_came_with_a_warning() {
    for (payload, expected) in [
        (
            FULL.replace("Nguyễn Thị", "Nguy?n Th?"),
            vec![Warning::NameDamaged],
        ),
        (
            FULL.replace("Nguyễn Thị", "Nguyá»…n Thá»‹"),
            vec![Warning::NameDamaged],
        ),
        (
            FULL.replace("Nguyễn", "Nguye64n"),
            vec![Warning::NameDamaged],
        ),
        (
            FULL.replace("Nguyễn", "Nguy\u{FFFD}n"),
            vec![Warning::NameDamaged],
        ),
        (
            FULL.replace("Nguyễn Thị An", "NGUYEN THI AN"),
            vec![Warning::NameMarksMissing],
        ),
        (
            FULL.replace("Nguyễn Thị An", ""),
            vec![Warning::NameMissing],
        ),
        (
            FULL.replace("Số 1 Đường", "S? 1 ???ng"),
            vec![Warning::AddressDamaged],
        ),
        (FULL.replace("Nữ", "N?"), vec![Warning::SexUnread]),
        (FULL.replace("Nữ", "Ná»¯"), vec![Warning::SexUnread]),
        (
            FULL.replace("031234567", "03123456"),
            vec![Warning::OldNumberUnread],
        ),
        (
            FULL.replace("031234567", "0312E4567"),
            vec![Warning::OldNumberUnread],
        ),
    ] {
        assert_eq!(scan(&payload).warnings, expected, "{payload}");
    }
    assert_eq!(
        scan(&FULL.replace("Nguyễn", "Nguy?n")).name.as_deref(),
        Some("Nguy?n Thị An")
    );
    let controls = scan(&FULL.replace("Nguyễn", "Nguy\u{0}ễn"));
    assert_eq!(
        controls.name.as_deref(),
        Some("Nguyễn Thị An"),
        "no control character comes in"
    );
    assert_eq!(controls.warnings, [Warning::NameDamaged]);
}

#[test]
fn bytes_of_another_code_page_leave_the_numbers_readable() {
    let mut bytes =
        b"031190012345|031234567|Nguy\xEAn Th\xF2 An|05031990|Nam|S\xF4 1|15042021".to_vec();
    let read = parse(&bytes).unwrap();
    assert_eq!(
        (read.number.as_str(), read.born.is_some()),
        ("031190012345", true)
    );
    assert_eq!(
        read.warnings,
        [
            Warning::NameDamaged,
            Warning::AddressDamaged,
            Warning::NumberSexDiffers
        ]
    );
    bytes.truncate(12);
    assert_eq!(code(&bytes), Code::ScanCutOff);
}

#[test]
fn a_number_that_does_not_fit_the_person_is_a_warning_only() {
    let read = scan(&FULL.replace("|Nữ|", "|Nam|").replace("1990|", "1991|"));
    assert_eq!(
        read.warnings,
        [Warning::NumberSexDiffers, Warning::NumberBirthYearDiffers]
    );
    assert_eq!(
        scan(&FULL.replace("031190012345", "123190012345")).warnings,
        [Warning::NumberProvinceUnknown]
    );
    let foreign = scan(&FULL.replace("Nguyễn Thị An", "MARIA O'NEIL-SÁNCHEZ"));
    assert_eq!(foreign.name.as_deref(), Some("MARIA O'NEIL-SÁNCHEZ"));
    assert!(foreign.warnings.is_empty());
}

#[test]
fn inert_text_stays_as_it_stands_on_the_card() {
    let read = scan(&FULL.replace("Số 1 Đường Mẫu", "=1+1 <b>'; DROP TABLE x"));
    assert_eq!(
        read.address.as_deref(),
        Some("=1+1 <b>'; DROP TABLE x, Phường Mẫu, Quận Lê Chân, Hải Phòng")
    );
}

#[test]
fn what_is_no_card_is_refused_with_its_own_code() {
    for (payload, expected) in [
        ("", Code::ScanEmpty),
        (" \r\n", Code::ScanEmpty),
        ("\u{FEFF}\0", Code::ScanEmpty),
        ("031190012345", Code::ScanCutOff),
        (
            "031190012345|031234567|Nguyễn Thị An|0503",
            Code::ScanCutOff,
        ),
        ("https://example.vn", Code::ScanWebAddress),
        ("không phải thẻ", Code::ScanUnknown),
    ] {
        assert_eq!(code(payload.as_bytes()), expected, "{payload}");
    }
    // 99 bytes 0x01 in base45: each pair is 257 = 32 + 5·45, the last byte alone is 1.
    let token = format!("{}10", "W50".repeat(49));
    assert_eq!(code(token.as_bytes()), Code::ScanReceipt);
    assert_eq!(code(format!("{token}\r\n").as_bytes()), Code::ScanReceipt);
}

#[test]
fn the_longest_payload_is_512_bytes_and_five_megabytes_are_refused_at_once() {
    let padded = |length: usize| format!("{FULL}|{}", "x".repeat(length - FULL.len() - 1));
    assert_eq!(scan(&padded(PAYLOAD_BYTES)).extra_fields, 1);
    let fault = parse(padded(PAYLOAD_BYTES + 1).as_bytes()).unwrap_err();
    assert_eq!(
        (fault.code, fault.params["max"].as_str()),
        (Code::ScanTooLong, "512")
    );
    let start = std::time::Instant::now();
    assert_eq!(code(&vec![b'|'; 5_000_000]), Code::ScanTooLong);
    assert!(start.elapsed().as_millis() < 200);
}

#[test]
fn neither_a_scan_nor_a_refusal_shows_the_payload_in_a_log() {
    let shown = format!(
        "{:?} {:?}",
        scan(FULL),
        parse(b"03119001234|An|05031990|x|x|x")
    );
    assert!(
        !shown.contains("0311900") && !shown.contains("An") && !shown.contains("1990"),
        "{shown}"
    );
}

proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic_or_keep_a_control(bytes in prop_oneof![
        prop::collection::vec(any::<u8>(), 0..600),
        "[0-9]{12}(\\|[^|]{0,20}){0,9}".prop_map(String::into_bytes),
        "[0-9]{12}\\|[0-9]{0,9}\\|\\PC{0,20}\\|[0-9/]{0,10}\\|\\PC{0,4}\\|.{0,30}\\|[0-9]{8}(\\|.{0,9}){0,3}"
            .prop_map(String::into_bytes),
    ]) {
        if let Ok(read) = parse(&bytes) {
            prop_assert_eq!(read.number.len(), 12);
            for text in [&read.name, &read.address].into_iter().flatten() {
                prop_assert!(text.len() <= 3 * PAYLOAD_BYTES);
                prop_assert!(!text.is_empty() && !text.chars().any(char::is_control));
                prop_assert!(nfc(text) == text.as_str());
            }
            let json = serde_json::to_string(&read).unwrap();
            prop_assert!(serde_json::from_str::<CardScan>(&json).unwrap() == read);
        }
    }

    #[test]
    fn a_whole_card_reads_back(
        number in "[0-9]{12}", old in "([0-9]{9})?", name in "(Nguyễn|Trần|Lê|Y)( Thị| Văn)?( An| Ánh| Đào)",
        year in 1900i32..2100, month in 1u8..=12, day in 1u8..=28, extra in 0usize..6,
    ) {
        let tail = "|x".repeat(extra);
        let payload =
            format!("{number}|{old}|{name}|{day:02}{month:02}{year}|Nữ|Thôn Mẫu|15042021{tail}");
        let read = parse(payload.as_bytes()).unwrap();
        prop_assert_eq!(read.number, number);
        prop_assert_eq!(read.old_number.unwrap_or_default(), old);
        prop_assert_eq!(read.name.unwrap(), name);
        prop_assert_eq!(read.born.unwrap().to_string(), format!("{day:02}/{month:02}/{year}"));
        prop_assert_eq!(read.extra_fields as usize, extra);
    }
}
