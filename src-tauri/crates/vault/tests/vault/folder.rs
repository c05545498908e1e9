//! Founding, opening, the lock, damage of every file.

use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

use uuid::Uuid;
use vault::VaultError;
use vault::files::{DiskFiles, Files};
use vault::folder::{self, Vault};
use vault::head::DeskHead;
use vault::kdf::{KdfBounds, KdfPort};
use vault::roster::{Refusal, Role};
use vault::token;

use crate::support::*;

#[test]
fn a_founded_vault_holds_the_files_of_the_format_and_opens() {
    let (memory, vault, _) = founded();
    let mut names = memory.names();
    names.retain(|name| !name.starts_with("keyring/slots/"));
    assert_eq!(
        names,
        [
            "dbkey.age",
            "dbkey.meta",
            "keyring/office.jsonl",
            "keyring/station.key.age",
            "recovery/12.age",
            "recovery/13.age",
            "recovery/23.age",
            "station.pub",
            "vault.json",
        ]
    );
    assert_eq!(memory.slots().len(), 3);
    let fingerprint = vault.roster().fingerprint();
    assert_eq!(fingerprint.split(' ').count(), 8);
    drop(vault);
    let vault = open(&memory).unwrap();
    assert_eq!(vault.roster().fingerprint(), fingerprint);
    assert_eq!(vault.verify_office(), Ok(1));
    assert!(vault.roster().demo() && vault.info().demo);
    assert_eq!(vault.roster().settings()["letterhead.1"], "CÔNG AN");
    assert!(!vault.had_desk().unwrap());
    let text = String::from_utf8(memory.bytes("station.pub")).unwrap();
    let keys = token::read_station_lines(&text).unwrap();
    assert_eq!(keys.last(), vault.roster().station_key());
}

#[test]
fn founding_without_both_kinds_of_founder_writes_nothing() {
    for role in [Role::Supervisor, Role::Case] {
        let memory = Memory::default();
        let mut wanted = founding(true);
        wanted
            .founders
            .retain(|founder| founder.role != Role::Admin);
        wanted.founders.push(founder(NEW, "moi", role));
        let got = Vault::found(Arc::new(memory.clone()), port(), &wanted, &stamp(0));
        assert_eq!(got.err(), Some(VaultError::Roster(Refusal::Founders)));
        assert!(memory.names().is_empty());
    }
}

#[test]
fn founding_refuses_a_vault_and_a_folder_with_other_things() {
    let (memory, vault, _) = founded();
    drop(vault);
    let again = |memory: &Memory| {
        Vault::found(Arc::new(memory.clone()), port(), &founding(true), &stamp(0)).err()
    };
    assert_eq!(again(&memory), Some(VaultError::Exists));
    let other = Memory::default();
    other.put("holiday.jpg", "x");
    assert_eq!(again(&other), Some(VaultError::NotEmpty));
    other.put("founding", "");
    assert_eq!(
        again(&other),
        Some(VaultError::NotEmpty),
        "a marker excuses only our own files"
    );
}

#[test]
fn costs_below_the_shipped_floor_found_nothing() {
    let memory = Memory::default();
    let got = Vault::found(
        Arc::new(memory.clone()),
        KdfPort::shipped(),
        &founding(true),
        &stamp(0),
    );
    assert_eq!(got.err(), Some(VaultError::SlotTooWeak));
    assert!(memory.names().is_empty());
}

#[test]
fn a_slot_of_the_tests_does_not_open_under_shipped_bounds() {
    let (memory, vault, _) = founded();
    drop(vault);
    let mut vault = Vault::open(Arc::new(memory), KdfPort::shipped()).unwrap();
    let got = vault.sign_in("an.tran", &phrase("pass of an.tran"), NOW);
    assert_eq!(got.err(), Some(VaultError::SlotTooWeak));
    assert_eq!(KdfBounds::SHIPPED.floor().m_kib, 65536);
}

