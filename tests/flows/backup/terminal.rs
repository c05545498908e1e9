//! The same from a terminal: made, listed, checked, killed half way, restored, recovered.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::names;
use crate::deskctl::{Home, Told, of_role};

/// A demo office with some visits, and the name of a user of each role asked for.
fn home(visits: &str) -> (Home, Value) {
    let home = Home::new();
    let made = ["demo", "--people", "5", "--visits", visits, "--files", "2"];
    let told = home.run(&made).good();
    for user in told["users"].as_array().unwrap() {
        let text = |key: &str| user[key].as_str().unwrap();
        home.passphrase_file(text("name"), text("passphrase"));
    }
    (home, told)
}

/// A command that takes no vault from here.
fn bare(home: &Home, words: &[&str]) -> Told {
    let mut command = home.command(&crate::deskctl::program());
    command.arg("--json").args(words);
    Told {
        output: command.output().unwrap(),
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_backup_is_made_listed_checked_and_restored_by_two() {
    let (home, demo) = home("6");
    let (desk, chief, admin) = (
        of_role(&demo, "reception"),
        of_role(&demo, "supervisor"),
        of_role(&demo, "admin"),
    );
    let stick = home.outside("stick");
    std::fs::create_dir(&stick).unwrap();
    let refused = home.run_as(admin, &["backup", text(&stick)]).refused();
    assert_eq!(refused, "session.not_allowed");
    let made = home.run_as(desk, &["backup", text(&stick)]).good();
    let name = made["name"].as_str().unwrap();
    let listed = bare(&home, &["backup", "list", text(&stick)]).good();
    assert_eq!(listed["backups"][0]["name"], name);
    let checked = bare(&home, &["backup", "check", text(&stick)]).good();
    assert_eq!(checked["ok"], true);

    let file = stick.join(name).join("keyring/office.jsonl");
    let whole = std::fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    flipped[100] ^= 1;
    std::fs::write(&file, flipped).unwrap();
    let bad = bare(&home, &["backup", "check", text(&stick.join(name))]);
    assert_eq!(bad.output.status.code(), Some(1));
    assert_eq!(bad.json()["ok"], false);
    std::fs::write(&file, whole).unwrap();

    let passphrase = |who: &str| home.outside(&format!("passphrase-{who}"));
    let target = home.outside("restored");
    let restore = |first: &str, second: &str| {
        let (one, two) = (passphrase(first), passphrase(second));
        let words = [
            "restore",
            text(&stick),
            "--vault",
            text(&target),
            "--user",
            first,
            "--passphrase-file",
            text(&one),
            "--cosign",
            second,
            "--cosign-file",
            text(&two),
        ];
        bare(&home, &words)
    };
    assert_eq!(restore(desk, admin).refused(), "session.not_allowed");
    assert_eq!(restore(admin, admin).refused(), "session.needs_two_persons");
    let again = restore(admin, chief).good();
    assert_eq!(again["letter"], "B");
    assert!(again["visits"].as_i64().unwrap() >= 6, "{again}");
    assert_eq!(restore(admin, chief).refused(), "vault.not_empty");
    let one = passphrase(chief);
    let verify = [
        "verify",
        "--vault",
        text(&target),
        "--user",
        chief,
        "--passphrase-file",
        text(&one),
    ];
    assert_eq!(bare(&home, &verify).good()["ok"], true);
    // Nothing was written anywhere but where it was asked for.
    let beside = names(&home.outside(""));
    assert!(
        beside.iter().all(|name| !name.starts_with('.')),
        "{beside:?}"
    );
}

#[test]
fn two_shares_recover_an_office_and_the_third_alone_does_not() {
    let home = Home::new();
    let founding = home.outside("founding.toml");
    let people = "[[PEOPLE]]\nname = \"quan\"\ndisplay = \"Ngô Thị Quản\"\nrole = \"admin\"\n\
                  [[PEOPLE]]\nname = \"huy\"\ndisplay = \"Trần Văn Huy\"\nrole = \"supervisor\"\n";
    let office = "[office]\nparent = \"CÔNG AN MẪU\"\noffice = \"PHÒNG MẪU\"\nplace = \"Mẫu\"\n";
    std::fs::write(
        &founding,
        format!("{office}{}", people.replace("PEOPLE", "founders")),
    )
    .unwrap();
    let told = home.run(&["init", "--founding", text(&founding)]).good();
    let mut files = Vec::new();
    for (share, number) in told["shares"].as_array().unwrap().iter().zip(1..) {
        let file = home.outside(&format!("share-{number}"));
        std::fs::write(&file, format!("# {number}\n{}\n", share.as_str().unwrap())).unwrap();
        files.push(file);
    }
    for user in told["users"].as_array().unwrap() {
        let text = |key: &str| user[key].as_str().unwrap();
        home.passphrase_file(text("name"), text("passphrase"));
    }
    // The record begins with the first sign-in of one who holds it.
    let new = home.outside("new");
    std::fs::write(&new, "con trâu trắng ăn lúa test\n").unwrap();
    home.run_as("huy", &["users", "passphrase", "--new-file", text(&new)])
        .good();

    let told = home.outside("people.toml");
    std::fs::write(&told, people.replace("PEOPLE", "people")).unwrap();
    let target = home.outside("recovered");
    let recover = |shares: &[usize]| {
        let mut words = vec!["recover", "--people", text(&told), "--out", text(&target)];
        for share in shares {
            words.extend(["--share", text(&files[*share])]);
        }
        home.run(&words)
    };
    assert_eq!(recover(&[2]).refused(), "recovery.two_shares");
    assert_eq!(recover(&[2, 2]).refused(), "recovery.same_share");
    let done = recover(&[2, 0]).good();
    assert_eq!(done["letter"], "B");
    assert_eq!(done["shares"].as_array().unwrap().len(), 3);
    let huy = &done["users"][1];
    assert_eq!(huy["name"], "huy");
    let own = home.passphrase_file("recovered-huy", huy["passphrase"].as_str().unwrap());
    let chosen = [
        "users",
        "passphrase",
        "--vault",
        text(&target),
        "--user",
        "huy",
        "--passphrase-file",
        text(&own),
        "--new-file",
        text(&new),
    ];
    bare(&home, &chosen).good();
    let verify = [
        "verify",
        "--vault",
        text(&target),
        "--user",
        "huy",
        "--passphrase-file",
        text(&new),
    ];
    assert_eq!(bare(&home, &verify).good()["ok"], true);
}

#[test]
fn killed_at_any_moment_it_leaves_whole_backups_only_and_the_next_run_sweeps() {
    let (home, demo) = home("30");
    let desk = of_role(&demo, "reception");
    let stick = home.outside("stick");
    std::fs::create_dir(&stick).unwrap();
    let file = home.outside(&format!("passphrase-{desk}"));
    let (mut killed, mut left_behind) = (0, 0);
    for wait in 0..12 {
        let mut command = home.deskctl(&["backup", text(&stick)]);
        command
            .args(["--user", desk, "--passphrase-file"])
            .arg(&file);
        let mut child = command
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // It works on the stick from the moment something lies there.
        let before = names(&stick).len();
        let began = std::time::Instant::now();
        while names(&stick).len() == before && child.try_wait().unwrap().is_none() {
            assert!(
                began.elapsed() < Duration::from_mins(2),
                "it does not begin"
            );
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(wait * 5));
        child.kill().ok();
        killed += u32::from(!child.wait().unwrap().success());
        left_behind += usize::from(names(&stick).iter().any(|name| name.starts_with('.')));
        let listed = bare(&home, &["backup", "list", text(&stick)]).good();
        for row in listed["backups"].as_array().unwrap() {
            assert_eq!(row["ok"], true, "after {wait}: {row}");
        }
    }
    println!("{killed} of 12 were killed at work, {left_behind} left remains");
    assert!(left_behind > 0, "none was killed half way");
    home.run_as(desk, &["backup", text(&stick)]).good();
    assert!(names(&stick).iter().all(|name| !name.starts_with('.')));
    assert_eq!(
        bare(&home, &["backup", "check", text(&stick)]).good()["ok"],
        true
    );
    home.run_as(desk, &["verify"]).good();
}
