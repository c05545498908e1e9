//! The matrix against the program: every use case, as every role and as nobody, does what the cell
//! says and nothing else.
//!
//! Each right in use has its use cases in [`call`]; what is expected comes from the matrix alone.

mod calls;
mod counter_calls;
mod dossier_calls;
mod protected_calls;

use std::process::Stdio;

use domain::fault::Code;
use domain::permission::{Circumstance, Denial, MATRIX, Reach, Right, Role};
use office::policy::IN_USE;
use office::{Office, Session, check_receipt};
use serde_json::{Value, json};
use testkit::{TestOffice, intake, passphrase};

use self::calls::{Object, call, with_file};
use crate::deskctl::Home;
use crate::journal::{self, assert_sound};

/// What the matrix says, as the program must tell it.
fn expected(right: Right, role: Role, around: Circumstance, hidden: Option<Code>) -> Option<Code> {
    match right.allow(Some(role), around) {
        Ok(()) => None,
        Err(Denial::Role | Denial::NotOwn)
            if hidden.is_some() && role.holds_records() && !around.own =>
        {
            hidden
        }
        Err(Denial::Role | Denial::NotOwn) => Some(Code::NotAllowed),
        Err(Denial::Own) => Some(Code::NeedsAnother),
        Err(Denial::TwoPersons) => Some(Code::NeedsTwoPersons),
        Err(Denial::StepUp) => Some(Code::NeedsPassphrase),
    }
}

/// Tries all use cases of a right on an object and holds each against the matrix.
async fn hold(
    office: &TestOffice,
    session: &Session,
    right: Right,
    object: &Object,
    stepped_up: bool,
) {
    // Where two must agree the second person's signature is part of the call: there is no other way.
    let around = Circumstance {
        own: object.own,
        second: true,
        stepped_up,
    };
    for tried in call(right, office, session, object).await {
        let told = tried.answer.err().map(|refused| refused.code);
        let role = session.role();
        let due = expected(right, role, around, tried.hidden);
        assert_eq!(told, due, "{} as {role:?}, {around:?}", tried.name);
    }
}

/// An office where a colleague took in a matter, and, where the role may, the user herself one too.
async fn prepared(role: Role) -> (TestOffice, Session, Vec<Object>) {
    let office = TestOffice::founded().await;
    let other = office.sign_in_as("window").await;
    let added = office.add_visit(&other, &with_file(&office)).await.unwrap();
    let theirs = intake::household(added.person.as_deref().unwrap());
    let theirs = office.record_household(&other, &theirs).await.unwrap();
    office.end(other).await.unwrap();
    // Whoever is to be removed was suspended before.
    let admin = office.sign_in(Role::Admin).await;
    office
        .suspend(&admin, office.user_named("window").unwrap())
        .await
        .unwrap();
    office.end(admin).await.unwrap();
    let session = office.sign_in(role).await;
    let household = theirs.to_string();
    let mut objects = vec![Object {
        household: household.clone(),
        ..Object::of(&added, false)
    }];
    if role.holds_records() {
        let added = office
            .add_visit(&session, &with_file(&office))
            .await
            .unwrap();
        let hers = intake::household(added.person.as_deref().unwrap());
        // Where her role records none, it is a colleague's.
        let hers = office.record_household(&session, &hers).await;
        objects.push(Object {
            household: hers.map_or(household, |id| id.to_string()),
            ..Object::of(&added, true)
        });
    }
    (office, session, objects)
}

/// Rights whose use would take the stage away for the others are tried in an office of their own.
const LAST: [Right; 7] = [
    Right::EndSession,
    Right::EraseSubject,
    Right::MoveFile,
    Right::ActivateUser,
    Right::SuspendUser,
    Right::RemoveUser,
    Right::EnrolUser,
];

/// To whoever is not cleared a protected file is not there, whatever else she may: these are tried by
/// themselves.
const BY_CLEARANCE: [Right; 9] = [
    Right::ReadProtected,
    Right::WorkProtected,
    Right::GrantClearance,
    Right::RevokeClearance,
    Right::BreakGlass,
    Right::CloseProtected,
    Right::DeclareConflict,
    Right::LiftBar,
    Right::ExportFile,
];

