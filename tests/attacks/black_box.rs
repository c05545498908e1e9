//! The built program against planted slots, and what a denial leaves behind.

use std::path::{Path, PathBuf};

use office::Ports;
use office::founding::{Manner, found};
use serde_json::Value;
use vault::kdf::KdfParams;

use crate::deskctl::{Home, of_role};
use crate::record;

/// The only slot whose body names this user.
fn slot_of(vault: &Path, user: &str) -> PathBuf {
    let roster = record::roster(vault);
    let slot = roster.by_name(user).unwrap().slot().unwrap();
    vault.join(format!("keyring/slots/{}.json", slot.id))
}

/// The slot with other costs in its body; nothing else is changed.
fn weakened(text: &str) -> String {
    let strong = r#"\"m_kib\":65536"#;
    assert!(
        text.contains(strong),
        "a demo is founded at the floor of 64 MiB"
    );
    text.replace(strong, r#"\"m_kib\":8192"#)
}

#[test]
fn a_slot_of_eight_mebibytes_planted_in_a_strong_office_is_refused_as_too_weak() {
    let (home, demo) = Home::demo();
    let user = of_role(&demo, "reception");
    let slot = slot_of(&home.vault(), user);
    let text = std::fs::read_to_string(&slot).unwrap();
    home.run_as(user, &["visits", "list"]).good();
    std::fs::write(&slot, weakened(&text)).unwrap();
    assert_eq!(
        home.run_as(user, &["visits", "list"]).refused(),
        "slot.too_weak"
    );
    std::fs::write(&slot, text).unwrap();
    home.run_as(user, &["visits", "list"]).good();
}

#[test]
fn an_office_sealed_at_eight_mebibytes_does_not_open_with_its_right_passphrases() {
    let home = Home::new();
    let clock = std::sync::Arc::new(testkit::FakeClock::at(testkit::BEGIN));
    let ports: Ports = testkit::ports(clock, 7);
    let manner = Manner {
        demo: true,
        kdf: Some(KdfParams {
            m_kib: 8 * 1024,
            t: 3,
            p: 1,
        }),
        passphrases: Some(
            testkit::STAFF
                .iter()
                .map(|(name, ..)| testkit::passphrase(name))
                .collect(),
        ),
    };
    drop(found(&home.vault(), ports, &testkit::told(), manner).unwrap());
    testkit::passphrase("desk").with_text(|text| home.passphrase_file("desk", text));
    home.passphrase_file("nobody", "test nobody");
    for user in ["desk", "nobody"] {
        assert_eq!(
            home.run_as(user, &["visits", "list"]).refused(),
            "slot.too_weak"
        );
    }
}

#[test]
fn an_old_slot_planted_back_after_a_change_of_passphrase_opens_nothing() {
    let (home, demo) = Home::demo();
    let user = of_role(&demo, "reception");
    let old = slot_of(&home.vault(), user);
    let text = std::fs::read(&old).unwrap();
    let new_file = home.outside("chosen");
    std::fs::write(&new_file, "test bốn chữ mới tinh khôi\n").unwrap();
    home.run_as(
        user,
        &[
            "users",
            "passphrase",
            "--new-file",
            new_file.to_str().unwrap(),
        ],
    )
    .good();
    assert!(!old.exists());

    // Under its own name nobody asks for it; the old passphrase is simply wrong.
    std::fs::write(&old, &text).unwrap();
    assert_eq!(
        home.run_as(user, &["visits", "list"]).refused(),
        "signin.refused"
    );
    // Under the name of the new one it is not the slot the roster names.
    let new = slot_of(&home.vault(), user);
    let good = std::fs::read(&new).unwrap();
    std::fs::write(&new, &text).unwrap();
    assert_eq!(
        home.run_as(user, &["visits", "list"]).refused(),
        "vault.damaged.slot"
    );
    std::fs::write(&new, good).unwrap();
    std::fs::copy(new_file, home.outside(&format!("passphrase-{user}"))).unwrap();
    home.run_as(user, &["visits", "list"]).good();
    assert!(
        !old.exists(),
        "the next good sign-in sweeps what nobody names"
    );
}

/// Lines of the office journal, their bodies read.
fn office_lines(vault: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(vault.join("keyring/office.jsonl")).unwrap();
    let body = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        serde_json::from_str(line["body"].as_str().unwrap()).unwrap()
    };
    text.lines().map(body).collect()
}

#[test]
fn a_denial_is_entered_without_a_word_of_what_was_asked() {
    let (home, demo) = Home::demo();
    let word = "Quạnhzuvô";
    for role in ["auditor", "admin"] {
        let user = of_role(&demo, role);
        assert_eq!(
            home.run_as(user, &["people", "find", word]).refused(),
            "session.not_allowed"
        );
    }
    let denials: Vec<Value> = office_lines(&home.vault())
        .into_iter()
        .filter(|line| line["kind"] == "action.denied")
        .map(|line| line["payload"].clone())
        .collect();
    let told = serde_json::json!({"action": "person.search", "reason": "role"});
    assert_eq!(denials, [told.clone(), told]);
    let text = std::fs::read_to_string(home.vault().join("keyring/office.jsonl")).unwrap();
    assert!(!text.contains(word));
    home.run(&["office", "verify"]).good();
}
