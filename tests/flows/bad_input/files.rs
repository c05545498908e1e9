//! Bad input in files and codes: tables of people, names of staff, founding files, the catalogue,
//! scanned cards.

use std::time::{Duration, Instant};

use domain::fault::{Code, Fault};
use domain::permission::Role;
use domain::text::nfc;
use domain::warning::Warning;
use domain::words::Lang;
use office::deadlines;
use office::founding::{FoundingTold, Manner, found};
use office::import::TableKind;
use office::restore::PeopleTold;
use testkit::{TestOffice, passphrase};

use super::{HUGE, NASTY, assert_clear, stored};
use crate::journal::{self, assert_sound};
use crate::{record, sign_in};

#[tokio::test]
async fn every_cell_of_a_table_is_refused_in_its_row_and_column_or_kept_as_typed() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Supervisor).await;
    office.confirm(&session, passphrase("chief")).await.unwrap();
    let columns = office::import::COLUMNS;
    let (mut table, mut told) = (columns.join(","), Vec::new());
    table.push('\n');
    for (at, column) in columns.iter().enumerate() {
        for nasty in NASTY {
            let text = format!("{nasty} {column}");
            let mut cells = ["Trần Thị Bèo", "", "", "", "", "", ""].map(str::to_owned);
            cells[at].clone_from(&text);
            let cells = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
            table.push_str(&cells.join(","));
            table.push('\n');
            told.push((*column, text));
        }
    }
    let bytes = table.clone().into_bytes();
    let mut go_on = |_, _| true;
    let import = office.import_people(&session, bytes, TableKind::Csv, false, &mut go_on);
    let report = import.await.unwrap();
    office.end(session).await.unwrap();
    let stored = stored(&office).await;
    let mut kept = 0;
    for (at, (column, text)) in told.iter().enumerate() {
        // Line breaks inside a cell do not change the number of its row.
        let row = u32::try_from(at).unwrap() + 2;
        if let Some(refused) = report.refused.iter().find(|refused| refused.row == row) {
            assert_eq!(refused.field.as_deref(), Some(*column), "{text:?}");
            continue;
        }
        let kept_as = nfc(text.trim());
        assert!(stored.contains(kept_as.as_ref()), "{column}: {text:?}");
        kept += 1;
    }
    assert_eq!(usize::try_from(report.added).unwrap(), kept);
    assert!(kept >= 18, "{kept} of {}", told.len());
    assert_sound(&office).await;
}

#[tokio::test]
async fn what_is_no_table_changes_nothing() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Supervisor).await;
    office.confirm(&session, passphrase("chief")).await.unwrap();
    let five = vec![b'a'; HUGE];
    let tables: [&[u8]; 8] = [
        b"",
        b"\0\0\0",
        b"name\n\xff\xfe\n",
        b"nom\nx\n",
        b"name,name\na,b\n",
        b"PK\x03\x04",
        &five,
        b"name;secret\na;b\n",
    ];
    for kind in [TableKind::Csv, TableKind::Xlsx] {
        for table in tables {
            let began = Instant::now();
            let mut go_on = |_, _| true;
            let import = office.import_people(&session, table.to_vec(), kind, false, &mut go_on);
            match import.await {
                Ok(report) => assert_eq!(report.added, 0, "{kind:?}"),
                Err(refused) => {
                    for lang in [Lang::Vi, Lang::En] {
                        assert!(lang.fault(&refused.faults()[0]).contains(' '));
                    }
                }
            }
            assert!(began.elapsed() < Duration::from_secs(5));
        }
    }
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "person.recorded").await, 0);
    assert_sound(&office).await;
}

#[tokio::test]
async fn names_of_staff_are_refused_at_their_field_or_kept_as_typed() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Admin).await;
    let huge = "a".repeat(HUGE);
    let (mut number, mut kept) = (0, 0);
    for nasty in NASTY.into_iter().chain([huge.as_str(), "\u{200B}", "A b"]) {
        let refused = office
            .enrol(&session, nasty, "Hoàng Thị Mới", Role::Case)
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (Code::RosterNameMalformed, Some("name"))
        );
        number += 1;
        let name = format!("new{number}");
        match office.enrol(&session, &name, nasty, Role::Case).await {
            Ok(_) => {
                let users = office.users();
                let row = users.iter().find(|user| user.name == name).unwrap();
                assert_eq!(row.display, nfc(nasty.trim()));
                kept += 1;
            }
            Err(refused) => {
                assert_clear(&refused, "display", nasty);
                assert!(office.users().iter().all(|user| user.name != name));
            }
        }
        let signed = sign_in(&office, nasty, passphrase("desk"))
            .await
            .unwrap_err();
        assert!(matches!(
            signed.code,
            Code::SigninRefused | Code::SigninWait
        ));
    }
    assert!(kept >= 5, "{kept}");
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

/// A founding file with one text spoiled.
fn founding(pointer: &str, text: &str) -> FoundingTold {
    let mut told = serde_json::to_value(testkit::told()).unwrap();
    *told.pointer_mut(pointer).unwrap() = text.into();
    serde_json::from_value(told).unwrap()
}

