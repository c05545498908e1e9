//! Any two of three custodians recover the database key; none does alone. With our own code and
//! with the stock `age` program of the distribution.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use vault::VaultError;
use vault::files::DiskFiles;
use vault::folder::Vault;
use vault::recovery::{RecoveryKey, Share};

use crate::support::*;

#[test]
fn any_two_shares_in_any_order_give_the_database_key() {
    let (memory, mut vault, foundation) = founded();
    let right = key_text(&sign_in(&mut vault, "chi.vu"));
    let shares = &foundation.shares;
    for (one, two) in [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)] {
        let key = RecoveryKey::open(&memory, &shares[one], &shares[two]).unwrap();
        assert_eq!(key.recipient().as_ref(), Some(vault.roster().recovery()));
        let database = key.database_key(&memory).unwrap();
        database.with_pragma_text(|text| assert_eq!(text, right));
    }
}

#[test]
fn one_share_alone_and_shares_of_another_office_give_nothing() {
    let (memory, _vault, foundation) = founded();
    let (_, _other_vault, other) = founded();
    let own = &foundation.shares;
    for share in own {
        let twice = RecoveryKey::open(&memory, share, share);
        assert_eq!(twice.err(), Some(VaultError::RecoverySameShare));
        let mixed = RecoveryKey::open(&memory, share, &other.shares[1]);
        assert_eq!(mixed.err(), Some(VaultError::RecoverySharesDoNotFit));
    }
    memory.take("recovery/13.age");
    let got = RecoveryKey::open(&memory, &own[0], &own[2]);
    assert_eq!(got.err(), Some(VaultError::DamagedRecovery));
}

#[test]
fn a_share_is_read_from_paper_in_small_letters_and_among_comments() {
    let (_, _vault, foundation) = founded();
    let text = foundation.shares[0].with_text(str::to_owned).unwrap();
    for written in [
        text.clone(),
        text.to_lowercase(),
        format!("# share 1\n\n  {text} \n"),
    ] {
        let share = Share::parse(&written).unwrap();
        assert_eq!(share.with_text(str::to_owned).unwrap(), text);
    }
    for wrong in ["", "words", &format!("{text}\n{text}")] {
        assert_eq!(
            Share::parse(wrong).err(),
            Some(VaultError::RecoveryShareMalformed)
        );
    }
}

/// Bech32's checksum finds every single wrong letter (BIP 173, "Checksum design").
#[test]
fn one_letter_mistyped_anywhere_in_a_share_is_found() {
    let (_, _vault, foundation) = founded();
    let text = foundation.shares[0].with_text(str::to_owned).unwrap();
    for place in 0..text.len() {
        let other = |letter| if letter == 'Q' { 'P' } else { 'Q' };
        let letters = text.chars().enumerate();
        let mistyped: String = letters
            .map(|(at, letter)| if at == place { other(letter) } else { letter })
            .collect();
        assert_eq!(
            Share::parse(&mistyped).err(),
            Some(VaultError::RecoveryShareMalformed),
            "letter {place}"
        );
    }
}

fn age(identity: &Path, input: &Path, output: &Path) -> bool {
    let run = Command::new("age")
        .arg("--decrypt")
        .arg("--identity")
        .arg(identity)
        .arg("--output")
        .arg(output)
        .arg(input)
        .output()
        .expect("the stock `age` program must be installed to run this test");
    run.status.success()
}

#[test]
fn three_runs_of_the_stock_age_program_give_the_database_key_from_any_two_shares() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("office");
    let files = Arc::new(DiskFiles::new(&root));
    let (mut vault, foundation) = Vault::found(files, port(), &founding(true), &stamp(0)).unwrap();
    let right = key_text(&sign_in(&mut vault, "chi.vu"));
    let at = |name: &str| place.path().join(name);
    for (number, share) in (1..).zip(&foundation.shares) {
        let text = share.with_text(str::to_owned).unwrap();
        std::fs::write(
            at(&format!("c{number}")),
            format!("# share {number}\n{text}\n"),
        )
        .unwrap();
    }
    for (inner, outer) in [(1, 2), (1, 3), (2, 3)] {
        let sealed = root.join(format!("recovery/{inner}{outer}.age"));
        let (c_inner, c_outer) = (at(&format!("c{inner}")), at(&format!("c{outer}")));
        // No single custodian: the inner share does not open the outer layer at all.
        assert!(!age(&c_inner, &sealed, &at("nothing")));
        assert!(age(&c_outer, &sealed, &at("middle")));
        assert!(!age(&c_outer, &at("middle"), &at("nothing")));
        assert!(age(&c_inner, &at("middle"), &at("k")));
        assert!(age(&at("k"), &root.join("dbkey.age"), &at("key")));
        let key = std::fs::read_to_string(at("key")).unwrap();
        assert_eq!(format!("\"x'{}'\"", key.strip_suffix('\n').unwrap()), right);
    }
}
