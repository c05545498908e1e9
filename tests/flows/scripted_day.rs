//! A whole day at the terminal, in earnest: founding by two people, their staff, thirty visits by
//! scanned cards, receipts, wrong passphrases, a suspension; it ends with `verify`.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use domain::born::Sex;
use domain::moment::Moment;
use domain::person::Facts;
use office::clock::{Clock as _, SystemClock};
use office::demo::people::Crowd;
use serde_json::{Value, json};

use crate::deskctl::{Home, Told, program};

const FOUNDING: &str = r#"
[office]
parent = "CÔNG AN THÀNH PHỐ MẪU"
office = "PHÒNG THỬ NGHIỆM"
place = "Phường Mẫu"
address = "Số 2 phố Thử Nghiệm"
phone = "0900000001"

[[founders]]
name = "quan"
display = "Ngô Thị Quản"
role = "admin"

[[founders]]
name = "huy"
display = "Trần Văn Huy"
role = "supervisor"
"#;

/// Name, name as shown, role.
const STAFF: [(&str, &str, &str); 3] = [
    ("tiep", "Phạm Thị Tiếp", "reception"),
    ("ly", "Đỗ Thị Lý", "case"),
    ("soat", "Bùi Văn Soát", "auditor"),
];

const VISITS: usize = 30;

/// A command fed through stdin.
fn fed(mut command: Command, input: &[u8]) -> Told {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    Told {
        output: child.wait_with_output().unwrap(),
    }
}

/// A command that needs no vault.
fn bare(home: &Home, words: &[&str], input: &[u8]) -> Told {
    let mut command = home.command(&program());
    command.arg("--json").args(words);
    fed(command, input)
}

fn add(home: &Home, user: &str, visit: &Value) -> Told {
    let mut command = home.deskctl(&["visits", "add", "--user", user]);
    command
        .arg("--passphrase-file")
        .arg(home.outside(&format!("passphrase-{user}")));
    fed(command, &serde_json::to_vec(visit).unwrap())
}

/// Whatever a user does with a second person's agreement.
fn agreed(home: &Home, user: &str, second: &str, words: &[&str]) -> Told {
    let file = home.outside(&format!("passphrase-{second}"));
    let words = [
        words,
        &["--cosign", second, "--cosign-file", file.to_str().unwrap()],
    ]
    .concat();
    home.run_as(user, &words)
}

/// Founds the office; both founders change what was generated for them.
fn founded(home: &Home) {
    let file = home.outside("founding.toml");
    std::fs::write(&file, FOUNDING).unwrap();
    let founded = home
        .run(&["init", "--founding", file.to_str().unwrap()])
        .good();
    assert_eq!(founded["shares"].as_array().unwrap().len(), 3);
    let users = founded["users"].as_array().unwrap();
    assert_eq!(users.len(), 2);
    for user in users {
        let (name, generated) = (
            user["name"].as_str().unwrap(),
            user["passphrase"].as_str().unwrap(),
        );
        home.passphrase_file(name, generated);
        if name == "huy" {
            assert_eq!(
                home.run_as(name, &["visits", "list"]).refused(),
                "session.must_change"
            );
        }
        let chosen = home.outside("chosen");
        std::fs::write(&chosen, format!("con trâu trắng ăn lúa test {name}\n")).unwrap();
        home.run_as(
            name,
            &[
                "users",
                "passphrase",
                "--new-file",
                chosen.to_str().unwrap(),
            ],
        )
        .good();
        assert_eq!(
            home.run_as(name, &["visits", "list"]).refused(),
            "signin.refused"
        );
        std::fs::rename(chosen, home.outside(&format!("passphrase-{name}"))).unwrap();
    }
    let again = home
        .run(&["init", "--founding", file.to_str().unwrap()])
        .refused();
    assert_eq!(again, "vault.exists");
}

