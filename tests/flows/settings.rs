//! Settings of the office, and how the page looks to each officer.

use domain::fault::Code;
use domain::permission::Role;
use office::appearance::{Appearance, Theme};
use office::window::{Locked, Window};
use testkit::{PLAIN, TestOffice, intake, passphrase};

use crate::journal::{assert_sound, office_lines};

#[tokio::test]
async fn a_setting_is_read_at_the_door_journalled_and_holds_in_open_sessions() {
    let office = TestOffice::founded().await;
    let desk = office.sign_in(Role::Reception).await;
    let admin = office.sign_in(Role::Admin).await;
    for (name, value, why) in [
        ("letterhead.logo", "x", Code::SettingUnknown),
        ("founding.steps", "shares", Code::SettingUnknown),
        ("idle.seconds", "30", Code::FieldOutOfRange),
        ("idle.seconds", "lâu", Code::FieldNotNumber),
        ("scanner.mode", "bluetooth", Code::FieldNotChoice),
        ("letterhead.office", " ", Code::FieldMissing),
        ("letterhead.phone", "a\u{7}b", Code::FieldControl),
        ("backup.place", "/không có ở đây", Code::PlaceMissing),
    ] {
        let refused = office.change_setting(&admin, name, value).await;
        assert_eq!(refused.unwrap_err().code, why, "{name}");
    }
    let inside = office.path().join("keyring").display().to_string();
    let refused = office.change_setting(&admin, "backup.place", &inside).await;
    assert_eq!(refused.unwrap_err().code, Code::PlaceInVault);

    let before = office_lines(&office).len();
    let outside = office.outside().display().to_string();
    for (name, value) in [
        ("letterhead.office", "PHÒNG MỚI"),
        ("paper.officer", "sign_in_name"),
        ("idle.seconds", " 240 "),
        ("backup.place", &outside),
        ("scanner.mode", "serial"),
        ("scanner.port", "/dev/ttyACM0"),
        ("counter.name", "Quầy 2"),
        ("wall.on", "on"),
    ] {
        office.change_setting(&admin, name, value).await.unwrap();
    }
    // Nothing changed is nothing written.
    office
        .change_setting(&admin, "wall.on", "on")
        .await
        .unwrap();
    assert_eq!(office_lines(&office).len(), before + 8);
    let rows = office.settings();
    let value = |name: &str| &rows.iter().find(|row| row.name == name).unwrap().value;
    assert_eq!(value("idle.seconds"), "240");
    assert_eq!(value("backup.place"), &outside);
    assert_eq!(value("printer.slip"), "");
    assert!(!std::fs::exists(office.outside().join(".reception-desk-probe")).unwrap());
    office.end(admin).await.unwrap();

    // The session that was open all the while prints under the new letterhead.
    let visit = intake::with_matters(&office.person(), vec![intake::petition("Đèn.")]);
    let added = office.add_visit(&desk, &visit).await.unwrap();
    let number = &added.files[0].receipt.as_ref().unwrap().number;
    let pages = office.receipt_pdf(&desk, number).await.unwrap();
    assert!(pages.pdf.starts_with(PLAIN.as_bytes()));
    let text = String::from_utf8_lossy(&pages.pdf).into_owned();
    assert!(text.contains("PHÒNG MỚI"), "{text}");
    office.end(desk).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn every_officer_sees_the_settings_and_the_administrator_alone_changes_them() {
    let made = TestOffice::founded().await;
    let copy = made.outside().join("copy");
    crate::record::copy(&made.path(), &copy);
    let window = Window::open(&copy, made.ports()).unwrap();
    assert_eq!(
        window.settings().await.unwrap_err().code,
        Code::SessionEnded
    );
    for name in ["desk", "case", "chief", "auditor"] {
        window.sign_in(name, passphrase(name)).await.unwrap();
        let seen = window.settings().await.unwrap();
        assert!(!seen.may_change && seen.rows.len() > 10, "{name}");
        assert!(!window.wants_wall().await, "there is none");
        let refused = window.change_setting("wall.on", "on").await.unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed, "{name}");
        // Nor does she learn by trying which folders this machine has, or leave a file in one.
        for place in [made.outside().display().to_string(), "/nowhere".to_owned()] {
            let refused = window.try_place(&place).await.unwrap_err();
            assert_eq!(refused.code, Code::NotAllowed, "{name}");
            let refused = window.change_setting("backup.place", &place).await;
            assert_eq!(refused.unwrap_err().code, Code::NotAllowed, "{name}");
        }
    }
    window.sign_in("admin", passphrase("admin")).await.unwrap();
    assert!(window.settings().await.unwrap().may_change);
    let seen = window.change_setting("wall.on", "on").await.unwrap();
    assert!(
        seen.rows
            .iter()
            .any(|row| row.name == "wall.on" && row.value == "on")
    );
    assert!(!window.wants_wall().await, "she has no number to show");
    let tried = window
        .try_place(&made.outside().display().to_string())
        .await;
    assert!(tried.unwrap().same_disk, "the copy lies beside the vault");
    assert_eq!(window.lock().await, Ok(Locked::Soft));
    assert!(!window.wants_wall().await);
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    assert!(window.wants_wall().await, "it opens with her session");
    assert_eq!(window.lock().await, Ok(Locked::Soft));
}

#[tokio::test]
async fn each_officer_finds_her_own_look_and_the_sign_in_screen_the_last() {
    let made = TestOffice::founded().await;
    let (copy, mut ports) = (made.outside().join("copy"), made.ports());
    crate::record::copy(&made.path(), &copy);
    let machine = made.outside().join("machine");
    ports.machine = Some(machine.clone());
    let window = Window::open(&copy, ports.clone()).unwrap();
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    let dark = Appearance {
        theme: Theme::Dark,
        text: 130,
        discreet: true,
        ..Appearance::default()
    };
    window.set_appearance(dark).await.unwrap();
    window.sign_in("chief", passphrase("chief")).await.unwrap();
    assert_eq!(window.appearance().await, dark, "never chosen: the last");
    window.set_appearance(Appearance::default()).await.unwrap();
    assert_eq!(window.lock().await, Ok(Locked::Soft));
    assert_eq!(window.appearance().await, Appearance::default());
    drop(window);
    let window = Window::open(&copy, ports).unwrap();
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    assert_eq!(window.appearance().await, dark);
    assert_eq!(window.lock().await, Ok(Locked::Soft));
    let kept = std::fs::read_to_string(machine.join("appearance.toml")).unwrap();
    assert!(!kept.contains("desk") && !kept.contains("Tiếp"), "{kept}");
}