async fn every_cell_of(role: Role) {
    let (office, session, objects) = prepared(role).await;
    let elsewhere = |right: &&Right| LAST.contains(right) || BY_CLEARANCE.contains(right);
    for right in IN_USE.iter().filter(|right| !elsewhere(right)) {
        for object in &objects {
            hold(&office, &session, *right, object, false).await;
        }
    }
    office
        .confirm(&session, passphrase(session.name()))
        .await
        .unwrap();
    hold(&office, &session, Right::Import, &objects[0], true).await;
    office.end(session).await.unwrap();
    assert_sound(&office).await;
    for right in LAST {
        let (office, session, objects) = prepared(role).await;
        // One call on each object, or one call where the object is a colleague.
        let on_files = matches!(right, Right::EraseSubject | Right::MoveFile);
        for object in objects.iter().take(if on_files { 2 } else { 1 }) {
            hold(&office, &session, right, object, false).await;
        }
        office.end(session).await.unwrap();
        assert_sound(&office).await;
    }
}

#[tokio::test]
async fn reception_may_do_what_its_column_says_and_nothing_else() {
    every_cell_of(Role::Reception).await;
}

#[tokio::test]
async fn a_case_officer_may_do_what_her_column_says_and_nothing_else() {
    every_cell_of(Role::Case).await;
}

#[tokio::test]
async fn a_supervisor_may_do_what_her_column_says_and_nothing_else() {
    every_cell_of(Role::Supervisor).await;
}

#[tokio::test]
async fn an_administrator_may_do_what_his_column_says_and_nothing_else() {
    every_cell_of(Role::Admin).await;
}

#[tokio::test]
async fn an_auditor_may_do_what_his_column_says_and_nothing_else() {
    every_cell_of(Role::Auditor).await;
}

#[tokio::test]
async fn to_every_role_a_protected_file_that_she_is_not_cleared_for_is_not_there() {
    for role in Role::ALL {
        let (office, session, objects) = prepared(role).await;
        office
            .confirm(&session, passphrase(session.name()))
            .await
            .unwrap();
        for right in BY_CLEARANCE {
            for tried in call(right, &office, &session, &objects[0]).await {
                let code = tried.answer.unwrap_err().code;
                assert_eq!(code, Code::ProtectedUnknown, "{} as {role:?}", tried.name);
            }
        }
        office.end(session).await.unwrap();
    }
}

#[tokio::test]
async fn every_right_in_use_has_a_use_case_here_and_each_is_called() {
    let (office, session, objects) = prepared(Role::Supervisor).await;
    office.confirm(&session, passphrase("chief")).await.unwrap();
    for right in IN_USE {
        let object = if *right == Right::EraseSubject {
            &objects[0]
        } else {
            &objects[1]
        };
        let tried = call(*right, &office, &session, object).await;
        assert!(
            !tried.is_empty(),
            "no use case of {} is called",
            right.row().name
        );
    }
    let names: std::collections::BTreeSet<_> =
        IN_USE.iter().map(|right| right.row().name).collect();
    assert_eq!(names.len(), IN_USE.len());
    office.end(session).await.unwrap();
}

#[test]
fn nobody_signed_in_has_none_of_the_rights_that_take_a_session() {
    for right in IN_USE {
        assert_eq!(right.cell(None).reach, Reach::No, "{}", right.row().name);
    }
}

#[tokio::test]
async fn what_the_matrix_opens_to_nobody_works_without_a_session() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let added = office
        .add_visit(&session, &with_file(&office))
        .await
        .unwrap();
    office.end(session).await.unwrap();
    let open: Vec<_> = MATRIX
        .iter()
        .filter(|row| row.right.cell(None).reach == Reach::All)
        .map(|row| row.name)
        .collect();
    assert_eq!(
        open,
        [
            "session.open",
            "receipt.check",
            "vault.recover",
            "office.verify"
        ]
    );
    let session = office.sign_in_as("desk").await;
    office.end(session).await.unwrap();
    let token = &added.files[0].receipt.as_ref().unwrap().token;
    assert!(check_receipt(token, &office.station_lines()).genuine);
    drop(crate::record::database_key(
        &office.path(),
        office.founding(),
    ));
    assert_eq!(office.verify_office().unwrap(), 1);
}

