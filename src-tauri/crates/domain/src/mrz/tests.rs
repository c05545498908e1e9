use super::*;
use proptest::prelude::*;

fn today() -> Day {
    "2026-11-24".parse().unwrap()
}

/// The specimens of ICAO Doc 9303 parts 4 and 5 (Utopia).
const TD3: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n\
                   L898902C36UTO7408122F1204159ZE184226B<<<<<10";
const TD1: &str = "I<UTOD231458907<<<<<<<<<<<<<<<\n\
                   7408122F1204159UTO<<<<<<<<<<<6\n\
                   ERIKSSON<<ANNA<MARIA<<<<<<<<<<";

/// What the last check digit of a card stands for.
fn composite(first: &str, second: &str) -> String {
    [
        cut(first, 5, 30),
        cut(second, 0, 7),
        cut(second, 8, 15),
        cut(second, 18, 29),
    ]
    .concat()
}

/// Lines of an invented Vietnamese card with the check digits they should have.
fn own_card(number: &str, born: &str, sex: char, name: &str) -> String {
    let digit = |field: &str| value_of(field).unwrap();
    let short = cut(number, 3, 12);
    let first = format!("IDVNM{short}{}{number}<<{}", digit(short), digit(number));
    let second = format!(
        "{born}{}{sex}300305{}VNM<<<<<<<<<<<",
        digit(born),
        digit("300305")
    );
    let all = composite(&first, &second);
    format!("{first}\r\n{second}{}\r\n{name:<<30}", digit(&all))
}

#[test]
fn the_specimen_passport_is_read() {
    for text in [
        TD3.to_owned(),
        TD3.replace('\n', "\r\n"),
        TD3.replace('\n', ""),
        TD3.to_lowercase(),
    ] {
        let lines = read(&text, today()).unwrap();
        assert_eq!(
            (lines.paper, lines.document.as_str()),
            (Paper::Passport, "L898902C3")
        );
        assert_eq!(
            (lines.issuer.as_str(), lines.nationality.as_str()),
            ("UTO", "UTO")
        );
        assert_eq!(lines.name, "ERIKSSON ANNA MARIA");
        assert_eq!(lines.born.unwrap().iso(), "1974-08-12");
        assert_eq!(lines.expires.unwrap().iso(), "2012-04-15");
        assert_eq!(
            (lines.sex, lines.number.as_deref()),
            (Some(Sex::Female), None)
        );
        assert_eq!(lines.warnings, []);
    }
}

#[test]
fn the_specimen_card_is_read() {
    let lines = read(TD1, today()).unwrap();
    assert_eq!(
        (lines.paper, lines.document.as_str()),
        (Paper::Card, "D23145890")
    );
    assert_eq!(
        (lines.name.as_str(), lines.warnings.as_slice()),
        ("ERIKSSON ANNA MARIA", &[][..])
    );
}

#[test]
fn a_vietnamese_card_gives_the_whole_personal_number() {
    let text = own_card("031190012345", "900305", 'F', "NGUYEN<<THI<AN");
    let lines = read(&text, today()).unwrap();
    assert_eq!(lines.number.as_deref(), Some("031190012345"));
    assert_eq!(
        (lines.document.as_str(), lines.name.as_str()),
        ("190012345", "NGUYEN THI AN")
    );
    assert_eq!(lines.born.unwrap().to_string(), "05/03/1990");
    assert_eq!(lines.warnings, [Warning::NameMarksMissing]);
}

#[test]
fn a_personal_number_that_does_not_fit_is_a_warning() {
    let text = own_card("031190012345", "910305", 'M', "NGUYEN<<THI<AN");
    assert_eq!(
        read(&text, today()).unwrap().warnings,
        [
            Warning::NumberSexDiffers,
            Warning::NumberBirthYearDiffers,
            Warning::NameMarksMissing
        ]
    );
}

#[test]
fn the_century_of_birth_is_the_last_one_possible() {
    for (born, shown) in [
        ("261124", "24/11/2026"),
        ("261125", "25/11/1926"),
        ("000101", "01/01/2000"),
    ] {
        let text = own_card("031190012345", born, 'F', "NGUYEN<<THI<AN");
        assert_eq!(
            read(&text, today()).unwrap().born.unwrap().to_string(),
            shown
        );
    }
}

#[test]
fn an_unknown_day_or_month_of_birth_stays_unknown() {
    for (born, shown) in [
        ("5600<<", "1956"),
        ("56<<<<", "1956"),
        ("5603<<", "03/1956"),
    ] {
        let text = own_card("031190012345", born, 'F', "NGUYEN<<THI<AN");
        assert_eq!(
            read(&text, today()).unwrap().born.unwrap().to_string(),
            shown
        );
    }
    let text = own_card("031190012345", "<<<<<<", 'F', "NGUYEN<<THI<AN");
    let lines = read(&text, today()).unwrap();
    assert!(lines.born.is_none() && lines.warnings.contains(&Warning::BirthDateUnread));
}

#[test]
fn a_long_number_of_a_foreign_card_goes_on_in_the_next_field() {
    // Doc 9303 part 5: D23145890734 with check digit 9 as I<UTOD23145890<7349…
    let digit = value_of("D23145890734").unwrap();
    assert_eq!(digit, 9);
    let first = format!("I<UTOD23145890<734{digit}<<<<<<<<<<<");
    let second = "7408122F1204159UTO<<<<<<<<<<<";
    let all = composite(&first, second);
    let text = format!(
        "{first}{second}{}ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        value_of(&all).unwrap()
    );
    assert_eq!(read(&text, today()).unwrap().document, "D23145890734");
}

