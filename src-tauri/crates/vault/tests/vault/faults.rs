//! A disk that fails or a machine that stops at every single write: the old state or the new one.

use std::sync::Arc;

use uuid::Uuid;
use vault::VaultError;
use vault::folder::{Enrolment, Keying, Vault};
use vault::roster::{Role, State};

use crate::support::*;

/// Runs `act` on copies of `before`, failing each of its writes in each way, and gives the disk as
/// found after a restart, with whether the act was acknowledged, to `check`.
fn at_every_write(
    before: &Memory,
    mut act: impl FnMut(&Memory) -> Result<(), VaultError>,
    check: impl Fn(&Memory, bool),
) {
    let clean = before.restarted();
    act(&clean).unwrap();
    check(&clean.restarted(), true);
    let writes = clean.writes();
    assert!(writes > 0);
    for fault in FAULTS {
        for at in 0..writes {
            let memory = before.restarted();
            memory.fail(at, fault);
            let acknowledged = act(&memory).is_ok();
            check(&memory.restarted(), acknowledged);
        }
    }
}

#[test]
fn founding_leaves_a_whole_office_or_a_folder_that_can_be_founded() {
    let found = |memory: &Memory| {
        Vault::found(Arc::new(memory.clone()), port(), &founding(true), &stamp(0)).map(drop)
    };
    at_every_write(&Memory::default(), found, |memory, acknowledged| {
        let mut vault = match open(memory) {
            Ok(vault) => vault,
            Err(error) => {
                assert!(!acknowledged && error == VaultError::Missing, "{error:?}");
                found(memory).unwrap();
                open(memory).unwrap()
            }
        };
        let holder = sign_in(&mut vault, "chi.vu");
        let again = vault.reconcile(holder.records.as_ref().unwrap()).unwrap();
        assert!(
            !again.key_files && again.slots_dropped == 0,
            "founding left nothing to mend"
        );
    });
}

/// Opens after a restart, lets a record holder put things in order, and asks that all still open.
fn mended(memory: &Memory) -> Vault {
    let mut vault = open(memory).unwrap();
    let holder = sign_in(&mut vault, "binh.le");
    vault.reconcile(holder.records.as_ref().unwrap()).unwrap();
    let named = vault
        .roster()
        .users()
        .filter_map(vault::roster::User::slot)
        .count();
    assert_eq!(memory.slots().len(), named, "leftovers are swept");
    assert_eq!(key_text(&sign_in(&mut vault, "binh.le")), key_text(&holder));
    vault
}

#[test]
fn a_changed_passphrase_is_the_old_one_or_the_new_one() {
    let (memory, vault, _) = founded();
    drop(vault);
    let change = |memory: &Memory| {
        let mut vault = open(memory)?;
        let own = vault.sign_in("chi.vu", &phrase("pass of chi.vu"), NOW)?;
        let slot = Uuid::from_u128(7000);
        vault
            .change_passphrase(&own.keys, &phrase("new words"), slot, &stamp(1))
            .map(drop)
    };
    at_every_write(&memory, change, |memory, acknowledged| {
        let mut vault = mended(memory);
        let old = vault
            .sign_in("chi.vu", &phrase("pass of chi.vu"), NOW)
            .is_ok();
        let new = vault.sign_in("chi.vu", &phrase("new words"), NOW).is_ok();
        assert!(old != new, "exactly one opens");
        assert!(new || !acknowledged, "what was acknowledged holds");
    });
}

fn enrolment(code: &vault::secret::Passphrase) -> Enrolment<'_> {
    Enrolment {
        user: NEW,
        slot: Uuid::from_u128(2009),
        name: "moi.do".to_owned(),
        display: "Đỗ Thị Mới".to_owned(),
        role: Role::Case,
        code,
    }
}

#[test]
fn an_enrolment_stands_or_does_not_and_can_be_repeated() {
    let (memory, vault, _) = founded();
    drop(vault);
    let code = phrase("tre xanh lua vang");
    let enrol = |memory: &Memory| {
        let mut vault = open(memory)?;
        let admin = vault.sign_in("an.tran", &phrase("pass of an.tran"), NOW)?;
        vault
            .enrol(&admin.keys, &enrolment(&code), &stamp(1))
            .map(drop)
    };
    at_every_write(&memory, enrol, |memory, acknowledged| {
        let mut vault = mended(memory);
        let enrolled = vault.roster().user(NEW).is_some();
        assert!(enrolled || !acknowledged);
        let got = vault.sign_in("moi.do", &code, NOW).err();
        let expected = if enrolled {
            VaultError::SignInInvited
        } else {
            VaultError::SignInRefused
        };
        assert_eq!(got, Some(expected));
        drop(vault);
        enrol(memory).unwrap();
    });
}

