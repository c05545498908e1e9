//! People coming, changing, going: with the right keys in the right hands.

use uuid::Uuid;
use vault::VaultError;
use vault::cosign::CosignRequest;
use vault::folder::{Enrolment, Keying, SecondPerson, Vault};
use vault::roster::{Refusal, Role, SettingChange, State, User};

use crate::support::*;

fn enrol(vault: &mut Vault, role: Role) {
    let admin = sign_in(vault, "an.tran");
    let new = Enrolment {
        user: NEW,
        slot: Uuid::from_u128(2009),
        name: "moi.do".to_owned(),
        display: "Đỗ Thị Mới".to_owned(),
        role,
        code: &phrase("tre xanh lua vang"),
    };
    vault.enrol(&admin.keys, &new, &stamp(10)).unwrap();
}

fn key(vault: &mut Vault) -> Result<String, VaultError> {
    let first = Keying {
        name: "moi.do",
        code: &phrase("tre xanh lua vang"),
        passphrase: &phrase("pass of moi.do"),
        slot: Uuid::from_u128(3009),
    };
    vault.key(&first, &stamp(11))
}

fn activate(vault: &mut Vault) {
    let admin = sign_in(vault, "an.tran");
    let two = second(vault, "binh.le", &admin.keys);
    vault.activate(&admin.keys, two, NEW, &stamp(12)).unwrap();
}

#[test]
fn a_new_officer_works_after_code_own_keys_and_two_signatures() {
    let (memory, mut vault, _) = founded();
    enrol(&mut vault, Role::Case);
    let with_code = vault.sign_in("moi.do", &phrase("tre xanh lua vang"), NOW);
    assert_eq!(with_code.err(), Some(VaultError::SignInInvited));
    let words = key(&mut vault).unwrap();
    assert_eq!(vault.roster().key_words(NEW), Some(words));
    assert_eq!(memory.slots().len(), 4, "the invitation's slot is gone");
    let early = vault.sign_in("moi.do", &phrase("pass of moi.do"), NOW);
    assert_eq!(early.err(), Some(VaultError::SignInNotActive));
    activate(&mut vault);
    // From an administrator's session the key files wait for a record holder.
    let waiting = vault.sign_in("moi.do", &phrase("pass of moi.do"), NOW);
    assert_eq!(waiting.err(), Some(VaultError::SignInKeysPending));
    let holder = sign_in(&mut vault, "chi.vu");
    let done = vault.reconcile(holder.records.as_ref().unwrap()).unwrap();
    assert!(done.key_files);
    assert_eq!(key_text(&sign_in(&mut vault, "moi.do")), key_text(&holder));
    let again = vault.reconcile(holder.records.as_ref().unwrap()).unwrap();
    assert!(
        !again.key_files && again.slots_dropped == 0,
        "nothing is left to do"
    );
    assert_eq!(vault.verify_office(), Ok(4));
}

#[test]
fn a_code_is_used_once() {
    let (_, mut vault, _) = founded();
    enrol(&mut vault, Role::Case);
    key(&mut vault).unwrap();
    assert_eq!(key(&mut vault).err(), Some(VaultError::SignInRefused));
}

#[test]
fn a_code_is_void_after_a_day() {
    let (_, mut vault, _) = founded();
    enrol(&mut vault, Role::Case);
    let first = Keying {
        name: "moi.do",
        code: &phrase("tre xanh lua vang"),
        passphrase: &phrase("pass of moi.do"),
        slot: Uuid::from_u128(3009),
    };
    let mut late = stamp(11);
    late.at = NOW + 24 * 60 * MINUTE + 1;
    let got = vault.key(&first, &late);
    assert_eq!(got.err(), Some(VaultError::Roster(Refusal::InviteExpired)));
    assert!(key(&mut vault).is_ok(), "the refusal left no trace");
}