/// Three officers: invited, keyed, activated by two.
fn staffed(home: &Home) {
    for (name, display, role) in STAFF {
        let words = ["users", "enrol", name, "--display", display, "--role", role];
        let invited = home.run_as("quan", &words).good();
        let code = home.outside("code");
        std::fs::write(&code, invited["code"].as_str().unwrap()).unwrap();
        let own = home.passphrase_file(name, &format!("sông rộng cầu dài test {name}"));
        let (code, own) = (code.to_str().unwrap(), own.to_str().unwrap());
        let words = ["users", "key", name, "--code-file", code, "--new-file", own];
        let keyed = home.run(&words).good();
        // A record holder acts, so that her colleague has the key at once.
        let activated = agreed(home, "huy", "quan", &["users", "activate", name]).good();
        assert_eq!(activated["user"]["state"], "active");
        assert_eq!(activated["user"]["key_words"], keyed["key_words"]);
    }
    let listed = home.run(&["users", "list"]).good();
    assert_eq!(listed["users"].as_array().unwrap().len(), 5);
}

/// What the code on somebody's card says.
fn card(facts: &Facts) -> String {
    let born = facts.born.unwrap();
    let part = |part: Option<u8>| format!("{:02}", part.unwrap_or_default());
    let sex = match facts.sex.unwrap() {
        Sex::Female => "Nữ",
        Sex::Male => "Nam",
    };
    format!(
        "{}|{}|{}|{}{}{:04}|{sex}|{}|15042021\r\n",
        facts.number.as_deref().unwrap(),
        facts.old_number.as_deref().unwrap_or_default(),
        facts.name,
        part(born.day()),
        part(born.month()),
        born.year(),
        facts.address,
    )
}

/// The visit's number: which matters it brings. Every third is a complaint, every third a petition
/// or feedback, the others end in advice.
fn visit(number: usize, scanned: Option<Value>) -> Value {
    let matter = |service: &str, fields: Value| {
        let document = json!({"name": "Đơn viết tay", "copies": 1, "original": true, "pages": 2});
        json!({"service": service, "fields": fields, "documents": [document]})
    };
    let content = format!("Việc thử số {number}: đèn ngõ hỏng đã lâu.");
    let kind = if number.is_multiple_of(2) {
        "petition"
    } else {
        "feedback"
    };
    let matters = match number % 3 {
        0 => vec![matter("A1", json!({"content": content}))],
        1 => vec![matter("A3", json!({"kind": kind, "content": content}))],
        _ => Vec::new(),
    };
    let mut visit = json!({"channel": "in_person", "matters": matters, "note": "Đã hướng dẫn."});
    if let Some(mut person) = scanned {
        person["proof"] = "card_scanned".into();
        person["phone"] = format!("09123456{number:02}").into();
        visit["person"] = person;
    }
    visit
}

/// Thirty visits; the answers.
fn thirty_visits(home: &Home, people: &[Facts], earlier: Moment) -> Vec<Value> {
    let mut answers = Vec::new();
    for (number, facts) in people.iter().enumerate() {
        // The fifth caller stays unnamed, and her petition is taken all the same.
        let scanned = (number != 4).then(|| {
            let scanned = bare(home, &["scan"], card(facts).as_bytes()).good();
            assert_eq!(scanned["name"], facts.name.as_str());
            assert_eq!(scanned["warnings"], json!([]));
            scanned
        });
        let mut visit = visit(number, scanned);
        if number == 6 {
            visit["channel"] = "post".into();
            visit["received_at"] = earlier.rfc3339().into();
            let unexplained = add(home, "tiep", &visit);
            assert_eq!(unexplained.refused(), "visit.late_needs_source");
            visit["late"] = json!({"source": "postmark", "reason": "Thư đến ngoài giờ."});
        }
        let answer = add(home, "tiep", &visit).good();
        let files = visit["matters"].as_array().unwrap().len();
        assert_eq!(answer["files"].as_array().unwrap().len(), files);
        answers.push(answer);
    }
    answers
}

