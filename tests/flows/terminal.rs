//! The terminal twin as a program: every service of the room is taken in there, and a catalogue file is
//! said to be right or wrong.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::deskctl::{Home, Told, of_role};
use crate::services::life::least;

/// Everything the room takes in, in the order of the catalogue.
const SERVICES: [&str; 18] = [
    "A1",
    "A2",
    "A3",
    "A4",
    "B1",
    "B2",
    "B3",
    "B4",
    "B5-confirm",
    "B5-correct",
    "B5-remove",
    "B5-split",
    "C",
    "C-child",
    "D",
    "E",
    "E-mobile",
    "G",
];

fn answers(service: &str) -> Value {
    match service {
        "A1" => json!({ "content": "Không đồng ý với quyết định." }),
        "A3" => json!({ "kind": "petition", "content": "Thêm đèn." }),
        "B3" => json!({
            "dwelling": "Số 1 Đường Mẫu", "from": "2026-12-01", "guests": [{ "name": "Lê Văn Khách" }],
        }),
        "G" => json!({ "topic": "other" }),
        _ => least(service),
    }
}

fn fed(home: &Home, user: &str, visit: &Value) -> Told {
    let mut command = home.deskctl(&["visits", "add", "--user", user]);
    command
        .arg("--passphrase-file")
        .arg(home.outside(&format!("passphrase-{user}")))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let input = serde_json::to_vec(visit).unwrap();
    child.stdin.take().unwrap().write_all(&input).unwrap();
    Told {
        output: child.wait_with_output().unwrap(),
    }
}

#[test]
fn every_service_of_the_room_is_taken_in_at_the_terminal() {
    let (home, demo) = Home::demo();
    let user = of_role(&demo, "reception");
    let person = json!({
        "name": "Nguyễn Thị Thử", "born": { "year": 1990, "month": 3, "day": 5 }, "sex": "female",
        "number": "031190012345", "address": "Số 1 Đường Mẫu, phường Mẫu", "proof": "card_seen",
    });
    for service in SERVICES {
        let mut visit = json!({
            "channel": "in_person", "person": person,
            "matters": [{ "service": service, "fields": answers(service) }],
        });
        if service == "A2" {
            // Whoever denounces stays unnamed here.
            visit["person"] = Value::Null;
        }
        let added = fed(&home, user, &visit).good();
        let files = added["files"].as_array().unwrap();
        let opens = !["B3", "G"].contains(&service);
        assert_eq!(files.len(), usize::from(opens), "{service}");
        if opens {
            let receipt = files[0]["receipt"]["number"].as_str().unwrap();
            let pdf = home.outside(&format!("{service}.pdf"));
            let words = ["receipt", "pdf", receipt, "--out", pdf.to_str().unwrap()];
            home.run_as(user, &words).good();
            assert!(
                std::fs::read(&pdf).unwrap().starts_with(b"%PDF"),
                "{service}"
            );
        }
    }
    home.run_as(user, &["verify"]).good();
}

/// What is told in private is told in the window alone, in the form that is sealed as it is typed.
#[test]
fn no_private_matter_is_taken_in_at_the_terminal_and_nothing_of_one_is_kept() {
    let (home, demo) = Home::demo();
    let user = of_role(&demo, "reception");
    let told = "Anh ấy khóa cửa không cho tôi ra khỏi nhà.";
    for service in ["F1", "F2", "F3", "F", "F-asked", "F-plan"] {
        let visit = json!({
            "channel": "in_person", "person": null,
            "matters": [{
                "service": service, "fields": { "safe_now": "no", "telling": told },
            }],
        });
        let answer = fed(&home, user, &visit);
        assert_eq!(answer.refused(), "file.protected_service", "{service}");
        let said = [answer.output.stdout, answer.output.stderr].concat();
        assert!(!String::from_utf8_lossy(&said).contains(told), "{service}");
    }
    home.run_as(user, &["verify"]).good();
}

/// The tool's answers are the one way in which records leave the desk as data today.
#[test]
fn whatever_the_terminal_exports_of_somebody_restricted_says_neither_where_she_is_nor_that_she_came()
 {
    let (home, demo) = Home::demo();
    let (reception, supervisor) = (of_role(&demo, "reception"), of_role(&demo, "supervisor"));
    let (street, phone) = ("Số 1 Đường Mẫu", "0912345678");
    let came = |name: &str, restrict: bool| {
        let visit = json!({
            "channel": "in_person",
            "person": {
                "name": name, "born": { "year": 1990, "month": 3, "day": 5 }, "sex": "female",
                "address": format!("{street}, phường Mẫu"), "phone": phone, "proof": "own_words",
                "restrict": restrict,
            },
            "matters": [{ "service": "A1", "fields": answers("A1") }],
        });
        fed(&home, reception, &visit).good()
    };
    let exports = |user: &str| {
        let reads: [&[&str]; 6] = [
            &["people", "find", "Nguyễn Thị"],
            &["people", "find", phone],
            &["people", "find", street],
            &["people", "look-alikes"],
            &["visits", "list"],
            &["receipt", "states"],
        ];
        reads.map(|words| home.run_as(user, words).good().to_string())
    };
    came("Nguyễn Thị Giấu", true);
    for user in [reception, supervisor] {
        for said in exports(user) {
            for hidden in [street, phone, "912345678", "Đường Mẫu"] {
                assert!(!said.contains(hidden), "{user}: {said}");
            }
        }
        let by_phone = &exports(user)[1];
        assert!(!by_phone.contains("Giấu"), "whose phone it is: {by_phone}");
    }
    // The same questions find somebody who is not restricted.
    came("Nguyễn Thị Tỏ", false);
    let told = exports(reception);
    assert!(told[0].contains("Tỏ") && told[1].contains("Tỏ"), "{told:?}");
}

#[test]
fn a_catalogue_file_is_said_to_be_right_or_wrong_with_its_line() {
    let home = Home::new();
    let right = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/Z1.toml");
    let text = std::fs::read_to_string(&right).unwrap();
    let check = |file: &Path| {
        let mut command = home.command(&crate::deskctl::program());
        command.args(["--json", "catalogue", "check"]).arg(file);
        Told {
            output: command.output().unwrap(),
        }
    };
    check(&right).good();
    let wrong = home.outside("Z1.toml");
    std::fs::write(&wrong, text.replace("version = 1", "version = \"one\"")).unwrap();
    let told = check(&wrong);
    assert_eq!(told.refused(), "catalogue.malformed");
    assert_eq!(told.json()["error"]["params"]["line"], "3");
    let gone = check(&home.outside("nothing.toml"));
    assert_ne!(gone.output.status.code(), Some(0));
}