#[test]
fn administrators_and_auditors_hold_no_database_key() {
    let (_, mut vault, _) = founded();
    assert!(sign_in(&mut vault, "an.tran").records.is_none());
    enrol(&mut vault, Role::Auditor);
    key(&mut vault).unwrap();
    activate(&mut vault);
    let holder = sign_in(&mut vault, "chi.vu");
    vault.reconcile(holder.records.as_ref().unwrap()).unwrap();
    let auditor = sign_in(&mut vault, "moi.do");
    assert!(auditor.records.is_none());
    let recipient = auditor.keys.identity().recipient().unwrap();
    assert!(!vault.roster().record_recipients().contains(&recipient));
}

#[test]
fn a_suspended_officer_is_out_at_once_and_out_of_the_key_files_next() {
    let (_, mut vault, _) = founded();
    let supervisor = sign_in(&mut vault, "binh.le");
    vault
        .suspend(&supervisor.keys, RECEPTION, &stamp(20))
        .unwrap();
    let got = vault.sign_in("chi.vu", &phrase("pass of chi.vu"), NOW);
    assert_eq!(got.err(), Some(VaultError::SignInSuspended));
    let wrong = vault.sign_in("chi.vu", &phrase("wrong"), NOW);
    assert_eq!(
        wrong.err(),
        Some(VaultError::SignInRefused),
        "only she learns where she stands"
    );
    assert!(
        vault
            .reconcile(supervisor.records.as_ref().unwrap())
            .unwrap()
            .key_files
    );
    let admin = sign_in(&mut vault, "an.tran");
    let two = second(&mut vault, "binh.le", &admin.keys);
    vault
        .remove(&admin.keys, two, RECEPTION, &stamp(21))
        .unwrap();
    assert_eq!(
        vault.roster().user(RECEPTION).map(User::state),
        Some(State::Removed)
    );
    let got = vault.sign_in("chi.vu", &phrase("pass of chi.vu"), NOW);
    assert_eq!(got.err(), Some(VaultError::SignInRefused));
}

#[test]
fn a_changed_passphrase_keeps_the_keys_and_ends_the_old_one() {
    let (memory, mut vault, _) = founded();
    let before = sign_in(&mut vault, "chi.vu");
    let new = phrase("pass of nobody else");
    vault
        .change_passphrase(&before.keys, &new, Uuid::from_u128(7000), &stamp(30))
        .unwrap();
    assert_eq!(memory.slots().len(), 3);
    let old = vault.sign_in("chi.vu", &phrase("pass of chi.vu"), NOW);
    assert_eq!(old.err(), Some(VaultError::SignInRefused));
    let after = vault.sign_in("chi.vu", &new, NOW).unwrap();
    assert_eq!(key_text(&after), key_text(&before));
    assert_eq!(
        after.keys.signing().verifying_key(),
        before.keys.signing().verifying_key()
    );
}

#[test]
fn founders_of_a_real_office_must_change_their_passphrase_first() {
    let memory = Memory::default();
    let files = std::sync::Arc::new(memory.clone());
    let (mut vault, _) = Vault::found(files, port(), &founding(false), &stamp(0)).unwrap();
    let admin = sign_in(&mut vault, "an.tran");
    assert!(admin.must_change);
    let asked = CosignRequest {
        first: SUPERVISOR,
        request: [5; 32],
        now: NOW,
    };
    let early = vault.cosign("an.tran", &phrase("pass of an.tran"), &asked);
    assert_eq!(early.err(), Some(VaultError::CosignNotAllowed));
    let new = phrase("own words now");
    vault
        .change_passphrase(&admin.keys, &new, Uuid::from_u128(7000), &stamp(30))
        .unwrap();
    assert!(!vault.sign_in("an.tran", &new, NOW).unwrap().must_change);
}