fn key(memory: &Memory) -> Result<(), VaultError> {
    let mut vault = open(memory)?;
    let first = Keying {
        name: "moi.do",
        code: &phrase("tre xanh lua vang"),
        passphrase: &phrase("pass of moi.do"),
        slot: Uuid::from_u128(3009),
    };
    vault.key(&first, &stamp(2)).map(drop)
}

#[test]
fn a_first_sign_in_stands_or_the_code_is_still_good() {
    let (memory, mut vault, _) = founded();
    let admin = sign_in(&mut vault, "an.tran");
    let code = phrase("tre xanh lua vang");
    vault
        .enrol(&admin.keys, &enrolment(&code), &stamp(1))
        .unwrap();
    drop(vault);
    at_every_write(&memory, key, |memory, acknowledged| {
        let mut vault = mended(memory);
        let state = vault.roster().user(NEW).unwrap().state();
        assert!(state == State::Enrolled || !acknowledged);
        if state == State::Invited {
            drop(vault);
            key(memory).unwrap();
            vault = open(memory).unwrap();
        }
        let got = vault
            .sign_in("moi.do", &phrase("pass of moi.do"), NOW)
            .err();
        assert_eq!(got, Some(VaultError::SignInNotActive));
    });
}

#[test]
fn an_activation_with_its_key_files_stands_or_is_completed_by_the_next_record_holder() {
    let (memory, mut vault, _) = founded();
    let admin = sign_in(&mut vault, "an.tran");
    let code = phrase("tre xanh lua vang");
    vault
        .enrol(&admin.keys, &enrolment(&code), &stamp(1))
        .unwrap();
    drop(vault);
    key(&memory).unwrap();
    // From the supervisor's session: office line, then key files.
    let activate = |memory: &Memory| {
        let mut vault = open(memory)?;
        let supervisor = vault.sign_in("binh.le", &phrase("pass of binh.le"), NOW)?;
        let two = second(&mut vault, "an.tran", &supervisor.keys);
        vault.activate(&supervisor.keys, two, NEW, &stamp(3))?;
        vault
            .reconcile(supervisor.records.as_ref().unwrap())
            .map(drop)
    };
    at_every_write(&memory, activate, |memory, acknowledged| {
        let mut vault = mended(memory);
        let state = vault.roster().user(NEW).unwrap().state();
        assert!(state == State::Active || !acknowledged);
        let got = vault.sign_in("moi.do", &phrase("pass of moi.do"), NOW);
        if state == State::Active {
            assert!(got.unwrap().records.is_some());
        } else {
            assert_eq!(got.err(), Some(VaultError::SignInNotActive));
        }
    });
}

#[test]
fn after_a_full_disk_the_same_session_goes_on_and_says_nothing_false() {
    let (memory, mut vault, _) = founded();
    let admin = sign_in(&mut vault, "an.tran");
    for fault in [Fault::FullOnce, Fault::StopHalf] {
        let memory = memory.restarted();
        drop(vault);
        vault = open(&memory).unwrap();
        memory.fail(0, fault);
        let head = vault.roster().head();
        let denied = vault.note_denial(&admin.keys, "people.search", "role", &stamp(1));
        assert!(denied.is_err());
        assert_eq!(vault.roster().head(), head);
        assert_eq!(
            vault.verify_office(),
            Ok(1),
            "half a line behind the known end is no damage"
        );
        if fault == Fault::FullOnce {
            vault
                .note_denial(&admin.keys, "people.search", "role", &stamp(1))
                .unwrap();
            assert_eq!(vault.verify_office(), Ok(2));
            assert_eq!(
                open(&memory.restarted()).unwrap().roster().head(),
                vault.roster().head()
            );
        }
    }
}

#[test]
fn half_a_line_that_could_not_be_cut_goes_before_the_next_act() {
    let (memory, mut vault, _) = founded();
    let admin = sign_in(&mut vault, "an.tran");
    // Append fails half-way, and so does the cut after it.
    memory.fail(0, Fault::FullFrom);
    let denied = |vault: &mut Vault| {
        vault
            .note_denial(&admin.keys, "people.search", "role", &stamp(1))
            .map(|head| head.seq)
    };
    assert_eq!(denied(&mut vault), Err(VaultError::DiskFull));
    assert!(!memory.bytes("keyring/office.jsonl").ends_with(b"\n"));
    assert_eq!(denied(&mut vault), Err(VaultError::DiskFull), "still full");
    memory.freed();
    assert_eq!(denied(&mut vault), Ok(1));
    assert_eq!(vault.verify_office(), Ok(2));
    assert_eq!(open(&memory.restarted()).unwrap().roster().head().seq, 1);
}