/// Commands that work in somebody's name.
const IN_A_NAME: [&[&str]; 25] = [
    &[
        "users",
        "enrol",
        "mai",
        "--display",
        "Mai",
        "--role",
        "case",
    ],
    &["users", "activate", "desk", "--cosign", "chief"],
    &[
        "users", "role", "desk", "--role", "case", "--cosign", "chief",
    ],
    &["users", "suspend", "desk"],
    &["users", "remove", "desk", "--cosign", "chief"],
    &["users", "passphrase"],
    &["people", "find", "an"],
    &["people", "import", "people.csv"],
    &["people", "look-alikes"],
    &["visits", "add"],
    &["visits", "list"],
    &["receipt", "pdf", "A-2026-000001", "--out", "a.pdf"],
    &["receipt", "print", "A-2026-000001", "--printer", "q"],
    &["receipt", "states"],
    &["verify"],
    &["receipt", "reprint", "A-2026-000001", "--out", "a.pdf"],
    &["clock", "24112026", "0800"],
    &["rebuild"],
    &["carry-over", "sheet.csv"],
    &["carried", "12/2026"],
    &["registers", "list"],
    &[
        "registers",
        "start",
        "file",
        "--year",
        "2026",
        "--last",
        "120",
    ],
    &["backup", "stick"],
    &["restore", "stick", "--cosign", "chief"],
    &["visits", "list", "--day", "2026-11-24"],
];

#[tokio::test]
async fn at_the_terminal_nobody_does_what_takes_a_name() {
    let office = TestOffice::founded().await;
    let home = Home::new();
    crate::record::copy(&office.path(), &home.vault());
    let before = std::fs::read(home.vault().join("keyring/office.jsonl")).unwrap();
    for words in IN_A_NAME {
        let mut command = home.deskctl(words);
        let output = command.stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}: {output:?}");
        assert!(output.stdout.is_empty(), "{words:?}");
    }
    assert!(!home.vault().join("desk.db").exists());
    assert_eq!(
        std::fs::read(home.vault().join("keyring/office.jsonl")).unwrap(),
        before
    );
    home.run(&["office", "verify"]).good();
    home.run(&["users", "list"]).good();
}

/// Denials in the office journal.
fn denials(office: &TestOffice) -> Vec<Value> {
    let lines = journal::office_lines(office).into_iter();
    let denied = lines.filter(|line| line["kind"] == "action.denied");
    denied.map(|line| line["payload"].clone()).collect()
}

#[tokio::test]
async fn a_denial_is_journalled_once_a_session_and_right() {
    let office = TestOffice::founded().await;
    let other = office.sign_in_as("window").await;
    let added = office.add_visit(&other, &with_file(&office)).await.unwrap();
    office.end(other).await.unwrap();
    let object = Object::of(&added, false);
    for _ in 0..2 {
        let session = office.sign_in(Role::Auditor).await;
        for _ in 0..3 {
            for right in [
                Right::SearchPeople,
                Right::PrintReceipt,
                Right::ReprintReceipt,
            ] {
                hold(&office, &session, right, &object, false).await;
            }
        }
        office.end(session).await.unwrap();
    }
    // A visit asked for with a matter is denied by the first right it lacks.
    let of = |action: &str| json!({"action": action, "reason": "role"});
    let session = [
        "person.search",
        "receipt.print",
        "visit.register",
        "receipt.reprint",
    ]
    .map(of);
    assert_eq!(denials(&office), [session.clone(), session].concat());

    let session = office.sign_in(Role::Reception).await;
    for _ in 0..3 {
        for right in [Right::Rebuild, Right::ReadFile, Right::ReprintReceipt] {
            hold(&office, &session, right, &object, false).await;
        }
    }
    office.end(session).await.unwrap();
    let entries = journal::read(&office).await;
    let denied: Vec<_> = entries
        .iter()
        .filter(|written| written.kind() == "action.denied")
        .map(|written| written.body.clone().unwrap())
        .collect();
    let expected = [
        json!({"action": "journal.rebuild", "reason": "role"}),
        json!({"action": "file.read", "reason": "not_own"}),
        json!({"action": "receipt.reprint", "reason": "not_own"}),
    ];
    assert_eq!(denied, expected);
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_denial_names_neither_what_was_asked_for_nor_whom_it_concerns() {
    let office: TestOffice = TestOffice::founded().await;
    let session = office.sign_in(Role::Admin).await;
    let word = "Quạnhzuvô";
    office.find_people(&session, word, 5).await.unwrap_err();
    Office::end(&office, session).await.unwrap();
    let text = std::fs::read_to_string(office.path().join("keyring/office.jsonl")).unwrap();
    assert!(text.contains("person.search") && !text.contains(word));
}
