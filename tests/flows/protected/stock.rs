//! A protected file read without the program: by recovery's key and the stock `age`, as the sheet says.

use std::path::{Path, PathBuf};
use std::process::Command;

use domain::protected::{Keyed, Sealed};
use testkit::TestOffice;

use super::{TOLD, handed_over, read_as};
use crate::journal;

/// Runs a stock program with its standard input from a file and its output into another.
fn stock(program: &str, arguments: &[&Path], input: &Path, output: &Path) {
    let ran = Command::new(program)
        .args(arguments)
        .stdin(std::fs::File::open(input).unwrap())
        .stdout(std::fs::File::create(output).unwrap())
        .status()
        .unwrap();
    assert!(ran.success(), "{program}");
}

/// Opens base64 of an age file with an identity that lies in a file.
fn opened(place: &Path, identity: &Path, base64: &str, name: &str) -> PathBuf {
    let at = |end: &str| place.join(format!("{name}.{end}"));
    std::fs::write(at("b64"), base64).unwrap();
    stock("base64", &[Path::new("-d")], &at("b64"), &at("age"));
    let arguments = [Path::new("-d"), Path::new("-i"), identity];
    stock("age", &arguments, &at("age"), &at("plain"));
    at("plain")
}

#[tokio::test]
async fn two_custodians_read_a_protected_file_with_the_stock_program() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    assert!(read_as(&office, "chief", id).await.is_some());
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    for (name, share) in [("c1", 0), ("c3", 2)] {
        std::fs::write(at(name), &office.founding().shares[share]).unwrap();
    }
    let nested = office.path().join("recovery/13.age");
    let with = |identity: &Path| {
        [
            PathBuf::from("-d"),
            PathBuf::from("-i"),
            identity.to_owned(),
        ]
    };
    let open = |identity: &Path, input: &Path, output: &Path| {
        let arguments = with(identity);
        let arguments: Vec<&Path> = arguments.iter().map(PathBuf::as_path).collect();
        stock("age", &arguments, input, output);
    };
    open(&at("c3"), &nested, &at("middle"));
    open(&at("c1"), &at("middle"), &at("k"));

    let entries = journal::read(&office).await;
    let body = |kind: &str| {
        let found = entries.iter().find(|written| written.entry.kind == kind);
        found.unwrap().body.clone().unwrap()
    };
    // The newest box opens every epoch.
    let keyed: Keyed = serde_json::from_value(body("protected.keyed")).unwrap();
    let ladder = opened(place.path(), &at("k"), &keyed.boxed, "box");
    let ladder: serde_json::Value =
        serde_json::from_slice(&std::fs::read(ladder).unwrap()).unwrap();
    assert_eq!(ladder["epoch"], 1);
    std::fs::write(at("e0"), ladder["secrets"][0].as_str().unwrap()).unwrap();
    let sealed: Sealed = serde_json::from_value(body("item.sealed")).unwrap();
    let plain = opened(place.path(), &at("e0"), &sealed.ct, "item");
    let plain = std::fs::read(plain).unwrap();
    assert!(plain.starts_with(b"SEAL1\n") && plain.len() == 1024);
    assert!(String::from_utf8_lossy(&plain).contains(TOLD));
}
