//! The recovery sheet, carried out word for word with the stock programs it names.

use std::path::Path;
use std::process::{Command, Output};

use testkit::{TestOffice, intake};

use crate::record;

/// The commands of the sheet: its fenced blocks of one language, in order.
fn blocks(language: &str) -> Vec<String> {
    let sheet = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/recovery.md");
    let sheet = std::fs::read_to_string(sheet).unwrap();
    let mut blocks = Vec::new();
    let mut parts = sheet.split("```");
    while let (Some(_), Some(block)) = (parts.next(), parts.next()) {
        if let Some(commands) = block.strip_prefix(&format!("{language}\n")) {
            blocks.push(commands.to_owned());
        }
    }
    blocks
}

/// The interpreter that holds a stock SQLCipher.
fn python() -> std::ffi::OsString {
    std::env::var_os("DESK_TEST_PYTHON").expect(
        "DESK_TEST_PYTHON names no interpreter with the package sqlcipher3: run cargo xtask test, \
         which makes one, or set it to target/xtask/python/bin/python3",
    )
}

/// Runs a block of the sheet in the folder where the custodians sit.
fn shell(folder: &Path, block: &str) -> Output {
    Command::new("sh")
        .args(["-eu", "-c", block])
        .current_dir(folder)
        .env("PYTHON", python())
        .output()
        .unwrap()
}

#[track_caller]
fn good(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// An office with some visits, and its three shares on paper.
async fn custodians() -> (TestOffice, tempfile::TempDir, String, usize) {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    for _ in 0..7 {
        let person = office.person();
        let matters = vec![intake::complaint("Không đồng ý với biên bản.")];
        office
            .add_visit(&session, &intake::with_matters(&person, matters))
            .await
            .unwrap();
    }
    office.end(session).await.unwrap();
    let table = tempfile::tempdir().unwrap();
    record::copy(&office.path(), &table.path().join("vault"));
    for (number, share) in (1..).zip(&office.founding().shares) {
        std::fs::write(table.path().join(format!("custodian-{number}.txt")), share).unwrap();
    }
    let key = record::database_key(&office.path(), office.founding());
    let digits = key.with_pragma_text(|text| text.replace(['"', '\'', 'x'], ""));
    assert_eq!(digits.len(), 64);
    (office, table, digits, 7)
}

/// The sheet is written for custodians 1 and 2.
fn for_pair(block: &str, inner: u8, outer: u8) -> String {
    block
        .replace("12.age", "PAIR")
        .replace("custodian-2", "OUTER")
        .replace("custodian-1", "INNER")
        .replace("PAIR", &format!("{inner}{outer}.age"))
        .replace("OUTER", &format!("custodian-{outer}"))
        .replace("INNER", &format!("custodian-{inner}"))
}

#[tokio::test]
async fn the_recovery_sheet_gives_the_key_from_any_two_shares_and_stock_sqlcipher_opens_the_record()
{
    let (_office, table, key, visits) = custodians().await;
    let [keys, count, away]: [String; 3] = blocks("sh").try_into().expect("three blocks");
    assert_eq!(keys.matches("age -d").count(), 3, "three runs of age");
    for (inner, outer) in [(1, 2), (1, 3), (2, 3)] {
        good(&shell(table.path(), &for_pair(&keys, inner, outer)));
        let told = std::fs::read_to_string(table.path().join("database-key.txt")).unwrap();
        assert_eq!(told, format!("{key}\n"));
        let counted = good(&shell(table.path(), &count));
        assert_eq!(counted, format!("visits: {visits}\n"));
        good(&shell(table.path(), &away));
        for secret in ["inner.age", "recovery-identity.txt", "database-key.txt"] {
            assert!(
                !table.path().join(secret).exists(),
                "{secret} is left behind"
            );
        }
    }
}

#[tokio::test]
async fn no_single_share_opens_any_file_of_the_office() {
    let (_office, table, _, _) = custodians().await;
    let sealed = ["recovery/12.age", "recovery/13.age", "recovery/23.age"];
    let last = ["dbkey.age", "keyring/station.key.age"];
    for custodian in 1..=3_u8 {
        let age = |file: &str| {
            let block = format!("age -d -i custodian-{custodian}.txt {file} > opened");
            shell(table.path(), &block).status.success()
        };
        for name in last {
            assert!(
                !age(&format!("vault/{name}")),
                "share {custodian} opens {name}"
            );
        }
        for name in sealed {
            // The outer custodian takes her own layer off; below it lies the other's.
            if age(&format!("vault/{name}")) {
                std::fs::rename(table.path().join("opened"), table.path().join("layer")).unwrap();
                assert!(!age("layer"), "share {custodian} alone opens {name}");
                let layer = std::fs::read(table.path().join("layer")).unwrap();
                assert!(layer.starts_with(b"age-encryption.org/v1\n"));
            }
        }
    }
}

#[tokio::test]
async fn a_wrong_key_does_not_open_the_record_in_stock_sqlcipher() {
    let (_office, table, key, _) = custodians().await;
    let count = blocks("sh")[1].clone();
    let other = if key.starts_with('0') { "1" } else { "0" };
    std::fs::write(
        table.path().join("database-key.txt"),
        format!("{other}{}\n", &key[1..]),
    )
    .unwrap();
    let output = shell(table.path(), &count);
    assert!(
        !output.status.success() && output.stdout.is_empty(),
        "{output:?}"
    );
}
