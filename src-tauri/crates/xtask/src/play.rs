//! The main job without a window: from card to receipt through `deskctl`.
//!
//! Purpose: scan a card, log a visit with a complaint, print its receipt, check it, verify the
//! office; every command shown, every file named. The people are invented.
//! Must never: know a rule of the desk; it only asks and shows the answers.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::demo::{Office, deskctl, keep_private, shown};
use crate::house::{Fail, House, While as _, typed};
use crate::say::say;

/// What a scanner types from the QR of an invented citizen's card.
const CARD: &str = "031190012345|031234567|Nguyễn Thị An|05031990|Nữ|\
Số 1 Đường Mẫu, Phường Mẫu, Quận Lê Chân, Hải Phòng|15042021";

/// Plays it.
pub(crate) fn main_job(house: &House, office: &Office) -> Result<(), Fail> {
    say("There is no display here, so the main job is played through deskctl.\n");
    let desk = Desk::signed_in_as(house, office, "reception")?;

    say("1. A card is scanned.");
    fs::write(office.at("card.txt"), CARD).doing("write the card")?;
    let person = desk.ask(&["scan"], Some(&office.at("card.txt")))?;
    say(&format!(
        "   {}, born {}",
        text(&person, "/name"),
        born(&person)
    ));

    say("2. Why she came: a complaint, with two papers.");
    let intake = intake(&person);
    fs::write(office.at("intake.json"), format!("{intake:#}\n")).doing("write the intake")?;
    let visit = desk.ask(&["visits", "add"], Some(&office.at("intake.json")))?;
    let (number, token) = (
        text(&visit, "/files/0/receipt/number"),
        text(&visit, "/files/0/receipt/token"),
    );
    say(&format!(
        "   queue number {}, receipt {number}",
        text(&visit, "/queue_number")
    ));
    say(&format!(
        "   answer due {}",
        text(&visit, "/files/0/deadlines/0/due")
    ));

    say("3. The receipt, as it goes to the printer (A5, two copies).");
    let pdf = office.at("receipt.pdf");
    if pdf.exists() {
        fs::remove_file(&pdf).doing("clear the last receipt")?;
    }
    desk.ask(&["receipt", "pdf", &number, "--out", &path(&pdf)], None)?;
    if !pdf.is_file() {
        return Err(Fail::new("deskctl said done, yet there is no receipt."));
    }

    say("4. Anyone checks it, offline, with the station's public key.");
    let key = office.at("vault/station.pub");
    let check = desk.ask(&["receipt", "check", &token, "--key", &path(&key)], None)?;
    if check.get("genuine") != Some(&Value::Bool(true)) {
        return Err(Fail::new("The receipt just made was not found genuine."));
    }
    say(&format!("   genuine, of {}", text(&check, "/day")));

    say("5. The whole office is verified: chain, signatures, replay.");
    let verdict = desk.ask(&["verify"], None)?;
    if verdict.get("ok") != Some(&Value::Bool(true)) {
        return Err(Fail::new(format!(
            "The demo office does not verify: {verdict}"
        )));
    }
    say(&format!(
        "   sound: {} entries in the journal\n",
        text(&verdict, "/entries")
    ));
    name_files(house, office);
    Ok(())
}

/// Where everything lies that the play left.
fn name_files(house: &House, office: &Office) {
    say("Files:");
    for (name, what) in [
        ("receipt.pdf", "the receipt, to look at or print"),
        ("card.txt", "what the card's QR says"),
        ("intake.json", "the visit as it was given to the desk"),
        ("users.json", "the demo's users and their passphrases"),
        ("passphrase.txt", "the passphrase the play signed in with"),
        ("vault", "the encrypted office itself, marked DEMO"),
        ("vault/station.pub", "the key that checks receipts"),
    ] {
        say(&format!("  {:<32} {what}", shown(house, &office.at(name))));
    }
}