/// Receipts onto paper, and checked by somebody without a vault.
fn receipts(home: &Home, answers: &[Value], name: &str) {
    let receipts: Vec<_> = answers
        .iter()
        .flat_map(|answer| answer["files"].as_array().unwrap())
        .map(|file| {
            (
                file["receipt"]["number"].as_str().unwrap(),
                file["receipt"]["token"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(receipts.len(), 20);
    let numbers: BTreeSet<_> = receipts.iter().map(|(number, _)| number).collect();
    assert_eq!(numbers.len(), 20, "no number twice");

    let (number, token) = receipts[0];
    let out = home.outside("receipt.pdf");
    let print = |command: &str, force: &[&str]| {
        let words = ["receipt", command, number, "--out", out.to_str().unwrap()];
        home.run_as("tiep", &[&words[..], force].concat())
    };
    print("pdf", &[]).good();
    let first = std::fs::read(&out).unwrap();
    assert!(first.starts_with(b"%PDF-1."));
    assert_eq!(print("pdf", &[]).refused(), "terminal.file_exists");
    print("pdf", &["--force"]).good();
    assert_eq!(
        std::fs::read(&out).unwrap(),
        first,
        "the same bytes each time"
    );
    print("reprint", &["--force"]).good();
    assert_ne!(std::fs::read(&out).unwrap(), first, "a reprint is marked");

    let key = home.vault().join("station.pub");
    let check = |token: &str| {
        let key = key.to_str().unwrap();
        bare(home, &["receipt", "check", token, "--key", key], b"")
    };
    for (_, token) in &receipts {
        assert_eq!(check(token).good()["genuine"], true);
    }
    for at in (0..token.len()).step_by(11) {
        let mut changed = token.to_owned();
        let other = if &token[at..=at] == "0" { "1" } else { "0" };
        changed.replace_range(at..=at, other);
        let told = check(&changed);
        assert_eq!(told.output.status.code(), Some(1));
        assert_eq!(told.json()["genuine"], false, "letter {at}");
    }
    assert_eq!(
        bare(home, &["scan"], token.as_bytes()).refused(),
        "scan.receipt"
    );

    let printed = first_page_by_stock_tools(home, &out, &[name, number]);
    assert_eq!(printed, token, "the code on the paper is the token");
    assert_eq!(check(&printed).good()["genuine"], true);
}

/// The paper as anybody sees it: sound, tagged, its text whole. The answer is what its code says.
fn first_page_by_stock_tools(home: &Home, pdf: &Path, texts: &[&str]) -> String {
    let run = |tool: &str, words: &[&str]| {
        let output = Command::new(tool).args(words).output().unwrap();
        assert!(output.status.success(), "{tool}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let pdf = pdf.to_str().unwrap();
    run("qpdf", &["--check", pdf]);
    assert!(run("pdfinfo", &[pdf]).contains("Tagged:          yes"));
    let text = run("pdftotext", &["-l", "1", pdf, "-"]);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in texts {
        assert!(text.contains(part), "{part} stands on the paper");
    }
    let picture = home.outside("page");
    let picture = picture.to_str().unwrap();
    run(
        "pdftoppm",
        &["-r", "200", "-png", "-singlefile", pdf, picture],
    );
    let code = run("zbarimg", &["--quiet", "--raw", &format!("{picture}.png")]);
    // A token may end with a space; only the line's end is the tool's.
    code.trim_end_matches(['\r', '\n']).to_owned()
}

/// A late entry's clocks began when it was received.
fn late_clock(home: &Home, answer: &Value, earlier: Moment) {
    let deadline = &answer["files"][0]["deadlines"][0];
    let (step, from) = (deadline["step"].as_str().unwrap(), earlier.rfc3339());
    let service = answer["files"][0]["service"].as_str().unwrap();
    let words = [
        "deadline",
        "--service",
        service,
        "--step",
        step,
        "--from",
        &from,
    ];
    assert_eq!(bare(home, &words, b"").good()["due"], deadline["due"]);
}

/// Wrong passphrases: the same answer for everybody, then a wait, then in again.
fn wrong_passphrases(home: &Home) {
    let right = std::fs::read(home.outside("passphrase-ly")).unwrap();
    home.passphrase_file("ly", "test hoàn toàn sai");
    home.passphrase_file("nobody", "test hoàn toàn sai");
    assert_eq!(
        home.run_as("nobody", &["visits", "list"]).refused(),
        "signin.refused"
    );
    // Each failure doubles the wait; a slow machine may need one more to be told to wait.
    let mut wait = None;
    for _ in 0..8 {
        let told = home.run_as("ly", &["visits", "list"]);
        if told.refused() == "signin.wait" {
            wait = told.json()["error"]["params"]["seconds"]
                .as_str()
                .map(str::to_owned);
            break;
        }
        assert_eq!(told.refused(), "signin.refused");
    }
    // After a few failures she was told to wait.
    let wait: u64 = wait.unwrap().parse().unwrap();
    std::fs::write(home.outside("passphrase-ly"), right).unwrap();
    std::thread::sleep(Duration::from_secs(wait + 1));
    home.run_as("ly", &["visits", "list"]).good();
}

/// Somebody who may no longer work.
fn suspended(home: &Home) {
    home.run_as("quan", &["users", "suspend", "tiep"]).good();
    let visit = visit(2, None);
    assert_eq!(add(home, "tiep", &visit).refused(), "signin.suspended");
    home.passphrase_file("tiep", "test sai");
    assert_eq!(add(home, "tiep", &visit).refused(), "signin.refused");
}

/// What the day's list says of the visits.
fn listed(home: &Home, days: &BTreeSet<String>) {
    let (mut served, mut files) = (0, 0);
    for day in days {
        let list = home.run_as("ly", &["visits", "list", "--day", day]).good();
        served += list["served"].as_u64().unwrap();
        let visits = list["visits"].as_array().unwrap();
        files += visits
            .iter()
            .map(|visit| visit["files"].as_u64().unwrap())
            .sum::<u64>();
        let numbers: BTreeSet<_> = visits
            .iter()
            .map(|visit| visit["number"].as_str().unwrap())
            .collect();
        assert_eq!(numbers.len(), visits.len());
    }
    assert_eq!((served, files), (u64::try_from(VISITS).unwrap(), 20));
}

#[test]
fn a_day_at_the_terminal_from_founding_to_verify() {
    let home = Home::new();
    let clock = SystemClock::default();
    let mut days = BTreeSet::from([clock.now().day().to_string()]);
    let earlier = clock.now().plus(time::Duration::days(-2));
    founded(&home);
    staffed(&home);
    let crowd = Crowd::new(30).filter(|facts| facts.number.is_some());
    let crowd = crowd.filter(|facts| facts.born.is_some_and(|born| born.full().is_some()));
    let people: Vec<Facts> = crowd.take(VISITS).collect();
    let answers = thirty_visits(&home, &people, earlier);
    days.insert(clock.now().day().to_string());
    assert_eq!(answers[4]["person"], Value::Null);
    late_clock(&home, &answers[6], earlier);
    receipts(&home, &answers, &people[0].name);

    let plain = domain::fold::folded_key(&people[0].name);
    let found = home.run_as("ly", &["people", "find", &plain]).good();
    let ids = found["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| &person["id"]);
    assert!(
        ids.into_iter().any(|id| *id == answers[0]["person"]),
        "found without marks"
    );
    let denied = home.run_as("soat", &["people", "find", &plain]).refused();
    assert_eq!(denied, "session.not_allowed");

    wrong_passphrases(&home);
    listed(&home, &days);
    suspended(&home);

    let office = home.run(&["office", "verify"]).good();
    assert_eq!(office["ok"], true);
    let verdict = home.run_as("huy", &["verify"]).good();
    assert_eq!(
        (&verdict["ok"], &verdict["found"]),
        (&json!(true), &json!(0)),
        "{verdict}"
    );
    assert!(verdict["entries"].as_i64().unwrap() > 130);
    assert_no_plain_text(&home.vault(), &people);
}

/// A day's names stand nowhere in the vault's files.
fn assert_no_plain_text(folder: &Path, people: &[Facts]) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            assert_no_plain_text(&path, people);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for facts in people {
            let name = facts.name.as_bytes();
            assert!(
                !bytes.windows(name.len()).any(|part| part == name),
                "{}",
                path.display()
            );
        }
    }
}