#[test]
fn a_second_signature_is_another_persons_for_this_request() {
    let (_, mut vault, _) = founded();
    enrol(&mut vault, Role::Case);
    key(&mut vault).unwrap();
    let admin = sign_in(&mut vault, "an.tran");
    let asked = CosignRequest {
        first: ADMIN,
        request: [5; 32],
        now: NOW,
    };
    let own = vault.cosign("an.tran", &phrase("pass of an.tran"), &asked);
    assert_eq!(own.err(), Some(VaultError::CosignSamePerson));
    let wrong = vault.cosign("binh.le", &phrase("wrong"), &asked);
    assert_eq!(wrong.err(), Some(VaultError::SignInRefused));
    let other = SecondPerson {
        request: [6; 32],
        ..second(&mut vault, "binh.le", &admin.keys)
    };
    let got = vault.activate(&admin.keys, other, NEW, &stamp(12));
    assert_eq!(got.err(), Some(VaultError::CosignOtherRequest));
    let mut late = stamp(12);
    late.at = NOW + 2 * MINUTE + 1;
    let two = second(&mut vault, "binh.le", &admin.keys);
    let got = vault.activate(&admin.keys, two, NEW, &late);
    assert_eq!(got.err(), Some(VaultError::CosignExpired));
    let two = second(&mut vault, "chi.vu", &admin.keys);
    let got = vault.activate(&admin.keys, two, NEW, &stamp(12));
    assert_eq!(got.err(), Some(VaultError::Roster(Refusal::NotAllowed)));
    assert_eq!(
        vault.roster().user(NEW).map(User::state),
        Some(State::Enrolled)
    );
}

#[test]
fn whoever_was_given_a_right_does_not_co_sign_for_the_giver_within_a_day() {
    let (_, mut vault, _) = founded();
    enrol(&mut vault, Role::Supervisor);
    key(&mut vault).unwrap();
    activate(&mut vault);
    let holder = sign_in(&mut vault, "chi.vu");
    vault.reconcile(holder.records.as_ref().unwrap()).unwrap();
    let mut asked = CosignRequest {
        first: ADMIN,
        request: [5; 32],
        now: NOW,
    };
    let got = vault.cosign("moi.do", &phrase("pass of moi.do"), &asked);
    assert_eq!(got.err(), Some(VaultError::CosignFreshRight));
    asked.now = NOW + 24 * 60 * MINUTE;
    assert!(
        vault
            .cosign("moi.do", &phrase("pass of moi.do"), &asked)
            .is_ok()
    );
    asked = CosignRequest {
        first: RECEPTION,
        request: [5; 32],
        now: NOW + 24 * 60 * MINUTE,
    };
    assert!(
        vault
            .cosign("moi.do", &phrase("pass of moi.do"), &asked)
            .is_ok()
    );
}

#[test]
fn a_role_is_changed_by_two_and_moves_the_key() {
    let (_, mut vault, _) = founded();
    let admin = sign_in(&mut vault, "an.tran");
    let two = second(&mut vault, "binh.le", &admin.keys);
    vault
        .change_role(&admin.keys, two, (RECEPTION, Role::Auditor), &stamp(40))
        .unwrap();
    let holder = sign_in(&mut vault, "binh.le");
    assert!(
        vault
            .reconcile(holder.records.as_ref().unwrap())
            .unwrap()
            .key_files
    );
    assert!(sign_in(&mut vault, "chi.vu").records.is_none());
}

#[test]
fn settings_are_the_administrators() {
    let (memory, mut vault, _) = founded();
    let change = || {
        vec![SettingChange {
            name: "idle.minutes".into(),
            value: Some("3".into()),
        }]
    };
    let supervisor = sign_in(&mut vault, "binh.le");
    let got = vault.change_settings(&supervisor.keys, change(), &stamp(50));
    assert_eq!(got.err(), Some(VaultError::Roster(Refusal::NotAllowed)));
    let admin = sign_in(&mut vault, "an.tran");
    vault
        .change_settings(&admin.keys, change(), &stamp(50))
        .unwrap();
    drop(vault);
    assert_eq!(
        open(&memory).unwrap().roster().settings()["idle.minutes"],
        "3"
    );
}