#[test]
fn a_founding_file_refuses_at_its_field_or_founds_what_it_says() {
    let fields = [
        ("/office/parent", "office.parent", Some("letterhead.parent")),
        ("/office/office", "office.office", Some("letterhead.office")),
        ("/office/place", "office.place", Some("letterhead.place")),
        (
            "/office/address",
            "office.address",
            Some("letterhead.address"),
        ),
        ("/office/phone", "office.phone", Some("letterhead.phone")),
        ("/founders/1/name", "founders[1].name", None),
        ("/founders/1/display", "founders[1].display", None),
    ];
    let huge = "a".repeat(HUGE);
    for (pointer, field, setting) in fields {
        for nasty in NASTY.into_iter().chain([huge.as_str()]) {
            let place = tempfile::tempdir().unwrap();
            let vault = place.path().join("vault");
            let clock = std::sync::Arc::new(testkit::FakeClock::at(testkit::BEGIN));
            let ports = testkit::ports(clock, 1);
            let manner = Manner {
                demo: false,
                kdf: Some(ports.kdf.bounds().floor()),
                passphrases: None,
            };
            let told = founding(pointer, nasty);
            match found(&vault, ports, &told, manner) {
                Ok((office, _)) => {
                    office.verify_office().unwrap();
                    let kept = nfc(nasty.trim()).into_owned();
                    let roster = record::roster(&vault);
                    let users = office.users();
                    let chief = users.iter().find(|user| user.name == "chief").unwrap();
                    let told = setting.map_or(&chief.display, |name| &roster.settings()[name]);
                    assert_eq!(*told, kept);
                }
                Err(refused) => {
                    assert_clear(&refused, field, nasty);
                    assert!(!vault.join("vault.json").exists(), "nothing half is left");
                }
            }
        }
    }
}

#[test]
fn what_is_no_founding_file_is_refused_by_its_line() {
    let good = "[office]\nparent='p'\noffice='o'\nplace='x'\n";
    let cases = [
        (String::new(), 1),
        ("\0".to_owned(), 1),
        (format!("{good}secret = 1\n"), 5),
        (
            format!("{good}[[founders]]\nname='a'\ndisplay='A'\nrole='king'\n"),
            8,
        ),
        ("<html>".to_owned(), 1),
        ("a = ".repeat(100_000), 1),
    ];
    for (text, line) in cases {
        let refused = FoundingTold::parse(&text).unwrap_err();
        assert_eq!(refused.code, Code::FoundingMalformed);
        assert_eq!(
            refused.params["line"],
            line.to_string(),
            "{}",
            &text[..text.len().min(80)]
        );
        let refused = PeopleTold::parse(&text).unwrap_err();
        assert_eq!(refused.code, Code::RecoveryPeopleMalformed);
    }
}

#[test]
fn a_catalogue_file_of_anything_is_refused_or_sound_and_never_long_about_it() {
    let root = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../src-tauri/catalogue/services/A1.toml"
    );
    let good = std::fs::read_to_string(root).unwrap();
    deadlines::catalogue_check("A1.toml", &good).unwrap();
    // The terminal takes no larger file.
    let huge = "a".repeat(1_000_000);
    for nasty in NASTY.into_iter().chain([huge.as_str(), "[[[[", "id = 1"]) {
        let began = Instant::now();
        assert_refused_check(nasty);
        // The same in a title, where any text may stand, and in an id, where it may not.
        let quoted = toml_text(nasty);
        let titled = good.replacen("vi = \"Khiếu nại\"", &format!("vi = {quoted}"), 1);
        assert_ne!(titled, good);
        if let Err(refused) = deadlines::catalogue_check("A1.toml", &titled) {
            assert!(
                refused.code.text().starts_with("catalogue."),
                "{}",
                refused.code
            );
        }
        assert_refused_check(&good.replacen("id = \"A1\"", &format!("id = {quoted}"), 1));
        assert!(began.elapsed() < Duration::from_secs(5));
    }
}

#[track_caller]
fn assert_refused_check(text: &str) {
    let refused = deadlines::catalogue_check("A1.toml", text).unwrap_err();
    assert!(
        refused.code.text().starts_with("catalogue."),
        "{}",
        refused.code
    );
    for lang in [Lang::Vi, Lang::En] {
        assert!(lang.fault(&refused.faults()[0]).contains(' '));
    }
}

/// A TOML basic string.
fn toml_text(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

#[test]
fn a_scan_of_anything_is_a_code_or_a_person_and_says_nothing_of_its_payload() {
    let card = |name: &str, address: &str| {
        format!("031190012345|031234567|{name}|05031990|Nữ|{address}|15042021")
    };
    for nasty in NASTY {
        for payload in [
            nasty.to_owned(),
            card(nasty, "Phố Mẫu"),
            card("Nguyễn Thị An", nasty),
        ] {
            match domain::card::parse(payload.as_bytes()) {
                Ok(scan) => {
                    let typed = [
                        scan.name.unwrap_or_default(),
                        scan.address.unwrap_or_default(),
                    ];
                    let kept = nfc(nasty.trim()).into_owned();
                    // A reader's control characters are no letters; that some stood there is told.
                    let damaged = [Warning::NameDamaged, Warning::AddressDamaged];
                    let told = scan
                        .warnings
                        .iter()
                        .any(|warning| damaged.contains(warning));
                    let controls = kept.contains(char::is_control);
                    assert!(
                        typed.contains(&kept) || controls && told,
                        "{payload:?}: {typed:?}"
                    );
                }
                Err(fault) => {
                    assert!(fault.code.text().starts_with("scan."), "{}", fault.code);
                    assert_eq!(fault.field, None);
                }
            }
        }
    }
    let began = Instant::now();
    for huge in [
        "a".repeat(HUGE),
        "0".repeat(HUGE),
        card(&"A".repeat(HUGE), "x"),
        "|".repeat(HUGE),
    ] {
        let fault = domain::card::parse(huge.as_bytes()).unwrap_err();
        assert_eq!(fault.code, Code::ScanTooLong);
    }
    for bytes in [
        &b"\xed\xa0\x80"[..],
        b"\xff\xfe\x00",
        b"031190012345|\xff|\xed\xa0\x80|05031990|N|x|y",
    ] {
        let _known: Result<_, Fault> = domain::card::parse(bytes);
    }
    assert!(began.elapsed() < Duration::from_secs(1));
}