#[test]
fn no_vault_a_newer_one_and_a_damaged_manifest_are_told_apart() {
    assert_eq!(open(&Memory::default()).err(), Some(VaultError::Missing));
    let (memory, vault, _) = founded();
    drop(vault);
    let told = |text: &str| {
        let other = memory.restarted();
        other.put("vault.json", text);
        let before = other.names();
        let got = open(&other).err();
        assert_eq!(
            (other.writes(), other.names()),
            (0, before),
            "nothing is touched"
        );
        got
    };
    assert_eq!(
        told(r#"{"format":2,"new":{}}"#),
        Some(VaultError::Newer { format: 2 })
    );
    assert_eq!(told("{}"), Some(VaultError::DamagedManifest));
    assert_eq!(told(r#"{"format":1}"#), Some(VaultError::DamagedManifest));
    let text = String::from_utf8(memory.bytes("vault.json")).unwrap();
    let shown = text.replace("\"demo\":true", "\"demo\":false");
    assert_eq!(
        told(&shown),
        Some(VaultError::DamagedManifest),
        "the signed flag disagrees"
    );
}

#[test]
fn a_torn_last_line_is_cut_off_and_any_other_damage_is_named() {
    let (memory, mut vault, _) = founded();
    let admin = sign_in(&mut vault, "an.tran");
    vault
        .note_denial(&admin.keys, "people.search", "role", &stamp(1))
        .unwrap();
    drop(vault);
    let whole = memory.bytes("keyring/office.jsonl");
    let first_ends = whole.iter().position(|b| *b == b'\n').unwrap() + 1;
    let opened = |bytes: &[u8]| {
        let other = memory.restarted();
        other.put("keyring/office.jsonl", bytes);
        open(&other).map(|vault| {
            (
                vault.roster().head().seq,
                other.bytes("keyring/office.jsonl"),
            )
        })
    };
    for cut in first_ends..whole.len() {
        let (seq, left) = opened(&whole[..cut]).unwrap();
        assert_eq!((seq, left.len()), (0, first_ends), "cut at {cut}");
    }
    // The last newline turned into another byte: no torn write leaves that.
    let mut turned = whole.clone();
    *turned.last_mut().unwrap() ^= 0x20;
    let got = opened(&turned).unwrap_err();
    assert!(
        matches!(got, VaultError::DamagedRoster { line: 1, .. }),
        "{got:?}"
    );
    let mut flipped = whole.clone();
    flipped[40] ^= 1;
    let got = opened(&flipped).unwrap_err();
    assert!(
        matches!(got, VaultError::DamagedRoster { line: 0, .. }),
        "{got:?}"
    );
    assert!(opened(b"").is_err());
    memory.take("keyring/office.jsonl");
    assert!(matches!(
        open(&memory).err(),
        Some(VaultError::DamagedRoster { line: 0, .. })
    ));
}

#[test]
fn every_flipped_bit_of_the_key_files_is_an_error_or_harmless_never_another_key() {
    let (memory, mut vault, _) = founded();
    let right = key_text(&sign_in(&mut vault, "chi.vu"));
    drop(vault);
    for name in ["dbkey.age", "keyring/station.key.age"] {
        let whole = memory.bytes(name);
        // Every byte once, each bit in turn.
        for at in 0..whole.len() {
            let other = memory.restarted();
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            other.put(name, flipped);
            let mut vault = open(&other).unwrap();
            match vault.sign_in("chi.vu", &phrase("pass of chi.vu"), NOW) {
                Ok(signed) => assert_eq!(key_text(&signed), right, "{name} {at}"),
                Err(error) => assert_eq!(error, VaultError::DamagedKeys, "{name} {at}"),
            }
        }
    }
}

#[test]
fn a_flipped_slot_and_a_missing_one_are_damage_not_a_wrong_passphrase() {
    let (memory, vault, _) = founded();
    drop(vault);
    let name = format!("keyring/slots/{}.json", Uuid::from_u128(1001));
    let text = String::from_utf8(memory.bytes(&name)).unwrap();
    memory.put(&name, text.replace("\"ct\"", "\"cx\""));
    let try_it = || {
        open(&memory)
            .unwrap()
            .sign_in("an.tran", &phrase("pass of an.tran"), NOW)
    };
    assert_eq!(try_it().err(), Some(VaultError::DamagedSlot));
    memory.take(&name);
    assert_eq!(try_it().err(), Some(VaultError::DamagedSlot));
}

#[test]
fn an_older_slot_planted_back_does_not_open_the_door() {
    let (memory, mut vault, _) = founded();
    let name = format!("keyring/slots/{}.json", Uuid::from_u128(1001));
    let old = memory.bytes(&name);
    let admin = sign_in(&mut vault, "an.tran");
    let slot = Uuid::from_u128(7001);
    vault
        .change_passphrase(&admin.keys, &phrase("a new one"), slot, &stamp(1))
        .unwrap();
    memory.put(&name, old.clone());
    let got = vault.sign_in("an.tran", &phrase("pass of an.tran"), NOW);
    assert_eq!(got.err(), Some(VaultError::SignInRefused));
    // Also not under the new slot's name.
    memory.put(&format!("keyring/slots/{slot}.json"), old);
    let got = vault.sign_in("an.tran", &phrase("pass of an.tran"), NOW);
    assert_eq!(got.err(), Some(VaultError::DamagedSlot));
}

#[test]
fn the_head_file_comes_back_and_its_damage_is_named() {
    let (memory, vault, _) = founded();
    assert_eq!(vault.head(), Ok(None));
    let head = DeskHead {
        desk: Uuid::from_u128(200),
        seq: 17,
        hash: [4; 32],
    };
    vault.write_head(&head).unwrap();
    assert_eq!(vault.head(), Ok(Some(head)));
    assert!(vault.had_desk().unwrap());
    memory.put("keyring/head", "{}");
    assert_eq!(vault.head(), Err(VaultError::DamagedHead));
}

#[test]
fn on_a_real_disk_the_second_process_is_refused_with_the_pid_of_the_first() {
    let place = tempfile::tempdir().unwrap();
    let disk = DiskFiles::new(place.path().join("office"));
    let files = || Arc::new(disk.clone());
    let (vault, _) = Vault::found(files(), port(), &founding(true), &stamp(0)).unwrap();
    let second = Vault::open(files(), port());
    assert_eq!(
        second.err(),
        Some(VaultError::InUse {
            pid: Some(std::process::id())
        })
    );
    drop(vault);
    assert!(folder::exists(&disk).unwrap());
    let mut vault = Vault::open(files(), port()).unwrap();
    let admin = sign_in(&mut vault, "an.tran");
    vault
        .note_denial(&admin.keys, "people.search", "role", &stamp(1))
        .unwrap();
    drop(vault);
    assert_eq!(Vault::open(files(), port()).unwrap().roster().head().seq, 1);
}

#[test]
fn on_a_real_disk_only_the_owner_reads_and_no_temporary_file_stays() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("office");
    let files = Arc::new(DiskFiles::new(&root));
    let (vault, _) = Vault::found(files, port(), &founding(true), &stamp(0)).unwrap();
    drop(vault);
    let mut folders = vec![root];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{path:?}");
            assert_ne!(path.extension().and_then(|end| end.to_str()), Some("tmp"));
            seen += 1;
        }
    }
    assert_eq!(seen, 13, "nine files, three slots, the lock");
}

