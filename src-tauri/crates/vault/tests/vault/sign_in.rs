//! Signing in: one derivation for everybody, delays, the tally.

use std::sync::Arc;

use vault::VaultError;
use vault::folder::{FailedSignIns, Vault};
use vault::kdf::{Kdf, KdfBounds, KdfParams, KdfPort};
use vault::secret::Passphrase;

use crate::support::*;

#[test]
fn an_unknown_name_and_a_wrong_passphrase_cost_and_answer_the_same() {
    let (memory, vault, _) = founded();
    drop(vault);
    let counted = Counted::default();
    let port = KdfPort::new(KdfBounds::for_tests(), Arc::new(counted.clone()));
    let mut vault = Vault::open(Arc::new(memory), port).unwrap();
    let mut told = |name: &str, passphrase: &str| {
        let error = vault.sign_in(name, &phrase(passphrase), NOW).err();
        (error, counted.taken())
    };
    let wrong = told("an.tran", "wrong");
    let unknown = told("nobody", "wrong");
    assert_eq!(wrong, unknown);
    assert_eq!(
        wrong,
        (
            Some(VaultError::SignInRefused),
            vec![KdfBounds::for_tests().floor()]
        )
    );
    assert_eq!(
        told("an.tran", "pass of an.tran"),
        (None, vec![KdfBounds::for_tests().floor()])
    );
}

#[test]
fn failures_in_a_row_wait_longer_and_a_good_sign_in_ends_them() {
    let (memory, mut vault, _) = founded();
    let mut now = NOW;
    for seconds in [0, 0, 0, 2, 4, 8] {
        let got = vault.sign_in("an.tran", &phrase("wrong"), now);
        assert_eq!(got.err(), Some(VaultError::SignInRefused));
        if seconds > 0 {
            let got = vault.sign_in("an.tran", &phrase("pass of an.tran"), now);
            assert_eq!(
                got.err(),
                Some(VaultError::SignInWait { seconds }),
                "right or wrong"
            );
        }
        now += i64::from(seconds) * 1000;
    }
    // A restart forgets nothing; another officer waits for nobody.
    assert!(vault.sign_in("an.tran", &phrase("wrong"), now).is_err());
    drop(vault);
    let mut vault = open(&memory).unwrap();
    let got = vault.sign_in("an.tran", &phrase("pass of an.tran"), now + 1000);
    assert_eq!(got.err(), Some(VaultError::SignInWait { seconds: 15 }));
    assert!(
        vault
            .sign_in("binh.le", &phrase("pass of binh.le"), now)
            .is_ok()
    );
    assert!(
        vault
            .sign_in("an.tran", &phrase("pass of an.tran"), now + 16_000)
            .is_ok()
    );
    assert!(
        vault
            .sign_in("an.tran", &phrase("pass of an.tran"), now + 16_000)
            .is_ok()
    );
}

#[test]
fn failed_tries_are_handed_to_the_next_good_sign_in_once() {
    let (memory, mut vault, _) = founded();
    for name in ["an.tran", "an.tran", "no.such", "my secret words"] {
        assert!(vault.sign_in(name, &phrase("wrong"), NOW).is_err());
    }
    let admin = sign_in(&mut vault, "an.tran");
    let expected = vec![
        FailedSignIns {
            user: Some(ADMIN),
            count: 2,
        },
        FailedSignIns {
            user: None,
            count: 2,
        },
    ];
    assert_eq!(admin.failures, expected);
    let file = String::from_utf8(memory.bytes("keyring/fails")).unwrap();
    assert!(
        !file.contains("secret"),
        "what was typed as a name may be a passphrase"
    );
    vault
        .note_failures(&admin.keys, &admin.failures, &stamp(1))
        .unwrap();
    assert!(sign_in(&mut vault, "an.tran").failures.is_empty());
    assert!(vault.office_lines().unwrap()[1].contains("signin.failed"));
}

#[test]
fn a_full_disk_or_a_damaged_counter_keeps_nobody_out() {
    let (memory, mut vault, _) = founded();
    memory.fail(0, Fault::FullFrom);
    assert!(vault.sign_in("an.tran", &phrase("wrong"), NOW).is_err());
    assert_eq!(
        sign_in(&mut vault, "an.tran").failures.len(),
        1,
        "memory counts on"
    );
    let memory = memory.restarted();
    memory.put("keyring/fails", "nonsense");
    assert!(
        sign_in(&mut open(&memory).unwrap(), "an.tran")
            .failures
            .is_empty()
    );
}

#[test]
fn nothing_that_holds_keys_prints_them() {
    let (_, mut vault, foundation) = founded();
    let signed = sign_in(&mut vault, "chi.vu");
    let hex = key_text(&signed).replace(['"', '\'', 'x'], "");
    let told = format!("{vault:?} {signed:?} {foundation:?} {:?}", vault.roster());
    assert!(!told.contains(&hex) && !told.contains("SECRET") && !told.contains("pass of"));
    assert!(
        told.contains("UserKeys(..)") && told.contains("RecordKeys(..)"),
        "{told}"
    );
}

/// A machine without the memory the derivation asks for.
struct NoMemory;

impl Kdf for NoMemory {
    fn derive(
        &self,
        _: &Passphrase,
        _: &[u8; 16],
        _: KdfParams,
    ) -> Result<zeroize::Zeroizing<[u8; 32]>, VaultError> {
        Err(VaultError::MemoryShort)
    }
}

#[test]
fn want_of_memory_is_said_and_counts_as_nobodys_failure() {
    let (memory, vault, _) = founded();
    drop(vault);
    let port = KdfPort::new(KdfBounds::for_tests(), Arc::new(NoMemory));
    let mut vault = Vault::open(Arc::new(memory.clone()), port).unwrap();
    for name in ["an.tran", "nobody"] {
        let got = vault.sign_in(name, &phrase("pass of an.tran"), NOW);
        assert_eq!(got.err(), Some(VaultError::MemoryShort));
    }
    drop(vault);
    let failures = sign_in(&mut open(&memory).unwrap(), "an.tran").failures;
    assert!(failures.is_empty(), "{failures:?}");
}
