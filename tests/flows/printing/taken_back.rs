//! A paper that counts no more does not come out later, when nobody stands there: its job is taken
//! back, and where that is not sure it is said.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::fault::Code;
use domain::permission::Role;
use domain::person::Proof;
use domain::printing::PrintFault;
use office::demo::people::told as told_of;
use office::papers::{PrintState, PrintView, ReprintGround};
use office::window::{Locked, Window};
use office::{Office, Session};
use serde_json::{Value, json};
use testkit::{Hand, PRINTER, TestOffice, intake, passphrase};

use super::{begun, choice, facts, told};
use crate::journal::assert_sound;

const NEVER: ReprintGround = ReprintGround::NeverSeen;

async fn again(office: &Office, session: &Session, number: &str) -> PrintView {
    let printed = office.print_again(session, number, &choice(), NEVER).await;
    printed.unwrap()
}

async fn print(office: &Office, session: &Session, number: &str) {
    let printed = office.print_receipt(session, number, &choice()).await;
    assert_eq!(facts(&printed.unwrap()).2, PrintState::Sent);
}

/// Bodies of all entries that void something. Nobody may be signed in.
async fn voided(office: &TestOffice) -> Vec<Value> {
    let entries = told(office).await.into_iter();
    entries
        .filter(|(kind, _)| kind == "receipt.voided")
        .map(|(_, body)| body)
        .collect()
}

