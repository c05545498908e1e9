//! Slots: what goes in comes out, and nothing else opens.

use std::sync::Arc;

use super::*;
use crate::kdf::{Argon2id, KdfBounds};

fn port() -> KdfPort {
    KdfPort::new(KdfBounds::for_tests(), Arc::new(Argon2id))
}

fn phrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

const USER: Uuid = Uuid::from_u128(0xaaaa_bbbb);
const SLOT: SlotRef = SlotRef {
    id: Uuid::from_u128(0xcccc_dddd),
    r#gen: 7,
};

fn sealed(params: KdfParams) -> (RecordIdentity, SigningKey, String) {
    let (identity, signing) = (
        RecordIdentity::generate().unwrap(),
        SigningKey::generate().unwrap(),
    );
    let plan = SlotPlan {
        user: USER,
        slot: SLOT,
        created: "2026-11-24",
        identity: Some(&identity),
        signing: &signing,
        params,
    };
    let text = seal(&plan, &phrase("meo vang"), &port()).unwrap();
    (identity, signing, text)
}

fn opened(text: &str, passphrase: &str) -> Result<SlotKeys, VaultError> {
    open(
        text,
        (SlotKind::User, USER, SLOT),
        &phrase(passphrase),
        &port(),
    )
}

#[test]
fn a_slot_gives_back_the_keys_it_was_sealed_from() {
    let (identity, signing, text) = sealed(KdfBounds::for_tests().floor());
    let keys = opened(&text, "meo vang").unwrap();
    assert_eq!(keys.identity.unwrap().bytes(), identity.bytes());
    assert_eq!(keys.signing.seed(), signing.seed());
    assert_eq!(
        opened(&text, "meo vàng").unwrap_err(),
        VaultError::SignInRefused
    );
}

#[test]
fn a_slot_of_another_user_id_or_generation_is_not_opened() {
    let (_, _, text) = sealed(KdfBounds::for_tests().floor());
    let pass = phrase("meo vang");
    let other = Uuid::from_u128(1);
    for (kind, user, slot) in [
        (SlotKind::Invite, USER, SLOT),
        (SlotKind::User, other, SLOT),
        (SlotKind::User, USER, SlotRef { id: other, ..SLOT }),
        (SlotKind::User, USER, SlotRef { r#gen: 8, ..SLOT }),
    ] {
        let got = open(&text, (kind, user, slot), &pass, &port());
        assert_eq!(got.unwrap_err(), VaultError::DamagedSlot);
    }
}

#[test]
fn costs_outside_the_shipped_bounds_are_refused_before_any_work() {
    struct Never;
    impl crate::kdf::Kdf for Never {
        fn derive(
            &self,
            _: &Passphrase,
            _: &[u8; 16],
            _: KdfParams,
        ) -> Result<Zeroizing<[u8; 32]>, VaultError> {
            panic!("derived")
        }
    }
    let strict = KdfPort::new(KdfBounds::SHIPPED, Arc::new(Never));
    let (_, _, text) = sealed(KdfParams {
        m_kib: 8 * 1024,
        t: 1,
        p: 1,
    });
    let weak = open(
        &text,
        (SlotKind::User, USER, SLOT),
        &phrase("meo vang"),
        &strict,
    );
    assert_eq!(weak.unwrap_err(), VaultError::SlotTooWeak);
    for (from, to) in [
        ("m_kib\\\":8192", "m_kib\\\":4294967295"),
        ("p\\\":1", "p\\\":64"),
    ] {
        let dear = text.replace(from, to);
        assert_ne!(dear, text);
        let got = open(
            &dear,
            (SlotKind::User, USER, SLOT),
            &phrase("meo vang"),
            &strict,
        );
        assert_eq!(got.unwrap_err(), VaultError::SlotTooCostly);
    }
}

#[test]
fn every_flipped_bit_of_a_slot_is_an_error() {
    let (_, _, text) = sealed(KdfBounds::for_tests().floor());
    for at in 0..text.len() * 8 {
        let mut flipped = text.clone().into_bytes();
        flipped[at / 8] ^= 1 << (at % 8);
        let Ok(read) = String::from_utf8(flipped) else {
            continue;
        };
        // A flip may ask for up to 1 GiB; the small ceiling keeps the test quick.
        let cheap = parse(&read).is_none_or(|(_, head)| head.kdf.m_kib < 2048 && head.kdf.t < 9);
        if cheap {
            assert!(
                opened(&read, "meo vang").is_err(),
                "bit {at} went unnoticed"
            );
        }
    }
}

proptest::proptest! {
    #[test]
    fn random_text_never_opens_or_panics(text in proptest::prelude::any::<String>()) {
        proptest::prop_assert!(opened(&text, "meo vang").is_err());
    }
}