#[test]
fn a_name_that_fills_its_field_may_be_cut() {
    let text = own_card(
        "031190012345",
        "900305",
        'F',
        "NGUYEN<<THI<HOANG<ANH<THANH<TH",
    );
    assert!(
        read(&text, today())
            .unwrap()
            .warnings
            .contains(&Warning::NameMayBeCut)
    );
}

#[test]
fn any_changed_digit_of_a_number_or_date_is_told_at_its_field() {
    for position in 45..45 + 44 {
        // Nationality and sex stand under no check digit; the rest of line 2 does.
        if (45 + 10..45 + 13).contains(&position) || position == 45 + 20 {
            continue;
        }
        let mut bytes = TD3.as_bytes().to_vec();
        // Letters and digits of one value modulo ten are beyond the rule (part 3 §4.9).
        bytes[position] = if value(bytes[position]).unwrap() % 10 == 5 {
            b'6'
        } else {
            b'5'
        };
        let lines = read(core::str::from_utf8(&bytes).unwrap(), today()).unwrap();
        let doubt = match position - 45 {
            0..=9 => Warning::LinesDocumentDoubtful,
            13..=19 => Warning::LinesBornDoubtful,
            21..=27 => Warning::LinesExpiresDoubtful,
            _ => Warning::LinesDoubtful,
        };
        assert_eq!(lines.warnings.first(), Some(&doubt), "position {position}");
        let more = lines.warnings.get(1..).unwrap_or_default();
        assert!(
            more.iter().all(|more| *more == Warning::BirthDateUnread),
            "position {position}"
        );
    }
    let lines = read(&TD1.replace("D231458907", "D231458917"), today()).unwrap();
    assert_eq!(lines.warnings, [Warning::LinesDocumentDoubtful]);
}

#[test]
fn lines_of_which_nothing_holds_are_no_lines() {
    let (first, second) = TD3.split_once('\n').unwrap();
    let second = second
        .replacen("C36UTO", "C37UTO", 1)
        .replacen("7408122", "7408123", 1);
    assert!(read(&format!("{first}{second}"), today()).is_ok());
    let second = second.replacen("1204159", "1204158", 1);
    let fault = read(&format!("{first}{second}"), today()).unwrap_err();
    assert_eq!(fault.code, Code::LinesNotRead);
}

#[test]
fn a_line_that_ended_waits_for_the_next() {
    let passport: Vec<&str> = TD3.lines().map(str::trim).collect();
    let card: Vec<&str> = TD1.lines().map(str::trim).collect();
    let two = card[..2].concat();
    for part in [passport[0], card[0], two.as_str()] {
        assert!(awaits_more(part), "{part}");
    }
    for whole in [passport.concat(), card.concat()] {
        assert!(!awaits_more(&whole));
    }
    let capitals = "P".repeat(43);
    for other in ["", "P<", passport[1], capitals.as_str(), &"V".repeat(44)] {
        assert!(!awaits_more(other), "{other}");
    }
    assert!(!awaits_more(&format!("P{}", " ".repeat(43))));
}

#[test]
fn what_is_not_lines_is_refused() {
    let short = cut(TD3, 0, TD3.len() - 1);
    let accents = TD3.replace("ANNA", "ÁNN");
    let visa = TD3.replacen('P', "V", 1);
    for text in [
        "",
        "P<",
        short,
        accents.as_str(),
        visa.as_str(),
        &"<".repeat(88),
        &"I".repeat(90),
    ] {
        assert!(read(text, today()).is_err());
    }
    let start = std::time::Instant::now();
    assert_eq!(
        read(&"<".repeat(5_000_000), today()).unwrap_err().code,
        Code::LinesNotRead
    );
    assert!(start.elapsed().as_millis() < 200);
}

#[test]
fn a_scan_of_lines_is_told_from_other_scans() {
    assert!(looks_like_lines(TD3) && looks_like_lines(TD1));
    // A scanner that types under Caps Lock.
    assert!(looks_like_lines(&TD3.to_lowercase()));
    assert!(!looks_like_lines("https://example.vn/?a<<<") && !looks_like_lines("INVENTED"));
}

proptest! {
    #[test]
    fn no_input_makes_the_reader_panic(text in prop_oneof![
        any::<String>(), "P[A-Z0-9<]{87}", "I[A-Z0-9<]{89}", "[A-Z0-9<é\n]{80,100}",
    ]) {
        if let Ok(lines) = read(&text, today()) {
            prop_assert!(lines.name.len() <= 39 && lines.document.len() <= 24);
        }
    }

    #[test]
    fn every_well_formed_card_is_read(number in "[0-9]{12}", year in 0u8..100, name in "[A-Z]{1,9}<<[A-Z]{1,9}") {
        let text = own_card(&number, &format!("{year:02}0305"), 'F', &name);
        let lines = read(&text, today()).unwrap();
        prop_assert_eq!(lines.number.unwrap(), number);
        prop_assert_eq!(lines.name, name.replace("<<", " "));
        prop_assert_eq!(lines.born.unwrap().year() % 100, i32::from(year));
    }
}