#[tokio::test]
async fn a_paper_never_seen_is_taken_back_before_its_copy_is_printed_again() {
    let (office, session, number) = begun().await;
    print(&office, &session, &number).await;
    let reprinted = again(&office, &session, &number).await;
    assert_eq!(office.printing().recalled(), [format!("{PRINTER}-1")]);
    assert!(reprinted.may_come_out.is_empty(), "surely taken back");
    // The second is not seen either; what became of its job nobody knows.
    for told in [
        Ok(false),
        Err(PrintFault::TooLong),
        Err(PrintFault::NoSystem),
    ] {
        office.printing().let_go(told);
        let reprinted = again(&office, &session, &number).await;
        assert_eq!(reprinted.may_come_out, [PRINTER], "{told:?}");
        let listed = office.print_states(&session).await.unwrap();
        assert_eq!(listed[0].may_come_out, [PRINTER], "it stays said");
    }
    // Seen in hand is the last one: the others may come out all the same.
    let seen = office.seen_in_hand(&session, &number).await.unwrap();
    assert_eq!(seen.may_come_out, [PRINTER]);
    office.end(session).await.unwrap();
    let expected = [
        json!({"what": {"unseen": 0}, "recalled": true}),
        json!({"what": {"unseen": 0}}),
        json!({"what": {"unseen": 0}}),
        json!({"what": {"unseen": 0}}),
    ];
    assert_eq!(voided(&office).await, expected);
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_job_is_found_after_a_lock_and_after_a_restart_of_the_program() {
    for restarts in [false, true] {
        let (mut office, session, number) = begun().await;
        office.end(session).await.unwrap();
        office.on_a_machine();
        office.reopen();
        let session = office.sign_in_as("desk").await;
        print(&office, &session, &number).await;
        office.end(session).await.unwrap();
        if restarts {
            office.reopen();
        }
        let session = office.sign_in_as("window").await;
        let listed = office.print_states(&session).await.unwrap();
        assert_eq!(listed[0].state, PrintState::Unknown);
        office.end(session).await.unwrap();
        let session = office.sign_in_as("desk").await;
        let reprinted = again(&office, &session, &number).await;
        assert_eq!(office.printing().recalled(), [format!("{PRINTER}-1")]);
        assert!(reprinted.may_come_out.is_empty(), "{restarts}");
        office.seen_in_hand(&session, &number).await.unwrap();
        office.end(session).await.unwrap();
        let note = office.outside().join("machine/jobs.toml");
        let note = std::fs::read_to_string(note).unwrap();
        assert_eq!(note, "", "what is in hand is forgotten");
    }
    // A machine that keeps nothing does not know the job, and says so.
    let (mut office, session, number) = begun().await;
    print(&office, &session, &number).await;
    office.end(session).await.unwrap();
    office.reopen();
    let session = office.sign_in_as("desk").await;
    let reprinted = again(&office, &session, &number).await;
    assert_eq!(reprinted.may_come_out, [PRINTER]);
    assert!(office.printing().recalled().is_empty());
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_job_whose_name_was_never_told_is_said_to_come_out() {
    let (office, session, number) = begun().await;
    let unclear = PrintFault::Unclear;
    office.printing().take(Hand::TakesAndSays(unclear));
    let sent = office.print_receipt(&session, &number, &choice()).await;
    assert_eq!(sent.unwrap().state, PrintState::Unknown);
    office.printing().take(Hand::Takes);
    let reprinted = again(&office, &session, &number).await;
    assert_eq!(reprinted.may_come_out, [PRINTER]);
    assert!(office.printing().recalled().is_empty());
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn two_at_once_never_take_back_the_paper_that_was_just_sent() {
    let (office, session, number) = begun().await;
    print(&office, &session, &number).await;
    let choice = choice();
    // Both have seen the same paper, and ask for its job, before either is told what became of it.
    office.printing().hold_recalls(true);
    let both_ask = async {
        while office.printing().recalled().len() < 2 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        office.printing().hold_recalls(false);
    };
    let (one, other, ()) = tokio::join!(
        office.print_again(&session, &number, &choice, NEVER),
        office.print_again(&session, &number, &choice, NEVER),
        both_ask,
    );
    let refused = [one, other].into_iter().filter_map(Result::err);
    assert_eq!(refused.count(), 1);
    let first = format!("{PRINTER}-1");
    assert_eq!(office.printing().recalled(), [first.clone(), first]);
    assert_eq!(office.printing().jobs().len(), 2);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_paper_in_the_wrong_name_is_taken_back_and_else_said_to_be_out() {
    for (surely, out) in [(true, false), (false, true)] {
        let office = TestOffice::founded().await;
        let session = office.sign_in(Role::Reception).await;
        let matters = vec![intake::complaint("Nội dung.")];
        let wrong = intake::with_matters(&office.person(), matters);
        let added = office.add_visit(&session, &wrong).await.unwrap();
        let number = added.files[0].receipt.as_ref().unwrap().number.clone();
        print(&office, &session, &number).await;
        office.printing().let_go(Ok(surely));
        // A right person without a name is refused before anything is done.
        let mut nameless = told_of(&office.person(), Proof::CardSeen);
        nameless.name = None;
        let refused = office.wrong_person(&session, &added.visit, &nameless).await;
        assert!(refused.is_err());
        let right = told_of(&office.person(), Proof::CardSeen);
        let done = office.wrong_person(&session, &added.visit, &right).await;
        let done = done.unwrap();
        let expected: &[&str] = if out { &[PRINTER] } else { &[] };
        assert_eq!(done.voided.len(), 1);
        assert_eq!(done.paper_out_of, expected, "{surely}");
        assert!(
            office
                .printing()
                .recalled()
                .contains(&format!("{PRINTER}-1"))
        );
        let listed = office.print_states(&session).await.unwrap();
        let void = listed.iter().find(|view| view.number == number).unwrap();
        assert_eq!(void.state, PrintState::Voided);
        assert_eq!(void.may_come_out, expected);
        office.end(session).await.unwrap();
        let mut body = json!({"what": {"receipt": "wrong_person"}});
        if surely {
            body["recalled"] = json!(true);
        }
        assert_eq!(voided(&office).await, [body]);
        assert_sound(&office).await;
    }
}

#[tokio::test]
async fn a_receipt_that_is_not_wanted_on_paper_has_none_in_a_queue() {
    let (office, session, number) = begun().await;
    print(&office, &session, &number).await;
    let numbers = [number.clone()];
    let waits = office.not_on_paper(&session, &numbers).await.unwrap_err();
    assert_eq!(
        waits.code,
        Code::PrintAlready,
        "one that was sent is not declined"
    );
    office.printing().fail(Some(PrintFault::Failed));
    let refused = office
        .print_again(&session, &number, &choice(), NEVER)
        .await;
    assert_eq!(refused.unwrap_err().code, Code::PrintFailed);
    office.printing().fail(None);
    office.not_on_paper(&session, &numbers).await.unwrap();
    assert_eq!(office.printing().recalled(), [format!("{PRINTER}-1")]);
    office.end(session).await.unwrap();
    let expected = [
        json!({"what": {"unseen": 0}, "recalled": true}),
        json!({"what": {"not_handed_over": 0}}),
    ];
    assert_eq!(voided(&office).await, expected);
    assert_sound(&office).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_does_not_wait_for_a_job_to_be_taken_back_and_nothing_is_printed_after_it() {
    let (office, session, number) = begun().await;
    office.end(session).await.unwrap();
    let copy = office.outside().join("copy");
    crate::record::copy(&office.path(), &copy);
    let window = Arc::new(Window::open(&copy, office.ports()).unwrap());
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    window.print_receipt(&number, &choice()).await.unwrap();
    office.printing().hold_recalls(true);
    let (asks, wanted) = (Arc::clone(&window), number.clone());
    let asked = tokio::spawn(async move { asks.reprint_receipt(&wanted, &choice(), NEVER).await });
    while office.printing().recalled().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let began = Instant::now();
    assert_eq!(window.lock().await.unwrap(), Locked::Soft);
    assert!(began.elapsed() < Duration::from_millis(300));
    let refused = asked.await.unwrap().unwrap_err();
    assert_eq!(refused.code, Code::SessionEnded);
    assert_eq!(office.printing().jobs().len(), 1, "nothing was printed");
    office.printing().hold_recalls(false);
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    let states = window.print_states().await.unwrap();
    assert_eq!(states[0].state, PrintState::Unknown, "it is asked about");
    let reprinted = window.reprint_receipt(&number, &choice(), NEVER).await;
    assert!(reprinted.unwrap().may_come_out.is_empty());
    window.lock().await.unwrap();
}