/// The visit: the scanned person, how she is reached, and one complaint.
fn intake(person: &Value) -> Value {
    let mut person = person.clone();
    if let Value::Object(fields) = &mut person {
        fields.insert("phone".to_owned(), json!("0912 345 678"));
        fields.insert("proof".to_owned(), json!("card_scanned"));
    }
    json!({
        "channel": "in_person",
        "person": person,
        "matters": [{
            "service": "A1",
            "fields": {
                "content": "Không đồng ý với mức phạt trong quyết định (người và việc đều là mẫu).",
                "decision": "Quyết định xử phạt số 12 (mẫu)",
            },
            "documents": [
                { "name": "Đơn khiếu nại", "copies": 1, "original": true },
                { "name": "Quyết định xử phạt", "copies": 1, "original": false },
            ],
        }],
        "outcome": "matter_taken",
    })
}

/// deskctl on the demo office, signed in as one of its users.
struct Desk {
    program: PathBuf,
    root: PathBuf,
    vault: String,
    user: String,
    passphrase_file: String,
}

impl Desk {
    fn signed_in_as(house: &House, office: &Office, role: &str) -> Result<Self, Fail> {
        let user = office.user(role)?;
        let file = office.at("passphrase.txt");
        keep_private(&file, &format!("{}\n", user.passphrase))?;
        Ok(Self {
            program: deskctl(house),
            root: house.root().to_path_buf(),
            vault: path(&office.at("vault")),
            user: user.name.clone(),
            passphrase_file: path(&file),
        })
    }

    /// Runs one command and reads the object it answers.
    fn ask(&self, words: &[&str], stdin: Option<&Path>) -> Result<Value, Fail> {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.root).args(words).arg("--json");
        if needs_sign_in(words) {
            command.args(["--vault", &self.vault, "--user", &self.user]);
            command.args(["--passphrase-file", &self.passphrase_file]);
        }
        let from = stdin
            .map(|file| format!(" < {}", file.display()))
            .unwrap_or_default();
        say(&format!("   $ {}{from}", typed(&command)));
        object(&mut command, stdin)
    }
}

/// Scanning a card and checking a receipt need no office.
fn needs_sign_in(words: &[&str]) -> bool {
    !matches!(words, ["scan", ..] | ["receipt", "check", ..])
}

/// Runs a command that answers one JSON object on stdout.
pub(crate) fn object(command: &mut Command, stdin: Option<&Path>) -> Result<Value, Fail> {
    let line = typed(command);
    let input = match stdin {
        Some(file) => fs::read(file).doing("read the input")?,
        None => Vec::new(),
    };
    let doing = format!("start `{line}`");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .doing(&doing)?;
    if let Some(mut pipe) = child.stdin.take() {
        // One that needs no input may have closed it already; its answer says what it thinks.
        drop(pipe.write_all(&input));
    }
    let output = child.wait_with_output().doing(&doing)?;
    let answer = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(Fail::new(format!(
            "`{line}` ended with {}: {}",
            output.status,
            answer.trim()
        )));
    }
    serde_json::from_str(&answer).doing(&format!("read the answer of `{line}`"))
}

/// A value of an answer as text; a dash when it is not there.
fn text(value: &Value, pointer: &str) -> String {
    match value.pointer(pointer) {
        None | Some(Value::Null) => "–".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// `5/3/1990`, with what is unknown left out.
fn born(person: &Value) -> String {
    ["/born/day", "/born/month", "/born/year"]
        .iter()
        .map(|part| text(person, part))
        .filter(|part| part != "–")
        .collect::<Vec<_>>()
        .join("/")
}

fn path(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_intake_takes_the_person_as_the_scan_answered() {
        let scanned = json!({
            "name": "Nguyễn Thị An", "born": { "year": 1990, "month": 3, "day": 5 },
            "extra_fields": 0, "warnings": [],
        });
        let intake = intake(&scanned);
        assert_eq!(text(&intake, "/person/name"), "Nguyễn Thị An");
        assert_eq!(text(&intake, "/person/proof"), "card_scanned");
        assert_eq!(born(&scanned), "5/3/1990");
    }

    #[test]
    fn a_refusal_of_a_command_carries_its_answer() {
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "echo '{\"error\":{\"code\":\"vault.in_use\"}}'; exit 1",
        ]);
        let Fail(reason) = object(&mut command, None).unwrap_err();
        assert!(reason.contains("vault.in_use"), "{reason}");
    }

    #[test]
    fn an_unknown_part_of_a_birth_date_is_left_out() {
        assert_eq!(
            born(&json!({ "born": { "year": 1960, "month": null, "day": null } })),
            "1960"
        );
    }
}