#[test]
fn a_folder_that_is_no_vault_gets_no_file_from_us() {
    let place = tempfile::tempdir().unwrap();
    let files = Arc::new(DiskFiles::new(place.path()));
    assert_eq!(Vault::open(files, port()).err(), Some(VaultError::Missing));
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0);
}

#[test]
fn names_do_not_lead_out_of_the_folder() {
    let place = tempfile::tempdir().unwrap();
    let files = DiskFiles::new(place.path());
    for name in ["../x", "/etc/passwd", "keyring/../../x"] {
        assert!(files.read(name, 10).is_err());
        assert!(files.write_atomic(name, b"x").is_err());
    }
}

#[test]
fn no_file_holds_a_key_a_passphrase_or_a_share_in_clear() {
    let (memory, mut vault, foundation) = founded();
    let holder = sign_in(&mut vault, "chi.vu");
    let hex: String = key_text(&holder)
        .chars()
        .filter(char::is_ascii_hexdigit)
        .collect();
    let raw = hex::decode(&hex).unwrap();
    let mut canaries = vec![hex.into_bytes(), raw, b"pass of chi.vu".to_vec()];
    for share in &foundation.shares {
        canaries.push(share.with_text(|text| text.as_bytes().to_vec()).unwrap());
    }
    for name in memory.names() {
        let bytes = memory.bytes(&name);
        for canary in &canaries {
            let found = bytes.windows(canary.len()).any(|window| window == canary);
            assert!(!found, "{name}");
        }
    }
}
